//! Failures on demand: what the program does when the store fails can only be tested by a store that fails.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::StoreError;

/// Counts a store's calls (a read, or the beginning or end of a write) and fails one of them when it is told to. By
/// itself it fails none.
#[derive(Debug, Default)]
pub struct Faults {
    calls: AtomicUsize,
    /// The call that fails, from 1; 0 for none.
    failing: AtomicUsize,
}

impl Faults {
    /// How many calls there were.
    pub fn calls(&self) -> usize {
        self.calls.load(Ordering::SeqCst)
    }

    /// Fails the `n`-th call from now on, from 1, and no other.
    pub fn fail(&self, n: usize) {
        self.failing.store(self.calls() + n, Ordering::SeqCst);
    }

    /// Takes note of a call; the error of the one that is to fail.
    pub(super) fn note(&self) -> Result<(), StoreError> {
        let call = self.calls.fetch_add(1, Ordering::SeqCst) + 1;
        if call == self.failing.load(Ordering::SeqCst) {
            return Err(StoreError::Failed(sqlx::Error::Io(std::io::Error::other(
                "a failure that a test asked for",
            ))));
        }
        Ok(())
    }
}
