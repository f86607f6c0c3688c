//! Names of countries as people type them.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::custom::{Custom, Meaning, Taken};
use super::entry::Kind;
use super::gazetteer::Gazetteer;
use super::nearest::{Whole, nearest};
use super::tables::{LANGUAGE_TABLES, expanded, names, rows};
use super::words::Words;
use super::{Country, groups};

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
pub(super) enum Rank {
    /// An English name that several countries share, which gives a choice.
    Shared,
    /// The short name.
    Short,
    /// Other names, people and adjectives.
    Other,
    /// The capital.
    Capital,
    /// A name that several countries share in another language: Monaco is Munich, too, in Italian, and yet Monaco.
    ForeignShared,
    /// The name in another language.
    Foreign,
    /// The capital in another language.
    ForeignCapital,
}

/// Every name that a person may type.
pub(super) struct Index {
    /// An admin changed nothing.
    as_built_in: bool,
    /// The names of which the tables have no say.
    taken: Taken,
    /// What an admin wants countries that are contested to count for.
    replaced: HashMap<Country, Vec<Country>>,
    names: HashMap<String, Vec<(Rank, Country)>>,
    /// What ties the names of ambiguous.tsv to their countries.
    sharings: HashMap<String, Sharing>,
    namesakes: BTreeMap<String, Vec<Namesake>>,
    /// Inflected names: the stems of their words, by their first letters.
    stems: HashMap<String, Vec<Inflected>>,
    /// What groups of countries are called: that is asked for elsewhere, and no country's name in any language.
    groups: HashSet<String>,
}

/// A name some of whose words may have any ending.
struct Inflected {
    /// Each word, and whether it may have an ending.
    words: Vec<(String, bool)>,
    rank: Rank,
    country: Country,
}

impl Inflected {
    fn key(&self) -> String {
        self.words
            .iter()
            .map(|(stem, _)| stem.as_str())
            .collect::<Vec<_>>()
            .join(" ")
    }

    fn fits(&self, typed: &[&str]) -> bool {
        self.words.len() == typed.len()
            && self.words.iter().zip(typed).all(|((stem, open), word)| {
                word.strip_prefix(stem.as_str())
                    .is_some_and(|ending| ending.chars().count() <= if *open { ENDING_LETTERS } else { 0 })
            })
    }
}

/// Room for all names: about so many are in the tables.
const NAMES: usize = 50_000;
/// Letters that a stem has at least: by these it is found.
const STEM_LETTERS: usize = 3;
/// Letters of ending that an inflected word has at most.
const ENDING_LETTERS: usize = 5;

/// The letters by which a stem is found: the first of its first word.
fn beginning(key: &str) -> String {
    let word = key.split(' ').next().unwrap_or_default();
    word.chars().take(STEM_LETTERS).collect()
}

/// "Moldova, Republic of" and "Iran (Islamic Republic of)", as ISO 3166 writes them, with the name at the end.
fn turned(name: &str) -> Option<String> {
    let (name, rest) = name.split_once([',', '('])?;
    let rest = rest.trim().trim_end_matches(')');
    (rest.to_lowercase().ends_with(" of") || rest.to_lowercase().ends_with(" of the")).then(|| format!("{rest} {name}"))
}

