//! The steps that bring a database up to date: append-only, compiled in.

use std::borrow::Cow;

use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};
use sqlx::{Connection, SqlSafeStr, SqliteConnection};

/// Never change a step that was released: databases remember its checksum. Add the next one.
const STEPS: &[(i64, &str, &str)] = &[
    (1, "start", include_str!("migrations/sqlite/0001_start.sql")),
    (2, "doubts", include_str!("migrations/sqlite/0002_doubts.sql")),
    (3, "sources", include_str!("migrations/sqlite/0003_sources.sql")),
    (4, "model", include_str!("migrations/sqlite/0004_model.sql")),
    (
        5,
        "subscriptions",
        include_str!("migrations/sqlite/0005_subscriptions.sql"),
    ),
    (6, "outbox", include_str!("migrations/sqlite/0006_outbox.sql")),
    (7, "corrections", include_str!("migrations/sqlite/0007_corrections.sql")),
];

/// Brings a database up to date, all steps or none.
pub(super) async fn migrate(connection: &mut SqliteConnection) -> Result<(), MigrateError> {
    let steps = STEPS
        .iter()
        .map(|(version, name, sql)| {
            let sql = sql.into_sql_str();
            Migration::new(*version, Cow::Borrowed(*name), MigrationType::Simple, sql, false)
        })
        .collect();
    // The migrator has no lock for SQLite: two programs that start together would both run the first step.
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    // `run` would make the future of `Store::open` unfit for another thread; `run_direct` is its way around that.
    Migrator::with_migrations(steps)
        .run_direct(None, &mut *transaction, false)
        .await?;
    transaction.commit().await?;
    Ok(())
}
