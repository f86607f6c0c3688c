//! What a translation must be to be shown. Words of two languages cannot be compared as those of one can, so what cannot be
//! told is refused: a quotation, a name that is not spelt alike, a number in words that the tables do not know. Numbers and
//! names must be the same in the same order, weekdays, months, negations, opposites and who says so must stand on both
//! sides. A plain verb or noun in the place of another passes; that is why translating is an admin's choice.

mod names;
mod numerals;
mod pairs;
mod tongues;

use unicode_segmentation::UnicodeSegmentation as _;

use super::words::{self, Word};
use super::{Refusal, brief, check_signs, is_english, quotations, wording};
use crate::digest::says_who;
use crate::places::Places;
use names::Named;
use numerals::{Numeral, numerals, units};
use tongues::plain;

pub use tongues::Tongue;

/// The least and the most letters of a faithful translation, for each letter of its sentence: `tests/it/model/translations.rs`
/// measures 0.79 to 1.09.
pub const LENGTHS: (f64, f64) = (0.65, 1.35);
/// So many letters do not count: an article or an auxiliary more in a short sentence.
const FREE_LETTERS: f64 = 8.0;
/// Negations so few words apart are one: "no … nada", "ne … aucun".
const ONE_NEGATION: usize = 5;
/// A sentence of fewer words may have none that holds it together.
const FEW_WORDS: usize = 6;

/// Words that speak to the reader or of the machine, and that news hardly needs.
const UNFIT: &[&str] = &[
    "please",
    "subscribe",
    "click",
    "tap",
    "download",
    "newsletter",
    "reader",
    "readers",
    "viewers",
    "donate",
    "donation",
    "password",
    "login",
    "bitcoin",
    "crypto",
    "giveaway",
    "prompt",
    "instruction",
    "instructions",
    "assistant",
    "json",
    "translation",
    "translate",
    "translated",
    "translator",
    "summary",
    "rewrite",
    "sorry",
    "here's",
    "http",
    "https",
];

/// What plainly says who claims something.
const CLAIMS: &[&str] = &[
    "said",
    "says",
    "told",
    "according",
    "announced",
    "claimed",
    "claims",
    "alleged",
    "allegedly",
    "reportedly",
];

/// A sentence that may be to be translated.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The words.
    pub text: &'a str,
    /// Their language; `None` for English, which stays as it is.
    pub tongue: Option<Tongue>,
}

/// The sentences of a story with their languages, where all are known and some is not English. Each comes with the language
/// that its article is said to be in.
pub fn sources<'a>(sentences: &[(&'a str, Option<&str>)]) -> Option<Vec<Source<'a>>> {
    let read = sentences.iter().map(|(text, said)| {
        let tongue = Tongue::of(text, *said);
        (tongue.is_some() || is_english(text)).then_some(Source { text, tongue })
    });
    let read: Vec<Source<'_>> = read.collect::<Option<_>>()?;
    read.iter().any(|source| source.tongue.is_some()).then_some(read)
}

