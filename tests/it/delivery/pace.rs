//! What each answer of a platform means.

use std::time::Duration;

use dateline::config::{DeliveryConfig, OnUnknown};
use dateline::delivery::{outcome, spacing};
use dateline::destination::Destination;
use dateline::platforms::{RetryScope, SendError};
use dateline::store::{Claimed, Outcome, Promised};
use jiff::{SignedDuration, Timestamp};

/// When the message of these tests first went out.
const NOON: Timestamp = Timestamp::constant(1_767_787_200, 0);

fn claimed(to: &str, attempts: u32) -> Claimed {
    Claimed {
        id: 1,
        destination: to.parse().unwrap(),
        part: 1,
        parts: 1,
        body: String::new(),
        attempts,
        doubtful_since: NOON,
        doubtful: attempts > 0,
        first_message: None,
        resent: 0,
        promised: Promised {
            due: NOON,
            written: NOON,
            local: jiff::civil::date(2026, 1, 7).at(7, 30, 0, 0),
            zone: "UTC".to_owned(),
        },
        quiet: None,
    }
}

/// What becomes of a delivery, in short.
fn told(to: &str, attempts: u32, error: SendError, on_unknown: OnUnknown) -> String {
    told_after(0, to, attempts, error, on_unknown)
}

/// The same, where the answer comes so many seconds after the first try of which nobody knows whether it arrived.
fn told_after(seconds: i64, to: &str, attempts: u32, error: SendError, on_unknown: OnUnknown) -> String {
    let now = NOON + SignedDuration::from_secs(seconds);
    let rules = DeliveryConfig {
        on_unknown,
        max_attempts: 5,
    };
    match outcome(&claimed(to, attempts), Err(error), rules, now) {
        Outcome::Retry { at, .. } => format!("again in {} s", at.duration_since(now).as_secs()),
        Outcome::Resend { at, .. } => format!("perhaps twice in {} s", at.duration_since(now).as_secs()),
        Outcome::Wait { at, .. } => format!("waits {} s", at.duration_since(now).as_secs()),
        other => format!("{other:?}"),
    }
}

#[test]
fn each_answer_has_its_consequence() {
    use OnUnknown::{Resend, Skip};
    let (telegram, discord) = ("telegram:5", "discord:5");
    let reason = || "reason".to_owned();
    insta::assert_snapshot!(told(telegram, 0, SendError::Gone(reason()), Resend), @r#"Gone { reason: "reason" }"#);
    insta::assert_snapshot!(told(telegram, 0, SendError::Missing(reason()), Resend), @r#"Missing { reason: "reason" }"#);
    insta::assert_snapshot!(told(telegram, 0, SendError::Moved("-1009".to_owned()), Resend), @r#"Moved { chat: "-1009" }"#);
    insta::assert_snapshot!(told(telegram, 0, SendError::Rejected(reason()), Resend), @r#"Failed { reason: "reason" }"#);
    insta::assert_snapshot!(told(telegram, 9, SendError::RetryAfter(Duration::from_secs(43_838), RetryScope::Chat), Resend), @"waits 43838 s");
    insta::assert_snapshot!(told(telegram, 0, SendError::Unknown(reason()), Resend), @"perhaps twice in 1 s");
    insta::assert_snapshot!(told(telegram, 0, SendError::Unknown(reason()), Skip), @r#"Unknown { reason: "reason" }"#);
    insta::assert_snapshot!(told(discord, 0, SendError::Unknown(reason()), Skip), @"perhaps twice in 1 s");
    insta::assert_snapshot!(told_after(120, discord, 3, SendError::Unknown(reason()), Skip), @"perhaps twice in 8 s");
    insta::assert_snapshot!(told_after(121, discord, 3, SendError::Unknown(reason()), Skip), @r#"Unknown { reason: "reason" }"#);
    insta::assert_snapshot!(told_after(121, discord, 3, SendError::Unknown(reason()), Resend), @"perhaps twice in 8 s");
    insta::assert_snapshot!(told_after(-1, discord, 3, SendError::Unknown(reason()), Skip), @r#"Unknown { reason: "reason" }"#);
    insta::assert_snapshot!(told(discord, 5, SendError::Unknown(reason()), Skip), @r#"Unknown { reason: "reason" }"#);
}

#[test]
fn an_outage_fails_nothing_within_a_day() {
    let waits: Vec<String> = (0..11)
        .map(|attempts| {
            told(
                "discord:5",
                attempts,
                SendError::Unreachable("down".to_owned()),
                OnUnknown::Skip,
            )
        })
        .collect();
    insta::assert_snapshot!(waits.join(", "), @"again in 1 s, again in 2 s, again in 4 s, again in 8 s, again in 16 s, again in 32 s, again in 64 s, again in 128 s, again in 256 s, again in 300 s, again in 300 s");
    let seconds: u64 = (0..300)
        .map(|attempts| {
            told(
                "discord:5",
                attempts,
                SendError::Unreachable("down".to_owned()),
                OnUnknown::Skip,
            )
        })
        .map(|told| {
            told.trim_start_matches("again in ")
                .trim_end_matches(" s")
                .parse::<u64>()
                .unwrap()
        })
        .sum();
    assert!(seconds > 24 * 3600, "{seconds} s");
    insta::assert_snapshot!(told("discord:5", 300, SendError::Unreachable("down".to_owned()), OnUnknown::Skip), @r#"Failed { reason: "not reached in 301 tries over more than a day: down" }"#);
}

#[test]
fn groups_are_given_more_time_than_people() {
    let told: Vec<String> = [
        "telegram:5",
        "telegram:-1001234567890/42",
        "telegram:@news",
        "discord:5",
    ]
    .iter()
    .map(|to| format!("{to} {}", spacing(&to.parse::<Destination>().unwrap()).as_secs()))
    .collect();
    insta::assert_snapshot!(told.join(", "), @"telegram:5 1, telegram:-1001234567890/42 3, telegram:@news 3, discord:5 1");
}
