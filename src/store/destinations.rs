//! Destinations as rows: their numbers, and what happens to a chat that moved or went.

use jiff::{SignedDuration, Timestamp};
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use super::values::{from_json, json, millis, moment};
use super::{Store, StoreError, Write};
use crate::destination::{Destination, Platform};
use crate::schedule::Quiet;

/// How long, and how often at least, a platform has to say that nobody is there before that is believed.
const GONE_FOR: SignedDuration = SignedDuration::from_hours(24);
const GONE_TIMES: i64 = 2;

impl Store {
    /// The quiet hours of a destination, where it has any.
    pub async fn quiet(&self, destination: &Destination) -> Result<Option<Quiet>, StoreError> {
        let quiet = self.noted("quiet", destination).await?;
        quiet.map(|quiet| from_json(&quiet)).transpose()
    }

    /// Gives a destination quiet hours, or takes them away.
    pub async fn set_quiet(&self, destination: &Destination, quiet: Option<&Quiet>) -> Result<(), StoreError> {
        let mut write = self.write().await?;
        let number = number_of(&mut write, destination).await?;
        sqlx::query("UPDATE destinations SET quiet = $2 WHERE id = $1")
            .bind(number)
            .bind(quiet.map(json).transpose()?)
            .execute(&mut *write)
            .await?;
        write.commit().await
    }

    /// The destinations that have quiet hours.
    pub async fn all_quiet(&self) -> Result<Vec<(Destination, Quiet)>, StoreError> {
        let rows =
            sqlx::query("SELECT platform, chat, thread, quiet FROM destinations WHERE quiet IS NOT NULL ORDER BY id")
                .fetch_all(self.reader()?)
                .await?;
        rows.iter()
            .map(|row| Ok((destination(row)?, from_json(row.try_get("quiet")?)?)))
            .collect()
    }

    /// The IANA zone that subscriptions made in a destination begin with, where somebody chose one.
    pub async fn zone(&self, destination: &Destination) -> Result<Option<String>, StoreError> {
        self.noted("zone", destination).await
    }

    async fn noted(&self, column: &'static str, destination: &Destination) -> Result<Option<String>, StoreError> {
        let noted: Option<Option<String>> = sqlx::query_scalar(sqlx::AssertSqlSafe(format!(
            "SELECT {column} FROM destinations WHERE platform = $1 AND chat = $2 AND thread = $3"
        )))
        .bind(destination.platform.as_str())
        .bind(&destination.chat)
        .bind(destination.thread.as_deref().unwrap_or_default())
        .fetch_optional(self.reader()?)
        .await?;
        Ok(noted.flatten())
    }
}

/// The number of a destination, which is noted if it is new.
pub(super) async fn number_of(write: &mut Write, destination: &Destination) -> Result<i64, StoreError> {
    sqlx::query(
        "INSERT INTO destinations (platform, chat, thread) VALUES ($1, $2, $3) \
         ON CONFLICT (platform, chat, thread) DO NOTHING",
    )
    .bind(destination.platform.as_str())
    .bind(&destination.chat)
    .bind(destination.thread.as_deref().unwrap_or_default())
    .execute(&mut **write)
    .await?;
    let number = sqlx::query_scalar("SELECT id FROM destinations WHERE platform = $1 AND chat = $2 AND thread = $3")
        .bind(destination.platform.as_str())
        .bind(&destination.chat)
        .bind(destination.thread.as_deref().unwrap_or_default())
        .fetch_one(&mut **write)
        .await?;
    Ok(number)
}

/// A destination from the columns `platform`, `chat` and `thread`.
pub(super) fn destination(row: &SqliteRow) -> Result<Destination, StoreError> {
    let platform: Platform = row
        .try_get::<&str, _>("platform")?
        .parse()
        .map_err(StoreError::Unreadable)?;
    let thread: String = row.try_get("thread")?;
    Ok(Destination {
        platform,
        chat: row.try_get("chat")?,
        thread: (!thread.is_empty()).then_some(thread),
    })
}

