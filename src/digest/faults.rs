//! Which sentences can stand alone in a summary.

use std::sync::LazyLock;

pub(super) use super::boilerplate::is_boilerplate;
use super::sentences::{ends, is_closer, is_opener};
pub(super) use super::trimming::trim;
use super::trimming::{CONNECTIVES, begins_with, phrases};
use super::words;

/// How well a sentence stands without the text around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// It can be shown alone.
    Alone,
    /// Only right behind the sentence before it: it begins with "However" or "She".
    Behind,
    /// It has faults; the lower the sum, the sooner it may be shown when there is nothing better.
    Faulty(u32),
}

impl Standing {
    /// What speaks against a sentence that is shown alone; 0: nothing.
    pub(super) fn faults(self) -> u32 {
        match self {
            Self::Alone => 0,
            Self::Behind => LEANS,
            Self::Faulty(weight) => weight,
        }
    }
}

/// More words than this tire a reader on a phone.
pub(super) const MOST_WORDS: usize = 45;
/// Fewer words than this are a fragment or a heading.
const FEWEST_WORDS: usize = 6;
/// Weights of faults, for texts without any faultless sentence: a reader forgives length sooner than an advertisement.
const LENGTH: u32 = 1;
const FORM: u32 = 4;
const LEANS: u32 = 2;
const OPEN: u32 = 6;
const NOT_NEWS: u32 = 20;
/// What a reader of a digest bears where there is nothing better: a teaser that breaks off, a long sentence.
pub(super) const BEARABLE: u32 = FORM;

/// First words that point at something said before.
static POINTERS: LazyLock<Vec<&str>> = LazyLock::new(|| phrases(include_str!("pointers.txt")));

/// Words that point back when they stand among the first few: "In this regard", "Faced with that, he".
const EARLY_POINTERS: &[&str] = &["he", "she", "they", "him", "them", "this", "these", "those"];
const OPENING_WORDS: usize = 5;

/// What a reader must have been told of before "the" stands in front of it.
const MATTERS: &[&str] = &[
    "claim",
    "claims",
    "charge",
    "charges",
    "accusation",
    "accusations",
    "allegation",
    "allegations",
    "couple",
    "incident",
];

/// What people do before a colon that what they say follows.
const SPEAKING: &[&str] = &[
    "said", "say", "add", "wrote", "writ", "read", "warn", "tweet", "told", "ask", "repl", "explain", "post",
    "announc", "declar", "insist", "dijo", "añadi", "dit", "sagt",
];
/// Labels are short.
const LABEL_WORDS: usize = 4;
/// Words that no sentence ends with, and that other languages do not have.
const NEVER_LAST: &[&str] = &[
    "the", "of", "and", "with", "from", "his", "their", "its", "than", "which", "were",
];
/// How well a trimmed sentence stands alone, known whether it is news or boilerplate, and whether somebody says it in a
/// quotation that begins before it.
pub(super) fn standing(sentence: &str, is_news: bool, is_inside: bool) -> Standing {
    let faults = form_faults(sentence) + if is_news { 0 } else { NOT_NEWS } + if is_inside { OPEN } else { 0 };
    let leans = leans(sentence) || is_speech_alone(sentence);
    match (faults, leans) {
        (0, false) => Standing::Alone,
        (0, true) => Standing::Behind,
        (_, false) => Standing::Faulty(faults),
        (_, true) => Standing::Faulty(faults + FORM),
    }
}

/// True when the first words point back at an earlier sentence.
fn leans(sentence: &str) -> bool {
    let start = sentence.trim_start_matches(is_opener);
    CONNECTIVES
        .iter()
        .chain(POINTERS.iter())
        .any(|word| begins_with(start, word))
        || start.starts_with("The spokes")
        || is_known_matter(start)
        || start
            .split_whitespace()
            .take(OPENING_WORDS)
            .skip(1)
            .any(|word| EARLY_POINTERS.contains(&word.split([',', ';', '\'', '’']).next().unwrap_or_default()))
}

