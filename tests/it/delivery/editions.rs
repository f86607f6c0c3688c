//! Editions as they fall due: written once, late but never replayed, and to those who had asked by then.

use std::sync::Arc;

use dateline::config::CatchUp;
use dateline::delivery::upcoming;
use dateline::delivery::write_sample_editions;
use dateline::destination::Platform;
use dateline::platforms::memory::Fault;
use dateline::platforms::{RetryScope, SendError};
use dateline::schedule::Cron;
use dateline::scope::Scope;
use dateline::store::DeliveryState;

use super::fixtures::Office;
use super::paper::{Paper, at};

const SEVEN_THIRTY: jiff::civil::Time = jiff::civil::time(7, 30, 0, 0);

const PERU: (&str, &str) = (
    "Peru opens a railway between Cusco and Puno",
    "Peru opened a railway line on Tuesday that joins Cusco and Puno. The first train carried two hundred people. Tickets cost less than the bus, the ministry of transport said.",
);
const NORWAY: (&str, &str) = (
    "Norway counts its reindeer",
    "Norway began its yearly count of wild reindeer on Monday. Helicopters will fly over the plateau for a week. Last year the count found fewer calves than ever.",
);

#[tokio::test]
async fn the_edition_is_written_once_at_its_moment() {
    let paper = Paper::open().await;
    assert_eq!(
        paper.pass("2026-01-07T11:29:50Z").await,
        at("2026-01-07T11:30:00Z"),
        "it says when to look again"
    );
    paper.article("2026-01-06T20:00:00Z", PERU.0, PERU.1).await;
    paper.article("2026-01-07T08:00:00Z", NORWAY.0, NORWAY.1).await;
    paper
        .article(
            "2026-01-07T11:31:00Z",
            "Bolivia votes",
            "Bolivia voted for a new assembly on Wednesday. Polls closed at six.",
        )
        .await;
    for _ in 0..3 {
        paper.pass("2026-01-07T11:30:01Z").await;
    }
    assert_eq!(paper.pages(), ["2026-01-07/andes.md", "2026-01-07/nordic.md"]);
    let andes = paper.page("2026-01-07", "andes").unwrap();
    let (stories, elsewhere) = andes.split_once("## Elsewhere").expect(&andes);
    assert!(stories.contains(PERU.0) && !stories.contains(NORWAY.0), "{andes}");
    assert!(
        elsewhere.contains(NORWAY.0),
        "what the other region leads with is pointed to: {andes}"
    );
    assert!(!andes.contains("Bolivia votes"), "{andes}");
    assert_eq!(paper.office.read_by("channel").len(), 2, "a message a region");
    assert_eq!(paper.office.tally().await, [(DeliveryState::Sent, 2)]);
}

/// matthiasn/lotti#3706: down over the slot; afterwards one digest, of the right day, and it says that it is late.
#[tokio::test]
async fn of_missed_editions_only_the_latest_is_written_and_labelled() {
    let paper = Paper::open().await;
    paper.pass("2026-01-04T12:00:00Z").await;
    paper.article("2026-01-06T20:00:00Z", PERU.0, PERU.1).await;
    paper.pass("2026-01-07T15:00:00Z").await;
    assert_eq!(paper.pages(), ["2026-01-07/andes.md", "2026-01-07/nordic.md"]);
    let digest = paper
        .store()
        .digest_of(&Scope::Region("andes".to_owned()), jiff::civil::date(2026, 1, 7))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(digest.late_seconds, Some(3 * 3600 + 1800));
    assert_eq!(digest.window.to, at("2026-01-07T11:30:00Z"));
    paper.pass("2026-01-07T15:00:30Z").await;
    assert_eq!(paper.office.read_by("channel").len(), 2);
}

#[tokio::test]
async fn with_catch_up_none_a_missed_edition_is_left_out() {
    let mut paper = Paper::open().await;
    paper.config.schedules[0].catch_up = CatchUp::None;
    paper.pass("2026-01-06T12:00:00Z").await;
    paper.pass("2026-01-07T11:41:00Z").await;
    assert!(paper.pages().is_empty());
    paper.pass("2026-01-08T11:39:00Z").await;
    assert_eq!(
        paper.pages(),
        ["2026-01-08/andes.md", "2026-01-08/nordic.md"],
        "a restart is no miss"
    );
}