impl Store {
    /// Forgets waits that end after `latest`: no platform asks for such, so they were noted while the clock was ahead.
    pub async fn forget_waits_after(&self, latest: Timestamp, now: Timestamp) -> Result<(), StoreError> {
        let mut write = self.write().await?;
        sqlx::query("UPDATE destinations SET not_before = 0 WHERE not_before > $1")
            .bind(millis(latest))
            .execute(&mut *write)
            .await?;
        sqlx::query(
            "UPDATE deliveries SET next_at = $2, turn = min(turn, $2) WHERE state = 'pending' AND next_at > $1",
        )
        .bind(millis(latest))
        .bind(millis(now))
        .execute(&mut *write)
        .await?;
        write.commit().await
    }
}

/// Nothing more goes to the destination before this moment; what waits keeps its turn among all others.
pub(super) async fn space_out(write: &mut Write, destination: i64, until: i64) -> Result<(), StoreError> {
    sqlx::query("UPDATE destinations SET not_before = $2 WHERE id = $1 AND not_before < $2")
        .bind(destination)
        .bind(until)
        .execute(&mut **write)
        .await?;
    sqlx::query("UPDATE deliveries SET next_at = $2 WHERE destination = $1 AND state = 'pending' AND next_at < $2")
        .bind(destination)
        .bind(until)
        .execute(&mut **write)
        .await?;
    Ok(())
}

/// The destination cannot be reached before this moment; what waits for it makes way for all others until then.
pub(super) async fn hold(write: &mut Write, destination: i64, until: i64) -> Result<(), StoreError> {
    space_out(write, destination, until).await?;
    sqlx::query("UPDATE deliveries SET turn = $2 WHERE destination = $1 AND state = 'pending' AND turn < $2")
        .bind(destination)
        .bind(until)
        .execute(&mut **write)
        .await?;
    Ok(())
}

/// Moves everything of a destination's chat, in all its threads, to the chat's new id: what waits there, what is being
/// sent, its subscriptions, and what will be addressed to the old id.
pub(super) async fn move_chat(write: &mut Write, from: i64, chat: &str, now: Timestamp) -> Result<(), StoreError> {
    let rows = sqlx::query(
        "SELECT id, platform, chat, thread FROM destinations WHERE (platform, chat) = \
         (SELECT platform, chat FROM destinations WHERE id = $1)",
    )
    .bind(from)
    .fetch_all(&mut **write)
    .await?;
    for row in rows {
        let old: i64 = row.try_get("id")?;
        let mut destination = destination(&row)?;
        chat.clone_into(&mut destination.chat);
        let new = number_of(write, &destination).await?;
        if new != old {
            move_destination(write, old, new, chat, now).await?;
        }
    }
    Ok(())
}

