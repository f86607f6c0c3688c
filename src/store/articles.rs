//! articles

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::{Inserted, Page, Store, StoreError};
use crate::article::{ArticleId, Tagged};
use crate::places::Country;

impl Store {
    /// Adds articles with their mentions: new ones, and a new revision of those whose title or text changed. All or none.
    pub async fn insert_articles(&self, _articles: &[Tagged]) -> Result<Inserted, StoreError> {
        todo!()
    }

    /// One article with its tags.
    pub async fn article(&self, _id: &ArticleId) -> Result<Option<Tagged>, StoreError> {
        todo!()
    }

    /// How many articles there are.
    pub async fn count_articles(&self) -> Result<usize, StoreError> {
        todo!()
    }

    /// The newest articles.
    pub async fn latest(&self, _offset: usize, _limit: usize) -> Result<Page, StoreError> {
        todo!()
    }

    /// Articles about any of these countries (focus), newest first, each once.
    pub async fn about(
        &self,
        _countries: &BTreeSet<Country>,
        _offset: usize,
        _limit: usize,
    ) -> Result<Page, StoreError> {
        todo!()
    }

    /// Articles that mention any of these countries without being about one of them, newest first, each once.
    pub async fn mentioning(
        &self,
        _countries: &BTreeSet<Country>,
        _offset: usize,
        _limit: usize,
    ) -> Result<Page, StoreError> {
        todo!()
    }

    /// Articles published after `from` and up to `to` that are about or mention any of these countries (`None`: all),
    /// newest first.
    pub async fn window(
        &self,
        _countries: Option<&BTreeSet<Country>>,
        _from: Timestamp,
        _to: Timestamp,
    ) -> Result<Vec<Tagged>, StoreError> {
        todo!()
    }

    /// How many articles published after `since` are about each country, most first.
    pub async fn count_by_country(&self, _since: Timestamp) -> Result<Vec<(Country, usize)>, StoreError> {
        todo!()
    }

    /// When the newest article up to `until` about any of these countries (`None`: any article) was published.
    pub async fn last_published(
        &self,
        _countries: Option<&BTreeSet<Country>>,
        _until: Timestamp,
    ) -> Result<Option<Timestamp>, StoreError> {
        todo!()
    }

    /// The first and the last publication time in the store.
    pub async fn published_range(&self) -> Result<Option<(Timestamp, Timestamp)>, StoreError> {
        todo!()
    }
}
