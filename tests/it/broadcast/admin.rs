//! An admin steers the outbox from the command line while the bot runs.

use dateline::destination::Platform;
use serde_json::Value;

use super::{Broadcast, VENEZUELA};
use crate::world::dateline;

/// A list, with every moment of this run as TIME.
fn timeless(words: &str) -> String {
    words
        .split(' ')
        .map(|word| {
            let line_end = if word.contains('\n') { word.find('\n') } else { None };
            let (first, rest) = word.split_at(line_end.unwrap_or(word.len()));
            let moment = first.trim_end_matches(['.', ';', ',']);
            if moment.ends_with('Z') && moment.contains('T') {
                format!("TIME{}{rest}", &first[moment.len()..])
            } else {
                word.to_owned()
            }
        })
        .collect::<Vec<_>>()
        .join(" ")
}

#[tokio::test]
async fn an_edition_is_paused_listed_cancelled_and_sent_again_while_the_bot_runs() {
    let broadcast = Broadcast::to(2, VENEZUELA).await;
    let world = &broadcast.world;
    let deliveries = async |verb: &[&str]| {
        let verb: Vec<&str> = [&["deliveries"], verb].concat();
        timeless(&world.run(&verb).await)
    };
    insta::assert_snapshot!(deliveries(&["pause"]).await, @"Everything is paused: 0 deliveries wait, and what falls due will wait too.");
    let mut program = world.start();
    world
        .until("the edition is written", async |world| {
            world.run(&["deliveries"]).await.contains("edition 1")
        })
        .await;
    insta::assert_snapshot!(deliveries(&[]).await, @r"
    Everything has been paused since TIME; `dateline deliveries resume` ends that.
    telegram: 2 pending
    discord: 2 pending
    edition 1: at 11:30 UTC · 2026-01-06T11:30:00 UTC · 4 pending
    ");
    insta::assert_snapshot!(deliveries(&["pause", "1"]).await, @"Edition 1 is paused: 4 deliveries wait.");
    insta::assert_snapshot!(deliveries(&["resume"]).await, @"Nothing is paused any more: 4 deliveries are to be sent.");
    broadcast.until_all_sent(Platform::Telegram).await;
    broadcast.until_all_sent(Platform::Discord).await;
    assert_eq!(world.received(), 4);

    insta::assert_snapshot!(deliveries(&["resend", "1"]).await, @"Nothing of edition 1 has failed or is unknown; --all sends also what was sent.");
    insta::assert_snapshot!(deliveries(&["resend", "1", "--all", "--to", "telegram:1001"]).await, @"Edition 1: 1 delivery is to be sent again.");
    // Discord would take a repeat for one it has shown.
    let channel = format!("discord:{}", broadcast.channels[0]);
    deliveries(&["resend", "1", "--all", "--to", &channel]).await;
    world.until_received(6).await;
    assert_eq!(world.telegram.messages(1001).len(), 2);
    assert_eq!(world.discord.messages(broadcast.channels[0]).len(), 2);

    insta::assert_snapshot!(deliveries(&["pause", "1"]).await, @"Edition 1 is paused: 0 deliveries wait.");
    insta::assert_snapshot!(deliveries(&["resend", "1", "--all", "--to", "telegram:1002"]).await, @"Edition 1: 1 delivery is to be sent again. The edition is paused: `dateline deliveries resume 1` ends that.");
    insta::assert_snapshot!(deliveries(&["cancel", "1"]).await, @"Edition 1 is cancelled: 1 delivery will not be sent.");
    insta::assert_snapshot!(deliveries(&["list"]).await.replace(&channel, "discord:CHANNEL"), @r"
    telegram: 1 failed
    telegram: 1 sent
    discord: 2 sent
    edition 1: at 11:30 UTC · 2026-01-06T11:30:00 UTC · 3 sent, 1 failed · cancelled TIME
    failed: telegram:1002 · VE of 2026-01-06T11:30:00, part 1 · cancelled by the admin
    ");
    let told: Value = serde_json::from_str(&deliveries(&["resend", "1", "--json"]).await).unwrap();
    insta::assert_snapshot!(told, @r#"{"broken":0,"deliveries":1,"did":"resend","edition":1,"left_out":0}"#);
    world.until_received(7).await;
    broadcast.until_all_sent(Platform::Telegram).await;
    let listed = deliveries(&["list", "1"]).await;
    let on_telegram: Vec<&str> = listed.lines().filter(|line| !line.contains("discord")).collect();
    insta::assert_snapshot!(on_telegram.join("\n"), @r"
    edition 1: at 11:30 UTC · 2026-01-06T11:30:00 UTC · 4 sent
    sent: telegram:1001 · VE, part 1 · message 3
    sent: telegram:1002 · VE, part 1 · message 4
    ");
    assert!(program.stop().await.success());
    world.assert_well_formed();
}

#[tokio::test]
async fn what_an_admin_cannot_have_is_refused_in_a_sentence() {
    let broadcast = Broadcast::to(1, VENEZUELA).await;
    let refused = async |verb: &[&str]| {
        let mut command = dateline(&broadcast.world.path(""), "2026-01-06T12:00:00Z", verb);
        let output = command.output().await.unwrap();
        let words = String::from_utf8(output.stderr).unwrap();
        format!("{} {}", output.status.code().unwrap(), words.trim())
    };
    for verb in ["pause", "resume", "cancel", "resend", "list"] {
        assert_eq!(
            refused(&["deliveries", verb, "7"]).await,
            "1 dateline: there is no edition 7 in this store; `dateline deliveries list` shows the numbers"
        );
    }
    assert!(
        refused(&["deliveries", "cancel"]).await.starts_with("2 "),
        "a mistake in the words"
    );
    assert!(
        refused(&["deliveries", "resend", "1", "--to", "fax:7"])
            .await
            .contains("\"fax\" is no platform")
    );
}
