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
    insta::assert_snapshot!(deliveries(&["pause"]).await, @"");
    let mut program = world.start();
    world
        .until("the edition is written", async |world| {
            world.run(&["deliveries"]).await.contains("edition 1")
        })
        .await;
    insta::assert_snapshot!(deliveries(&[]).await, @"");
    insta::assert_snapshot!(deliveries(&["pause", "1"]).await, @"");
    insta::assert_snapshot!(deliveries(&["resume"]).await, @"");
    broadcast.until_all_sent(Platform::Telegram).await;
    broadcast.until_all_sent(Platform::Discord).await;
    assert_eq!(world.received(), 4);

    insta::assert_snapshot!(deliveries(&["resend", "1"]).await, @"");
    insta::assert_snapshot!(deliveries(&["resend", "1", "--all", "--to", "telegram:1001"]).await, @"");
    // Discord would take a repeat for one it has shown.
    let channel = format!("discord:{}", broadcast.channels[0]);
    deliveries(&["resend", "1", "--all", "--to", &channel]).await;
    world.until_received(6).await;
    assert_eq!(world.telegram.messages(1001).len(), 2);
    assert_eq!(world.discord.messages(broadcast.channels[0]).len(), 2);

    insta::assert_snapshot!(deliveries(&["pause", "1"]).await, @"");
    insta::assert_snapshot!(deliveries(&["resend", "1", "--all", "--to", "telegram:1002"]).await, @"");
    insta::assert_snapshot!(deliveries(&["cancel", "1"]).await, @"");
    insta::assert_snapshot!(deliveries(&["list"]).await.replace(&channel, "discord:CHANNEL"), @"");
    let told: Value = serde_json::from_str(&deliveries(&["resend", "1", "--json"]).await).unwrap();
    insta::assert_snapshot!(told, @"");
    world.until_received(7).await;
    broadcast.until_all_sent(Platform::Telegram).await;
    let listed = deliveries(&["list", "1"]).await;
    let on_telegram: Vec<&str> = listed.lines().filter(|line| !line.contains("discord")).collect();
    insta::assert_snapshot!(on_telegram.join("\n"), @"");
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
