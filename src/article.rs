//! One published piece of news, its identity and its normalised text.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use unicode_normalization::UnicodeNormalization as _;
use url::Url;

use crate::places::Tags;

/// Names an article for ever: the hash of its canonical URL, or of its normalised title and source.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ArticleId(String);

impl ArticleId {
    /// The identity of a piece: its canonical URL where it has one, else its title and source.
    pub fn of(url: Option<&Url>, title: &str, source: &str) -> Self {
        let key = match url {
            Some(url) => format!("url {url}"),
            None => format!("title {}\n{source}", plain_signs(&normalise(title)).to_lowercase()),
        };
        let hash = Sha256::digest(key.as_bytes());
        // 16 bytes of SHA-256: a chance collision among a billion articles is below 10^-20.
        Self(hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect())
    }

    /// An id read back from the store or a button.
    pub fn from_stored(id: impl Into<String>) -> Self {
        Self(id.into())
    }

    /// The id as 32 hexadecimal digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// How well the publication time of an article is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DateKind {
    /// The publisher gave a moment.
    Exact,
    /// The publisher gave only a day: `published_at` is the start of that day in UTC.
    Day,
    /// Worked out from the text or from when it was fetched; shown with a "~".
    Estimated,
}

/// One published piece, as the store holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// Its identity.
    pub id: ArticleId,
    /// The id of the source in `sources.toml` (or the `--source` of an import).
    pub source: String,
    /// Who published it, as readers know them.
    pub publisher: String,
    /// Where readers find it: its address as the source gave it, without user and tracking parameters.
    pub url: Option<String>,
    /// Its headline: one line, normalised spaces.
    pub title: String,
    /// Its text: paragraphs separated by an empty line, normalised spaces, no markup.
    pub text: String,
    /// Who wrote it, where that is known.
    pub author: Option<String>,
    /// ISO 639-1 code of its language, where that is known.
    pub language: Option<String>,
    /// When it was published.
    pub published_at: Timestamp,
    /// How well `published_at` is known.
    pub date_kind: DateKind,
    /// When Dateline first read it.
    pub fetched_at: Timestamp,
    /// 1 for the first text, one more for each changed text.
    pub revision: u32,
}

/// An article with the countries found in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Tagged {
    /// The article.
    pub article: Article,
    /// What the tagger found in it.
    pub tags: Tags,
}

/// What a source yields before it has an identity: a piece as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// Its address as the source gives it.
    pub url: Option<Url>,
    /// Its headline.
    pub title: String,
    /// Its text without markup, paragraphs separated by an empty line.
    pub text: String,
    /// Who published it; `None` takes the source's own publisher.
    pub publisher: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// ISO 639-1 code of its language.
    pub language: Option<String>,
    /// When it was published and how well that is known; `None` takes the time of reading.
    pub published: Option<(Timestamp, DateKind)>,
}

/// How many letters of a title are kept: no headline is longer, and a hostile one would fill thousands of messages.
const LONGEST_TITLE: usize = 8_000;
/// How many letters of a text are kept: a book's worth.
const LONGEST_TEXT: usize = 1_000_000;

impl Draft {
    /// Gives the draft its identity and its defaults. A publication time in the future is held to `now`, so that a
    /// wrong clock cannot pin an article to the top.
    pub fn into_article(self, source: &str, publisher: &str, now: Timestamp) -> Article {
        let canonical = self.url.as_ref().map(canonical);
        let title = kept(&normalise(&self.title), LONGEST_TITLE);
        let (published_at, date_kind) = match self.published {
            Some((at, kind)) if at <= now => (at, kind),
            Some(_) | None => (now, DateKind::Estimated),
        };
        Article {
            id: ArticleId::of(canonical.as_ref(), &title, source),
            source: source.to_owned(),
            publisher: self
                .publisher
                .map_or_else(|| publisher.to_owned(), |name| normalise(&name)),
            url: self.url.as_ref().map(|url| String::from(link(url))),
            title,
            text: kept(&normalise_paragraphs(&self.text), LONGEST_TEXT),
            author: self.author.map(|name| normalise(&name)).filter(|name| !name.is_empty()),
            language: self.language,
            published_at,
            date_kind,
            fetched_at: now,
            revision: 1,
        }
    }
}

/// The first letters of a text, and the mark "…" where some were left out.
fn kept(text: &str, letters: usize) -> String {
    match text.char_indices().nth(letters) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default().trim_end()),
        None => text.to_owned(),
    }
}

