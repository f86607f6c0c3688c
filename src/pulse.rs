//! Whether the bot's parts are at work: each beats at every pass, and one that has not beaten for long is named.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};

use crate::destination::Platform;

/// A part that has not beaten for longer than this is silent. Every part makes a pass at least once a minute.
const SILENCE: SignedDuration = SignedDuration::from_mins(5);

/// A sender that has got nothing through for longer than this while digests wait is stuck, however often it beats.
const STUCK: SignedDuration = SignedDuration::from_mins(30);

/// When each part last beat, and each sender last got a message through. A part that was never started does not count.
#[derive(Debug, Default)]
pub struct Pulse {
    beats: Mutex<BTreeMap<String, Timestamp>>,
    sent: Mutex<BTreeMap<Platform, Timestamp>>,
}

impl Pulse {
    /// The part has made a pass.
    pub fn beat(&self, part: &str, now: Timestamp) {
        let mut beats = locked(&self.beats);
        match beats.get_mut(part) {
            Some(at) => *at = now,
            None => {
                beats.insert(part.to_owned(), now);
            }
        }
    }

    /// The parts that have not beaten for 5 minutes, by name.
    pub fn silent(&self, now: Timestamp) -> Vec<String> {
        let beats = locked(&self.beats);
        // A clock put back leaves beats to come behind: those say nothing either.
        let silent = beats.iter().filter(|(_, at)| now.duration_since(**at).abs() > SILENCE);
        silent.map(|(part, _)| part.clone()).collect()
    }

    /// A sender is at work; it has sent nothing yet.
    pub fn sends(&self, platform: Platform, now: Timestamp) {
        locked(&self.sent).entry(platform).or_insert(now);
    }

    /// A message got through, or there is no reason to expect one here.
    pub fn sent(&self, platform: Platform, now: Timestamp) {
        locked(&self.sent).insert(platform, now);
    }

    /// The platforms to which no message got through for 30 minutes. Whether any should have, the store knows.
    pub fn quiet_senders(&self, now: Timestamp) -> Vec<Platform> {
        let sent = locked(&self.sent);
        let quiet = sent.iter().filter(|(_, at)| now.duration_since(**at) > STUCK);
        quiet.map(|(platform, _)| *platform).collect()
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
