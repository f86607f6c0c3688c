//! Edits: sent messages whose words were corrected, until the platform has taken the change or refused it.

use jiff::{SignedDuration, Timestamp};
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use super::destinations::{destination, space_out};
use super::values::{count, later, millis, size};
use super::{Store, StoreError};
use crate::destination::{Destination, Platform};

/// A sent message that is to be edited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The delivery that sent it.
    pub delivery: i64,
    /// Which of the corrections of this message it is.
    pub asked: u32,
    /// How often it has been tried before.
    pub attempts: u32,
    /// The chat's number in the store.
    place: i64,
    /// The chat.
    pub destination: Destination,
    /// The platform's id of the message.
    pub message: String,
    /// What it is to say.
    pub body: String,
}

/// What became of an edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edited {
    /// The message says it now.
    Done,
    /// To be tried again at that time.
    Again {
        /// When.
        at: Timestamp,
        /// Why.
        reason: String,
    },
    /// The platform does not take the change.
    Refused {
        /// Why.
        reason: String,
    },
}

impl Store {
    /// Edits that may be made now, at most one a destination.
    pub async fn due_edits(&self, platform: Platform, limit: usize, now: Timestamp) -> Result<Vec<Edit>, StoreError> {
        let rows = sqlx::query(
            "SELECT delivery, asked, corrections.attempts, deliveries.destination AS place, message, digest_parts.body, \
                    destinations.platform, chat, thread \
             FROM corrections JOIN deliveries ON deliveries.id = delivery \
             JOIN destinations ON destinations.id = deliveries.destination \
             JOIN digest_parts ON digest_parts.id = deliveries.body \
             WHERE corrections.platform = $1 AND corrections.state = 'pending' AND corrections.next_at <= $2 \
               AND deliveries.state = 'sent' AND message IS NOT NULL AND not_before <= $2 \
               AND NOT EXISTS (SELECT 1 FROM pauses) \
             ORDER BY corrections.next_at, delivery LIMIT $3",
        )
        .bind(platform.as_str())
        .bind(millis(now))
        .bind(size(limit))
        .fetch_all(self.reader()?)
        .await?;
        let mut edits: Vec<Edit> = Vec::new();
        for row in rows {
            let edit = edit(&row)?;
            if !edits.iter().any(|other| other.place == edit.place) {
                edits.push(edit);
            }
        }
        Ok(edits)
    }

    /// Records what became of edits; one that was queued anew meanwhile stays queued. Nothing more goes to the
    /// destination until `spacing` has passed.
    pub async fn record_edits(
        &self,
        edits: &[(Edit, Edited)],
        now: Timestamp,
        spacing: SignedDuration,
    ) -> Result<(), StoreError> {
        let mut write = self.write().await?;
        for (edit, edited) in edits {
            let (state, at, tries, reason) = match edited {
                Edited::Done => ("done", now, 0, None),
                Edited::Again { at, reason } => ("pending", *at, 1, Some(reason)),
                Edited::Refused { reason } => ("refused", now, 0, Some(reason)),
            };
            sqlx::query(
                "UPDATE corrections SET state = $3, next_at = $4, attempts = attempts + $5, reason = $6, changed_at = $7 \
                 WHERE delivery = $1 AND asked = $2",
            )
            .bind(edit.delivery)
            .bind(edit.asked)
            .bind(state)
            .bind(millis(at))
            .bind(tries)
            .bind(reason)
            .bind(millis(now))
            .execute(&mut *write)
            .await?;
            space_out(&mut write, edit.place, millis(later(now, spacing))).await?;
        }
        write.commit().await
    }

    /// Gives up edits that were queued before `before`: refused, or forgotten where the message was never sent.
    pub async fn expire_edits(&self, platform: Platform, before: Timestamp, now: Timestamp) -> Result<(), StoreError> {
        // Asked every few seconds: where there is nothing to expire, nobody else's write waits.
        let old: Option<i64> = sqlx::query_scalar(
            "SELECT 1 FROM corrections WHERE platform = $1 AND state = 'pending' AND asked_at < $2 LIMIT 1",
        )
        .bind(platform.as_str())
        .bind(millis(before))
        .fetch_optional(self.reader()?)
        .await?;
        if old.is_none() {
            return Ok(());
        }
        sqlx::query(
            "UPDATE corrections SET state = CASE WHEN (SELECT state FROM deliveries WHERE id = delivery) \
               IN ('sent', 'unknown') THEN 'refused' ELSE 'done' END, \
             reason = 'it could not be made in time', changed_at = $3 \
             WHERE platform = $1 AND state = 'pending' AND asked_at < $2",
        )
        .bind(platform.as_str())
        .bind(millis(before))
        .bind(millis(now))
        .execute(self.writer()?)
        .await?;
        Ok(())
    }

    /// How many corrections of sent messages are in each state: "pending", "done", "refused".
    pub async fn tally_corrections(&self, platform: Platform) -> Result<Vec<(String, usize)>, StoreError> {
        let rows: Vec<(String, i64)> =
            sqlx::query_as("SELECT state, count(*) FROM corrections WHERE platform = $1 GROUP BY state ORDER BY state")
                .bind(platform.as_str())
                .fetch_all(self.reader()?)
                .await?;
        Ok(rows.into_iter().map(|(state, n)| (state, count(n))).collect())
    }
}

fn edit(row: &SqliteRow) -> Result<Edit, StoreError> {
    Ok(Edit {
        delivery: row.try_get("delivery")?,
        asked: row.try_get("asked")?,
        attempts: row.try_get("attempts")?,
        place: row.try_get("place")?,
        destination: destination(row)?,
        message: row.try_get("message")?,
        body: row.try_get("body")?,
    })
}
