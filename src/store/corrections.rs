//! Corrections: which digests show an article that was revised, and the sent messages that are to be edited.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use sqlx::{AssertSqlSafe, Row};

use super::articles::{COLUMNS, tagged};
use super::values::{from_json, from_word, json, later, millis, moment, size};
use super::{Store, StoreError, Write};
use crate::article::{Article, ArticleId, Tagged};
use crate::destination::Platform;
use crate::digest::{Digest, Earlier, Form};
use crate::scope::Scope;

/// An article that is revised while a digest of it is being written is looked at again when the digest is stored;
/// writing one takes less than this.
const WRITING: SignedDuration = SignedDuration::from_hours(1);

/// How the messages of a digest were made, so that they can be made again.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rendering {
    /// How much they show.
    pub form: Form,
    /// Whether their buttons are those of subscribers.
    pub subscribers: bool,
    /// The digest as the filter left it; `None` without one.
    pub shown: Option<Box<Digest>>,
}

/// The messages of one rendering, as they are stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Rendered {
    /// The platform they are for.
    pub platform: Platform,
    /// How they were made.
    pub rendering: Rendering,
    /// Their numbers in the store and their bodies, in order.
    pub parts: Vec<(i64, String)>,
}

/// A stored digest that shows a revised article.
#[derive(Clone, Debug)]
pub struct Showing {
    /// Its number in the store.
    pub number: i64,
    /// How often it was corrected before.
    pub times: u32,
    /// The digest.
    pub digest: Digest,
}

/// A corrected digest, to be put in the place of what is stored.
#[derive(Clone, Debug)]
pub struct Corrected {
    /// What it corrects, with the new digest in it.
    pub of: Showing,
    /// The messages that say something else now: their numbers in the store and their new bodies.
    pub bodies: Vec<(i64, String)>,
    /// The same for what filters leave of the digest, by the number of the first message.
    pub shown: Vec<(i64, Digest)>,
}

