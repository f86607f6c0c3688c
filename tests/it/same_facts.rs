//! One question, three renderers: Telegram, Discord and the terminal show the same facts.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::fakes::discord;
use crate::fakes::telegram::{self, Kind};
use crate::world::{Program, World};

const PERSON: i64 = 42;

/// What an answer says, without the platform's way of showing it.
#[derive(Debug, Default, PartialEq, Eq)]
struct Facts {
    /// Every line of words: headlines, sentences, publishers and dates.
    lines: Vec<String>,
    /// Where it leads.
    addresses: BTreeSet<String>,
    /// What its pictures show, in words.
    pictures: Vec<String>,
    /// What its buttons do, in order.
    commands: Vec<String>,
}

/// A question, and what must be among the facts of its answer.
struct Row {
    question: &'static str,
    /// The same on Discord, where arguments have names.
    options: &'static [(&'static str, &'static str)],
    facts: &'static [&'static str],
}

/// The golden table.
const TABLE: &[Row] = &[
    Row {
        question: "/country Venezuela",
        options: &[("country", "Venezuela")],
        facts: &[
            "1. Venezuelan cocoa cooperatives ship first joint cargo to Europe",
            "2. Venezuela forma a 300 guías para recibir a visitantes en el Salto Ángel",
            "Meridian Wire · 5 Jan 2026, 15:20 · Venezuela",
            "https://harbour-ledger.example/2026/01/05/caracas-metro-line-closes",
            "/digest latin-america",
            "/subscribe VE",
        ],
    },
    Row {
        question: "/region europe",
        options: &[("region", "europe")],
        facts: &["https://saltmarsh-chronicle.example/2026/01/05/venezuela-cocoa-cooperatives"],
    },
    Row {
        question: "/digest latin-america",
        options: &[("region", "latin-america")],
        facts: &[
            "Latin America and the Caribbean · Tuesday 6 January 2026",
            "1. Cuba lets private bakeries buy flour abroad",
            "🇨🇺 Cuba · according to The Harbour Ledger · 6 Jan, 11:30",
            "/country CU",
        ],
    },
    Row {
        question: "/why Venezuela",
        options: &[("scope", "Venezuela")],
        facts: &[
            "Why Venezuela? · 4 articles about it",
            "\"Caracas\" is the capital of Venezuela. \"Venezuela\" is the country's name. \"Venezuelan\" is said of the people of Venezuela and of what is theirs.",
            "About Venezuela: named 4 times, in the headline and at the start of the text",
            "https://harbour-ledger.example/2026/01/05/caracas-metro-line-closes",
            "/country VE 1",
        ],
    },
    Row {
        question: "/trends Venezuela 7",
        options: &[("scope", "Venezuela"), ("days", "7")],
        facts: &[
            "Articles about Venezuela each day, 5 Jan to 6 Jan: from 0 to 4, most on 5 Jan.",
            "Venezuela · 4 articles in 2 days",
            "5 Jan to 6 Jan: on Mon 5 Jan.",
            "/trends VE 30",
            "/country VE",
        ],
    },
    Row {
        question: "/search metro rails",
        options: &[("words", "metro rails")],
        facts: &["https://meridian-wire.example/2026/01/05/venezuela-metro-buses"],
    },
    Row {
        question: "/latest",
        options: &[],
        facts: &["https://harbour-ledger.example/2026/01/06/cuba-bread-bakeries"],
    },
    Row {
        question: "/regions",
        options: &[],
        facts: &["/region oceania", "• Oceania · 3 articles"],
    },
    Row {
        question: "/country Narnia",
        options: &[("country", "Narnia")],
        facts: &["I know no country called Narnia. /regions shows what there is."],
    },
    Row {
        question: "/country Congo",
        options: &[("country", "Congo")],
        facts: &["/country CD", "/country CG"],
    },
    Row {
        question: "/help",
        options: &[],
        facts: &[
            "/country VE",
            "• /regions [REGION] The regions, with how much news each has; with a name, who is in it. Example: /regions ASEAN",
        ],
    },
];

