//! Every due delivery ends as sent, or is listed with its reason.

mod broadcasts;
mod corrections;
mod editions;
mod faults;
mod fixtures;
mod health;
mod limits;
mod outbox;
mod pace;
mod paper;
mod pictures;
mod quiet;
mod storms;
mod tokens;
mod weekdays;

use std::sync::Arc;
use std::time::Duration;

use dateline::config::OnUnknown;
use dateline::delivery::Pacer;
use dateline::destination::{Destination, Platform};
use dateline::platforms::memory::Fault;
use dateline::platforms::{RetryScope, SendError, Sender};
use dateline::store::DeliveryState;
use fixtures::{Office, until};
use tokio_util::sync::CancellationToken;

fn wait(seconds: u64, scope: RetryScope) -> Fault {
    Fault::Refuse(SendError::RetryAfter(Duration::from_secs(seconds), scope))
}

fn unreachable() -> SendError {
    SendError::Unreachable("no route to the platform".to_owned())
}

#[tokio::test]
async fn everything_due_arrives_once_and_in_order() {
    let office = Office::open(Platform::Memory).await;
    office.publish(&["ann", "ben", "cem"], 3).await;
    assert!(office.worker("one").send_due().await.unwrap());
    for chat in ["ann", "ben", "cem"] {
        assert_eq!(office.read_by(chat), ["part 1", "part 2", "part 3"]);
    }
    assert_eq!(office.tally().await, [(DeliveryState::Sent, 9)]);
    assert!(office.worker("one").send_due().await.unwrap());
    assert_eq!(office.memory.calls(), 9, "nothing is sent twice");
}

/// A process that dies in mid-delivery: the next one goes on at the part where it stopped.
#[tokio::test]
async fn a_kill_repeats_at_most_what_was_in_flight() {
    let office = Office::open(Platform::Memory).await;
    office.publish(&["ann", "ben"], 3).await;
    office.memory.fault(
        "ben",
        Fault::KeepAndFail(SendError::RetryAfter(Duration::ZERO, RetryScope::Chat)),
    );
    office.memory.fault("ben", Fault::KeepAndHang);
    let (first, stop) = (office.worker("first"), CancellationToken::new());
    let killed = tokio::spawn(async move { first.run(stop).await });
    until(|| office.read_by("ben").len() == 2).await;
    let waiting = DeliveryState::Pending;
    office
        .until_tally(&[(waiting, 2), (DeliveryState::Sending, 1), (DeliveryState::Sent, 3)])
        .await;
    killed.abort();
    assert!(killed.await.unwrap_err().is_cancelled());

    let second = office.worker("second");
    assert!(
        !second.send_due().await.unwrap(),
        "the dead process still holds the token for half a minute"
    );
    office.pass(31);
    assert!(second.send_due().await.unwrap());
    assert_eq!(office.read_by("ann"), ["part 1", "part 2", "part 3"]);
    assert_eq!(
        office.read_by("ben"),
        ["part 1", "part 1", "part 1", "part 2", "part 3"]
    );
    let nonces: std::collections::HashSet<i64> = office
        .memory
        .received()
        .iter()
        .filter(|message| message.to.chat == "ben")
        .map(|message| message.nonce)
        .collect();
    assert_eq!(
        nonces.len(),
        3,
        "every try of a part has one nonce: a platform that knows nonces shows it once"
    );
}

/// Telegram has no idempotency key: `skip` never repeats, and lists what is unknown.
#[tokio::test]
async fn with_skip_a_kill_leaves_a_listed_unknown_and_no_repeat() {
    let mut office = Office::open(Platform::Telegram).await;
    office.rules.on_unknown = OnUnknown::Skip;
    office.publish(&["11", "12"], 2).await;
    office.memory.fault("12", Fault::KeepAndHang);
    let (first, stop) = (office.worker("first"), CancellationToken::new());
    let killed = tokio::spawn(async move { first.run(stop).await });
    let waiting = DeliveryState::Pending;
    office
        .until_tally(&[(waiting, 2), (DeliveryState::Sending, 1), (DeliveryState::Sent, 1)])
        .await;
    killed.abort();
    let _ = killed.await;

    office.pass(31);
    office.serve_for("second", 5).await;
    assert_eq!(office.read_by("11"), ["part 1", "part 2"]);
    assert_eq!(office.read_by("12"), ["part 1", "part 2"]);
    assert_eq!(
        office.tally().await,
        [(DeliveryState::Sent, 3), (DeliveryState::Unknown, 1)]
    );
}

