//! What a region's day looks like: articles grouped into stories, ranked, summed up. Pure.

mod boilerplate;
mod candidates;
mod card;
mod compose;
mod corrections;
mod coverage;
mod elsewhere;
mod explain;
mod faults;
mod filter;
mod first_person;
mod likeness;
mod near_duplicates;
mod opinion;
mod publishers;
mod quotations;
mod ranker;
mod ranking;
mod reply;
mod sentences;
mod stories;
mod summary;
mod telling;
mod trimming;
mod updates;
mod window;
mod words;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

use crate::article::{ArticleId, DateKind};
use crate::places::Country;
use crate::scope::Scope;

pub use compose::{LATE_SECONDS, Material, compose, compose_with_pool};
pub use corrections::{Correction, Corrections, Earlier, correct};
pub use elsewhere::point_elsewhere;
pub use explain::explain;
pub use filter::{Filter, Pool};
pub use opinion::{is_opinion, says_who};
pub use publishers::Families;
pub use ranker::Evidence;
pub use reply::to_reply;
pub use stories::{Piece, group};
pub use summary::{Doc, Quote, Weighed, summarise, weigh_sentences};

/// When a digest is due: a schedule's local date-time. With the scope it is the digest's identity.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Edition {
    /// The schedule's id; subscriptions' own times are schedules named `at 07:30 America/Caracas`. [`Self::ASKED`] and
    /// [`Self::SAMPLE`] are nobody's.
    pub schedule: String,
    /// The local date and time.
    pub local: DateTime,
    /// The IANA zone that `local` is in.
    pub zone: String,
}

/// How much a digest shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// Headlines, summaries, facts, links.
    #[default]
    Full,
    /// Headlines with one sentence each.
    Brief,
    /// Headlines alone.
    Headlines,
}

/// A sentence of a summary and where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    /// The words, verbatim.
    pub text: String,
    /// The article they stand in.
    pub article: ArticleId,
    /// Where they begin in its text, in Unicode letters.
    #[serde(default)]
    pub start: usize,
}

/// An article behind a story.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The article.
    pub article: ArticleId,
    /// Its headline.
    pub title: String,
    /// Who published it.
    pub publisher: String,
    /// The house that the publisher belongs to; empty in digests of earlier versions.
    #[serde(default)]
    pub house: String,
    /// Its address, if it has one.
    pub url: Option<String>,
    /// True when it is one of the samples that come with the program.
    #[serde(default)]
    pub sample: bool,
    /// True when it can be recognised as opinion.
    #[serde(default)]
    pub opinion: bool,
    /// Who wrote it, of an opinion whose author is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
}

/// Why a story stands where it does: its score is the product of these.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Rank {
    /// How much of it is about the scope, from 0 to 1.
    pub relevance: f64,
    /// How many houses tell it, and what that counts.
    pub houses: (usize, f64),
    /// How many articles came in the window, and what that counts.
    pub articles: (usize, f64),
    /// How many hours before the edition its newest article was published, and what that counts.
    pub age_hours: (f64, f64),
    /// The greatest weight that the admin gave one of its sources.
    pub weight: f64,
    /// What it counts less for being told in opinion pieces alone; `None` where a report tells it.
    #[serde(default)]
    pub opinion: Option<f64>,
    /// How many stories about the same country stand before it, and what that counts.
    pub same_country: (usize, f64),
    /// The product.
    pub score: f64,
}

/// A story that an earlier digest of the same schedule told, with what is new in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Update {
    /// The local date of the digest that told it.
    pub told: Date,
    /// Its new articles, and the sentences in which they say what the earlier ones did not.
    pub story: Story,
}

/// What another region's digest of the same edition leads with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pointer {
    /// The other digest's scope.
    pub scope: Scope,
    /// Its name for readers.
    pub title: String,
    /// The article.
    pub link: Link,
}

