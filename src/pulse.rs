//! Whether the bot's parts are at work: each beats at every pass, and one that has not beaten for long is named.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};

/// A part that has not beaten for longer than this is silent. Every part makes a pass at least once a minute.
const SILENCE: SignedDuration = SignedDuration::from_mins(5);

/// When each part last beat. A part that was never started does not count.
#[derive(Debug, Default)]
pub struct Pulse(Mutex<BTreeMap<String, Timestamp>>);

impl Pulse {
    /// The part has made a pass.
    pub fn beat(&self, part: &str, now: Timestamp) {
        let mut beats = self.beats();
        match beats.get_mut(part) {
            Some(at) => *at = now,
            None => {
                beats.insert(part.to_owned(), now);
            }
        }
    }

    /// The parts that have not beaten for 5 minutes, by name.
    pub fn silent(&self, now: Timestamp) -> Vec<String> {
        let beats = self.beats();
        // A clock put back leaves beats to come behind: those say nothing either.
        let silent = beats.iter().filter(|(_, at)| now.duration_since(**at).abs() > SILENCE);
        silent.map(|(part, _)| part.clone()).collect()
    }

    fn beats(&self) -> MutexGuard<'_, BTreeMap<String, Timestamp>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
