//! Tells whether a folder is as it was, from the names, sizes and times of its files, without reading them.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::{MAX_FOLDER_DEPTH, is_hidden};

/// A mark that changes when a file in the folder is added, removed or changed, when `reader` (whatever else decides what
/// the files give) changes, and with each version of the program. `None` when the folder cannot be looked through.
pub fn mark(path: &Path, reader: &str) -> Option<String> {
    let mut hash = Sha256::new();
    hash.update(concat!(env!("CARGO_PKG_VERSION"), "\n"));
    hash.update(reader);
    stamp(path, 0, &mut HashSet::new(), &mut hash).ok()?;
    Some(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

fn stamp(path: &Path, depth: usize, visited: &mut HashSet<PathBuf>, hash: &mut Sha256) -> io::Result<()> {
    if depth > MAX_FOLDER_DEPTH || !visited.insert(fs::canonicalize(path)?) {
        return Ok(());
    }
    let found = fs::metadata(path)?;
    let changed = found
        .modified()?
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap_or_default();
    hash.update(format!("{} {} {}\n", path.display(), found.len(), changed.as_nanos()));
    if found.is_dir() {
        let mut inside: Vec<PathBuf> = fs::read_dir(path)?
            .filter_map(|entry| Some(entry.ok()?.path()))
            .collect();
        inside.sort();
        for path in inside.iter().filter(|path| !is_hidden(path)) {
            stamp(path, depth + 1, visited, hash)?;
        }
    }
    Ok(())
}
