//! What holds for every text.

use dateline::digest::{Doc, Form, summarise, to_reply};
use proptest::prelude::*;

use super::newsroom::{Desk, article};
use super::stories::grouped;

/// Words that all news share, and two topics with their own.
const SHARED: &[&str] = &[
    "the",
    "minister",
    "said",
    "on",
    "monday",
    "that",
    "people",
    "in",
    "country",
    "government",
    "new",
];
const MINES: &[&str] = &[
    "lithium",
    "shaft",
    "miners",
    "ore",
    "tonnes",
    "drill",
    "geologist",
    "seam",
    "smelter",
    "royalties",
    "quarry",
    "nickel",
];
const OPERA: &[&str] = &[
    "soprano",
    "overture",
    "stage",
    "aria",
    "conductor",
    "premiere",
    "orchestra",
    "tenor",
    "libretto",
    "applause",
    "costume",
    "curtain",
];

fn prose(own: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop::collection::vec((prop::sample::select(own), prop::sample::select(SHARED)), 12..60).prop_map(|words| {
        words
            .into_iter()
            .map(|(a, b)| format!("{b} {a}"))
            .collect::<Vec<_>>()
            .join(" ")
    })
}

/// Text as it comes: every kind of mark, script and line break.
fn messy() -> impl Strategy<Value = String> {
    let bits = prop::sample::select(vec![
        "The mayor of Tarn opened the bridge.",
        "However, she left.",
        "“Open",
        "quote”",
        "LIMA, Jan. 3 (Wire) — Trains ran again in Peru after the strike.",
        "•",
        "U.S.",
        "Dr. Wu",
        "...",
        "!",
        "?",
        "\n",
        "\n\n",
        " ",
        "。",
        "天气很好。",
        "नमस्ते।",
        "(",
        ")",
        "By Ann Lee",
        "Read more",
        "1.",
        "e\u{301}",
        "👩‍🚀",
        "a very long run of words that goes on and on without any stop at all and then on",
        "'",
        "\"",
        "\u{a0}",
        "—",
        "-- ",
    ]);
    prop::collection::vec(bits, 0..40).prop_map(|bits| bits.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn two_unrelated_texts_never_become_one_story(mines in prose(MINES), opera in prose(OPERA)) {
        prop_assert_eq!(grouped(&[("", &mines), ("", &opera)]), vec![0, 1]);
    }

    #[test]
    fn every_sentence_stands_in_its_document(texts in prop::collection::vec(messy(), 1..4), words in 1_usize..80, most in 1_usize..5) {
        let docs: Vec<Doc<'_>> = texts.iter().map(|text| Doc { title: "", text }).collect();
        let told = summarise(&docs, words, most);
        prop_assert!(told.len() <= most);
        for quote in &told {
            // What runs on beyond all measure is shown by its start, with a mark.
            prop_assert!(texts[quote.doc][quote.start..].starts_with(quote.text.trim_end_matches(" …")));
            prop_assert!(!quote.text.contains('\n'));
        }
        let used: usize = told.iter().map(|quote| quote.text.split_whitespace().count()).sum();
        // One sentence may be longer than the budget: none is cut.
        prop_assert!(used <= words || told.len() == 1);
        prop_assert_eq!(told.is_empty(), texts.iter().all(|text| !text.chars().any(char::is_alphanumeric)));
    }

    #[test]
    fn a_digest_cites_only_what_its_articles_say(texts in prop::collection::vec(messy(), 1..6)) {
        let desk = Desk::with(texts.iter().enumerate().map(|(n, text)| article(&format!("Paper {n}"), "VE", "2026-01-06T03:00:00Z", &format!("Piece {n}"), text)).collect());
        let digest = desk.digest();
        for sentence in digest.stories.iter().flat_map(|story| &story.sentences) {
            let cited = desk.articles.iter().find(|tagged| tagged.article.id == sentence.article).unwrap();
            prop_assert!(cited.article.text.contains(&sentence.text));
        }
        let _ = to_reply(&digest, Form::Full);
    }
}
