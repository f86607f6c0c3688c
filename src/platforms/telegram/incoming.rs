//! What an update asks of the bot.

use teloxide::types::{
    CallbackQuery, CallbackQueryId, Chat, ChatId, Message, MessageId, ThreadId, Update, UpdateKind, UserId,
};

use crate::commands::SPECS;
use crate::platforms::one_line;

/// Something to do.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Incoming {
    /// A person asked: typed a line or pressed a button.
    Asked(Question),
    /// A group became a supergroup and has a new id.
    Moved { from: ChatId, to: ChatId },
}

/// Where a question was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Setting {
    /// A person's own chat with the bot.
    Private,
    /// A group or supergroup.
    Group,
    /// Under a post of a channel.
    Channel,
}

/// What a person asked.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Question {
    pub chat: ChatId,
    pub setting: Setting,
    /// The topic, in a forum.
    pub thread: Option<ThreadId>,
    /// Who asked; `None` for those who write as a chat.
    pub asker: Option<UserId>,
    /// True for an administrator who writes in the group's own name.
    pub as_the_group: bool,
    /// What they typed, or the command of the button.
    pub text: String,
    /// The language of their Telegram.
    pub language: Option<String>,
    /// The button, if it was one.
    pub press: Option<Press>,
}

/// A press on a button.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Press {
    pub query: CallbackQueryId,
    /// The message it is under, as long as Telegram lets it be edited.
    pub message: Option<MessageId>,
}

/// What an update asks of a bot called `username`; `None` for what concerns others.
pub(super) fn read(update: Update, username: &str) -> Option<Incoming> {
    let id = update.id.0;
    match update.kind {
        UpdateKind::Message(message) => read_message(&message, username),
        UpdateKind::CallbackQuery(query) => read_press(query),
        UpdateKind::Error(update) => {
            tracing::warn!(id, kind = kind(&update), "an update could not be read and is left out");
            None
        }
        _ => None,
    }
}

/// What kind of update it is, by the name of its only field beside its number. What people wrote stays out of the log.
fn kind(update: &serde_json::Value) -> String {
    let fields = update.as_object().into_iter().flatten();
    let kind = fields.map(|(name, _)| name).find(|name| *name != "update_id");
    kind.map_or_else(|| "unknown".to_owned(), |name| one_line(name))
}

/// What tells an update from others. Its number alone does not: Telegram starts a new series after a week of silence.
pub(super) fn key(update: &Update) -> String {
    let id = update.id.0;
    match &update.kind {
        UpdateKind::Message(message) => format!("{id}/{}/{}/{}", message.chat.id, message.id, message.date.timestamp()),
        UpdateKind::CallbackQuery(query) => format!("{id}/{}", query.id),
        _ => id.to_string(),
    }
}

fn read_message(message: &Message, username: &str) -> Option<Incoming> {
    let chat = message.chat.id;
    if let Some(to) = message.migrate_to_chat_id() {
        return Some(Incoming::Moved { from: chat, to: *to });
    }
    if let Some(from) = message.migrate_from_chat_id() {
        return Some(Incoming::Moved { from: *from, to: chat });
    }
    let setting = setting(&message.chat);
    if setting == Setting::Channel {
        return None;
    }
    Some(Incoming::Asked(Question {
        chat,
        setting,
        thread: topic(message),
        asker: message.from.as_ref().map(|user| user.id),
        as_the_group: message.sender_chat.as_ref().is_some_and(|sender| sender.id == chat),
        text: addressed_to_us(message.text()?, setting, username)?,
        language: message.from.as_ref().and_then(|user| user.language_code.clone()),
        press: None,
    }))
}

fn read_press(query: CallbackQuery) -> Option<Incoming> {
    let message = query.message.as_ref();
    let chat = message.map(|message| message.chat());
    let regular = query.regular_message();
    Some(Incoming::Asked(Question {
        // A press without a message is from an inline result, which this bot never gives.
        chat: chat?.id,
        setting: setting(chat?),
        thread: regular.and_then(topic),
        asker: Some(query.from.id),
        as_the_group: false,
        text: query.data.clone()?,
        language: query.from.language_code.clone(),
        press: Some(Press {
            message: regular.map(|message| message.id),
            query: query.id,
        }),
    }))
}

fn setting(chat: &Chat) -> Setting {
    if chat.is_private() {
        Setting::Private
    } else if chat.is_channel() {
        Setting::Channel
    } else {
        Setting::Group
    }
}

/// Outside forums `message_thread_id` names a chain of replies, which nothing can be posted to.
fn topic(message: &Message) -> Option<ThreadId> {
    message.thread_id.filter(|_| message.is_topic_message)
}

/// The text without `@bot` after its command. `None` when it is for another bot, or group talk: in a group only
/// commands are for us, and those without a name only where we know them.
fn addressed_to_us(text: &str, setting: Setting, username: &str) -> Option<String> {
    let Some(line) = text.strip_prefix('/') else {
        return (setting == Setting::Private).then(|| text.to_owned());
    };
    let (word, rest) = line.split_at(line.find(char::is_whitespace).unwrap_or(line.len()));
    match word.split_once('@') {
        Some((command, name)) if name.eq_ignore_ascii_case(username) => Some(format!("/{command}{rest}")),
        Some(_) => None,
        None if setting == Setting::Private => Some(text.to_owned()),
        None => {
            let known = SPECS.iter().any(|spec| spec.name.eq_ignore_ascii_case(word));
            known.then(|| text.to_owned())
        }
    }
}
