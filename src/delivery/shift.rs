//! A worker's time at the wheel: claims a few, sends each at its turn, records in small groups.

use std::collections::{HashSet, VecDeque};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt as _;
use jiff::{SignedDuration, Timestamp};
use tokio::task::{JoinError, JoinSet};
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;

use super::complaints::Complaints;
use super::outcome::{later, outcome, spacing, too_late};
use super::touch::{held_until, touch, touched};
use super::worker::LEASE;
use super::{Turn, Worker};
use crate::platforms::{Part, SendError, Sender};
use crate::store::{Claimed, Outcome, StoreError};

/// Rows in state sending at once, at most: what a kill can leave in doubt.
const IN_FLIGHT: usize = 32;
/// Outcomes are recorded together, at most this long after the first of them.
const GATHER: Duration = Duration::from_millis(5);
/// The store is asked for new deliveries at least this often…
const IDLE_MOST: Duration = Duration::from_secs(1);
/// …and at most this often when it has just said that there are none.
const IDLE_LEAST: Duration = Duration::from_millis(20);
/// The lease is renewed at a third of its length.
const RENEW: SignedDuration = SignedDuration::from_secs(10);
/// No client waits longer than this for an answer.
pub(super) const SEND_LIMIT: Duration = Duration::from_secs(60);
/// Waits after failures of the store double from 1 s up to this.
const STORE_WAIT: Duration = Duration::from_secs(30);
/// What is in flight at the end may finish within this: the whole program has 10 s to stop.
const WIND_DOWN: Duration = Duration::from_secs(9);

/// How a shift ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// It was told to stop.
    Stopped,
    /// Another instance has the lease.
    LeaseLost,
    /// Nothing may be sent now and nothing is in flight.
    Idle,
}

type Answer = (Claimed, Result<String, SendError>);

pub(super) struct Shift<'w> {
    worker: &'w Worker,
    /// Rows claimed at once: an eighth of a second's worth, so that few wait in state sending for their turn.
    batch: usize,
    waiting: VecDeque<Claimed>,
    sends: JoinSet<Answer>,
    done: Vec<(Claimed, Outcome)>,
    /// Of all these the numbers.
    held: HashSet<i64>,
    /// True when a claim failed: perhaps it was made all the same, and nobody sends what it claimed.
    claim_in_doubt: bool,
    record_at: Instant,
    claim_at: Instant,
    /// True when the last claim gave all there was.
    exhausted: bool,
    renewed: Timestamp,
    renew_at: Instant,
    /// Failures of the store in a row.
    trouble: u32,
    complaints: Complaints,
}

impl<'w> Shift<'w> {
    /// A shift of a worker that has just taken the lease.
    pub(super) fn new(worker: &'w Worker) -> Self {
        let batch = usize::try_from(worker.pacer.rate() / 8).unwrap_or(IN_FLIGHT);
        Self {
            worker,
            batch: batch.clamp(1, IN_FLIGHT),
            waiting: VecDeque::new(),
            sends: JoinSet::new(),
            done: Vec::new(),
            held: HashSet::new(),
            claim_in_doubt: false,
            record_at: Instant::now(),
            claim_at: Instant::now(),
            exhausted: false,
            renewed: (worker.now)(),
            renew_at: Instant::now() + RENEW.unsigned_abs(),
            trouble: 0,
            complaints: Complaints::default(),
        }
    }

    /// Sends until `stop` or until the lease is lost; with `until_idle` also until nothing is left to do now. What the
    /// store does not take is kept and tried again: a row in state sending is never forgotten.
    pub(super) async fn work(mut self, stop: &CancellationToken, until_idle: bool) -> End {
        let end = self.steps(stop, until_idle).await;
        self.wind_down(stop).await;
        end
    }

