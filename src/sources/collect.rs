//! Collecting: reading sources when they are due, tagging what they give, storing it.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures::{FutureExt as _, StreamExt as _};
use jiff::{SignedDuration, Timestamp};
use tokio::sync::Semaphore;
use tokio::task::{JoinSet, spawn_blocking};
use tokio_util::sync::CancellationToken;

use super::feed::{self, Entry};
use super::fetch::{Answer, Content, Fetcher, Request, shown};
use super::files;
use super::tagging::{Origin, tag_drafts};
use crate::article::{Draft, Tagged, normalise};
use crate::clock::Clock;
use crate::config::{SHORTEST_DURATION, SourceConfig, SourceKind};
use crate::places::{Country, Places};
use crate::pulse::Pulse;
use crate::store::{Inserted, SourceState, Store, StoreError};

/// How many sources are read at the same time.
const AT_ONCE: usize = 4;

/// How many articles are inserted in one transaction: other writers wait meanwhile.
const INSERTED_AT_ONCE: usize = 500;

/// The longest a failing source is left alone.
const LONGEST_BACKOFF: SignedDuration = SignedDuration::from_hours(6);

/// How long a source that said it is gone for good is left alone: the admin may put it right.
const GONE_PAUSE: SignedDuration = SignedDuration::from_hours(7 * 24);

/// The longest nap between two looks at the clock, which may be set meanwhile.
const LONGEST_NAP: Duration = Duration::from_secs(60);

/// How one reading of a source went.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Collected {
    /// The source's id.
    pub source: String,
    /// What came of it.
    pub inserted: Inserted,
    /// What went wrong, a sentence each; the rest was read.
    pub problems: Vec<String>,
    /// What is now remembered of the source.
    pub state: SourceState,
}

/// What a source gave.
#[derive(Default)]
struct Reading {
    drafts: Vec<Draft>,
    problems: Vec<String>,
    etag: Option<String>,
    last_modified: Option<String>,
}

/// Why a source gave nothing.
struct Failure {
    reason: String,
    /// How long it wants to be left alone.
    pause: Option<SignedDuration>,
}

/// What sources are read with.
#[derive(Clone)]
pub struct Collector {
    /// Where articles go.
    pub store: Store,
    /// How addresses are read.
    pub fetcher: Fetcher,
    /// The names that articles are tagged by.
    pub places: Arc<Places>,
}

/// Reads the enabled sources once, a few at a time, in their order. One that fails, or panics, does not stop the
/// others.
pub async fn collect_all(collector: &Collector, sources: &[SourceConfig], now: Timestamp) -> Vec<Collected> {
    let enabled = sources.iter().filter(|source| source.enabled);
    let readings = enabled.map(|source| collect_once(collector, source, now));
    futures::stream::iter(readings).buffered(AT_ONCE).collect().await
}

/// Reads one source, unless it is to be left alone for now, and stores what it gave and how it did. When it is due is
/// the caller's to say.
pub async fn collect_once(collector: &Collector, source: &SourceConfig, now: Timestamp) -> Collected {
    let attempt = AssertUnwindSafe(collect(collector, source, now)).catch_unwind().await;
    attempt.unwrap_or_else(|_| Collected {
        source: source.id.clone(),
        problems: vec![format!(
            "{}: reading it failed inside the program, which is a bug",
            source.id
        )],
        ..Collected::default()
    })
}

/// Reads each enabled source whenever its interval has passed, a few at a time, until it is told to stop.
pub async fn run(
    sources: Vec<SourceConfig>,
    collector: Collector,
    clock: Clock,
    pulse: Arc<Pulse>,
    shutdown: CancellationToken,
) {
    let permits = Arc::new(Semaphore::new(AT_ONCE));
    let mut readers = JoinSet::new();
    for source in sources.into_iter().filter(|source| source.enabled) {
        let collector = collector.clone();
        let (permits, pulse, shutdown) = (Arc::clone(&permits), Arc::clone(&pulse), shutdown.clone());
        readers.spawn(async move {
            let reading = keep_reading(&source, &collector, clock, &permits, &pulse);
            shutdown.run_until_cancelled(reading).await;
        });
    }
    while readers.join_next().await.is_some() {}
    shutdown.cancelled().await;
}

