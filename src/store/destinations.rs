//! Destinations as rows: their numbers, and what happens to a chat that moved or went.

use jiff::{SignedDuration, Timestamp};
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use super::values::{millis, moment};
use super::{StoreError, Write};
use crate::destination::{Destination, Platform};

/// How long a platform has to say that it knows no such destination.
const GONE_FOR: SignedDuration = SignedDuration::from_hours(24);

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
    sqlx::query("UPDATE destinations SET gone_since = NULL WHERE id = $1 AND gone_since IS NOT NULL")
        .bind(destination)
        .execute(&mut **write)
        .await?;
    Ok(())
}

/// The platform knows no such destination. Platforms say so in their outages too: only the second time counts, a day
/// or more after the first.
pub(super) async fn missed(
    write: &mut Write,
    destination: i64,
    reason: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let since: i64 = sqlx::query_scalar(
        "UPDATE destinations SET gone_since = coalesce(gone_since, $2) WHERE id = $1 RETURNING gone_since",
    )
    .bind(destination)
    .bind(millis(now))
    .fetch_one(&mut **write)
    .await?;
    if now.duration_since(moment(since)?) >= GONE_FOR {
        give_up(write, destination, reason, now).await?;
    }
    Ok(())
}

/// Gives up everything that waits for a destination and ends its subscriptions.
pub(super) async fn give_up(
    write: &mut Write,
    destination: i64,
    reason: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE deliveries SET state = 'failed', reason = $2, changed_at = $3 \
         WHERE destination = $1 AND state IN ('waiting', 'pending', 'paused')",
    )
    .bind(destination)
    .bind(reason)
    .bind(millis(now))
    .execute(&mut **write)
    .await?;
    let ended = sqlx::query("DELETE FROM subscriptions WHERE destination = $1")
        .bind(destination)
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