    async fn steps(&mut self, stop: &CancellationToken, until_idle: bool) -> End {
        loop {
            if self.trouble == 0 && self.slept() {
                self.renew_at = Instant::now();
            }
            // The next ones are claimed while the last of these wait, so that no turn is lost to the store.
            let room = self.waiting.len() <= self.batch / 2 && self.in_flight() < IN_FLIGHT;
            if until_idle && self.exhausted && self.in_flight() == 0 {
                return End::Idle;
            }
            tokio::select! {
                biased;
                () = stop.cancelled() => return End::Stopped,
                Some(joined) = self.sends.join_next(), if !self.sends.is_empty() => self.answered(joined),
                () = sleep_until(self.record_at), if !self.done.is_empty() => self.record().await,
                turn = self.worker.pacer.broadcast(), if !self.waiting.is_empty() && !self.slept() => self.send_next(turn),
                // Also while everything in flight hangs and nothing can be claimed.
                () = sleep_until(self.renew_at) => match self.renew().await {
                    Ok(true) => {}
                    Ok(false) => return End::LeaseLost,
                    Err(error) => self.renew_at = self.store_failed(&error),
                },
                () = sleep_until(self.claim_at), if room => match self.claim().await {
                    Ok(true) => {
                        self.trouble = 0;
                        self.worker.beat();
                    }
                    Ok(false) | Err(StoreError::NotTheSender) => return End::LeaseLost,
                    Err(error) => self.claim_at = self.store_failed(&error),
                },
            }
        }
    }

    fn in_flight(&self) -> usize {
        self.waiting.len() + self.sends.len() + self.done.len()
    }

    /// True when the lease may have run out unnoticed: the program was frozen, or the store did not take a renewal. What
    /// it claimed before may be another's by now, and does not go out until the lease is renewed.
    fn slept(&self) -> bool {
        let age = (self.worker.now)().duration_since(self.renewed);
        !(SignedDuration::ZERO..LEASE).contains(&age)
    }

    /// Renews the lease when it is time by the clock that the store goes by; false when it is lost.
    async fn keep_lease(&mut self) -> Result<bool, StoreError> {
        let age = (self.worker.now)().duration_since(self.renewed);
        // A clock put back counts as time gone by.
        if (SignedDuration::ZERO..RENEW).contains(&age) {
            return Ok(true);
        }
        self.renew().await
    }

    async fn renew(&mut self) -> Result<bool, StoreError> {
        self.renew_at = Instant::now() + RENEW.unsigned_abs();
        let now = (self.worker.now)();
        let ours = self.worker.renew().await?;
        if ours {
            self.worker.give_up_stale().await?;
        }
        self.renewed = now;
        Ok(ours)
    }

    /// Claims what may be sent now; false when the lease is lost.
    async fn claim(&mut self) -> Result<bool, StoreError> {
        if !self.keep_lease().await? {
            return Ok(false);
        }
        let worker = self.worker;
        let now = (worker.now)();
        if let Some(until) = worker.token.rests_until(now) {
            self.exhausted = true;
            self.claim_at = Instant::now() + wait_until(until, now);
            return Ok(true);
        }
        let limit = if worker.token.is_down() {
            1
        } else {
            self.batch.min(IN_FLIGHT - self.in_flight())
        };
        if self.claim_in_doubt {
            worker
                .store
                .unclaim_deliveries(worker.platform, &worker.owner, &self.held, now)
                .await?;
        }
        self.claim_in_doubt = true;
        let claimed = worker
            .store
            .claim_deliveries(worker.platform, &worker.owner, limit, now)
            .await?;
        self.claim_in_doubt = false;
        self.held.extend(claimed.iter().map(|claimed| claimed.id));
        self.exhausted = claimed.len() < limit;
        for claimed in claimed {
            let held = held_until(&claimed, now).map(|until| Outcome::Held { until });
            match too_late(&claimed, worker.rules, now).or(held) {
                Some(outcome) => {
                    self.log(&claimed, &outcome);
                    self.finish(claimed, outcome);
                }
                None => self.waiting.push_back(claimed),
            }
        }
        self.claim_at = Instant::now();
        if self.exhausted {
            let next = worker.store.next_delivery_at(worker.platform).await?;
            self.claim_at += next.map_or(IDLE_MOST, |next| wait_until(next, now));
        }
        Ok(true)
    }

