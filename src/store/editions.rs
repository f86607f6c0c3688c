//! Editions and the digests written for them.

use std::collections::HashMap;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use super::corrections::{Rendering, digest_stored, keep_shown};
use super::values::{from_json, json, later, millis, moment, size, word};
use super::{Store, StoreError, Write};
use crate::article::ArticleId;
use crate::destination::{Destination, Platform};
use crate::digest::{Digest, Edition};
use crate::scope::Scope;

/// An edition with all its digests and deliveries: written in one transaction.
#[derive(Clone, Debug)]
pub struct NewEdition {
    /// Its identity.
    pub edition: Edition,
    /// The moment it was due.
    pub due: Timestamp,
    /// Its digests.
    pub digests: Vec<NewDigest>,
}

/// A digest with its deliveries.
#[derive(Clone, Debug)]
pub struct NewDigest {
    /// The digest.
    pub digest: Digest,
    /// Who gets it.
    pub fanouts: Vec<Fanout>,
}

/// One rendering of a digest and everybody who gets just that.
#[derive(Clone, Debug)]
pub struct Fanout {
    /// The messages, in order, each as JSON.
    pub parts: Vec<String>,
    /// Where they go: all on one platform.
    pub to: Vec<Destination>,
    /// How the messages were made.
    pub rendering: Rendering,
}

/// A digest that could not be composed, and who should have got it: its readers are listed instead of passed over.
#[derive(Clone, Debug)]
pub struct BrokenDigest {
    /// What it should have been about.
    pub scope: Scope,
    /// Why there is none.
    pub reason: String,
    /// Who gets nothing.
    pub to: Vec<Destination>,
}

impl Store {
    /// True when the edition was written.
    pub async fn has_edition(&self, edition: &Edition) -> Result<bool, StoreError> {
        let known: Option<i64> =
            sqlx::query_scalar("SELECT id FROM editions WHERE schedule = $1 AND local = $2 AND zone = $3")
                .bind(&edition.schedule)
                .bind(edition.local.to_string())
                .bind(&edition.zone)
                .fetch_optional(self.reader()?)
                .await?;
        Ok(known.is_some())
    }

    /// Writes an edition, its digests, their article lists and their deliveries in one transaction. False, and nothing
    /// written, when the edition exists.
    pub async fn save_edition(&self, new: &NewEdition, now: Timestamp) -> Result<bool, StoreError> {
        self.save_edition_with_gaps(new, &[], now).await
    }

    /// The same of an edition of which some digests could not be composed: their deliveries fail with the reason.
    pub async fn save_edition_with_gaps(
        &self,
        new: &NewEdition,
        broken: &[BrokenDigest],
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let edition = &new.edition;
        let mut write = self.write().await?;
        let number: Option<i64> = sqlx::query_scalar(
            "INSERT INTO editions (schedule, local, zone, local_date, due, written_at) \
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (schedule, local, zone) DO NOTHING RETURNING id",
        )
        .bind(&edition.schedule)
        .bind(edition.local.to_string())
        .bind(&edition.zone)
        .bind(edition.local.date().to_string())
        .bind(millis(new.due))
        .bind(millis(now))
        .fetch_optional(&mut *write)
        .await?;
        let Some(number) = number else {
            return Ok(false);
        };
        for digest in &new.digests {
            save_digest(&mut write, number, digest, now).await?;
        }
        for digest in broken {
            save_broken(&mut write, number, digest, now).await?;
        }
        write.commit().await?;
        Ok(true)
    }

    /// The moment from which a schedule is to be followed: when its last edition was due, else when it was first seen
    /// (`now`, which is then remembered).
    pub async fn schedule_since(&self, schedule: &str, now: Timestamp) -> Result<Timestamp, StoreError> {
        // What was noted while the clock was ahead says nothing about now.
        let known = "SELECT coalesce((SELECT max(due) FROM editions WHERE schedule = $1 AND due <= $2), \
                     (SELECT min(first_seen, $2) FROM schedules WHERE id = $1))";
        let since: Option<i64> = sqlx::query_scalar(known)
            .bind(schedule)
            .bind(millis(now))
            .fetch_one(self.reader()?)
            .await?;
        if let Some(since) = since {
            return moment(since);
        }
        sqlx::query("INSERT INTO schedules (id, first_seen) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING")
            .bind(schedule)
            .bind(millis(now))
            .execute(self.writer()?)
            .await?;
        moment(
            sqlx::query_scalar(known)
                .bind(schedule)
                .bind(millis(now))
                .fetch_one(self.reader()?)
                .await?,
        )
    }

