//! Puts a digest together.

use std::collections::{BTreeSet, HashMap, HashSet};

use jiff::civil::Date;
use jiff::{Timestamp, tz::TimeZone};

use super::corrections::Corrections;
use super::filter::Pool;
use super::opinion::is_opinion;
use super::publishers::Families;
use super::ranking::{Candidate, Told, countries, rank};
use super::stories::{Piece, group};
use super::telling::Desk;
use super::window::{MOST_DAYS, Reach, back, reach};
use super::{Digest, Edition, Link, SourceHealth, Story, Update};
use crate::article::{Article, ArticleId, DateKind, Tagged};
use crate::places::{Country, Regions};
use crate::scope::Scope;

/// All a digest is made of.
#[derive(Debug)]
pub struct Material<'a> {
    /// What it is to be about.
    pub scope: Scope,
    /// Its edition.
    pub edition: Edition,
    /// The moment of the edition.
    pub due: Timestamp,
    /// The moment of writing; later than `due` when the edition was missed.
    pub now: Timestamp,
    /// Articles of the 7 days up to `due` that are about or mention the scope's countries or may name the region in their
    /// headline, any order, perhaps twice. Articles dated
    /// by day count up to the end of that day, so the day before is wanted too.
    pub articles: &'a [Tagged],
    /// Articles that this scope's earlier digests of the same schedule showed, with the local date of the last of them.
    pub delivered: &'a HashMap<ArticleId, Date>,
    /// The sources and how they did.
    pub sources: Vec<SourceHealth>,
    /// The newest publication time of an article about the scope in the whole store, up to `due`.
    pub last_news: Option<Timestamp>,
    /// How many sources are switched on but were never read.
    pub unread_sources: usize,
    /// When the oldest article in the store was published.
    pub first_article: Option<Timestamp>,
    /// The ids of the sources whose articles are samples.
    pub sample_sources: &'a HashSet<String>,
    /// What the admin has a source's articles count in the ranking, by the source's id; 1 where nothing is said.
    pub weights: &'a HashMap<String, f64>,
    /// Which publishers are one house.
    pub families: &'a Families,
    /// The regions of the configuration.
    pub regions: &'a Regions,
    /// At most this many stories get a summary.
    pub max_stories: usize,
}

/// At most this many stories are listed as headlines behind those with a summary.
pub(super) const MOST_MORE: usize = 20;
/// At most this many updates are told; further ones are listed as headlines.
pub(super) const MOST_UPDATES: usize = 5;
/// A digest written this many seconds after its time says that it is late.
pub const LATE_SECONDS: i64 = 600;

/// Writes the digest.
pub fn compose(material: Material<'_>) -> Digest {
    compose_with_pool(material, 0).0
}

/// The same, with at most `room` of the stories that the digest has no room for, and as many updates.
pub fn compose_with_pool(material: Material<'_>, room: usize) -> (Digest, Pool) {
    let zone = TimeZone::get(&material.edition.zone).unwrap_or(TimeZone::UTC);
    let covered = material.scope.countries(material.regions);
    let pieces = pieces(&material, covered.as_ref(), &zone);
    let Reach { window, new, again } = reach(&material, &pieces);
    let ranked =
        |stories: Vec<Vec<_>>, picked: usize| rank(stories.into_iter(), picked, material.due, covered.as_ref());
    let new = ranked(new, material.max_stories);
    let again = ranked(again, MOST_UPDATES);
    let desk = Desk {
        covered: covered.as_ref(),
        samples: material.sample_sources,
    };
    let stories: Vec<Story> = new
        .iter()
        .take(material.max_stories)
        .map(|told| desk.story(told))
        .collect();
    let told_before = |told: &Told<'_, '_>| before(&material, &pieces, told);
    // What only repeats what was told takes no place from what does not.
    let mut updates = again.iter().filter_map(|told| {
        let update = desk.update(told, &told_before(told))?;
        Some((update, told))
    });
    let shown: Vec<Update> = updates.by_ref().take(MOST_UPDATES).map(|(update, _)| update).collect();
    let unshown: Vec<(Update, &Told<'_, '_>)> = updates.take(MOST_MORE.max(room)).collect();
    let further = unshown.iter().take(MOST_MORE).map(|(_, told)| *told);
    let more: Vec<Link> = new
        .iter()
        .skip(material.max_stories)
        .chain(further)
        .take(MOST_MORE)
        .filter_map(|told| told.members.first())
        .map(|piece| desk.link(piece))
        .collect();
    let behind = new.iter().skip(material.max_stories).take(room);
    let pool = Pool {
        stories: behind.map(|told| desk.story(told)).collect(),
        updates: unshown.into_iter().take(room).map(|(update, _)| update).collect(),
    };

    let listed = new.len().min(material.max_stories + MOST_MORE);
    let counts = counts(new.get(..listed).unwrap_or_default(), covered.as_ref());
    let mut digest = Digest {
        title: material.scope.title(material.regions),
        scope: material.scope,
        window,
        counts,
        stories,
        more,
        updates: shown,
        elsewhere: Vec::new(),
        left_out: 0,
        covers: covered.into_iter().flatten().collect(),
        sources: material.sources,
        sample: false,
        late_seconds: None,
        last_news: material.last_news,
        unread_sources: material.unread_sources,
        first_article: material.first_article,
        corrections: Corrections::default(),
        edition: material.edition,
    };
    digest.sample = only_samples(&digest);
    let late = material.now.as_second() - material.due.as_second();
    if late > LATE_SECONDS && digest.edition.schedule != Edition::ASKED && !digest.sample {
        digest.late_seconds = Some(late);
    }
    (digest, pool)
}

