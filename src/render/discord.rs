//! Discord: embeds, pictures and buttons, as "Create Message" takes them.

use serde::{Deserialize, Serialize};

use super::split::{self, Limit, Line};
use super::{NOTE_ROOM, Touch};
use crate::reply::{Action, Block, Entry, Picture, Reply, Span, Style, Text};

/// One message: the body of a "Create Message" request, or the `data` of an interaction's answer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Message {
    /// Plain text (markdown), at most 2000 characters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub content: String,
    /// At most 10, at most 6000 characters together.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub embeds: Vec<Embed>,
    /// Rows of buttons, on the last message of a reply.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub components: Vec<ActionRow>,
    /// Always empty: a news text never pings anybody.
    pub allowed_mentions: AllowedMentions,
    /// Bits that say how it is shown; none are set when it is made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flags: Option<u64>,
    /// The file of its picture.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    /// The picture as data: it is drawn when the message is sent, and this field is Dateline's own, not Discord's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<Picture>,
}

/// A file that is sent with a message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attachment {
    /// Which of the files it is, from 0.
    pub id: u64,
    /// The file's name, to which an embed refers.
    pub filename: String,
    /// What it shows, in words: at most 1024 characters.
    pub description: String,
}

/// An embed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Embed {
    /// At most 256 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Where the title leads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// At most 4096 characters, markdown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The bar's colour, 0xRRGGBB.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub color: Option<u32>,
    /// A picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<EmbedImage>,
    /// Small print.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub footer: Option<EmbedFooter>,
}

/// An embed's picture.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EmbedImage {
    /// `attachment://` and the name of a file sent with the message.
    pub url: String,
}

/// An embed's footer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EmbedFooter {
    /// At most 2048 characters, plain.
    pub text: String,
}

/// A row of at most five buttons.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ActionRow {
    /// 1: an action row.
    #[serde(rename = "type")]
    pub kind: u8,
    /// The buttons.
    pub components: Vec<Button>,
}

/// A button.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Button {
    /// 2: a button.
    #[serde(rename = "type")]
    pub kind: u8,
    /// 2: secondary (grey).
    pub style: u8,
    /// At most 80 characters.
    pub label: String,
    /// The command it gives: at most 100 characters, unique in the message.
    pub custom_id: String,
}

/// Whom a message may ping.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AllowedMentions {
    /// Kinds of mention that ping: none.
    pub parse: Vec<String>,
}

/// The most characters of `content` (Discord, Create Message).
const CONTENT: usize = 2000;
/// The most characters of an embed's title.
const TITLE: usize = 256;
/// The most characters of an embed's description.
const DESCRIPTION: usize = 4096;
/// The most characters of an embed's footer.
const FOOTER: usize = 2048;
/// The most characters of an embed's address.
const ADDRESS: usize = 2048;
/// The most embeds of a message.
const EMBEDS: usize = 10;
/// The most characters of all embeds of a message together.
const ALL_EMBEDS: usize = 6000;
/// The most characters of a button's label.
const LABEL: usize = 80;
/// The most characters of a button's custom_id.
const CUSTOM_ID: usize = 100;
/// The most characters of a file's description.
const FILE_WORDS: usize = 1024;
/// The most buttons of a row, and the most rows.
const ROW: usize = 5;
/// Room left in `content` for the part's number and for a note.
const ROOM_LEFT: usize = 16 + NOTE_ROOM;
/// SUPPRESS_NOTIFICATIONS (Discord, Message Flags): no push and no sound.
const SILENT: u64 = 1 << 12;
/// The bar beside an entry: Dateline's blue.
const COLOUR: u32 = 0x2F_6D_B5;

/// The messages that carry a reply, in order; never empty.
pub fn messages(reply: &Reply) -> Vec<Message> {
    let mut messages: Vec<Message> = vec![Message::default()];
    let mut prose: Vec<Block> = Vec::new();
    let (mut picture, blocks) = split::picture_apart(&reply.blocks);
    for block in &blocks {
        match block {
            Block::Entry(entry) => {
                push_prose(&mut messages, &std::mem::take(&mut prose));
                show_picture(&mut messages, picture.take());
                for embed in entry_embeds(entry) {
                    push_embed(&mut messages, embed);
                }
            }
            other => prose.push(other.clone()),
        }
    }
    push_prose(&mut messages, &prose);
    show_picture(&mut messages, picture.take());
    let parts = messages.len();
    for (n, message) in messages.iter_mut().enumerate() {
        if parts > 1 {
            let gap = if message.content.is_empty() { "" } else { "\n\n" };
            message.content.push_str(&format!("{gap}{}/{parts}", n + 1));
        }
        if message.content.is_empty() && message.embeds.is_empty() {
            message.content.push('…');
        }
    }
    if let Some(last) = messages.last_mut() {
        last.components = components(&reply.actions);
    }
    messages
}

