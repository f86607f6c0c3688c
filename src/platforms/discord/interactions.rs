//! What people do: a slash command, a button, an argument half typed. Each becomes a line of text for the one core.

use std::collections::VecDeque;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures::FutureExt;
use serde_json::json;
use serenity::http::{LightMethod, Route};
use serenity::model::application::{
    CommandDataOptionValue, CommandInteraction, ComponentInteraction, ComponentInteractionDataKind, Interaction,
};
use serenity::model::channel::{Message as ChannelMessage, MessageFlags};
use serenity::model::id::{ApplicationId, ChannelId, GuildId, InteractionId};
use serenity::model::permissions::Permissions;

use super::api::{Api, Failure};
use super::shown::{Place, Shown};
use crate::clock::Clock;
use crate::commands::{ArgKind, Asker, Choice, Core, SPECS, turns_page};
use crate::destination::{Destination, Platform};
use crate::i18n::platforms::{BROKE, CLOSED_CHANNEL, OLD_BUTTON, OLD_COMMAND, SLOW, UNSHOWABLE};
use crate::platforms::pictures::Pictures;
use crate::render::discord::{Message, messages};

/// Discord waits 3 seconds for the first sign of an answer; the rest is for the way.
const ACK_TIME: Duration = Duration::from_millis(2500);
/// The pause before an acknowledgement that did not get through is sent once more.
const ACK_PAUSE: Duration = Duration::from_millis(200);
/// The longest that an answer may take.
const ANSWER_TIME: Duration = Duration::from_secs(60);
/// The longest that offers for an argument may take: later ones are thrown away by Discord.
const COMPLETE_TIME: Duration = Duration::from_secs(2);
/// The most answers kept in mind; Discord marks answers too, so older ones are recognised all the same.
const MOST_ANSWERS: usize = 1000;
/// The most offers, and the most characters of one.
const MOST_CHOICES: usize = 25;
const MOST_CHOICE_CHARS: usize = 100;

/// Where interactions are answered.
pub(super) struct Desk {
    api: Arc<Api>,
    pictures: Arc<Pictures>,
    core: Arc<Core>,
    clock: Clock,
    /// The newest messages that answer somebody.
    answers: Mutex<VecDeque<u64>>,
}

/// A command or a button press.
struct Asked {
    id: InteractionId,
    application: ApplicationId,
    token: String,
    channel: ChannelId,
    guild: Option<GuildId>,
    member: Option<Permissions>,
    bot: Option<Permissions>,
    locale: String,
    /// The line for the core, or why there is none.
    text: Result<String, &'static str>,
    /// True when it is answered for the asker's eyes only, whatever the answer.
    private: bool,
    /// `Some` for a button: whether the message it is on is for one person's eyes only.
    on_message: Option<bool>,
}

impl Desk {
    pub(super) fn new(api: Arc<Api>, pictures: Arc<Pictures>, core: Arc<Core>, clock: Clock) -> Self {
        Self {
            api,
            pictures,
            core,
            clock,
            answers: Mutex::default(),
        }
    }

    fn answers(&self) -> MutexGuard<'_, VecDeque<u64>> {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Answers one interaction. Whatever breaks, the person is told in words and the next one is answered.
    pub(super) async fn handle(&self, interaction: Interaction) {
        match interaction {
            Interaction::Command(command) => self.answer(self.command(&command)).await,
            Interaction::Component(press) => self.answer(self.press(&press)).await,
            Interaction::Autocomplete(typed) => self.complete(&typed).await,
            // The bot registers nothing that leads to others.
            other => tracing::debug!("an interaction of kind {:?} was left alone", other.kind()),
        }
    }

    fn command(&self, command: &CommandInteraction) -> Asked {
        let text = line(command).ok_or(OLD_COMMAND);
        Asked {
            id: command.id,
            application: command.application_id,
            token: command.token.clone(),
            channel: command.channel_id,
            guild: command.guild_id,
            member: command.member.as_ref().and_then(|member| member.permissions),
            bot: command.app_permissions,
            locale: command.locale.clone(),
            private: text.as_ref().map_or(true, |text| self.is_private(text)),
            text,
            on_message: None,
        }
    }

