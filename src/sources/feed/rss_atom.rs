//! RSS and Atom, read leniently: element by element, whatever is missing, misplaced or left open.

use url::Url;

use super::capture::Capture;
use super::terms::{Field, Rank, Space, begins_text, field_of, is_address, link_rank, local, space_named, value};

use super::{Entry, Feed, MAX_ENTRIES, language_code, person};
use crate::article::DateKind;
use crate::sources::markup::{Event, Reader};
use crate::sources::published;

/// How deep elements may nest before deeper ones are read as if they stood here.
const MAX_DEPTH: usize = 256;

/// How many namespace declarations, and how many bases, are remembered at once.
const MAX_DECLARATIONS: usize = 256;

/// How long a base may be, in bytes. Each builds on the one around it, so that a hostile feed could make them grow
/// without end.
const LONGEST_BASE: usize = 2_000;

/// An entry being read.
#[derive(Default)]
struct Open {
    entry: Entry,
    depth: usize,
    other_title: String,
    content: String,
    summary: String,
    other_summary: String,
    updated: Option<(jiff::Timestamp, DateKind)>,
    /// The best link so far.
    link: Option<(Rank, String)>,
}

impl Open {
    /// Keeps a link unless one as good stands before it.
    fn offer(&mut self, rank: Rank, address: String) {
        if self.link.as_ref().is_none_or(|(known, _)| rank < *known) {
            self.link = Some((rank, address));
        }
    }
}

struct Parser<'a> {
    feed: Feed,
    other_title: String,
    /// Local names of the open elements, lower case.
    open: Vec<String>,
    /// Depth and meaning of the namespace declarations in force.
    spaces: Vec<(usize, &'a str, Space)>,
    /// Depth and value of the `xml:base` in force.
    bases: Vec<(usize, Url)>,
    atom: bool,
    entry: Option<Open>,
    capture: Option<Capture>,
    /// Depth of the element whose content is not read.
    skipped: Option<usize>,
}

/// Reads RSS, RDF, Atom or CDF; `None` when the first element is of none of them.
pub(super) fn read(text: &str, base: Option<&Url>) -> Option<Feed> {
    let mut events = Reader::new(text).skip_while(|event| !matches!(event, Event::Start { .. }));
    let Some(Event::Start {
        name,
        attributes,
        empty,
    }) = events.next()
    else {
        return None;
    };
    let root = local(name);
    let atom = matches!(root.as_str(), "feed" | "entry");
    if !atom && !matches!(root.as_str(), "rss" | "rdf" | "channel") {
        return None;
    }
    let mut parser = Parser {
        feed: Feed::default(),
        other_title: String::new(),
        open: Vec::new(),
        spaces: Vec::new(),
        bases: base.into_iter().map(|base| (0, base.clone())).collect(),
        atom,
        entry: None,
        capture: None,
        skipped: None,
    };
    parser.start(name, &attributes, empty);
    for event in events {
        match event {
            Event::Start {
                name,
                attributes,
                empty,
            } => parser.start(name, &attributes, empty),
            Event::End(name) => parser.end(&local(name)),
            Event::Text(text) => parser.text(&text),
        }
    }
    parser.close_down_to(0);
    if parser.feed.title.is_empty() {
        parser.feed.title = parser.other_title;
    }
    Some(parser.feed)
}

