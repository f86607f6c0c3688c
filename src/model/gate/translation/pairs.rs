//! Words that must stand on both sides of a translation, and words that names are translated with.

use std::sync::LazyLock;

use super::super::words::Word;
use super::super::{Refusal, brief};
use super::tongues::{Tongue, matches};

/// What one side of a pair asks of the other.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// Each side needs the other.
    Both,
    /// The English needs the source.
    Told,
    /// The source needs the English.
    Source,
    /// Neither: parts of names.
    Name,
}

struct Pair {
    way: Way,
    english: Vec<&'static str>,
    /// By [`Tongue::column`]; empty where the language is not compared.
    others: Vec<Vec<&'static str>>,
}

/// The rows of `pairs.tsv`.
static PAIRS: LazyLock<Vec<Pair>> =
    LazyLock::new(|| include_str!("pairs.tsv").lines().filter_map(Pair::read).collect());

impl Pair {
    fn read(line: &'static str) -> Option<Self> {
        let mut cells = line.split('\t');
        let way = match cells.next()? {
            "=" => Way::Both,
            "<" => Way::Told,
            ">" => Way::Source,
            "~" => Way::Name,
            _ => return None,
        };
        let words = |cell: &'static str| cell.split_whitespace().filter(|word| *word != "-").collect::<Vec<_>>();
        Some(Self {
            way,
            english: words(cells.next()?),
            others: cells.map(words).collect(),
        })
    }

    fn other(&self, tongue: Tongue) -> &[&'static str] {
        self.others.get(tongue.column()).map_or(&[], Vec::as_slice)
    }
}

/// Fails where one side has a word that the other lacks.
pub(super) fn check(told: &[Word<'_>], source: &[Word<'_>], tongue: Tongue) -> Result<(), Refusal> {
    for pair in PAIRS.iter().filter(|pair| pair.way != Way::Name) {
        let other = pair.other(tongue);
        if other.is_empty() {
            continue;
        }
        match (find(&pair.english, told), find(other, source)) {
            (Some(word), None) if pair.way != Way::Source => return Err(Refusal::Weight(brief(word))),
            (None, Some(word)) if pair.way != Way::Told => return Err(Refusal::Dropped(brief(word))),
            _ => {}
        }
    }
    Ok(())
}

/// True when an English word translates a word of the source.
pub(super) fn translates(english: &Word<'_>, source: &[Word<'_>], tongue: Tongue) -> bool {
    let mut rows = PAIRS.iter().filter(|pair| means(&pair.english, english));
    rows.any(|pair| find(pair.other(tongue), source).is_some())
}

/// True when a word of the source is translated by an English one.
pub(super) fn is_translated(source: &Word<'_>, told: &[Word<'_>], tongue: Tongue) -> bool {
    let mut rows = PAIRS.iter().filter(|pair| means(pair.other(tongue), source));
    rows.any(|pair| find(&pair.english, told).is_some())
}

fn means(patterns: &[&str], word: &Word<'_>) -> bool {
    patterns
        .iter()
        .flat_map(|pattern| pattern.split('_'))
        .any(|pattern| matches(pattern, word))
}

/// The first word at which a pattern, of one word or several, stands.
fn find<'a>(patterns: &[&str], words: &[Word<'a>]) -> Option<&'a str> {
    let stands = |pattern: &str, at: usize| {
        let mut parts = pattern.split('_').zip(at..);
        parts.all(|(part, at)| words.get(at).is_some_and(|word| matches(part, word)))
    };
    let mut places = words.iter().zip(0..);
    places
        .find(|(_, at)| patterns.iter().any(|pattern| stands(pattern, *at)))
        .map(|(word, _)| word.text)
}
