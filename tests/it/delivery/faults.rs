//! Every call of the store and of the platform fails once, one after the other, in a whole small broadcast: in the end
//! everybody has what they would have had, or what is missing is listed with its reason.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use dateline::commands::{Asker, Core};
use dateline::config::ScheduleConfig;
use dateline::delivery::Worker;
use dateline::delivery::edition::write_due_editions;
use dateline::destination::{Destination, Platform};
use dateline::platforms::memory::Memory;
use dateline::platforms::{RetryScope, SendError, Sender};
use dateline::store::DeliveryState;
use futures::StreamExt as _;
use futures::stream::FuturesUnordered;
use jiff::SignedDuration;
use tokio_util::sync::CancellationToken;

use super::fixtures::until;
use super::paper::{Paper, at};

const READERS: [&str; 6] = ["ann", "ben", "cem", "dan", "eve", "fay"];
const DUE: &str = "2026-01-07T11:30:00Z";
/// More passes than any single failure costs.
const PASSES: usize = 12;
/// Broadcasts at one time: most of a failure is waiting.
const TOGETHER: usize = 24;

/// An office in which a digest of several parts is due to six readers.
async fn due() -> Paper {
    let mut paper = Paper::open().await;
    paper.config.digest.max_stories = 24;
    let morning: &mut ScheduleConfig = &mut paper.config.schedules[0];
    morning.to = READERS.iter().map(|name| chat(name)).collect();
    let subjects = [
        "bridge",
        "harbour",
        "hospital",
        "railway",
        "museum",
        "airport",
        "vineyard",
        "glacier",
        "lighthouse",
        "stadium",
        "university",
        "reservoir",
        "orchestra",
        "copper",
        "lithium",
        "election",
        "strike",
        "earthquake",
        "festival",
        "drought",
    ];
    for (n, subject) in subjects.iter().enumerate() {
        let country = ["Peru", "Bolivia", "Ecuador", "Venezuela"][n % 4];
        let title = format!("{country}: the {subject} number {n} is the talk of town {n}");
        let text = format!(
            "The {subject} in {country} was counted {n} times by {subject} keepers from Quarter{n}. Old{n} and Young{n} \
             looked at the {subject} for {n}{n} hours and wrote down what they saw of it in book{n}. A {subject} of such \
             a size was last seen near Hill{n} in 19{n:02}, said the {subject} society of {country}."
        );
        paper.article("2026-01-07T02:00:00Z", &title, &text).await;
    }
    paper
        .article(
            "2026-01-07T03:00:00Z",
            "Norway builds a ferry",
            "Norway builds a ferry in Bergen.",
        )
        .await;
    let config = Arc::new(paper.config.clone());
    write_due_editions(&config, paper.store(), None, at("2026-01-07T11:00:00Z"), None)
        .await
        .unwrap();
    paper.office.turn_to(at(DUE));
    paper
}

fn chat(name: &str) -> Destination {
    Destination {
        platform: Platform::Memory,
        chat: name.to_owned(),
        thread: None,
    }
}

/// What everybody has: the bodies in their order, each shown once however often it was sent under one number.
fn read(memory: &Memory) -> BTreeMap<String, Vec<String>> {
    let mut seen = std::collections::HashSet::new();
    let mut read: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for message in memory.received() {
        if seen.insert(message.nonce) {
            read.entry(message.to.chat).or_default().push(message.body);
        }
    }
    read
}

/// Goes on as the program does, whatever fails, until all is settled.
async fn broadcast(paper: &Paper, worker: &Worker) {
    let config = Arc::new(paper.config.clone());
    for _ in 0..PASSES {
        let _ = write_due_editions(&config, paper.store(), None, paper.office.now(), None).await;
        let _ = worker.send_due().await;
        paper.office.pass(5);
    }
}

