//! A reader of XML and HTML that forgives: it takes what publishers write, well-formed or not, tag by tag, in one pass.

use std::borrow::Cow;

use encoding_rs::WINDOWS_1252;

/// What stands next in a document.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Event<'a> {
    /// A start tag; `empty` when it closes itself.
    Start {
        name: &'a str,
        attributes: Vec<(&'a str, String)>,
        empty: bool,
    },
    /// An end tag.
    End(&'a str),
    /// Text with its entities resolved.
    Text(Cow<'a, str>),
}

/// Reads a document event by event.
pub(super) struct Reader<'a> {
    rest: &'a str,
    /// Elements known to have no end tag in the rest.
    endless: Vec<&'static str>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            rest: text,
            endless: Vec::new(),
        }
    }

    fn take(&mut self, length: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at_checked(length).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }

    // Up to and including `end`, or all the rest when it never comes: looking for it again at every later start
    // would take quadratic time.
    fn take_through(&mut self, end: &str) -> &'a str {
        let found = self.rest.find(end);
        let content = self.take(found.unwrap_or(self.rest.len()));
        self.take(end.len());
        content
    }
}

impl<'a> Iterator for Reader<'a> {
    type Item = Event<'a>;

    fn next(&mut self) -> Option<Event<'a>> {
        loop {
            if self.rest.is_empty() {
                return None;
            }
            if self.rest.starts_with("<!--") {
                self.take_through("-->");
            } else if self.rest.starts_with("<![CDATA[") {
                self.take("<![CDATA[".len());
                return Some(Event::Text(Cow::Borrowed(self.take_through("]]>"))));
            } else if self.rest.starts_with("<?") {
                // Office programs leave out the second question mark.
                self.take_through(">");
            } else if self.rest.starts_with("<!") {
                self.skip_declaration();
            } else if self.rest.starts_with("</") {
                self.take("</".len());
                let name = self.take_through(">");
                return Some(Event::End(name.trim()));
            } else if self.rest.strip_prefix('<').is_some_and(begins_name) {
                return Some(self.start_tag());
            } else {
                let after_first = self.rest.chars().next().map_or(0, char::len_utf8);
                let end = self.rest.get(after_first..).and_then(|rest| rest.find('<'));
                let text = self.take(end.map_or(self.rest.len(), |end| end + after_first));
                return Some(Event::Text(resolve_entities(text)));
            }
        }
    }
}

impl<'a> Reader<'a> {
    /// Passes over the content of an element whose start was just read, up to its end tag. One without an end is
    /// passed over alone.
    pub(super) fn skip_content(&mut self, name: &'static str) {
        if self.endless.contains(&name) {
            return;
        }
        let ends = |at: usize| {
            let tag = self.rest.get(at + 2..at + 2 + name.len());
            tag.is_some_and(|tag| tag.eq_ignore_ascii_case(name))
        };
        match self.rest.match_indices("</").map(|(at, _)| at).find(|at| ends(*at)) {
            Some(at) => {
                self.take(at);
            }
            None => self.endless.push(name),
        }
    }

    // A document type may hold declarations of its own between brackets. None of them is needed, and entities that
    // expand into others are how documents become bombs.
    fn skip_declaration(&mut self) {
        let end = self.rest.find(['>', '[']).unwrap_or(self.rest.len());
        if self.rest.get(end..).is_some_and(|rest| rest.starts_with('[')) {
            self.take_through("]");
        }
        self.take_through(">");
    }

