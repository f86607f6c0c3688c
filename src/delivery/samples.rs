//! The samples' editions: what a fresh checkout shows before anything is configured.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::edition::archive_all;
use crate::config::Config;
use crate::digest::{Edition, point_elsewhere};
use crate::material::{ComposeError, compose_digest, source_health};
use crate::schedule::end_of_day;
use crate::scope::Scope;
use crate::store::{NewDigest, NewEdition, Store, StoreError};

/// A store that holds more than this holds more than samples.
const MOST_SAMPLES: usize = 1000;

/// When the store holds nothing but samples and nothing else is configured: writes an edition of every region for each
/// day that has samples, for nobody in particular. Returns how many editions are new.
pub async fn write_sample_editions(config: &Arc<Config>, store: &Store, now: Timestamp) -> Result<usize, ComposeError> {
    let mut written = 0;
    let zone = &config.digest.default_zone;
    for date in sample_days(config, store, zone).await? {
        let local = end_of_day(date);
        let edition = Edition {
            schedule: Edition::SAMPLE.to_owned(),
            local,
            zone: zone.iana_name().unwrap_or("UTC").to_owned(),
        };
        let Ok(due) = zone.to_timestamp(local) else {
            continue;
        };
        if store.has_edition(&edition).await? {
            continue;
        }
        let sources = source_health(config, store, due).await?;
        let mut composed = Vec::new();
        for region in config.regions.iter() {
            let scope = Scope::Region(region.id.clone());
            // Written in time, whenever that is: a sample is not late.
            let digest = compose_digest(config, store, &sources, &scope, &edition, due, due, None).await?;
            composed.push(digest);
        }
        point_elsewhere(&mut composed);
        let digests = composed
            .into_iter()
            .map(|digest| NewDigest {
                digest,
                fanouts: Vec::new(),
            })
            .collect();
        let edition = NewEdition { edition, due, digests };
        if store.save_edition(&edition, now).await? {
            written += 1;
            archive_all(config, edition.digests.into_iter().map(|new| new.digest).collect()).await;
        }
    }
    Ok(written)
}

/// The local days on which samples were published; none when there is more than samples.
async fn sample_days(config: &Config, store: &Store, zone: &TimeZone) -> Result<BTreeSet<Date>, StoreError> {
    let enabled = config.sources.iter().filter(|source| source.enabled);
    let samples: HashSet<&str> = enabled
        .clone()
        .filter(|source| source.sample)
        .map(|source| source.id.as_str())
        .collect();
    if samples.len() != enabled.count() || store.count_articles().await? > MOST_SAMPLES {
        return Ok(BTreeSet::new());
    }
    let Some((first, last)) = store.published_range().await? else {
        return Ok(BTreeSet::new());
    };
    let from = first.checked_sub(SignedDuration::from_secs(1)).unwrap_or(first);
    let articles = store.window(None, from, last).await?;
    if articles
        .iter()
        .any(|tagged| !samples.contains(tagged.article.source.as_str()))
    {
        return Ok(BTreeSet::new());
    }
    let days = articles
        .iter()
        .map(|tagged| zone.to_datetime(tagged.article.published_at).date());
    Ok(days.collect())
}
