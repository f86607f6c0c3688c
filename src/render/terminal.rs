//! The terminal: plain text; a button is a line `→ /command label`.

use super::Touch;
use crate::reply::{Block, Entry, Reply, Text};

/// The reply as plain text, one line a paragraph, never wrapped, with a line break at the end.
pub fn text(reply: &Reply) -> String {
    let mut paragraphs: Vec<String> = reply.blocks.iter().map(block).filter(|text| !text.is_empty()).collect();
    if !reply.actions.is_empty() {
        let buttons: Vec<String> = reply
            .actions
            .iter()
            .map(|a| format!("→ {} {}", safe(&a.command), safe(&a.label)))
            .collect();
        paragraphs.push(buttons.join("\n"));
    }
    let mut out = paragraphs.join("\n\n");
    out.push('\n');
    out
}

/// A text with a note above it; a terminal makes no sound.
pub fn touched(text: String, touch: &Touch) -> String {
    match &touch.note {
        Some(note) => format!("{}\n\n{text}", safe(note)),
        None => text,
    }
}

fn block(block: &Block) -> String {
    match block {
        Block::Title(text) | Block::Heading(text) | Block::Paragraph(text) | Block::Footer(text) => line(text),
        Block::List(items) => items
            .iter()
            .map(|item| format!("• {}", line(item)))
            .collect::<Vec<_>>()
            .join("\n"),
        Block::Entry(entry) => entry_lines(entry),
        Block::Picture(picture) => format!("[{}]", safe(&picture.alt)),
    }
}

fn entry_lines(entry: &Entry) -> String {
    let number = entry.number.map(|n| format!("{n}. ")).unwrap_or_default();
    let indent = " ".repeat(number.len());
    let below = [
        line(&entry.body),
        line(&entry.facts),
        safe(entry.url.as_deref().unwrap_or_default()),
    ];
    let mut out = format!("{number}{}", safe(&entry.headline));
    for text in below.iter().filter(|text| !text.is_empty()) {
        out.push_str(&format!("\n{indent}{text}"));
    }
    out
}

fn line(text: &Text) -> String {
    let mut out = String::new();
    for span in &text.0 {
        out.push_str(&safe(&span.text));
        if let Some(url) = &span.link {
            out.push_str(&format!(" <{}>", safe(url)));
        }
    }
    out
}

/// Without control characters: an article must not steer the reader's terminal.
fn safe(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
