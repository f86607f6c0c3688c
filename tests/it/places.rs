//! Which countries a text names, and which it is about.

mod explain;
mod focus;
mod groups;
mod listed;
mod names;
mod program;
mod tables;
mod tagged;
mod typed;
mod written;

use std::collections::BTreeSet;
use std::path::Path;

use dateline::places::{Country, MOST_CHARACTERS, Mention, Part};

use crate::built_in::tag;

/// The codes of the countries mentioned, in alphabetical order.
fn countries(title: &str, text: &str) -> String {
    let codes: Vec<&str> = tag(title, text).countries().into_iter().map(Country::code).collect();
    codes.join(" ")
}

fn focus(title: &str, text: &str) -> String {
    let codes: Vec<&str> = tag(title, text)
        .focus
        .iter()
        .map(|focus| focus.country.code())
        .collect();
    codes.join(" ")
}

fn country(code: &str) -> Country {
    Country::from_code(code).unwrap()
}

#[test]
fn a_mention_says_where_its_words_stand() {
    let title = "Peru’s “Túpac” sails";
    let text = "A U.S. tug met it off Côte\u{a0}d’Ivoire.";
    let tags = tag(title, text);
    for mention in &tags.mentions {
        let body = if mention.part == Part::Title { title } else { text };
        assert_eq!(&body[mention.start..mention.end], mention.words);
    }
    let words: Vec<&str> = tags.mentions.iter().map(|mention| mention.words.as_str()).collect();
    assert_eq!(words, ["Peru", "U.S.", "Côte\u{a0}d’Ivoire"]);
}

#[test]
fn names_are_whole_words_and_the_longest_wins() {
    assert_eq!(
        countries("", "Romania and Oman, but no Chadwick or Malice or Perugian."),
        "OM RO"
    );
    assert_eq!(
        countries("", "Papua New Guinea met Guinea-Bissau and Equatorial Guinea."),
        "GQ GW PG"
    );
    assert_eq!(countries("", "Nigerien and Nigerian patrols"), "NE NG");
    assert_eq!(countries("", "South Africa left the African Union's hall."), "ZA");
    assert_eq!(countries("", "Latin American envoys met in the Americas."), "");
    assert_eq!(countries("", "The Dominican Republic is not Dominica."), "DM DO");
    assert_eq!(
        countries(
            "",
            "Boats crossed the Indian Ocean, the Gulf of Mexico and the Indo-Pacific."
        ),
        ""
    );
    assert_eq!(countries("", "New Mexico's governor spoke in New Jersey."), "US");
}

#[test]
fn hyphens_possessives_and_line_breaks_do_not_hide_a_name() {
    assert_eq!(countries("", "The China-Pakistan corridor"), "CN PK");
    assert_eq!(
        countries("", "A Sino\u{2011}Russian and Franco-German plan"),
        "CN DE FR RU"
    );
    assert_eq!(countries("", "Franco ruled; Anglo cables"), "");
    assert_eq!(countries("", "Kenya's and Kenya’s and the Kenyans’ harbour"), "KE");
    assert_eq!(
        countries("", "ministers of Saudi\nArabia and New\u{a0}Zealand"),
        "NZ SA"
    );
    assert_eq!(countries("", "South\n\nAfrica"), "");
}

#[test]
fn case_tells_a_country_from_a_word() {
    assert_eq!(countries("", "He told us to polish the china and roast a turkey."), "");
    assert_eq!(countries("", "US and Turkish envoys met in Turkey."), "TR US");
    assert_eq!(countries("Turkey in the oven", "Baste the turkey every hour."), "");
    assert_eq!(countries("THEY GAVE US NOTHING", "THE VILLAGE TOLD US SO."), "");
    assert_eq!(
        countries("US ENVOY LANDS IN CHAD", "TALKS BEGIN IN N'DJAMENA."),
        "TD US"
    );
}

