//! Telegram is away, refuses, or wants to wait.

use super::program::{PERSON, Story, article};
use crate::fakes::telegram::{FakeTelegram, Fault, Kind};

const OTHER: i64 = 43;

#[tokio::test]
async fn telegram_may_be_down_at_the_start() {
    let mut story = Story::with(&[article(1, "Harbour reopens in Venezuela")]).await;
    story.fake.user_says(PERSON, "/country Venezuela");
    story.fake.unplug();
    story.start();
    while !story.log().contains("Telegram does not answer") {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    story.fake.plug_in();
    story.fake.wait_for_messages(PERSON, 1).await;
}

#[tokio::test]
async fn telegram_may_be_down_for_a_while() {
    let story = Story::told(&["Harbour reopens in Venezuela"]).await;
    story.fake.user_says(PERSON, "/country Venezuela");
    // Confirmed: the bot knows that its answer has arrived.
    story.fake.wait_until_confirmed().await;
    story.fake.unplug();
    story.fake.user_says(PERSON, "/country Peru");
    while !story.log().contains("Telegram does not answer") {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    story.fake.plug_in();
    // The outage may have swallowed Telegram's word that the first answer arrived: then that one comes again.
    let about_peru = |fake: &FakeTelegram| {
        fake.messages(PERSON)
            .into_iter()
            .find(|message| message.text.contains("Peru"))
    };
    story.fake.wait_for("the answer about Peru", about_peru).await;
}

#[tokio::test]
async fn a_chat_that_must_wait_keeps_nobody_else_waiting() {
    let story = Story::told(&["Harbour reopens in Venezuela"]).await;
    story.fake.add(Kind::Private, OTHER);
    story.fake.fail_next("sendMessage", Fault::RetryAfter(30));
    story.fake.user_says(PERSON, "/country Venezuela");
    story
        .fake
        .wait_for("the refusal", |fake| fake.requests("sendMessage").pop())
        .await;
    story.fake.user_says(OTHER, "/country Peru");
    story.fake.wait_for_messages(OTHER, 1).await;
    assert!(story.fake.messages(PERSON).is_empty());
}

#[tokio::test]
async fn an_answer_that_must_wait_comes_in_the_end() {
    let story = Story::told(&["Harbour reopens in Venezuela"]).await;
    story.fake.fail_next("sendMessage", Fault::RetryAfter(1));
    story.fake.user_says(PERSON, "/country Venezuela");
    story.fake.wait_for_messages(PERSON, 1).await;
    assert_eq!(story.fake.requests("sendMessage").len(), 2);
}

#[tokio::test]
async fn an_answer_outlives_a_gateway_error() {
    let story = Story::told(&["Harbour reopens in Venezuela"]).await;
    story.fake.fail_next("sendMessage", Fault::Gateway(502));
    story.fake.user_says(PERSON, "/country Venezuela");
    story.fake.wait_for_messages(PERSON, 1).await;
    assert_eq!(story.fake.requests("sendMessage").len(), 2);
}

#[tokio::test]
async fn a_user_who_blocked_the_bot_is_no_trouble() {
    let story = Story::told(&["Harbour reopens in Venezuela"]).await;
    story.fake.add(Kind::Private, OTHER);
    story.fake.with_chat(PERSON, |chat| chat.closed = true);
    story.fake.user_says(PERSON, "/country Venezuela");
    story
        .fake
        .wait_for("the refusal", |fake| fake.requests("sendMessage").pop())
        .await;
    story.fake.user_says(OTHER, "/country Peru");
    story.fake.wait_for_messages(OTHER, 1).await;
    story.fake.wait_until_confirmed().await;
    assert_eq!(story.fake.requests("sendMessage").len(), 2);
}

#[tokio::test]
async fn a_second_program_with_the_token_is_named() {
    let story = Story::told(&["Harbour reopens in Venezuela"]).await;
    let conflict = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running";
    story.fake.fail_next("getUpdates", Fault::Refuse(409, conflict));
    story.fake.user_says(PERSON, "/country Venezuela");
    // The first poll may have been held open already: the fault waits for the next.
    story.fake.wait_for_messages(PERSON, 1).await;
    story.fake.user_says(PERSON, "/country Peru");
    story.fake.wait_for_messages(PERSON, 2).await;
    assert!(
        story.log().contains("another program polls Telegram with this token"),
        "{}",
        story.log()
    );
}

#[tokio::test]
async fn a_forgotten_webhook_is_removed() {
    let mut story = Story::with(&[article(1, "Harbour reopens in Venezuela")]).await;
    let webhook =
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";
    story.fake.fail_next("getUpdates", Fault::Refuse(409, webhook));
    story.start();
    story.fake.user_says(PERSON, "/country Venezuela");
    story.fake.wait_for_messages(PERSON, 1).await;
    assert_eq!(story.fake.requests("deleteWebhook").len(), 2);
}

#[tokio::test]
async fn a_refused_token_is_said_in_words_and_not_shown() {
    let mut story = Story::with(&[]).await;
    story.fake.fail_next("getMe", Fault::Refuse(401, "Unauthorized"));
    story.start();
    assert!(!story.end().await.success());
    let log = story.log();
    assert!(
        log.contains("Telegram refuses the bot's token") && !log.contains("TEST"),
        "{log}"
    );
}
