//! Replies with a picture: where it stands, what is below it, and what stands for it where there are none.

use dateline::render::{discord, html, markdown, telegram, terminal};
use dateline::reply::{Bar, Block, Chart, Drawing, Entry, Map, Picture, Reply};
use insta::assert_snapshot;

use crate::articles::country;

/// A map of two countries.
pub fn map() -> Picture {
    Picture {
        alt: "Map of the Andes: Peru 7 stories, Bolivia 5.".to_owned(),
        drawing: Drawing::Map(Map {
            title: "The Andes".to_owned(),
            subtitle: "7 January 2026 · 12 stories".to_owned(),
            frame: vec![country("PE"), country("BO")],
            counts: vec![(country("PE"), 7), (country("BO"), 5)],
            unit: "stories".to_owned(),
        }),
    }
}

fn trend() -> Reply {
    let bar = |label: &str, value| Bar {
        label: label.to_owned(),
        value,
    };
    Reply::default()
        .block(Block::Picture(Picture {
            alt: "Articles about Peru each day, 6 Jan to 7 Jan: from 1 to 2, most on 7 Jan.".to_owned(),
            drawing: Drawing::Chart(Chart {
                title: "Peru".to_owned(),
                subtitle: "Articles each day, 6 Jan to 7 Jan".to_owned(),
                bars: vec![bar("6 Jan", 1), bar("7 Jan", 2)],
            }),
        }))
        .block(Block::Title("Peru · 3 articles in 2 days".into()))
        .block(Block::Paragraph("Busiest day: Wed 7 Jan.".into()))
        .action("Articles", "/country PE")
}

/// A digest whose stories do not fit below a photo.
fn digest() -> Reply {
    let lead = Reply::default()
        .block(Block::Picture(map()))
        .block(Block::Title("The Andes".into()))
        .block(Block::Paragraph("Two stories.".into()));
    (1..=2).fold(lead, |reply, n| {
        reply.block(Block::Entry(Entry {
            number: Some(n),
            headline: format!("Story {n}"),
            body: "A sentence about a bridge. ".repeat(25).trim_end().into(),
            ..Entry::default()
        }))
    })
}

fn json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string_pretty(value).unwrap()
}