impl Message {
    /// The message with a note above it, and without a sound if that is wanted. A note for which there is no room in a
    /// message (an earlier version left none) is left out: the message must arrive.
    #[must_use]
    pub fn touched(mut self, touch: &Touch) -> Self {
        if touch.silent {
            self.flags = Some(self.flags.unwrap_or_default() | SILENT);
        }
        if let Some(note) = &touch.note {
            let gap = if self.content.is_empty() { "" } else { "\n\n" };
            let content = format!("{}{gap}{}", guard_line_start(&escape(note)), self.content);
            if split::utf16(&content) <= CONTENT {
                self.content = content;
            }
        }
        self
    }
}

fn cost(span: &Span) -> usize {
    split::utf16(&markdown(span))
}

/// Prose goes into the content while no embed stands above it, else into an embed without a bar.
fn push_prose(messages: &mut Vec<Message>, blocks: &[Block]) {
    let lines = split::lines(blocks);
    if lines.is_empty() {
        return;
    }
    let fresh = messages.last().is_some_and(|message| message.embeds.is_empty());
    let room = if fresh { CONTENT - ROOM_LEFT } else { DESCRIPTION };
    let limit = Limit {
        units: room,
        marked: usize::MAX,
        cost: &cost,
    };
    for lines in split::pack(lines, &limit) {
        let text = join(&lines);
        match messages.last_mut() {
            Some(last) if fresh && last.content.is_empty() => last.content = text,
            _ if fresh => messages.push(Message {
                content: text,
                ..Message::default()
            }),
            _ => push_embed(
                messages,
                Embed {
                    description: Some(text),
                    ..Embed::default()
                },
            ),
        }
    }
}

/// Puts the picture below the prose of the first message, which has no embeds yet.
fn show_picture(messages: &mut [Message], picture: Option<Picture>) {
    let (Some(first), Some(picture)) = (messages.first_mut(), picture) else {
        return;
    };
    let filename = picture.file_name().to_owned();
    first.embeds.push(Embed {
        image: Some(EmbedImage {
            url: format!("attachment://{filename}"),
        }),
        color: Some(COLOUR),
        ..Embed::default()
    });
    first.attachments.push(Attachment {
        id: 0,
        filename,
        description: split::shorten(&picture.alt, FILE_WORDS, &split::utf16),
    });
    if first.content.is_empty() {
        first.content = split::shorten(&escape(&picture.alt), CONTENT - ROOM_LEFT, &split::utf16);
    }
    first.picture = Some(picture);
}

fn join(lines: &[Line]) -> String {
    let mut out = String::new();
    for line in lines {
        if !out.is_empty() {
            out.push_str(if line.gap { "\n\n" } else { "\n" });
        }
        let text: String = line.text.0.iter().map(markdown).collect();
        out.push_str(&guard_line_start(&text));
    }
    out
}

fn push_embed(messages: &mut Vec<Message>, mut embed: Embed) {
    let full = messages.last().is_none_or(|last| {
        last.embeds.len() >= EMBEDS || last.embeds.iter().map(size).sum::<usize>() + size(&embed) > ALL_EMBEDS
    });
    if full {
        messages.push(Message::default());
    }
    if let Some(last) = messages.last_mut() {
        // Discord shows only the first of several embeds with one URL: the others link from their text.
        if embed.url.is_some() && last.embeds.iter().any(|other| other.url == embed.url) {
            embed.url = None;
        }
        last.embeds.push(embed);
    }
}

fn size(embed: &Embed) -> usize {
    let footer = embed.footer.as_ref().map(|footer| footer.text.as_str());
    [embed.title.as_deref(), embed.description.as_deref(), footer]
        .into_iter()
        .flatten()
        .map(split::utf16)
        .sum()
}

