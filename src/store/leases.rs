//! Leases: which of several running programs may do what only one may do.

use jiff::{SignedDuration, Timestamp};

use super::values::{later, millis};
use super::{Store, StoreError, Write};
use crate::destination::Platform;

/// The name of the lease without which nobody sends on a platform.
pub fn sender_lease(platform: Platform) -> String {
    format!("sender {platform}")
}

/// Fails unless the right to send on a platform is `owner's` in this very transaction. A program that slept through the
/// end of its lease learns here that another sends, and changes nothing of what is that one's. Where nobody ever took
/// the right there is nobody to protect.
pub(super) async fn fence(write: &mut Write, platform: Platform, owner: &str) -> Result<(), StoreError> {
    let holder: Option<String> = sqlx::query_scalar("SELECT owner FROM leases WHERE name = $1")
        .bind(sender_lease(platform))
        .fetch_optional(&mut **write)
        .await?;
    match holder {
        Some(holder) if holder != owner => Err(StoreError::NotTheSender),
        _ => Ok(()),
    }
}

impl Store {
    /// Takes or renews the lease `name` for `owner` until `now + length`; false while another owner's lease runs. One
    /// that runs for far longer than that is from before the clock was put back, and counts as run out.
    pub async fn lease(
        &self,
        name: &str,
        owner: &str,
        now: Timestamp,
        length: SignedDuration,
    ) -> Result<bool, StoreError> {
        let taken = sqlx::query(
            "INSERT INTO leases (name, owner, held_until) VALUES ($1, $2, $3) \
             ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, held_until = excluded.held_until \
             WHERE leases.owner = excluded.owner OR leases.held_until <= $4 OR leases.held_until > $5",
        )
        .bind(name)
        .bind(owner)
        .bind(millis(later(now, length)))
        .bind(millis(now))
        // Twice its length: the other's `now` may be a little ahead of ours, which has waited for the store.
        .bind(millis(later(now, length * 2)))
        .execute(self.writer()?)
        .await?;
        Ok(taken.rows_affected() == 1)
    }

    /// Gives a lease back, if `owner` has it. The row stays: a program that held it before still learns that it no
    /// longer does.
    pub async fn release(&self, name: &str, owner: &str) -> Result<(), StoreError> {
        sqlx::query("UPDATE leases SET held_until = 0 WHERE name = $1 AND owner = $2")
            .bind(name)
            .bind(owner)
            .execute(self.writer()?)
            .await?;
        Ok(())
    }
}
