//! How much news there is day by day: as a chart and in words.

use dateline::article::Tagged;
use dateline::commands::{ArgKind, Command, Given, parse, turns_page};
use dateline::reply::{Block, Chart, Drawing};
use insta::assert_snapshot;

use super::Desk;
use crate::articles::{But, article};

impl Desk {
    /// Articles about these countries at noon of these days of December and January, one each.
    async fn publish(&self, days: &[&str], codes: &[&str]) {
        let articles: Vec<Tagged> = days
            .iter()
            .enumerate()
            .map(|(n, day)| {
                let title = format!("Number {n} of {}", codes.join(" and "));
                article(&title, "").published(&format!("{day}T12:00:00Z")).about(codes)
            })
            .collect();
        self.core.store.insert_articles(&articles).await.unwrap();
    }

    async fn chart(&self, text: &str) -> Chart {
        let reply = self.reply(text, &super::private()).await;
        let Some(Block::Picture(picture)) = reply.blocks.first() else {
            panic!("{text} begins with no picture: {reply:#?}")
        };
        match &picture.drawing {
            Drawing::Chart(chart) => chart.clone(),
            Drawing::Map(_) => panic!("{text} is answered with a map"),
        }
    }
}

#[tokio::test]
async fn a_country_is_counted_day_by_day() {
    let desk = Desk::open().await;
    // Aruba is in none of the samples.
    desk.publish(
        &["2025-11-20", "2025-12-25", "2025-12-31", "2026-01-03", "2026-01-03"],
        &["AW"],
    )
    .await;
    desk.publish(&["2026-01-03", "2026-01-07"], &["AW", "CW"]).await;
    assert_snapshot!(desk.ask("/trends Aruba").await, @"
    [Articles about Aruba each day, 9 Dec to 7 Jan: from 0 to 3, most on 3 Jan.]

    Aruba · 6 articles in 30 days

    9 Dec to 7 Jan. Busiest day: Sat 3 Jan, 3 articles.

    Last 7 days: 4 articles, 2 more than in the 7 days before.

    Also about: Curaçao (2).

    → /trends AW 7 7 days
    → /trends AW 90 90 days
    → /country AW Articles
    ");
    let chart = desk.chart("/trends Aruba").await;
    assert_eq!((chart.title.as_str(), chart.bars.len()), ("Aruba", 30));
    assert_snapshot!(chart.subtitle, @"Articles each day, 9 Dec to 7 Jan");
    let drawn: Vec<String> = chart
        .bars
        .iter()
        .filter(|bar| bar.value > 0)
        .map(|bar| format!("{} {}", bar.label, bar.value))
        .collect();
    assert_eq!(drawn, ["25 Dec 1", "31 Dec 1", "3 Jan 3", "7 Jan 1"]);
}

#[tokio::test]
async fn more_than_two_months_are_counted_week_by_week() {
    let desk = Desk::open().await;
    desk.publish(&["2025-11-20", "2025-12-25", "2025-12-31", "2026-01-03"], &["AW"])
        .await;
    desk.publish(&["2024-06-03"], &["CW"]).await;
    assert_snapshot!(desk.ask("/trends AW 90").await, @"
    [Articles about Aruba each week, 10 Oct to 7 Jan: from 0 to 2, most in the week from 25 Dec. The first bar is no whole week: 6 days.]

    Aruba · 4 articles in 90 days

    10 Oct to 7 Jan. At most 1 a day: on 4 days. Busiest week: from 25 Dec, 2 articles. The first bar is no whole week: 6 days.

    Last 7 days: 1 article, 1 fewer than in the 7 days before.

    → /trends AW 7 7 days
    → /trends AW 30 30 days
    → /country AW Articles
    ");
    let chart = desk.chart("/trends AW 90").await;
    assert_eq!(chart.bars.len(), 13);
    let all: usize = chart.bars.iter().map(|bar| bar.value).sum();
    assert_eq!(all, 4);
    assert_eq!(desk.chart("/trends AW 62").await.bars.len(), 62);
    assert_eq!(desk.chart("/trends AW 366").await.bars.len(), 53);
    assert_snapshot!(desk.chart("/trends AW 366").await.subtitle, @"Articles each week, 7 Jan 2025 to 7 Jan 2026");
    let year = desk.ask("/trends AW 366").await;
    assert!(year.contains("Aruba · 4 articles in 366 days"), "{year}");
}

#[tokio::test]
async fn a_region_a_group_and_everything_are_counted_too() {
    let desk = Desk::open().await;
    let title = async |text: &str| {
        let answer = desk.ask(text).await;
        answer.lines().nth(2).unwrap_or_default().to_owned()
    };
    assert_snapshot!(title("/trends Latin America").await, @"Latin America and the Caribbean · 15 articles in 6 days");
    assert_snapshot!(title("/trends ASEAN 7").await, @"ASEAN · 6 articles in 6 days");
    assert_snapshot!(title("/trends all 7").await, @"World · 77 articles in 6 days");
    let all = desk.ask("/trends all 7").await;
    assert!(all.contains("Most often about: Venezuela ("), "{all}");
    // An article about two members counts once.
    let members = desk.chart("/trends andean-community").await;
    let counted: usize = members.bars.iter().map(|bar| bar.value).sum();
    let listed = desk.ask("/region andean-community").await;
    assert!(listed.contains(&format!("{counted} article")), "{counted}: {listed}");
}

#[tokio::test]
async fn names_are_understood_as_elsewhere() {
    let desk = Desk::open().await;
    assert_eq!(desk.buttons("/trends Congo 7").await, ["/trends CD 7", "/trends CG 7"]);
    let ireland = desk.buttons("/trends Ireland").await;
    assert!(ireland.contains(&"/trends GB".to_owned()), "{ireland:?}");
    assert_eq!(desk.chart("/trends Caracas").await.title, "Venezuela");
    let typo = desk.buttons("/trends Venezula").await;
    assert_eq!(typo.first().map(String::as_str), Some("/trends VE"));
    assert_snapshot!(desk.ask("/trends").await.lines().next().unwrap(), @"Trends of what? Write a country's or region's name behind the command, such as /trends Venezuela 30.");
}

#[tokio::test]
async fn no_news_is_said_quietly() {
    let desk = Desk::open().await;
    assert_snapshot!(desk.ask("/trends Aruba").await, @"
    No article about Aruba in the last 30 days, and none before.

    My articles begin on 2 Jan 2026.

    → /trends AW 90 90 days
    ");
    desk.publish(&["2025-11-03"], &["AW"]).await;
    assert_snapshot!(desk.ask("/trends Aruba").await, @"
    No article about Aruba in the last 30 days. The last one is of 3 Nov 2025.

    → /trends AW 90 90 days
    → /country AW Articles
    ");
    for days in ["6", "367", "-3", "99999999999999999999999"] {
        let answer = desk.ask(&format!("/trends Aruba {days}")).await;
        assert!(
            answer.starts_with(&format!("I can show 7 to 366 days, not {days}.")),
            "{answer}"
        );
    }
    assert_eq!(
        desk.buttons("/trends Aruba 6").await,
        ["/trends AW 7", "/trends AW 30", "/trends AW 90"]
    );
}

#[tokio::test]
async fn days_before_the_first_article_are_not_drawn_as_days_without_news() {
    let desk = Desk::open().await;
    desk.publish(&["2026-01-05", "2026-01-06"], &["AW"]).await;
    assert_snapshot!(desk.ask("/trends Aruba").await, @"
    [Articles about Aruba each day, 2 Jan to 7 Jan: from 0 to 1, most on 5 Jan and 6 Jan.]

    Aruba · 2 articles in 6 days

    2 Jan to 7 Jan. At most 1 a day: on 5 Jan and 6 Jan.

    My articles begin on 2 Jan 2026.

    → /trends AW 7 7 days
    → /trends AW 90 90 days
    → /country AW Articles
    ");
    let chart = desk.chart("/trends Aruba 90").await;
    let drawn: Vec<(&str, usize)> = chart.bars.iter().map(|bar| (bar.label.as_str(), bar.value)).collect();
    let expected = [
        ("2 Jan", 0),
        ("3 Jan", 0),
        ("4 Jan", 0),
        ("5 Jan", 1),
        ("6 Jan", 1),
        ("7 Jan", 0),
    ];
    assert_eq!(drawn, expected, "by days, as there are few");
}

#[tokio::test]
async fn words_that_are_no_number_of_days_are_named() {
    let desk = Desk::open().await;
    assert_snapshot!(desk.ask("/trends VE abc").await, @"
    I do not understand abc as a number of days. Write one from 7 to 366 behind the name, such as /trends VE 30.

    → /trends VE 7 7 days
    → /trends VE 30 30 days
    → /trends VE 90 90 days
    ");
    for (typed, words) in [
        ("VE 5 days", "5 days"),
        ("Latin America last week", "last week"),
        ("Venezuela 30days", "30days"),
    ] {
        let answer = desk.ask(&format!("/trends {typed}")).await;
        assert!(
            answer.starts_with(&format!("I do not understand {words} as a number of days.")),
            "{answer}"
        );
    }
    let misspelt = desk.ask("/trends Narnia abc").await;
    assert!(
        misspelt.starts_with("I know no region or country called Narnia abc."),
        "{misspelt}"
    );
    // A number that cannot be is refused before anything else is asked.
    let many = "99999999999999999999";
    let answer = desk.reply(&format!("/trends Congo {many}"), &super::private()).await;
    assert!(answer.actions.is_empty(), "{:?}", answer.actions);
    let answer = desk.ask(&format!("/trends Congo {many}")).await;
    assert!(
        answer.starts_with(&format!("I can show 7 to 366 days, not {many}.")),
        "{answer}"
    );
}

#[test]
fn the_number_behind_a_name_is_the_days() {
    let read = |text: &str| match parse(text) {
        Command::Trends { name, days } => (name, days.map(|Given { value, .. }| value)),
        other => panic!("{other:?}"),
    };
    assert_eq!(
        read("/trends  Latin   America 90"),
        ("Latin America".to_owned(), Some(Some(90)))
    );
    assert_eq!(read("/trends G20"), ("G20".to_owned(), None));
    assert_eq!(read("/trends Group of 20"), ("Group of 20".to_owned(), None));
    assert_eq!(
        read("/trends Group of 20 60"),
        ("Group of 20".to_owned(), Some(Some(60)))
    );
    assert!(!turns_page("/trends VE 90"), "other days are a message of their own");
}

#[tokio::test]
async fn the_days_are_completed() {
    let desk = Desk::open().await;
    let offered = async |typed: &str| {
        let choices = desk.core.complete(ArgKind::Days, typed, desk.now).await;
        choices.into_iter().map(|choice| choice.value).collect::<Vec<_>>()
    };
    assert_eq!(offered("").await, ["7", "30", "90", "365"]);
    assert_eq!(offered("3").await, ["30", "365"]);
    assert!(offered("x").await.is_empty());
}
