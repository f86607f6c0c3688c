//! Words of editors, web pages, photo desks and bylines.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::sentences::is_closer;
use super::trimming::{cut_at_dash, is_dateline, phrases};

/// Phrases that make a sentence boilerplate. Building cannot fail with so few and short ones.
static BOILERPLATE: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::new(phrases(include_str!("boilerplate.txt"))).ok());

/// True for words of editors, web pages, photo desks and bylines rather than of the news.
pub(super) fn is_boilerplate(sentence: &str) -> bool {
    let lower = sentence.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    BOILERPLATE.as_ref().is_some_and(|phrases| phrases.is_match(&lower))
        || is_byline(sentence, &lower)
        || is_caption(&lower)
        || sentence.contains('|')
        || sentence.split_whitespace().any(|word| {
            word.strip_prefix(['@', '#'])
                .is_some_and(|rest| rest.starts_with(char::is_alphabetic))
        })
        // What is left of a dateline that could not be cut off.
        || cut_at_dash(sentence).is_some_and(|(head, _)| head.chars().count() <= 70 && is_dateline(head))
}

/// The words under a picture end in the full date that it was taken on, and tell what is seen as present.
fn is_caption(lower: &str) -> bool {
    let words: Vec<&str> = lower
        .trim_end_matches(is_closer)
        .trim_end_matches('.')
        .split(' ')
        .collect();
    let [.., month, day, year] = words.as_slice() else {
        return false;
    };
    let is_dated = year.len() == 4
        && year.chars().all(|c| c.is_ascii_digit())
        && day
            .strip_suffix(',')
            .is_some_and(|day| day.len() <= 2 && day.chars().all(|c| c.is_ascii_digit()))
        && month.starts_with(|c: char| c.is_alphabetic());
    let is_told = words.iter().any(|word| {
        matches!(
            *word,
            "was" | "were" | "had" | "has" | "have" | "will" | "said" | "since" | "until" | "by"
        )
    });
    is_dated && !is_told
}

fn is_byline(sentence: &str, lower: &str) -> bool {
    let mut words = sentence.split_whitespace();
    let by = words
        .next()
        .is_some_and(|word| word == "By" || word == "By." || word == "By:")
        && words
            .next()
            .is_some_and(|word| word.starts_with(|c: char| c.is_uppercase() || c == '.'))
        && words
            .next()
            .is_none_or(|word| word.starts_with(|c: char| c.is_uppercase()));
    let stamped = [
        "published:",
        "updated:",
        "last updated",
        "posted:",
        "posted on",
        "written by",
        "actualizado",
    ]
    .iter()
    .any(|word| lower.starts_with(word));
    by || stamped || sentence.contains("PUBLISHED:") || sentence.contains("UPDATED:")
}
