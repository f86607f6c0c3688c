//! What the fake Discord remembers.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::sync::mpsc::UnboundedSender;

use crate::fakes::mischief::Mischief;
use crate::fakes::multipart::Part;
use crate::fakes::strict::Strict;

pub const EPHEMERAL: u64 = 1 << 6;
const LOADING: u64 = 1 << 7;

/// A message. Ephemeral ones are seen by one user only.
#[derive(Clone, Debug)]
pub struct Message {
    pub id: u64,
    pub channel: u64,
    pub content: String,
    pub embeds: Vec<Value>,
    pub components: Vec<Value>,
    /// Its files: names and what they show, in words.
    pub files: Vec<(String, String)>,
    pub flags: u64,
    /// The interaction that it answers.
    pub interaction: Option<u64>,
    /// The only user who sees it.
    pub only_for: Option<u64>,
    /// "thinking…": acknowledged, not yet answered.
    pub thinking: bool,
    pub edits: u32,
}

impl Message {
    /// Its words, as a reader meets them.
    pub fn text(&self) -> String {
        let mut lines = vec![self.content.clone()];
        for embed in &self.embeds {
            for value in [
                &embed["title"],
                &embed["url"],
                &embed["description"],
                &embed["footer"]["text"],
            ] {
                lines.extend(value.as_str().map(str::to_owned));
            }
        }
        lines.retain(|line| !line.is_empty());
        lines.join("\n")
    }

    /// Its buttons: label and custom id.
    pub fn buttons(&self) -> Vec<(String, String)> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        self.components
            .iter()
            .flat_map(|row| row["components"].as_array().cloned().unwrap_or_default())
            .map(|button| (text(&button["label"]), text(&button["custom_id"])))
            .collect()
    }

    pub fn is_ephemeral(&self) -> bool {
        self.flags & EPHEMERAL != 0
    }

    /// Takes the fields of a "Create Message" or "Edit Message" body.
    pub fn take(&mut self, body: &Value) {
        if let Some(content) = body.get("content") {
            self.content = content.as_str().unwrap_or_default().to_owned();
        }
        if let Some(embeds) = body.get("embeds") {
            self.embeds = distinct(embeds.as_array().cloned().unwrap_or_default());
        }
        if let Some(components) = body.get("components") {
            self.components = components.as_array().cloned().unwrap_or_default();
        }
        if let Some(attachments) = body.get("attachments") {
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            let attachments = attachments.as_array().into_iter().flatten();
            self.files = attachments
                .map(|file| (text(&file["filename"]), text(&file["description"])))
                .collect();
        }
        self.thinking = false;
        self.flags &= !LOADING;
    }

    pub fn to_json(&self, application: u64) -> Value {
        let mut message = json!({
            "id": self.id.to_string(),
            "channel_id": self.channel.to_string(),
            "author": {"id": application.to_string(), "username": "dateline", "discriminator": "0000", "bot": true, "avatar": null},
            "content": self.content,
            "timestamp": "2026-01-07T12:00:00.000000+00:00",
            "edited_timestamp": null,
            "tts": false,
            "mention_everyone": false,
            "mentions": [],
            "mention_roles": [],
            "attachments": self.files.iter().map(|(name, words)| json!({
                "id": self.id.to_string(), "filename": name, "description": words, "size": 9000,
                "url": format!("https://cdn.example/{name}"), "proxy_url": format!("https://cdn.example/{name}"),
            })).collect::<Vec<_>>(),
            "embeds": self.embeds.iter().map(|embed| {
                let mut embed = embed.clone();
                embed["type"] = json!("rich");
                embed
            }).collect::<Vec<_>>(),
            "components": self.components.iter().enumerate().map(|(at, row)| {
                let mut row = row.clone();
                row["id"] = json!(at + 1);
                row
            }).collect::<Vec<_>>(),
            "pinned": false,
            "type": 0,
            "flags": self.flags | if self.thinking { LOADING } else { 0 },
        });
        if let Some(interaction) = self.interaction {
            message["webhook_id"] = json!(application.to_string());
            message["application_id"] = json!(application.to_string());
            message["interaction_metadata"] = json!({
                "id": interaction.to_string(),
                "type": 2,
                "user": {"id": "1", "username": "somebody", "discriminator": "0", "avatar": null},
                "authorizing_integration_owners": {},
            });
        }
        message
    }
}

/// "Embeds are deduplicated by URL": only the first is shown.
fn distinct(embeds: Vec<Value>) -> Vec<Value> {
    let mut seen = Vec::new();
    embeds
        .into_iter()
        .filter(|embed| match embed["url"].as_str() {
            Some(url) if seen.contains(&url.to_owned()) => false,
            Some(url) => {
                seen.push(url.to_owned());
                true
            }
            None => true,
        })
        .collect()
}

/// A channel of a guild, or a direct conversation.
#[derive(Debug)]
pub struct Channel {
    /// `None` for a direct conversation.
    pub guild: Option<u64>,
    /// What the bot may do there.
    pub bot_permissions: u64,
    /// How posting is refused: status and code.
    pub refusal: Option<(u16, i64)>,
    /// Nonces seen, with the messages they made and when.
    pub nonces: HashMap<String, (u64, Instant)>,
    /// True of a forum, which takes posts and no messages.
    pub is_forum: bool,
    /// True of an announcement channel.
    pub is_announcements: bool,
    /// The channel that a thread is in, and its name.
    pub thread: Option<(u64, String)>,
    /// Of a thread that is archived: whether it is locked as well. Sending opens one that is not.
    pub archived: Option<bool>,
}

