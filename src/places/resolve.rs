//! Names of countries as people type them.

use std::collections::{BTreeMap, HashMap};

use super::Country;
use super::custom::{Custom, Meaning, Taken};
use super::entry::Kind;
use super::tables::{LANGUAGE_TABLES, expanded, names, rows};
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
    /// The capital in another language.
    ForeignCapital,
    /// A part of the country, a seat of its government: no name of it, but a hint.
    Part,
}

/// Every name that a person may type.
pub(super) struct Index {
    /// The names of which the tables have no say.
    taken: Taken,
    /// What an admin wants countries that are contested to count for.
    replaced: HashMap<Country, Vec<Country>>,
    names: HashMap<String, Vec<(Rank, Country)>>,
    /// What ties the names of ambiguous.tsv to their countries.
    sharings: HashMap<String, Sharing>,
    namesakes: BTreeMap<String, Vec<Namesake>>,
    /// Inflected names: the stems of their words.
    stems: HashMap<String, Vec<Inflected>>,
}

/// A name some of whose words may have any ending.
struct Inflected {
    /// Each word, and whether it may have an ending.
    words: Vec<(String, bool)>,
    country: Country,
}

/// Letters that a stem has at least: by these it is found.
const STEM_LETTERS: usize = 3;
/// Letters of ending that an inflected word has at most.
const ENDING_LETTERS: usize = 5;

/// The letters by which a stem is found.
fn beginning(key: &str) -> String {
    key.chars().take(STEM_LETTERS).collect()
}

/// The form in which typed and listed names are compared: folded words without "the", "of" and "and".
fn key(name: &str) -> String {
    let words = Words::of(name).spaced();
    let words = words.split(' ').filter(|word| !matches!(*word, "the" | "of" | "and"));
    words.collect::<Vec<_>>().join(" ")
}

/// The same of a name some of whose words stand for all their endings.
fn own_key(name: &str) -> String {
    if !name.contains('*') {
        return key(name);
    }
    let words = name.split_whitespace().map(|word| {
        let star = if word.ends_with('*') { "*" } else { "" };
        format!("{}{star}", key(word))
    });
    words.collect::<Vec<_>>().join(" ")
}