impl<'a> Parser<'a> {
    fn start(&mut self, name: &'a str, attributes: &[(&'a str, String)], empty: bool) {
        let name_only = local(name);
        let is_entry = matches!(name_only.as_str(), "item" | "entry");
        if is_entry && self.skipped.is_none() {
            // A new entry closes one that was left open, with whatever in it was left open.
            if let Some(depth) = self.entry.as_ref().map(|entry| entry.depth) {
                self.close_down_to(depth - 1);
            }
        }
        // A short text left open ends where the next one begins.
        let left_open = self
            .capture
            .as_ref()
            .filter(|capture| capture.is_short() && begins_text(&name_only));
        if let Some(depth) = left_open.map(|capture| capture.depth) {
            self.close_down_to(depth - 1);
        }
        let depth = self.open.len() + 1;
        self.declare(depth, attributes);
        let space = self.space_of(name);
        if let Some(capture) = &mut self.capture {
            capture.open_tag(&name_only);
        } else if self.skipped.is_none() {
            self.enter(&name_only, space, depth, attributes);
        }
        if depth > MAX_DEPTH {
            return;
        }
        self.open.push(name_only);
        if empty {
            self.close_down_to(depth - 1);
        }
    }

    /// What an element means where nothing is being gathered.
    fn enter(&mut self, name: &str, space: Space, depth: usize, attributes: &[(&'a str, String)]) {
        if matches!(name, "item" | "entry") && matches!(space, Space::Feed) {
            self.open_entry(depth, attributes);
            return;
        }
        let in_entry = self.entry.is_some();
        let skip = matches!(
            name,
            "image" | "textinput" | "source" | "contributor" | "cloud" | "items"
        ) || (space == Space::Other && in_entry);
        if skip {
            self.skipped = Some(depth);
            return;
        }
        if name == "enclosure" || (name == "link" && value(attributes, "href").is_some()) {
            self.keep_link(name, attributes);
            return;
        }
        // In Atom an author is an element of elements, of which the name matters.
        let inside_author = self.open.last().is_some_and(|parent| parent == "author");
        let field = match field_of(name, space, self.atom, inside_author) {
            Some(Field::Id { .. }) => Field::Id {
                permalink: value(attributes, "ispermalink").is_none_or(|flag| !flag.eq_ignore_ascii_case("false")),
            },
            Some(Field::Link { .. }) => match link_rank(attributes) {
                Some(rank) => Field::Link { rank },
                None => return,
            },
            Some(field) => field,
            None => return,
        };
        let kind = value(attributes, "type").map(str::to_ascii_lowercase);
        let kind = kind.as_deref();
        let mode = value(attributes, "mode").unwrap_or_default();
        self.capture = Some(Capture {
            field,
            depth,
            text: String::new(),
            marked: false,
            html: !matches!(kind, Some("text" | "text/plain" | "plain")) && (!self.atom || kind.is_some()),
            base64: mode == "base64" || (self.atom && kind.is_some_and(|kind| kind == "application/octet-stream")),
        });
    }

    fn open_entry(&mut self, depth: usize, attributes: &[(&'a str, String)]) {
        let mut open = Open {
            depth,
            ..Open::default()
        };
        if let Some(about) = value(attributes, "about") {
            open.entry.id = Some(about.to_owned());
            open.offer(Rank::Id, self.absolute(about));
        }
        if let Some(href) = value(attributes, "href") {
            open.offer(Rank::Page, self.absolute(href));
        }
        open.entry.language = value(attributes, "lang").and_then(language_code);
        self.entry = Some(open);
    }

    fn keep_link(&mut self, name: &str, attributes: &[(&'a str, String)]) {
        let rank = if name == "enclosure" {
            Some(Rank::Enclosure)
        } else {
            link_rank(attributes)
        };
        let Some(rank) = rank else {
            return;
        };
        let Some(address) = value(attributes, "href").or_else(|| value(attributes, "url")) else {
            return;
        };
        let address = self.absolute(address.trim());
        if let Some(open) = &mut self.entry {
            open.offer(rank, address);
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(capture) = &mut self.capture {
            capture.push_text(text);
        }
    }

    fn end(&mut self, name: &str) {
        // An end tag that fits no open element is a slip and is passed over.
        if let Some(at) = self.open.iter().rposition(|open| open == name) {
            self.close_down_to(at);
        }
    }

    /// Closes the open elements beyond a depth, innermost first.
    fn close_down_to(&mut self, depth: usize) {
        while self.open.len() > depth {
            let at = self.open.len();
            let name = self.open.pop().unwrap_or_default();
            match self.capture.take() {
                Some(capture) if capture.depth == at => self.keep(capture),
                Some(mut capture) => {
                    capture.close_tag(&name);
                    self.capture = Some(capture);
                }
                None => {}
            }
            if self.skipped == Some(at) {
                self.skipped = None;
            }
            if self.entry.as_ref().is_some_and(|open| open.depth == at)
                && let Some(open) = self.entry.take()
            {
                self.close_entry(open);
            }
            self.spaces.retain(|(declared, ..)| *declared < at);
            self.bases.retain(|(declared, _)| *declared < at);
        }
    }

    fn close_entry(&mut self, open: Open) {
        if self.feed.entries.len() == MAX_ENTRIES {
            self.feed.cut = true;
            return;
        }
        let mut entry = open.entry;
        if entry.title.is_empty() {
            entry.title = open.other_title;
        }
        let best = [open.content, open.summary]
            .into_iter()
            .max_by_key(String::len)
            .unwrap_or_default();
        entry.text = if best.is_empty() { open.other_summary } else { best };
        entry.published = entry.published.or(open.updated);
        entry.link = open.link.map(|(_, link)| link);
        entry.language = entry.language.or_else(|| self.feed.language.clone());
        self.feed.entries.push(entry);
    }

    fn keep(&mut self, capture: Capture) {
        let field = capture.field;
        let base = matches!(field, Field::Link { .. } | Field::Id { .. });
        let raw = capture.text.trim();
        let address = if base { self.absolute(raw) } else { String::new() };
        let Some(open) = &mut self.entry else {
            match field {
                Field::Title if self.feed.title.is_empty() => self.feed.title = capture.line(),
                Field::OtherTitle if self.other_title.is_empty() => self.other_title = capture.line(),
                Field::Language => self.feed.language = language_code(raw),
                _ => {}
            }
            return;
        };
        match field {
            Field::Title => fill(&mut open.entry.title, || capture.line()),
            Field::OtherTitle => fill(&mut open.other_title, || capture.line()),
            Field::Content => fill(&mut open.content, || capture.paragraphs()),
            Field::Summary => fill(&mut open.summary, || capture.paragraphs()),
            Field::OtherSummary => fill(&mut open.other_summary, || capture.paragraphs()),
            Field::Link { rank } if !raw.is_empty() => open.offer(rank, address),
            Field::Id { permalink } if !raw.is_empty() => {
                open.entry.id.get_or_insert_with(|| raw.to_owned());
                let rank = if self.atom { Rank::Id } else { Rank::Guid };
                if permalink && is_address(raw) {
                    open.offer(rank, address);
                }
            }
            Field::Published => open.entry.published = open.entry.published.or_else(|| published::read(raw)),
            Field::Updated => open.updated = open.updated.or_else(|| published::read(raw)),
            Field::Author if open.entry.author.is_none() => open.entry.author = person(&capture.line()),
            Field::Language => open.entry.language = language_code(raw),
            _ => {}
        }
    }

    fn declare(&mut self, depth: usize, attributes: &[(&'a str, String)]) {
        for (name, declared) in attributes {
            let prefix = match *name {
                "xmlns" => "",
                "xml:base" => {
                    let base = match self.bases.last() {
                        Some((_, base)) => base.join(declared),
                        None => Url::parse(declared),
                    };
                    let base = base.ok().filter(|base| base.as_str().len() <= LONGEST_BASE);
                    if self.bases.len() < MAX_DECLARATIONS {
                        self.bases.extend(base.map(|base| (depth, base)));
                    }
                    continue;
                }
                _ => match name.strip_prefix("xmlns:") {
                    Some(prefix) => prefix,
                    None => continue,
                },
            };
            if self.spaces.len() < MAX_DECLARATIONS {
                self.spaces.push((depth, prefix, space_named(declared, prefix)));
            }
        }
        if self.open.is_empty() && self.feed.language.is_none() {
            self.feed.language = value(attributes, "lang").and_then(language_code);
        }
    }

    fn space_of(&self, name: &str) -> Space {
        let prefix = name.rsplit_once(':').map_or("", |(prefix, _)| prefix);
        let declared = self.spaces.iter().rev().find(|(_, known, _)| *known == prefix);
        match declared {
            Some((.., space)) => *space,
            // Prefixes that nobody declared mean what they mean everywhere else.
            None => space_named("", prefix),
        }
    }

    fn absolute(&self, address: &str) -> String {
        if is_address(address) {
            return address.to_owned();
        }
        let joined = self.bases.last().and_then(|(_, base)| base.join(address).ok());
        joined.map_or_else(|| address.to_owned(), String::from)
    }
}

fn fill(place: &mut String, text: impl FnOnce() -> String) {
    if place.is_empty() {
        *place = text();
    }
}
