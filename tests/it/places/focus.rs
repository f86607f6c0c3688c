//! Which of the countries it names an article is about.

use dateline::places::{Country, Places, Tags, Untagged};
use proptest::prelude::*;

use crate::articles::country;
use crate::built_in::tag;

/// What a source tells about its articles.
#[derive(Clone, Copy, Default)]
struct Source<'a> {
    home: Option<&'a str>,
    usual: &'a [&'a str],
}

impl Source<'_> {
    fn tag(self, title: &str, text: &str) -> Tags {
        let usual: Vec<Country> = self.usual.iter().map(|code| country(code)).collect();
        Places::default().tag(&Untagged {
            title,
            text,
            language: Some("en"),
            home: self.home.map(country),
            usual: &usual,
        })
    }

    fn focus(self, title: &str, text: &str) -> String {
        codes(&self.tag(title, text))
    }
}

fn codes(tags: &Tags) -> String {
    let codes: Vec<&str> = tags.focus.iter().map(|focus| focus.country.code()).collect();
    codes.join(" ")
}

fn focus(title: &str, text: &str) -> String {
    codes(&tag(title, text))
}

/// A text of usual length, in which nothing more is named.
fn at_length(text: &str) -> String {
    text.to_owned() + &" The talks go on behind the same closed doors as before.".repeat(60)
}

// --- A source that watches one country ---

#[test]
fn what_every_article_of_a_source_is_about_ranks_below_what_is_special_to_this_one() {
    let watcher = Source {
        usual: &["CN"],
        ..Source::default()
    };
    let title = "China and Laos open a second railway";
    let text = at_length(
        "China lent the money. Chinese engineers dug the tunnels, and China will run the trains for Beijing's railways. \
         China says the line pays for itself.",
    );
    assert_eq!(focus(title, &text), "CN LA");
    assert_eq!(watcher.focus(title, &text), "LA CN");
}

#[test]
fn a_country_in_the_lead_is_not_drowned_by_the_one_its_source_always_names() {
    let watcher = Source {
        usual: &["CN"],
        ..Source::default()
    };
    let text = at_length(
        &("A port in Peru takes its first ships. ".to_owned()
            + &"China pays, and others sail there to look. ".repeat(8)),
    );
    assert_eq!(focus("The port is open", &text), "CN");
    assert_eq!(watcher.focus("The port is open", &text), "PE CN");
    let passing = at_length(&("China pays, China builds, China sails. ".repeat(12) + "A sailor from Ghana waves."));
    assert_eq!(watcher.focus("The port is open", &passing), "CN");
}

#[test]
fn a_usual_country_stays_in_focus_where_it_was_or_it_would_not_be_usual_for_long() {
    let text = at_length(&"Peru sold copper and fish. China bought some. ".repeat(4));
    assert_eq!(focus("Copper for sale", &text), "CN PE");
    let watcher = Source {
        usual: &["CN"],
        ..Source::default()
    };
    assert_eq!(watcher.focus("Copper for sale", &text), "PE CN");
}

// --- A publisher at home ---

#[test]
fn a_publishers_own_country_named_in_passing_is_not_what_the_piece_is_about() {
    let london = Source {
        home: Some("GB"),
        ..Source::default()
    };
    let title = "Flood cuts Kisumu off";
    let text = at_length(
        "Rain has cut the roads of western Kenya, a UK aid worker said. Kenya sent boats. Kenya's army brings bread. \
         The UK will send tents.",
    );
    assert_eq!(focus(title, &text), "KE GB");
    assert_eq!(london.focus(title, &text), "KE");
}

#[test]
fn a_publishers_own_country_is_the_subject_where_it_is_one() {
    let london = Source {
        home: Some("GB"),
        ..Source::default()
    };
    let text = at_length("The UK raised the tax on tea. British shops protest. A farmer in Kenya shrugged.");
    assert_eq!(london.focus("UK taxes tea", &text), "GB");
    assert_eq!(
        london.focus("UK and Kenya agree on tea", "Ministers met at noon."),
        "KE GB"
    );
    assert_eq!(london.focus("Tea", "It is drunk all over Britain."), "GB");
}

// --- Datelines ---