/// The form in which typed and listed names are compared: folded words without "the", "of" and "and".
fn key(name: &str) -> String {
    let words = Words::of(name);
    let mut key = String::with_capacity(name.len());
    for word in (0..words.len()).map(|index| words.folded(index)) {
        if !matches!(word, "the" | "of" | "and") {
            if !key.is_empty() {
                key.push(' ');
            }
            key.push_str(word);
        }
    }
    key
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
        _ => Rank::Capital,
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
            as_built_in: custom.is_empty(),
            taken: Taken::default(),
            replaced: HashMap::new(),
            names: HashMap::with_capacity(NAMES),
            sharings: HashMap::new(),
            namesakes: BTreeMap::new(),
            stems: HashMap::new(),
            groups: HashSet::new(),
        };
        for group in groups::all() {
            let called = group.names.iter().chain(&group.typed).copied();
            index.groups.extend(called.chain([group.id, group.title]).map(key));
        }
        index.load_custom(custom);
        index.load_shared(custom);
        index.load_namesakes();
        index.load_countries();
        index.load_languages();
        index
    }

    /// The country or countries that a typed name stands for. What is a name in articles only, such as a town's, is a hint.
    pub(super) fn resolve(&self, name: &str, gazetteer: &Gazetteer) -> Resolution {
        let name = name.trim();
        let key = key(name);
        // ISO codes first: nothing is shorter to type.
        if let Some(country) = from_flag(name).or_else(|| Country::from_code(name)) {
            return self.one(country, &key);
        }
        if key.is_empty() {
            return Resolution::Unknown { nearest: Vec::new() };
        }
        if let Some(form) = self.own_form(&key) {
            let form = form.to_owned();
            return match self.names.get(&form) {
                Some(known) => self.best(known, &form),
                // Whoever forbade a name does not want what looks like it.
                None => Resolution::Unknown {
                    nearest: Whole::of(name, gazetteer).countries,
                },
            };
        }
        for form in [Some(key.clone()), without_article(&key)].into_iter().flatten() {
            if let Some(known) = self.names.get(&form) {
                return self.best(known, &form);
            }
            if let Some((form, known)) = self.inflected(&form) {
                return self.best(&known, &form);
            }
        }
        if let Some(turned) = turned(name) {
            return self.resolve(&turned, gazetteer);
        }
        Resolution::Unknown {
            nearest: self.hints(name, &key, gazetteer),
        }
    }

    /// What the best kind of name says of the bearers of a name.
    fn best(&self, bearers: &[(Rank, Country)], key: &str) -> Resolution {
        let best = bearers.iter().map(|(rank, _)| *rank).min();
        let fitting = bearers.iter().filter(|(rank, _)| Some(*rank) == best);
        let countries: Vec<Country> = fitting.map(|(_, country)| *country).collect();
        match countries[..] {
            [country] => self.one(country, key),
            _ => Resolution::Many {
                countries,
                sharing: self.sharings.get(key).copied().unwrap_or(Sharing::Word),
            },
        }
    }

    /// Countries that an unknown name may point to: what it is a part of, or what has a name like it.
    fn hints(&self, name: &str, key: &str, gazetteer: &Gazetteer) -> Vec<Country> {
        let whole = if self.groups.contains(key) {
            Whole::default()
        } else {
            Whole::of(name, gazetteer)
        };
        let near = if whole.is_known {
            Vec::new()
        } else {
            nearest(&self.names, key)
        };
        let mut countries: Vec<Country> = Vec::new();
        for country in near.into_iter().chain(whole.countries) {
            if !countries.contains(&country) {
                countries.push(country);
            }
        }
        countries.truncate(NEAREST);
        countries
    }

    fn load_custom(&mut self, custom: &Custom) {
        let mut taken = Taken::default();
        for meaning in custom.meanings() {
            let key = own_key(&meaning.name);
            if !taken.insert(&key) {
                continue;
            }
            // A part of a country is a hint that the names of articles give.
            if !(meaning.contested || matches!(meaning.kind, Kind::Country | Kind::People | Kind::Capital)) {
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
            names(cell).for_each(|name| self.share(name, Rank::Shared, codes, sharing));
        }
        for row in rows("contested.tsv") {
            let [id, codes, _, cell, _] = row[..] else { continue };
            if custom.contested.contains_key(id) {
                continue;
            }
            if codes.contains(' ') {
                names(cell).for_each(|name| self.share(name, Rank::Shared, codes, Sharing::Area));
            }
        }
        for (_, table) in LANGUAGE_TABLES {
            for row in rows(table) {
                let ["shared", codes, cell] = row[..] else { continue };
                let codes = codes.split_once(':').map_or(codes, |(_, codes)| codes);
                expanded(cell).for_each(|name| self.share(&name, Rank::ForeignShared, codes, Sharing::Word));
            }
        }
    }

    fn share(&mut self, name: &str, rank: Rank, codes: &str, sharing: Sharing) {
        self.sharings.entry(key(name)).or_insert(sharing);
        for code in codes.split(' ') {
            self.add_coded(name, rank, code);
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
        for row in rows("names.tsv") {
            let [code, country, people] = row[..] else { continue };
            for name in names(country).chain(names(people)) {
                self.add_coded(name, Rank::Other, code);
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
                    _ => continue,
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
        if self.as_built_in {
            return self.add_as_is(name, rank, country);
        }
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
        let whole = key(name);
        if rank >= Rank::ForeignShared && self.groups.contains(&whole) {
            return;
        }
        if name.contains('*') {
            let mut words: Vec<(String, bool)> = Vec::new();
            for part in name.split_inclusive([' ', '*']) {
                let stems = key(part);
                let known = words.len();
                words.extend(
                    stems
                        .split(' ')
                        .filter(|stem| !stem.is_empty())
                        .map(|stem| (stem.to_owned(), false)),
                );
                if let Some((_, open)) = words.get_mut(known..).and_then(<[_]>::last_mut) {
                    *open = part.ends_with('*');
                }
            }
            let beginning = words.first().map(|(stem, _)| beginning(stem)).unwrap_or_default();
            let known = self.stems.entry(beginning).or_default();
            known.push(Inflected { words, rank, country });
            return;
        }
        let known = self.names.entry(whole).or_default();
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

    /// The bearers of an inflected name, and its stems: the longest that fit.
    fn inflected(&self, key: &str) -> Option<(String, Vec<(Rank, Country)>)> {
        let typed: Vec<&str> = key.split(' ').collect();
        let known = self.stems.get(&beginning(key))?.iter();
        let fitting = known.filter(|name| name.fits(&typed)).map(|name| (name.key(), name));
        let mut fitting: Vec<(String, &Inflected)> = fitting.collect();
        let longest = fitting.iter().map(|(stems, _)| stems.len()).max()?;
        fitting.retain(|(stems, _)| stems.len() == longest);
        let stems = fitting.first()?.0.clone();
        let mut bearers: Vec<(Rank, Country)> = Vec::new();
        for (_, name) in fitting {
            match bearers.iter_mut().find(|(_, country)| *country == name.country) {
                Some((rank, _)) => *rank = name.rank.min(*rank),
                None => bearers.push((name.rank, name.country)),
            }
        }
        Some((stems, bearers))
    }
}

/// A folded Arabic name without its article, or with one where it has none.
fn without_article(key: &str) -> Option<String> {
    const THE: &str = "ال";
    if !key.starts_with(|c: char| ('\u{600}'..'\u{700}').contains(&c)) {
        return None;
    }
    Some(match key.strip_prefix(THE) {
        Some(bare) => bare.to_owned(),
        None => format!("{THE}{key}"),
    })
}
