//! Names of countries as people type them, in every language.

use std::collections::{BTreeMap, BTreeSet};

use dateline::places::tables::rows;
use dateline::places::{Country, Resolution};

use super::listed::{self, Listed, Tie, groups, plain, shared, without_accents};
use crate::built_in::resolve;

/// The English short names: nothing takes these from their countries but a listed choice.
fn short_names() -> BTreeMap<String, Country> {
    Country::all().map(|country| (plain(country.name()), country)).collect()
}

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
