//! The outbox as an admin sees and steers it: what is in it, and holding back or ending what has not been sent.

use jiff::Timestamp;
use jiff::civil::DateTime;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use super::deliveries::{DeliveryState, Tally};
use super::destinations::destination;
use super::outcomes::CANCELLED;
use super::values::{count, from_word, maybe_moment, millis, moment, size};
use super::{Store, StoreError, Write};
use crate::destination::{Destination, Platform};
use crate::scope::Scope;

/// An edition and how far its deliveries got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedEdition {
    /// Its number in the store.
    pub number: i64,
    /// Its schedule.
    pub schedule: String,
    /// Its local date-time.
    pub local: DateTime,
    /// The IANA zone of that.
    pub zone: String,
    /// Since when an admin holds it back.
    pub paused: Option<Timestamp>,
    /// When an admin ended it.
    pub cancelled: Option<Timestamp>,
    /// When its deliveries were deleted, because they were too old to be kept.
    pub cleared: Option<Timestamp>,
    /// How many of its deliveries are in each state.
    pub tally: Tally,
}

/// A delivery of an edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedDelivery {
    /// Its number in the store.
    pub id: i64,
    /// Where it goes.
    pub destination: Destination,
    /// What its digest is about.
    pub scope: Scope,
    /// The part, from 1.
    pub part: u32,
    /// How far it got.
    pub state: DeliveryState,
    /// How often it was tried in vain.
    pub attempts: u32,
    /// When it is tried next, of one that waits for that.
    pub next: Option<Timestamp>,
    /// The platform's id of the message.
    pub message: Option<String>,
    /// Why it is where it is.
    pub reason: Option<String>,
}

/// What a program is sending at the moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InFlight {
    /// To which platform.
    pub platform: Platform,
    /// Which program.
    pub owner: String,
    /// Since when the longest of them.
    pub since: Timestamp,
    /// How many messages.
    pub count: usize,
}

/// What holding back or ending did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stopped {
    /// Deliveries that will not be sent now.
    pub stopped: usize,
    /// Deliveries that are being sent at this moment and cannot be called back.
    pub in_flight: usize,
}

/// The name of the pause of everything.
const EVERYTHING: &str = "everything";

/// The columns of a `ListedEdition` without its tally.
const EDITION: &str = "SELECT id, schedule, local, zone, paused_at, cancelled_at, cleared_at FROM editions";

/// Deliveries are found by their state only together with their platform.
const ANY_PLATFORM: &str = "platform IN ('telegram', 'discord', 'terminal', 'memory')";

/// The digests of an edition, whose number is $1.
const DIGESTS: &str = "(SELECT id FROM digests WHERE edition = $1)";

