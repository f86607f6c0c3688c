//! What broke in other bots, told to the real client: texts that Telegram refuses or cuts.

use std::str::FromStr;
use std::sync::Arc;

use dateline::config::Secret;
use dateline::destination::Destination;
use dateline::platforms::Sender;
use dateline::platforms::telegram::Telegram;
use dateline::render::telegram::messages;
use dateline::reply::{Block, Entry, Reply, Text};

use crate::fakes::telegram::{FakeTelegram, Kind, Message, TOKEN};

const PERSON: i64 = 42;

/// Sends a reply as a digest is sent, and gives what a person reads.
async fn read(reply: &Reply) -> Vec<Message> {
    let fake = FakeTelegram::start().await;
    fake.add(Kind::Private, PERSON);
    let bot = Telegram::new(&Secret::new(TOKEN.to_owned()), fake.url()).unwrap();
    let sender: Arc<dyn Sender> = bot.sender();
    let to = Destination::from_str("telegram:42").unwrap();
    for message in messages(reply) {
        let body = serde_json::to_string(&message).unwrap();
        sender.send(&to, &body, 1).await.unwrap();
    }
    let requests = fake.requests("sendMessage");
    let read = fake.messages(PERSON);
    assert_eq!(
        requests.len(),
        read.len(),
        "none was refused and sent again as plain text"
    );
    read
}

fn story(headline: &str) -> Block {
    Block::Entry(Entry {
        headline: headline.to_owned(),
        body: "The council met on Monday.".into(),
        ..Entry::default()
    })
}

/// RSStT#1, feederek#2: titles with tags or entities were refused; 0x111/telegram-rss-bot#1: one of them blocked all feeds.
#[tokio::test]
async fn titles_that_look_like_markup_arrive_as_they_were_written() {
    for title in [
        "<p>",
        "a <br> b",
        "-",
        "<code>x",
        "&LT",
        "&amp;lt;",
        "</b></a>",
        "a_b*c[d](e)",
        "<a href=\"x\">",
        "\\",
    ] {
        let reply = Reply::default().block(story(title)).block(story("Next story"));
        let text = read(&reply).await.remove(0).text;
        assert!(text.contains(title) && text.contains("Next story"), "{title}: {text}");
    }
}

/// RSStT CHANGELOG 2.1 (EntitiesTooLong): beyond 100 entities a message loses its formatting.
#[tokio::test]
async fn a_hundred_and_fifty_links_are_links() {
    let links = (0..150).map(|n| Text::default().link(format!("Story {n}"), Some(&format!("https://a.example/{n}"))));
    let read = read(&Reply::default().block(Block::List(links.collect()))).await;
    let shown: Vec<String> = read
        .iter()
        .flat_map(|message| &message.links)
        .map(|(words, _)| words.clone())
        .collect();
    assert_eq!(shown, (0..150).map(|n| format!("Story {n}")).collect::<Vec<_>>());
    assert!(read.iter().all(|message| message.links.len() <= 100));
}

/// TrendRadar#927, irgendwr/TelegramAlert#37, nzb-notify#88: what was too long was cut, and the rest never sent.
#[tokio::test]
async fn a_long_digest_arrives_whole_and_in_order() {
    let stories = (0..120).map(|n| story(&format!("Story {n} of the day")));
    let read = read(&stories.fold(Reply::default(), Reply::block)).await;
    let text: Vec<&str> = read.iter().map(|message| message.text.as_str()).collect();
    let text = text.join("\n");
    let places: Vec<_> = (0..120).map(|n| text.find(&format!("Story {n} of the day"))).collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?}");
    assert!(read.len() > 1);
}

/// iovxw/rssbot messages.rs: lengths were counted in bytes, and one over-long line was never split.
#[tokio::test]
async fn lengths_are_counted_as_telegram_counts_them() {
    for letter in ["新", "😀", "👩‍🌾", "é"] {
        let title = letter.repeat(5_000);
        let paragraph = Block::Paragraph(title.clone().into());
        for reply in [
            Reply::default().block(paragraph.clone()).block(story("Next story")),
            Reply::default().block(story(&title)).block(story("Next story")),
        ] {
            let read = read(&reply).await;
            assert!(read.iter().all(|message| message.text.encode_utf16().count() <= 4096));
            assert!(read.last().unwrap().text.contains("Next story"), "{letter}");
            let whole = !read[0].text.contains("1.") && read.iter().all(|message| !message.text.contains('…'));
            let shown: usize = read.iter().map(|message| message.text.matches(letter).count()).sum();
            assert!(!whole || shown == 5_000, "{letter}: {shown}");
        }
    }
}
