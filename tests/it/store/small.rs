//! Sources' states, commands behind buttons, updates seen.

use dateline::article::Tagged;
use dateline::destination::Platform;
use dateline::store::SourceState;

use super::new_store;
use crate::articles::{But, article, at, country};

#[tokio::test]
async fn a_source_state_is_what_was_saved_last() {
    let (store, _folder) = new_store().await;
    assert_eq!(store.source_state("herald").await.unwrap(), SourceState::default());
    let failing = SourceState {
        etag: Some("\"abc\"".to_owned()),
        last_modified: Some("Wed, 07 Jan 2026 12:00:00 GMT".to_owned()),
        read_at: Some(at("2026-01-07T12:00:00Z")),
        answered_at: Some(at("2026-01-06T12:00:00Z")),
        failing_since: Some(at("2026-01-06T13:00:00Z")),
        error: Some("the server did not answer".to_owned()),
        not_before: Some(at("2026-01-07T13:00:00Z")),
    };
    store.save_source_state("herald", &failing).await.unwrap();
    assert_eq!(store.source_state("herald").await.unwrap(), failing);
    store
        .save_source_state("herald", &SourceState::default())
        .await
        .unwrap();
    assert_eq!(store.source_state("herald").await.unwrap(), SourceState::default());
    assert_eq!(store.source_state("other").await.unwrap(), SourceState::default());
}

/// A source's articles number so and so, about these countries, a minute apart.
fn numbered(source: &str, numbers: std::ops::Range<u32>, codes: &[&str]) -> Vec<Tagged> {
    let moment = |number| at("2026-01-07T00:00:00Z") + jiff::SignedDuration::from_mins(i64::from(number));
    numbers
        .map(|number| {
            let mut article = article(&format!("{source} {number}"), "")
                .about(codes)
                .mentions(&["NO"]);
            article.article.source = source.to_owned();
            article.article.published_at = moment(number);
            article
        })
        .collect()
}

#[tokio::test]
async fn what_nearly_every_article_of_a_source_is_about_is_usual_for_it() {
    let (store, _folder) = new_store().await;
    let usual = async |source| store.usual_countries(source).await.unwrap();
    assert_eq!(usual("watcher").await, []);

    store
        .insert_articles(&numbered("watcher", 0..19, &["CN", "US"]))
        .await
        .unwrap();
    assert_eq!(usual("watcher").await, [], "nineteen articles may be one story");
    store
        .insert_articles(&numbered("watcher", 19..24, &["CN"]))
        .await
        .unwrap();
    store
        .insert_articles(&numbered("watcher", 24..25, &["PE"]))
        .await
        .unwrap();
    assert_eq!(usual("watcher").await, [country("CN")], "in 24 of 25; the US in 19");

    store.insert_articles(&numbered("other", 0..30, &["PE"])).await.unwrap();
    assert_eq!(usual("watcher").await, [country("CN")], "other sources do not count");
    assert_eq!(usual("other").await, [country("PE")]);
}

#[tokio::test]
async fn what_is_usual_follows_the_newest_articles() {
    let (store, _folder) = new_store().await;
    store
        .insert_articles(&numbered("watcher", 0..300, &["CN"]))
        .await
        .unwrap();
    store
        .insert_articles(&numbered("watcher", 300..339, &["PE"]))
        .await
        .unwrap();
    assert_eq!(store.usual_countries("watcher").await.unwrap(), [country("CN")]);
    store
        .insert_articles(&numbered("watcher", 339..500, &["PE"]))
        .await
        .unwrap();
    assert_eq!(store.usual_countries("watcher").await.unwrap(), [country("PE")]);
}

#[tokio::test]
async fn a_command_keeps_its_number() {
    let (store, _folder) = new_store().await;
    let long = format!("/search {}", "word ".repeat(50));
    let number = store.save_command(&long).await.unwrap();
    assert_eq!(store.save_command(&long).await.unwrap(), number);
    assert_ne!(store.save_command("/latest 2").await.unwrap(), number);
    assert_eq!(store.saved_command(number).await.unwrap(), Some(long));
    assert_eq!(store.saved_command(99).await.unwrap(), None);
}

#[tokio::test]
async fn an_update_is_new_once_on_each_platform() {
    let (store, _folder) = new_store().await;
    assert!(store.first_sight(Platform::Telegram, "7").await.unwrap());
    assert!(!store.first_sight(Platform::Telegram, "7").await.unwrap());
    assert!(store.first_sight(Platform::Discord, "7").await.unwrap());
}
