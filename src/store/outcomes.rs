//! What became of deliveries, and what follows for the parts and messages behind them.

use std::collections::HashSet;

use jiff::{SignedDuration, Timestamp};
use sqlx::Row;

use super::corrections::not_to_be_edited;
use super::deliveries::{DeliveryState, Outcome};
use super::destinations::{found, hold, missed, move_chat, space_out};
use super::leases::fence;
use super::values::{later, millis, moment};
use super::{Store, StoreError, Write};
use crate::destination::Platform;

/// Why a part is not sent when one before it was given up.
pub(super) const EARLIER_PART: &str = "an earlier part failed";
/// Why a part is not sent that an admin ended.
pub(super) const CANCELLED: &str = "cancelled by the admin";
/// Why a part waits for the end of its reader's quiet hours.
pub(super) const QUIET_HOURS: &str = "its reader has quiet hours";

/// What became of the deliveries that a process left in `Sending`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Recovered {
    /// Back to pending.
    pub again: usize,
    /// Listed as unknown.
    pub unknown: usize,
}

/// The place of a delivery in its digest and in its destination's queue.
struct Place {
    digest: i64,
    destination: i64,
    part: u32,
    turn: i64,
    /// Whether it perhaps arrived.
    doubtful: bool,
}

impl Store {
    /// Records what became of claimed deliveries, together. After `Sent` and `Unknown`, the destination's next delivery
    /// waits until `spacing` has passed; after `Retry` and `Wait`, until the delivery may be tried again. A delivery that
    /// `owner` is no longer sending (another program took it for lost, and perhaps sends it) is changed only by `Sent`,
    /// since that is a fact.
    pub async fn record_deliveries(
        &self,
        owner: &str,
        outcomes: &[(i64, Outcome)],
        now: Timestamp,
        spacing: SignedDuration,
    ) -> Result<(), StoreError> {
        let mut write = self.write().await?;
        for (id, outcome) in outcomes {
            record(&mut write, owner, *id, outcome, now, spacing).await?;
        }
        write.commit().await?;
        Ok(())
    }

    /// Deliveries left in `Sending` by a process that is gone (by an owner other than `owner`): back to pending where
    /// `resend` says so of the moment since when nobody knows whether they arrived, else unknown. Fails with
    /// `NotTheSender` once another owner has taken the platform's lease.
    pub async fn recover_deliveries(
        &self,
        platform: Platform,
        owner: &str,
        resend: impl Fn(Timestamp) -> bool + Send,
        now: Timestamp,
    ) -> Result<Recovered, StoreError> {
        let outcome = move |since| Ok(after_the_end(resend(moment(since)?), now));
        self.recover(platform, owner, |_, whose| whose != owner, outcome, now)
            .await
    }

    /// The same for deliveries in `Sending` of `owner` itself that it does not hold: whatever became of them, it never
    /// learned that it had claimed them, or has broken off sending them.
    pub async fn recover_own_deliveries(
        &self,
        platform: Platform,
        owner: &str,
        resend: impl Fn(Timestamp) -> bool + Send,
        now: Timestamp,
    ) -> Result<Recovered, StoreError> {
        let outcome = move |since| Ok(after_the_end(resend(moment(since)?), now));
        self.recover(platform, owner, |_, whose| whose == owner, outcome, now)
            .await
    }

    /// Puts back what `owner` has claimed and does not hold: the store failed after a claim, and nobody was told what was
    /// claimed. None of it was sent. Returns how many.
    pub async fn unclaim_deliveries(
        &self,
        platform: Platform,
        owner: &str,
        held: &HashSet<i64>,
        now: Timestamp,
    ) -> Result<usize, StoreError> {
        let reason = "the store failed while it was claimed";
        let outcome = |_| {
            Ok(Outcome::Wait {
                at: now,
                reason: reason.to_owned(),
            })
        };
        let lost = |id, whose: &str| whose == owner && !held.contains(&id);
        Ok(self.recover(platform, owner, lost, outcome, now).await?.again)
    }

