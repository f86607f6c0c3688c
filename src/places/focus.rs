//! Which of the countries named an article is about: those in the headline, in the lead, and often; less so those that
//! its publisher names anyway.

use std::collections::{BTreeMap, BTreeSet};

use super::Country;
use super::dateline;
use super::tagger::{Focus, Mention, Part, Untagged};

/// What a mention in the title counts, in mentions deep in the text.
const TITLE: f64 = 4.0;
/// What one counts in a title where another country acts and this is only the place. Such a country is still in focus
/// (of 20 labelled headlines, 19 were about it), behind the one that acts.
const SETTING: f64 = 2.0;
/// What a mention in the lead counts.
const LEAD: f64 = 4.0;
/// How far the lead goes, in bytes.
pub(super) const LEAD_BYTES: usize = 300;
/// What the dateline counts for a country that the article names nowhere else: no more than a mention deep in the text.
const DATELINE: f64 = 1.0;
/// A country below this share of the first one's score is merely mentioned in an article of usual length.
const SHARE: f64 = 0.45;
/// The same in a brief, which has little room for what it is not about. Measured: of what the articles of a wire are
/// about, one share for every length misses 21 in 100 countries, this 17, and no labelled set gets worse.
const SHARE_OF_BRIEF: f64 = 0.3;
/// Up to this length an article is a brief, title and text in bytes.
const BRIEF: usize = 1000;
/// From this length on it is of usual length; between the two the share rises evenly.
const USUAL_LENGTH: usize = 2000;
/// What is left of the score of the publisher's own country. It must not be less than `SHARE`: an article about nothing
/// else is about it.
const HOME: f64 = 0.5;
/// What is left of the score of a country that nearly every article of the source is about.
const USUAL: f64 = 0.25;
/// A longer title is no headline but a text without one, in characters.
const LONGEST_HEADLINE: usize = 200;
/// A headline that names more countries than this enumerates; others name what the article is about.
const MOST_IN_HEADLINE: usize = 4;
/// No article is about more countries than this; longer lists only enumerate.
const MOST: usize = 8;

/// Words before a name that make it a place, in the languages that are read. Left out are those that mean something else
/// in another of them, as "no" (Portuguese) and "di" (Indonesian).
const PLACING: &[&str] = &[
    "at", "bei", "dans", "em", "en", "im", "in", "inside", "na", "nas", "near", "nel", "nella", "outside", "à", "в",
    "во", "на", "في",
];

/// Words that may stand between such a word and the name.
const BETWEEN: &[&str] = &[
    "the", "der", "den", "el", "la", "le", "los", "las", "les", "north", "south", "east", "west", "northern",
    "southern", "eastern", "western", "central",
];

/// The countries an article is about, best first.
pub(super) fn focus(article: &Untagged<'_>, mentions: &[Mention]) -> Vec<Focus> {
    let fields = Fields::of(article, mentions);
    let scores = scores(mentions, &fields);
    let usual = |country| if article.usual.contains(&country) { USUAL } else { 1.0 };
    let home = |country| if article.home == Some(country) { HOME } else { 1.0 };
    let best = scores.values().copied().fold(0.0, f64::max);
    let specific = scores.iter().map(|(country, score)| score * usual(*country));
    let best_specific = specific.fold(0.0, f64::max);
    let share = share(article.title.len() + article.text.len());
    let in_focus = |country, score: f64| {
        // A usual country is measured in full: put out of focus by its discount, it would soon be usual no more.
        let best = if usual(country) < 1.0 { best } else { best_specific };
        score * home(country) >= share * best || fields.in_headline(country)
    };
    let weighed = |country, score: f64| score * home(country) * usual(country);
    let total: f64 = scores.iter().map(|(country, score)| weighed(*country, *score)).sum();
    let mut focus: Vec<Focus> = scores
        .iter()
        .filter(|(country, score)| in_focus(**country, **score))
        .map(|(country, score)| Focus {
            country: *country,
            score: weighed(*country, *score) / total,
        })
        .collect();
    let specific = focus.iter().filter(|focus| usual(focus.country) == 1.0);
    let least_specific = specific.map(|focus| focus.score).fold(1.0, f64::min);
    for focus in focus.iter_mut().filter(|focus| usual(focus.country) < 1.0) {
        focus.score = focus.score.min(least_specific);
    }
    focus.sort_by(|a, b| {
        let by_score = b.score.total_cmp(&a.score);
        let by_use = usual(b.country).total_cmp(&usual(a.country));
        by_score.then(by_use).then(a.country.cmp(&b.country))
    });
    focus.truncate(MOST);
    focus
}

