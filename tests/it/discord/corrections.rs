//! Messages that are changed after they were sent.

use dateline::platforms::SendError;
use dateline::render::discord::messages;
use dateline::reply::{Block, Entry, Reply};

use super::{assert_well_formed, discord, to};
use crate::fakes::discord::{ATTACH_FILES, FakeDiscord, Trouble};
use crate::render::map;

fn message(words: &str, headline: Option<&str>, pictured: bool) -> String {
    let mut reply = Reply::default();
    if pictured {
        reply = reply.block(Block::Picture(map()));
    }
    reply = reply.block(Block::Title(words.into()));
    if let Some(headline) = headline {
        reply = reply
            .block(Block::Entry(Entry {
                headline: headline.to_owned(),
                ..Entry::default()
            }))
            .action("Peru", "/country PE");
    }
    serde_json::to_string(&messages(&reply)[0]).unwrap()
}

/// matrix-hookshot#1151, maubot/rss#63: an edited article changes its message.
#[tokio::test]
async fn a_message_is_changed_and_keeps_its_picture_and_buttons() {
    let fake = FakeDiscord::start(super::TOKEN);
    let (_, channel) = fake.guild();
    let sender = discord(&fake).sender();
    let id = sender
        .send(&to(channel), &message("Andes", Some("Bridge opens"), true), 7)
        .await
        .unwrap();
    for _ in 0..2 {
        let new = message("Andes", Some("Bridge does not open"), true);
        sender.edit(&to(channel), &id, &new).await.unwrap();
    }
    let read = fake.messages(channel);
    assert_eq!(read.len(), 1, "nothing is sent");
    assert_eq!(read[0].embeds[1]["title"], "Bridge does not open");
    assert_eq!(read[0].embeds[0]["image"]["url"], "attachment://map.png");
    assert_eq!(read[0].files, [("map.png".to_owned(), map().alt)]);
    assert_eq!(read[0].buttons(), [("Peru".to_owned(), "/country PE".to_owned())]);
    let edit = &fake.requests("PATCH", "/channels/")[0];
    let body = edit.body.clone().unwrap();
    assert!(
        body.get("attachments").is_none() && body.get("nonce").is_none(),
        "{body}"
    );
    assert_eq!(fake.requests("PATCH", "/channels/").len(), 2);
    assert_well_formed(&fake);
}

#[tokio::test]
async fn what_the_new_message_does_not_have_goes_away() {
    let fake = FakeDiscord::start(super::TOKEN);
    let (_, channel) = fake.guild();
    let sender = discord(&fake).sender();
    let id = sender
        .send(&to(channel), &message("Andes", Some("Bridge opens"), false), 7)
        .await
        .unwrap();
    sender
        .edit(&to(channel), &id, &message("Moved up", None, false))
        .await
        .unwrap();
    let read = &fake.messages(channel)[0];
    assert!(read.embeds.is_empty() && read.components.is_empty(), "{read:?}");
    assert_well_formed(&fake);
}

#[tokio::test]
async fn a_message_that_went_without_its_picture_is_changed_without_it() {
    let fake = FakeDiscord::start(super::TOKEN);
    let (_, channel) = fake.guild();
    fake.change(|state| state.channels.get_mut(&channel).unwrap().bot_permissions &= !ATTACH_FILES);
    let sender = discord(&fake).sender();
    let id = sender
        .send(&to(channel), &message("Andes", Some("Bridge opens"), true), 7)
        .await
        .unwrap();
    let new = message("Andes", Some("Bridge does not open"), true);
    sender.edit(&to(channel), &id, &new).await.unwrap();
    let last = fake.requests("PATCH", "/channels/").pop().unwrap().body.unwrap();
    assert_eq!(last["embeds"].as_array().unwrap().len(), 1, "{last}");
    assert_eq!(fake.messages(channel)[0].embeds[0]["title"], "Bridge does not open");
    assert_well_formed(&fake);
}

#[tokio::test]
async fn what_cannot_be_changed_is_refused_with_the_reason() {
    let fake = FakeDiscord::start(super::TOKEN);
    let (_, channel) = fake.guild();
    let sender = discord(&fake).sender();
    let id = sender
        .send(&to(channel), &message("Andes", None, false), 7)
        .await
        .unwrap();
    let edit = async |id: &str| sender.edit(&to(channel), id, &message("Peru", None, false)).await;
    fake.change(|state| state.channels.get_mut(&channel).unwrap().archived = Some(false));
    insta::assert_snapshot!(edit(&id).await.unwrap_err(), @"the platform refused the message: Discord answered 400: Thread is archived (code 50083); unlock the thread, or let the digest go elsewhere");
    fake.change(|state| state.channels.get_mut(&channel).unwrap().archived = None);
    insta::assert_snapshot!(edit("77").await.unwrap_err(), @"the platform knows no such destination: Discord answered 404: Unknown Message (code 10008)");
    insta::assert_snapshot!(edit("0").await.unwrap_err(), @r#"the platform refused the message: "0" is no Discord message"#);
    fake.trouble("PATCH", "/channels/", 1, Trouble::BrokenAfter);
    assert!(matches!(edit(&id).await, Err(SendError::Unknown(_))));
    let limited = Trouble::Limited {
        seconds: 3.0,
        scope: "user",
    };
    fake.trouble("PATCH", "/channels/", 1, limited);
    assert!(matches!(edit(&id).await, Err(SendError::RetryAfter(..))));
    edit(&id).await.unwrap();
}
