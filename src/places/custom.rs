//! What an admin changes in the tables.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::entry::Kind;
use super::tables::{expanded, names, rows};
use super::words::Words;

/// An admin's own names, and what is to be done with those of the tables.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Custom {
    /// Names that are added, or that mean something else than the tables say.
    pub names: Vec<OwnName>,
    /// Words that never name a country.
    pub forbidden: Vec<String>,
    /// By the id of a contested place: the ISO codes of the countries that it counts for; none for a place that counts
    /// for no country.
    pub contested: BTreeMap<String, Vec<String>>,
}

/// Names with one meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnName {
    /// The names as they are written; a name in small letters fits in any case.
    pub names: Vec<String>,
    /// ISO codes of the countries that are meant, all of them.
    pub countries: Vec<String>,
    /// How the names are tied to the countries.
    pub kind: Kind,
    /// Of a town: its people in thousands; else 0.
    pub thousands: u32,
}

/// A name that means what an admin says, whatever the tables say.
pub(crate) struct Meaning<'a> {
    /// The name as it is written.
    pub name: String,
    /// ISO codes of the countries that are meant; none for a name that is no mention.
    pub codes: &'a [String],
    /// How the name is tied to them.
    pub kind: Kind,
    /// Of a town: its people in thousands.
    pub thousands: u32,
    /// It names a contested place.
    pub contested: bool,
}

impl Custom {
    /// True when the tables stand as they are.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Every name with a meaning of its own; where a name has two, the first counts.
    pub(crate) fn meanings(&self) -> Vec<Meaning<'_>> {
        let mut all = Vec::new();
        for own in &self.names {
            all.extend(own.names.iter().map(|name| Meaning {
                name: name.clone(),
                codes: &own.countries,
                kind: own.kind,
                thousands: own.thousands,
                contested: false,
            }));
        }
        all.extend(self.forbidden.iter().map(|name| Meaning {
            name: name.clone(),
            codes: &[],
            kind: Kind::Country,
            thousands: 0,
            contested: false,
        }));
        for place in contested_places() {
            let Some(codes) = self.contested.get(place.id) else {
                continue;
            };
            all.extend(place.all_names().into_iter().map(|name| Meaning {
                name,
                codes,
                kind: Kind::Province,
                thousands: 0,
                contested: true,
            }));
        }
        all
    }

    /// The codes of contested places that are countries of ISO 3166-1, with the codes that they count for instead: of
    /// Taiwan, what has the code TW in any table.
    pub(crate) fn replaced(&self) -> BTreeMap<&'static str, &[String]> {
        contested_places()
            .filter_map(|place| Some((place.own_code()?, self.contested.get(place.id)?.as_slice())))
            .collect()
    }
}

/// A place whose status is contested, and the policy for it where an admin states none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContestedPlace {
    /// What places.toml calls it.
    pub id: &'static str,
    /// ISO codes of the countries that it counts for.
    pub codes: Vec<&'static str>,
    /// True: of several countries it counts for those that the article otherwise speaks of; false: for all.
    pub by_context: bool,
    /// Its names in English.
    names: &'static str,
}

/// The contested places of the tables.
pub fn contested_places() -> impl Iterator<Item = ContestedPlace> {
    rows("contested.tsv").filter_map(|row| match row[..] {
        [id, codes, mode, names, _] => Some(ContestedPlace {
            id,
            codes: codes.split(' ').filter(|code| *code != "-").collect(),
            by_context: mode == "context",
            names,
        }),
        _ => None,
    })
}

impl ContestedPlace {
    /// Its names in every language.
    fn all_names(&self) -> Vec<String> {
        let foreign = rows("contested-names.tsv").filter_map(|row| match row[..] {
            [id, cell] if id == self.id => Some(cell),
            _ => None,
        });
        let mut all: Vec<String> = names(self.names).map(str::to_owned).collect();
        all.extend(foreign.flat_map(expanded));
        all
    }

