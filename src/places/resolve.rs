//! Names of countries as people type them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::Country;
use super::tables::{names, rows};
use super::words::Words;

/// How many near names are offered at most.
const NEAREST: usize = 5;

/// What a typed name stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// One country; `namesakes` are other places a person may have meant (Northern Ireland for Ireland).
    One {
        /// The country.
        country: Country,
        /// Others that bear the name, to be offered.
        namesakes: Vec<Namesake>,
    },
    /// A name of no single country: a choice.
    Many {
        /// The countries, the likeliest first.
        countries: Vec<Country>,
        /// What ties the name to them.
        sharing: Sharing,
    },
    /// No country's name; `nearest` are those most like it, best first, at most five, perhaps none.
    Unknown {
        /// The nearest countries.
        nearest: Vec<Country>,
    },
}

/// What ties several countries to one name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sharing {
    /// Each is called so: Congo, Korea, Virgin Islands.
    Name,
    /// It is an area with a part in each: Kurdistan, Kashmir.
    Area,
    /// Any other word that may point to each: Tories, the two Sudans.
    Word,
}

/// A place that bears a country's name, too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Namesake {
    /// What it is called in full: Northern Ireland.
    pub name: &'static str,
    /// The country it is or lies in.
    pub country: Country,
}

/// How good a name is: the best kind of name that fits decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// A name that several countries share, which gives a choice.
    Shared,
    /// The short name.
    Short,
    /// Other names, people and adjectives.
    Other,
    /// The capital.
    Capital,
    /// The name in another language.
    Foreign,
    /// A part of the country, a seat of its government: no name of it, but a hint.
    Part,
}

struct Index {
    names: BTreeMap<String, Vec<(Rank, Country)>>,
    /// What ties the names of ambiguous.tsv to their countries.
    sharings: BTreeMap<String, Sharing>,
    namesakes: BTreeMap<String, Vec<Namesake>>,
    /// Stems of inflected names.
    stems: Vec<(String, Country)>,
}

static INDEX: LazyLock<Index> = LazyLock::new(Index::load);

/// The country or countries that a typed name stands for.
pub fn resolve(name: &str) -> Resolution {
    let name = name.trim();
    let key = key(name);
    // ISO codes first: nothing is shorter to type.
    if let Some(country) = from_flag(name).or_else(|| Country::from_code(name)) {
        return INDEX.one(country, &key);
    }
    if key.is_empty() {
        return Resolution::Unknown { nearest: Vec::new() };
    }
    let found = INDEX.names.get(&key).map(Vec::as_slice).unwrap_or_default();
    let best = found.iter().map(|(rank, _)| *rank).min();
    let mut countries: Vec<Country> = found
        .iter()
        .filter(|(rank, _)| Some(*rank) == best)
        .map(|(_, country)| *country)
        .collect();
    match (best, &countries[..]) {
        // A known part of a country points to it and to nothing else.
        (Some(Rank::Part), _) => {
            countries.truncate(NEAREST);
            Resolution::Unknown { nearest: countries }
        }
        (None, _) => match INDEX.inflected(&key) {
            Some(country) => INDEX.one(country, &key),
            None => Resolution::Unknown {
                nearest: INDEX.nearest(&key),
            },
        },
        (Some(_), [country]) => INDEX.one(*country, &key),
        (Some(_), _) => Resolution::Many {
            countries,
            sharing: INDEX.sharings.get(&key).copied().unwrap_or(Sharing::Word),
        },
    }
}

/// The form in which typed and listed names are compared: folded words without "the", "of" and "and".
fn key(name: &str) -> String {
    let words = Words::of(name).spaced();
    let words = words.split(' ').filter(|word| !matches!(*word, "the" | "of" | "and"));
    words.collect::<Vec<_>>().join(" ")
}

/// The country of a flag emoji: two regional indicator letters.
fn from_flag(name: &str) -> Option<Country> {
    let code: Option<String> = name
        .chars()
        .map(|c| {
            let letter = u32::from(c).checked_sub(0x1F1E6).filter(|letter| *letter < 26)?;
            char::from_u32(letter + u32::from('A'))
        })
        .collect();
    Country::from_code(&code.filter(|code| code.len() == 2)?)
}