    fn start_tag(&mut self) -> Event<'a> {
        self.take(1);
        let end = self
            .rest
            .find(|c: char| c.is_whitespace() || matches!(c, '>' | '/' | '<'));
        let name = self.take(end.unwrap_or(self.rest.len()));
        let mut attributes = Vec::new();
        let mut empty = false;
        loop {
            self.rest = self.rest.trim_start();
            match self.rest.chars().next() {
                None | Some('<') => break,
                Some('>') => {
                    self.take(1);
                    break;
                }
                Some('/') => {
                    self.take(1);
                    empty = self.rest.starts_with('>');
                }
                Some(_) => attributes.extend(self.attribute()),
            }
        }
        Event::Start {
            name,
            attributes,
            empty,
        }
    }

    fn attribute(&mut self) -> Option<(&'a str, String)> {
        let end = self
            .rest
            .find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/' | '<'));
        let name = self.take(end.unwrap_or(self.rest.len()));
        self.rest = self.rest.trim_start();
        let Some(after) = self.rest.strip_prefix('=') else {
            return (!name.is_empty()).then(|| (name, String::new()));
        };
        self.rest = after.trim_start();
        let quote = self.rest.chars().next().filter(|c| matches!(c, '"' | '\''));
        let value = match quote {
            Some(quote) => {
                self.take(1);
                // "<" may not stand in a value, so a forgotten quotation mark ends at the next tag.
                let end = self.rest.find([quote, '<']).unwrap_or(self.rest.len());
                let value = self.take(end);
                if self.rest.starts_with(quote) {
                    self.take(1);
                }
                value
            }
            None => {
                let end = self.rest.find(|c: char| c.is_whitespace() || matches!(c, '>' | '<'));
                self.take(end.unwrap_or(self.rest.len()))
            }
        };
        Some((name, resolve_entities(value).into_owned()))
    }
}

fn begins_name(rest: &str) -> bool {
    rest.starts_with(|c: char| c.is_alphabetic() || c == '_' || c == ':')
}

/// How long the name of an entity may be: the longest of HTML has 31 letters.
const LONGEST_ENTITY: usize = 32;

/// Resolves entities: numbers, the five of XML, and those of HTML, which feeds use without declaring them. An
/// ampersand that begins none stays as it is.
pub(super) fn resolve_entities(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let window = from.bytes().take(LONGEST_ENTITY + 2).position(|byte| byte == b';');
        let resolved = window.and_then(|end| Some((entity(from.get(1..end)?)?, end)));
        match resolved {
            Some((meaning, end)) => {
                out.push_str(&meaning);
                rest = from.get(end + 1..).unwrap_or_default();
            }
            None => {
                out.push('&');
                rest = from.get(1..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn entity(name: &str) -> Option<String> {
    let simple = match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => "",
    };
    if !simple.is_empty() {
        return Some(simple.to_owned());
    }
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
            None => number.parse().ok()?,
        };
        return Some(character(code).to_string());
    }
    if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    let (first, second) = *web_atoms::NAMED_ENTITIES.get(&format!("{name};"))?;
    // Beginnings of names stand in the table too, with no meaning.
    let meaning = [first, second].into_iter().filter(|code| *code != 0);
    let meaning: String = meaning.filter_map(char::from_u32).collect();
    (!meaning.is_empty()).then_some(meaning)
}

// Numbers 128 to 159 are control characters nobody means: writers of them meant windows-1252.
fn character(code: u32) -> char {
    match u8::try_from(code) {
        Ok(byte @ 128..=159) => {
            let (text, _) = WINDOWS_1252.decode_without_bom_handling(std::slice::from_ref(&byte));
            text.chars().next().unwrap_or('\u{fffd}')
        }
        _ => char::from_u32(code).filter(|c| *c != '\0').unwrap_or('\u{fffd}'),
    }
}

/// Elements that need no end tag: they do not nest, however many are left open.
const UNNESTED: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr", "p",
    "li", "dt", "dd", "tr", "td", "th", "option",
];

/// How deep the elements of a document nest, before it is given to a reader that builds a tree.
pub(super) fn nesting(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for event in Reader::new(text) {
        match event {
            Event::Start { name, empty: false, .. } if !UNNESTED.contains(&name.to_ascii_lowercase().as_str()) => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            Event::End(name) if !UNNESTED.contains(&name.to_ascii_lowercase().as_str()) => {
                depth = depth.saturating_sub(1);
            }
            _ => {}
        }
    }
    deepest
}