/// The whole broadcast without a failure: what everybody has, and how many calls the store and the platform had.
async fn without_failures() -> (BTreeMap<String, Vec<String>>, usize, usize) {
    let paper = due().await;
    let before = paper.store().faults().calls();
    broadcast(&paper, &paper.office.worker("one")).await;
    let all = read(&paper.office.memory);
    assert_eq!(all.len(), READERS.len());
    assert!(all["ann"].len() >= 3, "{} parts", all["ann"].len());
    (
        all,
        paper.store().faults().calls() - before,
        paper.office.memory.calls(),
    )
}

/// What is wrong at the end of a broadcast in which something failed, if anything is.
async fn difference(what: &str, paper: &Paper, wanted: &BTreeMap<String, Vec<String>>) -> Option<String> {
    let all: usize = wanted.values().map(Vec::len).sum();
    let tally = paper.office.tally().await;
    if tally != [(DeliveryState::Sent, all)] {
        let listed = paper.store().undelivered(9).await.unwrap();
        return Some(format!("{what}: {tally:?} of {all}, {listed:?}"));
    }
    (read(&paper.office.memory) != *wanted).then(|| format!("{what}: somebody has other messages"))
}

/// One broadcast for each of these failures, several at a time; the differences that they made.
async fn sweep<T>(failures: impl IntoIterator<Item = T>, broadcast: impl AsyncFn(T) -> Option<String>) -> Vec<String> {
    let (mut under_way, mut wrong) = (FuturesUnordered::new(), Vec::new());
    for failure in failures {
        under_way.push(broadcast(failure));
        if under_way.len() >= TOGETHER {
            wrong.extend(under_way.next().await.flatten());
        }
    }
    while let Some(difference) = under_way.next().await {
        wrong.extend(difference);
    }
    wrong
}

#[tokio::test]
async fn any_call_of_the_store_may_fail_once() {
    let (wanted, calls, _) = without_failures().await;
    eprintln!("{calls} calls of the store");
    let wrong = sweep(1..=calls, async |k| {
        let paper = due().await;
        paper.store().faults().fail(k);
        broadcast(&paper, &paper.office.worker("one")).await;
        let all: usize = wanted.values().map(Vec::len).sum();
        let twice = paper.office.memory.received().len().saturating_sub(all);
        match difference(&format!("store call {k}"), &paper, &wanted).await {
            None if twice > 0 => Some(format!("store call {k}: {twice} were sent twice")),
            wrong => wrong,
        }
    })
    .await;
    assert_eq!(wrong, Vec::<String>::new());
}

/// How a call of the platform goes wrong.
#[derive(Clone, Debug)]
enum Stumble {
    /// It is not taken, and answered like this.
    Refuse(SendError),
    /// It is taken, and answered like this.
    Keep(SendError),
    /// It is taken and never answered.
    Hang,
    /// The sender breaks off.
    Panic,
}

/// A platform whose k-th call goes wrong.
struct Stumbling {
    memory: Arc<Memory>,
    /// Calls up to the one that goes wrong.
    left: AtomicUsize,
    how: Stumble,
}

#[async_trait]
impl Sender for Stumbling {
    async fn send(&self, to: &Destination, body: &str, nonce: i64) -> Result<String, SendError> {
        if self.left.fetch_sub(1, Ordering::SeqCst) != 1 {
            return self.memory.send(to, body, nonce).await;
        }
        match &self.how {
            Stumble::Refuse(error) => Err(error.clone()),
            Stumble::Keep(error) => {
                self.memory.send(to, body, nonce).await?;
                Err(error.clone())
            }
            Stumble::Hang => {
                self.memory.send(to, body, nonce).await?;
                std::future::pending().await
            }
            // Without the noise of a real one.
            Stumble::Panic => std::panic::resume_unwind(Box::new("a sender that breaks off")),
        }
    }

    async fn edit(&self, to: &Destination, message: &str, body: &str) -> Result<(), SendError> {
        self.memory.edit(to, message, body).await
    }
}

fn stumbling(paper: &Paper, k: usize, how: Stumble) -> Worker {
    let mut worker = paper.office.worker("one");
    worker.sender = Arc::new(Stumbling {
        memory: Arc::clone(&paper.office.memory),
        left: AtomicUsize::new(k),
        how,
    });
    worker
}

