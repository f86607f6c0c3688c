//! A Telegram Bot API server on loopback that remembers chats, messages and members.

mod chats;
pub mod html;
mod server;
mod wire;

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::watch;

use super::mischief::Mischief;
use super::multipart::Part;
use super::port::Port;
use super::strict::Strict;
pub use chats::{Chat, Kind, Message};

/// The token that the fake takes.
pub const TOKEN: &str = "1:TEST";
/// The bot's user name.
pub const USERNAME: &str = "dateline_test_bot";
/// Who speaks in groups when a story names nobody.
pub const MEMBER: i64 = 7001;
/// The longest that a story waits for something to happen.
const DEADLINE: Duration = Duration::from_secs(60);

/// What goes wrong with a request.
#[derive(Clone, Debug)]
pub enum Fault {
    /// This error, and nothing happens.
    Refuse(u16, &'static str),
    /// 429 with this many seconds.
    RetryAfter(u64),
    /// A gateway's HTML page with this status, before the request took effect.
    Gateway(u16),
    /// The same, after it took effect.
    GatewayAfter(u16),
    /// The connection is cut without an answer, before or after the request took effect.
    Cut { taken: bool },
}

/// A request as it came in.
#[derive(Clone, Debug)]
pub struct Request {
    pub method: String,
    pub body: Value,
    /// What was uploaded with it.
    pub files: Vec<Part>,
}

/// A notice shown for a pressed button.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub text: String,
    pub alert: bool,
}

#[derive(Default)]
struct State {
    chats: BTreeMap<i64, Chat>,
    updates: Vec<(i64, Value)>,
    last_update: i64,
    confirmed: i64,
    polls: u64,
    last_message: i64,
    /// Photos uploaded so far.
    photos: u32,
    queries: Vec<String>,
    last_query: i64,
    notices: Vec<Notice>,
    requests: Vec<Request>,
    faults: BTreeMap<String, VecDeque<Fault>>,
    /// How long the answer to a sent message is on its way.
    delay: Duration,
    /// Random trouble with what is sent.
    mischief: Option<Mischief>,
    /// Whether requests are thrown away: a long story has too many of them.
    forgets_requests: bool,
    /// Limits that are enforced.
    strict: Option<Strict>,
    menu: Vec<String>,
    violations: Vec<String>,
}

/// The fake. It checks every request against the specification and, when it is dropped, fails the test on a breach.
pub struct FakeTelegram {
    state: Arc<Mutex<State>>,
    changed: watch::Sender<u64>,
    unplugged: watch::Sender<bool>,
    url: String,
    server: tokio::task::JoinHandle<()>,
}

impl FakeTelegram {
    /// Starts on a free port of loopback.
    pub async fn start() -> Self {
        let port = Port::reserve();
        let (address, listener) = (port.address, port.listen());
        let state = Arc::new(Mutex::new(State {
            last_update: 100,
            ..State::default()
        }));
        let changed = watch::Sender::new(0);
        let unplugged = watch::Sender::new(false);
        let line = wire::Line {
            port,
            listener: Some(listener),
            unplugged: unplugged.subscribe(),
        };
        let app = server::app(Arc::clone(&state), changed.clone());
        let server = tokio::spawn(async move {
            axum::serve(line, app).await.expect("serving never ends by itself");
        });
        Self {
            state,
            changed,
            unplugged,
            url: format!("http://{address}"),
            server,
        }
    }

    /// The address for `telegram.api_url`.
    pub fn url(&self) -> &str {
        &self.url
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no test thread panicked with the state")
    }

    fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let result = change(&mut self.state());
        self.changed.send_modify(|version| *version += 1);
        result
    }

    /// Refuses and breaks all connections until `plug_in`.
    pub fn unplug(&self) {
        self.unplugged.send_replace(true);
    }

    /// Takes connections again.
    pub fn plug_in(&self) {
        self.unplugged.send_replace(false);
    }

    /// Lets the next request of a method go wrong; several queue up.
    pub fn fail_next(&self, method: &str, fault: Fault) {
        self.change(|state| state.faults.entry(method.to_lowercase()).or_default().push_back(fault));
    }

    /// Lets the next message to a chat go wrong.
    pub fn fail_next_to(&self, chat: i64, fault: Fault) {
        let key = format!("send to {chat}");
        self.change(|state| state.faults.entry(key).or_default().push_back(fault));
    }

    /// From now on a message is there at once, but the answer to its sender takes so long.
    pub fn answer_sends_after(&self, delay: Duration) {
        self.change(|state| state.delay = delay);
    }

    /// From now on some messages go wrong at random.
    pub fn make_mischief(&self, mischief: Mischief) {
        self.change(|state| state.mischief = Some(mischief));
    }

    /// How many messages went wrong, and how many of them were taken all the same.
    pub fn mischief_done(&self) -> (usize, usize) {
        let state = self.state();
        state
            .mischief
            .as_ref()
            .map_or((0, 0), |done| (done.done, done.unanswered))
    }

    /// From now on requests are not kept.
    pub fn forget_requests(&self) {
        self.change(|state| state.forgets_requests = true);
    }

    /// From now on enforces Telegram's limits.
    pub fn enforce_limits(&self) {
        self.change(|state| state.strict = Some(Strict::telegram()));
    }

    /// What the limits saw.
    pub fn limits<T>(&self, look: impl FnOnce(&Strict) -> T) -> T {
        look(self.state().strict.as_ref().expect("limits that are enforced"))
    }

    /// How many messages of the bot there are in all chats.
    pub fn count_messages(&self) -> usize {
        self.state().chats.values().map(|chat| chat.messages.len()).sum()
    }

    /// Adds a chat of a kind. Private chats have the id of their user.
    pub fn add(&self, kind: Kind, id: i64) {
        self.change(|state| state.chats.insert(id, Chat::new(kind, id)));
    }

    /// Changes a chat: its administrators, topics, whether it is blocked.
    pub fn with_chat<T>(&self, chat: i64, change: impl FnOnce(&mut Chat) -> T) -> T {
        self.change(|state| change(state.chats.get_mut(&chat).expect("a chat of the story")))
    }

    /// Turns a group into a supergroup with this id, as Telegram does: two service messages, the old id refused.
    pub fn upgrade(&self, group: i64, supergroup: i64) {
        self.change(|state| {
            let old = state.chats.get_mut(&group).expect("a chat of the story");
            old.moved_to = Some(supergroup);
            let mut new = Chat::new(Kind::Supergroup, supergroup);
            new.administrators = old.administrators.clone();
            state.chats.insert(supergroup, new);
        });
    }

    /// The service messages that tell a bot of `upgrade`.
    pub fn announce_upgrade(&self, group: i64, supergroup: i64) {
        self.says(group, json!({"migrate_to_chat_id": supergroup}));
        self.says(supergroup, json!({"migrate_from_chat_id": group}));
    }

    /// A person writes: in a private chat its user, in a group `MEMBER`. Returns the update's number.
    pub fn user_says(&self, chat: i64, text: &str) -> i64 {
        self.says(chat, json!({"text": text}))
    }

    /// A message with these fields arrives; `from`, `date` and the rest are filled in. Returns the update's number.
    pub fn says(&self, chat: i64, fields: Value) -> i64 {
        self.change(|state| {
            let message = state.incoming_message(chat, fields);
            state.push_update(json!({"message": message}))
        })
    }

    /// Any update arrives. Returns its number.
    pub fn update(&self, update: Value) -> i64 {
        self.change(|state| state.push_update(update))
    }

    /// An update arrives again, as after a lost answer to a poll.
    pub fn repeat(&self, update: i64) {
        self.change(|state| {
            let copy = state
                .updates
                .iter()
                .find(|(id, _)| *id == update)
                .expect("an update of the story")
                .clone();
            state.updates.push(copy);
            state.confirmed = state.confirmed.min(update - 1);
        });
    }

    /// A person presses the button that says `label` under a message: in a private chat its user, else `MEMBER`.
    pub fn presses(&self, chat: i64, message: i64, label: &str) -> i64 {
        self.presses_as(default_user(chat), chat, message, label)
    }

    /// This user presses.
    pub fn presses_as(&self, user: i64, chat: i64, message: i64, label: &str) -> i64 {
        self.change(|state| state.press(user, chat, message, label))
    }

    /// The bot's messages in a chat, oldest first.
    pub fn messages(&self, chat: i64) -> Vec<Message> {
        self.state()
            .chats
            .get(&chat)
            .map(|chat| chat.messages.clone())
            .unwrap_or_default()
    }

    /// All requests of a method, in any case.
    pub fn requests(&self, method: &str) -> Vec<Request> {
        let state = self.state();
        state
            .requests
            .iter()
            .filter(|request| request.method.eq_ignore_ascii_case(method))
            .cloned()
            .collect()
    }

    /// The notices shown for presses.
    pub fn notices(&self) -> Vec<Notice> {
        self.state().notices.clone()
    }

    /// The commands in the menu.
    pub fn menu(&self) -> Vec<String> {
        self.state().menu.clone()
    }

    /// The number of the first update that is not confirmed.
    pub fn unconfirmed_from(&self) -> i64 {
        self.state().confirmed + 1
    }

    /// Waits until `look` finds something; after a minute the test fails with `what`.
    pub async fn wait_for<T>(&self, what: &str, look: impl Fn(&Self) -> Option<T>) -> T {
        let mut version = self.changed.subscribe();
        let waiting = async {
            loop {
                version.borrow_and_update();
                if let Some(found) = look(self) {
                    return found;
                }
                version.changed().await.expect("the fake lives");
            }
        };
        match tokio::time::timeout(DEADLINE, waiting).await {
            Ok(found) => found,
            Err(_) => panic!("{what} did not happen; requests: {:#?}", self.state().requests),
        }
    }

    /// Waits until the bot has sent this many messages to a chat and returns them.
    pub async fn wait_for_messages(&self, chat: i64, count: usize) -> Vec<Message> {
        self.wait_for(&format!("{count} messages to {chat}"), |fake| {
            Some(fake.messages(chat)).filter(|messages| messages.len() >= count)
        })
        .await
    }

    /// Waits until every update so far is confirmed.
    pub async fn wait_until_confirmed(&self) {
        self.wait_for("the confirmation of all updates", |fake| {
            let state = fake.state();
            (state.confirmed >= state.last_update).then_some(())
        })
        .await;
    }
}

impl Drop for FakeTelegram {
    fn drop(&mut self) {
        self.server.abort();
        let violations = self
            .state
            .lock()
            .map(|state| state.violations.clone())
            .unwrap_or_default();
        if !std::thread::panicking() {
            assert!(
                violations.is_empty(),
                "requests against the specification: {violations:#?}"
            );
        }
    }
}

fn default_user(chat: i64) -> i64 {
    if chat > 0 { chat } else { MEMBER }
}
