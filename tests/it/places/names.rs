//! The names of countries: the tables that hold them, how people type them, the default regions.

use std::collections::BTreeSet;

use dateline::places::tables::{names, rows};
use dateline::places::{Country, Resolution};

use crate::built_in::resolve;

fn codes(countries: &[Country]) -> String {
    countries
        .iter()
        .map(|country| country.code())
        .collect::<Vec<_>>()
        .join(" ")
}

/// What a typed name stands for, in short.
fn typed(name: &str) -> String {
    match resolve(name) {
        Resolution::One { country, namesakes } if namesakes.is_empty() => country.code().to_owned(),
        Resolution::One { country, namesakes } => {
            let others: Vec<String> = namesakes
                .iter()
                .map(|other| format!("{} in {}", other.name, other.country.code()))
                .collect();
            format!("{} (or {})", country.code(), others.join(", "))
        }
        Resolution::Many { countries, sharing } => format!("choose: {} ({sharing:?})", codes(&countries)),
        Resolution::Unknown { nearest } => format!("unknown, near: {}", codes(&nearest)),
    }
}

fn country(code: &str) -> Country {
    Country::from_code(code).unwrap()
}

// --- The tables ---

#[test]
fn all_249_countries_and_kosovo_are_there_once() {
    let all: Vec<Country> = Country::all().collect();
    assert_eq!(all.len(), 250);
    let codes: BTreeSet<&str> = all.iter().map(|country| country.code()).collect();
    let names: BTreeSet<&str> = all.iter().map(|country| country.name()).collect();
    assert_eq!((codes.len(), names.len()), (250, 250));
    let listed: BTreeSet<&str> = rows("names.tsv").map(|row| row[0]).collect();
    assert_eq!(codes, listed, "names.tsv has one row for each country");
    assert_eq!(country("ve").capital(), Some("Caracas"));
    assert_eq!(country("CG").capital(), Some("Brazzaville"));
    assert_eq!(country("AQ").capital(), None);
}

// --- Typed names ---

#[test]
fn a_country_is_called_by_its_name_its_code_and_its_name_with_the() {
    for country in Country::all() {
        let the = format!("the {}", country.name());
        for typed in [country.name(), country.code(), &the] {
            let right = match resolve(typed) {
                Resolution::One { country: found, .. } => found == country,
                Resolution::Many { countries, .. } => countries.contains(&country) && typed != country.code(),
                Resolution::Unknown { .. } => false,
            };
            assert!(right, "{typed}: {:?}", resolve(typed));
        }
    }
}

#[test]
fn a_capital_names_its_country_or_gives_a_choice() {
    for country in Country::all() {
        let Some(capital) = country.capital() else { continue };
        match resolve(capital) {
            Resolution::One { country: found, .. } => assert_eq!(found, country, "{capital}"),
            Resolution::Many { countries: found, .. } => assert!(found.contains(&country), "{capital}: {found:?}"),
            Resolution::Unknown { nearest } => panic!("{capital} of {country:?}: {nearest:?}"),
        }
    }
}

#[test]
fn a_name_may_be_typed_in_many_ways() {
    insta::assert_snapshot!(typed("  vEnEzUeLa "), @"VE");
    insta::assert_snapshot!(typed("ven"), @"VE");
    insta::assert_snapshot!(typed("Bolivarian Republic of Venezuela"), @"VE");
    insta::assert_snapshot!(typed("venezuelan"), @"VE");
    insta::assert_snapshot!(typed("caracas"), @"VE");
    insta::assert_snapshot!(typed("🇻🇪"), @"VE");
    insta::assert_snapshot!(typed("cote divoire"), @"CI");
    insta::assert_snapshot!(typed("Côte d’Ivoire"), @"CI");
    insta::assert_snapshot!(typed("sao tome & principe"), @"ST");
    insta::assert_snapshot!(typed("Gambia"), @"GM");
    insta::assert_snapshot!(typed("the bahamas"), @"BS");
    insta::assert_snapshot!(typed("u.s."), @"US");
    insta::assert_snapshot!(typed("uk"), @"GB");
    insta::assert_snapshot!(typed("burma"), @"MM");
    insta::assert_snapshot!(typed("Alemania"), @"DE");
    insta::assert_snapshot!(typed("Россия"), @"RU");
    insta::assert_snapshot!(typed("中国"), @"CN");
}

#[test]
fn a_short_name_answers_for_its_country_and_offers_namesakes() {
    insta::assert_snapshot!(typed("Ireland"), @"IE (or Northern Ireland in GB)");
    insta::assert_snapshot!(typed("Guinea"), @"GN (or Equatorial Guinea in GQ, Guinea-Bissau in GW, Papua New Guinea in PG)");
    insta::assert_snapshot!(typed("Georgia"), @"GE (or Georgia in US, South Georgia and the South Sandwich Islands in GS)");
    insta::assert_snapshot!(typed("Dominica"), @"DM (or Dominican Republic in DO)");
    insta::assert_snapshot!(typed("Samoa"), @"WS (or American Samoa in AS)");
    insta::assert_snapshot!(typed("Niger"), @"NE (or Nigeria in NG)");
    insta::assert_snapshot!(typed("Sudan"), @"SD (or South Sudan in SS)");
    insta::assert_snapshot!(typed("Irish"), @"IE (or Northern Ireland in GB)");
}