    /// Its code, where ISO 3166-1 lists the place itself as a country.
    fn own_code(&self) -> Option<&'static str> {
        let [code] = self.codes[..] else { return None };
        let listed = |row: Vec<&str>| matches!(row[..], [of, _, name, _] if of == code && names(self.names).any(|own| own == name));
        rows("countries.tsv").any(listed).then_some(code)
    }
}

/// A word that ends so stands for all its endings.
const STEM: char = '*';
/// Letters that a stem has at least; shorter beginnings are not looked for.
const SHORTEST_STEM: usize = 3;
/// Letters behind a stem up to which a word of the tables is the same word in another case.
const SAME_WORD: usize = 2;
/// Words that a name has at most: a compiled name has a bit for each.
const MOST_WORDS: usize = 16;
/// Bytes that a folded name has at most: a compiled name has one byte for their number.
const MOST_BYTES: usize = 255;

/// Why a name cannot be looked for in articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// It has no letter, or is a single letter that stands in every text.
    Empty,
    /// It is longer than any name.
    Long,
    /// A star stands elsewhere than behind a word of three letters or more.
    Star,
}

/// The form in which names are compared: two with the same form are one name.
///
/// # Errors
///
/// What makes it no name that can be looked for.
pub fn compared(name: &str) -> Result<String, Unfit> {
    let mut whole = Vec::new();
    let mut count = 0;
    for word in name.split_whitespace() {
        let bare = word.strip_suffix(STEM).unwrap_or(word);
        let words = Words::of(bare);
        count += words.len();
        if bare.contains(STEM) {
            return Err(Unfit::Star);
        }
        if bare == word {
            whole.push(words.whole().to_owned());
        } else if words.len() == 1 && words.whole().chars().count() >= SHORTEST_STEM {
            whole.push(format!("{}{STEM}", words.whole()));
        } else {
            return Err(Unfit::Star);
        }
    }
    let whole = whole.join(" ");
    if count > MOST_WORDS || whole.len() > MOST_BYTES {
        return Err(Unfit::Long);
    }
    let letters = || whole.chars().filter(|c| c.is_alphabetic());
    match letters().next() {
        Some(only) if only.is_ascii() && letters().nth(1).is_none() => Err(Unfit::Empty),
        Some(_) => Ok(whole),
        None => Err(Unfit::Empty),
    }
}

/// The names that an admin has spoken of, folded: what the tables say of them does not count.
#[derive(Debug, Default)]
pub(crate) struct Taken {
    whole: HashSet<String>,
    /// Names with a stem in them, by how their first word begins.
    stems: HashMap<String, Vec<String>>,
}

impl Taken {
    /// Adds a folded name; false when it was there.
    pub(crate) fn insert(&mut self, name: &str) -> bool {
        if name.contains(STEM) {
            let known = self.stems.entry(beginning(name)).or_default();
            known.push(name.to_owned());
        }
        self.whole.insert(name.to_owned())
    }

    /// True for one of the names as it stands.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.whole.contains(name)
    }

    /// True for one of the names, and for another form of a name that stands for all its endings.
    pub(crate) fn holds(&self, name: &str) -> bool {
        self.has(name) || self.stem_of(name, SAME_WORD).is_some()
    }

    /// The name with stems that this folded name is a form of, with so many letters of ending at most.
    pub(crate) fn stem_of(&self, name: &str, ending: usize) -> Option<&str> {
        let known = self.stems.get(&beginning(name))?;
        let fits = |stems: &&String| {
            let mut words = name.split(' ');
            stems.split(' ').all(|stem| {
                words.next().is_some_and(|word| match stem.strip_suffix(STEM) {
                    Some(stem) => word
                        .trim_end_matches(STEM)
                        .strip_prefix(stem)
                        .is_some_and(|rest| rest.chars().count() <= ending),
                    None => stem == word,
                })
            }) && words.next().is_none()
        };
        known
            .iter()
            .filter(fits)
            .max_by_key(|stems| stems.len())
            .map(String::as_str)
    }
}

/// The letters by which a name with stems is found: those that every form of its first word has.
fn beginning(name: &str) -> String {
    name.chars().take(SHORTEST_STEM).collect()
}
