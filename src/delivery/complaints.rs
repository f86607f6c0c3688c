//! What the log says of deliveries that did not go well: each of the first, then how many more there were. An outage or a
//! digest that a platform refuses concerns a hundred thousand readers alike.

use std::time::Duration;

use jiff::Timestamp;

use super::outcome::later;
use crate::destination::Platform;

/// So many are logged in full…
const IN_FULL: u32 = 20;
/// …in so long.
const SPAN: Duration = Duration::from_secs(600);

/// Counts what is logged.
#[derive(Debug, Default)]
pub(super) struct Complaints {
    ends: Option<Timestamp>,
    count: u32,
    /// At how many the log says how many were left out.
    told_at: u32,
}

impl Complaints {
    /// Whether one more is to be logged at `now`. What was left out is told when the time is over, and in between each
    /// time that there are ten times as many.
    pub(super) fn is_worth_a_line(&mut self, platform: Platform, now: Timestamp) -> bool {
        // An end far ahead is from before the clock was put back.
        let fresh = later(now, SPAN);
        if self.ends.is_none_or(|ends| ends <= now || ends > fresh) {
            if self.count > IN_FULL {
                self.tell(platform);
            }
            self.ends = Some(fresh);
            self.count = 0;
            self.told_at = IN_FULL * 10;
        }
        self.count = self.count.saturating_add(1);
        if self.count <= IN_FULL {
            return true;
        }
        if self.count == self.told_at {
            self.tell(platform);
            self.told_at = self.told_at.saturating_mul(10);
        }
        false
    }

    fn tell(&self, platform: Platform) {
        let more = self.count - IN_FULL;
        tracing::warn!(%platform, "{more} more such lines of the last minutes are left out; the store lists what failed");
    }
}
