//! Requests to Discord's REST API. serenity knows the routes; the answers are read here, because serenity's errors drop
//! the headers that say how long to wait.

use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use reqwest::header::HeaderMap;
use serde_json::Value;
use serenity::builder::CreateAttachment;
use serenity::http::{LightMethod, Multipart, MultipartUpload, Request, Route};

use super::limits::Limits;
use crate::config::Secret;
use crate::platforms::turns::{Turn, Turns};
use crate::platforms::{RetryScope, one_line};

/// The host that serenity writes into every route.
const DISCORD: &str = "https://discord.com";

/// A wait for a 429 that names none: Discord's per-channel buckets last about 5 seconds.
const UNNAMED_WAIT: Duration = Duration::from_secs(5);

/// A longer wait than this is not believed: no limit of Discord's lasts longer, and a moment that far ahead may be more
/// than a clock can say.
const LONGEST_WAIT: Duration = Duration::from_secs(7 * 24 * 3600);

/// Why a request did not do what it asked.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    /// 429.
    #[error("Discord asks to wait {wait:?}")]
    Limited {
        /// How long.
        wait: Duration,
        /// Who has to wait.
        scope: RetryScope,
    },
    /// 4xx, decided by Discord itself.
    #[error("Discord answered {status}: {message} (code {code})")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// Discord's own code for the reason.
        code: i64,
        /// Discord's words, with the fields they are about.
        message: String,
    },
    /// 4xx without Discord's words in it: from a proxy or firewall on the way, or from a wrong address.
    #[error("something that is not Discord's API answered {status}")]
    Strange {
        /// The HTTP status.
        status: u16,
    },
    /// 5xx.
    #[error("Discord answered {status}")]
    Broken {
        /// The HTTP status.
        status: u16,
    },
    /// No connection was made.
    #[error("no connection to Discord: {0}")]
    Unreachable(String),
    /// The request was on its way when the connection broke or took too long.
    #[error("no answer from Discord: {0}")]
    Lost(String),
    /// The request could not be written.
    #[error("the request could not be written: {0}")]
    Unwritable(String),
}

/// A bot's access to the REST API.
pub(super) struct Api {
    client: reqwest::Client,
    token: String,
    address: String,
    limits: Mutex<Limits>,
    turns: OnceLock<Turns>,
}

impl std::fmt::Debug for Api {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Api")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}

impl Api {
    /// Access with a token, to Discord or to what stands in its place at `address`.
    pub(super) fn new(token: &Secret, address: &str) -> Result<Self, String> {
        let token = token.expose().trim();
        let token = token.strip_prefix("Bot ").unwrap_or(token);
        if token.is_empty() || !token.chars().all(|c| c.is_ascii_graphic()) {
            return Err(
                "DISCORD_TOKEN is no bot token: it is empty or holds a space or a letter that no token has. \
                        Copy the token from your application's Bot page in the Discord developer portal."
                    .to_owned(),
            );
        }
        let address = address.trim_end_matches('/');
        let valid =
            url::Url::parse(address).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
        if !valid {
            return Err(format!(
                "discord.api_url \"{address}\" is no web address; write it like {DISCORD}"
            ));
        }
        Ok(Self {
            client: client()?,
            token: format!("Bot {token}"),
            address: address.to_owned(),
            limits: Mutex::new(Limits::default()),
            turns: OnceLock::new(),
        })
    }

    /// From now on each request that counts against the bot's limit takes a turn of these. Answers to interactions do not
    /// count: "Interaction endpoints are not bound to the bot's Global Rate Limit".
    pub(super) fn pace(&self, turns: Turns) {
        // The first word holds: there is one pace a bot.
        let _ = self.turns.set(turns);
    }

    /// Waits for the turn of a request; it is over when the turn is dropped.
    pub(super) async fn turn(&self) -> Option<Turn> {
        match self.turns.get() {
            Some(turns) => turns.next().await,
            None => None,
        }
    }

    /// What serenity needs for its own requests: the same token and address, and a client of its own, since a client's
    /// connections die with the runtime that opened them.
    pub(super) fn for_serenity(&self) -> Result<serenity::http::Http, String> {
        let builder = serenity::http::HttpBuilder::new(&self.token).client(client()?);
        // serenity ignores the address while its own limiter is on.
        Ok(match self.proxy() {
            Some(address) => builder.proxy(address),
            None => builder,
        }
        .ratelimiter_disabled(true)
        .build())
    }

    fn proxy(&self) -> Option<&str> {
        (self.address != DISCORD).then_some(self.address.as_str())
    }

    /// What this token has to wait for.
    pub(super) fn limits(&self) -> MutexGuard<'_, Limits> {
        self.limits.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes one request and reads the answer; an empty answer is `Null`.
    pub(super) async fn call(
        &self,
        method: LightMethod,
        route: Route<'_>,
        body: Option<&Value>,
    ) -> Result<Value, Failure> {
        let body = body.map(|body| body.to_string().into_bytes());
        self.make(route, Request::new(route, method).body(body)).await
    }

