//! Kills the program again and again while it broadcasts and its platforms make trouble, and gives the account.

use std::collections::{BTreeMap, HashMap};
use std::time::{Duration, Instant};

use dateline::destination::Platform;
use dateline::store::{DeliveryState, Store};
use jiff::civil::DateTime;
use serde_json::json;

use super::history::{Account, History, Table};
use crate::fakes::mischief::{Dice, Mischief};
use crate::fakes::telegram::Kind;
use crate::world::{Program, World, count_in};

/// How long the platforms' answers are on their way.
const WAY: Duration = Duration::from_millis(20);
/// Of a thousand messages so many go wrong.
const MISHAPS: usize = 30;
/// One kill of so many comes while the program starts.
const EARLY: usize = 8;
/// A life ends after this, even if nothing is sent in it.
const LONGEST_LIFE: Duration = Duration::from_secs(3);
/// The end of a broadcast after the last kill.
const DEADLINE: Duration = Duration::from_secs(600);
const PLATFORMS: [Platform; 2] = [Platform::Telegram, Platform::Discord];

/// What is to be done.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    pub kills: usize,
    /// On each platform.
    pub readers: usize,
    pub seed: u64,
    /// "resend" or "skip".
    pub on_unknown: &'static str,
    /// Whether to tell how it goes.
    pub aloud: bool,
}

/// A run and what it knows.
struct Run {
    plan: Plan,
    world: World,
    store: Store,
    chats: Vec<i64>,
    channels: Vec<u64>,
    dice: Dice,
    kills: usize,
    accounts: BTreeMap<&'static str, Account>,
    /// How many messages of earlier editions each reader has.
    read: HashMap<u64, usize>,
    /// Deliveries of earlier editions: all, and those sent.
    earlier: HashMap<Platform, (usize, usize)>,
    /// What the program logged as an error, without times and numbers, and how often.
    errors: BTreeMap<String, usize>,
}

/// Carries a plan out. Where a broadcast ends before all kills have happened, the next day's goes on.
pub async fn run(plan: Plan) -> Table {
    let mut run = Run::prepare(plan).await;
    let mut day: DateTime = "2026-01-06T11:29:59".parse().unwrap();
    loop {
        run.world.set_clock(&format!("{day}Z"));
        let left = plan.kills - run.kills;
        run.edition(day.date(), left).await;
        if run.kills >= plan.kills {
            break;
        }
        day = day.tomorrow().unwrap();
    }
    run.table()
}

impl Run {
    async fn prepare(plan: Plan) -> Self {
        let mut world = World::at("2026-01-06T10:00:00Z").await;
        let config = format!(
            "[digest]\nmax_stories = 16\npicture = \"none\"\n[delivery]\non_unknown = \"{}\"\n",
            plan.on_unknown
        );
        world.write("config/dateline.toml", &config);
        world.set("DATELINE__TELEGRAM__RATE", "1000");
        world.set("DATELINE__DISCORD__RATE", "1000");
        world.import_samples(&["2026-01-05", "2026-01-06"]).await;
        let chats: Vec<i64> = (1001..).take(plan.readers).collect();
        for chat in &chats {
            world.telegram.add(Kind::Private, *chat);
        }
        let channels: Vec<u64> = (0..plan.readers).map(|_| world.discord.direct().1).collect();
        let follows = |platform: &str, chat: String| json!({"platform": platform, "chat": chat, "scope": "all", "at": "11:30", "zone": "UTC", "form": "full"});
        let lines: Vec<_> = chats
            .iter()
            .map(|chat| follows("telegram", chat.to_string()))
            .chain(channels.iter().map(|channel| follows("discord", channel.to_string())))
            .collect();
        world.import_subscriptions(&lines).await;
        world.telegram.answer_sends_after(WAY);
        world.telegram.make_mischief(Mischief::new(plan.seed, MISHAPS));
        world.telegram.forget_requests();
        world.discord.change(|state| {
            state.delay = WAY;
            state.mischief = Some(Mischief::new(plan.seed + 1, MISHAPS));
            state.forgets_requests = true;
        });
        Self {
            plan,
            store: world.store().await,
            world,
            chats,
            channels,
            dice: Dice(plan.seed + 2),
            kills: 0,
            accounts: BTreeMap::new(),
            read: HashMap::new(),
            earlier: HashMap::new(),
            errors: BTreeMap::new(),
        }
    }

