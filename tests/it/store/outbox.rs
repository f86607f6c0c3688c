//! Digests that could not be composed, and deliveries that are too old to be kept.

use dateline::destination::Platform;
use dateline::scope::Scope;
use dateline::store::{BrokenDigest, Cleared, DeliveryState, Outcome, Resend, Resent, Store};
use jiff::{SignedDuration, Timestamp};

use super::editions::{fanout, new_edition};
use super::new_store;
use super::subscriptions::to;
use crate::articles::at;

const TELEGRAM: Platform = Platform::Telegram;

fn hour(n: i64) -> Timestamp {
    at("2026-01-07T07:30:00Z") + SignedDuration::from_hours(n)
}

async fn send_all(store: &Store, now: Timestamp) {
    let claimed = store.claim_deliveries(TELEGRAM, "me", 100, now).await.unwrap();
    let sent = |id| {
        (
            id,
            Outcome::Sent {
                message: "m".to_owned(),
            },
        )
    };
    let outcomes: Vec<_> = claimed.iter().map(|one| sent(one.id)).collect();
    store
        .record_deliveries("me", &outcomes, now, SignedDuration::ZERO)
        .await
        .unwrap();
}

/// rehearsal#118: a digest failed, nobody was told, and its month was lost.
#[tokio::test]
async fn a_digest_that_could_not_be_composed_is_a_failed_delivery_of_each_reader() {
    let (store, _folder) = new_store().await;
    let edition = new_edition("2026-01-07T07:30:00", vec![fanout(&["news"], &["telegram:1"])]);
    let broken = BrokenDigest {
        scope: Scope::Region("andes".to_owned()),
        reason: "its digest could not be composed: a bug".to_owned(),
        to: ["telegram:1", "telegram:2", "telegram:2"].map(to).to_vec(),
    };
    assert!(
        store
            .save_edition_with_gaps(&edition, &[broken.clone()], hour(0))
            .await
            .unwrap()
    );
    send_all(&store, hour(0)).await;
    let lost = store.undelivered(9).await.unwrap();
    let lost: Vec<String> = lost
        .iter()
        .map(|one| {
            format!(
                "{} {} of {} {}",
                one.state.as_str(),
                one.destination,
                one.scope,
                one.reason
            )
        })
        .collect();
    assert_eq!(
        lost,
        [
            "failed telegram:2 of andes its digest could not be composed: a bug",
            "failed telegram:1 of andes its digest could not be composed: a bug",
        ]
    );
    assert_eq!(
        store.listed_edition(1).await.unwrap().unwrap().tally.len(),
        2,
        "one sent, two failed"
    );

    // There is nothing to send again, and no page of it.
    let again = store.resend_edition(1, &Resend::default(), hour(1)).await.unwrap();
    assert_eq!(
        again,
        Resent {
            again: 0,
            on_their_way: 0,
            broken: 2
        }
    );
    let day = "2026-01-07".parse().unwrap();
    assert_eq!(store.digest_of(&broken.scope, day).await.unwrap(), None);
    let europe = Scope::Region("europe".to_owned());
    assert_eq!(store.scopes_of_day(day).await.unwrap(), [europe.clone()]);
    assert_eq!(store.archive_scopes().await.unwrap(), [europe.clone()]);
    assert_eq!(store.digest_days().await.unwrap(), [(day, europe)]);
    assert!(store.days_of_scope(&broken.scope, 0, 9).await.unwrap().is_empty());
    let around = store
        .days_around(Some(&broken.scope), "2026-01-08".parse().unwrap())
        .await
        .unwrap();
    assert_eq!(around.before, None);
}

#[tokio::test]
async fn deliveries_that_ended_long_ago_are_deleted_a_few_at_a_time_and_digests_stay() {
    let (store, _folder) = new_store().await;
    for (n, day) in (0..).zip(["07", "08", "09"]) {
        let edition = new_edition(
            &format!("2026-01-{day}T07:30:00"),
            vec![fanout(&["news"], &["telegram:1", "telegram:2", "telegram:3"])],
        );
        assert!(store.save_edition(&edition, hour(24 * n)).await.unwrap());
        if day == "08" {
            store.pause_edition(2, hour(24)).await.unwrap();
        } else {
            send_all(&store, hour(24 * n)).await;
        }
    }
    let before = hour(40);
    let clear = async |edition| store.clear_edition(edition, before, 2, hour(999)).await.unwrap();
    assert_eq!(
        store.edition_to_clear(before).await.unwrap(),
        Some(1),
        "the second is paused, the third too young"
    );
    assert_eq!(clear(1).await, Cleared::Some(2));
    assert_eq!(clear(1).await, Cleared::Some(1));
    assert_eq!(clear(1).await, Cleared::All);
    assert_eq!(store.edition_to_clear(before).await.unwrap(), None);
    assert_eq!(clear(2).await, Cleared::All);

    let states = |edition| {
        let store = store.clone();
        async move { store.listed_edition(edition).await.unwrap().unwrap() }
    };
    assert_eq!(
        (states(1).await.tally, states(1).await.cleared),
        (vec![], Some(hour(999)))
    );
    assert_eq!(
        (states(2).await.tally, states(2).await.cleared),
        (vec![(DeliveryState::Paused, 3)], None)
    );
    assert_eq!(states(3).await.tally, [(DeliveryState::Sent, 3)]);
    let europe = Scope::Region("europe".to_owned());
    let digest = store.digest_of(&europe, "2026-01-07".parse().unwrap()).await.unwrap();
    assert!(digest.is_some(), "the archive keeps it");
    let shown = store
        .shown_articles("morning", &europe, hour(-1), hour(1))
        .await
        .unwrap();
    assert_eq!(shown.len(), 1, "and what it told is not told again");
}
