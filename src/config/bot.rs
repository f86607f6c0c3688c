//! dateline.toml: the sections of the bot itself.

use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::civil::Time;
use jiff::tz::TimeZone;

use super::environment::Environment;
use super::table::Table;
use super::values::{self, DAY};
use super::{DeliveryConfig, DigestConfig, DiscordConfig, FetchConfig, ModelConfig, OnUnknown, TelegramConfig};
use crate::render::picture::Theme;

/// The most messages a second that a rate may ask for: what Telegram grants bots that pay for broadcasts.
const RATE_MAX: u64 = 1000;

/// Everything in dateline.toml but the schedules.
pub(super) struct Bot {
    pub(super) store_url: String,
    pub(super) telegram: TelegramConfig,
    pub(super) discord: DiscordConfig,
    pub(super) web_listen: Option<String>,
    pub(super) web_url: String,
    pub(super) archive_dir: PathBuf,
    pub(super) digest: DigestConfig,
    pub(super) delivery: DeliveryConfig,
    pub(super) keep_deliveries: Duration,
    pub(super) fetch: FetchConfig,
    pub(super) model: Option<ModelConfig>,
}

impl Bot {
    /// Reads the sections; `section` gives each by its name. Tokens are filled in by the caller.
    pub(super) fn read<'a>(mut section: impl FnMut(&'static str) -> Table<'a>, data: Option<&Path>) -> Self {
        let (web_listen, web_url) = web(section("web"));
        let (delivery, keep_deliveries) = delivery(section("delivery"));
        Self {
            store_url: store(section("store")),
            telegram: telegram(section("telegram")),
            discord: discord(section("discord")),
            web_listen,
            web_url,
            archive_dir: archive(section("archive"), data),
            digest: digest(section("digest")),
            delivery,
            keep_deliveries,
            fetch: fetch(section("fetch")),
            model: model(section("model")),
        }
    }

    /// Fills in the tokens.
    pub(super) fn read_tokens(&mut self, environment: &Environment<'_>, problems: &super::problem::Problems) {
        self.telegram.token = environment.token("TELEGRAM_TOKEN", problems);
        self.discord.token = environment.token("DISCORD_TOKEN", problems);
        let key = environment.token("MODEL_KEY", problems);
        if let Some(model) = &mut self.model {
            model.key = key;
        }
    }
}

fn store(mut table: Table<'_>) -> String {
    let url = table.text("url", values::store_url);
    table.finish();
    url.map(|url| url.value).unwrap_or_default()
}

fn telegram(mut table: Table<'_>) -> TelegramConfig {
    let api_url = table.text("api_url", values::api_url);
    let rate = rate(&mut table);
    table.finish();
    TelegramConfig {
        token: None,
        api_url: api_url.map_or_else(|| "https://api.telegram.org".to_owned(), |url| url.value),
        // Telegram's FAQ allows about 30 a second over all chats; the rest is left for answers.
        rate: rate.unwrap_or(25),
    }
}

fn discord(mut table: Table<'_>) -> DiscordConfig {
    let api_url = table.text("api_url", values::api_url);
    let rate = rate(&mut table);
    table.finish();
    DiscordConfig {
        token: None,
        api_url: api_url.map_or_else(|| "https://discord.com".to_owned(), |url| url.value),
        // Discord's documentation: "All bots can make up to 50 requests per second"; the rest is left for answers.
        rate: rate.unwrap_or(40),
    }
}

fn rate(table: &mut Table<'_>) -> Option<u32> {
    table
        .integer("rate", 1..=RATE_MAX)
        .and_then(|rate| u32::try_from(rate).ok())
}

fn web(mut table: Table<'_>) -> (Option<String>, String) {
    let listen = table.text("listen", values::listen);
    let url = table.text("url", values::public_url);
    table.finish();
    (
        listen.map_or_else(|| Some("127.0.0.1:8080".to_owned()), |listen| listen.value),
        url.map(|url| url.value).unwrap_or_default(),
    )
}

fn archive(mut table: Table<'_>, data: Option<&Path>) -> PathBuf {
    // Empty means the default, so that the shipped file can show the key without fixing it.
    let dir = table.text("dir", |text| {
        if text.is_empty() {
            Ok(None)
        } else {
            values::path(text).map(Some)
        }
    });
    table.finish();
    let default = || data.map_or_else(|| PathBuf::from("digests"), |data| data.join("digests"));
    dir.and_then(|dir| dir.value).unwrap_or_else(default)
}

