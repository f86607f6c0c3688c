//! What is cut off a sentence so that it can stand alone: datelines, signatures, bullets, hours, leading connectives.

mod datelines;

use std::sync::LazyLock;

pub(super) use datelines::{cut_at_dash, is_dateline};
use datelines::{trim_dateline, trim_wire};

use super::sentences::{is_opener, is_unspaced};

/// First words that lean on the sentence before.
pub(super) static CONNECTIVES: LazyLock<Vec<&str>> = LazyLock::new(|| phrases(include_str!("connectives.txt")));

/// What stands when a dateline, a bullet or a leading connective is cut off; still verbatim.
pub(super) fn trim(sentence: &str) -> &str {
    let sentence = trim_dateline(trim_wire(trim_bullet(sentence.trim())));
    trim_connective(trim_bullet(trim_time(sentence)))
}

fn trim_bullet(sentence: &str) -> &str {
    sentence.trim_start_matches(|c: char| {
        // Windows' bullets and dashes come out of wrong decoding as control characters.
        c.is_whitespace()
            || c.is_control()
            || matches!(
                c,
                '•' | '‣' | '▪' | '●' | '·' | '*' | '–' | '—' | '-' | '|' | '>' | '►' | '■'
            )
    })
}

/// Cuts "12:04 " and "9:30 p.m. GMT - " off, which stand before each entry of a report that is still being written.
fn trim_time(sentence: &str) -> &str {
    const MARKS: &[&str] = &[
        "am", "pm", "a.m.", "p.m.", "AM", "PM", "h", "GMT", "UTC", "CET", "CEST", "BST", "ET", "EST", "EDT", "PT",
        "IST", "JST",
    ];
    let Some((hour, behind)) = sentence.split_once(':') else {
        return sentence;
    };
    let (minute, behind) = behind.split_at(behind.find(|c: char| !c.is_ascii_digit()).unwrap_or(behind.len()));
    let is_clock = hour.parse::<u8>().is_ok_and(|hour| hour < 24)
        && minute.len() == 2
        && minute.parse::<u8>().is_ok_and(|minute| minute < 60);
    let mut rest = behind.trim_start();
    for mark in MARKS {
        rest = rest
            .strip_prefix(mark)
            .filter(|rest| !rest.starts_with(char::is_alphanumeric))
            .unwrap_or(rest)
            .trim_start();
    }
    let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | '|' | ':' | ','));
    if is_clock && rest.starts_with(|c: char| is_opener(c) || c.is_uppercase()) {
        rest
    } else {
        sentence
    }
}

/// Cuts "However, " off where a name follows, so that what stands still begins with a capital letter.
fn trim_connective(sentence: &str) -> &str {
    let Some(connective) = CONNECTIVES.iter().find(|word| begins_with(sentence, word)) else {
        return sentence;
    };
    let rest = sentence.get(connective.len()..).unwrap_or_default();
    let after = rest.trim_start_matches([',', ' ']);
    let name_follows = after.starts_with(char::is_uppercase) && !begins_with(after, "I");
    let cut_is_safe = rest.starts_with(',') || matches!(*connective, "But" | "And");
    if name_follows && cut_is_safe { after } else { sentence }
}

/// True when a sentence begins with these words, however many spaces part them.
pub(super) fn begins_with(sentence: &str, words: &str) -> bool {
    let mut rest = sentence;
    for (n, word) in words.split(' ').enumerate() {
        let at = if n == 0 { rest } else { rest.trim_start() };
        let Some(behind) = at.strip_prefix(word) else {
            return false;
        };
        rest = behind;
    }
    is_unspaced(words) || !rest.starts_with(|c: char| c.is_alphanumeric())
}

/// The lines of a list, without its remarks.
pub(super) fn phrases(list: &'static str) -> Vec<&'static str> {
    list.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect()
}
