//! One piece of news has one identity.

use dateline::article::{ArticleId, Draft, canonical, normalise};

use super::feeds::read;
use super::{now, url};

#[test]
fn one_piece_has_one_identity() {
    let same = [
        "https://news.example/2026/bridge",
        "http://news.example/2026/bridge/",
        "https://NEWS.example:443/2026/bridge#comments",
        "https://news.example./2026/bridge?utm_source=feed&utm_medium=rss",
        "https://reader:secret@news.example/2026/bri%64ge?fbclid=1",
    ];
    for address in same {
        assert_eq!(
            canonical(&url(address)).as_str(),
            "https://news.example/2026/bridge",
            "{address}"
        );
    }
    // What may lead elsewhere stays.
    for address in [
        "https://news.example/?p=12&lang=es",
        "https://news.example/?lang=es&p=12",
        "https://www.news.example/2026/bridge",
        "http://news.example:8080/2026/bridge",
        "https://news.example/caf%C3%A9?q=a%20b",
    ] {
        assert_eq!(canonical(&url(address)).as_str(), address);
    }
}

#[test]
fn a_changed_date_title_or_guid_makes_no_new_article() {
    let item = |guid: &str, title: &str, day: &str| {
        let feed = read(&format!(
            "<rss><item><guid isPermaLink='false'>{guid}</guid><title>{title}</title><link>https://news.example/1</link><pubDate>{day}</pubDate></item></rss>"
        ));
        feed.entries[0]
            .clone()
            .into_draft()
            .unwrap()
            .into_article("s", "S", now())
            .id
    };
    assert_eq!(
        item("1", "Bridge opens", "9 Mar 2026"),
        item("http://x/2", "Bridge opens at last", "10 Mar 2026")
    );
}

#[test]
fn no_article_is_longer_than_anybody_reads() {
    let draft = Draft {
        title: "é ".repeat(1_000_000),
        text: "ß".repeat(2_000_000),
        ..Draft::default()
    };
    let article = draft.into_article("herald", "Herald", now());
    let letters = |text: &str| text.chars().count();
    assert_eq!((letters(&article.title), letters(&article.text)), (8_000, 1_000_001));
    assert!(article.title.ends_with("é…"));
}

#[test]
fn a_piece_without_link_and_guid_is_known_by_its_title() {
    let id = |title: &str, source: &str| ArticleId::of(None, title, source);
    assert_eq!(id("Port’s  strike – ends", "a"), id("PORT'S STRIKE - ENDS", "a"));
    assert_ne!(id("Port strike ends", "a"), id("Port strike ends", "b"));
    let untitled = read("<rss><item><description>Grain prices fell. They may rise.</description></item></rss>");
    assert_eq!(
        untitled.entries[0].clone().into_draft().unwrap().title,
        "Grain prices fell."
    );
    let empty = read("<rss><item></item></rss>");
    assert_eq!(empty.entries[0].clone().into_draft(), None);
}

#[test]
fn a_title_cannot_turn_round_what_stands_beside_it() {
    let title = "\u{202e}Bridge\u{202c} \u{2067}opens\u{2069}";
    assert_eq!(normalise(title), "Bridge opens");
    let hebrew = "\u{5d0}\u{5d1}\u{200f} 12";
    assert_eq!(normalise(hebrew), hebrew, "direction marks are part of the spelling");
}
