//! Writes the archive: `<dir>/<date>/<region>.md`, a page for each scope and day.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::digest::{Digest, Form, to_reply};
use crate::render::markdown;
use crate::scope::Scope;

/// What kept a page from being written.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// The scope's name is no file name.
    #[error("the digest of \"{0}\" has no place in the archive: a file name is made of letters, digits and hyphens")]
    Name(String),
    /// The file system refused.
    #[error("{path} could not be written: {reason}; see to it that the folder exists and may be written to")]
    Write {
        /// The page.
        path: PathBuf,
        /// Why.
        reason: io::Error,
    },
}

/// Where the page of a scope and a local day is; `None` for a scope whose name is no safe file name.
pub fn path(dir: &Path, date: Date, scope: &Scope) -> Option<PathBuf> {
    let name = scope.to_string();
    let safe = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    safe.then(|| dir.join(date.to_string()).join(format!("{name}.md")))
}

/// Writes a digest's page, whole or not at all, and returns where it is. A digest without stories leaves the page of
/// its day and scope as it is, if there is one: then nothing is written, and `None` returned.
pub fn write(dir: &Path, digest: &Digest) -> Result<Option<PathBuf>, ArchiveError> {
    let path = path(dir, digest.edition.local.date(), &digest.scope)
        .ok_or_else(|| ArchiveError::Name(digest.scope.to_string()))?;
    if digest.stories.is_empty() && path.exists() {
        return Ok(None);
    }
    // A file's words say what the map shows.
    let page = markdown::page(&to_reply(digest, Form::Full).without_pictures());
    replace(&path, page.as_bytes()).map_err(|reason| ArchiveError::Write {
        path: path.clone(),
        reason,
    })?;
    Ok(Some(path))
}

/// Puts a file in place in one step, so that a reader or a crash never meets half of it.
fn replace(path: &Path, content: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    // The process's number keeps two instances from writing to one temporary file.
    let draft = path.with_extension(format!("md.{}.draft", std::process::id()));
    let mut file = File::create(&draft)?;
    let written = file
        .write_all(content)
        .and_then(|()| file.sync_all())
        .and_then(|()| fs::rename(&draft, path));
    if written.is_err() {
        // The first error counts; a draft that cannot be removed either does no harm.
        let _ = fs::remove_file(&draft);
    }
    written
}