    /// One edition, from before it is due until all of it is settled, with at most so many kills.
    async fn edition(&mut self, day: jiff::civil::Date, kills: usize) {
        let (before, mut spread) = (self.kills, 1);
        let mut life = Instant::now();
        let mut program = self.world.start();
        while self.kills - before < kills {
            if spread <= 1 {
                // Known once it is written: the kills are spread over all messages.
                spread = 2 * self.written().await / kills.max(1);
            }
            let early = self.dice.below(EARLY) == 0;
            let moment = self.world.received() + self.dice.below(spread.max(1));
            let patience = Duration::from_millis(u64::try_from(self.dice.below(300)).unwrap());
            while life.elapsed() < LONGEST_LIFE && !(early && life.elapsed() >= patience) {
                if !early && self.world.received() >= moment && self.world.received() > 0 {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
            if self.is_settled().await {
                break;
            }
            program.kill().await;
            self.kills += 1;
            self.note(&program);
            for platform in PLATFORMS {
                let in_flight = count_in(&self.store, platform, DeliveryState::Sending).await;
                self.accounts.entry(platform.as_str()).or_default().in_flight += in_flight;
            }
            if self.plan.aloud && self.kills.is_multiple_of(50) {
                eprintln!("{} kills, {} messages received", self.kills, self.world.received());
            }
            life = Instant::now();
            program = self.world.start();
        }
        let end = Instant::now() + DEADLINE;
        while !self.is_settled().await {
            assert!(Instant::now() < end, "the broadcast does not end:\n{}", program.log());
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        assert!(program.stop().await.success());
        self.note(&program);
        self.account(day).await;
    }

    /// How many deliveries the edition under way has; 0 before it is written.
    async fn written(&self) -> usize {
        let mut all = 0;
        for platform in PLATFORMS {
            all += self.tally(platform, None).await - self.earlier.get(&platform).map_or(0, |(all, _)| *all);
        }
        all
    }

    async fn tally(&self, platform: Platform, state: Option<DeliveryState>) -> usize {
        let tally = self.store.tally_deliveries(platform).await.unwrap();
        tally
            .into_iter()
            .filter(|(known, _)| state.is_none_or(|state| state == *known))
            .map(|(_, n)| n)
            .sum()
    }

    /// True when the edition is written and nothing of it waits or is being sent.
    async fn is_settled(&self) -> bool {
        if self.written().await == 0 {
            return false;
        }
        for platform in PLATFORMS {
            for state in [DeliveryState::Pending, DeliveryState::Sending] {
                if count_in(&self.store, platform, state).await > 0 {
                    return false;
                }
            }
        }
        true
    }

    /// Compares what everybody received of the edition with what the store says.
    async fn account(&mut self, day: jiff::civil::Date) {
        let mut listed: HashMap<u64, History> = HashMap::new();
        for one in self.store.undelivered(usize::from(u16::MAX) * 100).await.unwrap() {
            if one.edition.date() == day {
                let history = listed.entry(one.destination.chat.parse().unwrap()).or_default();
                let part = usize::try_from(one.part).unwrap();
                match one.state {
                    DeliveryState::Unknown => history.unknown.push(part),
                    _ => history.failed.push(part),
                }
            }
        }
        let mut arrived: HashMap<u64, Vec<String>> = HashMap::new();
        for chat in &self.chats {
            let messages = self.world.telegram.messages(*chat);
            let texts = messages.into_iter().map(|message| message.text).collect();
            arrived.insert(u64::try_from(*chat).unwrap(), texts);
        }
        self.world.discord.read(|state| {
            for message in state.messages.values() {
                arrived
                    .entry(message.channel)
                    .or_default()
                    .push(message.content.clone());
            }
        });
        for platform in PLATFORMS {
            let (all, sent) = self.earlier.get(&platform).copied().unwrap_or_default();
            let now = (
                self.tally(platform, None).await,
                self.tally(platform, Some(DeliveryState::Sent)).await,
            );
            self.earlier.insert(platform, now);
            let account = self.accounts.entry(platform.as_str()).or_default();
            account.sent += now.1 - sent;
            let readers: Vec<u64> = match platform {
                Platform::Telegram => self.chats.iter().map(|chat| u64::try_from(*chat).unwrap()).collect(),
                _ => self.channels.clone(),
            };
            for reader in readers {
                let texts = arrived.remove(&reader).unwrap_or_default();
                let read = self.read.entry(reader).or_default();
                let mut history = listed.remove(&reader).unwrap_or_default();
                history.parts = (now.0 - all) / self.plan.readers;
                history.received = texts[*read..].iter().map(|text| part(text)).collect();
                *read = texts.len();
                account.add(&history);
            }
        }
    }

    /// Keeps the errors of a program's log.
    fn note(&mut self, program: &Program) {
        for line in program.log().lines() {
            let Some((_, error)) = line.split_once("ERROR ") else {
                if line.contains("panicked") {
                    *self.errors.entry(line.to_owned()).or_default() += 1;
                }
                continue;
            };
            let alike = error.replace(|c: char| c.is_ascii_digit(), "");
            *self.errors.entry(alike).or_default() += 1;
        }
    }

    fn table(mut self) -> Table {
        for (error, count) in &self.errors {
            eprintln!("logged {count} times: {error}");
        }
        let mut telegram = self.accounts.remove("telegram").unwrap_or_default();
        let mut discord = self.accounts.remove("discord").unwrap_or_default();
        telegram.unanswered = self.world.telegram.mischief_done().1;
        discord.unanswered = self
            .world
            .discord
            .read(|state| state.mischief.as_ref().map_or(0, |done| done.unanswered));
        self.world.discord.assert_no_violations();
        Table {
            on_unknown: self.plan.on_unknown,
            readers: self.plan.readers,
            kills: self.kills,
            telegram,
            discord,
        }
    }
}

/// The number of a part: a text of several ends with "2/3". The only part is part 1.
pub fn part(text: &str) -> usize {
    let last = text.lines().last().unwrap_or_default();
    last.split_once('/')
        .filter(|(_, of)| of.parse::<usize>().is_ok())
        .and_then(|(part, _)| part.parse().ok())
        .unwrap_or(1)
}