impl Store {
    /// The latest editions, newest first.
    pub async fn listed_editions(&self, limit: usize) -> Result<Vec<ListedEdition>, StoreError> {
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!("{EDITION} ORDER BY id DESC LIMIT $1")))
            .bind(size(limit))
            .fetch_all(self.reader()?)
            .await?;
        let mut editions = Vec::new();
        for row in rows {
            editions.push(self.counted(&row).await?);
        }
        Ok(editions)
    }

    /// An edition by its number.
    pub async fn listed_edition(&self, number: i64) -> Result<Option<ListedEdition>, StoreError> {
        let row = sqlx::query(sqlx::AssertSqlSafe(format!("{EDITION} WHERE id = $1")))
            .bind(number)
            .fetch_optional(self.reader()?)
            .await?;
        match row {
            Some(row) => Ok(Some(self.counted(&row).await?)),
            None => Ok(None),
        }
    }

    async fn counted(&self, row: &SqliteRow) -> Result<ListedEdition, StoreError> {
        let number: i64 = row.try_get("id")?;
        let sql = format!("SELECT state, count(*) FROM deliveries WHERE digest IN {DIGESTS} GROUP BY state");
        let states: Vec<(String, i64)> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(number)
            .fetch_all(self.reader()?)
            .await?;
        Ok(ListedEdition {
            number,
            schedule: row.try_get("schedule")?,
            local: from_word(row.try_get("local")?)?,
            zone: row.try_get("zone")?,
            paused: maybe_moment(row.try_get("paused_at")?)?,
            cancelled: maybe_moment(row.try_get("cancelled_at")?)?,
            cleared: maybe_moment(row.try_get("cleared_at")?)?,
            tally: super::deliveries::tally(states)?,
        })
    }

    /// Deliveries of an edition in the order of their numbers, from the one behind number `after` on.
    pub async fn deliveries_of(
        &self,
        edition: i64,
        after: i64,
        limit: usize,
    ) -> Result<Vec<ListedDelivery>, StoreError> {
        let rows = sqlx::query(
            "SELECT deliveries.id, destinations.platform, chat, thread, scope, part, state, attempts, next_at, message, reason \
             FROM digests JOIN deliveries ON digest = digests.id JOIN destinations ON destinations.id = destination \
             WHERE edition = $1 AND deliveries.id > $2 ORDER BY deliveries.id LIMIT $3",
        )
        .bind(edition)
        .bind(after)
        .bind(size(limit))
        .fetch_all(self.reader()?)
        .await?;
        rows.iter().map(listed).collect()
    }

    /// What is being sent at this moment, by platform and program.
    pub async fn in_flight(&self) -> Result<Vec<InFlight>, StoreError> {
        let rows: Vec<(String, String, i64, i64)> = sqlx::query_as(sqlx::AssertSqlSafe(format!(
            "SELECT platform, coalesce(owner, ''), min(changed_at), count(*) FROM deliveries \
             WHERE {ANY_PLATFORM} AND state = 'sending' GROUP BY platform, owner ORDER BY platform, owner"
        )))
        .fetch_all(self.reader()?)
        .await?;
        rows.into_iter()
            .map(|(platform, owner, since, n)| {
                Ok(InFlight {
                    platform: platform.parse().map_err(StoreError::Unreadable)?,
                    owner,
                    since: moment(since)?,
                    count: count(n),
                })
            })
            .collect()
    }

    /// Since when the longest of a platform's deliveries waits that could be sent at once; `None` when none could, or
    /// while everything is paused.
    pub async fn waiting_since(&self, platform: Platform, now: Timestamp) -> Result<Option<Timestamp>, StoreError> {
        let turn: Option<i64> = sqlx::query_scalar(
            "SELECT turn FROM deliveries WHERE platform = $1 AND state = 'pending' AND +next_at <= $2 \
             AND NOT EXISTS (SELECT 1 FROM pauses) ORDER BY turn, id LIMIT 1",
        )
        .bind(platform.as_str())
        .bind(millis(now))
        .fetch_optional(self.reader()?)
        .await?;
        maybe_moment(turn)
    }

    /// Since when everything is paused.
    pub async fn paused_since(&self) -> Result<Option<Timestamp>, StoreError> {
        let since: Option<i64> = sqlx::query_scalar("SELECT since FROM pauses WHERE name = $1")
            .bind(EVERYTHING)
            .fetch_optional(self.reader()?)
            .await?;
        maybe_moment(since)
    }

    /// Pauses everything: no program on this store sends any digest until `resume_everything`. Tells what waits now.
    pub async fn pause_everything(&self, now: Timestamp) -> Result<Stopped, StoreError> {
        let mut write = self.write().await?;
        sqlx::query("INSERT INTO pauses (name, since) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING")
            .bind(EVERYTHING)
            .bind(millis(now))
            .execute(&mut *write)
            .await?;
        let (stopped, in_flight): (i64, i64) = sqlx::query_as(sqlx::AssertSqlSafe(format!(
            "SELECT count(*) FILTER (WHERE state <> 'sending'), count(*) FILTER (WHERE state = 'sending') \
             FROM deliveries WHERE {ANY_PLATFORM} AND state IN ('waiting', 'pending', 'paused', 'sending')"
        )))
        .fetch_one(&mut *write)
        .await?;
        write.commit().await?;
        Ok(Stopped {
            stopped: count(stopped),
            in_flight: count(in_flight),
        })
    }

    /// Ends every pause, of everything and of each edition. Tells how many deliveries go on.
    pub async fn resume_everything(&self, now: Timestamp) -> Result<usize, StoreError> {
        let mut write = self.write().await?;
        sqlx::query("DELETE FROM pauses").execute(&mut *write).await?;
        let paused: Vec<i64> = sqlx::query_scalar("SELECT id FROM editions WHERE paused_at IS NOT NULL ORDER BY id")
            .fetch_all(&mut *write)
            .await?;
        for edition in paused {
            go_on(&mut write, edition, None, now).await?;
        }
        let waiting: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(format!(
            "SELECT count(*) FROM deliveries WHERE {ANY_PLATFORM} AND state IN ('waiting', 'pending')"
        )))
        .fetch_one(&mut *write)
        .await?;
        write.commit().await?;
        Ok(count(waiting))
    }

    /// Holds an edition back until it is resumed. Its day does not run out meanwhile.
    pub async fn pause_edition(&self, edition: i64, now: Timestamp) -> Result<Stopped, StoreError> {
        let mut write = self.write().await?;
        sqlx::query("UPDATE editions SET paused_at = coalesce(paused_at, $2) WHERE id = $1")
            .bind(edition)
            .bind(millis(now))
            .execute(&mut *write)
            .await?;
        let sql = format!(
            "UPDATE deliveries SET state = 'paused', changed_at = $2 WHERE state = 'pending' AND digest IN {DIGESTS}"
        );
        sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(edition)
            .bind(millis(now))
            .execute(&mut *write)
            .await?;
        let stopped = Stopped {
            stopped: in_states(&mut write, edition, "'waiting', 'paused'").await?,
            in_flight: in_states(&mut write, edition, "'sending'").await?,
        };
        write.commit().await?;
        Ok(stopped)
    }

    /// Ends an edition's pause: its day begins now, since an admin wants it sent. Tells how many deliveries go on.
    pub async fn resume_edition(&self, edition: i64, now: Timestamp) -> Result<usize, StoreError> {
        let mut write = self.write().await?;
        go_on(&mut write, edition, Some(now), now).await?;
        let waiting = in_states(&mut write, edition, "'waiting', 'pending'").await?;
        write.commit().await?;
        Ok(waiting)
    }

    /// Ends an edition: what has not been sent fails, also what is being sent now if it does not arrive.
    pub async fn cancel_edition(&self, edition: i64, now: Timestamp) -> Result<Stopped, StoreError> {
        let mut write = self.write().await?;
        sqlx::query("UPDATE editions SET cancelled_at = $2, paused_at = NULL WHERE id = $1")
            .bind(edition)
            .bind(millis(now))
            .execute(&mut *write)
            .await?;
        let sql = format!(
            "UPDATE deliveries SET state = CASE WHEN doubtful_since IS NULL THEN 'failed' ELSE 'unknown' END, \
             reason = $3, changed_at = $2 WHERE state IN ('waiting', 'pending', 'paused') AND digest IN {DIGESTS}"
        );
        let ended = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(edition)
            .bind(millis(now))
            .bind(CANCELLED)
            .execute(&mut *write)
            .await?;
        let in_flight = in_states(&mut write, edition, "'sending'").await?;
        write.commit().await?;
        Ok(Stopped {
            stopped: usize::try_from(ended.rows_affected()).unwrap_or(usize::MAX),
            in_flight,
        })
    }

    /// Lets go what waits for a destination's quiet hours, which were changed: the next claim goes by the new ones.
    pub async fn let_go(&self, destination: &Destination, now: Timestamp) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE deliveries SET next_at = $4, turn = min(turn, $4) WHERE state = 'pending' AND next_at > $4 AND reason = $5 AND destination = \
             (SELECT id FROM destinations WHERE platform = $1 AND chat = $2 AND thread = $3)",
        )
        .bind(destination.platform.as_str())
        .bind(&destination.chat)
        .bind(destination.thread.as_deref().unwrap_or_default())
        .bind(millis(now))
        .bind(super::outcomes::QUIET_HOURS)
        .execute(self.writer()?)
        .await?;
        Ok(())
    }
}

