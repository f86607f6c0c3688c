//! Sending an edition again, as an admin asks for it.

use jiff::Timestamp;

use super::values::{count, millis};
use super::{Store, StoreError, Write};
use crate::destination::Destination;

/// What an admin wants sent again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Resend {
    /// Also what was sent.
    pub all: bool,
    /// Only what goes there.
    pub to: Option<Destination>,
}

/// What became of the wish.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Resent {
    /// Deliveries that go again.
    pub again: usize,
    /// Deliveries left out: another part of their digest is still on its way to the same reader.
    pub on_their_way: usize,
    /// Deliveries left out: there is no message to send.
    pub broken: usize,
}

impl Store {
    /// Puts back what failed or is unknown of an edition, as if nobody had tried: due now, in the order of its parts,
    /// under new nonces, with a day from now on. An edition that is paused stays so. What went to a chat that moved
    /// goes to its new id.
    pub async fn resend_edition(&self, edition: i64, wish: &Resend, now: Timestamp) -> Result<Resent, StoreError> {
        let mut write = self.write().await?;
        sqlx::query("UPDATE editions SET cancelled_at = NULL WHERE id = $1")
            .bind(edition)
            .execute(&mut *write)
            .await?;
        follow_moves(&mut write, edition).await?;
        let again = put_back(&mut write, edition, wish, now).await?;
        promote_first(&mut write, edition).await?;
        let broken = left_out(&mut write, edition, wish, "broken IS NOT NULL").await?;
        let on_their_way = left_out(&mut write, edition, wish, "broken IS NULL").await?;
        write.commit().await?;
        Ok(Resent {
            again,
            on_their_way,
            broken,
        })
    }
}

/// What did not arrive at a chat's old id counts for its new one, unless that gets the digest itself.
async fn follow_moves(write: &mut Write, edition: i64) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE deliveries SET destination = (SELECT moved_to FROM destinations WHERE id = destination) \
         WHERE id IN (SELECT mine.id FROM digests JOIN deliveries AS mine ON mine.digest = digests.id \
           JOIN destinations AS old ON old.id = mine.destination \
           WHERE edition = $1 AND state IN ('failed', 'unknown') AND moved_to IS NOT NULL \
             AND NOT EXISTS (SELECT 1 FROM deliveries AS other WHERE other.digest = mine.digest AND other.destination = moved_to))",
    )
    .bind(edition)
    .execute(&mut **write)
    .await?;
    Ok(())
}

/// The deliveries that a wish means, as a FROM and WHERE: edition $1, also the sent ones $2, platform $3, chat $4 and
/// thread $5 where there are any.
const MEANT: &str = "FROM digests JOIN deliveries AS mine ON mine.digest = digests.id \
    JOIN destinations AS place ON place.id = mine.destination \
    LEFT JOIN destinations AS named ON named.platform = $3 AND named.chat = $4 AND named.thread = $5 \
    WHERE edition = $1 AND (state IN ('failed', 'unknown') OR ($2 AND state = 'sent')) AND place.moved_to IS NULL \
    AND ($3 IS NULL OR place.id = coalesce(named.moved_to, named.id))";

/// True of a delivery of whose digest nothing is on its way to the same destination.
const AT_REST: &str = "NOT EXISTS (SELECT 1 FROM deliveries AS other WHERE other.digest = mine.digest \
    AND other.destination = mine.destination AND other.state IN ('waiting', 'pending', 'paused', 'sending'))";

async fn put_back(write: &mut Write, edition: i64, wish: &Resend, now: Timestamp) -> Result<usize, StoreError> {
    let sql = format!(
        "UPDATE deliveries SET state = 'waiting', resent = resent + 1, attempts = 0, doubtful_since = NULL, owner = NULL, \
         message = NULL, reason = 'sent again by the admin', changed_at = $6, turn = $6, day_from = $6, \
         next_at = max($6, (SELECT not_before FROM destinations WHERE id = destination)) \
         WHERE id IN (SELECT mine.id {MEANT} AND broken IS NULL AND {AT_REST})"
    );
    let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(edition).bind(wish.all);
    let done = to(query, wish).bind(millis(now)).execute(&mut **write).await?;
    Ok(usize::try_from(done.rows_affected()).unwrap_or(usize::MAX))
}

/// Of each digest and destination the first part goes, the others wait for it.
async fn promote_first(write: &mut Write, edition: i64) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE deliveries SET state = (SELECT CASE WHEN paused_at IS NULL THEN 'pending' ELSE 'paused' END \
                                        FROM editions WHERE id = $1) \
         WHERE id IN (SELECT mine.id FROM digests JOIN deliveries AS mine ON mine.digest = digests.id \
           WHERE edition = $1 AND state = 'waiting' AND NOT EXISTS (SELECT 1 FROM deliveries AS other \
             WHERE other.digest = mine.digest AND other.destination = mine.destination \
               AND (other.state IN ('pending', 'paused', 'sending') OR (other.state = 'waiting' AND other.part < mine.part))))",
    )
    .bind(edition)
    .execute(&mut **write)
    .await?;
    Ok(())
}

/// How many of those meant were not put back, of the digests of which `condition` holds.
async fn left_out(write: &mut Write, edition: i64, wish: &Resend, condition: &str) -> Result<usize, StoreError> {
    let sql = format!("SELECT count(*) AS n {MEANT} AND {condition}");
    let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(edition).bind(wish.all);
    let row = to(query, wish).fetch_one(&mut **write).await?;
    Ok(count(sqlx::Row::try_get(&row, "n")?))
}

type Query<'q> = sqlx::query::Query<'q, sqlx::Sqlite, sqlx::sqlite::SqliteArguments>;

/// Binds the destination of a wish.
fn to<'q>(query: Query<'q>, wish: &'q Resend) -> Query<'q> {
    let to = wish.to.as_ref();
    query
        .bind(to.map(|to| to.platform.as_str()))
        .bind(to.map(|to| to.chat.as_str()))
        .bind(to.map(|to| to.thread.as_deref().unwrap_or_default()))
}
