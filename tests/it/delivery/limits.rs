//! The limits of a token and of its chats: used in full, and never broken.

use std::collections::VecDeque;
use std::time::Duration;

use dateline::delivery::{Pacer, Turn};
use dateline::destination::Destination;
use tokio::time::Instant;

/// Takes `n` turns of a broadcast from `now` on, when each answer comes `latency` after its request; returns when each left.
fn broadcast(pacer: &Pacer, mut now: Instant, n: usize, latency: impl Fn(usize) -> Duration) -> Vec<Instant> {
    let mut out: VecDeque<(Instant, Turn)> = VecDeque::new();
    let mut left = Vec::new();
    while left.len() < n {
        match pacer.broadcast_at(now) {
            Ok(turn) => {
                out.push_back((now + latency(left.len()), turn));
                out.make_contiguous().sort_by_key(|(at, _)| *at);
                left.push(now);
            }
            Err(at) => {
                let answered = out.front().map(|(at, _)| *at).filter(|answered| *answered <= at);
                now = answered.unwrap_or(at);
            }
        }
        while out.front().is_some_and(|(at, _)| *at <= now) {
            let (at, turn) = out.pop_front().unwrap();
            turn.answered_at(at);
        }
    }
    left
}

/// The most that arrived within a second.
fn most_in_a_second(arrivals: &[Instant]) -> usize {
    let mut arrivals = arrivals.to_vec();
    arrivals.sort();
    (0..arrivals.len())
        .map(|first| {
            let end = arrivals[first] + Duration::from_secs(1);
            arrivals[first..].iter().take_while(|at| **at < end).count()
        })
        .max()
        .unwrap_or(0)
}

