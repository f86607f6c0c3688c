//! What Dateline remembers, in domain words. SQL stands nowhere else.

mod actions;
mod alive;
mod archive;
mod articles;
mod corrections;
mod deliveries;
mod destinations;
mod editions;
mod edits;
mod faults;
mod leases;
mod lists;
mod migrations;
mod model_cache;
mod open;
mod outbox;
mod outcomes;
mod resending;
mod retention;
mod search;
mod sources;
mod subscriptions;
mod trends;
mod values;

use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use jiff::civil::Time;

use crate::article::Tagged;
use crate::destination::Destination;
use crate::digest::{Filter, Form};
use crate::schedule::Days;
use crate::scope::Scope;

pub use alive::SignOfLife;
pub use archive::Neighbours;
pub use corrections::{Corrected, Rendered, Rendering, Showing};
#[doc(hidden)]
pub use deliveries::CLAIM;
pub use deliveries::{Claimed, DeliveryState, Outcome, Promised, Tally, Undelivered};
pub use editions::{BrokenDigest, Fanout, NewDigest, NewEdition};
pub use edits::{Edit, Edited};
pub use faults::Faults;
pub use leases::sender_lease;
pub use outbox::{InFlight, ListedDelivery, ListedEdition, Stopped};
pub use outcomes::Recovered;
pub use resending::{Resend, Resent};
pub use retention::Cleared;
pub use sources::SourceState;
pub use subscriptions::Ended;
pub use trends::Counted;

/// The store. Cheap to clone: all clones share one pool.
#[derive(Clone, Debug)]
pub struct Store {
    // One writer, several readers: SQLite allows no more, and waiting for it outside the pool is fairer than inside.
    writer: sqlx::SqlitePool,
    reader: sqlx::SqlitePool,
    faults: Arc<Faults>,
}

/// What broke in the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database could not be opened or brought up to date.
    #[error("could not open the store {url}: {reason}")]
    Open {
        /// Its URL.
        url: String,
        /// Why.
        reason: String,
    },
    /// A statement failed.
    #[error("the store failed: {}", open::explain("the store's file", .0))]
    Failed(#[from] sqlx::Error),
    /// Another program has the right to send: this one's has run out.
    #[error("another instance on this store has the right to send")]
    NotTheSender,
    /// A stored value could not be read back.
    #[error("the store holds a value that cannot be read: {0}")]
    Unreadable(String),
}

/// What keeps a store from being read or written, as far as people can mend it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Another program has locked it.
    Locked,
    /// It may not be written.
    ReadOnly,
    /// It is damaged.
    Damaged,
    /// Its disk is full.
    Full,
}

impl StoreError {
    /// What people can mend, if it is that.
    pub fn trouble(&self) -> Option<Trouble> {
        match self {
            Self::Failed(error) => open::trouble(error),
            Self::Open { .. } | Self::NotTheSender | Self::Unreadable(_) => None,
        }
    }
}

/// How many articles an insert added.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Inserted {
    /// New articles.
    pub new: usize,
    /// Articles whose title or text changed.
    pub revised: usize,
    /// Articles that were there already, as they are.
    pub unchanged: usize,
}

/// A page of a list and the length of the whole.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// The articles of this page.
    pub articles: Vec<Tagged>,
    /// How many the whole list has.
    pub total: usize,
}

/// A standing wish for a daily digest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    /// Where it goes.
    pub destination: Destination,
    /// What about.
    pub scope: Scope,
    /// The local time.
    pub at: Time,
    /// The IANA zone of that time.
    pub zone: String,
    /// The local days of the week on which it comes.
    pub days: Days,
    /// How much.
    pub form: Form,
    /// ISO 639-1 code.
    pub language: String,
    /// Which stories it is made of.
    pub filter: Filter,
}

/// A transaction under way.
struct Write {
    transaction: sqlx::Transaction<'static, sqlx::Sqlite>,
    faults: Arc<Faults>,
}

impl Write {
    /// Ends it: from here on what it wrote is there, whatever happens to the program.
    async fn commit(self) -> Result<(), StoreError> {
        self.faults.note()?;
        self.transaction.commit().await?;
        // The most awkward failure: what was written is there, and nobody was told.
        self.faults.note()
    }
}

impl Deref for Write {
    type Target = sqlx::SqliteConnection;

    fn deref(&self) -> &Self::Target {
        &self.transaction
    }
}

impl DerefMut for Write {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.transaction
    }
}

impl Store {
    /// A transaction that may write from its start, so that it never meets another's write half way.
    async fn write(&self) -> Result<Write, StoreError> {
        let transaction = self.writer()?.begin_with("BEGIN IMMEDIATE").await?;
        Ok(Write {
            transaction,
            faults: Arc::clone(&self.faults),
        })
    }

    fn writer(&self) -> Result<&sqlx::SqlitePool, StoreError> {
        self.faults.note()?;
        Ok(&self.writer)
    }

    fn reader(&self) -> Result<&sqlx::SqlitePool, StoreError> {
        self.faults.note()?;
        Ok(&self.reader)
    }

    /// How this store is made to fail, in tests.
    pub fn faults(&self) -> &Faults {
        &self.faults
    }
}
