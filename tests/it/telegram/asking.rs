//! A person asks in their own chat.

use serde_json::json;

use super::program::{PERSON, Story, article};
use crate::fakes::telegram::Fault;

#[tokio::test]
async fn a_question_is_answered_and_confirmed() {
    let story = Story::told(&["Harbour reopens in Venezuela"]).await;
    story.fake.user_says(PERSON, "/country Venezuela");
    let answer = story.fake.wait_for_messages(PERSON, 1).await.remove(0);
    assert!(answer.text.contains("Harbour reopens in Venezuela"), "{answer:#?}");
    let link = (
        "Harbour reopens in Venezuela".to_owned(),
        "https://news.example/1?a=1&b=2".to_owned(),
    );
    assert!(answer.links.contains(&link), "{answer:#?}");
    story.fake.wait_until_confirmed().await;
    let menu = story
        .fake
        .wait_for("the menu", |fake| Some(fake.menu()).filter(|menu| !menu.is_empty()))
        .await;
    assert!(menu.contains(&"country".to_owned()), "{menu:?}");
}

#[tokio::test]
async fn plain_words_are_answered_too() {
    let story = Story::told(&["Harbour reopens in Venezuela"]).await;
    story.fake.user_says(PERSON, "Venezuela");
    let answer = story.fake.wait_for_messages(PERSON, 1).await.remove(0);
    assert!(answer.text.contains("Harbour reopens"), "{answer:#?}");
}

#[tokio::test]
async fn pages_turn_in_place() {
    let titles: Vec<String> = (1..=12).map(|n| format!("Report number {n} from Venezuela")).collect();
    let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
    let story = Story::told(&titles).await;
    story.fake.user_says(PERSON, "/country Venezuela");
    let first = story.fake.wait_for_messages(PERSON, 1).await.remove(0);
    let next = button(&first.buttons, "/country VE 2");
    story.fake.presses(PERSON, first.id, &next);
    let edited = |fake: &crate::fakes::telegram::FakeTelegram| fake.messages(PERSON).into_iter().find(|m| m.edits == 1);
    let second = story.fake.wait_for("the second page", edited).await;
    assert!(second.text.contains("Report number 12"), "{second:#?}");
    assert_eq!(story.fake.messages(PERSON).len(), 1);
    // The hourglass stops whether or not there is something to say.
    let acknowledged = story
        .fake
        .wait_for("the end of the hourglass", |fake| fake.notices().pop())
        .await;
    assert_eq!(acknowledged.text, "");

    // Nothing to change is no reason to say it again.
    story.fake.fail_next(
        "editMessageText",
        Fault::Refuse(400, "Bad Request: message is not modified: whatever it says next"),
    );
    let back = button(&second.buttons, "/country VE 1");
    story.fake.presses(PERSON, first.id, &back);
    story.fake.wait_until_confirmed().await;
    story
        .fake
        .wait_for("the edit", |fake| {
            (fake.requests("editMessageText").len() == 2).then_some(())
        })
        .await;

    // What is too old to be edited is said anew.
    story.fake.with_chat(PERSON, |chat| chat.messages[0].editable = false);
    story.fake.presses(PERSON, first.id, &back);
    let anew = story.fake.wait_for_messages(PERSON, 2).await.remove(1);
    assert!(anew.text.contains("Report number 1 "), "{anew:#?}");
}

/// The label of the button that gives a command.
fn button(rows: &[Vec<(String, String)>], command: &str) -> String {
    let found = rows.iter().flatten().find(|(_, data)| data == command);
    found
        .unwrap_or_else(|| panic!("no button gives {command}: {rows:?}"))
        .0
        .clone()
}

#[tokio::test]
async fn an_update_that_comes_twice_is_answered_once() {
    let mut story = Story::told(&["Harbour reopens in Venezuela"]).await;
    let update = story.fake.user_says(PERSON, "/country Venezuela");
    story.fake.wait_for_messages(PERSON, 1).await;
    story.fake.repeat(update);
    story.fake.user_says(PERSON, "/latest");
    story.fake.wait_for_messages(PERSON, 2).await;

    story.kill().await;
    story.fake.repeat(update);
    story.start();
    story.fake.user_says(PERSON, "/help");
    let messages = story.fake.wait_for_messages(PERSON, 3).await;
    assert!(messages[2].text.contains("/country"), "{messages:#?}");
    assert_eq!(messages.len(), 3);
}