#[tokio::test]
async fn the_same_question_gets_the_same_facts_everywhere() {
    let (world, mut program) = answering().await;
    let (user, channel) = world.discord.direct();
    for Row {
        question,
        options,
        facts,
    } in TABLE
    {
        let terminal = ask_at_terminal(&world, question).await;
        let telegram = ask_on_telegram(&world, question).await;
        let name = question[1..].split(' ').next().unwrap();
        let discord = ask_on_discord(&world, user, channel, name, question, options).await;
        assert_eq!(telegram, terminal, "{question} on Telegram (left) and at the terminal");
        assert_eq!(discord, terminal, "{question} on Discord (left) and at the terminal");
        let said: Vec<&String> = terminal
            .lines
            .iter()
            .chain(&terminal.addresses)
            .chain(&terminal.pictures)
            .chain(&terminal.commands)
            .collect();
        for fact in *facts {
            assert!(
                said.iter().any(|said| said == fact),
                "{question} says nothing of {fact}: {terminal:#?}"
            );
        }
    }
    world.assert_well_formed();
    assert!(program.stop().await.success());
}

#[tokio::test]
async fn an_article_that_arrives_is_answered_everywhere() {
    let (world, mut program) = answering().await;
    let (user, channel) = world.discord.direct();
    let none = ask_on_telegram(&world, "/country Uruguay").await;
    assert!(!none.lines.concat().contains("Montevideo"), "{none:#?}");

    world.write(
        "config/inbox/ferries.md",
        "---\ntitle: \"Montevideo's ferries <run> *again* & again_\"\ndate: 2026-01-06T17:00:00Z\n\
         url: https://river-post.example/2026/01/06/ferries?a=1&b=2\n---\n\
         The ferries between Montevideo and the islands run again from today, Uruguay's port office said. \
         A storm had kept them in the harbour for nine days.\n",
    );
    world
        .until("the article is read", async |world| {
            world
                .ask("/country Uruguay")
                .await
                .contains("ferries <run> *again* & again_")
        })
        .await;
    let terminal = ask_at_terminal(&world, "/country Uruguay").await;
    assert_eq!(ask_on_telegram(&world, "/country Uruguay").await, terminal);
    let options = [("country", "Uruguay")];
    let discord = ask_on_discord(&world, user, channel, "country", "/country Uruguay", &options).await;
    assert_eq!(discord, terminal);
    assert!(
        terminal
            .lines
            .contains(&"1. Montevideo's ferries <run> *again* & again_".to_owned()),
        "{terminal:#?}"
    );
    assert!(
        terminal
            .addresses
            .contains("https://river-post.example/2026/01/06/ferries?a=1&b=2"),
        "{terminal:#?}"
    );
    world.assert_well_formed();
    assert!(program.stop().await.success());
}

/// A world with two days of articles and an inbox folder, and the bot in it.
async fn answering() -> (World, Program) {
    let world = World::at("2026-01-06T18:00:00Z").await;
    world.write(
        "config/sources.toml",
        "[[source]]\nid = \"inbox\"\npublisher = \"The River Post\"\nkind = \"files\"\npath = \"inbox\"\ninterval = \"10s\"\n",
    );
    std::fs::create_dir(world.path("config/inbox")).unwrap();
    world.import_samples(&["2026-01-05", "2026-01-06"]).await;
    world.telegram.add(Kind::Private, PERSON);
    let program = world.start();
    world.discord.until_ready().await;
    (world, program)
}

async fn ask_at_terminal(world: &World, question: &str) -> Facts {
    let text = world.ask(question).await;
    let data: Value = serde_json::from_str(&world.run(&["ask", question, "--as", "json"]).await).unwrap();
    let mut facts = Facts::default();
    // Where a button's command ends and its label begins, only the data tell.
    let mut actions = data["actions"].as_array().into_iter().flatten();
    for mut line in lines(&text) {
        if let Some(button) = line.strip_prefix("→ ") {
            let command = actions.next().expect("a button")["command"].as_str().unwrap();
            assert!(button.starts_with(&format!("{command} ")), "{button} is not {command}");
            facts.commands.push(command.to_owned());
        } else if line.starts_with("https://") {
            facts.addresses.insert(line);
        } else if let Some(words) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            facts.pictures.push(words.to_owned());
        } else {
            while let Some((before, rest)) = line.split_once(" <https://") {
                let (address, after) = rest.split_once('>').expect("the end of an address");
                facts.addresses.insert(format!("https://{address}"));
                line = format!("{before}{after}");
            }
            facts.lines.push(line);
        }
    }
    facts
}

