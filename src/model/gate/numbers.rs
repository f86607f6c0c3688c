//! Numbers and what they count.

use std::collections::HashSet;

use super::words::Word;

/// A number in a text.
#[derive(Clone, Debug)]
struct Number<'a> {
    /// As written.
    text: &'a str,
    value: f64,
    /// What is written at it: "%", "dollar", a suffix such as "th".
    sign: Option<&'static str>,
    suffix: &'a str,
    /// Which word stands behind it.
    next: usize,
    /// Its first word.
    first: usize,
}

/// The first number of a rewrite that does not stand in the sources with what it counts there.
pub(super) fn invented<'a>(rewrite: &'a str, words: &[Word<'a>], sources: &[(&str, &[Word<'_>])]) -> Option<&'a str> {
    let known: Vec<(Number<'_>, &[Word<'_>])> = sources
        .iter()
        .flat_map(|(text, words)| numbers(text, words).into_iter().map(move |number| (number, *words)))
        .collect();
    let tokens: HashSet<&str> = sources
        .iter()
        .flat_map(|(_, words)| words.iter().map(|word| word.folded.as_str()))
        .collect();
    let mixed = words
        .iter()
        .find(|word| word.has_digit() && value(word.text).is_none() && !tokens.contains(word.folded.as_str()));
    if let Some(word) = mixed {
        return Some(word.text);
    }
    numbers(rewrite, words)
        .into_iter()
        .find(|number| !known.iter().any(|(source, around)| number.is(words, source, around)))
        .map(|number| number.text)
}

impl Number<'_> {
    /// True when this number and what it counts stand in a source.
    fn is(&self, words: &[Word<'_>], source: &Number<'_>, around: &[Word<'_>]) -> bool {
        let same = (self.value - source.value).abs() <= source.value.abs() * 1e-9;
        if !same || self.sign != source.sign || self.suffix != source.suffix {
            return false;
        }
        let counted = words.get(self.next).filter(|word| word.is_telling() && !word.opens);
        let Some(counted) = counted else { return true };
        let behind = around.iter().skip(source.next).take(COUNTED);
        let before = source.first.checked_sub(1).and_then(|at| around.get(at));
        behind.chain(before).any(|word| word.stem == counted.stem)
    }
}

/// True for a word that is held against the sources as a number, or as what stands at one.
pub(super) fn is_number(word: &Word<'_>) -> bool {
    let money = ["dollar", "euro", "pound", "rupee", "percent", "cent"];
    value(word.text).is_some() || small(&word.folded).is_some() || money.contains(&word.folded.trim_end_matches('s'))
}

/// How many words behind a number may say what it counts: "12 more young people".
const COUNTED: usize = 4;

/// The numbers of a text.
fn numbers<'a>(text: &'a str, words: &[Word<'a>]) -> Vec<Number<'a>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let first = at;
        let (mut number, suffix) = match (value(word.text), small(&word.folded), scale(&word.folded)) {
            (Some((number, suffix)), ..) => (number, suffix),
            (None, Some(number), _) => (number, ""),
            (None, None, Some(scale)) => (scale, ""),
            (None, None, None) => {
                at += 1;
                continue;
            }
        };
        at += 1;
        while let Some(next) = words.get(at) {
            let gap = words.get(at - 1).and_then(|last| text.get(last.end..next.start));
            if !matches!(gap, Some(" " | "-" | "\u{a0}")) {
                break;
            }
            if let Some(scale) = scale(&next.folded) {
                number *= scale;
            } else if let (Some(ones), true) = (small(&next.folded), spelt_tens(number, word)) {
                if ones >= 10.0 {
                    break;
                }
                number += ones;
            } else {
                break;
            }
            at += 1;
        }
        // "One" alone is a pronoun more often than a number.
        if at == first + 1 && word.folded == "one" {
            continue;
        }
        let end = words.get(at - 1).map_or(word.end, |last| last.end);
        let (sign, more) = sign(text, word.start, end, words.get(at..).unwrap_or_default());
        let minus = text.get(..word.start).is_some_and(|before| {
            let mut letters = before.chars().rev();
            matches!(letters.next(), Some('-' | '−')) && letters.next().is_none_or(char::is_whitespace)
        });
        found.push(Number {
            text: text.get(word.start..end).unwrap_or(word.text),
            value: if minus { -number } else { number },
            sign,
            suffix,
            next: at + more,
            first,
        });
        at = first.max(at);
    }
    found
}

