//! Markup read as plain text: paragraphs for bodies, one line for titles.

use dom_query::{Document, NodeRef};

use crate::article::{normalise, normalise_paragraphs};

/// Elements whose content is no text to read.
const SILENT: &[&str] = &[
    "script", "style", "template", "noscript", "iframe", "object", "embed", "applet", "svg", "math", "head", "title",
    "button", "select", "form",
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

/// The text of a body of markup: paragraphs separated by an empty line.
pub(super) fn paragraphs(markup: &str) -> String {
    if !has_markup(markup) {
        return normalise_paragraphs(markup);
    }
    text_of(&Document::fragment(markup).root())
}

/// The text of a title in markup, on one line.
pub(super) fn line(markup: &str) -> String {
    if !has_markup(markup) {
        return normalise(markup);
    }
    let text = normalise(&text_of(&Document::fragment(markup).root()));
    // "<3" or "a <b" is no markup, whatever it looks like.
    if text.is_empty() && !markup.contains('>') {
        normalise(markup)
    } else {
        text
    }
}

fn has_markup(text: &str) -> bool {
    text.contains(['<', '&'])
}

/// The text below a node. It walks without recursion: hostile pages nest by the hundred thousand.
pub(super) fn text_of(root: &NodeRef<'_>) -> String {
    let mut out = String::new();
    let mut current = root.first_child();
    while let Some(node) = current {
        if node.is_text() {
            push_words(&mut out, &node.text());
        }
        let name = node.node_name().unwrap_or_default();
        open_or_close(&mut out, &name);
        if name.as_ref() == "li" {
            out.push_str("• ");
        }
        let enter = !SILENT.contains(&name.as_ref());
        let mut next = node.first_child().filter(|_| enter);
        let mut left = node;
        while next.is_none() {
            next = left.next_sibling();
            if next.is_none() {
                let Some(parent) = left.parent().filter(|parent| parent.id != root.id) else {
                    return normalise_paragraphs(&out);
                };
                open_or_close(&mut out, &parent.node_name().unwrap_or_default());
                left = parent;
            }
        }
        current = next;
    }
    normalise_paragraphs(&out)
}

fn open_or_close(out: &mut String, name: &str) {
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
