//! Messages as Bot API requests.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use teloxide::payloads::{EditMessageCaptionSetters, EditMessageTextSetters, SendMessageSetters, SendPhotoSetters};
use teloxide::requests::Requester;
use teloxide::types::{
    ChatId, FileId, InlineKeyboardButton, InlineKeyboardMarkup, InputFile, LinkPreviewOptions, Message as Sent,
    MessageId, ParseMode, Recipient, ThreadId,
};
use teloxide::{ApiError, Bot, RequestError};

use super::SendError;
use super::failure::{accepted, send_error};
use crate::destination::Destination;
use crate::platforms::one_line;
use crate::platforms::pictures::Pictures;
use crate::platforms::turns::{Turn, Turns};
use crate::render::telegram::{Keyboard, Message, plain};
use crate::reply::Picture;

/// A chat and, in a forum, the topic in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub chat: Recipient,
    pub thread: Option<ThreadId>,
}

impl Place {
    /// The place that a destination names; the error is a sentence.
    pub fn of(destination: &Destination) -> Result<Self, String> {
        let chat = if destination.chat.starts_with('@') {
            Recipient::ChannelUsername(destination.chat.clone())
        } else {
            let id = destination.chat.parse();
            Recipient::Id(ChatId(
                id.map_err(|_| format!("\"{}\" is no Telegram chat", destination.chat))?,
            ))
        };
        let thread = match &destination.thread {
            Some(thread) => {
                let id = thread.parse();
                Some(ThreadId(MessageId(
                    id.map_err(|_| format!("\"{thread}\" is no Telegram topic"))?,
                )))
            }
            None => None,
        };
        Ok(Self { chat, thread })
    }
}

/// What messages are sent with.
#[derive(Clone)]
pub(super) struct Mail {
    pub bot: Bot,
    pub pictures: Arc<Pictures>,
    pub turns: Turns,
}

/// The requests that one message costs: whoever sends it has a turn for the first, each further one takes its own.
#[derive(Default)]
struct Requests(AtomicBool);

impl Requests {
    async fn turn(&self, turns: &Turns) -> Option<Turn> {
        if self.0.swap(true, Ordering::Relaxed) {
            turns.next().await
        } else {
            None
        }
    }
}

impl Mail {
    /// Sends a message and returns its id. A photo that cannot be drawn, or that the chat does not take, is left out:
    /// its caption goes as a message like any other.
    pub async fn send(&self, place: &Place, message: &Message) -> Result<String, SendError> {
        let requests = Requests::default();
        if let Some(photo) = &message.photo {
            match self.send_photo(&requests, place, message, photo).await {
                None => {}
                Some(Err(SendError::Rejected(reason))) => {
                    tracing::info!(chat = %place.chat, reason, "Telegram refused a photo; its words go without it");
                }
                Some(done) => return done,
            }
        }
        let sent = self
            .adorned(&requests, |html| send_text(&self.bot, place, message, html))
            .await;
        settle(sent.map(|sent| sent.id), place)
    }

    /// `None` when there is no picture to send.
    async fn send_photo(
        &self,
        requests: &Requests,
        place: &Place,
        message: &Message,
        photo: &Picture,
    ) -> Option<Result<String, SendError>> {
        // What Telegram has already is not uploaded again.
        if let Some(name) = self.pictures.name(&photo.drawing) {
            let file = InputFile::file_id(FileId(name));
            let sent = self
                .adorned(requests, |html| {
                    send_file(&self.bot, place, message, file.clone(), html)
                })
                .await;
            match settle(sent.map(|sent| sent.id), place) {
                // "wrong file identifier", "FILE_REFERENCE_EXPIRED": it has it no more.
                Err(SendError::Rejected(reason)) if reason.to_lowercase().contains("file") => {
                    self.pictures.rename(&photo.drawing, None);
                }
                done => return Some(done),
            }
        }
        let png = self.pictures.png(&photo.drawing).await?;
        let upload = || InputFile::memory(png.to_vec()).file_name(photo.file_name());
        let sent = self
            .adorned(requests, |html| send_file(&self.bot, place, message, upload(), html))
            .await;
        if let Ok(sent) = &sent
            && let Some(largest) = sent.photo().and_then(<[_]>::last)
        {
            self.pictures.rename(&photo.drawing, Some(largest.file.id.0.clone()));
        }
        Some(settle(sent.map(|sent| sent.id), place))
    }

    /// Puts a message of words in the place of one sent before. A message that says so already is well edited.
    pub async fn edit(&self, chat: ChatId, id: MessageId, message: &Message) -> Result<(), SendError> {
        self.edit_once(&Requests::default(), &chat.into(), id, message, false)
            .await
    }

    /// Puts a digest's message in the place of one sent before, of which a photo stays as it is.
    pub async fn correct(&self, chat: &Recipient, id: MessageId, message: &Message) -> Result<(), SendError> {
        let requests = Requests::default();
        let with_photo = message.photo.is_some();
        match self.edit_once(&requests, chat, id, message, with_photo).await {
            // "there is no caption in the message to edit": the photo was left out when the message was sent.
            Err(SendError::Rejected(reason)) if reason.contains("in the message to edit") => {
                self.edit_once(&requests, chat, id, message, !with_photo).await
            }
            done => done,
        }
    }

