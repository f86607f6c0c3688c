//! Deliveries: one part of one digest to one destination, and how far it got.

use jiff::Timestamp;
use jiff::civil::DateTime;
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, Row};

use super::destinations::destination;
use super::leases::fence;
use super::values::{count, from_json, from_word, maybe_moment, millis, moment, placeholders, size};
use super::{Store, StoreError};
use crate::destination::{Destination, Platform};
use crate::schedule::Quiet;
use crate::scope::Scope;

/// How far a delivery got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DeliveryState {
    /// Waiting for its turn.
    Pending,
    /// Held back by an admin.
    Paused,
    /// Handed to the platform, no answer yet.
    Sending,
    /// The platform accepted it.
    Sent,
    /// Nobody knows whether the platform accepted it.
    Unknown,
    /// Given up, with a reason.
    Failed,
}

impl DeliveryState {
    /// Its name, in the store and for people.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Paused => "paused",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Unknown => "unknown",
            Self::Failed => "failed",
        }
    }

    pub(super) fn from_stored(state: &str) -> Result<Self, StoreError> {
        match state {
            // To the outside, what waits for the part before it is pending like that part.
            "waiting" | "pending" => Ok(Self::Pending),
            "paused" => Ok(Self::Paused),
            "sending" => Ok(Self::Sending),
            "sent" => Ok(Self::Sent),
            "unknown" => Ok(Self::Unknown),
            "failed" => Ok(Self::Failed),
            other => Err(StoreError::Unreadable(format!("\"{other}\" is no state of a delivery"))),
        }
    }
}

/// A delivery claimed for sending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claimed {
    /// Its number in the store: never used again.
    pub id: i64,
    /// How often an admin had it sent again.
    pub resent: u32,
    /// Where it goes.
    pub destination: Destination,
    /// The part, from 1.
    pub part: u32,
    /// How many parts there are.
    pub parts: u32,
    /// The message as `render` made it for the platform, as JSON.
    pub body: String,
    /// How often it has been tried before.
    pub attempts: u32,
    /// When the first try went out of which nobody knows whether it arrived: this one, unless one before is in doubt.
    pub doubtful_since: Timestamp,
    /// True when a try before this one is in doubt.
    pub doubtful: bool,
    /// The platform's id of the first part of the same digest there; `None` of the first part itself.
    pub first_message: Option<String>,
    /// When its reader expects it.
    pub promised: Promised,
    /// The destination's quiet hours.
    pub quiet: Option<Quiet>,
}

impl Claimed {
    /// The same for every try, and another when an admin has it sent again: else Discord, which knows nonces for some
    /// minutes, would swallow what is wanted twice.
    pub fn nonce(&self) -> i64 {
        self.id + (i64::from(self.resent) << 48)
    }
}

/// When an edition was due, and when it was ready.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promised {
    /// The moment it was due.
    pub due: Timestamp,
    /// When it was written.
    pub written: Timestamp,
    /// Its local date-time.
    pub local: DateTime,
    /// The IANA zone of that.
    pub zone: String,
}

/// What became of a claimed delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The platform accepted it under this message id.
    Sent {
        /// The platform's id of the message.
        message: String,
    },
    /// To be tried again at that time.
    Retry {
        /// When.
        at: Timestamp,
        /// Why.
        reason: String,
    },
    /// Nobody knows whether it arrived, and it is to be tried again at that time.
    Resend {
        /// When.
        at: Timestamp,
        /// Why.
        reason: String,
    },
    /// To be tried again at that time, as the platform asked or because it was not tried at all: does not count as a
    /// try.
    Wait {
        /// When.
        at: Timestamp,
        /// Why.
        reason: String,
    },
    /// Nobody knows whether it arrived, and it is not to be tried again.
    Unknown {
        /// Why.
        reason: String,
    },
    /// Given up.
    Failed {
        /// Why.
        reason: String,
    },
    /// The chat has a new id: this and all its later deliveries and its subscriptions move there, and are tried again;
    /// this counts as a try.
    Moved {
        /// The new chat id.
        chat: String,
    },
    /// The platform knows no such destination: this digest fails. When it says so again a day or more later and nothing
    /// has arrived there meanwhile, the destination's subscriptions end.
    Missing {
        /// Why.
        reason: String,
    },
    /// The destination's quiet hours last until then: everything to it waits, and its day begins there.
    Held {
        /// When they end.
        until: Timestamp,
    },
    /// The platform says that the bot is not wanted there: the same follows, since outages have said so too.
    Gone {
        /// Why.
        reason: String,
    },
}