/// Something a user did.
#[derive(Clone, Debug)]
pub struct Interaction {
    pub token: String,
    pub channel: u64,
    pub user: u64,
    pub created: Instant,
    pub acknowledged: Option<u64>,
    /// The message that it made or is on.
    pub original: Option<u64>,
    /// The offers of an autocomplete answer.
    pub choices: Option<Vec<(String, String)>>,
    /// The event as it was sent, to send it again.
    pub event: Value,
}

/// A request that arrived.
#[derive(Clone, Debug)]
pub struct Recorded {
    pub at: Instant,
    pub method: String,
    /// Below `/api/v10`.
    pub path: String,
    pub body: Option<Value>,
    /// What was uploaded with it.
    pub files: Vec<Part>,
    pub status: u16,
}

/// What goes wrong with the next requests of a kind.
#[derive(Clone, Debug)]
pub struct Fault {
    pub method: &'static str,
    /// Matches every path that contains it.
    pub path: String,
    pub what: Trouble,
    /// How often it happens.
    pub times: u32,
}

/// A way to go wrong.
#[derive(Clone, Debug)]
pub enum Trouble {
    /// 429; scope is "user", "shared" or "global".
    Limited { seconds: f64, scope: &'static str },
    /// An answer of one's own, in place of Discord's.
    Answer { status: u16, body: String },
    /// The request is carried out, the answer is 502.
    BrokenAfter,
    /// The connection is cut without an answer, before or after the request is carried out.
    Cut { taken: bool },
}

/// What the fake asks a gateway connection to do.
#[derive(Debug)]
pub enum Order {
    Send(Value),
    /// A close frame with this code.
    Close(u16),
    /// The connection ends without a word (TCP reset).
    Reset,
}

/// A gateway session, which can be resumed.
#[derive(Debug, Default)]
pub struct Session {
    pub id: String,
    pub seq: u64,
    pub events: Vec<(u64, Value)>,
    /// The connection it is live on.
    pub live: Option<UnboundedSender<Order>>,
}

/// Everything.
#[derive(Debug)]
pub struct State {
    pub token: String,
    pub application: u64,
    pub next_id: u64,
    /// Members with their permissions, by guild.
    pub guilds: HashMap<u64, HashMap<u64, u64>>,
    pub channels: HashMap<u64, Channel>,
    pub messages: BTreeMap<u64, Message>,
    pub commands: Vec<Value>,
    pub interactions: HashMap<u64, Interaction>,
    pub requests: Vec<Recorded>,
    pub faults: VecDeque<Fault>,
    /// How long the answer to a posted message is on its way.
    pub delay: Duration,
    /// Random trouble with what is posted.
    pub mischief: Option<Mischief>,
    /// Whether requests are thrown away: a long story has too many of them.
    pub forgets_requests: bool,
    /// Limits that are enforced.
    pub strict: Option<Strict>,
    /// What the program sent against the rules.
    pub violations: Vec<String>,
    pub session: Session,
    pub identifies: Vec<Value>,
    pub resumes: Vec<Value>,
    /// Heartbeats that arrived.
    pub heartbeats: u32,
    pub heartbeat_interval: Duration,
    /// Whether the next resume is refused (op 9).
    pub forget_session: bool,
    pub recommended_shards: u32,
}

impl State {
    pub fn new(token: &str) -> Self {
        Self {
            token: token.to_owned(),
            application: 4_000_000_000_000_001,
            next_id: 5_000_000_000_000_000,
            guilds: HashMap::new(),
            channels: HashMap::new(),
            messages: BTreeMap::new(),
            commands: Vec::new(),
            interactions: HashMap::new(),
            requests: Vec::new(),
            faults: VecDeque::new(),
            delay: Duration::ZERO,
            mischief: None,
            forgets_requests: false,
            strict: None,
            violations: Vec::new(),
            session: Session::default(),
            identifies: Vec::new(),
            resumes: Vec::new(),
            heartbeats: 0,
            heartbeat_interval: Duration::from_millis(41_250),
            forget_session: false,
            recommended_shards: 1,
        }
    }

    pub fn id(&mut self) -> u64 {
        self.next_id += 1;
        self.next_id
    }

    /// Adds a message, empty as yet.
    pub fn add_message(&mut self, channel: u64, interaction: Option<u64>, only_for: Option<u64>) -> u64 {
        let id = self.id();
        let message = Message {
            id,
            channel,
            content: String::new(),
            embeds: Vec::new(),
            components: Vec::new(),
            files: Vec::new(),
            flags: if only_for.is_some() { EPHEMERAL } else { 0 },
            interaction,
            only_for,
            thinking: false,
            edits: 0,
        };
        self.messages.insert(id, message);
        id
    }

    /// The trouble that is due for a request.
    pub fn trouble(&mut self, method: &str, path: &str) -> Option<Trouble> {
        let at = self
            .faults
            .iter()
            .position(|fault| fault.method == method && path.contains(&fault.path))?;
        let fault = &mut self.faults[at];
        fault.times -= 1;
        let what = fault.what.clone();
        if fault.times == 0 {
            self.faults.remove(at);
        }
        Some(what)
    }

    /// Sends an event to the bot, now or when it resumes its session.
    pub fn dispatch(&mut self, kind: &str, data: &Value) {
        self.session.seq += 1;
        let seq = self.session.seq;
        let event = json!({"op": 0, "t": kind, "s": seq, "d": data});
        self.session.events.push((seq, event.clone()));
        if let Some(live) = &self.session.live {
            let _ = live.send(Order::Send(event));
        }
    }
}
