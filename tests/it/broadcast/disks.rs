//! The store's disk and its file go wrong under the running program.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use dateline::destination::Platform;
use sqlx::{Connection, Executor, SqliteConnection};

use super::{ALL, Broadcast, VENEZUELA};
use crate::fakes::telegram::Kind;
use crate::world::{Program, World};

/// What a log may hold of a story in which everything fails for some seconds: an error storm has thousands of lines.
const CALM: usize = 60;

fn database(world: &World) -> PathBuf {
    world.path("data/dateline.db")
}

async fn until_sent_once(broadcast: &Broadcast, mut program: Program) {
    let all = broadcast.until_all_sent(Platform::Telegram).await + broadcast.until_all_sent(Platform::Discord).await;
    assert!(program.stop().await.success());
    assert_eq!(broadcast.world.received(), all);
    broadcast.assert_all_once();
}

fn assert_calm(program: &Program) {
    let log = program.log();
    assert!(log.lines().count() < CALM, "{log}");
}

/// Ends by itself, with one sentence that names the store and has these words.
async fn assert_refuses(mut program: Program, words: &str) {
    assert_eq!(program.end().await.code(), Some(1));
    let log = program.log();
    let last = log.lines().last().unwrap_or_default();
    assert!(last.contains("dateline.db") && last.contains(words), "{log}");
    assert!(log.lines().count() < 5, "{log}");
}

/// flowerss-bot#47: the disk was full, and the bot stood still until somebody started it again.
#[tokio::test]
async fn when_there_is_space_again_the_digests_go_out_by_themselves() {
    let broadcast = Broadcast::to(20, ALL).await;
    let world = &broadcast.world;
    let program = world.start_with_full_disk();
    world
        .until("it says so", async |_| {
            let log = program.log();
            log.contains("is full") || log.contains("check its disk and the space on it")
        })
        .await;
    assert_eq!(world.received(), 0);
    program.make_space();
    until_sent_once(&broadcast, program).await;
}

/// A disk that fills up in the middle of a broadcast: what is in flight is known, and nothing comes twice when there is space.
#[tokio::test]
async fn a_disk_that_is_full_in_the_middle_of_a_broadcast_costs_nothing() {
    let mut broadcast = Broadcast::to(100, VENEZUELA).await;
    broadcast.world.set("DATELINE__TELEGRAM__RATE", "40");
    broadcast.world.set("DATELINE__DISCORD__RATE", "40");
    let world = &broadcast.world;
    let program = world.start_on_a_disk_of("unlimited");
    world.until_received(20).await;
    program.fill_disk();
    world
        .until("it says so", async |_| {
            program.log().contains("deliveries wait; trying again")
        })
        .await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_calm(&program);
    assert!(world.received() < 200, "the disk was full too late to show anything");
    program.make_space();
    until_sent_once(&broadcast, program).await;
}

/// A folder that may not be written, as after a restore by another user. The permissions of files do not bind root: then
/// the program runs as somebody else.
#[tokio::test]
async fn a_store_that_may_not_be_written_is_said_and_loses_nothing() {
    let mut broadcast = Broadcast::to(20, VENEZUELA).await;
    if !broadcast.world.live_as_nobody() {
        eprintln!("left out: root cannot run the program as somebody else here");
        return;
    }
    let world = &broadcast.world;
    let permit = |folder: u32, file: u32| {
        let set = |path: &str, mode| {
            let path = world.path(path);
            if path.exists() {
                std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
            }
        };
        for name in ["data/dateline.db", "data/dateline.db-wal", "data/dateline.db-shm"] {
            set(name, file);
        }
        set("data", folder);
    };
    permit(0o555, 0o444);
    assert_refuses(
        world.start(),
        "may not be written; change its permissions or those of its folder",
    )
    .await;
    permit(0o755, 0o444);
    assert_refuses(
        world.start(),
        "may not be written; change its permissions or those of its folder",
    )
    .await;
    assert_eq!(world.received(), 0);

    // In mid-run an open file stays writable: whether it notices or not, nobody misses anything.
    permit(0o755, 0o644);
    let mut program = world.start();
    world.until_received(1).await;
    permit(0o555, 0o444);
    world.until_received(40).await;
    assert!(program.stop().await.success(), "{}", program.log());
    assert_calm(&program);
    permit(0o755, 0o644);
    until_sent_once(&broadcast, world.start()).await;
}

