//! People subscribe, receive, and unsubscribe.

use serde_json::json;

use crate::fakes::telegram::Kind;
use crate::world::World;

const PERSON: i64 = 42;
/// Follow the same, to show that a moment has passed.
const EARLY_READER: i64 = 43;
const NOON_READER: i64 = 44;

#[tokio::test]
async fn a_digest_comes_daily_at_the_readers_own_time_until_they_end_it() {
    let mut world = World::at("2026-01-06T07:00:00Z").await;
    world.import_samples(&["2026-01-05", "2026-01-06"]).await;
    for chat in [PERSON, EARLY_READER, NOON_READER] {
        world.telegram.add(Kind::Private, chat);
    }
    let (user, channel) = world.discord.direct();
    let follows = |chat: i64, at: &str| json!({"platform": "telegram", "chat": chat.to_string(), "scope": "VE", "at": at, "zone": "UTC"});
    world
        .import_subscriptions(&[follows(EARLY_READER, "07:30"), follows(NOON_READER, "11:30")])
        .await;

    let mut program = world.start();
    world.discord.until_ready().await;
    world
        .telegram
        .user_says(PERSON, "/subscribe Venezuela 07:30 America/Caracas");
    let on_discord = world.discord.runs(
        user,
        channel,
        "subscribe",
        &[("scope", "Venezuela"), ("time", "07:30"), ("zone", "America/Caracas")],
    );
    let said = world.telegram.wait_for_messages(PERSON, 1).await;
    let answer = world.discord.answer(on_discord).await;
    for said in [&said[0].text, &answer[0].text()] {
        assert!(said.contains("07:30") && said.contains("Caracas"), "{said}");
    }
    world.telegram.wait_until_confirmed().await;
    let said = world.telegram.messages(PERSON).len();
    assert!(program.stop().await.success());
    let digests = |world: &World| {
        world
            .discord
            .messages(channel)
            .iter()
            .filter(|m| m.interaction.is_none())
            .count()
    };

    // Half past seven in London is still night in Caracas.
    world.set_clock("2026-01-06T07:29:59Z");
    let mut program = world.start();
    world.telegram.wait_for_messages(EARLY_READER, 1).await;
    assert!(program.stop().await.success());
    assert_eq!((world.telegram.messages(PERSON).len(), digests(&world)), (said, 0));

    world.set_clock("2026-01-06T11:29:59Z");
    let mut program = world.start();
    world.telegram.wait_for_messages(PERSON, said + 1).await;
    world
        .until("the digest is on Discord", async |world| digests(world) == 1)
        .await;
    for text in [
        world.telegram.messages(PERSON).pop().unwrap().text,
        world.discord.messages(channel).pop().unwrap().text(),
    ] {
        assert!(
            text.contains("Venezuela") && text.contains("Tuesday 6 January 2026"),
            "{text}"
        );
        assert!(
            text.contains("Caracas closes metro line for three weeks to replace worn track"),
            "{text}"
        );
    }

    world.telegram.user_says(PERSON, "/unsubscribe Venezuela");
    let ended = world
        .discord
        .runs(user, channel, "unsubscribe", &[("scope", "Venezuela")]);
    world.discord.answer(ended).await;
    world.telegram.wait_for_messages(PERSON, said + 2).await;
    assert!(program.stop().await.success());
    assert_eq!(world.subscriptions().await.len(), 2);

    world.set_clock("2026-01-07T11:29:59Z");
    let mut program = world.start();
    world.telegram.wait_for_messages(NOON_READER, 2).await;
    assert!(program.stop().await.success());
    assert_eq!(world.telegram.messages(PERSON).len(), said + 2);
    assert_eq!(digests(&world), 1);
    world.assert_well_formed();
}
