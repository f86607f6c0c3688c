//! A feed of digests per scope, as Atom and as JSON Feed: each entry is a whole digest.

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::response::Response;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::Site;
use super::regions::scope_of;
use super::response::{Failed, Kind, answer};
use super::templates::atom;
use super::templates::feed::content;
use crate::addresses;
use crate::digest::{Digest, Form, to_reply};
use crate::i18n::digest::full_date;
use crate::i18n::pages as words;

/// How many digests a feed holds, the newest first.
const ENTRIES: usize = 20;

/// A feed before it is written in one format or the other.
pub(super) struct Feed {
    /// A URN that is the same on every host and for ever.
    pub(super) id: String,
    pub(super) title: String,
    pub(super) subtitle: String,
    /// The page of the scope, and the feed in both formats.
    pub(super) page: String,
    pub(super) atom: String,
    pub(super) json: String,
    pub(super) updated: Timestamp,
    pub(super) entries: Vec<Entry>,
}

/// A digest in a feed.
pub(super) struct Entry {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) url: String,
    pub(super) published: Timestamp,
    pub(super) summary: String,
    /// HTML.
    pub(super) content: String,
}

pub(super) async fn atom(
    State(site): State<Arc<Site>>,
    path: Result<Path<String>, PathRejection>,
) -> Result<Response, Failed> {
    Ok(answer(Kind::Atom, atom::document(&feed(&site, path).await?)))
}

pub(super) async fn json(
    State(site): State<Arc<Site>>,
    path: Result<Path<String>, PathRejection>,
) -> Result<Response, Failed> {
    Ok(answer(Kind::JsonFeed, json_feed(&feed(&site, path).await?).to_string()))
}

async fn feed(site: &Site, path: Result<Path<String>, PathRejection>) -> Result<Feed, Failed> {
    let Path(scope) = path.map_err(|_| Failed::missing())?;
    let scope = scope_of(site, &scope)?;
    let store = &site.core.store;
    // Two archives may each have a digest of a region and day: their entries are told apart by their beginnings.
    let archive = store.first_written().await?.unwrap_or(Timestamp::UNIX_EPOCH);
    let mut entries = Vec::new();
    for day in store.days_of_scope(&scope, 0, ENTRIES).await? {
        if let Some(digest) = store.digest_of(&scope, day).await? {
            entries.push(entry(site, archive, day, site.addresses.for_feeds(digest)));
        }
    }
    let title = scope.title(&site.core.config.regions);
    let written = entries.iter().map(|entry| entry.published);
    Ok(Feed {
        id: urn(archive, &format!("feed {scope}")),
        title: words::feed(&title),
        subtitle: words::feed_subtitle(&title),
        page: site.addresses.in_feed(&addresses::scope(&scope)),
        atom: site.addresses.in_feed(&addresses::atom(&scope)),
        json: site.addresses.in_feed(&addresses::json_feed(&scope)),
        updated: written.max().unwrap_or(archive),
        entries,
    })
}

fn entry(site: &Site, archive: Timestamp, day: Date, digest: Digest) -> Entry {
    let reply = to_reply(&digest, Form::Full);
    let path = addresses::digest(day, &digest.scope);
    let late = SignedDuration::from_secs(digest.late_seconds.unwrap_or_default());
    Entry {
        id: urn(archive, &format!("digest {} {day}", digest.scope)),
        title: format!("{} · {}", digest.title, full_date(day)),
        url: site.addresses.in_feed(&path),
        published: digest.window.to.checked_add(late).unwrap_or(digest.window.to),
        summary: super::digests::first_line(&reply),
        content: content(&reply, site.addresses.whole(&path).as_deref()),
    }
}

/// A name for ever, as a UUID of version 8 (RFC 9562): a hash of what it names.
fn urn(archive: Timestamp, name: &str) -> String {
    let hash = Sha256::digest(format!("dateline {} {name}", archive.as_millisecond()).as_bytes());
    let mut bytes: [u8; 16] = std::array::from_fn(|at| hash.get(at).copied().unwrap_or_default());
    bytes[6] = (bytes[6] & 0x0f) | 0x80;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let groups = [0..8, 8..12, 12..16, 16..20, 20..32].map(|group| digits.get(group).unwrap_or_default());
    format!("urn:uuid:{}", groups.join("-"))
}

/// JSON Feed 1.1.
fn json_feed(feed: &Feed) -> Value {
    let items = feed.entries.iter().map(|entry| {
        json!({
            "id": entry.id,
            "url": entry.url,
            "title": entry.title,
            "summary": entry.summary,
            "content_html": entry.content,
            "date_published": entry.published.to_string(),
            "date_modified": entry.published.to_string(),
        })
    });
    json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": feed.subtitle,
        "home_page_url": feed.page,
        "feed_url": feed.json,
        "language": "en",
        "authors": [{"name": words::NAME}],
        "items": items.collect::<Vec<_>>(),
    })
}
