//! places.toml: an admin's own names change what is found in articles and what commands understand.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::Arc;

use dateline::commands::{Asker, Core};
use dateline::config::Config;
use dateline::destination::{Destination, Platform};
use dateline::places::tables::rows;
use dateline::places::{Country, Custom, Resolution, Untagged, contested_places};
use dateline::render::terminal;
use dateline::store::Store;
use insta::assert_snapshot;

use super::{folder, good, lines, problems};

/// A configuration with this places.toml.
fn with(places: &str) -> Config {
    good(&[("places.toml", places)], &[])
}

/// The codes of the countries that a text mentions, in alphabetical order.
fn found(config: &Config, text: &str) -> String {
    let tags = config.places.tag(&Untagged {
        text,
        ..Untagged::default()
    });
    let codes: Vec<&str> = tags.countries().into_iter().map(Country::code).collect();
    codes.join(" ")
}

/// What a typed name stands for, in short.
fn typed(config: &Config, name: &str) -> String {
    let codes = |countries: &[Country]| {
        let codes: Vec<&str> = countries.iter().map(|country| country.code()).collect();
        codes.join(" ")
    };
    match config.places.resolve(name) {
        Resolution::One { country, .. } => country.code().to_owned(),
        Resolution::Many { countries, sharing } => format!("choose: {} ({sharing:?})", codes(&countries)),
        Resolution::Unknown { nearest } => format!("unknown, near: {}", codes(&nearest)),
    }
}

/// What the bot answers to a command.
async fn answer(places: &str, command: &str) -> String {
    let config = with(places);
    let folder = tempfile::tempdir().unwrap();
    let address = format!("sqlite://{}/dateline.db", folder.path().display());
    let core = Core::new(Arc::new(config), Store::open(&address).await.unwrap());
    let asker = Asker {
        destination: Destination {
            platform: Platform::Terminal,
            chat: "here".to_owned(),
            thread: None,
        },
        may_manage: true,
        language: "en".to_owned(),
    };
    let now = "2026-01-07T12:00:00Z".parse().unwrap();
    terminal::text(&core.answer(command, &asker, now).await)
}

#[test]
fn without_the_file_the_built_in_names_stand() {
    let config = good(&[], &[]);
    assert_eq!(found(&config, "The Oil Fund met. Peru came."), "PE");
    assert_eq!(found(&with("# nothing yet\n"), "Peru hosts Norway."), "NO PE");
}

#[test]
fn a_name_is_added() {
    let config = with(
        r#"
        [[name]]
        names = ["Oil Fund", "Oljefondet", "NBIM", "石油基金"]
        countries = ["NO"]
        [[name]]
        names = ["two ferries bridge"]
        countries = ["RO", "BGR"]
        kind = "province"
        "#,
    );
    assert_eq!(found(&config, "The Oil Fund sold its shares."), "NO");
    assert_eq!(found(&config, "Analysts say Oljefondet bought, and NBIM agrees."), "NO");
    assert_eq!(found(&config, "周一石油基金出售了股份。"), "NO");
    assert_eq!(
        found(&config, "An oil fund is a fund; so is nbim."),
        "",
        "as it is capitalised"
    );
    assert_eq!(
        found(&config, "They met at the Two Ferries Bridge."),
        "BG RO",
        "all of them"
    );
    assert_eq!(typed(&config, "oljefondet"), "unknown, near: NO", "a hint, as any seat");
    assert_eq!(typed(&config, "Norway"), "NO");
}

