//! Telegram: HTML messages, photos and inline keyboards, as the Bot API's sendMessage and sendPhoto take them.

use serde::{Deserialize, Serialize};

use super::split::{self, Limit, Line};
use super::{NOTE_ROOM, Touch};
use crate::reply::{Action, Block, Picture, Reply, Span, Style};

/// One message. As JSON it is the body of a sendMessage request without its chat, or with a photo that of a sendPhoto
/// request, the photo as data: it is drawn when it is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "Body", try_from = "Body")]
pub struct Message {
    /// The photo above the text, which is its caption.
    pub photo: Option<Picture>,
    /// The text, as Telegram's HTML. It says all there is to say also when the photo does not arrive.
    pub text: String,
    /// Always "HTML".
    pub parse_mode: String,
    /// Link previews: off where the message holds more than one article, or a photo.
    pub link_preview_options: LinkPreview,
    /// True for all messages of a reply but the first: one digest rings once.
    pub disable_notification: bool,
    /// The buttons, on the last message of a reply.
    pub reply_markup: Option<Keyboard>,
}

/// A message in the Bot API's words. Those stored by earlier versions have only what is not optional here, and a text.
#[derive(Serialize, Deserialize)]
struct Body {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    photo: Option<Picture>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    caption: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    parse_mode: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    link_preview_options: Option<LinkPreview>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    disable_notification: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reply_markup: Option<Keyboard>,
}

impl From<Message> for Body {
    fn from(message: Message) -> Self {
        let (caption, text, preview) = match message.photo {
            Some(_) => (Some(message.text), None, None),
            None => (None, Some(message.text), Some(message.link_preview_options)),
        };
        Self {
            photo: message.photo,
            caption,
            text,
            parse_mode: message.parse_mode,
            link_preview_options: preview,
            disable_notification: message.disable_notification,
            reply_markup: message.reply_markup,
        }
    }
}

impl TryFrom<Body> for Message {
    type Error = &'static str;

    fn try_from(body: Body) -> Result<Self, Self::Error> {
        let text = if body.photo.is_some() { body.caption } else { body.text };
        Ok(Self {
            photo: body.photo,
            text: text.ok_or("it has neither a text nor a photo with a caption")?,
            parse_mode: body.parse_mode,
            link_preview_options: body.link_preview_options.unwrap_or(LinkPreview { is_disabled: true }),
            disable_notification: body.disable_notification,
            reply_markup: body.reply_markup,
        })
    }
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
/// the part's number and for a note.
const MESSAGE_UNITS: usize = MESSAGE_MOST - 16 - NOTE_ROOM;
/// The most UTF-16 units of a photo's caption after its entities are parsed (Bot API, sendPhoto: 1024), less the room for
/// the part's number and for a note.
const CAPTION_UNITS: usize = CAPTION_MOST - 16 - NOTE_ROOM;
const MESSAGE_MOST: usize = 4096;
const CAPTION_MOST: usize = 1024;
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

/// The messages that carry a reply, in order; never empty. With a picture the first is a photo, whose caption is the
/// whole reply where it fits, else what stands before its first heading, list or entry.
pub fn messages(reply: &Reply) -> Vec<Message> {
    let (mut photo, blocks) = split::picture_apart(&reply.blocks);
    let mut packed = match photo {
        Some(_) => below_a_photo(&blocks),
        None => pack(split::lines(&blocks), MESSAGE_UNITS),
    };
    if packed.is_empty() {
        let words = photo.as_ref().map_or("…", |photo| photo.alt.as_str());
        packed.push(split::lines(&[Block::Paragraph(words.into())]));
    }
    let parts = packed.len();
    let entries = blocks.iter().filter(|block| matches!(block, Block::Entry(_))).count();
    packed
        .iter()
        .enumerate()
        .map(|(n, lines)| {
            let mut text = html(lines);
            if parts > 1 {
                text.push_str(&format!("\n\n{}/{parts}", n + 1));
            }
            let photo = photo.take();
            Message {
                text,
                parse_mode: "HTML".to_owned(),
                link_preview_options: LinkPreview {
                    is_disabled: entries != 1 || photo.is_some(),
                },
                photo,
                disable_notification: n > 0,
                reply_markup: if n + 1 == parts { keyboard(&reply.actions) } else { None },
            }
        })
        .collect()
}

impl Message {
    /// The message with a note above it, and without a sound if that is wanted. A note for which there is no room in a
    /// message (an earlier version left none) is left out: the message must arrive.
    #[must_use]
    pub fn touched(mut self, touch: &Touch) -> Self {
        self.disable_notification |= touch.silent;
        if let Some(note) = &touch.note {
            let most = if self.photo.is_some() {
                CAPTION_MOST
            } else {
                MESSAGE_MOST
            };
            let text = format!("{}\n\n{}", escape(note), self.text);
            if split::utf16(&plain(&text)) <= most {
                self.text = text;
            }
        }
        self
    }
}

fn pack(lines: Vec<Line>, units: usize) -> Vec<Vec<Line>> {
    let cost = |span: &Span| split::utf16(&span.text);
    let limit = Limit {
        units,
        marked: MESSAGE_ENTITIES,
        cost: &cost,
    };
    split::pack(lines, &limit)
}

/// The lines of a photo's caption, then those of the messages after it.
fn below_a_photo(blocks: &[Block]) -> Vec<Vec<Line>> {
    let whole = pack(split::lines(blocks), CAPTION_UNITS);
    if whole.len() <= 1 {
        return whole;
    }
    let opens = |block: &Block| matches!(block, Block::Heading(_) | Block::List(_) | Block::Entry(_));
    let (lead, rest) = blocks.split_at(blocks.iter().position(opens).unwrap_or(blocks.len()));
    let (mut packed, rest) = match pack(split::lines(lead), CAPTION_UNITS) {
        // A reply that begins with its list or stories: as much of them as a caption holds.
        lead if lead.is_empty() => (whole.into_iter(), Vec::new()),
        lead => (lead.into_iter(), split::lines(rest)),
    };
    let caption = packed.next().unwrap_or_default();
    let rest = packed.flatten().chain(rest).collect();
    std::iter::once(caption).chain(pack(rest, MESSAGE_UNITS)).collect()
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
