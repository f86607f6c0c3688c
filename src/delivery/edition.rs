//! Writes the editions that are due: digests, their renderings and who gets them, in one transaction; then the archive.

use std::sync::Arc;
use std::time::Duration;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::{Mutex, Notify};
use tokio_util::sync::CancellationToken;

use super::Now;
use super::corrections::correct_digests;
use super::fanouts::{fanouts, long_broadcasts};
use super::plans::{Plan, plans};
use crate::archive;
use crate::config::{CatchUp, Config};
use crate::destination::Destination;
use crate::digest::{Digest, Edition, point_elsewhere};
use crate::i18n::digest as words;
use crate::material::{ComposeError, compose_with_pool, source_health};
use crate::model::{Model, Rewriting};
use crate::platforms::one_line;
use crate::pulse::Pulse;
use crate::scope::Scope;
use crate::store::{BrokenDigest, Cleared, NewDigest, NewEdition, Store, StoreError};

/// A missed edition older than this is not made up for.
const CATCH_UP_LIMIT: SignedDuration = SignedDuration::from_hours(24);
/// With `catch_up = "none"` an edition later than this is left out; a restart takes less.
const GRACE: SignedDuration = SignedDuration::from_mins(10);
/// How far back one pass looks for missed editions to name in the log.
const LOOK_BACK: SignedDuration = SignedDuration::from_hours(31 * 24);
/// How often deliveries are looked through for those that are too old to be kept…
const CLEAR_EVERY: SignedDuration = SignedDuration::from_hours(24);
/// …how many are deleted in one write…
const CLEARED_AT_ONCE: usize = 1000;
/// …and how many writes are made between two looks at what is due.
const CLEARED_A_PASS: usize = 20;
/// The clock is asked at least this often, because it may have been put forward.
const LONGEST_SLEEP: Duration = Duration::from_secs(30);

/// Writes editions as they fall due, until `stop`. `subscribed` wakes it when a subscription was made.
pub async fn run(
    config: Arc<Config>,
    store: Store,
    model: Option<Arc<Model>>,
    now: Now,
    subscribed: Arc<Notify>,
    pulse: Arc<Pulse>,
    stop: CancellationToken,
) {
    if let Err(error) = write_missing_pages(&config, &store).await {
        tracing::error!(%error, "the archive was not looked through for missing pages");
    }
    let mut previous = None;
    let mut cleared = None;
    while !stop.is_cancelled() {
        let moment = now();
        let wait = match write_due_editions(&config, &store, model.as_ref(), moment, previous).await {
            Ok(next) => {
                previous = Some(moment);
                pulse.beat("the writer of editions", now());
                Duration::try_from(next.duration_since(now())).unwrap_or(Duration::ZERO)
            }
            Err(error) => {
                tracing::error!(store = store.file(), %error, "editions wait; trying again");
                LONGEST_SLEEP
            }
        };
        if cleared.is_none_or(|at: Timestamp| moment.duration_since(at).abs() >= CLEAR_EVERY) {
            match clear_old_deliveries(&config, &store, moment).await {
                Ok(true) => cleared = Some(moment),
                Ok(false) => {}
                Err(error) => tracing::error!(%error, "old deliveries are kept for now: the store failed"),
            }
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = subscribed.notified() => {}
            // A timer may be a hair early by the wall clock.
            () = tokio::time::sleep(wait.clamp(Duration::from_millis(10), LONGEST_SLEEP)) => {}
        }
    }
}

/// Deletes some of what `[delivery] keep` says is too old, a little at a time, so that nobody waits for it. True when
/// nothing of that is left.
pub async fn clear_old_deliveries(config: &Config, store: &Store, now: Timestamp) -> Result<bool, StoreError> {
    let before = now.checked_sub(config.keep_deliveries).unwrap_or(Timestamp::MIN);
    for _ in 0..CLEARED_A_PASS {
        let Some(edition) = store.edition_to_clear(before).await? else {
            return Ok(true);
        };
        let cleared = store.clear_edition(edition, before, CLEARED_AT_ONCE, now).await?;
        if cleared == Cleared::All {
            tracing::info!(
                edition,
                "its deliveries are older than [delivery] keep and were deleted"
            );
        }
    }
    Ok(false)
}