#[test]
fn a_short_reply_is_one_photo_with_its_words_and_buttons() {
    assert_snapshot!(json(&telegram::messages(&trend())), @r#"
    [
      {
        "photo": {
          "alt": "Articles about Peru each day, 6 Jan to 7 Jan: from 1 to 2, most on 7 Jan.",
          "drawing": {
            "chart": {
              "title": "Peru",
              "subtitle": "Articles each day, 6 Jan to 7 Jan",
              "bars": [
                {
                  "label": "6 Jan",
                  "value": 1
                },
                {
                  "label": "7 Jan",
                  "value": 2
                }
              ]
            }
          }
        },
        "caption": "<b>Peru · 3 articles in 2 days</b>\n\nBusiest day: Wed 7 Jan.",
        "parse_mode": "HTML",
        "reply_markup": {
          "inline_keyboard": [
            [
              {
                "text": "Articles",
                "callback_data": "/country PE"
              }
            ]
          ]
        }
      }
    ]
    "#);
}

#[test]
fn a_long_reply_is_a_photo_with_its_beginning_and_then_messages_that_do_not_ring() {
    let messages = telegram::messages(&digest());
    assert_eq!(messages.len(), 2);
    assert_eq!(messages[0].text, "<b>The Andes</b>\n\nTwo stories.\n\n1/2");
    assert_eq!(messages[0].photo, Some(map()));
    assert!(
        messages[1].text.starts_with("<b>1. </b><b>Story 1</b>"),
        "{}",
        messages[1].text
    );
    assert!(messages[1].text.contains("Story 2"));
    assert_eq!(messages[1].photo, None);
    assert_eq!(
        messages
            .iter()
            .map(|message| message.disable_notification)
            .collect::<Vec<_>>(),
        [false, true]
    );
}

#[test]
fn a_photo_alone_is_captioned_with_what_it_shows() {
    let messages = telegram::messages(&Reply::default().block(Block::Picture(map())));
    assert_eq!(messages[0].text, map().alt);
    let messages = discord::messages(&Reply::default().block(Block::Picture(map())));
    assert_eq!(messages[0].content, map().alt);
}

#[test]
fn a_reply_that_begins_with_its_stories_has_as_many_below_the_photo_as_fit() {
    let reply = (1..=40).fold(Reply::default().block(Block::Picture(map())), |reply, n| {
        reply.block(Block::Entry(Entry {
            number: Some(n),
            headline: format!("A headline of some letters, number {n}"),
            ..Entry::default()
        }))
    });
    let messages = telegram::messages(&reply);
    assert_eq!(messages.len(), 2);
    assert!(messages[0].text.contains("number 1<") && messages[1].text.contains("number 40<"));
    assert!(messages[0].text.len() > 1000);
}

#[test]
fn messages_come_back_from_the_store_as_they_were_and_older_ones_too() {
    for message in telegram::messages(&digest()) {
        let stored = serde_json::to_string(&message).unwrap();
        assert_eq!(serde_json::from_str::<telegram::Message>(&stored).unwrap(), message);
    }
    for message in discord::messages(&digest()) {
        let stored = serde_json::to_string(&message).unwrap();
        assert_eq!(serde_json::from_str::<discord::Message>(&stored).unwrap(), message);
    }
    let older = r#"{"text":"<b>Peru</b>","parse_mode":"HTML","link_preview_options":{"is_disabled":false}}"#;
    let message: telegram::Message = serde_json::from_str(older).unwrap();
    assert_eq!(message.photo, None);
    assert!(!message.disable_notification);
    assert_eq!(serde_json::to_string(&message).unwrap(), older);
    let neither = serde_json::from_str::<telegram::Message>(r#"{"parse_mode":"HTML"}"#).unwrap_err();
    assert_snapshot!(neither, @"it has neither a text nor a photo with a caption");
}

#[test]
fn discord_shows_the_picture_between_the_words_and_the_stories() {
    let messages = discord::messages(&digest());
    assert_eq!(messages.len(), 1);
    let shown: Vec<String> = messages[0]
        .embeds
        .iter()
        .map(|embed| match (&embed.image, &embed.title) {
            (Some(image), _) => image.url.clone(),
            (None, title) => title.clone().unwrap_or_default(),
        })
        .collect();
    assert_eq!(shown, ["attachment://map.png", "1. Story 1", "2. Story 2"]);
    assert_snapshot!(json(&messages[0].attachments), @r#"
    [
      {
        "id": 0,
        "filename": "map.png",
        "description": "Map of the Andes: Peru 7 stories, Bolivia 5."
      }
    ]
    "#);
    assert_eq!(messages[0].picture, Some(map()));
}

#[test]
fn where_there_are_no_pictures_words_stand_for_them() {
    assert_snapshot!(terminal::text(&trend()), @"
    [Articles about Peru each day, 6 Jan to 7 Jan: from 1 to 2, most on 7 Jan.]

    Peru · 3 articles in 2 days

    Busiest day: Wed 7 Jan.

    → /country PE Articles
    ");
    assert_snapshot!(markdown::page(&trend()), @"
    *Articles about Peru each day, 6 Jan to 7 Jan: from 1 to 2, most on 7 Jan.*

    # Peru · 3 articles in 2 days

    Busiest day: Wed 7 Jan.
    ");
    let page = html::page("Peru", "en", &trend());
    assert!(
        page.contains("<figure role=\"img\" aria-label=\"Articles about Peru each day, 6 Jan to 7 Jan: from 1 to 2, most on 7 Jan.\">"),
        "{page}"
    );
    assert_eq!(trend().without_pictures().blocks.len(), 2);
}

#[test]
fn of_several_pictures_the_first_is_shown_and_the_others_are_said() {
    let reply = trend().block(Block::Picture(map()));
    assert!(
        telegram::messages(&reply)[0]
            .text
            .ends_with("<i>Map of the Andes: Peru 7 stories, Bolivia 5.</i>")
    );
    assert!(
        discord::messages(&reply)[0]
            .content
            .ends_with("*Map of the Andes: Peru 7 stories, Bolivia 5.*")
    );
}