    fn send_next(&mut self, turn: Turn) {
        let Some(claimed) = self.waiting.pop_front() else {
            return turn.unused();
        };
        let now = Instant::now();
        match self.worker.pacer.visit(&claimed.destination, false, now) {
            Ok(visit) => {
                let sender = Arc::clone(&self.worker.sender);
                let body = touched(&claimed, &touch(&claimed, (self.worker.now)()));
                self.sends.spawn(async move {
                    let answer = send(sender.as_ref(), &claimed, &body).await;
                    drop((turn, visit));
                    (claimed, answer)
                });
            }
            // An answer to a command has just gone there.
            Err(free) => {
                turn.unused();
                let at = later((self.worker.now)(), free - now);
                let reason = "its chat was sent something a moment ago".to_owned();
                self.finish(claimed, Outcome::Wait { at, reason });
            }
        }
    }

    fn answered(&mut self, joined: Result<Answer, JoinError>) {
        match joined {
            Ok((claimed, answer)) => {
                let now = (self.worker.now)();
                self.worker.token.learn(self.worker.platform, &answer, now);
                if answer.is_ok() {
                    self.worker.pulse.sent(self.worker.platform, now);
                }
                if self.worker.token.rests_until(now).is_some() {
                    self.give_back("the token rests");
                    self.claim_at = Instant::now();
                }
                let outcome = outcome(&claimed, answer, self.worker.rules, now);
                self.log(&claimed, &outcome);
                self.finish(claimed, outcome);
            }
            // Panics are caught inside and nothing aborts a send: the runtime itself is going down.
            Err(error) => tracing::error!(%error, "a send was cut off"),
        }
    }

    fn log(&mut self, claimed: &Claimed, outcome: &Outcome) {
        let (platform, now) = (self.worker.platform, (self.worker.now)());
        if matches!(outcome, Outcome::Sent { .. }) || self.complaints.is_worth_a_line(platform, now) {
            log(claimed, outcome);
        }
    }

    fn give_back(&mut self, reason: &str) {
        let at = (self.worker.now)();
        for claimed in std::mem::take(&mut self.waiting) {
            let reason = reason.to_owned();
            self.finish(claimed, Outcome::Wait { at, reason });
        }
    }

    fn finish(&mut self, claimed: Claimed, outcome: Outcome) {
        if self.done.is_empty() && self.trouble == 0 {
            self.record_at = Instant::now() + GATHER;
        }
        self.done.push((claimed, outcome));
        let all = self.sends.is_empty() && self.waiting.is_empty();
        // While the store fails, its pause stands.
        if self.trouble == 0 && (all || self.done.len() >= IN_FLIGHT) {
            self.record_at = Instant::now();
        }
    }

    /// Records what is done. What the store does not take now is kept for later.
    async fn record(&mut self) {
        let now = (self.worker.now)();
        while let Some((first, _)) = self.done.first() {
            let space = spacing(&first.destination);
            let alike: Vec<(i64, Outcome)> = self
                .done
                .iter()
                .filter(|(claimed, _)| spacing(&claimed.destination) == space)
                .map(|(claimed, outcome)| (claimed.id, outcome.clone()))
                .collect();
            if let Err(error) = self
                .worker
                .store
                .record_deliveries(&self.worker.owner, &alike, now, space)
                .await
            {
                self.record_at = self.store_failed(&error);
                return;
            }
            for (id, _) in &alike {
                self.held.remove(id);
            }
            self.done.retain(|(claimed, _)| spacing(&claimed.destination) != space);
        }
        self.trouble = 0;
        // What was recorded may have freed a destination's next part.
        self.exhausted = false;
        self.claim_at = Instant::now();
    }

