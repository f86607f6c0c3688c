//! Where a digest can go: a platform, a chat and, where it has them, a thread or topic.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A place people read in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Platform {
    /// Telegram.
    Telegram,
    /// Discord.
    Discord,
    /// The prompt of the running program.
    Terminal,
    /// Kept in memory: for tests and benches.
    Memory,
}

impl Platform {
    /// Its name in configuration, store and messages.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Telegram => "telegram",
            Self::Discord => "discord",
            Self::Terminal => "terminal",
            Self::Memory => "memory",
        }
    }
}

impl fmt::Display for Platform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Platform {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        match name {
            "telegram" => Ok(Self::Telegram),
            "discord" => Ok(Self::Discord),
            "terminal" => Ok(Self::Terminal),
            "memory" => Ok(Self::Memory),
            other => Err(format!("\"{other}\" is no platform; write telegram or discord")),
        }
    }
}

/// A chat or channel, written `telegram:-1001234567890/42` (platform, chat, topic).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Destination {
    /// The platform it is on.
    pub platform: Platform,
    /// The platform's id of the chat or channel.
    pub chat: String,
    /// The topic (Telegram) inside the chat. A Discord thread is a chat of its own.
    pub thread: Option<String>,
}

impl fmt::Display for Destination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.platform, self.chat)?;
        match &self.thread {
            Some(thread) => write!(f, "/{thread}"),
            None => Ok(()),
        }
    }
}

impl FromStr for Destination {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let form = "write platform:chat or platform:chat/topic, such as telegram:-1001234567890/42";
        let (platform, rest) = text
            .split_once(':')
            .ok_or_else(|| format!("\"{text}\" names no destination; {form}"))?;
        let platform: Platform = platform.parse()?;
        let (chat, thread) = match rest.split_once('/') {
            Some((chat, thread)) => (chat, Some(thread.to_owned())),
            None => (rest, None),
        };
        // One chat has one spelling: two would get every digest twice.
        let canonical = |written: Option<String>, id: &str| written.is_some_and(|written| written == id && id != "0");
        let signed = |id: &str| canonical(id.parse::<i64>().ok().map(|id| id.to_string()), id);
        let unsigned = |id: &str| canonical(id.parse::<u64>().ok().map(|id| id.to_string()), id);
        // Telegram's public names have 4 to 32 letters, digits and underscores.
        let named = |chat: &str| {
            chat.strip_prefix('@').is_some_and(|name| {
                (4..=32).contains(&name.len()) && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
            })
        };
        let well_formed = match platform {
            Platform::Telegram => (signed(chat) || named(chat)) && thread.as_deref().is_none_or(unsigned),
            Platform::Discord => unsigned(chat) && thread.is_none(),
            Platform::Terminal | Platform::Memory => !chat.is_empty(),
        };
        if well_formed {
            Ok(Self {
                platform,
                chat: chat.to_owned(),
                thread,
            })
        } else {
            Err(format!("\"{text}\" names no {platform} chat; {form}"))
        }
    }
}
