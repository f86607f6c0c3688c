//! Markdown (CommonMark): the form of `digests/<date>/<region>.md`.

use super::split;
use crate::reply::{Block, Entry, Reply, Span, Style, Text};

/// The reply as a Markdown document, without its buttons.
pub fn page(reply: &Reply) -> String {
    let mut out = reply
        .blocks
        .iter()
        .map(block)
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join("\n\n");
    out.push('\n');
    out
}

fn block(block: &Block) -> String {
    match block {
        Block::Title(text) => format!("# {}", line(text)),
        Block::Heading(text) => format!("## {}", line(text)),
        Block::Paragraph(text) => guard_line_start(&line(text)),
        Block::Footer(text) => emphasised(text),
        Block::List(items) => items
            .iter()
            .map(|item| format!("- {}", line(item)))
            .collect::<Vec<_>>()
            .join("\n"),
        Block::Picture(picture) => emphasised(&picture.alt.as_str().into()),
        Block::Entry(entry) => entry_lines(entry),
    }
}

fn entry_lines(entry: &Entry) -> String {
    let number = entry.number.map(|n| format!("{n}. ")).unwrap_or_default();
    let headline = Span {
        text: entry.headline.clone(),
        style: Style::Plain,
        link: entry.url.clone(),
    };
    let mut out = format!("## {number}{}", markdown(&headline));
    if !entry.body.is_empty() {
        out.push_str(&format!("\n\n{}", guard_line_start(&line(&entry.body))));
    }
    if !entry.facts.is_empty() {
        out.push_str(&format!("\n\n{}", emphasised(&entry.facts)));
    }
    out
}

fn line(text: &Text) -> String {
    text.0.iter().map(markdown).collect()
}

/// The whole line in one emphasis, links and all: marks that end beside a letter, a link or another mark are not read as
/// marks.
fn emphasised(text: &Text) -> String {
    let spans = text.0.iter().map(|span| match span.style {
        Style::Italic => Span {
            style: Style::Plain,
            ..span.clone()
        },
        _ => span.clone(),
    });
    split::enclosed(&line(&Text(spans.collect())), "*")
}

fn markdown(span: &Span) -> String {
    let words = if span.style == Style::Code {
        format!("`{}`", span.text.replace('`', "'"))
    } else {
        escape(&span.text)
    };
    let linked = match span.link.as_deref().filter(|url| split::is_web(url)) {
        Some(url) => format!("[{words}](<{}>)", url.replace('<', "%3C").replace('>', "%3E")),
        None => words,
    };
    let mark = match span.style {
        Style::Plain | Style::Code => return linked,
        Style::Bold => "**",
        Style::Italic => "*",
    };
    split::enclosed(&linked, mark)
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '*' | '_' | '`' | '[' | ']' | '<' | '>' | '&' | '~' | '|') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Keeps a paragraph from turning into a heading, a list or a quotation by the sign it begins with.
fn guard_line_start(line: &str) -> String {
    let numbered = line
        .find(['.', ')'])
        .is_some_and(|at| at > 0 && line[..at].chars().all(|c| c.is_ascii_digit()));
    match line.chars().next() {
        Some('#' | '-' | '+' | '=') => format!("\\{line}"),
        Some(_) if numbered => line.replacen(['.', ')'], "\\.", 1),
        _ => line.to_owned(),
    }
}
