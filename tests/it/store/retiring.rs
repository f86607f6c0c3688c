//! Destinations where the platform says that nobody is.

use dateline::scope::Scope;
use dateline::store::{Outcome, Store};

use super::deliveries::{broadcast, claim, reasons, record, second, sent, why};
use super::editions::{fanout, new_edition};
use super::new_store;
use super::subscriptions::{subscription, to};

const HOUR: i64 = 3600;

/// A digest for telegram:1, so many hours after the first, and what the platform answers.
async fn answered(store: &Store, hours: i64, outcome: Outcome) {
    let edition = format!("2026-01-{:02}T{:02}:00:00", 8 + hours / 24, hours % 24);
    let next = new_edition(&edition, vec![fanout(&["c"], &["telegram:1"])]);
    store.save_edition(&next, second(hours * HOUR)).await.unwrap();
    let claimed = claim(store, second(hours * HOUR)).await;
    record(store, claimed[0].id, outcome, second(hours * HOUR)).await;
}

fn gone() -> Outcome {
    Outcome::Gone { reason: why("blocked") }
}

fn missing() -> Outcome {
    Outcome::Missing {
        reason: why("chat not found"),
    }
}

/// covidbot#201: in one day's outage 530 readers counted as gone. LiveBot#30, whiteout-bot#78, Would-You-Bot#246: channels
/// that were "unknown" during an outage of Discord.
#[tokio::test]
async fn who_is_said_to_be_gone_has_a_day_to_turn_up() {
    let (store, _folder) = new_store().await;
    let follows = subscription("telegram:1", Scope::All, "07:30");
    store.subscribe(&follows, second(0)).await.unwrap();
    let followers = async || store.all_subscriptions().await.unwrap().len();
    for hours in 0..23 {
        let outcome = if hours % 2 == 0 { gone() } else { missing() };
        answered(&store, hours, outcome).await;
    }
    assert_eq!(
        followers().await,
        1,
        "however often it is said, within a day it is an outage"
    );
    answered(&store, 23, sent()).await;
    answered(&store, 25, gone()).await;
    assert_eq!(followers().await, 1, "it was there meanwhile");
    answered(&store, 48, missing()).await;
    assert_eq!(followers().await, 1, "not yet a day");
    answered(&store, 49, missing()).await;
    assert_eq!(followers().await, 0, "twice, a day apart");
    let ended = store.ended_subscriptions(&follows.destination).await.unwrap();
    assert_eq!(
        (ended.len(), ended[0].at, ended[0].why.as_str()),
        (1, second(49 * HOUR), "chat not found")
    );
    assert_eq!(store.subscriptions(&follows.destination).await.unwrap(), []);
    assert_eq!(
        store.unsubscribe(&follows.destination, None).await.unwrap(),
        [],
        "it has ended"
    );

    assert!(
        store.subscribe(&follows, second(50 * HOUR)).await.unwrap(),
        "as if it were new"
    );
    assert_eq!(
        store.all_subscriptions().await.unwrap(),
        [(follows.clone(), second(50 * HOUR))]
    );
    assert_eq!(store.ended_subscriptions(&follows.destination).await.unwrap(), []);
    answered(&store, 51, missing()).await;
    assert_eq!(followers().await, 1, "who subscribes anew has a new day");
}

#[tokio::test]
async fn a_destination_that_is_gone_loses_one_digest_and_in_the_end_all_that_wait() {
    let (store, _folder) = broadcast(&["a", "b"], &["telegram:1", "telegram:2"]).await;
    for chat in ["telegram:1", "telegram:2"] {
        let follows = subscription(chat, Scope::All, "07:30");
        store.subscribe(&follows, second(0)).await.unwrap();
    }
    let claimed = claim(&store, second(0)).await;
    record(&store, claimed[0].id, gone(), second(0)).await;
    insta::assert_snapshot!(reasons(&store).await.join("\n"), @"
    telegram:1 part 1: Failed, blocked
    telegram:1 part 2: Failed, an earlier part failed
    ");
    // Two digests wait a day later; the answer to the first is the second of its kind.
    for edition in ["2026-01-08T07:00:00", "2026-01-08T07:30:00"] {
        let next = new_edition(edition, vec![fanout(&["c", "d"], &["telegram:1"])]);
        store.save_edition(&next, second(24 * HOUR)).await.unwrap();
    }
    let claimed = claim(&store, second(24 * HOUR)).await;
    record(&store, claimed[0].id, gone(), second(24 * HOUR)).await;
    assert_eq!(claim(&store, second(25 * HOUR)).await, []);
    assert_eq!(store.subscriptions(&to("telegram:1")).await.unwrap(), []);
    assert_eq!(store.subscriptions(&to("telegram:2")).await.unwrap().len(), 1);
    assert_eq!(reasons(&store).await.len(), 6, "each is listed");
}

/// A chat that moves to where a subscription had ended brings its living one along.
#[tokio::test]
async fn what_goes_on_takes_the_place_of_what_had_ended() {
    let (store, _folder) = new_store().await;
    let old = subscription("telegram:-5", Scope::All, "07:30");
    let ended = subscription("telegram:1", Scope::All, "09:00");
    store.subscribe(&ended, second(0)).await.unwrap();
    answered(&store, 0, gone()).await;
    answered(&store, 24, gone()).await;
    store.subscribe(&old, second(25 * HOUR)).await.unwrap();
    let quiet = dateline::schedule::Quiet {
        from: jiff::civil::time(22, 0, 0, 0),
        to: jiff::civil::time(7, 0, 0, 0),
        zone: "UTC".to_owned(),
        hold: true,
    };
    store.set_quiet(&old.destination, Some(&quiet)).await.unwrap();
    store.move_chat(&old.destination, "1", second(26 * HOUR)).await.unwrap();
    let (living, _) = store.all_subscriptions().await.unwrap().remove(0);
    assert_eq!(
        (living.destination.to_string().as_str(), living.at),
        ("telegram:1", old.at)
    );
    assert_eq!(store.ended_subscriptions(&to("telegram:1")).await.unwrap(), []);
    assert_eq!(store.quiet(&to("telegram:1")).await.unwrap(), Some(quiet));
}
