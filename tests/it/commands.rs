//! What is asked, and what is answered: the samples in the store, words in, words out.

mod entries;
mod regions;
mod returning;
mod settings;
mod trends;
mod why;

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use dateline::commands::{ArgKind, Asker, Command, Core, SPECS, parse};
use dateline::destination::{Destination, Platform};
use dateline::render::terminal;
use dateline::reply::Reply;
use dateline::sources::{files, tagging};
use dateline::store::Store;
use insta::assert_snapshot;
use jiff::Timestamp;
use tempfile::TempDir;

struct Desk {
    core: Core,
    now: Timestamp,
    _folder: TempDir,
}

impl Desk {
    /// The shipped configuration, the samples in the store, Wednesday noon.
    async fn open() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let folder = tempfile::tempdir().unwrap();
        let now: Timestamp = "2026-01-07T12:00:00Z".parse().unwrap();
        let today = jiff::civil::date(2026, 1, 7);
        let config = dateline::config::load(&root.join("config"), Some(folder.path()), &HashMap::new(), today).unwrap();
        let store = Store::open(&format!("sqlite://{}/dateline.db", folder.path().display()))
            .await
            .unwrap();
        let read = files::read_path(&root.join("config/samples"), None, now);
        assert_eq!(read.problems, Vec::<String>::new());
        store
            .insert_articles(&tagging::tag_drafts(
                read.drafts,
                &tagging::Origin {
                    source: "samples",
                    publisher: "Samples",
                    ..tagging::Origin::default()
                },
                &dateline::places::Places::default(),
                now,
            ))
            .await
            .unwrap();
        Self {
            core: Core::new(Arc::new(config), store),
            now,
            _folder: folder,
        }
    }

    async fn ask(&self, text: &str) -> String {
        terminal::text(&self.reply(text, &private()).await)
    }

    async fn reply(&self, text: &str, asker: &Asker) -> Reply {
        self.core.answer(text, asker, self.now).await
    }

    /// The headlines of the articles in an answer.
    async fn headlines(&self, text: &str) -> Vec<String> {
        let answer = self.ask(text).await;
        let numbered = |line: &&str| line.split_once(". ").is_some_and(|(n, _)| n.parse::<u32>().is_ok());
        answer.lines().filter(numbered).map(str::to_owned).collect()
    }

    /// The commands on the buttons of an answer.
    async fn buttons(&self, text: &str) -> Vec<String> {
        self.reply(text, &private())
            .await
            .actions
            .into_iter()
            .map(|action| action.command)
            .collect()
    }
}

fn chat(may_manage: bool) -> Asker {
    let destination = Destination {
        platform: Platform::Telegram,
        chat: "-100".to_owned(),
        thread: None,
    };
    Asker {
        destination,
        may_manage,
        language: "en".to_owned(),
    }
}

fn private() -> Asker {
    chat(true)
}

#[tokio::test]
async fn a_country_is_answered_under_every_name_it_has() {
    let desk = Desk::open().await;
    let expected = desk.headlines("/country Venezuela").await;
    assert_eq!(expected.len(), 8);
    for name in [
        "venezuela",
        "VE",
        "VEN",
        "Venezuelan",
        "Caracas",
        "the Bolivarian Republic of Venezuela",
        "  Venezuela  ",
    ] {
        assert_eq!(desk.headlines(&format!("/country {name}")).await, expected, "{name}");
    }
    assert_eq!(
        desk.headlines("Venezuela").await,
        expected,
        "words alone are understood"
    );
}

#[tokio::test]
async fn every_article_about_a_country_comes_once_and_before_those_that_mention_it() {
    let desk = Desk::open().await;
    let mut seen = Vec::new();
    for page in 1..=3 {
        seen.extend(desk.headlines(&format!("/region latin-america {page}")).await);
    }
    let numbers: Vec<usize> = seen
        .iter()
        .map(|line| line.split_once(". ").unwrap().0.parse().unwrap())
        .collect();
    assert_eq!(numbers, (1..=numbers.len()).collect::<Vec<_>>());
    let titles: std::collections::HashSet<&str> = seen.iter().map(|line| line.split_once(". ").unwrap().1).collect();
    assert_eq!(titles.len(), seen.len(), "each once");
    let beyond = desk.ask("/region latin-america 99").await;
    assert!(beyond.starts_with("There is no page 99; the last is "), "{beyond}");
}

