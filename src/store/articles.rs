//! Articles: storing them and their revisions, and reading one back.

use jiff::Timestamp;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use super::corrections::note_revised;
use super::values::{count, from_json, from_word, json, millis, moment, word};
use super::{Inserted, Store, StoreError, Write};
use crate::article::{Article, ArticleId, Tagged};
use crate::folding::index_words;
use crate::places::Tags;

/// The columns that `tagged` reads, of the table `articles`.
pub(super) const COLUMNS: &str = "id, source, publisher, url, title, text, author, language, published_at, date_kind, \
                                  fetched_at, revision, tags";

/// How many articles fit into one millisecond of `place`, as a power of two.
const PLACE_BITS: u32 = 20;

/// The last millisecond that `place` can tell apart: in the year 2248 (and as far before 1970).
const LAST_MILLIS: i64 = (1 << (63 - PLACE_BITS)) - 1;

/// The least place of an article published at this millisecond.
pub(super) fn first_place(millis: i64) -> i64 {
    millis.clamp(-LAST_MILLIS, LAST_MILLIS) << PLACE_BITS
}

/// The least place of an article published after this moment.
pub(super) fn place_after(at: Timestamp) -> i64 {
    first_place(millis(at).saturating_add(1))
}

impl Store {
    /// Adds articles with their mentions: new ones, and a new revision of those whose title or text changed. All or none.
    /// A known article keeps the times of its first reading and takes the tags of the last.
    pub async fn insert_articles(&self, articles: &[Tagged]) -> Result<Inserted, StoreError> {
        let mut inserted = Inserted::default();
        let mut write = self.write().await?;
        for tagged in articles {
            let known = sqlx::query(
                "SELECT place, source, title, text, revision, revised_at, tags FROM articles WHERE id = $1",
            )
            .bind(tagged.article.id.as_str())
            .fetch_optional(&mut *write)
            .await?;
            match known {
                None => {
                    add(&mut write, tagged).await?;
                    inserted.new += 1;
                }
                Some(known) => {
                    let article = &tagged.article;
                    if known.get::<&str, _>("title") == article.title && known.get::<&str, _>("text") == article.text {
                        retag(&mut write, &known, &tagged.tags).await?;
                        inserted.unchanged += 1;
                    } else {
                        revise(&mut write, &known, tagged).await?;
                        inserted.revised += 1;
                    }
                }
            }
        }
        write.commit().await?;
        Ok(inserted)
    }

    /// One article with its tags.
    pub async fn article(&self, id: &ArticleId) -> Result<Option<Tagged>, StoreError> {
        sqlx::query(sqlx::AssertSqlSafe(format!(
            "SELECT {COLUMNS} FROM articles WHERE id = $1"
        )))
        .bind(id.as_str())
        .fetch_optional(self.reader()?)
        .await?
        .map(|row| tagged(&row))
        .transpose()
    }

    /// How many articles there are.
    pub async fn count_articles(&self) -> Result<usize, StoreError> {
        let n = sqlx::query_scalar("SELECT count(*) FROM articles")
            .fetch_one(self.reader()?)
            .await?;
        Ok(count(n))
    }

    /// The titles and texts an article had before, oldest first.
    pub async fn earlier_texts(&self, id: &ArticleId) -> Result<Vec<(String, String)>, StoreError> {
        let rows = sqlx::query_as("SELECT title, text FROM revisions WHERE article = $1 ORDER BY revision")
            .bind(id.as_str())
            .fetch_all(self.reader()?)
            .await?;
        Ok(rows)
    }
}

async fn add(write: &mut Write, tagged: &Tagged) -> Result<(), StoreError> {
    let Article {
        id,
        source,
        publisher,
        url,
        title,
        text,
        author,
        language,
        published_at,
        date_kind,
        fetched_at,
        revision,
    } = &tagged.article;
    let place = free_place(write, *published_at).await?;
    sqlx::query(
        "INSERT INTO articles (place, id, source, publisher, url, title, text, author, language, published_at, \
         date_kind, fetched_at, revised_at, revision, tags) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, $13, $14)",
    )
    .bind(place)
    .bind(id.as_str())
    .bind(source)
    .bind(publisher)
    .bind(url)
    .bind(title)
    .bind(text)
    .bind(author)
    .bind(language)
    .bind(millis(*published_at))
    .bind(word(date_kind)?)
    .bind(millis(*fetched_at))
    .bind(revision)
    .bind(json(&tagged.tags)?)
    .execute(&mut **write)
    .await?;
    add_words(write, place, title, text).await?;
    add_countries(write, place, &tagged.tags).await
}