/// Writes every edition that is due at `now` and not yet written, and returns when to look again. `previous` is the
/// moment of the pass before, so that what is left out is logged once. An edition that fails is logged and tried again
/// at the next pass; it never stops the others.
pub async fn write_due_editions(
    config: &Arc<Config>,
    store: &Store,
    model: Option<&Arc<Model>>,
    now: Timestamp,
    previous: Option<Timestamp>,
) -> Result<Timestamp, StoreError> {
    let (plans, problems) = plans(config, &store.all_subscriptions().await?);
    if previous.is_none() {
        for problem in problems {
            tracing::warn!("{problem}");
        }
    }
    let mut next = now.checked_add(LONGEST_SLEEP).unwrap_or(Timestamp::MAX);
    // One for all plans: whoever has many late editions does not wait for the model in each of them.
    let rewriting = model.map(|model| Arc::new(Mutex::new(model.begin())));
    for plan in plans {
        if let Some((_, moment)) = plan.due(now, next).first() {
            next = *moment;
        }
        let (config, store, id) = (Arc::clone(config), store.clone(), plan.id.clone());
        let rewriting = rewriting.clone();
        // A task of its own: a panic in one edition leaves the others alone.
        let written = tokio::spawn(async move { write_plan(&config, &store, rewriting, plan, now, previous).await });
        match written.await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::error!(schedule = %id, %error, "an edition was not written; trying again"),
            Err(error) => tracing::error!(schedule = %id, %error, "an edition broke off; this is a bug; trying again"),
        }
    }
    let (config, store) = (Arc::clone(config), store.clone());
    match tokio::spawn(async move { correct_digests(&config, &store, now).await }).await {
        Ok(Ok(_)) => {}
        Ok(Err(error)) => tracing::error!(%error, "digests were not corrected; trying again"),
        Err(error) => tracing::error!(%error, "correcting digests broke off; this is a bug; trying again"),
    }
    Ok(next)
}

async fn write_plan(
    config: &Arc<Config>,
    store: &Store,
    rewriting: Option<Arc<Mutex<Rewriting>>>,
    plan: Plan,
    now: Timestamp,
    previous: Option<Timestamp>,
) -> Result<(), ComposeError> {
    let since = followed_since(store, &plan, now).await?;
    let limit = match plan.catch_up {
        CatchUp::Latest => CATCH_UP_LIMIT,
        CatchUp::None => GRACE,
    };
    let earliest = before(now, limit);
    name_missed(
        &plan,
        since.max(previous.map_or(before(earliest, LOOK_BACK), |at| before(at, limit))),
        earliest,
    );

    let mut runs = plan.due(since.max(earliest), now);
    let Some((local, moment)) = runs.pop() else {
        return Ok(());
    };
    let edition = Edition {
        schedule: plan.id.clone(),
        local,
        zone: plan.zone_name.clone(),
    };
    let mut plan = plan.on(local);
    plan.readers
        .retain(|reader| reader.since.is_none_or(|since| since <= moment));
    let scopes = plan.all_scopes();
    if scopes.is_empty() || store.has_edition(&edition).await? {
        return Ok(());
    }
    if !runs.is_empty() {
        tracing::warn!(schedule = %plan.id, count = runs.len(), "earlier editions were missed too; only the latest is written");
    }
    let mut rewriting = match &rewriting {
        Some(rewriting) => Some(rewriting.lock().await),
        None => None,
    };
    let rewriting = rewriting.as_deref_mut();
    write_edition(config, store, rewriting, &plan, &scopes, edition, moment, now).await
}

/// The moment from which a plan is followed. Subscriptions are followed from the first of them that is still there.
async fn followed_since(store: &Store, plan: &Plan, now: Timestamp) -> Result<Timestamp, StoreError> {
    match plan.readers.iter().filter_map(|reader| reader.since).min() {
        Some(first) => Ok(store.schedule_since(&plan.id, first.min(now)).await?.max(first)),
        None => store.schedule_since(&plan.id, now).await,
    }
}

fn name_missed(plan: &Plan, after: Timestamp, until: Timestamp) {
    let missed = plan.due(after, until);
    if let Some((last, _)) = missed.last() {
        tracing::warn!(schedule = %plan.id, count = missed.len(), %last, "editions were missed too long ago to be made up for");
    }
}

