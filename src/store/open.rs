//! Opening the store: the folder, the file, the pools, the schema.

use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use sqlx::migrate::MigrateError;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions as _, Connection as _, SqliteConnection};

use super::{Store, StoreError, Trouble, migrations};

/// How long a statement waits for another program's write. Longer than any write of ours takes.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// How soon a store that another program is making is asked for again.
const ASK_AGAIN: Duration = Duration::from_millis(50);

/// Readers beside the one writer: as many as keep a small server's cores busy.
const READERS: u32 = 4;

impl Store {
    /// Opens the store at a URL such as `sqlite:///var/lib/dateline/dateline.db`, makes it if need be, and brings it up
    /// to date.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        let failed = |reason: String| StoreError::Open {
            url: without_password(url),
            reason,
        };
        let options = options(url).map_err(failed)?;
        let path = options.get_filename().to_owned();
        make_folder(&path).map_err(failed)?;
        let broken = |error: &sqlx::Error| failed(explain(&path.display().to_string(), error));

        let writer = writer(&options).await.map_err(|error| broken(&error))?;
        let mut connection = writer.acquire().await.map_err(|error| broken(&error))?;
        match migrations::migrate(&mut connection).await {
            Ok(()) => {}
            Err(MigrateError::VersionMissing(version)) => {
                return Err(failed(format!(
                    "a newer version of Dateline wrote it (its schema is {version}); run that version or a later one"
                )));
            }
            Err(MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _)) => return Err(broken(&error)),
            Err(error) => return Err(failed(error.to_string())),
        }
        drop(connection);

        let reader = SqlitePoolOptions::new()
            .max_connections(READERS)
            .connect_with(options.pragma("query_only", "ON"))
            .await
            .map_err(|error| broken(&error))?;
        Ok(Self {
            writer,
            reader,
            faults: Arc::default(),
        })
    }

    /// Makes sure that the store may be written. Whoever else is writing is waited for.
    pub async fn check_writing(&self) -> Result<(), StoreError> {
        let mut write = self.write().await?;
        // On a file that may only be read the transaction itself begins as if nothing were wrong.
        sqlx::query("UPDATE leases SET owner = owner WHERE name = ''")
            .execute(&mut *write)
            .await?;
        write.transaction.rollback().await?;
        Ok(())
    }

    /// Makes sure that the store can be read.
    pub async fn check(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT 1 FROM sqlite_schema LIMIT 1")
            .fetch_one(self.reader()?)
            .await?;
        Ok(())
    }

    /// The file that holds it, for people.
    pub fn file(&self) -> String {
        self.writer.connect_options().get_filename().display().to_string()
    }

    /// Closes the store: waits for what is under way and leaves one tidy file behind.
    pub async fn close(&self) {
        self.reader.close().await;
        self.writer.close().await;
    }
}

/// False for a connection that is of no use any more. Where a commit fails because the disk is full, SQLite ends the
/// transaction by itself and has nothing left to roll back; sqlx takes that for a failure, and the connection for one that
/// is in its transaction for ever.
async fn is_out_of_its_transaction(connection: &mut SqliteConnection) -> Result<bool, sqlx::Error> {
    // A rollback may still be under way.
    connection.ping().await?;
    Ok(!connection.is_in_transaction())
}

/// The one connection that writes. Where several programs make a store together, SQLite refuses all but one the change to
/// WAL without waiting: they ask again for as long as a statement would wait.
async fn writer(options: &SqliteConnectOptions) -> Result<sqlx::SqlitePool, sqlx::Error> {
    let open = || {
        SqlitePoolOptions::new()
            .max_connections(1)
            .after_release(|connection, _| Box::pin(is_out_of_its_transaction(connection)))
            .connect_with(options.clone().journal_mode(SqliteJournalMode::Wal))
    };
    let asking = async {
        loop {
            match open().await {
                Err(error) if matches!(code(&error), Some(5 | 6)) => tokio::time::sleep(ASK_AGAIN).await,
                done => return done,
            }
        }
    };
    match tokio::time::timeout(BUSY_TIMEOUT, asking).await {
        Ok(done) => done,
        Err(_) => open().await,
    }
}

fn without_password(url: &str) -> String {
    match url.split_once("://") {
        Some((scheme, rest)) if !url.starts_with("sqlite:") => {
            format!("{scheme}://{}", rest.rsplit_once('@').map_or(rest, |(_, host)| host))
        }
        _ => url.to_owned(),
    }
}

fn options(url: &str) -> Result<SqliteConnectOptions, String> {
    if url.starts_with("postgres:") || url.starts_with("postgresql:") {
        return Err("PostgreSQL is not supported yet; write sqlite:// and the path of a file".to_owned());
    }
    if !url.starts_with("sqlite:") {
        return Err("the URL of a store starts with sqlite://, such as sqlite://data/dateline.db".to_owned());
    }
    if url.contains(":memory:") || url.contains("mode=memory") {
        return Err("the store must be a file, since several connections share it".to_owned());
    }
    let options = SqliteConnectOptions::from_str(url).map_err(|error| error.to_string())?;
    if options.get_filename().as_os_str().is_empty() {
        return Err("the URL names no file; write it behind sqlite://".to_owned());
    }
    Ok(options
        .create_if_missing(true)
        .foreign_keys(true)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(BUSY_TIMEOUT)
        // A wait for another program's lock is said in words by whoever waited, not as a page of SQL.
        .disable_statement_logging())
}

fn make_folder(path: &Path) -> Result<(), String> {
    match path.parent() {
        Some(folder) if folder.is_file() => Err(format!(
            "{} is a file, not a folder; choose another path",
            folder.display()
        )),
        Some(folder) if !folder.as_os_str().is_empty() => std::fs::create_dir_all(folder)
            .map_err(|error| format!("the folder {} could not be made: {error}", folder.display())),
        _ => Ok(()),
    }
}

/// SQLite's primary result code.
fn code(error: &sqlx::Error) -> Option<i64> {
    match error {
        // A writer that waits for another program's write holds up all others here.
        sqlx::Error::PoolTimedOut => Some(5),
        error => error
            .as_database_error()
            .and_then(|error| error.code())
            .and_then(|code| code.parse::<i64>().ok())
            .map(|code| code & 0xff),
    }
}

/// What people can mend, by SQLite's code.
pub(super) fn trouble(error: &sqlx::Error) -> Option<Trouble> {
    match code(error)? {
        5 | 6 => Some(Trouble::Locked),
        8 => Some(Trouble::ReadOnly),
        11 | 26 => Some(Trouble::Damaged),
        13 => Some(Trouble::Full),
        _ => None,
    }
}

/// What a person can do about an error, with SQLite's own words where there is nothing better.
pub(super) fn explain(file: &str, error: &sqlx::Error) -> String {
    match code(error) {
        Some(5 | 6) => format!("another program has locked {file}; stop it and try again"),
        Some(8) => format!("{file} may not be written; change its permissions or those of its folder"),
        Some(10) => format!("{file} could not be read or written: {error}; check its disk and the space on it"),
        Some(11) => format!("{file} is damaged; restore it from a backup"),
        Some(13) => format!("the disk that holds {file} is full; make room on it"),
        Some(14) => format!("{file} could not be opened; check that it is a file and that its folder may be written"),
        Some(26) => format!("{file} is not an SQLite database; choose another file"),
        _ => error.to_string(),
    }
}