#[tokio::test]
async fn a_clock_put_back_writes_nothing_again() {
    let paper = Paper::open().await;
    paper.pass("2026-01-07T11:00:00Z").await;
    paper.pass("2026-01-07T11:30:00Z").await;
    paper.pass("2026-01-07T10:00:00Z").await;
    paper.pass("2026-01-07T11:30:00Z").await;
    assert_eq!(paper.office.read_by("channel").len(), 2);
}

/// A clock that was a year ahead for a while: nothing waits for that year.
#[tokio::test]
async fn a_clock_that_was_far_ahead_holds_nothing_up() {
    let paper = Paper::open().await;
    paper.pass("2026-01-07T11:00:00Z").await;
    paper.pass("2027-01-07T11:30:00Z").await;
    let ahead = paper.office.read_by("channel").len();
    assert!(ahead > 0);
    let wait = std::time::Duration::from_secs(6 * 86_400);
    let told_to_wait = SendError::RetryAfter(wait, RetryScope::Chat);
    paper.office.memory.fault("channel", Fault::Refuse(told_to_wait));
    paper.pass("2027-01-08T11:30:00Z").await;
    paper.pass("2026-01-08T11:30:00Z").await;
    assert!(paper.office.read_by("channel").len() >= ahead * 2);
}

#[tokio::test]
async fn a_subscription_gets_its_digest_at_its_own_time_and_nothing_from_before() {
    let paper = Paper::open().await;
    paper.article("2026-01-06T20:00:00Z", PERU.0, PERU.1).await;
    paper
        .subscribe(
            "early",
            "andes",
            SEVEN_THIRTY,
            "America/Caracas",
            "2026-01-07T11:29:00Z",
        )
        .await;
    paper
        .subscribe("late", "PE", SEVEN_THIRTY, "America/Caracas", "2026-01-07T11:30:05Z")
        .await;
    paper
        .subscribe(
            "tokyo",
            "all",
            jiff::civil::time(21, 0, 0, 0),
            "Asia/Tokyo",
            "2026-01-07T11:00:00Z",
        )
        .await;
    paper.pass("2026-01-07T11:30:10Z").await;
    assert_eq!(
        (paper.office.read_by("early").len(), paper.office.read_by("late").len()),
        (1, 0)
    );
    paper.pass("2026-01-07T12:00:01Z").await;
    assert_eq!(paper.office.read_by("tokyo").len(), 1, "21:00 in Tokyo is noon UTC");
    paper.pass("2026-01-08T11:30:00Z").await;
    assert_eq!(
        (paper.office.read_by("early").len(), paper.office.read_by("late").len()),
        (2, 1)
    );
}

/// worldmonitor: an answer that was empty and "200 OK" overwrote the last good digest.
#[tokio::test]
async fn an_empty_digest_never_replaces_a_good_page() {
    let mut paper = Paper::open().await;
    paper.pass("2026-01-07T11:00:00Z").await;
    paper.article("2026-01-06T20:00:00Z", PERU.0, PERU.1).await;
    paper.pass("2026-01-07T11:30:00Z").await;
    let good = paper.page("2026-01-07", "andes").unwrap();
    paper.config.schedules[0].id = "evening".to_owned();
    paper.config.schedules[0].cron = Cron::parse("0 19 * * *").unwrap();
    let nothing = Office::open(Platform::Memory).await;
    paper.office = nothing;
    paper.pass("2026-01-07T22:59:00Z").await;
    paper.pass("2026-01-07T23:00:00Z").await;
    assert_eq!(paper.page("2026-01-07", "andes").unwrap(), good);
    assert_eq!(
        paper.office.read_by("channel").len(),
        2,
        "what is empty is told to readers all the same"
    );
}

#[tokio::test]
async fn an_archive_that_cannot_be_written_stops_no_delivery() {
    let mut paper = Paper::open().await;
    let file = paper.archive.path().join("in the way");
    std::fs::write(&file, "").unwrap();
    paper.config.archive_dir = file;
    paper.pass("2026-01-07T11:00:00Z").await;
    paper.pass("2026-01-07T11:30:00Z").await;
    assert_eq!(paper.office.read_by("channel").len(), 2);
}

