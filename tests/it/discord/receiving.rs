//! Digests arrive where somebody asked for them.

use super::assert_well_formed;
use super::program::{Story, article};
use crate::fakes::discord::{FakeDiscord, MANAGE_GUILD, Message, State, Trouble};

const SCHEDULE: &str = r#"
[[schedule]]
id = "noon"
cron = "5 12 * * *"
zone = "UTC"
regions = ["andes"]
to = ["discord:CHANNEL"]
"#;

/// The program, started shortly before a digest is due in a channel.
async fn before_noon(channel: impl FnOnce(&FakeDiscord) -> u64) -> (Story, u64) {
    let articles: Vec<_> = (1..=4)
        .map(|n| article(n, &format!("Harbour {n} reopens in Venezuela")))
        .collect();
    let mut story = Story::with(&articles).await;
    let channel = channel(&story.fake);
    story.configure(&SCHEDULE.replace("CHANNEL", &channel.to_string()));
    story.set_now("2026-01-07T12:04:55Z");
    (story, channel)
}

async fn digest(fake: &FakeDiscord, channel: u64) -> Vec<Message> {
    fake.until("the digest arrives", |state| {
        let found: Vec<Message> = state
            .messages
            .values()
            .filter(|message| message.channel == channel)
            .cloned()
            .collect();
        (!found.is_empty()).then_some(found)
    })
    .await
}

#[tokio::test]
async fn a_scheduled_digest_arrives_in_its_channel() {
    let (mut story, channel) = before_noon(|fake| fake.guild().1).await;
    story.start();
    let shown = digest(&story.fake, channel).await;
    assert!(shown[0].text().contains("Andes"), "{}", shown[0].text());
    assert_well_formed(&story.fake);
    assert!(story.stop().await.success());
}

#[tokio::test]
async fn nobody_can_press_a_digest_away() {
    let (mut story, channel) = before_noon(|fake| fake.guild().1).await;
    story.start();
    story.fake.until_ready().await;
    digest(&story.fake, channel).await;
    let pressable = |state: &State| {
        let with_buttons = |message: &&Message| message.channel == channel && !message.buttons().is_empty();
        state.messages.values().find(with_buttons).cloned()
    };
    let last = story.fake.until("the last part arrives", pressable).await;
    let guild = story.fake.read(|state| state.channels[&channel].guild.unwrap());
    let reader = story.fake.member(guild, 0);
    let label = last
        .buttons()
        .into_iter()
        .find(|(_, command)| command == "/country VE")
        .unwrap()
        .0;
    let pressed = story.fake.presses(reader, last.id, &label);
    let answer = story.fake.answer(pressed).await;
    assert_eq!(answer[0].only_for, Some(reader));
    assert!(answer[0].text().contains("Harbour"), "{}", answer[0].text());
    // That answer's own buttons work in its place.
    let (label, _) = answer[0].buttons().remove(0);
    story.fake.presses(reader, answer[0].id, &label);
    story.fake.edited(answer[0].id, 1).await;
    assert_eq!(story.fake.read(|state| state.messages[&last.id].text()), last.text());
    assert_well_formed(&story.fake);
}

#[tokio::test]
async fn a_subscriber_receives_at_the_time_they_named() {
    let (mut story, _) = before_noon(|_| 1).await;
    story.configure("");
    story.set_now("2026-01-07T12:00:00Z");
    story.start();
    story.fake.until_ready().await;
    let (guild, channel) = story.fake.guild();
    let manager = story.fake.member(guild, MANAGE_GUILD);
    let asked = story.fake.runs(
        manager,
        channel,
        "subscribe",
        &[("scope", "VE"), ("time", "12:05"), ("zone", "UTC")],
    );
    story.fake.answer(asked).await;
    assert!(story.stop().await.success());
    story.set_now("2026-01-07T12:04:57Z");
    story.start();
    let shown = story
        .fake
        .until("the digest arrives", |state| {
            state
                .messages
                .values()
                .find(|message| message.channel == channel && message.interaction.is_none())
                .cloned()
        })
        .await;
    assert!(shown.text().contains("Harbour"), "{}", shown.text());
    assert_well_formed(&story.fake);
}

#[tokio::test]
async fn a_wait_a_stumble_and_a_lost_answer_end_in_one_digest() {
    let (mut story, channel) = before_noon(|fake| fake.guild().1).await;
    story.fake.trouble(
        "POST",
        "/channels/",
        1,
        Trouble::Limited {
            seconds: 1.5,
            scope: "user",
        },
    );
    story.fake.trouble(
        "POST",
        "/channels/",
        1,
        Trouble::Answer {
            status: 503,
            body: String::new(),
        },
    );
    story.fake.trouble("POST", "/channels/", 1, Trouble::BrokenAfter);
    story.start();
    story
        .fake
        .until("four tries", |state| {
            let tries = state
                .requests
                .iter()
                .filter(|request| request.path.contains("/channels/"));
            (tries.count() >= 4).then_some(())
        })
        .await;
    let tries = story.fake.requests("POST", "/channels/");
    let nonces: Vec<_> = tries
        .iter()
        .map(|request| request.body.as_ref().unwrap()["nonce"].clone())
        .collect();
    assert!(nonces.windows(2).all(|pair| pair[0] == pair[1]), "{nonces:?}");
    assert!(tries[1].at - tries[0].at >= std::time::Duration::from_millis(1500));
    assert_eq!(story.fake.messages(channel).len(), 1);
}

#[tokio::test]
async fn a_deleted_channel_is_not_tried_again() {
    let (mut story, channel) = before_noon(|fake| fake.guild().1).await;
    story.fake.delete_channel(channel);
    let (_, other) = story.fake.guild();
    story.configure(&SCHEDULE.replace(
        "\"discord:CHANNEL\"",
        &format!("\"discord:{channel}\", \"discord:{other}\""),
    ));
    story.start();
    digest(&story.fake, other).await;
    assert!(story.stop().await.success());
    story.start();
    story
        .fake
        .until("the program is back", |state| {
            (state.identifies.len() == 2).then_some(())
        })
        .await;
    assert!(story.stop().await.success());
    assert!(story.fake.requests("POST", &channel.to_string()).len() <= 1);
    assert_eq!(
        story.fake.messages(other).len(),
        1,
        "nor does the other channel get it twice"
    );
}

#[tokio::test]
async fn a_discord_that_is_down_does_not_end_the_program() {
    let (mut story, channel) = before_noon(|fake| fake.guild().1).await;
    story.fake.go_down();
    story.start();
    tokio::time::sleep(std::time::Duration::from_secs(5)).await;
    story.fake.come_up();
    story.fake.until_ready().await;
    digest(&story.fake, channel).await;
    assert!(story.stop().await.success());
}

#[tokio::test]
async fn a_wrong_token_ends_the_program_with_a_sentence() {
    let (mut story, _) = before_noon(|fake| fake.guild().1).await;
    story.fake.change(|state| "another.token".clone_into(&mut state.token));
    story.start();
    assert!(!story.end().await.success());
    let log = story.log();
    assert!(log.contains("Discord does not accept the token"), "{log}");
}
