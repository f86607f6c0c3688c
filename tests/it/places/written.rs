//! What makes no difference to the names in a text: how Unicode composes its letters, which spaces, quotes and hyphens
//! its editor prefers, what cannot be seen. And that no text, however odd, breaks the tagger.

use std::collections::BTreeSet;

use dateline::places::{Country, MOST_CHARACTERS, Part, Resolution};
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization as _;

use super::listed::{self, Listed, Tie};
use super::tagged::{SENTENCES, sentence};
use crate::built_in::{resolve, tag};

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// A sentence in any of the languages with one to three of its names, quoted and hyphenated as papers do.
fn sentences() -> impl Strategy<Value = String> {
    let language = prop::sample::select(SENTENCES.iter().map(|(language, ..)| *language).collect::<Vec<_>>());
    language.prop_flat_map(|language| {
        let own = listed::all().iter().filter(|listed| listed.language == language);
        let own: Vec<&'static Listed> = own.filter(|listed| listed.tie != Tie::Shared).collect();
        let names = prop::collection::vec(prop::sample::select(own), 1..4);
        let joint = prop::sample::select(vec![", ", " - ", " \"", "\" ", "' ", " (", "-", ". ", "; "]);
        (names, joint).prop_map(move |(names, joint)| {
            let words: Vec<&str> = names.iter().map(|listed| listed.name.as_str()).collect();
            sentence(language, &words.join(joint))
        })
    })
}

fn countries(text: &str) -> BTreeSet<Country> {
    tag("", text).countries()
}

/// The same text with something invisible inside its words.
fn with_inside_words(text: &str, mark: char) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    let mut letters = 0;
    for c in text.chars() {
        // Between two letters, never before an accent that belongs to the one before.
        let splits =
            letters == 2 && c.is_alphabetic() && c.nfd().count() == 1 && (c.is_ascii() || ('а'..='я').contains(&c));
        if splits {
            out.push(mark);
        }
        letters = if c.is_alphabetic() { letters + 1 } else { 0 };
        out.push(c);
    }
    out
}

/// The same text in lines of eight words.
fn wrapped(text: &str) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    let lines: Vec<String> = words.chunks(8).map(|line| line.join(" ")).collect();
    lines.join("\n")
}

/// Cases that once went wrong.
#[test]
fn what_went_wrong_once_goes_right() {
    let one =
        "Ayer se dijo que las conversaciones sobre Alto Perú-Jersey no han terminado, pero se verán en una semana.";
    assert_eq!(countries(&wrapped(one)), countries(one));
    assert_eq!(
        countries(&one.replace(' ', "\n")),
        countries(one),
        "a word in each line"
    );
    let word = "Kemarin dikatakan bahwa pembicaraan tentang Male belum selesai, tetapi kedua pihak akan bertemu lagi.";
    assert_eq!(countries(&with_inside_words(word, '\u{ad}')), countries(word));
    let stops = "Hier on a dit que les discussions sur le R.-U. ne sont pas finies, mais les deux parties se verront.";
    assert_eq!(countries(&stops.replace('-', "\u{2010}")), countries(stops));
    assert!(!countries(stops).is_empty());
}

proptest! {
    #![proptest_config(config(192))]

    #[test]
    fn unicode_s_forms_make_no_difference(text in sentences()) {
        let composed: String = text.nfc().collect();
        let decomposed: String = text.nfd().collect();
        prop_assert_eq!(countries(&composed), countries(&decomposed), "{}", text);
    }

    #[test]
    fn kinds_of_space_make_no_difference(text in sentences()) {
        let wanted = countries(&text);
        for space in ["\u{a0}", "\u{202f}", "\u{2007}", "\u{2009}", "\u{3000}", "  ", "\t"] {
            prop_assert_eq!(&countries(&text.replace(' ', space)), &wanted, "{:?} {}", space, text);
        }
        prop_assert_eq!(&countries(&wrapped(&text)), &wanted, "wrapped: {}", text);
    }

    #[test]
    fn kinds_of_quotes_make_no_difference(text in sentences()) {
        let plain = text.replace(['’', 'ʼ'], "'");
        let wanted = countries(&plain);
        for apostrophe in ["’", "\u{2018}", "\u{2bc}", "`", "\u{b4}"] {
            prop_assert_eq!(&countries(&plain.replace('\'', apostrophe)), &wanted, "{} {}", apostrophe, plain);
        }
        for quote in ["“", "”", "„", "«", "»"] {
            prop_assert_eq!(&countries(&plain.replace('"', quote)), &wanted, "{} {}", quote, plain);
        }
        for hyphen in ["\u{2010}", "\u{2011}"] {
            prop_assert_eq!(&countries(&plain.replace('-', hyphen)), &wanted, "{:?} {}", hyphen, plain);
        }
    }

    #[test]
    fn what_cannot_be_seen_makes_no_difference(text in sentences()) {
        let wanted = countries(&text);
        for mark in ['\u{ad}', '\u{200b}', '\u{2060}'] {
            prop_assert_eq!(&countries(&with_inside_words(&text, mark)), &wanted, "{:?} {}", mark, text);
        }
    }
}

