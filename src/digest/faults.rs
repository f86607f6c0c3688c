//! Which sentences can stand alone in a summary, and what can be trimmed off those that nearly can.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::sentences::{ends, is_closer, is_opener, is_unspaced};
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

/// More words than this tire a reader on a phone.
pub(super) const MOST_WORDS: usize = 45;
/// Fewer words than this are a fragment or a heading.
const FEWEST_WORDS: usize = 6;
/// Weights of faults, for texts without any faultless sentence: a reader forgives length sooner than an advertisement.
const LENGTH: u32 = 1;
const FORM: u32 = 4;
const OPEN: u32 = 6;
const NOT_NEWS: u32 = 20;

/// Phrases that make a sentence boilerplate. Building cannot fail with so few and short ones.
static BOILERPLATE: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::new(phrases(include_str!("boilerplate.txt"))).ok());

/// First words that lean on the sentence before.
static CONNECTIVES: LazyLock<Vec<&str>> = LazyLock::new(|| phrases(include_str!("connectives.txt")));

/// First words that point at something said before.
static POINTERS: LazyLock<Vec<&str>> = LazyLock::new(|| phrases(include_str!("pointers.txt")));

fn phrases(list: &'static str) -> Vec<&'static str> {
    list.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect()
}

/// Words that point back when they stand among the first few: "In this regard", "Faced with that, he".
const EARLY_POINTERS: &[&str] = &["he", "she", "they", "him", "them", "this", "these", "those"];
const OPENING_WORDS: usize = 5;

/// What stands when a dateline, a bullet or a leading connective is cut off; still verbatim.
pub(super) fn trim(sentence: &str) -> &str {
    let sentence = trim_dateline(trim_bullet(sentence.trim()));
    trim_connective(sentence)
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

/// Cuts "CARACAS, Jan. 5 (Agency) — " and the like off.
fn trim_dateline(sentence: &str) -> &str {
    // Datelines are short; what stands behind a later dash is part of the sentence.
    const LONGEST: usize = 70;
    let mut rest = trim_agency(sentence);
    while let Some((head, tail)) = cut_at_dash(rest).filter(|(head, _)| head.chars().count() <= LONGEST) {
        if is_dateline(head) && tail.chars().any(char::is_alphanumeric) {
            rest = tail;
        } else {
            break;
        }
    }
    rest
}

/// Cuts "(AGENCY)" off that stands right before the first word.
fn trim_agency(sentence: &str) -> &str {
    sentence
        .strip_prefix('(')
        .and_then(|rest| rest.split_once(')'))
        .filter(|(agency, rest)| {
            agency.len() <= 12
                && agency.chars().all(char::is_uppercase)
                && rest.trim_start().starts_with(char::is_uppercase)
        })
        .map_or(sentence, |(_, rest)| rest.trim_start())
}

fn cut_at_dash(sentence: &str) -> Option<(&str, &str)> {
    let found = sentence.char_indices().find_map(|(at, c)| {
        let before = sentence.get(..at)?;
        let after = sentence.get(at + c.len_utf8()..)?;
        let dash = match c {
            '—' | '–' => true,
            '-' => after.starts_with('-') || (after.starts_with(' ') && (before.ends_with([' ', ')']))),
            _ => false,
        };
        dash.then(|| (before, after.trim_start_matches('-')))
    });
    let (head, tail) = found?;
    Some((head.trim(), tail.trim_start()))
}

/// True for a place and perhaps a date and an agency: capitals in front, an agency in parentheses at the end, or both.
fn is_dateline(head: &str) -> bool {
    let (place, agency) = match head.strip_suffix(')').and_then(|head| head.rsplit_once('(')) {
        Some((place, agency)) => (place.trim(), agency),
        None => (head, ""),
    };
    let is_agency = !agency.is_empty() && agency.split_whitespace().count() <= 4;
    if place.is_empty() {
        return is_agency;
    }
    let named = place
        .split([' ', ',', '/'])
        .filter(|word| !word.is_empty())
        .all(|word| {
            word.starts_with(|c: char| c.is_uppercase() || c.is_numeric())
                || matches!(
                    word,
                    "de" | "da" | "do" | "del" | "la" | "of" | "and" | "the" | "am" | "al"
                )
        });
    let first = place.split([' ', ',']).next().unwrap_or_default();
    let loud = first.chars().filter(|c| c.is_alphabetic()).count() >= 3
        && !first.chars().any(char::is_lowercase)
        && first.chars().any(char::is_uppercase);
    named && (is_agency || loud || (place.contains(',') && place.ends_with(|c: char| c.is_ascii_digit())))
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

fn begins_with(sentence: &str, word: &str) -> bool {
    sentence
        .strip_prefix(word)
        .is_some_and(|rest| is_unspaced(word) || !rest.starts_with(|c: char| c.is_alphanumeric()))
}

/// How well a trimmed sentence stands alone, known whether it is news or boilerplate.
pub(super) fn standing(sentence: &str, is_news: bool) -> Standing {
    let faults = form_faults(sentence) + if is_news { 0 } else { NOT_NEWS };
    if faults > 0 {
        return Standing::Faulty(faults + if leans(sentence) { FORM } else { 0 });
    }
    if leans(sentence) {
        Standing::Behind
    } else {
        Standing::Alone
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
        || start
            .split_whitespace()
            .take(OPENING_WORDS)
            .skip(1)
            .any(|word| EARLY_POINTERS.contains(&word.trim_matches([',', ';'])))
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

/// True when a sentence begins with a name that the text before gives in full: "Weiss said" behind "Mayor Anna Weiss".
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
    // Three dots are mostly where a teaser was cut off.
    if !ends(sentence) || spoken.ends_with(['?', '？', '؟', ':', '：', ';', '…']) || spoken.ends_with("...") {
        faults += FORM;
    }
    let start = sentence.trim_start_matches(is_opener);
    if start.starts_with(char::is_lowercase) || !start.starts_with(char::is_alphanumeric) {
        faults += FORM;
    }
    if is_numbered(sentence) || is_shouted(sentence) {
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

/// True for words of editors, web pages, photo desks and bylines rather than of the news.
pub(super) fn is_boilerplate(sentence: &str) -> bool {
    let lower = sentence.to_lowercase();
    BOILERPLATE.as_ref().is_some_and(|phrases| phrases.is_match(&lower))
        || is_byline(sentence, &lower)
        || sentence.contains(" | ")
        || sentence.split_whitespace().any(|word| {
            word.strip_prefix(['@', '#'])
                .is_some_and(|rest| rest.starts_with(char::is_alphabetic))
        })
        // What is left of a dateline that could not be cut off.
        || cut_at_dash(sentence).is_some_and(|(head, _)| head.chars().count() <= 70 && is_dateline(head))
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
