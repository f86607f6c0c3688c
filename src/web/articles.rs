//! An article's page: where an article without an address is found. It shows a few sentences and says whose they are.

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::response::Response;

use unicode_segmentation::UnicodeSegmentation as _;

use super::Site;
use super::response::{Failed, Kind, answer};
use super::templates::article::{ArticlePage, page};
use super::templates::layout::Moment;
use crate::article::{Article, ArticleId};
use crate::digest::{Doc, summarise};
use crate::reply::shortened;

/// What is quoted of an article at most: about what a digest quotes, and never more than half of a short one, so that a
/// page never takes its place.
const WORDS: usize = 75;
const SENTENCES: usize = 3;
/// A text of one runaway sentence is cut here, in letters.
const LETTERS: usize = 500;

pub(super) async fn one(
    State(site): State<Arc<Site>>,
    path: Result<Path<String>, PathRejection>,
) -> Result<Response, Failed> {
    let Path(id) = path.map_err(|_| Failed::missing())?;
    if id.len() != 32
        || !id
            .bytes()
            .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
    {
        return Err(Failed::missing());
    }
    let found = site.core.store.article(&ArticleId::from_stored(id)).await?;
    let tagged = found.ok_or_else(Failed::missing)?;
    let zone = &site.core.config.digest.default_zone;
    let page = page(
        &site.addresses,
        &ArticlePage {
            article: &tagged.article,
            quotes: quotes(&tagged.article),
            published: Moment::of(tagged.article.published_at, tagged.article.date_kind, zone),
            countries: tagged.tags.focus.iter().map(|focus| focus.country).collect(),
        },
    );
    Ok(answer(Kind::Html, page))
}

/// The sentences that say most, in their order.
fn quotes(article: &Article) -> Vec<String> {
    let doc = Doc {
        title: &article.title,
        text: &article.text,
    };
    let half = article.text.unicode_words().take(2 * WORDS).count() / 2;
    let quotes = summarise(&[doc], half.max(1), SENTENCES);
    quotes
        .into_iter()
        .map(|quote| shortened(&quote.text, LETTERS))
        .collect()
}
