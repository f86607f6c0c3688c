//! How many articles there are of each local day.

use std::collections::BTreeSet;

use dateline::article::{DateKind, Tagged};
use dateline::store::{Counted, Store};
use jiff::civil::date;
use jiff::tz::TimeZone;

use super::new_store;
use crate::articles::{But, article, at, country};

/// Counts from 5 to 7 January, with some of which only the day is known.
async fn stored() -> (Store, tempfile::TempDir) {
    let (store, folder) = new_store().await;
    let of_a_day = |title: &str, day: &str| -> Tagged {
        let mut tagged = article(title, "").published(&format!("{day}T00:00:00Z"));
        tagged.article.date_kind = DateKind::Day;
        tagged
    };
    let articles = [
        article("Evening of the 4th in Caracas", "")
            .published("2026-01-05T03:59:59Z")
            .about(&["VE"]),
        article("First minute of the 5th", "")
            .published("2026-01-05T04:00:00Z")
            .about(&["VE", "CO"]),
        article("Last of the 5th", "")
            .published("2026-01-06T03:59:59Z")
            .about(&["CO"]),
        of_a_day("Sometime on the 6th", "2026-01-06").about(&["VE", "CO", "PE"]),
        of_a_day("Sometime on the 5th", "2026-01-05").about(&["VE"]),
        article("It only mentions it", "")
            .published("2026-01-06T12:00:00Z")
            .mentions(&["VE"]),
        article("About Peru", "")
            .published("2026-01-07T12:00:00Z")
            .about(&["PE"]),
        article("Later than now", "")
            .published("2026-01-07T18:00:00Z")
            .about(&["VE"]),
        of_a_day("Tomorrow already", "2026-01-08").about(&["VE"]),
    ];
    store.insert_articles(&articles).await.unwrap();
    (store, folder)
}

async fn counts(store: &Store, codes: Option<&[&str]>) -> String {
    let countries: Option<BTreeSet<_>> = codes.map(|codes| codes.iter().map(|code| country(code)).collect());
    let zone = TimeZone::get("America/Caracas").unwrap();
    let counted = Counted {
        countries: countries.as_ref(),
        zone: &zone,
        first: date(2026, 1, 5),
        last: date(2026, 1, 7),
        now: at("2026-01-07T16:00:00Z"),
    };
    let days = store.count_by_day(counted).await.unwrap();
    let beside = store.count_beside(counted, 2).await.unwrap();
    let days: Vec<String> = days.iter().map(|(day, n)| format!("{} Jan: {n}", day.day())).collect();
    let beside: Vec<String> = beside
        .iter()
        .map(|(country, n)| format!("{} {n}", country.code()))
        .collect();
    format!("{} | {}", days.join(", "), beside.join(", "))
}

#[tokio::test]
async fn a_day_is_local_and_one_without_a_time_is_the_same_everywhere() {
    let (store, _folder) = stored().await;
    insta::assert_snapshot!(counts(&store, Some(&["VE"])).await, @"5 Jan: 2, 6 Jan: 1 | CO 2, PE 1");
    let (caracas, auckland) = ("America/Caracas", "Pacific/Auckland");
    let first = async |zone: &str| store.first_day(&TimeZone::get(zone).unwrap()).await.unwrap();
    assert_eq!(first(caracas).await, Some(date(2026, 1, 4)));
    assert_eq!(first(auckland).await, Some(date(2026, 1, 5)));
    insta::assert_snapshot!(counts(&store, Some(&["VE", "CO"])).await, @"5 Jan: 3, 6 Jan: 1 | PE 1");
    insta::assert_snapshot!(counts(&store, Some(&["BT"])).await, @" |");
    insta::assert_snapshot!(counts(&store, Some(&[])).await, @" |");
    insta::assert_snapshot!(counts(&store, None).await, @"5 Jan: 3, 6 Jan: 2, 7 Jan: 1 | CO 3, VE 3");
}
