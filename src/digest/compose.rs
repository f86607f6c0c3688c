//! Puts a digest together.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use jiff::{Timestamp, ToSpan as _, tz::TimeZone};

use super::publishers::Families;
use super::ranking::{Candidate, Told, countries, rank};
use super::stories::{Piece, group};
use super::summary::{Doc, summarise};
use super::{Digest, Edition, Link, Sentence, SourceHealth, Story, Window};
use crate::article::{Article, ArticleId, DateKind, Tagged, normalise};
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
    /// Articles that this scope's earlier digests of the same schedule showed.
    pub delivered: &'a HashSet<ArticleId>,
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
    /// Which publishers are one house.
    pub families: &'a Families,
    /// The regions of the configuration.
    pub regions: &'a Regions,
    /// At most this many stories get a summary.
    pub max_stories: usize,
}

/// Fewer stories than this make a digest reach back.
const FEW_STORIES: usize = 3;
/// How many days a digest reaches back at most.
const MOST_DAYS: i64 = 7;
/// At most this many stories are listed as headlines behind those with a summary.
const MOST_MORE: usize = 20;
/// Limits of a story's summary on a phone's screen.
const SUMMARY_WORDS: usize = 60;
const SUMMARY_SENTENCES: usize = 3;
/// How many articles of a story are read for its summary; more than this only repeat each other.
const SUMMARY_ARTICLES: usize = 5;
/// A digest written this many seconds after its time says that it is late.
const LATE_SECONDS: i64 = 600;

/// Writes the digest.
pub fn compose(material: Material<'_>) -> Digest {
    let zone = TimeZone::get(&material.edition.zone).unwrap_or(TimeZone::UTC);
    let covered = material.scope.countries(material.regions);
    let pieces = pieces(&material, covered.as_ref(), &zone);
    let (window, stories) = reach(&material, &pieces);
    let ranked = rank(
        stories.into_values(),
        material.max_stories,
        material.due,
        covered.as_ref(),
    );

    let stories: Vec<Story> = ranked
        .iter()
        .take(material.max_stories)
        .map(|told| story(told, covered.as_ref(), material.sample_sources))
        .collect();
    let more: Vec<Link> = ranked
        .iter()
        .skip(material.max_stories)
        .take(MOST_MORE)
        .filter_map(|told| told.members.first())
        .map(|piece| link(&piece.tagged.article, material.sample_sources))
        .collect();

    let mut digest = Digest {
        title: material.scope.title(material.regions),
        scope: material.scope,
        window,
        counts: counts(&stories, covered.as_ref()),
        stories,
        more,
        sources: material.sources,
        sample: false,
        late_seconds: None,
        last_news: material.last_news,
        unread_sources: material.unread_sources,
        first_article: material.first_article,
        edition: material.edition,
    };
    digest.sample = only_samples(&digest);
    let late = material.now.as_second() - material.due.as_second();
    if late > LATE_SECONDS && digest.edition.schedule != Edition::ASKED && !digest.sample {
        digest.late_seconds = Some(late);
    }
    digest
}