/// True for "twenty" and its like, spelt out.
fn spelt_tens(number: f64, word: &Word<'_>) -> bool {
    !word.has_digit() && (20.0..=90.0).contains(&number) && number % 10.0 == 0.0
}

/// The sign at a number, and how many of the words behind it belong to the sign.
fn sign(text: &str, start: usize, end: usize, behind: &[Word<'_>]) -> (Option<&'static str>, usize) {
    let before = text
        .get(..start)
        .and_then(|before| before.trim_end().chars().next_back());
    let after = text.get(end..).and_then(|after| after.trim_start().chars().next());
    let currency = |c: Option<char>| match c {
        Some('$') => Some("dollar"),
        Some('€') => Some("euro"),
        Some('£') => Some("pound"),
        Some('¥') => Some("yuan or yen"),
        Some('₹') => Some("rupee"),
        _ => None,
    };
    if let Some(sign) = currency(before).or_else(|| currency(after)) {
        return (Some(sign), 0);
    }
    match after {
        Some('%') => return (Some("%"), 0),
        Some('°') => return (Some("°"), 0),
        _ => {}
    }
    let word = |at: usize| behind.get(at).map(|word| word.folded.as_str());
    match (word(0), word(1)) {
        (Some("percent"), _) => (Some("%"), 1),
        (Some("per"), Some("cent")) => (Some("%"), 2),
        (Some("dollar" | "dollars"), _) => (Some("dollar"), 1),
        (Some("euro" | "euros"), _) => (Some("euro"), 1),
        (Some("pound" | "pounds"), _) => (Some("pound"), 1),
        (Some("rupee" | "rupees"), _) => (Some("rupee"), 1),
        _ => (None, 0),
    }
}

/// The value of a word that begins with a digit, and the letters behind it. `None` for times and mixtures, which must
/// stand in the sources as they are.
fn value(word: &str) -> Option<(f64, &str)> {
    let end = word
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, ',' | '.' | ':')))
        .unwrap_or(word.len());
    let (digits, suffix) = word.split_at(end);
    if digits.is_empty() || digits.contains(':') || suffix.contains(|c: char| c.is_numeric()) {
        return None;
    }
    let groups: Vec<&str> = digits.split([',', '.']).collect();
    let grouped = groups.len() > 1 && groups.iter().skip(1).all(|group| group.len() == 3);
    let plain = if grouped {
        groups.concat()
    } else {
        digits.replace(',', ".")
    };
    let (times, suffix) = match suffix {
        "k" | "K" => (1e3, ""),
        "m" | "mn" => (1e6, ""),
        "bn" => (1e9, ""),
        other => (1.0, other),
    };
    Some((plain.parse::<f64>().ok()? * times, suffix))
}

/// The value of a number below a hundred that is spelt out in one word.
pub(super) fn small(word: &str) -> Option<f64> {
    let all = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    let tens = [
        "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
    ];
    let counted = |list: &[&str]| {
        list.iter()
            .zip(0_u8..)
            .find(|(name, _)| **name == word)
            .map(|(_, at)| at)
    };
    counted(&all)
        .map(f64::from)
        .or_else(|| counted(&tens).map(|at| f64::from(at + 2) * 10.0))
}

/// What a word multiplies by.
pub(super) fn scale(word: &str) -> Option<f64> {
    Some(match word {
        "dozen" => 12.0,
        "hundred" => 1e2,
        "thousand" => 1e3,
        "million" | "m" => 1e6,
        "billion" | "bn" => 1e9,
        "trillion" | "tn" => 1e12,
        _ => return None,
    })
}
