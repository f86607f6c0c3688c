//! Cron lines on the local wall clock.

use dateline::schedule::{Cron, due, next_runs};
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap()
}

/// The runs of a line between two moments, as `local date-time = moment`.
fn runs(line: &str, zone_name: &str, after: &str, until: &str) -> String {
    due(&Cron::parse(line).unwrap(), &zone(zone_name), at(after), at(until))
        .into_iter()
        .map(|(local, moment)| format!("{local} = {moment}"))
        .collect::<Vec<_>>()
        .join("\n")
}

/// The first days on which a line fires, from 2026-01-01 on.
fn days(line: &str, n: usize) -> String {
    next_runs(
        &Cron::parse(line).unwrap(),
        &TimeZone::UTC,
        at("2025-12-31T23:59:59Z"),
        n,
    )
    .into_iter()
    .map(|(local, _)| local.strftime("%a %F %H:%M").to_string())
    .collect::<Vec<_>>()
    .join(", ")
}

#[test]
fn weekdays_are_counted_as_unix_counts_them() {
    insta::assert_snapshot!(days("30 7 * * 1", 2), @"Mon 2026-01-05 07:30, Mon 2026-01-12 07:30");
    insta::assert_snapshot!(days("30 7 * * 0", 1), @"Sun 2026-01-04 07:30");
    insta::assert_snapshot!(days("30 7 * * 7", 1), @"Sun 2026-01-04 07:30");
    insta::assert_snapshot!(days("30 7 * * SUN", 1), @"Sun 2026-01-04 07:30");
    insta::assert_snapshot!(days("0 6 * * 5-7", 3), @"Fri 2026-01-02 06:00, Sat 2026-01-03 06:00, Sun 2026-01-04 06:00");
    insta::assert_snapshot!(days("0 6 * * fri-sun", 3), @"Fri 2026-01-02 06:00, Sat 2026-01-03 06:00, Sun 2026-01-04 06:00");
    insta::assert_snapshot!(days("0 6 * * */2", 4), @"Thu 2026-01-01 06:00, Sat 2026-01-03 06:00, Sun 2026-01-04 06:00, Tue 2026-01-06 06:00");
}

#[test]
fn fields_take_lists_ranges_steps_and_names() {
    insta::assert_snapshot!(days("*/15 8 * * *", 5), @"Thu 2026-01-01 08:00, Thu 2026-01-01 08:15, Thu 2026-01-01 08:30, Thu 2026-01-01 08:45, Fri 2026-01-02 08:00");
    insta::assert_snapshot!(days("0 7,19 * * MON-FRI", 3), @"Thu 2026-01-01 07:00, Thu 2026-01-01 19:00, Fri 2026-01-02 07:00");
    insta::assert_snapshot!(days("5 10-14/2 1 FEB,aug *", 4), @"Sun 2026-02-01 10:05, Sun 2026-02-01 12:05, Sun 2026-02-01 14:05, Sat 2026-08-01 10:05");
    insta::assert_snapshot!(days("0 0 29 2 *", 2), @"Tue 2028-02-29 00:00, Sun 2032-02-29 00:00");
    insta::assert_snapshot!(days("30 30 7 * * MON", 1), @"Mon 2026-01-05 07:30");
    insta::assert_snapshot!(days("0 30 7 * * MON 2027", 1), @"Mon 2027-01-04 07:30");
}

/// A day fits when it fits either field; with a star in one of them, when it fits both.
#[test]
fn day_of_month_and_day_of_week_follow_the_unix_rule() {
    insta::assert_snapshot!(days("0 9 13 * FRI", 4), @"Fri 2026-01-02 09:00, Fri 2026-01-09 09:00, Tue 2026-01-13 09:00, Fri 2026-01-16 09:00");
    insta::assert_snapshot!(days("0 9 */10 * MON", 3), @"Mon 2026-05-11 09:00, Mon 2026-06-01 09:00, Mon 2026-08-31 09:00");
}

