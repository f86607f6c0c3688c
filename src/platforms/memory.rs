//! A platform in memory: keeps what it is sent and fails as it is told. For tests and benches.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;

use super::{SendError, Sender};
use crate::destination::Destination;

/// A message as the platform got it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// Where it went.
    pub to: Destination,
    /// Its body.
    pub body: String,
    /// The delivery's number.
    pub nonce: i64,
}

/// What the platform does with a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Refuses it.
    Refuse(SendError),
    /// Keeps it, and answers with an error all the same.
    KeepAndFail(SendError),
    /// Keeps it, and never answers.
    KeepAndHang,
}

/// The platform.
#[derive(Debug, Default)]
pub struct Memory {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    received: Vec<Received>,
    /// What happens to the next messages to a chat.
    faults: HashMap<String, VecDeque<Fault>>,
    /// What happens to every message.
    outage: Option<SendError>,
    calls: usize,
}

impl Memory {
    /// Does this with the next message to `chat` that has no fault before it.
    pub fn fault(&self, chat: &str, fault: Fault) {
        let mut state = self.state();
        state.faults.entry(chat.to_owned()).or_default().push_back(fault);
    }

    /// Refuses everything with this error from now on; `None` ends it.
    pub fn outage(&self, error: Option<SendError>) {
        self.state().outage = error;
    }

    /// Every message it got, in order.
    pub fn received(&self) -> Vec<Received> {
        self.state().received.clone()
    }

    /// How often something was sent to it, well or badly.
    pub fn calls(&self) -> usize {
        self.state().calls
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes the message in, and says what to answer; `None` for no answer at all.
    fn take(&self, to: &Destination, body: &str, nonce: i64) -> Option<Result<String, SendError>> {
        let mut state = self.state();
        let answer = match state.fault(to) {
            Some(Fault::Refuse(error)) => return Some(Err(error)),
            Some(Fault::KeepAndFail(error)) => Some(Err(error)),
            Some(Fault::KeepAndHang) => None,
            None => Some(Ok((state.received.len() + 1).to_string())),
        };
        state.received.push(Received {
            to: to.clone(),
            body: body.to_owned(),
            nonce,
        });
        answer
    }

    /// Changes a message, and says what to answer; `None` for no answer at all.
    fn replace(&self, to: &Destination, message: &str, body: &str) -> Option<Result<(), SendError>> {
        let mut state = self.state();
        let answer = match state.fault(to) {
            Some(Fault::Refuse(error)) => return Some(Err(error)),
            Some(Fault::KeepAndFail(error)) => Some(Err(error)),
            Some(Fault::KeepAndHang) => None,
            None => Some(Ok(())),
        };
        let place = message.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        let sent = place.and_then(|place| state.received.get_mut(place));
        match sent.filter(|sent| sent.to == *to) {
            Some(sent) => body.clone_into(&mut sent.body),
            None => return Some(Err(SendError::Rejected("there is no such message".to_owned()))),
        }
        answer
    }
}

impl State {
    /// Counts a call, and says what goes wrong with it.
    fn fault(&mut self, to: &Destination) -> Option<Fault> {
        self.calls += 1;
        match &self.outage {
            Some(error) => Some(Fault::Refuse(error.clone())),
            None => self.faults.get_mut(&to.chat)?.pop_front(),
        }
    }
}

#[async_trait]
impl Sender for Memory {
    async fn send(&self, to: &Destination, body: &str, nonce: i64) -> Result<String, SendError> {
        match self.take(to, body, nonce) {
            Some(answer) => answer,
            None => std::future::pending().await,
        }
    }

    /// A fault meant for the next message to the chat is met by an edit as well; `KeepAndFail` changes the message.
    async fn edit(&self, to: &Destination, message: &str, body: &str) -> Result<(), SendError> {
        match self.replace(to, message, body) {
            Some(answer) => answer,
            None => std::future::pending().await,
        }
    }
}
