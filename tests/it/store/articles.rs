//! Articles are stored once, revised when they change, and listed newest first.

use std::collections::BTreeSet;

use dateline::article::Tagged;
use dateline::store::{Inserted, Page};

use super::new_store;
use crate::articles::{But, article, at, country};

fn titles(articles: &[Tagged]) -> Vec<&str> {
    articles.iter().map(|tagged| tagged.article.title.as_str()).collect()
}

fn shown(page: &Page) -> (Vec<&str>, usize) {
    (titles(&page.articles), page.total)
}

fn countries(codes: &[&str]) -> BTreeSet<dateline::places::Country> {
    codes.iter().map(|code| country(code)).collect()
}

#[tokio::test]
async fn an_article_comes_back_as_it_went_in() {
    let (store, _folder) = new_store().await;
    let mut one = article("Port reopens in Peru", "Peru reopened a port. Chile watched.")
        .about(&["PE"])
        .mentions(&["CL"])
        .url("https://herald.example/port");
    one.article.author = Some("A. Writer".to_owned());
    let inserted = store.insert_articles(std::slice::from_ref(&one)).await.unwrap();
    assert_eq!(
        inserted,
        Inserted {
            new: 1,
            ..Inserted::default()
        }
    );
    assert_eq!(store.article(&one.article.id).await.unwrap(), Some(one.clone()));
    let nobody = article("Never stored", "").article.id;
    assert_eq!(store.article(&nobody).await.unwrap(), None);
}

#[tokio::test]
async fn importing_twice_adds_nothing() {
    let (store, _folder) = new_store().await;
    let all = [
        article("One", "First."),
        article("Two", "Second."),
        article("One", "First."),
    ];
    let first = store.insert_articles(&all).await.unwrap();
    assert_eq!((first.new, first.revised, first.unchanged), (2, 0, 1));
    let again = store.insert_articles(&all).await.unwrap();
    assert_eq!((again.new, again.revised, again.unchanged), (0, 0, 3));
    assert_eq!(store.count_articles().await.unwrap(), 2);
}

#[tokio::test]
async fn a_changed_text_is_a_new_revision_with_the_times_of_the_first() {
    let (store, _folder) = new_store().await;
    let first = article("Vote in Kenya", "Kenya votes.").about(&["KE"]);
    store.insert_articles(std::slice::from_ref(&first)).await.unwrap();

    let mut changed = article("Vote in Kenya", "Uganda watches.")
        .about(&["UG"])
        .published("2026-01-09T00:00:00Z");
    changed.article.fetched_at = at("2026-01-09T01:00:00Z");
    let inserted = store.insert_articles(std::slice::from_ref(&changed)).await.unwrap();
    assert_eq!(inserted.revised, 1);

    let stored = store.article(&first.article.id).await.unwrap().unwrap();
    assert_eq!(stored.article.text, "Uganda watches.");
    assert_eq!(stored.article.revision, 2);
    assert_eq!(stored.article.published_at, first.article.published_at);
    assert_eq!(stored.article.fetched_at, first.article.fetched_at);
    assert_eq!(stored.tags, changed.tags);
    assert_eq!(
        store.earlier_texts(&first.article.id).await.unwrap(),
        [("Vote in Kenya".to_owned(), "Kenya votes.".to_owned())]
    );

    // Lists and search follow the new text.
    assert_eq!(store.about(&countries(&["KE"]), 0, 9).await.unwrap().total, 0);
    assert_eq!(store.about(&countries(&["UG"]), 0, 9).await.unwrap().total, 1);
    assert_eq!(store.search("votes", 0, 9).await.unwrap().total, 0);
    assert_eq!(store.search("watches", 0, 9).await.unwrap().total, 1);
    assert_eq!(store.count_articles().await.unwrap(), 1);
}

#[tokio::test]
async fn a_better_tagger_renews_the_tags_of_a_known_text() {
    let (store, _folder) = new_store().await;
    store
        .insert_articles(&[article("Storm", "Fiji and Samoa.").about(&["FJ"])])
        .await
        .unwrap();
    let again = store
        .insert_articles(&[article("Storm", "Fiji and Samoa.").about(&["WS"])])
        .await
        .unwrap();
    assert_eq!(again.unchanged, 1);
    assert_eq!(store.about(&countries(&["FJ"]), 0, 9).await.unwrap().total, 0);
    assert_eq!(store.about(&countries(&["WS"]), 0, 9).await.unwrap().total, 1);
}

