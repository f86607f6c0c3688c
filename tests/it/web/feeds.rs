//! Feeds are read back by the program's own reader and by strict parsers.

use dateline::sources::feed;
use serde_json::Value;
use url::Url;

use super::press::{Press, two_days};

fn described(feed: &feed::Feed) -> String {
    let entries = feed.entries.iter().map(|entry| {
        format!(
            "{} <{}> {}",
            entry.title,
            entry.link.as_deref().unwrap_or_default(),
            entry
                .published
                .as_ref()
                .map(|(at, _)| at.to_string())
                .unwrap_or_default()
        )
    });
    std::iter::once(feed.title.clone())
        .chain(entries)
        .collect::<Vec<_>>()
        .join("\n")
}

#[tokio::test]
async fn both_feeds_of_a_region_hold_its_digests() {
    let press = Press::open_at("https://news.example.org").await;
    two_days(&press).await;
    let atom = press.get("/regions/andes/feed.atom").await;
    assert_eq!(atom.header("content-type"), "application/atom+xml; charset=utf-8");
    let read = feed::read(atom.body.as_bytes(), Some(atom.header("content-type")), None).unwrap();
    insta::assert_snapshot!(described(&read), @r"
    Dateline: Andes
    Andes · Tuesday 6 January 2026 <https://news.example.org/2026-01-06/andes> 2026-01-06T23:59:59Z
    Andes · Monday 5 January 2026 <https://news.example.org/2026-01-05/andes> 2026-01-05T23:59:59Z
    ");
    assert!(
        read.entries[0]
            .text
            .contains("Bolivia counted 310,000 flamingos on its salt lakes")
    );

    let json = press.get("/regions/andes/feed.json").await;
    assert_eq!(json.header("content-type"), "application/feed+json; charset=utf-8");
    let same = feed::read(json.body.as_bytes(), Some(json.header("content-type")), None).unwrap();
    assert_eq!(described(&same), described(&read));
    let ids = |feed: &feed::Feed| feed.entries.iter().map(|entry| entry.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&same), ids(&read));
    let json: Value = serde_json::from_str(&json.body).unwrap();
    assert_eq!(json["version"], "https://jsonfeed.org/version/1.1");
    assert_eq!(json["feed_url"], "https://news.example.org/regions/andes/feed.json");
    assert_eq!(json["items"][0]["url"], "https://news.example.org/2026-01-06/andes");

    // The page names its feeds.
    let page = press.page("/2026-01-06/andes").await;
    for kind in ["atom", "json"] {
        assert!(page.contains(&format!("href=\"/regions/andes/feed.{kind}\"")));
    }
}

#[tokio::test]
async fn the_atom_feed_is_valid_xml_with_all_that_atom_asks_for() {
    let press = Press::open_at("https://news.example.org").await;
    two_days(&press).await;
    let text = press.page("/regions/andes/feed.atom").await;
    let document = resvg::usvg::roxmltree::Document::parse(&text).unwrap();
    let feed = document.root_element();
    assert_eq!(feed.tag_name().namespace(), Some("http://www.w3.org/2005/Atom"));
    let child = |node: resvg::usvg::roxmltree::Node<'_, '_>, name: &str| {
        let found = node
            .children()
            .find(|child| child.has_tag_name(("http://www.w3.org/2005/Atom", name)));
        found.map(|found| found.text().unwrap_or_default().to_owned())
    };
    for name in ["id", "title", "updated", "author"] {
        assert!(child(feed, name).is_some(), "feed has no {name}");
    }
    let mut ids = vec![child(feed, "id").unwrap()];
    for entry in feed
        .children()
        .filter(|node| node.has_tag_name(("http://www.w3.org/2005/Atom", "entry")))
    {
        for name in ["id", "title", "updated", "published", "content", "summary"] {
            assert!(
                child(entry, name).is_some_and(|text| !text.is_empty()),
                "an entry has no {name}"
            );
        }
        assert!(child(entry, "updated").unwrap().parse::<jiff::Timestamp>().is_ok());
        ids.push(child(entry, "id").unwrap());
    }
    assert_eq!(ids.len(), 3);
    assert!(
        ids.iter().all(|id| id.starts_with("urn:uuid:") && id.len() == 45),
        "{ids:?}"
    );
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 3, "no id is given twice");
}

#[tokio::test]
async fn without_a_public_address_a_feed_is_read_against_its_own() {
    let press = Press::open().await;
    two_days(&press).await;
    let base = Url::parse("http://127.0.0.1:8080/regions/andes/feed.atom").unwrap();
    let forged = [("host", "evil.example"), ("x-forwarded-host", "evil.example")];
    for kind in ["atom", "json"] {
        let path = format!("/regions/andes/feed.{kind}");
        let text = press.ask(reqwest::Method::GET, &path, &forged).await.body;
        assert!(!text.contains("evil"), "{text}");
        let read = feed::read(text.as_bytes(), None, Some(&base)).unwrap();
        assert_eq!(
            read.entries[0].link.as_deref(),
            Some("http://127.0.0.1:8080/2026-01-06/andes")
        );
    }
}

#[tokio::test]
async fn a_feed_without_digests_is_an_empty_feed() {
    let press = Press::open().await;
    for path in ["/regions/andes/feed.atom", "/regions/andes/feed.json"] {
        let text = press.page(path).await;
        assert!(
            feed::read(text.as_bytes(), None, None).unwrap().entries.is_empty(),
            "{path}"
        );
    }
}