    fn press(&self, press: &ComponentInteraction) -> Asked {
        let text = match press.data.kind {
            ComponentInteractionDataKind::Button if press.data.custom_id.starts_with('/') => {
                Ok(press.data.custom_id.clone())
            }
            _ => Err(OLD_BUTTON),
        };
        Asked {
            id: press.id,
            application: press.application_id,
            token: press.token.clone(),
            channel: press.channel_id,
            guild: press.guild_id,
            member: press.member.as_ref().and_then(|member| member.permissions),
            bot: press.app_permissions,
            locale: press.locale.clone(),
            // A digest stays as it was delivered: what its buttons give is for the one who presses.
            private: text.is_err() || !self.is_answer(&press.message),
            text,
            on_message: Some(
                press
                    .message
                    .flags
                    .is_some_and(|flags| flags.contains(MessageFlags::EPHEMERAL)),
            ),
        }
    }

    /// Whether a message answers somebody, as opposed to a digest that was delivered.
    fn is_answer(&self, message: &ChannelMessage) -> bool {
        message.interaction_metadata.is_some()
            || message.webhook_id.is_some()
            || self.answers().contains(&message.id.get())
    }

    /// What is subscribed in a channel, and who changed it, concerns only the one who asked.
    fn is_private(&self, text: &str) -> bool {
        self.core.manages(text) || text.split_whitespace().next() == Some("/subscriptions")
    }

    async fn answer(&self, asked: Asked) {
        if !self.acknowledge(&asked).await {
            return;
        }
        match guarded(self.core.store.first_sight(Platform::Discord, &asked.id.to_string())).await {
            Some(Ok(true)) => {}
            Some(Ok(false)) => return,
            // Better answered twice than not at all.
            Some(Err(error)) => tracing::error!("an interaction could not be noted as seen: {error}"),
            None => {}
        }
        let (private, messages) = match &asked.text {
            Ok(text) => self.reply(text, &asked).await,
            Err(sentence) => (true, vec![say(sentence)]),
        };
        let place = match asked.on_message {
            None => Place::Answer { private: asked.private },
            Some(private) if asked.text.as_ref().is_ok_and(|text| turns_page(text)) => Place::Pressed { private },
            Some(private) => Place::Below { private },
        };
        let mut shown = Shown {
            api: &self.api,
            pictures: &self.pictures,
            application: asked.application,
            token: &asked.token,
            messages: Vec::new(),
        };
        shown.show(place, private || asked.private, &messages).await;
        let mut answers = self.answers();
        answers.extend(shown.messages);
        let most = answers.len().saturating_sub(MOST_ANSWERS);
        answers.drain(..most);
    }

    async fn reply(&self, text: &str, asked: &Asked) -> (bool, Vec<Message>) {
        let asker = Asker {
            destination: Destination {
                platform: Platform::Discord,
                chat: asked.channel.to_string(),
                thread: None,
            },
            may_manage: asked.may_manage(),
            language: language(&asked.locale),
        };
        let answered = guarded(async {
            let reply = self.core.answer(text, &asker, self.clock.now()).await;
            let mut shown = messages(&reply);
            if text.starts_with("/subscribe ") && asker.may_manage && asked.channel_is_closed() {
                shown.push(say(CLOSED_CHANNEL));
            }
            (reply.private, shown)
        });
        match tokio::time::timeout(ANSWER_TIME, answered).await {
            Ok(Some((private, messages))) if !messages.is_empty() => (private, messages),
            Ok(Some(_)) => {
                tracing::error!("the answer to {text:?} has no message");
                (true, vec![say(BROKE)])
            }
            Ok(None) => {
                tracing::error!("answering {text:?} panicked");
                (true, vec![say(BROKE)])
            }
            Err(_) => {
                tracing::error!("answering {text:?} took more than {ANSWER_TIME:?}");
                (true, vec![say(SLOW)])
            }
        }
    }

    /// Tells Discord that an answer is coming. False when there is nobody to answer: it is too late, or another process
    /// answers.
    async fn acknowledge(&self, asked: &Asked) -> bool {
        // 5 shows "thinking…", 6 leaves the message as it is until it is edited.
        let body = match (asked.on_message, asked.private) {
            (Some(_), _) => json!({"type": 6}),
            (None, true) => json!({"type": 5, "data": {"flags": MessageFlags::EPHEMERAL.bits()}}),
            (None, false) => json!({"type": 5}),
        };
        let mut perhaps_accepted = false;
        let tries = async {
            loop {
                let route = Route::InteractionResponse {
                    interaction_id: asked.id,
                    token: &asked.token,
                };
                match self.api.call(LightMethod::Post, route, Some(&body)).await {
                    Ok(_) => return Ok(()),
                    // 40060: acknowledged already, by us when the answer to the first try was lost.
                    Err(Failure::Refused { code: 40060, .. }) if perhaps_accepted => return Ok(()),
                    Err(failure @ (Failure::Broken { .. } | Failure::Lost(_) | Failure::Unreachable(_))) => {
                        perhaps_accepted |= !matches!(failure, Failure::Unreachable(_));
                        tokio::time::sleep(ACK_PAUSE).await;
                    }
                    Err(failure) => return Err(failure),
                }
            }
        };
        match tokio::time::timeout(ACK_TIME, tries).await {
            Ok(Ok(())) => true,
            // 10062 unknown interaction: more than 3 seconds have passed; no second try can change that.
            Ok(Err(failure)) => {
                tracing::warn!("an interaction cannot be answered: {failure}");
                false
            }
            // Discord may have accepted it all the same: then the answer still arrives.
            Err(_) => {
                tracing::warn!("Discord did not take an acknowledgement within {ACK_TIME:?}");
                perhaps_accepted
            }
        }
    }

