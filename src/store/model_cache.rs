//! What a language model wrote, and what was spent on it.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use super::values::{later, millis};
use super::{Store, StoreError};

/// Answers older than this are asked for again; a story lives for 7 days.
const LONGEST_KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);
/// How many answers are kept, the newest: some megabytes.
const MOST_KEPT: i64 = 5_000;

impl Store {
    /// What the model answered to what has this hash, if that is not too long ago.
    pub async fn model_answer(&self, key: &str, now: Timestamp) -> Result<Option<String>, StoreError> {
        let answer = sqlx::query_scalar("SELECT answer FROM model_answers WHERE key = $1 AND made_at > $2")
            .bind(key)
            .bind(millis(later(now, -LONGEST_KEPT)))
            .fetch_optional(self.reader()?)
            .await?;
        Ok(answer)
    }

    /// Keeps an answer; forgets those that are too old or too many.
    pub async fn keep_model_answer(&self, key: &str, answer: &str, now: Timestamp) -> Result<(), StoreError> {
        let mut write = self.write().await?;
        sqlx::query(
            "INSERT INTO model_answers (key, answer, made_at) VALUES ($1, $2, $3) \
             ON CONFLICT (key) DO UPDATE SET answer = excluded.answer, made_at = excluded.made_at",
        )
        .bind(key)
        .bind(answer)
        .bind(millis(now))
        .execute(&mut *write)
        .await?;
        sqlx::query(
            "DELETE FROM model_answers WHERE made_at <= $1 OR made_at < \
             (SELECT made_at FROM model_answers ORDER BY made_at DESC LIMIT 1 OFFSET $2)",
        )
        .bind(millis(later(now, -LONGEST_KEPT)))
        .bind(MOST_KEPT - 1)
        .execute(&mut *write)
        .await?;
        write.commit().await?;
        Ok(())
    }

    /// Takes one request of so many characters out of a day's budget; false, with nothing taken, when it does not hold
    /// that much any more.
    pub async fn spend_on_model(
        &self,
        day: Date,
        characters: u64,
        most_requests: u64,
        most_characters: u64,
    ) -> Result<bool, StoreError> {
        let bound = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        if most_requests == 0 || characters > most_characters {
            return Ok(false);
        }
        let spent = sqlx::query(
            "INSERT INTO model_spending (day, requests, characters) VALUES ($1, 1, $2) \
             ON CONFLICT (day) DO UPDATE SET requests = requests + 1, characters = characters + excluded.characters \
             WHERE requests < $3 AND characters + excluded.characters <= $4",
        )
        .bind(day.to_string())
        .bind(bound(characters))
        .bind(bound(most_requests))
        .bind(bound(most_characters))
        .execute(self.writer()?)
        .await?;
        Ok(spent.rows_affected() == 1)
    }
}
