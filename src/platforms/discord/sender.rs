//! Messages into channels: one request a message, idempotent for some minutes through its nonce.

use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;
use serde_json::Value;
use serenity::http::{LightMethod, Route};
use serenity::model::id::ChannelId;

use super::api::{Api, Failure};
use super::picture;
use crate::destination::Destination;
use crate::platforms::pictures::Pictures;
use crate::platforms::{SendError, Sender};

/// Sends digests into channels, threads and direct messages.
pub(super) struct ChannelSender {
    api: Arc<Api>,
    pictures: Arc<Pictures>,
}

impl ChannelSender {
    pub(super) fn new(api: Arc<Api>, pictures: Arc<Pictures>) -> Self {
        Self { api, pictures }
    }
}

#[async_trait]
impl Sender for ChannelSender {
    async fn send(&self, to: &Destination, body: &str, nonce: i64) -> Result<String, SendError> {
        // Zero is no snowflake; serenity's ids panic on it.
        let channel = to.chat.parse::<u64>().ok().filter(|id| *id != 0);
        let Some(channel) = channel else {
            return Err(SendError::Rejected(format!("\"{}\" is no Discord channel id", to.chat)));
        };
        let mut message: Value = serde_json::from_str(body)
            .map_err(|error| SendError::Rejected(format!("the message is no JSON: {error}")))?;
        let Some(fields) = message.as_object_mut() else {
            return Err(SendError::Rejected("the message is no JSON object".to_owned()));
        };
        // At most 25 characters: an i64 has at most 20.
        fields.insert("nonce".to_owned(), Value::String(format!("d{nonce}")));
        fields.insert("enforce_nonce".to_owned(), Value::Bool(true));

        let wait = self.api.limits().wait(channel, Instant::now());
        if let Some((wait, scope)) = wait {
            return Err(SendError::RetryAfter(wait, scope));
        }
        let route = Route::ChannelMessages {
            channel_id: ChannelId::new(channel),
        };
        let sent = picture::call(&self.api, &self.pictures, LightMethod::Post, route, message).await?;
        match sent.get("id").and_then(Value::as_str) {
            Some(id) => Ok(id.to_owned()),
            None => Err(SendError::Unknown("Discord's answer names no message".to_owned())),
        }
    }

    async fn edit(&self, _to: &Destination, _message: &str, _body: &str) -> Result<(), SendError> {
        Err(SendError::Rejected("messages cannot be changed here yet".to_owned()))
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
            // Among them 50001 missing access and 50013 missing permissions, which the server's people give again.
            Failure::Refused { .. } | Failure::Unwritable(_) => Self::Rejected(words),
            Failure::Strange { .. } | Failure::Unreachable(_) => Self::Unreachable(words),
            Failure::Broken { .. } | Failure::Lost(_) => Self::Unknown(words),
        }
    }
}
