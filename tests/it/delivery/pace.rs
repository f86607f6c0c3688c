//! The pace of a token, and what each answer of a platform means.

use std::sync::Arc;
use std::time::Duration;

use dateline::config::{DeliveryConfig, OnUnknown};
use dateline::delivery::{Pacer, outcome, spacing};
use dateline::destination::Destination;
use dateline::platforms::{RetryScope, SendError};
use dateline::store::{Claimed, Outcome};
use jiff::Timestamp;
use tokio::time::Instant;

#[tokio::test(start_paused = true)]
async fn broadcasts_keep_the_pace() {
    let pacer = Pacer::new(25);
    let start = Instant::now();
    for _ in 0..=100 {
        pacer.broadcast().await;
    }
    let taken = start.elapsed();
    assert!((3950..=4050).contains(&taken.as_millis()), "100 intervals at 25 a second take 4 s, not {taken:?}");
}

/// In every client library that was measured a question waits behind a broadcast.
#[tokio::test(start_paused = true)]
async fn replies_never_wait_and_broadcasts_make_room() {
    let pacer = Arc::new(Pacer::new(25));
    let broadcast = tokio::spawn({
        let pacer = Arc::clone(&pacer);
        async move {
            for _ in 0..=100 {
                pacer.broadcast().await;
            }
            Instant::now()
        }
    });
    tokio::time::sleep(Duration::from_secs(1)).await;
    let asked = Instant::now();
    for _ in 0..50 {
        pacer.reply();
    }
    assert_eq!(asked.elapsed(), Duration::ZERO);
    let taken = broadcast.await.unwrap() - asked;
    assert!((4900..=5200).contains(&taken.as_millis()), "3 s are left of the broadcast, and 2 s of replies come first: {taken:?}");
}

fn claimed(to: &str, attempts: u32) -> Claimed {
    Claimed {
        id: 1,
        destination: to.parse().unwrap(),
        part: 1,
        parts: 1,
        body: String::new(),
        attempts,
    }
}

/// What becomes of a delivery, in short.
fn told(to: &str, attempts: u32, error: SendError, on_unknown: OnUnknown) -> String {
    let now = Timestamp::from_second(1_767_785_400).unwrap();
    let rules = DeliveryConfig { on_unknown, max_attempts: 5 };
    match outcome(&claimed(to, attempts), Err(error), rules, now) {
        Outcome::Retry { at, .. } => format!("again in {} s", at.duration_since(now).as_secs()),
        Outcome::Wait { at, .. } => format!("waits {} s", at.duration_since(now).as_secs()),
        other => format!("{other:?}"),
    }
}

#[test]
fn each_answer_has_its_consequence() {
    use OnUnknown::{Resend, Skip};
    let (telegram, discord) = ("telegram:5", "discord:5");
    let reason = || "reason".to_owned();
    insta::assert_snapshot!(told(telegram, 0, SendError::Gone(reason()), Resend), @"");
    insta::assert_snapshot!(told(telegram, 0, SendError::Moved("-1009".to_owned()), Resend), @"");
    insta::assert_snapshot!(told(telegram, 0, SendError::Rejected(reason()), Resend), @"");
    insta::assert_snapshot!(told(telegram, 9, SendError::RetryAfter(Duration::from_secs(43_838), RetryScope::Chat), Resend), @"");
    insta::assert_snapshot!(told(telegram, 0, SendError::Unknown(reason()), Resend), @"");
    insta::assert_snapshot!(told(telegram, 0, SendError::Unknown(reason()), Skip), @"");
    insta::assert_snapshot!(told(discord, 0, SendError::Unknown(reason()), Skip), @"");
    insta::assert_snapshot!(told(discord, 5, SendError::Unknown(reason()), Skip), @"");
}

#[test]
fn an_outage_fails_nothing_within_a_day() {
    let waits: Vec<String> = (0..11).map(|attempts| told("discord:5", attempts, SendError::Unreachable("down".to_owned()), OnUnknown::Skip)).collect();
    insta::assert_snapshot!(waits.join(", "), @"");
    let seconds: u64 = (0..300)
        .map(|attempts| told("discord:5", attempts, SendError::Unreachable("down".to_owned()), OnUnknown::Skip))
        .map(|told| told.trim_start_matches("again in ").trim_end_matches(" s").parse::<u64>().unwrap())
        .sum();
    assert!(seconds > 24 * 3600, "{seconds} s");
    insta::assert_snapshot!(told("discord:5", 300, SendError::Unreachable("down".to_owned()), OnUnknown::Skip), @"");
}

#[test]
fn groups_are_given_more_time_than_people() {
    let told: Vec<String> = ["telegram:5", "telegram:-1001234567890/42", "telegram:@news", "discord:5"]
        .iter()
        .map(|to| format!("{to} {}", spacing(&to.parse::<Destination>().unwrap()).as_secs()))
        .collect();
    insta::assert_snapshot!(told.join(", "), @"");
}
