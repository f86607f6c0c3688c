//! The long poll: fetches updates, hands each to its chat's lane, and lets Telegram forget what is handled.

use std::sync::Arc;
use std::time::Duration;

use teloxide::payloads::{GetUpdatesSetters, SetMyCommandsSetters};
use teloxide::requests::Requester;
use teloxide::types::{AllowedUpdate, BotCommand, BotCommandScope, Update};
use teloxide::{ApiError, Bot, RequestError};
use tokio_util::sync::CancellationToken;

use super::POLL;
use super::conversation::Conversation;
use super::failure::{accepted, in_words};
use super::incoming::{self, Incoming};
use super::lanes::Lanes;
use super::ledger::Ledger;
use crate::commands::SPECS;

/// The first wait after a failure; it doubles up to `MAX_BACKOFF`.
const MIN_BACKOFF: Duration = Duration::from_secs(1);
/// How late the bot may notice that Telegram is back.
const MAX_BACKOFF: Duration = Duration::from_secs(16);
/// How long a round waits for its answers before it looks for more updates.
const SETTLE: Duration = Duration::from_millis(250);
/// The most updates in work; beyond, they wait at Telegram's.
const MAX_IN_WORK: usize = 500;
/// How long answers in work may take after the program was told to stop. Containers are killed after 10 s.
const DRAIN: Duration = Duration::from_secs(5);

const BAD_TOKEN: &str = "Telegram refuses the bot's token; put the one that BotFather shows into TELEGRAM_TOKEN, and check telegram.api_url";

/// An update in a lane.
struct Work {
    id: u32,
    key: String,
    incoming: Incoming,
}

/// Polls and answers until `shutdown`, or until Telegram refuses the token. `conversation` is told the bot's user name.
pub(super) async fn run(
    polling: &Bot,
    sending: &Bot,
    conversation: impl FnOnce(String) -> Conversation,
    shutdown: CancellationToken,
) -> Result<(), String> {
    let username = tokio::select! {
        () = shutdown.cancelled() => return Ok(()),
        username = greet(sending) => username?,
    };
    tracing::info!(bot = %username, "Telegram: answering as @{username}");
    let ledger = Arc::new(Ledger::default());
    let conversation = Arc::new(conversation(username.clone()));
    let lanes = {
        let (ledger, conversation) = (Arc::clone(&ledger), Arc::clone(&conversation));
        Lanes::new(move |work: Work| {
            let finished = Finished(Arc::clone(&ledger), work.id);
            let conversation = Arc::clone(&conversation);
            async move {
                conversation
                    .handle(work.incoming, &work.key, move || drop(finished))
                    .await
            }
        })
    };
    let menu = tokio::spawn(register_menu(sending.clone(), shutdown.clone()));
    let result = tokio::select! {
        () = shutdown.cancelled() => Ok(()),
        error = poll(polling, &username, &ledger, &lanes, &conversation) => Err(error),
    };
    menu.abort();
    if tokio::time::timeout(DRAIN, lanes.finish()).await.is_err() {
        tracing::warn!(
            updates = ledger.in_work(),
            "stopped before all Telegram updates were answered"
        );
    }
    confirm(polling, &ledger).await;
    result
}

/// Marks an update as handled when it goes out of scope: also when its handler panics.
struct Finished(Arc<Ledger>, u32);

impl Drop for Finished {
    fn drop(&mut self) {
        self.0.finish(self.1);
    }
}

/// Waits for Telegram and asks for the bot's own name.
async fn greet(bot: &Bot) -> Result<String, String> {
    let mut backoff = Backoff::default();
    let username = loop {
        match bot.get_me().await {
            Ok(me) => break me.user.username,
            Err(RequestError::Api(ApiError::InvalidToken)) => return Err(BAD_TOKEN.to_owned()),
            Err(error) => match accepted(&error) {
                Some(me) => break me["username"].as_str().map(str::to_owned),
                None => backoff.wait(&error).await,
            },
        }
    };
    // A webhook of an earlier life shuts out polling. What waits for it stays waiting.
    if let Err(error) = bot.delete_webhook().await {
        tracing::warn!(error = %in_words(&error), "could not make sure that no Telegram webhook is set");
    }
    Ok(username.unwrap_or_default())
}

