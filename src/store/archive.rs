//! The archive as the web pages list it: which days and scopes there are digests of.

use jiff::Timestamp;
use jiff::civil::Date;

use super::values::{maybe_moment, size};
use super::{Store, StoreError};
use crate::scope::Scope;

/// The nearest days before and after a day of which there are digests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Neighbours {
    /// The nearest earlier day.
    pub before: Option<Date>,
    /// The nearest later day.
    pub after: Option<Date>,
}

impl Store {
    /// Days of which there are digests, newest first.
    pub async fn archive_days(&self, offset: usize, limit: usize) -> Result<Vec<Date>, StoreError> {
        let days: Vec<String> = sqlx::query_scalar(
            "SELECT local_date FROM editions WHERE EXISTS (SELECT 1 FROM digests WHERE edition = editions.id AND broken IS NULL) \
             GROUP BY local_date ORDER BY local_date DESC LIMIT $1 OFFSET $2",
        )
        .bind(size(limit))
        .bind(size(offset))
        .fetch_all(self.reader()?)
        .await?;
        days.iter().map(|day| date(day)).collect()
    }

    /// The scopes of which a day has digests, in the order in which they were first written.
    pub async fn scopes_of_day(&self, day: Date) -> Result<Vec<Scope>, StoreError> {
        let scopes: Vec<String> = sqlx::query_scalar(
            "SELECT scope FROM editions JOIN digests ON digests.edition = editions.id WHERE local_date = $1 AND broken IS NULL \
             GROUP BY scope ORDER BY min(digests.id)",
        )
        .bind(day.to_string())
        .fetch_all(self.reader()?)
        .await?;
        scopes.into_iter().map(scope).collect()
    }

    /// Every scope of which there is a digest, in the order of their names.
    pub async fn archive_scopes(&self) -> Result<Vec<Scope>, StoreError> {
        let scopes: Vec<String> =
            sqlx::query_scalar("SELECT DISTINCT scope FROM digests WHERE broken IS NULL ORDER BY scope")
                .fetch_all(self.reader()?)
                .await?;
        scopes.into_iter().map(scope).collect()
    }

    /// Days of which there is a digest of a scope, newest first.
    pub async fn days_of_scope(&self, scope: &Scope, offset: usize, limit: usize) -> Result<Vec<Date>, StoreError> {
        // CROSS JOIN keeps the order of the tables: read from the newest day on, the few that are wanted are found
        // without sorting all that was ever written.
        let days: Vec<String> = sqlx::query_scalar(
            "SELECT local_date FROM editions CROSS JOIN digests ON digests.edition = editions.id AND scope = $1 AND broken IS NULL \
             GROUP BY local_date ORDER BY local_date DESC LIMIT $2 OFFSET $3",
        )
        .bind(scope.to_string())
        .bind(size(limit))
        .bind(size(offset))
        .fetch_all(self.reader()?)
        .await?;
        days.iter().map(|day| date(day)).collect()
    }

    /// The days around a day of which there are digests: of a scope, or of any (`None`).
    pub async fn days_around(&self, scope: Option<&Scope>, day: Date) -> Result<Neighbours, StoreError> {
        let nearest = |which: &str| {
            format!(
                "SELECT local_date FROM editions WHERE {which} AND EXISTS (SELECT 1 FROM digests \
                 WHERE edition = editions.id AND broken IS NULL AND ($2 IS NULL OR scope = $2))"
            )
        };
        let before = format!("{} ORDER BY local_date DESC LIMIT 1", nearest("local_date < $1"));
        let after = format!("{} ORDER BY local_date LIMIT 1", nearest("local_date > $1"));
        let mut found = [None, None];
        for (sql, found) in [before, after].into_iter().zip(&mut found) {
            let day: Option<String> = sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
                .bind(day.to_string())
                .bind(scope.map(Scope::to_string))
                .fetch_optional(self.reader()?)
                .await?;
            *found = day.as_deref().map(date).transpose()?;
        }
        let [before, after] = found;
        Ok(Neighbours { before, after })
    }

    /// When the first edition of this store was written; `None` when none was. It tells one archive from another for ever.
    pub async fn first_written(&self) -> Result<Option<Timestamp>, StoreError> {
        let written: Option<i64> = sqlx::query_scalar("SELECT written_at FROM editions ORDER BY id LIMIT 1")
            .fetch_optional(self.reader()?)
            .await?;
        maybe_moment(written)
    }
}

fn date(text: &str) -> Result<Date, StoreError> {
    text.parse()
        .map_err(|error: jiff::Error| StoreError::Unreadable(error.to_string()))
}

fn scope(text: String) -> Result<Scope, StoreError> {
    Scope::try_from(text).map_err(StoreError::Unreadable)
}
