//! What Telegram's refusals mean for a message.

use serde_json::Value;
use teloxide::types::Recipient;
use teloxide::{ApiError, RequestError};

use super::SendError;
use crate::platforms::{RetryScope, one_line};

/// The wait when Telegram asks for one without saying how long.
const UNSAID_WAIT_SECONDS: u64 = 5;

/// Descriptions of 400 and 403 after which a chat takes nothing more from us for certain, in lower case. Telegram
/// documents none of them; these are the ones its server is known to send. Missing rights and closed topics are not
/// among them: a chat's people give rights again and reopen topics.
const GONE: [&str; 9] = [
    "chat was deleted",
    "group is deactivated",
    "group chat was deactivated",
    "user is deactivated",
    "was kicked",
    "bot was blocked",
    "is not a member",
    "can't initiate conversation",
    "can't send messages to bots",
];

/// Descriptions after which there is perhaps no such chat or topic, in lower case.
const MISSING: [&str; 4] = [
    "chat not found",
    "peer_id_invalid",
    "topic_deleted",
    "message thread not found",
];

/// What a failed request to send to `chat` means.
pub(super) fn send_error(error: RequestError, chat: &Recipient) -> SendError {
    match error {
        RequestError::MigrateToChatId(id) => SendError::Moved(id.to_string()),
        RequestError::RetryAfter(wait) => wait_for(wait.seconds().into(), chat),
        RequestError::Api(error) => refused(&description(&error), chat),
        RequestError::InvalidJson { raw, .. } => unreadable(&raw, chat),
        RequestError::Network(error) if error.is_connect() || error.is_builder() => {
            SendError::Unreachable(with_causes(&*error))
        }
        RequestError::Network(error) => SendError::Unknown(with_causes(&*error)),
        RequestError::Io(error) => SendError::Unknown(error.to_string()),
    }
}

/// Telegram's own words, on one line: teloxide's error wraps those that it does not know.
pub(super) fn description(error: &ApiError) -> String {
    match error {
        ApiError::Unknown(text) => one_line(text),
        ApiError::InvalidToken => "Unauthorized".to_owned(),
        known => one_line(&known.to_string()),
    }
}

/// The `result` of an answer that Telegram gave with success and teloxide could not read.
pub(super) fn accepted(error: &RequestError) -> Option<Value> {
    let RequestError::InvalidJson { raw, .. } = error else {
        return None;
    };
    let mut answer: Value = serde_json::from_str(raw).ok()?;
    (answer["ok"] == true).then(|| answer["result"].take())
}

/// The error in a few words for the log: no page of HTML, no token.
pub(super) fn in_words(error: &RequestError) -> String {
    match error {
        RequestError::Api(error) => description(error),
        RequestError::InvalidJson { raw, .. } => {
            format!("an answer that is not the Bot API's: {}", excerpt(raw))
        }
        RequestError::Network(error) => with_causes(&**error),
        other => other.to_string(),
    }
}

/// Telegram does not say whether its limit is the chat's or the token's. In a group or channel the limit of 20 a minute
/// to that chat is by far the nearest; in a private chat it may be either.
fn wait_for(seconds: u64, chat: &Recipient) -> SendError {
    let private = matches!(chat, Recipient::Id(id) if id.0 > 0);
    let scope = if private { RetryScope::Unsaid } else { RetryScope::Chat };
    SendError::RetryAfter(std::time::Duration::from_secs(seconds), scope)
}

fn refused(description: &str, chat: &Recipient) -> SendError {
    let text = description.to_lowercase();
    if text.starts_with("too many requests") {
        let seconds = text.rsplit(' ').next().and_then(|last| last.parse().ok());
        return wait_for(seconds.unwrap_or(UNSAID_WAIT_SECONDS), chat);
    }
    if GONE.iter().any(|gone| text.contains(gone)) {
        return SendError::Gone(description.to_owned());
    }
    if MISSING.iter().any(|missing| text.contains(missing)) {
        return SendError::Missing(description.to_owned());
    }
    if text.starts_with("unauthorized") || text == "not found" {
        return SendError::Unreachable(
            "Telegram refuses the token; check TELEGRAM_TOKEN and telegram.api_url".to_owned(),
        );
    }
    let refusals = ["bad request", "forbidden", "request entity too large"];
    if refusals.iter().any(|refusal| text.starts_with(refusal)) {
        return SendError::Rejected(description.to_owned());
    }
    // "Internal Server Error", "Bad Gateway" and whatever comes next: perhaps after acceptance.
    SendError::Unknown(description.to_owned())
}

/// teloxide reads an error only with known parameters and shape; anything else arrives here.
fn unreadable(raw: &str, chat: &Recipient) -> SendError {
    let Ok(answer) = serde_json::from_str::<Value>(raw) else {
        return SendError::Unknown(format!("an answer that is not the Bot API's: {}", excerpt(raw)));
    };
    let parameters = &answer["parameters"];
    if let Some(id) = parameters["migrate_to_chat_id"].as_i64() {
        return SendError::Moved(id.to_string());
    }
    if let Some(seconds) = parameters["retry_after"].as_u64() {
        return wait_for(seconds, chat);
    }
    let description = &one_line(answer["description"].as_str().unwrap_or_default());
    match answer["error_code"].as_u64() {
        Some(403) if !description.to_lowercase().starts_with("forbidden") => {
            refused(&format!("Forbidden: {description}"), chat)
        }
        Some(429) => wait_for(UNSAID_WAIT_SECONDS, chat),
        Some(400) if !description.to_lowercase().starts_with("bad request") => {
            refused(&format!("Bad Request: {description}"), chat)
        }
        _ => refused(description, chat),
    }
}

/// The beginning of an answer, on one line. Web servers repeat the address that they do not know, and the token is in it.
fn excerpt(raw: &str) -> String {
    const LETTERS: usize = 120;
    let line = one_line(raw);
    let mut parts = line.split("/bot");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(['/', ' ', '"', '<']).unwrap_or(part.len());
        out.push_str("/bot…");
        out.push_str(part.get(end..).unwrap_or_default());
    }
    out.chars().take(LETTERS).collect()
}

/// reqwest's own text stops before the cause that matters.
fn with_causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}
