//! The pace of one bot token: every request that the platform counts takes a turn, digests and answers alike.
//!
//! A platform that allows `rate` requests a second counts them when they arrive, and a request may take long to arrive:
//! even spacing alone lets a late one and its followers arrive together. So a token has `rate` slots. A request holds one
//! from its start until a second after the platform counted it, which it has done at the latest when it answers: whatever
//! happens on the way, no second sees more than `rate` of them. Answers to commands take the next slot before any digest.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

use super::chats::Chats;
use crate::destination::Destination;

/// A second, and a hair for clocks that differ.
pub(super) const SECOND: Duration = Duration::from_millis(1_001);
/// A request without an answer for so long has arrived more than a second ago, or never will.
pub(super) const OUT_AT_MOST: Duration = Duration::from_secs(4);
/// How much of lost time (a slow store, a late timer) broadcasts may make up for; the slots hold all the same.
const CATCH_UP: Duration = Duration::from_millis(250);
/// Timers count in milliseconds: what is spaced more closely leaves in small groups.
const FINEST: Duration = Duration::from_millis(2);
/// The quickest of so many answers says how long one is on its way at least.
const REMEMBERED: usize = 64;

/// Gives out the turns of a token.
#[derive(Debug)]
pub struct Pacer {
    rate: u32,
    interval: Duration,
    /// Whether each chat has a limit of its own.
    minds_chats: bool,
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    state: Mutex<State>,
    /// A turn came back, or an answer took its own.
    changed: Notify,
    /// Answers stand in line: first come, first served.
    line: tokio::sync::Mutex<()>,
}

#[derive(Debug)]
struct State {
    /// When the next broadcast may leave, at an even pace, and when the last one left.
    next: Instant,
    last: Option<Instant>,
    /// Requests on their way, by number, and since when: the lowest number is the oldest.
    out: BTreeMap<u64, Instant>,
    numbered: u64,
    /// When the slots of answered requests are free again.
    resting: BinaryHeap<Reverse<Instant>>,
    /// How long the latest requests took.
    took: VecDeque<Duration>,
    /// Answers that wait for their turn.
    replies: usize,
    chats: Chats,
}

/// One request's turn. Dropped when the request is answered; from then on its slot rests for a second.
#[derive(Debug)]
pub struct Turn {
    shared: Arc<Shared>,
    number: u64,
}

/// A chat that is being sent something. Dropped when that is answered; from then on the chat rests for a second.
#[derive(Debug)]
pub struct Visit(Option<(Arc<Shared>, String)>);

impl Pacer {
    /// A pacer for at most `rate` requests in any second; a rate of 0 counts as 1.
    pub fn new(rate: u32) -> Self {
        let rate = rate.max(1);
        Self {
            rate,
            interval: Duration::from_secs(1) / rate,
            minds_chats: false,
            shared: Arc::new(Shared {
                state: Mutex::new(State {
                    next: Instant::now(),
                    last: None,
                    out: BTreeMap::new(),
                    numbered: 0,
                    resting: BinaryHeap::new(),
                    took: VecDeque::new(),
                    replies: 0,
                    chats: Chats::default(),
                }),
                changed: Notify::new(),
                line: tokio::sync::Mutex::new(()),
            }),
        }
    }

    /// The same for a token on Telegram, where each chat has a limit of its own. Discord's channels say in each answer what
    /// they take.
    pub fn for_telegram(rate: u32) -> Self {
        Self {
            minds_chats: true,
            ..Self::new(rate)
        }
    }

    /// Requests a second, at most.
    pub fn rate(&self) -> u32 {
        self.rate
    }

    /// Waits for the turn of a message of a digest. Dropped before it is done, it has taken nothing.
    pub async fn broadcast(&self) -> Turn {
        self.until(|now| self.broadcast_at(now)).await
    }

    /// Waits for the turn of a request that somebody waits for; it comes before all broadcasts.
    pub async fn reply(&self) -> Turn {
        let _waiting = Waiting::new(&self.shared);
        let _place = self.shared.line.lock().await;
        self.until(|now| self.reply_at(now)).await
    }

    /// The same for a message or an edit of an answer: also waits until its chat may be sent something.
    pub async fn reply_to(&self, to: &Destination) -> (Visit, Turn) {
        let expected = self.minds_chats.then(|| Expected::new(&self.shared, &to.chat));
        let visit = loop {
            match self.visit(to, true, Instant::now()) {
                Ok(visit) => break visit,
                Err(at) => tokio::time::sleep_until(at).await,
            }
        };
        drop(expected);
        (visit, self.reply().await)
    }

    /// Waits for the turn of a digest's request to a chat and until that chat may be sent something; answers come first.
    pub async fn broadcast_to(&self, to: &Destination) -> (Visit, Turn) {
        let visit = loop {
            match self.visit(to, false, Instant::now()) {
                Ok(visit) => break visit,
                Err(at) => tokio::time::sleep_until(at).await,
            }
        };
        (visit, self.broadcast().await)
    }

