//! Collecting into the store: what arrives, what is remembered, what a failing source does to the others.

use std::time::Duration;

use dateline::clock::Clock;
use dateline::config::{SHORTEST_DURATION, SourceConfig, SourceKind};
use dateline::places::Country;
use dateline::sources::collect::{self, Collected, Collector, collect_all, collect_once, next_reading};
use dateline::sources::fetch::Fetcher;
use dateline::store::{Inserted, Store};
use jiff::{SignedDuration, Timestamp};
use tokio_util::sync::CancellationToken;

use super::now;
use crate::fakes::feeds::{Feeds, Page};

/// A new store, a feed server, and a fetcher that may ask it.
struct Desk {
    store: Store,
    feeds: Feeds,
    collector: Collector,
    _folder: tempfile::TempDir,
}

impl Desk {
    async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}/desk.db", folder.path().display());
        let store = Store::open(&url).await.unwrap();
        let collector = Collector {
            store: store.clone(),
            fetcher: Fetcher::new(true).unwrap(),
            places: std::sync::Arc::default(),
        };
        Self {
            store,
            feeds: Feeds::start().await,
            collector,
            _folder: folder,
        }
    }

    fn source(&self, id: &str, path: &str) -> SourceConfig {
        SourceConfig {
            id: id.to_owned(),
            publisher: format!("The {id}"),
            family: None,
            kind: SourceKind::Feed {
                url: self.feeds.url(path),
                max_bytes: 1_000_000,
                timeout: Duration::from_secs(20),
            },
            interval: Duration::from_secs(1_800),
            language: Some("en".to_owned()),
            country: None,
            weight: 1.0,
            sample: false,
            enabled: true,
        }
    }

    async fn collect(&self, source: &SourceConfig, at: Timestamp) -> Collected {
        collect_once(&self.collector, source, at).await
    }

    async fn count(&self) -> usize {
        self.store.count_articles().await.unwrap()
    }
}

fn minutes_on(minutes: i64) -> Timestamp {
    now().checked_add(SignedDuration::from_mins(minutes)).unwrap()
}

fn inserted(new: usize, revised: usize, unchanged: usize) -> Inserted {
    Inserted {
        new,
        revised,
        unchanged,
    }
}

fn rss(items: &[(usize, &str)]) -> Page {
    let items: String = items
        .iter()
        .map(|(number, text)| {
            format!(
                "<item><title>Report {number}</title><link>https://news.example/{number}</link>\
                 <pubDate>Mon, 09 Mar 2026 08:30:00 GMT</pubDate><description>{text}</description></item>"
            )
        })
        .collect();
    Page::of(format!(
        "<rss version='2.0'><channel><title>T</title>{items}</channel></rss>"
    ))
}

#[tokio::test]
async fn a_feed_read_twice_adds_nothing_and_a_changed_text_revises() {
    let desk = Desk::open().await;
    let source = desk.source("gazette", "/feed");
    desk.feeds
        .put("/feed", rss(&[(1, "One."), (2, "Two.")]).with("ETag", "\"a\""));
    let first = desk.collect(&source, now()).await;
    assert_eq!((first.inserted, first.problems), (inserted(2, 0, 0), Vec::new()));
    assert_eq!(first.state.answered_at, Some(now()));

    let unchanged = desk.collect(&source, minutes_on(30)).await;
    assert_eq!(unchanged.inserted, inserted(0, 0, 0));
    assert_eq!(desk.feeds.asked("/feed")[1]["if-none-match"], "\"a\"");

    desk.feeds.put(
        "/feed",
        rss(&[(1, "One."), (2, "Two, corrected."), (3, "Three.")]).with("ETag", "\"b\""),
    );
    let changed = desk.collect(&source, minutes_on(60)).await;
    assert_eq!(changed.inserted, inserted(1, 1, 1));
    let latest = desk.store.latest(0, 10).await.unwrap();
    assert_eq!(latest.total, 3);
    assert!(
        latest
            .articles
            .iter()
            .all(|found| found.article.publisher == "The gazette")
    );
}

#[tokio::test]
async fn a_long_first_feed_is_stored_once_and_old_items_do_not_come_back() {
    let desk = Desk::open().await;
    let source = desk.source("gazette", "/feed");
    let items: Vec<(usize, &str)> = (0..200).map(|number| (number, "Text.")).collect();
    desk.feeds.put("/feed", rss(&items));
    assert_eq!(desk.collect(&source, now()).await.inserted, inserted(200, 0, 0));
    let left: Vec<(usize, &str)> = items.into_iter().filter(|(number, _)| number % 2 == 0).collect();
    desk.feeds.put("/feed", rss(&left));
    assert_eq!(
        desk.collect(&source, minutes_on(30)).await.inserted,
        inserted(0, 0, 100)
    );
    assert_eq!(desk.count().await, 200);
}