#[test]
fn where_a_piece_was_sent_from_is_not_what_it_is_about() {
    let said = "Kenya asks for more boats.";
    for (opening, said) in [
        ("LONDON (Reuters) - ", said),
        ("\n  BEIJING, Jan. 5 (Xinhua) -- ", said),
        ("PARIS — ", said),
        ("BEIRUT, Lebanon — ", said),
        ("WASHINGTON, D.C. (AP) — ", said),
        ("SPRINGFIELD, Ill. (WXYZ) -- ", said),
        ("Berlin (dpa) - ", said),
        ("MOSCOW, January 5. /TASS/. ", said),
        ("TOKYO, Jan. 5, KYODO - ", said),
        ("Havana (CNN) ", said),
        ("Paris (AFP) – ", "Le Kenya demande des bateaux."),
        ("Madrid, 5 ene (EFE).- ", "Kenia pide más barcos."),
        ("(ANSA) - ROMA, 05 GEN - ", "Il Kenya chiede altre barche."),
        ("МОСКВА, 5 января. /ТАСС/. ", "Кения просит лодки."),
        ("МИНСК, 5 янв — РИА Новости. ", "Кения просит лодки."),
        ("新华社北京1月5日电 ", "肯尼亚需要更多船只。"),
    ] {
        let tags = tag("", &format!("\n{opening}{said}"));
        assert_eq!(codes(&tags), "KE", "{opening}");
        assert!(tags.countries().len() > 1, "{opening} is still a mention: {tags:?}");
    }
}

#[test]
fn a_place_that_only_begins_a_sentence_is_no_dateline() {
    for text in [
        "Paris asks Kenya for boats.",
        "The mayor of Paris (he is new) asks Kenya for boats.",
        "Paris and its mayor — he is new — ask Kenya for boats.",
    ] {
        assert_eq!(focus("Boats are late", text), "FR KE", "{text}");
    }
}

#[test]
fn a_dateline_counts_in_full_when_the_piece_goes_on_about_its_country() {
    assert_eq!(
        focus("Boats are late", "LONDON (Reuters) - Britain asks Kenya for boats."),
        "GB KE"
    );
    assert_eq!(
        focus("Boats are late", "LONDON (Reuters) - The river is too high."),
        "GB"
    );
}

// --- Setting and subject ---

#[test]
fn who_acts_in_a_headline_comes_before_where_it_happens() {
    let text = at_length("The teams of both shook hands.");
    assert_eq!(focus("Austria beat hosts in Albania", &text), "AT AL");
    assert_eq!(focus("In Albania, Zambia win again", &text), "ZM AL");
    assert_eq!(focus("En Argelia, Zambia vuelve a ganar", &text), "ZM DZ");
    assert_eq!(focus("Minister resigns in Albania", &text), "AL");
    assert_eq!(focus("Albania's harvest feeds Zambia", &text), "AL ZM");
}

// --- Briefs ---

#[test]
fn a_brief_is_about_more_of_what_it_names_than_a_long_piece() {
    let brief = "Peru shipped tin. Peru's port was busy. The tin went to Japan.";
    let long = format!("{brief} Peru and Peruvians wait. {} Japan.", at_length(""));
    assert_eq!(focus("Tin leaves Peru", brief), "PE JP");
    assert_eq!(focus("Tin leaves Peru", &long), "PE");
}

// --- What holds for every article ---

const CODES: [&str; 8] = ["PE", "CL", "JP", "KE", "GB", "CN", "FR", "NO"];

fn articles() -> impl Strategy<Value = (String, String)> {
    let names = vec![
        "Peru",
        "Chile",
        "Japan",
        "Kenya",
        "the UK",
        "China",
        "in France",
        "Norway's",
        "LONDON (Reuters) -",
        "said.",
        "\n",
        "PARIS —",
        "and nobody else",
    ];
    let words = move |most| prop::collection::vec(prop::sample::select(names.clone()), 0..most);
    (words(6), words(60)).prop_map(|(title, text)| (title.join(" "), text.join(" ")))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn scores_share_out_one_whole_and_their_order_is_stable(
        (title, text) in articles(),
        home in prop::option::of(prop::sample::select(CODES.to_vec())),
        usual in prop::sample::subsequence(CODES.to_vec(), 0..=3),
    ) {
        let source = Source { home, usual: &usual };
        let tags = source.tag(&title, &text);
        let total: f64 = tags.focus.iter().map(|focus| focus.score).sum();
        prop_assert!(total <= 1.0 + 1e-9, "{total}");
        prop_assert!(tags.focus.iter().all(|focus| focus.score > 0.0));
        prop_assert!(tags.focus.is_sorted_by(|a, b| a.score >= b.score));
        prop_assert_eq!(tags.focus.is_empty(), tags.mentions.is_empty());
        prop_assert_eq!(&source.tag(&title, &text), &tags);
        let reversed: Vec<&str> = usual.iter().rev().copied().collect();
        prop_assert_eq!(&Source { home, usual: &reversed }.tag(&title, &text), &tags);
        let ranks_below = tags.focus.is_sorted_by_key(|focus| usual.contains(&focus.country.code()));
        prop_assert!(ranks_below, "usual countries come last: {:?} of {usual:?}", tags.focus);
        // What a source is usually about never decides whether it is usual.
        let alone = Source { home, usual: &[] }.tag(&title, &text);
        for code in &usual {
            prop_assert_eq!(tags.about(country(code)), alone.about(country(code)), "{}", code);
        }
    }
}