/// The articles of a story that earlier digests showed, with the local date of the last of these.
fn before<'a>(material: &Material<'a>, pieces: &[Candidate<'a>], told: &Told<'_, '_>) -> Vec<(&'a Article, Date)> {
    let story = told.members.first().map(|piece| piece.story);
    let same = pieces.iter().filter(|piece| Some(piece.story) == story);
    same.filter_map(|piece| {
        let article = &piece.tagged.article;
        material.delivered.get(&article.id).map(|date| (article, *date))
    })
    .collect()
}

/// How many stories are about each country that the scope covers, those that are listed as headlines as well, most first;
/// ties keep the order of the stories.
fn counts(stories: &[Told<'_, '_>], covered: Option<&BTreeSet<Country>>) -> Vec<(Country, usize)> {
    let mut counts: Vec<(Country, usize)> = Vec::new();
    let about = stories
        .iter()
        .flat_map(|told| countries(told.members.iter().map(|piece| piece.tagged), covered));
    for country in about.filter(|country| covered.is_none_or(|covered| covered.contains(country))) {
        match counts.iter_mut().find(|(known, _)| *known == country) {
            Some((_, stories)) => *stories += 1,
            None => counts.push((country, 1)),
        }
    }
    counts.sort_by_key(|(_, stories)| std::cmp::Reverse(*stories));
    counts
}

/// The scope's articles up to the edition, oldest first, so that nothing depends on the order they came in.
fn pieces<'a>(material: &Material<'a>, covered: Option<&BTreeSet<Country>>, zone: &TimeZone) -> Vec<Candidate<'a>> {
    let mut seen = HashSet::new();
    let mut pieces: Vec<Candidate<'a>> = material
        .articles
        .iter()
        .filter_map(|tagged| {
            let relevance = relevance(tagged, covered).or_else(|| named(tagged, material))?;
            let (from, to) = published(&tagged.article, zone);
            Some(Candidate {
                tagged,
                from,
                to,
                house: material.families.house(&tagged.article.publisher),
                story: 0,
                relevance,
                weight: material.weights.get(&tagged.article.source).copied().unwrap_or(1.0),
                opinion: is_opinion(&tagged.article),
            })
        })
        .filter(|piece| piece.within(back(material.due, MOST_DAYS), material.due))
        .filter(|piece| seen.insert(&piece.tagged.article.id))
        .collect();
    pieces.sort_by(|a, b| {
        let key = |piece: &Candidate<'a>| (piece.tagged.article.published_at, &piece.tagged.article.id);
        key(a).cmp(&key(b))
    });
    let about: Vec<Vec<Country>> = pieces
        .iter()
        .map(|piece| piece.tagged.tags.focus.iter().map(|focus| focus.country).collect())
        .collect();
    let texts: Vec<Piece<'_>> = pieces
        .iter()
        .zip(&about)
        .map(|(piece, about)| Piece {
            countries: about,
            published: Some(piece.tagged.article.published_at),
            title: &piece.tagged.article.title,
            text: &piece.tagged.article.text,
            publisher: &piece.house,
        })
        .collect();
    let stories = group(&texts);
    for (piece, story) in pieces.iter_mut().zip(stories) {
        // Samples never share a story with real news: nobody could tell what is true in it.
        let sample = material.sample_sources.contains(&piece.tagged.article.source);
        piece.story = 2 * story + usize::from(sample);
    }
    pieces
}

/// How much of an article is about the scope; `None` when it is not about it at all.
fn relevance(tagged: &Tagged, covered: Option<&BTreeSet<Country>>) -> Option<f64> {
    let Some(covered) = covered else {
        return Some(1.0);
    };
    let about: Vec<f64> = tagged
        .tags
        .focus
        .iter()
        .filter(|focus| covered.contains(&focus.country))
        .map(|focus| focus.score)
        .collect();
    (!about.is_empty()).then(|| about.iter().sum::<f64>().min(1.0))
}

/// Less than an article about one of the region's countries has as a rule.
const NAMED: f64 = 0.3;

/// How much of an article counts as about a region that its headline names without being about one of its countries.
fn named(tagged: &Tagged, material: &Material<'_>) -> Option<f64> {
    let Scope::Region(id) = &material.scope else {
        return None;
    };
    let region = material.regions.get(id)?;
    region.is_named_in(&tagged.article.title).then_some(NAMED)
}

/// When an article was published: a moment twice, or the start and end of its day in the edition's zone.
fn published(article: &Article, zone: &TimeZone) -> (Timestamp, Timestamp) {
    let moment = (article.published_at, article.published_at);
    if article.date_kind != DateKind::Day {
        return moment;
    }
    let day = article.published_at.to_zoned_datetime(TimeZone::UTC).date();
    let start = day.to_zoned_datetime(zone.clone());
    let end = day.tomorrow().and_then(|day| day.to_zoned_datetime(zone.clone()));
    match (start, end) {
        (Ok(start), Ok(end)) => (start.timestamp(), end.timestamp()),
        // Only at the ends of representable time.
        _ => moment,
    }
}

/// True when there are articles in the digest and all come from samples.
pub(super) fn only_samples(digest: &Digest) -> bool {
    let updates = digest.updates.iter().map(|update| &update.story);
    let stories = digest.stories.iter().chain(updates).flat_map(|story| &story.links);
    let mut links = stories.chain(&digest.more).peekable();
    links.peek().is_some() && links.all(|link| link.sample)
}
