//! Subscriptions: who wants which digest when.

use std::collections::HashMap;

use jiff::Timestamp;
use serde_json::json;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use super::destinations::{destination, found, move_chat, number_of};
use super::values::{from_json, from_word, json, millis, moment, word};
use super::{Store, StoreError, Subscription, Write};
use crate::destination::Destination;
use crate::schedule::Quiet;
use crate::scope::Scope;

const COLUMNS: &str = "platform, chat, thread, scope, at, subscriptions.zone, days, form, language, filter, made_at";

/// A subscription that ended because nobody was there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// As it was.
    pub subscription: Subscription,
    /// When it ended.
    pub at: Timestamp,
    /// What the platform said.
    pub why: String,
}

impl Store {
    /// Adds a subscription, or changes the one of the same destination and scope. Returns true when it is new. One whose
    /// time, zone or days change counts as made now, and so does one that had ended: what was due before now is not owed.
    pub async fn subscribe(&self, subscription: &Subscription, now: Timestamp) -> Result<bool, StoreError> {
        let mut write = self.write().await?;
        let number = number_of(&mut write, &subscription.destination).await?;
        let known: Option<i64> = sqlx::query_scalar(
            "SELECT id FROM subscriptions WHERE destination = $1 AND scope = $2 AND ended_at IS NULL",
        )
        .bind(number)
        .bind(subscription.scope.to_string())
        .fetch_optional(&mut *write)
        .await?;
        write_subscriptions(&mut write, &[subscription], now).await?;
        found(&mut write, number).await?;
        write.commit().await?;
        Ok(known.is_none())
    }

    /// Takes in subscriptions, each with its destination's quiet hours where it has any, all or none. Of two of the same
    /// destination and scope the later one stands.
    pub async fn import_subscriptions(
        &self,
        subscriptions: &[(Subscription, Option<Quiet>)],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut write = self.write().await?;
        let wishes: Vec<&Subscription> = subscriptions.iter().map(|(subscription, _)| subscription).collect();
        write_subscriptions(&mut write, &wishes, now).await?;
        let quiet: HashMap<&Destination, &Quiet> = subscriptions
            .iter()
            .filter_map(|(subscription, quiet)| Some((&subscription.destination, quiet.as_ref()?)))
            .collect();
        let rows = quiet.into_iter().map(|(to, quiet)| {
            let thread = to.thread.as_deref().unwrap_or_default();
            Ok([
                to.platform.as_str().to_owned(),
                to.chat.clone(),
                thread.to_owned(),
                json(quiet)?,
            ])
        });
        sqlx::query(
            "UPDATE destinations SET quiet = value ->> 3 FROM json_each($1) \
             WHERE platform = value ->> 0 AND chat = value ->> 1 AND thread = value ->> 2",
        )
        .bind(json(&rows.collect::<Result<Vec<_>, StoreError>>()?)?)
        .execute(&mut *write)
        .await?;
        write.commit().await
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
             WHERE destination = $1 AND ($2 IS NULL OR scope = $2) AND ended_at IS NULL ORDER BY subscriptions.id"
        )))
        .bind(number)
        .bind(scope.map(Scope::to_string))
        .fetch_all(&mut *write)
        .await?;
        sqlx::query(
            "DELETE FROM subscriptions WHERE destination = $1 AND ($2 IS NULL OR scope = $2) AND ended_at IS NULL",
        )
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
             WHERE platform = $1 AND chat = $2 AND thread = $3 AND ended_at IS NULL ORDER BY subscriptions.id"
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
             WHERE ended_at IS NULL ORDER BY subscriptions.id"
        )))
        .fetch_all(self.reader()?)
        .await?;
        rows.iter().map(subscription).collect()
    }

    /// Puts everything of a destination on another clock, at the same local times: its subscriptions, its quiet hours, and
    /// what will be subscribed there. What was due on the new clock before now is not owed.
    pub async fn change_zone(&self, destination: &Destination, zone: &str, now: Timestamp) -> Result<(), StoreError> {
        let mut write = self.write().await?;
        let number = number_of(&mut write, destination).await?;
        sqlx::query(
            "UPDATE subscriptions SET zone = $2, made_at = CASE WHEN zone = $2 THEN made_at ELSE $3 END \
             WHERE destination = $1 AND ended_at IS NULL",
        )
        .bind(number)
        .bind(zone)
        .bind(millis(now))
        .execute(&mut *write)
        .await?;
        sqlx::query("UPDATE destinations SET zone = $2, quiet = json_set(quiet, '$.zone', $2) WHERE id = $1")
            .bind(number)
            .bind(zone)
            .execute(&mut *write)
            .await?;
        write.commit().await
    }

    /// The subscriptions of a destination that ended because nobody was there, oldest first.
    pub async fn ended_subscriptions(&self, destination: &Destination) -> Result<Vec<Ended>, StoreError> {
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!(
            "SELECT {COLUMNS}, ended_at, ended_why FROM subscriptions JOIN destinations ON destinations.id = destination \
             WHERE platform = $1 AND chat = $2 AND thread = $3 AND ended_at IS NOT NULL ORDER BY subscriptions.id"
        )))
        .bind(destination.platform.as_str())
        .bind(&destination.chat)
        .bind(destination.thread.as_deref().unwrap_or_default())
        .fetch_all(self.reader()?)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(Ended {
                    subscription: subscription(row)?.0,
                    at: moment(row.try_get("ended_at")?)?,
                    why: row.try_get::<Option<String>, _>("ended_why")?.unwrap_or_default(),
                })
            })
            .collect()
    }

    /// Forgets the subscriptions of a destination that had ended: somebody there has been told.
    pub async fn forget_ended_subscriptions(&self, destination: &Destination) -> Result<(), StoreError> {
        let mut write = self.write().await?;
        let number = number_of(&mut write, destination).await?;
        sqlx::query("DELETE FROM subscriptions WHERE destination = $1 AND ended_at IS NOT NULL")
            .bind(number)
            .execute(&mut *write)
            .await?;
        write.commit().await
    }
}

