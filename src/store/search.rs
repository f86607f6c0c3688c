//! Full-text search: the words of a query against the words of all articles.

use sqlx::AssertSqlSafe;

use super::articles::{COLUMNS, tagged};
use super::values::{count, size};
use super::{Page, Store, StoreError};
use crate::folding::{Phrase, query_phrases};

/// Phrases of a query that are looked for; nobody means more, and each costs a lookup.
const PHRASES: usize = 32;

impl Store {
    /// Articles that hold all of these words (case and diacritics aside), newest first. No query is wrong: one without
    /// words finds nothing.
    pub async fn search(&self, words: &str, offset: usize, limit: usize) -> Result<Page, StoreError> {
        let phrases = query_phrases(words);
        if phrases.is_empty() {
            return Ok(Page::default());
        }
        let query = phrases
            .iter()
            .take(PHRASES)
            .map(quoted)
            .collect::<Vec<_>>()
            .join(" AND ");
        let total = sqlx::query_scalar("SELECT count(*) FROM article_words WHERE article_words MATCH $1")
            .bind(&query)
            .fetch_one(self.reader()?)
            .await?;
        let rows = sqlx::query(AssertSqlSafe(format!(
            "WITH page AS (SELECT rowid AS place FROM article_words WHERE article_words MATCH $1 \
             ORDER BY rowid DESC LIMIT $2 OFFSET $3) \
             SELECT {COLUMNS} FROM articles WHERE place IN (SELECT place FROM page) ORDER BY place DESC"
        )))
        .bind(&query)
        .bind(size(limit))
        .bind(size(offset))
        .fetch_all(self.reader()?)
        .await?;
        let articles = rows.iter().map(tagged).collect::<Result<_, _>>()?;
        Ok(Page {
            articles,
            total: count(total),
        })
    }
}

/// A phrase in the query language of FTS5. Words are letters and digits only, so that nothing can end the quotation.
fn quoted(phrase: &Phrase) -> String {
    let star = if phrase.prefix { "*" } else { "" };
    format!("\"{}\"{star}", phrase.words.join(" "))
}