/// Says beforehand why no translation of these sentences would be shown.
pub fn check_sources(sources: &[Source<'_>]) -> Result<(), Refusal> {
    match sources
        .iter()
        .any(|source| source.tongue.is_some() && quotes(source.text))
    {
        true => Err(Refusal::Quoted),
        false => Ok(()),
    }
}

/// The translated story, or why it is not shown. The answer is to be a JSON array with one sentence for each.
pub fn check(answer: &str, sources: &[Source<'_>], places: &Places) -> Result<String, Refusal> {
    check_sources(sources)?;
    let answer = answer.trim();
    // Models like to wrap data up as code.
    let bare = answer.strip_prefix("```json").or_else(|| answer.strip_prefix("```"));
    let bare = bare.and_then(|rest| rest.strip_suffix("```")).unwrap_or(answer);
    let told: Vec<String> = serde_json::from_str(bare).map_err(|_| Refusal::Count)?;
    if told.len() != sources.len() {
        return Err(Refusal::Count);
    }
    for (told, source) in told.iter().zip(sources) {
        match source.tongue {
            Some(tongue) => check_sentence(told, source.text, tongue, places)?,
            None if told == source.text => {}
            None => return Err(Refusal::Count),
        }
    }
    Ok(told.join(" "))
}

fn check_sentence(told: &str, source: &str, tongue: Tongue, places: &Places) -> Result<(), Refusal> {
    let source = plain(source);
    let (words, own) = (words::words(told), words::words(&source));
    if words.is_empty() {
        return Err(Refusal::Empty);
    }
    if quotes(told) {
        return Err(Refusal::Quoted);
    }
    check_form(told, &source)?;
    // Words such as "a" and "in" are of several languages.
    let english = words.iter().filter(|word| words::is_function(&word.folded)).count();
    let foreign = words.iter().filter(|word| tongue.is_function(word)).count();
    if english < foreign || (english == 0 && words.len() >= FEW_WORDS) {
        return Err(Refusal::Foreign);
    }
    if let Some(word) = wording::person(&words) {
        return Err(Refusal::Person(brief(word)));
    }
    if let Some(word) = wording::order(&words).or_else(|| wording::order_within(told, &words)) {
        return Err(Refusal::Order(brief(word)));
    }
    if let Some(word) = words.iter().find(|word| UNFIT.contains(&word.folded.as_str())) {
        return Err(Refusal::Person(brief(word.text)));
    }
    check_numbers((told, &words), (&source, &own), tongue)?;
    let english = Named::read(told, &words, "en", places);
    let foreign = Named::read(&source, &own, tongue.code(), places);
    names::check(&english, &foreign, tongue)?;
    let claims = |word: &Word<'_>| CLAIMS.contains(&word.folded.as_str());
    let attributed = says_who(&source) || own.iter().any(|word| tongue.is_reporting(word));
    // "The United States" states nothing.
    let verbs: Vec<Word<'_>> = words
        .iter()
        .filter(|word| !word.is_capitalised() || word.opens)
        .cloned()
        .collect();
    if attributed && !wording::is_attributed(&verbs) {
        return Err(Refusal::Attribution);
    }
    if let Some(word) = words.iter().find(|word| claims(word) && !attributed) {
        return Err(Refusal::Weight(brief(word.text)));
    }
    if negations(&words, wording::is_negation) != negations(&own, |word| tongue.is_negation(word)) {
        return Err(Refusal::Negation);
    }
    pairs::check(&words, &own, tongue)
}

/// One plain English sentence, about as long as the other.
fn check_form(told: &str, source: &str) -> Result<(), Refusal> {
    // Letters that look like others, and digits of other scripts.
    let unfit = |c: &char| {
        let strange = c.is_alphabetic() && !matches!(c, '\u{0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}');
        matches!(c, '\n' | '\\') || strange || (c.is_numeric() && !c.is_ascii_digit())
    };
    if let Some(sign) = told.chars().find(unfit) {
        return Err(Refusal::Sign(sign.to_string()));
    }
    check_signs(told, source)?;
    if !told.ends_with(['.', '!']) {
        return Err(Refusal::Unfinished);
    }
    if told.unicode_sentences().count() > source.unicode_sentences().count() {
        return Err(Refusal::Count);
    }
    let stretched = stretch(told, source);
    if stretched < LENGTHS.0 || stretched > LENGTHS.1 {
        return Err(Refusal::Stretched(stretched));
    }
    Ok(())
}

/// How many letters a translation has for each letter of its sentence; a few are free on both sides.
pub fn stretch(told: &str, source: &str) -> f64 {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count() as f64;
    (letters(told) + FREE_LETTERS) / (letters(source) + FREE_LETTERS)
}

fn check_numbers(told: (&str, &[Word<'_>]), source: (&str, &[Word<'_>]), tongue: Tongue) -> Result<(), Refusal> {
    let (own, theirs) = (
        numerals(told.0, told.1, None),
        numerals(source.0, source.1, Some(tongue)),
    );
    if own != theirs {
        let odd = own.iter().zip(&theirs).find(|(a, b)| a != b).map(|(a, _)| a);
        let odd = odd.or_else(|| own.get(theirs.len())).or_else(|| theirs.get(own.len()));
        return Err(Refusal::Number(odd.map(Numeral::text).map(brief).unwrap_or_default()));
    }
    let (own, theirs) = (units(told.0, told.1), units(source.0, source.1));
    match own
        .iter()
        .chain(&theirs)
        .find(|unit| own.contains(*unit) != theirs.contains(*unit))
    {
        Some(unit) => Err(Refusal::Number((*unit).to_owned())),
        None => Ok(()),
    }
}

/// How often something is negated.
fn negations(words: &[Word<'_>], is_one: impl Fn(&Word<'_>) -> bool) -> usize {
    let mut last: Option<usize> = None;
    let mut count = 0;
    for (at, _) in words.iter().enumerate().filter(|(_, word)| is_one(word)) {
        if last.is_none_or(|last| at - last > ONE_NEGATION) {
            count += 1;
        }
        last = Some(at);
    }
    count
}

/// True for a text with quotation marks.
fn quotes(text: &str) -> bool {
    text.contains(['"', '“', '”', '„', '‟', '«', '»', '‹', '›', '＂', '‘', '‚'])
        || quotations::quotations(text).is_none_or(|found| !found.is_empty())
}