impl Index {
    fn load() -> Self {
        let mut index = Self {
            names: BTreeMap::new(),
            sharings: BTreeMap::new(),
            namesakes: BTreeMap::new(),
            stems: Vec::new(),
        };
        for row in rows("ambiguous.tsv") {
            let [_, sharing, codes, cell] = row[..] else { continue };
            let sharing = match sharing {
                "name" => Sharing::Name,
                "area" => Sharing::Area,
                _ => Sharing::Word,
            };
            for name in names(cell) {
                index.sharings.insert(key(name), sharing);
                for country in codes.split(' ').filter_map(Country::from_code) {
                    index.add(name, Rank::Shared, country);
                }
            }
        }
        for row in rows("namesakes.tsv") {
            let [cell, code, name] = row[..] else { continue };
            if let Some(country) = Country::from_code(code) {
                for typed in names(cell) {
                    let known = index.namesakes.entry(key(typed)).or_default();
                    known.push(Namesake { name, country });
                }
            }
        }
        for country in Country::all() {
            index.add(country.name(), Rank::Short, country);
            if let Some(capital) = country.capital() {
                index.add(capital, Rank::Capital, country);
            }
        }
        for (file, code, rank) in [
            ("names.tsv", 0, Rank::Other),
            ("languages.tsv", 1, Rank::Foreign),
            ("states.tsv", 0, Rank::Part),
            ("seats.tsv", 0, Rank::Part),
        ] {
            for row in rows(file) {
                let Some(country) = row.get(code).and_then(|code| Country::from_code(code)) else {
                    continue;
                };
                for name in row.iter().skip(code + 1).flat_map(|cell| names(cell)) {
                    match name.strip_suffix('*') {
                        Some(stem) => index.stems.push((key(stem), country)),
                        None => index.add(name, rank, country),
                    }
                }
            }
        }
        index
    }

    fn one(&self, country: Country, key: &str) -> Resolution {
        let namesakes = self.namesakes.get(key).cloned().unwrap_or_default();
        Resolution::One { country, namesakes }
    }

    fn add(&mut self, name: &str, rank: Rank, country: Country) {
        let key = key(name);
        let known = self.names.entry(key).or_default();
        if !known.iter().any(|(old, other)| *other == country && *old <= rank) {
            known.push((rank, country));
        }
    }

    /// A Cyrillic name by its stem: at most three letters of ending.
    fn inflected(&self, key: &str) -> Option<Country> {
        self.stems
            .iter()
            .filter(|(stem, _)| {
                key.strip_prefix(stem.as_str())
                    .is_some_and(|ending| ending.chars().count() <= 3)
            })
            .max_by_key(|(stem, _)| stem.len())
            .map(|(_, country)| *country)
    }

    /// Countries with a name a few letters away, then those with the typed words in their names.
    fn nearest(&self, key: &str) -> Vec<Country> {
        let letters = key.chars().count();
        // One wrong letter in four, two in eight and three in twelve still look like the name.
        let allowed = (letters / 4).min(3);
        let mut near: Vec<(usize, Rank, Country)> = Vec::new();
        for (name, bearers) in &self.names {
            if letters < 4 || name.chars().count().abs_diff(letters) > 3 {
                continue;
            }
            let distance = strsim::osa_distance(key, name);
            // Two letters doubled or left out in the wrong place: Morroco.
            let alike = distance == 2 && strsim::jaro_winkler(key, name) > 0.9;
            if distance <= allowed || alike {
                let own = bearers.iter().filter(|(rank, _)| *rank < Rank::Foreign);
                near.extend(own.map(|(rank, country)| (distance, *rank, *country)));
            }
        }
        near.sort();
        let mut countries = Vec::new();
        let inside = format!(" {key} ");
        let held = self
            .names
            .iter()
            .filter(|(name, _)| letters > 4 && !GENERAL.contains(&key) && format!(" {name} ").contains(&inside))
            .flat_map(|(_, bearers)| bearers)
            .filter(|(rank, _)| matches!(rank, Rank::Short | Rank::Other))
            .map(|(_, country)| *country);
        for country in near.into_iter().map(|(_, _, country)| country).chain(held) {
            if !countries.contains(&country) {
                countries.push(country);
            }
        }
        countries.truncate(NEAREST);
        countries
    }
}

/// Words in the names of so many countries that they point to none.
const GENERAL: &[&str] = &[
    "republic",
    "island",
    "islands",
    "united",
    "states",
    "south",
    "north",
    "kingdom",
    "democratic",
    "people",
    "federal",
    "territory",
    "french",
    "british",
    "socialist",
    "islamic",
    "northern",
    "southern",
    "western",
    "saint",
    "federation",
];
