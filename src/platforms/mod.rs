//! The edges where people read and type: Telegram, Discord, the terminal, and one in memory for tests.

pub mod discord;
pub mod memory;
mod pictures;
pub mod telegram;
pub mod terminal;
pub mod turns;

use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;

use crate::destination::Destination;

/// How far a "wait" from a platform reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetryScope {
    /// This chat or channel only.
    Chat,
    /// Everything sent with this token.
    Token,
    /// The platform does not say whether it means the chat or the token.
    Unsaid,
}

/// Why a message was not sent. The delivery loop decides by variant and never reads error text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// The destination has parted with us for certain: blocked, kicked, deactivated, deleted.
    #[error("the destination is gone: {0}")]
    Gone(String),
    /// The platform says that it knows no such destination. It also says so in outages of its own.
    #[error("the platform knows no such destination: {0}")]
    Missing(String),
    /// The chat has a new id.
    #[error("the chat has moved to {0}")]
    Moved(String),
    /// The platform asks us to wait.
    #[error("the platform asks to wait {0:?}")]
    RetryAfter(Duration, RetryScope),
    /// The platform refused this message, for what it is or for want of a right; sending it again changes nothing.
    #[error("the platform refused the message: {0}")]
    Rejected(String),
    /// The platform cannot have accepted it (no connection, 5xx before acceptance): safe to try again.
    #[error("the platform could not be reached: {0}")]
    Unreachable(String),
    /// The platform may have accepted it.
    #[error("nobody knows whether the platform accepted it: {0}")]
    Unknown(String),
}

impl SendError {
    /// The same, its words on one line: they go into the log and into lists.
    #[must_use]
    pub fn on_one_line(self) -> Self {
        match self {
            Self::Gone(words) => Self::Gone(one_line(&words)),
            Self::Missing(words) => Self::Missing(one_line(&words)),
            Self::Rejected(words) => Self::Rejected(one_line(&words)),
            Self::Unreachable(words) => Self::Unreachable(one_line(&words)),
            Self::Unknown(words) => Self::Unknown(one_line(&words)),
            Self::Moved(_) | Self::RetryAfter(..) => self,
        }
    }
}

/// Words from outside, fit for a line of the log: without line breaks and other control characters, which could pass
/// for lines of the log's own.
pub(crate) fn one_line(words: &str) -> String {
    words
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// What is known of a digest's message besides its words.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    /// The same for every try of one delivery.
    pub nonce: i64,
    /// The message as it is stored, which may say less than the one that is sent now.
    pub stored: &'a str,
    /// Which of its digest's messages it is, from 1.
    pub number: u32,
    /// What the sender returned for the first part of the same digest; `None` of the first part itself, and where nobody
    /// knows.
    pub first: Option<&'a str>,
    /// When the first try went out of which nobody knows whether it arrived, if there was one before this.
    pub doubtful_since: Option<Timestamp>,
}

/// Sends the messages of digests. One implementation a platform; it never retries by itself.
#[async_trait]
pub trait Sender: Send + Sync {
    /// Sends one message, given as `render`'s JSON, and returns the platform's id of it. `nonce` is the same for every
    /// try of one delivery: a platform with idempotency keys uses it.
    async fn send(&self, to: &Destination, body: &str, nonce: i64) -> Result<String, SendError>;

    /// The same for a part of a digest. Where a digest opens a place of its own (a Discord forum's post), its later parts
    /// go there.
    async fn send_part(&self, to: &Destination, body: &str, part: Part<'_>) -> Result<String, SendError> {
        self.send(to, body, part.nonce).await
    }

    /// Puts a message, given as `render`'s JSON, in the place of one that was sent before; `message` is the platform's
    /// id of it. Doing so twice changes nothing.
    async fn edit(&self, to: &Destination, message: &str, body: &str) -> Result<(), SendError>;
}
