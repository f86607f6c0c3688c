//! A digest with a picture, sent to Telegram and Discord as they are.

use std::sync::Arc;

use dateline::config::Secret;
use dateline::delivery::Worker;
use dateline::destination::Platform;
use dateline::platforms::Sender;
use dateline::platforms::discord::Discord;
use dateline::platforms::telegram::Telegram;
use dateline::render::{discord, telegram};
use dateline::reply::{Block, Entry, Reply};
use dateline::store::DeliveryState;

use super::fixtures::Office;
use crate::fakes::discord::{FakeDiscord, Trouble};
use crate::fakes::telegram::{FakeTelegram, Fault, Kind, TOKEN};
use crate::render::map;

const READER: i64 = 42;

/// A map, a title, and stories that fill two more messages.
fn digest() -> Reply {
    let lead = Reply::default()
        .block(Block::Picture(map()))
        .block(Block::Title("The Andes · Wednesday 7 January 2026".into()))
        .block(Block::Paragraph("12 stories from 2 countries.".into()));
    (1..=12).fold(lead, |reply, n| {
        reply.block(Block::Entry(Entry {
            number: Some(n),
            headline: format!("Story {n}"),
            body: "A long sentence about a bridge. ".repeat(18).trim_end().into(),
            facts: "The Gazette".into(),
            ..Entry::default()
        }))
    })
}

fn parts<T: serde::Serialize>(messages: &[T]) -> Vec<String> {
    messages
        .iter()
        .map(|message| serde_json::to_string(message).unwrap())
        .collect()
}

/// One life of the program's sender: what may be sent is sent, for some seconds.
async fn live(office: &Office, owner: &str, sender: Arc<dyn Sender>, seconds: usize) {
    let worker = Worker {
        sender,
        ..office.worker(owner)
    };
    for _ in 0..seconds {
        assert!(worker.send_due().await.unwrap());
        office.pass(1);
    }
}

#[tokio::test]
async fn a_restart_in_the_middle_of_a_digest_repeats_no_picture_on_telegram() {
    let fake = FakeTelegram::start().await;
    fake.add(Kind::Private, READER);
    let office = Office::open(Platform::Telegram).await;
    office
        .publish_parts(&["42"], parts(&telegram::messages(&digest())))
        .await;
    let sender = || {
        Telegram::new(&Secret::new(TOKEN.to_owned()), fake.url())
            .unwrap()
            .sender()
    };

    // The photo arrives; Telegram makes the second part wait, and the program is stopped.
    live(&office, "one", sender(), 1).await;
    fake.fail_next_to(READER, Fault::RetryAfter(60));
    live(&office, "one", sender(), 5).await;
    assert_eq!(fake.messages(READER).len(), 1);
    office.pass(120);
    live(&office, "two", sender(), 10).await;

    assert_eq!(office.tally().await, [(DeliveryState::Sent, 3)]);
    let read = fake.messages(READER);
    let shown: Vec<(bool, bool)> = read
        .iter()
        .map(|message| (message.photo.is_some(), message.silent))
        .collect();
    assert_eq!(
        shown,
        [(true, false), (false, true), (false, true)],
        "one picture, one ring"
    );
    assert!(
        read[0].text.ends_with("12 stories from 2 countries.\n\n1/3"),
        "{}",
        read[0].text
    );
    assert_eq!(fake.requests("sendPhoto").len(), 1);
}

#[tokio::test]
async fn a_restart_in_the_middle_of_a_digest_repeats_no_picture_on_discord() {
    let fake = FakeDiscord::start("TEST.discord.token");
    let (_, channel) = fake.guild();
    let office = Office::open(Platform::Discord).await;
    office
        .publish_parts(&[&channel.to_string()], parts(&discord::messages(&digest())))
        .await;
    let sender = || {
        Discord::new(&Secret::new("TEST.discord.token".to_owned()), &fake.url())
            .unwrap()
            .sender()
    };

    // The picture is there, the answer is lost: the nonce keeps the second try from showing it twice.
    fake.trouble("POST", "/channels/", 1, Trouble::BrokenAfter);
    live(&office, "one", sender(), 5).await;
    office.pass(40);
    live(&office, "two", sender(), 10).await;

    let count = discord::messages(&digest()).len();
    assert!(count > 1);
    assert_eq!(office.tally().await, [(DeliveryState::Sent, count)]);
    let read = fake.messages(channel);
    assert_eq!(read.len(), count);
    let files: Vec<usize> = read.iter().map(|message| message.files.len()).collect();
    assert_eq!(files.iter().sum::<usize>(), 1);
    assert_eq!(read[0].files, [("map.png".to_owned(), map().alt)]);
    fake.assert_no_violations();
}
