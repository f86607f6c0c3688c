//! The REST API.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Bytes;
use axum::extract::State as Shared;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::channels;
use super::limits::{check_choices, check_commands, check_files, check_message};
use super::state::{EPHEMERAL, Recorded, State, Trouble};
use super::{ATTACH_FILES, Inner, VIEW_AND_SEND};
use crate::fakes::mischief::{Mishap, cut};
use crate::fakes::multipart;
use crate::fakes::strict::Bucket;

/// A status and a body.
pub type Answer = (u16, Value);

pub fn refusal(status: u16, code: i64, message: impl Into<String>) -> Answer {
    (status, json!({"code": code, "message": message.into()}))
}

pub fn bad_form(reason: String) -> Answer {
    (
        400,
        json!({"code": 50035, "message": "Invalid Form Body", "errors": {"_errors": [{"code": "X", "message": reason}]}}),
    )
}

pub async fn handle(
    Shared(fake): Shared<Arc<Inner>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    bytes: Bytes,
) -> Response {
    let Some(path) = uri.path().strip_prefix("/api/v10") else {
        return (StatusCode::NOT_FOUND, "no API here").into_response();
    };
    let content_type = headers.get("content-type").and_then(|value| value.to_str().ok());
    let mut files = multipart::parts(content_type.unwrap_or_default(), &bytes).unwrap_or_default();
    let payload = files.iter().position(|part| part.name == "payload_json");
    let body: Option<Value> = match payload {
        Some(at) => serde_json::from_slice(&files.remove(at).bytes).ok(),
        None => serde_json::from_slice(&bytes).ok(),
    };
    let posted = method == Method::POST && path.starts_with("/channels/");
    let (trouble, mishap, answer, delay, bucket) = fake.change(|state| {
        let (limited, bucket) = match limit(state, path) {
            Ok(bucket) => (None, bucket),
            Err(trouble) => (Some(trouble), None),
        };
        let mut trouble = limited.or_else(|| state.trouble(method.as_str(), path));
        let mishap = match (&trouble, &mut state.mischief) {
            (None, Some(mischief)) if posted => mischief.draw(),
            _ => None,
        };
        let error = |status: u16| Trouble::Answer {
            status,
            body: "<html>bad gateway</html>".to_owned(),
        };
        match mishap {
            Some(Mishap::Wait) => {
                trouble = Some(Trouble::Limited {
                    seconds: 1.0,
                    scope: "user",
                })
            }
            Some(Mishap::Broken { taken: false }) => trouble = Some(error(502)),
            Some(Mishap::Broken { taken: true }) => trouble = Some(Trouble::BrokenAfter),
            // Nobody will see this status.
            Some(Mishap::Cut { taken: false }) => trouble = Some(error(499)),
            Some(Mishap::Cut { taken: true } | Mishap::Slow(_)) | None => {}
        }
        let answer = match &trouble {
            Some(Trouble::Limited { .. } | Trouble::Answer { .. } | Trouble::Cut { taken: false }) => {
                (429, Value::Null)
            }
            _ => {
                let gateway = fake.gateway_url();
                // A message that is changed has its files already.
                let keeps_files = method == Method::PATCH && path.starts_with("/channels/") && files.is_empty();
                match if keeps_files {
                    Ok(())
                } else {
                    check_files(body.as_ref(), &files)
                } {
                    Ok(()) => answer(state, &gateway, method.as_str(), path, &headers, body.as_ref()),
                    Err(reason) => bad_form(reason),
                }
            }
        };
        let status = match &trouble {
            Some(Trouble::Limited { .. }) => 429,
            Some(Trouble::Answer { status, .. }) => *status,
            Some(Trouble::BrokenAfter) => 502,
            // Nobody will see this status.
            Some(Trouble::Cut { .. }) => 499,
            None => answer.0,
        };
        // 40060: answered already. 50008: a forum takes no messages, which only it can say. 50083: an archived thread.
        let known = [40060, 50008, 50083].map(Value::from).contains(&answer.1["code"]);
        if status == 400 && trouble.is_none() && !known {
            state.violations.push(format!("{method} {path}: {}", answer.1));
        }
        if !state.forgets_requests {
            state.requests.push(Recorded {
                at: Instant::now(),
                method: method.to_string(),
                path: path.to_owned(),
                body: body.clone(),
                files: files.clone(),
                status,
            });
        }
        (trouble, mishap, answer, state.delay * u32::from(posted), bucket)
    });
    match mishap {
        Some(Mishap::Cut { .. }) => cut(),
        Some(Mishap::Slow(wait)) => tokio::time::sleep(wait).await,
        _ => {}
    }
    if !delay.is_zero() {
        tokio::time::sleep(delay).await;
    }
    match trouble {
        Some(Trouble::Limited { seconds, scope }) => {
            let global = scope == "global";
            let body =
                json!({"message": "You are being rate limited.", "retry_after": seconds, "global": global, "code": 0});
            let mut response = (StatusCode::TOO_MANY_REQUESTS, axum::Json(body)).into_response();
            let headers = response.headers_mut();
            headers.insert("retry-after", seconds.ceil().to_string().parse().unwrap());
            headers.insert("x-ratelimit-scope", scope.parse().unwrap());
            if global {
                headers.insert("x-ratelimit-global", "true".parse().unwrap());
            }
            response
        }
        Some(Trouble::Answer { status, body }) => (StatusCode::from_u16(status).unwrap(), body).into_response(),
        Some(Trouble::Cut { .. }) => cut(),
        Some(Trouble::BrokenAfter) => (StatusCode::BAD_GATEWAY, "<html>bad gateway</html>").into_response(),
        None => {
            let (status, body) = answer;
            let status = StatusCode::from_u16(status).unwrap();
            let mut response = if body.is_null() {
                status.into_response()
            } else {
                (status, axum::Json(body)).into_response()
            };
            if let Some(bucket) = bucket {
                let headers = response.headers_mut();
                for (name, value) in [
                    ("x-ratelimit-limit", bucket.limit.to_string()),
                    ("x-ratelimit-remaining", bucket.remaining.to_string()),
                    ("x-ratelimit-reset-after", bucket.reset_after.as_secs_f64().to_string()),
                    ("x-ratelimit-bucket", "messages".to_owned()),
                ] {
                    headers.insert(name, value.parse().unwrap());
                }
            }
            response
        }
    }
}