    /// Says so, and when to try again.
    fn store_failed(&mut self, error: &StoreError) -> Instant {
        let wait = Duration::from_secs(1 << self.trouble.min(16)).min(STORE_WAIT);
        self.trouble = self.trouble.saturating_add(1);
        let (platform, seconds) = (self.worker.platform, wait.as_secs());
        tracing::error!(%platform, store = self.worker.store.file(), %error, seconds, "deliveries wait; trying again");
        Instant::now() + wait
    }

    /// Gives back what was not sent, waits for what is in flight, and records both.
    async fn wind_down(&mut self, stop: &CancellationToken) {
        let platform = self.worker.platform;
        let until = Instant::now() + WIND_DOWN;
        self.give_back("the program stopped before it was sent");
        while let Ok(Some(joined)) = tokio::time::timeout_at(until, self.sends.join_next()).await {
            self.answered(joined);
        }
        self.record().await;
        // Without a stop the process lives on, and only it can settle its own rows.
        while !self.done.is_empty() && (!stop.is_cancelled() || Instant::now() < until) {
            sleep_until(self.record_at.min(until.max(Instant::now() + GATHER))).await;
            self.record().await;
        }
        let left = self.sends.len() + self.done.len();
        if left > 0 {
            tracing::warn!(%platform, count = left, "messages were in flight at the end; the next start settles them");
        }
    }
}

async fn send(sender: &dyn Sender, claimed: &Claimed, body: &str) -> Result<String, SendError> {
    let part = Part {
        nonce: claimed.nonce(),
        stored: &claimed.body,
        number: claimed.part,
        first: claimed.first_message.as_deref(),
        doubtful_since: claimed.doubtful.then_some(claimed.doubtful_since),
    };
    let sending = AssertUnwindSafe(sender.send_part(&claimed.destination, body, part)).catch_unwind();
    match tokio::time::timeout(SEND_LIMIT, sending).await {
        Ok(Ok(answer)) => answer.map_err(SendError::on_one_line),
        Ok(Err(_)) => Err(SendError::Unknown("the sender broke off; this is a bug".to_owned())),
        Err(_) => Err(SendError::Unknown(format!(
            "no answer within {} s",
            SEND_LIMIT.as_secs()
        ))),
    }
}

/// How long to sleep before asking the store again.
fn wait_until(next: Timestamp, now: Timestamp) -> Duration {
    Duration::try_from(next.duration_since(now))
        .unwrap_or(Duration::ZERO)
        .clamp(IDLE_LEAST, IDLE_MOST)
}

fn log(claimed: &Claimed, outcome: &Outcome) {
    let Claimed {
        id,
        destination,
        part,
        parts,
        ..
    } = claimed;
    match outcome {
        Outcome::Sent { .. } => tracing::debug!(id, %destination, part, parts, "sent"),
        // The token's state says once that the platform cannot be reached, and what to do.
        Outcome::Retry { at, reason } => {
            tracing::debug!(id, %destination, part, parts, %at, %reason, "to be sent again")
        }
        Outcome::Resend { at, reason } | Outcome::Wait { at, reason } => {
            tracing::info!(id, %destination, part, parts, %at, %reason, "to be sent again")
        }
        Outcome::Held { until } => tracing::debug!(id, %destination, %until, "held back: its reader has quiet hours"),
        Outcome::Moved { chat } => tracing::info!(id, %destination, %chat, "the chat has a new id"),
        Outcome::Gone { reason } | Outcome::Missing { reason } => {
            tracing::warn!(id, %destination, part, parts, %reason, "failed; if it is still so in a day, its subscriptions end")
        }
        Outcome::Unknown { reason } => {
            tracing::warn!(id, %destination, part, parts, %reason, "nobody knows whether it arrived; it is not sent again")
        }
        Outcome::Failed { reason } => tracing::warn!(id, %destination, part, parts, %reason, "failed"),
    }
}
