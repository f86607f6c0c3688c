//! Deliveries that ended long ago are forgotten; editions and digests stay.

use jiff::Timestamp;

use super::values::{millis, size};
use super::{Store, StoreError};

/// What a step of forgetting did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cleared {
    /// So many deliveries were deleted; there may be more of the edition.
    Some(usize),
    /// The edition has none left that is old enough.
    All,
}

impl Store {
    /// The number of an edition that was due before `before` and whose deliveries all ended before it. One that an
    /// admin holds back or had sent again lately is none.
    pub async fn edition_to_clear(&self, before: Timestamp) -> Result<Option<i64>, StoreError> {
        let edition = sqlx::query_scalar(
            "SELECT id FROM editions AS old WHERE cleared_at IS NULL AND due < $1 AND NOT EXISTS \
             (SELECT 1 FROM digests JOIN deliveries ON digest = digests.id WHERE edition = old.id \
              AND (state NOT IN ('sent', 'unknown', 'failed') OR changed_at >= $1)) ORDER BY due LIMIT 1",
        )
        .bind(millis(before))
        .fetch_optional(self.reader()?)
        .await?;
        Ok(edition)
    }

    /// Deletes up to `limit` deliveries of an edition that ended before `before`, in a short transaction; when none is
    /// left, empties its messages and takes note. The archive, and what the edition told, stay.
    pub async fn clear_edition(
        &self,
        edition: i64,
        before: Timestamp,
        limit: usize,
        now: Timestamp,
    ) -> Result<Cleared, StoreError> {
        let mut write = self.write().await?;
        let ended: Vec<i64> = sqlx::query_scalar(
            "SELECT deliveries.id FROM digests JOIN deliveries ON digest = digests.id \
             WHERE edition = $1 AND state IN ('sent', 'unknown', 'failed') AND changed_at < $2 LIMIT $3",
        )
        .bind(edition)
        .bind(millis(before))
        .bind(size(limit))
        .fetch_all(&mut *write)
        .await?;
        if !ended.is_empty() {
            let ids = super::values::json(&ended)?;
            for table in ["corrections WHERE delivery", "deliveries WHERE id"] {
                let sql = format!("DELETE FROM {table} IN (SELECT value FROM json_each($1))");
                sqlx::query(sqlx::AssertSqlSafe(sql))
                    .bind(&ids)
                    .execute(&mut *write)
                    .await?;
            }
            write.commit().await?;
            return Ok(Cleared::Some(ended.len()));
        }
        let cleared = sqlx::query(
            "UPDATE editions SET cleared_at = $2 WHERE id = $1 AND NOT EXISTS \
             (SELECT 1 FROM digests JOIN deliveries ON digest = digests.id WHERE edition = $1)",
        )
        .bind(edition)
        .bind(millis(now))
        .execute(&mut *write)
        .await?;
        if cleared.rows_affected() > 0 {
            // The rows of the messages stay, empty: to delete one, SQLite would look through all deliveries for one of it.
            sqlx::query(
                "UPDATE digest_parts SET body = '', shown = NULL WHERE digest IN (SELECT id FROM digests WHERE edition = $1)",
            )
            .bind(edition)
            .execute(&mut *write)
            .await?;
        }
        write.commit().await?;
        Ok(Cleared::All)
    }
}