    /// The same with a file, which the body's attachments call number 0.
    pub(super) async fn call_with_file(
        &self,
        method: LightMethod,
        route: Route<'_>,
        body: &Value,
        (name, bytes): (&str, &[u8]),
    ) -> Result<Value, Failure> {
        let form = Multipart {
            upload: MultipartUpload::Attachments(vec![CreateAttachment::bytes(bytes, name)]),
            fields: Vec::new(),
            payload_json: Some(body.to_string()),
        };
        self.make(route, Request::new(route, method).multipart(Some(form)))
            .await
    }

    async fn make(&self, route: Route<'_>, request: Request<'_>) -> Result<Value, Failure> {
        let channel = match route {
            Route::ChannelMessages { channel_id } => Some(channel_id.get()),
            _ => None,
        };
        let request = request
            .build(&self.client, &self.token, self.proxy())
            .map_err(|error| Failure::Unwritable(error.to_string()))?;
        // Addresses hold interaction tokens: they stay out of the words of errors.
        let response = request.send().await.map_err(|error| unanswered(&error.without_url()))?;
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        if response.status().is_success() {
            if let Some((channel, wait)) = channel.zip(used_up(&headers)) {
                self.limits().close_channel(channel, wait, Instant::now());
            }
            let text = response
                .text()
                .await
                .map_err(|error| Failure::Lost(said(&error.without_url())))?;
            return Ok(serde_json::from_str(&text).unwrap_or(Value::Null));
        }
        let answer = response
            .text()
            .await
            .ok()
            .and_then(|text| serde_json::from_str::<Value>(&text).ok());
        let failure = read_failure(status, &headers, answer.as_ref());
        self.limits().note(
            status,
            header(&headers, "x-ratelimit-scope"),
            channel,
            &failure,
            Instant::now(),
        );
        Err(failure)
    }
}

fn client() -> Result<reqwest::Client, String> {
    reqwest::Client::builder()
        .connect_timeout(Duration::from_secs(5))
        .timeout(Duration::from_secs(15))
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .map_err(|error| format!("no HTTP client could be made for Discord: {error}"))
}

fn unanswered(error: &reqwest::Error) -> Failure {
    if error.is_connect() {
        Failure::Unreachable(said(error))
    } else if error.is_builder() {
        Failure::Unwritable(said(error))
    } else {
        Failure::Lost(said(error))
    }
}

/// An error with its causes, which reqwest keeps apart.
fn said(error: &reqwest::Error) -> String {
    let mut words = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        words.push_str(": ");
        words.push_str(&error.to_string());
        cause = error.source();
    }
    words
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// Seconds as Discord writes them, such as 1.5.
fn seconds(text: &str) -> Option<Duration> {
    text.trim().parse::<f64>().ok().and_then(believed)
}

/// Seconds as a wait; `None` for what is no time.
fn believed(seconds: f64) -> Option<Duration> {
    (seconds >= 0.0).then(|| {
        Duration::try_from_secs_f64(seconds)
            .unwrap_or(LONGEST_WAIT)
            .min(LONGEST_WAIT)
    })
}

/// How long a bucket stays empty, when this answer took the last of it.
fn used_up(headers: &HeaderMap) -> Option<Duration> {
    if header(headers, "x-ratelimit-remaining")? != "0" {
        return None;
    }
    seconds(header(headers, "x-ratelimit-reset-after")?)
}

fn read_failure(status: u16, headers: &HeaderMap, answer: Option<&Value>) -> Failure {
    let code = answer.and_then(|answer| answer.get("code")).and_then(Value::as_i64);
    match status {
        429 => {
            let wait = answer
                .and_then(|answer| answer.get("retry_after"))
                .and_then(Value::as_f64)
                .and_then(believed)
                .or_else(|| header(headers, "retry-after").and_then(seconds))
                .or_else(|| header(headers, "x-ratelimit-reset-after").and_then(seconds))
                .unwrap_or(UNNAMED_WAIT);
            let global = answer.and_then(|answer| answer.get("global")).and_then(Value::as_bool) == Some(true)
                || header(headers, "x-ratelimit-global").is_some_and(|value| value.eq_ignore_ascii_case("true"))
                || header(headers, "x-ratelimit-scope") == Some("global");
            // An answer that is no JSON comes from Cloudflare, which bans the address, not the channel.
            let scope = if global || answer.is_none() {
                RetryScope::Token
            } else {
                RetryScope::Chat
            };
            Failure::Limited { wait, scope }
        }
        500.. => Failure::Broken { status },
        // Code 0 with a 404 is Discord's word for an address that it does not have at all.
        _ => match code {
            Some(code) if (status, code) != (404, 0) => Failure::Refused {
                status,
                code,
                message: reason(answer),
            },
            _ if status == 401 || status == 400 => Failure::Refused {
                status,
                code: 0,
                message: reason(answer),
            },
            _ => Failure::Strange { status },
        },
    }
}

/// Discord's words, and after them the fields that they are about, on one line.
fn reason(answer: Option<&Value>) -> String {
    let message = answer
        .and_then(|answer| answer.get("message"))
        .and_then(Value::as_str)
        .unwrap_or("no reason given");
    match answer.and_then(|answer| answer.get("errors")) {
        Some(errors) => one_line(&format!("{message}: {errors}")),
        None => one_line(message),
    }
}
