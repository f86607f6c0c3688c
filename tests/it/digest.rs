//! Articles in, digests out.

use dateline::article::DateKind;
use dateline::digest::{Form, SourceHealth, to_reply};
use dateline::reply::Block;

mod corrections;
mod evidence;
mod faults;
mod filters;
mod gaps;
mod honest;
mod lists;
mod newsroom;
mod properties;
mod ranking;
mod sentences;
mod sources;
mod stories;
mod told_before;
mod windows;

use newsroom::{Desk, article, at, dump, flood, small_day, source};

#[test]
fn a_day_in_full() {
    let mut desk = Desk::with(small_day());
    let mut second = flood("Coast Radio", "2026-01-05T19:00:00Z");
    second.article.title = "River flood isolates Yurimaguas in Peru's Amazon".to_owned();
    second.article.text = second.article.text.replace("Boats carried", "Navy boats carried");
    desk.articles.push(second);
    desk.max_stories = 3;
    desk.sources.push(source("Mining Week", Some("2026-01-04T03:00:00Z")));
    insta::assert_snapshot!(dump(&to_reply(&desk.digest(), Form::Full)), @"
    # Latin America · Tuesday 6 January 2026
    3 stories and 1 more headline · Peru 1, Colombia 1, Venezuela 1, Ecuador 1, Chile 1
    [Map of Latin America: how many stories are about each country. Peru 1, Colombia 1, Venezuela 1, Ecuador 1, Chile 1.]
    1. River flood isolates Yurimaguas in Peru's Amazon <https://news.example/coast-radio-flood-cuts-off-peruvian-river-town-of-yurimaguas>
       The Huallaga river rose over its banks in Peru on Sunday and cut off the town of Yurimaguas. Navy boats carried 900 people to two schools on higher ground, the regional government said. However, the water is expected to fall by Thursday. (Coast Radio <https://news.example/coast-radio-flood-cuts-off-peruvian-river-town-of-yurimaguas>)
       🇵🇪 Peru · also Andes Daily <https://news.example/andes-daily-flood-cuts-off-peruvian-river-town-of-yurimaguas> · 5 Jan, 15:00
    2. Colombia and Venezuela reopen the bridge at Paraguachon <https://news.example/coast-radio-colombia-and-venezuela-reopen-the-bridge-at-paraguachon>
       Colombia and Venezuela reopened the border bridge at Paraguachon to lorries on Monday after eight years. Customs officers let 40 lorries through in the first hour, Colombia's transport ministry said. It expects 300 a day by March.
       🇨🇴 Colombia, 🇻🇪 Venezuela · according to Coast Radio · 5 Jan, 16:00
    3. Ecuador widens a marine reserve for whales <https://news.example/coast-radio-ecuador-widens-a-marine-reserve-for-whales>
       Ecuador's environment ministry widened the marine reserve off Manabi by a third to protect humpback whales. Fishing with gillnets ends there in June.
       🇪🇨 Ecuador · according to Coast Radio · 6 Jan, 05:00
    ## Also
    - Chile's copper output falls for a third year <https://news.example/mining-week-chile-s-copper-output-falls-for-a-third-year> (Mining Week)
    _ 2 sources read, 1 failed (Mining Week, since Saturday).
    [More] /region latin-america
    [Peru] /country PE
    [Colombia] /country CO
    [Subscribe] /subscribe latin-america
    ");
}

#[test]
fn the_same_day_briefly_and_in_headlines() {
    let desk = Desk::with(small_day());
    insta::assert_snapshot!(dump(&to_reply(&desk.digest(), Form::Brief)), @"
    # Latin America · Tuesday 6 January 2026
    4 stories · Colombia 1, Venezuela 1, Ecuador 1, Chile 1, Peru 1
    [Map of Latin America: how many stories are about each country. Colombia 1, Venezuela 1, Ecuador 1, Chile 1, Peru 1.]
    1. Colombia and Venezuela reopen the bridge at Paraguachon <https://news.example/coast-radio-colombia-and-venezuela-reopen-the-bridge-at-paraguachon>
       Colombia and Venezuela reopened the border bridge at Paraguachon to lorries on Monday after eight years.
       🇨🇴 Colombia, 🇻🇪 Venezuela · according to Coast Radio · 5 Jan, 16:00
    2. Ecuador widens a marine reserve for whales <https://news.example/coast-radio-ecuador-widens-a-marine-reserve-for-whales>
       Ecuador's environment ministry widened the marine reserve off Manabi by a third to protect humpback whales.
       🇪🇨 Ecuador · according to Coast Radio · 6 Jan, 05:00
    3. Chile's copper output falls for a third year <https://news.example/mining-week-chile-s-copper-output-falls-for-a-third-year>
       Chilean mines produced 5.1 million tonnes of copper in 2025, two percent less than the year before, the state commission reported.
       🇨🇱 Chile · Mining Week · 6 Jan, 04:15
    4. Flood cuts off Peruvian river town of Yurimaguas <https://news.example/andes-daily-flood-cuts-off-peruvian-river-town-of-yurimaguas>
       The Huallaga river rose over its banks in Peru on Sunday and cut off the town of Yurimaguas.
       🇵🇪 Peru · according to Andes Daily · 5 Jan, 14:05
    _ 2 sources read.
    [Colombia] /country CO
    [Venezuela] /country VE
    [Subscribe] /subscribe latin-america
    ");
    insta::assert_snapshot!(dump(&to_reply(&desk.digest(), Form::Headlines)), @r#"
    # Latin America · Tuesday 6 January 2026
    4 stories · Colombia 1, Venezuela 1, Ecuador 1, Chile 1, Peru 1
    - Colombia and Venezuela reopen the bridge at Paraguachon <https://news.example/coast-radio-colombia-and-venezuela-reopen-the-bridge-at-paraguachon> (Coast Radio)
    - Ecuador widens a marine reserve for whales <https://news.example/coast-radio-ecuador-widens-a-marine-reserve-for-whales> (Coast Radio)
    - Chile's copper output falls for a third year <https://news.example/mining-week-chile-s-copper-output-falls-for-a-third-year> (Mining Week)
    - Flood cuts off Peruvian river town of Yurimaguas <https://news.example/andes-daily-flood-cuts-off-peruvian-river-town-of-yurimaguas> (Andes Daily)
    _ 2 sources read.
    [Colombia] /country CO
    [Venezuela] /country VE
    [Subscribe] /subscribe latin-america
    "#);
}

#[test]
fn an_article_without_address_gets_no_link_and_an_estimated_date_a_mark() {
    let mut desk = Desk::with(small_day());
    for tagged in &mut desk.articles {
        tagged.article.url = None;
        tagged.article.date_kind = DateKind::Estimated;
    }
    let words = dump(&to_reply(&desk.digest(), Form::Full));
    assert!(!words.contains("https://"), "{words}");
    assert!(words.contains("Coast Radio · ~6 Jan\n"), "{words}");
    assert!(words.contains("Dates marked ~ are estimated."), "{words}");
}

#[test]
fn many_countries_are_counted_shortly() {
    let codes = ["VE", "CO", "BR", "PE", "CL", "EC"];
    let topics = [
        (
            "Teachers strike over wages in the capital",
            "Teachers walked out of every school in the capital on Monday.",
        ),
        (
            "Vaccination against measles begins in ports",
            "Nurses began to vaccinate dock workers against measles today.",
        ),
        (
            "Coffee harvest breaks a record",
            "Growers brought in eleven million sacks of coffee, their union reported.",
        ),
        (
            "Old railway carries passengers again",
            "A train with sixty passengers left the restored station at dawn.",
        ),
        (
            "Glacier lake drained by engineers",
            "Engineers lowered a glacier lake by nine metres above the valley.",
        ),
        (
            "Parliament lowers the tax on books",
            "Deputies voted 80 to 31 to drop the sales tax on printed books.",
        ),
    ];
    let mut desk = Desk::with(
        codes
            .iter()
            .zip(topics)
            .map(|(code, (title, text))| article("Wire", code, "2026-01-06T02:00:00Z", title, text))
            .collect(),
    );
    desk.scope = "all";
    desk.articles.push(article(
        "Wire",
        "FJ",
        "2026-01-06T01:00:00Z",
        "Cyclone passes north of the islands",
        "A cyclone passed the northern islands on Monday night without damage to houses.",
    ));
    let reply = to_reply(&desk.digest(), Form::Brief);
    let Block::Paragraph(counts) = &reply.blocks[1] else {
        panic!("no counts")
    };
    insta::assert_snapshot!(counts.words(), @"7 stories · Brazil 1, Chile 1, Peru 1, Ecuador 1, Venezuela 1, Colombia 1 and 1 more");
}

#[test]
fn no_news_is_told_apart_from_no_data() {
    let mut desk = Desk::with(Vec::new());
    desk.scope = "oceania";
    desk.last_news = Some(at("2026-01-04T15:00:00Z"));
    desk.sources = (1..=12).map(|n| source(&format!("Source {n}"), None)).collect();
    desk.sources[0].failing_since = Some(at("2026-01-06T09:10:00Z"));
    insta::assert_snapshot!(dump(&to_reply(&desk.digest(), Form::Full)), @r#"
    # Oceania · Tuesday 6 January 2026
    No news from Oceania since Sunday 4 January: 11 of 12 sources answered.
    _ 11 sources read, 1 failed (Source 1, since 05:10).
    [4 Jan] /digest oceania 2026-01-04
    [Subscribe] /subscribe oceania
    "#);

    for source in desk.sources.iter_mut().take(9) {
        source.failing_since = Some(at("2025-12-20T09:10:00Z"));
    }
    insta::assert_snapshot!(dump(&to_reply(&desk.digest(), Form::Full)), @r#"
    # Oceania · Tuesday 6 January 2026
    No data: I could not read 9 of 12 sources, and the others have no news from Oceania.
    _ 3 sources read, 9 failed (Source 1, since 20 December; Source 2, since 20 December; Source 3, since 20 December; and 6 more).
    [4 Jan] /digest oceania 2026-01-04
    [Subscribe] /subscribe oceania
    "#);

    for source in &mut desk.sources {
        source.failing_since = Some(at("2026-01-04T15:00:00Z"));
    }
    desk.scope = "middle-east";
    insta::assert_snapshot!(dump(&to_reply(&desk.digest(), Form::Full)), @r#"
    # Middle East · Tuesday 6 January 2026
    No data: I could not read any of 12 sources, so I do not know whether there is news from the Middle East.
    _ 0 sources read, 12 failed (Source 1, since Sunday; Source 2, since Sunday; Source 3, since Sunday; and 9 more).
    [4 Jan] /digest middle-east 2026-01-04
    [Subscribe] /subscribe middle-east
    "#);
}

#[test]
fn a_day_that_is_over_has_no_so_far() {
    let mut desk = Desk::with(Vec::new());
    desk.scope = "oceania";
    let opening = |desk: &Desk| {
        dump(&to_reply(&desk.digest(), Form::Full))
            .lines()
            .nth(1)
            .unwrap()
            .to_owned()
    };
    assert_eq!(opening(&desk), "No news from Oceania so far: all 2 sources answered.");
    // The last second of the day in Caracas.
    desk.due = at("2026-01-07T03:59:59Z");
    assert_eq!(opening(&desk), "No news from Oceania: all 2 sources answered.");
}

#[test]
fn with_most_sources_down_a_digest_says_that_it_is_incomplete() {
    let mut desk = Desk::with(small_day());
    desk.sources = vec![
        source("Andes Daily", Some("2026-01-05T12:00:00Z")),
        source("Coast Radio", None),
    ];
    let words = dump(&to_reply(&desk.digest(), Form::Full));
    assert!(
        words.contains("\nI could not read 1 of 2 sources, so this digest is incomplete.\n"),
        "{words}"
    );
}

#[test]
fn a_late_digest_says_so_but_not_when_it_was_asked_for() {
    let mut desk = Desk::with(small_day());
    desk.now = at("2026-01-06T14:45:00Z");
    let words = dump(&to_reply(&desk.digest(), Form::Full));
    assert!(
        words.contains("\nThis is the digest for Tuesday 6 January, 3 h late: it was due at 07:30.\n"),
        "{words}"
    );
    desk.schedule = "asked";
    assert_eq!(desk.digest().late_seconds, None);
    desk.schedule = "morning";
    desk.now = at("2026-01-06T11:40:00Z");
    assert_eq!(desk.digest().late_seconds, None);
}

#[test]
fn samples_are_labelled_and_never_late() {
    let mut desk = Desk::with(small_day());
    desk.now = at("2026-03-01T00:00:00Z");
    desk.sources = ["Andes Daily", "Coast Radio", "Mining Week"]
        .iter()
        .map(|title| SourceHealth {
            sample: true,
            ..source(title, None)
        })
        .collect();
    let digest = desk.digest();
    assert!(digest.sample);
    assert_eq!(digest.late_seconds, None);
    let words = dump(&to_reply(&digest, Form::Full));
    assert!(
        words.contains("\nThese are sample articles that come with Dateline.\n"),
        "{words}"
    );

    desk.sources[2].sample = false;
    assert!(!desk.digest().sample, "one real article is enough");
}

#[test]
fn a_digest_of_one_country_offers_what_it_does_not_show() {
    let mut desk = Desk::with(vec![
        flood("Andes Daily", "2026-01-06T01:00:00Z"),
        article(
            "Wire",
            "PE",
            "2026-01-06T02:00:00Z",
            "Weavers of Chincha open a school",
            "Weavers in Chincha opened a school with twelve looms.",
        ),
    ]);
    desk.scope = "PE";
    desk.max_stories = 1;
    let words = dump(&to_reply(&desk.digest(), Form::Brief));
    assert!(
        words.starts_with("# Peru · Tuesday 6 January 2026\n1 story and 1 more headline\n"),
        "{words}"
    );
    assert!(
        words.ends_with("[More] /country PE\n[Subscribe] /subscribe PE"),
        "{words}"
    );
}

#[test]
fn when_all_was_delivered_the_day_is_quiet() {
    let mut desk = Desk::with(small_day());
    (0..desk.articles.len()).for_each(|number| desk.told(number, "2026-01-05"));
    desk.last_news = Some(at("2026-01-06T09:00:00Z"));
    let words = dump(&to_reply(&desk.digest(), Form::Full));
    assert!(
        words.contains("\nNo news from Latin America since 05:00 today: all 2 sources answered.\n"),
        "{words}"
    );
}
