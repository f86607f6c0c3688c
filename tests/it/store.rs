//! What the store keeps, and what it gives back.

mod articles;
mod corrections;
mod deliveries;
pub mod editions;
mod fencing;
mod opening;
mod outbox;
mod retiring;
mod search;
mod small;
mod subscriptions;
mod trends;
mod turns;

use dateline::store::Store;
use tempfile::TempDir;

/// A new store in a folder that goes with it.
async fn new_store() -> (Store, TempDir) {
    let folder = TempDir::new().unwrap();
    let store = Store::open(&url(&folder)).await.unwrap();
    (store, folder)
}

fn url(folder: &TempDir) -> String {
    format!("sqlite://{}", folder.path().join("dateline.db").display())
}
