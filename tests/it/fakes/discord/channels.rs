//! Channels, forums and threads: what is posted there and changed.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::limits::{check_message, check_pictures};
use super::rest::{Answer, bad_form, refusal};
use super::state::State;
use super::{ATTACH_FILES, VIEW_AND_SEND};

/// Discord promises to know a nonce for "the past few minutes".
const NONCE_MEMORY: Duration = Duration::from_secs(150);

pub fn create_message(state: &mut State, channel: &str, body: &Value) -> Answer {
    let id: u64 = channel.parse().unwrap_or(0);
    let Some(channel) = state.channels.get(&id) else {
        return refusal(404, 10003, "Unknown Channel");
    };
    if channel.is_forum {
        return refusal(400, 50008, "Cannot send messages in a non-text channel");
    }
    if channel.archived == Some(true) {
        return refusal(400, 50083, "Thread is archived");
    }
    if let Some((status, code)) = channel.refusal {
        return refusal(status, code, "Cannot send messages here");
    }
    if channel.guild.is_some() && channel.bot_permissions & VIEW_AND_SEND != VIEW_AND_SEND {
        return refusal(403, 50013, "Missing Permissions");
    }
    if channel.bot_permissions & ATTACH_FILES == 0 && body["attachments"].is_array() {
        return refusal(403, 50013, "Missing Permissions");
    }
    if let Err(reason) = check_message(body) {
        return if reason.contains("empty message") {
            refusal(400, 50006, reason)
        } else {
            bad_form(reason)
        };
    }
    let nonce = body["nonce"].as_str().map(str::to_owned);
    let enforced = nonce.clone().filter(|_| body["enforce_nonce"] == true);
    let known = enforced
        .and_then(|nonce| channel.nonces.get(&nonce).copied())
        .and_then(|(message, at)| (at.elapsed() < NONCE_MEMORY).then_some(message));
    let made = match known {
        Some(message) => message,
        None => {
            let made = state.add_message(id, None, None);
            state.channels.get_mut(&id).unwrap().archived = None;
            state.messages.get_mut(&made).unwrap().take(body);
            if let Some(nonce) = nonce {
                state
                    .channels
                    .get_mut(&id)
                    .unwrap()
                    .nonces
                    .insert(nonce, (made, Instant::now()));
            }
            made
        }
    };
    (200, state.messages[&made].to_json(state.application))
}

/// "When a thread is archived, its messages cannot be edited."
pub fn edit_message(state: &mut State, channel: &str, message: &str, body: &Value) -> Answer {
    let id: u64 = channel.parse().unwrap_or(0);
    let Some(channel) = state.channels.get(&id) else {
        return refusal(404, 10003, "Unknown Channel");
    };
    if channel.archived.is_some() {
        return refusal(400, 50083, "Thread is archived");
    }
    let known = message
        .parse()
        .ok()
        .and_then(|message: u64| state.messages.get(&message));
    let Some(message) = known.filter(|message| message.channel == id) else {
        return refusal(404, 10008, "Unknown Message");
    };
    let mut edited = message.clone();
    edited.take(body);
    edited.edits += 1;
    let whole = json!({"content": edited.content, "embeds": edited.embeds, "components": edited.components});
    let names: Vec<&str> = edited.files.iter().map(|(name, _)| name.as_str()).collect();
    if let Err(reason) = check_message(&whole) {
        return bad_form(reason);
    }
    // Discord shows nothing where a picture is missing; it is no error.
    edited
        .embeds
        .retain(|embed| check_pictures(&json!({"embeds": [embed]}), &names).is_ok());
    let shown = edited.to_json(state.application);
    state.messages.insert(edited.id, edited);
    (200, shown)
}

pub fn create_post(state: &mut State, forum: &str, body: &Value) -> Answer {
    let id: u64 = forum.parse().unwrap_or(0);
    let Some(forum) = state.channels.get(&id) else {
        return refusal(404, 10003, "Unknown Channel");
    };
    if let Some((status, code)) = forum.refusal {
        return refusal(status, code, "Cannot post here");
    }
    let name = body["name"].as_str().unwrap_or_default().to_owned();
    if !forum.is_forum || !(1..=100).contains(&name.chars().count()) {
        return bad_form(format!("no forum, or no name: {name}"));
    }
    if let Err(reason) = check_message(&body["message"]) {
        return bad_form(reason);
    }
    let (guild, permissions) = (forum.guild, forum.bot_permissions);
    let made = state.add_message(id, None, None);
    let message = state.messages.get_mut(&made).unwrap();
    message.take(&body["message"]);
    // The thread has the id of its first message.
    message.channel = made;
    let mut thread = super::channel(guild, permissions);
    thread.thread = Some((id, name));
    state.channels.insert(made, thread);
    let mut shown = channel_json(state, made);
    shown["message"] = state.messages[&made].to_json(state.application);
    (201, shown)
}

pub fn get(state: &State, channel: &str) -> Answer {
    let id: u64 = channel.parse().unwrap_or(0);
    match state.channels.contains_key(&id) {
        true => (200, channel_json(state, id)),
        false => refusal(404, 10003, "Unknown Channel"),
    }
}

pub fn active_threads(state: &State, guild: &str) -> Answer {
    let guild: Option<u64> = guild.parse().ok();
    let threads = state
        .channels
        .iter()
        .filter(|(_, channel)| channel.thread.is_some() && channel.guild == guild);
    let threads: Vec<Value> = threads.map(|(id, _)| channel_json(state, *id)).collect();
    (200, json!({"threads": threads, "members": []}))
}

fn channel_json(state: &State, id: u64) -> Value {
    let channel = &state.channels[&id];
    let mut shown = json!({"id": id.to_string(), "guild_id": channel.guild.map(|guild| guild.to_string())});
    shown["type"] = match (&channel.thread, channel.is_forum) {
        (Some((parent, name)), _) => {
            shown["parent_id"] = json!(parent.to_string());
            shown["name"] = json!(name);
            shown["owner_id"] = json!(state.application.to_string());
            11.into()
        }
        (None, true) => 15.into(),
        (None, false) if channel.is_announcements => 5.into(),
        (None, false) => 0.into(),
    };
    shown
}
