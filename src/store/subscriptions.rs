//! Subscriptions: who wants which digest when.

use jiff::Timestamp;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use super::destinations::{destination, move_chat, number_of};
use super::values::{from_json, from_word, json, millis, moment, word};
use super::{Store, StoreError, Subscription};
use crate::destination::Destination;
use crate::scope::Scope;

const COLUMNS: &str = "platform, chat, thread, scope, at, zone, days, form, language, filter, made_at";

impl Store {
    /// Adds a subscription, or changes the one of the same destination and scope. Returns true when it is new. One whose
    /// time or zone changes counts as made now: what was due at its new time before now is not owed.
    pub async fn subscribe(&self, subscription: &Subscription, now: Timestamp) -> Result<bool, StoreError> {
        let Subscription {
            destination,
            scope,
            at,
            zone,
            days,
            form,
            language,
            filter,
        } = subscription;
        let mut write = self.write().await?;
        let number = number_of(&mut write, destination).await?;
        let known: Option<i64> =
            sqlx::query_scalar("SELECT id FROM subscriptions WHERE destination = $1 AND scope = $2")
                .bind(number)
                .bind(scope.to_string())
                .fetch_optional(&mut *write)
                .await?;
        sqlx::query(
            "INSERT INTO subscriptions (destination, scope, at, zone, form, language, made_at, days, filter) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
             ON CONFLICT (destination, scope) DO UPDATE SET at = excluded.at, zone = excluded.zone, \
             form = excluded.form, language = excluded.language, days = excluded.days, \
             filter = excluded.filter, \
             made_at = CASE WHEN subscriptions.at = excluded.at AND subscriptions.zone = excluded.zone \
                       THEN subscriptions.made_at ELSE excluded.made_at END",
        )
        .bind(number)
        .bind(scope.to_string())
        .bind(at.to_string())
        .bind(zone)
        .bind(word(form)?)
        .bind(language)
        .bind(millis(now))
        .bind(days.to_string())
        .bind(json(filter)?)
        .execute(&mut *write)
        .await?;
        write.commit().await?;
        Ok(known.is_none())
    }

    /// Moves everything of a chat to its new id: subscriptions, and what waits or will be addressed to the old id.
    pub async fn move_chat(&self, old: &Destination, new_chat: &str, now: Timestamp) -> Result<(), StoreError> {
        let mut write = self.write().await?;
        let number = number_of(&mut write, old).await?;
        move_chat(&mut write, number, new_chat, now).await?;
        write.commit().await?;
        Ok(())
    }

    /// Ends the subscription to a scope, or all of the destination; returns those ended, oldest first. Deliveries that
    /// wait already are left as they are: they were due before.
    pub async fn unsubscribe(
        &self,
        destination: &Destination,
        scope: Option<&Scope>,
    ) -> Result<Vec<Subscription>, StoreError> {
        let mut write = self.write().await?;
        let number = number_of(&mut write, destination).await?;
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!(
            "SELECT {COLUMNS} FROM subscriptions JOIN destinations ON destinations.id = destination \
             WHERE destination = $1 AND ($2 IS NULL OR scope = $2) ORDER BY subscriptions.id"
        )))
        .bind(number)
        .bind(scope.map(Scope::to_string))
        .fetch_all(&mut *write)
        .await?;
        sqlx::query("DELETE FROM subscriptions WHERE destination = $1 AND ($2 IS NULL OR scope = $2)")
            .bind(number)
            .bind(scope.map(Scope::to_string))
            .execute(&mut *write)
            .await?;
        write.commit().await?;
        rows.iter().map(|row| Ok(subscription(row)?.0)).collect()
    }

    /// The subscriptions of a destination, oldest first.
    pub async fn subscriptions(&self, destination: &Destination) -> Result<Vec<Subscription>, StoreError> {
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!(
            "SELECT {COLUMNS} FROM subscriptions JOIN destinations ON destinations.id = destination \
             WHERE platform = $1 AND chat = $2 AND thread = $3 ORDER BY subscriptions.id"
        )))
        .bind(destination.platform.as_str())
        .bind(&destination.chat)
        .bind(destination.thread.as_deref().unwrap_or_default())
        .fetch_all(self.reader()?)
        .await?;
        rows.iter().map(|row| Ok(subscription(row)?.0)).collect()
    }

    /// Every subscription, with the moment it was made, oldest first.
    pub async fn all_subscriptions(&self) -> Result<Vec<(Subscription, Timestamp)>, StoreError> {
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!(
            "SELECT {COLUMNS} FROM subscriptions JOIN destinations ON destinations.id = destination \
             ORDER BY subscriptions.id"
        )))
        .fetch_all(self.reader()?)
        .await?;
        rows.iter().map(subscription).collect()
    }
}

fn subscription(row: &SqliteRow) -> Result<(Subscription, Timestamp), StoreError> {
    let at: &str = row.try_get("at")?;
    let subscription = Subscription {
        destination: destination(row)?,
        scope: Scope::try_from(row.try_get::<String, _>("scope")?).map_err(StoreError::Unreadable)?,
        at: at
            .parse()
            .map_err(|error: jiff::Error| StoreError::Unreadable(error.to_string()))?,
        zone: row.try_get("zone")?,
        days: row
            .try_get::<&str, _>("days")?
            .parse()
            .map_err(StoreError::Unreadable)?,
        form: from_word(row.try_get("form")?)?,
        language: row.try_get("language")?,
        filter: from_json(row.try_get("filter")?)?,
    };
    Ok((subscription, moment(row.try_get("made_at")?)?))
}
