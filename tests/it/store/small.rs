//! Sources' states, commands behind buttons, updates seen.

use dateline::destination::Platform;
use dateline::store::SourceState;

use super::new_store;
use crate::articles::at;

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
