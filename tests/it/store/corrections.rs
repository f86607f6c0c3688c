//! Edits of what was sent: queued with the corrected digest, and never lost to a second correction.

use dateline::destination::Platform;
use dateline::store::{Corrected, Edited, Outcome, Showing, Store};
use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;

use super::editions::{fanout, new_edition};
use super::new_store;
use crate::articles::at;

const TELEGRAM: Platform = Platform::Telegram;

fn second(n: i64) -> Timestamp {
    at("2026-01-07T07:30:00Z") + SignedDuration::from_secs(n)
}

async fn broadcast(parts: &[&str]) -> (Store, TempDir) {
    let (store, folder) = new_store().await;
    let edition = new_edition("2026-01-07T07:30:00", vec![fanout(parts, &["telegram:1"])]);
    assert!(store.save_edition(&edition, second(0)).await.unwrap());
    (store, folder)
}

async fn settle(store: &Store, outcome: Outcome, now: Timestamp) {
    let claimed = store.claim_deliveries(TELEGRAM, "me", 1, now).await.unwrap();
    let outcomes = [(claimed[0].id, outcome)];
    store
        .record_deliveries("me", &outcomes, now, SignedDuration::ZERO)
        .await
        .unwrap();
}

fn sent(message: &str) -> Outcome {
    Outcome::Sent {
        message: message.to_owned(),
    }
}

/// Gives the digest's messages new bodies; `times` is how often that was done before.
async fn correct(store: &Store, times: u32, bodies: &[&str], now: Timestamp) -> bool {
    let rendered = store.rendered(1).await.unwrap();
    let parts = rendered[0].parts.iter().zip(bodies);
    let corrected = Corrected {
        of: Showing {
            number: 1,
            times,
            digest: new_edition("2026-01-07T07:30:00", Vec::new()).digests.remove(0).digest,
        },
        bodies: parts.map(|((id, _), body)| (*id, (*body).to_owned())).collect(),
        shown: Vec::new(),
    };
    store.save_corrections(&[corrected], now).await.unwrap()
}

async fn tally(store: &Store) -> Vec<(String, usize)> {
    store.tally_corrections(TELEGRAM).await.unwrap()
}

#[tokio::test]
async fn a_later_part_knows_the_message_of_the_first() {
    let (store, _folder) = broadcast(&["one", "two"]).await;
    let first = store.claim_deliveries(TELEGRAM, "me", 1, second(0)).await.unwrap();
    assert_eq!(first[0].first_message, None);
    let outcomes = [(first[0].id, sent("7/7"))];
    store
        .record_deliveries("me", &outcomes, second(0), SignedDuration::ZERO)
        .await
        .unwrap();
    let later = store.claim_deliveries(TELEGRAM, "me", 1, second(1)).await.unwrap();
    assert_eq!(later[0].first_message.as_deref(), Some("7/7"));
}

#[tokio::test]
async fn what_is_on_its_way_is_edited_once_it_has_arrived() {
    let (store, _folder) = broadcast(&["one"]).await;
    let claimed = store.claim_deliveries(TELEGRAM, "me", 1, second(0)).await.unwrap();
    assert!(correct(&store, 0, &["new"], second(1)).await);
    assert!(store.due_edits(TELEGRAM, 10, second(2)).await.unwrap().is_empty());
    let outcomes = [(claimed[0].id, sent("7"))];
    store
        .record_deliveries("me", &outcomes, second(2), SignedDuration::ZERO)
        .await
        .unwrap();
    let edits = store.due_edits(TELEGRAM, 10, second(3)).await.unwrap();
    assert_eq!((edits[0].message.as_str(), edits[0].body.as_str()), ("7", "new"));
}

#[tokio::test]
async fn a_second_correction_during_an_edit_is_not_taken_for_done() {
    let (store, _folder) = broadcast(&["one", "two"]).await;
    settle(&store, sent("7"), second(0)).await;
    settle(&store, sent("8"), second(1)).await;
    assert!(correct(&store, 0, &["first"], second(2)).await);
    assert!(
        !correct(&store, 0, &["other"], second(2)).await,
        "another program was faster"
    );
    let first = store.due_edits(TELEGRAM, 10, second(3)).await.unwrap().remove(0);
    assert!(correct(&store, 1, &["second", "two again"], second(3)).await);
    let done = [(first, Edited::Done)];
    store
        .record_edits(&done, second(4), SignedDuration::from_secs(1))
        .await
        .unwrap();
    assert_eq!(tally(&store).await, [("pending".to_owned(), 2)]);
    assert!(
        store.due_edits(TELEGRAM, 10, second(4)).await.unwrap().is_empty(),
        "the chat's second is not over"
    );
    let mut edits = store.due_edits(TELEGRAM, 10, second(5)).await.unwrap();
    assert_eq!(edits.len(), 1, "one at a time to a chat");
    assert_eq!(edits[0].body, "second");
    let refused = Edited::Refused {
        reason: "message can't be edited".to_owned(),
    };
    let done = [(edits.remove(0), refused)];
    store
        .record_edits(&done, second(5), SignedDuration::ZERO)
        .await
        .unwrap();
    assert_eq!(
        tally(&store).await,
        [("pending".to_owned(), 1), ("refused".to_owned(), 1)]
    );
}

/// Nobody knows whether it arrived, and it has no id: the next digest tells.
#[tokio::test]
async fn what_is_in_doubt_cannot_be_edited() {
    let (store, _folder) = broadcast(&["one"]).await;
    let reason = "no answer".to_owned();
    settle(&store, Outcome::Unknown { reason }, second(0)).await;
    assert!(correct(&store, 0, &["new"], second(1)).await);
    assert_eq!(tally(&store).await, [("refused".to_owned(), 1)]);
}