#[tokio::test]
async fn a_kill_before_the_answer_loses_no_question() {
    let mut story = Story::told(&["Harbour reopens in Venezuela"]).await;
    const GROUP: i64 = -500;
    story.fake.add(crate::fakes::telegram::Kind::Group, GROUP);
    // Telegram makes the bot wait before it learns who asks, so the question is in work when the power fails.
    story.fake.fail_next("getChatMember", Fault::RetryAfter(25));
    let member = crate::fakes::telegram::MEMBER;
    story.fake.with_chat(GROUP, |chat| chat.administrators.insert(member));
    story.fake.user_says(GROUP, "/subscribe andes");
    story
        .fake
        .wait_for("the question to be in work", |fake| {
            fake.requests("getChatMember").pop()
        })
        .await;
    story.fake.user_says(PERSON, "/country Venezuela");
    story.fake.wait_for_messages(PERSON, 1).await;
    story.kill().await;
    story.start();
    let answer = story.fake.wait_for_messages(GROUP, 1).await.remove(0);
    assert!(answer.text.contains("The Andes"), "{answer:#?}");
    story.fake.wait_until_confirmed().await;
    assert_eq!(story.fake.messages(PERSON).len(), 1);
}

#[tokio::test]
async fn what_the_bot_does_not_know_is_left_out() {
    let story = Story::told(&["Harbour reopens in Venezuela"]).await;
    story
        .fake
        .update(json!({"something_of_next_year": {"chat": {"id": PERSON}}}));
    story.fake.update(json!({"message": {"nothing": "a message has"}}));
    story.fake.says(PERSON, json!({"sticker_of_next_year": {}}));
    story.fake.update(
        json!({"callback_query": {"id": "q0", "from": {"id": 42, "is_bot": false, "first_name": "Ana"},
        "chat_instance": "1", "data": "/help"}}),
    );
    story.fake.user_says(PERSON, "/country Venezuela");
    story.fake.wait_for_messages(PERSON, 1).await;
    story.fake.wait_until_confirmed().await;
}

#[tokio::test]
async fn every_special_character_of_html_arrives_as_it_is() {
    let title = r#"Venezuela: 5 < 7 & "7" > 5, </b> <script>alert('x')</script> &amp; &lt; _*[]()~`#+-=|{}.!\ end"#;
    let story = Story::told(&[title]).await;
    story.fake.user_says(PERSON, "/country Venezuela");
    let answer = story.fake.wait_for_messages(PERSON, 1).await.remove(0);
    assert!(answer.text.contains(title), "{answer:#?}");
}

#[tokio::test]
async fn a_title_of_5000_characters_arrives_in_one_message_shortened_between_letters() {
    let unit = "新闻消息报道🦜🏽‍👩‍👩‍👧";
    let title: String = "Venezuela ".chars().chain(unit.chars().cycle().take(4990)).collect();
    let story = Story::told(&[&title]).await;
    story.fake.user_says(PERSON, "/country Venezuela");
    // The fake refuses what is too long, and markup that is cut.
    let message = story.fake.wait_for_messages(PERSON, 1).await.remove(0);
    assert!(!message.buttons.is_empty(), "the only part: {message:#?}");
    let (shown, _) = message.links.first().expect("the link leads to the whole article");
    let start = shown.strip_suffix('…').expect("says that something was left out");
    assert!(title.starts_with(start) && start.chars().count() > 150, "{shown}");
    assert_eq!(
        shown.matches('🦜').count(),
        shown.matches('👧').count(),
        "no emoji is cut"
    );
}

#[tokio::test]
async fn a_stop_lets_telegram_forget_what_was_answered() {
    let mut story = Story::with(&[article(1, "Harbour reopens in Venezuela")]).await;
    story.start();
    let update = story.fake.user_says(PERSON, "/country Venezuela");
    story.fake.wait_for_messages(PERSON, 1).await;
    assert!(story.stop().await.success());
    assert_eq!(story.fake.unconfirmed_from(), update + 1);
}

#[tokio::test]
async fn what_people_wrote_stays_out_of_the_log() {
    let story = Story::told(&["Harbour reopens in Venezuela"]).await;
    story
        .fake
        .update(json!({"message": {"text": "my secret\nand more", "chat": "of next year"}}));
    story.fake.user_says(PERSON, "/country Venezuela");
    story.fake.wait_for_messages(PERSON, 1).await;
    let log = story.log();
    let line = log.lines().find(|line| line.contains("could not be read"));
    let line = line.expect("it is said that an update was left out");
    assert!(line.contains(r#"kind="message""#), "{line}");
    assert!(!log.contains("secret"), "{log}");
}
