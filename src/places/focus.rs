//! Which of the countries named an article is about: those in the headline, in the lead, and often.

use std::collections::{BTreeMap, BTreeSet};

use super::Country;
use super::tagger::{Focus, Mention, Part};

/// What a mention in the title counts, in mentions deep in the text.
const TITLE: f64 = 4.0;
/// What a mention in the lead counts.
const LEAD: f64 = 4.0;
/// How far the lead goes, in bytes.
pub(super) const LEAD_BYTES: usize = 300;
/// A country below this share of the first one's score is merely mentioned.
const SHARE: f64 = 0.45;
/// A longer title is no headline but a text without one, in characters.
const LONGEST_HEADLINE: usize = 200;
/// A headline that names more countries than this enumerates; others name what the article is about.
const MOST_IN_HEADLINE: usize = 4;
/// No article is about more countries than this; longer lists only enumerate.
const MOST: usize = 8;

/// The countries an article is about, best first.
pub(super) fn focus(title: &str, mentions: &[Mention]) -> Vec<Focus> {
    let in_headline = headline_countries(title, mentions);
    let mut scores: BTreeMap<Country, f64> = BTreeMap::new();
    for mention in mentions {
        *scores.entry(mention.country).or_default() += match mention.part {
            Part::Title => TITLE,
            Part::Text if mention.start < LEAD_BYTES => LEAD,
            Part::Text => 1.0,
        };
    }
    let total: f64 = scores.values().sum();
    let best = scores.values().copied().fold(0.0, f64::max);
    let mut focus: Vec<Focus> = scores
        .into_iter()
        .filter(|(country, score)| *score >= SHARE * best || in_headline.contains(country))
        .map(|(country, score)| Focus {
            country,
            score: score / total,
        })
        .collect();
    focus.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.country.cmp(&b.country)));
    focus.truncate(MOST);
    focus
}

/// The countries a headline names; none where the title is no headline or only enumerates.
fn headline_countries(title: &str, mentions: &[Mention]) -> BTreeSet<Country> {
    if title.chars().nth(LONGEST_HEADLINE).is_some() {
        return BTreeSet::new();
    }
    let named: BTreeSet<Country> = mentions
        .iter()
        .filter(|mention| mention.part == Part::Title)
        .map(|mention| mention.country)
        .collect();
    if named.len() > MOST_IN_HEADLINE {
        BTreeSet::new()
    } else {
        named
    }
}