#[test]
fn a_wrong_line_is_told_which_field_and_what_to_write() {
    let wrong = [
        "",
        "30 7 * *",
        "60 7 * * *",
        "30 24 * * *",
        "30 7 0 * *",
        "30 7 * Janvier *",
        "30 7 * * 8",
        "30 7 * * 5-1",
        "*/0 7 * * *",
        "30,,45 7 * * *",
        "30 7 31 2 *",
        "0 30 7 * * 1",
        "@daily",
    ];
    let told: Vec<String> = wrong
        .iter()
        .map(|line| format!("{line:?} -> {}", Cron::parse(line).unwrap_err()))
        .collect();
    insta::assert_snapshot!(told.join("\n"), @r#"
"" -> a cron line has five fields (minute, hour, day of month, month, day of week), this one has 0; write for instance "30 7 * * *" for 07:30 every day
"30 7 * *" -> a cron line has five fields (minute, hour, day of month, month, day of week), this one has 4; write for instance "30 7 * * *" for 07:30 every day
"60 7 * * *" -> minute "60": "60" is no minute; write 0 to 59, a range such as 0-30, a list such as 0,30, a step such as */15, or *
"30 24 * * *" -> hour "24": "24" is no hour; write 0 to 23, a range such as 8-18, a list such as 7,19, a step such as */6, or *
"30 7 0 * *" -> day of month "0": "0" is no day of month; write 1 to 31, a range such as 1-7, a list such as 1,15, or *
"30 7 * Janvier *" -> month "Janvier": "Janvier" is no month; write 1 to 12, JAN to DEC, a range such as JAN-JUN, a list, or *
"30 7 * * 8" -> day of week "8": "8" is no day of week; write 0 to 7 (0 and 7 are Sunday), MON to SUN, a range such as MON-FRI, a list such as MON,THU, or *
"30 7 * * 5-1" -> day of week "5-1": the range 5-1 runs backwards; write 0 to 7 (0 and 7 are Sunday), MON to SUN, a range such as MON-FRI, a list such as MON,THU, or *
"*/0 7 * * *" -> minute "*/0": the step "0" is no number from 1 up, such as in */15; write 0 to 59, a range such as 0-30, a list such as 0,30, a step such as */15, or *
"30,,45 7 * * *" -> minute "30,,45": "" is no minute; write 0 to 59, a range such as 0-30, a list such as 0,30, a step such as */15, or *
"30 7 31 2 *" -> day of month "31" in month "2" never comes; write days that the month has
"0 30 7 * * 1" -> day of week "1": in a line of 6 fields write weekday names such as MON-FRI, because programs disagree on which day is 1
"@daily" -> a cron line has five fields (minute, hour, day of month, month, day of week), this one has 1; write for instance "30 7 * * *" for 07:30 every day
"#);
}

/// OpenCTI#4310, huginn#1357: a digest that was skipped, or an hour off, when clocks change.
#[test]
fn a_time_that_the_clock_leaves_out_runs_once_after_the_gap() {
    insta::assert_snapshot!(runs("30 2 * * *", "America/New_York", "2026-03-07T00:00:00Z", "2026-03-10T00:00:00Z"), @"
2026-03-07T02:30:00 = 2026-03-07T07:30:00Z
2026-03-08T02:30:00 = 2026-03-08T07:30:00Z
2026-03-09T02:30:00 = 2026-03-09T06:30:00Z
");
}

/// maester#1994: late runs of a schedule and the two showings of an hour gave a digest twice.
#[test]
fn a_time_that_the_clock_shows_twice_runs_once() {
    insta::assert_snapshot!(runs("30 1 * * *", "America/New_York", "2026-10-31T00:00:00Z", "2026-11-03T00:00:00Z"), @"
2026-10-31T01:30:00 = 2026-10-31T05:30:00Z
2026-11-01T01:30:00 = 2026-11-01T05:30:00Z
2026-11-02T01:30:00 = 2026-11-02T06:30:00Z
");
    // Asked again between the two showings, it is not due again.
    insta::assert_snapshot!(runs("30 1 * * *", "America/New_York", "2026-11-01T05:30:00Z", "2026-11-01T12:00:00Z"), @"");
}

#[test]
fn two_times_of_one_moment_are_one_run() {
    insta::assert_snapshot!(runs("30 * * * *", "America/New_York", "2026-03-08T05:00:00Z", "2026-03-08T09:00:00Z"), @"
2026-03-08T00:30:00 = 2026-03-08T05:30:00Z
2026-03-08T01:30:00 = 2026-03-08T06:30:00Z
2026-03-08T03:30:00 = 2026-03-08T07:30:00Z
2026-03-08T04:30:00 = 2026-03-08T08:30:00Z
");
    insta::assert_snapshot!(runs("15,40 2 * * *", "Australia/Lord_Howe", "2026-10-03T00:00:00Z", "2026-10-04T12:00:00Z"), @"
2026-10-04T02:40:00 = 2026-10-03T15:40:00Z
2026-10-04T02:15:00 = 2026-10-03T15:45:00Z
");
}

/// Samoa had no 30 December 2011: who wakes up on the 31st gets one digest, not two.
#[test]
fn a_day_that_never_was_has_no_run() {
    insta::assert_snapshot!(runs("30 7 * * *", "Pacific/Apia", "2011-12-29T00:00:00Z", "2012-01-01T00:00:00Z"), @"
2011-12-29T07:30:00 = 2011-12-29T17:30:00Z
2011-12-31T07:30:00 = 2011-12-30T17:30:00Z
2012-01-01T07:30:00 = 2011-12-31T17:30:00Z
");
    // That day was to be a Friday; what is due on Fridays alone comes when the clock goes on.
    insta::assert_snapshot!(runs("30 7 * * FRI", "Pacific/Apia", "2011-12-28T00:00:00Z", "2012-01-01T00:00:00Z"), @"2011-12-30T07:30:00 = 2011-12-30T17:30:00Z");
}

/// dailydotdev/daily-api#1768: a weekday is the reader's, not UTC's.
#[test]
fn a_monday_is_the_local_monday() {
    insta::assert_snapshot!(runs("30 7 * * MON", "Pacific/Auckland", "2026-01-01T00:00:00Z", "2026-01-08T00:00:00Z"), @"2026-01-05T07:30:00 = 2026-01-04T18:30:00Z");
    insta::assert_snapshot!(runs("30 20 * * MON", "Etc/GMT+12", "2026-01-01T00:00:00Z", "2026-01-08T00:00:00Z"), @"2026-01-05T20:30:00 = 2026-01-06T08:30:00Z");
}

#[test]
fn a_daily_time_is_the_same_as_its_line() {
    let (daily, line) = (
        Cron::daily(jiff::civil::time(7, 30, 0, 0)),
        Cron::parse("30 7 * * *").unwrap(),
    );
    assert_eq!(daily.as_str(), "30 7 * * *");
    for after in [
        date(2026, 1, 1).at(7, 29, 59, 0),
        date(2026, 1, 1).at(7, 30, 0, 0),
        date(2024, 2, 29).at(23, 0, 0, 0),
    ] {
        assert_eq!(daily.next_after(after), line.next_after(after));
    }
}

/// The transitions of a zone in the years 2020 to 2040.
fn transitions(zone: &TimeZone) -> Vec<Timestamp> {
    zone.following(at("2020-01-01T00:00:00Z"))
        .take_while(|transition| transition.timestamp() < at("2040-01-01T00:00:00Z"))
        .map(|transition| transition.timestamp())
        .collect()
}

/// Every zone with a transition between 2020 and 2040: a schedule at each quarter hour around it runs exactly once a
/// local day.
#[test]
fn every_zone_runs_once_a_day_through_its_transitions() {
    let mut seen = std::collections::HashSet::new();
    for name in jiff::tz::db().available() {
        let zone = zone(name.as_str());
        for transition in transitions(&zone) {
            // Aliases share their transitions: one zone of each kind is enough.
            let kind = (
                transition,
                zone.to_datetime(transition),
                zone.to_datetime(transition - SignedDuration::from_secs(1)),
            );
            if seen.insert(kind) {
                once_a_day(name.as_str(), &zone, transition);
            }
        }
    }
    assert!(
        seen.len() > 100,
        "the time zone database has transitions: {}",
        seen.len()
    );
}

fn once_a_day(name: &str, zone: &TimeZone, transition: Timestamp) {
    let day = zone.to_datetime(transition).date();
    let (first, last) = (day.yesterday().unwrap(), day.tomorrow().unwrap());
    let (from, to) = (
        transition - SignedDuration::from_hours(72),
        transition + SignedDuration::from_hours(72),
    );
    for quarter in 0..96_i8 {
        let time = jiff::civil::time(quarter / 4, quarter % 4 * 15, 0, 0);
        let found = due(&Cron::daily(time), zone, from, to);
        for date in [first, day, last] {
            let runs: Vec<Timestamp> = found
                .iter()
                .filter(|(local, _)| local.date() == date)
                .map(|(_, moment)| *moment)
                .collect();
            assert_eq!(runs.len(), 1, "{name}: {date} {time} runs once, not {runs:?}");
            assert_eq!(runs[0], expected(zone, date, time, transition), "{name}: {date} {time}");
        }
    }
}

/// The moment of a local time, by the offsets alone: a shown time's first showing; a time in a gap, by the offset
/// that held before.
fn expected(zone: &TimeZone, date: Date, time: jiff::civil::Time, transition: Timestamp) -> Timestamp {
    let local = date.to_datetime(time);
    let before = zone.to_offset(transition - SignedDuration::from_secs(1));
    let after = zone.to_offset(transition);
    let old = before.to_timestamp(local).unwrap();
    let new = after.to_timestamp(local).unwrap();
    if old < transition || new < transition { old } else { new }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    /// Whoever asks in whatever pieces gets every run exactly once.
    #[test]
    fn pieces_of_time_add_up(
        minute in 0_u8..60, hour in 0_u8..24, pieces in prop::collection::vec(1_i64..2_000, 1..20),
        start in 1_772_800_000_i64..1_772_990_000, zone_name in prop::sample::select(vec!["America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu", "America/Caracas"]),
    ) {
        let (cron, zone) = (Cron::parse(&format!("{minute} {hour},*/3 * * *")).unwrap(), zone(zone_name));
        let first = Timestamp::from_second(start).unwrap();
        let mut now = first;
        let mut found = Vec::new();
        for minutes in pieces {
            let next = now + SignedDuration::from_mins(minutes);
            found.extend(due(&cron, &zone, now, next));
            now = next;
        }
        prop_assert_eq!(found, due(&cron, &zone, first, now));
    }

    /// No line makes the parser panic, and what it takes has a next run.
    #[test]
    fn any_line_is_read_or_refused(line in "[0-9*/,A-Z -]{0,24}") {
        if let Ok(cron) = Cron::parse(&line) {
            prop_assert!(cron.next_after(date(1999, 1, 1).at(0, 0, 0, 0)).is_some());
        }
    }
}