async fn keep_reading(source: &SourceConfig, collector: &Collector, clock: Clock, permits: &Semaphore, pulse: &Pulse) {
    let state = collector.store.source_state(&source.id).await.unwrap_or_default();
    let mut due = state
        .read_at
        .map_or(Timestamp::MIN, |_| next_reading(&state, source.interval));
    let mut known_problems = Vec::new();
    loop {
        pulse.beat("the collector", clock.now());
        let left = Duration::try_from(due.duration_since(clock.now())).unwrap_or(Duration::ZERO);
        if !left.is_zero() {
            tokio::time::sleep(left.min(LONGEST_NAP)).await;
            continue;
        }
        let Ok(permit) = permits.acquire().await else {
            return;
        };
        let collected = collect_once(collector, source, clock.now()).await;
        drop(permit);
        log(&collected, &known_problems);
        // However the clock was set meanwhile, no source is read without a pause.
        let shortest_pause = SignedDuration::try_from(SHORTEST_DURATION).unwrap_or(SignedDuration::ZERO);
        let soonest = later(clock.now(), shortest_pause);
        due = next_reading(&collected.state, source.interval).max(soonest);
        known_problems = collected.problems;
    }
}

/// When a source is due again: after its interval, and not before the moment it asked for.
pub fn next_reading(state: &SourceState, interval: Duration) -> Timestamp {
    let pause = SignedDuration::try_from(interval).unwrap_or(LONGEST_BACKOFF);
    let after_interval = state.read_at.map_or(Timestamp::MIN, |read| later(read, pause));
    after_interval.max(state.not_before.unwrap_or(Timestamp::MIN))
}

// A source that fails for days says the same at every reading: once is enough.
fn log(collected: &Collected, known_problems: &[String]) {
    let Collected { source, inserted, .. } = collected;
    if inserted.new + inserted.revised > 0 {
        tracing::info!(%source, new = inserted.new, revised = inserted.revised, "articles collected");
    }
    for problem in collected
        .problems
        .iter()
        .filter(|problem| !known_problems.contains(problem))
    {
        // A feed can put line breaks into what is said of it.
        tracing::warn!(%source, "{}", normalise(problem));
    }
}

async fn collect(collector: &Collector, source: &SourceConfig, now: Timestamp) -> Collected {
    let store = &collector.store;
    let mut collected = Collected {
        source: source.id.clone(),
        ..Collected::default()
    };
    let before = match store.source_state(&source.id).await {
        Ok(state) => state,
        Err(error) => {
            collected.problems.push(format!("{}: {error}", source.id));
            return collected;
        }
    };
    collected.state = before.clone();
    if before.not_before.is_some_and(|moment| moment > now) {
        return collected;
    }
    // Without it the articles are read as well, only ranked a little worse.
    let usual = store.usual_countries(&source.id).await.unwrap_or_else(|error| {
        collected.problems.push(format!("{}: {error}", source.id));
        Vec::new()
    });
    match gather(collector, source, usual, &before, now).await {
        Ok((articles, reading)) => {
            match insert(store, &articles).await {
                Ok(inserted) => collected.inserted = inserted,
                Err(problem) => {
                    // The state stays as it was: with the new ETag the articles would never be offered again.
                    collected.problems.push(format!("{}: {problem}", source.id));
                    return collected;
                }
            }
            collected.problems = reading.problems;
            collected.state = SourceState {
                etag: reading.etag,
                last_modified: reading.last_modified,
                read_at: Some(now),
                answered_at: Some(now),
                failing_since: None,
                error: None,
                not_before: None,
            };
        }
        Err(failure) => {
            collected.state = after_failure(before, &failure, source.interval, now);
            collected.problems.push(failure.reason);
        }
    }
    if let Err(error) = store.save_source_state(&source.id, &collected.state).await {
        collected.problems.push(format!("{}: {error}", source.id));
    }
    collected
}

/// What is remembered of a source that failed: it is left alone as long as it has been failing, from its interval up
/// to six hours, or as long as it asks.
fn after_failure(before: SourceState, failure: &Failure, interval: Duration, now: Timestamp) -> SourceState {
    let since = before.failing_since.unwrap_or(now);
    let interval = SignedDuration::try_from(interval).unwrap_or(LONGEST_BACKOFF);
    let backoff = now.duration_since(since).min(LONGEST_BACKOFF).max(interval);
    let pause = failure.pause.map_or(backoff, |asked| asked.max(backoff));
    SourceState {
        read_at: Some(now),
        failing_since: Some(since),
        error: Some(failure.reason.clone()),
        not_before: Some(later(now, pause)),
        ..before
    }
}

fn later(moment: Timestamp, pause: SignedDuration) -> Timestamp {
    moment.checked_add(pause).unwrap_or(Timestamp::MAX)
}

