//! What a region's day looks like: articles grouped into stories, ranked, summed up. Pure.

mod compose;
mod faults;
mod likeness;
mod near_duplicates;
mod publishers;
mod ranking;
mod reply;
mod sentences;
mod stories;
mod summary;
mod words;

use jiff::Timestamp;
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use crate::article::{ArticleId, DateKind};
use crate::places::Country;
use crate::scope::Scope;

pub use compose::{Material, compose};
pub use publishers::Families;
pub use reply::to_reply;
pub use stories::{Piece, group};
pub use summary::{Doc, Quote, summarise};

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
    /// Its address, if it has one.
    pub url: Option<String>,
    /// True when it is one of the samples that come with the program.
    #[serde(default)]
    pub sample: bool,
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
    /// The countries it is about, best first.
    pub countries: Vec<Country>,
    /// Its articles, best first; the first is the headline's.
    pub links: Vec<Link>,
    /// When the headline's article was published.
    pub published_at: Timestamp,
    /// How well that is known.
    pub date_kind: DateKind,
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
    /// How many of the stories are about each country of the scope, most first.
    #[serde(default)]
    pub counts: Vec<(Country, usize)>,
    /// Stories beyond that, as headlines.
    pub more: Vec<Link>,
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
}

impl Edition {
    /// The schedule of editions that somebody asked for with `/digest` or `dateline digest`.
    pub const ASKED: &str = "asked";
    /// The schedule of the editions of the samples.
    pub const SAMPLE: &str = "sample";
}

impl Digest {
    /// Every article the digest shows or links.
    pub fn articles(&self) -> impl Iterator<Item = &ArticleId> {
        self.stories
            .iter()
            .flat_map(|story| &story.links)
            .chain(&self.more)
            .map(|link| &link.article)
    }
}
