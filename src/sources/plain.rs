//! Markup read as plain text: paragraphs for bodies, one line for titles.

use super::markup::{Event, Reader};
use crate::article::{normalise, normalise_paragraphs};

/// Elements whose content is no text to read.
const SILENT: &[&str] = &[
    "script", "style", "template", "noscript", "iframe", "svg", "math", "head", "title", "button", "select",
    "textarea", "object", "applet",
];

/// Elements that stand apart as paragraphs.
const PARAGRAPHS: &[&str] = &[
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "pre",
    "ul",
    "ol",
    "dl",
    "table",
    "section",
    "article",
    "header",
    "footer",
    "figure",
    "figcaption",
    "hr",
    "main",
    "aside",
    "nav",
    "body",
];

/// Elements that begin a line of their own.
const LINES: &[&str] = &["li", "dt", "dd", "tr", "br"];

/// The text of a body of markup: paragraphs separated by an empty line. It reads tag by tag and builds no tree, which
/// hostile pages would nest by the hundred thousand.
pub(super) fn paragraphs(markup: &str) -> String {
    if !has_markup(markup) {
        return normalise_paragraphs(markup);
    }
    let mut out = String::with_capacity(markup.len());
    let mut reader = Reader::new(markup);
    while let Some(event) = reader.next() {
        match event {
            Event::Text(text) => push_words(&mut out, &text),
            Event::End(name) => push_break(&mut out, &name.to_ascii_lowercase()),
            Event::Start { name, empty, .. } => {
                let name = name.to_ascii_lowercase();
                push_break(&mut out, &name);
                match SILENT.iter().find(|silent| **silent == name) {
                    Some(silent) if !empty => reader.skip_content(silent),
                    _ if name == "li" => out.push_str("• "),
                    _ => {}
                }
            }
        }
    }
    normalise_paragraphs(&out)
}

/// The text of a title in markup, on one line.
pub(super) fn line(markup: &str) -> String {
    if !has_markup(markup) {
        return normalise(markup);
    }
    let text = normalise(&paragraphs(markup));
    // "<!" and "<3" are no markup, whatever they look like.
    if text.is_empty() && !markup.contains('>') {
        normalise(markup)
    } else {
        text
    }
}

fn has_markup(text: &str) -> bool {
    text.contains(['<', '&'])
}

fn push_break(out: &mut String, name: &str) {
    if PARAGRAPHS.contains(&name) {
        out.push_str("\n\n");
    } else if LINES.contains(&name) {
        out.push('\n');
    } else if name == "td" || name == "th" {
        out.push(' ');
    }
}

// Line ends in markup are spaces; only elements make lines.
fn push_words(out: &mut String, text: &str) {
    out.extend(
        text.chars()
            .map(|c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c }),
    );
}
