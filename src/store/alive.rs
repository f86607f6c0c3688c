//! Which programs on this store are alive. Each keeps a file beside the store locked as long as it lives; the system
//! unlocks it when the program ends, however it ends. So what a killed program held is free at once, and nothing is
//! concluded from process numbers, which containers share and systems use again.

use std::fs::{self, File, TryLockError};
use std::io;
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};

use super::{Store, StoreError};

/// A running program's sign of life. It ends with the program.
#[derive(Debug)]
pub struct SignOfLife {
    path: PathBuf,
    /// Never unlocked by us: only the end of the process proves that it sends no more.
    _locked: ManuallyDrop<File>,
}

impl Drop for SignOfLife {
    /// Takes the file away. Without it others wait until the leases run out or are given back.
    fn drop(&mut self) {
        if let Err(error) = fs::remove_file(&self.path) {
            tracing::debug!(path = %self.path.display(), %error, "a sign of life was left behind");
        }
    }
}

impl Store {
    /// Gives a sign of life for `owner`, to be held until the program ends. Without one, what `owner` holds when it is
    /// killed is free only when its leases run out.
    pub fn give_sign_of_life(&self, owner: &str) -> io::Result<SignOfLife> {
        let (folder, prefix) = self.signs();
        // Under its own name only once it is locked: no moment in which it looks like that of a dead program.
        let draft = folder.join(format!("starting-{prefix}{owner}"));
        let path = folder.join(format!("{prefix}{owner}"));
        let file = File::create(&draft)?;
        let locked = file.try_lock().map_err(io::Error::from);
        match locked.and_then(|()| fs::rename(&draft, &path)) {
            Ok(()) => Ok(SignOfLife {
                path,
                _locked: ManuallyDrop::new(file),
            }),
            Err(error) => {
                // What matters is that there is no sign; a draft says nothing to anybody.
                let _ = fs::remove_file(&draft);
                Err(error)
            }
        }
    }

    /// Ends the leases of programs that are dead for certain: their sign of life is there and no longer locked. Returns
    /// how many programs that were.
    ///
    /// This is safe beside living ones. A program locks its file before it takes a lease and never unlocks it, so an
    /// unlocked file's program has ended and sends no more. The lock reaches everybody concerned: SQLite's WAL lets
    /// only programs of one machine share a store, and that machine's kernel keeps the locks. A program without a sign
    /// (none could be given, or another kind of store) is never taken for dead: its leases run out as before.
    pub async fn end_leases_of_the_dead(&self) -> Result<usize, StoreError> {
        let (folder, prefix) = self.signs();
        let mut ended = 0;
        for (path, owner) in others(&folder, &prefix) {
            // Locked until its leases are ended, so that of several newcomers one does it.
            let Some(_lock) = lock_of_the_dead(&path) else {
                continue;
            };
            sqlx::query("UPDATE leases SET held_until = 0 WHERE owner = $1")
                .bind(owner)
                .execute(self.writer()?)
                .await?;
            if let Err(error) = fs::remove_file(&path) {
                tracing::debug!(path = %path.display(), %error, "a dead program's sign of life stays");
            }
            ended += 1;
        }
        Ok(ended)
    }

    /// The folder of the signs of life, and what their names begin with.
    fn signs(&self) -> (PathBuf, String) {
        let options = self.writer.connect_options();
        let file = options.get_filename();
        let folder = match file.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
            _ => PathBuf::from("."),
        };
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        (folder, format!("{name}-alive-"))
    }
}

/// All signs of life in a folder, with their owners.
fn others(folder: &Path, prefix: &str) -> Vec<(PathBuf, String)> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .filter_map(|entry| {
            let name = entry.file_name();
            let owner = name.to_str()?.strip_prefix(prefix)?.to_owned();
            Some((entry.path(), owner))
        })
        .collect()
}

/// The lock on a sign of life, if its program is dead.
fn lock_of_the_dead(path: &Path) -> Option<File> {
    let file = File::open(path).ok()?;
    match file.try_lock() {
        Ok(()) => Some(file),
        Err(TryLockError::WouldBlock) => None,
        Err(TryLockError::Error(error)) => {
            tracing::debug!(path = %path.display(), %error, "whether its program lives cannot be told");
            None
        }
    }
}
