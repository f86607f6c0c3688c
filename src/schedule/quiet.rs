//! Quiet hours: when a destination is not to be woken.

use jiff::Timestamp;
use jiff::civil::Time;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// The quiet hours of a destination, on its local clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quiet {
    /// When they begin.
    pub from: Time,
    /// When they end: on the next day where it is the earlier of the two. The same as `from`: there are none.
    pub to: Time,
    /// The IANA zone of both.
    pub zone: String,
    /// True: what is due waits until they end. False: it comes without a sound.
    pub hold: bool,
}

impl Quiet {
    /// The end of the quiet hours in which `now` lies; `None` outside them.
    pub fn until(&self, now: Timestamp) -> Option<Timestamp> {
        let zone = TimeZone::get(&self.zone).ok()?;
        let local = zone.to_datetime(now);
        let time = local.time();
        let crosses = self.to < self.from;
        let inside = if crosses {
            time >= self.from || time < self.to
        } else {
            time >= self.from && time < self.to
        };
        if !inside {
            return None;
        }
        let day = if crosses && time >= self.from {
            local.date().tomorrow().ok()?
        } else {
            local.date()
        };
        let end = zone
            .to_ambiguous_zoned_datetime(day.to_datetime(self.to))
            .compatible()
            .ok()?;
        // Where the clock was put back over the end, it may lie behind us already.
        Some(end.timestamp()).filter(|end| *end > now)
    }
}
