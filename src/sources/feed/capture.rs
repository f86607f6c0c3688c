//! The text of an element while it is being gathered, and what it says without markup.

use super::terms::Field;
use crate::article::{normalise, normalise_paragraphs};
use crate::sources::markup::resolve_entities;
use crate::sources::plain;

/// A text being gathered, up to the end of its element.
pub(super) struct Capture {
    pub(super) field: Field,
    /// Depth of its element.
    pub(super) depth: usize,
    pub(super) text: String,
    /// True once it holds tags; then `text` is markup, its text escaped.
    pub(super) marked: bool,
    /// False when the feed says that it is plain text.
    pub(super) html: bool,
    pub(super) base64: bool,
}

impl Capture {
    /// True for texts of a line: those that hold no other elements of a feed.
    pub(super) fn is_short(&self) -> bool {
        !matches!(self.field, Field::Content | Field::Summary | Field::OtherSummary)
    }

    pub(super) fn push_text(&mut self, text: &str) {
        if self.marked {
            push_escaped(&mut self.text, text);
        } else {
            self.text.push_str(text);
        }
    }

    pub(super) fn open_tag(&mut self, name: &str) {
        if !self.marked {
            let plain = std::mem::take(&mut self.text);
            push_escaped(&mut self.text, &plain);
            self.marked = true;
        }
        self.text.extend(["<", name, ">"]);
    }

    pub(super) fn close_tag(&mut self, name: &str) {
        // In markup these have no end tag, and one would count as a second.
        if !matches!(name, "br" | "hr" | "img" | "wbr" | "input" | "meta" | "link") {
            self.text.extend(["</", name, ">"]);
        }
    }

    pub(super) fn paragraphs(&self) -> String {
        let text = self.decoded();
        if self.is_markup(&text) {
            plain::paragraphs(&text)
        } else {
            normalise_paragraphs(&text)
        }
    }

    pub(super) fn line(&self) -> String {
        let text = self.decoded();
        if self.is_markup(&text) {
            plain::line(&text)
        } else {
            normalise(&text)
        }
    }

    // Publishers call markup plain text: what has an end tag or an entity is markup all the same.
    fn is_markup(&self, text: &str) -> bool {
        self.marked || self.html || text.contains("</") || resolve_entities(text) != text
    }

    fn decoded(&self) -> String {
        if !self.base64 {
            return self.text.clone();
        }
        decode_base64(&self.text).unwrap_or_else(|| self.text.clone())
    }
}

fn push_escaped(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '&' => out.push_str("&amp;"),
            _ => out.push(c),
        }
    }
}

// Atom 0.3 allowed it. No crate here has it as its purpose.
fn decode_base64(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let (mut bits, mut count) = (0_u32, 0);
    for c in text.bytes().filter(|c| !c.is_ascii_whitespace() && *c != b'=') {
        let digit = match c {
            b'A'..=b'Z' => c - b'A',
            b'a'..=b'z' => c - b'a' + 26,
            b'0'..=b'9' => c - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = (bits << 6) | u32::from(digit);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.extend(u8::try_from((bits >> count) & 0xff));
        }
    }
    String::from_utf8(bytes).ok()
}
