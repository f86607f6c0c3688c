//! HTML: the archive's pages. No scripts; readable on a phone, in light and dark.

use super::picture::{Theme, svg};
use super::split;
use crate::reply::{Block, Entry, Picture, Reply, Span, Style, Text};

const STYLE: &str = "body{font:1rem/1.5 system-ui,sans-serif;max-width:42rem;margin:0 auto;padding:1rem}\
article{margin:1.5rem 0}h1{line-height:1.2}h2{font-size:1.1rem;margin:0}p{margin:.25rem 0}\
figure{margin:1rem 0;background:#fff;border-radius:.25rem;overflow:hidden}figure svg{display:block;max-width:100%;height:auto}\
small,footer{color:#555}a{color:#1f5ea8}\
@media(prefers-color-scheme:dark){body{background:#16181c;color:#e6e6e6}small,footer{color:#aaa}a{color:#8ab8f0}}";

/// The reply as a whole HTML page with a title, without its buttons.
pub fn page(title: &str, language: &str, reply: &Reply) -> String {
    let body = blocks(&reply.blocks);
    format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n<title>{}</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n<main>\n{body}</main>\n</body>\n</html>\n",
        escape(language),
        escape(title)
    )
}

/// Pieces of a reply as HTML, for a page or a feed around them. Entries are named `story-1`, `story-2`, … by their numbers.
pub fn blocks(blocks: &[Block]) -> String {
    blocks.iter().map(block).collect()
}

fn block(block: &Block) -> String {
    match block {
        Block::Title(text) => format!("<h1>{}</h1>\n", line(text)),
        Block::Heading(text) => format!("<h2 dir=\"auto\">{}</h2>\n", line(text)),
        Block::Paragraph(text) => format!("<p dir=\"auto\">{}</p>\n", line(text)),
        Block::Footer(text) => format!("<footer><p>{}</p></footer>\n", line(text)),
        Block::List(items) => {
            let items: String = items
                .iter()
                .map(|item| format!("<li dir=\"auto\">{}</li>\n", line(item)))
                .collect();
            format!("<ul>\n{items}</ul>\n")
        }
        Block::Picture(picture) => figure(picture),
        Block::Entry(entry) => entry_article(entry),
    }
}

/// The picture as it is drawn for a light page; its own background lets it stand on a dark one.
fn figure(picture: &Picture) -> String {
    format!(
        "<figure role=\"img\" aria-label=\"{}\">{}</figure>\n",
        escape(&picture.alt),
        svg(&picture.drawing, Theme::Light)
    )
}

fn entry_article(entry: &Entry) -> String {
    let id = entry.number.map(|n| format!(" id=\"story-{n}\"")).unwrap_or_default();
    let number = entry.number.map(|n| format!("{n}. ")).unwrap_or_default();
    let headline = Span {
        text: entry.headline.clone(),
        style: Style::Plain,
        link: entry.url.clone(),
    };
    let mut out = format!("<article{id}>\n<h2 dir=\"auto\">{number}{}</h2>\n", html(&headline));
    if !entry.body.is_empty() {
        out.push_str(&format!("<p dir=\"auto\">{}</p>\n", line(&entry.body)));
    }
    if !entry.facts.is_empty() {
        out.push_str(&format!("<p><small>{}</small></p>\n", line(&entry.facts)));
    }
    out.push_str("</article>\n");
    out
}

fn line(text: &Text) -> String {
    text.0.iter().map(html).collect()
}

fn html(span: &Span) -> String {
    let words = escape(&span.text);
    let styled = match span.style {
        Style::Plain => words,
        Style::Bold => format!("<b>{words}</b>"),
        Style::Italic => format!("<i>{words}</i>"),
        Style::Code => format!("<code>{words}</code>"),
    };
    match span.link.as_deref().filter(|url| is_safe(url)) {
        Some(url) => format!("<a href=\"{}\">{styled}</a>", escape(url)),
        None => styled,
    }
}

/// True for an address that a page may lead to: on the web, or a path of its own site.
pub fn is_safe(address: &str) -> bool {
    // Browsers read "\\" as "/" and pass over tabs and line ends: "/\\site" and "/\t/site" lead to another site.
    let is_path = address
        .strip_prefix('/')
        .is_some_and(|rest| !rest.starts_with(['/', '\\']) && !address.contains(char::is_control));
    split::is_web(address) || is_path
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}
