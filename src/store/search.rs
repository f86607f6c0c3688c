//! search

use super::{Page, Store, StoreError};

impl Store {
    /// Articles that hold all of these words (case and diacritics aside), newest first.
    pub async fn search(&self, _words: &str, _offset: usize, _limit: usize) -> Result<Page, StoreError> {
        todo!()
    }
}
