//! The command line: what each verb takes and does.

mod ask;
mod deliveries;
mod digest;
mod explain;
mod import;
mod jsonl;
mod plan;
mod regions;
mod run;
mod subscriptions;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::clock::Clock;
use crate::commands::{AnswerError, Core};
use crate::config::{self, Config, Problem};
use crate::destination::Destination;
use crate::store::{Store, StoreError};

/// News digests by country and region, for Telegram, Discord and the terminal.
#[derive(Debug, Parser)]
#[command(name = "dateline", version, about)]
pub struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    verb: Option<Verb>,
}

#[derive(Clone, Debug, Args)]
struct Common {
    /// The folder with dateline.toml, sources.toml and regions.toml
    #[arg(long, global = true, value_name = "DIR", default_value = "config")]
    config: PathBuf,
    /// The folder for the store; digests then go to DIR/digests [default: data, and digests beside it]
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,
    /// The time to go by instead of the clock's, such as 2026-01-06T12:00:00Z
    #[arg(long, global = true, value_name = "RFC3339")]
    now: Option<Timestamp>,
    /// JSON where a person would read otherwise
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// The bot: collect, write, deliver, answer. Without tokens: a chat at the prompt and the web pages [default]
    Run,
    /// One command, one answer
    Ask {
        /// The command, such as /country Venezuela
        #[arg(required = true, value_name = "COMMAND")]
        text: Vec<String>,
        /// The form of the answer
        #[arg(long = "as", value_name = "FORM", default_value = "text")]
        form: AskForm,
        /// The language to answer in (ISO 639-1)
        #[arg(long, value_name = "LANGUAGE", default_value = "en")]
        lang: String,
    },
    /// Adds articles from files: Markdown, JSONL, plain text, HTML, listing-page dumps
    Import {
        /// Files and folders
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        /// The source to file them under [default: the file's stem]
        #[arg(long, value_name = "NAME")]
        source: Option<String>,
        /// The day of the dump: no article in it is newer
        #[arg(long, value_name = "YYYY-MM-DD")]
        date: Option<Date>,
    },
    /// Prints one digest
    Digest {
        /// A region's id or name, a country, or "all"
        region: String,
        /// Its day [default: today]
        #[arg(long, value_name = "YYYY-MM-DD")]
        date: Option<Date>,
        /// The form of the digest
        #[arg(long = "as", value_name = "FORM", default_value = "markdown")]
        form: DigestForm,
        /// Why: what each story's place is worked out from
        #[arg(long, conflicts_with = "write")]
        explain: bool,
        /// Writes it into the archive as well
        #[arg(long)]
        write: bool,
    },
    /// JSONL {id,title?,text} on stdin -> {id,countries,focus,regions,mentions} on stdout
    Tag {
        /// Why: the words and the rule behind each country, for a person; with --json: everything, a JSON object a line
        #[arg(long)]
        explain: bool,
    },
    /// JSONL {id,title?,text|docs:[{title?,text,date?}],words?} on stdin -> {id,summary,sentences} on stdout
    Summarise,
    /// JSONL {id,title?,text,date?} on stdin -> {id,story} on stdout: equal stories are one event
    Group,
    /// What would be read from feeds: a JSON line a feed
    Feed {
        /// Files and addresses
        #[arg(required = true)]
        feeds: Vec<String>,
    },
    /// Moves subscriptions out and in, as JSONL
    Subscriptions {
        #[command(subcommand)]
        verb: SubscriptionsVerb,
    },
    /// The regions there are, or who is in one: an id or name, or a country for the regions it is in
    Regions {
        /// A region or country; "groups" for the groups of countries that are built in [default: all]
        name: Vec<String>,
    },
    /// What runs when
    Schedule {
        /// How many runs to show
        #[arg(long, value_name = "N", default_value_t = 10)]
        next: usize,
    },
    /// How far deliveries got, and which did not arrive and why; holds them back, ends them, sends them again
    Deliveries {
        #[command(subcommand)]
        verb: Option<DeliveriesVerb>,
    },
    /// Reads the configuration and prints every problem with its file and line
    Check,
    /// Asks the running bot's /healthz; fails when it is not well
    Health,
}

#[derive(Debug, Subcommand)]
enum SubscriptionsVerb {
    /// Every subscription on stdout
    Export,
    /// Adds those in a file
    Import {
        /// The file
        file: PathBuf,
    },
}