    /// Takes a broadcast's turn at a given moment, or says when to ask again at the latest: a turn that comes back, or
    /// an answer that leaves, may make it sooner.
    pub fn broadcast_at(&self, now: Instant) -> Result<Turn, Instant> {
        let mut state = self.shared.state();
        if state.replies > 0 {
            return Err(now + SECOND);
        }
        let mut free = state.next;
        if self.interval > FINEST {
            // Lost time is made up for, but not at one blow.
            free = free.max(state.last.map_or(now, |last| last + self.interval / 2));
        }
        if free > now {
            return Err(free);
        }
        let number = state.take(self.rate, now)?;
        let earliest = now.checked_sub(CATCH_UP).unwrap_or(now);
        state.next = state.next.max(earliest) + self.interval;
        state.last = Some(now);
        drop(state);
        Ok(self.turn(number))
    }

    /// Takes an answer's turn at a given moment, or says when to ask again at the latest.
    pub fn reply_at(&self, now: Instant) -> Result<Turn, Instant> {
        let number = self.shared.state().take(self.rate, now)?;
        Ok(self.turn(number))
    }

    /// Marks a chat as being sent something, or says when to ask again.
    pub fn visit(&self, to: &Destination, is_reply: bool, now: Instant) -> Result<Visit, Instant> {
        if !self.minds_chats {
            return Ok(Visit(None));
        }
        self.shared.state().chats.take(&to.chat, is_reply, now)?;
        Ok(Visit(Some((Arc::clone(&self.shared), to.chat.clone()))))
    }

    fn turn(&self, number: u64) -> Turn {
        Turn {
            shared: Arc::clone(&self.shared),
            number,
        }
    }

    async fn until(&self, take: impl Fn(Instant) -> Result<Turn, Instant>) -> Turn {
        loop {
            let mut changed = std::pin::pin!(self.shared.changed.notified());
            changed.as_mut().enable();
            match take(Instant::now()) {
                Ok(turn) => return turn,
                Err(at) => {
                    tokio::select! {
                        () = changed => {}
                        () = tokio::time::sleep_until(at) => {}
                    }
                }
            }
        }
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Takes a slot, or says when one is free for certain.
    fn take(&mut self, rate: u32, now: Instant) -> Result<u64, Instant> {
        while self.resting.peek().is_some_and(|Reverse(free)| *free <= now) {
            self.resting.pop();
        }
        while let Some(oldest) = self.out.first_entry()
            && *oldest.get() + OUT_AT_MOST <= now
        {
            oldest.remove();
        }
        if self.out.len() + self.resting.len() >= usize::try_from(rate).unwrap_or(usize::MAX) {
            let rested = self.resting.peek().map(|Reverse(free)| *free);
            let given_up = self.out.values().next().map(|since| *since + OUT_AT_MOST);
            let free = rested.into_iter().chain(given_up).min();
            return Err(free.unwrap_or(now + SECOND));
        }
        self.numbered += 1;
        self.out.insert(self.numbered, now);
        Ok(self.numbered)
    }

    fn answered(&mut self, number: u64, now: Instant) {
        // One that was out for too long has lost its slot already.
        let Some(since) = self.out.remove(&number) else {
            return;
        };
        self.took.push_back(now.saturating_duration_since(since));
        if self.took.len() > REMEMBERED {
            self.took.pop_front();
        }
        // The platform counted this one some time before its answer was here, and counts the next some time after it has
        // left: together about as long as the quickest takes. Half of that is safe while ways there become shorter.
        let sure = self.took.iter().min().copied().unwrap_or_default() / 2;
        self.resting.push(Reverse(now + SECOND.saturating_sub(sure)));
    }
}

impl Turn {
    /// Ends the turn at a given moment.
    pub fn answered_at(self, now: Instant) {
        self.shared.state().answered(self.number, now);
    }

    /// Gives the turn back: nothing was sent.
    pub fn unused(self) {
        self.shared.state().out.remove(&self.number);
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.shared.state().answered(self.number, Instant::now());
        self.shared.changed.notify_waiters();
    }
}

impl Visit {
    /// Ends the visit at a given moment.
    pub fn answered_at(mut self, now: Instant) {
        self.end(now);
    }

    fn end(&mut self, now: Instant) {
        if let Some((shared, chat)) = self.0.take() {
            shared.state().chats.answered(&chat, now);
        }
    }
}

impl Drop for Visit {
    fn drop(&mut self) {
        self.end(Instant::now());
    }
}

/// An answer that waits for its turn.
struct Waiting<'s>(&'s Shared);

impl<'s> Waiting<'s> {
    fn new(shared: &'s Shared) -> Self {
        shared.state().replies += 1;
        Self(shared)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.replies = state.replies.saturating_sub(1);
        drop(state);
        self.0.changed.notify_waiters();
    }
}

/// An answer that waits for its chat.
struct Expected<'s>(&'s Shared, &'s str);

impl<'s> Expected<'s> {
    fn new(shared: &'s Shared, chat: &'s str) -> Self {
        shared.state().chats.expect(chat, true);
        Self(shared, chat)
    }
}

impl Drop for Expected<'_> {
    fn drop(&mut self) {
        self.0.state().chats.expect(self.1, false);
    }
}