#[expect(
    clippy::too_many_arguments,
    reason = "each says one thing, and no two belong together"
)]
async fn write_edition(
    config: &Arc<Config>,
    store: &Store,
    mut rewriting: Option<&mut Rewriting>,
    plan: &Plan,
    scopes: &[Scope],
    edition: Edition,
    due: Timestamp,
    now: Timestamp,
) -> Result<(), ComposeError> {
    let sources = source_health(config, store, due).await?;
    let (mut composed, mut pools) = (Vec::new(), Vec::new());
    let mut broken = Vec::new();
    for scope in scopes {
        let filtered = plan
            .readers
            .iter()
            .any(|reader| reader.scope == *scope && !reader.filter.is_empty());
        match compose_with_pool(
            config,
            store,
            &sources,
            scope,
            &edition,
            due,
            now,
            filtered,
            rewriting.as_deref_mut(),
        )
        .await
        {
            Ok((digest, pool)) => {
                composed.push(digest);
                pools.push(pool);
            }
            Err(error) => broken.push(gap(plan, error)?),
        }
    }
    point_elsewhere(&mut composed);
    let mut digests = Vec::new();
    for (digest, pool) in composed.into_iter().zip(&pools) {
        match fanouts(config, store, &digest, pool, &plan.readers).await {
            Ok(fanouts) => digests.push(NewDigest { digest, fanouts }),
            Err(error) => broken.push(gap(plan, error)?),
        }
    }
    let edition = NewEdition { edition, due, digests };
    if store.save_edition_with_gaps(&edition, &broken, now).await? {
        let deliveries: usize = edition
            .digests
            .iter()
            .flat_map(|new| &new.fanouts)
            .map(|fanout| fanout.to.len())
            .sum();
        tracing::info!(schedule = %plan.id, edition = %edition.edition.local, digests = edition.digests.len(), deliveries, "edition written");
        for words in long_broadcasts(config, &edition, &plan.zone, now) {
            tracing::info!(schedule = %plan.id, "{words}");
        }
        let digests = edition.digests.into_iter().map(|new| new.digest).collect();
        archive_all(config, digests).await;
    }
    Ok(())
}

/// A digest that broke off: it is left out of its edition, and its readers are listed with the reason. The error itself
/// where it is of another kind.
fn gap(plan: &Plan, error: ComposeError) -> Result<BrokenDigest, ComposeError> {
    let ComposeError::Broken { scope, reason } = error else {
        return Err(error);
    };
    let readers = plan.readers.iter().filter(|reader| reader.scope == scope);
    let to: Vec<Destination> = readers.map(|reader| reader.destination.clone()).collect();
    tracing::error!(schedule = %plan.id, %scope, %reason, readers = to.len(), "a digest broke off and is left out of its edition; this is a bug");
    let reason = words::not_composed(&one_line(&reason));
    Ok(BrokenDigest { scope, reason, to })
}

/// How many days back pages are looked for that were not written.
const PAGES_OF_DAYS: i64 = 3;

/// Writes the pages that a kill between the store and the archive has left out.
async fn write_missing_pages(config: &Arc<Config>, store: &Store) -> Result<(), StoreError> {
    let days = store.digest_days().await?;
    let Some(newest) = days.first().map(|(date, _)| *date) else {
        return Ok(());
    };
    let recent = |date: &Date| newest.duration_since(*date) < SignedDuration::from_hours(24 * PAGES_OF_DAYS);
    let mut missing = Vec::new();
    for (date, scope) in days.into_iter().take_while(|(date, _)| recent(date)) {
        let page = archive::path(&config.archive_dir, date, &scope);
        if page.is_some_and(|page| !page.exists()) {
            missing.extend(store.digest_of(&scope, date).await?);
        }
    }
    archive_all(config, missing).await;
    Ok(())
}

/// Writes digests to the archive. What cannot be written is logged: readers get it all the same.
pub(super) async fn archive_all(config: &Arc<Config>, digests: Vec<Digest>) {
    let dir = config.archive_dir.clone();
    let writing = tokio::task::spawn_blocking(move || {
        let errors: Vec<_> = digests
            .iter()
            .filter_map(|digest| archive::write(&dir, digest).err())
            .collect();
        // A folder that cannot be written to fails for every page alike: it is said once.
        if let Some(error) = errors.first() {
            tracing::error!(%error, pages = errors.len(), "pages are missing from the archive");
        }
    });
    if let Err(error) = writing.await {
        tracing::error!(%error, "pages are missing from the archive; this is a bug");
    }
}

pub(super) fn before(moment: Timestamp, span: SignedDuration) -> Timestamp {
    moment.checked_sub(span).unwrap_or(Timestamp::MIN)
}
