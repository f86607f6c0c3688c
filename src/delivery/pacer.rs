//! The pace of one bot token, shared by broadcasts and command replies.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// How late a timer may wake us without the lost time being lost for ever: tokio's timers count in milliseconds.
const TIMER_SLACK: Duration = Duration::from_millis(5);

/// Spaces what a token sends. Replies never wait: they take their turn at once, and broadcasts make room for them.
#[derive(Debug)]
pub struct Pacer {
    rate: u32,
    interval: Duration,
    /// When the next broadcast may leave.
    next: Mutex<Instant>,
}

impl Pacer {
    /// A pacer for `rate` messages a second, evenly spaced; a rate of 0 counts as 1.
    pub fn new(rate: u32) -> Self {
        let rate = rate.max(1);
        Self {
            rate,
            interval: Duration::from_secs(1) / rate,
            next: Mutex::new(Instant::now()),
        }
    }

    /// Messages a second.
    pub fn rate(&self) -> u32 {
        self.rate
    }

    /// Counts a command reply that leaves now. It never waits: where the budget is spent, broadcasts pay for it later.
    pub fn reply(&self) {
        self.reply_at(Instant::now());
    }

    /// Waits for a broadcast's turn and takes it. Dropped before it is done, it has taken nothing.
    pub async fn broadcast(&self) {
        while let Err(turn) = self.broadcast_at(Instant::now()) {
            tokio::time::sleep_until(turn).await;
        }
    }

    /// [`Self::reply`] at a given moment.
    pub fn reply_at(&self, now: Instant) {
        let mut next = self.next();
        *next = (*next).max(now) + self.interval;
    }

    /// Takes a broadcast's turn at a given moment, or says when to ask again.
    pub fn broadcast_at(&self, now: Instant) -> Result<(), Instant> {
        let mut next = self.next();
        if *next > now {
            return Err(*next);
        }
        let earliest = now.checked_sub(TIMER_SLACK).unwrap_or(now);
        *next = (*next).max(earliest) + self.interval;
        Ok(())
    }

    fn next(&self) -> MutexGuard<'_, Instant> {
        self.next.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