/// A delivery that did not arrive, or of which nobody knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undelivered {
    /// Its number in the store.
    pub id: i64,
    /// Where it should have gone.
    pub destination: Destination,
    /// What its digest is about.
    pub scope: Scope,
    /// The local date-time of its edition.
    pub edition: jiff::civil::DateTime,
    /// The part, from 1.
    pub part: u32,
    /// `Unknown` or `Failed`.
    pub state: DeliveryState,
    /// Why.
    pub reason: String,
}

/// The statement that finds what is claimed next: of a platform ($1), at a moment ($2), so many ($3). The plus keeps SQLite
/// from finding all that is due by its time and sorting that: a million rows, where the index of turns gives the first few.
/// It is public so that a test can look at its plan.
#[doc(hidden)]
pub const CLAIM: &str = "WITH next AS ( \
       SELECT id, turn FROM deliveries AS mine \
       WHERE platform = $1 AND state = 'pending' AND +next_at <= $2 \
         AND NOT EXISTS (SELECT 1 FROM pauses) \
         AND NOT EXISTS (SELECT 1 FROM deliveries AS other \
                         WHERE other.destination = mine.destination AND other.state = 'sending') \
         AND NOT EXISTS (SELECT 1 FROM deliveries AS other \
                         WHERE other.destination = mine.destination AND other.state = 'pending' \
                           AND other.next_at <= $2 \
                           AND (other.part = 1, other.turn, other.id) < (mine.part = 1, mine.turn, mine.id)) \
       ORDER BY turn, id LIMIT $3) \
     SELECT deliveries.id, destinations.platform, chat, thread, digest_parts.part, parts, \
            digest_parts.body, attempts, doubtful_since, resent, quiet, due, written_at, editions.local, editions.zone, \
            CASE WHEN deliveries.part > 1 THEN \
              (SELECT message FROM deliveries AS first WHERE first.digest = deliveries.digest \
               AND first.destination = deliveries.destination AND first.part = 1) END AS first_message \
     FROM next JOIN deliveries ON deliveries.id = next.id \
     JOIN destinations ON destinations.id = deliveries.destination \
     JOIN digest_parts ON digest_parts.id = deliveries.body \
     JOIN digests ON digests.id = deliveries.digest JOIN editions ON editions.id = digests.edition \
     ORDER BY next.turn, next.id";

/// How many deliveries are in each state, of one platform.
pub type Tally = Vec<(DeliveryState, usize)>;

impl Store {
    /// Claims up to `limit` deliveries of a platform that may be sent now: pending, due, the part before them sent, their
    /// destination not waiting. They become `Sending`, owned by `owner`. At most one of each destination at a time.
    /// They come by their turn; of one destination, what is left of a digest first of all. None while everything is paused.
    /// Fails with `NotTheSender` once another owner has taken the platform's lease.
    pub async fn claim_deliveries(
        &self,
        platform: Platform,
        owner: &str,
        limit: usize,
        now: Timestamp,
    ) -> Result<Vec<Claimed>, StoreError> {
        let mut write = self.write().await?;
        fence(&mut write, platform, owner).await?;
        let rows = sqlx::query(CLAIM)
            .bind(platform.as_str())
            .bind(millis(now))
            .bind(size(limit))
            .fetch_all(&mut *write)
            .await?;
        let claimed: Vec<Claimed> = rows.iter().map(|row| claimed(row, now)).collect::<Result<_, _>>()?;
        if claimed.is_empty() {
            return Ok(claimed);
        }
        let sql = format!(
            "UPDATE deliveries SET state = 'sending', owner = $1, changed_at = $2 WHERE id IN ({})",
            placeholders(3, claimed.len())
        );
        let mut update = sqlx::query(AssertSqlSafe(sql)).bind(owner).bind(millis(now));
        for delivery in &claimed {
            update = update.bind(delivery.id);
        }
        update.execute(&mut *write).await?;
        write.commit().await?;
        Ok(claimed)
    }

    /// Gives up what still waits of digests that were due before `before`: nobody wants yesterday's paper with today's.
    /// What an admin asked for, and what quiet hours held back, has its day from then on; what is paused stays, and
    /// everything while everything is. What perhaps arrived is unknown. Returns how many.
    pub async fn expire_deliveries(
        &self,
        platform: Platform,
        before: Timestamp,
        now: Timestamp,
    ) -> Result<usize, StoreError> {
        let mut write = self.write().await?;
        let expired = sqlx::query(
            "UPDATE deliveries SET state = CASE WHEN doubtful_since IS NULL THEN 'failed' ELSE 'unknown' END, \
             changed_at = $3, reason = 'its day was over before it could be sent' \
             WHERE platform = $1 AND state IN ('waiting', 'pending') AND (day_from IS NULL OR day_from < $2) \
             AND NOT EXISTS (SELECT 1 FROM pauses) \
             AND EXISTS (SELECT 1 FROM digests CROSS JOIN editions ON editions.id = digests.edition \
                         WHERE digests.id = digest AND due < $2 AND paused_at IS NULL)",
        )
        .bind(platform.as_str())
        .bind(millis(before))
        .bind(millis(now))
        .execute(&mut *write)
        .await?
        .rows_affected();
        write.commit().await?;
        Ok(usize::try_from(expired).unwrap_or(usize::MAX))
    }

