//! Messages into channels: one request a message, idempotent for some minutes through its nonce.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use async_trait::async_trait;
use serde_json::Value;
use serenity::http::{LightMethod, Route};
use serenity::model::id::{ChannelId, MessageId};

use super::api::{Api, Failure};
use super::{forum, picture};
use crate::destination::Destination;
use crate::platforms::pictures::Pictures;
use crate::platforms::{Part, SendError, Sender};

/// Sends digests into channels, threads, forums and direct messages.
pub(super) struct ChannelSender {
    api: Arc<Api>,
    pictures: Arc<Pictures>,
    /// Channels that have shown themselves to be forums: a channel never becomes one or ceases to be one.
    forums: Mutex<HashSet<u64>>,
}

impl ChannelSender {
    pub(super) fn new(api: Arc<Api>, pictures: Arc<Pictures>) -> Self {
        Self {
            api,
            pictures,
            forums: Mutex::default(),
        }
    }

    fn forums(&self) -> MutexGuard<'_, HashSet<u64>> {
        self.forums.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// An error while the channel or the token has to wait.
    fn may_send(&self, channel: u64) -> Result<(), SendError> {
        match self.api.limits().wait(channel, Instant::now()) {
            Some((wait, scope)) => Err(SendError::RetryAfter(wait, scope)),
            None => Ok(()),
        }
    }

    /// Sends a message into a channel or thread and returns its id.
    async fn message(&self, channel: u64, mut message: Value, nonce: i64) -> Result<String, Failure> {
        if let Some(fields) = message.as_object_mut() {
            // At most 25 characters: an i64 has at most 20.
            fields.insert("nonce".to_owned(), Value::String(format!("d{nonce}")));
            fields.insert("enforce_nonce".to_owned(), Value::Bool(true));
        }
        let route = Route::ChannelMessages {
            channel_id: ChannelId::new(channel),
        };
        let sent = picture::call(&self.api, &self.pictures, LightMethod::Post, route, message).await?;
        match sent.get("id").and_then(Value::as_str) {
            Some(id) => Ok(id.to_owned()),
            None => Err(Failure::Lost("Discord's answer names no message".to_owned())),
        }
    }

    async fn post(&self, forum: u64, message: Value, part: &Part<'_>) -> Result<String, SendError> {
        if part.number > 1 {
            let reason = "nobody knows in which post of the forum the parts before it are";
            return Err(SendError::Rejected(reason.to_owned()));
        }
        let thread = forum::post(&self.api, &self.pictures, ChannelId::new(forum), message, part).await?;
        // "The starter message's id is the thread's."
        Ok(format!("{thread}/{thread}"))
    }
}

#[async_trait]
impl Sender for ChannelSender {
    async fn send(&self, to: &Destination, body: &str, nonce: i64) -> Result<String, SendError> {
        let part = Part {
            nonce,
            stored: body,
            number: 1,
            first: None,
            doubtful_since: None,
        };
        self.send_part(to, body, part).await
    }

    /// A message in a forum's post has the id `THREAD/MESSAGE`.
    async fn send_part(&self, to: &Destination, body: &str, part: Part<'_>) -> Result<String, SendError> {
        let channel = snowflake(&to.chat)
            .ok_or_else(|| SendError::Rejected(format!("\"{}\" is no Discord channel id", to.chat)))?;
        let message = read(body)?;
        if let Some((thread, _)) = part.first.and_then(|first| first.split_once('/'))
            && let Some(thread) = snowflake(thread)
        {
            self.may_send(thread)?;
            let id = self.message(thread, message, part.nonce).await?;
            return Ok(format!("{thread}/{id}"));
        }
        self.may_send(channel)?;
        if self.forums().contains(&channel) {
            return self.post(channel, message, &part).await;
        }
        match self.message(channel, message.clone(), part.nonce).await {
            Err(Failure::Refused {
                code: forum::NO_TEXT_CHANNEL,
                ..
            }) => {
                let _turn = self.api.turn().await;
                let posted = self.post(channel, message, &part).await?;
                self.forums().insert(channel);
                Ok(posted)
            }
            done => Ok(done?),
        }
    }

    async fn edit(&self, to: &Destination, message: &str, body: &str) -> Result<(), SendError> {
        let (channel, id) = message.split_once('/').unwrap_or((&to.chat, message));
        let (Some(channel), Some(id)) = (snowflake(channel), snowflake(id)) else {
            return Err(SendError::Rejected(format!("\"{message}\" is no Discord message")));
        };
        let body = read(body)?;
        self.may_send(channel)?;
        let route = Route::ChannelMessage {
            channel_id: ChannelId::new(channel),
            message_id: MessageId::new(id),
        };
        Ok(picture::edit(&self.api, route, body).await?)
    }
}

/// An id; zero is none, and serenity's ids panic on it.
fn snowflake(text: &str) -> Option<u64> {
    text.parse().ok().filter(|id| *id != 0)
}

fn read(body: &str) -> Result<Value, SendError> {
    match serde_json::from_str(body) {
        Ok(message @ Value::Object(_)) => Ok(message),
        Ok(_) => Err(SendError::Rejected("the message is no JSON object".to_owned())),
        Err(error) => Err(SendError::Rejected(format!("the message is no JSON: {error}"))),
    }
}

impl From<Failure> for SendError {
    fn from(failure: Failure) -> Self {
        let words = failure.to_string();
        match failure {
            Failure::Limited { wait, scope } => Self::RetryAfter(wait, scope),
            Failure::Refused { status: 401, .. } => {
                Self::Unreachable("Discord does not accept the token; check DISCORD_TOKEN".to_owned())
            }
            // 50007 closed direct messages, 50278 no common server, whatever their status.
            Failure::Refused {
                code: 50007 | 50278, ..
            } => Self::Gone(words),
            // 10003 unknown channel, and its like.
            Failure::Refused { code: 10003, .. } | Failure::Refused { status: 404, .. } => Self::Missing(words),
            // "Thread is archived": an unlocked one opens by itself when something is sent.
            Failure::Refused { code: 50083, .. } => {
                Self::Rejected(format!("{words}; unlock the thread, or let the digest go elsewhere"))
            }
            Failure::Refused { code: 40067, .. } => Self::Rejected(format!(
                "{words}; switch off the forum's rule that every post has a tag"
            )),
            // Among them 50001 missing access and 50013 missing permissions, which the server's people give again.
            Failure::Refused { .. } | Failure::Unwritable(_) => Self::Rejected(words),
            Failure::Strange { .. } | Failure::Unreachable(_) => Self::Unreachable(words),
            Failure::Broken { .. } | Failure::Lost(_) => Self::Unknown(words),
        }
    }
}