#[test]
fn a_name_of_the_tables_means_what_the_file_says() {
    let config = with(
        r#"
        [[name]]
        names = ["Georgia"]
        countries = ["US"]
        kind = "province"
        [[name]]
        names = ["Chile", "智利", "Чили"]
        countries = ["AR"]
        kind = "country"
        [[name]]
        names = ["Перу*"]
        countries = ["BO"]
        kind = "country"
        [[name]]
        names = ["Perth"]
        countries = ["GB"]
        kind = "town"
        population = 47_000
        "#,
    );
    assert_eq!(
        found(&config, "Voters in Georgia, Tbilisi says, met Armenians."),
        "AM GE US"
    );
    assert_eq!(
        found(&config, "South Georgia is far from Georgia."),
        "GS US",
        "a longer name is another"
    );
    assert_eq!(found(&config, "智利 и Чили"), "AR");
    assert_eq!(found(&config, "В Перу. Перу!"), "BO");
    assert_eq!(found(&config, "A farmer of Perth left for Scotland."), "GB");
    assert_eq!(
        found(&config, "A farmer of Perth left."),
        "",
        "too small to be known by itself"
    );
    assert_eq!(typed(&config, "georgia"), "unknown, near: US");
    assert_eq!(typed(&config, "the Chile"), "AR");
    assert_eq!(typed(&config, "智利"), "AR");
    assert_eq!(typed(&config, "перу"), "BO");
    assert_eq!(typed(&config, "Chili"), "CL", "other spellings keep their meaning");
    assert_eq!(typed(&config, "CL"), "CL", "a code is a code");
    assert_eq!(typed(&config, "🇨🇱"), "CL");
}

#[test]
fn a_forbidden_word_never_names_a_country() {
    let config = with(
        r#"
        [[forbid]]
        names = ["Jordan", "Джордан", "Грузия", "Грузи*", "Cote d'Ivoire"]
        "#,
    );
    assert_eq!(found(&config, "Jordan and Amman and Peru"), "JO PE");
    assert_eq!(found(&config, "Jordan and Peru. JORDAN! Jordanians stay."), "JO PE");
    assert_eq!(found(&config, "Jordan and Peru. JORDAN!"), "PE");
    assert_eq!(found(&config, "Премьер Грузии прибыл в Перу, где Грузия"), "PE");
    assert_eq!(found(&config, "Côte d’Ivoire, Ivory Coast"), "CI");
    assert_eq!(found(&config, "Côte d’Ivoire"), "");
    assert_eq!(typed(&config, "Jordan"), "unknown, near: ");
    assert_eq!(typed(&config, "Côte d'Ivoire"), "unknown, near: ");
    assert_eq!(typed(&config, "грузию"), "unknown, near: ");
    assert_eq!(typed(&config, "Jordania"), "JO", "its Spanish name is another");
}

#[test]
fn a_contested_place_counts_for_whom_the_admin_says() {
    let default = good(&[], &[]);
    let texts = [
        "A ship left Crimea.",
        "Судно покинуло Крым, в Симферополе тихо.",
        "Crimean towns sent ships.",
        "船只离开克里米亚。",
        "Ein Schiff verließ die Krim, und die Leute auf der Halbinsel Krim sahen es nicht.",
        "زار الرئيس شبه جزيرة القرم",
    ];
    let all = |config: &Config| texts.map(|text| found(config, text)).join(", ");
    assert_eq!(all(&default), "UA, UA, UA, UA, UA, UA");
    assert_eq!(typed(&default, "Crimea"), "UA");

    let policy = |countries: &str| {
        with(&format!(
            "[[contested]]\nplace = \"crimea\"\ncountries = [{countries}]\n"
        ))
    };
    let one = policy("\"RU\"");
    assert_eq!(all(&one), "RU, RU, RU, RU, RU, RU");
    for name in ["Crimea", "the Crimea", "Крым", "крыму", "克里米亚", "القرم", "Crimée"] {
        assert_eq!(typed(&one, name), "RU", "{name}");
    }
    let both = policy("\"UA\", \"RU\"");
    assert_eq!(all(&both), "RU UA, RU UA, RU UA, RU UA, RU UA, RU UA");
    assert_eq!(typed(&both, "Crimea"), "choose: UA RU (Area)");
    assert_eq!(typed(&both, "Крым"), "choose: UA RU (Area)");
    let none = policy("");
    assert_eq!(all(&none), ", , , , , ");
    assert_eq!(typed(&none, "Crimea"), "unknown, near: ");
    assert_eq!(found(&none, "Kyiv and Crimea"), "UA", "the rest stays");
}

