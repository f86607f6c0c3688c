//! What a platform's answers say about a bot token as a whole: when it must rest, and whether the platform is down.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::outcome::{LONGEST_PARKING, later};
use crate::destination::Platform;
use crate::platforms::{RetryScope, SendError};

/// After so many "unreachable" in a row the platform is taken to be down: one message at a time asks whether it is back.
const DOWN_AFTER: u32 = 5;
/// Waits between those questions double from 1 s up to this.
const DOWN_WAIT: Duration = Duration::from_secs(30);

/// So many chats that must wait within `LIMIT_WINDOW` mean the token's limit where the platform does not say which.
const LIMIT_CHATS: usize = 3;
const LIMIT_WINDOW: SignedDuration = SignedDuration::from_secs(10);
/// The longest rest on such a guess: one chat's flood wait, which can be half a day, must not silence the others.
const GUESSED_REST: Duration = Duration::from_secs(60);

/// The state of a token.
#[derive(Debug, Default)]
pub struct Token(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    rests_until: Option<Timestamp>,
    /// When chats were last asked to wait without saying whose limit it is.
    limited: VecDeque<Timestamp>,
    /// Answers "unreachable" in a row.
    unreachable: u32,
    /// How often a platform that is down was asked whether it is back.
    asked: u32,
}

impl Token {
    /// Until when nothing is to be sent, if it is to rest at `now`.
    pub(super) fn rests_until(&self, now: Timestamp) -> Option<Timestamp> {
        self.state().rests_until.filter(|until| *until > now)
    }

    /// True while the platform seems to be down.
    pub(super) fn is_down(&self) -> bool {
        self.state().unreachable >= DOWN_AFTER
    }

    /// Takes note of an answer.
    pub(super) fn learn(&self, platform: Platform, answer: &Result<String, SendError>, now: Timestamp) {
        let mut state = self.state();
        match answer {
            Err(SendError::RetryAfter(wait, RetryScope::Token)) => {
                tracing::warn!(%platform, seconds = wait.as_secs(), "the platform asks this bot to wait; nothing is sent meanwhile");
                state.rest(later(now, (*wait).min(LONGEST_PARKING)));
            }
            Err(SendError::RetryAfter(wait, RetryScope::Unsaid)) => {
                state.limited.retain(|at| now.duration_since(*at) <= LIMIT_WINDOW);
                state.limited.push_back(now);
                if state.limited.len() >= LIMIT_CHATS {
                    state.limited.clear();
                    let rest = (*wait).min(GUESSED_REST);
                    tracing::warn!(%platform, seconds = rest.as_secs(), "the platform asks several chats to wait; nothing is sent meanwhile");
                    state.rest(later(now, rest));
                }
            }
            Err(SendError::Unreachable(reason)) => {
                state.unreachable = state.unreachable.saturating_add(1);
                if state.unreachable == DOWN_AFTER {
                    tracing::warn!(%platform, %reason, "the platform cannot be reached; deliveries wait until it is back");
                }
                // All that was in flight fails together: that is one bad sign, not many.
                if state.unreachable >= DOWN_AFTER && state.rests_until.is_none_or(|until| until <= now) {
                    let wait = Duration::from_secs(1 << state.asked.min(16)).min(DOWN_WAIT);
                    state.asked = state.asked.saturating_add(1);
                    state.rest(later(now, wait));
                }
            }
            // A message cut off on its way says nothing about whether the platform is there.
            Err(SendError::Unknown(_)) => {}
            Ok(_) | Err(_) => {
                if state.unreachable >= DOWN_AFTER {
                    tracing::info!(%platform, "the platform answers again");
                }
                state.unreachable = 0;
                state.asked = 0;
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn rest(&mut self, until: Timestamp) {
        self.rests_until = self.rests_until.max(Some(until));
    }
}