/// Articles about one event, as a digest shows them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Story {
    /// The headline of its best article.
    pub headline: String,
    /// The address of that article, if it has one.
    pub url: Option<String>,
    /// One to three verbatim sentences.
    pub sentences: Vec<Sentence>,
    /// The same told by a language model, after the gate has found nothing in it that the sentences' articles do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rewrite: Option<String>,
    /// True when that is a translation, sentence by sentence.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub translated: bool,
    /// The countries it is about, best first.
    pub countries: Vec<Country>,
    /// Its articles, best first; the first is the headline's.
    pub links: Vec<Link>,
    /// When the headline's article was published.
    pub published_at: Timestamp,
    /// How well that is known.
    pub date_kind: DateKind,
    /// Why it stands where it does.
    #[serde(default)]
    pub rank: Rank,
}

impl Story {
    /// True when it is told from samples: they never share a story with real news.
    pub fn is_sample(&self) -> bool {
        self.links.first().is_some_and(|link| link.sample)
    }
}

/// How a source did when it was last read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceHealth {
    /// The source's id.
    pub id: String,
    /// Its name for readers.
    pub title: String,
    /// Since when it has been failing; `None` when it answered.
    pub failing_since: Option<Timestamp>,
    /// When it was last read, if that is so long ago that it says nothing about the day.
    #[serde(default)]
    pub stale_since: Option<Timestamp>,
    /// True for the samples that come with the program.
    pub sample: bool,
}

/// The stretch of time a digest covers: after `from`, up to and including `to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// Its start, excluded.
    pub from: Timestamp,
    /// Its end, included.
    pub to: Timestamp,
    /// True when it reaches back beyond 24 hours because there was little news.
    pub reached_back: bool,
}

/// One scope's news for one edition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Digest {
    /// What it is about.
    pub scope: Scope,
    /// The scope's name for readers.
    pub title: String,
    /// Its edition.
    pub edition: Edition,
    /// What it covers.
    pub window: Window,
    /// The stories, best first, at most as many as the configuration says.
    pub stories: Vec<Story>,
    /// How many of the stories, those listed as headlines as well, are about each country of the scope, most first.
    #[serde(default)]
    pub counts: Vec<(Country, usize)>,
    /// Stories beyond that, as headlines.
    pub more: Vec<Link>,
    /// Stories told before in which something is new.
    #[serde(default)]
    pub updates: Vec<Update>,
    /// What other regions' digests lead with.
    #[serde(default)]
    pub elsewhere: Vec<Pointer>,
    /// How many stories and updates the reader's filter left out.
    #[serde(default, skip_serializing_if = "is_none_left_out")]
    pub left_out: usize,
    /// The countries that the scope covers; empty for the whole world.
    #[serde(default)]
    pub covers: Vec<Country>,
    /// The sources, as they were when it was written.
    pub sources: Vec<SourceHealth>,
    /// True when every article in it comes from the samples.
    pub sample: bool,
    /// How late it was written, in seconds, when it missed its time.
    pub late_seconds: Option<i64>,
    /// When the newest article on this scope before the window was published, for a quiet day's words.
    pub last_news: Option<Timestamp>,
    /// How many sources were switched on but had never been read, so that they say nothing about the news.
    #[serde(default)]
    pub unread_sources: usize,
    /// When the oldest article in the store was published; `None` when there was none.
    #[serde(default)]
    pub first_article: Option<Timestamp>,
    /// What was corrected, in this digest and in earlier ones.
    #[serde(default)]
    pub corrections: Corrections,
}

impl Edition {
    /// The schedule of editions that somebody asked for with `/digest` or `dateline digest`.
    pub const ASKED: &str = "asked";
    /// The schedule of the editions of the samples.
    pub const SAMPLE: &str = "sample";
}

fn is_none_left_out(left_out: &usize) -> bool {
    *left_out == 0
}

impl Digest {
    /// Every article the digest shows or links, those that it points to in other digests left out.
    pub fn articles(&self) -> impl Iterator<Item = &ArticleId> {
        let updates = self.updates.iter().map(|update| &update.story);
        self.stories
            .iter()
            .chain(updates)
            .flat_map(|story| &story.links)
            .chain(&self.more)
            .map(|link| &link.article)
    }
}
