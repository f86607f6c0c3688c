//! How many articles there are day by day.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use sqlx::AssertSqlSafe;

use super::articles::place_after;
use super::lists::arguments;
use super::values::{count, later, millis, moment, placeholders, size};
use super::{Store, StoreError};
use crate::places::Country;

/// Offsets from UTC are multiples of this, so a day of any zone is a number of these.
const QUARTER_MILLIS: i64 = 15 * 60 * 1000;

/// Which articles are counted: those about any of some countries, published on some days up to now.
#[derive(Clone, Copy, Debug)]
pub struct Counted<'a> {
    /// The countries; `None`: all articles.
    pub countries: Option<&'a BTreeSet<Country>>,
    /// Where a day begins and ends. An article of which only the day is known belongs to that day everywhere.
    pub zone: &'a TimeZone,
    /// The first day.
    pub first: Date,
    /// The last day.
    pub last: Date,
    /// What is published later is left out.
    pub now: Timestamp,
}

impl Store {
    /// How many articles there are of each day that has any.
    pub async fn count_by_day(&self, counted: Counted<'_>) -> Result<BTreeMap<Date, usize>, StoreError> {
        let sql = format!(
            "{} SELECT date_kind = 'exact', published_at / {QUARTER_MILLIS}, count(*) FROM chosen GROUP BY 1, 2",
            chosen(counted)
        );
        let rows: Vec<(bool, i64, i64)> = self.of(counted, sql, None).await?;
        let mut days = BTreeMap::new();
        for (exact, quarter, articles) in rows {
            let at = moment(quarter.saturating_mul(QUARTER_MILLIS))?;
            let zone = if exact { counted.zone.clone() } else { TimeZone::UTC };
            *days.entry(at.to_zoned_datetime(zone).date()).or_default() += count(articles);
        }
        Ok(days)
    }

    /// The first day that any article in the store is of; `None` when there is none.
    pub async fn first_day(&self, zone: &TimeZone) -> Result<Option<Date>, StoreError> {
        let Some((oldest, _)) = self.published_range().await? else {
            return Ok(None);
        };
        // One of which only the day is known may be later and yet of an earlier day.
        let until = later(oldest, SignedDuration::from_hours(48));
        let sql = format!(
            "SELECT DISTINCT date_kind = 'exact', published_at / {QUARTER_MILLIS} FROM articles WHERE place < $1"
        );
        let rows: Vec<(bool, i64)> = sqlx::query_as(AssertSqlSafe(sql))
            .bind(place_after(until))
            .fetch_all(self.reader()?)
            .await?;
        let days = rows.into_iter().map(|(exact, quarter)| {
            let zone = if exact { zone.clone() } else { TimeZone::UTC };
            Ok(moment(quarter.saturating_mul(QUARTER_MILLIS))?
                .to_zoned_datetime(zone)
                .date())
        });
        Ok(days.collect::<Result<Vec<Date>, StoreError>>()?.into_iter().min())
    }

    /// The other countries that these articles are about, with how many of them, most first, at most `limit`.
    pub async fn count_beside(&self, counted: Counted<'_>, limit: usize) -> Result<Vec<(Country, usize)>, StoreError> {
        let n = counted.countries.map_or(0, BTreeSet::len);
        let sql = format!(
            "{} SELECT country, count(*) AS articles FROM article_countries WHERE about = 1 \
             AND place IN (SELECT place FROM chosen) AND country NOT IN ({}) \
             GROUP BY country ORDER BY articles DESC, country LIMIT ${}",
            chosen(counted),
            placeholders(1, n),
            n + 7
        );
        let rows: Vec<(String, i64)> = self.of(counted, sql, Some(limit)).await?;
        rows.into_iter()
            .map(|(code, articles)| {
                let country = Country::try_from(code).map_err(StoreError::Unreadable)?;
                Ok((country, count(articles)))
            })
            .collect()
    }

    async fn of<Row>(&self, counted: Counted<'_>, sql: String, limit: Option<usize>) -> Result<Vec<Row>, StoreError>
    where
        Row: for<'r> sqlx::FromRow<'r, sqlx::sqlite::SqliteRow> + Send + Unpin,
    {
        let begin = |date: Date, zone: &TimeZone| {
            let start = zone.to_ambiguous_timestamp(date.at(0, 0, 0, 0)).compatible();
            start.unwrap_or(Timestamp::MAX)
        };
        let Counted {
            zone, first, last, now, ..
        } = counted;
        let after = last.tomorrow().unwrap_or(last);
        // Days in UTC begin at most 14 hours before or after those of a zone.
        let margin = SignedDuration::from_hours(24);
        let from = begin(first, zone);
        let nowhere = BTreeSet::new();
        let arguments = arguments(counted.countries.unwrap_or(&nowhere))?;
        let query = sqlx::query_as_with(AssertSqlSafe(sql), arguments)
            .bind(place_after(later(from, -margin)))
            .bind(place_after(later(begin(after, zone), margin)))
            .bind(millis(from))
            .bind(millis(
                begin(after, zone).min(later(now, SignedDuration::from_millis(1))),
            ))
            .bind(millis(begin(first, &TimeZone::UTC)))
            .bind(millis(begin(after, &TimeZone::UTC)));
        let query = match limit {
            Some(limit) => query.bind(size(limit)),
            None => query,
        };
        Ok(query.fetch_all(self.reader()?).await?)
    }
}

/// The articles as a table `chosen`. Its arguments after the countries: the places between which to look, the moments
/// from and up to which exact times count, and those for times of which only the day is known.
fn chosen(counted: Counted<'_>) -> String {
    let n = counted.countries.map_or(0, BTreeSet::len);
    let (low, high) = (n + 1, n + 2);
    let which = match counted.countries {
        None => String::new(),
        Some(_) => format!(
            "AND place IN (SELECT place FROM article_countries WHERE country IN ({}) AND about = 1 \
             AND place >= ${low} AND place < ${high})",
            placeholders(1, n)
        ),
    };
    format!(
        "WITH chosen AS (SELECT place, published_at, date_kind FROM articles \
         WHERE place >= ${low} AND place < ${high} {which} \
         AND CASE date_kind WHEN 'exact' THEN published_at >= ${} AND published_at < ${} \
         ELSE published_at >= ${} AND published_at < ${} END)",
        n + 3,
        n + 4,
        n + 5,
        n + 6
    )
}