#[tokio::test]
async fn a_page_that_a_kill_left_out_is_written_at_the_next_start() {
    let paper = Paper::open().await;
    paper.pass("2026-01-07T11:00:00Z").await;
    paper.article("2026-01-06T20:00:00Z", PERU.0, PERU.1).await;
    paper.pass("2026-01-07T11:30:00Z").await;
    let written = paper.page("2026-01-07", "andes");
    std::fs::remove_file(paper.config.archive_dir.join("2026-01-07/andes.md")).unwrap();

    let stop = tokio_util::sync::CancellationToken::new();
    let (config, store) = (Arc::new(paper.config.clone()), paper.office.store.clone());
    let now: dateline::delivery::Now = Arc::new(|| at("2026-01-07T11:40:00Z"));
    let writer = tokio::spawn(dateline::delivery::edition::run(
        config,
        store,
        None,
        now,
        Arc::default(),
        Arc::default(),
        stop.clone(),
    ));
    super::fixtures::until(|| paper.page("2026-01-07", "andes") == written).await;
    stop.cancel();
    writer.await.unwrap();
}

#[tokio::test]
async fn a_fresh_checkout_writes_the_days_of_its_samples() {
    let mut paper = Paper::open().await;
    paper.config.sources[0].sample = true;
    paper.article("2026-01-05T20:00:00Z", PERU.0, PERU.1).await;
    paper.article("2026-01-07T03:30:00Z", NORWAY.0, NORWAY.1).await;
    let config = Arc::new(paper.config.clone());
    let now = at("2026-11-24T00:00:00Z");
    assert_eq!(write_sample_editions(&config, paper.store(), now).await.unwrap(), 2);
    // 03:30 UTC is still the day before in Caracas.
    assert_eq!(
        paper.pages(),
        [
            "2026-01-05/andes.md",
            "2026-01-05/nordic.md",
            "2026-01-06/andes.md",
            "2026-01-06/nordic.md"
        ]
    );
    assert!(paper.page("2026-01-05", "andes").unwrap().contains(PERU.0));
    let digest = paper
        .store()
        .digest_of(&Scope::Region("nordic".to_owned()), jiff::civil::date(2026, 1, 6))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (digest.sample, digest.late_seconds, digest.edition.schedule.as_str()),
        (true, None, "sample")
    );
    assert_eq!(
        write_sample_editions(&config, paper.store(), now).await.unwrap(),
        0,
        "each once"
    );

    paper.config.sources[0].sample = false;
    assert_eq!(
        write_sample_editions(&Arc::new(paper.config.clone()), paper.store(), now)
            .await
            .unwrap(),
        0
    );
}

#[tokio::test]
async fn what_runs_next_is_listed() {
    let paper = Paper::open().await;
    paper
        .subscribe(
            "ann",
            "PE",
            jiff::civil::time(21, 0, 0, 0),
            "Asia/Tokyo",
            "2026-01-07T00:00:00Z",
        )
        .await;
    paper
        .subscribe(
            "ben",
            "all",
            jiff::civil::time(21, 0, 0, 0),
            "Asia/Tokyo",
            "2026-01-07T00:00:00Z",
        )
        .await;
    let subscriptions = paper.store().all_subscriptions().await.unwrap();
    let runs: Vec<String> = upcoming(&paper.config, &subscriptions, at("2026-01-07T00:00:00Z"), 3)
        .into_iter()
        .map(|run| {
            let scopes: Vec<String> = run.scopes.iter().map(Scope::to_string).collect();
            format!(
                "{} {} {} [{}] to {}",
                run.local,
                run.zone,
                run.schedule,
                scopes.join(" "),
                run.deliveries
            )
        })
        .collect();
    insta::assert_snapshot!(runs.join("\n"), @"
2026-01-07T07:30:00 America/Caracas morning [andes nordic] to 2
2026-01-07T21:00:00 Asia/Tokyo at 21:00 Asia/Tokyo [PE all] to 2
2026-01-08T07:30:00 America/Caracas morning [andes nordic] to 2
");
}
