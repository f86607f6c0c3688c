//! A platform cannot be reached, or asks to wait.

use serde_json::json;

use super::{Broadcast, VENEZUELA, follows};
use crate::fakes::discord::Trouble;
use crate::fakes::telegram::{Fault, Kind};

#[tokio::test]
async fn while_one_platform_is_down_for_an_hour_the_other_is_served() {
    let mut broadcast = Broadcast::to(20, VENEZUELA).await;
    let everybody = broadcast.world.subscriptions().await;
    let served =
        |channels: usize, chats: usize| move |b: &Broadcast| on_discord(b) == channels && on_telegram(b) == chats;

    broadcast.world.telegram.unplug();
    let mut program = broadcast.world.start();
    until(&broadcast, "Discord has its digest", served(20, 0)).await;
    let log = "the platform cannot be reached";
    broadcast
        .world
        .until("the outage is noticed", async |_| program.log().contains(log))
        .await;
    assert!(program.stop().await.success());
    // Still down at the next start, an hour later.
    broadcast.world.set_clock("2026-01-06T12:30:00Z");
    let mut program = broadcast.world.start();
    broadcast
        .world
        .until("the outage is noticed again", async |_| program.log().contains(log))
        .await;
    broadcast.world.telegram.plug_in();
    until(&broadcast, "Telegram has its digest", served(20, 20)).await;
    assert!(program.stop().await.success());

    // The next day it is the other way round.
    broadcast.world.set_clock("2026-01-07T11:29:59Z");
    broadcast.world.discord.go_down();
    let mut program = broadcast.world.start();
    until(&broadcast, "Telegram has its second digest", served(20, 40)).await;
    broadcast
        .world
        .until("the outage is noticed", async |_| program.log().contains(log))
        .await;
    broadcast.world.discord.come_up();
    until(&broadcast, "Discord has its second digest", served(40, 40)).await;
    assert!(program.stop().await.success());

    for chat in &broadcast.chats {
        let days: Vec<String> = broadcast
            .world
            .telegram
            .messages(*chat)
            .iter()
            .map(|m| day(&m.text))
            .collect();
        assert_eq!(days, ["6 January", "7 January"]);
        let first = &broadcast.world.telegram.messages(*chat)[0].text;
        assert!(first.starts_with("Late: this was due at 11:30."), "{first}");
    }
    for channel in &broadcast.channels {
        let days: Vec<String> = broadcast
            .world
            .discord
            .messages(*channel)
            .iter()
            .map(|m| day(&m.content))
            .collect();
        assert_eq!(days, ["6 January", "7 January"]);
    }
    assert_eq!(broadcast.world.subscriptions().await, everybody);
    broadcast.world.assert_well_formed();
}

#[tokio::test]
async fn a_chat_that_is_to_wait_keeps_nobody_else_waiting() {
    const GROUP: i64 = -100_500;
    let mut broadcast = Broadcast::to(20, VENEZUELA).await;
    let world = &mut broadcast.world;
    world.telegram.add(Kind::Supergroup, GROUP);
    let (_, channel) = world.discord.guild();
    world.set_clock("2026-01-06T10:00:00Z");
    world
        .import_subscriptions(&[
            follows("telegram", GROUP, VENEZUELA),
            follows("discord", channel, VENEZUELA),
        ])
        .await;
    world.telegram.fail_next_to(GROUP, Fault::RetryAfter(60));
    let limited = Trouble::Limited {
        seconds: 60.0,
        scope: "shared",
    };
    world
        .discord
        .trouble("POST", format!("/channels/{channel}/messages"), 1, limited);
    world.set_clock("2026-01-06T11:29:59Z");
    let mut program = world.start();
    until(&broadcast, "all others have their digest", |b| {
        on_discord(b) == 20 && on_telegram(b) == 20
    })
    .await;
    let world = &mut broadcast.world;
    world
        .until("both are told to wait", async |_| {
            program.log().matches("the platform asked to wait 60 s").count() == 2
        })
        .await;
    assert!(world.telegram.messages(GROUP).is_empty() && world.discord.messages(channel).is_empty());
    assert!(program.stop().await.success());

    world.set_clock("2026-01-06T11:33:00Z");
    let mut program = world.start();
    world.until_received(42).await;
    assert!(program.stop().await.success());
    assert_eq!(world.telegram.messages(GROUP).len(), 1);
    assert_eq!(world.discord.messages(channel).len(), 1);
    // Asked once too early, and once when it was time.
    let asked = |chat: i64| move |request: &&crate::fakes::telegram::Request| request.body["chat_id"] == json!(chat);
    let requests = world.telegram.requests("sendMessage");
    assert_eq!(requests.iter().filter(asked(GROUP)).count(), 2);
    assert_eq!(
        world.discord.requests("POST", &format!("/channels/{channel}/")).len(),
        2
    );
    broadcast.assert_all_once();
    broadcast.world.assert_well_formed();
}

async fn until(broadcast: &Broadcast, what: &str, is_so: impl Fn(&Broadcast) -> bool) {
    broadcast.world.until(what, async |_| is_so(broadcast)).await;
}

/// Messages in the readers' chats.
fn on_telegram(broadcast: &Broadcast) -> usize {
    broadcast.parts_on_telegram().iter().map(Vec::len).sum()
}

/// Messages in the readers' channels.
fn on_discord(broadcast: &Broadcast) -> usize {
    broadcast.parts_on_discord().iter().map(Vec::len).sum()
}

/// The day in a digest's title.
fn day(text: &str) -> String {
    let title = text.lines().find(|line| line.contains("January")).unwrap_or_default();
    let words: Vec<&str> = title.split_whitespace().collect();
    let month = words.iter().position(|word| *word == "January").expect("a date");
    words[month - 1..=month].join(" ")
}