    /// Settles the deliveries in `Sending` of which `lost` says so of their number and owner, by the moment since when
    /// nobody knows whether they arrived.
    async fn recover(
        &self,
        platform: Platform,
        owner: &str,
        lost: impl Fn(i64, &str) -> bool + Send,
        outcome: impl Fn(i64) -> Result<Outcome, StoreError> + Send,
        now: Timestamp,
    ) -> Result<Recovered, StoreError> {
        let mut write = self.write().await?;
        fence(&mut write, platform, owner).await?;
        let sending: Vec<(i64, String, i64)> = sqlx::query_as(
            "SELECT id, owner, coalesce(doubtful_since, changed_at) FROM deliveries \
             WHERE platform = $1 AND state = 'sending' ORDER BY id",
        )
        .bind(platform.as_str())
        .fetch_all(&mut *write)
        .await?;
        let mut recovered = Recovered::default();
        for (id, whose, since) in sending {
            if !lost(id, &whose) {
                continue;
            }
            let outcome = outcome(since)?;
            match outcome {
                Outcome::Unknown { .. } => recovered.unknown += 1,
                _ => recovered.again += 1,
            }
            record(&mut write, &whose, id, &outcome, now, SignedDuration::ZERO).await?;
        }
        write.commit().await?;
        Ok(recovered)
    }
}

/// What becomes of a message that somebody was sending who has ended.
fn after_the_end(resend: bool, now: Timestamp) -> Outcome {
    let reason = "the program stopped while it was sending this".to_owned();
    if resend {
        Outcome::Resend { at: now, reason }
    } else {
        Outcome::Unknown { reason }
    }
}

async fn record(
    write: &mut Write,
    owner: &str,
    id: i64,
    outcome: &Outcome,
    now: Timestamp,
    spacing: SignedDuration,
) -> Result<(), StoreError> {
    let Some(place) = settle(write, owner, id, outcome, now).await? else {
        return Ok(());
    };
    if let Outcome::Unknown { .. } | Outcome::Failed { .. } | Outcome::Missing { .. } | Outcome::Gone { .. } = outcome {
        not_to_be_edited(write, id).await?;
    }
    match outcome {
        Outcome::Sent { .. } | Outcome::Unknown { .. } => {
            if matches!(outcome, Outcome::Sent { .. }) {
                found(write, place.destination).await?;
            }
            promote_next(write, &place, now).await?;
            space_out(write, place.destination, millis(later(now, spacing))).await
        }
        // A nonce is remembered for minutes only: what perhaps arrived is not to wait behind a whole broadcast.
        Outcome::Retry { at, .. } | Outcome::Resend { at, .. } | Outcome::Wait { at, .. } if place.doubtful => {
            space_out(write, place.destination, millis(*at)).await
        }
        Outcome::Retry { at, .. } | Outcome::Resend { at, .. } | Outcome::Wait { at, .. } => {
            hold(write, place.destination, millis(*at)).await
        }
        Outcome::Held { until } => hold_quiet(write, place.destination, millis(*until)).await,
        Outcome::Failed { .. } => fail_later_parts(write, &place, now).await,
        Outcome::Moved { chat } => move_chat(write, place.destination, chat, now).await,
        Outcome::Missing { reason } | Outcome::Gone { reason } => {
            fail_later_parts(write, &place, now).await?;
            missed(write, place.destination, reason, now).await
        }
    }
}

/// Gives the delivery its new state; `None` when the outcome no longer concerns it.
async fn settle(
    write: &mut Write,
    owner: &str,
    id: i64,
    outcome: &Outcome,
    now: Timestamp,
) -> Result<Option<Place>, StoreError> {
    let now = millis(now);
    let update = match outcome {
        Outcome::Sent { message } => sqlx::query(
            "UPDATE deliveries SET state = 'sent', owner = NULL, reason = NULL, changed_at = $2, message = $3 \
             WHERE id = $1 AND state <> 'sent' RETURNING digest, destination, part, turn, doubtful_since",
        )
        .bind(id)
        .bind(now)
        .bind(message),
        Outcome::Retry { at, reason } => again(owner, id, now, millis(*at), reason.clone(), 1, false),
        Outcome::Resend { at, reason } => again(owner, id, now, millis(*at), reason.clone(), 1, true),
        Outcome::Wait { at, reason } => again(owner, id, now, millis(*at), reason.clone(), 0, false),
        Outcome::Held { until } => again(owner, id, now, millis(*until), QUIET_HOURS.to_owned(), 0, false),
        Outcome::Moved { chat } => again(owner, id, now, now, format!("the chat moved to {chat}"), 1, false),
        Outcome::Unknown { reason } => end(owner, id, now, DeliveryState::Unknown, reason),
        Outcome::Failed { reason } | Outcome::Missing { reason } | Outcome::Gone { reason } => {
            end(owner, id, now, DeliveryState::Failed, reason)
        }
    };
    let row = update.fetch_optional(&mut **write).await?;
    row.map(|row| {
        Ok(Place {
            digest: row.try_get("digest")?,
            destination: row.try_get("destination")?,
            part: row.try_get("part")?,
            turn: row.try_get("turn")?,
            doubtful: row.try_get::<Option<i64>, _>("doubtful_since")?.is_some(),
        })
    })
    .transpose()
}

