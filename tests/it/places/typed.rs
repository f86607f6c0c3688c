//! Names of countries as people type them, in every language.

use std::collections::{BTreeMap, BTreeSet};

use dateline::places::{Country, Resolution};

use super::listed::{self, Listed, Tie, groups, plain, shared, without_accents};
use crate::built_in::resolve;

/// Names that two languages give to two countries: each is the other's by no fault of the tables.
fn contradicting() -> BTreeSet<String> {
    let mut bearers: BTreeMap<String, BTreeSet<Country>> = BTreeMap::new();
    for listed in listed::all().iter().filter(|listed| listed.tie != Tie::Shared) {
        let known = bearers.entry(plain(&listed.name)).or_default();
        known.extend(listed.countries.iter().copied());
    }
    let several = bearers.into_iter().filter(|(_, bearers)| bearers.len() > 1);
    several.map(|(name, _)| name).collect()
}

/// What is wrong with the answer to a listed name, if anything.
fn wrong(listed: &Listed, typed: &str, contradicting: &BTreeSet<String>) -> Option<String> {
    let wanted = &listed.countries;
    let key = plain(typed);
    let right = match resolve(typed) {
        Resolution::One { country, namesakes } => {
            wanted.contains(&country)
                || contradicting.contains(&key)
                // What English gives to one country is that country's first, and the others are offered with it.
                || listed.tie == Tie::Shared && namesakes.iter().any(|other| wanted.contains(&other.country))
        }
        Resolution::Many { countries, .. } => {
            wanted.iter().any(|country| countries.contains(country))
                && (shared().contains(&key) || contradicting.contains(&key) || listed.tie == Tie::Shared)
        }
        Resolution::Unknown { .. } => groups().contains(&key),
    };
    // A code of two or three letters is the code.
    let right = right || Country::from_code(typed).is_some();
    (!right).then(|| format!("{} {:?} {typed}: {:?}", listed.language, wanted, resolve(typed)))
}

#[test]
fn every_listed_name_in_every_language_is_its_country_s_or_a_listed_choice() {
    let contradicting = contradicting();
    assert!(contradicting.len() < 40, "{contradicting:?}");
    let mut misses = Vec::new();
    for listed in listed::all() {
        let name = &listed.name;
        for typed in [
            name.clone(),
            name.to_uppercase(),
            name.to_lowercase(),
            without_accents(name),
        ] {
            misses.extend(wrong(listed, &typed, &contradicting));
        }
    }
    assert!(misses.is_empty(), "{} misses:\n{}", misses.len(), misses.join("\n"));
}

fn near(name: &str) -> String {
    match resolve(name) {
        Resolution::Unknown { nearest } => nearest
            .iter()
            .map(|country| country.code())
            .collect::<Vec<_>>()
            .join(" "),
        Resolution::One { country, .. } => format!("is {}", country.code()),
        Resolution::Many { countries, .. } => format!("one of {}", countries.len()),
    }
}

#[test]
fn what_is_a_part_of_a_country_points_to_it() {
    for (name, country) in [
        ("Mumbai", "IN"),
        ("mumbai", "IN"),
        ("Texas", "US"),
        ("new york", "US"),
        ("Bavaria", "DE"),
        ("Rio de Janeiro", "BR"),
        ("Lagos", "NG"),
        ("Kremlin", "RU"),
        ("Uttar Pradesh", "IN"),
        ("Baviera", "DE"),
        ("Мумбаи", "IN"),
        ("孟买", "IN"),
        ("Somaliland", "SO"),
        ("Crimea", "is UA"),
        ("Gaza", "is PS"),
    ] {
        assert!(near(name).starts_with(country), "{name}: {}", near(name));
    }
    assert!(near("Birmingham").starts_with("GB"), "{}", near("Birmingham"));
    assert!(near("Kurds").contains("TR"), "{}", near("Kurds"));
}

#[test]
fn a_letter_wrong_points_to_the_right_country_in_every_script() {
    for (name, country) in [
        ("Venezula", "VE"),
        ("Alemnia", "DE"),
        ("Венесуеллу", "VE"),
        ("Азербаиджан", "is AZ"),
        ("Germoney", "DE"),
        ("Allemange", "DE"),
        ("Frankreihc", "FR"),
        ("Türkiya", "TR"),
        ("Бразилля", "BR"),
        ("السعوديه", "is SA"),
        ("Filipines", "PH"),
    ] {
        assert!(near(name).starts_with(country), "{name}: {}", near(name));
    }
    assert_eq!(near("Венесуела"), "is VE", "Ukrainian");
    assert_eq!(near("Венесуэла"), "is VE", "Russian");
}

#[test]
fn an_english_name_comes_before_another_language_s() {
    let Resolution::One { country, namesakes } = resolve("Monaco") else {
        panic!("{:?}", resolve("Monaco"));
    };
    assert_eq!(country.code(), "MC");
    assert!(
        namesakes
            .iter()
            .any(|other| other.name == "Munich" && other.country.code() == "DE")
    );
    for country in Country::all() {
        match resolve(country.name()) {
            Resolution::One { country: found, .. } => assert_eq!(found, country),
            Resolution::Many { .. } => assert!(shared().contains(&plain(country.name())), "{country:?}"),
            Resolution::Unknown { .. } => panic!("{country:?}"),
        }
    }
}

#[test]
fn inflected_names_may_be_several_countries_too() {
    assert_eq!(near("корейская"), "one of 2");
    assert_eq!(near("Венесуэлой"), "is VE");
    assert_eq!(near("коста-риканского"), "is CR");
}