#[test]
fn only_true_namesakes_are_offered() {
    for name in [
        "French",
        "British",
        "Dutch",
        "Spanish",
        "Portuguese",
        "Danish",
        "Belgian",
        "Greek",
        "Turkish",
        "Indian",
        "Italian",
        "Cuban",
        "Pakistan",
        "Russia",
        "United States",
        "America",
        "Honduras",
        "Jordan",
        "Montenegro",
        "Wales",
    ] {
        assert!(
            matches!(resolve(name), Resolution::One { namesakes, .. } if namesakes.is_empty()),
            "{name}"
        );
    }
    for row in rows("namesakes.tsv") {
        for name in names(row[0]) {
            match resolve(name) {
                Resolution::One { country, namesakes } => {
                    assert!(namesakes.iter().all(|other| other.country != country), "{name}");
                    assert!(namesakes.iter().any(|other| other.name == row[2]), "{name}");
                }
                other => panic!("{name} has namesakes but is no country's: {other:?}"),
            }
        }
    }
}

#[test]
fn an_area_in_several_countries_is_not_called_a_country() {
    insta::assert_snapshot!(typed("Kurdistan"), @"choose: TR IQ SY IR (Area)");
    insta::assert_snapshot!(typed("kashmir"), @"choose: IN PK (Area)");
    insta::assert_snapshot!(typed("Ulster"), @"choose: IE GB (Area)");
    insta::assert_snapshot!(typed("Tories"), @"choose: GB CA (Word)");
}

#[test]
fn a_name_of_no_single_country_gives_a_choice() {
    insta::assert_snapshot!(typed("Congo"), @"choose: CD CG (Name)");
    insta::assert_snapshot!(typed("korea"), @"choose: KR KP (Name)");
    insta::assert_snapshot!(typed("the Virgin Islands"), @"choose: VI VG (Name)");
    insta::assert_snapshot!(typed("Dominican"), @"choose: DO DM (Word)");
    insta::assert_snapshot!(typed("Saint Martin"), @"choose: MF SX (Name)");
    insta::assert_snapshot!(typed("Kingston"), @"choose: JM NF (Word)");
}

#[test]
fn a_wrong_name_gets_only_names_that_are_near() {
    insta::assert_snapshot!(typed("Venezula"), @"unknown, near: VE");
    // Also a town of South Carolina.
    insta::assert_snapshot!(typed("Columbia"), @"unknown, near: CO US");
    insta::assert_snapshot!(typed("Morroco"), @"unknown, near: MA");
    insta::assert_snapshot!(typed("new zeland"), @"unknown, near: NZ");
    insta::assert_snapshot!(typed("Somaliland"), @"unknown, near: SO");
    insta::assert_snapshot!(typed("Texas"), @"unknown, near: US");
    insta::assert_snapshot!(typed("Arabia"), @"unknown, near: SA");
    insta::assert_snapshot!(typed("Narnia"), @"unknown, near:");
    insta::assert_snapshot!(typed("the"), @"unknown, near:");
    insta::assert_snapshot!(typed("  "), @"unknown, near:");
    insta::assert_snapshot!(typed("qwrtzpsdf"), @"unknown, near:");
}

// --- Regions ---

#[derive(serde::Deserialize)]
struct RegionsFile {
    region: Vec<RawRegion>,
}

#[derive(serde::Deserialize)]
struct RawRegion {
    id: String,
    title: String,
    countries: Vec<String>,
}

#[test]
fn the_default_regions_cover_every_country() {
    let file: RegionsFile = toml::from_str(include_str!("../../../config/regions.toml")).unwrap();
    let ids: Vec<&str> = file.region.iter().map(|region| region.id.as_str()).collect();
    assert_eq!(
        ids,
        [
            "africa",
            "north-africa",
            "sub-saharan-africa",
            "latin-america",
            "north-america",
            "europe",
            "middle-east",
            "central-asia",
            "south-asia",
            "southeast-asia",
            "east-asia",
            "oceania"
        ]
    );
    let mut covered = BTreeSet::new();
    for region in &file.region {
        assert!(!region.title.is_empty());
        let unique: BTreeSet<&String> = region.countries.iter().collect();
        assert_eq!(
            unique.len(),
            region.countries.len(),
            "{} names a country twice",
            region.id
        );
        for item in &region.countries {
            match Country::from_code(item).filter(|country| country.code() == item) {
                Some(country) => {
                    covered.insert(country);
                }
                None => assert!(ids.contains(&item.as_str()), "{}: {item}", region.id),
            }
        }
    }
    let missing: Vec<Country> = Country::all().filter(|country| !covered.contains(country)).collect();
    assert!(missing.is_empty(), "in no region: {missing:?}");
}
