//! Lanes: order within a chat, no chat behind another, and nothing stops after a panic.

use std::sync::{Arc, Mutex};

use dateline::platforms::telegram::lanes::Lanes;
use tokio::sync::Notify;

type Done = Arc<Mutex<Vec<&'static str>>>;

#[tokio::test]
async fn a_lane_keeps_its_order_and_waits_for_no_other() {
    let done = Done::default();
    let (held, free) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let lanes = {
        let (done, held, free) = (done.clone(), held.clone(), free.clone());
        Lanes::new(move |item: &'static str| {
            let (done, held, free) = (done.clone(), held.clone(), free.clone());
            async move {
                if item == "slow" {
                    held.notified().await;
                }
                done.lock().unwrap().push(item);
                if item == "other chat" {
                    free.notify_one();
                }
            }
        })
    };
    lanes.push(1, "slow");
    lanes.push(1, "after slow");
    lanes.push(2, "other chat");
    free.notified().await;
    assert_eq!(*done.lock().unwrap(), ["other chat"]);
    held.notify_one();
    lanes.finish().await;
    assert_eq!(*done.lock().unwrap(), ["other chat", "slow", "after slow"]);
}

#[tokio::test]
async fn a_panic_loses_one_item() {
    let done = Done::default();
    let lanes = {
        let done = done.clone();
        Lanes::new(move |item: &'static str| {
            assert!(item != "bad", "as the story wants");
            let done = done.clone();
            async move {
                assert!(item != "worse", "as the story wants");
                done.lock().unwrap().push(item);
            }
        })
    };
    for item in ["first", "bad", "worse", "last"] {
        lanes.push(1, item);
    }
    lanes.finish().await;
    assert_eq!(*done.lock().unwrap(), ["first", "last"]);
}
