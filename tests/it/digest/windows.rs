//! Which articles an edition covers.

use dateline::article::{ArticleId, DateKind};
use dateline::digest::{Form, to_reply};

use super::newsroom::{Desk, article, at, copper, dump, flood, port, small_day, whales};

#[test]
fn the_last_24_hours_count_and_nothing_after_the_edition() {
    let mut articles = small_day();
    articles[0].article.published_at = at("2026-01-05T11:30:00Z"); // exactly 24 hours before: not any more
    articles.push(article(
        "Wire",
        "BR",
        "2026-01-06T11:30:00Z",
        "Brazil opens a seed bank",
        "Brazil opened a bank for seeds of 900 native plants in Belem.",
    ));
    articles.push(article(
        "Wire",
        "BR",
        "2026-01-06T11:30:01Z",
        "Too late for today",
        "A text that came a second after the edition was due.",
    ));
    let desk = Desk::with(articles);
    let headlines = desk.headlines();
    assert_eq!(headlines.len(), 4, "{headlines:?}");
    assert!(headlines.iter().any(|title| title.contains("seed bank")));
    assert!(
        !headlines
            .iter()
            .any(|title| title.contains("Flood") || title.contains("Too late"))
    );
    assert!(!desk.digest().window.reached_back);
}

#[test]
fn with_little_news_it_reaches_back_to_what_was_not_delivered() {
    let mut desk = Desk::with(vec![
        flood("Andes Daily", "2026-01-06T01:00:00Z"),
        port("Coast Radio", "2026-01-04T20:00:00Z"),
        copper("Mining Week", "2026-01-03T12:00:00Z"),
        whales("Coast Radio", "2025-12-31T09:00:00Z"),
        article(
            "Wire",
            "BR",
            "2025-12-29T09:00:00Z",
            "Older than a week",
            "A text from more than seven days before the edition.",
        ),
    ]);
    let digest = desk.digest();
    assert_eq!(digest.stories.len(), 3);
    assert!(digest.window.reached_back);
    assert_eq!(digest.window.from, at("2026-01-03T11:30:00Z"));

    desk.told(1, "2026-01-05");
    let digest = desk.digest();
    assert_eq!(
        desk.headlines().iter().filter(|title| title.contains("bridge")).count(),
        0
    );
    assert_eq!(digest.window.from, at("2025-12-30T11:30:00Z"));
    let words = dump(&to_reply(&digest, Form::Brief));
    assert!(
        words.contains("Little news in the last 24 hours: this digest reaches back to Tuesday 30 December."),
        "{words}"
    );
}

#[test]
fn a_reprint_of_what_was_delivered_is_not_told_again() {
    let mut desk = Desk::with(small_day());
    let mut reprint = flood("Mirror Post", "2026-01-06T05:00:00Z");
    reprint.article.id = ArticleId::from_stored("reprint");
    desk.told(0, "2026-01-05");
    desk.articles.push(reprint);
    assert!(!desk.headlines().iter().any(|title| title.contains("Flood")));
}

#[test]
fn an_article_dated_by_day_counts_to_the_end_of_that_day_where_the_edition_is() {
    let on = |day: &str, zone: &'static str, due: &str| {
        let mut dated = whales("Coast Radio", &format!("{day}T00:00:00Z"));
        dated.article.date_kind = DateKind::Day;
        let mut desk = Desk::with(vec![dated]);
        desk.zone = zone;
        desk.due = at(due);
        desk.now = desk.due;
        // Without reaching back: enough other news.
        for other in [flood("A", due), port("B", due), copper("C", due)] {
            desk.articles.push(other);
        }
        desk.headlines().len() == 4
    };
    // 07:30 in Caracas on 6 January: yesterday's and today's day count, the day before does not, nor tomorrow.
    let morning = "2026-01-06T11:30:00Z";
    assert!(on("2026-01-05", "America/Caracas", morning));
    assert!(on("2026-01-06", "America/Caracas", morning));
    assert!(!on("2026-01-04", "America/Caracas", morning));
    assert!(!on("2026-01-07", "America/Caracas", morning));
    // Midnight at the end of the 6th in Auckland (UTC+13): that day alone.
    let midnight = "2026-01-06T11:00:00Z";
    assert!(on("2026-01-06", "Pacific/Auckland", midnight));
    assert!(!on("2026-01-05", "Pacific/Auckland", midnight));
    assert!(!on("2026-01-07", "Pacific/Auckland", midnight));
    // At the same moment it is already 7 January on Kiritimati (UTC+14).
    assert!(on("2026-01-07", "Pacific/Kiritimati", midnight));
}

#[test]
fn a_mention_does_not_make_a_regions_news() {
    let mut desk = Desk::with(small_day());
    desk.articles.push(article(
        "Wire",
        "JO",
        "2026-01-06T02:00:00Z",
        "Jordan opens a desert railway",
        "Jordan opened a railway to Aqaba with engines built in Brazil.",
    ));
    assert!(!desk.headlines().iter().any(|title| title.contains("Jordan")));
    desk.scope = "all";
    assert!(desk.headlines().iter().any(|title| title.contains("Jordan")));
    desk.scope = "no-such-region";
    assert!(desk.headlines().is_empty());
}