#[tokio::test]
async fn a_failing_source_is_left_alone_longer_and_longer_and_recovers() {
    let desk = Desk::open().await;
    let source = desk.source("gazette", "/feed");
    desk.feeds.put("/feed", Page::status(503).with("Retry-After", "7200"));
    let failed = desk.collect(&source, now()).await;
    assert!(
        failed.problems[0].ends_with("/feed answered 503 Service Unavailable"),
        "{:?}",
        failed.problems
    );
    assert_eq!(
        (failed.state.failing_since, failed.state.not_before),
        (Some(now()), Some(minutes_on(120)))
    );
    assert_eq!(next_reading(&failed.state, source.interval), minutes_on(120));

    // Too early: nobody is asked.
    let early = desk.collect(&source, minutes_on(60)).await;
    assert_eq!(
        (early.inserted, desk.feeds.asked("/feed").len()),
        (inserted(0, 0, 0), 1)
    );

    desk.feeds.put("/feed", Page::status(500));
    let again = desk.collect(&source, minutes_on(120)).await;
    assert_eq!(
        (again.state.failing_since, again.state.not_before),
        (Some(now()), Some(minutes_on(240)))
    );
    let later = desk.collect(&source, minutes_on(2_000)).await;
    assert_eq!(later.state.not_before, Some(minutes_on(2_360)));

    desk.feeds.put("/feed", rss(&[(1, "One.")]));
    let well = desk.collect(&source, minutes_on(2_360)).await;
    assert_eq!(
        (well.inserted, well.state.failing_since, well.state.error),
        (inserted(1, 0, 0), None, None)
    );
}

