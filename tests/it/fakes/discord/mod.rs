//! A Discord on loopback: REST and gateway, with guilds, channels, messages, nonces and Discord's limits.

mod channels;
mod gateway;
mod limits;
mod people;
mod rest;
mod state;

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tokio::runtime::Runtime;
use tokio::sync::watch;

use self::state::Order;
pub use self::state::{Channel, Fault, Message, Recorded, State, Trouble};
use crate::fakes::port::Port;

/// View Channel, Send Messages, Embed Links.
pub const VIEW_AND_SEND: u64 = (1 << 10) | (1 << 11) | (1 << 14);
/// Attach Files.
pub const ATTACH_FILES: u64 = 1 << 15;
/// Manage Server.
pub const MANAGE_GUILD: u64 = 1 << 5;
/// The longest that a test waits for something that should happen.
const DEADLINE: Duration = Duration::from_secs(40);

/// The fake. It has threads of its own, so that going down takes its sockets with it.
pub struct FakeDiscord {
    inner: Arc<Inner>,
    runtime: Mutex<Option<Runtime>>,
}

/// What the servers share.
pub struct Inner {
    state: Mutex<State>,
    changed: watch::Sender<()>,
    rest: Port,
    gateway: Port,
}

impl Inner {
    /// Changes the state and tells those who wait.
    pub fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let out = change(&mut self.state.lock().unwrap());
        self.changed.send_replace(());
        out
    }

    /// Looks at the state.
    pub fn read<T>(&self, read: impl FnOnce(&State) -> T) -> T {
        read(&self.state.lock().unwrap())
    }

    pub fn gateway_url(&self) -> String {
        format!("ws://{}/gw", self.gateway.address)
    }
}

pub fn channel(guild: Option<u64>, bot_permissions: u64) -> Channel {
    Channel {
        guild,
        bot_permissions,
        refusal: None,
        nonces: std::collections::HashMap::new(),
        is_forum: false,
        is_announcements: false,
        thread: None,
        archived: None,
    }
}

impl FakeDiscord {
    /// A Discord that knows one bot, by its token, and is reachable.
    pub fn start(token: &str) -> Self {
        let fake = Self::down(token);
        fake.come_up();
        fake
    }

    /// A Discord that cannot be reached yet.
    pub fn down(token: &str) -> Self {
        let (rest, gateway) = (Port::reserve(), Port::reserve());
        Self {
            inner: Arc::new(Inner {
                state: Mutex::new(State::new(token)),
                changed: watch::Sender::new(()),
                rest,
                gateway,
            }),
            runtime: Mutex::new(None),
        }
    }

    /// Listens at its address.
    pub fn come_up(&self) {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("fake-discord")
            .enable_all()
            .build()
            .unwrap();
        let inner = Arc::clone(&self.inner);
        let (ready, is_ready) = std::sync::mpsc::channel();
        runtime.spawn(async move {
            let (rest, gateway) = (inner.rest.listen(), inner.gateway.listen());
            ready.send(()).unwrap();
            let app = axum::Router::new()
                .fallback(rest::handle)
                .with_state(Arc::clone(&inner));
            tokio::join!(
                async { axum::serve(rest, app).await.unwrap() },
                gateway::serve(inner, gateway)
            );
        });
        is_ready.recv().unwrap();
        *self.runtime.lock().unwrap() = Some(runtime);
    }

    /// Refuses and cuts all connections; remembers everything.
    pub fn go_down(&self) {
        let runtime = self.runtime.lock().unwrap().take();
        if let Some(runtime) = runtime {
            // A runtime must not be ended on the threads of another.
            std::thread::spawn(move || runtime.shutdown_timeout(Duration::from_secs(5)))
                .join()
                .unwrap();
            self.inner.rest.refuse();
            self.inner.gateway.refuse();
        }
        self.change(|state| state.session.live = None);
    }

    /// The value for `discord.api_url`.
    pub fn url(&self) -> String {
        format!("http://{}", self.inner.rest.address)
    }

    /// Looks at the state.
    pub fn read<T>(&self, read: impl FnOnce(&State) -> T) -> T {
        self.inner.read(read)
    }

    /// Changes the state.
    pub fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        self.inner.change(change)
    }

    /// Waits until something is so, and gives what it finds. Fails with `what` at the deadline.
    pub async fn until<T>(&self, what: &str, find: impl Fn(&State) -> Option<T>) -> T {
        let mut changes = self.inner.changed.subscribe();
        let deadline = Instant::now() + DEADLINE;
        loop {
            if let Some(found) = self.read(&find) {
                return found;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if tokio::time::timeout(left, changes.changed()).await.is_err() {
                let requests = self.read(|state| {
                    let lines: Vec<String> = state
                        .requests
                        .iter()
                        .map(|request| format!("{} {} -> {}", request.method, request.path, request.status))
                        .collect();
                    lines.join("\n")
                });
                panic!("waited in vain until {what}; requests:\n{requests}");
            }
        }
    }

    /// Waits until the bot has a live session and its commands are registered.
    pub async fn until_ready(&self) {
        self.until("the bot is there", |state| {
            (state.session.live.is_some() && !state.commands.is_empty()).then_some(())
        })
        .await;
    }

    /// Lets requests go wrong.
    pub fn trouble(&self, method: &'static str, path: impl Into<String>, times: u32, what: Trouble) {
        let path = path.into();
        self.change(|state| {
            state.faults.push_back(Fault {
                method,
                path,
                what,
                times,
            })
        });
    }

    /// Cuts the gateway connection without a word.
    pub fn reset_gateway(&self) {
        self.order(Order::Reset);
    }

    /// Ends the gateway connection with a close code.
    pub fn close_gateway(&self, code: u16) {
        self.order(Order::Close(code));
    }

    /// Asks the bot to connect anew (op 7).
    pub fn ask_to_reconnect(&self) {
        self.order(Order::Send(
            serde_json::json!({"op": 7, "s": null, "t": null, "d": null}),
        ));
    }

    fn order(&self, order: Order) {
        self.change(|state| {
            let live = state.session.live.take().expect("a live gateway connection");
            let _ = live.send(order);
        });
    }

    /// The requests of a kind so far.
    pub fn requests(&self, method: &str, path: &str) -> Vec<Recorded> {
        self.read(|state| {
            state
                .requests
                .iter()
                .filter(|request| request.method == method && request.path.contains(path))
                .cloned()
                .collect()
        })
    }

    /// Fails if the program sent anything that Discord refuses as malformed.
    pub fn assert_no_violations(&self) {
        let violations = self.read(|state| state.violations.clone());
        assert!(
            violations.is_empty(),
            "against Discord's rules:\n{}",
            violations.join("\n")
        );
    }
}

impl Drop for FakeDiscord {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.lock().unwrap().take() {
            runtime.shutdown_background();
        }
    }
}
