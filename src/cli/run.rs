//! `dateline run`: the bot.

use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt as _;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::{Common, Failure, print};
use crate::clock::Clock;
use crate::commands::Core;
use crate::config::{SourceConfig, SourceKind};
use crate::delivery::{Now, Pacer, Token, Worker, edition, write_sample_editions};
use crate::destination::Platform;
use crate::platforms::discord::Discord;
use crate::platforms::telegram::Telegram;
use crate::platforms::terminal::{self, ChatEnd, TerminalSender};
use crate::platforms::turns::{Turn, Turns};
use crate::platforms::{Sender, one_line};
use crate::pulse::Pulse;
use crate::sources::collect;
use crate::sources::collect::Collector;
use crate::sources::fetch::Fetcher;
use crate::store::Trouble;
use crate::web;

/// How long a stop waits for what is in flight.
const GRACE: Duration = Duration::from_secs(10);
/// Lines a second at the terminal: as fast as anybody can look.
const TERMINAL_RATE: u32 = 100;

/// A part of the bot that runs until it is stopped: how it ended.
type Ending = (String, Result<(), String>);

/// The parts by whose end a person ends the bot.
const CHAT: &str = "the chat";
const SIGNALS: &str = "the watch for signals";

/// What all parts share, and those that run.
struct Bot {
    core: Arc<Core>,
    clock: Clock,
    pulse: Arc<Pulse>,
    /// Unique among all processes that ever used this store, so that a dead one's work can be told from ours.
    owner: String,
    stop: CancellationToken,
    parts: JoinSet<Ending>,
}

pub(super) async fn run(common: &Common) -> Result<(), Failure> {
    // Before all else: in a container the bot is process 1, which no signal ends that it does not watch for.
    let mut signals = Signals::watch()?;
    let core = tokio::select! {
        core = common.core() => core?,
        () = signals.come() => return Ok(()),
    };
    let mut bot = Bot {
        core,
        clock: common.clock(),
        pulse: Arc::default(),
        owner: format!("{}-{}", std::process::id(), Clock::system().now().as_nanosecond()),
        stop: CancellationToken::new(),
        parts: JoinSet::new(),
    };
    let store = &bot.core.store;
    // Other troubles pass; permissions are changed by people, who look at what they have just started.
    if let Err(error) = store.check_writing().await
        && error.trouble() == Some(Trouble::ReadOnly)
    {
        return Err(Failure::new(format!("{}: {error}", store.file())));
    }
    let sign = bot.core.store.give_sign_of_life(&bot.owner);
    if let Err(error) = &sign {
        tracing::warn!(%error, "no sign of life could be put beside the store: if this program is killed, the next waits 30 s before it sends");
    }

    let collector = Collector {
        store: bot.core.store.clone(),
        fetcher: Fetcher::new(bot.core.config.fetch.allow_private).map_err(|error| Failure::new(error.to_string()))?,
        places: Arc::clone(&bot.core.config.places),
    };
    let pages = bot.start_pages().await;
    tokio::select! {
        greeted = greet(&bot.core, bot.clock, &collector, pages) => greeted?,
        // The first reading of a large folder takes minutes.
        () = signals.come() => {
            bot.stop().await;
            return Ok(());
        }
    }

    bot.start_collecting(collector);
    bot.start_writing();
    bot.start_platforms()?;
    bot.start_chat();
    let stop = bot.stop.clone();
    bot.start(SIGNALS, async move {
        stop.run_until_cancelled(signals.come()).await;
        Ok(())
    });

    let first = bot.parts.join_next().await;
    bot.stop().await;
    match first {
        None => Ok(()),
        Some(Ok((part, Ok(())))) if part == CHAT || part == SIGNALS => Ok(()),
        Some(Ok((part, Ok(())))) => Err(Failure::new(format!(
            "{part} ended without being told to; this is a bug, and the bot does not go on without it"
        ))),
        Some(Ok((part, Err(reason)))) => Err(Failure::new(format!("{part} ended: {reason}"))),
        Some(Err(error)) => Err(Failure::new(format!("a part of the bot broke off: {error}"))),
    }
}

