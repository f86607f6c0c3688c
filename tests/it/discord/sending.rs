//! Digests into channels: what arrives, and what each refusal means.

use std::time::Duration;

use dateline::config::Secret;
use dateline::destination::Destination;
use dateline::platforms::discord::{Discord, invite_link};
use dateline::platforms::{RetryScope, SendError};

use super::{TOKEN, discord, to};
use crate::fakes::discord::{FakeDiscord, Trouble};

const HELLO: &str = r#"{"content":"Hello","allowed_mentions":{"parse":[]}}"#;

#[tokio::test]
async fn a_message_arrives_once_however_often_it_is_sent() {
    let fake = FakeDiscord::start(TOKEN);
    let (_, channel) = fake.guild();
    let sender = discord(&fake).sender();
    let first = sender.send(&to(channel), HELLO, 7).await.unwrap();
    let second = sender.send(&to(channel), HELLO, 7).await.unwrap();
    assert_eq!(first, second);
    let other = sender.send(&to(channel), HELLO, 8).await.unwrap();
    assert_ne!(first, other);
    let shown = fake.messages(channel);
    assert_eq!(shown.len(), 2);
    assert_eq!(shown[0].text(), "Hello");
    let request = &fake.requests("POST", "/channels/")[0];
    let body = request.body.clone().unwrap();
    assert_eq!((&body["nonce"], &body["enforce_nonce"]), (&"d7".into(), &true.into()));
    fake.assert_no_violations();
}

#[tokio::test]
async fn a_lost_answer_is_told_from_a_refused_connection() {
    let fake = FakeDiscord::start(TOKEN);
    let (_, channel) = fake.guild();
    let sender = discord(&fake).sender();
    fake.trouble("POST", "/channels/", 1, Trouble::BrokenAfter);
    let lost = sender.send(&to(channel), HELLO, 1).await.unwrap_err();
    assert_eq!(lost, SendError::Unknown("Discord answered 502".to_owned()));
    sender.send(&to(channel), HELLO, 1).await.unwrap();
    assert_eq!(
        fake.messages(channel).len(),
        1,
        "the nonce keeps the second try from posting twice"
    );

    fake.go_down();
    let down = sender.send(&to(channel), HELLO, 2).await.unwrap_err();
    // A pooled connection that breaks may have carried the request; a new one that is refused has not.
    let down = if let SendError::Unknown(_) = down {
        sender.send(&to(channel), HELLO, 2).await.unwrap_err()
    } else {
        down
    };
    assert!(matches!(&down, SendError::Unreachable(_)), "{down:?}");
}

