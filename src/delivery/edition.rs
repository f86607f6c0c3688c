//! stub
use crate::config::Config;
use crate::digest::{Digest, Edition};
use crate::scope::Scope;
use crate::store::{Store, StoreError};
/// stub
pub async fn compose_digest(
    _store: &Store,
    _config: &Config,
    _scope: &Scope,
    _edition: &Edition,
    _due: jiff::Timestamp,
    _now: jiff::Timestamp,
) -> Result<Digest, StoreError> {
    todo!()
}
