//! Photos: sent with their words, or the words alone.

use std::str::FromStr;
use std::sync::Arc;

use dateline::config::Secret;
use dateline::destination::Destination;
use dateline::platforms::telegram::Telegram;
use dateline::platforms::{SendError, Sender};
use dateline::render::picture::Theme;
use dateline::render::telegram::messages;
use dateline::reply::{Block, Drawing, Picture, Reply};

use super::program::{PERSON, Story};
use crate::fakes::telegram::{FakeTelegram, Fault, Kind, TOKEN};
use crate::render::map;

const GROUP: i64 = -500;

async fn world() -> (FakeTelegram, Arc<dyn Sender>) {
    let fake = FakeTelegram::start().await;
    fake.add(Kind::Private, PERSON);
    fake.add(Kind::Group, GROUP);
    let sender = bot(&fake).sender();
    (fake, sender)
}

fn bot(fake: &FakeTelegram) -> Telegram {
    Telegram::new(&Secret::new(TOKEN.to_owned()), fake.url()).unwrap()
}

fn with(picture: Picture) -> String {
    let reply = Reply::default()
        .block(Block::Picture(picture))
        .block(Block::Title("The Andes & more".into()))
        .action("Peru", "/country PE");
    serde_json::to_string(&messages(&reply)[0]).unwrap()
}

async fn send(sender: &Arc<dyn Sender>, chat: i64, body: &str) -> Result<String, SendError> {
    let to = Destination::from_str(&format!("telegram:{chat}")).unwrap();
    sender.send(&to, body, 1).await
}

#[tokio::test]
async fn a_photo_arrives_with_its_caption_and_buttons_and_is_uploaded_once() {
    let (fake, sender) = world().await;
    for chat in [PERSON, GROUP, PERSON] {
        send(&sender, chat, &with(map())).await.unwrap();
    }
    let read = fake.messages(PERSON);
    assert_eq!(read[0].text, "The Andes & more");
    assert_eq!(read[0].labels(), ["Peru"]);
    assert_eq!((&read[0].photo, read[0].silent), (&Some("photo-1".to_owned()), false));
    assert_eq!(fake.messages(GROUP)[0].photo, read[1].photo);
    let uploads: Vec<usize> = fake
        .requests("sendPhoto")
        .iter()
        .map(|request| request.files.len())
        .collect();
    assert_eq!(uploads, [1, 0, 0]);
    assert_eq!(
        fake.requests("sendPhoto")[0].files[0].file_name.as_deref(),
        Some("map.png")
    );
}

#[tokio::test]
async fn what_telegram_has_no_more_is_uploaded_again() {
    let (fake, sender) = world().await;
    send(&sender, PERSON, &with(map())).await.unwrap();
    let forgotten = "Bad Request: wrong file identifier/HTTP URL specified";
    fake.fail_next("sendPhoto", Fault::Refuse(400, forgotten));
    send(&sender, PERSON, &with(map())).await.unwrap();
    assert_eq!(fake.messages(PERSON)[1].photo.as_deref(), Some("photo-2"));
}

#[tokio::test]
async fn a_chat_that_takes_no_photos_gets_the_words() {
    let (fake, sender) = world().await;
    fake.with_chat(GROUP, |chat| chat.takes_photos = false);
    let id = send(&sender, GROUP, &with(map())).await.unwrap();
    let read = fake.messages(GROUP);
    assert_eq!((read[0].id.to_string(), &read[0].photo), (id, &None));
    assert_eq!(read[0].text, "The Andes & more");
    assert_eq!(read[0].labels(), ["Peru"]);
    // Others get theirs.
    send(&sender, PERSON, &with(map())).await.unwrap();
    assert!(fake.messages(PERSON)[0].photo.is_some());
    for reason in [
        "Bad Request: CHAT_SEND_PHOTOS_FORBIDDEN",
        "Bad Request: PHOTO_INVALID_DIMENSIONS",
    ] {
        fake.fail_next("sendPhoto", Fault::Refuse(400, reason));
        send(&sender, PERSON, &with(map())).await.unwrap();
    }
    assert_eq!(fake.messages(PERSON).iter().filter(|m| m.photo.is_none()).count(), 2);
}

#[tokio::test]
async fn what_is_wrong_with_the_chat_is_said_of_a_photo_as_of_words() {
    let (fake, sender) = world().await;
    fake.fail_next_to(GROUP, Fault::RetryAfter(7));
    let wait = send(&sender, GROUP, &with(map())).await;
    assert!(matches!(wait, Err(SendError::RetryAfter(..))), "{wait:?}");
    fake.with_chat(PERSON, |chat| chat.closed = true);
    let gone = send(&sender, PERSON, &with(map())).await;
    assert!(matches!(gone, Err(SendError::Gone(_))), "{gone:?}");
    fake.upgrade(GROUP, -100_900);
    let moved = send(&sender, GROUP, &with(map())).await;
    assert_eq!(moved, Err(SendError::Moved("-100900".to_owned())));
    assert!(fake.requests("sendMessage").is_empty());
}

#[tokio::test]
async fn a_caption_that_telegram_cannot_parse_goes_as_plain_text() {
    let (fake, sender) = world().await;
    let body = with(map()).replace("<b>", "<b><i>");
    send(&sender, PERSON, &body).await.unwrap();
    let read = fake.messages(PERSON);
    assert_eq!(read[0].text, "The Andes & more");
    assert!(read[0].photo.is_some());
}

#[tokio::test]
async fn without_pictures_only_words_are_sent() {
    let (fake, _) = world().await;
    let sender = bot(&fake).with_pictures(None).sender();
    send(&sender, PERSON, &with(map())).await.unwrap();
    assert_eq!(fake.messages(PERSON)[0].photo, None);
    // Nor is anything sent that cannot be drawn.
    let sender = bot(&fake).with_pictures(Some(Theme::Dark)).sender();
    let mut blank = map();
    blank.drawing = Drawing::Chart(dateline::reply::Chart {
        title: "Nothing".to_owned(),
        subtitle: String::new(),
        bars: Vec::new(),
    });
    send(&sender, PERSON, &with(blank)).await.unwrap();
    assert_eq!(fake.messages(PERSON)[1].text, "The Andes & more");
}

#[tokio::test]
async fn trends_are_asked_for_and_other_days_are_answered_below() {
    let story = Story::told(&["Harbour reopens in Venezuela", "Bridge opens in Venezuela"]).await;
    story.fake.user_says(PERSON, "/trends Venezuela");
    let chart = story.fake.wait_for_messages(PERSON, 1).await.remove(0);
    assert!(chart.photo.is_some(), "{chart:#?}");
    assert!(chart.text.contains("Venezuela · 2 articles in 2 days"), "{chart:#?}");
    let request = &story.fake.requests("sendPhoto")[0];
    assert_eq!(request.files[0].file_name.as_deref(), Some("chart.png"));

    story.fake.presses(PERSON, chart.id, "7 days");
    let week = story.fake.wait_for_messages(PERSON, 2).await.remove(1);
    assert!(week.text.contains("2 articles in 2 days"), "{week:#?}");
    story.fake.presses(PERSON, week.id, "Articles");
    let articles = story.fake.wait_for_messages(PERSON, 3).await.remove(2);
    assert!(articles.text.contains("Harbour reopens"), "{articles:#?}");
    assert!(story.fake.requests("editMessageText").is_empty());
}
