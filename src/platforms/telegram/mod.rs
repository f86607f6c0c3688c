//! Telegram: long polling, answers, and the sender of digests, over the Bot API.

mod conversation;
mod failure;
mod incoming;
pub mod lanes;
mod ledger;
mod outgoing;
mod polling;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use reqwest::Url;
use teloxide::Bot;
use teloxide::types::MessageId;
use tokio_util::sync::CancellationToken;

use self::conversation::Conversation;
use self::outgoing::Mail;
use super::pictures::Pictures;
use super::turns::Turns;
use super::{SendError, Sender};
use crate::clock::Clock;
use crate::commands::Core;
use crate::config::Secret;
use crate::destination::Destination;
use crate::render::picture::Theme;
use crate::render::telegram::Message;

/// How long a connection may take to stand.
const CONNECT: Duration = Duration::from_secs(5);
/// How long a message may take to be accepted: long digests are slow on busy days.
const SEND: Duration = Duration::from_secs(30);
/// How long Telegram holds a poll open while there is nothing new.
const POLL: Duration = Duration::from_secs(30);
/// What a poll's answer may take beyond that.
const POLL_SLACK: Duration = Duration::from_secs(15);

/// A bot on Telegram.
pub struct Telegram {
    /// Polls for updates; its requests stay open.
    polling: Bot,
    /// Everything else.
    sending: Bot,
    /// What both send with messages.
    pictures: Arc<Pictures>,
    /// Asked before each message and edit of an answer.
    turns: Turns,
}

impl Telegram {
    /// A bot with this token; requests go to `{api_url}/bot<token>/<method>`. The error says what is wrong with the
    /// address.
    pub fn new(token: &Secret, api_url: &str) -> Result<Self, String> {
        let advice = "write an address such as https://api.telegram.org in telegram.api_url";
        let mut url =
            Url::parse(api_url).map_err(|error| format!("\"{api_url}\" is no address ({error}); {advice}"))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(format!("\"{api_url}\" is no http or https address; {advice}"));
        }
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty();
        }
        let bot = |total: Duration| -> Result<Bot, String> {
            let mut client = reqwest::Client::builder()
                .connect_timeout(CONNECT)
                .timeout(total)
                // The token stands in the address: it goes nowhere but where the admin sends it.
                .redirect(reqwest::redirect::Policy::none())
                .tcp_nodelay(true);
            if is_loopback(&url) {
                client = client.no_proxy();
            }
            let client = client
                .build()
                .map_err(|error| format!("the HTTP client for Telegram could not be made: {error}"))?;
            Ok(Bot::with_client(token.expose(), client).set_api_url(url.clone()))
        };
        Ok(Self {
            polling: bot(POLL + POLL_SLACK)?,
            sending: bot(SEND)?,
            pictures: Arc::new(Pictures::new(Some(Theme::Light))),
            turns: Turns::default(),
        })
    }

    /// The bot, with a turn taken for each message and edit of an answer, and for each further request that a message
    /// of a digest costs: the token's limit is one for answers and broadcasts.
    #[must_use]
    pub fn paced_by(self, turns: Turns) -> Self {
        Self { turns, ..self }
    }

    /// The bot, with pictures in these colours, or with none (`None`); light ones unless this is called.
    #[must_use]
    pub fn with_pictures(self, theme: Option<Theme>) -> Self {
        Self {
            pictures: Arc::new(Pictures::new(theme)),
            ..self
        }
    }

    /// Sends digests.
    pub fn sender(&self) -> Arc<dyn Sender> {
        Arc::new(TelegramSender { mail: self.mail() })
    }

    /// Polls and answers until `shutdown`. While Telegram cannot be reached it keeps trying; the only error is a token
    /// that Telegram refuses.
    pub async fn run(&self, core: Arc<Core>, clock: Clock, shutdown: CancellationToken) -> Result<(), String> {
        let conversation = |username| Conversation::new(self.mail(), core, clock, username);
        polling::run(&self.polling, &self.sending, conversation, shutdown).await
    }

    fn mail(&self) -> Mail {
        Mail {
            bot: self.sending.clone(),
            pictures: Arc::clone(&self.pictures),
            turns: self.turns.clone(),
        }
    }
}

fn is_loopback(url: &Url) -> bool {
    url.host_str().is_some_and(|host| {
        let host = host.trim_matches(['[', ']']);
        host == "localhost"
            || host
                .parse()
                .is_ok_and(|address: std::net::IpAddr| address.is_loopback())
    })
}

struct TelegramSender {
    mail: Mail,
}

#[async_trait]
impl Sender for TelegramSender {
    /// Telegram knows no idempotency keys: the nonce is not used.
    async fn send(&self, to: &Destination, body: &str, _nonce: i64) -> Result<String, SendError> {
        let message: Message = serde_json::from_str(body)
            .map_err(|error| SendError::Rejected(format!("the stored message cannot be read: {error}")))?;
        let place = outgoing::Place::of(to).map_err(SendError::Rejected)?;
        self.mail.send(&place, &message).await
    }

    async fn edit(&self, to: &Destination, message: &str, body: &str) -> Result<(), SendError> {
        let id = message.parse().map(MessageId);
        let id = id.map_err(|_| SendError::Rejected(format!("\"{message}\" is no Telegram message")))?;
        let message: Message = serde_json::from_str(body)
            .map_err(|error| SendError::Rejected(format!("the stored message cannot be read: {error}")))?;
        let place = outgoing::Place::of(to).map_err(SendError::Rejected)?;
        self.mail.correct(&place.chat, id, &message).await
    }
}