/// Fetches updates for ever; returns a sentence when Telegram refuses the token.
async fn poll(
    bot: &Bot,
    username: &str,
    ledger: &Arc<Ledger>,
    lanes: &Arc<Lanes<Work>>,
    conversation: &Arc<Conversation>,
) -> String {
    let mut backoff = Backoff::default();
    loop {
        ledger.settle(SETTLE).await;
        if ledger.in_work() >= MAX_IN_WORK {
            continue;
        }
        match fetch(bot, ledger).await {
            Ok(updates) => {
                backoff.reset();
                let mut fresh = false;
                for update in updates {
                    fresh |= dispatch(update, username, ledger, lanes, conversation);
                }
                // A server that holds no poll open, or repeats itself, is asked no more often than this.
                if !fresh {
                    tokio::time::sleep(SETTLE).await;
                }
            }
            Err(RequestError::Api(ApiError::InvalidToken)) => return BAD_TOKEN.to_owned(),
            Err(RequestError::Api(ApiError::TerminatedByOtherGetUpdates)) => {
                if backoff.failures == 0 {
                    tracing::error!("another program polls Telegram with this token; stop one of the two");
                }
                backoff.pause().await;
            }
            Err(error) => {
                let webhook =
                    matches!(&error, RequestError::Api(error) if error.to_string().contains("webhook is active"));
                if webhook && let Err(error) = bot.delete_webhook().await {
                    tracing::warn!(error = %in_words(&error), "could not remove the Telegram webhook that shuts out polling");
                }
                backoff.wait(&error).await;
            }
        }
    }
}

/// One poll. While updates are in work Telegram would answer at once with the same ones, so it is not held open.
async fn fetch(bot: &Bot, ledger: &Ledger) -> Result<Vec<Update>, RequestError> {
    let seconds = if ledger.is_holding() { 0 } else { POLL.as_secs() };
    let mut request = bot
        .get_updates()
        .timeout(u32::try_from(seconds).unwrap_or(0))
        .allowed_updates([AllowedUpdate::Message, AllowedUpdate::CallbackQuery]);
    if let Some(offset) = ledger.offset().and_then(|offset| i32::try_from(offset).ok()) {
        request = request.offset(offset);
    }
    request.await
}

/// Puts an update into its chat's lane; false when it is known or asks for nothing.
fn dispatch(
    update: Update,
    username: &str,
    ledger: &Arc<Ledger>,
    lanes: &Arc<Lanes<Work>>,
    conversation: &Arc<Conversation>,
) -> bool {
    let (id, key) = (update.id.0, incoming::key(&update));
    // Of a group that moves, both chats are told: in each, what is asked later finds its subscriptions moved.
    let lane = update.chat().map_or(0, |chat| chat.id.0);
    let Some(incoming) = incoming::read(update, username) else {
        ledger.skip(id);
        return false;
    };
    if !ledger.admit(id, &key) {
        return false;
    }
    if let Incoming::Asked(question) = &incoming {
        conversation.acknowledge(question);
    }
    lanes.push(lane, Work { id, key, incoming });
    true
}

/// Lets Telegram forget what was handled last; what this call may bring stays for the next start.
async fn confirm(bot: &Bot, ledger: &Ledger) {
    let Some(offset) = ledger.offset().and_then(|offset| i32::try_from(offset).ok()) else {
        return;
    };
    let last = bot.get_updates().offset(offset).limit(1).timeout(0);
    match tokio::time::timeout(Duration::from_secs(2), last.into_future()).await {
        Ok(Ok(_)) => {}
        // They will come again and be known as handled.
        Ok(Err(error)) => tracing::debug!(error = %in_words(&error), "the last Telegram updates were not confirmed"),
        Err(_) => tracing::debug!("the last Telegram updates were not confirmed in time"),
    }
}

/// Registers the command menu for everybody, trying until it is done.
async fn register_menu(bot: Bot, shutdown: CancellationToken) {
    let commands: Vec<BotCommand> = SPECS.iter().map(|spec| BotCommand::new(spec.name, spec.help)).collect();
    let mut backoff = Backoff::default();
    while !shutdown.is_cancelled() {
        match bot
            .set_my_commands(commands.clone())
            .scope(BotCommandScope::Default)
            .await
        {
            Ok(_) => return,
            Err(RequestError::Api(error)) => {
                tracing::warn!(%error, "Telegram refused the command menu; commands work without it");
                return;
            }
            Err(error) => backoff.wait(&error).await,
        }
    }
}

/// Growing waits between tries.
#[derive(Default)]
struct Backoff {
    failures: u32,
}

impl Backoff {
    fn reset(&mut self) {
        if self.failures > 0 {
            tracing::info!("Telegram answers again");
        }
        self.failures = 0;
    }

    /// Waits after a failure; the first of a row is logged for the admin, the others for the curious.
    async fn wait(&mut self, error: &RequestError) {
        if self.failures == 0 {
            tracing::warn!(error = %in_words(error), "Telegram does not answer; trying again until it does");
        } else {
            tracing::debug!(error = %in_words(error), failures = self.failures, "Telegram still does not answer");
        }
        if let RequestError::RetryAfter(wait) = error {
            self.failures += 1;
            tokio::time::sleep(wait.duration()).await;
        } else {
            self.pause().await;
        }
    }

    async fn pause(&mut self) {
        let wait = MIN_BACKOFF.saturating_mul(1 << self.failures.min(10)).min(MAX_BACKOFF);
        self.failures += 1;
        tokio::time::sleep(wait).await;
    }
}