/// Discord forgets a nonce after some minutes: then it would show a repeat as a second message.
#[tokio::test]
async fn on_discord_what_was_in_flight_is_repeated_only_while_the_nonce_holds() {
    for (seconds, resent) in [(90, true), (3600, false)] {
        let mut office = Office::open(Platform::Discord).await;
        office.rules.on_unknown = OnUnknown::Skip;
        office.publish(&["11"], 2).await;
        office.memory.fault("11", Fault::KeepAndHang);
        let (first, stop) = (office.worker("first"), CancellationToken::new());
        let killed = tokio::spawn(async move { first.run(stop).await });
        until(|| office.memory.calls() == 1).await;
        killed.abort();
        let _ = killed.await;

        office.pass(seconds);
        office.serve_for("second", 5).await;
        if resent {
            assert_eq!(office.read_by("11"), ["part 1", "part 1", "part 2"]);
            assert_eq!(office.tally().await, [(DeliveryState::Sent, 2)]);
        } else {
            assert_eq!(office.read_by("11"), ["part 1", "part 2"]);
            let states = [(DeliveryState::Sent, 1), (DeliveryState::Unknown, 1)];
            assert_eq!(office.tally().await, states);
        }
    }
}

/// The answer is lost, and before the message can be tried again Discord is down for an hour.
#[tokio::test]
async fn on_discord_a_doubt_that_outlasts_the_nonce_is_for_the_admin_to_settle() {
    for (on_unknown, read) in [(OnUnknown::Skip, 1), (OnUnknown::Resend, 2)] {
        let mut office = Office::open(Platform::Discord).await;
        office.rules.on_unknown = on_unknown;
        office.publish(&["11"], 1).await;
        let lost = SendError::Unknown("the answer was lost".to_owned());
        office.memory.fault("11", Fault::KeepAndFail(lost));
        office.memory.fault("11", Fault::Refuse(unreachable()));
        assert!(office.worker("one").send_due().await.unwrap());
        office.pass(2);
        assert!(office.worker("one").send_due().await.unwrap());
        assert_eq!(office.memory.calls(), 2);
        office.pass(3600);
        assert!(office.worker("one").send_due().await.unwrap());
        assert_eq!(office.read_by("11").len(), read);
        let undelivered = office.store.undelivered(9).await.unwrap();
        let reasons: Vec<&str> = undelivered.iter().map(|one| one.reason.as_str()).collect();
        match on_unknown {
            OnUnknown::Skip => {
                insta::assert_snapshot!(reasons.join("\n"), @"an earlier try perhaps arrived, and by now the platform would show it twice")
            }
            OnUnknown::Resend => assert!(reasons.is_empty(), "{reasons:?}"),
        }
    }
}

/// iovxw/rssbot#145 and others: two copies running, everything posted twice.
#[tokio::test]
async fn a_second_instance_does_not_send_and_takes_over_when_the_first_ends() {
    let office = Office::open(Platform::Memory).await;
    assert!(office.worker("first").send_due().await.unwrap());
    office.publish(&["ann"], 1).await;
    assert!(!office.worker("second").send_due().await.unwrap());
    assert_eq!(office.memory.calls(), 0);

    let stop = CancellationToken::new();
    stop.cancel();
    office.worker("first").run(stop).await;
    assert!(
        office.worker("second").send_due().await.unwrap(),
        "a graceful end gives the token back at once"
    );
    assert_eq!(office.read_by("ann"), ["part 1"]);
}

/// RSStT#575 and #542: a flood wait of 43,838 seconds for one chat, and the bot was dead until restart.
#[tokio::test]
async fn a_chat_that_must_wait_half_a_day_keeps_nobody_else_waiting() {
    let office = Office::open(Platform::Memory).await;
    office.publish(&["ann", "ben"], 2).await;
    office.memory.fault("ann", wait(43_838, RetryScope::Chat));
    office.serve_for("one", 60).await;
    assert_eq!(office.read_by("ben"), ["part 1", "part 2"]);
    assert!(office.read_by("ann").is_empty());
    office.pass(43_838);
    office.serve_for("one", 5).await;
    assert_eq!(office.read_by("ann"), ["part 1", "part 2"]);
}

/// covidbot#201: who was out of reach for days got every old newsletter on return.
#[tokio::test]
async fn after_days_out_of_reach_there_is_no_backlog() {
    let office = Office::open(Platform::Memory).await;
    office.publish(&["ann"], 2).await;
    office.memory.outage(Some(unreachable()));
    office.serve_for("one", 60).await;
    office.pass(25 * 3600);
    office.memory.outage(None);
    office.serve_for("one", 60).await;
    assert!(office.read_by("ann").is_empty());
    assert_eq!(office.tally().await, [(DeliveryState::Failed, 2)], "and it is listed");
}

