//! How each source did when it was last read.

use jiff::Timestamp;
use sqlx::Row;

use super::values::{maybe_moment, millis};
use super::{Store, StoreError};
use crate::places::Country;

/// How many of a source's newest articles tell which countries are usual for it: a few weeks of a small source, a few
/// days of a large one, so that what is usual follows the news.
const NEWEST: i64 = 200;
/// With fewer articles nothing is usual yet: of ten, eight may be about one country by chance, in a week with one story.
const LEAST_ARTICLES: i64 = 20;
/// In how many of a hundred of them a usual country is in focus. Below, a paper that follows a war would lose the war.
const USUAL_PERCENT: i64 = 80;

/// What is remembered of a source between two readings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceState {
    /// The `ETag` of the last answer; of a folder, the mark of how it was.
    pub etag: Option<String>,
    /// The `Last-Modified` of the last answer.
    pub last_modified: Option<String>,
    /// When it was last read, well or badly.
    pub read_at: Option<Timestamp>,
    /// When it last answered.
    pub answered_at: Option<Timestamp>,
    /// Since when it has been failing.
    pub failing_since: Option<Timestamp>,
    /// What went wrong the last time.
    pub error: Option<String>,
    /// Not to be read before this moment (`Retry-After`, backoff).
    pub not_before: Option<Timestamp>,
}

impl Store {
    /// What is remembered of a source; the default for one never read.
    pub async fn source_state(&self, source: &str) -> Result<SourceState, StoreError> {
        let row = sqlx::query(
            "SELECT etag, last_modified, read_at, answered_at, failing_since, error, not_before FROM sources \
             WHERE id = $1",
        )
        .bind(source)
        .fetch_optional(self.reader()?)
        .await?;
        let Some(row) = row else {
            return Ok(SourceState::default());
        };
        Ok(SourceState {
            etag: row.try_get("etag")?,
            last_modified: row.try_get("last_modified")?,
            read_at: maybe_moment(row.try_get("read_at")?)?,
            answered_at: maybe_moment(row.try_get("answered_at")?)?,
            failing_since: maybe_moment(row.try_get("failing_since")?)?,
            error: row.try_get("error")?,
            not_before: maybe_moment(row.try_get("not_before")?)?,
        })
    }

    /// Remembers how a source did.
    pub async fn save_source_state(&self, source: &str, state: &SourceState) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO sources (id, etag, last_modified, read_at, answered_at, failing_since, error, not_before) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
             ON CONFLICT (id) DO UPDATE SET etag = excluded.etag, last_modified = excluded.last_modified, \
             read_at = excluded.read_at, answered_at = excluded.answered_at, \
             failing_since = excluded.failing_since, error = excluded.error, not_before = excluded.not_before",
        )
        .bind(source)
        .bind(&state.etag)
        .bind(&state.last_modified)
        .bind(state.read_at.map(millis))
        .bind(state.answered_at.map(millis))
        .bind(state.failing_since.map(millis))
        .bind(&state.error)
        .bind(state.not_before.map(millis))
        .execute(self.writer()?)
        .await?;
        Ok(())
    }

    /// The countries that nearly every article of a source is about, such as China in a source that watches China; none
    /// for a source with too few articles to tell.
    pub async fn usual_countries(&self, source: &str) -> Result<Vec<Country>, StoreError> {
        let codes: Vec<String> = sqlx::query_scalar(
            "WITH newest AS MATERIALIZED \
             (SELECT place FROM articles WHERE source = $1 ORDER BY place DESC LIMIT $2), \
             many (n) AS (SELECT count(*) FROM newest) \
             SELECT country FROM many, newest CROSS JOIN article_countries USING (place) \
             WHERE about = 1 AND n >= $3 GROUP BY country HAVING 100 * count(*) >= $4 * n ORDER BY country",
        )
        .bind(source)
        .bind(NEWEST)
        .bind(LEAST_ARTICLES)
        .bind(USUAL_PERCENT)
        .fetch_all(self.reader()?)
        .await?;
        Ok(codes.iter().filter_map(|code| Country::from_code(code)).collect())
    }
}