/// Writes subscriptions in their order, so that of two of the same destination and scope the later one stands.
async fn write_subscriptions(
    write: &mut Write,
    subscriptions: &[&Subscription],
    now: Timestamp,
) -> Result<(), StoreError> {
    let rows = subscriptions.iter().map(|wish| {
        let to = &wish.destination;
        Ok(json!([
            to.platform.as_str(),
            to.chat,
            to.thread.as_deref().unwrap_or_default(),
            wish.scope.to_string(),
            wish.at.to_string(),
            wish.zone,
            wish.days.to_string(),
            word(&wish.form)?,
            wish.language,
            json(&wish.filter)?,
        ]))
    });
    let rows = json(&rows.collect::<Result<Vec<_>, StoreError>>()?)?;
    sqlx::query(
        "INSERT INTO destinations (platform, chat, thread) \
         SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each($1) WHERE true \
         ON CONFLICT (platform, chat, thread) DO NOTHING",
    )
    .bind(&rows)
    .execute(&mut **write)
    .await?;
    sqlx::query(
        "INSERT INTO subscriptions (destination, scope, at, zone, days, form, language, filter, made_at) \
         SELECT place.id, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7, value ->> 8, value ->> 9, $2 \
         FROM json_each($1) AS wish CROSS JOIN destinations AS place ON place.platform = value ->> 0 \
              AND place.chat = value ->> 1 AND place.thread = value ->> 2 \
         WHERE true ORDER BY wish.key \
         ON CONFLICT (destination, scope) DO UPDATE SET at = excluded.at, zone = excluded.zone, \
         days = excluded.days, form = excluded.form, language = excluded.language, filter = excluded.filter, \
         made_at = CASE WHEN subscriptions.ended_at IS NULL AND subscriptions.at = excluded.at \
                             AND subscriptions.zone = excluded.zone AND subscriptions.days = excluded.days \
                        THEN subscriptions.made_at ELSE excluded.made_at END, \
         ended_at = NULL, ended_why = NULL",
    )
    .bind(&rows)
    .bind(millis(now))
    .execute(&mut **write)
    .await?;
    Ok(())
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
