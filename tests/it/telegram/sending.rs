//! The sender of digests: one request a message, and what each refusal means.

use std::str::FromStr;
use std::sync::Arc;

use dateline::config::Secret;
use dateline::destination::Destination;
use dateline::platforms::telegram::Telegram;
use dateline::platforms::{SendError, Sender};
use serde_json::json;

use crate::fakes::telegram::{FakeTelegram, Fault, Kind, TOKEN};

const PERSON: i64 = 42;
const GROUP: i64 = -500;

async fn world() -> (FakeTelegram, Arc<dyn Sender>) {
    let fake = FakeTelegram::start().await;
    fake.add(Kind::Private, PERSON);
    fake.add(Kind::Group, GROUP);
    let sender = sender(TOKEN, fake.url());
    (fake, sender)
}

fn sender(token: &str, url: &str) -> Arc<dyn Sender> {
    Telegram::new(&Secret::new(token.to_owned()), url).unwrap().sender()
}

async fn send(sender: &Arc<dyn Sender>, to: &str, html: &str) -> Result<String, SendError> {
    let body = json!({
        "text": html,
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": true},
        "reply_markup": {"inline_keyboard": [[{"text": "More", "callback_data": "/country VE 2"}]]},
    });
    sender
        .send(&Destination::from_str(to).unwrap(), &body.to_string(), 1)
        .await
}

#[tokio::test]
async fn a_message_arrives_with_its_markup_and_buttons() {
    let (fake, sender) = world().await;
    let id = send(
        &sender,
        "telegram:42",
        "<b>Peru</b> &amp; <a href=\"https://a.example/\">Chile</a>",
    )
    .await
    .unwrap();
    let messages = fake.messages(PERSON);
    assert_eq!(messages[0].id.to_string(), id);
    assert_eq!(messages[0].text, "Peru & Chile");
    assert_eq!(
        messages[0].links,
        [("Chile".to_owned(), "https://a.example/".to_owned())]
    );
    assert_eq!(messages[0].labels(), ["More"]);
}

#[tokio::test]
async fn a_topic_and_a_named_channel_are_reached() {
    let (fake, sender) = world().await;
    fake.add(Kind::Supergroup, -1_007);
    fake.with_chat(-1_007, |chat| chat.topics.extend([(3, true), (4, false)]));
    fake.add(Kind::Channel, -1_008);
    fake.with_chat(-1_008, |chat| chat.name = Some("@news_channel".to_owned()));
    send(&sender, "telegram:-1007/3", "in the topic").await.unwrap();
    send(&sender, "telegram:@news_channel", "in the channel").await.unwrap();
    assert_eq!(fake.messages(-1_007)[0].topic, Some(3));
    assert_eq!(fake.messages(-1_008)[0].text, "in the channel");
    // A closed topic is opened again; one that is not there was perhaps deleted.
    assert_eq!(
        send(&sender, "telegram:-1007/4", "x").await,
        Err(SendError::Rejected("Bad Request: TOPIC_CLOSED".to_owned()))
    );
    assert_eq!(
        send(&sender, "telegram:-1007/9", "x").await,
        Err(SendError::Missing("Bad Request: message thread not found".to_owned()))
    );
    fake.fail_next("sendMessage", Fault::Refuse(400, "Bad Request: TOPIC_DELETED"));
    assert_eq!(
        send(&sender, "telegram:-1007/3", "x").await,
        Err(SendError::Missing("Bad Request: TOPIC_DELETED".to_owned()))
    );
}

/// GameFeeder#201, Telegram-DMI-Bot#16: every kind of 403 was an error for ever.
#[tokio::test]
async fn closed_chats_are_gone_and_unknown_ones_perhaps() {
    let (fake, sender) = world().await;
    fake.with_chat(PERSON, |chat| chat.closed = true);
    fake.with_chat(GROUP, |chat| chat.closed = true);
    let gone = |reason: &str| Err(SendError::Gone(reason.to_owned()));
    assert_eq!(
        send(&sender, "telegram:42", "x").await,
        gone("Forbidden: bot was blocked by the user")
    );
    assert_eq!(
        send(&sender, "telegram:-500", "x").await,
        gone("Forbidden: bot was kicked from the group chat")
    );
    assert_eq!(
        send(&sender, "telegram:77", "x").await,
        Err(SendError::Missing("Bad Request: chat not found".to_owned()))
    );
    fake.with_chat(PERSON, |chat| chat.closed = false);
    for (code, reason) in [
        (403, "Forbidden: user is deactivated"),
        (403, "Forbidden: bot is not a member of the channel chat"),
        (403, "Forbidden: the group chat was deleted"),
        (400, "Bad Request: group chat was deactivated"),
    ] {
        fake.fail_next("sendMessage", Fault::Refuse(code, reason));
        assert_eq!(send(&sender, "telegram:42", "x").await, gone(reason));
    }
    // Rights are given again.
    for (code, reason) in [
        (403, "Forbidden: something that Telegram says next year"),
        (400, "Bad Request: not enough rights to send text messages to the chat"),
        (400, "Bad Request: need administrator rights in the channel chat"),
        (400, "Bad Request: CHAT_WRITE_FORBIDDEN"),
    ] {
        fake.fail_next("sendMessage", Fault::Refuse(code, reason));
        let refused = Err(SendError::Rejected(reason.to_owned()));
        assert_eq!(send(&sender, "telegram:42", "x").await, refused);
    }
}

