//! Listing pages: their articles and the days these are from.

use std::path::Path;

use dateline::article::DateKind;
use dateline::sources::{dates, files, page};
use jiff::civil::{Date, date};

use super::files::read_files;

/// A page saved on 12 March 2026. The third article has no marker.
const LISTING: &str = "\
Miners and\u{a0}ministry reach a deal

The deal of March 10 ends a strike that began on February 2. A vote is scheduled for March 20-22, 2026.

A short line

It was hailed by both sides.

Continue reading Miners and\u{a0}ministry reach a deal

Harbour talks go on

The sides met on Friday and will meet again. The port was founded in May 1911.

Continue reading Harbour talks go on

Two islands linked by cable

The cable was laid between 3 and 5 March after years of delay.

Observatory opens in the desert

Harbour talks go on

The mirror was unveiled on March 1, 2026, since January 4 under test.
Continue reading Observatory opens in the desert

Flood fund doubled

Late February brought rain; the fund stays open until March 31.

Continue reading Flood fund doubled

Contact us";

#[test]
fn a_listing_page_gives_its_articles_with_their_days() {
    let listing = page::read(LISTING, date(2026, 3, 12));
    let told: Vec<String> = listing
        .drafts
        .iter()
        .map(|draft| {
            let (moment, kind) = draft.published.unwrap();
            format!(
                "{moment} {kind:?} | {} | {}",
                draft.title,
                draft.text.replace('\n', "/")
            )
        })
        .collect();
    insta::assert_snapshot!(told.join("\n"), @r#"
    2026-03-10T00:00:05Z Estimated | Miners and ministry reach a deal | The deal of March 10 ends a strike that began on February 2. A vote is scheduled for March 20-22, 2026.//A short line//It was hailed by both sides.
    2026-03-06T00:00:04Z Estimated | Harbour talks go on | The sides met on Friday and will meet again. The port was founded in May 1911.
    2026-03-05T00:00:03Z Estimated | Two islands linked by cable | The cable was laid between 3 and 5 March after years of delay.
    2026-03-01T00:00:02Z Estimated | Observatory opens in the desert | Harbour talks go on//The mirror was unveiled on March 1, 2026, since January 4 under test.
    2026-02-28T00:00:01Z Estimated | Flood fund doubled | Late February brought rain; the fund stays open until March 31.
    "#);
    assert_eq!(
        listing.problems,
        ["the text behind the last article was left out: Contact us"]
    );
}

#[test]
fn a_text_file_is_a_listing_page_or_one_article() {
    let single = "Continue reading\n\nA shop of that name opened on March 3.";
    let (drafts, _) = read_files(
        &[("page.txt", LISTING.as_bytes()), ("single.txt", single.as_bytes())],
        Some(date(2026, 3, 12)),
    );
    assert_eq!(drafts.len(), 6);
    assert_eq!(drafts[5].title, "Continue reading");
    assert_eq!(
        drafts[5].published,
        Some(("2026-03-03T00:00:00Z".parse().unwrap(), DateKind::Estimated))
    );
}

#[test]
fn dates_in_prose() {
    let today = date(2026, 1, 7);
    let found = |text: &str| {
        let mentions = dates::mentions(text).into_iter();
        let told = mentions.map(|mention| {
            let (first, last) = mention.span(today).unwrap();
            let days = if first == last {
                last.to_string()
            } else {
                format!("{first}..{last}")
            };
            format!("{days} {:?}", mention.sense)
        });
        told.collect::<Vec<_>>().join(", ")
    };
    for (text, dates) in [
        ("It rained on January 4.", "2026-01-04 Event"),
        ("It rained on Dec. 9, and stopped.", "2025-12-09 Event"),
        ("They met from January 3-5, 2026 and", "2026-01-03..2026-01-05 Event"),
        ("from 29 December to 2 January", "2025-12-29 Event, 2026-01-02 Event"),
        ("December 29 – January 2, 2026", "2025-12-29..2026-01-02 Event"),
        ("on the 19th of November", "2025-11-19 Event"),
        ("on 2025-12-30 at noon", "2025-12-30 Event"),
        ("in late December 2025", "2025-12-21..2025-12-31 Event"),
        ("in mid-November", "2025-11-10..2025-11-18 Event"),
        ("on December 9, 30 members left", "2025-12-09 Event"),
        ("a truce until January 8", "2026-01-08 Ahead"),
        (
            "a summit scheduled for January 20-22, 2026",
            "2026-01-20..2026-01-22 Ahead",
        ),
        (
            "She hopes to visit at the end of January 2026.",
            "2026-01-21..2026-01-31 Ahead",
        ),
        ("It will end. On January 3 it began.", "2026-01-03 Event"),
        ("in force since October 1", "2025-10-01 Background"),
        ("before March 10, 2023", "2023-03-10 Ahead"),
        ("They may march 20 miles; 43 members, version 2.0, resolution 2803.", ""),
    ] {
        assert_eq!(found(text), dates, "{text}");
    }
}

#[test]
fn the_order_of_the_page_refutes_a_date_that_does_not_fit() {
    let page = "A\nIt was on March 9.\nContinue reading A\nB\nIt was on January 2.\nContinue reading B\n\
                C\nIt was on March 7.\nContinue reading C\nD\nNothing is dated here.\nContinue reading D\n\
                E\nIt was on March 1.\nContinue reading E";
    let listing = page::read(page, date(2026, 3, 12));
    let days: Vec<String> = listing
        .drafts
        .iter()
        .map(|draft| draft.published.unwrap().0.strftime("%d %b").to_string())
        .collect();
    assert_eq!(days, ["09 Mar", "08 Mar", "07 Mar", "04 Mar", "01 Mar"]);
}

#[test]
fn the_front_page_gives_its_twenty_articles() {
    let page = Path::new("../shared/corpus/front-page.txt");
    if !page.exists() {
        eprintln!("skipped: ../shared/corpus is not here");
        return;
    }
    let read = files::read_path(page, Some(date(2026, 1, 7)), "2026-01-07T12:00:00Z".parse().unwrap());
    assert_eq!((read.drafts.len(), read.problems), (20, Vec::new()));
    assert!(read.drafts.iter().all(|draft| !draft.text.contains("Continue reading")));
    assert!(
        read.drafts
            .is_sorted_by_key(|draft| std::cmp::Reverse(draft.published.map(|(moment, _)| moment)))
    );
    let labels = std::fs::read_to_string("../shared/evals/countries/seed_dev.jsonl").unwrap();
    let mut far = Vec::new();
    for line in labels.lines() {
        let label: serde_json::Value = serde_json::from_str(line).unwrap();
        let title = dateline::article::normalise(label["title"].as_str().unwrap());
        let draft = read.drafts.iter().find(|draft| draft.title == title).unwrap();
        let Some(day) = label["date"].as_str().and_then(|day| day.parse::<Date>().ok()) else {
            continue;
        };
        let (moment, _) = draft.published.unwrap();
        let published = moment.to_zoned_datetime(jiff::tz::TimeZone::UTC).date();
        if published.duration_since(day).as_hours().abs() > 3 * 24 {
            far.push(format!("{title}: {published}, {day}"));
        }
    }
    // One article stands above a later one on the page: its own dates and the page's order cannot both be kept.
    assert!(far.len() <= 1, "{}", far.join("\n"));
}
