//! Why: the words and the rule behind each country, why other names are set aside, and what the focus is made of.

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use dateline::places::{Aside, Country, Custom, Kind, Mention, OwnName, Places, Rule, Tags, Untagged};
use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::built_in::tag;

fn article<'a>(title: &'a str, text: &'a str) -> Untagged<'a> {
    Untagged {
        title,
        text,
        ..Untagged::default()
    }
}

/// Each mention with its country and rule, a line each.
fn rules(title: &str, text: &str) -> String {
    let tags = tag(title, text);
    let lines = tags.mentions.iter().map(|mention| {
        let rule = serde_json::to_value(mention.rule).unwrap();
        format!(
            "{} {} {}",
            mention.words,
            mention.country.code(),
            rule.as_str().unwrap()
        )
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// What is set aside, and why, a line each.
fn set_aside(title: &str, text: &str) -> String {
    let explanation = Places::default().explain(&article(title, text));
    let lines = explanation.set_aside.iter().map(|aside| {
        let reason = serde_json::to_value(aside.reason).unwrap();
        format!("{}: {}", aside.words, reason.as_str().unwrap())
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn names_that_need_no_help_say_what_they_are() {
    assert_snapshot!(
        rules(
            "Peru and the Kremlin",
            "Peruvian envoys met Putin in Lima. Marseille sent a ship to Ontario."
        ),
        @r#"
        Peru PE name
        Kremlin RU seat
        Peruvian PE people
        Putin RU leader
        Lima PE capital
        Marseille FR town
        Ontario CA province
        "#
    );
}

#[test]
fn places_with_namesakes_say_what_settled_them() {
    assert_snapshot!(
        rules(
            "A mill in Macon, Georgia, reopens",
            "The mill in Macon stood still. Workers came from Dublin, Ga., and from Springfield."
        ),
        @r#"
        Macon US address
        Georgia US address-end
        Macon US repeated
        Dublin US address
        Ga. US abbreviation
        Springfield US supported
        "#
    );
    assert_snapshot!(rules("", "Georgia has wine."), @"Georgia GE likeliest");
    assert_snapshot!(rules("", "Georgia has wine, and Tbilisi drinks it."), @r#"
    Georgia GE supported
    Tbilisi GE capital
    "#);
    assert_snapshot!(rules("", "The two Koreas met."), @r#"
    two Koreas KP all
    two Koreas KR all
    "#);
    assert_snapshot!(rules("", "Flooding closed roads in Bari and in Taranto."), @r#"
    Bari IT town
    Taranto IT supported
    "#);
    assert_snapshot!(rules("", "Flooding closed roads in Bacoli and in Osimo."), @r#"
    Bacoli IT together
    Osimo IT together
    "#);
    assert_snapshot!(rules("", "Congo has rain. The rain fell on Kinshasa."), @r#"
    Congo CD shared
    Kinshasa CD capital
    "#);
    assert_snapshot!(rules("", "Korea has rain. The rain fell on Busan."), @r#"
    Korea KR shared
    Busan KR town
    "#);
}

#[test]
fn what_is_no_mention_says_why() {
    assert_snapshot!(
        set_aside(
            "Michael Jordan reads in French",
            "The Boston Herald printed it. Latin America laughed. The shop on Lima Street closed."
        ),
        @r#"
        Michael Jordan: person
        French: language
        Boston Herald: phrase
        Latin America: phrase
        Lima: street
        "#
    );
    assert_snapshot!(
        set_aside(
            "",
            "We ate turkey in the kitchen. Turkey is a bird. The Lima Tribune and Samuel L. Jackson said that Korea won \
             against France. The price went from 4 to 5, Ga."
        ),
        @r#"
        Turkey: word
        Lima: newspaper
        Jackson: person
        Ga.: abbreviation
        "#
    );
    assert_snapshot!(
        set_aside(
            "",
            "Rain fell on Bergen and Oslo. Jackson was late. She went from Springfield to Alexandria, and a ship left for the \
             Virgin Islands."
        ),
        @r#"
        Jackson: in-doubt
        Springfield: small
        Virgin Islands: no-evidence
        "#
    );
}

#[test]
fn an_explanation_holds_what_the_tagger_gives_and_every_sighting_once() {
    let text =
        "Peru’s Lima hosted Chile. Michael Jordan and Mr. Israel came. Georgia did not; Springfield did. ".repeat(20);
    let piece = article("Peru meets Chile", &text);
    let places = Places::default();
    let explanation = places.explain(&piece);
    assert_eq!(explanation.tags, places.tag(&piece));
    assert_eq!(explanation.languages, ["en"]);
    for aside in &explanation.set_aside {
        assert!(
            explanation.tags.mentions.iter().all(|mention| {
                mention.part != aside.part || mention.end <= aside.start || aside.end <= mention.start
            }),
            "{aside:?} is a mention, too"
        );
    }
    let weights = explanation.tags.weights();
    let named: usize = weights.iter().map(dateline::places::Weight::mentions).sum();
    assert_eq!(named, explanation.tags.mentions.len());
    let scores: Vec<f64> = weights.iter().filter_map(|weight| weight.score).collect();
    let focus: Vec<f64> = explanation.tags.focus.iter().map(|focus| focus.score).collect();
    assert_eq!(scores, focus, "those it is about first, best first");
}

#[test]
fn the_language_is_told() {
    let read = |text: &str| Places::default().explain(&article("", text)).languages.join(" ");
    assert_eq!(
        read("El presidente de la república no quiso hablar con los periodistas."),
        "es"
    );
    assert_eq!(read("Президент не захотел говорить."), "ru uk");
    assert_eq!(read("Вы это знаете."), "ru");
    assert_eq!(read("总统没有说话。"), "zh");
    assert_eq!(read("Peru"), "");
}

#[test]
fn an_admins_own_name_is_told_apart() {
    let places = Places::new(Custom {
        names: vec![OwnName {
            names: vec!["Zanthoria".to_owned()],
            countries: vec!["PE".to_owned()],
            kind: Kind::Town,
            thousands: 900,
        }],
        ..Custom::default()
    });
    let tags = places.tag(&article("", "A ship left Zanthoria for Chile."));
    let rules: Vec<Option<Rule>> = tags.mentions.iter().map(|mention| mention.rule).collect();
    assert_eq!(rules, [Some(Rule::Own), Some(Rule::Name)]);
}

#[test]
fn mentions_that_were_stored_before_or_by_a_later_version_are_read() {
    let stored = |rule: &str| {
        let json = format!(
            r#"{{"mentions":[{{"country":"PE","words":"Peru","part":"title","start":0,"end":4{rule}}}],"focus":[]}}"#
        );
        serde_json::from_str::<Tags>(&json).unwrap().mentions.remove(0).rule
    };
    assert_eq!(stored(""), None);
    assert_eq!(stored(r#","rule":null"#), None);
    assert_eq!(stored(r#","rule":"by-the-stars""#), None);
    assert_eq!(stored(r#","rule":"address-end""#), Some(Rule::AddressEnd));
    let old = Mention {
        country: Country::from_code("PE").unwrap(),
        words: "Peru".to_owned(),
        part: dateline::places::Part::Title,
        start: 0,
        end: 4,
        rule: None,
    };
    assert!(!serde_json::to_string(&old).unwrap().contains("rule"));
    assert_eq!(serde_json::to_value(Aside::InDoubt).unwrap(), json!("in-doubt"));
}

/// What the program answers to these lines.
fn explained(options: &[&str], input: &str) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["tag", "--explain"])
        .args(options)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    program.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    program.wait_with_output().unwrap()
}

#[test]
fn a_person_reads_the_words_and_rules_of_each_line() {
    let input = concat!(
        "{\"id\":7,\"text\":\"Peru votes\\u001b[31m\\nThe people of Peru vote. In Lima, envoys of Chile watch. Michael Jordan does not.\"}\n",
        "broken\n",
        "{\"id\":\"b\",\"title\":\"No places\",\"text\":\"None at all.\"}\n",
    );
    let output = explained(&[], input);
    assert!(output.status.success());
    assert_snapshot!(String::from_utf8(output.stdout).unwrap(), @r#"
    7 · Peru votes [31m

    Read in English.

    • About Peru: named 3 times, in the headline and at the start of the text · 75 %
    • About Chile: named once, at the start of the text · 25 %

    • headline: "Peru" is the country's name.
    • text: "Peru" is the country's name.
    • text: "Lima" is the capital of Peru.
    • text: "Chile" is the country's name.

    Set aside

    • text: "Michael Jordan" is a person's name here.

    b · No places

    Its language could not be told: names in every language were looked for.

    No country is named.
    "#);
    let log = String::from_utf8(output.stderr).unwrap();
    assert!(log.contains("line 2 of stdin was left out"), "{log}");
}

#[test]
fn a_program_reads_everything() {
    let line = json!({"id": "x", "text": "Perú: votes\nIn Lima, voters and Michael Jordan — and Chile."});
    let output = explained(&["--json"], &format!("{line}\n"));
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answer["id"], "x");
    assert_eq!(answer["set_aside"][0]["reason"], "person");
    let parts = answer["focus"]
        .as_array()
        .unwrap()
        .iter()
        .chain(answer["mentioned"].as_array().unwrap());
    let named: u64 = parts
        .flat_map(|one| ["title", "lead", "text"].map(|part| one[part].as_u64().unwrap()))
        .sum();
    assert_eq!(named, 3);
    let text: Vec<char> = line["text"].as_str().unwrap().chars().collect();
    for one in answer["mentions"]
        .as_array()
        .unwrap()
        .iter()
        .chain(answer["set_aside"].as_array().unwrap())
    {
        let at = |key: &str| usize::try_from(one[key].as_u64().unwrap()).unwrap();
        assert_eq!(one["in"], "text");
        assert_eq!(
            text[at("start")..at("end")].iter().collect::<String>(),
            one["words"].as_str().unwrap()
        );
    }
}