#[tokio::test]
async fn any_call_of_the_platform_may_fail_once() {
    let (wanted, _, calls) = without_failures().await;
    let wait = |scope| Stumble::Refuse(SendError::RetryAfter(Duration::from_secs(7), scope));
    let words = || "a failure that a test asked for".to_owned();
    let ways = [
        Stumble::Refuse(SendError::Unreachable(words())),
        Stumble::Refuse(SendError::Unknown(words())),
        Stumble::Keep(SendError::Unknown(words())),
        wait(RetryScope::Chat),
        wait(RetryScope::Token),
        wait(RetryScope::Unsaid),
        Stumble::Panic,
    ];
    let failures = ways.iter().flat_map(|how| (1..=calls).map(|k| (k, how.clone())));
    let wrong = sweep(failures, async |(k, how)| {
        let paper = due().await;
        broadcast(&paper, &stumbling(&paper, k, how.clone())).await;
        difference(&format!("platform call {k}, {how:?}"), &paper, &wanted).await
    })
    .await;
    assert_eq!(wrong, Vec::<String>::new());
}

/// A call that never returns holds up its own reader alone. The program is killed meanwhile; the next one goes on.
#[tokio::test]
async fn any_call_of_the_platform_may_hang() {
    let (wanted, _, calls) = without_failures().await;
    let wrong = sweep(1..=calls, async |k| {
        let paper = due().await;
        let config = Arc::new(paper.config.clone());
        let written = write_due_editions(&config, paper.store(), None, paper.office.now(), None).await;
        written.unwrap();
        let (worker, stop) = (stumbling(&paper, k, Stumble::Hang), CancellationToken::new());
        let running = tokio::spawn(async move { worker.run(stop).await });
        let all: usize = wanted.values().map(Vec::len).sum();
        until(|| {
            let received = paper.office.memory.received();
            let waits = received.get(k - 1).map_or(0, |hung| {
                let read = received.iter().filter(|message| message.to == hung.to).count();
                wanted[&hung.to.chat].len() - read
            });
            received.len() + waits == all
        })
        .await;
        running.abort();
        paper.office.pass(60);
        broadcast(&paper, &paper.office.worker("two")).await;
        difference(&format!("hung platform call {k}"), &paper, &wanted).await
    })
    .await;
    assert_eq!(wrong, Vec::<String>::new());
}

/// What a reader is told is true: after a success the subscription is there, or gone, and after a failure saying it
/// again leads to the same end.
#[tokio::test]
async fn any_call_of_the_store_may_fail_while_somebody_subscribes_or_leaves() {
    let asker = Asker {
        destination: chat("gil"),
        may_manage: true,
        language: "en".to_owned(),
    };
    for said in ["/subscribe Andes 08:00 America/Lima", "/unsubscribe Andes"] {
        let mut calls = usize::MAX;
        for k in (0..).take_while(|k| *k == 0 || *k <= 40) {
            if k > calls {
                break;
            }
            let paper = Paper::open().await;
            let core = Core::new(Arc::new(paper.config.clone()), paper.store().clone());
            let now = at("2026-01-07T08:00:00Z");
            if said.starts_with("/unsubscribe") {
                core.answer("/subscribe Andes 08:00 America/Lima", &asker, now).await;
            }
            let counted = paper.store().faults().calls();
            if k > 0 {
                paper.store().faults().fail(k);
            }
            let answer = format!("{:?}", core.answer(said, &asker, now).await);
            if k == 0 {
                calls = paper.store().faults().calls() - counted;
            }
            let wanted = usize::from(said.starts_with("/subscribe"));
            let subscriptions = async || paper.store().all_subscriptions().await.unwrap().len();
            if !answer.contains("I could not read or write my store") {
                assert_eq!(subscriptions().await, wanted, "{said}, store call {k}: {answer}");
            }
            core.answer(said, &asker, now + SignedDuration::from_secs(60)).await;
            assert_eq!(subscriptions().await, wanted, "{said}, store call {k}");
        }
        assert!((1..40).contains(&calls), "{calls}");
    }
}
