//! What each chat was sent in the last minute, digests and answers together, so that neither goes beyond what a chat may
//! be sent. All moments are given.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use tokio::time::Instant;

use super::pacer::{OUT_AT_MOST, SECOND};

/// So many messages a minute may go to a group or channel: "not … more than 20 messages per minute" (Telegram's Bots FAQ).
const GROUP_MOST: usize = 20;
/// A minute, and a hair for clocks that differ.
const MINUTE: Duration = Duration::from_millis(60_100);
/// A chat to which something is on its way is looked at again after this.
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// The chats of a token. What is older than a minute is forgotten, so it holds no more than what a minute takes.
#[derive(Debug, Default)]
pub(super) struct Chats {
    known: HashMap<String, Chat>,
    /// When what is old was last looked for.
    swept: Option<Instant>,
}

#[derive(Debug, Default)]
struct Chat {
    /// When requests were answered, oldest first.
    answered: VecDeque<Instant>,
    /// Since when one is on its way.
    out_since: Option<Instant>,
    /// Answers that wait for this chat: no digest goes before them.
    expected: u32,
}

impl Chats {
    /// Marks a request to `chat` as on its way, or says when to ask again: one a second, and 20 a minute where the chat is
    /// a group or channel.
    pub(super) fn take(&mut self, chat: &str, is_reply: bool, now: Instant) -> Result<(), Instant> {
        self.sweep(now);
        let known = self.known.entry(chat.to_owned()).or_default();
        if let Some(since) = known.out_since {
            if now < since + OUT_AT_MOST {
                return Err(now + LOOK_AGAIN);
            }
            known.answer(since + OUT_AT_MOST);
        }
        let mut free = known.answered.back().map(|last| *last + SECOND);
        let nth_last = known.answered.len().checked_sub(GROUP_MOST);
        if is_group(chat)
            && let Some(oldest) = nth_last.and_then(|at| known.answered.get(at))
        {
            free = free.max(Some(*oldest + MINUTE));
        }
        if let Some(free) = free.filter(|free| *free > now) {
            return Err(free);
        }
        if !is_reply && known.expected > 0 {
            return Err(now + SECOND);
        }
        known.out_since = Some(now);
        Ok(())
    }

    /// The request that is on its way to `chat` was answered.
    pub(super) fn answered(&mut self, chat: &str, now: Instant) {
        if let Some(known) = self.known.get_mut(chat)
            && known.out_since.is_some()
        {
            known.answer(now);
        }
    }

    /// An answer waits for `chat`, or does so no longer.
    pub(super) fn expect(&mut self, chat: &str, waits: bool) {
        let known = self.known.entry(chat.to_owned()).or_default();
        known.expected = if waits {
            known.expected.saturating_add(1)
        } else {
            known.expected.saturating_sub(1)
        };
    }

    fn sweep(&mut self, now: Instant) {
        if self.swept.is_some_and(|swept| now < swept + SECOND) {
            return;
        }
        self.swept = Some(now);
        self.known.retain(|_, chat| {
            while chat.answered.front().is_some_and(|at| *at + MINUTE <= now) {
                chat.answered.pop_front();
            }
            !chat.answered.is_empty() || chat.out_since.is_some() || chat.expected > 0
        });
    }
}

/// True of Telegram's groups and channels, which have negative ids, or names.
pub(super) fn is_group(chat: &str) -> bool {
    chat.starts_with(['-', '@'])
}

impl Chat {
    fn answer(&mut self, at: Instant) {
        self.out_since = None;
        self.answered.push_back(at);
        if self.answered.len() > GROUP_MOST {
            self.answered.pop_front();
        }
    }
}
