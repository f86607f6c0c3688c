//! The optional language model: asks for a rewrite of a story's sentences, or for their translation where the admin wants
//! that, and lets through what the gate lets through.
//! A digest never waits longer than its patience, and whatever fails, the verbatim sentences stand.

mod breaker;
mod client;
pub mod gate;
mod prompt;

use std::collections::{BTreeSet, HashMap};
use std::pin::Pin;
use std::sync::Arc;

use futures::StreamExt as _;
use futures::stream::FuturesUnordered;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use tokio::sync::Semaphore;
use tokio::time::Sleep;

use crate::article::{ArticleId, Tagged};
use crate::config::ModelConfig;
use crate::digest::{Digest, Story};
use crate::places::Places;
use crate::reply::shortened;
use crate::store::{Store, StoreError};
use breaker::Breaker;
use client::Endpoint;
use gate::translation::{self, Source};
use gate::{Evidence, Refusal};
use prompt::Question;

pub use client::NoAnswer;

/// How many characters of an answer are paid for in advance, and kept: several times the longest rewrite.
const ANSWER_CHARACTERS: usize = 2_000;
/// Letters of a headline in the log.
const LOGGED: usize = 60;

/// A language model.
#[derive(Debug)]
pub struct Model {
    endpoint: Endpoint,
    config: ModelConfig,
    slots: Semaphore,
    breaker: Breaker,
}