/// "The claim was denied", but not "The claim that the bridge is safe was denied", which says what is claimed.
fn is_known_matter(start: &str) -> bool {
    let mut words = start.split_whitespace();
    words.next() == Some("The")
        && words
            .next()
            .is_some_and(|word| MATTERS.contains(&word.trim_end_matches([',', ';', ':'])))
        && words.next().is_none_or(|word| {
            !matches!(
                word,
                "of" | "that" | "by" | "from" | "in" | "who" | "against" | "at" | "near"
            )
        })
}

/// True when somebody speaks of themselves or to the reader.
pub(super) fn is_personal(sentence: &str) -> bool {
    sentence.split(|c: char| !c.is_alphanumeric()).any(|word| {
        matches!(
            word,
            "I" | "We" | "we" | "us" | "My" | "my" | "Our" | "our" | "You" | "you" | "Your" | "your"
        )
    })
}

/// True when a sentence begins with a word that stood beside a name before: "Weiss said" behind "Mayor Anna Weiss", but
/// also "The army" behind "The Kremlin". Both go on about what is known already, and both were in the fitting of the weights.
pub(super) fn begins_with_short_name(sentence: &str, before: &str) -> bool {
    let mut words = sentence.trim_start_matches(is_opener).split_whitespace();
    let (Some(first), Some(second)) = (words.next(), words.next()) else {
        return false;
    };
    let name = first.trim_end_matches(',');
    let name = name.strip_suffix("'s").or(name.strip_suffix("’s")).unwrap_or(name);
    // "In" and "The" are no first names.
    let is_name = |word: &str| {
        word.chars().count() > 3 && word.starts_with(char::is_uppercase) && word.chars().all(char::is_alphanumeric)
    };
    name.starts_with(char::is_uppercase)
        && second.starts_with(char::is_lowercase)
        && before.match_indices(name).any(|(at, _)| {
            let in_front = before.get(..at).and_then(|text| text.strip_suffix(' '));
            let behind = before.get(at + name.len()..).and_then(|text| text.strip_prefix(' '));
            in_front.is_some_and(|text| text.split_whitespace().next_back().is_some_and(is_name))
                || behind.is_some_and(|text| text.split_whitespace().next().is_some_and(is_name))
        })
}

fn form_faults(sentence: &str) -> u32 {
    let mut faults = 0;
    let length = words::count(sentence);
    if length > MOST_WORDS {
        // Each further word is worse, so that the least bad long sentence is found.
        faults += LENGTH + u32::try_from((length - MOST_WORDS) / 10).unwrap_or(u32::MAX);
    }
    if length < FEWEST_WORDS {
        faults += FORM;
    }
    let spoken = sentence.trim_end_matches(is_closer);
    // What a question or a colon leads to is not there.
    if spoken.ends_with(['?', '？', '؟', ':', '：', ';']) {
        faults += OPEN;
    } else if !ends(sentence) || spoken.ends_with('…') || spoken.ends_with("...") {
        // Three dots are mostly where a teaser was cut off.
        faults += FORM;
    }
    let start = sentence.trim_start_matches(is_opener);
    if start.starts_with(char::is_lowercase) || !start.starts_with(char::is_alphanumeric) {
        faults += FORM;
    }
    if is_numbered(sentence) || is_shouted(sentence) || is_title(sentence) || is_label(sentence) || is_torn(sentence) {
        faults += FORM;
    }
    if speaks_of_itself(sentence) {
        faults += FORM;
    }
    if has_open_marks(sentence) {
        faults += OPEN;
    }
    faults
}

/// "1. Text", "a) text".
fn is_numbered(sentence: &str) -> bool {
    let Some((mark, rest)) = sentence.split_once(['.', ')']) else {
        return false;
    };
    let short = mark.len() <= 2 && !mark.is_empty();
    short && rest.starts_with(' ') && (mark.chars().all(|c| c.is_ascii_digit()) || mark.len() == 1)
}

/// A heading in capital letters.
fn is_shouted(sentence: &str) -> bool {
    let upper = sentence.chars().filter(|c| c.is_uppercase()).count();
    let lower = sentence.chars().filter(|c| c.is_lowercase()).count();
    upper > lower
}

