//! What a typed name may mean that is no country's: a part of one, or a country's name with letters wrong.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::Country;
use super::context::weight;
use super::entry::Kind;
use super::gazetteer::Gazetteer;
use super::language::Speech;
use super::resolve::Rank;
use super::words::Words;

/// Thousands of people from which a town is what its name means, not a country with a letter wrong: Lagos is not Laos, but
/// Columbia may be Colombia.
const KNOWN: u32 = 500;

/// The countries of which a name is a part as articles write it.
#[derive(Default)]
pub(super) struct Whole {
    /// The likeliest first.
    pub countries: Vec<Country>,
    /// It is no small town, so that it points to these and to nothing else.
    pub is_known: bool,
}

impl Whole {
    /// The countries of which a name is a part.
    pub fn of(name: &str, gazetteer: &Gazetteer) -> Self {
        for written in [name.to_owned(), capitalised(name), name.to_uppercase()] {
            let words = Words::of(&written);
            let Some((count, entry)) = gazetteer.find(&written, &words, Speech::ANY, 0) else {
                continue;
            };
            if count != words.len() || entry.guard {
                continue;
            }
            let mut senses = entry.senses.clone();
            senses.sort_by_key(|sense| Reverse(weight(&entry, sense)));
            return Self {
                countries: senses.iter().map(|sense| sense.country).collect(),
                is_known: senses
                    .iter()
                    .any(|sense| sense.kind != Kind::Town || sense.thousands >= KNOWN),
            };
        }
        Self::default()
    }
}

/// Countries with a name a few letters away, then those with the typed words in their names.
pub(super) fn nearest(names: &HashMap<String, Vec<(Rank, Country)>>, key: &str) -> Vec<Country> {
    let letters = key.chars().count();
    // One wrong letter in four, two in eight and three in twelve still look like the name.
    let allowed = (letters / 4).min(3);
    let mut near: Vec<(usize, Rank, Country)> = Vec::new();
    for (name, bearers) in names {
        if letters < 4 || name.chars().count().abs_diff(letters) > 3 {
            continue;
        }
        let distance = strsim::osa_distance(key, name);
        // Two letters doubled or left out in the wrong place: Morroco.
        let alike = distance == 2 && strsim::jaro_winkler(key, name) > 0.9;
        if distance <= allowed || alike {
            let own = bearers.iter().filter(|(rank, _)| *rank <= Rank::Foreign);
            near.extend(own.map(|(rank, country)| (distance, *rank, *country)));
        }
    }
    near.sort();
    let inside = format!(" {key} ");
    let held = names
        .iter()
        .filter(|(name, _)| letters > 4 && !GENERAL.contains(&key) && format!(" {name} ").contains(&inside))
        .flat_map(|(_, bearers)| bearers)
        .filter(|(rank, _)| matches!(rank, Rank::Short | Rank::Other));
    let mut held: Vec<(Rank, Country)> = held.copied().collect();
    held.sort();
    let near = near.into_iter().map(|(_, _, country)| country);
    near.chain(held.into_iter().map(|(_, country)| country)).collect()
}

/// A name with a capital at the beginning of each word.
fn capitalised(name: &str) -> String {
    let mut inside = false;
    let mut capitalised = String::with_capacity(name.len());
    for c in name.chars() {
        if inside {
            capitalised.push(c);
        } else {
            capitalised.extend(c.to_uppercase());
        }
        inside = c.is_alphanumeric() || c == '\'' || c == '’';
    }
    capitalised
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
