//! People ask, press and type.

use super::assert_well_formed;
use super::program::{Story, article};
use crate::fakes::discord::{MANAGE_GUILD, Message};

fn custom_ids(message: &Message) -> Vec<String> {
    message.buttons().into_iter().map(|(_, id)| id).collect()
}

fn label_of(message: &Message, command: &str) -> String {
    let buttons = message.buttons();
    let found = buttons.iter().find(|(_, id)| id == command);
    found
        .unwrap_or_else(|| panic!("no button for {command} among {buttons:?}"))
        .0
        .clone()
}

/// Slackord#102, tutor-gpt#13, discord.py#9620: an answer that took more than 3 s was "unknown interaction".
#[tokio::test]
async fn a_question_is_acknowledged_then_answered_for_all_to_see() {
    let mut story = Story::told(&["Harbour reopens in Venezuela"]).await;
    let (guild, channel) = story.fake.guild();
    let user = story.fake.member(guild, 0);
    let asked = story.fake.runs(user, channel, "country", &[("country", "Venezuela")]);
    let answer = story.fake.answer(asked).await;
    let text = answer[0].text();
    assert!(
        text.contains("Harbour reopens in Venezuela") && text.contains("https://news.example/1?a=1&b=2"),
        "{text}"
    );
    assert!(!answer[0].is_ephemeral());
    let callback = &story.fake.requests("POST", "/callback")[0];
    assert_eq!(callback.body.clone().unwrap(), serde_json::json!({"type": 5}));
    let log = story.log();
    assert!(
        log.contains("https://discord.com/oauth2/authorize?client_id=4000000000000001&"),
        "{log}"
    );
    assert_well_formed(&story.fake);
    assert!(story.stop().await.success());
}

#[tokio::test]
async fn a_direct_conversation_answers_as_a_server_does() {
    let story = Story::told(&["Harbour reopens in Venezuela"]).await;
    let (user, channel) = story.fake.direct();
    let asked = story
        .fake
        .runs(user, channel, "search", &[("words", "  harbour \n reopens ")]);
    let answer = story.fake.answer(asked).await;
    assert!(
        answer[0].text().contains("Harbour reopens in Venezuela"),
        "{}",
        answer[0].text()
    );
    let asked = story.fake.runs(
        user,
        channel,
        "subscribe",
        &[("scope", "andes"), ("zone", "America/Lima"), ("time", "06:15")],
    );
    let answer = story.fake.answer(asked).await;
    let text = answer[0].text();
    assert!(
        text.contains("06:15") && text.contains("America/Lima"),
        "options come in any order: {text}"
    );
    assert_well_formed(&story.fake);
}

#[tokio::test]
async fn names_are_completed_while_they_are_typed() {
    let story = Story::told(&["Harbour reopens in Venezuela"]).await;
    let (user, channel) = story.fake.direct();
    let offered = story.fake.types(user, channel, "country", "country", "vene").await;
    assert_eq!(
        offered.first(),
        Some(&("Venezuela".to_owned(), "VE".to_owned())),
        "{offered:?}"
    );
    let offered = story.fake.types(user, channel, "region", "region", "and").await;
    assert!(
        offered
            .iter()
            .any(|(name, value)| name == "The Andes" && value == "andes"),
        "{offered:?}"
    );
    let offered = story.fake.types(user, channel, "subscribe", "zone", "cara").await;
    assert!(
        offered.iter().any(|(_, value)| value == "America/Caracas"),
        "{offered:?}"
    );
    let offered = story.fake.types(user, channel, "country", "country", "").await;
    assert!(!offered.is_empty() && offered.len() <= 25, "{offered:?}");
    let offered = story
        .fake
        .types(user, channel, "country", "country", &"x".repeat(6000))
        .await;
    assert!(offered.is_empty(), "{offered:?}");
    assert_well_formed(&story.fake);
}

#[tokio::test]
async fn pages_turn_in_place() {
    let titles: Vec<String> = (1..=12).map(|n| format!("Report number {n} from Venezuela")).collect();
    let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
    let story = Story::told(&titles).await;
    let (guild, channel) = story.fake.guild();
    let user = story.fake.member(guild, 0);
    let asked = story.fake.runs(user, channel, "country", &[("country", "Venezuela")]);
    let first = story.fake.answer(asked).await;
    assert_eq!(first.len(), 1, "{first:#?}");
    assert!(first[0].text().contains("Report number 1 "), "{}", first[0].text());
    let next = label_of(&first[0], "/country VE 2");
    story.fake.presses(user, first[0].id, &next);
    let second = story.fake.edited(first[0].id, 2).await;
    assert!(second.text().contains("Report number 12 "), "{}", second.text());
    assert!(!second.text().contains("Report number 1 "), "{}", second.text());
    assert!(
        !custom_ids(&second).contains(&"/country VE 2".to_owned()),
        "{second:#?}"
    );
    assert_eq!(story.fake.messages(channel).len(), 1);
    assert_well_formed(&story.fake);
}

