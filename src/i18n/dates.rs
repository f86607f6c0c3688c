//! Dates and times in words.

use jiff::Timestamp;
use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;

use crate::article::DateKind;

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// A month's short name.
fn month(date: Date) -> &'static str {
    usize::try_from(date.month() - 1)
        .ok()
        .and_then(|n| MONTHS.get(n))
        .copied()
        .unwrap_or("")
}

/// "5 Jan 2026".
pub fn day(date: Date) -> String {
    format!("{} {} {}", date.day(), month(date), date.year())
}

/// "Wed 7 Jan".
pub fn weekday_and_day(date: Date) -> String {
    let weekday = match date.weekday() {
        Weekday::Monday => "Mon",
        Weekday::Tuesday => "Tue",
        Weekday::Wednesday => "Wed",
        Weekday::Thursday => "Thu",
        Weekday::Friday => "Fri",
        Weekday::Saturday => "Sat",
        Weekday::Sunday => "Sun",
    };
    format!("{weekday} {} {}", date.day(), month(date))
}

/// "07:30".
pub fn clock(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// When an article was published: "5 Jan 2026, 14:05", "5 Jan 2026" or, estimated, "~5 Jan 2026".
pub fn published(at: Timestamp, kind: DateKind, zone: &TimeZone) -> String {
    match kind {
        DateKind::Exact => {
            let local = at.to_zoned_datetime(zone.clone()).datetime();
            format!("{}, {}", day(local.date()), clock(local.time()))
        }
        // A day alone is stored as the start of that day in UTC.
        DateKind::Day => day(at.to_zoned_datetime(TimeZone::UTC).date()),
        DateKind::Estimated => format!("~{}", day(at.to_zoned_datetime(TimeZone::UTC).date())),
    }
}
