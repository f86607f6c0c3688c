//! The Bot API's methods, as far as the bot uses them.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Response};
use serde_json::{Value, json};
use tokio::sync::watch;

use super::chats::{Chat, Kind, Message, bot, user};
use super::{Fault, Notice, Request, State, TOKEN, html, wire};
use crate::fakes::mischief::{Mishap, cut};
use crate::fakes::multipart::Part;
use crate::fakes::specs;

/// An error as the Bot API gives it: code, description, parameters.
type Refusal = (u16, String, Option<Value>);

/// The server over this state; `changed` counts its changes.
pub fn app(state: Arc<Mutex<State>>, changed: watch::Sender<u64>) -> Router {
    Router::new().fallback(move |uri: Uri, headers: HeaderMap, body: Bytes| {
        let (state, changed) = (Arc::clone(&state), changed.clone());
        async move { serve(&state, &changed, &uri, &headers, &body).await }
    })
}

async fn serve(
    state: &Mutex<State>,
    changed: &watch::Sender<u64>,
    uri: &Uri,
    headers: &HeaderMap,
    body: &[u8],
) -> Response {
    let path = uri.path().replace("%3A", ":");
    let method = match path.strip_prefix(&format!("/bot{TOKEN}/")) {
        Some(method) => method.to_owned(),
        None => return refuse((401, "Unauthorized".to_owned(), None)),
    };
    let content_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let (body, files) = wire::fields(content_type, body);
    let (fault, mishap, delay, limited) = {
        let mut state = state.lock().expect("state");
        if let Err(violation) = specs::check_telegram(&method, &body) {
            state.violations.push(violation);
        }
        if !state.forgets_requests {
            state.requests.push(Request {
                method: method.clone(),
                body: body.clone(),
                files: files.clone(),
            });
        }
        let name = method.to_lowercase();
        let sends = matches!(name.as_str(), "sendmessage" | "sendphoto");
        let to_chat = sends.then(|| format!("send to {}", body["chat_id"]));
        let fault = to_chat
            .into_iter()
            .chain([name.clone()])
            .find_map(|key| state.faults.get_mut(&key)?.pop_front());
        let mishap = match (&fault, &mut state.mischief) {
            (None, Some(mischief)) if sends => mischief.draw(),
            _ => None,
        };
        let limited = state.strict.as_mut().filter(|_| sends || name == "editmessagetext");
        let chat = body["chat_id"].to_string();
        let limited = limited.and_then(|strict| strict.arrive(Some(chat.trim_matches('"')), Instant::now()).err());
        (fault, mishap, state.delay * u32::from(sends), limited)
    };
    changed.send_modify(|version| *version += 1);
    let fault = match limited {
        Some(refused) => Some(Fault::RetryAfter(refused.wait.as_secs() + 1)),
        None => fault,
    };
    match fault {
        Some(Fault::Refuse(code, description)) => return refuse((code, description.to_owned(), None)),
        Some(Fault::RetryAfter(seconds)) => {
            let description = format!("Too Many Requests: retry after {seconds}");
            return refuse((429, description, Some(json!({"retry_after": seconds}))));
        }
        Some(Fault::Gateway(status)) => return gateway(status),
        Some(Fault::Cut { taken: false }) => cut(),
        _ => {}
    }
    match mishap {
        Some(Mishap::Wait) => {
            let description = "Too Many Requests: retry after 1".to_owned();
            return refuse((429, description, Some(json!({"retry_after": 1}))));
        }
        Some(Mishap::Broken { taken: false }) => return gateway(502),
        Some(Mishap::Cut { taken: false }) => cut(),
        _ => {}
    }
    let result = if method.eq_ignore_ascii_case("getUpdates") {
        get_updates(state, changed, &body).await
    } else {
        let result = state.lock().expect("state").call(&method.to_lowercase(), &body, &files);
        changed.send_modify(|version| *version += 1);
        if !delay.is_zero() {
            tokio::time::sleep(delay).await;
        }
        result
    };
    match mishap {
        Some(Mishap::Slow(wait)) => tokio::time::sleep(wait).await,
        Some(Mishap::Cut { .. }) => cut(),
        Some(Mishap::Broken { .. }) => return gateway(502),
        _ => {}
    }
    match (fault, result) {
        (Some(Fault::GatewayAfter(status)), _) => gateway(status),
        (Some(Fault::Cut { .. }), _) => cut(),
        (_, Ok(result)) => axum::Json(json!({"ok": true, "result": result})).into_response(),
        (_, Err(refusal)) => refuse(refusal),
    }
}

fn refuse((code, description, parameters): Refusal) -> Response {
    let mut body = json!({"ok": false, "error_code": code, "description": description});
    if let Some(parameters) = parameters {
        body["parameters"] = parameters;
    }
    (StatusCode::from_u16(code).expect("a status"), axum::Json(body)).into_response()
}

fn gateway(status: u16) -> Response {
    let page = Html(format!("<html><body><h1>{status}</h1></body></html>"));
    (StatusCode::from_u16(status).expect("a status"), page).into_response()
}

