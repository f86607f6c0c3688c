//! Fetching over HTTP: polite, bounded, and never into a private network.

use std::error::Error as _;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use reqwest::header::{
    ACCEPT, CONTENT_TYPE, ETAG, HeaderMap, HeaderName, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED, LOCATION,
    RETRY_AFTER,
};
use reqwest::{Client, Response, StatusCode, redirect};
use url::Url;

use super::address::{PublicOnly, refusal};
use super::published;

/// How many redirects are followed.
pub const MAX_REDIRECTS: usize = 5;

/// The most that a server's `Retry-After` is obeyed for: a day.
const MAX_RETRY_AFTER: Duration = Duration::from_secs(24 * 60 * 60);

/// Feeds first, so that servers that choose by it send no web page.
const ACCEPTED: &str = "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, \
                        application/xml;q=0.8, text/xml;q=0.8, */*;q=0.5";

/// Fetches addresses. Cheap to clone: all clones share one pool of connections.
#[derive(Clone, Debug)]
pub struct Fetcher {
    client: Client,
    allow_private: bool,
}

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Request {
    /// The address.
    pub url: Url,
    /// The most bytes the answer may have once it is unpacked.
    pub max_bytes: u64,
    /// The longest the whole exchange may take, redirects included.
    pub timeout: Duration,
    /// The `ETag` of the last answer.
    pub etag: Option<String>,
    /// The `Last-Modified` of the last answer.
    pub last_modified: Option<String>,
}

/// What a server answered, where the answer is of use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// A document.
    Content(Box<Content>),
    /// The document is the one of the last time.
    NotModified,
    /// The document is gone for good (410): ask no more.
    Gone,
}

/// A fetched document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    /// Its bytes, unpacked.
    pub body: Vec<u8>,
    /// The address that answered in the end: the base of the document's relative links.
    pub url: Url,
    /// The new address, when every redirect on the way was permanent (301, 308).
    pub moved_to: Option<Url>,
    /// Its `Content-Type`.
    pub content_type: Option<String>,
    /// Its `ETag`.
    pub etag: Option<String>,
    /// Its `Last-Modified`.
    pub last_modified: Option<String>,
}

/// Why a document could not be fetched. Addresses are named without their user, password and query, which may hold
/// secrets.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    /// The HTTP client could not be set up.
    #[error("the HTTP client could not be set up: {0}")]
    Client(String),
    /// The address leads where Dateline does not go.
    #[error("{address} is not fetched: {reason}")]
    Refused {
        /// The address.
        address: String,
        /// Why.
        reason: String,
    },
    /// Nobody answered, or the answer broke off.
    #[error("{address} could not be reached: {reason}")]
    Unreachable {
        /// The address.
        address: String,
        /// Why.
        reason: String,
    },
    /// It took too long.
    #[error("{address} took longer than {} seconds", seconds.as_secs_f32())]
    TimedOut {
        /// The address.
        address: String,
        /// The longest it may take.
        seconds: Duration,
    },
    /// The document is too large.
    #[error("{address} sent more than {limit} bytes")]
    TooLarge {
        /// The address.
        address: String,
        /// The most it may have.
        limit: u64,
    },
    /// It was sent on too often.
    #[error("{address} redirects more than {MAX_REDIRECTS} times")]
    TooManyRedirects {
        /// The address.
        address: String,
    },
    /// The server answered with an error.
    #[error("{address} answered {status}")]
    Status {
        /// The address.
        address: String,
        /// The HTTP status, in words.
        status: StatusCode,
        /// How long the server wants to be left alone.
        retry_after: Option<Duration>,
    },
}

impl FetchError {
    /// How long the server wants to be left alone, where it says so.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Status { retry_after, .. } => *retry_after,
            _ => None,
        }
    }
}

impl Fetcher {
    /// A fetcher. `allow_private` lets it into private networks: for tests and for feeds on the admin's own machines.
    pub fn new(allow_private: bool) -> Result<Self, FetchError> {
        let mut builder = Client::builder()
            .user_agent(concat!("Dateline/", env!("CARGO_PKG_VERSION")))
            // Every redirect is checked by `get`, and a proxy would resolve names past the checks.
            .redirect(redirect::Policy::none())
            .no_proxy();
        if !allow_private {
            builder = builder.dns_resolver(Arc::new(PublicOnly));
        }
        let client = builder
            .build()
            .map_err(|error| FetchError::Client(deepest_reason(&error)))?;
        Ok(Self { client, allow_private })
    }