/// openalgo#1713, telegram-robot-rss#7: "database is locked" while the collector and a command write at once, and the
/// command was lost. Here a third program holds the lock for longer than anybody waits.
#[tokio::test]
async fn a_store_that_another_program_has_locked_is_named_and_waited_for() {
    let mut broadcast = Broadcast::to(20, VENEZUELA).await;
    let world = &mut broadcast.world;
    world.set_clock("2026-01-06T11:29:50Z");
    const ASKER: i64 = 42;
    world.telegram.add(Kind::Private, ASKER);
    let mut other = connect(&database(world)).await;
    let program = world.start();
    world.discord.until_ready().await;
    other.execute("BEGIN IMMEDIATE").await.unwrap();
    world.telegram.user_says(ASKER, "/subscribe Peru 18:00 UTC");
    world
        .until("it says so", async |_| {
            let log = program.log();
            log.lines()
                .any(|line| line.contains("another program has locked") && line.contains("dateline.db"))
        })
        .await;
    let readers = broadcast
        .chats
        .iter()
        .map(|chat| broadcast.world.telegram.messages(*chat).len());
    assert_eq!(readers.sum::<usize>(), 0, "it was locked too late to show anything");
    assert_calm(&program);
    other.execute("ROLLBACK").await.unwrap();
    other.close().await.unwrap();

    broadcast.until_all_sent(Platform::Telegram).await;
    broadcast.until_all_sent(Platform::Discord).await;
    broadcast.assert_all_once();
    let world = &broadcast.world;
    // Either it was carried out, or the asker was told that it was not.
    let said = world.telegram.wait_for_messages(ASKER, 1).await;
    let subscribed = world.subscriptions().await.len() == 41;
    assert_eq!(subscribed, said[0].text.contains("18:00"), "{said:#?}");
    let mut program = program;
    assert!(program.stop().await.success());
}

/// The same two reports, without a third program: articles are taken in and readers subscribe during a broadcast.
#[tokio::test]
async fn what_is_taken_in_and_asked_during_a_broadcast_is_all_kept() {
    const ASKERS: std::ops::Range<i64> = 50..60;
    let broadcast = Broadcast::to(60, VENEZUELA).await;
    let world = &broadcast.world;
    for asker in ASKERS {
        world.telegram.add(Kind::Private, asker);
    }
    let program = world.start();
    world.until_received(1).await;
    for asker in ASKERS {
        world.telegram.user_says(asker, "/subscribe Peru 18:00 UTC");
    }
    world.import_samples(&["2026-01-04"]).await;
    broadcast.until_all_sent(Platform::Discord).await;
    for asker in ASKERS {
        let said = world.telegram.wait_for_messages(asker, 1).await;
        assert!(said[0].text.contains("18:00"), "{said:#?}");
    }
    assert_eq!(world.subscriptions().await.len(), 130);
    assert!(!program.log().contains("locked"), "{}", program.log());
    broadcast.until_all_sent(Platform::Telegram).await;
    broadcast.assert_all_once();
}

/// Overwrites a part of the store's file, from one share of its length to another, in hundredths.
fn overwrite(path: &Path, from: usize, to: usize) {
    let mut bytes = std::fs::read(path).unwrap();
    let length = bytes.len();
    bytes[length * from / 100..length * to / 100].fill(0xA5);
    std::fs::write(path, bytes).unwrap();
}

async fn root_page(path: &Path, table: &str) -> i64 {
    let mut connection = connect(path).await;
    sqlx::query_scalar("SELECT rootpage FROM sqlite_schema WHERE name = $1")
        .bind(table)
        .fetch_one(&mut connection)
        .await
        .unwrap()
}