#[tokio::test]
async fn a_closed_door_is_told_from_a_missing_right_and_a_missing_channel() {
    let fake = FakeDiscord::start(TOKEN);
    let (_, channel) = fake.guild();
    let sender = discord(&fake).sender();
    let mut told = Vec::new();
    for (status, code) in [
        (403, 50007),
        (403, 50278),
        (400, 50278),
        (403, 50001),
        (403, 50013),
        (403, 0),
        (404, 10003),
        (404, 10004),
    ] {
        fake.change(|state| state.channels.get_mut(&channel).unwrap().refusal = Some((status, code)));
        let error = sender.send(&to(channel), HELLO, 1).await.unwrap_err();
        told.push(error.to_string());
    }
    insta::assert_snapshot!(told.join("\n"), @"
    the destination is gone: Discord answered 403: Cannot send messages here (code 50007)
    the destination is gone: Discord answered 403: Cannot send messages here (code 50278)
    the destination is gone: Discord answered 400: Cannot send messages here (code 50278)
    the platform refused the message: Discord answered 403: Cannot send messages here (code 50001)
    the platform refused the message: Discord answered 403: Cannot send messages here (code 50013)
    the platform refused the message: Discord answered 403: Cannot send messages here (code 0)
    the platform knows no such destination: Discord answered 404: Cannot send messages here (code 10003)
    the platform knows no such destination: Discord answered 404: Cannot send messages here (code 10004)
    ");
    fake.delete_channel(channel);
    let error = sender.send(&to(channel), HELLO, 1).await.unwrap_err();
    insta::assert_snapshot!(error, @"the platform knows no such destination: Discord answered 404: Unknown Channel (code 10003)");
}

/// A proxy's page with status 200: the message may have arrived behind it.
#[tokio::test]
async fn after_an_answer_that_is_not_discords_nobody_knows() {
    let fake = FakeDiscord::start(TOKEN);
    let (_, channel) = fake.guild();
    let sender = discord(&fake).sender();
    for body in ["<html>welcome</html>", "", "[]", r#"{"id":7}"#] {
        let what = Trouble::Answer {
            status: 200,
            body: body.to_owned(),
        };
        fake.trouble("POST", "/channels/", 1, what);
        let answer = sender.send(&to(channel), HELLO, 1).await;
        assert!(matches!(answer, Err(SendError::Unknown(_))), "{body}: {answer:?}");
    }
}

#[tokio::test]
async fn a_firewall_on_the_way_closes_no_door() {
    let fake = FakeDiscord::start(TOKEN);
    let (_, channel) = fake.guild();
    let sender = discord(&fake).sender();
    for (status, body) in [
        (403, "<html>blocked</html>"),
        (404, "no API here"),
        (404, r#"{"message":"404: Not Found","code":0}"#),
    ] {
        let what = Trouble::Answer {
            status,
            body: body.to_owned(),
        };
        fake.trouble("POST", "/channels/", 1, what);
        let error = sender.send(&to(channel), HELLO, 1).await.unwrap_err();
        assert!(matches!(&error, SendError::Unreachable(_)), "{status}: {error:?}");
    }
}

#[tokio::test]
async fn a_message_against_the_rules_is_rejected_with_its_reason() {
    let fake = FakeDiscord::start(TOKEN);
    let (_, channel) = fake.guild();
    let sender = discord(&fake).sender();
    let long = format!(r#"{{"content":"{}"}}"#, "a".repeat(2001));
    let error = sender.send(&to(channel), &long, 1).await.unwrap_err();
    let SendError::Rejected(reason) = &error else {
        panic!("{error:?}")
    };
    assert!(reason.contains("content has 2001 characters"), "{reason}");
    assert_eq!(fake.requests("POST", "/channels/").len(), 1);

    for body in ["no json", "[]"] {
        let error = sender.send(&to(channel), body, 1).await.unwrap_err();
        assert!(matches!(&error, SendError::Rejected(_)), "{error:?}");
    }
    for chat in ["0", "general", "-5", "99999999999999999999999"] {
        let nowhere = Destination {
            chat: chat.to_owned(),
            ..to(1)
        };
        let error = sender.send(&nowhere, HELLO, 1).await.unwrap_err();
        assert!(matches!(&error, SendError::Rejected(_)), "{chat}: {error:?}");
    }
    assert_eq!(
        fake.requests("POST", "/channels/").len(),
        1,
        "nothing malformed is sent"
    );
}

#[tokio::test]
async fn a_wait_is_the_channels_or_the_tokens() {
    let fake = FakeDiscord::start(TOKEN);
    let ((_, one), (_, other)) = (fake.guild(), fake.guild());
    let sender = discord(&fake).sender();
    for (scope, seconds) in [("user", 30.5), ("shared", 31.0)] {
        let (_, channel) = fake.guild();
        fake.trouble("POST", "/channels/", 1, Trouble::Limited { seconds, scope });
        let error = sender.send(&to(channel), HELLO, 1).await.unwrap_err();
        assert_eq!(
            error,
            SendError::RetryAfter(Duration::from_secs_f64(seconds), RetryScope::Chat),
            "{scope}"
        );
        // The channel is left in peace until then; others are not.
        let error = sender.send(&to(channel), HELLO, 1).await.unwrap_err();
        assert!(
            matches!(&error, SendError::RetryAfter(wait, RetryScope::Chat) if wait.as_secs_f64() <= seconds),
            "{error:?}"
        );
        assert_eq!(fake.requests("POST", &channel.to_string()).len(), 1);
        sender.send(&to(other), HELLO, 2).await.unwrap();
    }
    // A wait beyond what a clock can say is no reason to break off.
    let (_, channel) = fake.guild();
    let endless = Trouble::Limited {
        seconds: 1e18,
        scope: "user",
    };
    fake.trouble("POST", "/channels/", 1, endless);
    let error = sender.send(&to(channel), HELLO, 1).await.unwrap_err();
    assert_eq!(
        error,
        SendError::RetryAfter(Duration::from_secs(7 * 24 * 3600), RetryScope::Chat)
    );
    let global = Trouble::Limited {
        seconds: 12.0,
        scope: "global",
    };
    fake.trouble("POST", "/channels/", 1, global);
    let error = sender.send(&to(one), HELLO, 3).await.unwrap_err();
    assert_eq!(error, SendError::RetryAfter(Duration::from_secs(12), RetryScope::Token));
    let before = fake.requests("POST", "/channels/").len();
    let error = sender.send(&to(other), HELLO, 4).await.unwrap_err();
    assert!(
        matches!(&error, SendError::RetryAfter(_, RetryScope::Token)),
        "{error:?}"
    );
    assert_eq!(
        fake.requests("POST", "/channels/").len(),
        before,
        "nothing is sent into a global limit"
    );
}

#[tokio::test]
async fn a_wrong_token_is_named_and_never_shown() {
    let fake = FakeDiscord::start("another.token");
    let (_, channel) = fake.guild();
    let error = discord(&fake).sender().send(&to(channel), HELLO, 1).await.unwrap_err();
    insta::assert_snapshot!(error, @"the platform could not be reached: Discord does not accept the token; check DISCORD_TOKEN");
    let secret = "what no token has: a space";
    let refused = Discord::new(&Secret::new(secret.to_owned()), "https://discord.com").unwrap_err();
    assert!(
        refused.contains("DISCORD_TOKEN") && !refused.contains(secret),
        "{refused}"
    );
    let refused = Discord::new(&Secret::new(TOKEN.to_owned()), "discord.example").unwrap_err();
    insta::assert_snapshot!(refused, @r#"discord.api_url "discord.example" is no web address; write it like https://discord.com"#);
    let shown = format!("{:?}", discord(&fake));
    assert!(!shown.contains(TOKEN), "{shown}");
}

/// "IP addresses that make too many invalid HTTP requests are automatically and temporarily restricted … 10,000 per 10
/// minutes. An invalid request is one that results in 401, 403, or 429 statuses" (Discord's documentation, Rate Limits).
#[tokio::test]
async fn many_refusals_end_in_a_pause_before_discord_bans_the_address() {
    let fake = FakeDiscord::start(TOKEN);
    let (_, channel) = fake.guild();
    fake.change(|state| state.channels.get_mut(&channel).unwrap().refusal = Some((403, 50001)));
    let sender = discord(&fake).sender();
    let mut sent = 0;
    let paused = loop {
        match sender.send(&to(channel), HELLO, 1).await {
            Err(SendError::Rejected(_)) => sent += 1,
            other => break other,
        }
    };
    assert_eq!(sent, 8_000);
    let wait = match paused {
        Err(SendError::RetryAfter(wait, RetryScope::Token)) => wait,
        other => panic!("{other:?}"),
    };
    assert!(wait <= Duration::from_secs(600), "{wait:?}");
}

#[test]
fn the_invite_link_asks_for_what_digests_need_and_no_more() {
    insta::assert_snapshot!(invite_link(123), @"https://discord.com/oauth2/authorize?client_id=123&scope=bot%20applications.commands&permissions=274877959168");
}
