//! A world for the program to live in: temporary folders, a clock, both platforms, and the running program itself.

use std::collections::{BTreeMap, BTreeSet};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use dateline::destination::Platform;
use dateline::store::{DeliveryState, Store};
use jiff::Timestamp;
use serde_json::Value;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::task::JoinHandle;

use crate::fakes::discord::FakeDiscord;
use crate::fakes::specs::check_discord;
use crate::fakes::telegram::{FakeTelegram, TOKEN};

const DISCORD_TOKEN: &str = "TEST.discord.token";
/// The longest that a story waits for something to happen: far more than a busy machine takes.
const DEADLINE: Duration = Duration::from_secs(90);

/// Both platforms, a configuration, a store, and a clock that runs.
pub struct World {
    pub telegram: FakeTelegram,
    pub discord: FakeDiscord,
    folder: TempDir,
    /// What the clock showed at a moment.
    clock: (Timestamp, Instant),
    environment: BTreeMap<&'static str, String>,
    /// The user and group that the program runs as, where that is not who runs the tests.
    somebody: Option<u32>,
}

/// The program with a verb, at a time, on the `config` and `data` in a folder; it knows nothing of this machine's own
/// environment, and ends with its handle.
pub fn dateline(folder: &Path, now: &str, verb: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
    command
        .args(["--now", now])
        .arg("--config")
        .arg(folder.join("config"))
        .arg("--data")
        .arg(folder.join("data"))
        .args(verb)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("DATELINE__WEB__LISTEN", "127.0.0.1:0")
        .current_dir(folder)
        .stdin(Stdio::null())
        .kill_on_drop(true);
    command
}

impl World {
    /// A world at a moment, with the project's regions, no sources and no schedules.
    pub async fn at(now: &str) -> Self {
        let world = Self {
            telegram: FakeTelegram::start().await,
            discord: FakeDiscord::start(DISCORD_TOKEN),
            folder: TempDir::new().unwrap(),
            clock: (now.parse().unwrap(), Instant::now()),
            environment: BTreeMap::new(),
            somebody: None,
        };
        std::fs::create_dir(world.path("config")).unwrap();
        std::fs::copy("config/regions.toml", world.path("config/regions.toml")).unwrap();
        world.write("config/sources.toml", "");
        world
    }

