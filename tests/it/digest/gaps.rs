//! What a digest without stories says: only what is known.

use dateline::digest::{Form, to_reply};
use dateline::reply::Block;

use super::newsroom::{Desk, at, dump, small_day};

fn said(desk: &Desk) -> String {
    let reply = to_reply(&desk.digest(), Form::Full);
    reply
        .blocks
        .iter()
        .find_map(|block| match block {
            Block::Paragraph(words) => Some(words.words()),
            _ => None,
        })
        .unwrap()
}

#[test]
fn no_source_never_read_and_only_imports_are_told_apart() {
    let mut desk = Desk::with(Vec::new());
    desk.sources.clear();
    desk.first_article = None;
    insta::assert_snapshot!(said(&desk), @"No data: no source is configured, so I do not know whether there is news from Latin America.");
    desk.unread_sources = 2;
    insta::assert_snapshot!(said(&desk), @"No data: no source has been read yet, so I do not know whether there is news from Latin America.");
    desk.first_article = Some(at("2025-12-01T00:00:00Z"));
    desk.last_news = Some(at("2026-01-04T15:00:00Z"));
    insta::assert_snapshot!(said(&desk), @"The stored articles hold no news from Latin America since Sunday 4 January; no source has been read yet, so there may be more.");
}

#[test]
fn of_days_before_the_first_article_nothing_is_known() {
    let mut desk = Desk::with(Vec::new());
    desk.first_article = Some(at("2026-01-09T15:00:00Z"));
    insta::assert_snapshot!(said(&desk), @"No data: nothing is stored from before Friday 9 January 2026, so I do not know whether there was news from Latin America.");
}

#[test]
fn a_digest_of_imports_says_how_many_publishers_are_in_it() {
    let mut desk = Desk::with(small_day());
    desk.sources.clear();
    desk.unread_sources = 1;
    let words = dump(&to_reply(&desk.digest(), Form::Full));
    assert!(
        words.contains("\n_ From 3 publishers; no source has been read yet.\n"),
        "{words}"
    );
}
