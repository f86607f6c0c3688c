//! Digests that come on some days of the week, and to some readers not whole.

use dateline::delivery::upcoming;
use dateline::digest::{Filter, Form};
use dateline::places::Country;
use dateline::schedule::Days;
use dateline::scope::Scope;
use dateline::store::Subscription;
use jiff::civil::time;

use super::paper::{Paper, at};

async fn subscribe(paper: &Paper, who: &str, zone: &str, days: &str, filter: Filter) {
    let subscription = Subscription {
        destination: format!("memory:{who}").parse().unwrap(),
        scope: Scope::All,
        at: time(7, 30, 0, 0),
        zone: zone.to_owned(),
        form: Form::Full,
        language: "en".to_owned(),
        days: days.parse().unwrap(),
        filter,
    };
    paper
        .store()
        .subscribe(&subscription, at("2026-01-04T00:00:00Z"))
        .await
        .unwrap();
}

/// dailydotdev/daily-api PR #1768: the day of the week was taken in UTC. At half past seven on Kiritimati (UTC+14) it is
/// still the day before in UTC; on Pago Pago (UTC-11) it is the same day, but later in it.
#[tokio::test]
async fn the_day_of_the_week_is_that_of_the_readers_clock() {
    let mut paper = Paper::open().await;
    paper.config.schedules.clear();
    for (who, zone) in [
        ("kiritimati", "Pacific/Kiritimati"),
        ("pago", "Pacific/Pago_Pago"),
        ("noon", "Etc/GMT+12"),
    ] {
        subscribe(&paper, who, zone, "mon", Filter::default()).await;
    }
    // Monday 5 January, 07:30: Sunday 17:30, Monday 18:30 and Monday 19:30 in UTC.
    let read = |who: &str| paper.office.read_by(who).len();
    for hour in 0..(7 * 24) {
        let now = at("2026-01-04T00:31:00Z") + jiff::SignedDuration::from_hours(hour);
        paper.pass(&now.to_string()).await;
        let expected = |from: &str| usize::from(now >= at(from));
        assert_eq!(read("kiritimati"), expected("2026-01-04T17:30:00Z"), "{now}");
        assert_eq!(read("pago"), expected("2026-01-05T18:30:00Z"), "{now}");
        assert_eq!(read("noon"), expected("2026-01-05T19:30:00Z"), "{now}");
    }
}