/// Ends an edition's pause; its deliveries' day begins at `day_from`, if that is given.
async fn go_on(write: &mut Write, edition: i64, day_from: Option<Timestamp>, now: Timestamp) -> Result<(), StoreError> {
    sqlx::query("UPDATE editions SET paused_at = NULL WHERE id = $1")
        .bind(edition)
        .execute(&mut **write)
        .await?;
    let sql = format!(
        "UPDATE deliveries SET changed_at = $2, day_from = coalesce($3, day_from), \
         state = CASE WHEN state = 'paused' THEN 'pending' ELSE state END, \
         next_at = max(next_at, (SELECT not_before FROM destinations WHERE id = destination)) \
         WHERE state IN ('paused', 'waiting') AND digest IN {DIGESTS}"
    );
    sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(edition)
        .bind(millis(now))
        .bind(day_from.map(millis))
        .execute(&mut **write)
        .await?;
    Ok(())
}

/// How many of an edition's deliveries are in these states, as SQL names them.
async fn in_states(write: &mut Write, edition: i64, states: &str) -> Result<usize, StoreError> {
    let sql = format!("SELECT count(*) FROM deliveries WHERE state IN ({states}) AND digest IN {DIGESTS}");
    let n: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
        .bind(edition)
        .fetch_one(&mut **write)
        .await?;
    Ok(count(n))
}

fn listed(row: &SqliteRow) -> Result<ListedDelivery, StoreError> {
    let state = DeliveryState::from_stored(row.try_get("state")?)?;
    let waits = row.try_get::<&str, _>("state")? == "pending";
    Ok(ListedDelivery {
        id: row.try_get("id")?,
        destination: destination(row)?,
        scope: Scope::try_from(row.try_get::<String, _>("scope")?).map_err(StoreError::Unreadable)?,
        part: row.try_get("part")?,
        state,
        attempts: row.try_get("attempts")?,
        next: if waits {
            Some(moment(row.try_get("next_at")?)?)
        } else {
            None
        },
        message: row.try_get("message")?,
        reason: row.try_get("reason")?,
    })
}
