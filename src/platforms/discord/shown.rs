//! Answers in the place that Discord keeps for them: the first message where the command or the button was, the others
//! below it.

use std::time::Duration;

use serde_json::{Value, json};
use serenity::http::{LightMethod, Route};
use serenity::model::channel::MessageFlags;
use serenity::model::id::ApplicationId;

use super::api::{Api, Failure};
use super::interactions::unshowable;
use super::picture;
use crate::platforms::pictures::Pictures;
use crate::render::discord::Message;

/// Tries of one message. An interaction lives 15 minutes; a person waits for seconds.
const TRIES: u32 = 5;
const FIRST_PAUSE: Duration = Duration::from_millis(500);
/// The longest wait asked by Discord that is still worth it.
const LONGEST_WAIT: Duration = Duration::from_secs(120);

/// What the interaction has on the screen already.
#[derive(Clone, Copy)]
pub(super) enum Place {
    /// "thinking…", to be replaced.
    Answer {
        /// Seen by the asker only.
        private: bool,
    },
    /// The message whose button was pressed, to be replaced.
    Pressed {
        /// Seen by the asker only.
        private: bool,
    },
    /// The message whose button was pressed, to be left as it is.
    Below {
        /// Seen by the asker only.
        private: bool,
    },
}

/// An acknowledged interaction.
pub(super) struct Shown<'a> {
    pub(super) api: &'a Api,
    pub(super) pictures: &'a Pictures,
    pub(super) application: ApplicationId,
    pub(super) token: &'a str,
    /// The messages that show the answer, by their ids.
    pub(super) messages: Vec<u64>,
}

impl Shown<'_> {
    /// Shows the messages of one reply. A private reply never replaces what everybody sees.
    pub(super) async fn show(&mut self, place: Place, private: bool, messages: &[Message]) {
        let outcome = match place {
            Place::Answer { private: false } if private => {
                // The first message after "thinking…" takes its visibility, unless that is taken away.
                if let Err(failure) = self.delete_original().await {
                    tracing::debug!("the public placeholder of a private answer stays: {failure}");
                }
                self.follow_up(messages, true).await
            }
            Place::Pressed { private: false } if private => self.follow_up(messages, true).await,
            Place::Below { private: shown } => self.follow_up(messages, shown || private).await,
            Place::Answer { private } | Place::Pressed { private } => match messages.split_first() {
                Some((first, rest)) => match self.edit_original(first).await {
                    Ok(()) => self.follow_up(rest, private).await,
                    Err(failure) => Err(failure),
                },
                None => Ok(()),
            },
        };
        match outcome {
            Ok(()) => {}
            Err(failure @ Failure::Refused { status: 400, .. }) => {
                tracing::error!("Discord does not take an answer: {failure}");
                let told = match place {
                    Place::Answer { private: shown } if shown == private => self.edit_original(&unshowable()).await,
                    _ => self.follow_up(&[unshowable()], true).await,
                };
                if let Err(failure) = told {
                    tracing::warn!("nor does it take the apology: {failure}");
                }
            }
            Err(failure) => tracing::warn!("an answer did not arrive: {failure}"),
        }
    }

    async fn edit_original(&mut self, message: &Message) -> Result<(), Failure> {
        let mut body = json!(message);
        if let Some(fields) = body.as_object_mut() {
            // What is left out stays as it was: the buttons of the page before, or its picture.
            fields.entry("content").or_insert_with(|| json!(""));
            fields.entry("embeds").or_insert_with(|| json!([]));
            fields.entry("components").or_insert_with(|| json!([]));
            fields.entry("attachments").or_insert_with(|| json!([]));
        }
        let route = Route::WebhookOriginalInteractionResponse {
            application_id: self.application,
            token: self.token,
        };
        self.persist(LightMethod::Patch, route, body, true).await
    }

    async fn delete_original(&mut self) -> Result<(), Failure> {
        let route = Route::WebhookOriginalInteractionResponse {
            application_id: self.application,
            token: self.token,
        };
        self.persist(LightMethod::Delete, route, Value::Null, true).await
    }

    async fn follow_up(&mut self, messages: &[Message], private: bool) -> Result<(), Failure> {
        for message in messages {
            let mut body = json!(message);
            if private && let Some(fields) = body.as_object_mut() {
                fields.insert("flags".to_owned(), json!(MessageFlags::EPHEMERAL.bits()));
            }
            let route = Route::WebhookFollowupMessages {
                application_id: self.application,
                token: self.token,
            };
            self.persist(LightMethod::Post, route, body, false).await?;
        }
        Ok(())
    }

    /// Makes a request until it succeeds or cannot. One that makes a new message is not made again when Discord may
    /// have accepted it: follow-ups have no nonce.
    async fn persist(
        &mut self,
        method: LightMethod,
        route: Route<'_>,
        body: Value,
        repeatable: bool,
    ) -> Result<(), Failure> {
        let mut pause = FIRST_PAUSE;
        let mut attempt = 1;
        loop {
            let asked = picture::call(self.api, self.pictures, method, route, body.clone()).await;
            let wait = match asked {
                Ok(message) => {
                    let id = message
                        .get("id")
                        .and_then(Value::as_str)
                        .and_then(|id| id.parse::<u64>().ok());
                    self.messages.extend(id);
                    return Ok(());
                }
                Err(failure) if attempt == TRIES => return Err(failure),
                Err(Failure::Limited { wait, .. }) if wait <= LONGEST_WAIT => wait,
                Err(Failure::Unreachable(_)) => pause,
                Err(Failure::Broken { .. } | Failure::Lost(_)) if repeatable => pause,
                Err(failure) => return Err(failure),
            };
            tokio::time::sleep(wait).await;
            pause *= 2;
            attempt += 1;
        }
    }
}
