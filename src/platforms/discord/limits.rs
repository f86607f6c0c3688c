//! What Discord asks us to wait for, so that nothing is sent only to be refused.

use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};

use super::api::Failure;
use crate::platforms::RetryScope;

/// "10,000 per 10 minutes" invalid requests (401, 403, 429) and Discord bans the IP address for a while.
const INVALID_WINDOW: Duration = Duration::from_secs(600);
/// Where sending pauses, well before the ban.
const INVALID_MOST: usize = 8_000;
/// Where the log says that something is wrong.
const INVALID_MANY: usize = 1_000;

/// Waits of one token. Times are given, so that the rules can be read without a clock.
#[derive(Debug, Default)]
pub(super) struct Limits {
    token_until: Option<Instant>,
    channels_until: HashMap<u64, Instant>,
    invalid: VecDeque<Instant>,
}

impl Limits {
    /// How long a message to a channel has to wait, and whether that is the channel's or the token's wait.
    pub(super) fn wait(&mut self, channel: u64, now: Instant) -> Option<(Duration, RetryScope)> {
        self.forget(now);
        if let Some(until) = self.token_until.filter(|until| *until > now) {
            return Some((until - now, RetryScope::Token));
        }
        if self.invalid.len() >= INVALID_MOST {
            let oldest = self.invalid.front().copied().unwrap_or(now);
            let wait = (oldest + INVALID_WINDOW).saturating_duration_since(now);
            return Some((wait, RetryScope::Token));
        }
        let until = self.channels_until.get(&channel).filter(|until| **until > now)?;
        Some((*until - now, RetryScope::Chat))
    }

    /// Notes that a channel takes nothing more for a while.
    pub(super) fn close_channel(&mut self, channel: u64, wait: Duration, now: Instant) {
        let ended: Vec<u64> = self
            .channels_until
            .iter()
            .filter(|(_, until)| **until <= now)
            .map(|(channel, _)| *channel)
            .collect();
        // Only waits that still hold are worth memory.
        for channel in ended {
            self.channels_until.remove(&channel);
        }
        self.channels_until.insert(channel, now + wait);
    }

    /// Notes an answer that was no success.
    pub(super) fn note(
        &mut self,
        status: u16,
        scope: Option<&str>,
        channel: Option<u64>,
        failure: &Failure,
        now: Instant,
    ) {
        if let Failure::Limited { wait, scope } = failure {
            match (scope, channel) {
                (RetryScope::Token, _) => self.token_until = Some(now + *wait),
                (RetryScope::Chat, Some(channel)) => self.close_channel(channel, *wait, now),
                // A webhook or callback waits by itself; Discord always says whose limit it is.
                (RetryScope::Chat, None) | (RetryScope::Unsaid, _) => {}
            }
        }
        // "429 with scope shared" is not held against the bot.
        if matches!(status, 401 | 403 | 429) && scope != Some("shared") {
            self.forget(now);
            self.invalid.push_back(now);
            match self.invalid.len() {
                INVALID_MANY => tracing::warn!(
                    "Discord refused {INVALID_MANY} requests (401, 403 or 429) within 10 minutes; at {INVALID_MOST} all \
                     sending pauses, because Discord bans the address at 10,000"
                ),
                INVALID_MOST => tracing::error!(
                    "Discord refused {INVALID_MOST} requests (401, 403 or 429) within 10 minutes: sending pauses, because \
                     Discord bans the address at 10,000. Look at the warnings above for the reason."
                ),
                _ => {}
            }
        }
    }

    fn forget(&mut self, now: Instant) {
        while self
            .invalid
            .front()
            .is_some_and(|at| now.saturating_duration_since(*at) >= INVALID_WINDOW)
        {
            self.invalid.pop_front();
        }
    }
}
