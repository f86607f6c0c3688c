//! Telegram: HTML messages and inline keyboards, as the Bot API's sendMessage takes them.

use serde::{Deserialize, Serialize};

use crate::reply::Reply;

/// One message: the body of a sendMessage or editMessageText request without its chat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// The text, as Telegram's HTML.
    pub text: String,
    /// Always "HTML".
    pub parse_mode: String,
    /// Link previews: off where the message holds more than one article.
    pub link_preview_options: LinkPreview,
    /// The buttons, on the last message of a reply.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_markup: Option<Keyboard>,
}

/// The Bot API's LinkPreviewOptions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkPreview {
    /// True for no preview.
    pub is_disabled: bool,
}

/// The Bot API's InlineKeyboardMarkup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keyboard {
    /// Rows of buttons.
    pub inline_keyboard: Vec<Vec<Button>>,
}

/// The Bot API's InlineKeyboardButton.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Button {
    /// What it says.
    pub text: String,
    /// The command it gives: 1 to 64 bytes.
    pub callback_data: String,
}

/// The messages that carry a reply, in order; never empty.
pub fn messages(_reply: &Reply) -> Vec<Message> {
    todo!()
}
