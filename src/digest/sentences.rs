//! Sentences: where they begin and end.

use super::words::is_ideograph;

/// A sentence as it stands in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sentence<'a> {
    /// Its words, verbatim.
    pub(super) text: &'a str,
    /// The number of its paragraph.
    pub(super) paragraph: usize,
    /// True for a quotation of several sentences.
    pub(super) is_joined: bool,
    /// True inside a longer quotation, whose marks stand in sentences before and behind.
    pub(super) is_inside: bool,
}

/// What a full stop behind a word means.
enum Stop {
    /// Always a sentence end.
    End,
    /// An abbreviation that a name follows.
    Title,
    /// An abbreviation that may also end a sentence.
    Either,
    /// An abbreviation only before a number.
    BeforeNumber,
}

const TITLES: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "sen", "rep", "gov", "gen", "col", "lt", "sgt", "capt", "cpl", "maj", "rev",
    "hon", "st", "ste", "sra", "srta", "dra", "lic", "ing", "mme", "mlle", "messrs", "cmdr", "adm", "pvt", "supt",
    "det", "insp", "pres", "amb", "vs", "eds", "vol", "mt", "ft", "approx", "rs", "al", "univ", "dept", "est", "cr",
    "sec", "atty",
];
const EITHER: &[&str] = &[
    "jr", "sr", "etc", "inc", "ltd", "co", "corp", "bros", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep",
    "sept", "oct", "nov", "dec", "ed", "av", "ave", "blvd", "uu", "ee",
];
const BEFORE_NUMBER: &[&str] = &[
    "no", "nos", "ene", "abr", "ago", "dic", "janv", "févr", "juil", "déc", "art", "arts", "fig", "figs", "p", "pp",
    "núm", "nro", "nr", "ch", "ca",
];
/// Words that begin a sentence far more often than they follow an abbreviation inside one.
const STARTERS: &[&str] = &[
    "the", "a", "an", "in", "on", "but", "he", "she", "it", "they", "we", "that", "this", "and", "at", "for", "these",
    "those", "there", "when", "while", "after", "however", "el", "la", "los", "las", "en", "le", "les", "der", "die",
];

/// Only the first so many bytes of a text are read: what stands behind has no part in a digest.
const LONGEST: usize = 200_000;

/// Splits a text into sentences. Line breaks always part sentences; abbreviations, initials and decimals do not.
pub(super) fn split(text: &str) -> Vec<Sentence<'_>> {
    let text = text.get(..text.floor_char_boundary(LONGEST)).unwrap_or_default();
    let mut out = Vec::new();
    for (paragraph, line) in text.lines().filter(|line| !line.trim().is_empty()).enumerate() {
        for text in split_line(line) {
            if text.chars().any(char::is_alphanumeric) {
                out.push(Sentence {
                    text,
                    paragraph,
                    is_joined: false,
                    is_inside: false,
                });
            }
        }
    }
    out
}

fn split_line(line: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut start = 0;
    // Inside a quotation in straight marks.
    let mut is_open = false;
    let mut chars = line.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        is_open ^= c == '"';
        if !is_stop(c) {
            continue;
        }
        let mut end = at + c.len_utf8();
        let mut single = c == '.';
        let mut wide = is_wide_stop(c);
        while let Some((next, mark)) = chars.peek().copied().filter(|(_, mark)| is_stop(*mark)) {
            single = false;
            wide |= is_wide_stop(mark);
            end = next + mark.len_utf8();
            chars.next();
        }
        while let Some((next, mark)) = chars.peek().copied().filter(|(_, mark)| is_closer(*mark)) {
            if !is_open && opens_next(line, next) {
                break;
            }
            is_open ^= mark == '"';
            single = false;
            end = next + mark.len_utf8();
            chars.next();
        }
        let sentence = line.get(start..end).unwrap_or_default();
        let before = line.get(start..at).unwrap_or_default();
        let rest = line.get(end..).unwrap_or_default();
        let parts = wide
            || is_glued(before, rest)
            || (rest.starts_with(['"', '“']) && is_glued(before, rest.trim_start_matches(['"', '“'])))
            || (begins_sentence(rest) && !(single && is_abbreviation(before, rest.trim_start())));
        if parts {
            out.push(sentence.trim());
            start = end;
        }
    }
    out.push(line.get(start..).unwrap_or_default().trim());
    out.retain(|sentence| !sentence.is_empty());
    out
}

