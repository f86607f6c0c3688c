//! What a digest says of a story.

use std::collections::{BTreeSet, HashSet};

use jiff::Timestamp;
use jiff::civil::Date;

use super::ranking::{Candidate, Told, countries};
use super::summary::{Doc, Quote, summarise};
use super::updates::{news, word_set};
use super::{Link, Sentence, Story, Update};
use crate::article::{Article, DateKind};
use crate::places::Country;

/// Limits of a story's summary on a phone's screen.
pub(super) const SUMMARY_WORDS: usize = 60;
const SUMMARY_SENTENCES: usize = 3;
/// How many articles of a story are read for its summary; more than this only repeat each other.
const SUMMARY_ARTICLES: usize = 5;

/// What is known to whoever writes a digest's stories.
pub(super) struct Desk<'d> {
    /// The countries of the scope; `None` for the whole world.
    pub(super) covered: Option<&'d BTreeSet<Country>>,
    /// The ids of the sources whose articles are samples.
    pub(super) samples: &'d HashSet<String>,
}

impl Desk<'_> {
    /// A story told for the first time.
    pub(super) fn story(&self, told: &Told<'_, '_>) -> Story {
        self.told(told, |read| {
            let docs = docs(read);
            let mut chosen = summarise(&docs, SUMMARY_WORDS, SUMMARY_SENTENCES);
            // A headline and sentences of other articles alone may contradict each other: a toll that has risen since.
            if chosen.iter().all(|quote| quote.doc > 0) {
                let own = summarise(docs.get(..1).unwrap_or_default(), SUMMARY_WORDS, SUMMARY_SENTENCES);
                if own.iter().any(Quote::is_bearable) {
                    chosen = own;
                }
            }
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
        })
    }

    /// What is new in a story of which earlier digests showed the articles `before`; `None` where nothing is.
    pub(super) fn update(&self, told: &Told<'_, '_>, before: &[(&Article, Date)]) -> Option<Update> {
        let date = before.iter().map(|(_, date)| *date).max()?;
        let known: Vec<&Article> = before.iter().map(|(article, _)| *article).collect();
        let story = self.told(told, |read| news(&docs(read), &known));
        (!story.sentences.is_empty()).then_some(Update { told: date, story })
    }

    /// A story whose sentences are chosen from its best articles.
    fn told(&self, told: &Told<'_, '_>, choose: impl FnOnce(&[&Article]) -> Vec<Quote>) -> Story {
        let mut addresses = HashSet::new();
        // Sentences are taken from these alone, so that the article of each of them is linked.
        let pieces: Vec<&Candidate<'_>> = told
            .members
            .iter()
            .copied()
            .filter(|piece| {
                let article = &piece.tagged.article;
                match &article.url {
                    Some(url) => addresses.insert(url.clone()),
                    None => addresses.insert(format!("{}\n{}", piece.house, article.title.to_lowercase())),
                }
            })
            .collect();
        let articles: Vec<&Article> = pieces.iter().map(|piece| &piece.tagged.article).collect();
        let read = articles.get(..SUMMARY_ARTICLES).unwrap_or(&articles);
        let best = articles.first();
        Story {
            headline: best.map(|article| article.title.clone()).unwrap_or_default(),
            url: best.and_then(|article| article.url.clone()),
            sentences: sentences(read, choose(read)),
            rewrite: None,
            translated: false,
            countries: countries(told.members.iter().map(|piece| piece.tagged), self.covered),
            links: pieces.iter().map(|piece| self.link(piece)).collect(),
            published_at: best.map_or(Timestamp::UNIX_EPOCH, |article| article.published_at),
            date_kind: best.map_or(DateKind::Estimated, |article| article.date_kind),
            rank: told.rank,
        }
    }

    /// An article as a digest links it.
    pub(super) fn link(&self, piece: &Candidate<'_>) -> Link {
        let article = &piece.tagged.article;
        Link {
            article: article.id.clone(),
            title: article.title.clone(),
            publisher: article.publisher.clone(),
            house: piece.house.clone(),
            url: article.url.clone(),
            sample: self.samples.contains(&article.source),
            opinion: piece.opinion,
            author: article.author.clone().filter(|_| piece.opinion),
        }
    }
}

fn docs<'a>(articles: &[&'a Article]) -> Vec<Doc<'a>> {
    articles
        .iter()
        .map(|article| Doc {
            title: &article.title,
            text: &article.text,
        })
        .collect()
}

/// What is chosen from these articles, as far as it may stand in a digest.
pub(super) fn sentences(read: &[&Article], chosen: Vec<Quote>) -> Vec<Sentence> {
    chosen
        .into_iter()
        .filter(Quote::is_bearable)
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
