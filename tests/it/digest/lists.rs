//! Lists of articles: what /country, /latest, /search and /regions say.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use dateline::commands::{Asker, Core};
use dateline::config::Config;
use dateline::destination::{Destination, Platform};
use dateline::i18n::commands::none_about;
use dateline::render::{telegram, terminal};
use dateline::reply::{Block, Reply, Text};
use dateline::store::Store;
use jiff::Timestamp;
use tempfile::TempDir;

use super::newsroom::{article, at, flood};

struct Reader {
    core: Core,
    store: Store,
    now: Timestamp,
    _folder: TempDir,
}

impl Reader {
    async fn open(change: impl FnOnce(&mut Config)) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let folder = tempfile::tempdir().unwrap();
        let mut config = dateline::config::load(
            &root.join("config"),
            Some(folder.path()),
            &HashMap::new(),
            jiff::civil::date(2026, 1, 7),
        )
        .unwrap();
        change(&mut config);
        let store = Store::open(&format!("sqlite://{}/dateline.db", folder.path().display()))
            .await
            .unwrap();
        Self {
            core: Core::new(Arc::new(config), store.clone()),
            store,
            now: at("2026-01-07T12:00:00Z"),
            _folder: folder,
        }
    }

    async fn reply(&self, text: &str) -> Reply {
        let asker = Asker {
            destination: Destination {
                platform: Platform::Telegram,
                chat: "1".to_owned(),
                thread: None,
            },
            may_manage: true,
            language: "en".to_owned(),
        };
        self.core.answer(text, &asker, self.now).await
    }

    async fn ask(&self, text: &str) -> String {
        terminal::text(&self.reply(text).await)
    }
}

#[tokio::test]
async fn samples_are_marked_beside_real_news_and_once_where_all_are() {
    let reader = Reader::open(|_| {}).await;
    let mut sample = flood("Andes Daily", "2026-01-06T01:00:00Z");
    sample.article.source = "samples".to_owned();
    reader.store.insert_articles(&[sample]).await.unwrap();
    for command in ["/country Peru", "/latest", "/search Yurimaguas"] {
        let words = reader.ask(command).await;
        assert_eq!(words.matches("sample").count(), 1, "{words}");
        assert!(
            words.contains("These are sample articles that come with Dateline."),
            "{words}"
        );
    }
    let real = flood("Coast Radio", "2026-01-06T02:00:00Z");
    reader.store.insert_articles(&[real]).await.unwrap();
    for command in ["/country Peru", "/latest", "/search Yurimaguas"] {
        let words = reader.ask(command).await;
        assert!(!words.contains("These are sample"), "{words}");
        assert_eq!(words.matches(" · sample").count(), 1, "{words}");
    }
}

#[tokio::test]
async fn a_headline_of_5000_letters_keeps_a_list_in_one_message() {
    let reader = Reader::open(|_| {}).await;
    let title = "Peru opens the long road over the pass ".repeat(128);
    let long = article(
        "Wire",
        "PE",
        "2026-01-06T02:00:00Z",
        title.trim(),
        "Peru opened a road over the pass on Monday.",
    );
    reader.store.insert_articles(&[long]).await.unwrap();
    let reply = reader.reply("/country Peru").await;
    assert_eq!(telegram::messages(&reply).len(), 1);
    let Some(Block::Entry(entry)) = reply.blocks.get(1) else {
        panic!("no entry: {reply:?}")
    };
    assert!(entry.headline.ends_with('…') && (150..=200).contains(&entry.headline.chars().count()));
    assert!(entry.url.is_some(), "the link leads to the whole article");
}

/// A title once went alone in a message of its own.
#[test]
fn a_heading_is_never_alone_above_a_line_that_must_be_split() {
    let long = "The council decided and decided again. ".repeat(200);
    for reply in [
        Reply::default()
            .block(Block::Title("Peru".into()))
            .block(Block::Paragraph(long.as_str().into())),
        Reply::default()
            .block(Block::Heading("Also".into()))
            .block(Block::List(vec![Text::plain(long.trim())])),
    ] {
        let messages = telegram::messages(&reply);
        assert!(messages.len() > 1);
        assert!(messages[0].text.contains("The council decided"), "{}", messages[0].text);
    }
}

#[tokio::test]
async fn without_sources_the_answer_is_what_to_do() {
    let reader = Reader::open(|config| config.sources.clear()).await;
    insta::assert_snapshot!(reader.ask("/latest").await, @"There are no articles yet, and no source is switched on. Add one to sources.toml (its comments and README show how) and start Dateline again, or import files with `dateline import`.");
    let regions = reader.ask("/regions").await;
    assert!(
        regions.contains("No source is switched on: add one to sources.toml."),
        "{regions}"
    );
    assert!(!regions.contains("Sources: ."), "{regions}");
}

#[test]
fn countries_that_take_an_article_get_one() {
    for (name, said) in [
        ("United Kingdom", "the United Kingdom"),
        ("Netherlands", "the Netherlands"),
        (
            "Democratic Republic of the Congo",
            "the Democratic Republic of the Congo",
        ),
        ("Cook Islands", "the Cook Islands"),
        ("Peru", "Peru"),
    ] {
        assert_eq!(
            none_about(name, 0),
            format!("No article about {said}, and none mentions it.")
        );
    }
}
