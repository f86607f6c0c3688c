//! Whole broadcasts through the worker and the store, to a platform that refuses what goes beyond its limits. Time is
//! tokio's, and stands still while the store works: an hour passes in seconds, and a slow machine changes nothing.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use dateline::delivery::{Pacer, Worker};
use dateline::destination::{Destination, Platform};
use dateline::platforms::{RetryScope, SendError, Sender};
use dateline::store::{DeliveryState, Store};
use jiff::{SignedDuration, Timestamp};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::fixtures::Office;

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);
/// How finely time passes.
const STEP: Duration = Duration::from_millis(4);

/// A platform that counts each request when it arrives.
struct Strict {
    rate: usize,
    has_chat_limits: bool,
    seen: Mutex<Seen>,
}

#[derive(Default)]
struct Seen {
    arrivals: Vec<Instant>,
    chats: HashMap<String, VecDeque<Instant>>,
    order: Vec<(String, String)>,
    refused: Vec<String>,
}

impl Strict {
    fn new(rate: usize, has_chat_limits: bool) -> Arc<Self> {
        Arc::new(Self {
            rate,
            has_chat_limits,
            seen: Mutex::default(),
        })
    }

    fn arrive(&self, to: &Destination, body: &str) -> Result<String, SendError> {
        let now = Instant::now();
        let mut seen = self.seen.lock().unwrap();
        let last_second = seen.arrivals.iter().rev().take_while(|at| now - **at < SECOND).count();
        let mut refusal = (last_second >= self.rate).then(|| format!("{last_second} in a second"));
        let chat = seen.chats.entry(to.chat.clone()).or_default();
        if self.has_chat_limits {
            if chat.back().is_some_and(|at| now - *at < SECOND) {
                refusal = Some(format!("{} twice in a second", to.chat));
            }
            chat.retain(|at| now - *at < MINUTE);
            if to.chat.starts_with('-') && chat.len() >= 20 {
                refusal = Some(format!("{} more than 20 times in a minute", to.chat));
            }
        }
        if let Some(refusal) = refusal {
            seen.refused.push(refusal);
            return Err(SendError::RetryAfter(SECOND, RetryScope::Token));
        }
        chat.push_back(now);
        seen.arrivals.push(now);
        seen.order.push((to.chat.clone(), body.to_owned()));
        Ok(seen.arrivals.len().to_string())
    }

    /// How many requests a second there were at the mean, over every second from the first to the last.
    fn used(&self) -> f64 {
        let seen = self.seen.lock().unwrap();
        let span = *seen.arrivals.last().unwrap() - seen.arrivals[0];
        (seen.arrivals.len() - 1) as f64 / span.as_secs_f64()
    }
}

#[async_trait]
impl Sender for Strict {
    async fn send(&self, to: &Destination, body: &str, nonce: i64) -> Result<String, SendError> {
        // Each is on its way for a different time, there and back.
        let jitter = Duration::from_millis(nonce.unsigned_abs() * 7_919 % 30);
        tokio::time::sleep(Duration::from_millis(10) + jitter).await;
        let answer = self.arrive(to, body);
        tokio::time::sleep(Duration::from_millis(10)).await;
        answer
    }

    async fn edit(&self, to: &Destination, _message: &str, body: &str) -> Result<(), SendError> {
        self.arrive(to, body).map(drop)
    }
}

fn worker(office: &Office, pacer: &Arc<Pacer>, strict: &Arc<Strict>) -> Worker {
    let (noon, start) = (office.now(), Instant::now());
    Worker {
        sender: Arc::clone(strict) as Arc<dyn Sender>,
        pacer: Arc::clone(pacer),
        now: Arc::new(move || -> Timestamp { noon + SignedDuration::try_from(start.elapsed()).unwrap() }),
        ours: tokio::sync::watch::Sender::default(),
        ..office.worker("one")
    }
}

/// Lets time pass whenever the store is at rest.
async fn let_time_pass(store: Store) {
    // While a blocking task runs, tokio does not move its clock by itself.
    let (_until_dropped, wait) = std::sync::mpsc::channel::<()>();
    tokio::task::spawn_blocking(move || wait.recv());
    tokio::time::pause();
    loop {
        let calls = store.faults().calls();
        // Stands in line behind whatever is being written.
        store.release("nothing", "nobody").await.unwrap();
        for _ in 0..20 {
            tokio::task::yield_now().await;
        }
        if store.faults().calls() == calls + 1 {
            tokio::time::advance(STEP).await;
        }
    }
}

