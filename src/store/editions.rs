//! Editions and the digests written for them.

use jiff::Timestamp;

use crate::destination::Destination;
use crate::digest::{Digest, Edition};
use crate::scope::Scope;

/// An edition with all its digests and deliveries: written in one transaction.
#[derive(Clone, Debug)]
pub struct NewEdition {
    /// Its identity.
    pub edition: Edition,
    /// The moment it was due.
    pub due: Timestamp,
    /// Its digests.
    pub digests: Vec<NewDigest>,
}

/// A digest with its deliveries.
#[derive(Clone, Debug)]
pub struct NewDigest {
    /// The digest.
    pub digest: Digest,
    /// Who gets it.
    pub fanouts: Vec<Fanout>,
}

/// One rendering of a digest and everybody who gets just that.
#[derive(Clone, Debug)]
pub struct Fanout {
    /// The messages, in order, each as JSON.
    pub parts: Vec<String>,
    /// Where they go.
    pub to: Vec<Destination>,
}

use std::collections::HashSet;

use super::{Store, StoreError};
use crate::article::ArticleId;

impl Store {
    /// True when the edition was written.
    pub async fn has_edition(&self, _edition: &Edition) -> Result<bool, StoreError> {
        todo!()
    }

    /// Writes an edition, its digests, their article lists and their deliveries in one transaction. False, and nothing
    /// written, when the edition exists.
    pub async fn save_edition(&self, _edition: &NewEdition, _now: Timestamp) -> Result<bool, StoreError> {
        todo!()
    }

    /// The moment from which a schedule is to be followed: when its last edition was due, else when it was first seen
    /// (`now`, which is then remembered).
    pub async fn schedule_since(&self, _schedule: &str, _now: Timestamp) -> Result<Timestamp, StoreError> {
        todo!()
    }

    /// The articles that a scope's digests of this schedule showed in editions due after `since` and before `before`.
    pub async fn shown_articles(
        &self,
        _schedule: &str,
        _scope: &Scope,
        _since: Timestamp,
        _before: Timestamp,
    ) -> Result<HashSet<ArticleId>, StoreError> {
        todo!()
    }

    /// The newest digest of a scope whose edition's local date is `date`, of any schedule.
    pub async fn digest_of(&self, _scope: &Scope, _date: jiff::civil::Date) -> Result<Option<Digest>, StoreError> {
        todo!()
    }

    /// The days and scopes of which there are digests, newest day first.
    pub async fn digest_days(&self) -> Result<Vec<(jiff::civil::Date, Scope)>, StoreError> {
        todo!()
    }
}
