//! What the platforms' answers, and answers that never come, make of a digest, through the real clients.

use dateline::destination::Platform;
use dateline::store::DeliveryState;

use super::{ALL, Broadcast, VENEZUELA, follows};
use crate::fakes::discord::Trouble;
use crate::fakes::telegram::Fault;
use crate::world::count_in;

/// Of the readers on each platform, the connection to the first is cut before the platform has taken the message, that to
/// the second after. Their client sees the same of both, as it does when an answer takes too long.
async fn cut_off(on_unknown: &str) -> Broadcast {
    let mut broadcast = Broadcast::to(4, VENEZUELA).await;
    broadcast.world.set("DATELINE__DELIVERY__ON_UNKNOWN", on_unknown);
    for (at, taken) in [false, true].into_iter().enumerate() {
        let Broadcast {
            world, chats, channels, ..
        } = &broadcast;
        world.telegram.fail_next_to(chats[at], Fault::Cut { taken });
        let path = format!("/channels/{}/messages", channels[at]);
        world.discord.trouble("POST", path, 1, Trouble::Cut { taken });
    }
    let mut program = broadcast.world.start();
    let store = broadcast.world.store().await;
    for platform in [Platform::Telegram, Platform::Discord] {
        let open = [DeliveryState::Pending, DeliveryState::Sending];
        broadcast
            .world
            .until("everything is settled", async |_| {
                let tally = store.tally_deliveries(platform).await.unwrap();
                !tally.is_empty() && tally.iter().all(|(state, _)| !open.contains(state))
            })
            .await;
    }
    assert!(program.stop().await.success());
    broadcast.world.assert_well_formed();
    broadcast
}

impl Broadcast {
    fn counts(&self) -> (Vec<usize>, Vec<usize>) {
        let counts = |parts: Vec<Vec<usize>>| parts.iter().map(Vec::len).collect();
        (counts(self.parts_on_telegram()), counts(self.parts_on_discord()))
    }
}

#[tokio::test]
async fn a_connection_cut_before_or_after_acceptance_is_tried_again_with_resend() {
    let broadcast = cut_off("resend").await;
    // Telegram cannot tell a repetition; Discord knows it by its nonce.
    assert_eq!(broadcast.counts(), (vec![1, 2, 1, 1], vec![1; 4]));
    let store = broadcast.world.store().await;
    for platform in [Platform::Telegram, Platform::Discord] {
        assert_eq!(count_in(&store, platform, DeliveryState::Sent).await, 4);
    }
}

#[tokio::test]
async fn a_connection_cut_before_or_after_acceptance_is_listed_as_unknown_with_skip() {
    let broadcast = cut_off("skip").await;
    assert_eq!(broadcast.counts(), (vec![0, 1, 1, 1], vec![1; 4]));
    let store = broadcast.world.store().await;
    assert_eq!(count_in(&store, Platform::Telegram, DeliveryState::Unknown).await, 2);
    assert_eq!(count_in(&store, Platform::Telegram, DeliveryState::Sent).await, 2);
    assert_eq!(count_in(&store, Platform::Discord, DeliveryState::Sent).await, 4);
    let listed = broadcast.world.run(&["deliveries", "list"]).await;
    for chat in [1001, 1002] {
        assert!(listed.contains(&format!("unknown: telegram:{chat}")), "{listed}");
    }
}

/// A token that Discord ceases to accept while the bot runs, as when it is renewed in the developer portal.
#[tokio::test]
async fn a_discord_token_refused_in_mid_run_lets_digests_wait_and_is_said_once() {
    let broadcast = Broadcast::to(30, VENEZUELA).await;
    let world = &broadcast.world;
    let mut program = world.start();
    world.discord.until_ready().await;
    let token = world
        .discord
        .change(|state| std::mem::replace(&mut state.token, "another".to_owned()));
    world
        .until("Discord is asked and refuses", async |world| {
            world.discord.requests("POST", "/messages").len() > 5
        })
        .await;
    broadcast.until_all_sent(Platform::Telegram).await;
    assert_eq!(broadcast.counts().1, vec![0; 30]);
    let said = |log: &str| {
        log.lines()
            .filter(|line| line.contains("Discord does not accept the token"))
            .count()
    };
    assert_eq!(said(&program.log()), 1, "{}", program.log());

    world.discord.change(|state| state.token = token);
    broadcast.until_all_sent(Platform::Discord).await;
    let log = program.log();
    assert_eq!(said(&log), 1, "{log}");
    assert!(log.contains("the platform answers again"), "{log}");
    assert!(program.stop().await.success());
    broadcast.assert_all_once();
    assert_eq!(world.subscriptions().await.len(), 60);
}

