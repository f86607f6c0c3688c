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
        || is_biography(&lower)
        || is_advert(sentence)
        || is_slug(sentence)
        || is_letter(sentence)
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

/// What stands below an opinion: "Ana Ruiz is a professor of law at Tarma." Whom news are about is rather "The suspect".
fn is_biography(lower: &str) -> bool {
    const CALLINGS: &[&str] = &[
        "columnist",
        "professor",
        "lecturer",
        "fellow",
        "correspondent",
        "reporter",
        "contributor",
        "writer",
        "journalist",
        "novelist",
        "historian",
        "researcher",
    ];
    const LONGEST: usize = 30;
    let words: Vec<&str> = lower.split(' ').map(|word| word.trim_end_matches([',', '.'])).collect();
    let is_writer = words.starts_with(&["the", "writer"]) || words.starts_with(&["the", "author"]);
    let Some(is) = words.iter().take(6).position(|word| *word == "is") else {
        return false;
    };
    let behind = words.get(is + 1..).unwrap_or_default();
    let is_calling = matches!(behind.first(), Some(&"a" | &"an" | &"the"))
        && behind.iter().zip(behind.iter().skip(1)).take(5).any(|(word, next)| {
            CALLINGS.contains(word) && matches!(*next, "of" | "at" | "for" | "with" | "in" | "and")
        });
    let is_told = words.iter().any(|word| {
        matches!(
            *word,
            "who" | "was" | "were" | "said" | "says" | "told" | "had" | "will" | "that" | "because"
        )
    });
    words.len() <= LONGEST && is_calling && !is_told && (is_writer || words.first() != Some(&"the"))
}

/// "Order the new lamp for $9 today": an invitation to spend with a price or a hurry.
fn is_advert(sentence: &str) -> bool {
    let mut words = sentence.split_whitespace();
    // "Use of the bridge is free" invites nobody.
    let invites = words.next().is_some_and(|word| {
        matches!(
            word,
            "Buy" | "Order" | "Shop" | "Get" | "Grab" | "Use" | "Enter" | "Book"
        )
    }) && words
        .next()
        .is_some_and(|word| matches!(word, "the" | "your" | "our" | "this" | "a" | "an" | "code" | "up"));
    let lower = sentence.to_lowercase();
    let hurries = lower
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| matches!(word, "now" | "today" | "free" | "code" | "discount" | "off"));
    invites && (hurries || sentence.contains(['$', '€', '£', '₹']))
}

/// What agencies write above a report for the desks: "UPDATE 2-Ferry sails again", "Adds quotes, background."
fn is_slug(sentence: &str) -> bool {
    const KINDS: &[&str] = &[
        "UPDATE",
        "WRAPUP",
        "REFILE",
        "RPT",
        "CORRECTED",
        "EXCLUSIVE",
        "TIMELINE",
        "FACTBOX",
        "ANALYSIS",
        "INSIGHT",
        "URGENT",
        "BRIEF",
        "EXPLAINER",
        "FOCUS",
    ];
    let is_headed = sentence.split_once('-').is_some_and(|(head, _)| {
        let (kind, number) = head.split_once(' ').unwrap_or((head, ""));
        KINDS.contains(&kind) && number.chars().all(|c| c.is_ascii_digit())
    });
    // Nobody is named who adds.
    let is_note = ["Adds ", "Updates ", "Recasts ", "Rewrites ", "Refiles ", "Repeats "]
        .iter()
        .any(|word| sentence.starts_with(word));
    is_headed || is_note
}

/// The salutation of a reader's letter.
fn is_letter(sentence: &str) -> bool {
    [
        "Sir, ",
        "Sir: ",
        "Madam, ",
        "Dear Sir",
        "Dear Madam",
        "Dear Editor",
        "To the Editor",
    ]
    .iter()
    .any(|salutation| sentence.starts_with(salutation))
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
