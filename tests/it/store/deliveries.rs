//! Deliveries: claimed part by part, recorded, tried again, and never lost.

use std::collections::{HashMap, HashSet};

use dateline::destination::Platform;
use dateline::scope::Scope;
use dateline::store::{Claimed, DeliveryState, Outcome, Recovered, Store};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use tempfile::TempDir;

use super::editions::{fanout, new_edition};
use super::new_store;
use super::subscriptions::{subscription, to};
use crate::articles::at;

pub(super) const TELEGRAM: Platform = Platform::Telegram;
pub(super) const SPACING: SignedDuration = SignedDuration::from_secs(1);

/// The moment so many seconds after the edition was written.
pub(super) fn second(n: i64) -> Timestamp {
    at("2026-01-07T07:30:00Z") + SignedDuration::from_secs(n)
}

pub(super) async fn broadcast(parts: &[&str], destinations: &[&str]) -> (Store, TempDir) {
    let (store, folder) = new_store().await;
    let edition = new_edition("2026-01-07T07:30:00", vec![fanout(parts, destinations)]);
    assert!(store.save_edition(&edition, second(0)).await.unwrap());
    (store, folder)
}

pub(super) async fn claim(store: &Store, now: Timestamp) -> Vec<Claimed> {
    store.claim_deliveries(TELEGRAM, "me", 100, now).await.unwrap()
}

pub(super) async fn record(store: &Store, id: i64, outcome: Outcome, now: Timestamp) {
    store
        .record_deliveries("me", &[(id, outcome)], now, SPACING)
        .await
        .unwrap();
}

pub(super) fn sent() -> Outcome {
    Outcome::Sent {
        message: "m".to_owned(),
    }
}

pub(super) fn why(text: &str) -> String {
    text.to_owned()
}

/// Claimed deliveries as `destination part/parts body`.
pub fn shown(claimed: &[Claimed]) -> Vec<String> {
    claimed
        .iter()
        .map(|one| format!("{} {}/{} {}", one.destination, one.part, one.parts, one.body))
        .collect()
}

pub async fn tally(store: &Store) -> HashMap<DeliveryState, usize> {
    store.tally_deliveries(TELEGRAM).await.unwrap().into_iter().collect()
}

pub(super) async fn reasons(store: &Store) -> Vec<String> {
    let mut lost = store.undelivered(100).await.unwrap();
    lost.reverse();
    lost.iter()
        .map(|one| format!("{} part {}: {:?}, {}", one.destination, one.part, one.state, one.reason))
        .collect()
}

#[tokio::test]
async fn parts_go_out_one_after_the_other() {
    let (store, _folder) = broadcast(&["first", "second"], &["telegram:1", "telegram:2"]).await;
    let claimed = claim(&store, second(0)).await;
    assert_eq!(shown(&claimed), ["telegram:1 1/2 first", "telegram:2 1/2 first"]);
    assert_eq!(shown(&claim(&store, second(0)).await), Vec::<String>::new());
    assert_eq!(
        store.next_delivery_at(TELEGRAM).await.unwrap(),
        None,
        "all depends on outcomes"
    );

    record(&store, claimed[0].id, sent(), second(0)).await;
    assert_eq!(shown(&claim(&store, second(0)).await), Vec::<String>::new(), "spacing");
    assert_eq!(store.next_delivery_at(TELEGRAM).await.unwrap(), Some(second(1)));
    let next = claim(&store, second(1)).await;
    assert_eq!(shown(&next), ["telegram:1 2/2 second"]);
    record(&store, next[0].id, sent(), second(1)).await;
    record(&store, claimed[1].id, sent(), second(1)).await;
    let last = claim(&store, second(2)).await;
    assert_eq!(shown(&last), ["telegram:2 2/2 second"]);
    record(&store, last[0].id, sent(), second(2)).await;
    assert_eq!(tally(&store).await, HashMap::from([(DeliveryState::Sent, 4)]));
    assert_eq!(store.next_delivery_at(TELEGRAM).await.unwrap(), None);
    assert_eq!(store.tally_deliveries(Platform::Discord).await.unwrap(), []);
}