fn digest(mut table: Table<'_>) -> DigestConfig {
    let max_stories = table.integer("max_stories", 1..=50);
    let time = table.text("time", values::time);
    let zone = table.text("zone", values::zone);
    let picture = table.text("picture", |text| {
        let themes = [
            ("light", Some(Theme::Light)),
            ("dark", Some(Theme::Dark)),
            ("none", None),
        ];
        values::choice(text, &themes)
    });
    table.finish();
    DigestConfig {
        max_stories: max_stories.and_then(|n| usize::try_from(n).ok()).unwrap_or(8),
        default_time: time.map_or(Time::constant(7, 30, 0, 0), |time| time.value),
        default_zone: zone.map_or(TimeZone::UTC, |zone| zone.value),
        picture: picture.map_or(Some(Theme::Light), |theme| theme.value),
    }
}

/// The rules of sending, and how long deliveries are kept.
fn delivery(mut table: Table<'_>) -> (DeliveryConfig, Duration) {
    let on_unknown = table.text("on_unknown", |text| {
        values::choice(text, &[("resend", OnUnknown::Resend), ("skip", OnUnknown::Skip)])
    });
    let max_attempts = table.integer("max_attempts", 1..=10_000);
    let keep = table.text("keep", values::days);
    table.finish();
    let rules = DeliveryConfig {
        on_unknown: on_unknown.map_or(OnUnknown::Resend, |choice| choice.value),
        max_attempts: max_attempts.and_then(|n| u32::try_from(n).ok()).unwrap_or(5),
    };
    (rules, keep.map_or(DAY * 90, |keep| keep.value))
}

fn fetch(mut table: Table<'_>) -> FetchConfig {
    let allow_private = table.flag("allow_private");
    let interval = table.text("interval", values::duration);
    let timeout = table.text("timeout", values::duration);
    let max_bytes = table.integer("max_bytes", MAX_BYTES);
    table.finish();
    FetchConfig {
        allow_private: allow_private.unwrap_or(false),
        interval: interval.map_or(Duration::from_secs(15 * 60), |interval| interval.value),
        timeout: timeout.map_or(Duration::from_secs(30), |timeout| timeout.value),
        max_bytes: max_bytes.unwrap_or(10_000_000),
    }
}

/// The most that a day's budget may be; more than any model answers.
const MOST_A_DAY: u64 = 1_000_000_000;

/// `None` without an address: no model is asked.
fn model(mut table: Table<'_>) -> Option<ModelConfig> {
    // Empty means none, so that the shipped file can show the keys.
    let base_url = table.text("base_url", values::model_url);
    let name = table.text("model", |text| Ok(text.trim().to_owned()));
    let timeout = table.text("timeout", values::duration);
    let patience = table.text("patience", values::duration);
    let at_once = table.integer("at_once", 1..=64);
    let requests_per_day = table.integer("requests_per_day", 1..=MOST_A_DAY);
    let characters_per_day = table.integer("characters_per_day", 1..=MOST_A_DAY);
    let max_tokens = table.integer("max_tokens", 0..=100_000);
    let translate = table.flag("translate");
    let base_url = base_url.and_then(|url| url.value);
    let name = name.map(|name| name.value).unwrap_or_default();
    if base_url.is_some() && name.is_empty() {
        table.missing(
            "model",
            "the name that the endpoint knows it by, such as model = \"llama3.1\"",
        );
    }
    table.finish();
    Some(ModelConfig {
        base_url: base_url?,
        model: name,
        key: None,
        timeout: timeout.map_or(Duration::from_secs(10), |timeout| timeout.value),
        patience: patience.map_or(Duration::from_secs(30), |patience| patience.value),
        at_once: at_once.and_then(|n| usize::try_from(n).ok()).unwrap_or(4),
        requests_per_day: requests_per_day.unwrap_or(500),
        characters_per_day: characters_per_day.unwrap_or(1_000_000),
        max_tokens: max_tokens.unwrap_or(300),
        translate: translate.unwrap_or(false),
    })
}

/// The bytes that an answer may be limited to: from a kilobyte, below which no feed fits, to a gigabyte.
pub(super) const MAX_BYTES: std::ops::RangeInclusive<u64> = 1_000..=1_000_000_000;
