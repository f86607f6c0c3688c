//! Readers' own filters.

use dateline::digest::{Digest, Filter, Form, to_reply};
use proptest::prelude::*;

use super::newsroom::{Desk, article, country, dump};

/// Six stories of one day; the digest has room for two.
fn desk() -> Desk {
    let hour = |n: usize| format!("2026-01-06T{n:02}:00:00Z");
    let news = [
        (
            "VE",
            "Caracas reopens its cable car",
            "The cable car above Caracas carries passengers again after nine years, its operator said.",
        ),
        (
            "BR",
            "Brazil plants mangroves",
            "Brazil planted mangroves along forty kilometres of coast, the park service said.",
        ),
        (
            "PE VE",
            "Lima and Caracas resume flights",
            "Daily flights between the two capitals begin in March, the airlines said.",
        ),
        (
            "CL",
            "El fútbol chileno cambia de calendario",
            "La liga chilena de fútbol empezará en febrero, dijo su presidente el lunes.",
        ),
        (
            "CO",
            "Colombia's coffee harvest is late",
            "Rain has delayed the coffee harvest by three weeks, growers in Huila said.",
        ),
        (
            "EC",
            "Ecuador's volcano falls quiet",
            "The volcano has thrown out no ash for a week, the institute in Quito said.",
        ),
    ];
    let articles = (1..)
        .zip(news)
        .map(|(n, (about, title, text))| article("Andes Daily", about, &hour(n), title, text));
    let mut desk = Desk::with(articles.collect());
    desk.max_stories = 2;
    desk
}

fn filtered(desk: &Desk, filter: &Filter) -> Digest {
    let (digest, pool) = desk.digest_and_pool(100);
    filter.apply(&digest, &pool, desk.max_stories)
}

fn told(digest: &Digest) -> (Vec<&str>, Vec<&str>, usize) {
    let stories = digest.stories.iter().map(|story| story.headline.as_str()).collect();
    let more = digest.more.iter().map(|link| link.title.as_str()).collect();
    (stories, more, digest.left_out)
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

#[test]
fn without_a_filter_nothing_changes_and_a_pool_changes_nothing() {
    let desk = desk();
    let (digest, pool) = desk.digest_and_pool(100);
    assert_eq!(digest, desk.digest());
    assert_eq!(pool.stories.len(), 4);
    assert_eq!(Filter::default().apply(&digest, &pool, 2), digest);
}

#[test]
fn countries_and_words_choose_from_the_whole_day() {
    let desk = desk();
    let only = Filter {
        only_countries: vec![country("VE")],
        only_words: words(&["COFFEE harvest"]),
        ..Filter::default()
    };
    let digest = filtered(&desk, &only);
    let (stories, more, left_out) = told(&digest);
    assert_eq!((stories.len(), more.len(), left_out), (2, 1, 3), "{digest:?}");
    let counts: Vec<String> = digest
        .counts
        .iter()
        .map(|(country, n)| format!("{} {n}", country.code()))
        .collect();
    assert!(
        counts.contains(&"VE 2".to_owned()) && !counts.iter().any(|count| count.starts_with("BR")),
        "{counts:?}"
    );

    let without = Filter {
        without_countries: vec![country("PE"), country("EC")],
        without_words: words(&["futbol", "harvest late"]),
        ..Filter::default()
    };
    let digest = filtered(&desk, &without);
    let (stories, more, left_out) = told(&digest);
    let mut all = [stories, more].concat();
    all.sort_unstable();
    assert_eq!(
        (all, left_out),
        (
            vec![
                "Brazil plants mangroves",
                "Caracas reopens its cable car",
                "Colombia's coffee harvest is late"
            ],
            3
        ),
        "accents and capitals do not matter; the words of a phrase stand side by side"
    );
}

#[test]
fn a_word_is_compared_whole() {
    let desk = desk();
    let part = Filter {
        only_words: words(&["mangrove", "Car"]),
        ..Filter::default()
    };
    let digest = filtered(&desk, &part);
    let (stories, _, _) = told(&digest);
    assert_eq!(
        stories,
        ["Caracas reopens its cable car"],
        "\"Car\" is a word of \"cable car\", and none of \"Caracas\""
    );
}

#[test]
fn a_digest_says_what_its_filter_left_out() {
    let desk = desk();
    let quiet = Filter {
        only_words: words(&["volcano"]),
        ..Filter::default()
    };
    insta::assert_snapshot!(dump(&to_reply(&filtered(&desk, &quiet), Form::Headlines)), @r"
    # Latin America · Tuesday 6 January 2026
    1 story · Ecuador 1
    Your filter left out 5 stories.
    - Ecuador's volcano falls quiet <https://news.example/andes-daily-ecuador-s-volcano-falls-quiet> (Andes Daily)
    _ 2 sources read.
    [Ecuador] /country EC
    [Subscribe] /subscribe latin-america
    ");
    let nothing = Filter {
        only_words: words(&["zeppelin"]),
        ..Filter::default()
    };
    insta::assert_snapshot!(dump(&to_reply(&filtered(&desk, &nothing), Form::Full)), @r"
    # Latin America · Tuesday 6 January 2026
    Your filter left out all 6 stories.
    _ 2 sources read.
    [Subscribe] /subscribe latin-america
    ");
}

/// RSStT#159 refused filters because a reader's regular expression can take for ever. Ours are no expressions: what such
/// an expression is made of are signs between words, and a text made to be hard takes as long as any of its length.
#[test]
fn no_filter_takes_longer_than_its_length() {
    let mut desk = desk();
    let hard = "a".repeat(2_000);
    let sentence = format!("{} said the harbour office on Monday.", "a a ".repeat(40));
    desk.articles
        .push(article("Coast Radio", "CO", "2026-01-06T10:00:00Z", &hard, &sentence));
    let bombs = [
        "(a+)+$",
        "(a|aa)+b",
        "^(([a-z])+.)+[A-Z]([a-z])+$",
        "a a a a a a a a a a a a a a a a b",
    ];
    let filter = Filter {
        without_words: words(&bombs),
        ..Filter::default()
    };
    assert_eq!(filter.problem(), None);
    let digest = filtered(&desk, &filter);
    assert!(
        digest.stories.len() + digest.more.len() + digest.left_out == 7,
        "{digest:?}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]
    /// Whatever the filter, every story is either told or counted as left out, and none twice.
    #[test]
    fn nothing_is_lost(
        only in prop::collection::vec("\\PC{1,20}|volcano|caracas|harvest", 0..4),
        without in prop::collection::vec("\\PC{1,20}|coffee|mangroves", 0..4),
        codes in prop::collection::vec(prop::sample::select(vec!["VE", "PE", "BR", "CL"]), 0..3),
        flip in any::<bool>(),
    ) {
        let countries: Vec<_> = codes.into_iter().map(country).collect();
        let mut filter = Filter { only_words: only, without_words: without, ..Filter::default() };
        if flip { filter.only_countries = countries } else { filter.without_countries = countries }
        let digest = filtered(&desk(), &filter);
        let (stories, more, left_out) = told(&digest);
        prop_assert!(stories.len() <= 2);
        prop_assert_eq!(stories.len() + more.len() + left_out, 6);
        let all: std::collections::HashSet<&str> = stories.iter().chain(&more).copied().collect();
        prop_assert_eq!(all.len(), stories.len() + more.len());
    }
}