#[tokio::test]
async fn a_claim_takes_no_more_than_its_limit_and_nothing_that_is_not_due() {
    let (store, _folder) = broadcast(&["x"], &["telegram:1", "telegram:2", "telegram:3", "discord:4"]).await;
    assert_eq!(claim(&store, second(-1)).await, []);
    let two = store.claim_deliveries(TELEGRAM, "me", 2, second(0)).await.unwrap();
    assert_eq!(shown(&two), ["telegram:1 1/1 x", "telegram:2 1/1 x"]);
    let rest = store.claim_deliveries(TELEGRAM, "me", 2, second(0)).await.unwrap();
    assert_eq!(shown(&rest), ["telegram:3 1/1 x"]);
    let discord = store
        .claim_deliveries(Platform::Discord, "me", 2, second(0))
        .await
        .unwrap();
    assert_eq!(shown(&discord), ["discord:4 1/1 x"]);
}

#[tokio::test]
async fn a_reader_gets_the_rest_of_a_digest_before_others_get_their_start() {
    let (store, _folder) = broadcast(&["a", "b"], &["telegram:1", "telegram:2", "telegram:3"]).await;
    let one = store.claim_deliveries(TELEGRAM, "me", 1, second(0)).await.unwrap();
    record(&store, one[0].id, sent(), second(0)).await;
    let next = store.claim_deliveries(TELEGRAM, "me", 2, second(1)).await.unwrap();
    assert_eq!(shown(&next), ["telegram:1 2/2 b", "telegram:2 1/2 a"]);
}

#[tokio::test]
async fn one_destination_gets_one_message_at_a_time_and_its_digests_in_order() {
    let (store, _folder) = broadcast(&["a1", "a2"], &["telegram:1"]).await;
    let later = new_edition("2026-01-07T08:00:00", vec![fanout(&["b1"], &["telegram:1"])]);
    store.save_edition(&later, second(10)).await.unwrap();
    let mut got = Vec::new();
    for n in 10..13 {
        let claimed = claim(&store, second(n)).await;
        assert_eq!(claimed.len(), 1);
        got.push(claimed[0].body.clone());
        record(&store, claimed[0].id, sent(), second(n)).await;
    }
    assert_eq!(got, ["a1", "a2", "b1"]);
}

#[tokio::test]
async fn a_new_digest_waits_as_long_as_its_destination_must() {
    let (store, _folder) = broadcast(&["a"], &["telegram:1"]).await;
    let claimed = claim(&store, second(0)).await;
    let at = second(3600);
    record(
        &store,
        claimed[0].id,
        Outcome::Retry {
            at,
            reason: why("slow down"),
        },
        second(1),
    )
    .await;
    let later = new_edition(
        "2026-01-07T08:00:00",
        vec![fanout(&["b"], &["telegram:1", "telegram:2"])],
    );
    store.save_edition(&later, second(2)).await.unwrap();
    assert_eq!(shown(&claim(&store, second(3599)).await), ["telegram:2 1/1 b"]);
    assert_eq!(store.next_delivery_at(TELEGRAM).await.unwrap(), Some(at));
    let again = claim(&store, at).await;
    assert_eq!(shown(&again), ["telegram:1 1/1 a"]);
    assert_eq!(again[0].attempts, 1);
    assert_eq!(again[0].id, claimed[0].id);
}

#[tokio::test]
async fn what_was_held_back_makes_way_for_the_others() {
    let (store, _folder) = broadcast(&["a"], &["telegram:1", "telegram:2"]).await;
    let one = store.claim_deliveries(TELEGRAM, "me", 1, second(0)).await.unwrap();
    let at = second(5);
    record(
        &store,
        one[0].id,
        Outcome::Retry {
            at,
            reason: why("unreachable"),
        },
        second(0),
    )
    .await;
    assert_eq!(
        shown(&claim(&store, second(9)).await),
        ["telegram:2 1/1 a", "telegram:1 1/1 a"]
    );
}