#[test]
fn people_papers_and_streets_are_no_places() {
    assert_eq!(countries("Michael Jordan buys a boat", "Jordan paid in cash."), "");
    assert_eq!(countries("Chad Johnson retires", "Chad was tired."), "");
    assert_eq!(
        countries("", "Samuel L. Jackson met Paris Hilton on Berlin Street."),
        ""
    );
    assert_eq!(
        countries(
            "",
            "The Washington Post and the Times of India reported it to Bank of America."
        ),
        ""
    );
    assert_eq!(
        countries("", "She speaks French and Spanish, and sings in Turkish."),
        ""
    );
    assert_eq!(countries("", "Egypt, Jordan and Iraq signed."), "EG IQ JO");
    assert_eq!(countries("Family Reunion", "Male guests sang."), "");
    assert_eq!(countries("", "Flights link Réunion with Malé."), "MV RE");
}

#[test]
fn the_words_behind_a_town_place_it() {
    assert_eq!(countries("", "A fire in Lebanon, Pennsylvania, spread."), "US");
    assert_eq!(countries("", "Paris, Texas, has a tower; Macon, Ga., has none."), "US");
    assert_eq!(countries("", "GLASGOW, Ky. The mayor of Glasgow resigned."), "US");
    assert_eq!(
        countries("", "Planes link Quito with Mexico City, New York and Lima."),
        "EC MX PE US"
    );
}

#[test]
fn georgia_is_where_the_rest_of_the_article_is() {
    assert_eq!(countries("Georgia votes", "Counting began in Tbilisi."), "GE");
    assert_eq!(countries("Georgia votes", "Counting began in Atlanta."), "US");
    assert_eq!(
        countries("Armenia opens a road to Georgia", "American senators praised it."),
        "AM GE US"
    );
    assert_eq!(countries("", "The march from Tbilisi, Georgia, ended."), "GE");
    assert_eq!(
        countries("", "Students of the University of Georgia met in Athens."),
        "US"
    );
}

#[test]
fn a_shared_name_is_read_by_its_neighbours() {
    assert_eq!(countries("Congo floods", "Brazzaville is under water."), "CG");
    assert_eq!(countries("Congo floods", "Kinshasa is under water."), "CD");
    assert_eq!(countries("Korean film wins", "It was shot in Pyongyang."), "KP");
    assert_eq!(countries("Both Koreas agree", ""), "KP KR");
    assert_eq!(countries("Virgin Islands regatta", "Sails were torn."), "");
}

#[test]
fn seats_of_government_stand_for_their_states() {
    assert_eq!(
        countries(
            "Kremlin answers the White House",
            "Downing Street, the Élysée and Zhongnanhai watched."
        ),
        "CN FR GB RU US"
    );
}

#[test]
fn other_languages_name_countries_too() {
    assert_eq!(
        countries("Alemania y Francia", "Londres y Pekín esperan."),
        "CN DE FR GB"
    );
    assert_eq!(countries("", "Президент Венесуэлы прилетел в Минск."), "BY VE");
    assert_eq!(
        countries("", "中美两国的外长在东京会谈，发展中国家也在场。"),
        "CN JP US"
    );
    assert_eq!(countries("", "السعودية وإيران"), "IR SA");
}

#[test]
fn nothing_is_answered_where_nothing_is_named() {
    assert_eq!(tag("", "").mentions, Vec::<Mention>::new());
    assert_eq!(countries("Comet seen", "The telescope will look again in May."), "");
    assert_eq!(focus("Comet seen", "The telescope will look again in May."), "");
}

// --- Focus ---

#[test]
fn an_article_is_about_the_countries_of_its_title_and_lead() {
    let text = "Lima closed its port after the storm hit Peru. Peruvian boats stayed in. ".repeat(4)
        + "Ships from Chile, Japan and Norway wait. A sailor from Ghana waved.";
    assert_eq!(focus("Peru closes Callao", &text), "PE");
    assert_eq!(countries("Peru closes Callao", &text), "CL GH JP NO PE");
    let tags = tag("Peru closes Callao", &text);
    assert!(tags.about(country("PE")) && !tags.about(country("GH")));
}

#[test]
fn a_country_in_the_headline_is_in_focus_however_seldom_the_text_names_it() {
    let text = "Lima weighed the offer. Peru and Peruvians waited, Peru said. ".repeat(10);
    assert_eq!(focus("Peru weighs an offer of Chile to Ghana", &text), "PE CL GH");
    assert_eq!(focus("Peru, Chile, Ghana, Japan and Norway weigh offers", &text), "PE");
    let unbroken = format!("Peru weighs an offer of Chile. {text}");
    assert_eq!(focus(&unbroken, ""), "PE", "a line as long as a text is no headline");
}