/// What a newcomer sees first: what was read and written, where to look, what is not configured.
async fn greet(core: &Arc<Core>, clock: Clock, collector: &Collector, pages: Option<String>) -> Result<(), Failure> {
    let config = &core.config;
    // Files are at hand; feeds are read in the background, so that a slow one does not keep anybody waiting.
    let is_folder = |source: &&SourceConfig| matches!(source.kind, SourceKind::Files { .. });
    let folders: Vec<SourceConfig> = config.sources.iter().filter(is_folder).cloned().collect();
    for collected in collect::collect_all(collector, &folders, clock.now()).await {
        for problem in collected.problems {
            tracing::warn!(source = %collected.source, "{}", one_line(&problem));
        }
    }
    let written = write_sample_editions(config, &core.store, clock.now())
        .await
        .map_err(|error| Failure::new(error.to_string()))?;
    let articles = core.store.count_articles().await?;
    let sources = config.sources.iter().filter(|source| source.enabled).count();
    let feeds = config
        .sources
        .iter()
        .filter(|source| source.enabled && matches!(source.kind, SourceKind::Feed { .. }))
        .count();
    let samples = config.sources.iter().any(|source| source.enabled && source.sample);
    let mut lines = vec![format!(
        "Dateline {}: {articles} articles in the store, from {sources} source(s){}{}.",
        env!("CARGO_PKG_VERSION"),
        if samples { ", samples among them" } else { "" },
        if feeds > 0 {
            format!("; {feeds} feed(s) are read now")
        } else {
            String::new()
        },
    )];
    lines.push(match written {
        0 => format!("Digests are written by schedule to {}/.", config.archive_dir.display()),
        n => format!(
            "Digests of {n} sample days were written; their pages are in {}/.",
            config.archive_dir.display()
        ),
    });
    lines.push(match pages {
        Some(address) => format!("Pages: http://{address}"),
        None => "Pages: off (set [web] listen in dateline.toml).".to_owned(),
    });
    let platform = |name: &str, token: bool, variable: &str| {
        if token {
            format!("{name}: connecting.")
        } else {
            format!("{name}: not configured (set {variable}; README says how).")
        }
    };
    lines.push(platform("Telegram", config.telegram.token.is_some(), "TELEGRAM_TOKEN"));
    lines.push(platform("Discord", config.discord.token.is_some(), "DISCORD_TOKEN"));
    for schedule in &config.schedules {
        let posts_to = |platform: Platform| schedule.to.iter().any(|to| to.platform == platform);
        let deaf = [
            (
                "Telegram",
                posts_to(Platform::Telegram) && config.telegram.token.is_none(),
            ),
            ("Discord", posts_to(Platform::Discord) && config.discord.token.is_none()),
        ];
        for (name, _) in deaf.iter().filter(|(_, deaf)| *deaf) {
            lines.push(format!(
                "Schedule {} posts to {name}, which is not configured: nothing arrives there.",
                schedule.id
            ));
        }
    }
    lines.push("Type a command, such as /country Venezuela, or /help. /quit ends.".to_owned());
    print(&format!("{}\n", lines.join("\n")))
}

impl Bot {
    /// Starts a part under its name.
    fn start(&mut self, name: impl Into<String>, part: impl Future<Output = Result<(), String>> + Send + 'static) {
        let name = name.into();
        self.parts.spawn(async move { (name, part.await) });
    }

    /// Stops all parts and waits a while for what they have in flight.
    async fn stop(&mut self) {
        self.stop.cancel();
        let parts = &mut self.parts;
        let ended = tokio::time::timeout(GRACE, async { while parts.join_next().await.is_some() {} }).await;
        if ended.is_err() {
            tracing::warn!(
                "some parts did not stop within {} s; what they had in flight is taken up at the next start",
                GRACE.as_secs()
            );
        }
    }

    async fn start_pages(&mut self) -> Option<String> {
        let listen = self.core.config.web_listen.as_deref()?;
        match web::bind(listen).await {
            Ok((listener, address)) => {
                let (core, pulse) = (Arc::clone(&self.core), Arc::clone(&self.pulse));
                let stop = self.stop.clone().cancelled_owned();
                self.start("the web server", web::serve(listener, core, pulse, self.clock, stop));
                Some(address.to_string())
            }
            // Delivery and answers matter more than the pages: the bot goes on without them.
            Err(reason) => {
                tracing::error!("{reason}");
                None
            }
        }
    }

    fn start_collecting(&mut self, collector: Collector) {
        let sources = self.core.config.sources.clone();
        let collecting = collect::run(
            sources,
            collector,
            self.clock,
            Arc::clone(&self.pulse),
            self.stop.clone(),
        );
        self.start("the collector", collecting.map(Ok));
    }