#[test]
fn a_contested_place_with_a_code_of_its_own_is_changed_whole() {
    let policy = |countries: &str| {
        with(&format!(
            "[[contested]]\nplace = \"taiwan\"\ncountries = [{countries}]\n"
        ))
    };
    let text = |config: &Config| {
        [
            "Taiwan's parliament met.",
            "Тайвань и тайваньский корабль",
            "台湾",
            "Kaohsiung has a harbour.",
            "The Republic of China (Taiwan) wrote.",
        ]
        .map(|text| found(config, text))
        .join(", ")
    };
    assert_eq!(text(&good(&[], &[])), "TW, TW, TW, TW, TW");
    let one = policy("\"CN\"");
    assert_eq!(text(&one), "CN, CN, CN, CN, CN");
    assert_eq!(typed(&one, "Taiwan"), "CN");
    assert_eq!(typed(&one, "Тайвань"), "CN");
    assert_eq!(typed(&one, "TW"), "TW", "a code is a code");
    let both = policy("\"TW\", \"CN\"");
    assert_eq!(text(&both), "CN TW, CN TW, CN TW, TW, CN TW");
    assert_eq!(typed(&both, "台湾"), "choose: TW CN (Area)");
    let none = policy("");
    assert_eq!(text(&none), ", , , , ");
    assert_eq!(found(&none, "China and Taiwan"), "CN");
    // An admin's own name goes before the policy.
    let own = with(
        "[[contested]]\nplace = \"taiwan\"\ncountries = [\"CN\"]\n\
         [[name]]\nnames = [\"Taiwan\"]\ncountries = [\"TW\"]\nkind = \"country\"\n",
    );
    assert_eq!(found(&own, "Taiwan"), "TW");
    assert_eq!(typed(&own, "Taiwan"), "TW");
}

#[test]
fn every_contested_place_can_be_given_away() {
    let all: String = contested_places()
        .map(|place| format!("[[contested]]\nplace = \"{}\"\ncountries = [\"FJ\"]\n", place.id))
        .collect();
    let config = with(&all);
    let given = |name: &&str| found(&config, &format!("Envoys met in {name} and left.")) != "FJ";
    let kept: Vec<&str> = rows("contested.tsv")
        .flat_map(|row| row[3].split('|'))
        .filter(given)
        .collect();
    assert_eq!(kept, [""; 0]);
    for row in rows("contested-names.tsv") {
        assert!(contested_places().any(|place| place.id == row[0]), "{row:?}");
    }
}