/// Counts a request where limits are enforced. "Interaction endpoints are not bound to the bot's Global Rate Limit."
fn limit(state: &mut State, path: &str) -> Result<Option<Bucket>, Trouble> {
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    let channel = match parts.as_slice() {
        ["interactions" | "webhooks", ..] => return Ok(None),
        ["channels", id, ..] => Some(*id),
        _ => None,
    };
    let Some(strict) = &mut state.strict else {
        return Ok(None);
    };
    strict
        .arrive(channel, Instant::now())
        .map_err(|refused| Trouble::Limited {
            seconds: refused.wait.as_secs_f64(),
            scope: if refused.global { "global" } else { "user" },
        })
}

fn answer(
    state: &mut State,
    gateway: &str,
    method: &str,
    path: &str,
    headers: &HeaderMap,
    body: Option<&Value>,
) -> Answer {
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    let open = matches!(parts.first(), Some(&"interactions" | &"webhooks")) || parts == ["gateway"];
    let bearer = headers.get("authorization").and_then(|value| value.to_str().ok());
    if !open && bearer != Some(&format!("Bot {}", state.token)) {
        return refusal(401, 0, "401: Unauthorized");
    }
    let empty = json!({});
    let fields = body.unwrap_or(&empty);
    match (method, parts.as_slice()) {
        ("GET", ["gateway"]) => (200, json!({"url": gateway})),
        ("GET", ["gateway", "bot"]) => (
            200,
            json!({"url": gateway, "shards": state.recommended_shards,
                   "session_start_limit": {"total": 1000, "remaining": 999, "reset_after": 1, "max_concurrency": 1}}),
        ),
        ("GET", ["users", "@me"]) => (
            200,
            json!({"id": state.application.to_string(), "username": "dateline", "discriminator": "0000", "bot": true}),
        ),
        ("GET", ["applications", _, "commands"]) => (200, json!(state.commands)),
        ("PUT", ["applications", _, "commands"]) => put_commands(state, fields),
        ("POST", ["interactions", id, token, "callback"]) => callback(state, id, token, fields),
        ("POST", ["channels", id, "messages"]) => channels::create_message(state, id, fields),
        ("PATCH", ["channels", id, "messages", message]) => channels::edit_message(state, id, message, fields),
        ("POST", ["channels", id, "threads"]) => channels::create_post(state, id, fields),
        ("GET", ["channels", id]) => channels::get(state, id),
        ("GET", ["guilds", id, "threads", "active"]) => channels::active_threads(state, id),
        ("POST", ["users", "@me", "channels"]) => {
            let id = state.id();
            state
                .channels
                .insert(id, super::channel(None, VIEW_AND_SEND | ATTACH_FILES));
            (200, json!({"id": id.to_string(), "type": 1}))
        }
        (_, ["webhooks", _, token]) | (_, ["webhooks", _, token, "messages", "@original"]) => {
            let Some(interaction) = by_token(state, token) else {
                return refusal(404, 10015, "Unknown Webhook");
            };
            match (method, parts.len()) {
                ("POST", 3) => follow_up(state, interaction, fields),
                ("PATCH", 5) => edit_original(state, interaction, fields),
                ("DELETE", 5) => delete_original(state, interaction),
                _ => refusal(405, 0, "405: Method Not Allowed"),
            }
        }
        _ => refusal(404, 0, "404: Not Found"),
    }
}