#[tokio::test]
async fn the_newest_come_first_and_ties_keep_the_order_of_the_source() {
    let (store, _folder) = new_store().await;
    store
        .insert_articles(&[
            article("Tie, first in the feed", ""),
            article("Tie, second in the feed", ""),
            article("Old", "").published("2025-06-01T00:00:00Z"),
            article("New", "").published("2026-01-07T12:00:00.001Z"),
            article("Before the epoch", "").published("1969-12-31T23:59:59Z"),
        ])
        .await
        .unwrap();
    store
        .insert_articles(&[article("Tie, of a later feed", "")])
        .await
        .unwrap();
    let page = store.latest(0, 10).await.unwrap();
    assert_eq!(
        shown(&page),
        (
            vec![
                "New",
                "Tie, first in the feed",
                "Tie, second in the feed",
                "Tie, of a later feed",
                "Old",
                "Before the epoch"
            ],
            6
        )
    );
    let second = store.latest(4, 1).await.unwrap();
    assert_eq!(shown(&second), (vec!["Old"], 6));
    assert_eq!(
        store.published_range().await.unwrap(),
        Some((at("1969-12-31T23:59:59Z"), at("2026-01-07T12:00:00.001Z")))
    );
}

#[tokio::test]
async fn about_and_mentioning_are_told_apart_and_each_article_comes_once() {
    let (store, _folder) = new_store().await;
    store
        .insert_articles(&[
            article("Both are the subject", "").about(&["ML", "NE"]),
            article("Mali, Niger in passing", "").about(&["ML"]).mentions(&["NE"]),
            article("Both in passing", "").about(&["FR"]).mentions(&["ML", "NE"]),
            article("Elsewhere", "").about(&["JP"]),
        ])
        .await
        .unwrap();
    let sahel = countries(&["ML", "NE", "TD"]);
    let page = store.about(&sahel, 0, 10).await.unwrap();
    assert_eq!(
        shown(&page),
        (vec!["Both are the subject", "Mali, Niger in passing"], 2)
    );
    let page = store.about(&sahel, 1, 10).await.unwrap();
    assert_eq!(shown(&page), (vec!["Mali, Niger in passing"], 2));
    let page = store.mentioning(&sahel, 0, 10).await.unwrap();
    assert_eq!(shown(&page), (vec!["Both in passing"], 1));
    let page = store.mentioning(&countries(&["NE"]), 0, 10).await.unwrap();
    assert_eq!(shown(&page), (vec!["Mali, Niger in passing", "Both in passing"], 2));
    assert_eq!(store.about(&BTreeSet::new(), 0, 10).await.unwrap(), Page::default());
    assert_eq!(
        store.mentioning(&BTreeSet::new(), 0, 10).await.unwrap(),
        Page::default()
    );
}

#[tokio::test]
async fn every_country_at_once_can_be_asked_for() {
    let (store, _folder) = new_store().await;
    store
        .insert_articles(&[article("Somewhere", "").about(&["VE"]).mentions(&["CO"])])
        .await
        .unwrap();
    let all: BTreeSet<_> = dateline::places::Country::all().collect();
    assert_eq!(store.about(&all, 0, 10).await.unwrap().total, 1);
    assert_eq!(store.mentioning(&all, 0, 10).await.unwrap().total, 0);
    assert_eq!(
        store
            .last_published(Some(&all), at("2026-02-01T00:00:00Z"))
            .await
            .unwrap(),
        Some(at("2026-01-07T12:00:00Z"))
    );
}

#[tokio::test]
async fn a_window_leaves_out_its_start_and_holds_its_end() {
    let (store, _folder) = new_store().await;
    store
        .insert_articles(&[
            article("At the start", "")
                .published("2026-01-06T07:30:00Z")
                .about(&["PE"]),
            article("Just inside", "")
                .published("2026-01-06T07:30:00.001Z")
                .mentions(&["PE"]),
            article("At the end", "")
                .published("2026-01-07T07:30:00Z")
                .about(&["PE"]),
            article("Too late", "")
                .published("2026-01-07T07:30:00.001Z")
                .about(&["PE"]),
            article("Elsewhere", "").published("2026-01-07T00:00:00Z"),
        ])
        .await
        .unwrap();
    let (from, to) = (at("2026-01-06T07:30:00Z"), at("2026-01-07T07:30:00Z"));
    let peru = countries(&["PE", "BO"]);
    let window = store.window(Some(&peru), from, to).await.unwrap();
    assert_eq!(titles(&window), ["At the end", "Just inside"]);
    let window = store.window(None, from, to).await.unwrap();
    assert_eq!(titles(&window), ["At the end", "Elsewhere", "Just inside"]);
    let window = store.window(Some(&BTreeSet::new()), from, to).await.unwrap();
    assert_eq!(titles(&window), Vec::<&str>::new());
}