fn millis(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

#[tokio::test]
async fn a_broadcast_uses_the_limit_in_full() {
    for rate in [30, 50] {
        let start = Instant::now();
        let left = broadcast(&Pacer::new(rate), start, 100 * rate as usize, |_| millis(8));
        let used = 100.0 / (*left.last().unwrap() - start).as_secs_f64();
        assert!(used > 0.98, "{used} of {rate} a second");
        assert_eq!(most_in_a_second(&left), rate as usize);
    }
}

/// Even spacing alone is not enough: a request that is slow on its way arrives together with those behind it.
#[tokio::test]
async fn whatever_happens_on_the_way_no_second_sees_more_than_the_limit() {
    let jitter = |n: usize| millis([5, 400, 5, 90, 900, 30, 5, 5, 250, 60, 5][n % 11]);
    let left = broadcast(&Pacer::new(30), Instant::now(), 3_000, jitter);
    // A request arrives at some time before it is answered: at once, in the middle or at the end.
    for (share, of) in [(0, 1), (1, 2), (1, 1)] {
        let arrived: Vec<Instant> = (0..).zip(&left).map(|(n, at)| *at + jitter(n) * share / of).collect();
        assert!(most_in_a_second(&arrived) <= 30, "{share}/{of}");
    }
    let mixed: Vec<Instant> = (0..)
        .zip(&left)
        .map(|(n, at)| *at + jitter(n) * u32::try_from(n % 2).unwrap())
        .collect();
    assert!(most_in_a_second(&mixed) <= 30);
}

/// The platform is far away: of the time on the way only half is lost, since the platform counts in the middle of it.
#[tokio::test]
async fn a_long_way_costs_less_than_its_time() {
    let start = Instant::now();
    let left = broadcast(&Pacer::new(30), start, 3_000, |n| {
        millis(120 + [0, 10, 25, 5, 40][n % 5])
    });
    let used = 100.0 / (*left.last().unwrap() - start).as_secs_f64();
    assert!(used > 0.92, "{used}");
}

/// Requests whose answers never come hold their slots for some seconds only.
#[tokio::test]
async fn what_hangs_does_not_stop_a_token_for_ever() {
    let (pacer, mut now) = (Pacer::new(2), Instant::now());
    let start = now;
    let mut hanging = Vec::new();
    while hanging.len() < 4 {
        match pacer.broadcast_at(now) {
            Ok(turn) => hanging.push(turn),
            Err(at) => now = at,
        }
    }
    assert!((4..6).contains(&(now - start).as_secs()), "{:?}", now - start);
}

/// In every client library that was measured a question waits behind a broadcast. go-neb#178 asked for a pace at all.
#[tokio::test(start_paused = true)]
async fn an_answer_takes_the_next_turn_before_any_digest() {
    let pacer = std::sync::Arc::new(Pacer::new(30));
    let sender = {
        let pacer = std::sync::Arc::clone(&pacer);
        tokio::spawn(async move {
            let mut left = Vec::new();
            loop {
                let turn = pacer.broadcast().await;
                left.push(Instant::now());
                tokio::time::sleep(millis(10)).await;
                drop(turn);
                if left.len() == 900 {
                    return left;
                }
            }
        })
    };
    tokio::time::sleep(Duration::from_secs(5)).await;
    let asked = Instant::now();
    let mut answers = Vec::new();
    for _ in 0..200 {
        let pacer = std::sync::Arc::clone(&pacer);
        answers.push(tokio::spawn(async move {
            let turn = pacer.reply().await;
            let left = Instant::now();
            tokio::time::sleep(millis(10)).await;
            drop(turn);
            left
        }));
    }
    let mut replied = Vec::new();
    for answer in answers {
        replied.push(answer.await.unwrap());
    }
    assert!(replied.is_sorted(), "first come, first served");
    let longest = *replied.last().unwrap() - asked;
    // Without a broadcast: 30 at once, 30 a second later, …: the last after 6 s.
    assert!(longest < Duration::from_millis(7_050), "{longest:?}");
    let mut all = sender.await.unwrap();
    assert!(!all.iter().any(|at| (asked + millis(40)..replied[199]).contains(at)));
    all.extend(replied);
    assert!(most_in_a_second(&all) <= 30, "{}", most_in_a_second(&all));
}

fn chat(name: &str) -> Destination {
    name.parse().unwrap()
}

/// "Avoid sending more than one message per second" to a chat, "not … more than 20 messages per minute to the same group".
#[tokio::test]
async fn a_chat_is_sent_one_message_a_second_and_a_group_twenty_a_minute() {
    for (to, in_two_minutes) in [
        ("telegram:5", 120),
        ("telegram:-1005", 40),
        ("telegram:-1005/7", 40),
        ("telegram:@news", 40),
    ] {
        let (pacer, start) = (Pacer::for_telegram(30), Instant::now());
        let mut now = start;
        let mut sent = Vec::new();
        while now < start + Duration::from_secs(119) {
            match pacer.visit(&chat(to), sent.len() % 3 == 0, now) {
                Ok(visit) => {
                    sent.push(now);
                    visit.answered_at(now);
                }
                Err(at) => now = at,
            }
        }
        assert!(
            (in_two_minutes - 2..=in_two_minutes).contains(&sent.len()),
            "{to}: {}",
            sent.len()
        );
        assert_eq!(most_in_a_second(&sent), 1, "{to}");
        if in_two_minutes == 40 {
            for first in 0..sent.len() - 20 {
                assert!(sent[first + 20] - sent[first] > Duration::from_secs(60), "{to}");
            }
        }
    }
}

/// Topics of one forum are one chat to Telegram; other platforms count for themselves.
#[tokio::test]
async fn topics_share_a_chat_and_platforms_do_not() {
    let (pacer, now) = (Pacer::for_telegram(30), Instant::now());
    let first = pacer.visit(&chat("telegram:-1005/7"), false, now).unwrap();
    assert!(pacer.visit(&chat("telegram:-1005/8"), false, now).is_err());
    assert!(pacer.visit(&chat("telegram:-1006"), false, now).is_ok());
    let discord = Pacer::new(50);
    let first_there = discord.visit(&chat("discord:5"), false, now);
    assert!(first_there.is_ok() && discord.visit(&chat("discord:5"), false, now).is_ok());
    first.answered_at(now);
    assert!(
        pacer
            .visit(&chat("telegram:-1005/8"), false, now + millis(900))
            .is_err()
    );
    assert!(
        pacer
            .visit(&chat("telegram:-1005/8"), false, now + millis(1_010))
            .is_ok()
    );
}
