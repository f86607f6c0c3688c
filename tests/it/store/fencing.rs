//! Who may send, and whose turn it is after a doubt.

use std::collections::HashMap;

use dateline::store::{DeliveryState, Outcome, StoreError, sender_lease};
use jiff::SignedDuration;

use super::deliveries::{SPACING, TELEGRAM, broadcast, record, second, sent, shown, tally, why};

/// Two copies on one store (rssbot#145, TediCross#94, geokrety#301): one that was frozen past the end of its lease wakes up
/// while the other sends.
#[tokio::test]
async fn who_lost_the_right_to_send_claims_nothing_and_changes_nothing_that_another_sends() {
    let (store, _folder) = broadcast(&["a"], &["telegram:1", "telegram:2"]).await;
    let lease = async |owner: &str, now: i64| {
        let name = sender_lease(TELEGRAM);
        let length = SignedDuration::from_secs(30);
        store.lease(&name, owner, second(now), length).await.unwrap()
    };
    assert!(lease("frozen", 0).await);
    let old = store.claim_deliveries(TELEGRAM, "frozen", 1, second(0)).await.unwrap();
    assert!(lease("new", 40).await);
    store
        .recover_deliveries(TELEGRAM, "new", |_| true, second(40))
        .await
        .unwrap();
    let new = store.claim_deliveries(TELEGRAM, "new", 9, second(40)).await.unwrap();
    assert_eq!(new.len(), 2);

    let not_the_sender = |error| matches!(error, StoreError::NotTheSender);
    let claim = store.claim_deliveries(TELEGRAM, "frozen", 9, second(41)).await;
    assert!(not_the_sender(claim.unwrap_err()));
    let taken = store.recover_deliveries(TELEGRAM, "frozen", |_| true, second(41)).await;
    assert!(not_the_sender(taken.unwrap_err()));
    let late = Outcome::Failed { reason: why("late") };
    store
        .record_deliveries("frozen", &[(old[0].id, late)], second(41), SPACING)
        .await
        .unwrap();
    assert_eq!(tally(&store).await, HashMap::from([(DeliveryState::Sending, 2)]));
    // That it was sent is a fact, whoever says so.
    store
        .record_deliveries("frozen", &[(old[0].id, sent())], second(41), SPACING)
        .await
        .unwrap();
    assert_eq!(tally(&store).await[&DeliveryState::Sent], 1);

    // Also when the new one has given the right back and nobody has it.
    store.release(&sender_lease(TELEGRAM), "new").await.unwrap();
    let claim = store.claim_deliveries(TELEGRAM, "frozen", 9, second(42)).await;
    assert!(not_the_sender(claim.unwrap_err()));
    assert!(lease("frozen", 42).await);
    store.claim_deliveries(TELEGRAM, "frozen", 9, second(42)).await.unwrap();
}

/// What perhaps arrived is tried again before what nobody has tried: Discord knows a nonce for minutes only.
#[tokio::test]
async fn what_perhaps_arrived_keeps_its_turn() {
    let (store, _folder) = broadcast(&["a"], &["telegram:1", "telegram:2"]).await;
    let one = store.claim_deliveries(TELEGRAM, "me", 1, second(0)).await.unwrap();
    let (at, reason) = (second(5), why("cut off"));
    record(&store, one[0].id, Outcome::Resend { at, reason }, second(1)).await;
    let next = store.claim_deliveries(TELEGRAM, "me", 1, second(5)).await.unwrap();
    assert_eq!(shown(&next), ["telegram:1 1/1 a"]);
    let (at, reason) = (second(9), why("slow down"));
    record(&store, one[0].id, Outcome::Wait { at, reason }, second(6)).await;
    let next = store.claim_deliveries(TELEGRAM, "me", 1, second(9)).await.unwrap();
    assert_eq!(shown(&next), ["telegram:1 1/1 a"]);
}
