//! What the tagger makes of an article and why, for people.

use std::collections::BTreeMap;

use super::context::settle;
use super::focus::LEAD_BYTES;
use super::gazetteer::Gazetteer;
use super::rule::{Aside, Rule};
use super::sightings::Document;
use super::tagger::{Mention, Part, Tags, Untagged};
use super::{Country, Focus};

/// Letters that are looked at for an article's script: a few sentences.
const LETTERS: usize = 400;

/// What the tagger found in an article and why.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Explanation {
    /// The language that the article's script and words tell, as a BCP 47 tag; two where it may be either, none where it
    /// could not be told: then names of all languages count.
    pub languages: Vec<&'static str>,
    /// The mentions, each with its rule, and the focus: what [`super::Places::tag`] gives.
    pub tags: Tags,
    /// Names and phrases that the tables know and that are no mentions here, in reading order.
    pub set_aside: Vec<SetAside>,
}

/// Words that are no mention, although the tables know them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetAside {
    /// The words as they stand.
    pub words: String,
    /// Where they stand.
    pub part: Part,
    /// Byte offset of their start in that part.
    pub start: usize,
    /// Byte offset behind their end.
    pub end: usize,
    /// The countries that they can name, the likeliest first; none for a phrase that names no country.
    pub countries: Vec<Country>,
    /// Why they do not here.
    pub reason: Aside,
}

/// How often an article names a country, and where: what its share of the focus is made of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weight {
    /// The country.
    pub country: Country,
    /// Its score when the article is about it; `None` when it is merely mentioned.
    pub score: Option<f64>,
    /// Mentions in the headline.
    pub title: usize,
    /// Mentions at the start of the text.
    pub lead: usize,
    /// Mentions further down.
    pub text: usize,
}

impl Weight {
    /// All its mentions.
    pub fn mentions(&self) -> usize {
        self.title + self.lead + self.text
    }
}

impl Tags {
    /// The mention beside this one (by its index) that settles what it means, where its rule is an address.
    pub fn beside(&self, index: usize) -> Option<&Mention> {
        let mention = self.mentions.get(index)?;
        let other = match mention.rule? {
            Rule::Address => self.mentions.get(index + 1),
            Rule::AddressEnd => self.mentions.get(index.checked_sub(1)?),
            _ => None,
        };
        other.filter(|other| other.part == mention.part)
    }

    /// Every country with what its focus is made of: those the article is about first, best first, then those it merely
    /// mentions, most named first.
    pub fn weights(&self) -> Vec<Weight> {
        let mut weights: BTreeMap<Country, Weight> = BTreeMap::new();
        for mention in &self.mentions {
            let weight = weights.entry(mention.country).or_insert(Weight {
                country: mention.country,
                score: None,
                title: 0,
                lead: 0,
                text: 0,
            });
            match mention.part {
                Part::Title => weight.title += 1,
                Part::Text if mention.start < LEAD_BYTES => weight.lead += 1,
                Part::Text => weight.text += 1,
            }
        }
        for Focus { country, score } in &self.focus {
            if let Some(weight) = weights.get_mut(country) {
                weight.score = Some(*score);
            }
        }
        let place = |country: Country| self.focus.iter().position(|focus| focus.country == country);
        let mut weights: Vec<Weight> = weights.into_values().collect();
        weights.sort_by_key(|weight| {
            let place = place(weight.country).unwrap_or(usize::MAX);
            (place, usize::MAX - weight.mentions())
        });
        weights
    }
}

/// What is found in an article, and why.
pub(super) fn explain(gazetteer: &Gazetteer, article: &Untagged<'_>) -> Explanation {
    let document = Document::read(gazetteer, article);
    let sightings = document.sightings();
    let context = settle(&document, &sightings);
    let set_aside = sightings.iter().enumerate().filter_map(|(index, sighting)| {
        let reason = context.aside(index)?;
        let place = document.place(sighting)?;
        let mut countries = Vec::new();
        for sense in &sighting.entry.senses {
            if !countries.contains(&sense.country) {
                countries.push(sense.country);
            }
        }
        Some(SetAside {
            words: place.words.to_owned(),
            part: place.part,
            start: place.start,
            end: place.start + place.words.len(),
            countries,
            reason,
        })
    });
    Explanation {
        languages: languages(&document),
        set_aside: set_aside.collect(),
        tags: context.tags(article),
    }
}

/// The languages that an article's script and words tell.
fn languages(document: &Document<'_>) -> Vec<&'static str> {
    let mut counts: BTreeMap<Script, usize> = BTreeMap::new();
    let letters = document.bodies.iter().flat_map(|body| body.text.chars());
    for letter in letters.filter(|c| c.is_alphabetic()).take(LETTERS) {
        *counts.entry(Script::of(letter)).or_default() += 1;
    }
    let script = counts
        .into_iter()
        .max_by_key(|(_, count)| *count)
        .map(|(script, _)| script);
    match script {
        Some(Script::Cyrillic) => cyrillic(document),
        Some(Script::Arabic) => vec!["ar"],
        Some(Script::Devanagari) => vec!["hi"],
        Some(Script::Han) => vec!["zh"],
        Some(Script::Latin) => document.speech.language().into_iter().collect(),
        None => Vec::new(),
    }
}

/// Russian or Ukrainian, by the letters that only one of them has; both where a short text has none.
fn cyrillic(document: &Document<'_>) -> Vec<&'static str> {
    let holds = |letters: &[char]| document.bodies.iter().any(|body| body.text.contains(letters));
    match (holds(&['ы', 'э', 'ё', 'ъ']), holds(&['і', 'ї', 'є', 'ґ'])) {
        (true, false) => vec!["ru"],
        (false, true) => vec!["uk"],
        _ => vec!["ru", "uk"],
    }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Script {
    Latin,
    Cyrillic,
    Arabic,
    Devanagari,
    Han,
}

impl Script {
    /// The script of a letter, by the Unicode blocks of the languages that have a table; any other counts as Latin.
    fn of(letter: char) -> Self {
        match letter {
            '\u{400}'..='\u{52f}' => Self::Cyrillic,
            '\u{600}'..='\u{77f}' => Self::Arabic,
            '\u{900}'..='\u{97f}' => Self::Devanagari,
            '\u{3400}'..='\u{9fff}' => Self::Han,
            _ => Self::Latin,
        }
    }
}
