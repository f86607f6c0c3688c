//! The names of countries: the tables that hold them, how people type them, the default regions.

use std::collections::BTreeSet;

use dateline::places::tables::{TABLES, names, rows};
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
fn every_row_of_every_table_is_well_formed() {
    for (file, text, cells) in TABLES {
        let mut seen = 0;
        for (number, line) in text.lines().enumerate() {
            let at = format!("{file}:{}: {line}", number + 1);
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            seen += 1;
            let row: Vec<&str> = line.split('\t').collect();
            assert_eq!(row.len(), *cells, "{at}");
            assert!(row.iter().all(|cell| !cell.is_empty() && cell.trim() == *cell), "{at}");
            assert!(
                !line.contains("||") && !line.ends_with('|') && !line.contains("\t|"),
                "{at}"
            );
        }
        assert!(seen > 0, "{file} is empty");
    }
}

#[test]
fn every_code_in_the_tables_is_a_country() {
    let known = |code: &str, at: &str| assert!(Country::from_code(code).is_some(), "{at}: {code}");
    for file in [
        "names.tsv",
        "states.tsv",
        "generated/counties.tsv",
        "generated/divisions.tsv",
        "seats.tsv",
    ] {
        for row in rows(file) {
            known(row[0].trim_start_matches('+'), file);
        }
    }
    for file in ["generated/territories.tsv", "generated/exemplars.tsv", "namesakes.tsv"] {
        for row in rows(file) {
            known(row[1], file);
        }
    }
    for row in rows("ambiguous.tsv") {
        assert!(matches!(row[0], "first" | "all" | "none"), "{row:?}");
        assert!(matches!(row[1], "name" | "area" | "word"), "{row:?}");
        assert!(row[2].split(' ').count() > 1, "{row:?}");
        row[2].split(' ').for_each(|code| known(code, "ambiguous.tsv"));
    }
    for file in ["towns.tsv", "generated/cities.tsv", "generated/scripts.tsv"] {
        for row in rows(file) {
            for place in row[1].split(' ') {
                known(&place[..2], row[0]);
                assert!(place[2..].parse::<u32>().is_ok_and(|people| people > 0), "{row:?}");
            }
        }
    }
}

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
fn every_listed_name_of_every_country_is_its_own_or_a_listed_choice() {
    let shared: BTreeSet<String> = rows("ambiguous.tsv")
        .flat_map(|row| names(row[3]).map(str::to_lowercase).collect::<Vec<_>>())
        .collect();
    let listed = |name: &str| shared.contains(name.to_lowercase().trim_start_matches("the "));
    let check = |name: &str, country: Country| match resolve(name) {
        Resolution::One { country: found, .. } => assert_eq!(found, country, "{name}"),
        Resolution::Many { countries: found, .. } => {
            assert!(found.contains(&country), "{name} of {country:?} gives {found:?}");
            assert!(
                listed(name),
                "{name} of {country:?} is shared but not listed: {found:?}"
            );
        }
        Resolution::Unknown { .. } => panic!("{name} of {country:?} is unknown"),
    };
    for country in Country::all() {
        for name in [country.name(), country.code()] {
            check(name, country);
            check(&name.to_uppercase(), country);
            check(&name.to_lowercase(), country);
        }
        check(&format!("the {}", country.name()), country);
    }
    for row in rows("names.tsv") {
        let country = country(row[0]);
        row[1..]
            .iter()
            .flat_map(|cell| names(cell))
            .for_each(|name| check(name, country));
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
    insta::assert_snapshot!(typed("Columbia"), @"unknown, near: CO");
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
