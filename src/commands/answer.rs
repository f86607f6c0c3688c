//! The one place where a command becomes an answer.

use std::sync::Arc;

use jiff::Timestamp;
use tokio::sync::{Notify, Semaphore};

use super::SPECS;
use super::parse::{Command, parse};
use crate::config::Config;
use crate::destination::Destination;
use crate::i18n::commands as words;
use crate::material::ComposeError;
use crate::model::Model;
use crate::reply::{Block, Reply, Style, Text};
use crate::store::{Store, StoreError, Trouble};

/// Digests composed for questions at one time.
const COMPOSED_AT_ONCE: usize = 2;

/// What commands are answered from.
#[derive(Clone, Debug)]
pub struct Core {
    /// The configuration.
    pub config: Arc<Config>,
    /// The store.
    pub store: Store,
    /// The language model, where one is configured.
    pub model: Option<Arc<Model>>,
    /// Composing a digest groups a week of articles: so many at a time, so that a burst of questions cannot take the
    /// whole machine.
    pub(super) composing: Arc<Semaphore>,
    /// Wakes the writer of editions when a subscription was made or ended.
    pub subscribed: Arc<Notify>,
}

/// What broke while a command was answered.
#[derive(Debug, thiserror::Error)]
pub enum AnswerError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A digest could not be composed.
    #[error(transparent)]
    Compose(#[from] ComposeError),
}

impl AnswerError {
    /// The cause, in a reader's words, where it is one that people can mend.
    fn why(&self) -> Option<&'static str> {
        let error = match self {
            Self::Store(error) | Self::Compose(ComposeError::Store(error)) => error,
            Self::Compose(ComposeError::Broken { .. }) => return None,
        };
        error.trouble().map(|trouble| match trouble {
            Trouble::Full => words::DISK_FULL,
            Trouble::ReadOnly => words::NOT_WRITABLE,
            Trouble::Locked => words::LOCKED,
            Trouble::Damaged => words::DAMAGED,
        })
    }
}

/// Who asks.
#[derive(Clone, Debug)]
pub struct Asker {
    /// Where the answer goes; what /subscribe subscribes.
    pub destination: Destination,
    /// True in a private chat, at the terminal, and for those who manage the group or server.
    pub may_manage: bool,
    /// ISO 639-1 code of the language to answer in.
    pub language: String,
}

impl Core {
    /// A core that answers from this configuration and store.
    pub fn new(config: Arc<Config>, store: Store) -> Self {
        let model = config.model.as_ref().and_then(|model| match Model::new(model) {
            Ok(model) => Some(Arc::new(model)),
            Err(error) => {
                tracing::error!(error, "the language model is not used");
                None
            }
        });
        Self {
            config,
            store,
            model,
            composing: Arc::new(Semaphore::new(COMPOSED_AT_ONCE)),
            subscribed: Arc::new(Notify::new()),
        }
    }

    /// Answers what a person typed or a button gave. Every failure is an answer in words.
    pub async fn answer(&self, text: &str, asker: &Asker, now: Timestamp) -> Reply {
        match self.try_answer(text, asker, now).await {
            Ok(reply) => reply,
            Err(error) => {
                // The same number in the answer and in the log lets an admin find the cause of a reader's complaint.
                let incident = format!("{:x}", now.as_millisecond() & 0xff_ffff);
                tracing::error!(incident, %error, destination = %asker.destination, "a command failed");
                Reply::say(words::store_failed(&incident, error.why()))
            }
        }
    }

    async fn try_answer(&self, text: &str, asker: &Asker, now: Timestamp) -> Result<Reply, AnswerError> {
        let mut command = parse(text);
        if let Command::Go(number) = command {
            match self.store.saved_command(number).await? {
                Some(saved) => command = parse(&saved),
                None => return Ok(Reply::say(words::STALE_BUTTON)),
            }
        }
        let mut reply = self.execute(command, asker, now).await?;
        reply = self.tell_what_ended(reply, asker).await;
        if self.config.digest.picture.is_none() {
            reply = reply.without_pictures();
        }
        self.store.keep_long_commands(&mut reply).await?;
        Ok(reply)
    }

