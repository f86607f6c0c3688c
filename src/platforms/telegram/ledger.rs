//! Which updates are in work: Telegram is told to forget an update only when it is handled.

use std::collections::{BTreeMap, HashSet, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

/// An update in work holds back the confirmation of later ones only this long: Telegram shows at most 100 unconfirmed
/// updates, and one slow chat must not hide the others.
const HOLD: Duration = Duration::from_secs(20);
/// Updates remembered as seen: more than Telegram can repeat at once.
const REMEMBERED: usize = 1_000;

/// The updates fetched and not yet handled.
#[derive(Default)]
pub(super) struct Ledger {
    entries: Mutex<Entries>,
    done: Notify,
}

#[derive(Default)]
struct Entries {
    next: u32,
    in_work: BTreeMap<u32, Instant>,
    seen: HashSet<String>,
    order: VecDeque<String>,
}

impl Ledger {
    /// Takes note of an update that was fetched; false when it was fetched before.
    pub fn admit(&self, id: u32, key: &str) -> bool {
        let mut entries = self.entries();
        entries.next = entries.next.max(id.saturating_add(1));
        if !entries.seen.insert(key.to_owned()) {
            return false;
        }
        entries.order.push_back(key.to_owned());
        if entries.order.len() > REMEMBERED
            && let Some(oldest) = entries.order.pop_front()
        {
            entries.seen.remove(&oldest);
        }
        entries.in_work.insert(id, Instant::now());
        true
    }

    /// Takes note of an update that asks for nothing.
    pub fn skip(&self, id: u32) {
        let mut entries = self.entries();
        entries.next = entries.next.max(id.saturating_add(1));
    }

    /// Takes note that an update is handled.
    pub fn finish(&self, id: u32) {
        self.entries().in_work.remove(&id);
        self.done.notify_waiters();
    }

    /// The first update that Telegram must keep for us: `None` before the first.
    pub fn offset(&self) -> Option<u32> {
        let entries = self.entries();
        let held = entries.in_work.iter().find(|(_, since)| since.elapsed() < HOLD);
        held.map(|(id, _)| *id).or((entries.next > 0).then_some(entries.next))
    }

    /// True while an update holds back the confirmation.
    pub fn is_holding(&self) -> bool {
        self.entries().in_work.values().any(|since| since.elapsed() < HOLD)
    }

    /// How many updates are in work.
    pub fn in_work(&self) -> usize {
        self.entries().in_work.len()
    }

    /// Waits, at most `limit`, until nothing holds back the confirmation.
    pub async fn settle(&self, limit: Duration) {
        let settled = async {
            loop {
                let done = self.done.notified();
                if !self.is_holding() {
                    return;
                }
                done.await;
            }
        };
        // Running out of time is no failure: the confirmation waits for another round.
        let _ = tokio::time::timeout(limit, settled).await;
    }

    fn entries(&self) -> MutexGuard<'_, Entries> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