    async fn complete(&self, typed: &CommandInteraction) {
        let Some(focused) = typed.data.autocomplete() else {
            return;
        };
        let kind = SPECS
            .iter()
            .find(|spec| spec.name == typed.data.name)
            .and_then(|spec| spec.args.iter().find(|arg| arg.name == focused.name))
            .map(|arg| arg.kind);
        let choices = match kind {
            Some(kind) => self.choices(kind, focused.value).await,
            None => Vec::new(),
        };
        let choices: Vec<_> = choices
            .into_iter()
            .filter(|choice| !choice.name.is_empty() && (1..=MOST_CHOICE_CHARS).contains(&choice.value.chars().count()))
            .take(MOST_CHOICES)
            .map(|choice| json!({"name": first_chars(&choice.name), "value": choice.value}))
            .collect();
        let route = Route::InteractionResponse {
            interaction_id: typed.id,
            token: &typed.token,
        };
        let body = json!({"type": 8, "data": {"choices": choices}});
        // A later keystroke asks again: offers that did not arrive are not worth a second try.
        if let Err(failure) = self.api.call(LightMethod::Post, route, Some(&body)).await {
            tracing::debug!("offers for an argument did not arrive: {failure}");
        }
    }

    async fn choices(&self, kind: ArgKind, typed: &str) -> Vec<Choice> {
        let found = guarded(self.core.complete(kind, typed, self.clock.now()));
        match tokio::time::timeout(COMPLETE_TIME, found).await {
            Ok(Some(choices)) => choices,
            Ok(None) => {
                tracing::error!("completing {typed:?} panicked");
                Vec::new()
            }
            Err(_) => Vec::new(),
        }
    }
}

impl Asked {
    fn may_manage(&self) -> bool {
        self.guild.is_none()
            || self
                .member
                .is_some_and(|may| may.intersects(Permissions::MANAGE_GUILD | Permissions::ADMINISTRATOR))
    }

    /// True when digests to this channel would be refused.
    fn channel_is_closed(&self) -> bool {
        let needed = Permissions::VIEW_CHANNEL | Permissions::EMBED_LINKS;
        let speaks = Permissions::SEND_MESSAGES | Permissions::SEND_MESSAGES_IN_THREADS;
        let open = |may: Permissions| {
            may.contains(Permissions::ADMINISTRATOR) || (may.contains(needed) && may.intersects(speaks))
        };
        self.guild.is_some() && self.bot.is_some_and(|may| !open(may))
    }
}

/// A command with its arguments, in the order in which they are typed on other platforms.
fn line(command: &CommandInteraction) -> Option<String> {
    let spec = SPECS.iter().find(|spec| spec.name == command.data.name)?;
    let mut line = format!("/{}", spec.name);
    for arg in spec.args {
        let given = command.data.options.iter().find(|option| option.name == arg.name);
        if let Some(CommandDataOptionValue::String(value)) = given.map(|option| &option.value) {
            for word in value.split_whitespace() {
                line.push(' ');
                line.push_str(word);
            }
        }
    }
    Some(line)
}

/// "es-ES" and "zh-CN" as ISO 639-1.
fn language(locale: &str) -> String {
    locale.split('-').next().unwrap_or(locale).to_lowercase()
}

fn first_chars(text: &str) -> String {
    text.chars().take(MOST_CHOICE_CHARS).collect()
}

/// A message of one sentence of the bot's own, without anything to escape.
fn say(sentence: &str) -> Message {
    Message {
        content: sentence.to_owned(),
        ..Message::default()
    }
}

/// The outcome, or `None` when the work panicked: one broken answer must not take others with it.
async fn guarded<T>(work: impl Future<Output = T>) -> Option<T> {
    AssertUnwindSafe(work).catch_unwind().await.ok()
}

/// The answer to a reply that Discord does not take.
pub(super) fn unshowable() -> Message {
    say(UNSHOWABLE)
}
