//! Splitting of long replies: at blocks, then sentences, then graphemes, never inside a link that fits by itself.

use unicode_segmentation::UnicodeSegmentation;

use crate::reply::{Block, Entry, Picture, Span, Style, Text};

/// One paragraph on its way into a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// What it says.
    pub text: Text,
    /// True when an empty line stands before it.
    pub gap: bool,
    /// True when it must not be the last line of a message: a heading.
    pub keep_with_next: bool,
}

impl Line {
    fn new(text: Text) -> Self {
        Self {
            text,
            gap: true,
            keep_with_next: false,
        }
    }

    fn tight(self) -> Self {
        Self { gap: false, ..self }
    }

    fn kept(self) -> Self {
        Self {
            keep_with_next: true,
            ..self
        }
    }
}

/// The picture that a message shows, the first of the blocks, and the blocks beside it.
pub(super) fn picture_apart(blocks: &[Block]) -> (Option<Picture>, Vec<Block>) {
    let mut shown = None;
    let mut others = Vec::new();
    for block in blocks {
        match block {
            Block::Picture(picture) if shown.is_none() => shown = Some(picture.clone()),
            other => others.push(other.clone()),
        }
    }
    (shown, others)
}

/// The blocks as lines, in the form that plain message text takes; a picture by what it shows.
pub(super) fn lines(blocks: &[Block]) -> Vec<Line> {
    let mut lines = Vec::new();
    for block in blocks {
        match block {
            Block::Title(text) | Block::Heading(text) => lines.push(Line::new(restyle(text, Style::Bold)).kept()),
            Block::Paragraph(text) => lines.push(Line::new(text.clone())),
            Block::Footer(text) => lines.push(Line::new(restyle(text, Style::Italic))),
            Block::List(items) => {
                for (n, item) in items.iter().enumerate() {
                    let line = Line::new(Text(prefixed("• ", item)));
                    lines.push(if n == 0 { line } else { line.tight() });
                }
            }
            Block::Entry(entry) => lines.extend(entry_lines(entry)),
            Block::Picture(picture) => {
                lines.push(Line::new(Text::default().styled(picture.alt.as_str(), Style::Italic)))
            }
        }
    }
    lines.retain(|line| !line.text.is_empty());
    lines
}

fn entry_lines(entry: &Entry) -> Vec<Line> {
    let number = entry.number.map(|n| format!("{n}. ")).unwrap_or_default();
    let mut headline = Text::default();
    if !number.is_empty() {
        headline = headline.styled(number, Style::Bold);
    }
    headline.0.push(Span {
        text: entry.headline.clone(),
        style: Style::Bold,
        link: entry.url.clone(),
    });
    let mut lines = vec![Line::new(headline)];
    if !entry.body.is_empty() {
        lines.push(Line::new(entry.body.clone()).tight());
    }
    if !entry.facts.is_empty() {
        lines.push(Line::new(restyle(&entry.facts, Style::Italic)).tight());
    }
    let last = lines.len() - 1;
    for line in &mut lines[..last] {
        line.keep_with_next = true;
    }
    lines
}

fn prefixed(mark: &str, text: &Text) -> Vec<Span> {
    let mark = Span {
        text: mark.to_owned(),
        ..Span::default()
    };
    std::iter::once(mark).chain(text.0.iter().cloned()).collect()
}

/// The text with its plain spans in a style, neighbours of one look joined.
pub(super) fn restyle(text: &Text, style: Style) -> Text {
    let mut spans: Vec<Span> = Vec::new();
    for span in &text.0 {
        let style = if span.style == Style::Plain { style } else { span.style };
        match spans.last_mut() {
            Some(last) if last.style == style && last.link.is_none() && span.link.is_none() => {
                last.text.push_str(&span.text);
            }
            _ => spans.push(Span { style, ..span.clone() }),
        }
    }
    Text(spans)
}

/// What a message may hold.
pub(super) struct Limit<'a> {
    /// The most units of text.
    pub units: usize,
    /// The most spans with markup.
    pub marked: usize,
    /// What a span costs in units.
    pub cost: &'a dyn Fn(&Span) -> usize,
}

impl Limit<'_> {
    fn units_of(&self, text: &Text) -> usize {
        text.0.iter().map(self.cost).sum()
    }

    fn units_of_lines(&self, lines: &[Line]) -> usize {
        lines
            .iter()
            .map(|line| self.units_of(&line.text) + 1 + usize::from(line.gap))
            .sum()
    }

    fn holds(&self, lines: &[Line]) -> bool {
        let marked: usize = lines.iter().flat_map(|line| &line.text.0).map(marks).sum();
        self.units_of_lines(lines) <= self.units && marked <= self.marked
    }
}

fn marks(span: &Span) -> usize {
    usize::from(span.style != Style::Plain) + usize::from(span.link.is_some())
}

/// Packs lines into messages, each within the limit; lines that belong together stay together where they can.
pub(super) fn pack(lines: Vec<Line>, limit: &Limit<'_>) -> Vec<Vec<Line>> {
    let mut messages: Vec<Vec<Line>> = Vec::new();
    let mut current: Vec<Line> = Vec::new();
    let mut group: Vec<Line> = Vec::new();
    let mut lines = lines.into_iter().peekable();
    while let Some(line) = lines.next() {
        let open = line.keep_with_next && lines.peek().is_some();
        group.push(line);
        if !open {
            place(std::mem::take(&mut group), &mut current, &mut messages, limit);
        }
    }
    if !current.is_empty() {
        messages.push(current);
    }
    messages
}

