//! Which countries a text mentions, where, and which it is about.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::Country;
use super::context::{Context, Reading, settle};
use super::focus::focus;
use super::gazetteer::Gazetteer;
use super::language::Speech;
use super::rule::Rule;
use super::sightings::{Body, Document, Sighting};
use super::words::Words;

/// The part of an article a mention stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// The headline.
    Title,
    /// The text.
    Text,
}

/// A country and the words that name it: kept, so that "why?" can be answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// The country named.
    pub country: Country,
    /// The words as they stand.
    pub words: String,
    /// Where they stand.
    pub part: Part,
    /// Byte offset of their start in that part.
    pub start: usize,
    /// Byte offset behind their end.
    pub end: usize,
    /// Why they count as the country; `None` for a mention that was stored before rules were kept.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "Rule::stored")]
    pub rule: Option<Rule>,
}

/// A country an article is about.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Focus {
    /// The country.
    pub country: Country,
    /// How much of the article's attention it has: above 0, at most 1; the scores of an article's countries add up to
    /// at most 1.
    pub score: f64,
}

/// What the tagger found in an article.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Tags {
    /// Every mention, in reading order.
    pub mentions: Vec<Mention>,
    /// The countries the article is about, best first.
    pub focus: Vec<Focus>,
}

impl Tags {
    /// Every country mentioned.
    pub fn countries(&self) -> BTreeSet<Country> {
        self.mentions.iter().map(|mention| mention.country).collect()
    }

    /// True when the article is about the country, not merely mentioning it.
    pub fn about(&self, country: Country) -> bool {
        self.focus.iter().any(|focus| focus.country == country)
    }
}

/// How much of a title and of a text is read, in characters: a book's worth. What stands behind it is not tagged, so that
/// a monstrous file cannot fill the store with mentions.
pub const MOST_CHARACTERS: usize = 200_000;

/// An article before it is tagged.
#[derive(Clone, Copy, Debug, Default)]
pub struct Untagged<'a> {
    /// Its headline.
    pub title: &'a str,
    /// Its text.
    pub text: &'a str,
    /// The language it is said to be in, a BCP 47 tag: believed where its words do not tell.
    pub language: Option<&'a str>,
    /// The publisher's own country, which its pieces name in passing.
    pub home: Option<Country>,
    /// Countries that nearly every article of its source is about.
    pub usual: &'a [Country],
}

/// The countries in an article.
pub(super) fn tag(gazetteer: &Gazetteer, article: &Untagged<'_>) -> Tags {
    let document = Document::read(gazetteer, article);
    let sightings = document.sightings();
    settle(&document, &sightings).tags(article)
}

impl Context<'_> {
    /// What is found in the article.
    pub(super) fn tags(&self, article: &Untagged<'_>) -> Tags {
        let mut mentions = Vec::new();
        for (sighting, reading) in self.sightings.iter().zip(&self.readings) {
            let Reading::Is(countries, rule) = reading else {
                continue;
            };
            let Some(place) = self.document.place(sighting) else {
                continue;
            };
            mentions.extend(countries.iter().map(|country| Mention {
                country: *country,
                words: place.words.to_owned(),
                part: place.part,
                start: place.start,
                end: place.start + place.words.len(),
                rule: Some(*rule),
            }));
        }
        let focus = focus(article, &mentions);
        Tags { mentions, focus }
    }
}

/// Words at their place in an article.
pub(super) struct Place<'a> {
    pub words: &'a str,
    pub part: Part,
    /// Byte offset of their start in that part.
    pub start: usize,
}

impl<'a> Document<'a> {
    /// An article as words, in the language that they tell.
    pub(super) fn read(gazetteer: &'a Gazetteer, article: &Untagged<'a>) -> Self {
        let bodies = [(Part::Title, article.title), (Part::Text, article.text)].map(|(part, text)| {
            let text = beginning(text);
            Body {
                part,
                text,
                words: Words::of(text),
            }
        });
        let speech = Speech::of(gazetteer, &bodies, article.language);
        Self {
            bodies,
            speech,
            gazetteer,
        }
    }

    /// Where a sighting stands, with the full stop that belongs to it.
    pub(super) fn place(&self, sighting: &Sighting) -> Option<Place<'a>> {
        let body = self.bodies.get(sighting.body)?;
        let (first, last) = (body.words.get(sighting.first)?, body.words.get(sighting.next() - 1)?);
        let text: &'a str = body.text;
        let dot = sighting.entry.dotted && text.get(last.end()..).is_some_and(|rest| rest.starts_with('.'));
        let end = last.end() + usize::from(dot);
        Some(Place {
            words: text.get(first.start()..end)?,
            part: body.part,
            start: first.start(),
        })
    }
}

/// The part of a text that is read; it ends between two words.
fn beginning(text: &str) -> &str {
    if text.len() <= MOST_CHARACTERS {
        return text;
    }
    let Some((limit, _)) = text.char_indices().nth(MOST_CHARACTERS) else {
        return text;
    };
    let (head, rest) = text.split_at(limit);
    if !rest.starts_with(char::is_alphanumeric) {
        return head;
    }
    let end = head.rfind(|c: char| !c.is_alphanumeric()).unwrap_or(limit);
    head.get(..end).unwrap_or(head)
}