/// gatus#179, calendar-bot#23, el_monitorro: a group was upgraded, and its chat was lost.
#[tokio::test]
async fn a_group_that_became_a_supergroup_has_moved() {
    let (fake, sender) = world().await;
    fake.upgrade(GROUP, -100_900);
    assert_eq!(
        send(&sender, "telegram:-500", "x").await,
        Err(SendError::Moved("-100900".to_owned()))
    );
}

#[tokio::test]
async fn a_wait_is_the_groups_or_nobody_knows_whose() {
    let (fake, sender) = world().await;
    fake.fail_next("sendMessage", Fault::RetryAfter(7));
    fake.fail_next("sendMessage", Fault::RetryAfter(9));
    let errors = [
        send(&sender, "telegram:-500", "x").await,
        send(&sender, "telegram:42", "x").await,
    ];
    insta::assert_debug_snapshot!(errors, @"
    [
        Err(
            RetryAfter(
                7s,
                Chat,
            ),
        ),
        Err(
            RetryAfter(
                9s,
                Unsaid,
            ),
        ),
    ]
    ");
}

#[tokio::test]
async fn refused_markup_goes_as_plain_text() {
    let (fake, sender) = world().await;
    send(&sender, "telegram:42", "<b>Peru <i>&amp;</b> Chile</i> &amp;lt;")
        .await
        .unwrap();
    assert_eq!(fake.messages(PERSON)[0].text, "Peru & Chile &lt;");
    assert_eq!(fake.messages(PERSON)[0].labels(), ["More"]);
}

#[tokio::test]
async fn a_message_that_telegram_does_not_take_is_rejected() {
    let (_fake, sender) = world().await;
    let rejected = send(&sender, "telegram:42", &"x".repeat(4097)).await;
    assert_eq!(
        rejected,
        Err(SendError::Rejected("Bad Request: message is too long".to_owned()))
    );
    let unreadable = sender
        .send(&Destination::from_str("telegram:42").unwrap(), "{}", 1)
        .await;
    assert!(matches!(unreadable, Err(SendError::Rejected(_))), "{unreadable:?}");
}

#[tokio::test]
async fn after_a_gateway_error_nobody_knows() {
    let (fake, sender) = world().await;
    // teloxide holds a 5xx answer for 10 s, so the two stand side by side.
    fake.fail_next("sendMessage", Fault::GatewayAfter(502));
    fake.fail_next("sendMessage", Fault::Refuse(500, "Internal Server Error"));
    let (first, second) = tokio::join!(send(&sender, "telegram:42", "x"), send(&sender, "telegram:42", "x"));
    assert!(matches!(first, Err(SendError::Unknown(_))), "{first:?}");
    assert!(matches!(second, Err(SendError::Unknown(_))), "{second:?}");
}

/// A proxy's page with status 200: the message may have arrived behind it.
#[tokio::test]
async fn after_an_answer_that_is_not_the_bot_apis_nobody_knows() {
    let (fake, sender) = world().await;
    fake.fail_next("sendMessage", Fault::GatewayAfter(200));
    let answer = send(&sender, "telegram:42", "x").await;
    assert!(matches!(answer, Err(SendError::Unknown(_))), "{answer:?}");
    assert_eq!(fake.messages(PERSON).len(), 1);
}

#[tokio::test]
async fn without_a_connection_nothing_was_accepted() {
    let (fake, sender) = world().await;
    fake.unplug();
    // The port closes a moment later; until then the connection breaks, and nobody knows.
    let mut last = send(&sender, "telegram:42", "x").await;
    while matches!(last, Err(SendError::Unknown(_))) {
        last = send(&sender, "telegram:42", "x").await;
    }
    assert!(matches!(last, Err(SendError::Unreachable(_))), "{last:?}");
    assert!(fake.messages(PERSON).is_empty());
    fake.plug_in();
    while send(&sender, "telegram:42", "back").await.is_err() {}
    assert_eq!(fake.messages(PERSON)[0].text, "back");
}

#[tokio::test]
async fn a_wrong_token_is_said_and_not_shown() {
    let (fake, _) = world().await;
    let error = send(&sender("1:SECRET", fake.url()), "telegram:42", "x")
        .await
        .unwrap_err()
        .to_string();
    insta::assert_snapshot!(error, @"the platform could not be reached: Telegram refuses the token; check TELEGRAM_TOKEN and telegram.api_url");
    fake.unplug();
    let mut error = String::new();
    while !error.contains("could not be reached") {
        error = send(&sender("1:SECRET", fake.url()), "telegram:42", "x")
            .await
            .unwrap_err()
            .to_string();
        assert!(!error.contains("SECRET"), "{error}");
    }
}

#[test]
fn an_address_that_is_none_is_refused_in_words() {
    let refused = |url: &str| Telegram::new(&Secret::new(TOKEN.to_owned()), url).err().unwrap();
    insta::assert_snapshot!(refused("api.telegram.org"), @r#""api.telegram.org" is no address (relative URL without a base); write an address such as https://api.telegram.org in telegram.api_url"#);
    insta::assert_snapshot!(refused("ftp://api.telegram.org"), @r#""ftp://api.telegram.org" is no http or https address; write an address such as https://api.telegram.org in telegram.api_url"#);
}