#[tokio::test]
async fn a_failed_part_fails_the_parts_behind_it() {
    let (store, _folder) = broadcast(&["a", "b", "c"], &["telegram:1"]).await;
    let claimed = claim(&store, second(0)).await;
    record(&store, claimed[0].id, sent(), second(0)).await;
    let claimed = claim(&store, second(1)).await;
    record(
        &store,
        claimed[0].id,
        Outcome::Failed {
            reason: why("too long"),
        },
        second(1),
    )
    .await;
    assert_eq!(claim(&store, second(99)).await, []);
    insta::assert_snapshot!(reasons(&store).await.join("\n"), @"
    telegram:1 part 2: Failed, too long
    telegram:1 part 3: Failed, an earlier part failed
    ");
}

#[tokio::test]
async fn an_unknown_part_lets_the_parts_behind_it_go_on() {
    let (store, _folder) = broadcast(&["a", "b"], &["telegram:1"]).await;
    let claimed = claim(&store, second(0)).await;
    record(
        &store,
        claimed[0].id,
        Outcome::Unknown {
            reason: why("timed out"),
        },
        second(0),
    )
    .await;
    assert_eq!(shown(&claim(&store, second(1)).await), ["telegram:1 2/2 b"]);
    insta::assert_snapshot!(reasons(&store).await.join("\n"), @"telegram:1 part 1: Unknown, timed out");
}

#[tokio::test]
async fn a_chat_that_moved_takes_everything_along() {
    let (store, _folder) = broadcast(&["a", "b"], &["telegram:-5", "telegram:-5/7", "telegram:2"]).await;
    store
        .subscribe(&subscription("telegram:-5", Scope::All, "07:30"), second(0))
        .await
        .unwrap();
    let claimed = store.claim_deliveries(TELEGRAM, "me", 1, second(0)).await.unwrap();
    record(&store, claimed[0].id, Outcome::Moved { chat: why("-1005") }, second(0)).await;

    let again = claim(&store, second(0)).await;
    assert_eq!(
        shown(&again),
        ["telegram:-1005 1/2 a", "telegram:-1005/7 1/2 a", "telegram:2 1/2 a"]
    );
    assert_eq!(again[0].id, claimed[0].id);
    assert_eq!(again[0].attempts, 1, "moves that lead in circles must end");
    record(&store, again[0].id, sent(), second(0)).await;
    let rest = claim(&store, second(1)).await;
    assert_eq!(shown(&rest), ["telegram:-1005 2/2 b"]);
    record(&store, rest[0].id, sent(), second(1)).await;
    assert_eq!(store.subscriptions(&to("telegram:-5")).await.unwrap(), []);
    assert_eq!(store.subscriptions(&to("telegram:-1005")).await.unwrap().len(), 1);

    // The configuration still names the old id: its digests go to the new one, once.
    let next = new_edition(
        "2026-01-08T07:30:00",
        vec![fanout(&["c"], &["telegram:-5", "telegram:-1005"])],
    );
    store.save_edition(&next, second(86400)).await.unwrap();
    let texts = shown(&claim(&store, second(86400)).await);
    assert_eq!(
        texts.iter().filter(|text| text.ends_with(" c")).collect::<Vec<_>>(),
        ["telegram:-1005 1/1 c"]
    );
}

#[tokio::test]
async fn a_chat_that_moved_to_one_that_gets_the_digest_gets_it_once() {
    let (store, _folder) = broadcast(&["a"], &["telegram:-5", "telegram:-1005"]).await;
    for chat in ["telegram:-5", "telegram:-1005"] {
        store
            .subscribe(&subscription(chat, Scope::All, "07:30"), second(0))
            .await
            .unwrap();
    }
    let claimed = claim(&store, second(0)).await;
    record(&store, claimed[0].id, Outcome::Moved { chat: why("-1005") }, second(0)).await;
    record(&store, claimed[1].id, sent(), second(0)).await;
    assert_eq!(claim(&store, second(9)).await, []);
    assert_eq!(store.all_subscriptions().await.unwrap().len(), 1);
    insta::assert_snapshot!(reasons(&store).await.join("\n"), @"telegram:-5 part 1: Failed, the chat moved to -1005, which gets this digest itself");
}

#[tokio::test]
async fn a_chat_that_moves_back_is_where_it_was() {
    let (store, _folder) = broadcast(&["a"], &["telegram:-5"]).await;
    let claimed = claim(&store, second(0)).await;
    record(&store, claimed[0].id, Outcome::Moved { chat: why("-6") }, second(0)).await;
    let claimed = claim(&store, second(0)).await;
    record(&store, claimed[0].id, Outcome::Moved { chat: why("-5") }, second(0)).await;
    assert_eq!(shown(&claim(&store, second(0)).await), ["telegram:-5 1/1 a"]);
    let next = new_edition("2026-01-08T07:30:00", vec![fanout(&["c"], &["telegram:-6"])]);
    store.save_edition(&next, second(0)).await.unwrap();
    record(&store, claimed[0].id, sent(), second(0)).await;
    assert_eq!(shown(&claim(&store, second(9)).await), ["telegram:-5 1/1 c"]);
}

#[tokio::test]
async fn somebody_named_in_two_fanouts_reads_the_first() {
    let (store, _folder) = new_store().await;
    let edition = new_edition(
        "2026-01-07T07:30:00",
        vec![
            fanout(&["full"], &["telegram:1", "telegram:1"]),
            fanout(&["brief 1", "brief 2"], &["telegram:1", "telegram:2"]),
        ],
    );
    store.save_edition(&edition, second(0)).await.unwrap();
    assert_eq!(
        shown(&claim(&store, second(0)).await),
        ["telegram:1 1/1 full", "telegram:2 1/2 brief 1"]
    );
    assert_eq!(tally(&store).await[&DeliveryState::Pending], 1);
}

#[tokio::test]
async fn after_a_kill_what_was_in_flight_is_sent_again_or_listed() {
    for resend in [true, false] {
        let (store, _folder) = broadcast(&["a", "b"], &["telegram:1", "telegram:2"]).await;
        let dead = store.claim_deliveries(TELEGRAM, "dead", 1, second(0)).await.unwrap();
        let mine = store.claim_deliveries(TELEGRAM, "me", 1, second(0)).await.unwrap();
        let recover = async || {
            let asked = |since: Timestamp| {
                assert_eq!(since, second(0), "since it went out nobody knows");
                resend
            };
            store
                .recover_deliveries(TELEGRAM, "me", asked, second(5))
                .await
                .unwrap()
        };
        let (again, unknown) = if resend { (1, 0) } else { (0, 1) };
        assert_eq!(recover().await, Recovered { again, unknown });
        assert_eq!(recover().await, Recovered::default());
        let next = claim(&store, second(5)).await;
        if resend {
            assert_eq!(shown(&next), ["telegram:1 1/2 a"]);
            assert_eq!((next[0].id, next[0].attempts), (dead[0].id, 1));
        } else {
            assert_eq!(shown(&next), ["telegram:1 2/2 b"]);
            insta::assert_snapshot!(reasons(&store).await.join("\n"), @"telegram:1 part 1: Unknown, the program stopped while it was sending this");
        }
        record(&store, mine[0].id, sent(), second(5)).await;
    }
}

#[tokio::test]
async fn a_program_that_was_taken_for_dead_may_still_say_what_it_sent_but_nothing_else() {
    let (store, _folder) = broadcast(&["a", "b"], &["telegram:1"]).await;
    let slow = store.claim_deliveries(TELEGRAM, "slow", 9, second(0)).await.unwrap();
    store
        .recover_deliveries(TELEGRAM, "me", |_| true, second(5))
        .await
        .unwrap();
    record(&store, slow[0].id, Outcome::Failed { reason: why("late") }, second(6)).await;
    assert_eq!(tally(&store).await, HashMap::from([(DeliveryState::Pending, 2)]));
    record(&store, slow[0].id, sent(), second(6)).await;
    assert_eq!(shown(&claim(&store, second(7)).await), ["telegram:1 2/2 b"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_owners_never_get_the_same_delivery() {
    let chats: Vec<String> = (1..=200).map(|n| format!("telegram:{n}")).collect();
    let chats: Vec<&str> = chats.iter().map(String::as_str).collect();
    let (store, _folder) = broadcast(&["a", "b"], &chats).await;
    let workers = ["one", "two", "three"].map(|owner| {
        let store = store.clone();
        tokio::spawn(async move {
            let mut ids = Vec::new();
            loop {
                let claimed = store.claim_deliveries(TELEGRAM, owner, 32, second(0)).await.unwrap();
                if claimed.is_empty() && tally(&store).await.keys().all(|state| *state == DeliveryState::Sent) {
                    return ids;
                }
                ids.extend(claimed.iter().map(|one| one.id));
                let outcomes: Vec<_> = claimed.iter().map(|one| (one.id, sent())).collect();
                store
                    .record_deliveries(owner, &outcomes, second(0), SignedDuration::ZERO)
                    .await
                    .unwrap();
            }
        })
    });
    let mut all = Vec::new();
    for worker in workers {
        all.extend(worker.await.unwrap());
    }
    assert_eq!(all.len(), 400);
    assert_eq!(all.into_iter().collect::<HashSet<_>>().len(), 400);
}

#[derive(Clone, Debug)]
enum Step {
    Sent,
    Retry,
    Unknown,
    Failed,
    Missing,
    Gone,
    Moved,
    Kill,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => Just(Step::Sent),
        2 => Just(Step::Retry),
        1 => Just(Step::Unknown),
        1 => Just(Step::Failed),
        1 => Just(Step::Missing),
        1 => Just(Step::Gone),
        1 => Just(Step::Moved),
        1 => Just(Step::Kill),
    ]
}

/// Plays a broadcast to its end with what happens to each message, and gives the messages that arrived.
async fn play(parts: usize, chats: usize, steps: &[Step]) -> Vec<(String, u32)> {
    let parts: Vec<String> = (1..=parts).map(|n| format!("part {n}")).collect();
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    let chats: Vec<String> = (1..=chats).map(|n| format!("telegram:{n}")).collect();
    let chats: Vec<&str> = chats.iter().map(String::as_str).collect();
    let (store, _folder) = broadcast(&parts, &chats).await;
    let mut steps = steps.iter();
    let mut arrived = Vec::new();
    let mut now = second(0);
    for life in 0..1000 {
        let owner = format!("life {life}");
        store
            .recover_deliveries(TELEGRAM, &owner, |_| life % 2 == 0, now)
            .await
            .unwrap();
        let Some(next) = store.next_delivery_at(TELEGRAM).await.unwrap() else {
            break;
        };
        now = now.max(next);
        let claimed = store.claim_deliveries(TELEGRAM, &owner, 3, now).await.unwrap();
        assert!(!claimed.is_empty(), "what is said to be due can be claimed");
        let chats: HashSet<_> = claimed.iter().map(|one| &one.destination).collect();
        assert_eq!(chats.len(), claimed.len(), "one at a time for each destination");
        let mut outcomes = Vec::new();
        for one in &claimed {
            let outcome = match steps.next().unwrap_or(&Step::Sent) {
                Step::Sent => {
                    arrived.push((one.destination.to_string(), one.part));
                    sent()
                }
                Step::Retry => Outcome::Retry {
                    at: now + SignedDuration::from_secs(30),
                    reason: why("busy"),
                },
                Step::Unknown => Outcome::Unknown {
                    reason: why("who knows"),
                },
                Step::Failed => Outcome::Failed { reason: why("refused") },
                Step::Missing => Outcome::Missing {
                    reason: why("not found"),
                },
                Step::Gone => Outcome::Gone { reason: why("blocked") },
                Step::Moved => Outcome::Moved {
                    chat: format!("{}00", one.destination.chat),
                },
                Step::Kill => break,
            };
            outcomes.push((one.id, outcome));
        }
        store.record_deliveries(&owner, &outcomes, now, SPACING).await.unwrap();
    }
    let ended = tally(&store).await;
    assert!(
        ended
            .keys()
            .all(|state| !matches!(state, DeliveryState::Pending | DeliveryState::Sending)),
        "everything comes to an end: {ended:?}"
    );
    assert_eq!(
        ended.values().sum::<usize>(),
        parts.len() * chats.len(),
        "nothing is lost"
    );
    let listed = store.undelivered(1000).await.unwrap();
    assert!(listed.iter().all(|one| !one.reason.is_empty()));
    assert_eq!(
        ended.get(&DeliveryState::Sent).copied().unwrap_or_default() + listed.len(),
        parts.len() * chats.len()
    );
    arrived
}

#[test]
fn every_delivery_ends_in_one_state_and_parts_keep_their_order() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let config = ProptestConfig {
        failure_persistence: None,
        cases: 24,
        ..ProptestConfig::default()
    };
    proptest!(config, |(parts in 1..4_usize, chats in 1..6_usize, steps in prop::collection::vec(step(), 0..40))| {
        let arrived = runtime.block_on(play(parts, chats, &steps));
        let mut last: HashMap<String, u32> = HashMap::new();
        for (chat, part) in arrived {
            // A chat that moved keeps its first digit.
            let before = last.insert(chat[..10].to_owned(), part);
            prop_assert!(before.is_none_or(|before| before < part), "{chat} got {part} after {before:?}");
        }
    });
}