    /// The articles that a scope's digests of this schedule showed in editions due after `since` and before `before`,
    /// each with the local date of the last of them.
    pub async fn shown_articles(
        &self,
        schedule: &str,
        scope: &Scope,
        since: Timestamp,
        before: Timestamp,
    ) -> Result<HashMap<ArticleId, Date>, StoreError> {
        let shown: Vec<(String, String)> = sqlx::query_as(
            "SELECT article, max(local_date) FROM editions JOIN digests ON digests.edition = editions.id \
             JOIN digest_articles ON digest_articles.digest = digests.id \
             WHERE schedule = $1 AND scope = $2 AND due > $3 AND due < $4 GROUP BY article",
        )
        .bind(schedule)
        .bind(scope.to_string())
        .bind(millis(since))
        .bind(millis(before))
        .fetch_all(self.reader()?)
        .await?;
        shown
            .into_iter()
            .map(|(article, date)| Ok((ArticleId::from_stored(article), parse_date(&date)?)))
            .collect()
    }

    /// The newest digest of a scope whose edition's local date is `date`, of any schedule; one without an article only
    /// where none of that day has any.
    pub async fn digest_of(&self, scope: &Scope, date: Date) -> Result<Option<Digest>, StoreError> {
        let digest: Option<String> = sqlx::query_scalar(
            "SELECT body FROM digests JOIN editions ON editions.id = digests.edition \
             WHERE local_date = $1 AND scope = $2 AND broken IS NULL \
             ORDER BY CASE WHEN EXISTS (SELECT 1 FROM digest_articles WHERE digest = digests.id) THEN 0 ELSE 1 END, \
             due DESC, digests.id DESC LIMIT 1",
        )
        .bind(date.to_string())
        .bind(scope.to_string())
        .fetch_optional(self.reader()?)
        .await?;
        digest.map(|digest| from_json(&digest)).transpose()
    }

    /// The days and scopes of which there are digests, newest day first, the scopes of a day in the order in which they
    /// were first written.
    pub async fn digest_days(&self) -> Result<Vec<(Date, Scope)>, StoreError> {
        let days: Vec<(String, String)> = sqlx::query_as(
            "SELECT local_date, scope FROM digests JOIN editions ON editions.id = digests.edition \
             WHERE broken IS NULL GROUP BY local_date, scope ORDER BY local_date DESC, min(digests.id)",
        )
        .fetch_all(self.reader()?)
        .await?;
        days.into_iter()
            .map(|(date, scope)| {
                Ok((
                    parse_date(&date)?,
                    Scope::try_from(scope).map_err(StoreError::Unreadable)?,
                ))
            })
            .collect()
    }
}

fn parse_date(date: &str) -> Result<Date, StoreError> {
    date.parse()
        .map_err(|error: jiff::Error| StoreError::Unreadable(error.to_string()))
}

async fn save_digest(write: &mut Write, edition: i64, new: &NewDigest, now: Timestamp) -> Result<(), StoreError> {
    let digest: i64 = sqlx::query_scalar("INSERT INTO digests (edition, scope, body) VALUES ($1, $2, $3) RETURNING id")
        .bind(edition)
        .bind(new.digest.scope.to_string())
        .bind(json(&new.digest)?)
        .fetch_one(&mut **write)
        .await?;
    let articles: Vec<&ArticleId> = new.digest.articles().collect();
    sqlx::query(
        "INSERT INTO digest_articles (digest, article) SELECT $1, value FROM json_each($2) WHERE true \
         ON CONFLICT (digest, article) DO NOTHING",
    )
    .bind(digest)
    .bind(json(&articles)?)
    .execute(&mut **write)
    .await?;
    let mut before: HashMap<Platform, usize> = HashMap::new();
    for fanout in &new.fanouts {
        // Everybody in a fanout is on one platform: their messages are written for it.
        if let Some(first) = fanout.to.first() {
            let before = before.entry(first.platform).or_default();
            save_fanout(write, digest, fanout, *before, now).await?;
            *before += fanout.to.len();
        }
    }
    digest_stored(write, edition, digest, &new.digest, now).await
}

/// Whose turn it is among those that may be sent: each digest gives its readers turns that lie this many milliseconds
/// apart, from the turn that is served now on. So digests take turns, a reader of each, and whoever reads one of thirty
/// readers does not wait for one of a hundred thousand that was written a moment before.
const TURN_STEP: i64 = 40;

