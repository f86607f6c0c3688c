//! Forums, threads and announcement channels as places for digests.

use dateline::platforms::{Part, SendError, Sender};
use dateline::render::discord::messages;
use dateline::reply::{Block, Entry, Reply};
use jiff::Timestamp;
use serde_json::Value;

use super::{assert_well_formed, discord, to};
use crate::fakes::discord::{FakeDiscord, Trouble};
use crate::render::map;

const TITLE: &str = "Latin America · Tuesday 6 January 2026";

/// A guild with a forum in it.
fn forum(fake: &FakeDiscord) -> u64 {
    let (_, channel) = fake.guild();
    fake.change(|state| state.channels.get_mut(&channel).unwrap().is_forum = true);
    channel
}

fn digest(title: &str) -> Vec<String> {
    let reply = Reply::default()
        .block(Block::Title(title.into()))
        .block(Block::Picture(map()));
    let entries = (0..12).map(|n| {
        Block::Entry(Entry {
            headline: format!("Story {n}"),
            ..Entry::default()
        })
    });
    let reply = entries.fold(reply, Reply::block);
    messages(&reply)
        .iter()
        .map(|message| serde_json::to_string(message).unwrap())
        .collect()
}

async fn send(
    sender: &dyn Sender,
    forum: u64,
    body: &str,
    nonce: i64,
    first: Option<&str>,
) -> Result<String, SendError> {
    let part = Part {
        nonce,
        stored: body,
        number: if first.is_some() { 2 } else { 1 },
        first,
        doubtful_since: None,
    };
    sender.send_part(&to(forum), body, part).await
}

/// The names of a forum's posts, with their messages.
fn posts(fake: &FakeDiscord, forum: u64) -> Vec<(String, usize)> {
    let mut posts: Vec<(u64, String)> = fake.read(|state| {
        let threads = state.channels.iter();
        threads
            .filter_map(|(id, channel)| Some((*id, channel.thread.clone()?)))
            .filter(|(_, (parent, _))| *parent == forum)
            .map(|(id, (_, name))| (id, name))
            .collect()
    });
    posts.sort();
    posts
        .into_iter()
        .map(|(id, name)| (name, fake.messages(id).len()))
        .collect()
}

#[tokio::test]
async fn each_digest_is_a_post_with_all_its_parts() {
    let fake = FakeDiscord::start(super::TOKEN);
    let forum = forum(&fake);
    let sender = discord(&fake).sender();
    for (day, nonce) in [("Tuesday", 10), ("Wednesday", 20)] {
        let parts = digest(&format!("Latin *America* · {day}"));
        assert_eq!(parts.len(), 2);
        let first = send(&*sender, forum, &parts[0], nonce, None).await.unwrap();
        let second = send(&*sender, forum, &parts[1], nonce + 1, Some(&first)).await.unwrap();
        assert_eq!(first.split('/').next(), second.split('/').next(), "in one post");
        sender
            .edit(&to(forum), &second, &parts[1].replace("Story 11", "Another story"))
            .await
            .unwrap();
        let thread: u64 = first.split('/').next().unwrap().parse().unwrap();
        let read = fake.messages(thread);
        assert_eq!(read[0].files.len(), 1, "with its map");
        assert!(read[1].text().contains("Another story"), "{}", read[1].text());
    }
    assert_eq!(
        posts(&fake, forum),
        [
            ("Latin *America* · Tuesday".replace('*', ""), 2),
            ("Latin *America* · Wednesday".replace('*', ""), 2)
        ]
    );
    let asked = fake.requests("POST", &format!("/channels/{forum}/messages"));
    assert_eq!(asked.len(), 1, "that it is a forum is found out once");
    assert_well_formed(&fake);
}

#[tokio::test]
async fn a_long_title_is_cut_to_a_posts_name() {
    let fake = FakeDiscord::start(super::TOKEN);
    let forum = forum(&fake);
    let sender = discord(&fake).sender();
    let title = "🇵🇪 Peru ".repeat(40);
    send(&*sender, forum, &digest(&title)[0], 1, None).await.unwrap();
    let name = posts(&fake, forum).remove(0).0;
    assert!(name.chars().count() <= 100 && name.ends_with('…'), "{name}");
}