// --- Any text at all ---

/// What holds for every answer, whatever the text.
fn holds(title: &str, text: &str) {
    let tags = tag(title, text);
    let mut last = (Part::Title, 0);
    for mention in &tags.mentions {
        let body = if mention.part == Part::Title { title } else { text };
        assert_eq!(body.get(mention.start..mention.end), Some(mention.words.as_str()));
        assert!(mention.start < mention.end);
        assert!(last.0 != mention.part || last.1 <= mention.start, "in reading order");
        last = (mention.part, mention.start);
    }
    let total: f64 = tags.focus.iter().map(|focus| focus.score).sum();
    assert!(total <= 1.0 + 1e-9);
    assert!(
        tags.focus
            .iter()
            .all(|focus| focus.score > 0.0 && tags.countries().contains(&focus.country))
    );
    assert!(tags.focus.is_sorted_by(|a, b| a.score >= b.score));
    assert_eq!(tags.focus.is_empty(), tags.mentions.is_empty());
}

/// Scraps of the names of all languages, and of what stands between names.
fn scraps() -> impl Strategy<Value = String> {
    let names: Vec<&'static str> = listed::all().iter().map(|listed| listed.name.as_str()).collect();
    let marks = vec![
        " ",
        " ",
        " ",
        ", ",
        "-",
        "’s",
        "’",
        ".",
        "...",
        "\n",
        "\n\n",
        "\u{ad}",
        "\u{200b}",
        "\u{200f}",
        "\u{202e}",
        "\u{feff}",
        "ß",
        "و",
        "🇻🇪",
        "🇻",
        "(",
        ")",
        "[",
        "\"",
        "«",
        "&",
        "the ",
        "of ",
        "said ",
        "Michael ",
        "University of ",
        "Street",
        "\u{301}",
        "\u{345}",
        "\u{94d}",
        "ŉ",
        "K",
        "ﬁ",
        "İ",
        "ı",
        "Ǆ",
        "\u{1}",
        "\0",
        "0",
        "١",
    ];
    let scrap = prop_oneof![
        3 => (prop::sample::select(names), 0usize..40, 0usize..40).prop_map(|(name, skip, take)| {
            name.chars().skip(skip % 3).take(take + 1).collect::<String>()
        }),
        4 => prop::sample::select(marks).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(scrap, 0..40).prop_map(|scraps| scraps.concat())
}

proptest! {
    #![proptest_config(config(256))]

    #[test]
    fn no_text_breaks_the_tagger(title in any::<String>(), text in any::<String>()) {
        holds(&title, &text);
    }

    #[test]
    fn no_bytes_break_the_tagger(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        holds("", &String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn no_scraps_of_names_break_the_tagger(title in scraps(), text in scraps()) {
        holds(&title, &text);
    }

    #[test]
    fn no_name_breaks_resolve(name in any::<String>(), scraps in scraps()) {
        for name in [name, scraps] {
            if let Resolution::Unknown { nearest } = resolve(&name) {
                prop_assert!(nearest.len() <= 5);
                let unique: BTreeSet<&Country> = nearest.iter().collect();
                prop_assert_eq!(unique.len(), nearest.len());
            }
        }
    }
}

#[test]
fn no_monstrous_text_breaks_the_tagger() {
    let many = MOST_CHARACTERS / 2;
    for text in [
        "a".repeat(many),
        "Ж".repeat(many),
        "中".repeat(many),
        "(".repeat(many),
        format!("{}Peru{}", "(".repeat(10_000), ")".repeat(10_000)),
        format!("Peru{}", "\u{301}".repeat(many)),
        format!("P{}eru", "\u{200b}".repeat(many)),
        "\u{200f}\u{202e}".repeat(many / 2),
        "🇻🇪".repeat(many / 2),
        "Peru-".repeat(many / 5),
        "و".repeat(many),
        "الوال".repeat(many / 5),
        "Республика ".repeat(many / 11),
        "д'".repeat(many / 2),
        "Kosta ".repeat(many / 6),
        "United States of ".repeat(many / 17),
        "\u{fdfa}".repeat(many),
        "ﬃ".repeat(many),
    ] {
        holds(&text, &text);
        if let Resolution::One { country, .. } = resolve(&text) {
            assert_eq!(
                country.code(),
                "PE",
                "the accents of {:?}… are no letters",
                text.get(..20)
            );
        }
    }
    assert!(
        countries(&format!("{}Peru{}", "(".repeat(10_000), ")".repeat(10_000)))
            .contains(&Country::from_code("PE").unwrap())
    );
}
