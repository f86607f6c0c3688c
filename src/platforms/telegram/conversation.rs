//! Answers: the core's reply to a question, put where it was asked.

use std::convert::Infallible;
use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use teloxide::Bot;
use teloxide::payloads::{AnswerCallbackQuerySetters, SendChatActionSetters};
use teloxide::requests::Requester;
use teloxide::types::{CallbackQueryId, ChatAction, ChatId, MessageId, Recipient, UserId};
use tokio::sync::Semaphore;
use tokio::time::Instant;

use super::SendError;
use super::failure::{accepted, in_words, send_error};
use super::incoming::{Incoming, Press, Question, Setting};
use super::outgoing::{Mail, Place};
use crate::clock::Clock;
use crate::commands::{Asker, Core, turns_page};
use crate::destination::{Destination, Platform};
use crate::i18n::platforms as words;
use crate::render::telegram as render;
use crate::reply::{Block, Reply};
use crate::store::StoreError;

/// The most questions that are worked out at once; sending is not counted.
const AT_ONCE: usize = 16;
/// When an answer takes longer than this, the chat shows "typing…".
const PATIENCE: Duration = Duration::from_secs(1);
/// Telegram shows an action for 5 s.
const ACTION: Duration = Duration::from_millis(4_500);
/// The longest wait that Telegram may ask for before an answer is given up.
const LONGEST_WAIT: Duration = Duration::from_secs(30);
/// How long an answer outlives a Telegram that cannot be reached.
const OUTAGE: Duration = Duration::from_secs(600);
/// The longest pause between two tries.
const LONGEST_PAUSE: Duration = Duration::from_secs(16);
/// How often a message is tried of which nobody knows whether it arrived.
const BLIND_TRIES: u32 = 3;
/// The most characters of a notice (Bot API, answerCallbackQuery: 200).
const NOTICE: usize = 200;

/// Answers the questions of all chats.
pub(super) struct Conversation {
    bot: Bot,
    mail: Mail,
    core: Arc<Core>,
    clock: Clock,
    username: String,
    at_once: Semaphore,
}

impl Conversation {
    pub fn new(mail: Mail, core: Arc<Core>, clock: Clock, username: String) -> Self {
        Self {
            bot: mail.bot.clone(),
            mail,
            core,
            clock,
            username,
            at_once: Semaphore::new(AT_ONCE),
        }
    }

    /// Stops the button's hourglass at once, whatever waits in the lane before it; Telegram takes no answer after some
    /// seconds. Presses that may be answered by a notice are acknowledged by it.
    pub fn acknowledge(&self, question: &Question) {
        if let Some(press) = &question.press
            && !self.may_end_in_a_notice(question)
        {
            let request = self.bot.answer_callback_query(press.query.clone());
            tokio::spawn(async move {
                if let Err(error) = request.await {
                    tracing::debug!(error = %in_words(&error), "a press was not acknowledged");
                }
            });
        }
    }

    fn may_end_in_a_notice(&self, question: &Question) -> bool {
        match question.setting {
            Setting::Private => false,
            Setting::Group => self.core.manages(&question.text),
            Setting::Channel => true,
        }
    }

    /// Handles an update. `settled` is called when it must not come again: everything is done but the sending.
    pub async fn handle(&self, incoming: Incoming, key: &str, settled: impl FnOnce()) {
        match incoming {
            Incoming::Asked(question) => self.answer(question, key, settled).await,
            Incoming::Moved { from, to } => {
                if let Err(error) = self.move_subscriptions(from, to).await {
                    tracing::error!(%error, "the subscriptions of {from} could not be moved to {to}");
                }
                settled();
            }
        }
    }

