//! Lists of articles, newest first; articles of one moment in the order in which they were stored.

use std::collections::BTreeSet;

use jiff::Timestamp;
use sqlx::AssertSqlSafe;
use sqlx::sqlite::SqliteArguments;

use super::articles::{COLUMNS, place_after, tagged};
use super::values::{count, moment, placeholders, size};
use super::{Page, Store, StoreError};
use crate::article::Tagged;
use crate::places::{Country, HeadlineName};

impl Store {
    /// The most articles that a digest is made of, the newest.
    pub const WINDOW_ARTICLES: usize = 20_000;

    /// The newest articles.
    pub async fn latest(&self, offset: usize, limit: usize) -> Result<Page, StoreError> {
        let total = self.count_articles().await?;
        let rows = sqlx::query(AssertSqlSafe(format!(
            "SELECT {COLUMNS} FROM articles ORDER BY place DESC LIMIT $1 OFFSET $2"
        )))
        .bind(size(limit))
        .bind(size(offset))
        .fetch_all(self.reader()?)
        .await?;
        let articles = rows.iter().map(tagged).collect::<Result<_, _>>()?;
        Ok(Page { articles, total })
    }

    /// Articles about any of these countries (focus), newest first, each once.
    pub async fn about(&self, countries: &BTreeSet<Country>, offset: usize, limit: usize) -> Result<Page, StoreError> {
        self.page(countries, "about = 1", offset, limit).await
    }

    /// Articles that mention any of these countries without being about one of them, newest first, each once.
    pub async fn mentioning(
        &self,
        countries: &BTreeSet<Country>,
        offset: usize,
        limit: usize,
    ) -> Result<Page, StoreError> {
        let codes = placeholders(1, countries.len());
        let rule = format!(
            "about = 0 AND NOT EXISTS (SELECT 1 FROM article_countries AS focus \
             WHERE focus.place = tag.place AND focus.about = 1 AND focus.country IN ({codes}))"
        );
        self.page(countries, &rule, offset, limit).await
    }