#[tokio::test]
async fn names_that_are_wrong_ambiguous_or_missing_are_answered_helpfully() {
    let desk = Desk::open().await;
    assert_snapshot!(desk.ask("/country Congo").await, @r"
    Two countries are called Congo. Which one?

    → /country CD Democratic Republic of the Congo (Kinshasa)
    → /country CG Republic of the Congo (Brazzaville)
    ");
    let kurdistan = desk.ask("/country Kurdistan").await;
    assert!(
        kurdistan.starts_with("Kurdistan lies in four countries. Which one?"),
        "{kurdistan}"
    );
    let kingston = desk.ask("/digest Kingston").await;
    assert!(
        kingston.starts_with("Kingston may stand for two countries. Which one?"),
        "{kingston}"
    );
    assert_snapshot!(desk.ask("/country Venezula").await, @r"
    I know no country called Venezula. Did you mean one of these?

    → /country VE Venezuela
    ");
    assert_snapshot!(desk.ask("/country Narnia").await, @r"
    I know no country called Narnia. /regions shows what there is.

    → /regions Regions
    ");
    assert_snapshot!(desk.ask("/country the").await, @r"
    I know no country called the. /regions shows what there is.

    → /regions Regions
    ");
    assert_eq!(desk.buttons("/country Somaliland").await, ["/country SO"]);
    let ireland = desk.ask("/country Ireland").await;
    assert!(
        ireland
            .trim_end()
            .ends_with("→ /country GB Northern Ireland (United Kingdom)"),
        "its namesake is offered by its own name: {ireland}"
    );
    let niger = desk.ask("/country Niger").await;
    assert!(niger.trim_end().ends_with("→ /country NG Nigeria"), "{niger}");
    let turned = desk.ask("/country Nar\u{202e}nia\u{2066}").await;
    assert!(
        turned.starts_with("I know no country called Narnia."),
        "what turns the writing round is not echoed: {turned}"
    );
    assert!(desk.ask("/country").await.starts_with("Which country?"));
    assert_eq!(desk.buttons("/country").await.len(), 5, "five countries in the news");
    assert!(
        desk.ask("/country Europe").await.starts_with("Europe · "),
        "a region is answered as one"
    );
    assert!(
        desk.ask("/region Peru").await.starts_with("Peru · "),
        "a country is answered as one"
    );
    let east = desk.buttons("/region East").await;
    assert_eq!(east[..2], ["/region middle-east", "/region east-asia"]);
    assert!(desk.ask("/country Asia").await.starts_with("Asia (UN) · "));
    assert!(
        desk.buttons("/digest europ 2026-01-05")
            .await
            .contains(&"/digest europe 2026-01-05".to_owned()),
        "the day is kept"
    );
    assert!(
        desk.ask("/region Latn America")
            .await
            .contains("→ /region latin-america")
    );
}

#[tokio::test]
async fn subscribing_says_what_comes_when_and_shows_a_digest_at_once() {
    let desk = Desk::open().await;
    let answer = desk.ask("/subscribe Latin America 7:30 America/Caracas").await;
    assert!(
        answer.starts_with(
            "Every day at 07:30 (America/Caracas) you get Latin America and the Caribbean here. Next: Thu 8 Jan, 07:30."
        ),
        "{answer}"
    );
    assert!(
        answer.contains("Latin America and the Caribbean · Wednesday 7 January 2026"),
        "{answer}"
    );
    let again = desk.ask("/subscribe Latin America").await;
    assert!(again.starts_with("Every day at 07:30"), "nothing changed: {again}");
    // What is not said stays as it was.
    let answer = desk.ask("/subscribe Peru").await;
    assert!(
        answer.starts_with("Every day at 07:30 (America/Caracas) you get Peru here."),
        "{answer}"
    );
    assert_snapshot!(desk.ask("/subscriptions").await, @r"
    Subscriptions · 2

    • Latin America and the Caribbean · 07:30 (America/Caracas) · next Thu 8 Jan, 07:30
    • Peru · 07:30 (America/Caracas) · next Thu 8 Jan, 07:30

    → /unsubscribe latin-america Stop Latin America and the Caribbean
    → /unsubscribe PE Stop Peru
    → /settings Settings
    ");
    assert!(
        desk.ask("/digest")
            .await
            .starts_with("Latin America and the Caribbean · "),
        "the asker's own region"
    );
    assert!(desk.ask("/unsubscribe").await.starts_with("Which of these shall end?"));
    assert_snapshot!(desk.ask("/unsubscribe Peru").await, @"Ended: Peru. No more of that comes here.");
    assert_snapshot!(desk.ask("/unsubscribe").await, @"Ended: Latin America and the Caribbean. No more of that comes here.");
    assert!(
        desk.ask("/subscriptions")
            .await
            .starts_with("Nothing is subscribed here.")
    );
}

#[tokio::test]
async fn everything_can_be_ended_at_once_and_the_world_by_itself() {
    let desk = Desk::open().await;
    desk.ask("/subscribe all").await;
    desk.ask("/subscribe Peru").await;
    assert_eq!(
        desk.buttons("/subscriptions").await,
        ["/unsubscribe world", "/unsubscribe PE", "/settings"]
    );
    assert_snapshot!(desk.ask("/unsubscribe world").await, @"Ended: World. No more of that comes here.");
    desk.ask("/subscribe all").await;
    let ended = desk.ask("/unsubscribe all").await;
    assert!(ended.contains("World") && ended.contains("Peru"), "{ended}");
    assert!(
        desk.ask("/subscriptions")
            .await
            .starts_with("Nothing is subscribed here.")
    );
}

#[tokio::test]
async fn a_chat_has_no_more_subscriptions_than_anybody_reads() {
    let desk = Desk::open().await;
    let codes = [
        "PE", "CO", "BR", "CL", "AR", "UY", "PY", "BO", "EC", "VE", "GY", "SR", "MX", "CU", "DO", "HT", "JM", "PA",
        "CR",
    ];
    for code in codes.iter().chain(&["NI"]) {
        desk.ask(&format!("/subscribe {code}")).await;
    }
    assert!(
        desk.ask("/subscribe Honduras")
            .await
            .starts_with("There are 20 subscriptions here")
    );
    assert!(
        desk.ask("/subscribe Peru 08:00").await.starts_with("Changed."),
        "one that exists can be changed"
    );
}

#[tokio::test]
async fn a_day_can_be_named_by_a_word() {
    let desk = Desk::open().await;
    assert!(
        desk.ask("/digest europe today")
            .await
            .starts_with("Europe · Wednesday 7 January 2026")
    );
    assert!(
        desk.ask("/digest europe Yesterday")
            .await
            .starts_with("Europe · Tuesday 6 January 2026")
    );
}

#[tokio::test]
async fn in_a_group_only_those_who_manage_it_change_what_comes() {
    let desk = Desk::open().await;
    for text in ["/subscribe europe", "/unsubscribe"] {
        assert!(desk.core.manages(text));
        let answer = terminal::text(&desk.reply(text, &chat(false)).await);
        assert!(answer.starts_with("Only those who manage this group"), "{answer}");
    }
    assert!(
        desk.core
            .store
            .subscriptions(&chat(false).destination)
            .await
            .unwrap()
            .is_empty()
    );
    assert!(!desk.core.manages("/country Venezuela"));
}

#[tokio::test]
async fn arguments_that_cannot_be_read_are_named() {
    let desk = Desk::open().await;
    assert!(
        desk.ask("/subscribe Peru 25:00")
            .await
            .starts_with("25:00 is no time of day.")
    );
    assert!(
        desk.ask("/subscribe Peru 07:30 Mars/Base")
            .await
            .starts_with("Mars/Base is no time zone I know.")
    );
    assert!(
        desk.ask("/digest europe 2026-13-01")
            .await
            .starts_with("2026-13-01 is no day I can read.")
    );
    assert!(
        desk.ask("/digest europe 2027-01-01")
            .await
            .starts_with("2027-01-01 is still to come")
    );
    assert!(desk.ask("/serach x").await.contains("→ /search /search"));
    assert!(desk.ask("/go 12345").await.starts_with("This button is too old."));
    assert!(desk.ask("").await.starts_with("Which country?"));
}

#[tokio::test]
async fn a_button_longer_than_a_platform_holds_is_kept_and_still_works() {
    let desk = Desk::open().await;
    let words = "the of and a in to";
    let long = format!("/search {}", [words; 4].join(" "));
    let buttons = desk.buttons(&long).await;
    assert!(buttons.iter().all(|command| command.len() <= 64), "{buttons:?}");
    if let Some(next) = buttons.iter().find(|command| command.starts_with("/go ")) {
        let page = desk.headlines(next).await;
        assert!(page.first().is_some_and(|line| line.starts_with("9. ")), "{page:?}");
    }
}

#[tokio::test]
async fn what_is_typed_is_completed() {
    let desk = Desk::open().await;
    let names =
        |choices: Vec<dateline::commands::Choice>| -> Vec<String> { choices.into_iter().map(|c| c.name).collect() };
    let countries = names(desk.core.complete(ArgKind::Country, "ven", desk.now).await);
    assert_eq!(countries, ["Venezuela"]);
    let regions = names(desk.core.complete(ArgKind::Region, "asia", desk.now).await);
    assert_eq!(
        regions[..4],
        [
            "Central Asia and the Caucasus",
            "South Asia",
            "Southeast Asia",
            "East Asia"
        ]
    );
    let sahel = names(desk.core.complete(ArgKind::Scope, "sahel", desk.now).await);
    assert_eq!(sahel, ["Sahel", "Alliance of Sahel States"]);
    let groups = desk
        .core
        .complete(ArgKind::Region, "Association of South", desk.now)
        .await;
    assert_eq!(groups[0].value, "asean");
    let zones = names(desk.core.complete(ArgKind::Zone, "carac", desk.now).await);
    assert_eq!(zones, ["America/Caracas"]);
    for kind in [ArgKind::Country, ArgKind::Scope, ArgKind::Zone] {
        assert_eq!(
            desk.core.complete(kind, "", desk.now).await.len(),
            25,
            "as many as Discord shows"
        );
    }
    let first = desk.core.complete(ArgKind::Country, "", desk.now).await.remove(0);
    assert_eq!(first.name, "Venezuela", "the country with most news comes first");
}

#[test]
fn text_becomes_a_command() {
    let country = |name: &str, page| Command::Country {
        name: name.to_owned(),
        page,
    };
    assert_eq!(
        parse("/country Trinidad and Tobago 2"),
        country("Trinidad and Tobago", 2)
    );
    assert_eq!(parse("/COUNTRY  VE "), country("VE", 1));
    assert_eq!(parse("/country VE 0"), country("VE", 1));
    assert_eq!(
        parse("/search 2026 #3"),
        Command::Search {
            words: "2026".to_owned(),
            page: 3
        }
    );
    assert_eq!(
        parse("/search 2026"),
        Command::Search {
            words: "2026".to_owned(),
            page: 1
        }
    );
    assert_eq!(parse("/latest 4"), Command::Latest { page: 4 });
    assert_eq!(parse("/country VE -1"), country("VE", 1));
}

#[tokio::test]
async fn help_names_every_command() {
    let desk = Desk::open().await;
    let help = desk.ask("/help").await;
    for spec in SPECS {
        assert!(help.contains(&format!("• /{}", spec.name)), "{help}");
    }
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config { failure_persistence: None, ..Default::default() })]
    #[test]
    fn whatever_is_typed_is_parsed(text in "\\PC{0,80}", command in "/(country|region|digest|subscribe|search|latest|go) ?") {
        parse(&text);
        parse(&format!("{command}{text}"));
    }
}
