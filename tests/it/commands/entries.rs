//! What an article in a list says of itself: who says it, and whether it reports or argues.

use insta::assert_snapshot;

use super::Desk;
use crate::articles::{But, article};

#[tokio::test]
async fn a_list_says_whose_claim_a_sentence_is_and_what_is_opinion() {
    let desk = Desk::open().await;
    let mut column = article(
        "Opinion: Aruba must keep its dunes",
        "A hotel on the dunes of Aruba would bury what visitors come for. The plan is a mistake.",
    )
    .published("2026-01-07T11:00:00Z")
    .about(&["AW"]);
    column.article.author = Some("Ana Ruiz".to_owned());
    let articles = [
        column,
        article(
            "Aruba closes a beach",
            "Aruba closed the beach at Arashi on Tuesday after two sharks came near the shore.",
        )
        .published("2026-01-07T10:00:00Z")
        .about(&["AW"]),
        article(
            "Aruba counts its goats",
            "Some four thousand goats roam the hills of Aruba, the ministry of nature said on Tuesday.",
        )
        .published("2026-01-07T09:00:00Z")
        .about(&["AW"]),
        article("Aruba in brief", "")
            .published("2026-01-07T08:00:00Z")
            .about(&["AW"]),
    ];
    desk.core.store.insert_articles(&articles).await.unwrap();
    assert_snapshot!(desk.ask("/country Aruba").await, @"
    Aruba · 4 articles about it

    1. Opinion: Aruba must keep its dunes
       A hotel on the dunes of Aruba would bury what visitors come for.
       opinion by Ana Ruiz · according to Example Herald · 7 Jan 2026, 11:00 · Aruba

    2. Aruba closes a beach
       Aruba closed the beach at Arashi on Tuesday after two sharks came near the shore.
       according to Example Herald · 7 Jan 2026, 10:00 · Aruba

    3. Aruba counts its goats
       Some four thousand goats roam the hills of Aruba, the ministry of nature said on Tuesday.
       Example Herald · 7 Jan 2026, 09:00 · Aruba

    4. Aruba in brief
       Example Herald · 7 Jan 2026, 08:00 · Aruba

    → /why AW 1 Why?
    → /digest latin-america Digest
    → /subscribe AW Follow Aruba
    ");
    let found = desk.ask("/search hotel dunes").await;
    assert!(
        found.contains("opinion by Ana Ruiz · according to Example Herald · 7 Jan 2026, 11:00 · Aruba"),
        "{found}"
    );
}

#[tokio::test]
async fn a_digest_of_a_day_is_offered_for_every_region_and_the_world() {
    let desk = Desk::open().await;
    let buttons = desk.buttons("/digest 2026-01-05").await;
    assert_eq!(buttons.first().map(String::as_str), Some("/digest africa 2026-01-05"));
    assert_eq!(buttons.last().map(String::as_str), Some("/digest all 2026-01-05"));
    assert!(
        desk.ask("/digest all 2026-01-05")
            .await
            .starts_with("World · Monday 5 January 2026")
    );
    let today = desk.buttons("/digest").await;
    assert_eq!(today.last().map(String::as_str), Some("/digest all"));
    assert_eq!(today.len(), buttons.len());
}