#[tokio::test]
async fn readers_of_one_time_share_an_edition_on_the_days_they_share() {
    let mut paper = Paper::open().await;
    paper.config.schedules.clear();
    subscribe(&paper, "ann", "UTC", "daily", Filter::default()).await;
    subscribe(&paper, "ben", "UTC", "weekdays", Filter::default()).await;
    for (day, ann, ben) in [
        (5, 1, 1),
        (6, 2, 2),
        (7, 3, 3),
        (8, 4, 4),
        (9, 5, 5),
        (10, 6, 5),
        (11, 7, 5),
        (12, 8, 6),
    ] {
        paper.pass(&format!("2026-01-{day:02}T07:30:00Z")).await;
        let read = (paper.office.read_by("ann").len(), paper.office.read_by("ben").len());
        assert_eq!(read, (ann, ben), "{day} January");
    }
    let subscriptions = paper.store().all_subscriptions().await.unwrap();
    let runs = upcoming(&paper.config, &subscriptions, at("2026-01-09T07:30:00Z"), 4);
    let runs: Vec<String> = runs
        .iter()
        .map(|run| format!("{} to {}", run.local, run.deliveries))
        .collect();
    insta::assert_snapshot!(runs.join("\n"), @r"
    2026-01-10T07:30:00 to 1
    2026-01-11T07:30:00 to 1
    2026-01-12T07:30:00 to 2
    2026-01-13T07:30:00 to 2
    ");
}

#[tokio::test]
async fn nobody_is_owed_what_was_due_on_days_that_were_not_theirs() {
    let mut paper = Paper::open().await;
    paper.config.schedules.clear();
    subscribe(&paper, "ann", "UTC", "weekends", Filter::default()).await;
    let subscriptions = paper.store().all_subscriptions().await.unwrap();
    let runs = upcoming(&paper.config, &subscriptions, at("2026-01-05T00:00:00Z"), 3);
    let runs: Vec<String> = runs.iter().map(|run| run.local.date().to_string()).collect();
    assert_eq!(runs, ["2026-01-10", "2026-01-11", "2026-01-17"]);
    paper.pass("2026-01-07T07:31:00Z").await;
    let (mut wish, _) = subscriptions.into_iter().next().unwrap();
    wish.days = Days::DAILY;
    paper
        .store()
        .subscribe(&wish, at("2026-01-07T08:00:00Z"))
        .await
        .unwrap();
    paper.pass("2026-01-07T08:00:01Z").await;
    assert!(paper.office.read_by("ann").is_empty());
    paper.pass("2026-01-08T07:30:00Z").await;
    assert_eq!(paper.office.read_by("ann").len(), 1);
}

#[tokio::test]
async fn each_reader_gets_what_their_filter_lets_through() {
    let mut paper = Paper::open().await;
    paper.config.schedules.clear();
    paper.config.digest.max_stories = 1;
    let news = [
        (
            "Peru counts its alpacas",
            "Peru counted four million alpacas in the highlands this year, the ministry in Lima said on Monday.",
        ),
        (
            "Norway builds a tunnel under the fjord",
            "Norway began a tunnel under the deepest fjord near Bergen, its road agency said on Monday.",
        ),
        (
            "Sweden replants its birch woods",
            "Sweden replanted nine thousand hectares of birch after the storm, foresters said on Monday.",
        ),
    ];
    for (title, text) in news {
        paper.article("2026-01-05T02:00:00Z", title, text).await;
    }
    let only_sweden = Filter {
        only_countries: vec![Country::from_code("SE").unwrap()],
        ..Filter::default()
    };
    let no_tunnels = Filter {
        without_words: vec!["TUNNEL".to_owned(), "alpacas".to_owned(), "birch woods".to_owned()],
        ..Filter::default()
    };
    subscribe(&paper, "ann", "UTC", "daily", Filter::default()).await;
    subscribe(&paper, "ben", "UTC", "daily", only_sweden.clone()).await;
    subscribe(&paper, "cem", "UTC", "daily", no_tunnels).await;
    paper.pass("2026-01-05T07:30:00Z").await;
    let (ann, ben, cem) = (
        paper.office.read_by("ann"),
        paper.office.read_by("ben"),
        paper.office.read_by("cem"),
    );
    assert!(ann.iter().all(|text| !text.contains("Your filter")), "{ann:?}");
    let ben = ben.join("\n");
    assert!(
        ben.contains("replanted nine thousand hectares"),
        "told in full, though it is behind the first: {ben}"
    );
    assert!(
        ben.contains("Your filter left out 2 stories.") && !ben.contains("alpacas"),
        "{ben}"
    );
    let cem = cem.join("\n");
    assert!(
        cem.contains("Your filter left out all 3 stories.") && !cem.contains("No news"),
        "{cem}"
    );

    // Who has no filter gets the same whether others have one or not.
    let mut alone = Paper::open().await;
    alone.config.schedules.clear();
    alone.config.digest.max_stories = 1;
    for (title, text) in news {
        alone.article("2026-01-05T02:00:00Z", title, text).await;
    }
    subscribe(&alone, "ann", "UTC", "daily", Filter::default()).await;
    alone.pass("2026-01-05T07:30:00Z").await;
    assert_eq!(alone.office.read_by("ann"), ann);
    assert_eq!(alone.page("2026-01-05", "all"), paper.page("2026-01-05", "all"));
}
