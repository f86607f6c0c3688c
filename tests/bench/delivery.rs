//! How fast deliveries are written, sent and recorded, and how well a token's limits are used.
//!
//! `cargo bench --bench delivery [-- fanout|throughput|limits [SECONDS]]`. `limits` runs the program itself in real time
//! (200 s unless told), broadcasting to 100,000 destinations on both platforms, which enforce the documented limits.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a bench that cannot go on says why"
)]
#![allow(dead_code, unused_imports, reason = "the fakes can do more than a bench needs")]

#[path = "../it/fakes/mod.rs"]
mod fakes;
#[path = "../it/delivery/fixtures.rs"]
mod fixtures;
#[path = "../it/world.rs"]
mod world;

use std::time::{Duration, Instant};

use dateline::destination::{Destination, Platform};
use dateline::render::{discord, telegram};
use dateline::reply::{Block, Entry, Reply};
use dateline::store::{DeliveryState, Fanout};
use fakes::discord::{ATTACH_FILES, VIEW_AND_SEND, channel};
use fakes::strict::Strict;
use fakes::telegram::Kind;
use fixtures::{Office, edition_of_one_digest};
use world::{Program, World};

const READERS: usize = 100_000;
const SENT: usize = 20_000;
const QUESTIONS: usize = 200;
const SECONDS: u64 = 200;
/// What is left out at the beginning of the broadcast.
const START: Duration = Duration::from_secs(3);

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with("--"))
        .collect();
    let wanted = |part: &str| arguments.first().is_none_or(|word| word == part);
    if wanted("fanout") {
        fanout().await;
    }
    if wanted("throughput") {
        throughput().await;
    }
    if wanted("limits") {
        let seconds = arguments.get(1).and_then(|word| word.parse().ok());
        limits(seconds.unwrap_or(SECONDS)).await;
    }
}

fn line(what: &str, measured: String, goal: &str) {
    println!("{what:<58} {measured:>14}   {goal}");
}

async fn fanout() {
    let office = Office::open(Platform::Memory).await;
    let chats: Vec<String> = (0..READERS).map(|chat| chat.to_string()).collect();
    let chats: Vec<&str> = chats.iter().map(String::as_str).collect();
    let start = Instant::now();
    office.publish(&chats, 1).await;
    line(
        &format!("fan-out of {READERS} deliveries"),
        format!("{:.2} s", start.elapsed().as_secs_f64()),
        "at most 1 s",
    );
}

async fn throughput() {
    let office = Office::open(Platform::Memory).await;
    let chats: Vec<String> = (0..SENT).map(|chat| chat.to_string()).collect();
    office
        .publish(&chats.iter().map(String::as_str).collect::<Vec<_>>(), 1)
        .await;
    let worker = office.worker("one");
    let start = Instant::now();
    assert!(worker.send_due().await.unwrap());
    let seconds = start.elapsed().as_secs_f64();
    assert_eq!(office.tally().await, [(DeliveryState::Sent, SENT)]);
    line(
        &format!("claim, send, record ({SENT}, synchronous = FULL)"),
        format!("{:.0} a second", SENT as f64 / seconds),
        "at least 3000 a second",
    );
}

async fn limits(seconds: u64) {
    let mut world = World::at("2026-01-07T12:00:00Z").await;
    world.set("DATELINE__TELEGRAM__RATE", "30");
    world.set("DATELINE__DISCORD__RATE", "50");
    world.telegram.enforce_limits();
    world.discord.change(|state| state.strict = Some(Strict::discord()));
    let half = READERS / 2;
    for chat in 1..=half + 2 * QUESTIONS {
        world.telegram.add(Kind::Private, i64::try_from(chat).unwrap());
    }
    world.discord.change(|state| {
        for id in 1..=half as u64 {
            state
                .channels
                .insert(1_000_000 + id, channel(Some(1), VIEW_AND_SEND | ATTACH_FILES));
        }
    });
    let mut program = world.start();
    world.discord.until_ready().await;
    let first = half + 1;
    let alone = ask(&world, first, Duration::from_millis(50)).await;

    let store = world.store().await;
    let reply = digest();
    let fanouts = vec![
        Fanout {
            parts: telegram::messages(&reply)
                .iter()
                .map(|m| serde_json::to_string(m).unwrap())
                .collect(),
            to: (1..=half).map(|chat| destination("telegram", chat)).collect(),
            rendering: dateline::store::Rendering::default(),
        },
        Fanout {
            parts: discord::messages(&reply)
                .iter()
                .map(|m| serde_json::to_string(m).unwrap())
                .collect(),
            to: (1..=half)
                .map(|chat| destination("discord", 1_000_000 + chat))
                .collect(),
            rendering: dateline::store::Rendering::default(),
        },
    ];
    let now = world.now();
    assert!(
        store
            .save_edition(&edition_of_one_digest(now, fanouts), now)
            .await
            .unwrap()
    );
    let begun = Instant::now() + START;
    tokio::time::sleep(START).await;
    let pause = Duration::from_secs(seconds) * 9 / 10 / u32::try_from(QUESTIONS).unwrap();
    let meanwhile = ask(&world, first + QUESTIONS, pause).await;
    let ended = begun + Duration::from_secs(seconds);
    tokio::time::sleep(ended.saturating_duration_since(Instant::now())).await;
    let memory = memory_at_most(&program);

    println!("{seconds} s of a broadcast to {READERS} destinations, half on each platform:");
    world
        .telegram
        .limits(|strict| report("Telegram", strict, 30, begun, ended));
    world
        .discord
        .read(|state| report("Discord", state.strict.as_ref().unwrap(), 50, begun, ended));
    waits("answers without a broadcast (p50, p99, most)", &alone, "");
    waits("answers during it", &meanwhile, "at most 1 s more");
    line("memory at most", format!("{memory} MB"), "at most 120 MB");
    assert!(program.stop().await.success());
}

