//! Whose turn it is: digests take turns, and asking whose it is stays quick.

use dateline::destination::{Destination, Platform};
use dateline::store::{CLAIM, Fanout, NewEdition, Outcome, Store};
use jiff::{SignedDuration, Timestamp};
use sqlx::Row;

use super::editions::{digest, edition, fanout};
use super::{new_store, url};
use crate::articles::at;

const TELEGRAM: Platform = Platform::Telegram;

fn noon() -> Timestamp {
    at("2026-01-07T12:00:00Z")
}

fn readers(from: usize, n: usize) -> Vec<Destination> {
    (from..from + n)
        .map(|chat| format!("telegram:{chat}").parse().unwrap())
        .collect()
}

fn edition_of(schedule: &str, digests: &[(&str, Vec<Destination>)]) -> NewEdition {
    let edition = edition(schedule, "2026-01-07T12:00:00");
    let digests = digests
        .iter()
        .map(|(scope, to)| dateline::store::NewDigest {
            digest: digest(scope, &edition, "news"),
            fanouts: vec![Fanout {
                parts: vec![(*scope).to_owned()],
                to: to.clone(),
                rendering: dateline::store::Rendering::default(),
            }],
        })
        .collect();
    NewEdition {
        edition,
        due: noon(),
        digests,
    }
}

/// Sends so many messages, four at a time, 20 ms each, and returns their bodies.
async fn send(store: &Store, n: usize, now: &mut Timestamp) -> Vec<String> {
    let mut sent = Vec::new();
    while sent.len() < n {
        let claimed = store.claim_deliveries(TELEGRAM, "me", 4, *now).await.unwrap();
        if claimed.is_empty() {
            break;
        }
        *now += SignedDuration::from_millis(80);
        let outcomes: Vec<(i64, Outcome)> = claimed
            .iter()
            .map(|one| {
                (
                    one.id,
                    Outcome::Sent {
                        message: "m".to_owned(),
                    },
                )
            })
            .collect();
        store
            .record_deliveries("me", &outcomes, *now, SignedDuration::from_secs(1))
            .await
            .unwrap();
        sent.extend(claimed.into_iter().map(|one| one.body));
    }
    sent
}

/// A region of a hundred thousand readers, and a moment later one of thirty.
#[tokio::test]
async fn a_huge_region_does_not_starve_a_small_one() {
    let (store, _folder) = new_store().await;
    let huge = edition_of("huge", &[("europe", readers(1, 100_000))]);
    assert!(store.save_edition(&huge, noon()).await.unwrap());
    for sent_before in [0, 2_000] {
        let mut now = noon();
        send(&store, sent_before, &mut now).await;
        let small = edition_of(
            &format!("small {sent_before}"),
            &[("africa", readers(200_000 + sent_before, 30))],
        );
        assert!(store.save_edition(&small, now).await.unwrap());
        let sent = send(&store, 64, &mut now).await;
        let small = sent.iter().filter(|body| *body == "africa").count();
        assert_eq!(small, 30, "the digests take turns, a reader of each");
    }
}

#[tokio::test]
async fn the_digests_of_an_edition_take_turns_and_forms_share_one() {
    let (store, _folder) = new_store().await;
    let mut edition = edition_of("morning", &[("africa", readers(1, 3)), ("europe", readers(11, 3))]);
    edition.digests[0]
        .fanouts
        .push(fanout(&["africa, short"], &["telegram:8", "telegram:9"]));
    assert!(store.save_edition(&edition, noon()).await.unwrap());
    let sent = send(&store, 8, &mut noon()).await;
    insta::assert_snapshot!(sent.join(", "), @"africa, europe, africa, europe, africa, europe, africa, short, africa, short");
}

/// Who reads two digests in another order than others do keeps nobody waiting, and gets each digest whole.
#[tokio::test]
async fn a_reader_of_two_digests_gets_one_after_the_other() {
    let (store, _folder) = new_store().await;
    let mut edition = edition_of("morning", &[("africa", readers(1, 2)), ("europe", readers(1, 2))]);
    for digest in &mut edition.digests {
        let body = digest.fanouts[0].parts[0].clone();
        digest.fanouts[0].parts = (1..=3).map(|part| format!("{body} {part}")).collect();
    }
    edition.digests[1].fanouts[0].to.reverse();
    assert!(store.save_edition(&edition, noon()).await.unwrap());
    let mut read = Vec::new();
    let mut now = noon();
    for _ in 0..6 {
        read.push(send(&store, 2, &mut now).await.join(" and "));
        now += SignedDuration::from_secs(2);
    }
    insta::assert_snapshot!(read.join("\n"), @r"
    africa 1 and europe 1
    africa 2 and europe 2
    africa 3 and europe 3
    africa 1 and europe 1
    africa 2 and europe 2
    africa 3 and europe 3
    ");
}

/// A million deliveries wait. The next are found through the index that keeps their turns, not by sorting all.
#[tokio::test]
async fn a_claim_goes_by_the_index_of_turns() {
    let (store, folder) = new_store().await;
    let edition = edition_of("huge", &[("europe", readers(1, 20))]);
    assert!(store.save_edition(&edition, noon()).await.unwrap());
    let pool = sqlx::SqlitePool::connect(&url(&folder)).await.unwrap();
    let plan = sqlx::query(sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {CLAIM}")))
        .bind("telegram")
        .bind(noon().as_millisecond())
        .bind(4)
        .fetch_all(&pool)
        .await
        .unwrap();
    let plan: Vec<String> = plan.iter().map(|row| row.get("detail")).collect();
    let by_turn = "SEARCH mine USING INDEX deliveries_by_turn (platform=?)";
    assert!(plan.iter().any(|step| step == by_turn), "{plan:#?}");
    assert!(
        plan.iter().all(|step| !step.contains("TEMP B-TREE")),
        "nothing is sorted: {plan:#?}"
    );
    assert!(
        plan.iter().all(|step| !step.starts_with("SCAN deliveries")),
        "{plan:#?}"
    );
}
