//! How domain values stand in columns and come back.

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::StoreError;

/// A moment as epoch milliseconds; what is finer is cut off.
pub(super) fn millis(at: Timestamp) -> i64 {
    at.as_millisecond()
}

/// A moment read back.
pub(super) fn moment(millis: i64) -> Result<Timestamp, StoreError> {
    Timestamp::from_millisecond(millis).map_err(|error| StoreError::Unreadable(error.to_string()))
}

/// A moment that may be missing, read back.
pub(super) fn maybe_moment(millis: Option<i64>) -> Result<Option<Timestamp>, StoreError> {
    millis.map(moment).transpose()
}

/// The moment `length` after `at`, or the end of time.
pub(super) fn later(at: Timestamp, length: SignedDuration) -> Timestamp {
    at.checked_add(length).unwrap_or(Timestamp::MAX)
}

/// A value of an enum whose JSON is one string, as that string.
pub(super) fn word<T: Serialize>(value: &T) -> Result<String, StoreError> {
    match serde_json::to_value(value) {
        Ok(Value::String(word)) => Ok(word),
        Ok(other) => Err(StoreError::Unreadable(format!("{other} is not one word"))),
        Err(error) => Err(StoreError::Unreadable(error.to_string())),
    }
}

/// A value that `word` wrote.
pub(super) fn from_word<T: DeserializeOwned>(word: String) -> Result<T, StoreError> {
    serde_json::from_value(Value::String(word)).map_err(|error| StoreError::Unreadable(error.to_string()))
}

/// A value as JSON.
pub(super) fn json<T: Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Unreadable(error.to_string()))
}

/// A value that `json` wrote.
pub(super) fn from_json<T: DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| StoreError::Unreadable(error.to_string()))
}

/// `$first, $first+1, …`: `count` placeholders for a list.
pub(super) fn placeholders(first: usize, count: usize) -> String {
    (first..first + count)
        .map(|number| format!("${number}"))
        .collect::<Vec<_>>()
        .join(", ")
}

/// A count or an offset as a column's type; beyond what fits it is the largest.
pub(super) fn size(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// A count read back.
pub(super) fn count(n: i64) -> usize {
    usize::try_from(n).unwrap_or_default()
}