fn destination(platform: &str, chat: usize) -> Destination {
    format!("{platform}:{chat}").parse().unwrap()
}

/// A digest as long as most are.
fn digest() -> Reply {
    let lead = Reply::default()
        .block(Block::Title("The Andes · Wednesday 7 January 2026".into()))
        .block(Block::Paragraph("5 stories from 2 countries.".into()));
    (1..=5).fold(lead, |reply, n| {
        reply.block(Block::Entry(Entry {
            number: Some(n),
            headline: format!("Story {n}"),
            body: "A long sentence about a bridge. ".repeat(12).trim_end().into(),
            facts: "The Gazette".into(),
            ..Entry::default()
        }))
    })
}

/// Asks a question in each of 200 chats, from `first` on, and returns how long the answers took.
async fn ask(world: &World, first: usize, pause: Duration) -> Vec<Duration> {
    let mut waits = Vec::new();
    for chat in first..first + QUESTIONS {
        let chat = i64::try_from(chat).unwrap();
        let asked = Instant::now();
        world.telegram.user_says(chat, "/help");
        while world.telegram.messages(chat).is_empty() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        waits.push(asked.elapsed());
        tokio::time::sleep(pause.saturating_sub(asked.elapsed())).await;
    }
    waits.sort();
    waits
}

fn report(platform: &str, strict: &Strict, rate: usize, begun: Instant, ended: Instant) {
    const STEP: Duration = Duration::from_millis(10);
    let second = Duration::from_secs(1);
    let mut counts = Vec::new();
    let mut from = begun;
    while from + second <= ended {
        let before = |moment: Instant| strict.arrivals.partition_point(|at| *at < moment);
        counts.push(before(from + second) - before(from));
        from += STEP;
    }
    counts.sort_unstable();
    let mean = counts.iter().sum::<usize>() as f64 / counts.len() as f64;
    let at_95 = counts.iter().filter(|count| **count * 100 >= rate * 95).count();
    line(
        &format!("{platform}: requests in a sliding second, mean of {rate}"),
        format!("{mean:.2} ({:.1} %)", 100.0 * mean / rate as f64),
        "at least 95 %",
    );
    line(
        "    least, 1st percentile, median, most",
        format!(
            "{}, {}, {}, {}",
            counts[0],
            counts[counts.len() / 100],
            counts[counts.len() / 2],
            counts[counts.len() - 1]
        ),
        "",
    );
    line(
        "    seconds with at least 95 %",
        format!("{:.1} %", 100.0 * at_95 as f64 / counts.len() as f64),
        "",
    );
    line("    429", strict.refused.len().to_string(), "none");
    for refused in strict.refused.iter().take(3) {
        println!("        {}", refused.why);
    }
}

fn waits(what: &str, sorted: &[Duration], goal: &str) {
    let ms = |at: usize| format!("{:.0}", sorted[at].as_secs_f64() * 1e3);
    let shown = format!(
        "{}, {}, {} ms",
        ms(sorted.len() / 2),
        ms(sorted.len() * 99 / 100),
        ms(sorted.len() - 1)
    );
    line(what, shown, goal);
}

/// The most memory that the program ever had.
fn memory_at_most(program: &Program) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", program.id())).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    let kilobytes: u64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    kilobytes / 1_000
}
