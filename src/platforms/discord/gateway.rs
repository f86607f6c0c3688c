//! The connection over which Discord tells what people do, kept alive until the program ends.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use serde::Deserialize;
use serenity::client::{ClientBuilder, Context, EventHandler};
use serenity::gateway::{ConnectionStage, GatewayError, ShardManager};
use serenity::http::{LightMethod, Route};
use serenity::model::application::Interaction;
use serenity::model::gateway::{GatewayIntents, Ready};
use serenity::model::id::ShardId;
use tokio::runtime::{Handle, Runtime};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::api::{Api, Failure};
use super::interactions::Desk;
use super::registration::register;
use crate::platforms::one_line;

/// Pauses between two tries, doubled from the first to the longest.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(60);
/// A connection that lived this long starts the pauses anew.
const STEADY: Duration = Duration::from_secs(600);
/// How often the shards are looked at.
const LOOK_EVERY: Duration = Duration::from_secs(15);
/// A living shard shows a new latency with every heartbeat (about 41 s) and one that connects a new stage; one that
/// shows neither for this long is dead, whatever serenity believes.
const SILENCE: Duration = Duration::from_secs(300);
/// The longest wait for answers under way when the program ends.
const LAST_ANSWERS: Duration = Duration::from_secs(10);
/// The longest wait for the goodbye to Discord.
const GOODBYE: Duration = Duration::from_secs(3);

const BAD_TOKEN: &str = "Discord does not accept the token. Check DISCORD_TOKEN: it is the bot's token from the Bot page of \
                         your application in the Discord developer portal, and a new one there ends the old one.";
const BAD_INTENTS: &str = "Discord does not allow the gateway intents that Dateline asks for, although it asks for none. \
                           Look at the Bot page of your application in the Discord developer portal.";

/// Connects, and connects again, until `shutdown` or until a person has to act.
pub(super) async fn serve(api: &Arc<Api>, desk: &Arc<Desk>, shutdown: &CancellationToken) -> Result<(), String> {
    let ears = Arc::new(Ears {
        api: Arc::clone(api),
        desk: Arc::clone(desk),
        program: Handle::current(),
        answers: TaskTracker::new(),
        introduced: AtomicBool::new(false),
        shutdown: shutdown.clone(),
    });
    let mut pause = FIRST_PAUSE;
    let outcome = loop {
        let began = Instant::now();
        let ended = tokio::select! {
            () = shutdown.cancelled() => break Ok(()),
            door = door(api) => match door {
                Ok(door) => connect(api, &ears, door, shutdown).await,
                Err(sentence) => break Err(sentence),
            },
        };
        match ended {
            Ended::Asked => break Ok(()),
            Ended::Refused(sentence) => break Err(sentence),
            Ended::Broke(reason) => {
                if began.elapsed() >= STEADY {
                    pause = FIRST_PAUSE;
                }
                tracing::warn!(
                    "the connection to Discord ended, a new one follows in {pause:?}: {}",
                    one_line(&reason)
                );
            }
        }
        tokio::select! {
            () = shutdown.cancelled() => break Ok(()),
            () = tokio::time::sleep(pause) => {}
        }
        pause = (pause * 2).min(LONGEST_PAUSE);
    };
    ears.answers.close();
    if tokio::time::timeout(LAST_ANSWERS, ears.answers.wait()).await.is_err() {
        tracing::warn!(
            "{} answers on Discord were not finished in {LAST_ANSWERS:?}",
            ears.answers.len()
        );
    }
    outcome
}

/// Where the gateway is.
#[derive(Debug, Deserialize)]
struct Door {
    url: String,
    #[serde(default = "one")]
    shards: u32,
    #[serde(default)]
    session_start_limit: Option<Starts>,
}

#[derive(Debug, Deserialize)]
struct Starts {
    remaining: u64,
    /// Milliseconds.
    reset_after: u64,
}

fn one() -> u32 {
    1
}

