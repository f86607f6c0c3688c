//! /why: the words and rules behind a page of articles.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use dateline::article::Tagged;
use dateline::commands::{Command, Core, parse, turns_page};
use dateline::render::{discord, telegram, terminal};
use dateline::sources::{files, tagging};
use dateline::store::Store;
use insta::assert_snapshot;
use jiff::Timestamp;
use tempfile::TempDir;

use super::{Desk, private};

/// A store with these articles alone, in Markdown as an inbox takes them.
async fn desk_with(articles: &[(&str, &str)], change: impl Fn(&mut Tagged)) -> Desk {
    let folder = TempDir::new().unwrap();
    let now: Timestamp = "2026-01-07T12:00:00Z".parse().unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let today = jiff::civil::date(2026, 1, 7);
    let config = dateline::config::load(&root.join("config"), Some(folder.path()), &HashMap::new(), today).unwrap();
    for (n, (title, text)) in articles.iter().enumerate() {
        let page = format!(
            "---\ntitle: {title:?}\ndate: 2026-01-06T{:02}:00:00Z\nurl: https://post.example/{n}\n---\n{text}\n",
            23 - n
        );
        std::fs::write(folder.path().join(format!("{n}.md")), page).unwrap();
    }
    let read = files::read_path(folder.path(), None, now);
    assert_eq!(read.problems, Vec::<String>::new());
    let origin = tagging::Origin {
        source: "post",
        publisher: "The Post",
        ..tagging::Origin::default()
    };
    let mut tagged = tagging::tag_drafts(read.drafts, &origin, &config.places, now);
    tagged.iter_mut().for_each(change);
    let store = Store::open(&format!("sqlite://{}/dateline.db", folder.path().display()))
        .await
        .unwrap();
    store.insert_articles(&tagged).await.unwrap();
    Desk {
        core: Core::new(Arc::new(config), store),
        now,
        _folder: folder,
    }
}

const ARTICLES: &[(&str, &str)] = &[
    (
        "Peru opens a harbour",
        "The harbour of Lima is open, the Peruvian government said. Ships from Chile, Ecuador and Arequipa came. \
         Peru paid for it, and Peru keeps it.",
    ),
    (
        "Chile plants trees",
        "Chile plants a million trees in Santiago and in Valparaíso. Chilean foresters chose them with care over many \
         years, and they asked the towns, the schools, the farmers and everybody else who has a spade, a bucket and a \
         free morning, which is more people than anyone had thought before the planting began. Most of the seedlings \
         come from Peru.",
    ),
];

