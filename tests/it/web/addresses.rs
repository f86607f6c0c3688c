//! Where readers find the pages.

use std::collections::HashMap;

use dateline::addresses::Addresses;
use dateline::digest::{Edition, Form, to_reply};
use dateline::reply::{Block, Text};

use super::press::{Press, REGIONS, two_days};

/// What `[web] url` becomes, or what is wrong with it.
fn configured(url: &str) -> String {
    let folder = tempfile::TempDir::new().unwrap();
    std::fs::write(folder.path().join("sources.toml"), "").unwrap();
    std::fs::write(folder.path().join("regions.toml"), REGIONS).unwrap();
    std::fs::write(folder.path().join("dateline.toml"), format!("[web]\nurl = \"{url}\"\n")).unwrap();
    let loaded = dateline::config::load(folder.path(), None, &HashMap::new(), jiff::civil::date(2026, 1, 7));
    match loaded {
        Ok(config) => config.web_url,
        Err(problems) => {
            let problem = problems
                .iter()
                .map(ToString::to_string)
                .find(|problem| problem.contains("url"))
                .unwrap();
            problem.split_once("dateline.toml:").unwrap().1.to_owned()
        }
    }
}

#[test]
fn the_public_address_is_checked() {
    assert_eq!(configured(""), "");
    assert_eq!(configured("https://news.example.org/"), "https://news.example.org");
    assert_eq!(configured("https://example.org/news/"), "https://example.org/news");
    insta::assert_snapshot!(configured("news.example.org"), @r#"2: [web] url: "news.example.org" is no web address; write one that begins with https:// or http://"#);
    insta::assert_snapshot!(configured("https://news.example.org/?a=b"), @r#"2: [web] url: "https://news.example.org/?a=b" has a ? or # in it; write only the address, up to there"#);
    insta::assert_snapshot!(configured("https://ann:secret@news.example.org"), @"2: [web] url: this has a user or a password in it, which every reader would see; leave them out");
}

#[tokio::test]
async fn messages_lead_to_pages_only_where_readers_can_reach_them() {
    let press = Press::open().await;
    let id = two_days(&press).await;
    let digest = press.digest("2026-01-06", "andes").await;
    let nowhere = Addresses::new("");
    assert_eq!(nowhere.message(&digest, Form::Full), to_reply(&digest, Form::Full));

    let known = Addresses::new("https://example.org/news");
    let message = known.message(&digest, Form::Full);
    let last = message.blocks.last().unwrap();
    let own = Text::default().link(
        "This digest on the web",
        Some("https://example.org/news/2026-01-06/andes"),
    );
    assert_eq!(last, &Block::Footer(own));
    let page = format!("https://example.org/news/articles/{}", id.as_str());
    let headlines = message.blocks.iter().filter_map(|block| match block {
        Block::Entry(entry) => entry.url.as_ref(),
        _ => None,
    });
    let expected: Vec<&String> = digest
        .stories
        .iter()
        .map(|story| story.url.as_ref().unwrap_or(&page))
        .collect();
    assert_eq!(headlines.collect::<Vec<_>>(), expected);
    assert!(expected.contains(&&page), "one article has no address of its own");

    // What was composed for somebody who asked has no page.
    let mut asked = digest;
    asked.edition.schedule = Edition::ASKED.to_owned();
    assert!(!format!("{:?}", known.message(&asked, Form::Full)).contains("on the web"));
}
