//! How each source did when it was last read.

use jiff::Timestamp;

/// What is remembered of a source between two readings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceState {
    /// The `ETag` of the last answer.
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

use super::{Store, StoreError};

impl Store {
    /// What is remembered of a source; the default for one never read.
    pub async fn source_state(&self, _source: &str) -> Result<SourceState, StoreError> {
        todo!()
    }

    /// Remembers how a source did.
    pub async fn save_source_state(&self, _source: &str, _state: &SourceState) -> Result<(), StoreError> {
        todo!()
    }
}