fn put_commands(state: &mut State, body: &Value) -> Answer {
    let commands = body.as_array().cloned().unwrap_or_default();
    if let Err(reason) = check_commands(&commands) {
        return bad_form(reason);
    }
    state.commands = commands
        .into_iter()
        .map(|mut command| {
            command["id"] = json!(state.id().to_string());
            command
        })
        .collect();
    (200, json!(state.commands))
}

/// Interaction tokens are valid for 15 minutes.
fn by_token(state: &State, token: &str) -> Option<u64> {
    state
        .interactions
        .iter()
        .find(|(_, interaction)| {
            interaction.token == token
                && interaction.acknowledged.is_some()
                && interaction.created.elapsed() < Duration::from_secs(900)
        })
        .map(|(id, _)| *id)
}

fn callback(state: &mut State, id: &str, token: &str, body: &Value) -> Answer {
    let id: u64 = id.parse().unwrap_or(0);
    let Some(interaction) = state
        .interactions
        .get(&id)
        .filter(|known| known.token == token)
        .cloned()
    else {
        return refusal(404, 10062, "Unknown interaction");
    };
    if interaction.acknowledged.is_some() {
        return refusal(400, 40060, "Interaction has already been acknowledged.");
    }
    if interaction.created.elapsed() > Duration::from_secs(3) {
        return refusal(404, 10062, "Unknown interaction");
    }
    let kind = body["type"].as_u64().unwrap_or(0);
    let only_for = (body["data"]["flags"].as_u64().unwrap_or(0) & EPHEMERAL != 0).then_some(interaction.user);
    let mut original = interaction.original;
    let mut choices = None;
    match kind {
        4 | 5 => {
            if kind == 4
                && let Err(reason) = check_message(&body["data"])
            {
                return bad_form(reason);
            }
            let made = state.add_message(interaction.channel, Some(id), only_for);
            let message = state.messages.get_mut(&made).unwrap();
            if kind == 4 {
                message.take(&body["data"])
            } else {
                message.thinking = true
            }
            original = Some(made);
        }
        6 if original.is_some() => {}
        8 => {
            let offered = body["data"]["choices"].as_array().cloned().unwrap_or_default();
            if let Err(reason) = check_choices(&offered) {
                return bad_form(reason);
            }
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            choices = Some(
                offered
                    .iter()
                    .map(|choice| (text(&choice["name"]), text(&choice["value"])))
                    .collect(),
            );
        }
        _ => return bad_form(format!("callback type {kind} does not fit the interaction")),
    }
    let known = state.interactions.get_mut(&id).unwrap();
    known.acknowledged = Some(kind);
    known.original = original;
    known.choices = choices;
    (204, Value::Null)
}

fn follow_up(state: &mut State, interaction: u64, body: &Value) -> Answer {
    if let Err(reason) = check_message(body) {
        return bad_form(reason);
    }
    let known = state.interactions[&interaction].clone();
    let thinking = known
        .original
        .filter(|original| state.messages.get(original).is_some_and(|message| message.thinking));
    // The first follow-up takes the place of "thinking…", and its visibility.
    let made = thinking.unwrap_or_else(|| {
        let only_for = (body["flags"].as_u64().unwrap_or(0) & EPHEMERAL != 0).then_some(known.user);
        state.add_message(known.channel, Some(interaction), only_for)
    });
    let message = state.messages.get_mut(&made).unwrap();
    message.take(body);
    (200, message.to_json(state.application))
}

fn edit_original(state: &mut State, interaction: u64, body: &Value) -> Answer {
    let original = state.interactions[&interaction].original;
    let Some(message) = original.and_then(|original| state.messages.get(&original)) else {
        return refusal(404, 10008, "Unknown Message");
    };
    let mut edited = message.clone();
    edited.take(body);
    edited.edits += 1;
    let whole = json!({"content": edited.content, "embeds": edited.embeds, "components": edited.components});
    if let Err(reason) = check_message(body).or_else(|_| check_message(&whole)) {
        return bad_form(reason);
    }
    let shown = edited.to_json(state.application);
    state.messages.insert(edited.id, edited);
    (200, shown)
}

fn delete_original(state: &mut State, interaction: u64) -> Answer {
    let original = state
        .interactions
        .get_mut(&interaction)
        .and_then(|known| known.original.take());
    match original.and_then(|original| state.messages.remove(&original)) {
        Some(_) => (204, Value::Null),
        None => refusal(404, 10008, "Unknown Message"),
    }
}
