//! The real program, talking to the fake.

use std::path::PathBuf;

use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::process::Command;

use super::{TOKEN, write_config};
use crate::fakes::discord::FakeDiscord;
use crate::world::{Program, dateline};

/// An article about Venezuela; `n` sets it apart and in time.
pub fn article(n: u32, title: &str) -> Value {
    json!({
        "title": title,
        "url": format!("https://news.example/{n}?a=1&b=2"),
        "text": format!("{title}. The council met in Caracas, Venezuela, and will meet again."),
        "date": format!("2026-01-06T{:02}:{:02}:00Z", n / 60, n % 60),
    })
}

/// A Discord, a configuration, a store with articles, and the program.
pub struct Story {
    pub fake: FakeDiscord,
    dir: TempDir,
    now: String,
    /// Those that have ended, and the one that runs.
    programs: Vec<Program>,
}

impl Story {
    /// Everything but the program, which `start` starts.
    pub async fn with(articles: &[Value]) -> Self {
        let story = Self {
            fake: FakeDiscord::start(TOKEN),
            dir: TempDir::new().unwrap(),
            now: "2026-01-07T12:00:00Z".to_owned(),
            programs: Vec::new(),
        };
        write_config(&story.path("config"));
        let lines: String = articles.iter().map(|article| format!("{article}\n")).collect();
        std::fs::write(story.path("articles.jsonl"), lines).unwrap();
        let articles = story.path("articles.jsonl");
        let imported = story
            .command(&["import", articles.to_str().unwrap()])
            .output()
            .await
            .unwrap();
        assert!(imported.status.success(), "{imported:?}");
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
        story.fake.until_ready().await;
        story
    }

    /// The moment at which the program starts next.
    pub fn set_now(&mut self, now: &str) {
        now.clone_into(&mut self.now);
    }

    /// Replaces `dateline.toml`.
    pub fn configure(&self, toml: &str) {
        std::fs::write(self.path("config/dateline.toml"), toml).unwrap();
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn command(&self, verb: &[&str]) -> Command {
        let mut command = dateline(self.dir.path(), &self.now, verb);
        command
            .env("DISCORD_TOKEN", TOKEN)
            .env("DATELINE__DISCORD__API_URL", self.fake.url());
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

    /// Asks the program to stop, as a container does, and waits for its end.
    pub async fn stop(&mut self) -> std::process::ExitStatus {
        self.running().stop().await
    }

    /// Waits until the program ends by itself and its log is read.
    pub async fn end(&mut self) -> std::process::ExitStatus {
        self.running().end().await
    }
}
