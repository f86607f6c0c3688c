//! Where each sentence comes from, and what marks a sample.

use dateline::digest::{Form, SourceHealth, to_reply};

use super::newsroom::{Desk, article, dump, flood, source, whales};

const FIRST: &str = "A ferry with 80 passengers ran aground off the island of Karo in Peru on Friday morning. \
                     Nobody was hurt. The coast guard sent two boats to the ferry, and a tug from Sulta is on its way to Karo.";
const SECOND: &str = "A ferry with 80 passengers ran aground off Karo island in Peru on Friday morning. Divers found a hole of two metres \
                      in the hull of the ferry at Karo.";

/// A sentence once came from the second article of a house, which the digest neither named nor linked.
#[test]
fn every_article_that_gave_a_sentence_is_linked_even_a_second_one_of_the_same_house() {
    let report = |house: &str, title: &str, text: &str| article(house, "PE", "2026-01-06T03:00:00Z", title, text);
    let also = article(
        "Andes Daily",
        "PE",
        "2026-01-06T02:00:00Z",
        "Ferry aground off Karo island",
        FIRST,
    );
    let mut desk = Desk::with(vec![
        report("Harbour Ledger", "Ferry runs aground off Karo island", FIRST),
        also,
        report("Harbour Ledger", "Hole found in ferry aground off Karo island", SECOND),
    ]);
    let digest = desk.digest();
    assert_eq!(digest.stories.len(), 1, "{digest:#?}");
    let quoted: Vec<&str> = digest.stories[0]
        .sentences
        .iter()
        .map(|sentence| sentence.article.as_str())
        .collect();
    assert!(quoted.contains(&"harbour-ledger-hole-found-in-ferry-aground-off-karo-island"));
    let words = dump(&to_reply(&digest, Form::Full));
    for article in quoted {
        assert!(
            words.contains(&format!("<https://news.example/{article}>")),
            "{article} in\n{words}"
        );
    }
    insta::assert_snapshot!(words.lines().skip(4).take(2).collect::<Vec<_>>().join("\n"), @"
    A ferry with 80 passengers ran aground off the island of Karo in Peru on Friday morning. The coast guard sent two boats to the ferry, and a tug from Sulta is on its way to Karo. (Harbour Ledger <https://news.example/harbour-ledger-ferry-runs-aground-off-karo-island>) Divers found a hole of two metres in the hull of the ferry at Karo. (Harbour Ledger <https://news.example/harbour-ledger-hole-found-in-ferry-aground-off-karo-island>)
    🇵🇪 Peru · also Andes Daily <https://news.example/andes-daily-ferry-aground-off-karo-island> · 5 Jan, 23:00
    ");

    // Without addresses they are named by house and title.
    for tagged in &mut desk.articles {
        tagged.article.url = None;
    }
    let words = dump(&to_reply(&desk.digest(), Form::Full));
    insta::assert_snapshot!(words.lines().skip(4).take(2).collect::<Vec<_>>().join("\n"), @"
    A ferry with 80 passengers ran aground off the island of Karo in Peru on Friday morning. The coast guard sent two boats to the ferry, and a tug from Sulta is on its way to Karo. (Harbour Ledger, “Ferry runs aground off Karo island”) Divers found a hole of two metres in the hull of the ferry at Karo. (Harbour Ledger, “Hole found in ferry aground off Karo island”)
    🇵🇪 Peru · also Andes Daily · 5 Jan, 23:00
    ");
}

#[test]
fn samples_beside_real_news_are_marked_one_by_one() {
    let mut desk = Desk::with(vec![
        flood("Andes Daily", "2026-01-06T01:00:00Z"),
        whales("Coast Radio", "2026-01-06T02:00:00Z"),
        // The same event as the real one, and yet no story of both.
        flood("Coast Radio", "2026-01-06T03:00:00Z"),
    ]);
    desk.sources[1] = SourceHealth {
        sample: true,
        ..source("Coast Radio", None)
    };
    let digest = desk.digest();
    assert!(!digest.sample);
    let words = dump(&to_reply(&digest, Form::Full));
    let marked = words
        .lines()
        .filter(|line| line.trim().starts_with("sample · "))
        .count();
    assert_eq!((digest.stories.len(), marked), (3, 2), "{words}");
    assert!(!words.contains("These are sample"), "{words}");
    let headlines = dump(&to_reply(&digest, Form::Headlines));
    assert!(
        headlines.contains("(Coast Radio, sample)") && headlines.contains("(Andes Daily)"),
        "{headlines}"
    );
}