async fn ask_on_telegram(world: &World, question: &str) -> Facts {
    let before = world.telegram.messages(PERSON).len();
    world.telegram.user_says(PERSON, question);
    world.telegram.wait_until_confirmed().await;
    // Telegram has no place for the words of a picture: they are looked up in what was drawn.
    let drawn = world.run(&["ask", question, "--as", "telegram"]).await;
    let parts = drawn.lines().count();
    let messages = world.telegram.wait_for_messages(PERSON, before + parts).await;
    let mut facts = on_telegram(&messages[before..]);
    let bodies = drawn.lines().map(|body| serde_json::from_str::<Value>(body).unwrap());
    let words: Vec<String> = bodies
        .filter_map(|body| Some(body["photo"]["alt"].as_str()?.to_owned()))
        .collect();
    assert_eq!(facts.pictures.len(), words.len(), "{question}");
    facts.pictures = words;
    facts
}

async fn ask_on_discord(
    world: &World,
    user: u64,
    channel: u64,
    name: &str,
    question: &str,
    options: &[(&str, &str)],
) -> Facts {
    let parts = world.run(&["ask", question, "--as", "discord"]).await.lines().count();
    let asked = world.discord.runs(user, channel, name, options);
    let answer = world
        .discord
        .until("the answer is whole", |state| {
            let found: Vec<discord::Message> = state
                .messages
                .values()
                .filter(|message| message.interaction == Some(asked) && !message.thinking)
                .cloned()
                .collect();
            (found.len() >= parts).then_some(found)
        })
        .await;
    on_discord(&answer)
}

/// Lines as a reader sees them: no white space around them, no marks of parts such as 1/2.
fn lines(text: &str) -> impl Iterator<Item = String> + '_ {
    let part = |line: &str| {
        line.split_once('/')
            .is_some_and(|(n, of)| n.parse::<usize>().is_ok() && of.parse::<usize>().is_ok())
    };
    text.lines()
        .map(str::trim)
        .filter(move |line| !line.is_empty() && !part(line))
        .map(str::to_owned)
}

fn on_telegram(messages: &[telegram::Message]) -> Facts {
    let mut facts = Facts::default();
    for message in messages {
        facts.lines.extend(lines(&message.text));
        facts.pictures.extend(message.photo.clone());
        facts
            .addresses
            .extend(message.links.iter().map(|(_, address)| address.clone()));
        let buttons = message.buttons.iter().flatten();
        facts.commands.extend(buttons.map(|(_, command)| command.clone()));
    }
    facts
}

fn on_discord(messages: &[discord::Message]) -> Facts {
    let mut facts = Facts::default();
    for message in messages {
        let mut texts = vec![message.content.clone()];
        facts
            .pictures
            .extend(message.files.iter().map(|(_, words)| words.clone()));
        for embed in &message.embeds {
            facts.addresses.extend(embed["url"].as_str().map(str::to_owned));
            texts.extend(embed["title"].as_str().map(str::to_owned));
            texts.extend(embed["description"].as_str().map(str::to_owned));
            // A footer shows its signs as they are.
            texts.extend(embed["footer"]["text"].as_str().map(escaped));
        }
        for text in texts {
            let (words, addresses) = without_markdown(&text);
            facts.lines.extend(lines(&words));
            facts.addresses.extend(addresses);
        }
        facts
            .commands
            .extend(message.buttons().into_iter().map(|(_, command)| command));
    }
    facts
}

/// A text of which `without_markdown` changes nothing.
fn escaped(text: &str) -> String {
    text.chars().flat_map(|c| ['\\', c]).collect()
}

/// Discord's markdown as a reader sees it, and where its links lead.
fn without_markdown(text: &str) -> (String, Vec<String>) {
    let (mut words, mut addresses) = (String::new(), Vec::new());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' => words.extend(chars.next()),
            '`' => words.extend(chars.by_ref().take_while(|c| *c != '`')),
            '*' | '[' => {}
            ']' => {
                assert_eq!(chars.next(), Some('('), "{text}");
                addresses.push(chars.by_ref().take_while(|c| *c != ')').collect());
            }
            c => words.push(c),
        }
    }
    (words, addresses)
}
