//! The program ends in the middle of a broadcast and is started again.

use std::time::{Duration, Instant};

use dateline::destination::Platform;
use dateline::store::DeliveryState;
use serde_json::json;

use super::{ALL, Broadcast, VENEZUELA};
use crate::world::{World, count_in};

/// Chooses the moments; another seed is another test.
const SEED: u64 = 20_260_106;
/// How long the platforms' answers are on their way: what is in flight when the program is killed has arrived, and
/// the program does not know.
const WAY: Duration = Duration::from_millis(60);

/// Knuth's linear congruential generator (MMIX).
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }
}

fn slow_down(broadcast: &Broadcast) {
    broadcast.world.telegram.answer_sends_after(WAY);
    broadcast.world.discord.change(|state| state.delay = WAY);
}

#[tokio::test]
async fn five_kills_lose_nothing_and_repeat_only_what_was_in_flight() {
    const READERS: usize = 200;
    let broadcast = Broadcast::to(READERS, ALL).await;
    let world = &broadcast.world;
    slow_down(&broadcast);
    let store = world.store().await;
    let mut dice = Dice(SEED);
    let mut in_flight = 0;
    let mut total = 0;
    for kill in 0..5 {
        let mut program = world.start();
        if total == 0 {
            // How much there is to send is known when it is written.
            world
                .until("the broadcast is written", async |_| {
                    !store.tally_deliveries(Platform::Discord).await.unwrap().is_empty()
                })
                .await;
            for platform in [Platform::Telegram, Platform::Discord] {
                total += store
                    .tally_deliveries(platform)
                    .await
                    .unwrap()
                    .iter()
                    .map(|(_, n)| n)
                    .sum::<usize>();
            }
        }
        // One in each of the first five sixths: all parts are under way at some kill, and something is left.
        let moment = total * kill / 6 + dice.below(total / 6);
        world.until_received(moment.max(world.received() + 1)).await;
        program.kill().await;
        let telegram = count_in(&store, Platform::Telegram, DeliveryState::Sending).await;
        let discord = count_in(&store, Platform::Discord, DeliveryState::Sending).await;
        assert!(telegram <= 32 && discord <= 32, "in flight: {telegram} and {discord}");
        in_flight += telegram;
        let (received, sent) = (
            world.received(),
            count_in(&store, Platform::Telegram, DeliveryState::Sent).await,
        );
        eprintln!(
            "killed: {received} received of {total}, in flight {telegram} and {discord}, {sent} sent on Telegram"
        );
    }
    let mut program = world.start();
    let telegram = broadcast.until_all_sent(Platform::Telegram).await;
    let discord = broadcast.until_all_sent(Platform::Discord).await;
    assert!(program.stop().await.success());
    let (telegram_parts, discord_parts) = (telegram / READERS, discord / READERS);
    assert!(
        telegram_parts >= 2 && discord_parts >= 2,
        "{telegram_parts} and {discord_parts} parts"
    );

    let mut received = 0;
    for mut parts in broadcast.parts_on_telegram() {
        received += parts.len();
        parts.dedup();
        assert_eq!(parts, (1..=telegram_parts).collect::<Vec<_>>());
    }
    let twice = received - telegram;
    assert!(twice <= in_flight, "{twice} twice, {in_flight} in flight");
    eprintln!("{twice} of {telegram} twice on Telegram, {in_flight} were in flight");
    for parts in broadcast.parts_on_discord() {
        assert_eq!(parts, (1..=discord_parts).collect::<Vec<_>>());
    }
    world.assert_well_formed();
}

#[tokio::test]
async fn a_stop_in_the_middle_is_quick_and_nothing_comes_twice() {
    let broadcast = Broadcast::to(60, ALL).await;
    let world = &broadcast.world;
    slow_down(&broadcast);
    let mut program = world.start();
    world.until_received(50).await;
    let told = Instant::now();
    assert_eq!(program.stop().await.code(), Some(0));
    assert!(told.elapsed() < Duration::from_secs(10), "{:?}", told.elapsed());
    let before = world.received();
    let store = world.store().await;
    for platform in [Platform::Telegram, Platform::Discord] {
        assert_eq!(count_in(&store, platform, DeliveryState::Sending).await, 0);
    }
    let mut program = world.start();
    let all = broadcast.until_all_sent(Platform::Telegram).await + broadcast.until_all_sent(Platform::Discord).await;
    assert!(before < all, "the stop came too late to show anything");
    assert!(program.stop().await.success());
    assert_eq!(world.received(), all);
    broadcast.assert_all_once();
    world.assert_well_formed();
}

/// As process 1 of a container a program gets no signal that it does not watch for: a stop would be passed over.
#[tokio::test]
async fn a_stop_during_the_first_reading_of_a_large_folder_ends_the_program_well() {
    const ARTICLES: usize = 20_000;
    let world = World::at("2026-01-06T10:00:00Z").await;
    let folder = "[[source]]\nid = \"wire\"\npublisher = \"Wire\"\nkind = \"files\"\npath = \"wire\"\n";
    world.write("config/sources.toml", folder);
    let articles: String = (0..ARTICLES)
        .map(|n| json!({"title": format!("Peru counts boat {n}"), "text": "Peru counts its boats.", "date": "2026-01-05"}))
        .map(|article| format!("{article}\n"))
        .collect();
    world.write("config/wire/boats.jsonl", &articles);
    let mut program = world.start();
    // Signals are watched for before the store is opened.
    let store = world.path("data/dateline.db");
    world.until("the program has begun", async |_| store.exists()).await;
    let told = Instant::now();
    assert_eq!(program.stop().await.code(), Some(0));
    assert!(told.elapsed() < Duration::from_secs(10), "{:?}", told.elapsed());
    let read = world.store().await.count_articles().await.unwrap();
    assert!(read < ARTICLES, "the stop came too late to show anything");
}

#[tokio::test]
async fn a_second_instance_waits_until_the_first_is_gone() {
    let mut broadcast = Broadcast::to(60, VENEZUELA).await;
    broadcast.world.set("DATELINE__TELEGRAM__RATE", "20");
    broadcast.world.set("DATELINE__DISCORD__RATE", "20");
    let world = &broadcast.world;
    let store = world.store().await;
    let mut first = world.start();
    world.until_received(1).await;
    let mut second = world.start();
    let waits = |platform: &str| {
        let log = second.log();
        log.lines()
            .any(|line| line.contains("another instance on this store sends") && line.contains(platform))
    };
    world
        .until("the second says that it waits", async |_| {
            waits("telegram") && waits("discord")
        })
        .await;
    world.until_received(world.received() + 20).await;
    assert!(!first.log().contains("the right to send went"), "{}", first.log());
    for chat in &broadcast.chats {
        assert!(world.telegram.messages(*chat).len() <= 1);
    }
    first.kill().await;
    let in_flight = count_in(&store, Platform::Telegram, DeliveryState::Sending).await;

    let all = broadcast.until_all_sent(Platform::Telegram).await + broadcast.until_all_sent(Platform::Discord).await;
    assert!(second.stop().await.success());
    assert_eq!(all, 120);
    assert!(world.received() <= all + in_flight, "{} of {all}", world.received());
    for channel in &broadcast.channels {
        assert_eq!(world.discord.messages(*channel).len(), 1);
    }
    world.assert_well_formed();
}