/// An edition goes by the number that `list` shows.
#[derive(Debug, Subcommand)]
enum DeliveriesVerb {
    /// How many are in each state, the latest editions, and each that did not arrive with its reason [default]
    List {
        /// Only this edition, with each of its deliveries
        edition: Option<i64>,
    },
    /// Holds back what has not been sent, until it is resumed
    Pause {
        /// Only this edition [default: everything, also what falls due later]
        edition: Option<i64>,
    },
    /// Goes on with what was paused
    Resume {
        /// Only this edition [default: everything]
        edition: Option<i64>,
    },
    /// Ends an edition: what has not been sent never is
    Cancel {
        /// The edition
        edition: i64,
    },
    /// Sends again what failed, and what nobody knows of
    Resend {
        /// The edition
        edition: i64,
        /// Also what was sent
        #[arg(long)]
        all: bool,
        /// Only what goes there, such as telegram:-1001234567890/42
        #[arg(long, value_name = "DESTINATION")]
        to: Option<Destination>,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum AskForm {
    Text,
    Telegram,
    Discord,
    Json,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum DigestForm {
    Markdown,
    Html,
    Telegram,
    Discord,
    Json,
}

/// Why a verb could not do what it was asked: one sentence, or several lines of problems.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Failure(String);

impl Failure {
    fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self(error.to_string())
    }
}

impl From<AnswerError> for Failure {
    fn from(error: AnswerError) -> Self {
        Self(error.to_string())
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self(format!("could not read or write: {error}"))
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Self(format!("could not write JSON: {error}"))
    }
}

/// Does what the command line says.
pub async fn execute(cli: Cli) -> Result<(), Failure> {
    let common = cli.common;
    match cli.verb.unwrap_or(Verb::Run) {
        Verb::Run => run::run(&common).await,
        Verb::Ask { text, form, lang } => ask::ask(&common, &text.join(" "), form, &lang).await,
        Verb::Import { paths, source, date } => import::import(&common, &paths, source.as_deref(), date).await,
        Verb::Digest {
            region,
            date,
            explain: true,
            ..
        } => digest::explain(&common, &region, date).await,
        Verb::Digest {
            region,
            date,
            form,
            write,
            ..
        } => digest::digest(&common, &region, date, form, write).await,
        Verb::Tag { explain: false } => jsonl::tag(&common),
        Verb::Tag { explain: true } => explain::explain(&common),
        Verb::Summarise => jsonl::summarise(),
        Verb::Group => jsonl::group(&common),
        Verb::Feed { feeds } => import::feed(&common, &feeds).await,
        Verb::Subscriptions {
            verb: SubscriptionsVerb::Export,
        } => subscriptions::export(&common).await,
        Verb::Subscriptions {
            verb: SubscriptionsVerb::Import { file },
        } => subscriptions::import(&common, &file).await,
        Verb::Regions { name } => regions::regions(&common, &name.join(" ")),
        Verb::Schedule { next } => plan::schedule(&common, next).await,
        Verb::Deliveries { verb } => {
            deliveries::deliveries(&common, verb.unwrap_or(DeliveriesVerb::List { edition: None })).await
        }
        Verb::Check => plan::check(&common),
        Verb::Health => plan::health(&common).await,
    }
}

impl Common {
    fn clock(&self) -> Clock {
        self.now.map_or_else(Clock::system, Clock::starting_at)
    }

    /// The moment to go by in a verb that does one thing.
    fn moment(&self) -> Timestamp {
        self.now.unwrap_or_else(|| Clock::system().now())
    }

    fn load(&self) -> Result<Config, Vec<Problem>> {
        let env: HashMap<String, String> = std::env::vars().collect();
        let today = TimeZone::UTC.to_datetime(self.moment()).date();
        config::load(&self.config, self.data.as_deref(), &env, today)
    }

    fn config(&self) -> Result<Config, Failure> {
        self.load().map_err(|problems| {
            let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
            Failure(format!(
                "the configuration has {} problem(s):\n{}",
                lines.len(),
                lines.join("\n")
            ))
        })
    }

    /// The configuration and the store it names.
    async fn core(&self) -> Result<Arc<Core>, Failure> {
        let config = self.config()?;
        let data = self.data.as_deref().unwrap_or(Path::new("data"));
        let url = match config.store_url.as_str() {
            "" => format!("sqlite://{}", data.join("dateline.db").display()),
            url => url.to_owned(),
        };
        let store = Store::open(&url).await?;
        Ok(Arc::new(Core::new(Arc::new(config), store)))
    }
}

/// Writes a value as one line of JSON on stdout.
fn print_json(value: &impl serde::Serialize) -> Result<(), Failure> {
    print(&format!("{}\n", serde_json::to_string(value)?))
}

/// Writes to stdout. A reader that has gone away (`| head`) is no error.
fn print(text: &str) -> Result<(), Failure> {
    use std::io::Write as _;
    match std::io::stdout()
        .write_all(text.as_bytes())
        .and_then(|()| std::io::stdout().flush())
    {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        result => Ok(result?),
    }
}
