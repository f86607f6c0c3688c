//! Somebody is back where the platform said that nobody was.

use dateline::destination::Platform;
use dateline::digest::Edition;
use dateline::store::{NewEdition, Outcome};
use insta::assert_snapshot;
use jiff::{SignedDuration, Timestamp};

use super::{Desk, private};
use crate::store::editions::{fanout, new_edition};

impl Desk {
    /// A digest is due in the asker's chat, and Telegram says that the bot is not wanted there.
    async fn blocked(&self, at: Timestamp) {
        let place = private().destination.to_string();
        let NewEdition { digests, .. } = new_edition("2026-01-07T08:00:00", vec![fanout(&["a"], &[&place])]);
        let edition = Edition {
            schedule: format!("at {at}"),
            ..digests[0].digest.edition.clone()
        };
        let new = NewEdition {
            edition,
            due: at,
            digests,
        };
        let store = &self.core.store;
        store.save_edition(&new, at).await.unwrap();
        for one in store.claim_deliveries(Platform::Telegram, "me", 9, at).await.unwrap() {
            let reason = "Forbidden: bot was blocked by the user".to_owned();
            let outcomes = [(one.id, Outcome::Gone { reason })];
            store
                .record_deliveries("me", &outcomes, at, SignedDuration::ZERO)
                .await
                .unwrap();
        }
    }
}

/// covidbot#201: after an outage in which everybody counted as gone, those who came back got all old digests; and nobody
/// told them why there had been none.
#[tokio::test]
async fn who_comes_back_is_told_once_what_ended_and_brings_it_back_by_a_tap() {
    let desk = Desk::open().await;
    desk.ask("/subscribe Latin America 07:30 America/Caracas weekdays brief")
        .await;
    desk.ask("/subscribe Cuba 18:00 only grain, Haiti").await;
    let day = |n: i64| desk.now + SignedDuration::from_hours(24 * n);
    desk.blocked(day(0)).await;
    assert_eq!(
        desk.core.store.all_subscriptions().await.unwrap().len(),
        2,
        "an outage, perhaps"
    );
    desk.blocked(day(1)).await;
    assert!(desk.core.store.all_subscriptions().await.unwrap().is_empty());

    let start = desk.reply("/start", &private()).await;
    let last = dateline::render::terminal::text(&start);
    let told: Vec<&str> = last
        .lines()
        .filter(|line| line.contains("ended") || line.contains("Bring"))
        .collect();
    assert_snapshot!(told.join("\n"), @"
    Your digests of Latin America and the Caribbean and Cuba ended on 8 Jan: Telegram said that the bot was blocked.
    → /subscribe latin-america 07:30 America/Caracas weekdays brief Bring back Latin America and the Caribbean
    → /subscribe CU 18:00 America/Caracas daily full only HT, grain Bring back Cuba
    ");
    assert!(!desk.ask("/start").await.contains("ended"), "it is said once");

    let back = desk
        .ask("/subscribe CU 18:00 America/Caracas daily full only HT, grain")
        .await;
    assert!(
        back.starts_with(
            "Every day at 18:00 (America/Caracas) you get Cuba here. Only stories about Haiti or with “grain”. Next:"
        ),
        "{back}"
    );
    let living = desk.core.store.all_subscriptions().await.unwrap();
    assert_eq!((living.len(), living[0].1), (1, desk.now), "as made now: no backlog");
}

#[tokio::test]
async fn who_subscribes_anew_before_being_told_has_it_again_at_once() {
    let desk = Desk::open().await;
    desk.ask("/subscribe Peru 07:30 America/Caracas").await;
    desk.ask("/subscribe Cuba").await;
    desk.blocked(desk.now).await;
    desk.blocked(desk.now + SignedDuration::from_hours(24)).await;
    let answer = desk.ask("/subscribe Peru").await;
    assert!(
        answer.contains("Every day at 07:30 (UTC) you get Peru here."),
        "{answer}"
    );
    assert!(answer.starts_with("Your digest of Cuba ended on 8 Jan"), "{answer}");
    assert_eq!(desk.core.store.all_subscriptions().await.unwrap().len(), 1);
    assert!(!desk.ask("/subscriptions").await.contains("ended"));
}
