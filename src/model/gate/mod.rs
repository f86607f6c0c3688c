//! What a language model's text must be to be shown: nothing that the story's own articles do not say, as far as words
//! can tell. Pure. The gate knows English; texts in other languages are not let through.

mod names;
mod numbers;
mod quotations;
pub mod translation;
mod wording;
mod words;

use std::collections::{BTreeSet, HashSet};

use unicode_segmentation::UnicodeSegmentation as _;

use crate::places::{Country, Places, Untagged};
use names::Names;
use words::Word;

pub use words::is_english;

/// The most words a rewrite may have; that of a story whose sentences have more, as many as they.
pub const MOST_WORDS: usize = 60;
/// So many words a rewrite may have more than the sentences: joining two takes some.
const MORE_WORDS: usize = 8;
/// The least share of a rewrite's telling words that stand in the story's sentences or headline. Of people's faithful
/// sentences half to nine tenths reach it against the two sentences of the article that are nearest; no text about another
/// event reaches 0.3. `tests/it/model/measured.rs` draws the curve.
pub const OVERLAP: f64 = 0.6;
/// The same for each of its sentences, so that none hides behind the others.
pub const SENTENCE_OVERLAP: f64 = 0.5;
/// How much of an article is compared, in bytes: what a summary tells stands near its start.
const READ: usize = 20_000;

/// What a rewrite is held against.
#[derive(Clone, Debug)]
pub struct Evidence<'a> {
    /// The headline of the story.
    pub headline: &'a str,
    /// Its verbatim sentences.
    pub sentences: Vec<&'a str>,
    /// The articles they stand in: title and text.
    pub articles: Vec<(&'a str, &'a str)>,
    /// The countries that these articles mention.
    pub countries: BTreeSet<Country>,
}

/// Why a rewrite is not shown. No more of it is repeated than the words that it fails by.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Refusal {
    /// Nothing was written.
    #[error("it is empty")]
    Empty,
    /// More words than allowed.
    #[error("it has {words} words, more than {most}")]
    Long {
        /// Its words.
        words: usize,
        /// The most.
        most: usize,
    },
    /// It does not end as a sentence does.
    #[error("it breaks off")]
    Unfinished,
    /// Addresses, handles, markup, pictures, questions.
    #[error("{0:?} does not belong into a summary")]
    Sign(String),
    /// It speaks of itself or to the reader.
    #[error("it speaks to the reader or of itself ({0:?})")]
    Person(String),
    /// It tells the reader what to do.
    #[error("it tells the reader what to do ({0:?})")]
    Order(String),
    /// A name that the sentences and the headline do not have.
    #[error("its sentences do not name {0:?}")]
    Name(String),
    /// A number that the sentences and the headline do not have, or not of this.
    #[error("its sentences do not give the number {0:?} for this")]
    Number(String),
    /// A country that the sources do not mention.
    #[error("its articles do not mention {0}")]
    Place(&'static str),
    /// A quotation that the sentences and the headline do not have.
    #[error("nobody is quoted so in its sentences: {0:?}")]
    Quotation(String),
    /// A word that turns or weighs the news and is not in the sentences.
    #[error("its sentences do not say {0:?}")]
    Weight(String),
    /// A word that stands nowhere in the sources. One such word is enough to turn the news around.
    #[error("its articles do not use the word {0:?}")]
    Word(String),
    /// Names or numbers in another order than in the sentence they come from: who did what to whom may be swapped.
    #[error("its names or numbers stand in another order than in its sentences")]
    Swapped,
    /// A negation more or less.
    #[error("it says \"not\" where its sentences do not, or leaves it out")]
    Negation,
    /// It makes sure what the sentences leave open.
    #[error("it leaves out that something is not certain")]
    Certainty,
    /// It leaves out who says so.
    #[error("it leaves out who says so")]
    Attribution,
    /// No list of as many sentences as were to be translated.
    #[error("it is not one sentence for each that was given")]
    Count,
    /// Somebody is quoted, in the sentences or the translation.
    #[error("somebody is quoted, and quotations cannot be compared across languages")]
    Quoted,
    /// A translation far shorter or longer than its sentence.
    #[error("it is {0:.2} times as long as its sentence")]
    Stretched(f64),
    /// A word of the sentence has no counterpart in its translation.
    #[error("it leaves out {0:?}")]
    Dropped(String),
    /// A translation into another language.
    #[error("it is not in English")]
    Foreign,
    /// It has too little in common with the sentences.
    #[error("it has too few words in common with its sentences ({0:.2})")]
    Overlap(f64),
}

