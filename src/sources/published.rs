//! Publication dates as machines write them: RFC 822 and its misspellings, ISO 8601, plain days.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::Offset;

use super::dates::month_of;
use crate::article::DateKind;

/// Zone names of RFC 822 and the common ones beside it, as hours from UTC. Names of two meanings are read as the
/// American ones that RFC 822 fixed, except those it leaves open.
const ZONES: &[(&str, f32)] = &[
    ("UT", 0.0),
    ("UTC", 0.0),
    ("GMT", 0.0),
    ("Z", 0.0),
    ("WET", 0.0),
    ("EST", -5.0),
    ("EDT", -4.0),
    ("CST", -6.0),
    ("CDT", -5.0),
    ("MST", -7.0),
    ("MDT", -6.0),
    ("PST", -8.0),
    ("PDT", -7.0),
    ("AKST", -9.0),
    ("AKDT", -8.0),
    ("HST", -10.0),
    ("AST", -4.0),
    ("ADT", -3.0),
    ("NST", -3.5),
    ("NDT", -2.5),
    ("BST", 1.0),
    ("IST", 5.5),
    ("WEST", 1.0),
    ("CET", 1.0),
    ("MET", 1.0),
    ("WAT", 1.0),
    ("CEST", 2.0),
    ("MEST", 2.0),
    ("EET", 2.0),
    ("SAST", 2.0),
    ("CAT", 2.0),
    ("EEST", 3.0),
    ("EAT", 3.0),
    ("MSK", 3.0),
    ("GST", 4.0),
    ("PKT", 5.0),
    ("ICT", 7.0),
    ("WIB", 7.0),
    ("HKT", 8.0),
    ("SGT", 8.0),
    ("AWST", 8.0),
    ("JST", 9.0),
    ("KST", 9.0),
    ("AEST", 10.0),
    ("AEDT", 11.0),
    ("NZST", 12.0),
    ("NZDT", 13.0),
    ("BRT", -3.0),
    ("ART", -3.0),
    ("CLT", -4.0),
    ("VET", -4.0),
    ("COT", -5.0),
    ("PET", -5.0),
];

/// The start of the year 1800, in seconds from 1970: news is not older.
const YEAR_1800: i64 = -5_364_662_400;

/// Reads a publication date. `None` when it is none: a wrong date would be worse than no date.
pub(super) fn read(text: &str) -> Option<(Timestamp, DateKind)> {
    let text = text.trim();
    let exact = text.parse::<Timestamp>().ok().map(|moment| (moment, DateKind::Exact));
    let found = exact
        .or_else(|| read_epoch(text))
        .or_else(|| read_iso(text))
        .or_else(|| read_words(text));
    // Year 1 and the first second of 1970 are what programs write that know no date.
    found.filter(|(moment, _)| *moment != Timestamp::UNIX_EPOCH && moment.as_second() > YEAR_1800)
}

/// A day at its start in UTC.
pub(super) fn start_of(day: Date) -> Option<Timestamp> {
    Offset::UTC.to_timestamp(day.to_datetime(Time::midnight())).ok()
}

// 2026-01-05, 2026-01-05T10:20:30+0100, 2026-01-05 10:20, 2026/01/05, 20260105, 2026-01.
fn read_iso(text: &str) -> Option<(Timestamp, DateKind)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (year, month, day, rest) = if digits == 8 {
        (text.get(..4)?, text.get(4..6)?, text.get(6..8)?, text.get(8..)?)
    } else if digits == 4 {
        let mut parts = text.splitn(3, ['-', '/', '.']);
        let (year, month) = (parts.next()?, parts.next()?);
        let tail = parts.next().unwrap_or("1");
        let end = tail.bytes().take_while(u8::is_ascii_digit).count();
        (year, month, tail.get(..end)?, tail.get(end..)?)
    } else {
        return None;
    };
    let date = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    let rest = rest.trim_start_matches(['T', 't', ' ', ',']);
    if rest.is_empty() {
        return Some((start_of(date)?, DateKind::Day));
    }
    let (time, zone) = rest.split_at(
        rest.find(|c: char| !matches!(c, '0'..='9' | ':' | '.'))
            .unwrap_or(rest.len()),
    );
    moment(date, clock(time)?, zone)
}

