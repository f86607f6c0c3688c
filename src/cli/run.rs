//! `dateline run`: the bot.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::{Common, Failure, print};
use crate::clock::Clock;
use crate::commands::Core;
use crate::config::SourceKind;
use crate::delivery::{Now, Pacer, Token, Worker, edition, write_sample_editions};
use crate::destination::Platform;
use crate::platforms::discord::Discord;
use crate::platforms::telegram::Telegram;
use crate::platforms::terminal::{self, ChatEnd, TerminalSender};
use crate::platforms::{Sender, one_line};
use crate::sources::collect;
use crate::sources::fetch::Fetcher;
use crate::web;

/// How long a stop waits for what is in flight.
const GRACE: Duration = Duration::from_secs(10);
/// Lines a second at the terminal: as fast as anybody can look.
const TERMINAL_RATE: u32 = 100;

/// A part of the bot that runs until it is stopped: how it ended.
type Ending = (&'static str, Result<(), String>);

pub(super) async fn run(common: &Common) -> Result<(), Failure> {
    let core = common.core().await?;
    let clock = common.clock();
    let stop = CancellationToken::new();
    // Unique among all processes that ever used this store, so that a dead one's work can be told from ours.
    let owner = format!("{}-{}", std::process::id(), Clock::system().now().as_nanosecond());
    let sign = core.store.give_sign_of_life(&owner);
    if let Err(error) = &sign {
        tracing::warn!(%error, "no sign of life could be put beside the store: if this program is killed, the next waits 30 s before it sends");
    }
    let mut parts: JoinSet<Ending> = JoinSet::new();

    let fetcher = Fetcher::new(core.config.fetch.allow_private).map_err(|error| Failure::new(error.to_string()))?;
    let pages = start_pages(&core, &stop, &mut parts).await;
    greet(&core, clock, &fetcher, pages).await?;

    start_collecting(&core, clock, fetcher, &stop, &mut parts);
    start_writing(&core, clock, &stop, &mut parts);
    start_platforms(&core, clock, &owner, &stop, &mut parts)?;
    start_chat(&core, clock, &stop, &mut parts);
    start_signals(&stop, &mut parts)?;

    let first = parts.join_next().await;
    stop.cancel();
    let ended = tokio::time::timeout(GRACE, async { while parts.join_next().await.is_some() {} }).await;
    if ended.is_err() {
        tracing::warn!(
            "some parts did not stop within {} s; what they had in flight is taken up at the next start",
            GRACE.as_secs()
        );
    }
    match first {
        Some(Ok((_, Ok(())))) | None => Ok(()),
        Some(Ok((part, Err(reason)))) => Err(Failure::new(format!("{part} ended: {reason}"))),
        Some(Err(error)) => Err(Failure::new(format!("a part of the bot broke off: {error}"))),
    }
}

/// What a newcomer sees first: what was read and written, where to look, what is not configured.
async fn greet(core: &Arc<Core>, clock: Clock, fetcher: &Fetcher, pages: Option<String>) -> Result<(), Failure> {
    let config = &core.config;
    // Files are at hand; feeds are read in the background, so that a slow one does not keep anybody waiting.
    let files = config
        .sources
        .iter()
        .filter(|source| source.enabled && matches!(source.kind, SourceKind::Files { .. }));
    for source in files {
        for problem in collect::collect_once(&core.store, fetcher, source, clock.now())
            .await
            .problems
        {
            tracing::warn!(source = %source.id, "{}", one_line(&problem));
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

async fn start_pages(core: &Arc<Core>, stop: &CancellationToken, parts: &mut JoinSet<Ending>) -> Option<String> {
    let listen = core.config.web_listen.as_deref()?;
    match web::bind(listen).await {
        Ok((listener, address)) => {
            let (core, stop) = (Arc::clone(core), stop.clone().cancelled_owned());
            parts.spawn(async move { ("the web server", web::serve(listener, core, stop).await) });
            Some(address.to_string())
        }
        // Delivery and answers matter more than the pages: the bot goes on without them.
        Err(reason) => {
            tracing::error!("{reason}");
            None
        }
    }
}

fn start_collecting(
    core: &Arc<Core>,
    clock: Clock,
    fetcher: Fetcher,
    stop: &CancellationToken,
    parts: &mut JoinSet<Ending>,
) {
    let (sources, store, stop) = (core.config.sources.clone(), core.store.clone(), stop.clone());
    parts.spawn(async move {
        collect::run(sources, store, fetcher, clock, stop).await;
        ("the collector", Ok(()))
    });
}

fn start_writing(core: &Arc<Core>, clock: Clock, stop: &CancellationToken, parts: &mut JoinSet<Ending>) {
    let (core, stop) = (Arc::clone(core), stop.clone());
    parts.spawn(async move {
        let subscribed = Arc::clone(&core.subscribed);
        edition::run(
            Arc::clone(&core.config),
            core.store.clone(),
            now_of(clock),
            subscribed,
            stop,
        )
        .await;
        ("the writer of editions", Ok(()))
    });
}

fn start_platforms(
    core: &Arc<Core>,
    clock: Clock,
    owner: &str,
    stop: &CancellationToken,
    parts: &mut JoinSet<Ending>,
) -> Result<(), Failure> {
    let config = &core.config;
    let send = |parts: &mut JoinSet<Ending>, platform: Platform, sender: Arc<dyn Sender>, pacer: Arc<Pacer>| {
        let worker = Worker {
            store: core.store.clone(),
            platform,
            sender,
            pacer,
            token: Token::default(),
            owner: owner.to_owned(),
            rules: config.delivery,
            now: now_of(clock),
        };
        let stop = stop.clone();
        parts.spawn(async move {
            worker.run(stop).await;
            ("a sender", Ok(()))
        });
    };
    if let Some(token) = &config.telegram.token {
        let pacer = Arc::new(Pacer::new(config.telegram.rate));
        let shared = Arc::clone(&pacer);
        let telegram = Telegram::new(token, &config.telegram.api_url).map_err(Failure::new)?;
        let telegram = telegram.counting_replies(move || shared.reply());
        send(parts, Platform::Telegram, telegram.sender(), pacer);
        let (core, stop) = (Arc::clone(core), stop.clone());
        parts.spawn(async move { ("Telegram", telegram.run(core, clock, stop).await) });
    }
    if let Some(token) = &config.discord.token {
        // Discord counts answers to interactions apart from the bot's own messages.
        let pacer = Arc::new(Pacer::new(config.discord.rate));
        let discord = Discord::new(token, &config.discord.api_url).map_err(Failure::new)?;
        send(parts, Platform::Discord, discord.sender(), pacer);
        let (core, stop) = (Arc::clone(core), stop.clone());
        parts.spawn(async move { ("Discord", discord.run(core, clock, stop).await) });
    }
    send(
        parts,
        Platform::Terminal,
        Arc::new(TerminalSender),
        Arc::new(Pacer::new(TERMINAL_RATE)),
    );
    Ok(())
}

fn start_chat(core: &Arc<Core>, clock: Clock, stop: &CancellationToken, parts: &mut JoinSet<Ending>) {
    let (core, stop) = (Arc::clone(core), stop.clone());
    parts.spawn(async move {
        tokio::select! {
            end = terminal::chat(core, clock) => if end == ChatEnd::NoMoreInput { stop.cancelled().await },
            () = stop.cancelled() => {}
        }
        ("the chat", Ok(()))
    });
}

fn start_signals(stop: &CancellationToken, parts: &mut JoinSet<Ending>) -> Result<(), Failure> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let stop = stop.clone();
    parts.spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
            () = stop.cancelled() => {}
        }
        ("the watch for signals", Ok(()))
    });
    Ok(())
}

fn now_of(clock: Clock) -> Now {
    Arc::new(move || clock.now())
}
