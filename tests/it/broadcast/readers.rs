//! Readers who are not there any more, or not where they were.

use dateline::destination::Platform;
use dateline::store::DeliveryState;

use super::{ALL, Broadcast, follows};
use crate::fakes::telegram::Kind;
use crate::world::{World, count_in};

#[tokio::test]
async fn who_blocked_the_bot_is_left_in_peace_and_a_group_is_followed_to_its_new_id() {
    const GROUP: i64 = -500;
    const SUPERGROUP: i64 = -100_500;
    let mut broadcast = Broadcast::to(10, ALL).await;
    let world = &mut broadcast.world;
    world.telegram.add(Kind::Group, GROUP);
    world.set_clock("2026-01-06T10:00:00Z");
    world.import_subscriptions(&[follows("telegram", GROUP, ALL)]).await;
    let blocked = broadcast.chats.remove(4);
    let deleted = broadcast.channels.remove(7);
    world.telegram.with_chat(blocked, |chat| chat.closed = true);
    world.discord.delete_channel(deleted);
    world.telegram.upgrade(GROUP, SUPERGROUP);
    world.set_clock("2026-01-06T11:29:59Z");

    let mut program = world.start();
    let store = world.store().await;
    world
        .until("all is settled", async |_| {
            let mut settled = true;
            for platform in [Platform::Telegram, Platform::Discord] {
                let tally = store.tally_deliveries(platform).await.unwrap();
                settled &= !tally.is_empty()
                    && tally
                        .iter()
                        .all(|(state, _)| matches!(state, DeliveryState::Sent | DeliveryState::Failed));
            }
            settled
        })
        .await;
    assert!(program.stop().await.success());

    broadcast.assert_all_once();
    let parts = broadcast.parts_on_telegram()[0].len();
    assert!(parts >= 2);
    let in_the_group: Vec<usize> = world_parts(&broadcast, SUPERGROUP);
    assert_eq!(in_the_group, (1..=parts).collect::<Vec<_>>());
    assert!(broadcast.world.telegram.messages(GROUP).is_empty());
    // Given up with a reason, not lost: every part for the two who are gone.
    let discord_parts = broadcast.parts_on_discord()[0].len();
    assert_eq!(count_in(&store, Platform::Telegram, DeliveryState::Failed).await, parts);
    assert_eq!(
        count_in(&store, Platform::Discord, DeliveryState::Failed).await,
        discord_parts
    );

    let chats = subscribed(&broadcast.world).await;
    assert_eq!(chats.len(), 10 + 10 + 1);
    assert!(chats.contains(&SUPERGROUP.to_string()) && !chats.contains(&GROUP.to_string()));

    // "Blocked" and "unknown channel" may be an outage of theirs. A day later they are not.
    assert!(chats.contains(&deleted.to_string()) && chats.contains(&blocked.to_string()));
    broadcast.world.set_clock("2026-01-07T11:31:00Z");
    let mut program = broadcast.world.start();
    broadcast
        .world
        .until("the subscriptions of the two who are gone have ended", async |_| {
            store.all_subscriptions().await.unwrap().len() == chats.len() - 2
        })
        .await;
    assert!(program.stop().await.success());
    let left = subscribed(&broadcast.world).await;
    assert!(!left.contains(&deleted.to_string()) && !left.contains(&blocked.to_string()));
    broadcast.world.assert_well_formed();
}

/// The chats that have a subscription.
async fn subscribed(world: &World) -> Vec<String> {
    let chat = |line: &serde_json::Value| line["chat"].as_str().unwrap().to_owned();
    world.subscriptions().await.iter().map(chat).collect()
}

fn world_parts(broadcast: &Broadcast, chat: i64) -> Vec<usize> {
    let messages = broadcast.world.telegram.messages(chat);
    messages.iter().map(|message| super::part(&message.text)).collect()
}
