//! The real program, talking to the fake.

use std::path::Path;
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::json;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use crate::fakes::telegram::{FakeTelegram, Kind, TOKEN};

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
    running: Option<Child>,
    log: Arc<Mutex<String>>,
    /// Reads the log to its end.
    reader: Option<tokio::task::JoinHandle<()>>,
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
            running: None,
            log: Arc::default(),
            reader: None,
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
        let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
        command
            .args(["--now", self.now])
            .args([
                Path::new("--config"),
                &self.path("config"),
                Path::new("--data"),
                &self.path("data"),
            ])
            .args(verb)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("TELEGRAM_TOKEN", TOKEN)
            .env("DATELINE__TELEGRAM__API_URL", self.fake.url())
            .env("DATELINE__WEB__LISTEN", "127.0.0.1:0")
            .current_dir(self.dir.path())
            .stdin(Stdio::null())
            .kill_on_drop(true);
        command
    }

    /// Starts the program.
    pub fn start(&mut self) {
        let mut child = self
            .command(&["run"])
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let log = Arc::clone(&self.log);
        self.reader = Some(tokio::spawn(async move {
            while let Ok(Some(line)) = lines.next_line().await {
                let mut log = log.lock().unwrap();
                log.push_str(&line);
                log.push('\n');
            }
        }));
        self.running = Some(child);
    }

    /// What the program has logged so far.
    pub fn log(&self) -> String {
        self.log.lock().unwrap().clone()
    }

    /// Ends the program as a power cut does.
    pub async fn kill(&mut self) {
        self.running.take().unwrap().kill().await.unwrap();
    }

    /// Asks the program to stop, as a container does, and waits for its end.
    pub async fn stop(&mut self) -> std::process::ExitStatus {
        let mut child = self.running.take().unwrap();
        let id = child.id().unwrap().to_string();
        assert!(
            std::process::Command::new("kill")
                .args(["-TERM", &id])
                .status()
                .unwrap()
                .success()
        );
        tokio::time::timeout(Duration::from_secs(20), child.wait())
            .await
            .expect("it stops")
            .unwrap()
    }

    /// Waits until the program ends by itself and its log is read.
    pub async fn end(&mut self) -> std::process::ExitStatus {
        let mut child = self.running.take().unwrap();
        let status = tokio::time::timeout(Duration::from_secs(60), child.wait())
            .await
            .expect("it ends");
        self.reader.take().unwrap().await.unwrap();
        status.unwrap()
    }
}

impl Drop for Story {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("the program's log:\n{}", self.log());
        }
    }
}
