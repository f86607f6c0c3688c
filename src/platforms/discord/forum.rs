//! Forum channels, which take posts instead of messages: each digest is a post, and its later parts are answers in it.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use serenity::http::{LightMethod, Route};
use serenity::model::id::{ChannelId, GuildId};

use super::api::{Api, Failure};
use super::picture;
use crate::platforms::Part;
use crate::platforms::pictures::Pictures;

/// "Cannot send messages in a non-text channel": what a forum answers to a message.
pub(super) const NO_TEXT_CHANNEL: i64 = 50008;
/// The most characters of a post's name (Start Thread in Forum Channel).
const NAME: usize = 100;
/// The first millisecond that a Discord id can name: 2015-01-01T00:00:00Z.
const DISCORD_EPOCH: i64 = 1_420_070_400_000;
/// How far Discord's clock and ours may differ.
const SKEW: SignedDuration = SignedDuration::from_mins(1);

/// Opens a post with this message and returns its thread. Posts have no nonce: when an earlier try is in doubt, it is
/// looked for first.
pub(super) async fn post(
    api: &Api,
    pictures: &Pictures,
    forum: ChannelId,
    message: Value,
    part: &Part<'_>,
) -> Result<u64, Failure> {
    // The message may begin with a note that it is late, which another try may not: the post has the stored one's name.
    let stored = serde_json::from_str(part.stored).unwrap_or(Value::Null);
    let name = name_of(&stored);
    if let Some(since) = part.doubtful_since
        && let Some(thread) = find(api, forum, &name, since).await?
    {
        return Ok(thread);
    }
    let route = Route::ChannelForumPosts { channel_id: forum };
    let whole = |message: Value| json!({"name": name, "message": message});
    let posted = picture::call_as(api, pictures, LightMethod::Post, route, message, whole).await?;
    id_of(&posted).ok_or(Failure::Lost("Discord's answer names no post".to_owned()))
}

/// A post of this name that was opened since then and is still active.
async fn find(api: &Api, forum: ChannelId, name: &str, since: Timestamp) -> Result<Option<u64>, Failure> {
    let channel = look(api, Route::Channel { channel_id: forum }).await?;
    let guild = channel["guild_id"].as_str().and_then(|id| id.parse().ok());
    let Some(guild) = guild.filter(|id: &u64| *id != 0) else {
        return Ok(None);
    };
    let guild_id = GuildId::new(guild);
    let active = look(api, Route::GuildThreadsActive { guild_id }).await?;
    let since = since.saturating_sub(SKEW).unwrap_or(Timestamp::MIN).as_millisecond();
    let threads = active["threads"].as_array().into_iter().flatten();
    let ours = threads
        .filter(|thread| thread["parent_id"] == forum.to_string() && thread["name"] == name)
        .filter_map(id_of)
        .find(|id| i64::try_from(id >> 22).is_ok_and(|at| at + DISCORD_EPOCH >= since));
    Ok(ours)
}

/// Reads something. Nothing was posted yet: a broken answer leaves no doubt.
async fn look(api: &Api, route: Route<'_>) -> Result<Value, Failure> {
    let _turn = api.turn().await;
    api.call(LightMethod::Get, route, None)
        .await
        .map_err(|failure| match failure {
            Failure::Broken { .. } | Failure::Lost(_) => Failure::Unreachable(failure.to_string()),
            other => other,
        })
}

fn id_of(value: &Value) -> Option<u64> {
    let id = value["id"].as_str()?.parse().ok()?;
    (id != 0).then_some(id)
}

/// A post's name: the title of its digest, which stands in the message's first line.
fn name_of(message: &Value) -> String {
    let content = message["content"].as_str().unwrap_or_default();
    let line = content.lines().find(|line| !line.trim().is_empty()).unwrap_or("Digest");
    let plain: String = line
        .chars()
        .filter(|c| !matches!(c, '\\' | '*' | '`'))
        .collect::<String>()
        .trim_start_matches('#')
        .trim()
        .to_owned();
    if plain.chars().count() <= NAME {
        return plain;
    }
    let start: String = plain.chars().take(NAME - 1).collect();
    format!("{}…", start.trim_end())
}
