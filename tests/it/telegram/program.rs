//! The real program, talking to the fake.

use serde_json::json;
use tempfile::TempDir;
use tokio::process::Command;

use crate::fakes::telegram::{FakeTelegram, Kind, TOKEN};
use crate::world::{Program, dateline};

/// A person with a chat of their own.
pub const PERSON: i64 = 42;

const REGIONS: &str = r#"
[[region]]
id = "andes"
title = "The Andes"
countries = ["VE", "CO", "PE"]
"#;

/// An article for the store: title and country name its subject; `n` sets it apart and in time.
pub fn article(n: u32, title: &str) -> serde_json::Value {
    json!({
        "title": title,
        "url": format!("https://news.example/{n}?a=1&b=2"),
        "text": format!("{title}. The council met in Caracas, Venezuela, and will meet again."),
        "date": format!("2026-01-06T{:02}:{:02}:00Z", n / 60, n % 60),
    })
}

/// A fake with one private chat, a configuration, a store with articles, and the program.
pub struct Story {
    pub fake: FakeTelegram,
    /// What the program's clock shows when it starts.
    pub now: &'static str,
    dir: TempDir,
    /// Those that have ended, and the one that runs.
    programs: Vec<Program>,
}

impl Story {
    /// Everything but the program, which `start` starts.
    pub async fn with(articles: &[serde_json::Value]) -> Self {
        let fake = FakeTelegram::start().await;
        fake.add(Kind::Private, PERSON);
        let story = Self {
            fake,
            now: "2026-01-07T12:00:00Z",
            dir: TempDir::new().unwrap(),
            programs: Vec::new(),
        };
        std::fs::create_dir(story.path("config")).unwrap();
        std::fs::write(story.path("config/sources.toml"), "").unwrap();
        std::fs::write(story.path("config/regions.toml"), REGIONS).unwrap();
        if !articles.is_empty() {
            let lines: String = articles.iter().map(|article| format!("{article}\n")).collect();
            std::fs::write(story.path("articles.jsonl"), lines).unwrap();
            let articles = story.path("articles.jsonl");
            let imported = story
                .command(&["import", articles.to_str().unwrap()])
                .output()
                .await
                .unwrap();
            assert!(imported.status.success(), "{imported:?}");
        }
        story
    }

    /// The program running on articles about Venezuela with these titles, the first the newest.
    pub async fn told(titles: &[&str]) -> Self {
        let newest = u32::try_from(titles.len()).unwrap();
        let articles: Vec<_> = (0..newest)
            .zip(titles)
            .map(|(n, title)| article(newest - n, title))
            .collect();
        let mut story = Self::with(&articles).await;
        story.start();
        story
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.dir.path().join(name)
    }

    fn command(&self, verb: &[&str]) -> Command {
        let mut command = dateline(self.dir.path(), self.now, verb);
        command
            .env("TELEGRAM_TOKEN", TOKEN)
            .env("DATELINE__TELEGRAM__API_URL", self.fake.url());
        command
    }

    /// Starts the program.
    pub fn start(&mut self) {
        let program = Program::start(self.command(&["run"]));
        self.programs.push(program);
    }

    fn running(&mut self) -> &mut Program {
        self.programs.last_mut().expect("it was started")
    }

    /// What the program has logged so far.
    pub fn log(&self) -> String {
        self.programs.iter().map(Program::log).collect()
    }

    /// Ends the program as a power cut does.
    pub async fn kill(&mut self) {
        self.running().kill().await;
    }

    /// Asks the program to stop, as a container does, and waits for its end.
    pub async fn stop(&mut self) -> std::process::ExitStatus {
        self.running().stop().await
    }

    /// Waits until the program ends by itself and its log is read.
    pub async fn end(&mut self) -> std::process::ExitStatus {
        self.running().end().await
    }
}
