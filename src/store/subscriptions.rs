//! subscriptions

use jiff::Timestamp;

use super::{Store, StoreError, Subscription};
use crate::destination::Destination;
use crate::scope::Scope;

impl Store {
    /// Adds a subscription, or changes the one of the same destination and scope. Returns true when it is new.
    pub async fn subscribe(&self, _subscription: &Subscription, _now: Timestamp) -> Result<bool, StoreError> {
        todo!()
    }

    /// Ends the subscription to a scope, or all of the destination; returns those ended. Waiting deliveries to the
    /// destination that nothing else asks for are left out: they were due before.
    pub async fn unsubscribe(
        &self,
        _destination: &Destination,
        _scope: Option<&Scope>,
    ) -> Result<Vec<Subscription>, StoreError> {
        todo!()
    }

    /// The subscriptions of a destination, oldest first.
    pub async fn subscriptions(&self, _destination: &Destination) -> Result<Vec<Subscription>, StoreError> {
        todo!()
    }

    /// Every subscription, with the moment it was made.
    pub async fn all_subscriptions(&self) -> Result<Vec<(Subscription, Timestamp)>, StoreError> {
        todo!()
    }
}
