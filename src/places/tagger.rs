//! Which countries a text mentions, where, and which it is about.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::Country;

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

/// Finds the countries in an article.
pub fn tag(title: &str, text: &str) -> Tags {
    let mut tags = Tags::default();
    for (part, body) in [(Part::Title, title), (Part::Text, text)] {
        for country in Country::all() {
            for (start, words) in body.match_indices(country.name()) {
                tags.mentions.push(Mention {
                    country,
                    words: words.to_owned(),
                    part,
                    start,
                    end: start + words.len(),
                });
            }
        }
    }
    let countries = tags.countries();
    let share = 1.0 / countries.len().max(1) as f64;
    tags.focus = countries
        .into_iter()
        .map(|country| Focus { country, score: share })
        .collect();
    tags
}
