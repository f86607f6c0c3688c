//! Messages that are changed after they were sent.

use std::str::FromStr;
use std::sync::Arc;

use dateline::config::Secret;
use dateline::destination::Destination;
use dateline::platforms::telegram::Telegram;
use dateline::platforms::{SendError, Sender};
use dateline::render::telegram::messages;
use dateline::reply::{Block, Reply};

use crate::fakes::telegram::{FakeTelegram, Fault, Kind, TOKEN};
use crate::render::map;

const CHANNEL: i64 = -1_008;

async fn world() -> (FakeTelegram, Arc<dyn Sender>) {
    let fake = FakeTelegram::start().await;
    fake.add(Kind::Channel, CHANNEL);
    let bot = Telegram::new(&Secret::new(TOKEN.to_owned()), fake.url()).unwrap();
    (fake, bot.sender())
}

fn to() -> Destination {
    Destination::from_str("telegram:-1008").unwrap()
}

fn message(words: &str, pictured: bool) -> String {
    let mut reply = Reply::default();
    if pictured {
        reply = reply.block(Block::Picture(map()));
    }
    let reply = reply
        .block(Block::Paragraph(words.into()))
        .action("Peru", "/country PE");
    serde_json::to_string(&messages(&reply)[0]).unwrap()
}

/// matrix-hookshot#1151, maubot/rss#63: an edited article changes its message.
#[tokio::test]
async fn words_and_captions_are_changed_and_keep_their_photo_and_buttons() {
    let (fake, sender) = world().await;
    for (at, pictured) in [false, true].into_iter().enumerate() {
        let id = sender.send(&to(), &message("Peru votes", pictured), 1).await.unwrap();
        for _ in 0..2 {
            // The second time nothing changes: "message is not modified".
            sender
                .edit(&to(), &id, &message("Peru votes <again>", pictured))
                .await
                .unwrap();
        }
        let read = &fake.messages(CHANNEL)[at];
        assert_eq!((read.id.to_string(), read.text.as_str()), (id, "Peru votes <again>"));
        assert_eq!(read.labels(), ["Peru"]);
        assert_eq!((read.photo.is_some(), read.edits), (pictured, 1));
    }
    assert_eq!(fake.messages(CHANNEL).len(), 2, "nothing is sent");
}

#[tokio::test]
async fn a_message_that_went_without_its_photo_is_changed_as_words() {
    let (fake, sender) = world().await;
    fake.with_chat(CHANNEL, |chat| chat.takes_photos = false);
    let id = sender.send(&to(), &message("Peru votes", true), 1).await.unwrap();
    sender.edit(&to(), &id, &message("Peru has voted", true)).await.unwrap();
    assert_eq!(fake.messages(CHANNEL)[0].text, "Peru has voted");
}

#[tokio::test]
async fn refused_markup_is_changed_to_plain_text_once() {
    let (fake, sender) = world().await;
    let id = sender.send(&to(), &message("Peru votes", false), 1).await.unwrap();
    let bad =
        r#"{"text":"<b>Peru <i>&amp;</b> Chile</i>","parse_mode":"HTML","link_preview_options":{"is_disabled":true}}"#;
    sender.edit(&to(), &id, bad).await.unwrap();
    assert_eq!(fake.messages(CHANNEL)[0].text, "Peru & Chile");
    assert_eq!(fake.requests("editMessageText").len(), 2);
}

#[tokio::test]
async fn what_cannot_be_changed_is_refused_with_the_reason() {
    let (fake, sender) = world().await;
    let id = sender.send(&to(), &message("Peru votes", false), 1).await.unwrap();
    let edit = async |id: &str| sender.edit(&to(), id, &message("Peru has voted", false)).await;
    fake.with_chat(CHANNEL, |chat| chat.messages[0].editable = false);
    let refused = |reason: &str| Err(SendError::Rejected(reason.to_owned()));
    assert_eq!(edit(&id).await, refused("Bad Request: message can't be edited"));
    assert_eq!(edit("999").await, refused("Bad Request: message to edit not found"));
    assert_eq!(edit("no number").await, refused("\"no number\" is no Telegram message"));
    fake.fail_next("editMessageText", Fault::RetryAfter(7));
    assert!(matches!(edit(&id).await, Err(SendError::RetryAfter(..))));
    fake.with_chat(CHANNEL, |chat| chat.closed = true);
    assert!(matches!(edit(&id).await, Err(SendError::Gone(_))));
}