    /// A file or folder of this world.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file of this world.
    pub fn write(&self, name: &str, content: &str) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }

    /// Puts a variable into the program's environment.
    pub fn set(&mut self, variable: &'static str, value: &str) {
        self.environment.insert(variable, value.to_owned());
    }

    /// What the clock shows.
    pub fn now(&self) -> Timestamp {
        let (shown, at) = self.clock;
        shown + at.elapsed()
    }

    /// Puts the clock to a moment, from which it runs on. A running program does not notice.
    pub fn set_clock(&mut self, now: &str) {
        self.clock = (now.parse().unwrap(), Instant::now());
    }

    /// From now on the program runs as somebody whom the permissions of files bind, which they do not bind root. False
    /// where that cannot be.
    pub fn live_as_nobody(&mut self) -> bool {
        const NOBODY: u32 = 65_534;
        if std::fs::metadata(self.folder.path()).unwrap().uid() != 0 {
            return true;
        }
        let given = std::process::Command::new("chown")
            .args(["-R", &NOBODY.to_string()])
            .arg(self.folder.path())
            .status();
        self.somebody = Some(NOBODY);
        let runs = self.command(&["--version"]).as_std_mut().output();
        given.is_ok_and(|given| given.success()) && runs.is_ok_and(|output| output.status.success())
    }

    fn command(&self, verb: &[&str]) -> Command {
        let mut command = dateline(self.folder.path(), &self.now().to_string(), verb);
        command
            .env("TELEGRAM_TOKEN", TOKEN)
            .env("DATELINE__TELEGRAM__API_URL", self.telegram.url())
            .env("DISCORD_TOKEN", DISCORD_TOKEN)
            .env("DATELINE__DISCORD__API_URL", self.discord.url())
            .envs(&self.environment);
        if let Some(id) = self.somebody {
            command.uid(id).gid(id);
        }
        command
    }

    /// Runs a verb to its end and returns what it printed.
    pub async fn run(&self, verb: &[&str]) -> String {
        let output = self.command(verb).output().await.unwrap();
        assert!(output.status.success(), "{verb:?}: {output:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// What the terminal answers to a command.
    pub async fn ask(&self, text: &str) -> String {
        self.run(&["ask", text]).await
    }

    /// Takes in the project's sample articles of these days, as articles of a source that is no sample.
    pub async fn import_samples(&self, days: &[&str]) {
        for day in days {
            let folder = Path::new("config/samples").join(day).canonicalize().unwrap();
            self.run(&["import", folder.to_str().unwrap(), "--source", "wire"])
                .await;
        }
    }

    /// Takes in subscriptions, each a line as `dateline subscriptions export` writes it.
    pub async fn import_subscriptions(&self, lines: &[Value]) {
        let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
        self.write("subscriptions.jsonl", &text);
        let file = self.path("subscriptions.jsonl");
        self.run(&["subscriptions", "import", file.to_str().unwrap()]).await;
    }

    /// The subscriptions, as `dateline subscriptions export` writes them.
    pub async fn subscriptions(&self) -> Vec<Value> {
        let lines = self.run(&["subscriptions", "export"]).await;
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// Starts the bot.
    pub fn start(&self) -> Program {
        Program::start(self.command(&["run"]))
    }

    /// Starts the bot where no file may grow beyond 64 KiB: it can begin, but not write an edition.
    pub fn start_with_full_disk(&self) -> Program {
        self.start_on_a_disk_of("64")
    }

    /// Starts the bot where no file may grow beyond so many KiB: what a full disk does, without a disk of one's own. What
    /// the disk takes can be changed while the program runs.
    pub fn start_on_a_disk_of(&self, kilobytes: &str) -> Program {
        let inner = self.command(&["run"]);
        let inner = inner.as_std();
        let mut command = Command::new("bash");
        command
            .arg("-c")
            .arg(format!("trap '' XFSZ; ulimit -S -f {kilobytes}; exec \"$0\" \"$@\""))
            .arg(inner.get_program())
            .args(inner.get_args())
            .env_clear();
        for (name, value) in inner.get_envs() {
            if let Some(value) = value {
                command.env(name, value);
            }
        }
        command.current_dir(self.folder.path()).stdin(Stdio::null());
        Program::start(command)
    }

    /// The store that the program writes.
    pub async fn store(&self) -> Store {
        let file = self.path("data/dateline.db");
        Store::open(&format!("sqlite://{}", file.display())).await.unwrap()
    }

    /// Waits until something is so, however it comes about.
    pub async fn until(&self, what: &str, mut is_so: impl AsyncFnMut(&Self) -> bool) {
        let waiting = async {
            while !is_so(self).await {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        if tokio::time::timeout(DEADLINE, waiting).await.is_err() {
            panic!("waited in vain until {what}; {} messages are there", self.received());
        }
    }

    /// Waits until so many messages have arrived on both platforms together.
    pub async fn until_received(&self, count: usize) {
        self.until(&format!("{count} messages are there"), async |world| {
            world.received() >= count
        })
        .await;
    }

    /// How many messages have arrived on both platforms together.
    pub fn received(&self) -> usize {
        self.telegram.count_messages() + self.discord.read(|state| state.messages.len())
    }

    /// Fails if anything was sent that a platform or its specification refuses. Requests that differ only in what
    /// numbers them are checked once. (The fake Telegram checks as it goes.)
    pub fn assert_well_formed(&self) {
        self.discord.assert_no_violations();
        let mut seen = BTreeSet::new();
        let mut wrong = Vec::new();
        for request in self.discord.read(|state| state.requests.clone()) {
            let body = request.body.unwrap_or_default();
            let mut alike = body.clone();
            if alike["nonce"].is_string() {
                alike["nonce"] = "1".into();
            }
            let kind = request.path.replace(|c: char| c.is_ascii_digit(), "");
            if seen.insert((request.method.clone(), kind, alike.to_string())) {
                wrong.extend(check_discord(&request.method, &request.path, &body).err());
            }
        }
        assert!(
            wrong.is_empty(),
            "against Discord's specification:\n{}",
            wrong.join("\n")
        );
    }
}

/// How many deliveries of a platform are in a state.
pub async fn count_in(store: &Store, platform: Platform, state: DeliveryState) -> usize {
    let tally = store.tally_deliveries(platform).await.unwrap();
    tally
        .into_iter()
        .find(|(known, _)| *known == state)
        .map_or(0, |(_, n)| n)
}

/// The bot, running. When it goes out of scope it is killed; when its test fails its log is shown.
pub struct Program {
    child: Child,
    log: Arc<Mutex<String>>,
    /// Reads the log to its end.
    reader: JoinHandle<()>,
}

impl Program {
    /// Starts a command.
    pub fn start(mut command: Command) -> Self {
        let mut child = command
            .kill_on_drop(true)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let log: Arc<Mutex<String>> = Arc::default();
        let kept = Arc::clone(&log);
        let reader = tokio::spawn(async move {
            while let Ok(Some(line)) = lines.next_line().await {
                let mut log = kept.lock().unwrap();
                log.push_str(&line);
                log.push('\n');
            }
        });
        Self { child, log, reader }
    }

    /// What it has logged so far.
    pub fn log(&self) -> String {
        self.log.lock().unwrap().clone()
    }

    /// Ends it as a power cut does (SIGKILL).
    pub async fn kill(&mut self) {
        self.child.kill().await.unwrap();
    }

    /// Its process.
    pub fn id(&self) -> u32 {
        self.child.id().expect("it still runs")
    }

    /// Asks it to stop, as a container does (SIGTERM), and waits for its end.
    pub async fn stop(&mut self) -> ExitStatus {
        let id = self.id().to_string();
        let told = std::process::Command::new("kill").args(["-TERM", &id]).status();
        assert!(told.unwrap().success());
        self.end().await
    }

    /// Sends it a signal, such as "STOP".
    pub fn signal(&self, name: &str) {
        let id = self.child.id().expect("it still runs").to_string();
        let told = std::process::Command::new("kill")
            .args([&format!("-{name}"), &id])
            .status();
        assert!(told.unwrap().success());
    }

    /// From now on its disk takes nothing more.
    pub fn fill_disk(&self) {
        self.limit_files("1");
    }

    /// From now on its disk takes everything.
    pub fn make_space(&self) {
        self.limit_files("unlimited");
    }

    fn limit_files(&self, bytes: &str) {
        let limit = format!("--fsize={bytes}:");
        let set = std::process::Command::new("prlimit")
            .args(["--pid", &self.id().to_string(), &limit])
            .status();
        assert!(set.unwrap().success());
    }

    /// Waits until it has ended and its log is read.
    pub async fn end(&mut self) -> ExitStatus {
        let ended = tokio::time::timeout(DEADLINE, self.child.wait()).await;
        let status = ended.expect("the program ends").unwrap();
        let _ = (&mut self.reader).await;
        status
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("the program's log:\n{}", self.log());
        }
    }
}