// "Mon, 05 Jan 2026 10:20:30 EDT", "5 January 2026", "January 5, 2026 10:20 AM", "Mon Jan  5 10:20:30 2026".
fn read_words(text: &str) -> Option<(Timestamp, DateKind)> {
    let (mut day, mut month, mut year, mut time, mut afternoon) = (None, None, None, None, None);
    let mut zone = String::new();
    for word in text
        .split(|c: char| c.is_whitespace() || c == ',')
        .filter(|word| !word.is_empty())
    {
        // "05-Jan-2026" is three words too, but "-0500" is one.
        let parts = if word.starts_with(['-', '+']) || !word.contains(|c: char| c.is_ascii_digit()) {
            vec![word]
        } else {
            word.split('-').collect()
        };
        for part in parts {
            let bare = part.trim_end_matches(['.', ')']).trim_start_matches('(');
            if part.contains(':') && time.is_none() {
                let end = part
                    .find(|c: char| !matches!(c, '0'..='9' | ':' | '.'))
                    .unwrap_or(part.len());
                let (digits, rest) = part.split_at(end);
                time = Some(clock(digits)?);
                zone.push_str(rest);
            } else if let Some(found) = month_of(bare) {
                month = month.or(Some(found));
            } else if bare.eq_ignore_ascii_case("am") || bare.eq_ignore_ascii_case("pm") {
                afternoon = Some(bare.eq_ignore_ascii_case("pm"));
            } else if let Ok(number) = bare.trim_end_matches(|c: char| c.is_ascii_lowercase()).parse::<i16>()
                && !part.starts_with(['+', '-'])
            {
                match (day, year) {
                    (None, _) if (1..=31).contains(&number) => day = i8::try_from(number).ok(),
                    (_, None) => year = Some(full_year(number, bare.len())),
                    _ => {}
                }
            } else if time.is_some() && zone.is_empty() {
                zone = bare.to_owned();
            }
        }
    }
    let date = Date::new(year?, month?, day?).ok()?;
    let Some(mut time) = time else {
        return Some((start_of(date)?, DateKind::Day));
    };
    if let Some(afternoon) = afternoon {
        let hour = time.hour() % 12 + if afternoon { 12 } else { 0 };
        time = Time::new(hour, time.minute(), time.second(), 0).ok()?;
    }
    moment(date, time, &zone)
}

// RFC 2822, section 4.3: two digits below 50 are of this century, three digits count from 1900.
fn full_year(number: i16, digits: usize) -> i16 {
    match digits {
        1 | 2 if number < 50 => number + 2000,
        1..=3 => number.saturating_add(1900),
        _ => number,
    }
}

// Seconds or milliseconds since 1970, between 2001 and 2286.
fn read_epoch(text: &str) -> Option<(Timestamp, DateKind)> {
    let number: i64 = text.parse().ok()?;
    let moment = match text.len() {
        10 => Timestamp::from_second(number),
        13 => Timestamp::from_millisecond(number),
        _ => return None,
    };
    Some((moment.ok()?, DateKind::Exact))
}

fn clock(text: &str) -> Option<Time> {
    let mut parts = text.trim_end_matches('.').split(':');
    let hour: i8 = parts.next()?.parse().ok()?;
    let minute: i8 = parts.next().map_or(Some(0), |part| part.parse().ok())?;
    let second = parts.next().unwrap_or("0");
    let second: i8 = second.split('.').next()?.parse().ok()?;
    // A leap second, and midnight written as the end of the day, are held to the last second before.
    match (hour, minute, second) {
        (24, 0, 0) => Time::new(23, 59, 59, 0).ok(),
        _ => Time::new(hour, minute, second.min(59), 0).ok(),
    }
}

fn moment(date: Date, time: Time, zone: &str) -> Option<(Timestamp, DateKind)> {
    let offset = offset_of(zone.trim())?;
    Some((offset.to_timestamp(date.to_datetime(time)).ok()?, DateKind::Exact))
}

// An unknown zone is read as UTC: at most half a day wrong, and the day stays plausible.
fn offset_of(zone: &str) -> Option<Offset> {
    let signed = zone.trim_start_matches("GMT").trim_start_matches("UTC");
    let seconds = match signed
        .strip_prefix('+')
        .map(|rest| (1, rest))
        .or_else(|| Some((-1, signed.strip_prefix('-')?)))
    {
        Some((sign, digits)) => {
            let digits: String = digits.chars().filter(char::is_ascii_digit).take(4).collect();
            let (hours, minutes) = if digits.len() > 2 {
                digits.split_at(digits.len() - 2)
            } else {
                (digits.as_str(), "0")
            };
            sign * (hours.parse::<i32>().ok()? * 3600 + minutes.parse::<i32>().ok()? * 60)
        }
        None => {
            let known = ZONES.iter().find(|(name, _)| name.eq_ignore_ascii_case(zone));
            known.map_or(0, |(_, hours)| (hours * 3600.0) as i32)
        }
    };
    Offset::from_seconds(seconds).ok()
}
