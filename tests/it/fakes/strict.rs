//! A platform's limits, enforced as the documentation has them: counted when a request arrives, over any second.

use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);
/// A channel's bucket on Discord: as many messages in as many seconds.
const BUCKET: (usize, Duration) = (5, Duration::from_secs(5));

/// Why a request is refused, and for how long.
#[derive(Clone, Debug)]
pub struct Refused {
    pub why: String,
    pub wait: Duration,
    /// Whether everything of the token is meant.
    pub global: bool,
}

/// What a channel's bucket holds after a request.
#[derive(Clone, Copy, Debug)]
pub struct Bucket {
    pub limit: usize,
    pub remaining: usize,
    pub reset_after: Duration,
}

/// The limits of a token, and what arrived.
#[derive(Debug)]
pub struct Strict {
    rate: usize,
    /// Telegram's rules for chats, or Discord's buckets.
    is_telegram: bool,
    chats: HashMap<String, VecDeque<Instant>>,
    /// When what counts arrived and was taken.
    pub arrivals: Vec<Instant>,
    pub refused: Vec<Refused>,
}

impl Strict {
    /// 30 messages a second, one a second in each chat, 20 a minute in each group.
    pub fn telegram() -> Self {
        Self::new(30, true)
    }

    /// 50 requests a second, and a bucket for each channel.
    pub fn discord() -> Self {
        Self::new(50, false)
    }

    fn new(rate: usize, is_telegram: bool) -> Self {
        Self {
            rate,
            is_telegram,
            chats: HashMap::new(),
            arrivals: Vec::new(),
            refused: Vec::new(),
        }
    }

    /// A request arrives; `chat` is the chat or channel in which it shows something.
    pub fn arrive(&mut self, chat: Option<&str>, now: Instant) -> Result<Option<Bucket>, Refused> {
        let checked = self.check(chat, now);
        match &checked {
            Ok(_) => self.arrivals.push(now),
            Err(refused) => self.refused.push(refused.clone()),
        }
        checked
    }

    fn check(&mut self, chat: Option<&str>, now: Instant) -> Result<Option<Bucket>, Refused> {
        let nth_last = self.arrivals.len().checked_sub(self.rate);
        if let Some(oldest) = nth_last.map(|at| self.arrivals[at])
            && now - oldest < SECOND
        {
            return Err(Refused {
                why: format!("more than {} in a second", self.rate),
                wait: SECOND - (now - oldest),
                global: true,
            });
        }
        let Some(chat) = chat else {
            return Ok(None);
        };
        let recent = self.chats.entry(chat.to_owned()).or_default();
        let kept = if self.is_telegram { MINUTE } else { BUCKET.1 };
        while recent.front().is_some_and(|at| now - *at >= kept) {
            recent.pop_front();
        }
        let refuse = |why: String, wait| {
            Err(Refused {
                why,
                wait,
                global: false,
            })
        };
        if self.is_telegram {
            if let Some(last) = recent.back().filter(|last| now - **last < SECOND) {
                return refuse(format!("{chat} twice in a second"), SECOND - (now - *last));
            }
            if chat.starts_with(['-', '@']) && recent.len() >= 20 {
                return refuse(
                    format!("{chat} more than 20 times in a minute"),
                    MINUTE - (now - recent[0]),
                );
            }
            recent.push_back(now);
            return Ok(None);
        }
        if recent.len() >= BUCKET.0 {
            return refuse(format!("{chat} more than its bucket holds"), kept - (now - recent[0]));
        }
        recent.push_back(now);
        Ok(Some(Bucket {
            limit: BUCKET.0,
            remaining: BUCKET.0 - recent.len(),
            reset_after: kept - (now - recent[0]),
        }))
    }
}
