//! Pictures as attachments of embeds, or the words alone.

use dateline::platforms::SendError;
use dateline::render::discord::messages;
use dateline::reply::{Block, Entry, Reply};

use super::program::Story;
use super::{assert_well_formed, discord, to};
use crate::fakes::discord::{ATTACH_FILES, FakeDiscord, Trouble};
use crate::render::map;

fn digest() -> String {
    let reply = Reply::default()
        .block(Block::Picture(map()))
        .block(Block::Title("The Andes".into()))
        .block(Block::Entry(Entry {
            headline: "Bridge opens".to_owned(),
            ..Entry::default()
        }));
    serde_json::to_string(&messages(&reply)[0]).unwrap()
}

#[tokio::test]
async fn a_picture_is_attached_and_described_and_sent_once() {
    let fake = FakeDiscord::start(super::TOKEN);
    let (_, channel) = fake.guild();
    let sender = discord(&fake).sender();
    let first = sender.send(&to(channel), &digest(), 7).await.unwrap();
    let second = sender.send(&to(channel), &digest(), 7).await.unwrap();
    assert_eq!(first, second);
    let read = fake.messages(channel);
    assert_eq!(read.len(), 1);
    assert_eq!(read[0].files, [("map.png".to_owned(), map().alt)]);
    assert_eq!(read[0].embeds[0]["image"]["url"], "attachment://map.png");
    assert_eq!(read[0].embeds[1]["title"], "Bridge opens");
    let request = &fake.requests("POST", "/channels/")[0];
    assert!(
        request.files.len() == 1 && request.files[0].is_png(),
        "{:?}",
        request.files
    );
    let body = request.body.clone().unwrap();
    assert_eq!((&body["nonce"], &body["enforce_nonce"]), (&"d7".into(), &true.into()));
    assert_eq!(body.get("picture"), None, "data of our own stay here");
    assert_well_formed(&fake);
}

#[tokio::test]
async fn a_channel_that_takes_no_files_gets_the_words() {
    let fake = FakeDiscord::start(super::TOKEN);
    let (_, channel) = fake.guild();
    let sender = discord(&fake).sender();
    fake.change(|state| state.channels.get_mut(&channel).unwrap().bot_permissions &= !ATTACH_FILES);
    sender.send(&to(channel), &digest(), 7).await.unwrap();
    // The same where files are too large, or Discord finds something wrong with them.
    fake.change(|state| state.channels.get_mut(&channel).unwrap().bot_permissions |= ATTACH_FILES);
    for (status, body) in [
        (413, r#"{"message":"Request entity too large","code":40005}"#),
        (413, "<html>too large</html>"),
        (400, r#"{"message":"Invalid Form Body","code":50035}"#),
    ] {
        let body = body.to_owned();
        fake.trouble("POST", "/channels/", 1, Trouble::Answer { status, body });
        sender.send(&to(channel), &digest(), i64::from(status)).await.unwrap();
    }
    let read = fake.messages(channel);
    assert!(read.len() >= 3);
    for message in &read {
        assert!(message.files.is_empty());
        assert_eq!(message.text(), "**The Andes**\nBridge opens");
    }
    assert_well_formed(&fake);
}

#[tokio::test]
async fn what_is_wrong_with_the_channel_is_said_of_a_picture_as_of_words() {
    let fake = FakeDiscord::start(super::TOKEN);
    let (_, channel) = fake.guild();
    let sender = discord(&fake).sender();
    let refused = async |status, code| {
        fake.change(|state| state.channels.get_mut(&channel).unwrap().refusal = Some((status, code)));
        sender.send(&to(channel), &digest(), 1).await.unwrap_err()
    };
    assert!(matches!(refused(403, 50007).await, SendError::Gone(_)));
    assert_eq!(fake.requests("POST", "/channels/").len(), 1);
    assert!(matches!(refused(403, 50013).await, SendError::Rejected(_)));
    assert!(matches!(refused(404, 10003).await, SendError::Missing(_)));
}

#[tokio::test]
async fn without_pictures_only_words_are_sent() {
    let fake = FakeDiscord::start(super::TOKEN);
    let (_, channel) = fake.guild();
    let sender = discord(&fake).with_pictures(None).sender();
    sender.send(&to(channel), &digest(), 7).await.unwrap();
    assert!(fake.messages(channel)[0].files.is_empty());
    assert_eq!(fake.messages(channel)[0].text(), "**The Andes**\nBridge opens");
    assert_well_formed(&fake);
}

#[tokio::test]
async fn an_answer_whose_picture_is_refused_keeps_nothing_of_it() {
    let story = Story::told(&["Harbour reopens in Venezuela"]).await;
    let (guild, channel) = story.fake.guild();
    let user = story.fake.member(guild, 0);
    let body = r#"{"message":"Request entity too large","code":40005}"#.to_owned();
    story
        .fake
        .trouble("PATCH", "/webhooks/", 1, Trouble::Answer { status: 413, body });
    let asked = story.fake.runs(user, channel, "trends", &[("scope", "Venezuela")]);
    let answer = story.fake.answer(asked).await.remove(0);
    assert!(answer.files.is_empty());
    let asked = story.fake.runs(user, channel, "country", &[("country", "Venezuela")]);
    story.fake.answer(asked).await;
    // What an edit leaves out stays: without a picture it says that there is none.
    let edits = story.fake.requests("PATCH", "/webhooks/");
    let bodies: Vec<serde_json::Value> = edits.iter().filter_map(|edit| edit.body.clone()).collect();
    let (words, list) = (&bodies[bodies.len() - 2], &bodies[bodies.len() - 1]);
    for body in [words, list] {
        assert_eq!(body["attachments"], serde_json::json!([]), "{body}");
        let embeds = body["embeds"].as_array().unwrap();
        assert!(embeds.iter().all(|embed| embed.get("image").is_none()), "{body}");
    }
    assert_well_formed(&story.fake);
}

#[tokio::test]
async fn trends_are_asked_for_and_other_days_are_answered_below() {
    let story = Story::told(&["Harbour reopens in Venezuela", "Bridge opens in Venezuela"]).await;
    let (guild, channel) = story.fake.guild();
    let user = story.fake.member(guild, 0);
    let offered = story.fake.types(user, channel, "trends", "days", "9").await;
    assert_eq!(offered, [("90 days".to_owned(), "90".to_owned())]);
    let options = [("scope", "Venezuela"), ("days", "7")];
    let asked = story.fake.runs(user, channel, "trends", &options);
    let chart = story.fake.answer(asked).await.remove(0);
    let (name, words) = &chart.files[0];
    assert_eq!(name, "chart.png");
    assert_eq!(
        words,
        "Articles about Venezuela each day, 6 Jan to 7 Jan: from 0 to 2, most on 6 Jan."
    );
    assert!(
        chart.text().contains("Venezuela · 2 articles in 2 days"),
        "{}",
        chart.text()
    );
    let pressed = story.fake.presses(user, chart.id, "30 days");
    let below = story.fake.answer(pressed).await.remove(0);
    assert_ne!(below.id, chart.id);
    assert!(below.text().contains("2 articles in 2 days"), "{}", below.text());
    assert_eq!(below.files.len(), 1);
    assert_well_formed(&story.fake);
}
