//! Discord: slash commands, buttons and completion over the gateway, messages over REST.

mod api;
mod forum;
mod gateway;
mod interactions;
mod limits;
mod picture;
mod registration;
mod sender;
mod shown;

use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use self::api::Api;
use self::interactions::Desk;
use super::Sender;
use super::pictures::Pictures;
use super::turns::Turns;
use crate::clock::Clock;
use crate::commands::Core;
use crate::config::Secret;
use crate::render::picture::Theme;

/// Discord, with one bot's token.
#[derive(Debug)]
pub struct Discord {
    api: Arc<Api>,
    pictures: Arc<Pictures>,
}

impl Discord {
    /// Discord at `api_url` (`https://discord.com`, or what stands in its place). Opens no connection. The error says
    /// what is wrong with the token or the address.
    pub fn new(token: &Secret, api_url: &str) -> Result<Self, String> {
        Ok(Self {
            api: Arc::new(Api::new(token, api_url)?),
            pictures: Arc::new(Pictures::new(Some(Theme::Light))),
        })
    }

    /// The same with pictures in these colours, or with none (`None`); light ones unless this is called.
    #[must_use]
    pub fn with_pictures(self, theme: Option<Theme>) -> Self {
        Self {
            pictures: Arc::new(Pictures::new(theme)),
            ..self
        }
    }

    /// The same, with a turn taken for each request that counts against the bot's limit, but for the first of each message
    /// of a digest.
    #[must_use]
    pub fn paced_by(self, turns: Turns) -> Self {
        self.api.pace(turns);
        self
    }

    /// What sends digests. All senders of one `Discord` share its pace.
    pub fn sender(&self) -> Arc<dyn Sender> {
        Arc::new(sender::ChannelSender::new(
            Arc::clone(&self.api),
            Arc::clone(&self.pictures),
        ))
    }

    /// Answers commands, buttons and completion until `shutdown`; then lets the answers under way finish, at most 10
    /// seconds. Waits for an API that cannot be reached. Ends with an error only when a person has to act, such as on a
    /// wrong token.
    pub async fn run(&self, core: Arc<Core>, clock: Clock, shutdown: CancellationToken) -> Result<(), String> {
        let desk = Arc::new(Desk::new(
            Arc::clone(&self.api),
            Arc::clone(&self.pictures),
            core,
            clock,
        ));
        gateway::serve(&self.api, &desk, &shutdown).await
    }
}

/// The address at which a person adds the bot to a server: with slash commands, and with the permissions that digests
/// need.
pub fn invite_link(application_id: u64) -> String {
    use serenity::model::permissions::Permissions;

    let permissions = Permissions::VIEW_CHANNEL
        | Permissions::SEND_MESSAGES
        | Permissions::EMBED_LINKS
        | Permissions::ATTACH_FILES
        | Permissions::SEND_MESSAGES_IN_THREADS;
    format!(
        "https://discord.com/oauth2/authorize?client_id={application_id}&scope=bot%20applications.commands&permissions={}",
        permissions.bits()
    )
}