/// Telegram does not say whether a private chat or the whole bot must wait: one chat's wait is taken for its own.
#[tokio::test]
async fn one_reader_who_must_wait_silences_nobody_and_several_mean_the_token() {
    let office = Office::open(Platform::Memory).await;
    office.publish(&["ann", "ben"], 1).await;
    office.memory.fault("ann", wait(43_838, RetryScope::Unsaid));
    office.serve_for("one", 60).await;
    assert_eq!(office.read_by("ben"), ["part 1"]);

    let office = Office::open(Platform::Memory).await;
    let chats: Vec<String> = (0..100).map(|n| format!("chat{n}")).collect();
    office
        .publish(&chats.iter().map(String::as_str).collect::<Vec<_>>(), 1)
        .await;
    for chat in &chats {
        office.memory.fault(chat, wait(20, RetryScope::Unsaid));
    }
    let worker = office.worker("one");
    worker.send_due().await.unwrap();
    assert!(office.memory.calls() < 100, "after three such answers the token rests");
    office.serve_for("one", 600).await;
    assert_eq!(office.memory.received().len(), 100, "and then everybody is served");
}

/// discord-api-docs#6753: a wait for the whole token.
#[tokio::test]
async fn a_wait_for_the_token_stops_everything_of_that_token() {
    let office = Office::open(Platform::Memory).await;
    let chats: Vec<String> = (0..100).map(|n| format!("chat{n}")).collect();
    office
        .publish(&chats.iter().map(String::as_str).collect::<Vec<_>>(), 1)
        .await;
    office
        .memory
        .outage(Some(SendError::RetryAfter(Duration::from_secs(30), RetryScope::Token)));
    let (worker, stop) = (office.worker("one"), CancellationToken::new());
    let running = tokio::spawn({
        let stop = stop.clone();
        async move { worker.run(stop).await }
    });
    until(|| office.memory.calls() > 0).await;
    office.memory.outage(None);
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(office.memory.received().len() < 32, "the rest waits");
    office.pass(31);
    until(|| office.memory.received().len() == 100).await;
    stop.cancel();
    running.await.unwrap();
    assert_eq!(office.tally().await, [(DeliveryState::Sent, 100)]);
}

/// worldmonitor#3060: a thousand times 429, and the stack ran over.
#[tokio::test]
async fn a_thousand_waits_fail_nothing() {
    let office = Office::open(Platform::Memory).await;
    office.publish(&["ann"], 1).await;
    for _ in 0..1000 {
        office.memory.fault("ann", wait(0, RetryScope::Chat));
    }
    office.memory.fault("ann", Fault::Refuse(unreachable()));
    office.serve_for("one", 10).await;
    assert_eq!(office.read_by("ann"), ["part 1"]);
    assert_eq!(office.memory.calls(), 1002);
}

/// covidbot#201: in an outage hundreds of readers were taken for gone. hookshot#773, #844, #725: what failed was never tried
/// again.
#[tokio::test]
async fn an_hour_of_outage_loses_nothing_and_nobody() {
    let office = Office::open(Platform::Memory).await;
    let chats: Vec<String> = (0..50).map(|n| format!("chat{n}")).collect();
    for chat in &chats {
        office.subscribe(chat).await;
    }
    office
        .publish(&chats.iter().map(String::as_str).collect::<Vec<_>>(), 2)
        .await;
    office.memory.outage(Some(unreachable()));
    office.serve_for("one", 3600).await;
    assert!(office.memory.received().is_empty());
    assert!(
        office.memory.calls() < 600,
        "a platform that is down is asked now and then, not stormed: {}",
        office.memory.calls()
    );

    office.memory.outage(None);
    office.serve_for("one", 330).await;
    assert_eq!(office.tally().await, [(DeliveryState::Sent, 100)]);
    assert_eq!(office.store.all_subscriptions().await.unwrap().len(), 50);
}

/// GameFeeder#201: errors for ever from those who blocked the bot.
#[tokio::test]
async fn a_reader_who_is_gone_ends_alone() {
    let office = Office::open(Platform::Memory).await;
    office.subscribe("ann").await;
    office.subscribe("ben").await;
    office.publish(&["ann", "ben"], 3).await;
    let blocked = || Fault::Refuse(SendError::Gone("blocked".to_owned()));
    office.memory.fault("ann", blocked());
    assert!(office.worker("one").send_due().await.unwrap());
    assert_eq!(office.read_by("ben").len(), 3);
    assert_eq!(
        office.tally().await,
        [(DeliveryState::Sent, 3), (DeliveryState::Failed, 3)]
    );
    assert_eq!(office.memory.calls(), 4, "the parts behind are not tried");
    let subscriptions = office.store.all_subscriptions().await.unwrap();
    assert_eq!(subscriptions.len(), 2, "once may be an outage");
}