/// Why a story is told in its articles' own sentences.
#[derive(Debug, thiserror::Error)]
enum Verbatim {
    #[error("the rewrite was refused: {0}")]
    Refused(#[from] Refusal),
    #[error("its translation is not shown: {0}")]
    Untranslated(Refusal),
    #[error("{0}")]
    NoAnswer(#[from] NoAnswer),
    #[error("the day's budget for the model is used up")]
    Budget,
    #[error("{0}")]
    Store(#[from] StoreError),
}

impl Model {
    /// The model of a configuration. The error says what is wrong with it.
    pub fn new(config: &ModelConfig) -> Result<Self, String> {
        Ok(Self {
            endpoint: Endpoint::new(config)?,
            slots: Semaphore::new(config.at_once),
            breaker: Breaker::default(),
            config: config.clone(),
        })
    }

    /// Begins a round of editions: their digests together wait for the model for as long as the configuration says, from
    /// the first question on.
    pub fn begin(self: &Arc<Self>) -> Rewriting {
        Rewriting {
            model: Arc::clone(self),
            asks: true,
            patience: None,
        }
    }

    /// For what is answered at once: only what was written before is used, and nothing is asked.
    pub fn remembered(self: &Arc<Self>) -> Rewriting {
        Rewriting {
            model: Arc::clone(self),
            asks: false,
            patience: None,
        }
    }

    /// A text that passes the gate; `None` when there is nothing to ask or it is not the time to.
    async fn tell(&self, task: &Task<'_>, asks: bool, now: Timestamp) -> Result<Option<Told>, Verbatim> {
        if gate::is_english(&task.evidence.sentences.join(" ")) {
            return self.rewrite(task, asks, now).await;
        }
        match task.sources().filter(|_| self.config.translate) {
            Some(sources) => self.translate(task, &sources, asks, now).await,
            None => Ok(None),
        }
    }

    async fn rewrite(&self, task: &Task<'_>, asks: bool, now: Timestamp) -> Result<Option<Told>, Verbatim> {
        let evidence = &task.evidence;
        let question = Question::rewrite(task.story);
        let Some(text) = self.answer(task.store, &question, asks, now).await? else {
            return Ok(None);
        };
        gate::check(&text, evidence, task.places)?;
        let told = Told {
            text,
            translated: false,
        };
        Ok((told.text != evidence.sentences.join(" ")).then_some(told))
    }

    async fn translate(
        &self,
        task: &Task<'_>,
        sources: &[Source<'_>],
        asks: bool,
        now: Timestamp,
    ) -> Result<Option<Told>, Verbatim> {
        translation::check_sources(sources).map_err(Verbatim::Untranslated)?;
        let question = Question::translation(task.story);
        let Some(answer) = self.answer(task.store, &question, asks, now).await? else {
            return Ok(None);
        };
        let text = translation::check(&answer, sources, task.places).map_err(Verbatim::Untranslated)?;
        Ok(Some(Told { text, translated: true }))
    }

    /// What the model answered before, or answers now.
    async fn answer(
        &self,
        store: &Store,
        question: &Question,
        asks: bool,
        now: Timestamp,
    ) -> Result<Option<String>, Verbatim> {
        let key = question.key(&self.config.model);
        let known = store.model_answer(&key, now).await?;
        if known.is_some() || !asks {
            return Ok(known);
        }
        let answer = self.ask(store, question, now).await?;
        if let Some(answer) = &answer {
            store.keep_model_answer(&key, answer, now).await?;
        }
        Ok(answer)
    }

    /// What the model answers now; `None` while it is left alone.
    async fn ask(&self, store: &Store, question: &Question, now: Timestamp) -> Result<Option<String>, Verbatim> {
        // The semaphore is never closed.
        let _slot = self.slots.acquire().await;
        if !self.breaker.is_closed(now) {
            return Ok(None);
        }
        let day = now.to_zoned_datetime(TimeZone::UTC).date();
        let characters = (question.characters() + ANSWER_CHARACTERS) as u64;
        let (requests, most) = (self.config.requests_per_day, self.config.characters_per_day);
        if !store.spend_on_model(day, characters, requests, most).await? {
            return Err(Verbatim::Budget);
        }
        let body = question.body(&self.config.model, self.config.max_tokens);
        match self.endpoint.ask(&body).await {
            Ok(answer) => {
                self.breaker.answered();
                Ok(Some(answer.chars().take(ANSWER_CHARACTERS).collect()))
            }
            Err(error) => {
                if self.breaker.failed(now) {
                    tracing::warn!("the model failed several times in a row and is left alone for some minutes");
                }
                Err(error.into())
            }
        }
    }
}

/// The rewriting of an edition's digests.
#[derive(Debug)]
pub struct Rewriting {
    model: Arc<Model>,
    /// False where only what was written before is used.
    asks: bool,
    /// Runs out when it has been waited for long enough; begins with the first question.
    patience: Option<Pin<Box<Sleep>>>,
}

/// A story to be told by the model, and what that takes.
struct Task<'a> {
    story: &'a Story,
    evidence: Evidence<'a>,
    articles: &'a HashMap<&'a ArticleId, &'a Tagged>,
    store: &'a Store,
    places: &'a Places,
}

/// A story as the model tells it.
struct Told {
    text: String,
    translated: bool,
}

impl Task<'_> {
    /// The sentences as what a translation is held against; `None` where the gate does not know their languages.
    fn sources(&self) -> Option<Vec<Source<'_>>> {
        let sentences = self.story.sentences.iter().map(|sentence| {
            let article = self.articles.get(&sentence.article);
            let said = article.and_then(|tagged| tagged.article.language.as_deref());
            (sentence.text.as_str(), said)
        });
        translation::sources(&sentences.collect::<Vec<_>>())
    }
}

impl Rewriting {
    /// Gives stories of a digest their rewrites and translations. `articles` holds those that its sentences stand in.
    pub async fn rewrite(
        &mut self,
        digest: &mut Digest,
        articles: &[Tagged],
        places: &Places,
        store: &Store,
        now: Timestamp,
    ) {
        let known: HashMap<&ArticleId, &Tagged> = articles.iter().map(|tagged| (&tagged.article.id, tagged)).collect();
        let model = Arc::clone(&self.model);
        let mut patience = self.patience.take();
        if self.asks && patience.is_none() {
            patience = Some(Box::pin(tokio::time::sleep(model.config.patience)));
        }
        // What was written before is used also when nobody waits any more.
        let asks = patience.as_ref().is_some_and(|patience| !patience.is_elapsed());
        let mut written: Vec<(usize, Told)> = Vec::new();
        let mut spent = false;
        {
            let stories = digest.stories.iter().enumerate();
            let mut asking: FuturesUnordered<_> = stories
                .filter_map(|(at, story)| Some((at, story, evidence(story, &known)?)))
                .map(|(at, story, evidence)| {
                    let task = Task {
                        story,
                        evidence,
                        articles: &known,
                        store,
                        places,
                    };
                    let model = &model;
                    async move { (at, story, model.tell(&task, asks, now).await) }
                })
                .collect();
            while !asking.is_empty() {
                let next = tokio::select! {
                    biased;
                    next = asking.next() => next,
                    () = run_out(&mut patience), if asks => {
                        model.breaker.failed(now);
                        tracing::warn!(stories = asking.len(), "the model was waited for long enough; the articles' own sentences stand");
                        break;
                    }
                };
                match next {
                    None => break,
                    Some((at, _, Ok(Some(told)))) => written.push((at, told)),
                    Some((_, _, Ok(None))) => {}
                    Some((_, _, Err(Verbatim::Budget))) => spent = true,
                    Some((_, story, Err(reason))) => {
                        let headline = shortened(&story.headline, LOGGED);
                        tracing::info!(?headline, %reason, "a story is told in its articles' own sentences");
                    }
                }
            }
        }
        self.patience = patience;
        if spent {
            tracing::warn!(
                "the day's budget for the model is used up; stories are told in their articles' own sentences"
            );
        }
        for (at, told) in written {
            if let Some(story) = digest.stories.get_mut(at) {
                story.rewrite = Some(told.text);
                story.translated = told.translated;
            }
        }
    }
}

/// Waits until the patience has run out; for ever where nothing is asked.
async fn run_out(patience: &mut Option<Pin<Box<Sleep>>>) {
    match patience {
        Some(sleep) => sleep.await,
        None => std::future::pending().await,
    }
}

/// What a rewrite of a story is held against; `None` without sentences or without one of their articles.
fn evidence<'a>(story: &'a Story, articles: &HashMap<&ArticleId, &'a Tagged>) -> Option<Evidence<'a>> {
    let ids: BTreeSet<&ArticleId> = story.sentences.iter().map(|sentence| &sentence.article).collect();
    let read: Vec<&Tagged> = ids.iter().map(|id| articles.get(id).copied()).collect::<Option<_>>()?;
    (!read.is_empty()).then(|| Evidence {
        headline: &story.headline,
        sentences: story.sentences.iter().map(|sentence| sentence.text.as_str()).collect(),
        countries: read.iter().flat_map(|tagged| tagged.tags.countries()).collect(),
        articles: read
            .iter()
            .map(|tagged| (tagged.article.title.as_str(), tagged.article.text.as_str()))
            .collect(),
    })
}
