//! The store opens a new file, an old one, and says what is wrong with any other; many may use it at once.

use std::time::Duration;

use dateline::store::Store;
use sqlx::{Connection, Executor, SqliteConnection};
use tempfile::TempDir;

use super::{new_store, url};
use crate::articles::{But, article, at, country};

async fn refusal(url: &str, folder: &TempDir) -> String {
    let message = Store::open(url).await.unwrap_err().to_string();
    message.replace(&folder.path().display().to_string(), "FOLDER")
}

#[tokio::test]
async fn it_makes_its_folder_and_keeps_what_it_is_given() {
    let folder = TempDir::new().unwrap();
    let url = format!("sqlite://{}", folder.path().join("a/b/dateline.db").display());
    let store = Store::open(&url).await.unwrap();
    store.insert_articles(&[article("Kept", "")]).await.unwrap();
    store.close().await;
    let again = Store::open(&url).await.unwrap();
    assert_eq!(again.count_articles().await.unwrap(), 1);
}

#[tokio::test]
async fn what_cannot_be_opened_is_named_with_the_way_out() {
    let folder = TempDir::new().unwrap();
    std::fs::write(
        folder.path().join("notes.txt"),
        "Not a database, but long enough to be taken for one.",
    )
    .unwrap();
    let file = |path: &str| format!("sqlite://{}{path}", folder.path().display());
    let mut refusals = Vec::new();
    for url in [
        file("/notes.txt"),
        file("/notes.txt/dateline.db"),
        file(""),
        "postgres://user:secret@localhost/dateline".to_owned(),
        "mysql://localhost/dateline".to_owned(),
        "sqlite::memory:".to_owned(),
        "sqlite://".to_owned(),
    ] {
        refusals.push(refusal(&url, &folder).await);
    }
    insta::assert_snapshot!(refusals.join("\n"), @"
    could not open the store sqlite://FOLDER/notes.txt: FOLDER/notes.txt is not an SQLite database; choose another file
    could not open the store sqlite://FOLDER/notes.txt/dateline.db: FOLDER/notes.txt is a file, not a folder; choose another path
    could not open the store sqlite://FOLDER: FOLDER could not be opened; check that it is a file and that its folder may be written
    could not open the store postgres://localhost/dateline: PostgreSQL is not supported yet; write sqlite:// and the path of a file
    could not open the store mysql://localhost/dateline: the URL of a store starts with sqlite://, such as sqlite://data/dateline.db
    could not open the store sqlite::memory:: the store must be a file, since several connections share it
    could not open the store sqlite://: the URL names no file; write it behind sqlite://
    ");
}

#[tokio::test]
async fn a_store_of_a_newer_program_is_refused_and_left_alone() {
    let folder = TempDir::new().unwrap();
    Store::open(&url(&folder)).await.unwrap().close().await;
    let mut connection = SqliteConnection::connect(&url(&folder)).await.unwrap();
    connection
        .execute(
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
             VALUES (9999, 'later', 1, x'00', 0)",
        )
        .await
        .unwrap();
    insta::assert_snapshot!(refusal(&url(&folder), &folder).await, @"could not open the store sqlite://FOLDER/dateline.db: a newer version of Dateline wrote it (its schema is 9999); run that version or a later one");
}

/// A database with rows in it goes through every step. Reopen it and find all rows. Each later step has a
/// case of its own below: rows as the step before wrote them, and what becomes of them.
#[tokio::test]
async fn rows_survive_the_migrations() {
    let (store, folder) = new_store().await;
    let kept = article("Kept", "Peru.").about(&["PE"]);
    store.insert_articles(std::slice::from_ref(&kept)).await.unwrap();
    store.close().await;
    for _ in 0..2 {
        let store = Store::open(&url(&folder)).await.unwrap();
        assert_eq!(store.article(&kept.article.id).await.unwrap().as_ref(), Some(&kept));
        assert_eq!(store.about(&[country("PE")].into(), 0, 9).await.unwrap().total, 1);
        store.close().await;
    }
}

/// A database as the first release left it: what it was sending is sent or listed, and its chats are as they were.
#[tokio::test]
async fn the_second_step_keeps_deliveries_and_destinations() {
    let folder = TempDir::new().unwrap();
    let mut old = left_by_step(&folder, 1).await;
    old.execute(
        "INSERT INTO destinations (id, platform, chat, thread) VALUES (1, 'telegram', '5', ''); \
         INSERT INTO editions VALUES (1, 'morning', '2026-01-07T07:30:00', 'UTC', '2026-01-07', 1767771000000, 0); \
         INSERT INTO digests VALUES (1, 1, 'all', '{}'); \
         INSERT INTO digest_parts VALUES (1, 1, 1, 1, 'body'); \
         INSERT INTO deliveries (digest, destination, platform, part, body, state, next_at, turn, owner, changed_at) \
         VALUES (1, 1, 'telegram', 1, 1, 'sending', 0, 0, 'dead', 1767771000000)",
    )
    .await
    .unwrap();
    old.close().await.unwrap();

    let store = Store::open(&url(&folder)).await.unwrap();
    let now = at("2026-01-07T07:30:09Z");
    let telegram = dateline::destination::Platform::Telegram;
    let since = |since| since == at("2026-01-07T07:30:00Z");
    let recovered = store.recover_deliveries(telegram, "me", since, now).await.unwrap();
    assert_eq!((recovered.again, recovered.unknown), (1, 0));
    let claimed = store.claim_deliveries(telegram, "me", 9, now).await.unwrap();
    assert_eq!(
        (claimed[0].destination.to_string(), claimed[0].doubtful),
        ("telegram:5".to_owned(), true)
    );
}

/// A database from before the outbox: what waits is neither paused nor sent again, and no digest is broken.
#[tokio::test]
async fn the_sixth_step_keeps_what_waits() {
    let folder = TempDir::new().unwrap();
    let mut old = left_by_step(&folder, 5).await;
    old.execute(
        "INSERT INTO destinations (id, platform, chat, thread) VALUES (1, 'telegram', '5', ''); \
         INSERT INTO editions VALUES (1, 'morning', '2026-01-07T07:30:00', 'UTC', '2026-01-07', 1767771000000, 1767771000000); \
         INSERT INTO digests VALUES (1, 1, 'all', '{}'); \
         INSERT INTO digest_parts VALUES (1, 1, 1, 1, 'body'); \
         INSERT INTO deliveries (digest, destination, platform, part, body, state, next_at, turn, changed_at) \
         VALUES (1, 1, 'telegram', 1, 1, 'pending', 0, 0, 1767771000000)",
    )
    .await
    .unwrap();
    old.close().await.unwrap();

    let store = Store::open(&url(&folder)).await.unwrap();
    let edition = store.listed_edition(1).await.unwrap().unwrap();
    assert_eq!((edition.paused, edition.cancelled, edition.cleared), (None, None, None));
    assert_eq!(store.paused_since().await.unwrap(), None);
    assert_eq!(store.digest_days().await.unwrap().len(), 1);
    let telegram = dateline::destination::Platform::Telegram;
    let now = at("2026-01-07T07:30:09Z");
    let claimed = store.claim_deliveries(telegram, "me", 9, now).await.unwrap();
    assert_eq!(claimed[0].nonce(), claimed[0].id);
    assert_eq!(claimed[0].promised.due, at("2026-01-07T07:30:00Z"));
}

/// The steps of the schema, in order.
const STEPS: [&str; 7] = [
    include_str!("../../../src/store/migrations/sqlite/0001_start.sql"),
    include_str!("../../../src/store/migrations/sqlite/0002_doubts.sql"),
    include_str!("../../../src/store/migrations/sqlite/0003_sources.sql"),
    include_str!("../../../src/store/migrations/sqlite/0004_model.sql"),
    include_str!("../../../src/store/migrations/sqlite/0005_subscriptions.sql"),
    include_str!("../../../src/store/migrations/sqlite/0006_outbox.sql"),
    include_str!("../../../src/store/migrations/sqlite/0007_corrections.sql"),
];

/// A database as a program left it that knew only the first `n` steps.
async fn left_by_step(folder: &TempDir, n: usize) -> SqliteConnection {
    let mut old = SqliteConnection::connect(&format!("{}?mode=rwc", url(folder)))
        .await
        .unwrap();
    old.execute(
        "CREATE TABLE _sqlx_migrations (version BIGINT PRIMARY KEY, description TEXT NOT NULL, \
         installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP, success BOOLEAN NOT NULL, \
         checksum BLOB NOT NULL, execution_time BIGINT NOT NULL)",
    )
    .await
    .unwrap();
    for (version, sql) in (1_i64..).zip(&STEPS[..n]) {
        old.execute(*sql).await.unwrap();
        let migration = sqlx::migrate::Migration::new(
            version,
            "a step".into(),
            sqlx::migrate::MigrationType::Simple,
            sqlx::SqlSafeStr::into_sql_str(*sql),
            false,
        );
        sqlx::query("INSERT INTO _sqlx_migrations VALUES ($1, 'a step', CURRENT_TIMESTAMP, true, $2, 0)")
            .bind(version)
            .bind(migration.checksum.as_ref())
            .execute(&mut old)
            .await
            .unwrap();
    }
    old
}

/// The model's answers find their place in a database that knew none.
#[tokio::test]
async fn the_fourth_step_adds_room_for_answers() {
    let folder = TempDir::new().unwrap();
    left_by_step(&folder, 3).await.close().await.unwrap();
    let store = Store::open(&url(&folder)).await.unwrap();
    let now = at("2026-01-07T07:30:09Z");
    store.keep_model_answer("key", "Peru votes.", now).await.unwrap();
    assert_eq!(
        store.model_answer("key", now).await.unwrap().as_deref(),
        Some("Peru votes.")
    );
}

/// A subscription that was made before there were weekdays and filters comes every day and whole.
#[tokio::test]
async fn the_fifth_step_keeps_subscriptions_as_they_were() {
    let folder = TempDir::new().unwrap();
    let mut old = left_by_step(&folder, 4).await;
    old.execute(
        "INSERT INTO destinations (id, platform, chat, thread) VALUES (1, 'telegram', '5', ''); \
         INSERT INTO subscriptions VALUES (1, 1, 'all', '07:30:00', 'UTC', 'brief', 'en', 1767771000000)",
    )
    .await
    .unwrap();
    old.close().await.unwrap();
    let store = Store::open(&url(&folder)).await.unwrap();
    let (kept, _) = store.all_subscriptions().await.unwrap().remove(0);
    assert_eq!(
        (kept.days, kept.filter.is_empty()),
        (dateline::schedule::Days::DAILY, true)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn programs_that_start_together_share_one_store() {
    let folder = TempDir::new().unwrap();
    let opened = futures::future::join_all((0..8).map(|_| {
        let url = url(&folder);
        tokio::spawn(async move { Store::open(&url).await.map(|_| ()) })
    }))
    .await;
    for store in opened {
        store.unwrap().unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn readers_and_writers_of_two_programs_never_lock_each_other_out() {
    let (one, folder) = new_store().await;
    let two = Store::open(&url(&folder)).await.unwrap();
    let mut tasks = Vec::new();
    for (program, store) in [one.clone(), two.clone()].into_iter().enumerate() {
        for writer in 0..4 {
            let store = store.clone();
            tasks.push(tokio::spawn(async move {
                for n in 0..10 {
                    let title = format!("Article {program} {writer} {n}");
                    store
                        .insert_articles(&[article(&title, "Text.").about(&["PE"])])
                        .await
                        .unwrap();
                    store
                        .first_sight(dateline::destination::Platform::Telegram, &title)
                        .await
                        .unwrap();
                }
            }));
        }
        for _ in 0..4 {
            let store = store.clone();
            tasks.push(tokio::spawn(async move {
                for _ in 0..20 {
                    let page = store.about(&[country("PE")].into(), 0, 10).await.unwrap();
                    assert!(page.articles.len() <= 10);
                    store.search("article", 0, 10).await.unwrap();
                }
            }));
        }
    }
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(two.count_articles().await.unwrap(), 80);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_write_that_is_dropped_half_way_leaves_the_next_ones_alone() {
    let (store, folder) = new_store().await;
    for n in 0..200 {
        // Another writer at the same time, so that the dropped one is caught waiting as well as working.
        let store_ = store.clone();
        let other = tokio::spawn(async move { store_.save_command(&format!("/other {n}")).await.unwrap() });
        let articles: Vec<_> = (0..3).map(|i| article(&format!("Dropped {n} {i}"), "")).collect();
        let write = store.insert_articles(&articles);
        // Polled a few times and dropped: at begin, between statements, at commit.
        drop_after_polls(write, n % 40).await;
        other.await.unwrap();
        let number = store.save_command(&format!("/next {n}")).await.unwrap();
        // What was written is committed: another connection sees it.
        assert!(store.saved_command(number).await.unwrap().is_some());
    }
    let last = store.save_command("/next 199").await.unwrap();
    let count = store.count_articles().await.unwrap();
    assert_eq!(count % 3, 0, "a dropped write is all there or not at all");
    store.close().await;
    let again = Store::open(&url(&folder)).await.unwrap();
    assert_eq!(again.count_articles().await.unwrap(), count);
    assert!(again.saved_command(last).await.unwrap().is_some());
}

/// Polls a future so many times, then drops it, done or not.
async fn drop_after_polls<T>(future: impl Future<Output = T>, polls: u32) {
    let mut future = Box::pin(future);
    for _ in 0..polls {
        if futures::poll!(future.as_mut()).is_ready() {
            return;
        }
        tokio::time::sleep(Duration::from_micros(50)).await;
    }
}

#[tokio::test]
async fn a_lease_is_one_owners_until_it_runs_out_or_is_given_back() {
    let (store, _folder) = new_store().await;
    let minute = jiff::SignedDuration::from_mins(1);
    let lease = |owner: &'static str, now: &'static str| {
        let store = store.clone();
        async move { store.lease("telegram", owner, at(now), minute).await.unwrap() }
    };
    assert!(lease("a", "2026-01-07T12:00:00Z").await);
    assert!(!lease("b", "2026-01-07T12:00:59Z").await);
    assert!(lease("a", "2026-01-07T12:00:59Z").await, "renewed");
    assert!(!lease("b", "2026-01-07T12:01:58Z").await);
    assert!(lease("b", "2026-01-07T12:01:59Z").await, "run out");
    assert!(!lease("a", "2026-01-07T12:02:00Z").await);
    store.release("telegram", "a").await.unwrap();
    assert!(!lease("a", "2026-01-07T12:02:00Z").await, "not a's to give back");
    store.release("telegram", "b").await.unwrap();
    assert!(lease("a", "2026-01-07T12:02:00Z").await);
    assert!(
        store
            .lease("discord", "b", at("2026-01-07T12:02:00Z"), minute)
            .await
            .unwrap()
    );
}

#[tokio::test]
async fn a_lease_from_before_the_clock_was_put_back_is_free() {
    let (store, _folder) = new_store().await;
    let minute = jiff::SignedDuration::from_mins(1);
    assert!(
        store
            .lease("telegram", "a", at("2026-01-10T12:00:00Z"), minute)
            .await
            .unwrap()
    );
    let newcomer = async |now| store.lease("telegram", "b", at(now), minute).await.unwrap();
    assert!(!newcomer("2026-01-10T11:59:50Z").await, "clocks differ a little");
    assert!(newcomer("2026-01-07T12:00:00Z").await, "nobody holds it for days");
}

#[tokio::test]
async fn what_a_dead_program_held_is_free_at_once() {
    let (store, folder) = new_store().await;
    let minute = jiff::SignedDuration::from_mins(1);
    let now = at("2026-01-07T12:00:00Z");
    let living = store.give_sign_of_life("living").unwrap();
    assert!(store.lease("telegram", "living", now, minute).await.unwrap());
    // A file that nobody has locked is what a killed program leaves.
    let left = folder.path().join("dateline.db-alive-dead");
    std::fs::write(&left, "").unwrap();
    for name in ["discord", "terminal"] {
        assert!(store.lease(name, "dead", now, minute).await.unwrap());
    }
    assert!(store.lease("silent", "no sign of life", now, minute).await.unwrap());

    assert_eq!(store.end_leases_of_the_dead().await.unwrap(), 1);
    assert!(!left.exists());
    assert_eq!(store.end_leases_of_the_dead().await.unwrap(), 0);
    for name in ["discord", "terminal"] {
        assert!(store.lease(name, "new", now, minute).await.unwrap());
    }
    for name in ["telegram", "silent"] {
        assert!(!store.lease(name, "new", now, minute).await.unwrap(), "{name}");
    }

    // A program on its way out is not dead yet: its lease is given back or runs out.
    drop(living);
    assert_eq!(store.end_leases_of_the_dead().await.unwrap(), 0);
    assert!(!store.lease("telegram", "new", now, minute).await.unwrap());
    let left: Vec<_> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .filter(|name| name.to_string_lossy().contains("alive"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

/// What was sent before there were corrections is there, and its digest can be corrected; its messages stay as they were
/// made, since nobody kept how.
#[tokio::test]
async fn the_seventh_step_keeps_digests_and_what_was_sent() {
    let folder = TempDir::new().unwrap();
    let mut old = left_by_step(&folder, 6).await;
    old.execute(
        "INSERT INTO destinations (id, platform, chat, thread) VALUES (1, 'memory', 'ann', ''); \
         INSERT INTO editions (id, schedule, local, zone, local_date, due, written_at) \
           VALUES (1, 'morning', '2026-01-07T07:30:00', 'UTC', '2026-01-07', 1767771000000, 1767771000000); \
         INSERT INTO digests (id, edition, scope, body) VALUES (1, 1, 'all', '{}'); \
         INSERT INTO digest_articles VALUES (1, 'bridge'); \
         INSERT INTO digest_parts (id, digest, part, parts, body) VALUES (1, 1, 1, 1, 'part 1'); \
         INSERT INTO deliveries (id, digest, destination, platform, part, body, state, next_at, turn, message, changed_at) \
           VALUES (1, 1, 1, 'memory', 1, 1, 'sent', 0, 0, '77', 0)",
    )
    .await
    .unwrap();
    old.close().await.unwrap();
    let store = Store::open(&url(&folder)).await.unwrap();
    let memory = dateline::destination::Platform::Memory;
    assert_eq!(
        store.tally_deliveries(memory).await.unwrap(),
        [(dateline::store::DeliveryState::Sent, 1)]
    );
    assert!(store.tally_corrections(memory).await.unwrap().is_empty());
    assert!(store.rendered(1).await.unwrap().is_empty());
    assert!(store.revised_articles(10).await.unwrap().is_empty());
}