/// gatus#179, calendar-bot#23, el_monitorro: a group becomes a supergroup, and its chat is lost.
#[tokio::test]
async fn a_chat_that_moves_gets_everything_at_its_new_place() {
    let office = Office::open(Platform::Memory).await;
    office.subscribe("old").await;
    office.publish(&["old"], 2).await;
    office
        .memory
        .fault("old", Fault::Refuse(SendError::Moved("new".to_owned())));
    office.serve_for("one", 5).await;
    assert_eq!(office.read_by("new"), ["part 1", "part 2"]);
    assert!(office.read_by("old").is_empty());
    let subscriptions = office.store.all_subscriptions().await.unwrap();
    assert_eq!(subscriptions[0].0.destination.chat, "new");
}

#[tokio::test]
async fn chats_that_lead_in_circles_end_as_failed() {
    let office = Office::open(Platform::Memory).await;
    office.publish(&["ann"], 1).await;
    for _ in 0..200 {
        for (from, to) in [("ann", "ben"), ("ben", "ann")] {
            office
                .memory
                .fault(from, Fault::Refuse(SendError::Moved(to.to_owned())));
        }
    }
    office.serve_for("one", 10).await;
    assert_eq!(office.tally().await, [(DeliveryState::Failed, 1)]);
    assert_eq!(office.memory.calls(), 301);
}

/// covidbot#207: one text that was refused stopped everything behind it for weeks.
#[tokio::test]
async fn a_refused_text_stops_nobody_else() {
    let office = Office::open(Platform::Memory).await;
    office.publish(&["ann", "ben", "cem"], 1).await;
    office.memory.fault(
        "ann",
        Fault::Refuse(SendError::Rejected("the text is too long".to_owned())),
    );
    assert!(office.worker("one").send_due().await.unwrap());
    assert_eq!((office.read_by("ben").len(), office.read_by("cem").len()), (1, 1));
    assert_eq!(
        office.tally().await,
        [(DeliveryState::Sent, 2), (DeliveryState::Failed, 1)]
    );
    let failed = office.store.undelivered(10).await.unwrap();
    assert_eq!((failed.len(), failed[0].reason.as_str()), (1, "the text is too long"));
}

/// What a platform says goes into the log and into lists: a line break in it would pass for a line of theirs.
#[tokio::test]
async fn a_reason_has_one_line_whatever_the_platform_said() {
    let office = Office::open(Platform::Memory).await;
    office.publish(&["ann"], 1).await;
    let reason = "the text is too long\r\n\u{1b}[31mERROR forged\u{2028}line".to_owned();
    office.memory.fault("ann", Fault::Refuse(SendError::Rejected(reason)));
    assert!(office.worker("one").send_due().await.unwrap());
    let failed = office.store.undelivered(10).await.unwrap();
    assert_eq!(failed[0].reason, "the text is too long [31mERROR forged line");
}

struct Breaks(Arc<dyn Sender>);

#[async_trait::async_trait]
impl Sender for Breaks {
    async fn send(&self, to: &Destination, body: &str, nonce: i64) -> Result<String, SendError> {
        assert!(to.chat != "ann", "a bug in the platform's code");
        self.0.send(to, body, nonce).await
    }

    async fn edit(&self, _to: &Destination, _message: &str, _body: &str) -> Result<(), SendError> {
        Err(SendError::Rejected("messages cannot be changed here yet".to_owned()))
    }
}

#[tokio::test]
async fn a_bug_in_sending_stops_nobody_else() {
    let office = Office::open(Platform::Memory).await;
    office.publish(&["ann", "ben"], 1).await;
    let mut worker = office.worker("one");
    worker.sender = Arc::new(Breaks(worker.sender));
    for _ in 0..20 {
        assert!(worker.send_due().await.unwrap());
        office.pass(301);
    }
    assert_eq!(office.read_by("ben"), ["part 1"]);
    assert_eq!(
        office.tally().await,
        [(DeliveryState::Sent, 1), (DeliveryState::Unknown, 1)]
    );
}

#[tokio::test]
async fn stopping_finishes_what_is_in_flight_and_leaves_the_rest_for_later() {
    let office = Office::open(Platform::Memory).await;
    let chats: Vec<String> = (0..40).map(|n| format!("chat{n}")).collect();
    office
        .publish(&chats.iter().map(String::as_str).collect::<Vec<_>>(), 1)
        .await;
    let mut slow = office.worker("one");
    slow.pacer = Arc::new(Pacer::new(16));
    let stop = CancellationToken::new();
    let running = tokio::spawn({
        let stop = stop.clone();
        async move { slow.run(stop).await }
    });
    until(|| office.memory.calls() >= 3).await;
    stop.cancel();
    running.await.unwrap();
    let states: Vec<DeliveryState> = office.tally().await.into_iter().map(|(state, _)| state).collect();
    assert_eq!(states, [DeliveryState::Pending, DeliveryState::Sent]);
    let sent = office.memory.received().len();
    assert!(office.worker("two").send_due().await.unwrap());
    assert_eq!(office.memory.received().len(), 40);
    assert!(sent < 40, "it stopped in the middle");
}