/// An entry as one embed; as several where it is over an embed's limits.
fn entry_embeds(entry: &Entry) -> Vec<Embed> {
    let number = entry.number.map(|n| format!("{n}. ")).unwrap_or_default();
    // Discord refuses the whole message for one address that is too long.
    let url = entry
        .url
        .clone()
        .filter(|url| split::is_web(url) && url.chars().count() <= ADDRESS);
    let title = guard_line_start(&format!("{number}{}", escape(&entry.headline)));
    let mut description: Vec<Text> = Vec::new();
    let title = if split::utf16(&title) <= TITLE {
        Some(title)
    } else {
        let headline = Span {
            text: entry.headline.clone(),
            style: Style::Bold,
            link: url.clone(),
        };
        description.push(Text(vec![
            Span {
                text: number,
                style: Style::Bold,
                link: None,
            },
            headline,
        ]));
        None
    };
    if !entry.body.is_empty() {
        description.push(entry.body.clone());
    }
    // A footer shows neither links nor markdown.
    let linked = entry.facts.0.iter().any(|span| span.link.is_some());
    let facts = entry.facts.words();
    let footer =
        (!linked && !facts.is_empty() && split::utf16(&facts) <= FOOTER).then_some(EmbedFooter { text: facts });
    if footer.is_none() && !entry.facts.is_empty() {
        description.push(split::restyle(&entry.facts, Style::Italic));
    }
    let lines: Vec<Line> = description
        .into_iter()
        .map(|text| Line {
            text,
            gap: false,
            keep_with_next: false,
        })
        .collect();
    // A whole embed must fit a message beside a title and a footer.
    let room = DESCRIPTION.min(ALL_EMBEDS - TITLE - footer.as_ref().map_or(0, |footer| split::utf16(&footer.text)));
    let packed = split::pack(
        lines,
        &Limit {
            units: room,
            marked: usize::MAX,
            cost: &cost,
        },
    );
    let mut embeds: Vec<Embed> = packed
        .iter()
        .map(|lines| Embed {
            description: Some(join(lines)),
            color: Some(COLOUR),
            ..Embed::default()
        })
        .collect();
    if embeds.is_empty() {
        embeds.push(Embed {
            color: Some(COLOUR),
            ..Embed::default()
        });
    }
    if let Some(first) = embeds.first_mut() {
        first.url = title.is_some().then_some(url).flatten();
        first.title = title;
    }
    if let Some(last) = embeds.last_mut() {
        last.footer = footer;
    }
    embeds
}

fn markdown(span: &Span) -> String {
    let words = if span.style == Style::Code {
        span.text.replace('`', "'")
    } else {
        escape(&span.text)
    };
    if words.is_empty() {
        return words;
    }
    let linked = match span.link.as_deref().filter(|url| split::is_web(url)) {
        Some(url) => format!(
            "[{words}]({})",
            url.replace('(', "%28").replace(')', "%29").replace(' ', "%20")
        ),
        None => words,
    };
    let mark = match span.style {
        Style::Plain => return linked,
        Style::Bold => "**",
        Style::Italic => "*",
        Style::Code => "`",
    };
    split::enclosed(&linked, mark)
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '*' | '_' | '~' | '`' | '|' | '[' | ']' | '<' | '>') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Keeps a line from turning into a heading or small print by the sign it begins with.
fn guard_line_start(line: &str) -> String {
    if line.starts_with(['#', '-']) {
        format!("\\{line}")
    } else {
        line.to_owned()
    }
}

fn components(actions: &[Action]) -> Vec<ActionRow> {
    let mut buttons: Vec<Button> = Vec::new();
    for action in actions {
        let fits = (1..=CUSTOM_ID).contains(&action.command.chars().count()) && !action.label.trim().is_empty();
        if fits && buttons.iter().all(|button| button.custom_id != action.command) {
            let label = split::shorten(&action.label, LABEL, &split::utf16);
            buttons.push(Button {
                kind: 2,
                style: 2,
                label,
                custom_id: action.command.clone(),
            });
        }
    }
    buttons
        .chunks(ROW)
        .take(ROW)
        .map(|row| ActionRow {
            kind: 1,
            components: row.to_vec(),
        })
        .collect()
}