/// True when what follows a stop looks like the start of another sentence.
fn begins_sentence(rest: &str) -> bool {
    let next = rest.trim_start();
    if next.len() == rest.len() || next.is_empty() {
        return false;
    }
    let opened = next.starts_with(['"', '“', '‘', '«', '•', '[', '¿', '¡', '「', '『', '©', '$', '€', '£']);
    let first = next
        .trim_start_matches(|c: char| is_opener(c) || matches!(c, '—' | '–' | '-') || c.is_whitespace())
        .chars()
        .next();
    opened || first.is_some_and(|c| c.is_numeric() || (c.is_alphabetic() && !c.is_lowercase()))
}

/// True for a straight mark behind a stop that begins the next sentence's quotation, the space in front of it lost; for
/// none is open.
fn opens_next(line: &str, at: usize) -> bool {
    let behind = line.get(at..).and_then(|rest| rest.strip_prefix('"'));
    behind.is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
}

/// True when the space behind a stop was lost, as in "the end.The next".
fn is_glued(before: &str, rest: &str) -> bool {
    let ends_in = |kind: fn(char) -> bool, least: usize| before.chars().rev().take_while(|c| kind(*c)).count() >= least;
    let word_ends = ends_in(char::is_lowercase, 4)
        || ends_in(char::is_uppercase, 3)
        || ends_in(|c| c.is_ascii_digit(), 4)
        || before.ends_with([')', '"', '”']);
    let next: String = rest.chars().take_while(|c| c.is_alphanumeric()).collect();
    word_ends
        && next.starts_with(char::is_uppercase)
        && !matches!(next.as_str(), "Com" | "Org" | "Net" | "In" | "Js")
        && !rest
            .trim_start_matches(char::is_alphanumeric)
            .starts_with(['.', '/', '@'])
}

/// True when the full stop behind `before` belongs to an abbreviation, seen what comes next.
fn is_abbreviation(before: &str, next: &str) -> bool {
    let word = before
        .rsplit(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '\'' | '-')))
        .next()
        .unwrap_or_default();
    // "1." at the start of a line numbers a list.
    if before.trim() == word && !word.is_empty() && word.len() <= 2 && word.chars().all(|c| c.is_ascii_digit()) {
        return true;
    }
    let first = next.split_whitespace().next().unwrap_or_default();
    let starter = STARTERS.contains(&first.to_lowercase().trim_end_matches(','));
    match stop_after(word) {
        Stop::End => false,
        Stop::Title => true,
        Stop::Either => !starter,
        Stop::BeforeNumber => next.starts_with(|c: char| c.is_numeric()),
    }
}

fn stop_after(word: &str) -> Stop {
    let lower = word.to_lowercase();
    let mut letters = word.chars();
    match (letters.next(), letters.next()) {
        // An initial, as in "J. Silva"; "I" ends a sentence now and then, "Vitamin C." too, and both stay joined. Between
        // the names of a court's case stands "v.".
        (Some(only), None) if only.is_uppercase() || only == 'v' => return Stop::Title,
        (None, _) => return Stop::End,
        _ => {}
    }
    let dotted = lower.contains('.') && lower.split('.').all(|part| part.chars().count() <= 2);
    if TITLES.contains(&lower.as_str()) {
        Stop::Title
    } else if dotted || EITHER.contains(&lower.as_str()) {
        Stop::Either
    } else if BEFORE_NUMBER.contains(&lower.as_str()) {
        Stop::BeforeNumber
    } else {
        Stop::End
    }
}

fn is_stop(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '؟' | '۔' | '।' | '॥') || is_wide_stop(c)
}

/// Stops of scripts that put no space behind them.
fn is_wide_stop(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '｡')
}

/// True for marks that may stand between a sentence's stop and its end.
pub(super) fn is_closer(c: char) -> bool {
    matches!(c, '"' | '\'' | '”' | '’' | ')' | ']' | '»' | '」' | '』' | '）' | '›')
}

/// True for marks that may stand before a sentence's first word.
pub(super) fn is_opener(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '“' | '‘' | '(' | '[' | '«' | '‹' | '「' | '『' | '（' | '¿' | '¡' | '„'
    )
}

/// True when a sentence ends in a full stop, an exclamation mark or an ellipsis, perhaps inside quotation marks.
pub(super) fn ends(sentence: &str) -> bool {
    sentence.trim_end_matches(is_closer).ends_with(is_stop)
}

/// True when the text is mostly of a script without spaces between words.
pub(super) fn is_unspaced(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
    text.chars().filter(|c| is_ideograph(*c)).count() * 2 > letters
}