    async fn execute(&self, command: Command, asker: &Asker, now: Timestamp) -> Result<Reply, AnswerError> {
        match command {
            Command::Start => self.start(now).await,
            Command::Help => self.help(now).await,
            Command::Country { name, page } => self.country(&name, page, now).await,
            Command::Region { name, page } => self.region(&name, page).await,
            Command::Regions { name } => self.regions(&name).await,
            Command::Digest { name, date } => self.digest_command(&name, date, asker, now).await,
            Command::Latest { page } => self.latest(page).await,
            Command::Search { words, page } => self.search(&words, page).await,
            Command::Trends { name, days } => self.trends(&name, days, now).await,
            Command::Why { name, page } => self.why(&name, page, now).await,
            Command::Subscribe { name, changes } => self.subscribe(&name, &changes, asker, now).await,
            Command::Unsubscribe { name } => self.unsubscribe(&name, asker).await,
            Command::Subscriptions => self.subscriptions(asker, now).await,
            Command::Settings { name, changes } => self.settings(&name, &changes, asker, now).await,
            Command::Timezone { zone } => self.timezone(&zone, asker, now).await,
            Command::Quiet(hours) => self.quiet(hours, asker, now).await,
            Command::Words(text) => self.words(&text, now).await,
            Command::Unknown(name) => Ok(unknown(&name)),
            Command::Go(_) => Ok(Reply::say(words::STALE_BUTTON)),
        }
    }

    async fn start(&self, now: Timestamp) -> Result<Reply, AnswerError> {
        let top = self.countries_in_the_news(now, 3).await?;
        let example = top.first().map_or("Venezuela", |country| country.name());
        let mut reply = Reply::default()
            .block(Block::Title("Dateline".into()))
            .block(Block::Paragraph(words::WHAT_IT_IS.into()))
            .block(Block::Paragraph(words::how_to_begin(example).into()));
        for country in top {
            reply = reply.action(country.name(), format!("/country {}", country.code()));
        }
        let reply = reply.action("Regions", "/regions").action("Subscribe", "/subscribe");
        Ok(reply.action("Help", "/help"))
    }

    async fn help(&self, now: Timestamp) -> Result<Reply, AnswerError> {
        let commands = SPECS.iter().map(|spec| {
            let args: String = spec.args.iter().map(|arg| format!(" {}", arg.placeholder())).collect();
            let line = Text::default().styled(format!("/{}{args}", spec.name), Style::Code);
            let line = line.and(format!(" {}", spec.help));
            match spec.example {
                "" => line,
                example => line.and(". Example: ").styled(example, Style::Code),
            }
        });
        let mut reply = Reply::default()
            .block(Block::Title("Dateline".into()))
            .block(Block::Paragraph(words::WHAT_IT_IS.into()))
            .block(Block::Heading(words::COMMANDS.into()))
            .block(Block::List(commands.collect()));
        for country in self.countries_in_the_news(now, 3).await? {
            reply = reply.action(country.name(), format!("/country {}", country.code()));
        }
        Ok(reply.action("Latest", "/latest").action("Regions", "/regions"))
    }

    /// True when in a group only those who manage it may give this command.
    pub fn manages(&self, text: &str) -> bool {
        let name = match parse(text) {
            Command::Subscribe { .. } => "subscribe",
            Command::Unsubscribe { .. } => "unsubscribe",
            Command::Settings { .. } => "settings",
            Command::Timezone { .. } => "timezone",
            Command::Quiet(_) => "quiet",
            // What a saved command does is only known to the store: ask to be safe.
            Command::Go(_) => return true,
            _ => return false,
        };
        SPECS.iter().any(|spec| spec.name == name && spec.manages)
    }
}

/// A misspelt command gets the nearest ones as buttons.
fn unknown(name: &str) -> Reply {
    // The edit distance of a slip of the finger or two.
    const SLIP: usize = 2;
    let name: String = name.chars().take(40).collect();
    let near = SPECS
        .iter()
        .filter(|spec| strsim::osa_distance(&name.to_lowercase(), spec.name) <= SLIP);
    near.fold(Reply::say(words::no_command(&name)), |reply, spec| {
        reply.action(format!("/{}", spec.name), format!("/{}", spec.name))
    })
}
