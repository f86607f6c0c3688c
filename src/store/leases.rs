//! leases

use jiff::{SignedDuration, Timestamp};

use super::{Store, StoreError};

impl Store {
    /// Takes or renews the lease `name` for `owner` until `now + length`; false while another owner's lease runs.
    pub async fn lease(
        &self,
        _name: &str,
        _owner: &str,
        _now: Timestamp,
        _length: SignedDuration,
    ) -> Result<bool, StoreError> {
        todo!()
    }

    /// Gives a lease back, if `owner` has it.
    pub async fn release(&self, _name: &str, _owner: &str) -> Result<(), StoreError> {
        todo!()
    }
}