#[tokio::test]
async fn a_failing_source_does_not_stop_the_others() {
    let desk = Desk::open().await;
    desk.feeds.put("/good", rss(&[(1, "One.")]));
    desk.feeds
        .put("/page", Page::of("<!DOCTYPE html><html><body>Hello</body></html>"));
    desk.feeds.put("/gone", Page::status(410));
    desk.feeds.put("/new", rss(&[(2, "Two.")]));
    desk.feeds.put("/moved", Page::status(301).with("Location", "/new"));
    let mut off = desk.source("off", "/good");
    off.enabled = false;
    let mut missing = desk.source("missing", "/x");
    missing.kind = SourceKind::Files {
        path: "no/such/folder".into(),
    };
    let sources = ["absent", "page", "gone", "moved", "good"].map(|id| desk.source(id, &format!("/{id}")));
    let sources: Vec<SourceConfig> = sources.into_iter().chain([off, missing]).collect();

    let all = collect_all(&desk.collector, &sources, now()).await;
    let told: Vec<String> = all
        .iter()
        .map(|one| {
            format!("{}: {} new; {}", one.source, one.inserted.new, one.problems.join("; "))
                .trim_end()
                .to_owned()
        })
        .collect();
    let told = told.join("\n").replace(desk.feeds.url("/").as_str(), "http://feeds/");
    insta::assert_snapshot!(told, @r#"
    absent: 0 new; http://feeds/absent answered 404 Not Found
    page: 0 new; http://feeds/page cannot be read: it is a web page, not a feed
    gone: 0 new; http://feeds/gone is gone for good (410): take it out of sources.toml
    moved: 1 new; http://feeds/moved has moved for good: write http://feeds/new in sources.toml
    good: 1 new;
    missing: 0 new; no/such/folder cannot be read: No such file or directory (os error 2)
    "#);
}

#[tokio::test]
async fn entries_that_share_an_address_stay_apart() {
    let desk = Desk::open().await;
    let source = desk.source("gazette", "/feed");
    let items = "<item><title>One</title><link>https://news.example/</link></item>\
                 <item><title>Two</title><link>https://news.example/#2</link></item>\
                 <item><title>Three</title><link>https://news.example/3</link></item>\
                 <item><title>Three</title><link>http://news.example/3?utm_source=x</link></item>\
                 <item></item>";
    desk.feeds
        .put("/feed", Page::of(format!("<rss><channel>{items}</channel></rss>")));
    let collected = desk.collect(&source, now()).await;
    assert_eq!(collected.inserted, inserted(3, 0, 0));
    assert!(
        collected.problems[0].ends_with("1 entries without title and text left out"),
        "{:?}",
        collected.problems
    );
    let latest = desk.store.latest(0, 10).await.unwrap();
    let titles: Vec<&str> = latest
        .articles
        .iter()
        .map(|found| found.article.title.as_str())
        .collect();
    assert_eq!(titles, ["One", "Two", "Three"]);
}

#[tokio::test]
async fn a_folder_is_read_again_by_the_shortest_interval_that_may_be_written() {
    let desk = Desk::open().await;
    let inbox = tempfile::tempdir().unwrap();
    std::fs::write(inbox.path().join("a.txt"), "One\n\nText.").unwrap();
    let mut source = desk.source("inbox", "/");
    source.kind = SourceKind::Files {
        path: inbox.path().to_owned(),
    };
    source.interval = SHORTEST_DURATION;
    let shutdown = CancellationToken::new();
    let running = tokio::spawn(collect::run(
        vec![source],
        desk.collector.clone(),
        Clock::starting_at(now()),
        std::sync::Arc::default(),
        shutdown.clone(),
    ));
    while desk.count().await == 0 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let first = desk.store.source_state("inbox").await.unwrap().read_at;
    std::fs::write(inbox.path().join("b.txt"), "Two\n\nText.").unwrap();
    while desk.count().await == 1 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    // The articles are stored before how the source did: a stop between the two would lose the latter.
    while desk.store.source_state("inbox").await.unwrap().read_at <= first {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    shutdown.cancel();
    running.await.unwrap();
}

#[tokio::test]
async fn the_reader_runs_until_it_is_told_to_stop() {
    let desk = Desk::open().await;
    desk.feeds.put("/feed", rss(&[(1, "One.")]));
    desk.feeds.put("/silent", Page::silent());
    let sources = vec![desk.source("gazette", "/feed"), desk.source("silent", "/silent")];
    let shutdown = CancellationToken::new();
    let clock = Clock::starting_at(now());
    let running = collect::run(
        sources,
        desk.collector.clone(),
        clock,
        std::sync::Arc::default(),
        shutdown.clone(),
    );
    let running = tokio::spawn(running);
    while desk.count().await == 0 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    shutdown.cancel();
    running.await.unwrap();
    assert_eq!(desk.feeds.asked("/feed").len(), 1);
}

#[tokio::test]
async fn a_folder_is_read_again_only_when_something_in_it_has_changed() {
    let desk = Desk::open().await;
    let inbox = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| std::fs::write(inbox.path().join(name), text).unwrap();
    put("a.txt", "Lima opens a market\n\nThe market in Lima opened.");
    let mut source = desk.source("inbox", "/");
    source.kind = SourceKind::Files {
        path: inbox.path().to_owned(),
    };
    let counts = async |source: &SourceConfig| {
        let Inserted {
            new,
            revised,
            unchanged,
        } = collect_once(&desk.collector, source, now()).await.inserted;
        (new, revised, unchanged)
    };
    assert_eq!(counts(&source).await, (1, 0, 0));
    assert_eq!(counts(&source).await, (0, 0, 0), "as it was: not read");
    put("b.txt", "Quito mends a road\n\nThe road is open.");
    assert_eq!(counts(&source).await, (1, 0, 1));
    put("b.txt", "Quito mends a road\n\nThe road is open to buses.");
    assert_eq!(counts(&source).await, (0, 1, 1));
    source.publisher = "Another".to_owned();
    assert_eq!(counts(&source).await, (0, 0, 2), "read with other eyes");
}

#[tokio::test]
async fn what_a_source_always_names_comes_behind_what_is_special_to_an_article() {
    let desk = Desk::open().await;
    let mut source = desk.source("watcher", "/feed");
    source.country = Country::from_code("GB");
    let items: Vec<(usize, &str)> = (0..30).map(|number| (number, "China and the Chinese wait.")).collect();
    desk.feeds.put("/feed", rss(&items));
    desk.collect(&source, now()).await;
    desk.feeds.put(
        "/feed",
        rss(&[(
            99,
            "China, the Chinese, Beijing and Peru met. A UK paper saw it. Peru and Peruvians.",
        )]),
    );
    desk.collect(&source, minutes_on(60)).await;
    let latest = desk.store.latest(0, 50).await.unwrap();
    let met = latest
        .articles
        .iter()
        .find(|found| found.article.title == "Report 99")
        .unwrap();
    let focus: Vec<&str> = met.tags.focus.iter().map(|focus| focus.country.code()).collect();
    assert_eq!(focus, ["PE", "CN"]);
}
