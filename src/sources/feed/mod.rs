//! Feeds: RSS 0.9x to 2.0, Atom 0.3 and 1.0, JSON Feed, as publishers write them.

mod capture;
mod json;
mod rss_atom;
mod terms;

use dom_query::Document;
use jiff::Timestamp;
use serde_json::Value;
use url::Url;

use super::charset;
use crate::article::{DateKind, Draft};

/// How many entries of one feed are read; feeds have tens, hostile ones millions.
pub const MAX_ENTRIES: usize = 10_000;

/// How long a title made from the text may be, in characters.
const MADE_TITLE: usize = 100;

/// What a feed says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Feed {
    /// Its title on one line; empty when it has none.
    pub title: String,
    /// ISO 639-1 code of its language.
    pub language: Option<String>,
    /// Its entries in the feed's order, at most [`MAX_ENTRIES`].
    pub entries: Vec<Entry>,
    /// True when it had more.
    pub cut: bool,
}

/// An entry of a feed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// The id the feed gives it.
    pub id: Option<String>,
    /// Its address: its link, else a guid or id that is an address, else what it encloses. Absolute where the base is
    /// known.
    pub link: Option<String>,
    /// Its title on one line; empty when it has none.
    pub title: String,
    /// Its text without markup.
    pub text: String,
    /// Who wrote it.
    pub author: Option<String>,
    /// ISO 639-1 code of its language.
    pub language: Option<String>,
    /// When it was published.
    pub published: Option<(Timestamp, DateKind)>,
}

impl Entry {
    /// The entry as a draft; `None` when it has neither title nor text. One without a title is named by its first
    /// words.
    pub fn into_draft(self) -> Option<Draft> {
        let title = if self.title.is_empty() {
            first_words(&self.text)
        } else {
            self.title
        };
        if title.is_empty() {
            return None;
        }
        let url = self.link.and_then(|link| Url::parse(&link).ok());
        Some(Draft {
            url: url.filter(|url| matches!(url.scheme(), "http" | "https")),
            title,
            text: self.text,
            publisher: None,
            author: self.author,
            language: self.language,
            published: self.published,
        })
    }
}

/// Why a document is no feed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FeedError {
    /// It has no bytes.
    #[error("it is empty")]
    Empty,
    /// It is a web page.
    #[error("it is a web page, not a feed{}", feed.as_ref().map_or(String::new(), |feed| format!("; its feed is {feed}")))]
    WebPage {
        /// The feed the page names.
        feed: Option<String>,
    },
    /// It is something else.
    #[error("it is neither RSS nor Atom nor JSON Feed")]
    Unknown,
}

/// Reads a feed. `content_type` is the server's; `base` is the address it came from, against which relative links are
/// read.
pub fn read(bytes: &[u8], content_type: Option<&str>, base: Option<&Url>) -> Result<Feed, FeedError> {
    let text = charset::decode(bytes, content_type);
    let text = text.trim_start_matches(['\u{feff}', '\0']).trim_start();
    if text.is_empty() {
        return Err(FeedError::Empty);
    }
    let feed = if text.starts_with('{') {
        json::read(text, base)
    } else {
        rss_atom::read(text, base)
    };
    feed.ok_or_else(|| not_a_feed(text, base))
}

fn not_a_feed(text: &str, base: Option<&Url>) -> FeedError {
    let head: String = text.chars().take(1000).collect::<String>().to_lowercase();
    if !head.contains("<html") && !head.contains("<!doctype html") {
        return FeedError::Unknown;
    }
    let page = Document::from(text);
    let link = page.select_single("link[rel~=alternate][type*=rss], link[rel~=alternate][type*=atom]");
    let address = link.attr("href").map(|address| address.to_string());
    let feed = address.map(|address| {
        base.and_then(|base| base.join(&address).ok())
            .map_or(address, String::from)
    });
    FeedError::WebPage { feed }
}

/// What `dateline feed` prints about a feed: `{file, title, entries: [{title, url, published, id}]}` or
/// `{file, error}`.
pub fn describe(file: &str, bytes: &[u8], content_type: Option<&str>) -> Value {
    let base = Url::parse(file).ok().filter(|url| url.has_host());
    match read(bytes, content_type, base.as_ref()) {
        Ok(feed) => {
            let entries: Vec<Value> = feed
                .entries
                .into_iter()
                .map(|entry| {
                    serde_json::json!({
                        "title": entry.title,
                        "url": entry.link,
                        "published": entry.published.map(|(moment, _)| moment.to_string()),
                        "id": entry.id,
                    })
                })
                .collect();
            serde_json::json!({ "file": file, "title": feed.title, "entries": entries })
        }
        Err(error) => serde_json::json!({ "file": file, "error": format!("{file} cannot be read: {error}") }),
    }
}

/// The first sentence of a text, cut between words when it is long.
fn first_words(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    let sentence = line
        .split_inclusive(['.', '!', '?', '。'])
        .next()
        .unwrap_or_default()
        .trim();
    if sentence.chars().count() <= MADE_TITLE {
        return sentence.to_owned();
    }
    let cut: String = sentence.chars().take(MADE_TITLE).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{}…", cut.get(..end).unwrap_or(&cut))
}

/// An ISO 639-1 code from a language tag such as `en-GB`.
pub(in crate::sources) fn language_code(tag: &str) -> Option<String> {
    let code = tag.trim().split(['-', '_']).next()?.to_ascii_lowercase();
    (code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_alphabetic())).then_some(code)
}

/// A person's name from what feeds write in its place: `mail@host (Name)`, `Name <mail@host>`. A bare address is no
/// name.
pub(in crate::sources) fn person(text: &str) -> Option<String> {
    let name = match text.split_once('(') {
        Some((mail, rest)) if mail.contains('@') => rest.trim_end().trim_end_matches(')'),
        _ => text.split('<').next().unwrap_or(text),
    };
    let name = crate::article::normalise(name);
    (!name.is_empty() && !name.contains('@')).then_some(name)
}
