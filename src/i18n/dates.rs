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

/// "5 Jan".
pub fn day_and_month(date: Date) -> String {
    format!("{} {}", date.day(), month(date))
}

/// "8 Dec to 6 Jan", of a single day "6 Jan"; with the years where the months alone could be those of another.
pub fn between(first: Date, last: Date) -> String {
    const CLEAR_HOURS: i64 = 180 * 24;
    if first == last {
        return day_and_month(last);
    }
    if first.duration_until(last).as_hours() <= CLEAR_HOURS {
        format!("{} to {}", day_and_month(first), day_and_month(last))
    } else {
        format!("{} to {}", day(first), day(last))
    }
}

/// "1 May 2004", "May 2004" or "2004": a day, month or year given by its first and last day.
fn day_month_or_year(first: Date, last: Date) -> String {
    if first == last {
        day(first)
    } else if (first.year(), first.month()) == (last.year(), last.month()) {
        format!("{} {}", month(first), first.year())
    } else {
        first.year().to_string()
    }
}

/// "since 1 May 2004", "1 Jan 1973 until 31 Jan 2020", "until 2007"; `None` when neither end is dated. Each end is given
/// by its first and last day.
pub fn span(since: Option<(Date, Date)>, until: Option<(Date, Date)>) -> Option<String> {
    let written = |(first, last)| day_month_or_year(first, last);
    match (since.map(written), until.map(written)) {
        (None, None) => None,
        (Some(since), None) => Some(format!("since {since}")),
        (None, Some(until)) => Some(format!("until {until}")),
        (Some(since), Some(until)) => Some(format!("{since} until {until}")),
    }
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
