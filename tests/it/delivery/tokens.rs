//! A token that is refused while the bot runs.

use std::io::Write;
use std::sync::{Arc, Mutex};

use dateline::config::Secret;
use dateline::delivery::Worker;
use dateline::destination::Platform;
use dateline::platforms::telegram::Telegram;
use dateline::store::DeliveryState;

use super::fixtures::Office;
use crate::fakes::telegram::{FakeTelegram, Fault, Kind, TOKEN};

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

/// Deliveries wait until the token is taken again, and the log says what to do: once, not for each of them.
#[tokio::test]
async fn a_token_refused_in_mid_run_fails_nothing_and_is_said_once() {
    let fake = FakeTelegram::start().await;
    let chats: Vec<String> = (1..=40).map(|chat| chat.to_string()).collect();
    for chat in 1..=40 {
        fake.add(Kind::Private, chat);
    }
    for _ in 0..45 {
        fake.fail_next("sendMessage", Fault::Refuse(401, "Unauthorized"));
    }
    let office = Office::open(Platform::Telegram).await;
    let names: Vec<&str> = chats.iter().map(String::as_str).collect();
    let body = r#"{"text":"Andes","parse_mode":"HTML","link_preview_options":{"is_disabled":true}}"#;
    office.publish_parts(&names, vec![body.to_owned()]).await;
    let bot = Telegram::new(&Secret::new(TOKEN.to_owned()), fake.url()).unwrap();
    let worker = Worker {
        sender: bot.sender(),
        ..office.worker("one")
    };
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::INFO)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    let guard = tracing::subscriber::set_default(subscriber);
    for _ in 0..60 {
        assert!(worker.send_due().await.unwrap());
        let tally = office.tally().await;
        assert!(
            tally.iter().all(|(state, _)| *state != DeliveryState::Failed),
            "{tally:?}"
        );
        office.pass(31);
    }
    drop(guard);
    assert_eq!(office.tally().await, [(DeliveryState::Sent, 40)]);
    assert!((1..=40).all(|chat| fake.messages(chat).len() == 1));
    let said = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert_eq!(said.matches("check TELEGRAM_TOKEN").count(), 1, "{said}");
    assert!(!said.contains(TOKEN), "{said}");
}