/// The next place at this moment: articles of one moment follow each other downwards.
async fn free_place(write: &mut Write, published_at: Timestamp) -> Result<i64, StoreError> {
    let mut first = first_place(millis(published_at));
    loop {
        let last = first + (1 << PLACE_BITS) - 1;
        let least: Option<i64> = sqlx::query_scalar("SELECT min(place) FROM articles WHERE place BETWEEN $1 AND $2")
            .bind(first)
            .bind(last)
            .fetch_one(&mut **write)
            .await?;
        match least {
            None => return Ok(last),
            Some(least) if least > first => return Ok(least - 1),
            // A million articles of one moment: the next ones stand in the millisecond before it.
            Some(_) => first -= 1 << PLACE_BITS,
        }
    }
}

async fn revise(write: &mut Write, known: &SqliteRow, tagged: &Tagged) -> Result<(), StoreError> {
    let article = &tagged.article;
    let place: i64 = known.get("place");
    let revision: u32 = known.get("revision");
    sqlx::query("INSERT INTO revisions (article, revision, title, text, read_at) VALUES ($1, $2, $3, $4, $5)")
        .bind(article.id.as_str())
        .bind(revision)
        .bind(known.get::<&str, _>("title"))
        .bind(known.get::<&str, _>("text"))
        .bind(known.get::<i64, _>("revised_at"))
        .execute(&mut **write)
        .await?;
    sqlx::query(
        "UPDATE articles SET title = $2, text = $3, author = $4, language = $5, revised_at = $6, revision = $7, \
         tags = $8 WHERE place = $1",
    )
    .bind(place)
    .bind(&article.title)
    .bind(&article.text)
    .bind(&article.author)
    .bind(&article.language)
    .bind(millis(article.fetched_at))
    .bind(revision.saturating_add(1))
    .bind(json(&tagged.tags)?)
    .execute(&mut **write)
    .await?;
    // Another source's wording of the same article is no change of the article.
    if known.get::<&str, _>("source") == article.source {
        note_revised(write, article, revision.saturating_add(1)).await?;
    }
    sqlx::query("DELETE FROM article_words WHERE rowid = $1")
        .bind(place)
        .execute(&mut **write)
        .await?;
    add_words(write, place, &article.title, &article.text).await?;
    replace_countries(write, place, &tagged.tags).await
}

async fn retag(write: &mut Write, known: &SqliteRow, tags: &Tags) -> Result<(), StoreError> {
    let place: i64 = known.get("place");
    let new = json(tags)?;
    if known.get::<&str, _>("tags") == new {
        return Ok(());
    }
    sqlx::query("UPDATE articles SET tags = $2 WHERE place = $1")
        .bind(place)
        .bind(new)
        .execute(&mut **write)
        .await?;
    replace_countries(write, place, tags).await
}

async fn add_words(write: &mut Write, place: i64, title: &str, text: &str) -> Result<(), StoreError> {
    let mut words = index_words(title);
    words.extend(index_words(text));
    sqlx::query("INSERT INTO article_words (rowid, words) VALUES ($1, $2)")
        .bind(place)
        .bind(words.join(" "))
        .execute(&mut **write)
        .await?;
    Ok(())
}

async fn replace_countries(write: &mut Write, place: i64, tags: &Tags) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM article_countries WHERE place = $1")
        .bind(place)
        .execute(&mut **write)
        .await?;
    add_countries(write, place, tags).await
}

async fn add_countries(write: &mut Write, place: i64, tags: &Tags) -> Result<(), StoreError> {
    let mut countries = tags.countries();
    countries.extend(tags.focus.iter().map(|focus| focus.country));
    if countries.is_empty() {
        return Ok(());
    }
    let rows: Vec<(&str, i64)> = countries
        .into_iter()
        .map(|country| (country.code(), i64::from(tags.about(country))))
        .collect();
    sqlx::query(
        "INSERT INTO article_countries (country, about, place) \
         SELECT value ->> 0, value ->> 1, $1 FROM json_each($2)",
    )
    .bind(place)
    .bind(json(&rows)?)
    .execute(&mut **write)
    .await?;
    Ok(())
}

/// An article and its tags from a row of `COLUMNS`.
pub(super) fn tagged(row: &SqliteRow) -> Result<Tagged, StoreError> {
    Ok(Tagged {
        article: Article {
            id: ArticleId::from_stored(row.try_get::<String, _>("id")?),
            source: row.try_get("source")?,
            publisher: row.try_get("publisher")?,
            url: row.try_get("url")?,
            title: row.try_get("title")?,
            text: row.try_get("text")?,
            author: row.try_get("author")?,
            language: row.try_get("language")?,
            published_at: moment(row.try_get("published_at")?)?,
            date_kind: from_word(row.try_get("date_kind")?)?,
            fetched_at: moment(row.try_get("fetched_at")?)?,
            revision: row.try_get("revision")?,
        },
        tags: from_json(row.try_get("tags")?)?,
    })
}
