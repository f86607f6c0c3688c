//! In which order stories are told.

use dateline::article::Tagged;
use dateline::digest::{Form, to_reply};

use super::newsroom::{Desk, article, dump, flood, small_day, whales};

#[test]
fn the_order_the_articles_come_in_changes_nothing() {
    let mut desk = Desk::with(small_day());
    desk.articles.push(flood("Coast Radio", "2026-01-05T18:05:00Z"));
    let one = desk.digest();
    desk.articles.reverse();
    assert_eq!(one, desk.digest());
    desk.articles.rotate_left(2);
    assert_eq!(one, desk.digest());
}

#[test]
fn nine_desks_of_one_broadcaster_are_one_publisher() {
    let mut desk = Desk::with(small_day());
    for name in ["BCR News", "BCR World", "BCR News Africa", "BCR Sport", "The BCR"] {
        let mut copy = whales(name, "2026-01-06T09:00:00Z");
        copy.article.title = format!("{} today", copy.article.title);
        desk.articles.push(copy);
    }
    desk.articles.push(flood("Mirror Post", "2026-01-06T08:00:00Z"));
    desk.articles.push(flood("River Times", "2026-01-06T08:00:00Z"));
    let digest = desk.digest();
    assert!(
        digest.stories[0].headline.starts_with("Flood"),
        "three houses outweigh two: {:?}",
        desk.headlines()
    );
    let words = dump(&to_reply(&digest, Form::Full));
    assert_eq!(words.matches("BCR").count(), 1, "{words}");
}

#[test]
fn papers_of_one_family_are_one_publisher_whatever_their_names() {
    let mut desk = Desk::with(small_day());
    for name in ["Harbour Light", "Evening Lamp", "The Lighthouse"] {
        let mut copy = whales(name, "2026-01-06T09:00:00Z");
        copy.article.title = format!("{} today", copy.article.title);
        desk.articles.push(copy);
    }
    desk.articles.push(flood("Mirror Post", "2026-01-06T08:00:00Z"));
    desk.articles.push(flood("River Times", "2026-01-06T08:00:00Z"));
    let first = |desk: &Desk| desk.headlines()[0].clone();
    assert!(first(&desk).contains("hale"), "more houses: {:?}", desk.headlines());
    desk.families = vec![
        ("Harbour Light", "Lamp Group"),
        ("evening lamp", "Lamp Group"),
        ("The Lighthouse", "Lamp Group"),
    ];
    assert!(first(&desk).starts_with("Flood"), "one family: {:?}", desk.headlines());
}

#[test]
fn one_country_does_not_fill_a_regions_digest() {
    let mut articles: Vec<Tagged> = [
        "Teachers strike in Valencia",
        "Oil tanker runs aground off Falcon",
        "Orchestra of 12,000 plays in Caracas",
        "Cacao prices double in Barlovento",
    ]
    .iter()
    .zip([
        "Schools stayed shut as teachers asked for higher wages.",
        "A tanker with crude oil ran aground on a sandbank.",
        "Twelve thousand young musicians played a march together.",
        "Traders paid farmers twice last year's price for cacao beans.",
    ])
    .map(|(title, text)| article("Wire", "VE", "2026-01-06T10:00:00Z", title, text))
    .collect();
    articles.push(article(
        "Wire",
        "BR",
        "2026-01-06T06:00:00Z",
        "Brazil counts its jaguars",
        "Cameras photographed 900 jaguars in the Pantanal wetland.",
    ));
    let desk = Desk::with(articles);
    assert_eq!(
        desk.headlines().iter().position(|title| title.contains("jaguars")),
        Some(1),
        "{:?}",
        desk.headlines()
    );
}