    async fn answer(&self, question: Question, key: &str, settled: impl FnOnce()) {
        // Under a channel's post the answer is the reader's own: everybody else sees that post too.
        let asked_in = match (question.setting, question.asker) {
            (Setting::Channel, Some(reader)) => ChatId::from(reader),
            _ => question.chat,
        };
        let place = Place {
            chat: Recipient::Id(asked_in),
            thread: question.thread,
        };
        let may_manage = self.may_manage(&question).await;
        let asker = Asker {
            destination: Destination {
                platform: Platform::Telegram,
                chat: asked_in.to_string(),
                thread: question.thread.map(|thread| thread.to_string()),
            },
            may_manage,
            language: language(question.language.as_deref()),
        };
        let reply = tokio::select! {
            reply = self.work_out(&question.text, &asker) => reply,
            never = self.keep_typing(&place) => match never {},
        };
        // Noted here, not before: a kill until now loses nothing, and a repeated update is answered once.
        match self.core.store.first_sight(Platform::Telegram, key).await {
            Ok(true) => {}
            Ok(false) => return settled(),
            Err(error) => tracing::error!(%error, "a Telegram update could not be noted as answered"),
        }
        settled();
        match (&question.press, question.setting) {
            (Some(press), Setting::Channel) => self.answer_privately(press, &place, &reply).await,
            (Some(press), Setting::Group) if !may_manage && refuses(&reply) && self.core.manages(&question.text) => {
                self.notice(&press.query, &plain_words(&reply), true).await;
            }
            (Some(press), _) => {
                if self.may_end_in_a_notice(&question) {
                    self.notice(&press.query, "", false).await;
                }
                let replaced = press.message.filter(|_| turns_page(&question.text));
                self.show(&place, replaced, &reply).await;
            }
            (None, _) => self.show(&place, None, &reply).await,
        }
    }

    async fn work_out(&self, text: &str, asker: &Asker) -> Reply {
        // The semaphore is never closed.
        let _permit = self.at_once.acquire().await;
        let answer = AssertUnwindSafe(self.core.answer(text, asker, self.clock.now()));
        answer.catch_unwind().await.unwrap_or_else(|_| {
            tracing::error!(?text, "answering panicked; this is a bug, and the bot goes on");
            Reply::say(words::BROKE_OFF)
        })
    }

    async fn keep_typing(&self, place: &Place) -> Infallible {
        tokio::time::sleep(PATIENCE).await;
        loop {
            let mut request = self.bot.send_chat_action(place.chat.clone(), ChatAction::Typing);
            if let Some(thread) = place.thread {
                request = request.message_thread_id(thread);
            }
            if let Err(error) = request.await {
                tracing::debug!(error = %in_words(&error), "\"typing\" could not be shown");
            }
            tokio::time::sleep(ACTION).await;
        }
    }

    /// True where the asker may change what the chat is subscribed to. Only asked where it matters.
    async fn may_manage(&self, question: &Question) -> bool {
        match question.setting {
            Setting::Private | Setting::Channel => true,
            Setting::Group if !self.core.manages(&question.text) => false,
            Setting::Group if question.as_the_group => true,
            Setting::Group => match question.asker {
                Some(asker) => self.is_administrator(question.chat, asker).await,
                None => false,
            },
        }
    }

    async fn is_administrator(&self, chat: ChatId, user: UserId) -> bool {
        let asked = self
            .persist(chat, || async {
                match self.bot.get_chat_member(chat, user).await {
                    Ok(member) => Ok(member.is_privileged()),
                    Err(error) => match accepted(&error) {
                        Some(member) => Ok(matches!(member["status"].as_str(), Some("creator" | "administrator"))),
                        None => Err(send_error(error, &chat.into())),
                    },
                }
            })
            .await;
        asked.unwrap_or_else(|error| {
            tracing::warn!(%error, "Telegram does not say who manages {chat}; nobody is taken to");
            false
        })
    }

    /// Shows a reply: its first message in the place of the one whose button was pressed, the others below.
    async fn show(&self, place: &Place, pressed: Option<MessageId>, reply: &Reply) {
        if let Err(error) = self.try_to_show(place, pressed, reply).await {
            tracing::warn!(%error, chat = %place.chat, "an answer was not sent");
        }
    }

    async fn try_to_show(&self, place: &Place, pressed: Option<MessageId>, reply: &Reply) -> Result<(), SendError> {
        let messages = render::messages(reply);
        let mut unsent = messages.iter();
        if let (Some(id), Recipient::Id(chat), Some(first)) = (pressed, &place.chat, messages.first())
            && first.photo.is_none()
        {
            match self
                .persist(*chat, || async move {
                    let _turn = self.mail.turns.to(in_chat(*chat)).await;
                    self.mail.edit(*chat, id, first).await
                })
                .await
            {
                Ok(()) => unsent.next().map_or((), drop),
                // Too old, deleted, a photo, or moved with its group: then it is said anew.
                Err(SendError::Rejected(_) | SendError::Moved(_)) => {}
                Err(error) => return Err(error),
            }
        }
        let mut place = place.clone();
        for message in unsent {
            let sent = self.persist_in(&place, message).await;
            if let Err(SendError::Moved(chat)) = &sent {
                place = self.follow(&place, chat).await?;
                self.persist_in(&place, message).await?;
            } else {
                sent?;
            }
        }
        Ok(())
    }

