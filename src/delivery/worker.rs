//! One platform's sender: holds the token's lease, takes over what a dead process left, and sends what is due.

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::corrections::{edit_beside, edit_due};
use super::outcome::{LONGEST_PARKING, later, resends};
use super::shift::{End, Shift};
use super::{Now, Pacer, Token};
use crate::config::DeliveryConfig;
use crate::destination::Platform;
use crate::platforms::Sender;
use crate::pulse::Pulse;
use crate::store::{Recovered, Store, StoreError, sender_lease};

/// How long a lease runs when it is not renewed. A sender that was killed is mostly known to be dead at once, by its
/// sign of life in the store; where it gave none, its token is silent so long.
pub(super) const LEASE: SignedDuration = SignedDuration::from_secs(30);
/// What was not sent within a day of its moment is given up: after an outage readers get the latest digest, not all.
const STALE: SignedDuration = SignedDuration::from_hours(24);
/// How often an instance that may not send asks again.
const ASK_AGAIN: Duration = Duration::from_secs(5);

/// Sends the deliveries of one platform, with one bot token.
pub struct Worker {
    /// Where the deliveries are.
    pub store: Store,
    /// The platform.
    pub platform: Platform,
    /// Its sender.
    pub sender: Arc<dyn Sender>,
    /// The token's pace, shared with command replies.
    pub pacer: Arc<Pacer>,
    /// What the platform said about the token as a whole.
    pub token: Token,
    /// This process, by a name that no other process has or had.
    pub owner: String,
    /// What to do about unknown answers, and when to give up.
    pub rules: DeliveryConfig,
    /// Told of every pass.
    pub pulse: Arc<Pulse>,
    /// Tells the time.
    pub now: Now,
    /// Whether the token is this process's to use: not while another instance sends. What asks the platform for questions
    /// waits for it, since two that ask get each only some of them.
    pub ours: watch::Sender<bool>,
}

impl Worker {
    /// Sends until `stop`. Of several instances on one store only one sends; the others say so and wait their turn.
    /// What breaks is logged and tried again: this ends only by `stop`.
    pub async fn run(&self, stop: CancellationToken) {
        let mut waiting = false;
        // What the store failed with last time: a store that stays broken is said once.
        let mut said: Option<String> = None;
        while !stop.is_cancelled() {
            let mut failed = None;
            let pause = match self.serve(&stop).await {
                Ok(Served::NotOurs) => {
                    if !waiting {
                        tracing::warn!(
                            platform = %self.platform,
                            "another instance on this store sends here: this one does not, and takes over when the other is gone"
                        );
                    }
                    waiting = true;
                    self.beat();
                    self.pulse.sent(self.platform, (self.now)());
                    ASK_AGAIN
                }
                Ok(Served::Until(End::LeaseLost)) => {
                    tracing::warn!(platform = %self.platform, "the right to send went to another instance");
                    waiting = true;
                    ASK_AGAIN
                }
                Ok(Served::Until(End::Stopped | End::Idle)) => {
                    waiting = false;
                    Duration::ZERO
                }
                Err(error) => {
                    // Whoever asks meanwhile is told what is wrong.
                    self.ours.send_replace(true);
                    let words = error.to_string();
                    if said.as_ref() != Some(&words) {
                        tracing::error!(platform = %self.platform, store = self.store.file(), %error, "deliveries wait; trying again until it works");
                    }
                    failed = Some(words);
                    ASK_AGAIN
                }
            };
            said = failed;
            tokio::select! {
                () = stop.cancelled() => {}
                () = tokio::time::sleep(pause) => {}
            }
        }
        if let Err(error) = self.store.release(&sender_lease(self.platform), &self.owner).await {
            tracing::warn!(platform = %self.platform, %error, "the right to send was not given back; it ends by itself in {LEASE:#}");
        }
    }

    async fn serve(&self, stop: &CancellationToken) -> Result<Served, StoreError> {
        if !self.lead().await? {
            return Ok(Served::NotOurs);
        }
        self.ours.send_replace(true);
        let end = tokio::select! {
            end = Shift::new(self).work(stop, false) => end,
            () = edit_beside(self, stop) => End::Stopped,
        };
        Ok(Served::Until(end))
    }

    /// Sends everything that may be sent at this moment and returns when nothing is left or in flight. False when
    /// another instance sends.
    pub async fn send_due(&self) -> Result<bool, StoreError> {
        if !self.lead().await? {
            return Ok(false);
        }
        let end = Shift::new(self).work(&CancellationToken::new(), true).await;
        if end == End::Idle {
            edit_due(self).await?;
        }
        Ok(end == End::Idle)
    }

    /// Takes the lease and what a dead process left; false while another instance has it.
    async fn lead(&self) -> Result<bool, StoreError> {
        if !self.renew().await? {
            // The holder may have been killed.
            if self.store.end_leases_of_the_dead().await? == 0 || !self.renew().await? {
                return Ok(false);
            }
        }
        self.give_up_stale().await?;
        let now = (self.now)();
        // Twice the longest wait: another process's clock may be a little ahead.
        self.store
            .forget_waits_after(later(now, LONGEST_PARKING * 2), now)
            .await?;
        let resend = |since| resends(self.platform, self.rules.on_unknown, since, now);
        let Recovered { again, unknown } = match self
            .store
            .recover_deliveries(self.platform, &self.owner, resend, now)
            .await
        {
            Ok(recovered) => recovered,
            // Frozen since it took the lease, for longer than that lasts.
            Err(StoreError::NotTheSender) => return Ok(false),
            Err(error) => return Err(error),
        };
        // What an earlier shift of this process broke off.
        self.store
            .recover_own_deliveries(self.platform, &self.owner, resend, now)
            .await?;
        if again + unknown > 0 {
            tracing::warn!(
                platform = %self.platform,
                again,
                unknown,
                "messages were in flight when the last process ended: some are sent again, or listed as unknown"
            );
        }
        Ok(true)
    }

    /// Gives up what has waited for longer than a day.
    pub(super) async fn give_up_stale(&self) -> Result<(), StoreError> {
        let now = (self.now)();
        let before = now.checked_sub(STALE).unwrap_or(Timestamp::MIN);
        let count = self.store.expire_deliveries(self.platform, before, now).await?;
        if count > 0 {
            tracing::warn!(platform = %self.platform, count, "messages were given up: their day was over before they could be sent");
        }
        Ok(())
    }

    /// Takes or keeps the lease.
    pub(super) async fn renew(&self) -> Result<bool, StoreError> {
        self.store
            .lease(&sender_lease(self.platform), &self.owner, (self.now)(), LEASE)
            .await
    }

    /// A pass was made: the store was asked what is to be sent, or said that another instance sends.
    pub(super) fn beat(&self) {
        let now = (self.now)();
        self.pulse.beat(&format!("the sender to {}", self.platform), now);
        self.pulse.sends(self.platform, now);
    }
}

enum Served {
    NotOurs,
    Until(End),
}
