//! Answers: their headers, and what is said when there is none to give.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use sha2::{Digest as _, Sha256};

use super::Site;
use super::templates::missing;
use crate::store::StoreError;

/// How long a page may be shown without asking again: a digest of the day may be followed by another.
const PAGE: &str = "public, max-age=60";
/// The same for feeds, which readers ask for over and over.
const FEED: &str = "public, max-age=300";
/// The same for what never changes at its address.
const FOREVER: &str = "public, max-age=31536000, immutable";

/// Pages run no script, load nothing from elsewhere and are shown in no frame.
const PAGE_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; \
                           frame-ancestors 'none'";
/// A drawing that somebody opens by itself styles itself and may do nothing else.
const DRAWING_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox";

/// What is sent, and how long it may be kept.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    Html,
    Atom,
    JsonFeed,
    Style,
    Svg,
    Png,
}

impl Kind {
    fn content_type(self) -> &'static str {
        match self {
            Self::Html => "text/html; charset=utf-8",
            Self::Atom => "application/atom+xml; charset=utf-8",
            Self::JsonFeed => "application/feed+json; charset=utf-8",
            Self::Style => "text/css; charset=utf-8",
            Self::Svg => "image/svg+xml; charset=utf-8",
            Self::Png => "image/png",
        }
    }

    fn cached(self) -> &'static str {
        match self {
            Self::Html => PAGE,
            Self::Atom | Self::JsonFeed | Self::Svg | Self::Png => FEED,
            Self::Style => FOREVER,
        }
    }
}

/// An answer with a tag by which a browser finds out whether it has changed.
pub(super) fn answer(kind: Kind, body: impl Into<Vec<u8>>) -> Response {
    let body = body.into();
    let headers = [
        (header::CONTENT_TYPE, kind.content_type().to_owned()),
        (header::CACHE_CONTROL, kind.cached().to_owned()),
        (header::ETAG, format!("\"{}\"", fingerprint(&body))),
    ];
    let mut response = (headers, body).into_response();
    if matches!(kind, Kind::Svg) {
        let policy = HeaderValue::from_static(DRAWING_POLICY);
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// The first 16 bytes of a hash, as hexadecimal digits: no two pages share them by chance.
pub(super) fn fingerprint(bytes: &[u8]) -> String {
    let hash = Sha256::digest(bytes);
    hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// What cannot be answered, and what to offer in its place.
#[derive(Clone, Debug)]
pub(super) enum Failed {
    /// There is no such page; what there is instead.
    Missing(Offer),
    /// The store did not answer.
    Store,
}

/// Where a reader who went astray may go: a sentence, and links as words and path.
#[derive(Clone, Debug, Default)]
pub(super) struct Offer {
    pub(super) words: String,
    pub(super) links: Vec<(String, String)>,
}

impl Failed {
    /// Nothing there, and nothing like it.
    pub(super) fn missing() -> Self {
        Self::Missing(Offer::default())
    }
}

impl From<StoreError> for Failed {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "a page could not be made");
        Self::Store
    }
}

impl IntoResponse for Failed {
    /// The page itself is made by [`finish`], which knows the site.
    fn into_response(self) -> Response {
        let status = match self {
            Self::Missing(_) => StatusCode::NOT_FOUND,
            Self::Store => StatusCode::INTERNAL_SERVER_ERROR,
        };
        let mut response = status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// What every answer goes through: a page for what failed, "not modified" for what the browser has, safe headers.
pub(super) async fn finish(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let is_head = request.method() == Method::HEAD;
    let wanted = request.headers().clone();
    let mut response = next.run(request).await;
    if let Some(failed) = response.extensions_mut().remove::<Failed>() {
        let page = missing::page(&site.addresses, &failed);
        let length = HeaderValue::from(page.len());
        let body = if is_head { String::new() } else { page };
        response = (
            response.status(),
            [(header::CONTENT_TYPE, Kind::Html.content_type())],
            body,
        )
            .into_response();
        response.headers_mut().insert(header::CONTENT_LENGTH, length);
    }
    if response.status() == StatusCode::OK && has_it(&wanted, response.headers()) {
        let mut headers = std::mem::take(response.headers_mut());
        headers.remove(header::CONTENT_LENGTH);
        headers.remove(header::CONTENT_TYPE);
        response = StatusCode::NOT_MODIFIED.into_response();
        *response.headers_mut() = headers;
    }
    let safe = [
        (header::CACHE_CONTROL, "no-store"),
        (header::CONTENT_SECURITY_POLICY, PAGE_POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    for (name, value) in safe {
        let headers = response.headers_mut();
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

/// True when the browser names the tag of what it would be sent (RFC 9110, section 13.1.2: by weak comparison).
fn has_it(wanted: &HeaderMap, given: &HeaderMap) -> bool {
    let Some(tag) = given.get(header::ETAG).and_then(|tag| tag.to_str().ok()) else {
        return false;
    };
    let named = wanted.get_all(header::IF_NONE_MATCH).iter();
    named
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .any(|named| named == "*" || named.trim_start_matches("W/") == tag)
}
