//! Leaves an endpoint alone that fails again and again.

use std::sync::Mutex;

use jiff::{SignedDuration, Timestamp};

/// After so many failures in a row the endpoint is left alone.
const FAILURES: u32 = 3;
/// For so long.
const PAUSE: SignedDuration = SignedDuration::from_mins(5);

/// How an endpoint did lately.
#[derive(Debug, Default)]
pub(super) struct Breaker {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    failures: u32,
    /// Since when it is left alone.
    since: Option<Timestamp>,
}

impl Breaker {
    /// True when the endpoint may be asked.
    pub(super) fn is_closed(&self, now: Timestamp) -> bool {
        let Ok(mut state) = self.state.lock() else { return false };
        let Some(since) = state.since else { return true };
        // A clock that was put back ends the pause too.
        if (SignedDuration::ZERO..PAUSE).contains(&now.duration_since(since)) {
            return false;
        }
        // One more failure and it is left alone again.
        *state = State {
            failures: FAILURES - 1,
            since: None,
        };
        true
    }

    /// Notes that it answered.
    pub(super) fn answered(&self) {
        if let Ok(mut state) = self.state.lock() {
            state.failures = 0;
        }
    }

    /// Notes that it failed; true when it is left alone from now on.
    pub(super) fn failed(&self, now: Timestamp) -> bool {
        let Ok(mut state) = self.state.lock() else { return false };
        state.failures += 1;
        let trips = state.failures >= FAILURES && state.since.is_none();
        if trips {
            state.since = Some(now);
        }
        trips
    }
}
