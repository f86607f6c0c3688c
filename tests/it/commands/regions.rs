//! Groups of countries wherever a region is typed, and who is in them.

use std::collections::HashSet;

use dateline::commands::{Command, parse};
use dateline::sources::{files, tagging};
use insta::assert_snapshot;

use super::Desk;

#[tokio::test]
async fn a_group_is_asked_for_as_a_region_is() {
    let desk = Desk::open().await;
    let asean = desk.ask("/region asean").await;
    assert!(asean.starts_with("ASEAN · "), "{asean}");
    assert!(asean.contains("→ /subscribe asean Follow ASEAN"), "{asean}");
    assert!(
        desk.ask("ASEAN").await.starts_with("ASEAN · "),
        "words alone are understood"
    );
    assert!(
        desk.ask("/country European Union")
            .await
            .starts_with("European Union · ")
    );
    let subscribed = desk.ask("/subscribe sahel 07:30").await;
    assert!(
        subscribed.starts_with("Every day at 07:30 (UTC) you get Sahel here."),
        "{subscribed}"
    );
    assert!(
        desk.ask("/digest nordics")
            .await
            .starts_with("Nordics · Wednesday 7 January 2026")
    );
    assert!(
        desk.ask("/digest g20 2026-01-06")
            .await
            .starts_with("G20 · Tuesday 6 January 2026")
    );
    let g7 = desk.ask("/subscribe G7 8:15").await;
    assert!(g7.starts_with("Every day at 08:15 (UTC) you get G7 here."), "{g7}");
    assert_snapshot!(desk.ask("/subscriptions").await, @"
    Subscriptions · 2

    • Sahel · 07:30 (UTC) · next Thu 8 Jan, 07:30
    • G7 · 08:15 (UTC) · next Thu 8 Jan, 08:15

    → /unsubscribe sahel Stop Sahel
    → /unsubscribe g7 Stop G7
    → /settings Settings
    ");
}

#[tokio::test]
async fn only_articles_of_its_members_are_in_a_group() {
    let desk = Desk::open().await;
    let all: HashSet<String> = desk.headlines("/region southeast-asia").await.into_iter().collect();
    let asean: HashSet<String> = desk.headlines("/region asean").await.into_iter().collect();
    assert_eq!(all, asean, "the same eleven countries");
    let mercosur = desk.ask("/region mercosur").await;
    assert!(
        !mercosur.contains("harbour-ledger.example/2026/01/06/cuba-bread-bakeries"),
        "{mercosur}"
    );
}

#[tokio::test]
async fn the_groups_are_listed_apart_from_the_regions() {
    let desk = Desk::open().await;
    let regions = desk.ask("/regions").await;
    assert!(regions.starts_with("Regions · 12\n"), "{regions}");
    assert!(regions.contains("groups of countries by name"), "{regions}");
    assert_eq!(desk.buttons("/regions").await.len(), 13, "the regions, and the groups");
    let groups = desk.ask("/regions groups").await;
    assert!(groups.contains("• ASEAN · 11 countries\n"), "{groups}");
}

#[tokio::test]
async fn regions_with_a_name_says_who_is_in_it_since_when_and_how_that_is_known() {
    let desk = Desk::open().await;
    assert_snapshot!(desk.ask("/regions eurasian economic union").await, @"
    Eurasian Economic Union · 5 countries

    • Armenia · since 2 Jan 2015
    • Belarus · since 1 Jan 2015
    • Kazakhstan · since 1 Jan 2015
    • Kyrgyzstan · since 12 Aug 2015
    • Russia · since 1 Jan 2015

    Members on 7 Jan 2026, by what was known on 1 Jan 2026. Source: https://eec.eaeunion.org/en/

    → /region eaeu News
    → /digest eaeu Digest
    → /subscribe eaeu Follow Eurasian Economic Union
    ");
    let eu = desk.ask("/regions EU").await;
    assert!(eu.starts_with("European Union · 27 countries"), "{eu}");
    assert!(
        eu.contains("At other times\n\n• United Kingdom · 1 Jan 1973 until 31 Jan 2020"),
        "{eu}"
    );
    let mercosur = desk.ask("/regions Mercosur").await;
    assert!(
        mercosur.contains("• Venezuela · since 31 Jul 2012 · suspended since 2016-12-01"),
        "{mercosur}"
    );
    let eea = desk.ask("/regions EEA").await;
    assert!(eea.contains("• European Union · since 1 Jan 1994"), "{eea}");
    let islands = desk.ask("/regions pacific islands").await;
    assert!(
        islands.contains("• Polynesia (UN)\n") && islands.contains(", Vanuatu, Wallis"),
        "{islands}"
    );
    let own = desk.ask("/regions South Asia").await;
    assert!(own.contains("• Bhutan\n") && own.contains("regions.toml"), "{own}");
    let peru = desk.ask("/regions Peru").await;
    assert!(
        peru.contains("• Andean Community\n")
            && peru.contains("• Latin America and the Caribbean\n")
            && !peru.contains("Mercosur"),
        "{peru}"
    );
    assert_eq!(desk.buttons("/regions asan").await[0], "/regions asean");
}

#[tokio::test]
async fn a_headline_that_names_a_group_is_in_its_digest() {
    let desk = Desk::open().await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("leaders.md");
    let text = "---\ntitle: ASEAN leaders meet behind closed doors\npublisher: The Pier\ndate: 2026-01-07T09:00:00Z\n---\n\
                The leaders met for three hours. They spoke of fish, of rice and of rain. Nobody said what they agreed on.\n";
    std::fs::write(&file, text).unwrap();
    let read = files::read_path(&file, None, desk.now);
    let articles = tagging::tag_drafts(
        read.drafts,
        &tagging::Origin {
            source: "pier",
            publisher: "The Pier",
            ..tagging::Origin::default()
        },
        &dateline::places::Places::default(),
        desk.now,
    );
    assert!(
        articles[0].tags.focus.is_empty(),
        "it is about no country: {:?}",
        articles[0].tags
    );
    desk.core.store.insert_articles(&articles).await.unwrap();
    let headline = "ASEAN leaders meet behind closed doors";
    assert!(desk.ask("/digest asean").await.contains(headline));
    assert!(!desk.ask("/digest nordics").await.contains(headline));
}

#[test]
fn a_name_with_a_digit_in_it_is_a_name() {
    let Command::Digest { name, date } = parse("/digest G7") else {
        panic!()
    };
    assert_eq!((name.as_str(), date), ("G7", None));
    let Command::Subscribe { name, changes } = parse("/subscribe g20 07:30") else {
        panic!()
    };
    assert_eq!((name.as_str(), changes.at.unwrap().typed.as_str()), ("g20", "07:30"));
    assert_eq!(
        parse("/region m49-011 2"),
        Command::Region {
            name: "m49-011".to_owned(),
            page: 2
        }
    );
}
