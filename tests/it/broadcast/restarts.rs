//! The program is started again and again: what it has answered, read and sent, it remembers.

use dateline::destination::Platform;
use dateline::store::DeliveryState;
use serde_json::json;

use crate::fakes::feeds::{Feeds, Page};
use crate::fakes::telegram::Kind;
use crate::world::{Program, World, count_in};

const PERSON: i64 = 42;

/// nbramia/LifeOS#57: 108 restarts, and each command was answered about 108 times, since nobody remembered what was
/// answered. openclaw#8140: a restart brought the same update a second time.
#[tokio::test]
async fn a_command_is_answered_once_over_many_kills() {
    const KILLS: usize = 12;
    let world = World::at("2026-01-06T10:00:00Z").await;
    world.import_samples(&["2026-01-06"]).await;
    world.telegram.add(Kind::Private, PERSON);
    let mut updates = Vec::new();
    for number in 1..=KILLS {
        let mut program = world.start();
        updates.push(world.telegram.user_says(PERSON, "/country Venezuela"));
        world.telegram.wait_for_messages(PERSON, number).await;
        // At once: Telegram has not been told yet that this update is done with.
        program.kill().await;
        // And it may tell of old ones once more.
        world.telegram.repeat(updates[number / 2]);
    }
    let mut program = world.start();
    world.telegram.user_says(PERSON, "/help");
    world.telegram.wait_for_messages(PERSON, KILLS + 1).await;
    world.telegram.wait_until_confirmed().await;
    let answers = world.telegram.messages(PERSON);
    let about = |words: &str| answers.iter().filter(|message| message.text.contains(words)).count();
    assert_eq!((answers.len(), about("/subscribe")), (KILLS + 1, 1));
    assert!(program.stop().await.success());
}

/// A feed that shows its latest reports only, as feeds do: numbers, each with the hour of 6 January at which it came out.
fn feed(reports: &[(u32, u32)]) -> Page {
    let items: String = reports
        .iter()
        .map(|(number, hour)| {
            format!(
                "<item><title>Peru repairs bridge number {number}</title><link>https://wire.example/{number}</link>\
                 <guid>wire-{number}</guid><pubDate>Tue, 06 Jan 2026 {hour:02}:00:00 GMT</pubDate>\
                 <description>Engineers in Peru repaired bridge number {number} over the river {number}.</description></item>"
            )
        })
        .collect();
    Page::of(format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Wire</title><link>https://wire.example/</link>\
         <description>Reports</description>{items}</channel></rss>"
    ))
}

/// The bridges that the messages name, each time that they are a headline.
fn bridges(world: &World) -> Vec<u32> {
    let messages = world.telegram.messages(PERSON);
    let named = messages
        .iter()
        .flat_map(|message| &message.links)
        .filter_map(|(words, _)| words.strip_prefix("Peru repairs bridge number ")?.parse().ok());
    let mut named: Vec<u32> = named.collect();
    named.sort_unstable();
    named
}

async fn until_read(world: &World, program: &Program, new: usize) {
    world
        .until(&format!("{new} reports are read"), async |_| {
            program
                .log()
                .contains(&format!("articles collected source=wire new={new} "))
        })
        .await;
}

/// Waits until the store knows of so many digests that they arrived: a kill before that repeats one, and is told elsewhere.
async fn until_sent(world: &World, count: usize) {
    let store = world.store().await;
    world
        .until("the digest is sent", async |_| {
            count_in(&store, Platform::Telegram, DeliveryState::Sent).await == count
        })
        .await;
}

/// FeedCord#38, #36, #23: what was read lived in memory, so a restart between two readings lost what the feed no longer
/// showed, or sent again what it still showed.
#[tokio::test]
async fn a_kill_between_two_readings_of_a_feed_loses_nothing_and_repeats_nothing() {
    let mut world = World::at("2026-01-06T08:00:00Z").await;
    let feeds = Feeds::start().await;
    let source = format!(
        "[[source]]\nid = \"wire\"\npublisher = \"Wire\"\nkind = \"feed\"\nurl = \"{}\"\ninterval = \"15m\"\n",
        feeds.url("rss")
    );
    world.write("config/sources.toml", &source);
    world.set("DATELINE__FETCH__ALLOW_PRIVATE", "true");
    world.telegram.add(Kind::Private, PERSON);
    let follows = json!({"platform": "telegram", "chat": PERSON.to_string(), "scope": "PE", "at": "11:30", "zone": "UTC", "form": "full"});
    world.import_subscriptions(&[follows]).await;

    feeds.put("/rss", feed(&[(1, 7), (2, 7)]));
    let mut program = world.start();
    until_read(&world, &program, 2).await;
    program.kill().await;
    // Started again before the next reading is due, and killed in it or before it.
    world.set_clock("2026-01-06T08:05:00Z");
    let mut program = world.start();
    world.telegram.user_says(PERSON, "/help");
    world.telegram.wait_for_messages(PERSON, 1).await;
    program.kill().await;
    // Meanwhile the feed has moved on: the first two are gone from it.
    feeds.put("/rss", feed(&[(2, 7), (3, 9), (4, 9)]));
    world.set_clock("2026-01-06T10:00:00Z");
    let mut program = world.start();
    until_read(&world, &program, 2).await;
    program.kill().await;

    world.set_clock("2026-01-06T11:29:59Z");
    let mut program = world.start();
    until_sent(&world, 1).await;
    program.kill().await;
    assert_eq!(bridges(&world), [1, 2, 3, 4]);

    // The next day it still shows some of them, and one more.
    feeds.put("/rss", feed(&[(3, 9), (4, 9), (5, 20)]));
    world.set_clock("2026-01-07T10:00:00Z");
    let mut program = world.start();
    until_read(&world, &program, 1).await;
    program.kill().await;
    world.set_clock("2026-01-07T11:29:59Z");
    let mut program = world.start();
    until_sent(&world, 2).await;
    assert!(program.stop().await.success());
    assert_eq!(bridges(&world), [1, 2, 3, 4, 5]);
}