async fn move_destination(write: &mut Write, old: i64, new: i64, chat: &str, now: Timestamp) -> Result<(), StoreError> {
    // The new id may get the same digests already; then these would say everything twice.
    sqlx::query(
        "UPDATE deliveries SET state = 'failed', reason = $3, changed_at = $4 WHERE destination = $1 \
         AND state IN ('waiting', 'pending', 'paused', 'sending') \
         AND digest IN (SELECT digest FROM deliveries WHERE destination = $2)",
    )
    .bind(old)
    .bind(new)
    .bind(format!("the chat moved to {chat}, which gets this digest itself"))
    .bind(millis(now))
    .execute(&mut **write)
    .await?;
    sqlx::query(
        "UPDATE deliveries SET destination = $2 WHERE destination = $1 \
         AND state IN ('waiting', 'pending', 'paused', 'sending')",
    )
    .bind(old)
    .bind(new)
    .execute(&mut **write)
    .await?;
    let not_before: i64 = sqlx::query_scalar("SELECT not_before FROM destinations WHERE id = $1")
        .bind(new)
        .fetch_one(&mut **write)
        .await?;
    space_out(write, new, not_before).await?;
    // What had ended at the new id gives way to what goes on.
    sqlx::query(
        "DELETE FROM subscriptions WHERE destination = $2 AND ended_at IS NOT NULL \
         AND scope IN (SELECT scope FROM subscriptions WHERE destination = $1 AND ended_at IS NULL)",
    )
    .bind(old)
    .bind(new)
    .execute(&mut **write)
    .await?;
    sqlx::query(
        "UPDATE destinations SET quiet = coalesce(quiet, (SELECT quiet FROM destinations WHERE id = $1)), \
         zone = coalesce(zone, (SELECT zone FROM destinations WHERE id = $1)) WHERE id = $2",
    )
    .bind(old)
    .bind(new)
    .execute(&mut **write)
    .await?;
    sqlx::query(
        "DELETE FROM subscriptions WHERE destination = $1 \
         AND scope IN (SELECT scope FROM subscriptions WHERE destination = $2)",
    )
    .bind(old)
    .bind(new)
    .execute(&mut **write)
    .await?;
    sqlx::query("UPDATE subscriptions SET destination = $2 WHERE destination = $1")
        .bind(old)
        .bind(new)
        .execute(&mut **write)
        .await?;
    // A chat that moves back is where it was: no circle of moves.
    sqlx::query("UPDATE destinations SET moved_to = NULL WHERE id = $1")
        .bind(new)
        .execute(&mut **write)
        .await?;
    sqlx::query("UPDATE destinations SET moved_to = $2 WHERE id <> $2 AND (id = $1 OR moved_to = $1)")
        .bind(old)
        .bind(new)
        .execute(&mut **write)
        .await?;
    Ok(())
}

/// Something arrived there: whatever the platform said before, it is there.
pub(super) async fn found(write: &mut Write, destination: i64) -> Result<(), StoreError> {
    sqlx::query("UPDATE destinations SET gone_since = NULL, gone_times = 0 WHERE id = $1 AND gone_since IS NOT NULL")
        .bind(destination)
        .execute(&mut **write)
        .await?;
    Ok(())
}

/// The platform says that nobody is there. Platforms say so in their outages too: it is believed when it was said before,
/// a day or more ago, and nothing arrived meanwhile.
pub(super) async fn missed(
    write: &mut Write,
    destination: i64,
    reason: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let (since, times): (i64, i64) = sqlx::query_as(
        "UPDATE destinations SET gone_since = coalesce(gone_since, $2), gone_times = gone_times + 1 \
         WHERE id = $1 RETURNING gone_since, gone_times",
    )
    .bind(destination)
    .bind(millis(now))
    .fetch_one(&mut **write)
    .await?;
    if times >= GONE_TIMES && now.duration_since(moment(since)?) >= GONE_FOR {
        retire(write, destination, reason, now).await?;
    }
    Ok(())
}

/// Gives up everything that waits for a destination and ends its subscriptions; they are kept until somebody is back and
/// has been told.
async fn retire(write: &mut Write, destination: i64, reason: &str, now: Timestamp) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE deliveries SET state = CASE WHEN doubtful_since IS NULL THEN 'failed' ELSE 'unknown' END, reason = $2, changed_at = $3 \
         WHERE destination = $1 AND state IN ('waiting', 'pending', 'paused')",
    )
    .bind(destination)
    .bind(reason)
    .bind(millis(now))
    .execute(&mut **write)
    .await?;
    let ended = sqlx::query(
        "UPDATE subscriptions SET ended_at = $2, ended_why = $3 WHERE destination = $1 AND ended_at IS NULL",
    )
    .bind(destination)
    .bind(millis(now))
    .bind(reason)
    .execute(&mut **write)
    .await?;
    if ended.rows_affected() > 0 {
        tracing::info!(
            destination,
            subscriptions = ended.rows_affected(),
            "subscriptions ended: nobody is there"
        );
    }
    // Who subscribes there anew is there.
    found(write, destination).await
}
