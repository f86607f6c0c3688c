//! Discord: embeds and buttons, as "Create Message" takes them.

use serde::{Deserialize, Serialize};

use crate::reply::Reply;

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
    /// Small print.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub footer: Option<EmbedFooter>,
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

/// The messages that carry a reply, in order; never empty.
pub fn messages(_reply: &Reply) -> Vec<Message> {
    todo!()
}