#[tokio::test]
async fn a_button_of_another_time_is_answered_in_words() {
    let story = Story::told(&["Harbour reopens in Venezuela"]).await;
    let (guild, channel) = story.fake.guild();
    let user = story.fake.member(guild, 0);
    let asked = story.fake.runs(user, channel, "country", &[("country", "Venezuela")]);
    let answer = story.fake.answer(asked).await;
    for (custom_id, said) in [
        ("page:2", "does nothing any more"),
        ("/go 999", ""),
        ("/nosuchcommand", ""),
    ] {
        story.fake.change(|state| {
            let message = state.messages.get_mut(&answer[0].id).unwrap();
            message.components = vec![serde_json::json!({"type": 1, "components": [
                {"type": 2, "style": 2, "label": "Old", "custom_id": custom_id}]})];
        });
        let pressed = story.fake.presses(user, answer[0].id, "Old");
        let told = story
            .fake
            .until("the press is answered", |state| {
                let edited = state.messages.get(&answer[0].id).filter(|message| message.edits > 1);
                let told = state
                    .messages
                    .values()
                    .find(|message| message.interaction == Some(pressed));
                edited.or(told).map(Message::text)
            })
            .await;
        assert!(told.contains(said) && !told.is_empty(), "{custom_id}: {told}");
    }
}

#[tokio::test]
async fn only_those_who_manage_a_server_subscribe_its_channels() {
    let story = Story::told(&["Harbour reopens in Venezuela"]).await;
    let (guild, channel) = story.fake.guild();
    let (visitor, manager) = (story.fake.member(guild, 0), story.fake.member(guild, MANAGE_GUILD));
    let asked = story.fake.runs(visitor, channel, "subscribe", &[("scope", "andes")]);
    let refusal = story.fake.answer(asked).await;
    assert!(
        refusal[0].is_ephemeral() && refusal[0].text().contains("manage"),
        "{}",
        refusal[0].text()
    );
    let asked = story.fake.runs(visitor, channel, "subscriptions", &[]);
    let none = story.fake.answer(asked).await;
    assert!(
        none[0].is_ephemeral() && !none[0].text().contains("The Andes"),
        "{}",
        none[0].text()
    );

    let asked = story.fake.runs(manager, channel, "subscribe", &[("scope", "andes")]);
    let done = story.fake.answer(asked).await;
    assert!(
        done[0].is_ephemeral() && done[0].text().contains("The Andes"),
        "{}",
        done[0].text()
    );
    assert!(story.fake.messages(channel).is_empty(), "nobody else is bothered");

    // A button under everybody's eyes gives its presser an answer of their own.
    let asked = story
        .fake
        .runs(visitor, channel, "country", &[("country", "Venezuela")]);
    let public = story.fake.answer(asked).await;
    let follow = label_of(&public[0], "/subscribe VE");
    for (user, said) in [(visitor, "manage"), (manager, "Venezuela")] {
        let pressed = story.fake.presses(user, public[0].id, &follow);
        let told = story.fake.answer(pressed).await;
        assert!(told.iter().all(|message| message.only_for == Some(user)), "{told:#?}");
        assert!(told[0].text().contains(said), "{told:#?}");
    }
    assert_eq!(story.fake.messages(channel)[0].edits, 1, "the news stay as they were");

    let known = story.fake.read(|state| state.commands.clone());
    let hidden: Vec<_> = known
        .iter()
        .filter(|command| command["default_member_permissions"] == "32")
        .map(|command| command["name"].clone())
        .collect();
    assert_eq!(hidden, ["subscribe", "unsubscribe", "settings", "timezone", "quiet"]);
    assert_well_formed(&story.fake);
}

#[tokio::test]
async fn a_subscriber_hears_when_the_channel_is_closed_to_the_bot() {
    let story = Story::told(&["Harbour reopens in Venezuela"]).await;
    let (guild, channel) = story.fake.guild();
    story
        .fake
        .change(|state| state.channels.get_mut(&channel).unwrap().bot_permissions = 1 << 10);
    let manager = story.fake.member(guild, MANAGE_GUILD);
    let asked = story.fake.runs(manager, channel, "subscribe", &[("scope", "andes")]);
    let answer = story
        .fake
        .until("the warning", |state| {
            let found: Vec<_> = state
                .messages
                .values()
                .filter(|message| message.interaction == Some(asked))
                .map(Message::text)
                .collect();
            found
                .last()
                .filter(|text| text.contains("may not write in this channel"))
                .map(|_| found.clone())
        })
        .await;
    assert!(answer[0].contains("The Andes"), "{answer:?}");
}

#[tokio::test]
async fn a_title_of_every_special_character_reads_as_it_was_written() {
    let title = r"Venezuela: *bold* _under_ ~~gone~~ `code` ||spoiler|| > quote # head - list [link](https://evil.example) <@123> @everyone <#1> :smile: \ back 1. one http://plain.example";
    let story = Story::told(&[title]).await;
    let (user, channel) = story.fake.direct();
    let asked = story.fake.runs(user, channel, "country", &[("country", "Venezuela")]);
    let answer = story.fake.answer(asked).await;
    let read: String = answer.iter().map(|message| message.text().replace('\\', "")).collect();
    assert!(read.contains(&title.replace('\\', "")), "{read}");
    for request in story.fake.requests("PATCH", "@original") {
        let body = request.body.unwrap();
        assert_eq!(
            body["allowed_mentions"],
            serde_json::json!({"parse": []}),
            "nobody is pinged"
        );
    }
    assert_well_formed(&story.fake);
}

#[tokio::test]
async fn a_title_of_five_thousand_characters_stays_within_the_limits() {
    let title: String = "委内瑞拉议会今日开会😀🇻🇪👩‍👩‍👧‍👦".chars().cycle().take(5000).collect();
    let story = Story::with(&[article(1, &title)]).await;
    let mut story = story;
    story.start();
    story.fake.until_ready().await;
    let (user, channel) = story.fake.direct();
    let asked = story.fake.runs(user, channel, "latest", &[]);
    let answer = story.fake.answer(asked).await;
    assert!(answer[0].text().contains("委内瑞拉"), "{}", answer[0].text());
    assert_well_formed(&story.fake);
}