type Query<'a> = sqlx::query::Query<'a, sqlx::Sqlite, sqlx::sqlite::SqliteArguments>;

fn again(owner: &str, id: i64, now: i64, at: i64, reason: String, tries: i64, doubtful: bool) -> Query<'_> {
    // What an admin stopped while it was being sent does not go out again. What is being sent was last changed when it
    // went out.
    sqlx::query(
        "UPDATE deliveries SET owner = NULL, changed_at = $2, next_at = $3, \
         turn = CASE WHEN $6 OR doubtful_since IS NOT NULL THEN turn ELSE $3 END, \
         state = (SELECT CASE WHEN cancelled_at IS NOT NULL THEN CASE WHEN $6 OR doubtful_since IS NOT NULL \
                  THEN 'unknown' ELSE 'failed' END WHEN paused_at IS NOT NULL THEN 'paused' \
                  ELSE 'pending' END FROM digests JOIN editions ON editions.id = edition WHERE digests.id = digest), \
         reason = (SELECT CASE WHEN cancelled_at IS NOT NULL THEN $8 ELSE $4 END \
                   FROM digests JOIN editions ON editions.id = edition WHERE digests.id = digest), \
         attempts = attempts + $5, \
         doubtful_since = coalesce(doubtful_since, CASE WHEN $6 THEN changed_at END) WHERE id = $1 AND state = 'sending' AND owner = $7 \
         RETURNING digest, destination, part, turn, doubtful_since",
    )
    .bind(id)
    .bind(now)
    .bind(at)
    .bind(reason)
    .bind(tries)
    .bind(doubtful)
    .bind(owner)
    .bind(CANCELLED)
}

fn end<'a>(owner: &'a str, id: i64, now: i64, state: DeliveryState, reason: &'a str) -> Query<'a> {
    sqlx::query(
        "UPDATE deliveries SET state = $3, owner = NULL, changed_at = $2, reason = $4 \
         WHERE id = $1 AND state = 'sending' AND owner = $5 RETURNING digest, destination, part, turn, doubtful_since",
    )
    .bind(id)
    .bind(now)
    .bind(state.as_str())
    .bind(reason)
    .bind(owner)
}

/// The next part behind a delivery that still waits is ready to go; it has the turn of that, so that a reader gets a
/// whole digest together. None while another part is on its way: its sender may be told late that one arrived.
async fn promote_next(write: &mut Write, place: &Place, now: Timestamp) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE deliveries SET changed_at = $4, turn = max(turn, $5), \
         state = (SELECT CASE WHEN paused_at IS NULL THEN 'pending' ELSE 'paused' END \
                  FROM digests JOIN editions ON editions.id = edition WHERE digests.id = $1) \
         WHERE digest = $1 AND destination = $2 AND state = 'waiting' AND part = \
         (SELECT min(part) FROM deliveries WHERE digest = $1 AND destination = $2 AND part > $3 AND state = 'waiting') \
         AND NOT EXISTS (SELECT 1 FROM deliveries WHERE digest = $1 AND destination = $2 \
                         AND state IN ('pending', 'paused', 'sending'))",
    )
    .bind(place.digest)
    .bind(place.destination)
    .bind(place.part)
    .bind(millis(now))
    .bind(place.turn)
    .execute(&mut **write)
    .await?;
    Ok(())
}

/// Everything that waits for the destination waits for the end of its quiet hours, and has its day from the first such end on.
async fn hold_quiet(write: &mut Write, destination: i64, until: i64) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE deliveries SET day_from = coalesce(day_from, $2), \
         reason = CASE WHEN state = 'pending' AND next_at < $2 THEN $3 ELSE reason END, \
         next_at = CASE WHEN state = 'pending' AND next_at < $2 THEN $2 ELSE next_at END, \
         turn = CASE WHEN state = 'pending' AND turn < $2 THEN $2 ELSE turn END \
         WHERE destination = $1 AND state IN ('waiting', 'pending')",
    )
    .bind(destination)
    .bind(until)
    .bind(QUIET_HOURS)
    .execute(&mut **write)
    .await?;
    Ok(())
}

async fn fail_later_parts(write: &mut Write, place: &Place, now: Timestamp) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE deliveries SET state = 'failed', reason = $3, changed_at = $4 \
         WHERE digest = $1 AND destination = $2 AND state = 'waiting'",
    )
    .bind(place.digest)
    .bind(place.destination)
    .bind(EARLIER_PART)
    .bind(millis(now))
    .execute(&mut **write)
    .await?;
    Ok(())
}