/// How good a name is that an admin gave a meaning.
fn rank_of(meaning: &Meaning<'_>) -> Rank {
    let whole = meaning.contested || matches!(meaning.kind, Kind::Country | Kind::People);
    match meaning.codes.len() {
        2.. if whole => Rank::Shared,
        _ if whole => Rank::Short,
        _ if meaning.kind == Kind::Capital => Rank::Capital,
        _ => Rank::Part,
    }
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
    /// The names of the tables, with an admin's own.
    pub(super) fn new(custom: &Custom) -> Self {
        let mut index = Self {
            taken: Taken::default(),
            replaced: HashMap::new(),
            names: HashMap::new(),
            sharings: HashMap::new(),
            namesakes: BTreeMap::new(),
            stems: HashMap::new(),
        };
        index.load_custom(custom);
        index.load_shared(custom);
        index.load_namesakes();
        index.load_countries();
        index.load_languages();
        index
    }

    /// The country or countries that a typed name stands for.
    pub(super) fn resolve(&self, name: &str) -> Resolution {
        let name = name.trim();
        let key = key(name);
        // ISO codes first: nothing is shorter to type.
        if let Some(country) = from_flag(name).or_else(|| Country::from_code(name)) {
            return self.one(country, &key);
        }
        if key.is_empty() {
            return Resolution::Unknown { nearest: Vec::new() };
        }
        let own = self.own_form(&key);
        let key = own.map_or(key.clone(), str::to_owned);
        let found = self.names.get(&key).map(Vec::as_slice).unwrap_or_default();
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
            // Whoever forbade a name does not want what looks like it.
            (None, _) if own.is_some() => Resolution::Unknown { nearest: Vec::new() },
            (None, _) => match self.inflected(&key) {
                Some(country) => self.one(country, &key),
                None => Resolution::Unknown {
                    nearest: self.nearest(&key),
                },
            },
            (Some(_), [country]) => self.one(*country, &key),
            (Some(_), _) => Resolution::Many {
                countries,
                sharing: self.sharings.get(&key).copied().unwrap_or(Sharing::Word),
            },
        }
    }

    fn load_custom(&mut self, custom: &Custom) {
        let mut taken = Taken::default();
        for meaning in custom.meanings() {
            let key = own_key(&meaning.name);
            if !taken.insert(&key) {
                continue;
            }
            let rank = rank_of(&meaning);
            let countries = meaning.codes.iter().filter_map(|code| Country::from_code(code));
            let bearers: Vec<(Rank, Country)> = countries.map(|country| (rank, country)).collect();
            if rank == Rank::Shared {
                let sharing = if meaning.contested {
                    Sharing::Area
                } else {
                    Sharing::Name
                };
                self.sharings.insert(key.clone(), sharing);
            }
            if !bearers.is_empty() {
                self.names.insert(key, bearers);
            }
        }
        self.taken = taken;
        for (code, codes) in custom.replaced() {
            let countries = codes.iter().filter_map(|code| Country::from_code(code)).collect();
            self.replaced
                .extend(Country::from_code(code).map(|country| (country, countries)));
        }
    }

    fn load_shared(&mut self, custom: &Custom) {
        for row in rows("ambiguous.tsv") {
            let [_, sharing, codes, cell] = row[..] else { continue };
            let sharing = match sharing {
                "name" => Sharing::Name,
                "area" => Sharing::Area,
                _ => Sharing::Word,
            };
            names(cell).for_each(|name| self.share(name, codes, sharing));
        }
        for row in rows("contested.tsv") {
            let [id, codes, _, cell, _] = row[..] else { continue };
            if custom.contested.contains_key(id) {
                continue;
            }
            match codes.split_once(' ') {
                Some(_) => names(cell).for_each(|name| self.share(name, codes, Sharing::Area)),
                None => names(cell).for_each(|name| self.add_coded(name, Rank::Part, codes)),
            }
        }
        for (_, table) in LANGUAGE_TABLES {
            for row in rows(table) {
                let ["shared", codes, cell] = row[..] else { continue };
                let codes = codes.split_once(':').map_or(codes, |(_, codes)| codes);
                expanded(cell).for_each(|name| self.share(&name, codes, Sharing::Word));
            }
        }
    }

    fn share(&mut self, name: &str, codes: &str, sharing: Sharing) {
        self.sharings.entry(key(name)).or_insert(sharing);
        for code in codes.split(' ') {
            self.add_coded(name, Rank::Shared, code);
        }
    }

    fn load_namesakes(&mut self) {
        for row in rows("namesakes.tsv") {
            let [cell, code, name] = row[..] else { continue };
            if let Some(country) = Country::from_code(code) {
                for typed in names(cell).filter(|typed| !self.taken.holds(&key(typed))) {
                    let known = self.namesakes.entry(key(typed)).or_default();
                    known.push(Namesake { name, country });
                }
            }
        }
    }

    fn load_countries(&mut self) {
        for country in Country::all() {
            self.add(country.name(), Rank::Short, country);
            if let Some(capital) = country.capital() {
                self.add(capital, Rank::Capital, country);
            }
        }
        for (file, rank) in [
            ("names.tsv", Rank::Other),
            ("states.tsv", Rank::Part),
            ("seats.tsv", Rank::Part),
        ] {
            for row in rows(file) {
                let Some((code, cells)) = row.split_first() else {
                    continue;
                };
                for name in cells.iter().flat_map(|cell| names(cell)) {
                    self.add_coded(name, rank, code);
                }
            }
        }
    }

    fn load_languages(&mut self) {
        for (_, table) in LANGUAGE_TABLES {
            for row in rows(table) {
                let [kind, code, cell] = row[..] else { continue };
                let rank = match Kind::from_word(kind) {
                    Some(Kind::Country | Kind::People) => Rank::Foreign,
                    Some(Kind::Capital) => Rank::ForeignCapital,
                    Some(_) => Rank::Part,
                    None => continue,
                };
                expanded(cell).for_each(|name| self.add_coded(&name, rank, code));
            }
        }
        for row in rows("generated/territories.tsv") {
            let [_, code, cell] = row[..] else { continue };
            names(cell).for_each(|name| self.add_coded(name, Rank::Foreign, code));
        }
        for row in rows("generated/exemplars.tsv") {
            let [_, code, "capital", cell] = row[..] else { continue };
            names(cell).for_each(|name| self.add_coded(name, Rank::ForeignCapital, code));
        }
    }

    fn one(&self, country: Country, key: &str) -> Resolution {
        let namesakes = self.namesakes.get(key).cloned().unwrap_or_default();
        Resolution::One { country, namesakes }
    }

    fn add_coded(&mut self, name: &str, rank: Rank, code: &str) {
        if let Some(country) = Country::from_code(code) {
            self.add(name, rank, country);
        }
    }

    fn add(&mut self, name: &str, rank: Rank, country: Country) {
        if self.taken.holds(&own_key(name)) {
            return;
        }
        let Some(instead) = self.replaced.get(&country) else {
            return self.add_as_is(name, rank, country);
        };
        let rank = if instead.len() > 1 { Rank::Shared } else { rank };
        for country in instead.clone() {
            self.add_as_is(name, rank, country);
        }
        if rank == Rank::Shared {
            self.sharings.entry(key(name)).or_insert(Sharing::Area);
        }
    }

    fn add_as_is(&mut self, name: &str, rank: Rank, country: Country) {
        if name.contains('*') {
            let stems = name.split_whitespace().map(|word| (key(word), word.ends_with('*')));
            let words: Vec<(String, bool)> = stems.collect();
            let beginning = words.first().map(|(stem, _)| beginning(stem)).unwrap_or_default();
            let known = self.stems.entry(beginning).or_default();
            known.push(Inflected { words, country });
            return;
        }
        let known = self.names.entry(key(name)).or_default();
        if !known.iter().any(|(old, other)| *other == country && *old <= rank) {
            known.push((rank, country));
        }
    }

    /// The name of an admin's own that a typed one is, or is a form of.
    fn own_form<'k>(&'k self, key: &'k str) -> Option<&'k str> {
        if self.taken.holds(key) {
            Some(
                self.taken
                    .stem_of(key, ENDING_LETTERS)
                    .filter(|_| !self.taken.has(key))
                    .unwrap_or(key),
            )
        } else if self.names.contains_key(key) {
            None
        } else {
            self.taken.stem_of(key, ENDING_LETTERS)
        }
    }

    /// An inflected name by its stems, the longest that fits.
    fn inflected(&self, key: &str) -> Option<Country> {
        let typed: Vec<&str> = key.split(' ').collect();
        let fits = |name: &&Inflected| {
            name.words.len() == typed.len()
                && name.words.iter().zip(&typed).all(|((stem, open), word)| {
                    word.strip_prefix(stem.as_str())
                        .is_some_and(|ending| ending.chars().count() <= if *open { ENDING_LETTERS } else { 0 })
                })
        };
        let length = |name: &&Inflected| name.words.iter().map(|(stem, _)| stem.len()).sum::<usize>();
        let known = self.stems.get(&beginning(key))?;
        known.iter().filter(fits).max_by_key(length).map(|name| name.country)
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
                let own = bearers.iter().filter(|(rank, _)| *rank <= Rank::Foreign);
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