#[tokio::test]
async fn a_countrys_articles_say_why_they_are_its() {
    let desk = desk_with(ARTICLES, |_| {}).await;
    assert!(desk.buttons("/country Peru").await.contains(&"/why PE 1".to_owned()));
    assert_snapshot!(desk.ask("/why PE 1").await, @r#"
    Why Peru? · 1 article about it, 1 more mentions it

    1. Peru opens a harbour
       "Peru" is the country's name. "Peruvian" is said of the people of Peru and of what is theirs. "Lima" is the capital of Peru. Also 1 more name.
       About Peru: named 6 times, in the headline and at the start of the text
       https://post.example/0

    2. Chile plants trees
       "Peru" is the country's name.
       Only mentions Peru: named once, further down; it is about Chile
       https://post.example/1

    → /country PE 1 Articles
    "#);
    assert_eq!(
        desk.ask("/why Peru").await,
        desk.ask("/why PE 1").await,
        "as it is typed"
    );
    assert_eq!(desk.headlines("/why PE").await, desk.headlines("/country PE").await);
}

#[tokio::test]
async fn a_regions_articles_say_it_of_each_of_its_countries() {
    let desk = desk_with(ARTICLES, |_| {}).await;
    assert!(
        desk.buttons("/region latin-america")
            .await
            .contains(&"/why latin-america 1".to_owned())
    );
    assert!(desk.buttons("/latest").await.contains(&"/why all 1".to_owned()));
    assert_snapshot!(desk.ask("/why latin-america").await, @r#"
    Why Latin America and the Caribbean? · 2 articles about it

    1. Peru opens a harbour
       "Peru" is the country's name. "Peruvian" is said of the people of Peru and of what is theirs. "Lima" is the capital of Peru. Also 3 more names.
       About Peru: named 6 times, in the headline and at the start of the text · also names Chile, Ecuador
       https://post.example/0

    2. Chile plants trees
       "Chile" is the country's name. "Chilean" is said of the people of Chile and of what is theirs. "Santiago" is the capital of Chile. Also 2 more names.
       About Chile: named 5 times, in the headline and at the start of the text · also names Peru
       https://post.example/1

    → /region latin-america 1 Articles
    "#);
    let all = desk.ask("/why all").await;
    assert!(all.starts_with("Why these countries? · 2 articles\n"), "{all}");
}

#[tokio::test]
async fn articles_that_were_stored_before_rules_say_their_words() {
    let desk = desk_with(&ARTICLES[..1], |tagged| {
        for mention in &mut tagged.tags.mentions {
            mention.rule = None;
        }
    })
    .await;
    assert_snapshot!(desk.ask("/why Chile").await, @r#"
    Why Chile? · 1 article mentions it

    1. Peru opens a harbour
       "Chile" counts as Chile.
       Only mentions Chile: named once, at the start of the text; it is about Peru
       https://post.example/0

    → /country CL 1 Articles
    "#);
}

#[tokio::test]
async fn its_pages_turn_in_place_and_lead_back_to_the_articles() {
    let desk = Desk::open().await;
    let buttons = desk.buttons("/why latin-america 1").await;
    assert_eq!(buttons, ["/why latin-america #2", "/region latin-america 1"]);
    assert_eq!(
        desk.buttons("/why latin-america #2").await.last().unwrap(),
        "/region latin-america 2"
    );
    assert!(turns_page("/why VE #2"));
    assert!(!turns_page("/why VE 2"), "the list stays where it was");
    assert_eq!(parse("/why VE #2"), parse("/why VE 2"));
    assert_eq!(
        parse("/why"),
        Command::Why {
            name: String::new(),
            page: 1
        }
    );
    let seen = desk.headlines("/why latin-america #2").await;
    assert!(seen[0].starts_with("9. "), "{seen:?}");
    assert!(
        !desk
            .buttons("/country VE 99")
            .await
            .iter()
            .any(|button| button.starts_with("/why"))
    );
}

#[tokio::test]
async fn a_scope_that_is_missing_ambiguous_or_unknown_is_asked_for() {
    let desk = Desk::open().await;
    assert!(desk.ask("/why").await.starts_with("Why what?"));
    assert_eq!(desk.buttons("/why").await.len(), 5);
    assert_eq!(desk.buttons("/why Congo").await, ["/why CD", "/why CG"]);
    assert!(
        desk.ask("/why Narnia")
            .await
            .starts_with("I know no region or country called Narnia.")
    );
    assert!(desk.ask("/why Nauru").await.starts_with("No article about Nauru"));
    assert!(desk.ask("/why VE 99").await.starts_with("There is no page 99"));
}

#[tokio::test]
async fn every_platform_takes_every_page() {
    let desk = Desk::open().await;
    for scope in ["VE", "latin-america", "europe", "m49-001", "all"] {
        let reply = desk.reply(&format!("/why {scope}"), &private()).await;
        let headlines = desk.headlines(&format!("/why {scope}")).await;
        assert_eq!(headlines.len(), 8, "{scope}");
        let telegram = telegram::messages(&reply)
            .iter()
            .map(|part| part.text.clone())
            .collect::<String>();
        let discord = serde_json::to_string(&discord::messages(&reply)).unwrap();
        for line in headlines {
            let headline = line.split_once(". ").unwrap().1.replace('"', "\\\"");
            assert!(discord.contains(&headline), "{headline} on Discord");
        }
        assert!(
            telegram.contains("About ") || telegram.contains("Only mentions "),
            "{telegram}"
        );
        assert!(terminal::text(&reply).contains("→ "));
    }
}