/// Lets a rewrite through, or says why not. The story's sentences themselves always pass, whole and in any order.
pub fn check(rewrite: &str, evidence: &Evidence<'_>, places: &Places) -> Result<(), Refusal> {
    let rewrite = rewrite.trim();
    if words::words(rewrite).is_empty() {
        return Err(Refusal::Empty);
    }
    check_length(rewrite, evidence)?;
    let told = without_verbatim(rewrite, &evidence.sentences);
    let told = told.trim();
    if told.is_empty() {
        return Ok(());
    }
    let story = evidence.sentences.join("\n");
    check_signs(told, &story)?;
    if !told
        .trim_end_matches(['"', '”', '’', '\'', ')', '»'])
        .ends_with(['.', '!'])
    {
        return Err(Refusal::Unfinished);
    }
    // The model was given these and no more: what else its text says it cannot know.
    let given = [story.as_str(), evidence.headline];
    let read = given.map(words::words);
    let sources: Vec<(&str, &[Word<'_>])> = given.into_iter().zip(read.iter().map(Vec::as_slice)).collect();
    let words = words::words(told);
    if let Some(quotation) = quotations::invented(told, &given) {
        return Err(Refusal::Quotation(brief(&quotation)));
    }
    // Who is quoted may say "we".
    let marks = |start: usize| told.get(..start).unwrap_or_default().matches(['"', '“', '”']).count();
    let unquoted: Vec<Word<'_>> = words
        .iter()
        .filter(|word| marks(word.start) % 2 == 0)
        .cloned()
        .collect();
    if let Some(word) = wording::person(&unquoted) {
        return Err(Refusal::Person(brief(word)));
    }
    if let Some(word) = wording::order(&words) {
        return Err(Refusal::Order(brief(word)));
    }
    if let Some(number) = numbers::invented(told, &words, &sources) {
        return Err(Refusal::Number(brief(number)));
    }
    let names = Names::of(&sources);
    if let Some(name) = names.stranger(told, &words) {
        return Err(Refusal::Name(brief(&name)));
    }
    check_countries(told, &story, evidence, places)?;
    check_meaning(told, &words, evidence, &names)
}

fn check_length(rewrite: &str, evidence: &Evidence<'_>) -> Result<(), Refusal> {
    let count = |text: &str| words::words(text).len();
    let own: usize = evidence.sentences.iter().map(|sentence| count(sentence)).sum();
    let most = (own + MORE_WORDS).min(MOST_WORDS).max(own);
    let words = count(rewrite);
    if words > most {
        return Err(Refusal::Long { words, most });
    }
    Ok(())
}

/// What is left of a rewrite without the sentences that it repeats whole.
fn without_verbatim(rewrite: &str, sentences: &[&str]) -> String {
    let mut left = rewrite.to_owned();
    for sentence in sentences
        .iter()
        .map(|sentence| sentence.trim())
        .filter(|sentence| !sentence.is_empty())
    {
        if let Some((before, behind)) = left.split_once(sentence) {
            let begins = before.trim().is_empty() || before.trim_end().ends_with(['.', '!', '?', '"', '”', '\n']);
            if begins && !behind.starts_with(char::is_alphanumeric) {
                left = format!("{}\n{}", before.trim_end(), behind.trim_start());
            }
        }
    }
    left
}

/// Marks of addresses, markup and of anything but plain sentences; those that the sentences have themselves may stay.
fn check_signs(told: &str, story: &str) -> Result<(), Refusal> {
    const MARKS: &[char] = &[
        '<', '>', '*', '_', '`', '#', '@', '|', '\\', '[', ']', '{', '}', '=', '~', '^', '?', '!', '/', '•', '¿', '¡',
        ';',
    ];
    for c in told.chars() {
        let plain = c.is_alphanumeric()
            || unicode_normalization::char::is_combining_mark(c)
            || matches!(
                c,
                ' ' | '\n'
                    | '\u{a0}'
                    | '.'
                    | ','
                    | ':'
                    | '\''
                    | '"'
                    | '’'
                    | '‘'
                    | '“'
                    | '”'
                    | '«'
                    | '»'
                    | '‹'
                    | '›'
                    | '„'
                    | '('
                    | ')'
                    | '-'
                    | '‑'
                    | '–'
                    | '—'
                    | '…'
                    | '%'
                    | '°'
                    | '&'
                    | '+'
                    | '−'
                    | '$'
                    | '€'
                    | '£'
                    | '¥'
                    | '₹'
            );
        let own = story.contains(c) && (MARKS.contains(&c) && !matches!(c, '@' | '<' | '>' | '`' | '#'));
        if !plain && !own {
            return Err(Refusal::Sign(c.to_string()));
        }
    }
    for word in told.split_whitespace() {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        let lower = word.to_lowercase();
        // "evil.example", not "U.S." or "3.5".
        let dotted = word.split('.').count() > 1
            && word
                .split('.')
                .all(|part| part.chars().count() > 1 && part.chars().all(|c| c.is_alphanumeric() || c == '-'))
            && word
                .rsplit('.')
                .next()
                .is_some_and(|end| end.chars().all(char::is_alphabetic));
        if dotted || lower.contains("http") || lower.starts_with("www") || lower.contains("://") {
            return Err(Refusal::Sign(brief(word)));
        }
    }
    Ok(())
}

fn check_countries(told: &str, story: &str, evidence: &Evidence<'_>, places: &Places) -> Result<(), Refusal> {
    let tag = |text: &str| {
        let article = Untagged {
            title: "",
            text,
            language: Some("en"),
            ..Untagged::default()
        };
        places.tag(&article).countries()
    };
    let strange = tag(told).difference(&evidence.countries).copied().collect::<Vec<_>>();
    if strange.is_empty() {
        return Ok(());
    }
    // A short text may be read otherwise than a long one.
    let own = tag(&format!("{}\n{story}", evidence.headline));
    match strange.into_iter().find(|country| !own.contains(country)) {
        Some(country) => Err(Refusal::Place(country.name())),
        None => Ok(()),
    }
}

fn check_meaning(told: &str, words: &[Word<'_>], evidence: &Evidence<'_>, names: &Names<'_>) -> Result<(), Refusal> {
    let sentences: Vec<Vec<Word<'_>>> = evidence
        .sentences
        .iter()
        .map(|sentence| words::words(sentence))
        .collect();
    let headline = words::words(evidence.headline);
    let own = stems(sentences.iter().flatten().chain(&headline));
    if let Some(word) = wording::foreign_weight(words, &own) {
        return Err(Refusal::Weight(brief(word)));
    }
    let articles: Vec<Word<'_>> = evidence
        .articles
        .iter()
        .flat_map(|(title, text)| [*title, beginning(text)])
        .flat_map(words::words)
        .collect();
    let known = stems(&articles);
    let new = words.iter().find(|word| {
        let stem = word.stem.as_str();
        word.is_telling() && !numbers::is_number(word) && !own.contains(stem) && !known.contains(stem)
    });
    if let Some(word) = new {
        return Err(Refusal::Word(brief(word.text)));
    }
    check_negations(words, &sentences)?;
    let whole = share(words, &own);
    if whole < OVERLAP {
        return Err(Refusal::Overlap(whole));
    }
    for sentence in told.unicode_sentences() {
        let words = words::words(sentence);
        let common = share(&words, &own);
        if common < SENTENCE_OVERLAP {
            return Err(Refusal::Overlap(common));
        }
        let Some(source) = nearest(&words, &sentences) else {
            continue;
        };
        if wording::doubts(source) > wording::doubts(&words)
            || (wording::is_yet_to_be(source) && !wording::is_yet_to_be(&words))
        {
            return Err(Refusal::Certainty);
        }
        if wording::is_attributed(source) && !wording::is_attributed(&words) {
            return Err(Refusal::Attribution);
        }
        if names.are_swapped(&words, source) {
            return Err(Refusal::Swapped);
        }
    }
    Ok(())
}

/// What is negated in a rewrite is negated in the sentences, and what they negate is not told without.
fn check_negations(words: &[Word<'_>], sentences: &[Vec<Word<'_>>]) -> Result<(), Refusal> {
    let told = wording::negated(words, 3);
    let known: Vec<Vec<&str>> = sentences.iter().flat_map(|words| wording::negated(words, 4)).collect();
    let shares = |a: &[&str], b: &[&str]| a.is_empty() || a.iter().any(|word| b.contains(word));
    if told.len() > known.len()
        || told
            .iter()
            .any(|about| !known.iter().any(|source| shares(about, source)))
    {
        return Err(Refusal::Negation);
    }
    let stems = stems(words);
    let reaching = wording::negated(words, 6);
    for about in sentences.iter().flat_map(|sentence| wording::negated(sentence, 1)) {
        let is_told = about.iter().any(|word| stems.contains(word));
        let is_negated = reaching
            .iter()
            .any(|negated| about.iter().any(|word| negated.contains(word)));
        if is_told && !is_negated {
            return Err(Refusal::Negation);
        }
    }
    Ok(())
}

fn stems<'w>(words: impl IntoIterator<Item = &'w Word<'w>>) -> HashSet<&'w str> {
    words.into_iter().map(|word| word.stem.as_str()).collect()
}

/// The sentence of the story that a sentence has most words in common with.
fn nearest<'s, 'a>(words: &[Word<'_>], sentences: &'s [Vec<Word<'a>>]) -> Option<&'s [Word<'a>]> {
    let common = |sentence: &[Word<'_>]| {
        let stems: HashSet<&str> = sentence.iter().map(|word| word.stem.as_str()).collect();
        words
            .iter()
            .filter(|word| word.is_telling() && stems.contains(word.stem.as_str()))
            .count()
    };
    sentences
        .iter()
        .map(Vec::as_slice)
        .max_by_key(|sentence| common(sentence))
}

/// The share of a text's telling words that are among these stems; 1 for a text without any.
fn share(words: &[Word<'_>], stems: &HashSet<&str>) -> f64 {
    let telling: HashSet<&str> = words
        .iter()
        .filter(|word| word.is_telling())
        .map(|word| word.stem.as_str())
        .collect();
    if telling.is_empty() {
        return 1.0;
    }
    telling.intersection(stems).count() as f64 / telling.len() as f64
}

/// The shares that [`check`] compares: of a text's telling words in the sentences and headline, and in all sources.
pub fn overlaps(text: &str, evidence: &Evidence<'_>) -> (f64, f64) {
    let words = words::words(text);
    let own: Vec<Word<'_>> = evidence
        .sentences
        .iter()
        .chain([&evidence.headline])
        .flat_map(|text| words::words(text))
        .collect();
    let articles = evidence
        .articles
        .iter()
        .flat_map(|(title, text)| [*title, beginning(text)]);
    let all: Vec<Word<'_>> = articles.flat_map(words::words).collect();
    let stems = |words: &[Word<'_>]| words.iter().map(|word| word.stem.clone()).collect::<HashSet<_>>();
    let (own, all) = (stems(&own), stems(&all));
    let refs = |set: &HashSet<String>| share(&words, &set.iter().map(String::as_str).collect());
    (refs(&own), refs(&all))
}

/// The part of an article that is compared.
fn beginning(text: &str) -> &str {
    let mut end = READ.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or(text)
}

/// A few words of what was refused, for the log.
fn brief(words: &str) -> String {
    crate::reply::shortened(words, 40)
}
