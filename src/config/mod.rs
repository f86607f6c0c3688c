//! The configuration: raw TOML in, a checked `Config` out, or every problem at once with its file and line.

mod bot;
mod countries;
mod environment;
mod file;
mod nearest;
mod places;
mod problem;
mod regions;
mod schedules;
mod sources;
mod table;
mod values;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::destination::Destination;
use crate::digest::{Families, Form};
use crate::places::{Country, Custom, Places, Regions};
use crate::render::picture::Theme;
use crate::schedule::Cron;

pub use problem::Problem;
pub use values::SHORTEST_DURATION;

use bot::Bot;
use environment::Environment;
use file::{File, Reading};
use problem::Problems;
use regions::RegionIds;
use table::Table;

/// The checked configuration.
#[derive(Clone)]
pub struct Config {
    /// `[store] url`; empty means `<data>/dateline.db`.
    pub store_url: String,
    /// `[telegram]`.
    pub telegram: TelegramConfig,
    /// `[discord]`.
    pub discord: DiscordConfig,
    /// `[web] listen`: `None` when it is empty (no web server).
    pub web_listen: Option<String>,
    /// `[web] url`: where readers find the pages, without a slash at its end; empty where that is not known.
    pub web_url: String,
    /// `[archive] dir`.
    pub archive_dir: PathBuf,
    /// `[digest]`.
    pub digest: DigestConfig,
    /// `[delivery]`.
    pub delivery: DeliveryConfig,
    /// `[delivery] keep`: deliveries that ended longer ago are deleted.
    pub keep_deliveries: Duration,
    /// `[fetch]`.
    pub fetch: FetchConfig,
    /// `[model]`: `None` when its `base_url` is empty (no language model).
    pub model: Option<ModelConfig>,
    /// `[[schedule]]`.
    pub schedules: Vec<ScheduleConfig>,
    /// `[[source]]` of sources.toml.
    pub sources: Vec<SourceConfig>,
    /// `[[region]]` of regions.toml, and the groups that are built in.
    pub regions: Regions,
    /// The names that are looked for in articles, with those of places.toml.
    pub places: Arc<Places>,
}

impl Config {
    /// Which publishers are one house.
    pub fn families(&self) -> Families {
        let sources = self.sources.iter();
        Families::new(sources.filter_map(|source| Some((source.publisher.as_str(), source.family.as_deref()?))))
    }
}

/// Everything but the store's address, which may hold a password.
impl std::fmt::Debug for Config {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Config")
            .field("telegram", &self.telegram)
            .field("discord", &self.discord)
            .field("web_listen", &self.web_listen)
            .field("web_url", &self.web_url)
            .field("archive_dir", &self.archive_dir)
            .field("digest", &self.digest)
            .field("delivery", &self.delivery)
            .field("keep_deliveries", &self.keep_deliveries)
            .field("fetch", &self.fetch)
            .field("model", &self.model)
            .field("schedules", &self.schedules)
            .field("sources", &self.sources)
            .field("regions", &self.regions)
            .finish_non_exhaustive()
    }
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
    /// Replaces <https://discord.com>; `/api/v10` is appended.
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
    /// The colours of pictures in messages; `None` for messages without pictures.
    pub picture: Option<Theme>,
}

/// What to do with a message of which nobody knows whether it arrived, where the platform would show it twice.
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
    /// Tries of a message of which nobody knows whether it arrived, before its delivery counts as unknown.
    pub max_attempts: u32,
}

/// `[fetch]`: how feeds are read, where a source says nothing else.
#[derive(Clone, Copy, Debug)]
pub struct FetchConfig {
    /// True: addresses inside the own network may be read (feeds on loopback or in a private network).
    pub allow_private: bool,
    /// How often a feed is read.
    pub interval: Duration,
    /// The longest an answer may take.
    pub timeout: Duration,
    /// The most bytes an answer may have.
    pub max_bytes: u64,
}

