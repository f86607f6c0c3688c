//! An edition is written once, whole, and can be read back.

use std::collections::HashMap;

use dateline::article::{ArticleId, DateKind};
use dateline::destination::Platform;
use dateline::digest::{Digest, Edition, Link, Story, Window};
use dateline::scope::Scope;
use dateline::store::{DeliveryState, Fanout, NewDigest, NewEdition};
use jiff::{SignedDuration, Timestamp};

use super::new_store;
use super::subscriptions::to;
use crate::articles::at;

pub fn edition(schedule: &str, local: &str) -> Edition {
    Edition {
        schedule: schedule.to_owned(),
        local: local.parse().unwrap(),
        zone: "UTC".to_owned(),
    }
}

/// A digest of one story with that article.
pub fn digest(scope: &str, edition: &Edition, article: &str) -> Digest {
    let link = Link {
        article: ArticleId::from_stored(article),
        title: article.to_owned(),
        publisher: "Example Herald".to_owned(),
        house: String::new(),
        url: None,
        sample: false,
        opinion: false,
        author: None,
    };
    let due: Timestamp = format!("{}Z", edition.local).parse().unwrap();
    Digest {
        scope: Scope::try_from(scope.to_owned()).unwrap(),
        title: scope.to_owned(),
        edition: edition.clone(),
        window: Window {
            from: due - SignedDuration::from_hours(24),
            to: due,
            reached_back: false,
        },
        stories: vec![Story {
            rewrite: None,
            translated: false,
            rank: dateline::digest::Rank::default(),
            headline: article.to_owned(),
            url: None,
            sentences: Vec::new(),
            countries: Vec::new(),
            links: vec![link.clone()],
            published_at: due,
            date_kind: DateKind::Exact,
        }],
        counts: Vec::new(),
        more: vec![link],
        updates: Vec::new(),
        elsewhere: Vec::new(),
        left_out: 0,
        covers: Vec::new(),
        sources: Vec::new(),
        sample: false,
        late_seconds: None,
        last_news: None,
        unread_sources: 0,
        first_article: None,
        corrections: dateline::digest::Corrections::default(),
    }
}

pub fn fanout(parts: &[&str], destinations: &[&str]) -> Fanout {
    Fanout {
        parts: parts.iter().map(|part| (*part).to_owned()).collect(),
        to: destinations.iter().map(|destination| to(destination)).collect(),
        rendering: dateline::store::Rendering::default(),
    }
}

/// An edition of one digest on Europe.
pub fn new_edition(local: &str, fanouts: Vec<Fanout>) -> NewEdition {
    let edition = edition("morning", local);
    NewEdition {
        due: format!("{local}Z").parse().unwrap(),
        digests: vec![NewDigest {
            digest: digest("europe", &edition, "news"),
            fanouts,
        }],
        edition,
    }
}