/// Works until everything is sent.
async fn work(office: &Office, worker: Worker, wanted: usize, strict: &Strict) {
    let (stop, stopped) = (CancellationToken::new(), CancellationToken::new());
    let time = tokio::spawn(let_time_pass(office.store.clone()));
    let working = tokio::spawn({
        let (stop, stopped) = (stop.clone(), stopped.clone());
        async move {
            worker.run(stop).await;
            stopped.cancel();
        }
    });
    while strict.seen.lock().unwrap().arrivals.len() < wanted {
        tokio::time::sleep(SECOND).await;
        let refused = strict.seen.lock().unwrap().refused.clone();
        assert!(refused.is_empty(), "{refused:?}");
    }
    tokio::time::sleep(SECOND).await;
    stop.cancel();
    stopped.cancelled().await;
    working.await.unwrap();
    time.abort();
}

fn names(n: usize, prefix: &str) -> Vec<String> {
    (1..=n).map(|chat| format!("{prefix}{chat}")).collect()
}

async fn publish(office: &Office, chats: &[String], parts: usize) {
    office
        .publish(&chats.iter().map(String::as_str).collect::<Vec<_>>(), parts)
        .await;
}

#[tokio::test]
async fn a_broadcast_at_discords_limit_uses_it_and_is_never_refused() {
    let office = Office::open(Platform::Discord).await;
    publish(&office, &names(3_000, ""), 1).await;
    let (strict, pacer) = (Strict::new(50, false), Arc::new(Pacer::new(50)));
    work(&office, worker(&office, &pacer, &strict), 3_000, &strict).await;
    assert!(strict.used() >= 0.95 * 50.0, "{}", strict.used());
    assert_eq!(office.tally().await, [(DeliveryState::Sent, 3_000)]);
}

/// covidbot#37 and KristobalJunta/rss-to-telegram#2: a burst to many chats, and then 429 after 429. Here questions are
/// answered in the middle of it, some of them in chats to which the digest goes.
#[tokio::test]
async fn a_broadcast_at_telegrams_limit_and_answers_within_it_are_never_refused() {
    let office = Office::open(Platform::Telegram).await;
    publish(&office, &names(2_000, ""), 1).await;
    let (strict, pacer) = (Strict::new(30, true), Arc::new(Pacer::for_telegram(30)));
    let answers = tokio::spawn({
        let (strict, pacer) = (Arc::clone(&strict), Arc::clone(&pacer));
        async move {
            let mut waits = Vec::new();
            for n in 0_i64..200 {
                tokio::time::sleep(Duration::from_millis(230)).await;
                let asked = Instant::now();
                let to: Destination = format!("telegram:{}", n * 8 + 1).parse().unwrap();
                let turn = pacer.reply_to(&to).await;
                waits.push(asked.elapsed());
                strict.send(&to, "an answer", n).await.unwrap();
                drop(turn);
            }
            waits
        }
    });
    work(&office, worker(&office, &pacer, &strict), 2_200, &strict).await;
    let longest = answers.await.unwrap().into_iter().max().unwrap();
    assert!(longest <= Duration::from_millis(1_050), "{longest:?}");
    assert!(strict.used() >= 0.95 * 30.0, "{}", strict.used());
    assert_eq!(office.tally().await, [(DeliveryState::Sent, 2_000)]);
}

/// Long digests to groups that are also asked in: "not … more than 20 messages per minute to the same group".
#[tokio::test]
async fn groups_get_at_most_twenty_a_minute_digests_and_answers_together() {
    let office = Office::open(Platform::Telegram).await;
    publish(&office, &names(5, "-100"), 18).await;
    let (strict, pacer) = (Strict::new(30, true), Arc::new(Pacer::for_telegram(30)));
    let answers = tokio::spawn({
        let (strict, pacer) = (Arc::clone(&strict), Arc::clone(&pacer));
        async move {
            let to: Destination = "telegram:-1001".parse().unwrap();
            for n in 0..30 {
                let turn = pacer.reply_to(&to).await;
                strict.send(&to, "an answer", n).await.unwrap();
                drop(turn);
            }
        }
    });
    work(&office, worker(&office, &pacer, &strict), 5 * 18 + 30, &strict).await;
    answers.await.unwrap();
    let seen = strict.seen.lock().unwrap();
    for group in 1..=5 {
        let read: Vec<&str> = seen
            .order
            .iter()
            .filter(|(chat, body)| *chat == format!("-100{group}") && body != "an answer")
            .map(|(_, body)| body.as_str())
            .collect();
        assert_eq!(read, (1..=18).map(|part| format!("part {part}")).collect::<Vec<_>>());
    }
}