    /// The page of the articles of which a row `tag` in `article_countries`, of one of the countries, obeys the rule.
    async fn page(
        &self,
        countries: &BTreeSet<Country>,
        rule: &str,
        offset: usize,
        limit: usize,
    ) -> Result<Page, StoreError> {
        if countries.is_empty() {
            return Ok(Page::default());
        }
        let n = countries.len();
        let codes = placeholders(1, n);
        // One country has each article once: no need to make them distinct.
        let counted = if n == 1 { "count(*)" } else { "count(DISTINCT place)" };
        let total = format!("SELECT {counted} FROM article_countries AS tag WHERE country IN ({codes}) AND {rule}");
        let total: i64 = sqlx::query_scalar_with(AssertSqlSafe(total), arguments(countries)?)
            .fetch_one(self.reader()?)
            .await?;

        // The newest of each country, read from the index as far as the page reaches: sorting all that a large region
        // ever had would take seconds.
        let reach = offset.saturating_add(limit);
        let newest: Vec<String> = (1..=n)
            .map(|country| {
                format!(
                    "SELECT * FROM (SELECT place FROM article_countries AS tag WHERE country = ${country} AND {rule} \
                     ORDER BY place DESC LIMIT ${})",
                    n + 1
                )
            })
            .collect();
        let page = format!(
            "WITH page AS (SELECT place FROM ({}) GROUP BY place ORDER BY place DESC LIMIT ${} OFFSET ${}) \
             SELECT {COLUMNS} FROM articles WHERE place IN (SELECT place FROM page) ORDER BY place DESC",
            newest.join(" UNION ALL "),
            n + 2,
            n + 3
        );
        let rows = sqlx::query_with(AssertSqlSafe(page), arguments(countries)?)
            .bind(size(reach))
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

    /// Articles published after `from` and up to `to` that are about or mention any of these countries (`None`: all),
    /// newest first: at most `Self::WINDOW_ARTICLES`, each with the first 20,000 letters of its text. A digest reads no
    /// further, and neither a flood of articles nor books among them can fill the memory.
    pub async fn window(
        &self,
        countries: Option<&BTreeSet<Country>>,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Vec<Tagged>, StoreError> {
        let nowhere = BTreeSet::new();
        let n = countries.map_or(0, BTreeSet::len);
        let which = match countries {
            None => String::new(),
            Some(_) => format!(
                "AND place IN (SELECT place FROM article_countries WHERE place >= ${} AND place < ${} \
                 AND country IN ({}))",
                n + 1,
                n + 2,
                placeholders(1, n)
            ),
        };
        let columns = COLUMNS.replace(" text,", " substr(text, 1, 20000) AS text,");
        let sql = format!(
            "SELECT {columns} FROM articles WHERE place >= ${} AND place < ${} {which} ORDER BY place DESC LIMIT {}",
            n + 1,
            n + 2,
            Self::WINDOW_ARTICLES
        );
        let rows = sqlx::query_with(AssertSqlSafe(sql), arguments(countries.unwrap_or(&nowhere))?)
            .bind(place_after(from))
            .bind(place_after(to))
            .fetch_all(self.reader()?)
            .await?;
        rows.iter().map(tagged).collect()
    }

    /// Articles from one moment up to another (not itself) in whose headline one of these names may stand: perhaps as part
    /// of a longer word, or with other words between its own. Newest first.
    pub async fn headlined(
        &self,
        names: &[HeadlineName<'_>],
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Vec<Tagged>, StoreError> {
        let mut rules = Vec::new();
        let mut wanted = Vec::new();
        for HeadlineName { name, as_written } in names {
            if *as_written {
                wanted.push((*name).to_owned());
                // LIKE knows no case.
                rules.push(format!("replace(title, ${}, '') <> title", wanted.len()));
            } else {
                for pattern in patterns(name) {
                    wanted.push(pattern);
                    rules.push(format!("lower(title) LIKE ${}", wanted.len()));
                }
            }
        }
        if rules.is_empty() {
            return Ok(Vec::new());
        }
        let n = wanted.len();
        let sql = format!(
            "SELECT {COLUMNS} FROM articles WHERE place >= ${} AND place < ${} AND ({}) ORDER BY place DESC",
            n + 1,
            n + 2,
            rules.join(" OR ")
        );
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for text in wanted {
            query = query.bind(text);
        }
        let rows = query
            .bind(place_after(from))
            .bind(place_after(to))
            .fetch_all(self.reader()?)
            .await?;
        rows.iter().map(tagged).collect()
    }

    /// How many articles published after `since` are about each country, most first.
    pub async fn count_by_country(&self, since: Timestamp) -> Result<Vec<(Country, usize)>, StoreError> {
        let rows: Vec<(String, i64)> = sqlx::query_as(
            "SELECT country, count(*) AS articles FROM article_countries WHERE place >= $1 AND about = 1 \
             GROUP BY country ORDER BY articles DESC, country",
        )
        .bind(place_after(since))
        .fetch_all(self.reader()?)
        .await?;
        rows.into_iter()
            .map(|(code, articles)| {
                let country = Country::try_from(code).map_err(StoreError::Unreadable)?;
                Ok((country, count(articles)))
            })
            .collect()
    }

    /// When the newest article up to `until` about any of these countries (`None`: any article) was published.
    pub async fn last_published(
        &self,
        countries: Option<&BTreeSet<Country>>,
        until: Timestamp,
    ) -> Result<Option<Timestamp>, StoreError> {
        let nowhere = BTreeSet::new();
        let n = countries.map_or(0, BTreeSet::len);
        let newest = match countries {
            None => "SELECT max(place) FROM articles WHERE place < $1".to_owned(),
            Some(_) if n == 0 => return Ok(None),
            Some(_) => {
                let newest: Vec<String> = (1..=n)
                    .map(|country| {
                        format!(
                            "SELECT max(place) AS place FROM article_countries WHERE country = ${country} \
                             AND about = 1 AND place < ${}",
                            n + 1
                        )
                    })
                    .collect();
                format!("SELECT max(place) FROM ({})", newest.join(" UNION ALL "))
            }
        };
        let sql = format!("SELECT published_at FROM articles WHERE place = ({newest})");
        let published: Option<i64> =
            sqlx::query_scalar_with(AssertSqlSafe(sql), arguments(countries.unwrap_or(&nowhere))?)
                .bind(place_after(until))
                .fetch_optional(self.reader()?)
                .await?;
        published.map(moment).transpose()
    }

    /// The first and the last publication time in the store.
    pub async fn published_range(&self) -> Result<Option<(Timestamp, Timestamp)>, StoreError> {
        let range: Option<(i64, i64)> = sqlx::query_as(
            "SELECT oldest.published_at, newest.published_at FROM articles AS oldest, articles AS newest \
             WHERE oldest.place = (SELECT min(place) FROM articles) \
             AND newest.place = (SELECT max(place) FROM articles)",
        )
        .fetch_optional(self.reader()?)
        .await?;
        range
            .map(|(oldest, newest)| Ok((moment(oldest)?, moment(newest)?)))
            .transpose()
    }
}

/// The codes of the countries as the first arguments of a statement.
pub(super) fn arguments(countries: &BTreeSet<Country>) -> Result<SqliteArguments, StoreError> {
    let mut arguments = SqliteArguments::default();
    for country in countries {
        sqlx::Arguments::add(&mut arguments, country.code()).map_err(sqlx::Error::Encode)?;
    }
    Ok(arguments)
}

/// A name as LIKE takes it. SQLite knows the two cases of ASCII letters only: a name with other letters is looked for as
/// it is written, in small letters and in capitals.
fn patterns(name: &str) -> BTreeSet<String> {
    [name.to_owned(), name.to_lowercase(), name.to_uppercase()]
        .iter()
        .map(|name| {
            let words = name.split(|c: char| !c.is_alphanumeric());
            // Headlines have it or not.
            let words = words.filter(|word| !word.eq_ignore_ascii_case("the"));
            words
                .map(str::to_ascii_lowercase)
                .filter(|word| !word.is_empty())
                .collect::<Vec<_>>()
        })
        // A name without a word would be in every headline.
        .filter(|words| !words.is_empty())
        .map(|words| format!("%{}%", words.join("%")))
        .collect()
}