/// `[model]`: a language model that may rewrite summaries, or translate them.
#[derive(Clone, Debug)]
pub struct ModelConfig {
    /// Requests go to `{base_url}/chat/completions`.
    pub base_url: String,
    /// The name that the endpoint knows it by.
    pub model: String,
    /// From `MODEL_KEY` or the file that `MODEL_KEY_FILE` names; a local endpoint needs none.
    pub key: Option<Secret>,
    /// The longest that one answer may take.
    pub timeout: Duration,
    /// The longest that an edition, with all its digests, waits for the model.
    pub patience: Duration,
    /// The most requests at one time.
    pub at_once: usize,
    /// The most requests a day, in UTC.
    pub requests_per_day: u64,
    /// The most characters a day, in UTC, sent and received together.
    pub characters_per_day: u64,
    /// The most tokens of an answer; 0 leaves that to the endpoint.
    pub max_tokens: u64,
    /// True when it may translate what is told in another language than English.
    pub translate: bool,
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
    /// The house it belongs to, where several publishers are one.
    pub family: Option<String>,
    /// What kind of source it is.
    pub kind: SourceKind,
    /// How often it is read.
    pub interval: Duration,
    /// ISO 639-1 code, where all its pieces are in one language.
    pub language: Option<String>,
    /// The publisher's own country, which its articles name in passing.
    pub country: Option<Country>,
    /// What its articles count in the ranking; 1 by default.
    pub weight: f64,
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

/// Reads and checks the configuration in `dir`. `env` is the process's environment (`DATELINE__SECTION__KEY`,
/// `TELEGRAM_TOKEN`, `DISCORD_TOKEN` and their `_FILE` forms). With `data`, the archive's default is `<data>/digests`.
/// The groups of countries that are built in have the members of `today`, and leaders in places.toml count by that day.
///
/// # Errors
///
/// Every problem of all four files and the environment, in one list.
pub fn load(
    dir: &Path,
    data: Option<&Path>,
    env: &HashMap<String, String>,
    today: Date,
) -> Result<Config, Vec<Problem>> {
    let problems = Problems::default();
    let config = read(dir, data, &Environment::new(env), today, &problems);
    let problems = problems.into_sorted();
    if problems.is_empty() { Ok(config) } else { Err(problems) }
}

/// The configuration without whatever is wrong with it.
fn read(dir: &Path, data: Option<&Path>, environment: &Environment<'_>, today: Date, problems: &Problems) -> Config {
    let places = Arc::new(Places::new(read_places(dir, today, problems)));
    let (regions, ids) = read_regions(dir, &places, today, problems);
    let (bot, schedules) = read_bot(dir, data, &ids, environment, problems);
    let sources = read_sources(dir, &bot.fetch, problems);
    Config {
        store_url: bot.store_url,
        telegram: bot.telegram,
        discord: bot.discord,
        web_listen: bot.web_listen,
        web_url: bot.web_url,
        archive_dir: bot.archive_dir,
        digest: bot.digest,
        delivery: bot.delivery,
        keep_deliveries: bot.keep_deliveries,
        fetch: bot.fetch,
        model: bot.model,
        schedules,
        sources,
        regions,
        places,
    }
}

fn read_bot(
    dir: &Path,
    data: Option<&Path>,
    regions: &RegionIds,
    environment: &Environment<'_>,
    problems: &Problems,
) -> (Bot, Vec<ScheduleConfig>) {
    // Every key has a default, so the file may be missing.
    let file = File::open(dir.join("dateline.toml"), problems).unwrap_or_default();
    let (keys, whole) = file.parse(problems);
    let reading = Reading {
        file: &file,
        whole,
        problems,
    };
    let mut root = Table::root(reading, keys.get_ref());
    let mut bot = Bot::read(|name| root.section(name, environment), data);
    bot.read_tokens(environment, problems);
    let schedules = schedules::read(root.list("schedule"), regions, &bot.digest.default_zone);
    root.finish();
    environment.finish(problems);
    (bot, schedules)
}

fn read_sources(dir: &Path, fetch: &FetchConfig, problems: &Problems) -> Vec<SourceConfig> {
    let Some(file) = File::open_needed(dir.join("sources.toml"), "where articles come from", problems) else {
        return Vec::new();
    };
    let (keys, whole) = file.parse(problems);
    let reading = Reading {
        file: &file,
        whole,
        problems,
    };
    let mut root = Table::root(reading, keys.get_ref());
    let sources = sources::read(root.list("source"), dir, fetch);
    root.finish();
    sources
}

fn read_places(dir: &Path, today: Date, problems: &Problems) -> Custom {
    // The built-in names need no file.
    let Some(file) = File::open(dir.join("places.toml"), problems) else {
        return Custom::default();
    };
    let (keys, whole) = file.parse(problems);
    let reading = Reading {
        file: &file,
        whole,
        problems,
    };
    let mut root = Table::root(reading, keys.get_ref());
    let custom = places::read(&mut root, today);
    root.finish();
    custom
}

fn read_regions(dir: &Path, places: &Places, today: Date, problems: &Problems) -> (Regions, RegionIds) {
    let Some(file) = File::open_needed(dir.join("regions.toml"), "which countries make a region", problems) else {
        return (Regions::default(), RegionIds::unknown());
    };
    let (keys, whole) = file.parse(problems);
    let reading = Reading {
        file: &file,
        whole,
        problems,
    };
    let mut root = Table::root(reading, keys.get_ref());
    if !root.has("region") {
        root.missing("region in it", "at least one [[region]] with id, title and countries");
    }
    let (regions, ids) = regions::read(root.list("region"), reading, places, today);
    root.finish();
    (regions, ids)
}
