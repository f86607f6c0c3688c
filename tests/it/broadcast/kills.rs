//! The program ends in the middle of a broadcast and is started again.

use std::time::{Duration, Instant};

use dateline::destination::Platform;
use dateline::store::DeliveryState;
use serde_json::json;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _, Executor as _};

use super::crashes::{self, Plan};
use super::{ALL, Broadcast, VENEZUELA};
use crate::world::{World, count_in};

/// Chooses the moments; another seed is another test.
const SEED: u64 = 20_260_106;
/// How long the platforms' answers are on their way: what is in flight when the program is killed has arrived, and
/// the program does not know.
const WAY: Duration = Duration::from_millis(60);

/// True while a program is in the middle of a write.
async fn is_locked(world: &World) -> bool {
    let options = SqliteConnectOptions::new()
        .filename(world.path("data/dateline.db"))
        .busy_timeout(Duration::ZERO);
    let mut connection = options.connect().await.unwrap();
    let locked = connection.execute("BEGIN IMMEDIATE").await.is_err();
    connection.close().await.unwrap();
    locked
}

fn slow_down(broadcast: &Broadcast) {
    broadcast.world.telegram.answer_sends_after(WAY);
    broadcast.world.discord.change(|state| state.delay = WAY);
}

#[tokio::test]
async fn kills_amid_trouble_lose_nothing_and_repeat_only_what_was_in_flight() {
    killed("resend", SEED).await;
}

#[tokio::test]
async fn kills_amid_trouble_repeat_nothing_where_nothing_is_to_be_sent_again() {
    killed("skip", SEED + 100).await;
}

/// The small version of `cargo bench --bench crash`.
async fn killed(on_unknown: &'static str, seed: u64) {
    let plan = Plan {
        kills: 5,
        readers: 200,
        seed,
        on_unknown,
        aloud: false,
    };
    let table = crashes::run(plan).await;
    eprintln!("{table}");
    assert_eq!(table.broken_promises(), Vec::<String>::new(), "\n{table}");
    assert_eq!(table.kills, 5);
    assert!(
        table.telegram.due >= 400 && table.discord.due >= 400,
        "several parts\n{table}"
    );
    assert!(table.telegram.received * 10 >= table.telegram.due * 9, "\n{table}");
    assert!(table.telegram.unanswered > 0, "no trouble was made\n{table}");
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

/// Two copies on one store (rssbot#145, TediCross#94, geokrety#301): the first is frozen, as a laptop or a virtual machine
/// is, and wakes up when the other has long taken over.
#[tokio::test]
async fn a_frozen_sender_that_wakes_up_repeats_at_most_what_was_in_flight() {
    let broadcast = Broadcast::to(200, VENEZUELA).await;
    slow_down(&broadcast);
    let store = broadcast.world.store().await;
    let mut first = broadcast.world.start();
    broadcast.world.until_received(60).await;
    // Not in the middle of a write: a frozen program would keep the store locked as long as it is frozen.
    first.signal("STOP");
    while is_locked(&broadcast.world).await {
        first.signal("CONT");
        tokio::time::sleep(Duration::from_millis(3)).await;
        first.signal("STOP");
    }
    let in_flight = count_in(&store, Platform::Telegram, DeliveryState::Sending).await;
    let mut broadcast = broadcast;
    // By the clock of the second the first one's right has run out, though not for so long that it would seem to be from
    // before the clock was put back.
    broadcast.world.set_clock("2026-01-06T11:30:31Z");
    let mut second = broadcast.world.start();
    broadcast.world.until_received(broadcast.world.received() + 60).await;
    first.signal("CONT");
    let all = broadcast.until_all_sent(Platform::Telegram).await + broadcast.until_all_sent(Platform::Discord).await;
    broadcast
        .world
        .until("the first knows that it lost the right to send", async |_| {
            first.log().contains("the right to send went to another instance")
        })
        .await;
    assert!(second.stop().await.success());
    assert!(first.stop().await.success());
    assert_eq!(all, 400);
    let twice = broadcast.world.received() - all;
    assert!(twice <= in_flight, "{twice} twice, {in_flight} in flight");
    for channel in &broadcast.channels {
        assert_eq!(broadcast.world.discord.messages(*channel).len(), 1);
    }
}

/// A full disk (flowerss-bot#47): the program says so, does not flood the log (rssbot#453), and ends well when asked.
#[tokio::test]
async fn a_full_disk_is_said_in_words_and_nothing_is_lost() {
    let broadcast = Broadcast::to(60, ALL).await;
    let world = &broadcast.world;
    // No file of the next program may grow: what a full disk does, without a disk of one's own.
    let mut program = world.start_with_full_disk();
    world
        .until("it says so", async |_| {
            let log = program.log();
            log.contains("the store's file is full") || log.contains("check its disk and the space on it")
        })
        .await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    let log = program.log();
    assert!(log.lines().count() < 40, "{log}");
    assert!(log.contains("dateline.db"), "{log}");
    assert!(program.stop().await.success());
    let mut program = world.start();
    let all = broadcast.until_all_sent(Platform::Telegram).await + broadcast.until_all_sent(Platform::Discord).await;
    assert!(program.stop().await.success());
    assert_eq!(world.received(), all);
    broadcast.assert_all_once();
}

/// Ctrl-C at the terminal stops as well as SIGTERM does, also while every send hangs.
#[tokio::test]
async fn an_interrupt_while_sends_hang_ends_the_program_within_ten_seconds() {
    let broadcast = Broadcast::to(60, VENEZUELA).await;
    let world = &broadcast.world;
    world.telegram.answer_sends_after(Duration::from_secs(50));
    let mut program = world.start();
    world.until_received(30).await;
    let told = Instant::now();
    program.signal("INT");
    assert_eq!(program.end().await.code(), Some(0));
    assert!(told.elapsed() < Duration::from_secs(11), "{:?}", told.elapsed());
}
