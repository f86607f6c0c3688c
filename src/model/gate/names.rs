//! Names: words with a capital letter where none is due.

use std::collections::HashSet;

use super::words::Word;

/// Words that stand between the parts of a name.
const CONNECTORS: &[&str] = &[
    "of", "the", "and", "de", "del", "la", "al", "el", "bin", "ibn", "da", "do", "dos", "van", "von", "der", "for",
];

const DAYS: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// The names of the sources.
pub(super) struct Names<'a> {
    /// Every word, as it stands and as its stem.
    any: HashSet<&'a str>,
    /// Words that are written with a capital.
    capitalised: HashSet<&'a str>,
    /// Words that are also written without one, and so are no names.
    plain: HashSet<&'a str>,
    /// Names of several words, each in its order.
    runs: Vec<Vec<&'a str>>,
}

impl<'a> Names<'a> {
    /// The names in these texts.
    pub(super) fn of(sources: &'a [(&'a str, &'a [Word<'a>])]) -> Self {
        let mut names = Self {
            any: HashSet::new(),
            capitalised: HashSet::new(),
            plain: HashSet::new(),
            runs: Vec::new(),
        };
        for (text, words) in sources {
            for word in words.iter() {
                names.any.extend([word.folded.as_str(), word.stem.as_str()]);
                // A capital at the start of a sentence says nothing of a word such as "they".
                if word.is_capitalised() && (word.is_telling() || !word.opens) {
                    names.capitalised.extend([word.folded.as_str(), word.stem.as_str()]);
                } else {
                    names.plain.insert(word.folded.as_str());
                }
            }
            for run in runs(text, words) {
                names
                    .runs
                    .push(run.into_iter().map(|word| word.stem.as_str()).collect());
            }
        }
        names
    }

    /// A word that looks like a name and is none of the sources', or two that belong together and do not there.
    pub(super) fn stranger(&self, rewrite: &str, words: &[Word<'_>]) -> Option<String> {
        for word in words.iter().filter(|word| word.is_capitalised()) {
            let known = |set: &HashSet<&str>| set.contains(word.folded.as_str()) || set.contains(word.stem.as_str());
            let fits = if word.opens {
                !word.is_telling() || known(&self.any)
            } else {
                known(&self.capitalised)
            };
            if !fits {
                return Some(word.text.to_owned());
            }
        }
        for run in runs(rewrite, words) {
            let proper: Vec<&Word<'_>> = run.into_iter().filter(|word| self.is_proper(word)).collect();
            for (first, second) in proper.iter().zip(proper.iter().skip(1)) {
                if !self.together(&first.stem, &second.stem) {
                    return Some(format!("{} {}", first.text, second.text));
                }
            }
        }
        None
    }

    /// True when two names or numbers of a sentence stand in the other order in the one it was made of.
    pub(super) fn are_swapped(&self, told: &[Word<'_>], source: &[Word<'_>]) -> bool {
        let items = |words: &[Word<'_>]| -> Vec<String> {
            let of_note = words
                .iter()
                .filter(|word| word.has_digit() || (word.is_capitalised() && self.is_proper(word)))
                // When something was may be said earlier or later.
                .filter(|word| !DAYS.contains(&word.folded.as_str()));
            of_note.map(|word| word.stem.clone()).collect()
        };
        let source = items(source);
        let mut seen = HashSet::new();
        let mut from = 0;
        for item in items(told).into_iter().filter(|item| seen.insert(item.clone())) {
            let Some(first) = source.iter().position(|known| *known == item) else {
                continue;
            };
            match source.iter().skip(from).position(|known| *known == item) {
                Some(at) => from += at,
                None if first < from => return true,
                None => {}
            }
        }
        false
    }

    /// True when a capitalised word is part of a name, not one that the sources also write small.
    fn is_proper(&self, word: &Word<'_>) -> bool {
        word.is_telling() && !self.plain.contains(word.folded.as_str())
    }

    fn together(&self, first: &str, second: &str) -> bool {
        self.runs.iter().any(|run| {
            run.iter()
                .position(|word| *word == first)
                .is_some_and(|at| run.iter().skip(at + 1).any(|word| *word == second))
        })
    }
}

/// The stretches of capitalised words with nothing but connectors between them.
fn runs<'w, 'a>(text: &str, words: &'w [Word<'a>]) -> Vec<Vec<&'w Word<'a>>> {
    let mut found: Vec<Vec<&Word<'_>>> = Vec::new();
    let mut run: Vec<&Word<'_>> = Vec::new();
    let mut behind = 0;
    for word in words {
        let between = text.get(behind..word.start).unwrap_or_default();
        behind = word.end;
        let close = between
            .chars()
            .all(|c| matches!(c, ' ' | '\u{a0}' | '-' | '‑' | '\'' | '’' | '.'))
            && between.chars().filter(|c| *c == '.').count()
                <= usize::from(run.last().is_some_and(|last| is_short(last)));
        if !close {
            found.push(std::mem::take(&mut run));
        }
        if word.is_capitalised() {
            run.push(word);
        } else if !CONNECTORS.contains(&word.folded.as_str()) || word.folded == "and" {
            found.push(std::mem::take(&mut run));
        }
    }
    found.push(run);
    found.retain(|run| run.len() > 1);
    found
}

/// True for an initial or an abbreviated title, behind which a full stop ends no sentence.
fn is_short(word: &Word<'_>) -> bool {
    word.text.chars().count() <= 4
}
