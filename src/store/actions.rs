//! actions

use super::{Store, StoreError};

impl Store {
    /// Keeps a command that is too long for a button; the same command keeps the same number.
    pub async fn save_command(&self, _command: &str) -> Result<i64, StoreError> {
        todo!()
    }

    /// The command kept under a number.
    pub async fn saved_command(&self, _number: i64) -> Result<Option<String>, StoreError> {
        todo!()
    }

    /// Notes that an update of a platform is being handled; false when it was noted before (the platform repeats itself).
    /// Forgets the oldest beyond 10,000.
    pub async fn first_sight(
        &self,
        _platform: crate::destination::Platform,
        _update: &str,
    ) -> Result<bool, StoreError> {
        todo!()
    }
}