/// A message without words stands for what there is none of.
async fn save_broken(write: &mut Write, edition: i64, broken: &BrokenDigest, now: Timestamp) -> Result<(), StoreError> {
    let digest: i64 =
        sqlx::query_scalar("INSERT INTO digests (edition, scope, body, broken) VALUES ($1, $2, '', $3) RETURNING id")
            .bind(edition)
            .bind(broken.scope.to_string())
            .bind(&broken.reason)
            .fetch_one(&mut **write)
            .await?;
    let fanout = Fanout {
        parts: vec![String::new()],
        to: broken.to.clone(),
        rendering: Rendering::default(),
    };
    save_fanout(write, digest, &fanout, 0, now).await?;
    sqlx::query("UPDATE deliveries SET state = 'failed', reason = $2 WHERE digest = $1")
        .bind(digest)
        .bind(&broken.reason)
        .execute(&mut **write)
        .await?;
    Ok(())
}

/// A destination that must wait for longer than this is held, not spaced out: what waits for it has that moment as its
/// turn, and what is new comes behind it.
const HELD: SignedDuration = SignedDuration::from_secs(10);

/// A destination that an earlier fanout of the digest reaches already is passed over: it would read everything twice.
/// `before` readers of the digest have turns already.
async fn save_fanout(
    write: &mut Write,
    digest: i64,
    fanout: &Fanout,
    before: usize,
    now: Timestamp,
) -> Result<(), StoreError> {
    let Some(first) = fanout.to.first().filter(|_| !fanout.parts.is_empty()) else {
        return Ok(());
    };
    let mut first_body = None;
    let platform = fanout.to.first().map(|to| to.platform.as_str());
    let form = word(&fanout.rendering.form)?;
    for (part, body) in (1_i64..).zip(&fanout.parts) {
        let number: i64 = sqlx::query_scalar(
            "INSERT INTO digest_parts (digest, part, parts, body, platform, form, subscribers) \
             VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
        )
        .bind(digest)
        .bind(part)
        .bind(size(fanout.parts.len()))
        .bind(body)
        .bind(platform)
        .bind(&form)
        .bind(fanout.rendering.subscribers)
        .fetch_one(&mut **write)
        .await?;
        first_body.get_or_insert(number);
    }
    if let (Some(first), Some(shown)) = (first_body, &fanout.rendering.shown) {
        keep_shown(write, digest, first, shown).await?;
    }
    let to: Vec<[&str; 3]> = fanout
        .to
        .iter()
        .map(|to| [to.platform.as_str(), &to.chat, to.thread.as_deref().unwrap_or_default()])
        .collect();
    let to = json(&to)?;
    sqlx::query(
        "INSERT INTO destinations (platform, chat, thread) \
         SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each($1) WHERE true \
         ON CONFLICT (platform, chat, thread) DO NOTHING",
    )
    .bind(&to)
    .execute(&mut **write)
    .await?;
    // By the index of turns: see `CLAIM`.
    let served: i64 = sqlx::query_scalar(
        "SELECT coalesce((SELECT turn FROM deliveries WHERE platform = $1 AND state = 'pending' AND +next_at <= $2 \
         ORDER BY turn, id LIMIT 1), $2)",
    )
    .bind(first.platform.as_str())
    .bind(millis(now))
    .fetch_one(&mut **write)
    .await?;
    // The parts of one destination stand together, the first one ready to go.
    sqlx::query(
        "INSERT INTO deliveries (digest, destination, platform, part, body, state, turn, next_at, changed_at) \
         SELECT $1, place.id, place.platform, body.part, body.id, \
                CASE WHEN body.part = 1 THEN 'pending' ELSE 'waiting' END, \
                CASE WHEN place.not_before > $7 THEN max(place.not_before, $5 + recipient.key * $6) \
                     ELSE $5 + recipient.key * $6 END, \
                CASE WHEN place.not_before > $2 THEN place.not_before ELSE $2 END, $2 \
         FROM json_each($3) AS recipient \
         JOIN destinations AS named ON named.platform = recipient.value ->> 0 \
              AND named.chat = recipient.value ->> 1 AND named.thread = recipient.value ->> 2 \
         JOIN destinations AS place ON place.id = coalesce(named.moved_to, named.id) \
         JOIN digest_parts AS body ON body.digest = $1 AND body.id >= $4 \
         WHERE NOT EXISTS (SELECT 1 FROM deliveries WHERE digest = $1 AND destination = place.id) \
         ORDER BY recipient.key, body.part \
         ON CONFLICT (digest, destination, part) DO NOTHING",
    )
    .bind(digest)
    .bind(millis(now))
    .bind(&to)
    .bind(first_body)
    .bind(served.saturating_add(size(before).saturating_mul(TURN_STEP)))
    .bind(TURN_STEP)
    .bind(millis(later(now, HELD)))
    .execute(&mut **write)
    .await?;
    Ok(())
}
