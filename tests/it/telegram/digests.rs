//! Digests on Telegram: subscribed to in one run of the program, due in the next.

use super::program::{PERSON, Story, article};
use crate::fakes::telegram::{Fault, Kind, MEMBER};

const GROUP: i64 = -500;
const SUPERGROUP: i64 = -100_900;

/// A person and a group that are subscribed, and the program stopped before the digest is due.
async fn subscribed() -> Story {
    let mut story = Story::with(&[article(1, "Harbour reopens in Venezuela")]).await;
    story.fake.add(Kind::Group, GROUP);
    story.fake.with_chat(GROUP, |chat| chat.administrators.insert(MEMBER));
    story.now = "2026-01-06T12:00:00Z";
    story.start();
    for chat in [PERSON, GROUP] {
        story.fake.user_says(chat, "/subscribe andes 07:30 UTC");
        let messages = story.fake.wait_for_messages(chat, 1).await;
        assert!(messages[0].text.contains("you get The Andes here"), "{messages:#?}");
        story.fake.with_chat(chat, |chat| chat.messages.clear());
    }
    assert!(story.stop().await.success());
    story.now = "2026-01-07T07:30:30Z";
    story
}

#[tokio::test]
async fn subscribers_get_the_digest_until_they_end_it() {
    let mut story = subscribed().await;
    story.start();
    for chat in [PERSON, GROUP] {
        let digest = story.fake.wait_for_messages(chat, 1).await.remove(0);
        assert!(
            digest.text.contains("The Andes") && digest.text.contains("Harbour reopens"),
            "{digest:#?}"
        );
    }
    story.fake.user_says(PERSON, "/unsubscribe andes");
    story.fake.wait_for_messages(PERSON, 2).await;
    assert!(story.stop().await.success());
    story.now = "2026-01-08T07:30:30Z";
    story.start();
    story.fake.wait_for_messages(GROUP, 2).await;
    assert_eq!(story.fake.messages(PERSON).len(), 2);
}

#[tokio::test]
async fn a_digest_follows_a_group_that_became_a_supergroup() {
    let mut story = subscribed().await;
    story.fake.upgrade(GROUP, SUPERGROUP);
    story.start();
    let digest = story.fake.wait_for_messages(SUPERGROUP, 1).await.remove(0);
    assert!(digest.text.contains("Harbour reopens"), "{digest:#?}");
    story.fake.user_says(SUPERGROUP, "/subscriptions");
    let messages = story.fake.wait_for_messages(SUPERGROUP, 2).await;
    assert!(messages[1].text.contains("The Andes"), "{messages:#?}");
}

/// covidbot#201: a refusal may be an outage's. Only a second one, a day or more later, ends what is subscribed.
#[tokio::test]
async fn a_reader_who_blocked_the_bot_is_unsubscribed_the_next_day_and_told_when_they_come_back() {
    let mut story = subscribed().await;
    story.fake.with_chat(PERSON, |chat| chat.closed = true);
    for (day, tries) in [("2026-01-07T07:30:30Z", 2), ("2026-01-08T07:31:30Z", 4)] {
        story.now = day;
        story.start();
        // The group's message, and the person's refusal.
        story
            .fake
            .wait_for("the refusal", |fake| {
                (fake.requests("sendMessage").len() + fake.requests("sendPhoto").len() >= tries + 2).then_some(())
            })
            .await;
        // The refusal is recorded a moment after it is given; a stop waits for that.
        assert!(story.stop().await.success());
    }
    story.fake.with_chat(PERSON, |chat| chat.closed = false);
    story.start();
    story.fake.user_says(PERSON, "/subscriptions");
    let messages = story.fake.wait_for_messages(PERSON, 1).await;
    let said = &messages[0].text;
    assert!(said.contains("Nothing is subscribed here"), "{messages:#?}");
    assert!(said.contains("ended on") && said.contains("blocked"), "{messages:#?}");
}

#[tokio::test]
async fn a_digest_waits_as_long_as_telegram_asks_and_answers_do_not() {
    let mut story = subscribed().await;
    story.fake.fail_next("sendPhoto", Fault::RetryAfter(4));
    story.start();
    story
        .fake
        .wait_for("the digest's first try", |fake| {
            (fake.requests("sendPhoto").len() >= 3).then_some(())
        })
        .await;
    story.fake.add(Kind::Private, 43);
    story.fake.user_says(43, "/country Peru");
    story.fake.wait_for_messages(43, 1).await;
    for chat in [PERSON, GROUP] {
        let digest = story.fake.wait_for_messages(chat, 1).await.remove(0);
        assert!(digest.text.contains("Harbour reopens"), "{digest:#?}");
    }
}