#[tokio::test]
async fn an_edition_is_written_once() {
    let (store, _folder) = new_store().await;
    let now = at("2026-01-07T07:30:05Z");
    let first = new_edition(
        "2026-01-07T07:30:00",
        vec![fanout(&["{}"], &["telegram:1", "telegram:2"])],
    );
    assert!(!store.has_edition(&first.edition).await.unwrap());
    assert!(store.save_edition(&first, now).await.unwrap());
    assert!(store.has_edition(&first.edition).await.unwrap());

    let mut again = first.clone();
    again.digests.push(NewDigest {
        digest: digest("africa", &first.edition, "other news"),
        fanouts: vec![fanout(&["{}"], &["telegram:3"])],
    });
    assert!(!store.save_edition(&again, now).await.unwrap());
    let pending = store.tally_deliveries(Platform::Telegram).await.unwrap();
    assert_eq!(pending, [(DeliveryState::Pending, 2)]);
    assert_eq!(store.digest_days().await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_later_edition_without_news_does_not_hide_the_day_s_digest() {
    let (store, _folder) = new_store().await;
    let morning = new_edition("2026-01-07T07:30:00", Vec::new());
    let mut evening = new_edition("2026-01-07T18:00:00", Vec::new());
    evening.digests[0].digest.stories.clear();
    evening.digests[0].digest.more.clear();
    for edition in [&morning, &evening] {
        assert!(store.save_edition(edition, at("2026-01-07T18:00:05Z")).await.unwrap());
    }
    let europe = Scope::Region("europe".to_owned());
    let day = jiff::civil::date(2026, 1, 7);
    let shown = store.digest_of(&europe, day).await.unwrap();
    assert_eq!(shown.as_ref(), Some(&morning.digests[0].digest));

    let night = new_edition("2026-01-07T22:00:00", Vec::new());
    assert!(store.save_edition(&night, at("2026-01-07T22:00:05Z")).await.unwrap());
    let shown = store.digest_of(&europe, day).await.unwrap();
    assert_eq!(
        shown.as_ref(),
        Some(&night.digests[0].digest),
        "of those with news the newest"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_programs_one_writes_the_edition() {
    let (store, _folder) = new_store().await;
    let wrote = futures::future::join_all((0..8).map(|_| {
        let store = store.clone();
        tokio::spawn(async move {
            let edition = new_edition("2026-01-07T07:30:00", vec![fanout(&["{}"], &["telegram:1"])]);
            store.save_edition(&edition, at("2026-01-07T07:30:05Z")).await.unwrap()
        })
    }))
    .await;
    assert_eq!(wrote.into_iter().filter(|wrote| *wrote.as_ref().unwrap()).count(), 1);
}

#[tokio::test]
async fn an_edition_that_cannot_be_written_whole_is_not_written_at_all() {
    let (store, _folder) = new_store().await;
    let mut twice = new_edition("2026-01-07T07:30:00", vec![fanout(&["{}"], &["telegram:1"])]);
    twice.digests.push(twice.digests[0].clone());
    store
        .save_edition(&twice, at("2026-01-07T07:30:05Z"))
        .await
        .unwrap_err();
    assert!(!store.has_edition(&twice.edition).await.unwrap());
    assert_eq!(store.tally_deliveries(Platform::Telegram).await.unwrap(), []);
}

#[tokio::test]
async fn digests_are_found_by_day_and_scope_with_or_without_readers() {
    let (store, _folder) = new_store().await;
    let now = at("2026-01-08T00:00:00Z");
    let mut first = new_edition("2026-01-07T07:30:00", Vec::new());
    first.digests.push(NewDigest {
        digest: digest("VE", &first.edition, "from Caracas"),
        fanouts: Vec::new(),
    });
    let second = new_edition("2026-01-07T18:00:00", Vec::new());
    let next_day = new_edition("2026-01-08T07:30:00", Vec::new());
    for edition in [&first, &second, &next_day] {
        assert!(store.save_edition(edition, now).await.unwrap());
    }
    let europe = Scope::Region("europe".to_owned());
    let venezuela = first.digests[1].digest.scope.clone();
    let day = "2026-01-07".parse().unwrap();
    assert_eq!(
        store.digest_of(&europe, day).await.unwrap().as_ref(),
        Some(&second.digests[0].digest)
    );
    assert_eq!(
        store.digest_of(&venezuela, day).await.unwrap().as_ref(),
        Some(&first.digests[1].digest)
    );
    assert_eq!(store.digest_of(&Scope::All, day).await.unwrap(), None);
    assert_eq!(
        store.digest_days().await.unwrap(),
        [
            ("2026-01-08".parse().unwrap(), europe.clone()),
            (day, europe),
            (day, venezuela)
        ]
    );
}

#[tokio::test]
async fn a_schedule_is_followed_from_its_last_edition_or_from_when_it_was_first_seen() {
    let (store, _folder) = new_store().await;
    let (first, later) = (at("2026-01-06T00:00:00Z"), at("2026-01-09T00:00:00Z"));
    assert_eq!(store.schedule_since("morning", first).await.unwrap(), first);
    assert_eq!(store.schedule_since("morning", later).await.unwrap(), first);
    store
        .save_edition(&new_edition("2026-01-07T07:30:00", Vec::new()), later)
        .await
        .unwrap();
    assert_eq!(
        store.schedule_since("morning", later).await.unwrap(),
        at("2026-01-07T07:30:00Z")
    );
    assert_eq!(store.schedule_since("evening", later).await.unwrap(), later);
}

#[tokio::test]
async fn what_earlier_editions_showed_is_known_by_scope_and_time() {
    let (store, _folder) = new_store().await;
    for (local, article) in [
        ("2026-01-05T07:30:00", "monday"),
        ("2026-01-06T07:30:00", "tuesday"),
        ("2026-01-07T07:30:00", "wednesday"),
    ] {
        let mut new = new_edition(local, Vec::new());
        new.digests[0].digest = digest("europe", &new.edition, article);
        new.digests.push(NewDigest {
            digest: digest("africa", &new.edition, "elsewhere"),
            fanouts: Vec::new(),
        });
        store.save_edition(&new, at("2026-01-08T00:00:00Z")).await.unwrap();
    }
    let europe = Scope::Region("europe".to_owned());
    let shown = store
        .shown_articles(
            "morning",
            &europe,
            at("2026-01-05T07:30:00Z"),
            at("2026-01-07T07:30:00Z"),
        )
        .await
        .unwrap();
    assert_eq!(
        shown,
        HashMap::from([(ArticleId::from_stored("tuesday"), jiff::civil::date(2026, 1, 6))])
    );
    let shown = store
        .shown_articles(
            "evening",
            &europe,
            at("2026-01-01T00:00:00Z"),
            at("2026-01-09T00:00:00Z"),
        )
        .await
        .unwrap();
    assert_eq!(shown, HashMap::new());
}