fn bad(description: &str) -> Refusal {
    (400, format!("Bad Request: {description}"), None)
}

/// Long polling: what has a higher number than the confirmed ones, or nothing after the timeout. A new poll ends an
/// older one.
async fn get_updates(state: &Mutex<State>, changed: &watch::Sender<u64>, body: &Value) -> Result<Value, Refusal> {
    let mut version = changed.subscribe();
    let limit = usize::try_from(body["limit"].as_u64().unwrap_or(100).clamp(1, 100)).expect("small");
    let until = tokio::time::Instant::now() + Duration::from_secs(body["timeout"].as_u64().unwrap_or(0));
    let poll = {
        let mut state = state.lock().expect("state");
        if let Some(offset) = body["offset"].as_i64() {
            state.confirmed = state.confirmed.max(offset - 1);
        }
        state.polls += 1;
        state.polls
    };
    changed.send_modify(|version| *version += 1);
    loop {
        version.borrow_and_update();
        {
            let state = state.lock().expect("state");
            if state.polls != poll {
                let description = "Conflict: terminated by other getUpdates request; make sure that only one bot instance \
                                   is running";
                return Err((409, description.to_owned(), None));
            }
            let waiting = state.updates.iter().filter(|(id, _)| *id > state.confirmed);
            let mut waiting: Vec<&(i64, Value)> = waiting.collect();
            waiting.sort_by_key(|(id, _)| *id);
            let updates: Vec<&Value> = waiting.into_iter().map(|(_, update)| update).take(limit).collect();
            if !updates.is_empty() || tokio::time::Instant::now() >= until {
                return Ok(json!(updates));
            }
        }
        // Either way there is another look.
        let _ = tokio::time::timeout_at(until, version.changed()).await;
    }
}

impl State {
    fn call(&mut self, method: &str, body: &Value, files: &[Part]) -> Result<Value, Refusal> {
        match method {
            "getme" => {
                let mut me = bot();
                for field in [
                    "can_join_groups",
                    "can_read_all_group_messages",
                    "supports_inline_queries",
                    "has_main_web_app",
                ] {
                    me[field] = (field == "can_join_groups").into();
                }
                Ok(me)
            }
            "deletewebhook" => Ok(true.into()),
            "getwebhookinfo" => Ok(json!({"url": "", "has_custom_certificate": false, "pending_update_count": 0})),
            "setmycommands" => {
                let commands = body["commands"].as_array().into_iter().flatten();
                self.menu = commands
                    .filter_map(|c| c["command"].as_str())
                    .map(str::to_owned)
                    .collect();
                Ok(true.into())
            }
            "sendmessage" => self.send(body, read_message(body)),
            "sendphoto" => self.send_photo(body, files),
            "editmessagetext" => self.edit_message(body, read_message(body), false),
            "editmessagecaption" => self.edit_message(body, read_words(body, "caption", 1024), true),
            "answercallbackquery" => self.answer_query(body),
            "sendchataction" => self.chat(body).map(|_| true.into()),
            "getchat" => self.chat(body).map(|chat| chat.json()),
            "getchatmember" => self.member(body),
            _ => Err((404, "Not Found".to_owned(), None)),
        }
    }

    /// The chat of a request, if it is open to the bot.
    fn chat(&mut self, body: &Value) -> Result<&mut Chat, Refusal> {
        let id = &body["chat_id"];
        let number = id.as_i64().or_else(|| id.as_str()?.parse().ok());
        let chat = match number {
            Some(number) => self.chats.get_mut(&number),
            None => self.chats.values_mut().find(|chat| chat.name.as_deref() == id.as_str()),
        };
        let chat = chat.ok_or(bad("chat not found"))?;
        if let Some(new) = chat.moved_to {
            let (code, description, _) = bad("group chat was upgraded to a supergroup chat");
            return Err((code, description, Some(json!({"migrate_to_chat_id": new}))));
        }
        if chat.closed {
            let why = match chat.kind {
                Kind::Private => "bot was blocked by the user",
                Kind::Group => "bot was kicked from the group chat",
                Kind::Supergroup => "bot was kicked from the supergroup chat",
                Kind::Channel => "bot is not a member of the channel chat",
            };
            return Err((403, format!("Forbidden: {why}"), None));
        }
        Ok(chat)
    }

    fn send_photo(&mut self, body: &Value, files: &[Part]) -> Result<Value, Refusal> {
        if !self.chat(body)?.takes_photos {
            return Err(bad("not enough rights to send photos to the chat"));
        }
        let named = body["photo"].as_str().unwrap_or_default();
        let photo = match named.strip_prefix("attach://") {
            Some(part) => {
                let file = files.iter().find(|file| file.name == part);
                if !file.is_some_and(|file| file.is_png()) {
                    return Err(bad("IMAGE_PROCESS_FAILED"));
                }
                self.photos += 1;
                format!("photo-{}", self.photos)
            }
            None if (1..=self.photos).any(|n| named == format!("photo-{n}")) => named.to_owned(),
            None => return Err(bad("wrong file identifier/HTTP URL specified")),
        };
        let message = read_words(body, "caption", 1024).map(|message| Message {
            photo: Some(photo),
            ..message
        });
        self.send(body, message)
    }