    fn start_writing(&mut self) {
        let writing = edition::run(
            Arc::clone(&self.core.config),
            self.core.store.clone(),
            self.core.model.clone(),
            now_of(self.clock),
            Arc::clone(&self.core.subscribed),
            Arc::clone(&self.pulse),
            self.stop.clone(),
        );
        self.start("the writer of editions", writing.map(Ok));
    }

    fn start_platforms(&mut self) -> Result<(), Failure> {
        let config = Arc::clone(&self.core.config);
        if let Some(token) = &config.telegram.token {
            let pacer = Arc::new(Pacer::for_telegram(config.telegram.rate));
            let telegram = Telegram::new(token, &config.telegram.api_url).map_err(Failure::new)?;
            let telegram = telegram.with_pictures(config.digest.picture).paced_by(turns(&pacer));
            let ours = self.start_sending(Platform::Telegram, telegram.sender(), pacer);
            let (core, clock, stop) = (Arc::clone(&self.core), self.clock, self.stop.clone());
            self.start("Telegram", async move {
                match stop.run_until_cancelled(until_ours(ours)).await {
                    Some(()) => telegram.run(core, clock, stop).await,
                    None => Ok(()),
                }
            });
        }
        if let Some(token) = &config.discord.token {
            let pacer = Arc::new(Pacer::new(config.discord.rate));
            let discord = Discord::new(token, &config.discord.api_url).map_err(Failure::new)?;
            let discord = discord.with_pictures(config.digest.picture).paced_by(turns(&pacer));
            let ours = self.start_sending(Platform::Discord, discord.sender(), pacer);
            let (core, clock, stop) = (Arc::clone(&self.core), self.clock, self.stop.clone());
            self.start("Discord", async move {
                match stop.run_until_cancelled(until_ours(ours)).await {
                    Some(()) => discord.run(core, clock, stop).await,
                    None => Ok(()),
                }
            });
        }
        let pacer = Arc::new(Pacer::new(TERMINAL_RATE));
        self.start_sending(Platform::Terminal, Arc::new(TerminalSender), pacer);
        Ok(())
    }

    /// Starts the sender to a platform. What is returned says whether the token is ours to use.
    fn start_sending(
        &mut self,
        platform: Platform,
        sender: Arc<dyn Sender>,
        pacer: Arc<Pacer>,
    ) -> watch::Receiver<bool> {
        let (ours, told) = watch::channel(false);
        let worker = Worker {
            store: self.core.store.clone(),
            platform,
            sender,
            pacer,
            token: Token::default(),
            owner: self.owner.clone(),
            rules: self.core.config.delivery,
            pulse: Arc::clone(&self.pulse),
            now: now_of(self.clock),
            ours,
        };
        let stop = self.stop.clone();
        self.start(format!("the sender to {platform}"), async move {
            worker.run(stop).await;
            Ok(())
        });
        told
    }

    fn start_chat(&mut self) {
        let (core, clock, stop) = (Arc::clone(&self.core), self.clock, self.stop.clone());
        self.start(CHAT, async move {
            tokio::select! {
                end = terminal::chat(core, clock) => if end == ChatEnd::NoMoreInput { stop.cancelled().await },
                () = stop.cancelled() => {}
            }
            Ok(())
        });
    }
}

/// Waits while another instance uses the token.
async fn until_ours(mut ours: watch::Receiver<bool>) {
    if ours.wait_for(|ours| *ours).await.is_err() {
        // Its sender has ended, and with it the bot.
        std::future::pending::<()>().await;
    }
}

/// What an admin or a container ends the bot with.
struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    /// From now on they are noted and no longer end the process by themselves.
    fn watch() -> Result<Self, Failure> {
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
        })
    }

    /// Waits for one.
    async fn come(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

/// The turns of a token, for what its platform asks besides the messages of digests.
fn turns(pacer: &Arc<Pacer>) -> Turns {
    let pacer = Arc::clone(pacer);
    Turns::from(move |chat| {
        let pacer = Arc::clone(&pacer);
        async move {
            match chat {
                Some(chat) => Box::new(pacer.reply_to(&chat).await) as Turn,
                None => Box::new(pacer.reply().await),
            }
        }
        .boxed()
    })
}

fn now_of(clock: Clock) -> Now {
    Arc::new(move || clock.now())
}