#[tokio::test]
async fn a_window_holds_the_beginnings_of_books() {
    let (store, _folder) = new_store().await;
    let book = "é".repeat(50_000);
    store
        .insert_articles(&[article("A book", &book).published("2026-01-07T00:00:00Z")])
        .await
        .unwrap();
    let window = store
        .window(None, at("2026-01-06T00:00:00Z"), at("2026-01-08T00:00:00Z"))
        .await
        .unwrap();
    assert_eq!(window[0].article.text, "é".repeat(20_000));
}

#[tokio::test]
async fn countries_are_counted_and_their_last_news_is_known() {
    let (store, _folder) = new_store().await;
    assert_eq!(store.published_range().await.unwrap(), None);
    store
        .insert_articles(&[
            article("1", "").about(&["BR"]).published("2026-01-01T00:00:00Z"),
            article("2", "").about(&["BR", "AR"]).published("2026-01-03T00:00:00Z"),
            article("3", "")
                .about(&["BR"])
                .mentions(&["AR"])
                .published("2026-01-04T00:00:00Z"),
        ])
        .await
        .unwrap();
    let counted = store.count_by_country(at("2026-01-01T00:00:00Z")).await.unwrap();
    assert_eq!(counted, [(country("BR"), 2), (country("AR"), 1)]);
    let argentina = countries(&["AR", "UY"]);
    let last = |until: &str| {
        let (store, argentina, until) = (store.clone(), argentina.clone(), at(until));
        async move { store.last_published(Some(&argentina), until).await.unwrap() }
    };
    assert_eq!(last("2026-01-09T00:00:00Z").await, Some(at("2026-01-03T00:00:00Z")));
    assert_eq!(last("2026-01-03T00:00:00Z").await, Some(at("2026-01-03T00:00:00Z")));
    assert_eq!(last("2026-01-02T00:00:00Z").await, None);
    assert_eq!(
        store.last_published(None, at("2026-01-09T00:00:00Z")).await.unwrap(),
        Some(at("2026-01-04T00:00:00Z"))
    );
    assert_eq!(
        store
            .last_published(Some(&BTreeSet::new()), at("2026-01-09T00:00:00Z"))
            .await
            .unwrap(),
        None
    );
}

#[tokio::test]
async fn every_headline_that_names_a_region_is_found() {
    let (store, _folder) = new_store().await;
    let day = jiff::civil::date(2026, 1, 7);
    let own = dateline::places::Region {
        id: "guianas".to_owned(),
        title: "The Guianas".to_owned(),
        names: vec!["ÅÄÖ coast".to_owned()],
        typed: Vec::new(),
        countries: countries(&["GY"]),
    };
    let regions = dateline::places::Regions::with_groups(vec![own], day);
    let mut all = vec![
        article("Nothing of the kind", "Text."),
        article("Rescue in a museum", "Text."),
    ];
    for name in regions.all().flat_map(dateline::places::Region::headline_names) {
        all.push(article(&format!("Talks of {} go on", name.name), "Text."));
        all.push(article(&format!("{}’S PLAN", name.name.to_uppercase()), "Text."));
    }
    all.push(article("Guianas flooded", "Text."));
    store.insert_articles(&all).await.unwrap();
    let (from, to) = (at("2025-01-01T00:00:00Z"), at("2027-01-01T00:00:00Z"));
    for region in regions.all() {
        let names: Vec<_> = region.headline_names().collect();
        let found = store.headlined(&names, from, to).await.unwrap();
        // Two headlines that only differ in their case are one article.
        let found: BTreeSet<String> = titles(&found).into_iter().map(str::to_lowercase).collect();
        let named = all.iter().filter(|one| region.is_named_in(&one.article.title));
        for one in named {
            let title = one.article.title.as_str();
            assert!(found.contains(&title.to_lowercase()), "{}: {title}", region.id);
        }
        for other in ["nothing of the kind", "rescue in a museum"] {
            assert!(!found.contains(other), "{}: {other}", region.id);
        }
    }
}
