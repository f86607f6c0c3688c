//! The configuration: raw TOML in, a checked `Config` out, or every problem at once with its file and line.

use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::tz::TimeZone;

use crate::destination::Destination;
use crate::digest::Form;
use crate::places::Regions;
use crate::schedule::Cron;

/// The checked configuration.
#[derive(Clone, Debug)]
pub struct Config {
    /// `[store] url`; empty means `<data>/dateline.db`.
    pub store_url: String,
    /// `[telegram]`.
    pub telegram: TelegramConfig,
    /// `[discord]`.
    pub discord: DiscordConfig,
    /// `[web] listen`: `None` when it is empty (no web server).
    pub web_listen: Option<String>,
    /// `[archive] dir`.
    pub archive_dir: PathBuf,
    /// `[digest]`.
    pub digest: DigestConfig,
    /// `[delivery]`.
    pub delivery: DeliveryConfig,
    /// `[[schedule]]`.
    pub schedules: Vec<ScheduleConfig>,
    /// `[[source]]` of sources.toml.
    pub sources: Vec<SourceConfig>,
    /// `[[region]]` of regions.toml.
    pub regions: Regions,
}

/// A secret: never printed.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    /// Wraps a secret.
    pub fn new(secret: String) -> Self {
        Self(secret)
    }

    /// The secret itself, for the one place that sends it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[secret]")
    }
}

/// `[telegram]`.
#[derive(Clone, Debug)]
pub struct TelegramConfig {
    /// From `TELEGRAM_TOKEN` or the file that `TELEGRAM_TOKEN_FILE` names.
    pub token: Option<Secret>,
    /// Requests go to `{api_url}/bot<token>/<method>`.
    pub api_url: String,
    /// Messages a second that broadcasts use.
    pub rate: u32,
}

/// `[discord]`.
#[derive(Clone, Debug)]
pub struct DiscordConfig {
    /// From `DISCORD_TOKEN` or the file that `DISCORD_TOKEN_FILE` names.
    pub token: Option<Secret>,
    /// Replaces https://discord.com; `/api/v10` is appended.
    pub api_url: String,
    /// Messages a second that broadcasts use.
    pub rate: u32,
}

/// `[digest]`.
#[derive(Clone, Debug)]
pub struct DigestConfig {
    /// Stories with a summary.
    pub max_stories: usize,
    /// The local time of a subscription that names none.
    pub default_time: jiff::civil::Time,
    /// The zone of a subscription that names none, and of dates in answers.
    pub default_zone: TimeZone,
}

/// What to do with a Telegram message of which nobody knows whether it arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnUnknown {
    /// Send it again: perhaps twice, never lost.
    Resend,
    /// Leave it, listed as unknown: perhaps lost, never twice.
    Skip,
}

/// `[delivery]`.
#[derive(Clone, Copy, Debug)]
pub struct DeliveryConfig {
    /// `on_unknown`.
    pub on_unknown: OnUnknown,
    /// Tries before a delivery counts as failed.
    pub max_attempts: u32,
}

/// What a schedule does about editions that it missed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CatchUp {
    /// Writes the latest one, labelled late.
    Latest,
    /// Waits for the next.
    None,
}

/// `[[schedule]]`.
#[derive(Clone, Debug)]
pub struct ScheduleConfig {
    /// Its id, unique.
    pub id: String,
    /// When, on the local wall clock.
    pub cron: Cron,
    /// The zone of that clock.
    pub zone: TimeZone,
    /// Region ids, `*` already replaced by all.
    pub regions: Vec<String>,
    /// Channels it posts to, subscribers apart.
    pub to: Vec<Destination>,
    /// The form of what it posts.
    pub form: Form,
    /// ISO 639-1 code.
    pub language: String,
    /// What it does about missed editions.
    pub catch_up: CatchUp,
}

/// `[[source]]`.
#[derive(Clone, Debug)]
pub struct SourceConfig {
    /// Its id, unique: lower case letters, digits and hyphens.
    pub id: String,
    /// The publisher's name for readers.
    pub publisher: String,
    /// What kind of source it is.
    pub kind: SourceKind,
    /// How often it is read.
    pub interval: Duration,
    /// ISO 639-1 code, where all its pieces are in one language.
    pub language: Option<String>,
    /// True for the samples that come with the program.
    pub sample: bool,
    /// False: kept, not read.
    pub enabled: bool,
}

/// Where a source's articles are.
#[derive(Clone, Debug)]
pub enum SourceKind {
    /// RSS, Atom or JSON Feed at this address.
    Feed {
        /// The address.
        url: url::Url,
        /// The most bytes it may have.
        max_bytes: u64,
        /// The longest it may take.
        timeout: Duration,
    },
    /// Files in this folder (absolute or relative to the working directory).
    Files {
        /// The folder.
        path: PathBuf,
    },
}

/// Something wrong in the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file, as the admin named it.
    pub file: PathBuf,
    /// The line, from 1; `None` for the whole file or an environment variable.
    pub line: Option<usize>,
    /// What is wrong and what to write instead.
    pub message: String,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.file.display(), self.message),
            None => write!(f, "{}: {}", self.file.display(), self.message),
        }
    }
}

/// Reads and checks the configuration in `dir`. `env` is the process's environment (`DATELINE__SECTION__KEY`,
/// `TELEGRAM_TOKEN`, `DISCORD_TOKEN` and their `_FILE` forms). With `data`, the archive's default is `<data>/digests`.
pub fn load(
    _dir: &Path,
    _data: Option<&Path>,
    _env: &std::collections::HashMap<String, String>,
) -> Result<Config, Vec<Problem>> {
    todo!()
}
