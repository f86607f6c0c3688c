//! When digests are due: cron lines on the local wall clock, exactly one run per local time.

mod cron;
mod days;
mod quiet;

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

pub use cron::Cron;
pub use days::Days;
pub use quiet::Quiet;

/// More than any clock was ever put forward or back at once: Samoa left out 24 hours in 2011.
const WIDEST_SHIFT: SignedDuration = SignedDuration::from_hours(25);

/// The local date-times of `cron` in `zone` that fall due after `after` and up to `until`, with their moments, in order.
///
/// A time that the clock leaves out falls due as much later as the clock jumps, unless the line names that later time
/// too; one that the clock shows twice falls due the first time.
pub fn due(cron: &Cron, zone: &TimeZone, after: Timestamp, until: Timestamp) -> Vec<(DateTime, Timestamp)> {
    if until <= after {
        return Vec::new();
    }
    let last = zone.to_datetime(until).saturating_add(WIDEST_SHIFT);
    let mut local = zone.to_datetime(after).saturating_sub(WIDEST_SHIFT);
    let mut runs = BTreeMap::new();
    while let Some(next) = cron.next_after(local).filter(|next| *next <= last) {
        local = next;
        let moment = zone
            .to_ambiguous_zoned_datetime(local)
            .compatible()
            .map(|zoned| zoned.timestamp());
        if let Ok(moment) = moment
            && after < moment
            && moment <= until
        {
            // Of two times of one moment the later is the one that the clock shows.
            runs.insert(moment, local);
        }
    }
    runs.into_iter().map(|(moment, local)| (local, moment)).collect()
}

/// The next `n` runs after `after`, fewer where the line names no more within 40 years.
pub fn next_runs(cron: &Cron, zone: &TimeZone, after: Timestamp, n: usize) -> Vec<(DateTime, Timestamp)> {
    let mut runs = Vec::new();
    // From short to long, so that a line that fires every minute is not followed for years; 29 February on a given
    // weekday comes once in 28 years, or 40 around 2100.
    for days in [2, 32, 366, 9 * 366, 41 * 366] {
        let until = after
            .checked_add(SignedDuration::from_hours(24 * days))
            .unwrap_or(Timestamp::MAX);
        runs = due(cron, zone, after, until);
        if runs.len() >= n {
            break;
        }
    }
    runs.truncate(n);
    runs
}

/// The last second of a local day: the moment of an edition that is given by its date alone.
pub fn end_of_day(date: Date) -> DateTime {
    date.at(23, 59, 59, 0)
}
