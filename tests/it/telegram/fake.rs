//! The fake refuses what Telegram refuses: a test that it lets through would prove nothing.

use insta::assert_snapshot;

use crate::fakes::specs::check_telegram;
use crate::fakes::telegram::html::parse;

#[test]
fn the_html_of_telegram_is_read() {
    let parsed =
        parse("<b>Peru &amp; <i>Chile</i></b> &lt;3 &#8212; <a href=\"https://a.example/?x=1&amp;y=2\">more</a> AT&T")
            .unwrap();
    assert_snapshot!(parsed.text, @"Peru & Chile <3 — more AT&T");
    assert_eq!(
        parsed.links,
        [("more".to_owned(), "https://a.example/?x=1&y=2".to_owned())]
    );
    assert_eq!(parsed.entities, 3);
}

#[test]
fn what_telegram_cannot_parse_is_refused() {
    let refused = |source: &str| parse(source).unwrap_err();
    assert_snapshot!(refused("a < b"), @"Unclosed start tag at byte offset 2");
    assert_snapshot!(refused("<p>no</p>"), @r#"Unsupported start tag "p" at byte offset 0"#);
    assert_snapshot!(refused("<b>open"), @r#"Can't find end tag corresponding to start tag "b""#);
    assert_snapshot!(refused("<b><i>crossed</b></i>"), @r#"Unmatched end tag at byte offset 13, expected "</i>", found "</b>""#);
    assert_snapshot!(refused("closed</b>"), @"Unexpected end tag at byte offset 6");
    assert_snapshot!(refused("<a href=x>bare</a>"), @"Unquoted attribute at byte offset 0");
}

#[test]
fn requests_are_checked_against_the_specification() {
    let good = serde_json::json!({"chat_id": 1, "text": "hello", "link_preview_options": {"is_disabled": true}});
    assert_eq!(check_telegram("SendMessage", &good), Ok(()));
    if !std::path::Path::new("../shared/specs/telegram-api.json").exists() {
        return;
    }
    let bad = serde_json::json!({"text": 7, "disable_web_page_preview": true});
    assert_snapshot!(
        check_telegram("sendMessage", &bad).unwrap_err(),
        @"sendMessage: chat_id is missing; text is no String: 7; disable_web_page_preview is no known field"
    );
}