#[test]
fn a_list_of_the_whole_world_is_about_few() {
    let all: Vec<&str> = Country::all().map(Country::name).collect();
    let tags = tag("", &all.join(". "));
    assert!(tags.countries().len() > 240);
    assert!(tags.focus.len() <= 8);
}

// --- Long texts ---

#[test]
fn no_text_is_too_long_or_too_monotonous_to_be_tagged() {
    let text = "Georgia said Turkey and turkey, Paris, Texas, Macon, Ga. Jordan Michael Jordan US China. ".repeat(4000);
    assert!(tag("", &text).mentions.len() > 10_000);
    for names in [
        "Brazil and Peru. ",
        "Macon, Ga., ",
        "Georgia Georgia ",
        "two Koreas ",
        "中国美国",
        "Р",
        "United States of ",
    ] {
        tag(&names.repeat(300_000), &names.repeat(300_000));
    }
}

#[test]
fn what_stands_far_behind_in_a_monstrous_text_is_not_tagged() {
    let filler = "é ".repeat(MOST_CHARACTERS / 2 - 3);
    assert_eq!(countries("", &format!("{filler}Peru. Chile")), "PE");
    assert_eq!(
        countries("", &format!("{filler}Nigeria")),
        "",
        "a name is not cut in two: Niger"
    );
    let word = "é".repeat(MOST_CHARACTERS + 10);
    assert_eq!(countries(&word, &word), "");
}

// --- Measured ---

/// Lenient F1 over (document, country) pairs of one labelled set.
fn measure(path: &Path, about: bool) -> f64 {
    let text = std::fs::read_to_string(path).unwrap();
    let (mut right, mut wrong, mut missed) = (0, 0, 0);
    for line in text.lines() {
        let document: serde_json::Value = serde_json::from_str(line).unwrap();
        let set = |key: &str| -> BTreeSet<String> {
            let items = document[key].as_array().into_iter().flatten();
            items.filter_map(|item| item.as_str()).map(str::to_owned).collect()
        };
        let input = document["input"].as_str().unwrap();
        let (title, body) = input.split_once('\n').unwrap_or((input, ""));
        let tags = tag(title, body);
        let (gold, forgiven, found): (_, _, BTreeSet<String>) = if about {
            let found = tags.focus.iter().map(|focus| focus.country.code().to_owned()).collect();
            (set("primary"), set("primary_optional"), found)
        } else {
            let found = tags
                .countries()
                .iter()
                .map(|country| country.code().to_owned())
                .collect();
            (set("countries"), set("ignore"), found)
        };
        right += found.intersection(&gold).count();
        wrong += found
            .iter()
            .filter(|code| !gold.contains(*code) && !forgiven.contains(*code))
            .count();
        missed += gold.difference(&found).count();
    }
    f64::from(2 * right as u32) / f64::from((2 * right + wrong + missed) as u32)
}

#[test]
fn the_labelled_documents_are_read_well_enough() {
    let folder = Path::new("../shared/evals/countries");
    if !folder.exists() {
        eprintln!("skipped: {} is absent", folder.display());
        return;
    }
    let mean = |sets: &[(&str, f64)], about| {
        let scores = sets.iter().map(|(set, least)| {
            let score = measure(&folder.join(format!("{set}_dev.jsonl")), about);
            assert!(score >= *least, "{set}: {score:.3}");
            score
        });
        scores.sum::<f64>() / sets.len() as f64
    };
    let mentions = [
        ("lgl", 0.78),
        ("trnews", 0.90),
        ("gwn", 0.91),
        ("geovirus", 0.95),
        ("tud", 0.95),
        ("seed", 0.96),
        ("adversarial", 0.95),
    ];
    let about = [
        ("reuters", 0.82),
        ("cliff", 0.84),
        ("seed", 0.86),
        ("tud", 0.8),
        ("trnews", 0.86),
        ("gwn", 0.86),
    ];
    let (mentions, about) = (mean(&mentions, false), mean(&about, true));
    assert!(mentions >= 0.925, "mentions: {mentions:.3}");
    assert!(about >= 0.88, "about: {about:.3}");
}
