//! What people do on the fake Discord, and what they see.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::state::{EPHEMERAL, Interaction, Message, State};
use super::{ATTACH_FILES, FakeDiscord, VIEW_AND_SEND, channel};

impl FakeDiscord {
    /// A server with one channel where the bot may write.
    pub fn guild(&self) -> (u64, u64) {
        self.change(|state| {
            let guild = state.id();
            state.guilds.insert(guild, std::collections::HashMap::new());
            let id = state.id();
            state
                .channels
                .insert(id, channel(Some(guild), VIEW_AND_SEND | ATTACH_FILES));
            (guild, id)
        })
    }

    /// A user in a server, with permissions there.
    pub fn member(&self, guild: u64, permissions: u64) -> u64 {
        self.change(|state| {
            let user = state.id();
            state.guilds.get_mut(&guild).unwrap().insert(user, permissions);
            user
        })
    }

    /// A user and their direct conversation with the bot.
    pub fn direct(&self) -> (u64, u64) {
        self.change(|state| {
            let (user, id) = (state.id(), state.id());
            state.channels.insert(id, channel(None, VIEW_AND_SEND | ATTACH_FILES));
            (user, id)
        })
    }

    /// A channel is deleted.
    pub fn delete_channel(&self, channel: u64) {
        self.change(|state| state.channels.remove(&channel));
    }

    /// A user gives a slash command. As in Discord's own client, it has to be registered, with these options.
    pub fn runs(&self, user: u64, channel: u64, command: &str, options: &[(&str, &str)]) -> u64 {
        let options: Vec<Value> = options
            .iter()
            .map(|(name, value)| json!({"name": name, "type": 3, "value": value}))
            .collect();
        self.change(|state| {
            check_registered(state, command, &options);
            let data = json!({"id": "77", "name": command, "type": 1, "options": options});
            interact(state, user, channel, 2, data, None, Duration::ZERO)
        })
    }

    /// As `runs`, but the event has been on its way for so long.
    pub fn ran(&self, ago: Duration, user: u64, channel: u64, command: &str) -> u64 {
        let data = json!({"id": "77", "name": command, "type": 1, "options": []});
        self.change(|state| interact(state, user, channel, 2, data, None, ago))
    }

    /// A user presses a button.
    pub fn presses(&self, user: u64, message: u64, label: &str) -> u64 {
        self.change(|state| {
            let message = state.messages[&message].clone();
            let buttons = message.buttons();
            let (_, custom_id) = buttons
                .iter()
                .find(|(on, _)| on == label)
                .unwrap_or_else(|| panic!("no button \"{label}\" among {buttons:?}"));
            let data = json!({"component_type": 2, "custom_id": custom_id, "id": 2});
            interact(state, user, message.channel, 3, data, Some(&message), Duration::ZERO)
        })
    }

    /// A user types in an option of a command; gives what is offered.
    pub async fn types(
        &self,
        user: u64,
        channel: u64,
        command: &str,
        option: &str,
        typed: &str,
    ) -> Vec<(String, String)> {
        let options = vec![json!({"name": option, "type": 3, "value": typed, "focused": true})];
        let id = self.change(|state| {
            let data = json!({"id": "77", "name": command, "type": 1, "options": options});
            interact(state, user, channel, 4, data, None, Duration::ZERO)
        });
        self.until("offers arrive", |state| state.interactions[&id].choices.clone())
            .await
    }

    /// The gateway tells of an interaction once more.
    pub fn repeats(&self, interaction: u64) {
        self.change(|state| {
            let event = state.interactions[&interaction].event.clone();
            state.dispatch("INTERACTION_CREATE", &event);
        });
    }

    /// Waits for the messages that answer a command: its own place and what follows, in order.
    pub async fn answer(&self, interaction: u64) -> Vec<Message> {
        self.until("a command is answered", |state| {
            let found: Vec<Message> = state
                .messages
                .values()
                .filter(|message| message.interaction == Some(interaction))
                .cloned()
                .collect();
            let whole = !found.is_empty() && found.iter().all(|message| !message.thinking);
            whole.then_some(found)
        })
        .await
    }

    /// Waits until a message has been edited so often, and gives it.
    pub async fn edited(&self, message: u64, edits: u32) -> Message {
        self.until("a message is edited", |state| {
            state
                .messages
                .get(&message)
                .filter(|message| message.edits >= edits)
                .cloned()
        })
        .await
    }

    /// What everybody sees in a channel, oldest first.
    pub fn messages(&self, channel: u64) -> Vec<Message> {
        self.read(|state| messages(state, channel))
    }
}

/// What everybody sees in a channel, oldest first.
pub fn messages(state: &State, channel: u64) -> Vec<Message> {
    state
        .messages
        .values()
        .filter(|message| message.channel == channel && message.flags & EPHEMERAL == 0)
        .cloned()
        .collect()
}

fn check_registered(state: &State, command: &str, options: &[Value]) {
    let known = state.commands.iter().find(|known| known["name"] == json!(command));
    let known = known.unwrap_or_else(|| panic!("/{command} is not registered"));
    let expected = known["options"].as_array().cloned().unwrap_or_default();
    for option in options {
        assert!(
            expected.iter().any(|known| known["name"] == option["name"]),
            "/{command} has no option {}",
            option["name"]
        );
    }
    for option in expected.iter().filter(|option| option["required"] == true) {
        assert!(
            options.iter().any(|given| given["name"] == option["name"]),
            "/{command} needs {}",
            option["name"]
        );
    }
}

fn interact(
    state: &mut State,
    user: u64,
    channel: u64,
    kind: u64,
    data: Value,
    message: Option<&Message>,
    ago: Duration,
) -> u64 {
    let id = state.id();
    let token = format!("interaction-token-{id}");
    let place = &state.channels[&channel];
    let person =
        json!({"id": user.to_string(), "username": format!("user{user}"), "discriminator": "0", "avatar": null});
    let mut event = json!({
        "id": id.to_string(),
        "application_id": state.application.to_string(),
        "type": kind,
        "token": token,
        "version": 1,
        "channel_id": channel.to_string(),
        "channel": {"id": channel.to_string(), "type": if place.guild.is_some() { 0 } else { 1 }},
        "locale": "en-US",
        "app_permissions": place.bot_permissions.to_string(),
        "entitlements": [],
        "authorizing_integration_owners": {"0": place.guild.unwrap_or(0).to_string()},
        "context": if place.guild.is_some() { 0 } else { 1 },
        "attachment_size_limit": 10_485_760,
        "data": data,
    });
    match place.guild {
        Some(guild) => {
            let permissions = state.guilds[&guild].get(&user).copied().unwrap_or(0);
            event["guild_id"] = json!(guild.to_string());
            event["guild_locale"] = json!("en-US");
            event["member"] = json!({"user": person, "roles": [], "joined_at": "2025-01-01T00:00:00.000000+00:00",
                "deaf": false, "mute": false, "flags": 0, "permissions": permissions.to_string()});
        }
        None => event["user"] = person,
    }
    if let Some(message) = message {
        event["message"] = message.to_json(state.application);
    }
    let interaction = Interaction {
        token,
        channel,
        user,
        created: Instant::now().checked_sub(ago).unwrap(),
        acknowledged: None,
        original: message.map(|message| message.id),
        choices: None,
        event: event.clone(),
    };
    state.interactions.insert(id, interaction);
    state.dispatch("INTERACTION_CREATE", &event);
    id
}