/// For Discord an announcement channel differs from a text channel in nothing but its kind.
#[tokio::test]
async fn a_digest_goes_into_a_forum_and_an_announcement_channel_whole_and_in_order() {
    let mut broadcast = Broadcast::to(1, ALL).await;
    let world = &mut broadcast.world;
    let (_, forum) = world.discord.guild();
    let (_, announcements) = world.discord.guild();
    world.discord.change(|state| {
        state.channels.get_mut(&forum).unwrap().is_forum = true;
        state.channels.get_mut(&announcements).unwrap().is_announcements = true;
    });
    world.set_clock("2026-01-06T10:00:00Z");
    let lines = [forum, announcements].map(|channel| follows("discord", channel, ALL));
    world.import_subscriptions(&lines).await;
    world.set_clock("2026-01-06T11:29:59Z");
    let mut program = world.start();
    broadcast.until_all_sent(Platform::Discord).await;
    assert!(program.stop().await.success());

    let world = &broadcast.world;
    let texts = |channel: u64| -> Vec<String> {
        let messages = world.discord.messages(channel);
        messages.iter().map(|message| message.text()).collect()
    };
    let expected = texts(broadcast.channels[0]);
    assert!(expected.len() > 1, "several parts");
    assert_eq!(texts(announcements), expected);
    let posts: Vec<(u64, String)> = world.discord.read(|state| {
        let channels = state.channels.iter();
        channels
            .filter_map(|(id, channel)| Some((*id, channel.thread.clone()?)))
            .filter(|(_, (parent, _))| *parent == forum)
            .map(|(id, (_, name))| (id, name))
            .collect()
    });
    assert_eq!(posts.len(), 1, "{posts:?}");
    assert!(posts[0].1.contains("Tuesday 6 January 2026"), "{posts:?}");
    assert_eq!(texts(posts[0].0), expected);
    world.assert_well_formed();
}

#[tokio::test]
async fn in_quiet_hours_that_are_silent_a_digest_comes_to_discord_without_a_sound() {
    /// SUPPRESS_NOTIFICATIONS of Discord's message flags.
    const SILENT: u64 = 1 << 12;
    let mut broadcast = Broadcast::to(1, VENEZUELA).await;
    let world = &mut broadcast.world;
    let (user, sleeper) = world.discord.direct();
    world.set_clock("2026-01-06T10:00:00Z");
    world
        .import_subscriptions(&[follows("discord", sleeper, VENEZUELA)])
        .await;
    let mut program = world.start();
    world.discord.until_ready().await;
    let asked = world
        .discord
        .runs(user, sleeper, "quiet", &[("hours", "11:00-13:00 silent")]);
    let said = world.discord.answer(asked).await;
    assert!(said[0].text().contains("11:00"), "{said:?}");
    assert!(program.stop().await.success());

    world.set_clock("2026-01-06T11:29:59Z");
    let mut program = world.start();
    broadcast.until_all_sent(Platform::Discord).await;
    assert!(program.stop().await.success());
    let flags = |channel: u64| {
        let path = format!("/channels/{channel}/messages");
        let requests = broadcast.world.discord.requests("POST", &path);
        assert_eq!(requests.len(), 1);
        requests[0].body.as_ref().unwrap()["flags"].as_u64().unwrap_or(0)
    };
    assert_eq!(flags(sleeper) & SILENT, SILENT);
    assert_eq!(flags(broadcast.channels[0]) & SILENT, 0);
    broadcast.world.assert_well_formed();
}