    /// Fetches a document. `now` serves to read a `Retry-After` that is given as a date.
    pub async fn get(&self, request: &Request, now: Timestamp) -> Result<Answer, FetchError> {
        let exchange = self.follow(request, now);
        match tokio::time::timeout(request.timeout, exchange).await {
            Ok(answer) => answer,
            Err(_) => Err(FetchError::TimedOut {
                address: shown(&request.url),
                seconds: request.timeout,
            }),
        }
    }

    async fn follow(&self, request: &Request, now: Timestamp) -> Result<Answer, FetchError> {
        let mut url = request.url.clone();
        let mut permanent = true;
        for _ in 0..=MAX_REDIRECTS {
            let response = self.ask(&url, request).await?;
            let status = response.status();
            let next = response.headers().get(LOCATION).and_then(|value| value.to_str().ok());
            if let (true, Some(next)) = (status.is_redirection(), next) {
                permanent &= matches!(status, StatusCode::MOVED_PERMANENTLY | StatusCode::PERMANENT_REDIRECT);
                url = url.join(next).map_err(|error| FetchError::Refused {
                    address: shown(&request.url),
                    reason: format!("it redirects to something that is no address ({error})"),
                })?;
                continue;
            }
            return match status {
                StatusCode::NOT_MODIFIED => Ok(Answer::NotModified),
                StatusCode::GONE => Ok(Answer::Gone),
                _ if status.is_success() => {
                    let moved_to = (permanent && url != request.url).then(|| url.clone());
                    read_body(response, url, moved_to, request.max_bytes)
                        .await
                        .map(|content| Answer::Content(Box::new(content)))
                }
                _ => Err(FetchError::Status {
                    address: shown(&url),
                    status,
                    retry_after: retry_after(response.headers(), now),
                }),
            };
        }
        Err(FetchError::TooManyRedirects {
            address: shown(&request.url),
        })
    }

    async fn ask(&self, url: &Url, request: &Request) -> Result<Response, FetchError> {
        if let Some(reason) = refusal(url, self.allow_private) {
            let address = shown(url);
            return Err(FetchError::Refused { address, reason });
        }
        let mut asked = self.client.get(url.clone()).header(ACCEPT, ACCEPTED);
        if let Some(etag) = &request.etag {
            asked = asked.header(IF_NONE_MATCH, etag);
        }
        if let Some(moment) = &request.last_modified {
            asked = asked.header(IF_MODIFIED_SINCE, moment);
        }
        asked.send().await.map_err(|error| unreachable(url, &error))
    }
}

// `Content-Length` counts packed bytes and may lie or be absent, so the unpacked bytes are counted as they come.
async fn read_body(mut response: Response, url: Url, moved_to: Option<Url>, limit: u64) -> Result<Content, FetchError> {
    let headers = response.headers().clone();
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| unreachable(&url, &error))? {
        if (body.len() + chunk.len()) as u64 > limit {
            let address = shown(&url);
            return Err(FetchError::TooLarge { address, limit });
        }
        body.extend_from_slice(&chunk);
    }
    let text = |name: HeaderName| headers.get(name)?.to_str().ok().map(str::to_owned);
    Ok(Content {
        body,
        url,
        moved_to,
        content_type: text(CONTENT_TYPE),
        etag: text(ETAG),
        last_modified: text(LAST_MODIFIED),
    })
}

fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let value = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    let wait = match value.parse::<u64>() {
        Ok(seconds) => Duration::from_secs(seconds),
        Err(_) => {
            let (until, _) = published::read(value)?;
            Duration::try_from(until.duration_since(now)).unwrap_or(Duration::ZERO)
        }
    };
    Some(wait.min(MAX_RETRY_AFTER))
}

fn unreachable(url: &Url, error: &reqwest::Error) -> FetchError {
    FetchError::Unreachable {
        address: shown(url),
        reason: deepest_reason(error),
    }
}

// The outer errors of the client only say that something failed, and repeat the address with its query.
fn deepest_reason(error: &reqwest::Error) -> String {
    let mut deepest: Option<&dyn std::error::Error> = error.source();
    while let Some(source) = deepest.and_then(std::error::Error::source) {
        deepest = Some(source);
    }
    deepest.map_or_else(|| "the exchange broke off".to_owned(), ToString::to_string)
}

/// An address as it may be shown and logged: without user, password and the values of its query.
pub fn shown(url: &Url) -> String {
    let mut url = url.clone();
    // Both fail only for addresses that cannot have a user, and those have none to hide.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.set_fragment(None);
    if url.query().is_some() {
        url.set_query(None);
        return format!("{url}?…");
    }
    url.into()
}
