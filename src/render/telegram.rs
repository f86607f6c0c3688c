//! Telegram: HTML messages and inline keyboards, as the Bot API's sendMessage takes them.

use serde::{Deserialize, Serialize};

use super::split::{self, Limit, Line};
use crate::reply::{Action, Block, Reply, Span, Style};

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

/// The most UTF-16 units of a message after its entities are parsed (Bot API, sendMessage: 4096), less the room for
/// the part's number.
const MESSAGE_UNITS: usize = 4096 - 16;
/// Telegram silently drops formatting beyond 100 entities a message.
const MESSAGE_ENTITIES: usize = 100;
/// The most bytes of callback_data (Bot API, InlineKeyboardButton).
pub const CALLBACK_BYTES: usize = 64;
/// The most buttons of a keyboard that Telegram shows.
const BUTTONS: usize = 100;
/// Three short words fit side by side on a phone.
const BUTTONS_A_ROW: usize = 3;
/// The most letters of a row of buttons before a phone cuts them off.
const ROW_LETTERS: usize = 36;

/// The messages that carry a reply, in order; never empty.
pub fn messages(reply: &Reply) -> Vec<Message> {
    let cost = |span: &Span| split::utf16(&span.text);
    let limit = Limit {
        units: MESSAGE_UNITS,
        marked: MESSAGE_ENTITIES,
        cost: &cost,
    };
    let mut packed = split::pack(split::lines(&reply.blocks), &limit);
    if packed.is_empty() {
        packed.push(split::lines(&[Block::Paragraph("…".into())]));
    }
    let parts = packed.len();
    let entries = reply
        .blocks
        .iter()
        .filter(|block| matches!(block, Block::Entry(_)))
        .count();
    packed
        .iter()
        .enumerate()
        .map(|(n, lines)| {
            let mut text = html(lines);
            if parts > 1 {
                text.push_str(&format!("\n\n{}/{parts}", n + 1));
            }
            Message {
                text,
                parse_mode: "HTML".to_owned(),
                link_preview_options: LinkPreview {
                    is_disabled: entries != 1,
                },
                reply_markup: if n + 1 == parts { keyboard(&reply.actions) } else { None },
            }
        })
        .collect()
}

fn html(lines: &[Line]) -> String {
    let mut out = String::new();
    for line in lines {
        if !out.is_empty() {
            out.push_str(if line.gap { "\n\n" } else { "\n" });
        }
        for span in &line.text.0 {
            push_span(&mut out, span);
        }
    }
    out
}

fn push_span(out: &mut String, span: &Span) {
    let (open, close) = match span.style {
        Style::Plain => ("", ""),
        Style::Bold => ("<b>", "</b>"),
        Style::Italic => ("<i>", "</i>"),
        Style::Code => ("<code>", "</code>"),
    };
    // Telegram takes no link inside <code>.
    let link = span
        .link
        .as_deref()
        .filter(|url| span.style != Style::Code && split::is_web(url));
    out.push_str(open);
    match link {
        Some(url) => out.push_str(&format!("<a href=\"{}\">{}</a>", escape(url), escape(&span.text))),
        None => out.push_str(&escape(&span.text)),
    }
    out.push_str(close);
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

fn keyboard(actions: &[Action]) -> Option<Keyboard> {
    let mut rows: Vec<Vec<Button>> = Vec::new();
    let mut letters = 0;
    // A command over the limit cannot be a button; the store has kept those by `/go ID` before.
    let fits =
        |action: &&Action| (1..=CALLBACK_BYTES).contains(&action.command.len()) && !action.label.trim().is_empty();
    for action in actions.iter().filter(fits).take(BUTTONS) {
        let text = split::shorten(&action.label, ROW_LETTERS, &split::utf16);
        let length = split::utf16(&text);
        let button = Button {
            text,
            callback_data: action.command.clone(),
        };
        match rows.last_mut() {
            Some(row) if row.len() < BUTTONS_A_ROW && letters + length <= ROW_LETTERS => {
                row.push(button);
                letters += length;
            }
            _ => {
                rows.push(vec![button]);
                letters = length;
            }
        }
    }
    (!rows.is_empty()).then_some(Keyboard { inline_keyboard: rows })
}

/// A message's words alone, for when Telegram refuses its markup.
pub fn plain(text: &str) -> String {
    let mut words = String::new();
    let mut in_tag = false;
    for c in text.chars() {
        match c {
            '<' => in_tag = true,
            '>' if in_tag => in_tag = false,
            _ if in_tag => {}
            c => words.push(c),
        }
    }
    // The ampersand last: what it escaped is text, not another escape.
    words
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}
