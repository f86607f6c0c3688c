//! Stories on Discord, told by a fake Discord to the real code and to the real program.

mod gateway;
mod sending;

use dateline::config::Secret;
use dateline::destination::{Destination, Platform};
use dateline::platforms::discord::Discord;

use crate::fakes::discord::FakeDiscord;

const TOKEN: &str = "TEST.discord.token";

fn to(channel: u64) -> Destination {
    Destination {
        platform: Platform::Discord,
        chat: channel.to_string(),
        thread: None,
    }
}

fn discord(fake: &FakeDiscord) -> Discord {
    Discord::new(&Secret::new(TOKEN.to_owned()), &fake.url()).unwrap()
}

fn temp_config() -> dateline::config::Config {
    use dateline::config::*;
    Config {
        store_url: String::new(),
        telegram: TelegramConfig { token: None, api_url: String::new(), rate: 1 },
        discord: DiscordConfig { token: None, api_url: String::new(), rate: 1 },
        web_listen: None,
        archive_dir: "x".into(),
        digest: DigestConfig { max_stories: 5, default_time: jiff::civil::time(7, 0, 0, 0), default_zone: jiff::tz::TimeZone::UTC },
        delivery: DeliveryConfig { on_unknown: OnUnknown::Skip, max_attempts: 3 },
        schedules: vec![], sources: vec![], regions: dateline::places::Regions::default(),
    }
}