async fn connect(path: &Path) -> SqliteConnection {
    let url = format!("sqlite://{}", path.display());
    SqliteConnection::connect(&url).await.unwrap()
}

/// rssbot#453: what could not be read was tried again at once, for ever, and filled the log.
#[tokio::test]
async fn a_damaged_store_is_said_in_words_without_a_flood() {
    let broadcast = Broadcast::to(20, VENEZUELA).await;
    let world = &broadcast.world;
    let mut program = world.start();
    world.until_received(40).await;
    assert!(program.stop().await.success());
    // What is in the log of writes would mend the file.
    let mut tidy = connect(&database(world)).await;
    tidy.execute("PRAGMA wal_checkpoint(TRUNCATE)").await.unwrap();
    tidy.close().await.unwrap();
    let whole = std::fs::read(database(world)).unwrap();

    // The first page says what the file is and what is in it.
    overwrite(&database(world), 0, 1);
    assert_refuses(world.start(), "is not an SQLite database; choose another file").await;
    // Behind the file's head: its tables.
    let mut bytes = whole.clone();
    bytes[100..4096].fill(0xA5);
    std::fs::write(database(world), &bytes).unwrap();
    assert_refuses(world.start(), "is damaged; restore it from a backup").await;
    // Nearly everything behind that.
    std::fs::write(database(world), &whole).unwrap();
    overwrite(&database(world), 10, 95);
    assert_refuses(world.start(), "is damaged; restore it from a backup").await;

    // One page: that of the leases. Nothing can be sent, but questions are answered.
    std::fs::write(database(world), &whole).unwrap();
    let page = usize::try_from(root_page(&database(world), "leases").await).unwrap();
    let mut bytes = whole.clone();
    bytes[(page - 1) * 4096..page * 4096].fill(0xA5);
    std::fs::write(database(world), &bytes).unwrap();
    const ASKER: i64 = 42;
    world.telegram.add(Kind::Private, ASKER);
    let mut program = world.start();
    world
        .until("it says so", async |_| {
            let log = program.log();
            log.lines()
                .any(|line| line.contains("dateline.db") && line.contains("is damaged; restore it from a backup"))
        })
        .await;
    world.telegram.user_says(ASKER, "/country Venezuela");
    world.telegram.wait_for_messages(ASKER, 1).await;
    tokio::time::sleep(Duration::from_secs(6)).await;
    assert_calm(&program);
    assert!(program.stop().await.success());

    // A backup, and all goes on.
    std::fs::write(database(world), &whole).unwrap();
    assert_eq!(world.subscriptions().await.len(), 40);
}

/// A power cut on a disk that lies about what it has written: the end of the log of writes is missing, or is rubbish. SQLite
/// goes back to the last write that is whole; what was sent after that is not known any more.
#[tokio::test]
async fn a_torn_log_of_writes_loses_no_reader() {
    for torn in [true, false] {
        let broadcast = Broadcast::to(60, VENEZUELA).await;
        let world = &broadcast.world;
        let mut program = world.start();
        world.until_received(60).await;
        program.kill().await;
        let log = world.path("data/dateline.db-wal");
        let bytes = std::fs::read(&log).unwrap();
        assert!(bytes.len() > 8192, "there is no log to tear");
        if torn {
            std::fs::write(&log, &bytes[..bytes.len() - 6000]).unwrap();
        } else {
            overwrite(&log, 95, 100);
        }
        let mut program = world.start();
        broadcast.until_all_sent(Platform::Telegram).await;
        broadcast.until_all_sent(Platform::Discord).await;
        assert!(program.stop().await.success());
        assert!(broadcast.parts_on_telegram().iter().all(|parts| !parts.is_empty()));
        assert!(broadcast.parts_on_discord().iter().all(|parts| parts == &[1]));
        assert_calm(&program);
    }
}