/// A heading or a time stamp with a full stop: hardly a word in it begins with a small letter.
fn is_title(sentence: &str) -> bool {
    let begins = |kind: fn(char) -> bool| {
        sentence
            .split_whitespace()
            .filter(|word| word.starts_with(kind))
            .count()
    };
    // Other scripts have no capital letters.
    let plain = begins(char::is_alphabetic) - begins(char::is_lowercase) - begins(char::is_uppercase);
    begins(char::is_lowercase) < 2 && begins(char::is_uppercase) > 0 && plain == 0
}

/// The words under a picture or over a paragraph: "On the beat: Constable Rey", "Analysis: Who gains".
fn is_label(sentence: &str) -> bool {
    let Some((label, rest)) = sentence.split_once(": ") else {
        return false;
    };
    let words = label.split_whitespace().count();
    let speaks = label
        .split_whitespace()
        .next_back()
        .is_some_and(|word| SPEAKING.iter().any(|verb| word.starts_with(verb)));
    words <= LABEL_WORDS && !speaks && rest.trim_start().starts_with(char::is_uppercase)
}

/// A sentence that breaks off: "crowds on the."
fn is_torn(sentence: &str) -> bool {
    let spoken = sentence.trim_end_matches(is_closer).strip_suffix('.');
    let last = spoken.and_then(|spoken| spoken.split_whitespace().next_back());
    last.is_some_and(|word| NEVER_LAST.contains(&word))
}

/// True when somebody says "I" or "we" outside quotation marks, so that nobody knows who.
fn speaks_of_itself(sentence: &str) -> bool {
    let mut is_quoted = false;
    let mut before = ' ';
    let mut word = String::new();
    // True behind a name: kings and wars are counted "I".
    let mut is_numeral = false;
    for c in sentence.chars().chain([' ']) {
        if c.is_alphanumeric() {
            word.push(c);
            before = c;
            continue;
        }
        let speaks =
            matches!(word.as_str(), "We" | "we" | "My" | "my" | "Our" | "our" | "us") || (word == "I" && !is_numeral);
        if speaks && !is_quoted {
            return true;
        }
        if !word.is_empty() {
            is_numeral = c == ' ' && word.starts_with(char::is_uppercase) && !sentence.starts_with(word.as_str());
        }
        word.clear();
        match c {
            '“' | '«' | '「' | '„' => is_quoted = true,
            '”' | '»' | '」' => is_quoted = false,
            '"' => is_quoted = !is_quoted,
            // An apostrophe stands behind a letter, and so does a quotation's end.
            '‘' | '\'' if !before.is_alphanumeric() => is_quoted = true,
            _ => {}
        }
        before = c;
    }
    false
}

/// True for words in quotation marks with nobody who says them.
fn is_speech_alone(sentence: &str) -> bool {
    let starts = sentence.starts_with(['"', '“', '«', '「', '„', '‘']);
    let ends = sentence.ends_with(['"', '”', '»', '」', '“', '’']);
    starts
        && ends
        && sentence
            .chars()
            .filter(|c| matches!(c, '"' | '”' | '»' | '」' | '’'))
            .count()
            <= 2
}

fn has_open_marks(sentence: &str) -> bool {
    let count = |mark: char| sentence.chars().filter(|c| *c == mark).count();
    let unequal = |open: char, close: char| count(open) != count(close);
    // A right single quotation mark is also an apostrophe, so only a lone left one is a sign; at the start of a straight
    // quotation the same holds for the typewriter's.
    let single = count('‘') > count('’');
    let typed = sentence.starts_with('\'') != sentence.trim_end_matches(['.', ',', '!']).ends_with('\'')
        && sentence.starts_with('\'')
        && sentence.matches("' ").count() + sentence.matches("',").count() == 0;
    unequal('“', '”')
        || count('"') % 2 == 1
        || single
        || typed
        || unequal('(', ')')
        || unequal('[', ']')
        || unequal('«', '»')
        || unequal('「', '」')
        || unequal('『', '』')
}