#[tokio::test]
async fn commands_follow_the_file() {
    assert_snapshot!(answer("", "/country Crimea").await, @"
    There are no articles yet. Sources are read at the start and then by their interval.

    → /subscribe UA Follow Ukraine
    ");
    let places = "[[contested]]\nplace = \"crimea\"\ncountries = [\"UA\", \"RU\"]\n";
    assert_snapshot!(answer(places, "/country Crimea").await, @"
    Crimea lies in two countries. Which one?

    → /country UA Ukraine (Kyiv)
    → /country RU Russia (Moscow)
    ");
    let places = "[[contested]]\nplace = \"crimea\"\ncountries = []\n";
    assert_snapshot!(answer(places, "/country Crimea").await, @"
    I know no country called Crimea. /regions shows what there is.

    → /regions Regions
    ");
    let places = "[[name]]\nnames = [\"Little Venice\"]\ncountries = [\"VE\"]\nkind = \"country\"\n";
    assert_snapshot!(answer(places, "/country little venice").await, @"
    There are no articles yet. Sources are read at the start and then by their interval.

    → /digest latin-america Digest
    → /subscribe VE Follow Venezuela
    ");
    assert_snapshot!(answer(places, "/country litle venice").await, @"
    I know no country called litle venice. Did you mean one of these?

    → /country VE Venezuela
    ");
    assert_snapshot!(answer("[[forbid]]\nnames = [\"Venezuela\"]\n", "/country Venezuela").await, @"
    I know no country called Venezuela. /regions shows what there is.

    → /regions Regions
    ");
}

#[test]
fn a_leader_counts_from_the_first_day_to_a_year_after_the_last() {
    let places = r#"
        [[name]]
        names = ["Ana Ejemplo"]
        countries = ["PE"]
        kind = "leader"
        since = "2024-02-29"
        until = "2028-02-29"
    "#;
    let dir = folder(&[("places.toml", places)]);
    let on = |year, month, day| {
        let today = jiff::civil::date(year, month, day);
        let config = dateline::config::load(dir.path(), None, &HashMap::new(), today).unwrap();
        found(&config, "Ana Ejemplo spoke.")
    };
    assert_eq!(on(2024, 2, 28), "");
    assert_eq!(on(2024, 2, 29), "PE");
    assert_eq!(on(2028, 3, 1), "PE");
    assert_eq!(on(2029, 2, 28), "PE");
    assert_eq!(on(2029, 3, 1), "");
}

#[test]
fn every_mistake_is_named_with_its_line() {
    let places = r#"
[[name]]
names = ["Oil Fund", 7, "  ", "X", "…", "* Fund", "Oi*", "a b c d e f g h i j k l m n o p q"]
countries = ["Norway", "NOR", "NO", "Norwey", "Zzzz", "Congo"]
kind = "palace"
populaton = 5
[[name]]
names = []
countries = []
kind = "seat"
population = 120000
since = "yesterday"
[[name]]
kind = "leader"
countries = ["PE"]
since = "2026-07-28"
until = "2025-07-28"
names = ["ÖIL-fund", "Oíl  Fund"]
[[name]]
names = "Oslo"
kind = "town"
countries = ["NO"]
population = 0
until = 2026-07-28
[[forbid]]
names = ["oil fund"]
countries = ["NO"]
[[forbid]]
[[contested]]
place = "crimee"
countries = []
[[contested]]
place = "Zzzz"
countries = ["UA"]
[[contested]]
place = "gaza"
[[contested]]
place = "gaza"
countries = ["Palestine"]
[[contested]]
countries = []
[forbidden]
"#;
    assert_snapshot!(problems(&[("places.toml", places)], &[]), @r#"
    places.toml:3: [[name]], names: "" is too little to be found by; write a name of two letters or more
    places.toml:3: [[name]], names: "* Fund": a * stands for the endings of a word, behind at least three letters of it, such as "Осл*"; write it there, or leave it out
    places.toml:3: [[name]], names: "Oi*": a * stands for the endings of a word, behind at least three letters of it, such as "Осл*"; write it there, or leave it out
    places.toml:3: [[name]], names: "X" is too little to be found by; write a name of two letters or more
    places.toml:3: [[name]], names: "a b c d e f g h i j k l m n o p q" has too many words; write a name of at most 16
    places.toml:3: [[name]], names: "…" is too little to be found by; write a name of two letters or more
    places.toml:3: [[name]], names: this is a whole number; write it in quotes
    places.toml:4: [[name]], countries: "Congo" is no country's ISO code; write "CD" for Democratic Republic of the Congo or "CG" for Republic of the Congo
    places.toml:4: [[name]], countries: "Norway" is no country's ISO code; for Norway write "NO"
    places.toml:4: [[name]], countries: "Norwey" is no country's ISO code; did you mean "NO" for Norway?
    places.toml:4: [[name]], countries: "Zzzz" is no country's ISO code; write a code of ISO 3166-1 such as "VE"
    places.toml:4: [[name]], countries: NO stands in this list twice; keep one
    places.toml:5: [[name]], kind: "palace" is not known here; write one of "country", "people", "seat", "leader", "province", "capital", "town"
    places.toml:6: [[name]] has no key "populaton"; did you mean "population"?
    places.toml:7: [[name]] has no country; write countries = ["NO"]; a name that stands for no country goes into a [[forbid]]
    places.toml:7: [[name]] has no name; write names = ["…"], as articles write them
    places.toml:7: [[name]], population: only a town has this; delete it, or write kind = "town"
    places.toml:7: [[name]], since: only a leader has this; delete it, or write kind = "leader"
    places.toml:12: [[name]], since: "yesterday" is no day; write one such as "2026-07-28"
    places.toml:17: [[name]], until: this is before since, 2026-07-28; exchange them
    places.toml:18: [[name]], names: "Oíl Fund" stands on line 3 already, in this or another spelling; keep one of them
    places.toml:18: [[name]], names: "ÖIL-fund" stands on line 3 already, in this or another spelling; keep one of them
    places.toml:19: [[name]], until: only a leader has this; delete it, or write kind = "leader"
    places.toml:20: [[name]], names: this is text in quotes; write it in square brackets: names = ["Oslo"]
    places.toml:23: [[name]], population: this is 0; write a whole number from 1 to 50000000
    places.toml:24: [[name]], until: this is a date or time without quotes; write it in quotes
    places.toml:26: [[forbid]], names: "oil fund" stands on line 3 already, in this or another spelling; keep one of them
    places.toml:27: [[forbid]] has no key "countries"; write one of: names
    places.toml:28: [[forbid]] has no name; write names = ["…"], as articles write them
    places.toml:30: [[contested]], place: "crimee" is no contested place; did you mean "crimea"?
    places.toml:33: [[contested]], place: "Zzzz" is no contested place; write one of the list in the places.toml that comes with the program, or give the name its countries in a [[name]]
    places.toml:35: [[contested]] has no countries; write the codes of the countries that it counts for: countries = ["UA"], or countries = [] for none
    places.toml:38: [[contested]], place: "gaza" stands on line 36 already; keep one of them
    places.toml:39: [[contested]], countries: "Palestine" is no country's ISO code; for Palestine write "PS"
    places.toml:40: [[contested]] has no place; write place = "crimea", one of the list in the shipped places.toml
    places.toml:42: this file has no section "forbidden"; did you mean "forbid"?
    "#);
}

#[test]
fn a_monstrous_file_is_refused_with_words() {
    let long = format!("[[forbid]]\nnames = [\"{}\"]\n", "Fund".repeat(2_500));
    assert_snapshot!(problems(&[("places.toml", &long)], &[]), @r#"places.toml:2: [[forbid]], names: "FundFundFundFundFund…" has 10000 letters; no article repeats a name that long, write one of at most 100"#);
    let mut many = "[[forbid]]\nnames = [\n".to_owned();
    many.extend((0..100_000).map(|n| format!("\"Name {n}\",\n")));
    many.push_str("]\n");
    assert_snapshot!(problems(&[("places.toml", &many)], &[]), @"places.toml:10003: this file has more than 10000 names, of which this is the first too many; delete some");
    let tables: String = (0..20_000)
        .map(|n| format!("[[name]]\nnames = [\"Name {n}\"]\ncountries = [\"NO\"]\n"))
        .collect();
    assert_snapshot!(problems(&[("places.toml", &tables)], &[]), @"places.toml:30002: this file has more than 10000 names, of which this is the first too many; delete some");
}

#[test]
fn ten_thousand_names_are_found() {
    let mut many = "[[name]]\ncountries = [\"NO\"]\nnames = [\n".to_owned();
    many.extend((0..10_000).map(|n| format!("\"Fund {n}\",\n")));
    many.push_str("]\n");
    let config = with(&many);
    assert_eq!(found(&config, "It was Fund 9999."), "NO");
    assert_eq!(found(&config, "It was Fund 10000; Peru knows."), "PE");
}

#[test]
fn the_shipped_file_changes_nothing_and_lists_every_contested_place() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join("config/places.toml")).unwrap();
    let config = good(&[("places.toml", &text)], &[]);
    assert!(format!("{:?}", config.places).contains(&format!("{:?}", Custom::default())));
    let listed: Vec<&str> = text
        .lines()
        .skip_while(|line| !line.contains("With \"and\""))
        .filter_map(|line| line.strip_prefix("#   "))
        .collect();
    let expected: Vec<String> = contested_places()
        .map(|place| {
            let countries = match place.codes[..] {
                [] => "none".to_owned(),
                _ if place.by_context => place.codes.join(" or "),
                _ => place.codes.join(" and "),
            };
            format!("{:<24} {countries}", place.id)
        })
        .collect();
    assert_eq!(listed, expected);
}

#[test]
fn the_examples_of_the_shipped_file_are_right() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join("config/places.toml")).unwrap();
    let mut examples = String::new();
    let mut inside = false;
    for line in text.lines() {
        let bare = line.trim_start_matches("# ").trim_start_matches('#');
        inside = bare.starts_with("[[") && bare.ends_with("]]") || inside && bare.contains(" = ");
        if inside {
            examples.push_str(bare);
            examples.push('\n');
        }
    }
    let keys: BTreeMap<&str, usize> = ["[[name]]", "[[forbid]]", "[[contested]]"]
        .map(|key| (key, examples.matches(key).count()))
        .into();
    assert_eq!(keys.into_values().collect::<Vec<_>>(), [2, 1, 5]);
    let dir = folder(&[("places.toml", &examples)]);
    let loaded = super::load(dir.path(), None, &HashMap::new());
    let config = loaded.map_err(|problems| lines(problems, dir.path())).unwrap();
    assert_eq!(found(&config, "Oljefondet and Reading met in the Taiwan Strait."), "NO");
}