    /// When the next pending delivery of a platform may be sent. Destinations to which one is being sent do not count:
    /// their next one depends on the outcome.
    pub async fn next_delivery_at(&self, platform: Platform) -> Result<Option<Timestamp>, StoreError> {
        let next: Option<i64> = sqlx::query_scalar(
            "SELECT next_at FROM deliveries AS mine WHERE platform = $1 AND state = 'pending' \
             AND NOT EXISTS (SELECT 1 FROM pauses) \
             AND NOT EXISTS (SELECT 1 FROM deliveries AS other \
                             WHERE other.destination = mine.destination AND other.state = 'sending') \
             ORDER BY next_at LIMIT 1",
        )
        .bind(platform.as_str())
        .fetch_optional(self.reader()?)
        .await?;
        maybe_moment(next)
    }

    /// How many deliveries are in each state; states without any are left out.
    pub async fn tally_deliveries(&self, platform: Platform) -> Result<Tally, StoreError> {
        let rows: Vec<(String, i64)> =
            sqlx::query_as("SELECT state, count(*) FROM deliveries WHERE platform = $1 GROUP BY state")
                .bind(platform.as_str())
                .fetch_all(self.reader()?)
                .await?;
        tally(rows)
    }

    /// The deliveries that failed or of which nobody knows, newest first, at most `limit`.
    pub async fn undelivered(&self, limit: usize) -> Result<Vec<Undelivered>, StoreError> {
        let rows = sqlx::query(
            "SELECT deliveries.id, destinations.platform, chat, thread, scope, local, deliveries.part, state, \
                    coalesce(reason, '') AS reason \
             FROM deliveries JOIN destinations ON destinations.id = destination \
             JOIN digests ON digests.id = digest JOIN editions ON editions.id = edition \
             WHERE state IN ('unknown', 'failed') ORDER BY deliveries.id DESC LIMIT $1",
        )
        .bind(size(limit))
        .fetch_all(self.reader()?)
        .await?;
        rows.iter().map(undelivered).collect()
    }
}

/// Stored states with their counts, as people know them.
pub(super) fn tally(rows: Vec<(String, i64)>) -> Result<Tally, StoreError> {
    let mut tally = Tally::new();
    for (state, n) in rows {
        let state = DeliveryState::from_stored(&state)?;
        match tally.iter_mut().find(|(known, _)| *known == state) {
            Some((_, known)) => *known += count(n),
            None => tally.push((state, count(n))),
        }
    }
    Ok(tally)
}

fn claimed(row: &SqliteRow, now: Timestamp) -> Result<Claimed, StoreError> {
    let quiet: Option<String> = row.try_get("quiet")?;
    let doubtful_since = maybe_moment(row.try_get("doubtful_since")?)?;
    Ok(Claimed {
        id: row.try_get("id")?,
        destination: destination(row)?,
        part: row.try_get("part")?,
        parts: row.try_get("parts")?,
        body: row.try_get("body")?,
        attempts: row.try_get("attempts")?,
        doubtful_since: doubtful_since.unwrap_or(now),
        doubtful: doubtful_since.is_some(),
        resent: row.try_get("resent")?,
        promised: Promised {
            due: moment(row.try_get("due")?)?,
            written: moment(row.try_get("written_at")?)?,
            local: from_word(row.try_get("local")?)?,
            zone: row.try_get("zone")?,
        },
        // Hours that cannot be read are none: a message is not held up by them.
        quiet: quiet.and_then(|quiet| from_json(&quiet).ok()),
        first_message: row.try_get("first_message")?,
    })
}

fn undelivered(row: &SqliteRow) -> Result<Undelivered, StoreError> {
    Ok(Undelivered {
        id: row.try_get("id")?,
        destination: destination(row)?,
        scope: Scope::try_from(row.try_get::<String, _>("scope")?).map_err(StoreError::Unreadable)?,
        edition: from_word(row.try_get("local")?)?,
        part: row.try_get("part")?,
        state: DeliveryState::from_stored(row.try_get("state")?)?,
        reason: row.try_get("reason")?,
    })
}
