//! Chats, what is said in them, and the updates that tell a bot of it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{State, TOKEN, USERNAME, default_user};

/// Kinds of chats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Private,
    Group,
    Supergroup,
    Channel,
}

/// A chat.
#[derive(Clone, Debug)]
pub struct Chat {
    pub kind: Kind,
    pub id: i64,
    /// `@name` of a public channel.
    pub name: Option<String>,
    pub administrators: BTreeSet<i64>,
    /// Blocked by the user, or the bot was removed.
    pub closed: bool,
    /// Whether the bot may send photos there.
    pub takes_photos: bool,
    pub moved_to: Option<i64>,
    /// Topics by id; false for a closed one.
    pub topics: BTreeMap<i64, bool>,
    /// The bot's messages.
    pub messages: Vec<Message>,
}

/// A message of the bot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    pub id: i64,
    pub topic: Option<i64>,
    /// The photo's file id; then the words are its caption.
    pub photo: Option<String>,
    /// True when it rings nowhere.
    pub silent: bool,
    /// The words, after Telegram parsed the markup.
    pub text: String,
    /// As it was sent.
    pub source: String,
    /// Links, as (words, address).
    pub links: Vec<(String, String)>,
    /// Rows of buttons, as (label, data).
    pub buttons: Vec<Vec<(String, String)>>,
    pub edits: u32,
    /// False once it is too old to be edited.
    pub editable: bool,
}

impl Message {
    /// The labels of all buttons, row by row.
    pub fn labels(&self) -> Vec<&str> {
        self.buttons.iter().flatten().map(|(label, _)| label.as_str()).collect()
    }
}

impl Chat {
    pub fn new(kind: Kind, id: i64) -> Self {
        Self {
            kind,
            id,
            name: None,
            administrators: BTreeSet::new(),
            closed: false,
            takes_photos: true,
            moved_to: None,
            topics: BTreeMap::new(),
            messages: Vec::new(),
        }
    }

    pub fn json(&self) -> Value {
        match self.kind {
            Kind::Private => json!({"id": self.id, "type": "private", "first_name": "Ana"}),
            Kind::Group => json!({"id": self.id, "type": "group", "title": "A group"}),
            Kind::Supergroup => {
                json!({"id": self.id, "type": "supergroup", "title": "A supergroup", "is_forum": !self.topics.is_empty()})
            }
            Kind::Channel => json!({"id": self.id, "type": "channel", "title": "A channel"}),
        }
    }

    pub fn message_json(&self, message: &Message) -> Value {
        let mut out = json!({
            "message_id": message.id,
            "date": if message.editable { now() } else { 0 },
            "chat": self.json(),
        });
        if !message.editable {
            return out;
        }
        out["from"] = bot();
        match &message.photo {
            Some(file) => {
                out["photo"] = json!([
                    {"file_id": format!("{file}-small"), "file_unique_id": "s", "width": 90, "height": 60, "file_size": 900},
                    {"file_id": file, "file_unique_id": "l", "width": 900, "height": 600, "file_size": 9000},
                ]);
                out["caption"] = message.text.clone().into();
            }
            None => out["text"] = message.text.clone().into(),
        }
        if let Some(topic) = message.topic {
            out["message_thread_id"] = topic.into();
            out["is_topic_message"] = true.into();
        }
        if !message.buttons.is_empty() {
            let button = |(text, data): &(String, String)| json!({"text": text, "callback_data": data});
            let rows: Vec<Vec<Value>> = message
                .buttons
                .iter()
                .map(|row| row.iter().map(button).collect())
                .collect();
            out["reply_markup"] = json!({"inline_keyboard": rows});
        }
        out
    }
}

pub fn now() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    i64::try_from(since.expect("after 1970").as_secs()).expect("before the end of time")
}

pub fn bot() -> Value {
    let id: i64 = TOKEN
        .split(':')
        .next()
        .and_then(|id| id.parse().ok())
        .expect("a token begins with the bot's id");
    json!({"id": id, "is_bot": true, "first_name": "Dateline", "username": USERNAME})
}

pub fn user(id: i64) -> Value {
    json!({"id": id, "is_bot": false, "first_name": "Ana", "language_code": "en"})
}

impl State {
    pub fn push_update(&mut self, mut update: Value) -> i64 {
        self.last_update += 1;
        update["update_id"] = self.last_update.into();
        self.updates.push((self.last_update, update));
        self.last_update
    }

    pub fn next_message(&mut self) -> i64 {
        self.last_message += 1;
        self.last_message
    }

    pub fn incoming_message(&mut self, chat: i64, fields: Value) -> Value {
        let mut message = json!({
            "message_id": self.next_message(),
            "date": now(),
            "chat": self.chats[&chat].json(),
            "from": user(default_user(chat)),
        });
        for (name, value) in fields.as_object().expect("fields") {
            message[name] = value.clone();
        }
        message
    }

    pub fn press(&mut self, by: i64, chat: i64, message: i64, label: &str) -> i64 {
        self.last_query += 1;
        let query = format!("q{}", self.last_query);
        let chat = &self.chats[&chat];
        let pressed = chat
            .messages
            .iter()
            .find(|m| m.id == message)
            .expect("a message of the bot");
        let button = pressed.buttons.iter().flatten().find(|(text, _)| text == label);
        let (_, data) = button.unwrap_or_else(|| panic!("no button {label} but {:?}", pressed.labels()));
        let update = json!({"callback_query": {
            "id": query,
            "from": user(by),
            "message": chat.message_json(pressed),
            "chat_instance": "1",
            "data": data,
        }});
        self.queries.push(query);
        self.push_update(update)
    }
}
