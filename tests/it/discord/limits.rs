//! What Discord's headers say is done, against a Discord that enforces its limits.

use std::time::Duration;

use dateline::platforms::turns::Turns;
use dateline::platforms::{RetryScope, SendError};
use futures::FutureExt as _;

use super::{TOKEN, discord, to};
use crate::fakes::discord::{FakeDiscord, Trouble};
use crate::fakes::strict::Strict;

const HELLO: &str = r#"{"content":"Hello","allowed_mentions":{"parse":[]}}"#;

fn strict() -> FakeDiscord {
    let fake = FakeDiscord::start(TOKEN);
    fake.change(|state| state.strict = Some(Strict::discord()));
    fake
}

/// discord-api-docs#6753 and SickChill#4157: several share a bucket, nobody reads the headers, and 429 follows 429. Here the
/// last of a bucket is the last that is asked for, and other channels go on.
#[tokio::test]
async fn an_empty_bucket_is_not_asked_for_more() {
    let fake = strict();
    let ((_, one), (_, other)) = (fake.guild(), fake.guild());
    let sender = discord(&fake).sender();
    for nonce in 0..5 {
        sender.send(&to(one), HELLO, nonce).await.unwrap();
    }
    for nonce in 5..8 {
        match sender.send(&to(one), HELLO, nonce).await {
            Err(SendError::RetryAfter(wait, RetryScope::Chat)) => assert!(wait <= Duration::from_secs(5), "{wait:?}"),
            other => panic!("{other:?}"),
        }
    }
    sender.send(&to(other), HELLO, 9).await.unwrap();
    assert_eq!(fake.requests("POST", "/channels/").len(), 6);
    fake.read(|state| assert!(state.strict.as_ref().unwrap().refused.is_empty()));
}

/// A global 429 is this token's alone: another bot in the same program goes on.
#[tokio::test]
async fn a_global_limit_stops_one_token_only() {
    let (ours, theirs) = (strict(), strict());
    let ((_, one), (_, other), (_, elsewhere)) = (ours.guild(), ours.guild(), theirs.guild());
    let (sender, another) = (discord(&ours).sender(), discord(&theirs).sender());
    let limited = Trouble::Limited {
        seconds: 30.0,
        scope: "global",
    };
    ours.trouble("POST", "/channels/", 1, limited);
    for channel in [one, other] {
        let stopped = sender.send(&to(channel), HELLO, 1).await.unwrap_err();
        assert!(
            matches!(stopped, SendError::RetryAfter(_, RetryScope::Token)),
            "{stopped:?}"
        );
    }
    assert_eq!(ours.requests("POST", "/channels/").len(), 1);
    another.send(&to(elsewhere), HELLO, 1).await.unwrap();
}

/// A message has its turn from whoever sends it; a second request for it, without its picture, takes one more.
#[tokio::test]
async fn a_message_that_goes_again_without_its_picture_takes_a_second_turn() {
    let fake = strict();
    let (_, channel) = fake.guild();
    let turns = std::sync::Arc::new(std::sync::atomic::AtomicU32::new(0));
    let counted = std::sync::Arc::clone(&turns);
    let discord = discord(&fake).paced_by(Turns::from(move |_| {
        counted.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        async { Box::new(()) as dateline::platforms::turns::Turn }.boxed()
    }));
    let reply = dateline::reply::Reply::default()
        .block(dateline::reply::Block::Picture(crate::render::map()))
        .block(dateline::reply::Block::Paragraph("Words.".into()));
    let body = serde_json::to_string(&dateline::render::discord::messages(&reply)[0]).unwrap();
    discord.sender().send(&to(channel), HELLO, 1).await.unwrap();
    discord.sender().send(&to(channel), &body, 2).await.unwrap();
    assert_eq!(turns.load(std::sync::atomic::Ordering::SeqCst), 0);
    let refusal = r#"{"code": 50013, "message": "Missing Permissions"}"#.to_owned();
    let refused = Trouble::Answer {
        status: 403,
        body: refusal,
    };
    fake.trouble("POST", "/channels/", 1, refused);
    discord.sender().send(&to(channel), &body, 3).await.unwrap();
    assert_eq!(turns.load(std::sync::atomic::Ordering::SeqCst), 1);
}