impl Store {
    /// Articles revised since somebody last looked, at most `limit`.
    pub async fn revised_articles(&self, limit: usize) -> Result<Vec<Tagged>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM articles WHERE id IN (SELECT article FROM revised ORDER BY article LIMIT $1) \
             ORDER BY id"
        );
        let rows = sqlx::query(AssertSqlSafe(sql))
            .bind(size(limit))
            .fetch_all(self.reader()?)
            .await?;
        rows.iter().map(tagged).collect()
    }

    /// The digests of editions due after `since` that show one of these articles.
    pub async fn digests_showing(&self, articles: &[Tagged], since: Timestamp) -> Result<Vec<Showing>, StoreError> {
        let ids: Vec<&ArticleId> = articles.iter().map(|tagged| &tagged.article.id).collect();
        let rows = sqlx::query(
            "SELECT digests.id, digests.corrections, digests.body FROM digests JOIN editions ON editions.id = edition \
             WHERE due > $2 AND digests.id IN ( \
               SELECT digest FROM digest_articles WHERE article IN (SELECT value FROM json_each($1)) UNION \
               SELECT digest FROM filtered_articles WHERE article IN (SELECT value FROM json_each($1))) \
             ORDER BY digests.id",
        )
        .bind(json(&ids)?)
        .bind(millis(since))
        .fetch_all(self.reader()?)
        .await?;
        let mut showing = Vec::new();
        for row in &rows {
            let number: i64 = row.try_get("id")?;
            match from_json(row.try_get("body")?) {
                Ok(digest) => showing.push(Showing {
                    number,
                    times: row.try_get("corrections")?,
                    digest,
                }),
                Err(error) => tracing::error!(number, %error, "a stored digest is not corrected"),
            }
        }
        Ok(showing)
    }

    /// The messages of a digest, one entry a rendering. Those written by versions that did not keep how they were made
    /// are left out.
    pub async fn rendered(&self, digest: i64) -> Result<Vec<Rendered>, StoreError> {
        let rows = sqlx::query(
            "SELECT id, part, body, platform, form, subscribers, shown FROM digest_parts \
             WHERE digest = $1 AND platform IS NOT NULL ORDER BY id",
        )
        .bind(digest)
        .fetch_all(self.reader()?)
        .await?;
        let mut all: Vec<Rendered> = Vec::new();
        for row in rows {
            let part = (row.try_get("id")?, row.try_get("body")?);
            match all.last_mut().filter(|_| row.get::<u32, _>("part") > 1) {
                Some(last) => last.parts.push(part),
                None => all.push(Rendered {
                    platform: row
                        .try_get::<&str, _>("platform")?
                        .parse()
                        .map_err(StoreError::Unreadable)?,
                    rendering: Rendering {
                        form: from_word(row.try_get("form")?)?,
                        subscribers: row.try_get("subscribers")?,
                        shown: row
                            .try_get::<Option<&str>, _>("shown")?
                            .map(from_json)
                            .transpose()?
                            .map(Box::new),
                    },
                    parts: vec![part],
                }),
            }
        }
        Ok(all)
    }

    /// Puts corrected digests and messages in the place of those that are stored, and queues the edits of what was sent,
    /// in one transaction. False, and nothing written, when another program has corrected one of the digests meanwhile.
    pub async fn save_corrections(&self, corrected: &[Corrected], now: Timestamp) -> Result<bool, StoreError> {
        if corrected.is_empty() {
            return Ok(true);
        }
        let mut write = self.write().await?;
        for Corrected { of, bodies, shown } in corrected {
            let replaced = sqlx::query(
                "UPDATE digests SET body = $3, corrections = corrections + 1 WHERE id = $1 AND corrections = $2",
            )
            .bind(of.number)
            .bind(of.times)
            .bind(json(&of.digest)?)
            .execute(&mut *write)
            .await?;
            if replaced.rows_affected() == 0 {
                return Ok(false);
            }
            for (part, body) in bodies {
                replace_body(&mut write, *part, body, now).await?;
            }
            for (first, digest) in shown {
                sqlx::query("UPDATE digest_parts SET shown = $2 WHERE id = $1")
                    .bind(first)
                    .bind(json(digest)?)
                    .execute(&mut *write)
                    .await?;
            }
        }
        write.commit().await?;
        Ok(true)
    }

    /// Notes that what these revisions change has been corrected, in the store and wherever else it stands.
    pub async fn forget_revised(&self, looked_at: &[Tagged]) -> Result<(), StoreError> {
        let mut write = self.write().await?;
        for tagged in looked_at {
            sqlx::query("DELETE FROM revised WHERE article = $1 AND revision <= $2")
                .bind(tagged.article.id.as_str())
                .bind(tagged.article.revision)
                .execute(&mut *write)
                .await?;
        }
        write.commit().await
    }

    /// Corrections of a scope's digests of this schedule, due before `before`, that did not reach all readers and that no
    /// later digest has told, oldest first.
    pub async fn untold_corrections(
        &self,
        schedule: &str,
        scope: &Scope,
        before: Timestamp,
    ) -> Result<Vec<Earlier>, StoreError> {
        // Few were refused: they are looked through, not all deliveries. A rendering's messages have numbers in a row.
        let rows: Vec<(String, String, i64)> = sqlx::query_as(
            "SELECT local_date, coalesce(first.shown, digests.body), min(asked_at) FROM corrections \
             CROSS JOIN deliveries ON deliveries.id = delivery CROSS JOIN digests ON digests.id = deliveries.digest \
             CROSS JOIN editions ON editions.id = edition \
             CROSS JOIN digest_parts AS mine ON mine.id = deliveries.body \
             CROSS JOIN digest_parts AS first ON first.id = mine.id - mine.part + 1 \
             WHERE corrections.state = 'refused' AND told = 0 AND schedule = $1 AND scope = $2 AND due < $3 \
             GROUP BY first.id ORDER BY due, first.id",
        )
        .bind(schedule)
        .bind(scope.to_string())
        .bind(millis(before))
        .fetch_all(self.reader()?)
        .await?;
        let mut untold = Vec::new();
        for (date, digest, since) in rows {
            let date: Date = date
                .parse()
                .map_err(|error: jiff::Error| StoreError::Unreadable(error.to_string()))?;
            let (digest, since): (Digest, Timestamp) = (from_json(&digest)?, moment(since)?);
            let changes = digest.corrections.own.into_iter().filter(|change| change.at >= since);
            for correction in changes {
                let earlier = Earlier {
                    digest: date,
                    correction,
                };
                // Two readers may have been shown the same.
                if !untold.contains(&earlier) {
                    untold.push(earlier);
                }
            }
        }
        Ok(untold)
    }
}

/// An article was revised: somebody has to look at the digests that show it.
pub(super) async fn note_revised(write: &mut Write, article: &Article, revision: u32) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO revised (article, revision) VALUES ($1, $2) \
         ON CONFLICT (article) DO UPDATE SET revision = excluded.revision",
    )
    .bind(article.id.as_str())
    .bind(revision)
    .execute(&mut **write)
    .await?;
    Ok(())
}

