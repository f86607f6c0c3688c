//! The life of the connection: what it survives, and when it ends.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use dateline::clock::Clock;
use dateline::commands::Core;
use dateline::config::load;
use dateline::store::Store;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::{TOKEN, discord};
use crate::fakes::discord::{FakeDiscord, MANAGE_GUILD, Trouble};

/// The bot's Discord side, running.
struct Bot {
    running: JoinHandle<Result<(), String>>,
    shutdown: CancellationToken,
    _data: tempfile::TempDir,
}

impl Bot {
    async fn start(fake: &FakeDiscord) -> Self {
        let data = tempfile::tempdir().unwrap();
        let store = Store::open(&format!("sqlite://{}/dateline.db", data.path().display()))
            .await
            .unwrap();
        let folder = data.path().join("config");
        super::write_config(&folder);
        let config = load(
            &folder,
            Some(data.path()),
            &HashMap::new(),
            jiff::civil::date(2026, 1, 7),
        )
        .unwrap();
        let core = Arc::new(Core::new(Arc::new(config), store));
        let shutdown = CancellationToken::new();
        let (discord, ended) = (discord(fake), shutdown.clone());
        let clock = Clock::starting_at("2026-01-07T12:00:00Z".parse().unwrap());
        Self {
            running: tokio::spawn(async move { discord.run(core, clock, ended).await }),
            shutdown,
            _data: data,
        }
    }

    async fn stop(self) -> Result<(), String> {
        self.shutdown.cancel();
        self.running.await.unwrap()
    }
}

/// Somebody who may not subscribe asks to: an answer that needs nothing stored.
async fn assert_answers(fake: &FakeDiscord) {
    let (guild, channel) = fake.guild();
    let user = fake.member(guild, 0);
    let asked = fake.runs(user, channel, "subscribe", &[]);
    let answer = fake.answer(asked).await;
    assert_eq!(answer.len(), 1);
    assert!(answer[0].text().contains("manage"), "{}", answer[0].text());
}

