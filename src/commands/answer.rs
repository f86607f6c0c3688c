//! The answers.

use std::sync::Arc;

use jiff::Timestamp;

use super::ArgKind;
use crate::config::Config;
use crate::destination::Destination;
use crate::reply::Reply;
use crate::store::Store;

/// What commands are answered from.
#[derive(Clone, Debug)]
pub struct Core {
    /// The configuration.
    pub config: Arc<Config>,
    /// The store.
    pub store: Store,
}

/// Who asks.
#[derive(Clone, Debug)]
pub struct Asker {
    /// Where the answer goes; what /subscribe subscribes.
    pub destination: Destination,
    /// True in a private chat, at the terminal, and for those who manage the group or server.
    pub may_manage: bool,
    /// ISO 639-1 code of the language to answer in.
    pub language: String,
}

/// A value offered while an argument is typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is shown: at most 100 characters.
    pub name: String,
    /// What is put in the argument's place: at most 100 characters.
    pub value: String,
}

impl Core {
    /// Answers what a person typed or a button gave. Every failure is an answer in words.
    pub async fn answer(&self, _text: &str, _asker: &Asker, _now: Timestamp) -> Reply {
        todo!()
    }

    /// True when in a group only those who manage it may give this command.
    pub fn manages(&self, _text: &str) -> bool {
        todo!()
    }

    /// What may be meant by an argument typed so far, best first, at most 25.
    pub async fn complete(&self, _kind: ArgKind, _typed: &str, _now: Timestamp) -> Vec<Choice> {
        todo!()
    }
}
