//! Gathers what a digest is made of, and has it composed.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use crate::config::Config;
use crate::digest::{self, Digest, Edition, Material, Pool, SourceHealth};
use crate::model::Rewriting;
use crate::scope::Scope;
use crate::store::{Store, StoreError};

/// How far a digest may reach back: 7 days, and one more for articles that are dated by the day alone.
const REACH: SignedDuration = SignedDuration::from_hours(8 * 24);
/// An article dated by the day alone stands at the day's start in UTC; in the easternmost zones that day began this
/// much earlier.
const AHEAD: SignedDuration = SignedDuration::from_hours(14);
/// A source that was not read for so long before an edition says nothing about its day.
const STALE: SignedDuration = SignedDuration::from_hours(24);
/// How long what a digest showed counts as told.
const TOLD: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Why there is no digest.
#[derive(Debug, thiserror::Error)]
pub enum ComposeError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The digest or its rendering broke off.
    #[error("the digest of {scope} broke off: {reason}; this is a bug, and its articles are in the log's last lines")]
    Broken {
        /// Whose.
        scope: Scope,
        /// How.
        reason: String,
    },
}

/// How the sources did when they were last read. Those that are switched off, and those never read, are left out.
/// `due` is the moment of the edition that they are asked for.
pub async fn source_health(config: &Config, store: &Store, due: Timestamp) -> Result<Vec<SourceHealth>, StoreError> {
    let stale = shifted(due, -STALE);
    let mut health = Vec::new();
    for source in config.sources.iter().filter(|source| source.enabled) {
        let state = store.source_state(&source.id).await?;
        if state.read_at.is_some() {
            health.push(SourceHealth {
                id: source.id.clone(),
                title: source.publisher.clone(),
                failing_since: state.failing_since,
                stale_since: state.read_at.filter(|at| *at < stale),
                sample: source.sample,
            });
        }
    }
    Ok(health)
}

/// How many stories beyond its digest a scope is asked for where readers have filters: with these they choose from more
/// than any region has on most days, and telling them takes as long as grouping the week.
const POOL: usize = 100;

/// Composes the digest of a scope for an edition that is due at `due` and written at `now`. With `rewriting`, a language
/// model may tell its stories, as long as there is time.
#[expect(
    clippy::too_many_arguments,
    reason = "each says one thing, and no two belong together"
)]
pub async fn compose_digest(
    config: &Arc<Config>,
    store: &Store,
    sources: &[SourceHealth],
    scope: &Scope,
    edition: &Edition,
    due: Timestamp,
    now: Timestamp,
    rewriting: Option<&mut Rewriting>,
) -> Result<Digest, ComposeError> {
    let composed = compose_with_pool(config, store, sources, scope, edition, due, now, false, rewriting).await?;
    Ok(composed.0)
}

/// The same; with `filtered`, with the stories that it has no room for, for readers who have filters.
#[expect(
    clippy::too_many_arguments,
    reason = "each says one thing, and no two belong together"
)]
pub async fn compose_with_pool(
    config: &Arc<Config>,
    store: &Store,
    sources: &[SourceHealth],
    scope: &Scope,
    edition: &Edition,
    due: Timestamp,
    now: Timestamp,
    filtered: bool,
    rewriting: Option<&mut Rewriting>,
) -> Result<(Digest, Pool), ComposeError> {
    let (from, to) = (shifted(due, -REACH), shifted(due, AHEAD));
    let countries = scope.countries(&config.regions);
    let mut articles = store.window(countries.as_ref(), from, to).await?;
    if articles.len() == Store::WINDOW_ARTICLES {
        tracing::warn!(%scope, articles = articles.len(), "there are more articles than a digest reads: the oldest are left out");
    }
    if let Scope::Region(id) = scope
        && let Some(region) = config.regions.get(id)
    {
        let names: Vec<_> = region.headline_names().collect();
        articles.extend(store.headlined(&names, from, to).await?);
    }
    let told = shifted(due, -TOLD);
    let delivered = store.shown_articles(&edition.schedule, scope, told, due).await?;
    let last_news = store.last_published(countries.as_ref(), due).await?;
    let first_article = store.published_range().await?.map(|(first, _)| first);
    let enabled = config.sources.iter().filter(|source| source.enabled);
    let unread_sources = enabled
        .filter(|source| !sources.iter().any(|read| read.id == source.id))
        .count();
    let samples = config.sources.iter().filter(|source| source.sample);
    let sample_sources: HashSet<String> = samples.map(|source| source.id.clone()).collect();
    let weights: HashMap<String, f64> = config
        .sources
        .iter()
        .map(|source| (source.id.clone(), source.weight))
        .collect();
    let (configured, sources) = (Arc::clone(config), sources.to_vec());
    let (wanted, edition) = (scope.clone(), edition.clone());
    // Grouping a week of articles takes long enough to keep replies waiting; and if it panics, only this digest is lost.
    let composed = tokio::task::spawn_blocking(move || {
        let material = Material {
            scope: wanted,
            edition,
            due,
            now,
            articles: &articles,
            delivered: &delivered,
            sources,
            last_news,
            unread_sources,
            first_article,
            sample_sources: &sample_sources,
            weights: &weights,
            families: &configured.families(),
            regions: &configured.regions,
            max_stories: configured.digest.max_stories,
        };
        let composed = digest::compose_with_pool(material, if filtered { POOL } else { 0 });
        (composed, articles)
    });
    let ((mut digest, pool), articles) = composed.await.map_err(|error| ComposeError::Broken {
        scope: scope.clone(),
        reason: error.to_string(),
    })?;
    digest.corrections.earlier = store.untold_corrections(&digest.edition.schedule, scope, due).await?;
    if let Some(rewriting) = rewriting {
        rewriting
            .rewrite(&mut digest, &articles, &config.places, store, now)
            .await;
    }
    Ok((digest, pool))
}

fn shifted(moment: Timestamp, by: SignedDuration) -> Timestamp {
    moment.saturating_add(by).unwrap_or(moment)
}