#[tokio::test]
async fn commands_are_registered_once_however_often_discord_says_ready() {
    let fake = FakeDiscord::start(TOKEN);
    let bot = Bot::start(&fake).await;
    fake.until_ready().await;
    fake.change(|state| state.forget_session = true);
    fake.close_gateway(4000);
    fake.until("the bot identifies again", |state| {
        (state.identifies.len() == 2 && state.session.live.is_some()).then_some(())
    })
    .await;
    assert_answers(&fake).await;
    assert_eq!(fake.requests("PUT", "/commands").len(), 1);
    let identify = fake.read(|state| state.identifies[0].clone());
    assert_eq!(
        identify["intents"], 0,
        "no intents, so none that Discord has to approve"
    );
    super::assert_well_formed(&fake);
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn a_discord_that_is_down_at_the_start_is_waited_for() {
    let fake = FakeDiscord::down(TOKEN);
    let bot = Bot::start(&fake).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(!bot.running.is_finished());
    fake.trouble(
        "GET",
        "/gateway/bot",
        1,
        Trouble::Answer {
            status: 503,
            body: "<html>soon</html>".to_owned(),
        },
    );
    fake.come_up();
    fake.until_ready().await;
    assert_answers(&fake).await;
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn what_is_said_while_the_connection_is_lost_is_answered_after_it_is_resumed() {
    let fake = FakeDiscord::start(TOKEN);
    let bot = Bot::start(&fake).await;
    fake.until_ready().await;
    fake.reset_gateway();
    assert_answers(&fake).await;
    fake.ask_to_reconnect();
    assert_answers(&fake).await;
    let (identifies, resumes) = fake.read(|state| (state.identifies.len(), state.resumes.len()));
    assert_eq!((identifies, resumes), (1, 2));
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn an_outage_is_survived() {
    let fake = FakeDiscord::start(TOKEN);
    // A shard notices a loss at its next heartbeat.
    fake.change(|state| state.heartbeat_interval = Duration::from_secs(2));
    let bot = Bot::start(&fake).await;
    fake.until_ready().await;
    fake.go_down();
    tokio::time::sleep(Duration::from_secs(3)).await;
    fake.come_up();
    fake.until("the bot is back", |state| state.session.live.as_ref().map(|_| ()))
        .await;
    assert_answers(&fake).await;
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn the_program_can_end_while_discord_is_away() {
    let fake = FakeDiscord::start(TOKEN);
    let bot = Bot::start(&fake).await;
    fake.until_ready().await;
    fake.go_down();
    tokio::time::sleep(Duration::from_secs(2)).await;
    let ended = tokio::time::timeout(Duration::from_secs(20), bot.stop()).await;
    ended.expect("it ends").unwrap();
}

#[tokio::test]
async fn a_wrong_token_ends_it_with_a_sentence() {
    let fake = FakeDiscord::start("another.token");
    let bot = Bot::start(&fake).await;
    let error = bot.running.await.unwrap().unwrap_err();
    assert!(
        error.starts_with("Discord does not accept the token. Check DISCORD_TOKEN"),
        "{error}"
    );

    // A token that ends while the program runs.
    let fake = FakeDiscord::start(TOKEN);
    let bot = Bot::start(&fake).await;
    fake.until_ready().await;
    fake.close_gateway(4004);
    let error = bot.running.await.unwrap().unwrap_err();
    assert!(
        error.starts_with("Discord does not accept the token. Check DISCORD_TOKEN"),
        "{error}"
    );
}

#[tokio::test]
async fn an_interaction_told_twice_is_answered_once() {
    let fake = FakeDiscord::start(TOKEN);
    let bot = Bot::start(&fake).await;
    fake.until_ready().await;
    let (guild, channel) = fake.guild();
    let user = fake.member(guild, 0);
    let asked = fake.runs(user, channel, "subscribe", &[]);
    fake.repeats(asked);
    fake.answer(asked).await;
    fake.repeats(asked);
    fake.until("every telling is refused or answered", |state| {
        let callbacks = state
            .requests
            .iter()
            .filter(|request| request.path.contains("/callback"))
            .count();
        (callbacks == 3).then_some(())
    })
    .await;
    bot.stop().await.unwrap();
    assert_eq!(fake.requests("PATCH", "/messages/@original").len(), 1);
}

#[tokio::test]
async fn an_acknowledgement_that_comes_too_late_is_not_repeated() {
    let fake = FakeDiscord::start(TOKEN);
    let bot = Bot::start(&fake).await;
    fake.until_ready().await;
    let (guild, channel) = fake.guild();
    let user = fake.member(guild, MANAGE_GUILD);
    fake.ran(Duration::from_secs(4), user, channel, "subscriptions");
    fake.until("the late acknowledgement", |state| {
        state
            .requests
            .iter()
            .any(|request| request.path.contains("/callback") && request.status == 404)
            .then_some(())
    })
    .await;
    assert_answers(&fake).await;
    bot.stop().await.unwrap();
    assert_eq!(
        fake.requests("POST", "/callback").len(),
        2,
        "one a person asked, one was too late"
    );
    assert_eq!(fake.requests("PATCH", "/messages/@original").len(), 1);
}

#[tokio::test]
async fn a_command_of_another_time_is_answered_in_words() {
    let fake = FakeDiscord::start(TOKEN);
    let bot = Bot::start(&fake).await;
    fake.until_ready().await;
    let (guild, channel) = fake.guild();
    let user = fake.member(guild, 0);
    let asked = fake.ran(Duration::ZERO, user, channel, "weather");
    let answer = fake.answer(asked).await;
    assert!(
        answer[0].is_ephemeral() && answer[0].text().contains("/help"),
        "{}",
        answer[0].text()
    );
    super::assert_well_formed(&fake);
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn a_stumbling_discord_still_gets_its_answer() {
    let fake = FakeDiscord::start(TOKEN);
    let bot = Bot::start(&fake).await;
    fake.until_ready().await;
    fake.trouble("POST", "/callback", 1, Trouble::BrokenAfter);
    fake.trouble(
        "PATCH",
        "/messages/@original",
        1,
        Trouble::Limited {
            seconds: 0.3,
            scope: "user",
        },
    );
    fake.trouble("PATCH", "/messages/@original", 1, Trouble::BrokenAfter);
    assert_answers(&fake).await;
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn an_answer_under_way_is_finished_before_the_end() {
    let fake = FakeDiscord::start(TOKEN);
    let bot = Bot::start(&fake).await;
    fake.until_ready().await;
    let (guild, channel) = fake.guild();
    let user = fake.member(guild, 0);
    fake.trouble(
        "PATCH",
        "/messages/@original",
        1,
        Trouble::Limited {
            seconds: 2.0,
            scope: "user",
        },
    );
    let asked = fake.runs(user, channel, "subscribe", &[]);
    fake.until("the answer is on its way", |state| {
        state
            .requests
            .iter()
            .any(|request| request.method == "PATCH")
            .then_some(())
    })
    .await;
    bot.stop().await.unwrap();
    let shown = fake.answer(asked).await;
    assert!(shown[0].text().contains("manage"), "{}", shown[0].text());
    assert!(shown[0].is_ephemeral());
}
