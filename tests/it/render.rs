//! Replies as each platform shows them, within its limits.

mod pictures;

pub use pictures::map;

use dateline::render::{Touch, discord, html, markdown, telegram, terminal};
use dateline::reply::{Action, Block, Entry, Reply, Span, Style, Text};
use insta::assert_snapshot;
use proptest::prelude::*;

fn answer() -> Reply {
    Reply::default()
        .block(Block::Title("Venezuela · 2 articles about it".into()))
        .block(Block::Entry(Entry {
            number: Some(1),
            headline: "Ports & <customs> reopen_today*".to_owned(),
            url: Some("https://ledger.example/a?x=1&y=(2)".to_owned()),
            body: "The port opened \"at dawn\" [sic].".into(),
            facts: "The Harbour Ledger · 5 Jan 2026".into(),
        }))
        .block(Block::Entry(Entry {
            number: Some(2),
            headline: "Without an address".to_owned(),
            url: None,
            body: Text::default(),
            facts: Text::plain("Also in ").link("The Plain", Some("https://plain.example/b")),
        }))
        .block(Block::Footer("Dates marked ~ are estimated.".into()))
        .action("Next", "/country VE 2")
        .action("Follow Venezuela", "/subscribe VE")
}

#[test]
fn an_answer_as_telegram_html() {
    let messages = telegram::messages(&answer());
    assert_eq!(messages.len(), 1);
    assert_snapshot!(messages[0].text, @r#"
    <b>Venezuela · 2 articles about it</b>

    <b>1. </b><b><a href="https://ledger.example/a?x=1&amp;y=(2)">Ports &amp; &lt;customs&gt; reopen_today*</a></b>
    The port opened &quot;at dawn&quot; [sic].
    <i>The Harbour Ledger · 5 Jan 2026</i>

    <b>2. </b><b>Without an address</b>
    <i>Also in </i><i><a href="https://plain.example/b">The Plain</a></i>

    <i>Dates marked ~ are estimated.</i>
    "#);
    let keyboard = messages[0].reply_markup.as_ref().unwrap();
    assert_eq!(keyboard.inline_keyboard[0][0].callback_data, "/country VE 2");
}

#[test]
fn an_answer_as_discord_embeds() {
    let messages = discord::messages(&answer());
    assert_snapshot!(serde_json::to_string_pretty(&messages).unwrap(), @r##"
    [
      {
        "content": "**Venezuela · 2 articles about it**",
        "embeds": [
          {
            "title": "1. Ports & \\<customs\\> reopen\\_today\\*",
            "url": "https://ledger.example/a?x=1&y=(2)",
            "description": "The port opened \"at dawn\" \\[sic\\].",
            "color": 3108277,
            "footer": {
              "text": "The Harbour Ledger · 5 Jan 2026"
            }
          },
          {
            "title": "2. Without an address",
            "description": "*Also in* *[The Plain](https://plain.example/b)*",
            "color": 3108277
          },
          {
            "description": "*Dates marked \\~ are estimated.*"
          }
        ],
        "components": [
          {
            "type": 1,
            "components": [
              {
                "type": 2,
                "style": 2,
                "label": "Next",
                "custom_id": "/country VE 2"
              },
              {
                "type": 2,
                "style": 2,
                "label": "Follow Venezuela",
                "custom_id": "/subscribe VE"
              }
            ]
          }
        ],
        "allowed_mentions": {
          "parse": []
        }
      }
    ]
    "##);
}

#[test]
fn an_answer_in_the_terminal() {
    assert_snapshot!(terminal::text(&answer()), @r#"
    Venezuela · 2 articles about it

    1. Ports & <customs> reopen_today*
       The port opened "at dawn" [sic].
       The Harbour Ledger · 5 Jan 2026
       https://ledger.example/a?x=1&y=(2)

    2. Without an address
       Also in The Plain <https://plain.example/b>

    Dates marked ~ are estimated.

    → /country VE 2 Next
    → /subscribe VE Follow Venezuela
    "#);
}

#[test]
fn an_answer_as_markdown() {
    assert_snapshot!(markdown::page(&answer()), @r#"
    # Venezuela · 2 articles about it

    ## 1. [Ports \& \<customs\> reopen\_today\*](<https://ledger.example/a?x=1&y=(2)>)

    The port opened "at dawn" \[sic\].

    *The Harbour Ledger · 5 Jan 2026*

    ## 2. Without an address

    *Also in [The Plain](<https://plain.example/b>)*

    *Dates marked \~ are estimated.*
    "#);
}

#[test]
fn a_line_with_several_links_is_one_emphasis() {
    let reply = Reply::default().block(Block::Entry(Entry {
        headline: "Bridge opens".to_owned(),
        facts: Text::plain("🇵🇪 Peru · also ")
            .link("The Plain*", Some("https://plain.example/b"))
            .and(", ")
            .link("El Cerro", Some("https://cerro.example/c"))
            .and(" (+2) · 5 Jan"),
        ..Entry::default()
    }));
    let page = markdown::page(&reply);
    assert_snapshot!(page.lines().last().unwrap(), @r"*🇵🇪 Peru · also [The Plain\*](<https://plain.example/b>), [El Cerro](<https://cerro.example/c>) (+2) · 5 Jan*");
}

#[test]
fn an_article_cannot_put_a_script_into_a_page_or_steer_a_terminal() {
    let hostile = Reply::default().block(Block::Entry(Entry {
        headline: "<script>alert(1)</script>\u{1b}[2J".to_owned(),
        url: Some("javascript:alert(1)".to_owned()),
        ..Entry::default()
    }));
    let page = html::page("x", "en", &hostile);
    assert!(!page.contains("<script>") && !page.contains("javascript:"), "{page}");
    assert!(!terminal::text(&hostile).contains('\u{1b}'));
    assert!(!telegram::messages(&hostile)[0].text.contains("href"));
    assert_eq!(discord::messages(&hostile)[0].embeds[0].url, None);
}

#[test]
fn a_headline_of_5000_chinese_letters_and_emoji_reaches_everybody_whole() {
    let headline = "港口重新开放👩‍👩‍👧".repeat(625);
    let reply = Reply::default().block(Block::Entry(Entry {
        number: Some(1),
        headline: headline.clone(),
        url: Some("https://ledger.example/long".to_owned()),
        body: "One sentence.".into(),
        facts: "The Harbour Ledger".into(),
    }));
    let sent: String = telegram::messages(&reply)
        .iter()
        .map(|message| visible(&message.text))
        .collect();
    assert_eq!(sent.matches('港').count(), 625);
    assert_eq!(sent.matches("👩‍👩‍👧").count(), 625, "no emoji is cut in two");
    assert!(telegram::messages(&reply).len() > 1);
    let messages = discord::messages(&reply);
    let sent: String = messages
        .iter()
        .flat_map(|m| &m.embeds)
        .filter_map(|e| e.description.clone())
        .collect();
    assert_eq!(sent.matches("👩‍👩‍👧").count(), 625);
}

#[test]
fn discord_links_the_same_page_twice_and_both_are_shown() {
    let entry = |n| Entry {
        number: Some(n),
        headline: format!("Story {n}"),
        url: Some("https://l.example/".into()),
        ..Entry::default()
    };
    let reply = Reply::default()
        .block(Block::Entry(entry(1)))
        .block(Block::Entry(entry(2)));
    let urls: Vec<bool> = discord::messages(&reply)[0]
        .embeds
        .iter()
        .map(|embed| embed.url.is_some())
        .collect();
    assert_eq!(
        urls,
        [true, false],
        "Discord shows only the first of two embeds with one URL"
    );
}

#[test]
fn an_address_too_long_for_discord_is_left_out_and_the_headline_stays() {
    let entry = |length: usize| Entry {
        headline: "Bridge opens".into(),
        url: Some(format!("https://l.example/{}", "x".repeat(length))),
        ..Entry::default()
    };
    let embed = |length| {
        let reply = Reply::default().block(Block::Entry(entry(length)));
        discord::messages(&reply).remove(0).embeds.remove(0)
    };
    assert!(embed(2048 - "https://l.example/".len()).url.is_some());
    let long = embed(2049 - "https://l.example/".len());
    assert_eq!((long.url, long.title.as_deref()), (None, Some("Bridge opens")));
}

/// The text of Telegram HTML as a reader sees it; panics on a tag that is not closed in order.
fn visible(html: &str) -> String {
    let mut out = String::new();
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        let end = at + rest[at..].find('>').expect("a tag ends");
        let tag = &rest[at + 1..end];
        match tag.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name), "tags close in order: {html}"),
            None => open.push(tag.split(' ').next().unwrap()),
        }
        rest = &rest[end + 1..];
    }
    assert!(open.is_empty(), "every tag is closed: {html}");
    out.push_str(rest);
    for (entity, letter) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")] {
        out = out.replace(entity, letter);
    }
    out
}

fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-zA-Z .,!?*_~`|<>&\\[\\]()#-]{0,80}",
        2 => "[\u{4e00}-\u{4e40}。👩👍é]{0,300}",
        1 => "[a-z. ]{2000,6000}",
    ]
}

fn text() -> impl Strategy<Value = Text> {
    let style = prop_oneof![
        Just(Style::Plain),
        Just(Style::Bold),
        Just(Style::Italic),
        Just(Style::Code)
    ];
    let link = proptest::option::of("https://[a-z]{1,10}\\.example/[a-z()&]{0,30}");
    let span = (words(), style, link).prop_map(|(text, style, link)| Span { text, style, link });
    proptest::collection::vec(span, 0..5).prop_map(Text)
}

fn reply() -> impl Strategy<Value = Reply> {
    let url = proptest::option::of("https://[a-z]{1,10}\\.example/");
    let entry = (proptest::option::of(1u32..99), words(), url, text(), text()).prop_map(
        |(number, headline, url, body, facts)| {
            Block::Entry(Entry {
                number,
                headline,
                url,
                body,
                facts,
            })
        },
    );
    let block = prop_oneof![
        text().prop_map(Block::Title),
        text().prop_map(Block::Heading),
        text().prop_map(Block::Paragraph),
        text().prop_map(Block::Footer),
        proptest::collection::vec(text(), 0..4).prop_map(Block::List),
        entry,
    ];
    let action = ("[a-zA-Z ]{0,100}", "/[a-z ]{0,120}").prop_map(|(label, command)| Action { label, command });
    (
        proptest::bool::ANY,
        proptest::collection::vec(block, 0..8),
        proptest::collection::vec(action, 0..40),
    )
        .prop_map(|(drawn, mut blocks, actions)| {
            if drawn {
                blocks.insert(0, Block::Picture(map()));
            }
            Reply {
                blocks,
                actions,
                private: false,
            }
        })
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphabetic()).collect()
}

fn utf16(text: &str) -> usize {
    text.encode_utf16().count()
}

/// The longest note there is, with a silent touch.
fn late() -> Touch {
    let due = jiff::civil::date(2026, 9, 30).at(7, 30, 0, 0);
    Touch {
        note: Some(dateline::i18n::digest::waited(due, jiff::civil::date(2026, 10, 1))),
        silent: true,
    }
}

#[test]
fn a_stored_message_takes_a_note_and_makes_no_sound() {
    let touch = Touch {
        note: Some("Late: <due> *at* 07:30.".to_owned()),
        silent: true,
    };
    let on_telegram = telegram::messages(&answer())[0].clone().touched(&touch);
    assert!(
        on_telegram.text.starts_with("Late: &lt;due&gt; *at* 07:30.\n\n<b>"),
        "{}",
        on_telegram.text
    );
    assert!(on_telegram.disable_notification);
    let on_discord = discord::messages(&answer())[0].clone().touched(&touch);
    assert!(
        on_discord.content.starts_with("Late: \\<due\\> \\*at\\* 07:30.\n\n**"),
        "{}",
        on_discord.content
    );
    assert_eq!(on_discord.flags, Some(4096));
    assert_eq!(
        terminal::touched("News.\n".to_owned(), &late()),
        "Late: this was due on Wednesday 30 September at 07:30.\n\nNews.\n"
    );

    let full = Reply::default().block(Block::Paragraph("x".repeat(4000).as_str().into()));
    let mut left_by_an_earlier_version = telegram::messages(&full)[0].clone();
    left_by_an_earlier_version.text = "x".repeat(4080);
    assert_eq!(
        left_by_an_earlier_version.clone().touched(&touch).text,
        left_by_an_earlier_version.text,
        "no room"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn telegram_takes_every_message(reply in reply()) {
        let mut messages = telegram::messages(&reply);
        prop_assert!(!messages.is_empty());
        let late: Vec<_> = messages.iter().map(|message| message.clone().touched(&late())).collect();
        prop_assert!(late.iter().all(|message| message.text.starts_with("Late: ")), "there is room for a note");
        messages.extend(late);
        for message in &messages {
            let seen = visible(&message.text);
            let most = if message.photo.is_some() { 1024 } else { 4096 };
            prop_assert!((1..=most).contains(&utf16(&seen)), "{} units", utf16(&seen));
            prop_assert!(message.text.matches("</").count() <= 100, "over 100 entities");
            for button in message.reply_markup.iter().flat_map(|keyboard| keyboard.inline_keyboard.iter().flatten()) {
                prop_assert!((1..=64).contains(&button.callback_data.len()));
                prop_assert!(!button.text.is_empty());
            }
        }
    }

    #[test]
    fn discord_takes_every_message(reply in reply()) {
        let mut messages = discord::messages(&reply);
        prop_assert!(!messages.is_empty());
        let late: Vec<_> = messages.iter().map(|message| message.clone().touched(&late())).collect();
        prop_assert!(late.iter().all(|message| message.content.starts_with("Late: ")), "there is room for a note");
        messages.extend(late);
        for message in &messages {
            prop_assert!(utf16(&message.content) <= 2000);
            prop_assert!(message.embeds.len() <= 10);
            prop_assert!(!message.content.is_empty() || !message.embeds.is_empty());
            let mut all = 0;
            for embed in &message.embeds {
                let (title, description) = (embed.title.as_deref().unwrap_or(""), embed.description.as_deref().unwrap_or(""));
                let footer = embed.footer.as_ref().map_or("", |footer| footer.text.as_str());
                prop_assert!(utf16(title) <= 256 && utf16(description) <= 4096 && utf16(footer) <= 2048);
                let image = embed.image.is_some();
                prop_assert!(image || !title.is_empty() || !description.is_empty() || !footer.is_empty(), "an empty embed");
                all += utf16(title) + utf16(description) + utf16(footer);
            }
            prop_assert!(all <= 6000, "{all} characters in embeds");
            prop_assert!(message.components.len() <= 5);
            let ids: Vec<&str> = message.components.iter().flat_map(|row| &row.components).map(|b| b.custom_id.as_str()).collect();
            let unique: std::collections::HashSet<&&str> = ids.iter().collect();
            prop_assert_eq!(ids.len(), unique.len());
            prop_assert!(ids.iter().all(|id| id.chars().count() <= 100));
        }
    }

    #[test]
    fn splitting_loses_no_letter(reply in reply()) {
        let whole = Reply { actions: Vec::new(), ..reply };
        let mut expected = String::new();
        for block in &whole.blocks {
            match block {
                Block::Title(t) | Block::Heading(t) | Block::Paragraph(t) | Block::Footer(t) => expected.push_str(&letters(&t.words())),
                Block::List(items) => items.iter().for_each(|item| expected.push_str(&letters(&item.words()))),
                Block::Entry(e) => {
                    expected.push_str(&letters(&e.headline));
                    expected.push_str(&letters(&e.body.words()));
                    expected.push_str(&letters(&e.facts.words()));
                }
                Block::Picture(_) => {}
            }
        }
        let messages = telegram::messages(&whole);
        let sent: String = messages.iter().map(|m| letters(&visible(&m.text))).collect();
        // A picture without words is captioned with its own.
        let alone = expected.is_empty() && messages[0].photo.is_some() && !sent.is_empty();
        prop_assert_eq!(sent, if alone { letters(&map().alt) } else { expected });
        let pictured = matches!(whole.blocks.first(), Some(Block::Picture(_)));
        prop_assert_eq!(messages.iter().filter(|m| m.photo.is_some()).count(), usize::from(pictured));
    }
}