/// Asks for the gateway's address until it is given. serenity would go to the real Discord when the answer fails to
/// come, also when the program was told to talk to another one.
async fn door(api: &Api) -> Result<Door, String> {
    let mut pause = FIRST_PAUSE;
    loop {
        let turn = api.turn().await;
        let mut answer = api.call(LightMethod::Get, Route::GatewayBot, None).await;
        drop(turn);
        if matches!(
            answer,
            Err(Failure::Strange { status: 404 } | Failure::Refused { status: 404, .. })
        ) {
            // What stands in Discord's place may know only the older address, which names no number of shards.
            answer = api.call(LightMethod::Get, Route::Gateway, None).await;
        }
        let reason = match answer.map(serde_json::from_value::<Door>) {
            Ok(Ok(door)) => match &door.session_start_limit {
                Some(starts) if starts.remaining == 0 => {
                    let wait = Duration::from_millis(starts.reset_after);
                    tracing::error!(
                        "Discord allows no new connection for {wait:?}: the day's 1,000 starts are used up"
                    );
                    tokio::time::sleep(wait).await;
                    continue;
                }
                _ => return Ok(door),
            },
            Ok(Err(error)) => format!("its answer cannot be read: {error}"),
            Err(Failure::Refused { status: 401, .. }) => return Err(BAD_TOKEN.to_owned()),
            Err(Failure::Limited { wait, .. }) => {
                tokio::time::sleep(wait).await;
                continue;
            }
            Err(failure) => failure.to_string(),
        };
        tracing::warn!("Discord cannot be reached, next try in {pause:?}: {reason}");
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

/// How a connection ended.
enum Ended {
    /// The program ends.
    Asked,
    /// A person has to act.
    Refused(String),
    /// A new one may do better.
    Broke(String),
}

/// Holds one connection.
async fn connect(api: &Arc<Api>, ears: &Arc<Ears>, door: Door, shutdown: &CancellationToken) -> Ended {
    let apart = match Apart::new() {
        Ok(apart) => apart,
        Err(error) => return Ended::Broke(format!("no thread for it: {error}")),
    };
    let http = match api.for_serenity() {
        Ok(http) => http,
        Err(error) => return Ended::Broke(error),
    };
    // No intents: commands, buttons and completion arrive without any.
    let client = ClientBuilder::new_with_http(http, GatewayIntents::empty()).event_handler_arc(Arc::clone(ears));
    let built = tokio::select! {
        () = shutdown.cancelled() => return Ended::Asked,
        built = apart.handle().spawn(async move { client.await }) => built,
    };
    let mut client = match built {
        Ok(Ok(client)) => client,
        Ok(Err(error)) => return Ended::Broke(error.to_string()),
        Err(error) => return Ended::Broke(error.to_string()),
    };
    client.ws_url.lock().await.clone_from(&door.url);
    let manager = Arc::clone(&client.shard_manager);
    let shards = door.shards.max(1);
    let mut running = apart.handle().spawn(async move { client.start_shards(shards).await });
    tokio::select! {
        () = shutdown.cancelled() => {
            say_goodbye(&apart, &manager).await;
            Ended::Asked
        }
        ended = &mut running => match ended {
            Ok(Err(serenity::Error::Gateway(GatewayError::InvalidAuthentication))) => Ended::Refused(BAD_TOKEN.to_owned()),
            Ok(Err(serenity::Error::Gateway(
                GatewayError::InvalidGatewayIntents | GatewayError::DisallowedGatewayIntents,
            ))) => Ended::Refused(BAD_INTENTS.to_owned()),
            Ok(Err(error)) => Ended::Broke(error.to_string()),
            Ok(Ok(())) => Ended::Broke("serenity stopped".to_owned()),
            Err(error) => Ended::Broke(error.to_string()),
        },
        shard = silent_shard(&manager, shards) => Ended::Broke(format!("shard {shard} has been silent for {SILENCE:?}")),
    }
}

/// Closes the connections that are open, so that Discord shows the bot as gone at once.
async fn say_goodbye(apart: &Apart, manager: &Arc<ShardManager>) {
    let connected = manager
        .runners
        .lock()
        .await
        .values()
        .all(|shard| shard.stage == ConnectionStage::Connected);
    // A shard that lost its connection waits for ever, without pause, for the other side's goodbye.
    if connected {
        let manager = Arc::clone(manager);
        let closing = apart.handle().spawn(async move { manager.shutdown_all().await });
        if tokio::time::timeout(GOODBYE, closing).await.is_err() {
            tracing::debug!("Discord did not say goodbye within {GOODBYE:?}");
        }
    }
}

/// Waits until a shard has shown no sign of life for [`SILENCE`].
async fn silent_shard(manager: &ShardManager, shards: u32) -> u32 {
    let mut seen: HashMap<u32, (Option<Sign>, Instant)> = HashMap::new();
    loop {
        tokio::time::sleep(LOOK_EVERY).await;
        let now = Instant::now();
        let runners = manager.runners.lock().await;
        for shard in 0..shards {
            let sign = runners
                .get(&ShardId(shard))
                .map(|runner| (runner.stage, runner.latency));
            let (last, since) = seen.entry(shard).or_insert((sign, now));
            if *last != sign {
                (*last, *since) = (sign, now);
            } else if now.duration_since(*since) >= SILENCE {
                return shard;
            }
        }
    }
}

type Sign = (ConnectionStage, Option<Duration>);

/// Threads of its own for serenity's shards: a shard that loses its connection while Discord is away spins without pause
/// until its next heartbeat (serenity 0.12.5, `ShardRunner::recv_event`), and would take the program's threads with it.
struct Apart(Option<Runtime>, Handle);

impl Apart {
    fn new() -> std::io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("discord-gateway")
            .enable_all()
            .build()?;
        let handle = runtime.handle().clone();
        Ok(Self(Some(runtime), handle))
    }

    fn handle(&self) -> &Handle {
        &self.1
    }
}

impl Drop for Apart {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            // Waiting for its threads is not allowed here, and a spinning one would never come.
            runtime.shutdown_background();
        }
    }
}

/// What serenity tells.
struct Ears {
    api: Arc<Api>,
    desk: Arc<Desk>,
    /// Answers run on the program's own threads.
    program: Handle,
    answers: TaskTracker,
    introduced: AtomicBool,
    shutdown: CancellationToken,
}

#[async_trait]
impl EventHandler for Ears {
    async fn ready(&self, _: Context, ready: Ready) {
        tracing::info!("connected to Discord as {}", ready.user.name);
        // Every new session is ready again, and so is every shard.
        if self.introduced.swap(true, Ordering::SeqCst) {
            return;
        }
        let application = ready.application.id;
        tracing::info!(
            "to add the bot to a Discord server, open {}",
            super::invite_link(application.get())
        );
        let (api, shutdown) = (Arc::clone(&self.api), self.shutdown.clone());
        self.program.spawn(async move {
            tokio::select! {
                () = shutdown.cancelled() => {}
                () = register(api, application) => {}
            }
        });
    }

    async fn interaction_create(&self, _: Context, interaction: Interaction) {
        let desk = Arc::clone(&self.desk);
        self.answers
            .spawn_on(async move { desk.handle(interaction).await }, &self.program);
    }
}