    fn send(&mut self, body: &Value, message: Result<Message, Refusal>) -> Result<Value, Refusal> {
        let id = self.last_message + 1;
        let chat = self.chat(body)?;
        let topic = body["message_thread_id"].as_i64();
        match topic.map(|topic| chat.topics.get(&topic)) {
            Some(None) => return Err(bad("message thread not found")),
            Some(Some(false)) => return Err(bad("TOPIC_CLOSED")),
            Some(Some(true)) | None => {}
        }
        let message = Message {
            id,
            topic,
            silent: body["disable_notification"] == true,
            ..message?
        };
        let sent = chat.message_json(&message);
        chat.messages.push(message);
        self.last_message = id;
        Ok(sent)
    }

    fn edit_message(&mut self, body: &Value, new: Result<Message, Refusal>, caption: bool) -> Result<Value, Refusal> {
        let chat = self.chat(body)?;
        let id = body["message_id"].as_i64();
        let found = chat.messages.iter().position(|message| Some(message.id) == id);
        let found = found.ok_or(bad("message to edit not found"))?;
        let old = &chat.messages[found];
        if !old.editable {
            return Err(bad("message can't be edited"));
        }
        if old.photo.is_some() != caption {
            let what = if caption { "caption" } else { "text" };
            return Err(bad(&format!("there is no {what} in the message to edit")));
        }
        let new = Message {
            id: old.id,
            topic: old.topic,
            photo: old.photo.clone(),
            edits: old.edits + 1,
            ..new?
        };
        if new.source == old.source && new.buttons == old.buttons {
            return Err(bad(
                "message is not modified: specified new message content and reply markup are exactly the same as a current \
                 content and reply markup of the message",
            ));
        }
        chat.messages[found] = new;
        Ok(chat.message_json(&chat.messages[found]))
    }

    fn answer_query(&mut self, body: &Value) -> Result<Value, Refusal> {
        let id = body["callback_query_id"].as_str().unwrap_or_default();
        let found = self.queries.iter().position(|query| query == id);
        let found = found.ok_or(bad(
            "query is too old and response timeout expired or query ID is invalid",
        ))?;
        self.queries.remove(found);
        let text = body["text"].as_str().unwrap_or_default().to_owned();
        if text.chars().count() > 200 {
            return Err(bad("MESSAGE_TOO_LONG"));
        }
        self.notices.push(Notice {
            text,
            alert: body["show_alert"] == true,
        });
        Ok(true.into())
    }

    fn member(&mut self, body: &Value) -> Result<Value, Refusal> {
        let id = body["user_id"].as_i64().unwrap_or_default();
        let is_administrator = self.chat(body)?.administrators.contains(&id);
        if !is_administrator {
            return Ok(json!({"status": "member", "user": user(id)}));
        }
        let mut member = json!({"status": "administrator", "user": user(id)});
        for right in [
            "can_be_edited",
            "is_anonymous",
            "can_manage_chat",
            "can_delete_messages",
            "can_manage_video_chats",
            "can_restrict_members",
            "can_promote_members",
            "can_change_info",
            "can_invite_users",
            "can_post_stories",
            "can_edit_stories",
            "can_delete_stories",
            "can_pin_messages",
            "can_manage_topics",
        ] {
            member[right] = false.into();
        }
        Ok(member)
    }
}

fn read_message(body: &Value) -> Result<Message, Refusal> {
    let message = read_words(body, "text", 4096)?;
    if message.text.is_empty() {
        return Err(bad("message text is empty"));
    }
    Ok(message)
}

/// The words in this field and the buttons of a request, as far as Telegram takes them.
fn read_words(body: &Value, field: &str, most: usize) -> Result<Message, Refusal> {
    let source = body[field].as_str().unwrap_or_default().to_owned();
    let parsed = match body["parse_mode"].as_str() {
        Some(_) => html::parse(&source).map_err(|why| bad(&format!("can't parse entities: {why}")))?,
        None => html::Parsed {
            text: source.clone(),
            ..html::Parsed::default()
        },
    };
    let text = parsed.text.trim().to_owned();
    if text.encode_utf16().count() > most {
        let what = if field == "caption" {
            "message caption is too long"
        } else {
            "message is too long"
        };
        return Err(bad(what));
    }
    let mut buttons = Vec::new();
    for row in body["reply_markup"]["inline_keyboard"].as_array().into_iter().flatten() {
        let mut labels = Vec::new();
        for button in row.as_array().into_iter().flatten() {
            let data = button["callback_data"].as_str().unwrap_or_default().to_owned();
            if !(1..=64).contains(&data.len()) {
                return Err(bad("BUTTON_DATA_INVALID"));
            }
            labels.push((button["text"].as_str().unwrap_or_default().to_owned(), data));
        }
        buttons.push(labels);
    }
    Ok(Message {
        id: 0,
        topic: None,
        photo: None,
        silent: false,
        text,
        source,
        links: parsed.links,
        buttons,
        edits: 0,
        editable: true,
    })
}
