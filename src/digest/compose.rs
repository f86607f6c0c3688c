//! Puts a digest together.

use std::collections::HashSet;

use jiff::Timestamp;

use super::{Digest, Edition, SourceHealth};
use crate::article::{ArticleId, Tagged};
use crate::places::Regions;
use crate::scope::Scope;

/// All a digest is made of.
#[derive(Debug)]
pub struct Material<'a> {
    /// What it is to be about.
    pub scope: Scope,
    /// Its edition.
    pub edition: Edition,
    /// The moment of the edition.
    pub due: Timestamp,
    /// The moment of writing; later than `due` when the edition was missed.
    pub now: Timestamp,
    /// Articles of the 7 days up to `due` that are about or mention the scope's countries, any order.
    pub articles: &'a [Tagged],
    /// Articles that this scope's earlier digests of the same schedule showed.
    pub delivered: &'a HashSet<ArticleId>,
    /// The sources and how they did.
    pub sources: Vec<SourceHealth>,
    /// The newest publication time of an article about the scope in the whole store, up to `due`.
    pub last_news: Option<Timestamp>,
    /// The regions of the configuration.
    pub regions: &'a Regions,
    /// At most this many stories get a summary.
    pub max_stories: usize,
}

/// Writes the digest.
pub fn compose(_material: Material<'_>) -> Digest {
    todo!()
}
