//! A newspaper office with its archive: articles come in, time passes, digests go out.

use std::sync::Arc;

use dateline::article::{DateKind, Draft, Tagged};
use dateline::config::{
    CatchUp, Config, DigestConfig, DiscordConfig, ScheduleConfig, SourceConfig, SourceKind, TelegramConfig,
};
use dateline::delivery::edition::write_due_editions;
use dateline::destination::{Destination, Platform};
use dateline::digest::Form;
use dateline::places::{Country, Region, Regions};

use crate::built_in::tag;
use dateline::schedule::Cron;
use dateline::scope::Scope;
use dateline::store::{SourceState, Store, Subscription};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::fixtures::Office;

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// A newspaper office with one schedule: 07:30 in Caracas (11:30 UTC), for two regions, into one channel.
pub struct Paper {
    pub office: Office,
    pub config: Config,
    pub archive: tempfile::TempDir,
}

impl Paper {
    pub async fn open() -> Self {
        let archive = tempfile::tempdir().unwrap();
        let region = |id: &str, title: &str, codes: &[&str]| Region {
            id: id.to_owned(),
            title: title.to_owned(),
            names: Vec::new(),
            typed: Vec::new(),
            countries: codes.iter().filter_map(|code| Country::from_code(code)).collect(),
        };
        let source = SourceConfig {
            id: "gazette".to_owned(),
            publisher: "The Gazette".to_owned(),
            family: None,
            kind: SourceKind::Files {
                path: archive.path().join("inbox"),
            },
            interval: std::time::Duration::from_secs(600),
            language: None,
            country: None,
            weight: 1.0,
            sample: false,
            enabled: true,
        };
        let caracas = TimeZone::get("America/Caracas").unwrap();
        let config = Config {
            store_url: String::new(),
            telegram: TelegramConfig {
                token: None,
                api_url: String::new(),
                rate: 25,
            },
            discord: DiscordConfig {
                token: None,
                api_url: String::new(),
                rate: 40,
            },
            web_listen: None,
            web_url: String::new(),
            archive_dir: archive.path().join("digests"),
            digest: DigestConfig {
                max_stories: 5,
                default_time: jiff::civil::time(7, 30, 0, 0),
                default_zone: caracas.clone(),
                picture: Some(dateline::render::picture::Theme::Light),
            },
            fetch: dateline::config::FetchConfig {
                allow_private: true,
                interval: std::time::Duration::from_secs(600),
                timeout: std::time::Duration::from_secs(5),
                max_bytes: 1_000_000,
            },
            places: std::sync::Arc::default(),
            delivery: dateline::config::DeliveryConfig {
                on_unknown: dateline::config::OnUnknown::Resend,
                max_attempts: 5,
            },
            keep_deliveries: std::time::Duration::from_secs(90 * 24 * 3600),
            model: None,
            schedules: vec![ScheduleConfig {
                id: "morning".to_owned(),
                cron: Cron::parse("30 7 * * *").unwrap(),
                zone: caracas,
                regions: vec!["andes".to_owned(), "nordic".to_owned()],
                to: vec![chat("channel")],
                form: Form::Full,
                language: "en".to_owned(),
                catch_up: CatchUp::Latest,
            }],
            sources: vec![source],
            regions: Regions::new(vec![
                region("andes", "Andes", &["PE", "BO", "EC", "VE"]),
                region("nordic", "Nordic", &["NO", "SE"]),
            ]),
        };
        let paper = Self {
            office: Office::open(Platform::Memory).await,
            config,
            archive,
        };
        let state = SourceState {
            read_at: Some(at("2026-01-05T00:00:00Z")),
            answered_at: Some(at("2026-01-05T00:00:00Z")),
            ..SourceState::default()
        };
        paper.store().save_source_state("gazette", &state).await.unwrap();
        paper
    }

    pub fn store(&self) -> &Store {
        &self.office.store
    }

    pub async fn article(&self, published: &str, title: &str, text: &str) {
        let draft = Draft {
            title: title.to_owned(),
            text: text.to_owned(),
            published: Some((at(published), DateKind::Exact)),
            ..Draft::default()
        };
        let article = draft.into_article("gazette", "The Gazette", at("2027-01-01T00:00:00Z"));
        let tags = tag(&article.title, &article.text);
        self.store().insert_articles(&[Tagged { article, tags }]).await.unwrap();
    }

    pub async fn subscribe(&self, who: &str, scope: &str, time: jiff::civil::Time, zone: &str, now: &str) {
        let subscription = Subscription {
            destination: chat(who),
            scope: Scope::try_from(scope.to_owned()).unwrap(),
            at: time,
            zone: zone.to_owned(),
            form: Form::Headlines,
            language: "en".to_owned(),
            days: dateline::schedule::Days::DAILY,
            filter: dateline::digest::Filter::default(),
        };
        self.store().subscribe(&subscription, at(now)).await.unwrap();
    }

    /// One pass; then everything that waits is sent.
    pub async fn pass(&self, now: &str) -> Timestamp {
        let next = write_due_editions(&Arc::new(self.config.clone()), self.store(), None, at(now), None)
            .await
            .unwrap();
        self.office.turn_to(at(now));
        assert!(self.office.worker("one").send_due().await.unwrap());
        next
    }

    /// The archive's page of a day and region.
    pub fn page(&self, date: &str, region: &str) -> Option<String> {
        std::fs::read_to_string(
            self.archive
                .path()
                .join("digests")
                .join(date)
                .join(format!("{region}.md")),
        )
        .ok()
    }

    pub fn pages(&self) -> Vec<String> {
        let mut pages = Vec::new();
        for day in std::fs::read_dir(self.archive.path().join("digests"))
            .into_iter()
            .flatten()
        {
            for page in std::fs::read_dir(day.unwrap().path()).unwrap() {
                let path = page.unwrap().path();
                pages.push(
                    path.strip_prefix(self.archive.path().join("digests"))
                        .unwrap()
                        .display()
                        .to_string(),
                );
            }
        }
        pages.sort();
        pages
    }
}

fn chat(name: &str) -> Destination {
    Destination {
        platform: Platform::Memory,
        chat: name.to_owned(),
        thread: None,
    }
}