/// Query parameters that only say where a click came from; the piece behind them is the same without them.
const TRACKING: &[&str] = &[
    "fbclid",
    "gclid",
    "gbraid",
    "wbraid",
    "dclid",
    "msclkid",
    "yclid",
    "twclid",
    "ttclid",
    "mc_cid",
    "mc_eid",
    "igshid",
    "igsh",
    "cmpid",
    "ref_src",
    "_ga",
    "_gl",
    "phpsessid",
];

/// Beginnings of such parameters.
const TRACKING_PREFIXES: &[&str] = &["utm_", "at_campaign", "at_medium", "pk_", "mtm_", "hsa_"];

/// The address that readers are led to: as the source gave it, since some servers know http only or need the slash, but
/// without user, password and tracking parameters.
pub fn link(url: &Url) -> Url {
    let mut url = url.clone();
    // Both fail only for URLs that can have no user.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    let query = url.query().map(untracked);
    url.set_query(query.as_deref().filter(|query| !query.is_empty()));
    url
}

/// A query without tracking parameters; what is left keeps its order and its bytes.
fn untracked(query: &str) -> String {
    let kept: Vec<&str> = query.split('&').filter(|pair| !is_tracking(pair)).collect();
    kept.join("&")
}

/// The form of a URL under which two addresses of one piece are equal: no fragment, no user, no tracking parameters,
/// https for http, no default port, no trailing slash, percent-encoding only where it is needed. What is left of the
/// query keeps its order and its bytes.
pub fn canonical(url: &Url) -> Url {
    let mut url = link(url);
    url.set_fragment(None);
    if url.scheme() == "http" && url.port().is_none() {
        // Cannot fail between two special schemes; the URL stays as it is if it did.
        let _ = url.set_scheme("https");
    }
    let path = tidy_escapes(url.path().trim_end_matches('/'));
    url.set_path(&path);
    let host = url
        .host_str()
        .and_then(|host| host.strip_suffix('.'))
        .map(str::to_owned);
    if let Some(host) = host {
        // The same host without its final dot; it stays as it is if it is none.
        let _ = url.set_host(Some(&host));
    }
    url
}

fn is_tracking(pair: &str) -> bool {
    let name = pair.split('=').next().unwrap_or_default().to_ascii_lowercase();
    pair.is_empty()
        || TRACKING.contains(&name.as_str())
        || TRACKING_PREFIXES.iter().any(|prefix| name.starts_with(prefix))
}

// RFC 3986, section 6.2.2: escapes of unreserved characters mean the characters, and hexadecimal digits are upper case.
fn tidy_escapes(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let mut rest = path;
    while let Some(at) = rest.find('%') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let byte = from.get(1..3).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match byte.map(char::from) {
            Some(c) if c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '~') => out.push(c),
            Some(c) => out.push_str(&format!("%{:02X}", u32::from(c))),
            None => {
                out.push('%');
                rest = from.get(1..).unwrap_or_default();
                continue;
            }
        }
        rest = from.get(3..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// One line: every run of Unicode white space becomes one space, invisible marks go, the ends are trimmed, letters and
/// their accents become one sign (NFC).
pub fn normalise(text: &str) -> String {
    let visible: String = text.nfc().filter(|c| !is_invisible(*c)).collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

// Publishers change between typographic and plain quotation marks and dashes from one day to the next.
fn plain_signs(text: &str) -> String {
    let plain = text.chars().map(|c| match c {
        '‘' | '’' | '‚' | '‛' | '′' | '`' => '\'',
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' => '"',
        '‐'..='―' | '−' => '-',
        _ => c,
    });
    plain.collect()
}

/// Paragraphs: lines are normalised, runs of empty lines become one empty line.
pub fn normalise_paragraphs(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for line in text.lines().map(normalise) {
        if line.is_empty() {
            gap = !out.is_empty();
        } else {
            if !out.is_empty() {
                out.push_str(if gap { "\n\n" } else { "\n" });
            }
            out.push_str(&line);
            gap = false;
        }
    }
    out
}

/// True for characters that show nothing and are dropped from texts: zero-width space, word joiner, byte-order mark, soft
/// hyphen, control characters other than white space, and the embeddings, overrides and isolates of bidirectional text,
/// which would turn round whatever stands beside the text in an answer. Joiners (U+200C, U+200D) and direction marks
/// (U+200E, U+200F) stay: Persian, Hindi, Hebrew and emoji are spelt with them.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{ad}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        || (c.is_control() && !c.is_whitespace())
}