/// Reads a source and tags what it gave.
async fn gather(
    collector: &Collector,
    source: &SourceConfig,
    usual: Vec<Country>,
    state: &SourceState,
    now: Timestamp,
) -> Result<(Vec<Tagged>, Reading), Failure> {
    let mut reading = read(&collector.fetcher, source, state, now).await?;
    let drafts = std::mem::take(&mut reading.drafts);
    let (places, from) = (Arc::clone(&collector.places), source.clone());
    let tagged = spawn_blocking(move || {
        let origin = Origin {
            source: &from.id,
            publisher: &from.publisher,
            language: from.language.as_deref(),
            home: from.country,
            usual: &usual,
        };
        tag_drafts(drafts, &origin, &places, now)
    });
    let tagged = tagged.await;
    Ok((tagged.map_err(|_| internal(&source.id))?, reading))
}

async fn read(
    fetcher: &Fetcher,
    source: &SourceConfig,
    state: &SourceState,
    now: Timestamp,
) -> Result<Reading, Failure> {
    match &source.kind {
        SourceKind::Feed {
            url,
            max_bytes,
            timeout,
        } => {
            let request = Request {
                url: url.clone(),
                max_bytes: *max_bytes,
                timeout: *timeout,
                etag: state.etag.clone(),
                last_modified: state.last_modified.clone(),
            };
            read_feed(fetcher, request, now).await
        }
        SourceKind::Files { path } => {
            let (folder, known) = (path.clone(), state.etag.clone());
            let reader = format!("{}\n{:?}\n{:?}\n", source.publisher, source.language, source.country);
            let read = spawn_blocking(move || {
                let mark = files::mark(&folder, &reader);
                // What is as it was gave all it has.
                let unchanged = mark.is_some() && mark == known;
                (mark, (!unchanged).then(|| files::read_path(&folder, None, now)))
            });
            let (mark, read) = read.await.map_err(|_| internal(&path.display().to_string()))?;
            let Some(read) = read else {
                return Ok(Reading {
                    etag: mark,
                    ..Reading::default()
                });
            };
            if read.drafts.is_empty() && !read.problems.is_empty() {
                let reason = read.problems.join("; ");
                return Err(Failure { reason, pause: None });
            }
            Ok(Reading {
                drafts: read.drafts,
                problems: read.problems,
                etag: mark,
                ..Reading::default()
            })
        }
    }
}

async fn read_feed(fetcher: &Fetcher, request: Request, now: Timestamp) -> Result<Reading, Failure> {
    let address = shown(&request.url);
    let content = match fetcher.get(&request, now).await {
        Ok(Answer::Content(content)) => content,
        Ok(Answer::NotModified) => {
            return Ok(Reading {
                etag: request.etag,
                last_modified: request.last_modified,
                ..Reading::default()
            });
        }
        Ok(Answer::Gone) => {
            return Err(Failure {
                reason: format!("{address} is gone for good (410): take it out of sources.toml"),
                pause: Some(GONE_PAUSE),
            });
        }
        Err(error) => {
            let pause = error.retry_after().and_then(|wait| SignedDuration::try_from(wait).ok());
            let reason = error.to_string();
            return Err(Failure { reason, pause });
        }
    };
    let Content {
        body,
        url,
        moved_to,
        content_type,
        etag,
        last_modified,
    } = *content;
    let read = spawn_blocking(move || feed::read(&body, content_type.as_deref(), Some(&url))).await;
    let feed = read.map_err(|_| internal(&address))?.map_err(|error| Failure {
        reason: format!("{address} cannot be read: {error}"),
        pause: None,
    })?;
    let mut problems = Vec::new();
    if let Some(moved_to) = moved_to {
        problems.push(format!(
            "{address} has moved for good: write {} in sources.toml",
            shown(&moved_to)
        ));
    }
    if feed.cut {
        problems.push(format!(
            "{address} has more than {} entries; the rest was left out",
            feed::MAX_ENTRIES
        ));
    }
    let count = feed.entries.len();
    let drafts: Vec<Draft> = feed.entries.into_iter().filter_map(Entry::into_draft).collect();
    if drafts.len() < count {
        problems.push(format!(
            "{address}: {} entries without title and text left out",
            count - drafts.len()
        ));
    }
    Ok(Reading {
        drafts,
        problems,
        etag,
        last_modified,
    })
}

fn internal(what: &str) -> Failure {
    Failure {
        reason: format!("{what} cannot be read: reading it failed inside the program, which is a bug"),
        pause: None,
    }
}

/// Stores articles, a few hundred in a transaction: a running bot writes in between.
pub async fn insert(store: &Store, articles: &[Tagged]) -> Result<Inserted, StoreError> {
    let mut sum = Inserted::default();
    for articles in articles.chunks(INSERTED_AT_ONCE) {
        let inserted = store.insert_articles(articles).await?;
        sum.new += inserted.new;
        sum.revised += inserted.revised;
        sum.unchanged += inserted.unchanged;
    }
    Ok(sum)
}