fn place(group: Vec<Line>, current: &mut Vec<Line>, messages: &mut Vec<Vec<Line>>, limit: &Limit<'_>) {
    let together: Vec<Line> = current.iter().chain(&group).cloned().collect();
    if limit.holds(&together) {
        *current = together;
        return;
    }
    if !current.is_empty() {
        messages.push(std::mem::take(current));
    }
    if limit.holds(&group) {
        *current = group;
        return;
    }
    for line in group {
        // Two units are what a line costs beyond its words.
        let units = limit.units.saturating_sub(2);
        // A long line starts below its heading, which would stand alone in its message otherwise.
        let long = limit.units_of(&line.text) * 2 > units;
        let first = if long && current.last().is_some_and(|last| last.keep_with_next) {
            units.saturating_sub(limit.units_of_lines(current))
        } else {
            units
        };
        for piece in pieces(&line.text, first, units, limit.cost) {
            let line = Line {
                text: piece,
                ..line.clone()
            };
            let more: Vec<Line> = current.iter().cloned().chain([line.clone()]).collect();
            if limit.holds(&more) {
                *current = more;
            } else {
                if !current.is_empty() {
                    messages.push(std::mem::take(current));
                }
                current.push(line);
            }
        }
    }
}

/// Splits a text into pieces of at most `units`, the first of at most `first`, at the end of a sentence where there is
/// one, else of a word, else between graphemes. A link behind other words moves on whole unless it is longer than half a
/// piece: then each half leads to the same place.
fn pieces(text: &Text, first: usize, units: usize, cost: &dyn Fn(&Span) -> usize) -> Vec<Text> {
    let mut room = first;
    let mut pieces = Vec::new();
    let mut current = Text::default();
    let mut used = 0;
    for span in &text.0 {
        let mut rest = span.clone();
        loop {
            let whole = cost(&rest);
            if used + whole <= room {
                used += whole;
                current.0.push(rest);
                break;
            }
            let movable = used > 0 && rest.link.is_some() && whole * 2 <= units;
            let at = if movable { 0 } else { cut(&rest, room - used, cost) };
            if at == 0 && used == 0 && room < units {
                room = units;
                continue;
            }
            if at == 0 && used == 0 {
                // Not even one grapheme fits (its markup alone is over the limit): it goes as it is, the words alone.
                let words = Span {
                    link: None,
                    style: Style::Plain,
                    ..rest
                };
                let at = cut(&words, units, cost);
                if at == 0 || at == words.text.len() {
                    current.0.push(words);
                    break;
                }
                rest = words;
                continue;
            }
            if at > 0 {
                current.0.push(Span {
                    text: rest.text[..at].trim_end().to_owned(),
                    ..rest.clone()
                });
                rest.text = rest.text[at..].trim_start().to_owned();
            }
            pieces.push(std::mem::take(&mut current));
            (used, room) = (0, units);
            if rest.text.is_empty() {
                break;
            }
        }
    }
    if !current.is_empty() {
        pieces.push(current);
    }
    pieces
}

/// The byte at which to cut a span so that its head costs at most `units`; 0 when nothing of it fits.
fn cut(span: &Span, units: usize, cost: &dyn Fn(&Span) -> usize) -> usize {
    let ends: Vec<usize> = span
        .text
        .grapheme_indices(true)
        .map(|(at, grapheme)| at + grapheme.len())
        .collect();
    let fits = |end: usize| {
        cost(&Span {
            text: span.text[..end].to_owned(),
            ..span.clone()
        }) <= units
    };
    let fitting = ends.partition_point(|end| fits(*end));
    let Some(hard) = fitting.checked_sub(1).and_then(|last| ends.get(last)).copied() else {
        return 0;
    };
    let head = &span.text[..hard];
    let last_end = |bounds: &mut dyn Iterator<Item = usize>| bounds.take_while(|end| *end <= hard).last();
    let sentence = last_end(
        &mut span
            .text
            .split_sentence_bound_indices()
            .map(|(at, words)| at + words.len()),
    );
    let word = head.rfind(char::is_whitespace);
    // A cut in the first half would leave a stump: then the next finer boundary is better.
    [sentence, word]
        .into_iter()
        .flatten()
        .find(|at| *at * 2 > hard)
        .unwrap_or(hard)
}

/// The first words of a text, at most `units` of `cost` with the mark "…" when something was left out.
pub(super) fn shorten(text: &str, units: usize, cost: &dyn Fn(&str) -> usize) -> String {
    if cost(text) <= units {
        return text.to_owned();
    }
    let mut short = String::new();
    for grapheme in text.graphemes(true) {
        let longer = format!("{short}{grapheme}…");
        if cost(&longer) > units {
            break;
        }
        short.push_str(grapheme);
    }
    short.truncate(short.trim_end().len());
    short.push('…');
    short
}

/// Length in UTF-16 code units: what Telegram counts; never less than the characters that Discord counts.
pub(super) fn utf16(text: &str) -> usize {
    text.encode_utf16().count()
}

/// Words between two marks. The marks must touch the words: white space stays outside them.
pub(super) fn enclosed(words: &str, mark: &str) -> String {
    let inner = words.trim();
    match words.split_once(inner).filter(|_| !inner.is_empty()) {
        Some((before, after)) => format!("{before}{mark}{inner}{mark}{after}"),
        None => words.to_owned(),
    }
}

/// True for addresses that a message may link to.
pub(super) fn is_web(url: &str) -> bool {
    url::Url::parse(url).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}