/// How many stories are about each country that the scope covers, most first; ties keep the order of the stories.
fn counts(stories: &[Story], covered: Option<&BTreeSet<Country>>) -> Vec<(Country, usize)> {
    let mut counts: Vec<(Country, usize)> = Vec::new();
    let countries = stories.iter().flat_map(|story| &story.countries);
    for country in countries.filter(|country| covered.is_none_or(|covered| covered.contains(country))) {
        match counts.iter_mut().find(|(known, _)| known == country) {
            Some((_, stories)) => *stories += 1,
            None => counts.push((*country, 1)),
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
            })
        })
        .filter(|piece| piece.within(back(material.due, MOST_DAYS), material.due))
        .filter(|piece| seen.insert(&piece.tagged.article.id))
        .collect();
    pieces.sort_by(|a, b| {
        let key = |piece: &Candidate<'a>| (piece.tagged.article.published_at, &piece.tagged.article.id);
        key(a).cmp(&key(b))
    });
    let texts: Vec<Piece<'_>> = pieces
        .iter()
        .map(|piece| Piece {
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

fn back(due: Timestamp, days: i64) -> Timestamp {
    due.checked_sub((24 * days).hours()).unwrap_or(Timestamp::MIN)
}

/// A story as it is going to be told: its number and its articles.
type Members<'p, 'a> = BTreeMap<usize, Vec<&'p Candidate<'a>>>;

/// The window and its stories: 24 hours, or as many days as it takes to find three stories, seven at most.
fn reach<'p, 'a>(material: &Material<'_>, pieces: &'p [Candidate<'a>]) -> (Window, Members<'p, 'a>) {
    let told: HashSet<String> = pieces
        .iter()
        .filter(|piece| material.delivered.contains(&piece.tagged.article.id))
        .flat_map(|piece| marks(&piece.tagged.article))
        .collect();
    let fresh: Vec<&Candidate<'a>> = pieces
        .iter()
        .filter(|piece| !material.delivered.contains(&piece.tagged.article.id))
        // A reprint of what was delivered is no news.
        .filter(|piece| !marks(&piece.tagged.article).iter().any(|mark| told.contains(mark)))
        .collect();
    let within = |days: i64| -> Members<'p, 'a> {
        let mut stories = Members::new();
        for piece in &fresh {
            if piece.within(back(material.due, days), material.due) {
                stories.entry(piece.story).or_default().push(piece);
            }
        }
        stories
    };
    let most = within(MOST_DAYS).len();
    let days = (1..=MOST_DAYS)
        .find(|days| within(*days).len() >= FEW_STORIES.min(most))
        .unwrap_or(1);
    let window = Window {
        from: back(material.due, days),
        to: material.due,
        reached_back: days > 1,
    };
    (window, within(days))
}

/// What makes a piece recognisable as a reprint: its headline, and how its text begins.
fn marks(article: &Article) -> Vec<String> {
    // Shorter beginnings may be a house's standing words.
    const BEGINNING: usize = 200;
    let title = normalise(&article.title).to_lowercase();
    let start: String = normalise(&article.text)
        .to_lowercase()
        .chars()
        .take(BEGINNING)
        .collect();
    let mut marks = vec![title];
    if start.chars().count() == BEGINNING {
        marks.push(start);
    }
    marks.retain(|mark| !mark.is_empty());
    marks
}

fn story(told: &Told<'_, '_>, covered: Option<&BTreeSet<Country>>, samples: &HashSet<String>) -> Story {
    let mut addresses = HashSet::new();
    // Sentences are taken from these alone, so that the article of each of them is linked.
    let articles: Vec<&Article> = told
        .members
        .iter()
        .filter(|piece| match &piece.tagged.article.url {
            Some(url) => addresses.insert(url.clone()),
            None => addresses.insert(format!(
                "{}\n{}",
                piece.house,
                piece.tagged.article.title.to_lowercase()
            )),
        })
        .map(|piece| &piece.tagged.article)
        .collect();
    let links: Vec<Link> = articles.iter().map(|article| link(article, samples)).collect();
    let best = articles.first();
    Story {
        headline: best.map(|article| article.title.clone()).unwrap_or_default(),
        url: best.and_then(|article| article.url.clone()),
        sentences: sentences(&articles),
        rewrite: None,
        countries: countries(&told.members, covered),
        links,
        published_at: best.map_or(Timestamp::UNIX_EPOCH, |article| article.published_at),
        date_kind: best.map_or(DateKind::Estimated, |article| article.date_kind),
    }
}

/// The words of a text, lower case, without the shortest.
fn word_set(text: &str) -> HashSet<String> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words
        .filter(|word| word.chars().count() > 3)
        .map(str::to_lowercase)
        .collect()
}

fn sentences(articles: &[&Article]) -> Vec<Sentence> {
    let read = articles.get(..SUMMARY_ARTICLES).unwrap_or(articles);
    let docs: Vec<Doc<'_>> = read
        .iter()
        .map(|article| Doc {
            title: &article.title,
            text: &article.text,
        })
        .collect();
    let mut chosen = summarise(&docs, SUMMARY_WORDS, SUMMARY_SENTENCES);
    // What the headline says comes first, with all that its article adds; so no sentence loses the one it follows.
    let headline = word_set(read.first().map_or("", |article| &article.title));
    let likeness = |text: &str| word_set(text).intersection(&headline).count();
    let first = chosen
        .iter()
        .rev()
        .max_by_key(|quote| likeness(&quote.text))
        .map(|quote| quote.doc);
    chosen.sort_by_key(|quote| Some(quote.doc) != first);
    chosen
        .into_iter()
        .filter_map(|quote| {
            let article = read.get(quote.doc)?;
            Some(Sentence {
                text: quote.text,
                article: article.id.clone(),
                start: article.text.get(..quote.start)?.chars().count(),
            })
        })
        .collect()
}

fn link(article: &Article, samples: &HashSet<String>) -> Link {
    Link {
        article: article.id.clone(),
        title: article.title.clone(),
        publisher: article.publisher.clone(),
        url: article.url.clone(),
        sample: samples.contains(&article.source),
    }
}

/// True when there are articles in the digest and all come from samples.
fn only_samples(digest: &Digest) -> bool {
    let stories = digest.stories.iter().flat_map(|story| &story.links);
    let mut links = stories.chain(&digest.more).peekable();
    links.peek().is_some() && links.all(|link| link.sample)
}
