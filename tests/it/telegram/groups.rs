//! Groups, their topics and rights, and channels.

use serde_json::json;

use super::program::{PERSON, Story};
use crate::fakes::telegram::{Kind, MEMBER};

const GROUP: i64 = -500;
const SUPERGROUP: i64 = -100_900;
const CHANNEL: i64 = -100_800;

async fn story() -> Story {
    let story = Story::told(&["Harbour reopens in Venezuela"]).await;
    story.fake.add(Kind::Group, GROUP);
    story
}

#[tokio::test]
async fn in_a_group_only_commands_for_this_bot_are_answered() {
    let story = story().await;
    for text in [
        "/country@other_bot Venezuela",
        "/roll 20",
        "how is Venezuela?",
        "/country@Dateline_Test_Bot Venezuela",
    ] {
        story.fake.user_says(GROUP, text);
    }
    let answer = story.fake.wait_for_messages(GROUP, 1).await.remove(0);
    assert!(answer.text.contains("Harbour reopens"), "{answer:#?}");
    story.fake.user_says(GROUP, "/country Peru");
    let messages = story.fake.wait_for_messages(GROUP, 2).await;
    assert!(messages[1].text.contains("Peru"), "{messages:#?}");
    assert_eq!(messages.len(), 2);
}

#[tokio::test]
async fn an_answer_goes_to_the_topic_of_the_question() {
    let story = story().await;
    story.fake.add(Kind::Supergroup, SUPERGROUP);
    story.fake.with_chat(SUPERGROUP, |chat| chat.topics.insert(7, true));
    story.fake.says(
        SUPERGROUP,
        json!({"text": "/country Venezuela", "message_thread_id": 7, "is_topic_message": true}),
    );
    // Outside topics the number names a chain of replies.
    story
        .fake
        .says(SUPERGROUP, json!({"text": "/country Peru", "message_thread_id": 9}));
    let messages = story.fake.wait_for_messages(SUPERGROUP, 2).await;
    assert_eq!(
        messages.iter().map(|message| message.topic).collect::<Vec<_>>(),
        [Some(7), None]
    );
}

#[tokio::test]
async fn only_administrators_subscribe_a_group() {
    let story = story().await;
    story.fake.user_says(GROUP, "/subscribe andes");
    let messages = story.fake.wait_for_messages(GROUP, 1).await;
    insta::assert_snapshot!(messages[0].text, @"Only those who manage this group or server may change what it is subscribed to.");
    story.fake.with_chat(GROUP, |chat| chat.administrators.insert(7002));
    story.fake.says(
        GROUP,
        json!({"text": "/subscribe andes", "from": {"id": 7002, "is_bot": false, "first_name": "Bo"}}),
    );
    let messages = story.fake.wait_for_messages(GROUP, 2).await;
    assert!(messages[1].text.contains("you get The Andes here"), "{messages:#?}");
    // An administrator who writes as the group.
    story.fake.says(
        GROUP,
        json!({
            "text": "/unsubscribe andes",
            "from": {"id": 1_087_968_824, "is_bot": true, "first_name": "Group"},
            "sender_chat": {"id": GROUP, "type": "group", "title": "A group"},
        }),
    );
    let messages = story.fake.wait_for_messages(GROUP, 3).await;
    assert!(messages[2].text.contains("Ended"), "{messages:#?}");
    assert_eq!(story.fake.requests("getChatMember").len(), 2);
}

#[tokio::test]
async fn a_press_that_is_not_allowed_leaves_the_message_as_it_is() {
    let story = story().await;
    story.fake.user_says(GROUP, "/country@dateline_test_bot Venezuela");
    let answer = story.fake.wait_for_messages(GROUP, 1).await.remove(0);
    story.fake.presses(GROUP, answer.id, "Follow Venezuela");
    let notice = story.fake.wait_for("a notice", |fake| fake.notices().pop()).await;
    assert!(
        notice.alert && notice.text.starts_with("Only those who manage"),
        "{notice:?}"
    );
    assert_eq!(story.fake.messages(GROUP), std::slice::from_ref(&answer));
    story.fake.with_chat(GROUP, |chat| chat.administrators.insert(MEMBER));
    story.fake.presses(GROUP, answer.id, "Follow Venezuela");
    let messages = story.fake.wait_for_messages(GROUP, 2).await;
    assert_eq!(messages[0], answer, "only paging replaces a message");
    assert!(messages[1].text.contains("you get Venezuela here"), "{messages:#?}");
}

