//! Which stories come first, and which article stands for its story.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::Rank;
use crate::article::Tagged;
use crate::places::Country;

/// What a further story of the same country counts, beside one of a country not told yet.
const SAME_COUNTRY: f64 = 0.8;

/// What a story counts that opinion pieces alone tell: it comes behind the news of its day.
const OPINION: f64 = 0.6;

/// An article on the scope, and the stretch in which it was published: a moment, or a whole local day.
pub(super) struct Candidate<'a> {
    pub(super) tagged: &'a Tagged,
    pub(super) from: Timestamp,
    pub(super) to: Timestamp,
    /// The house that published it.
    pub(super) house: String,
    /// The number of its story.
    pub(super) story: usize,
    /// How much of it is about the scope, from 0 to 1.
    pub(super) relevance: f64,
    /// The weight that the admin gave its source.
    pub(super) weight: f64,
    /// It argues rather than reports.
    pub(super) opinion: bool,
}

impl Candidate<'_> {
    /// True when it was published after `from` and up to `due`.
    pub(super) fn within(&self, from: Timestamp, due: Timestamp) -> bool {
        let begun = if self.from == self.to {
            self.from <= due
        } else {
            self.from < due
        };
        self.to > from && begun
    }
}

/// A story with its articles, best first.
pub(super) struct Told<'p, 'a> {
    pub(super) members: Vec<&'p Candidate<'a>>,
    /// Why it stands where it does.
    pub(super) rank: Rank,
    lead: Option<Country>,
}

/// Ranks stories, each given by its articles: the first `picked` best first with regard to those before, the rest by
/// weight alone.
pub(super) fn rank<'p, 'a>(
    stories: impl Iterator<Item = Vec<&'p Candidate<'a>>>,
    picked: usize,
    due: Timestamp,
    covered: Option<&BTreeSet<Country>>,
) -> Vec<Told<'p, 'a>> {
    let mut waiting: Vec<Told<'p, 'a>> = stories
        .map(|mut members| {
            let newest = members.iter().map(|piece| piece.to).max().unwrap_or(due);
            members.sort_by(|a, b| worth(b, newest).total_cmp(&worth(a, newest)).then_with(|| newer(a, b)));
            let lead = countries(members.iter().map(|piece| piece.tagged), covered)
                .first()
                .copied();
            Told {
                rank: weigh(&members, due),
                members,
                lead,
            }
        })
        .collect();
    waiting.sort_by(|a, b| {
        b.rank
            .score
            .total_cmp(&a.rank.score)
            .then_with(|| match (a.members.first(), b.members.first()) {
                (Some(a), Some(b)) => newer(a, b),
                (a, b) => b.is_some().cmp(&a.is_some()),
            })
    });
    let mut ranked: Vec<Told<'p, 'a>> = Vec::with_capacity(waiting.len());
    while ranked.len() < picked && !waiting.is_empty() {
        let same_country = |story: &Told<'_, '_>| {
            let same = ranked
                .iter()
                .filter(|told| story.lead.is_some() && told.lead == story.lead)
                .count();
            (same, (0..same).fold(1.0, |factor, _| factor * SAME_COUNTRY))
        };
        let discounted = |story: &Told<'_, '_>| story.rank.score * same_country(story).1;
        let best = waiting
            .iter()
            .enumerate()
            .max_by(|a, b| discounted(a.1).total_cmp(&discounted(b.1)).then(b.0.cmp(&a.0)))
            .map_or(0, |(at, _)| at);
        let mut best = waiting.remove(best);
        best.rank.same_country = same_country(&best);
        best.rank.score *= best.rank.same_country.1;
        ranked.push(best);
    }
    ranked.append(&mut waiting);
    ranked
}

/// How good an article is to stand for its story: on the scope, a report, with an address, long enough to say something,
/// and not overtaken by a later one.
fn worth(piece: &Candidate<'_>, newest: Timestamp) -> f64 {
    /// So many hours apart, two reports are of one state of things.
    const SAME_HOURS: f64 = 12.0;
    // Texts longer than this say no more to a reader of digests.
    const FULL_TEXT: usize = 1_500;
    let text = &piece.tagged.article.text;
    let length = text.len().min(FULL_TEXT) as f64 / FULL_TEXT as f64;
    let linked = if piece.tagged.article.url.is_some() { 0.3 } else { 0.0 };
    let report = if piece.opinion { 0.0 } else { 0.3 };
    // Reports of the first hours tell the event itself, later ones what became of it.
    let behind = (newest.as_second() - piece.to.as_second()) as f64 / 3_600.0 - SAME_HOURS;
    let overtaken = 0.4 * (behind / 24.0).clamp(0.0, 1.0);
    piece.relevance + linked + report + 0.2 * length - overtaken
}

fn newer(a: &Candidate<'_>, b: &Candidate<'_>) -> std::cmp::Ordering {
    let key = |piece: &Candidate<'_>| piece.tagged.article.published_at;
    key(b)
        .cmp(&key(a))
        .then_with(|| a.tagged.article.id.cmp(&b.tagged.article.id))
}

/// What a story weighs before the others are looked at. A second house adds half, the fourth as much again; of articles
/// the second adds a tenth, the fourth as much again, since a great change is written about more than once even by one
/// house; a day of age takes a quarter.
fn weigh(members: &[&Candidate<'_>], due: Timestamp) -> Rank {
    let relevance = members.iter().map(|piece| piece.relevance).fold(0.0, f64::max);
    let weight = members.iter().map(|piece| piece.weight).fold(0.0, f64::max);
    let houses: BTreeSet<&str> = members.iter().map(|piece| piece.house.as_str()).collect();
    let doublings = |count: usize| (count.max(1) as f64).log2();
    let newest = members.iter().map(|piece| piece.to.min(due)).max().unwrap_or(due);
    let hours = (due.as_second() - newest.as_second()) as f64 / 3_600.0;
    let mut rank = Rank {
        relevance,
        houses: (houses.len(), 1.0 + 0.5 * doublings(houses.len())),
        articles: (members.len(), 1.0 + 0.1 * doublings(members.len())),
        age_hours: (hours, 0.5 + 0.5 * (-hours / 24.0).exp2()),
        weight,
        opinion: members.iter().all(|piece| piece.opinion).then_some(OPINION),
        same_country: (0, 1.0),
        score: 0.0,
    };
    rank.score = relevance * rank.houses.1 * rank.articles.1 * rank.age_hours.1 * weight * rank.opinion.unwrap_or(1.0);
    rank
}

/// The countries a story is about: those of the scope first, each group by how much of the articles is about it.
pub(super) fn countries<'a>(
    articles: impl IntoIterator<Item = &'a Tagged>,
    covered: Option<&BTreeSet<Country>>,
) -> Vec<Country> {
    let mut scores: BTreeMap<Country, f64> = BTreeMap::new();
    for focus in articles.into_iter().flat_map(|tagged| &tagged.tags.focus) {
        *scores.entry(focus.country).or_default() += focus.score;
    }
    let outside = |country: &Country| covered.is_some_and(|covered| !covered.contains(country));
    let mut countries: Vec<(Country, f64)> = scores.into_iter().collect();
    countries.sort_by(|a, b| {
        outside(&a.0)
            .cmp(&outside(&b.0))
            .then(b.1.total_cmp(&a.1))
            .then(a.0.cmp(&b.0))
    });
    countries.into_iter().map(|(country, _)| country).collect()
}
