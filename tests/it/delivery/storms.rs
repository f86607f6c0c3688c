//! What the log says when everything goes wrong at once, and when a broadcast takes long.

use std::io::Write;
use std::sync::{Arc, Mutex};

use dateline::delivery::long_broadcasts;
use dateline::destination::Platform;
use dateline::platforms::memory::Fault;
use dateline::platforms::{RetryScope, SendError};
use dateline::store::{DeliveryState, Fanout};

use super::fixtures::{Office, edition_of_one_digest};
use super::paper::Paper;

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Log {
    fn lines(&self) -> Vec<String> {
        let text = String::from_utf8(self.0.lock().unwrap().clone()).unwrap();
        text.lines().map(str::to_owned).collect()
    }
}

fn listen(log: &Log) -> tracing::subscriber::DefaultGuard {
    let log = log.clone();
    let writer = move || log.clone();
    tracing::subscriber::set_default(tracing_subscriber::fmt().with_writer(writer).with_ansi(false).finish())
}

/// iovxw/rssbot#453: a flood of errors in the log, and a busy processor.
#[tokio::test]
async fn a_storm_of_errors_is_a_few_lines_of_log() {
    let errors: [fn() -> SendError; 5] = [
        || SendError::Rejected("the text is too long".to_owned()),
        || SendError::Missing("chat not found".to_owned()),
        || SendError::Gone("blocked".to_owned()),
        || SendError::RetryAfter(std::time::Duration::from_secs(9), RetryScope::Chat),
        || SendError::Unreachable("connection refused".to_owned()),
    ];
    for error in errors {
        let office = Office::open(Platform::Memory).await;
        let chats: Vec<String> = (0..3_000).map(|n| format!("chat{n}")).collect();
        office
            .publish(&chats.iter().map(String::as_str).collect::<Vec<_>>(), 1)
            .await;
        for chat in &chats {
            office.memory.fault(chat, Fault::Refuse(error()));
        }
        let log = Log::default();
        let listening = listen(&log);
        office.worker("one").send_due().await.unwrap();
        drop(listening);
        let lines = log.lines();
        assert!(
            (1..=30).contains(&lines.len()),
            "{} lines: {:?}",
            lines.len(),
            lines.last()
        );
        assert_eq!(office.tally().await.iter().map(|(_, n)| n).sum::<usize>(), 3_000);
    }
}

/// And those who are not in the log are in the store, each with its reason.
#[tokio::test]
async fn what_the_log_leaves_out_is_in_the_store() {
    let office = Office::open(Platform::Memory).await;
    let chats: Vec<String> = (0..500).map(|n| format!("chat{n}")).collect();
    office
        .publish(&chats.iter().map(String::as_str).collect::<Vec<_>>(), 1)
        .await;
    for chat in &chats {
        office.memory.fault(
            chat,
            Fault::Refuse(SendError::Rejected("the text is too long".to_owned())),
        );
    }
    let log = Log::default();
    let listening = listen(&log);
    office.worker("one").send_due().await.unwrap();
    drop(listening);
    assert_eq!(log.lines().len(), 21, "{:#?}", log.lines());
    let last = log.lines().pop().unwrap();
    assert!(
        last.ends_with(
            "180 more such lines of the last minutes are left out; the store lists what failed platform=memory"
        ),
        "{last}"
    );
    assert_eq!(office.tally().await, [(DeliveryState::Failed, 500)]);
    let reasons = office.store.undelivered(1_000).await.unwrap();
    assert!(reasons.len() == 500 && reasons.iter().all(|one| one.reason == "the text is too long"));
}

/// Whoever has more readers than a token can serve in five minutes is told when the last is served.
#[tokio::test]
async fn a_broadcast_that_takes_long_says_when_it_ends() {
    let paper = Paper::open().await;
    let fanout = |platform: &str, n: usize, parts: usize| Fanout {
        parts: vec!["{}".to_owned(); parts],
        to: (1..=n)
            .map(|chat| format!("{platform}:{chat}").parse().unwrap())
            .collect(),
        rendering: dateline::store::Rendering::default(),
    };
    let now = super::paper::at("2026-01-07T11:30:00Z");
    let zone = jiff::tz::TimeZone::get("America/Caracas").unwrap();
    let said = |fanouts| long_broadcasts(&paper.config, &edition_of_one_digest(now, fanouts), &zone, now);
    assert!(said(vec![fanout("telegram", 7_000, 1), fanout("discord", 100, 3)]).is_empty());
    let long = said(vec![fanout("telegram", 40_000, 3), fanout("discord", 30_000, 1)]);
    insta::assert_snapshot!(long.join("\n"), @r"
    120000 messages to telegram at 25 a second: the last leaves about 08:50
    30000 messages to discord at 40 a second: the last leaves about 07:42
    ");
}
