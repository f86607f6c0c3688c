//! Messages as Bot API requests.

use teloxide::payloads::{EditMessageTextSetters, SendMessageSetters};
use teloxide::requests::Requester;
use teloxide::types::{
    ChatId, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, MessageId, ParseMode, Recipient, ThreadId,
};
use teloxide::{ApiError, Bot, RequestError};

use super::SendError;
use super::failure::{accepted, send_error};
use crate::destination::Destination;
use crate::platforms::one_line;
use crate::render::telegram::{Keyboard, Message, plain};

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

/// Sends a message and returns its id. What Telegram cannot parse as HTML is sent once more as plain text: a reader
/// would rather have it unadorned than not at all.
pub(super) async fn send(bot: &Bot, place: &Place, message: &Message) -> Result<String, SendError> {
    match send_as(bot, place, message, true).await {
        Err(RequestError::Api(ApiError::CantParseEntities(reason))) => {
            tracing::warn!(
                reason = one_line(&reason),
                "Telegram refused the markup of a message; it goes as plain text"
            );
            send_as(bot, place, message, false).await
        }
        other => other,
    }
    .or_else(|error| match accepted(&error) {
        Some(result) => Ok(result["message_id"].to_string()),
        None => Err(send_error(error, &place.chat)),
    })
}

async fn send_as(bot: &Bot, place: &Place, message: &Message, html: bool) -> Result<String, RequestError> {
    let text = if html {
        message.text.clone()
    } else {
        plain(&message.text)
    };
    let mut request = bot
        .send_message(place.chat.clone(), text)
        .link_preview_options(link_preview(message));
    if html {
        request = request.parse_mode(ParseMode::Html);
    }
    if let Some(thread) = place.thread {
        request = request.message_thread_id(thread);
    }
    if let Some(keyboard) = &message.reply_markup {
        request = request.reply_markup(markup(keyboard));
    }
    request.await.map(|sent| sent.id.0.to_string())
}

/// Puts a message in the place of one sent before. A message that says so already is well edited.
pub(super) async fn edit(bot: &Bot, chat: ChatId, id: MessageId, message: &Message) -> Result<(), SendError> {
    let edited = match edit_as(bot, chat, id, message, true).await {
        Err(RequestError::Api(ApiError::CantParseEntities(reason))) => {
            tracing::warn!(
                reason = one_line(&reason),
                "Telegram refused the markup of a message; it goes as plain text"
            );
            edit_as(bot, chat, id, message, false).await
        }
        other => other,
    };
    match edited {
        Ok(()) => Ok(()),
        Err(error) if accepted(&error).is_some() => Ok(()),
        Err(error) => match send_error(error, &chat.into()) {
            // The wording after the colon changes; teloxide knows only one.
            SendError::Rejected(reason) if reason.contains("message is not modified") => Ok(()),
            error => Err(error),
        },
    }
}

async fn edit_as(bot: &Bot, chat: ChatId, id: MessageId, message: &Message, html: bool) -> Result<(), RequestError> {
    let text = if html {
        message.text.clone()
    } else {
        plain(&message.text)
    };
    let mut request = bot
        .edit_message_text(chat, id, text)
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