    async fn edit_once(
        &self,
        requests: &Requests,
        chat: &Recipient,
        id: MessageId,
        message: &Message,
        caption: bool,
    ) -> Result<(), SendError> {
        let edited = self.adorned(requests, |html| async move {
            if caption {
                edit_caption(&self.bot, chat, id, message, html).await
            } else {
                edit_as(&self.bot, chat, id, message, html).await
            }
        });
        match edited.await {
            Ok(()) => Ok(()),
            Err(error) if accepted(&error).is_some() => Ok(()),
            Err(error) => match send_error(error, chat) {
                // The wording after the colon changes; teloxide knows only one.
                SendError::Rejected(reason) if reason.contains("message is not modified") => Ok(()),
                error => Err(error),
            },
        }
    }

    /// Tries with markup, and what Telegram cannot parse as HTML once more as plain text: a reader would rather have it
    /// unadorned than not at all.
    async fn adorned<T, F>(&self, requests: &Requests, attempt: impl Fn(bool) -> F) -> Result<T, RequestError>
    where
        F: Future<Output = Result<T, RequestError>>,
    {
        let turn = requests.turn(&self.turns).await;
        match attempt(true).await {
            Err(RequestError::Api(ApiError::CantParseEntities(reason))) => {
                drop(turn);
                tracing::warn!(
                    reason = one_line(&reason),
                    "Telegram refused the markup of a message; it goes as plain text"
                );
                let _turn = requests.turn(&self.turns).await;
                attempt(false).await
            }
            other => other,
        }
    }
}

/// The id of a sent message, or what its failure means.
fn settle(sent: Result<MessageId, RequestError>, place: &Place) -> Result<String, SendError> {
    match sent {
        Ok(id) => Ok(id.0.to_string()),
        Err(error) => match accepted(&error) {
            Some(result) => Ok(result["message_id"].to_string()),
            None => Err(send_error(error, &place.chat)),
        },
    }
}

fn words(message: &Message, html: bool) -> String {
    if html {
        message.text.clone()
    } else {
        plain(&message.text)
    }
}

async fn send_text(bot: &Bot, place: &Place, message: &Message, html: bool) -> Result<Sent, RequestError> {
    let mut request = bot
        .send_message(place.chat.clone(), words(message, html))
        .link_preview_options(link_preview(message));
    if html {
        request = request.parse_mode(ParseMode::Html);
    }
    if let Some(thread) = place.thread {
        request = request.message_thread_id(thread);
    }
    if message.disable_notification {
        request = request.disable_notification(true);
    }
    if let Some(keyboard) = &message.reply_markup {
        request = request.reply_markup(markup(keyboard));
    }
    request.await
}

async fn send_file(
    bot: &Bot,
    place: &Place,
    message: &Message,
    file: InputFile,
    html: bool,
) -> Result<Sent, RequestError> {
    let mut request = bot.send_photo(place.chat.clone(), file).caption(words(message, html));
    if html {
        request = request.parse_mode(ParseMode::Html);
    }
    if let Some(thread) = place.thread {
        request = request.message_thread_id(thread);
    }
    if message.disable_notification {
        request = request.disable_notification(true);
    }
    if let Some(keyboard) = &message.reply_markup {
        request = request.reply_markup(markup(keyboard));
    }
    request.await
}

async fn edit_caption(
    bot: &Bot,
    chat: &Recipient,
    id: MessageId,
    message: &Message,
    html: bool,
) -> Result<(), RequestError> {
    let mut request = bot.edit_message_caption(chat.clone(), id).caption(words(message, html));
    if html {
        request = request.parse_mode(ParseMode::Html);
    }
    if let Some(keyboard) = &message.reply_markup {
        request = request.reply_markup(markup(keyboard));
    }
    request.await.map(|_| ())
}

async fn edit_as(
    bot: &Bot,
    chat: &Recipient,
    id: MessageId,
    message: &Message,
    html: bool,
) -> Result<(), RequestError> {
    let mut request = bot
        .edit_message_text(chat.clone(), id, words(message, html))
        .link_preview_options(link_preview(message));
    if html {
        request = request.parse_mode(ParseMode::Html);
    }
    if let Some(keyboard) = &message.reply_markup {
        request = request.reply_markup(markup(keyboard));
    }
    request.await.map(|_| ())
}

fn link_preview(message: &Message) -> LinkPreviewOptions {
    LinkPreviewOptions {
        is_disabled: message.link_preview_options.is_disabled,
        url: None,
        prefer_small_media: false,
        prefer_large_media: false,
        show_above_text: false,
    }
}

fn markup(keyboard: &Keyboard) -> InlineKeyboardMarkup {
    InlineKeyboardMarkup::new(keyboard.inline_keyboard.iter().map(|row| {
        row.iter()
            .map(|button| InlineKeyboardButton::callback(button.text.clone(), button.callback_data.clone()))
            .collect::<Vec<_>>()
    }))
}