/// A digest was stored: its articles that were revised while it was being written are to be looked at, and what it says
/// of earlier digests' corrections is told.
pub(super) async fn digest_stored(
    write: &mut Write,
    edition: i64,
    number: i64,
    digest: &Digest,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO revised (article, revision) SELECT id, revision FROM articles WHERE id IN ( \
           SELECT article FROM digest_articles WHERE digest = $1 UNION \
           SELECT article FROM filtered_articles WHERE digest = $1) \
         AND revision > 1 AND revised_at > $2 ON CONFLICT (article) DO NOTHING",
    )
    .bind(number)
    .bind(millis(later(now, -WRITING)))
    .execute(&mut **write)
    .await?;
    let earlier = &digest.corrections.earlier;
    let Some(last) = earlier.iter().map(|earlier| earlier.correction.at).max() else {
        return Ok(());
    };
    let dates: Vec<String> = earlier.iter().map(|earlier| earlier.digest.to_string()).collect();
    sqlx::query(
        "UPDATE corrections SET told = 1 WHERE state = 'refused' AND told = 0 AND asked_at <= $4 AND delivery IN \
         (SELECT deliveries.id FROM editions JOIN digests ON digests.edition = editions.id \
          JOIN deliveries ON deliveries.digest = digests.id \
          WHERE schedule = (SELECT schedule FROM editions WHERE id = $1) AND scope = $2 \
            AND local_date IN (SELECT value FROM json_each($3)))",
    )
    .bind(edition)
    .bind(digest.scope.to_string())
    .bind(json(&dates)?)
    .bind(millis(last))
    .execute(&mut **write)
    .await?;
    Ok(())
}

/// A message ended without arriving for certain: there is nothing to edit. What perhaps arrived, uncorrected, is told by
/// the next digest.
pub(super) async fn not_to_be_edited(write: &mut Write, delivery: i64) -> Result<(), StoreError> {
    sqlx::query(
        "DELETE FROM corrections WHERE delivery = $1 AND state = 'pending' \
         AND (SELECT state FROM deliveries WHERE id = $1) = 'failed'",
    )
    .bind(delivery)
    .execute(&mut **write)
    .await?;
    sqlx::query(
        "UPDATE corrections SET state = 'refused', reason = 'nobody knows whether the message arrived' \
         WHERE delivery = $1 AND state = 'pending'",
    )
    .bind(delivery)
    .execute(&mut **write)
    .await?;
    Ok(())
}

/// Keeps the digest as a filter left it with the first of its messages, and notes which of its articles nobody sees
/// without that filter.
pub(super) async fn keep_shown(write: &mut Write, digest: i64, first: i64, shown: &Digest) -> Result<(), StoreError> {
    sqlx::query("UPDATE digest_parts SET shown = $2 WHERE id = $1")
        .bind(first)
        .bind(json(shown)?)
        .execute(&mut **write)
        .await?;
    let articles: Vec<&ArticleId> = shown.articles().collect();
    sqlx::query(
        "INSERT INTO filtered_articles (article, digest) SELECT value, $1 FROM json_each($2) WHERE NOT EXISTS \
         (SELECT 1 FROM digest_articles WHERE digest = $1 AND article = value) \
         ON CONFLICT (article, digest) DO NOTHING",
    )
    .bind(digest)
    .bind(json(&articles)?)
    .execute(&mut **write)
    .await?;
    Ok(())
}

/// What is not sent yet is sent with the new body; what was sent, or is on its way, or perhaps arrived, is to be edited.
async fn replace_body(write: &mut Write, part: i64, body: &str, now: Timestamp) -> Result<(), StoreError> {
    sqlx::query("UPDATE digest_parts SET body = $2 WHERE id = $1")
        .bind(part)
        .bind(body)
        .execute(&mut **write)
        .await?;
    // A reader who was not told of an earlier change is told of it with this one.
    sqlx::query(
        "INSERT INTO corrections (delivery, platform, state, asked_at, next_at, reason, changed_at) \
         SELECT id, platform, CASE WHEN state = 'unknown' THEN 'refused' ELSE 'pending' END, $2, $2, \
                CASE WHEN state = 'unknown' THEN 'nobody knows whether the message arrived' END, $2 \
         FROM deliveries WHERE digest = (SELECT digest FROM digest_parts WHERE id = $1) AND body = $1 \
           AND (state IN ('sending', 'sent', 'unknown') OR (state IN ('pending', 'paused') AND doubtful_since IS NOT NULL)) \
         ORDER BY id \
         ON CONFLICT (delivery) DO UPDATE SET state = excluded.state, asked = corrections.asked + 1, \
           asked_at = CASE WHEN corrections.state <> 'done' AND corrections.told = 0 THEN corrections.asked_at \
                      ELSE excluded.asked_at END, \
           next_at = excluded.next_at, attempts = 0, reason = excluded.reason, told = 0, \
           changed_at = excluded.changed_at",
    )
    .bind(part)
    .bind(millis(now))
    .execute(&mut **write)
    .await?;
    Ok(())
}