#[tokio::test]
async fn a_press_under_a_channels_post_is_answered_in_the_readers_own_chat() {
    let story = story().await;
    story.fake.add(Kind::Channel, CHANNEL);
    story.fake.user_says(PERSON, "/country Venezuela");
    let answer = story.fake.wait_for_messages(PERSON, 1).await.remove(0);
    story.fake.with_chat(CHANNEL, |chat| chat.messages.push(answer.clone()));
    story.fake.presses_as(PERSON, CHANNEL, answer.id, "Follow Venezuela");
    let private = story.fake.wait_for_messages(PERSON, 2).await.remove(1);
    assert!(private.text.contains("you get Venezuela here"), "{private:#?}");
    story.fake.presses_as(99, CHANNEL, answer.id, "Follow Venezuela");
    let notice = story
        .fake
        .wait_for("an invitation", |fake| {
            fake.notices().into_iter().find(|notice| notice.alert)
        })
        .await;
    insta::assert_snapshot!(notice.text, @"Open a chat with @dateline_test_bot, press Start, then press here again.");
    assert_eq!(story.fake.messages(CHANNEL), [answer]);
}

#[tokio::test]
async fn what_is_posted_or_edited_asks_for_nothing() {
    let story = story().await;
    story.fake.add(Kind::Channel, CHANNEL);
    story.fake.update(
        json!({"channel_post": {"message_id": 1, "date": 1, "text": "/country Venezuela",
        "chat": {"id": CHANNEL, "type": "channel", "title": "A channel"}}}),
    );
    story.fake.update(json!({"edited_message": {"message_id": 2, "date": 1, "edit_date": 2, "text": "/country Venezuela",
        "chat": {"id": PERSON, "type": "private", "first_name": "Ana"}, "from": {"id": PERSON, "is_bot": false, "first_name": "Ana"}}}));
    story.fake.user_says(PERSON, "/country Peru");
    story.fake.wait_for_messages(PERSON, 1).await;
    story.fake.wait_until_confirmed().await;
    assert_eq!(story.fake.messages(PERSON).len(), 1);
    assert!(story.fake.messages(CHANNEL).is_empty());
}

#[tokio::test]
async fn a_group_that_becomes_a_supergroup_keeps_its_subscriptions() {
    let story = story().await;
    story.fake.with_chat(GROUP, |chat| chat.administrators.insert(MEMBER));
    story.fake.user_says(GROUP, "/subscribe andes");
    story.fake.wait_for_messages(GROUP, 1).await;
    story.fake.upgrade(GROUP, SUPERGROUP);
    story.fake.announce_upgrade(GROUP, SUPERGROUP);
    story.fake.user_says(SUPERGROUP, "/subscriptions");
    let messages = story.fake.wait_for_messages(SUPERGROUP, 1).await;
    assert!(messages[0].text.contains("The Andes"), "{messages:#?}");
}

#[tokio::test]
async fn an_answer_follows_a_group_that_has_just_moved() {
    let story = story().await;
    story.fake.with_chat(GROUP, |chat| chat.administrators.insert(MEMBER));
    story.fake.user_says(GROUP, "/subscribe andes");
    story.fake.wait_for_messages(GROUP, 1).await;
    story.fake.upgrade(GROUP, SUPERGROUP);
    story.fake.user_says(GROUP, "/country Venezuela");
    let messages = story.fake.wait_for_messages(SUPERGROUP, 1).await;
    assert!(messages[0].text.contains("Harbour reopens"), "{messages:#?}");
    story.fake.user_says(SUPERGROUP, "/subscriptions");
    let messages = story.fake.wait_for_messages(SUPERGROUP, 2).await;
    assert!(messages[1].text.contains("The Andes"), "{messages:#?}");
}
