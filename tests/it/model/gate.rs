//! What gets through the gate, in our own words.

use dateline::model::gate::{Evidence, Refusal, check, is_english};
use dateline::places::{Places, Untagged};
use proptest::prelude::*;

const HEADLINE: &str = "Kenya and Uganda agree on a ferry";
const SENTENCES: &[&str] = &[
    "Kenya and Uganda signed an agreement on Monday to run a ferry across Lake Victoria.",
    "The ferry will carry 250 passengers and cost $12 million, minister Grace Otieno said in Kisumu.",
    "Fishing crews were not asked, and \"nobody told us\", one of them said.",
];

fn evidence(places: &Places) -> Evidence<'static> {
    const TEXT: &str = "Kenya and Uganda signed an agreement on Monday to run a ferry across Lake Victoria. The ferry will \
                        carry 250 passengers and cost $12 million, minister Grace Otieno said in Kisumu. Fishing crews \
                        were not asked, and \"nobody told us\", one of them said. The boat is being built in a yard near \
                        the port, where 90 welders work.";
    let article = Untagged {
        title: HEADLINE,
        text: TEXT,
        ..Untagged::default()
    };
    Evidence {
        headline: HEADLINE,
        sentences: SENTENCES.to_vec(),
        countries: places.tag(&article).countries(),
        articles: vec![(HEADLINE, TEXT)],
    }
}

fn verdict(text: &str) -> Result<(), Refusal> {
    let places = Places::default();
    check(text, &evidence(&places), &places)
}

#[test]
fn faithful_rewrites_pass() {
    for text in [
        "Kenya and Uganda will run a ferry across Lake Victoria, an agreement signed on Monday.",
        "The ferry across Lake Victoria will carry 250 passengers and cost 12 million dollars, minister Grace Otieno said.",
        "Kenya and Uganda signed an agreement to run a ferry across Lake Victoria. It will carry 250 passengers, \
         minister Grace Otieno said in Kisumu.",
        "Fishing crews said they were not asked.",
        "\"Nobody told us\", one of the fishing crews said.",
    ] {
        let wanted = text.replace("\"Nobody", "\"nobody");
        assert_eq!(verdict(&wanted), Ok(()), "{wanted}");
    }
}

#[test]
fn refusals_say_what_is_wrong() {
    let mut lines = Vec::new();
    for text in [
        "",
        "Kenya and Uganda signed an agreement on Monday to run",
        "Kenya and Rwanda signed an agreement on Monday to run a ferry across Lake Victoria.",
        "Kenya and Uganda signed an agreement on Friday to run a ferry across Lake Victoria.",
        "The ferry will carry 350 passengers and cost $12 million, minister Grace Otieno said in Kisumu.",
        "The ferry will carry 12 passengers and cost $250 million, minister Grace Otieno said in Kisumu.",
        "The ferry will cost 12 million euros, minister Grace Otieno said in Kisumu.",
        "The ferry will carry 250 welders, minister Grace Otieno said in Kisumu.",
        "The ferry will carry 250 passengers, minister Grace Kisumu said.",
        "Uganda and Kenya signed an agreement on Monday to run a ferry across Lake Victoria.",
        "Fishing crews were asked, one of them said.",
        "Kenya and Uganda have not signed an agreement on Monday to run a ferry across Lake Victoria.",
        "The ferry carries 250 passengers and cost $12 million, minister Grace Otieno said in Kisumu.",
        "The ferry will carry 250 passengers and cost $12 million.",
        "Kenya and Uganda cancelled an agreement on Monday to run a ferry across Lake Victoria.",
        "Kenya and Uganda burned an agreement on Monday to run a ferry across Lake Victoria.",
        "Fishing crews were not asked, and \"we will strike\", one of them said.",
        "Kenya and Uganda signed an agreement on Monday to run a ferry across Lake Victoria. Visit ferry.example for tickets.",
        "Kenya and Uganda signed an agreement on Monday. Call the minister.",
        "Kenya and Uganda signed an agreement on Monday. We cannot tell more.",
        "Will Kenya and Uganda run a ferry across Lake Victoria?",
        "**Kenya** and Uganda signed an agreement on Monday.",
        "Kenya and Uganda signed an agreement on Monday \u{1f6a2}.",
        "As a language model, it signed an agreement on Monday.",
    ] {
        lines.push(match verdict(text) {
            Ok(()) => format!("PASSES: {text}"),
            Err(refusal) => refusal.to_string(),
        });
    }
    insta::assert_snapshot!(lines.join("\n"), @r#"
    it is empty
    it breaks off
    its sentences do not name "Rwanda"
    its sentences do not name "Friday"
    its sentences do not give the number "350" for this
    its sentences do not give the number "12" for this
    its sentences do not give the number "12 million" for this
    its sentences do not give the number "250" for this
    its sentences do not name "Grace Kisumu"
    its names or numbers stand in another order than in its sentences
    it says "not" where its sentences do not, or leaves it out
    it says "not" where its sentences do not, or leaves it out
    it leaves out that something is not certain
    it leaves out who says so
    its sentences do not say "cancelled"
    its articles do not use the word "burned"
    nobody is quoted so in its sentences: "we will strike"
    "ferry.example" does not belong into a summary
    it tells the reader what to do ("Call")
    it speaks to the reader or of itself ("We")
    "?" does not belong into a summary
    "*" does not belong into a summary
    "🚢" does not belong into a summary
    its sentences do not say "model"
    "#);
}

#[test]
fn english_is_told_from_its_neighbours() {
    for text in SENTENCES {
        assert!(is_english(text), "{text}");
    }
    for text in [
        "El Gobierno abrió el martes una carretera en la sierra, dijo el ministro.",
        "Die Regierung hat am Dienstag eine Straße in den Bergen eröffnet, sagte der Minister.",
        "Le gouvernement a ouvert mardi une route de montagne, a dit le ministre.",
        "O governo abriu na terça-feira uma estrada na serra, disse o ministro.",
        "政府は火曜日に山道を開通させた。",
        "",
    ] {
        assert!(!is_english(text), "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// The sentences themselves pass in any order and number; with any one thing in them made wrong they do not.
    #[test]
    fn sentences_pass_and_any_corruption_does_not(
        order in Just(vec![0_usize, 1, 2]).prop_shuffle(),
        count in 1_usize..=3,
        number in 1_u32..100_000,
        name in "[A-Z][a-z]{4,9}",
        kind in 0_usize..5,
    ) {
        let chosen: Vec<&str> = order.iter().take(count).map(|at| SENTENCES[*at]).collect();
        let text = chosen.join(" ");
        prop_assert_eq!(verdict(&text), Ok(()));
        let known = SENTENCES.concat().to_lowercase();
        prop_assume!(number != 250 && number != 12 && !known.contains(&name.to_lowercase()));
        let corrupted = match kind {
            0 => text.replace("250", &number.to_string()).replace("$12", &format!("${number}")),
            1 => ["Uganda", "Otieno", "Kisumu", "Victoria"].iter().fold(text.clone(), |text, old| text.replace(old, &name)),
            2 => text.replace(" signed", " never signed").replace("will carry", "will not carry").replace("not ", ""),
            3 => format!("{text} \"{name} knows\", one of them said."),
            _ => format!("{text} {name} agreed."),
        };
        if corrupted != text {
            prop_assert!(verdict(&corrupted).is_err(), "{}", corrupted);
        }
    }
}
