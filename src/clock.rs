//! The program's clock: the system's, or one that `--now` set going at another moment.

use jiff::{SignedDuration, Timestamp};

/// Tells the time. Only `main`, `schedule` and the platform edges ask it; everything else is given `now`.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    offset: SignedDuration,
}

impl Clock {
    /// The system's clock.
    pub fn system() -> Self {
        Self {
            offset: SignedDuration::ZERO,
        }
    }

    /// A clock that shows `start` now and runs on from there.
    pub fn starting_at(start: Timestamp) -> Self {
        Self {
            offset: start.duration_since(Timestamp::now()),
        }
    }

    /// The present moment on this clock.
    pub fn now(&self) -> Timestamp {
        Timestamp::now().checked_add(self.offset).unwrap_or(Timestamp::MAX)
    }
}
