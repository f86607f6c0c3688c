//! A store, a platform in memory and a clock turned by hand.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use dateline::config::{DeliveryConfig, OnUnknown};
use dateline::delivery::{Pacer, Token, Worker};
use dateline::destination::{Destination, Platform};
use dateline::digest::{Digest, Edition, Form, Window};
use dateline::platforms::memory::Memory;
use dateline::pulse::Pulse;
use dateline::scope::Scope;
use dateline::store::{DeliveryState, Fanout, NewDigest, NewEdition, Store, Subscription};
use jiff::Timestamp;

pub struct Office {
    pub store: Store,
    pub memory: Arc<Memory>,
    pub rules: DeliveryConfig,
    pub pulse: Arc<Pulse>,
    platform: Platform,
    clock: Arc<AtomicI64>,
    _folder: tempfile::TempDir,
}

/// 2026-01-07T11:30:00Z.
const START: i64 = 1_767_785_400;

impl Office {
    pub async fn open(platform: Platform) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&format!("sqlite://{}", folder.path().join("dateline.db").display()))
            .await
            .unwrap();
        Self {
            store,
            memory: Arc::new(Memory::default()),
            rules: DeliveryConfig {
                on_unknown: OnUnknown::Resend,
                max_attempts: 5,
            },
            pulse: Arc::default(),
            platform,
            clock: Arc::new(AtomicI64::new(START)),
            _folder: folder,
        }
    }

    /// Where its store is, for what only a look behind the scenes can do.
    pub fn url(&self) -> String {
        format!("sqlite://{}", self._folder.path().join("dateline.db").display())
    }

    pub fn now(&self) -> Timestamp {
        Timestamp::from_second(self.clock.load(Ordering::SeqCst)).unwrap()
    }

    /// Lets seconds pass.
    pub fn pass(&self, seconds: i64) {
        self.clock.fetch_add(seconds, Ordering::SeqCst);
    }

    /// Turns the clock to a moment.
    pub fn turn_to(&self, moment: Timestamp) {
        self.clock.store(moment.as_second(), Ordering::SeqCst);
    }

    pub fn worker(&self, owner: &str) -> Worker {
        let clock = Arc::clone(&self.clock);
        Worker {
            store: self.store.clone(),
            platform: self.platform,
            sender: Arc::clone(&self.memory) as Arc<dyn dateline::platforms::Sender>,
            pacer: Arc::new(Pacer::new(100_000)),
            token: Token::default(),
            owner: owner.to_owned(),
            rules: self.rules,
            pulse: Arc::clone(&self.pulse),
            now: Arc::new(move || Timestamp::from_second(clock.load(Ordering::SeqCst)).unwrap()),
            ours: tokio::sync::watch::Sender::default(),
        }
    }

    /// A worker's life for some seconds: it sends whenever something may be sent.
    pub async fn serve_for(&self, owner: &str, seconds: i64) {
        let worker = self.worker(owner);
        for _ in (0..seconds).step_by(5) {
            assert!(worker.send_due().await.unwrap());
            self.pass(5);
        }
        assert!(worker.send_due().await.unwrap());
    }

    /// A digest of so many parts, to these chats.
    pub async fn publish(&self, chats: &[&str], parts: usize) {
        let parts = (1..=parts).map(|part| format!("part {part}")).collect();
        self.publish_parts(chats, parts).await;
    }

    /// A digest of these parts, to these chats.
    pub async fn publish_parts(&self, chats: &[&str], parts: Vec<String>) {
        let fanout = Fanout {
            parts,
            to: chats.iter().map(|chat| self.destination(chat)).collect(),
            rendering: dateline::store::Rendering::default(),
        };
        let now = self.now();
        let edition = edition_of_one_digest(now, vec![fanout]);
        assert!(self.store.save_edition(&edition, now).await.unwrap());
    }

    pub async fn subscribe(&self, chat: &str) {
        let subscription = Subscription {
            destination: self.destination(chat),
            scope: Scope::All,
            at: jiff::civil::time(7, 30, 0, 0),
            zone: "America/Caracas".to_owned(),
            form: Form::Full,
            language: "en".to_owned(),
            days: dateline::schedule::Days::DAILY,
            filter: dateline::digest::Filter::default(),
        };
        assert!(self.store.subscribe(&subscription, self.now()).await.unwrap());
    }

    /// What a chat has received, in order.
    pub fn read_by(&self, chat: &str) -> Vec<String> {
        self.memory
            .received()
            .into_iter()
            .filter(|message| message.to.chat == chat)
            .map(|message| message.body)
            .collect()
    }

    /// How many deliveries are in each state, those not sent last.
    pub async fn tally(&self) -> Vec<(DeliveryState, usize)> {
        let order = [
            DeliveryState::Pending,
            DeliveryState::Paused,
            DeliveryState::Sending,
            DeliveryState::Sent,
            DeliveryState::Unknown,
            DeliveryState::Failed,
        ];
        let mut tally = self.store.tally_deliveries(self.platform).await.unwrap();
        tally.sort_by_key(|(state, _)| order.iter().position(|known| known == state));
        tally
    }

    fn destination(&self, chat: &str) -> Destination {
        Destination {
            platform: self.platform,
            chat: chat.to_owned(),
            thread: None,
        }
    }
}

impl Office {
    /// Waits until the deliveries stand like this in the store.
    pub async fn until_tally(&self, wanted: &[(DeliveryState, usize)]) {
        for _ in 0..3000 {
            if self.tally().await == wanted {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("waited in vain: {:?}", self.tally().await);
    }
}

/// Waits for something that happens on other tasks; a test that waits too long fails.
pub async fn until(what: impl Fn() -> bool) {
    for _ in 0..3000 {
        if what() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("waited in vain");
}

/// An edition that is due now.
pub fn edition_of_one_digest(now: Timestamp, fanouts: Vec<Fanout>) -> NewEdition {
    let edition = Edition {
        schedule: "morning".to_owned(),
        local: jiff::civil::date(2026, 1, 7).at(7, 30, 0, 0),
        zone: "America/Caracas".to_owned(),
    };
    let digest = Digest {
        scope: Scope::All,
        title: "World".to_owned(),
        edition: edition.clone(),
        window: Window {
            from: now,
            to: now,
            reached_back: false,
        },
        stories: Vec::new(),
        counts: Vec::new(),
        more: Vec::new(),
        updates: Vec::new(),
        elsewhere: Vec::new(),
        left_out: 0,
        corrections: dateline::digest::Corrections::default(),
        covers: Vec::new(),
        sources: Vec::new(),
        sample: false,
        late_seconds: None,
        last_news: None,
        unread_sources: 0,
        first_article: None,
    };
    NewEdition {
        edition,
        due: now,
        digests: vec![NewDigest { digest, fanouts }],
    }
}