/// How much is written about each country, in mentions deep in the text.
fn scores(mentions: &[Mention], fields: &Fields) -> BTreeMap<Country, f64> {
    let dateline = fields.sent_from.iter().map(|country| (*country, DATELINE));
    let mut scores: BTreeMap<Country, f64> = dateline.collect();
    for mention in mentions
        .iter()
        .filter(|mention| !fields.sent_from.contains(&mention.country))
    {
        *scores.entry(mention.country).or_default() += match mention.part {
            Part::Title if fields.only_placed(mention.country) => SETTING,
            Part::Title => TITLE,
            Part::Text if mention.start < LEAD_BYTES => LEAD,
            Part::Text => 1.0,
        };
    }
    scores
}

/// The share of the first country's score that puts a second one in focus, by the length of title and text in bytes.
fn share(length: usize) -> f64 {
    let beyond = length.clamp(BRIEF, USUAL_LENGTH) - BRIEF;
    SHARE_OF_BRIEF + (SHARE - SHARE_OF_BRIEF) * beyond as f64 / (USUAL_LENGTH - BRIEF) as f64
}

/// Which countries stand in the headline and which in the dateline.
#[derive(Default)]
struct Fields {
    /// Countries in the headline that act, or are acted on.
    acting: BTreeSet<Country>,
    /// Countries in the headline that are only where it happens.
    placed: BTreeSet<Country>,
    /// Countries named nowhere but in the dateline.
    sent_from: BTreeSet<Country>,
}

impl Fields {
    fn of(article: &Untagged<'_>, mentions: &[Mention]) -> Self {
        let datelines = [dateline::end_in_title(article.title), dateline::end(article.text)];
        let in_dateline = |mention: &Mention| {
            let end = match mention.part {
                Part::Title => datelines[0],
                Part::Text => datelines[1],
            };
            end.is_some_and(|end| mention.start < end)
        };
        let mut fields = Self::default();
        if datelines.iter().any(Option::is_some) {
            let (inside, outside): (Vec<&Mention>, Vec<&Mention>) =
                mentions.iter().partition(|mention| in_dateline(mention));
            fields.sent_from = inside.iter().map(|mention| mention.country).collect();
            for mention in outside {
                fields.sent_from.remove(&mention.country);
            }
        }
        // A longer title is no headline.
        if article.title.chars().nth(LONGEST_HEADLINE).is_some() {
            return fields;
        }
        for mention in mentions
            .iter()
            .filter(|mention| mention.part == Part::Title && !in_dateline(mention))
        {
            let before = article.title.get(..mention.start).unwrap_or_default();
            let side = if is_placed_by(before) {
                &mut fields.placed
            } else {
                &mut fields.acting
            };
            side.insert(mention.country);
        }
        fields.placed.retain(|country| !fields.acting.contains(country));
        fields
    }

    /// True for a country of a headline that does not merely enumerate.
    fn in_headline(&self, country: Country) -> bool {
        self.acting.len() + self.placed.len() <= MOST_IN_HEADLINE
            && (self.acting.contains(&country) || self.placed.contains(&country))
    }

    /// True for a country that the headline only places another one's doings in.
    fn only_placed(&self, country: Country) -> bool {
        !self.acting.is_empty() && self.placed.contains(&country)
    }
}

/// True when the words before a name say that it is where something happens.
fn is_placed_by(before: &str) -> bool {
    let mut words = before.split_whitespace().rev().map(str::to_lowercase);
    words
        .find(|word| !BETWEEN.contains(&word.as_str()))
        .is_some_and(|word| PLACING.contains(&word.as_str()))
}
