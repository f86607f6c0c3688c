//! Commands behind buttons, and updates that were handled already.

use sha2::{Digest as _, Sha256};

use super::{Store, StoreError};
use crate::destination::Platform;
use crate::reply::Reply;

/// How many handled updates are remembered; platforms repeat only the latest few.
const REMEMBERED: i64 = 10_000;

/// The most bytes of a button's command: Telegram's callback_data, the smallest limit of all platforms.
const BUTTON_BYTES: usize = 64;

impl Store {
    /// Buttons hold their command; one that is too long for a button is kept here and replaced by `/go ID`.
    pub async fn keep_long_commands(&self, reply: &mut Reply) -> Result<(), StoreError> {
        for action in reply
            .actions
            .iter_mut()
            .filter(|action| action.command.len() > BUTTON_BYTES)
        {
            action.command = format!("/go {}", self.save_command(&action.command).await?);
        }
        Ok(())
    }

    /// Keeps a command that is too long for a button; the same command keeps the same number. The number is a hash of
    /// the command, so that nobody finds other people's by counting.
    pub async fn save_command(&self, command: &str) -> Result<i64, StoreError> {
        let hash = Sha256::digest(command.as_bytes());
        let number = hash
            .iter()
            .take(8)
            .fold(0_i64, |number, byte| (number << 8) | i64::from(*byte))
            & i64::MAX;
        let mut write = self.write().await?;
        sqlx::query("INSERT INTO commands (number, command) VALUES ($1, $2) ON CONFLICT DO NOTHING")
            .bind(number)
            .bind(command)
            .execute(&mut *write)
            .await?;
        write.commit().await?;
        Ok(number)
    }

    /// The command kept under a number.
    pub async fn saved_command(&self, number: i64) -> Result<Option<String>, StoreError> {
        let command = sqlx::query_scalar("SELECT command FROM commands WHERE number = $1")
            .bind(number)
            .fetch_optional(self.reader()?)
            .await?;
        Ok(command)
    }

    /// Notes that an update of a platform is being handled; false when it was noted before (the platform repeats itself).
    /// Forgets the oldest beyond 10,000.
    pub async fn first_sight(&self, platform: Platform, update: &str) -> Result<bool, StoreError> {
        let mut write = self.write().await?;
        let number: Option<i64> = sqlx::query_scalar(
            "INSERT INTO seen_updates (platform, update_id) VALUES ($1, $2) \
             ON CONFLICT (platform, update_id) DO NOTHING RETURNING number",
        )
        .bind(platform.as_str())
        .bind(update)
        .fetch_optional(&mut *write)
        .await?;
        if let Some(number) = number {
            sqlx::query("DELETE FROM seen_updates WHERE number <= $1")
                .bind(number - REMEMBERED)
                .execute(&mut *write)
                .await?;
        }
        write.commit().await?;
        Ok(number.is_some())
    }
}
