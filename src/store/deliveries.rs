//! Deliveries: one part of one digest to one destination, and how far it got.

use jiff::Timestamp;

use crate::destination::Destination;

/// How far a delivery got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DeliveryState {
    /// Waiting for its turn.
    Pending,
    /// Handed to the platform, no answer yet.
    Sending,
    /// The platform accepted it.
    Sent,
    /// Nobody knows whether the platform accepted it.
    Unknown,
    /// Given up, with a reason.
    Failed,
}

/// A delivery claimed for sending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claimed {
    /// Its number in the store: never used again, so it can serve as a nonce.
    pub id: i64,
    /// Where it goes.
    pub destination: Destination,
    /// The part, from 1.
    pub part: u32,
    /// How many parts there are.
    pub parts: u32,
    /// The message as `render` made it for the platform, as JSON.
    pub body: String,
    /// How often it has been tried before.
    pub attempts: u32,
}

/// What became of a claimed delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The platform accepted it under this message id.
    Sent {
        /// The platform's id of the message.
        message: String,
    },
    /// To be tried again at that time.
    Retry {
        /// When.
        at: Timestamp,
        /// Why.
        reason: String,
    },
    /// Nobody knows whether it arrived, and it is not to be tried again.
    Unknown {
        /// Why.
        reason: String,
    },
    /// Given up.
    Failed {
        /// Why.
        reason: String,
    },
    /// The chat has a new id: this and all its later deliveries and its subscriptions move there, and are tried again.
    Moved {
        /// The new chat id.
        chat: String,
    },
    /// The destination is gone: this and its waiting deliveries fail, its subscriptions end.
    Gone {
        /// Why.
        reason: String,
    },
}

use super::{Store, StoreError};
use crate::destination::Platform;

/// How many deliveries are in each state, of one platform.
pub type Tally = Vec<(DeliveryState, usize)>;

impl Store {
    /// Claims up to `limit` deliveries of a platform that may be sent now: pending, due, the part before them sent, their
    /// destination not waiting. They become `Sending`, owned by `owner`. At most one of each destination at a time.
    pub async fn claim_deliveries(
        &self,
        _platform: Platform,
        _owner: &str,
        _limit: usize,
        _now: Timestamp,
    ) -> Result<Vec<Claimed>, StoreError> {
        todo!()
    }

    /// Records what became of claimed deliveries, together. After `Sent`, the destination's next delivery waits until
    /// `spacing` (`Outcome` by outcome) has passed.
    pub async fn record_deliveries(
        &self,
        _outcomes: &[(i64, Outcome)],
        _now: Timestamp,
        _spacing: jiff::SignedDuration,
    ) -> Result<(), StoreError> {
        todo!()
    }

    /// Deliveries left in `Sending` by a process that is gone (by an owner other than `owner`): back to pending when
    /// `resend`, else unknown. Returns how many.
    pub async fn recover_deliveries(
        &self,
        _platform: Platform,
        _owner: &str,
        _resend: bool,
        _now: Timestamp,
    ) -> Result<usize, StoreError> {
        todo!()
    }

    /// When the next pending delivery of a platform may be sent.
    pub async fn next_delivery_at(&self, _platform: Platform) -> Result<Option<Timestamp>, StoreError> {
        todo!()
    }

    /// How many deliveries are in each state.
    pub async fn tally_deliveries(&self, _platform: Platform) -> Result<Tally, StoreError> {
        todo!()
    }
}