/// Posts have no nonce: whether one arrived is looked up before it is posted again.
#[tokio::test]
async fn a_post_whose_answer_was_lost_is_not_posted_twice() {
    let fake = FakeDiscord::start(super::TOKEN);
    let forum = forum(&fake);
    let sender = discord(&fake).sender();
    // Ids as Discord makes them, so that they say when a post was made.
    let id_of = |at: &str| {
        let at: Timestamp = at.parse().unwrap();
        u64::try_from(at.as_millisecond() - 1_420_070_400_000).unwrap() << 22
    };
    let body = digest(TITLE).remove(0);
    // Yesterday evening's of the same name does not count.
    fake.change(|state| state.next_id = id_of("2026-01-06T01:00:00Z"));
    send(&*sender, forum, &body, 1, None).await.unwrap();
    fake.change(|state| state.next_id = id_of("2026-01-06T12:00:01Z"));
    fake.trouble("POST", "/threads", 1, Trouble::BrokenAfter);
    let lost = send(&*sender, forum, &body, 2, None).await;
    assert!(matches!(lost, Err(SendError::Unknown(_))), "{lost:?}");
    let again = Part {
        nonce: 2,
        stored: &body,
        number: 1,
        first: None,
        doubtful_since: Some("2026-01-06T12:00:00Z".parse().unwrap()),
    };
    fake.trouble("GET", "/guilds/", 1, Trouble::BrokenAfter);
    let unsure = sender.send_part(&to(forum), &body, again).await;
    assert!(matches!(unsure, Err(SendError::Unreachable(_))), "{unsure:?}");
    // By now it is late and says so; the post has its name all the same.
    let mut late: Value = serde_json::from_str(&body).unwrap();
    late["content"] = format!("Late: this was due at 12:00.\n{}", late["content"].as_str().unwrap()).into();
    let found = sender.send_part(&to(forum), &late.to_string(), again).await.unwrap();
    let newest = fake.read(|state| *state.messages.keys().last().unwrap());
    assert_eq!(found, format!("{newest}/{newest}"));
    assert_eq!(posts(&fake, forum).len(), 2);
    // What did not arrive is posted.
    let other = digest("Oceania · Tuesday 6 January 2026").remove(0);
    let other_part = Part {
        stored: &other,
        ..again
    };
    sender.send_part(&to(forum), &other, other_part).await.unwrap();
    assert_eq!(posts(&fake, forum).len(), 3);
    // Where the post is not known a later part opens none of its own.
    let lost = Part {
        number: 2,
        doubtful_since: None,
        ..again
    };
    let refused = sender.send_part(&to(forum), &body, lost).await;
    assert!(matches!(refused, Err(SendError::Rejected(_))), "{refused:?}");
    assert_eq!(posts(&fake, forum).len(), 3);
    assert_well_formed(&fake);
}

#[tokio::test]
async fn a_forum_that_refuses_says_what_to_do() {
    let fake = FakeDiscord::start(super::TOKEN);
    let forum = forum(&fake);
    let sender = discord(&fake).sender();
    fake.change(|state| state.channels.get_mut(&forum).unwrap().refusal = Some((400, 40067)));
    let error = send(&*sender, forum, &digest(TITLE)[0], 1, None).await.unwrap_err();
    insta::assert_snapshot!(error, @"the platform refused the message: Discord answered 400: Cannot post here (code 40067); switch off the forum's rule that every post has a tag");
    fake.delete_channel(forum);
    let error = send(&*sender, forum, &digest(TITLE)[0], 1, None).await.unwrap_err();
    assert!(matches!(error, SendError::Missing(_)), "{error:?}");
}

/// A thread is a channel like any other. An archived one opens by itself, unless it is locked.
#[tokio::test]
async fn a_thread_takes_messages_and_a_locked_one_says_so() {
    let fake = FakeDiscord::start(super::TOKEN);
    let (_, channel) = fake.guild();
    let (_, thread) = fake.guild();
    let archived = |locked| {
        fake.change(|state| {
            let thread = state.channels.get_mut(&thread).unwrap();
            thread.thread = Some((channel, "Andes".to_owned()));
            thread.archived = Some(locked);
        });
    };
    let sender = discord(&fake).sender();
    let body = digest(TITLE).remove(0);
    archived(false);
    send(&*sender, thread, &body, 1, None).await.unwrap();
    assert_eq!(fake.messages(thread).len(), 1);
    archived(true);
    let error = send(&*sender, thread, &body, 2, None).await.unwrap_err();
    insta::assert_snapshot!(error, @"the platform refused the message: Discord answered 400: Thread is archived (code 50083); unlock the thread, or let the digest go elsewhere");
    assert_well_formed(&fake);
}