    async fn persist_in(&self, place: &Place, message: &render::Message) -> Result<(), SendError> {
        let chat = match &place.chat {
            Recipient::Id(id) => *id,
            Recipient::ChannelUsername(_) => ChatId(0),
        };
        let send = || async {
            let _turn = self.mail.turns.to(in_chat(chat)).await;
            self.mail.send(place, message).await.map(drop)
        };
        self.persist(chat, send).await
    }

    /// Tries until it is done or refused. A person waits: after a failure of which nobody knows what it did, an answer
    /// twice is better than none.
    async fn persist<T, F: Future<Output = Result<T, SendError>>>(
        &self,
        chat: ChatId,
        attempt: impl Fn() -> F,
    ) -> Result<T, SendError> {
        let given_up = Instant::now() + OUTAGE;
        let mut pause = Duration::from_secs(1);
        let mut blind = 1;
        loop {
            let wait = match attempt().await {
                Err(SendError::RetryAfter(asked, _)) if asked <= LONGEST_WAIT => asked,
                Err(SendError::Unreachable(_)) => pause,
                Err(SendError::Unknown(_)) if blind < BLIND_TRIES => {
                    blind += 1;
                    pause
                }
                done => return done,
            };
            if Instant::now() + wait > given_up {
                return attempt().await;
            }
            tracing::debug!(%chat, ?wait, "Telegram did not take an answer; trying again");
            tokio::time::sleep(wait).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    /// Answers a press under a channel's post in the reader's own chat, and says in a notice where to look.
    async fn answer_privately(&self, press: &Press, reader: &Place, reply: &Reply) {
        match self.try_to_show(reader, None, reply).await {
            Ok(()) => self.notice(&press.query, words::ANSWERED_PRIVATELY, false).await,
            Err(error) => {
                tracing::debug!(%error, "a reader of a channel has no chat with the bot");
                self.notice(&press.query, &words::open_a_chat(&self.username), true)
                    .await;
            }
        }
    }

    async fn notice(&self, query: &CallbackQueryId, text: &str, must_be_closed: bool) {
        let mut request = self.bot.answer_callback_query(query.clone());
        if !text.is_empty() {
            request = request
                .text(text.chars().take(NOTICE).collect::<String>())
                .show_alert(must_be_closed);
        }
        if let Err(error) = request.await {
            tracing::debug!(error = %in_words(&error), "a press was not acknowledged");
        }
    }

    /// The same place after its group became a supergroup.
    async fn follow(&self, place: &Place, chat: &str) -> Result<Place, SendError> {
        let moved = Place::of(&Destination {
            platform: Platform::Telegram,
            chat: chat.to_owned(),
            thread: None,
        })
        .map_err(SendError::Rejected)?;
        if let (Recipient::Id(from), Recipient::Id(to)) = (&place.chat, &moved.chat)
            && let Err(error) = self.move_subscriptions(*from, *to).await
        {
            tracing::error!(%error, "the subscriptions of {from} could not be moved to {to}");
        }
        Ok(moved)
    }

    async fn move_subscriptions(&self, from: ChatId, to: ChatId) -> Result<(), StoreError> {
        self.core
            .store
            .move_chat(&in_chat(from), &to.to_string(), self.clock.now())
            .await?;
        tracing::info!("the group {from} became {to}; its subscriptions moved with it");
        Ok(())
    }
}

fn in_chat(chat: ChatId) -> Destination {
    Destination {
        platform: Platform::Telegram,
        chat: chat.to_string(),
        thread: None,
    }
}

/// The two letters of a Telegram client's language, such as `pt` of `pt-br`.
fn language(code: Option<&str>) -> String {
    let letters = code
        .and_then(|code| code.split('-').next())
        .filter(|code| !code.is_empty());
    letters.unwrap_or("en").to_lowercase()
}

/// True for what concerns the asker alone and leads no further: the others keep the message that was pressed.
fn refuses(reply: &Reply) -> bool {
    reply.private && reply.actions.is_empty()
}

/// A reply's words, for a notice that knows no markup.
fn plain_words(reply: &Reply) -> String {
    let text = |block: &Block| match block {
        Block::Title(text) | Block::Heading(text) | Block::Paragraph(text) | Block::Footer(text) => text.words(),
        Block::List(items) => items
            .iter()
            .map(crate::reply::Text::words)
            .collect::<Vec<_>>()
            .join("\n"),
        Block::Entry(entry) => entry.headline.clone(),
        Block::Picture(picture) => picture.alt.clone(),
    };
    reply.blocks.iter().map(text).collect::<Vec<_>>().join("\n")
}
