//! Broadcasts by the real program, through the real clients, to both platforms: who gets what, how often, in which
//! order, whatever happens meanwhile.

mod admin;
mod answers;
mod crashes;
mod disks;
mod history;
mod kills;
mod outages;
mod readers;
mod restarts;
mod subscribers;

use dateline::destination::Platform;
use dateline::store::DeliveryState;
use serde_json::{Value, json};

use crashes::part;

use crate::fakes::telegram::Kind;
use crate::world::{World, count_in};

/// What is followed: a scope, and in which form.
type Followed = (&'static str, &'static str);

/// Several long messages on both platforms.
const ALL: Followed = ("all", "full");
/// One message.
const VENEZUELA: Followed = ("VE", "headlines");

/// A subscription for 11:30 UTC.
fn follows(platform: &str, chat: impl ToString, (scope, form): Followed) -> Value {
    json!({"platform": platform, "chat": chat.to_string(), "scope": scope, "at": "11:30", "zone": "UTC", "form": form})
}

/// A world with readers on both platforms, a second before their digest is due.
struct Broadcast {
    world: World,
    /// Private chats on Telegram.
    chats: Vec<i64>,
    /// Channels on Discord.
    channels: Vec<u64>,
}

impl Broadcast {
    /// So many readers on each platform, who follow the same.
    async fn to(readers: usize, what: Followed) -> Self {
        let mut world = World::at("2026-01-06T10:00:00Z").await;
        world.write("config/dateline.toml", "[digest]\nmax_stories = 16\n");
        world.set("DATELINE__TELEGRAM__RATE", "250");
        world.set("DATELINE__DISCORD__RATE", "250");
        world.import_samples(&["2026-01-05", "2026-01-06"]).await;
        let chats: Vec<i64> = (1001..).take(readers).collect();
        for chat in &chats {
            world.telegram.add(Kind::Private, *chat);
        }
        let channels: Vec<u64> = (0..readers).map(|_| world.discord.guild().1).collect();
        let on_telegram = chats.iter().map(|chat| follows("telegram", chat, what));
        let on_discord = channels.iter().map(|channel| follows("discord", channel, what));
        let lines: Vec<Value> = on_telegram.chain(on_discord).collect();
        world.import_subscriptions(&lines).await;
        world.set_clock("2026-01-06T11:29:59Z");
        Self { world, chats, channels }
    }

    /// Waits until the store has a platform's broadcast and all of it is sent. Returns how many messages that were.
    async fn until_all_sent(&self, platform: Platform) -> usize {
        let store = self.world.store().await;
        let open = [DeliveryState::Pending, DeliveryState::Sending];
        self.world
            .until(&format!("all is sent on {platform}"), async |_| {
                let tally = store.tally_deliveries(platform).await.unwrap();
                !tally.is_empty() && tally.iter().all(|(state, _)| !open.contains(state))
            })
            .await;
        let tally = store.tally_deliveries(platform).await.unwrap();
        let sent = count_in(&store, platform, DeliveryState::Sent).await;
        assert_eq!(tally, [(DeliveryState::Sent, sent)], "on {platform}");
        sent
    }

    /// The parts' numbers as they arrived in each chat of Telegram.
    fn parts_on_telegram(&self) -> Vec<Vec<usize>> {
        let parts = |chat: &i64| {
            self.world
                .telegram
                .messages(*chat)
                .iter()
                .map(|m| part(&m.text))
                .collect()
        };
        self.chats.iter().map(parts).collect()
    }

    /// The parts' numbers as they arrived in each channel of Discord.
    fn parts_on_discord(&self) -> Vec<Vec<usize>> {
        let parts = |channel: &u64| {
            let messages = self.world.discord.messages(*channel);
            messages.iter().map(|message| part(&message.content)).collect()
        };
        self.channels.iter().map(parts).collect()
    }

    /// Fails unless every reader got every part exactly once and in order.
    fn assert_all_once(&self) {
        for received in [self.parts_on_telegram(), self.parts_on_discord()] {
            let whole: Vec<usize> = (1..=received[0].len()).collect();
            assert!(!whole.is_empty());
            for parts in received {
                assert_eq!(parts, whole);
            }
        }
    }
}
