//! The compiled tables: which words name which countries, and how they must be written.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::Country;
use super::tables::{names, rows};
use super::words::{Case, Words};

/// How a name is tied to its country.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// The country itself.
    Country,
    /// Its people or what is theirs: Venezuelan.
    People,
    /// Words that stand for the state: Kremlin.
    Seat,
    /// A state, province or other part.
    Province,
    /// The capital.
    Capital,
    /// A town.
    Town,
    /// An abbreviated state, which counts only behind a town and a comma.
    Abbreviation,
}

/// One reading of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sense {
    /// The country it points to.
    pub country: Country,
    /// How.
    pub kind: Kind,
    /// Of a town: its people in thousands; else 0.
    pub thousands: u32,
}

/// How a text that gives no other hint is read when it names more than one country.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Otherwise {
    /// The first country.
    First,
    /// All of them: "the two Koreas".
    All,
    /// None of them.
    None,
}

/// What the tables say of one name.
#[derive(Clone, Debug, Default)]
pub(super) struct Entry {
    /// Its readings, the likeliest first.
    pub senses: Vec<Sense>,
    /// Set for a name that no single country owns.
    pub shared: Option<Otherwise>,
    /// A phrase that is no mention, whatever names it holds.
    pub guard: bool,
    /// A guard that is a person, whom the article may call by one word of it.
    pub person: bool,
    /// The full stop behind it belongs to it: U.S.
    pub dotted: bool,
    spellings: Vec<Spelling>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Spelling {
    /// For each word: it begins with a capital.
    capitals: Vec<bool>,
    /// An abbreviation: capitals throughout.
    exact: bool,
    /// What must stand behind it: the hyphen of a prefix such as Sino-, the full stop of a shortened state.
    behind: Option<char>,
}

/// All names.
pub(super) struct Gazetteer {
    entries: HashMap<String, Entry>,
    /// First word of a name: how many words the longest name has that begins with it.
    longest: HashMap<String, usize>,
}

/// People, in thousands, that the first town of a line of towns.tsv counts as at least: small towns are listed there
/// because the news names them without their country.
pub(super) const WELL_KNOWN: u32 = 300;

static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(Gazetteer::load);

impl Gazetteer {
    /// The tables, read once.
    pub fn get() -> &'static Self {
        &GAZETTEER
    }

    fn load() -> Self {
        let mut all = Self {
            entries: HashMap::new(),
            longest: HashMap::new(),
        };
        for row in rows("guards.tsv") {
            for name in row.get(1).into_iter().flat_map(|cell| names(cell)) {
                if let Some(entry) = all.entry(name) {
                    entry.guard = true;
                    entry.person = row.first() == Some(&"person");
                }
            }
        }
        for row in rows("ambiguous.tsv") {
            all.load_ambiguous(&row);
        }
        for country in Country::all() {
            all.add(country.name(), country, Kind::Country, 0);
        }
        for (file, kinds) in [
            ("names.tsv", &[Kind::Country, Kind::People][..]),
            ("states.tsv", &[Kind::Province][..]),
            ("counties.tsv", &[Kind::Province][..]),
            ("seats.tsv", &[Kind::Seat][..]),
        ] {
            for row in rows(file) {
                let code = row.first().copied().unwrap_or_default();
                let abbreviated = code.starts_with('+');
                let Some(country) = Country::from_code(code.trim_start_matches('+')) else {
                    continue;
                };
                for (cell, kind) in row.iter().skip(1).zip(kinds) {
                    let kind = if abbreviated { Kind::Abbreviation } else { *kind };
                    names(cell).for_each(|name| all.add(name, country, kind, 0));
                }
            }
        }
        for (file, least) in [("towns.tsv", WELL_KNOWN), ("cities.tsv", 0)] {
            for row in rows(file) {
                let [name, places] = row[..] else { continue };
                for (place, least) in places.split(' ').zip([least].into_iter().chain(std::iter::repeat(0))) {
                    let (code, thousands) = place.split_at_checked(2).unwrap_or_default();
                    if let (Some(country), Ok(thousands)) = (Country::from_code(code), thousands.parse::<u32>()) {
                        all.add(name, country, Kind::Town, thousands.max(least));
                    }
                }
            }
        }
        for country in Country::all() {
            if let Some(capital) = country.capital() {
                all.add(capital, country, Kind::Capital, 0);
            }
        }
        for row in rows("languages.tsv") {
            let [_, code, cell] = row[..] else { continue };
            if let Some(country) = Country::from_code(code) {
                names(cell).for_each(|name| all.add(name, country, Kind::Country, 0));
            }
        }
        all
    }

    fn load_ambiguous(&mut self, row: &[&str]) {
        let [otherwise, _, codes, cell] = row else { return };
        let otherwise = match *otherwise {
            "first" => Otherwise::First,
            "all" => Otherwise::All,
            _ => Otherwise::None,
        };
        for name in names(cell) {
            for country in codes.split(' ').filter_map(Country::from_code) {
                self.add(name, country, Kind::Country, 0);
            }
            if let Some(entry) = self.entry(name) {
                entry.shared = Some(otherwise);
            }
        }
    }

    fn entry(&mut self, name: &str) -> Option<&mut Entry> {
        let stem = name.ends_with('*');
        let words = Words::of(name);
        let mut key = words.whole().to_owned();
        if key.is_empty() {
            return None;
        }
        if stem {
            key.push('*');
        } else {
            let longest = self.longest.entry(words.folded(0).to_owned()).or_default();
            *longest = words.len().max(*longest);
        }
        let spelling = Spelling::of(name, &words);
        let entry = self.entries.entry(key).or_default();
        entry.dotted |= name.ends_with('.');
        if !entry.spellings.contains(&spelling) {
            entry.spellings.push(spelling);
        }
        Some(entry)
    }

    fn add(&mut self, name: &str, country: Country, kind: Kind, thousands: u32) {
        let Some(entry) = self.entry(name) else { return };
        if entry.guard || entry.shared.is_some() {
            return;
        }
        match entry.senses.iter_mut().find(|sense| sense.country == country) {
            Some(sense) => {
                // A capital that is also in the list of towns keeps its people.
                if kind == Kind::Capital && sense.kind == Kind::Town {
                    sense.kind = kind;
                }
                sense.thousands = sense.thousands.max(thousands);
            }
            None => entry.senses.push(Sense {
                country,
                kind,
                thousands,
            }),
        }
    }

    /// The longest name that begins at a word, and how many words it has.
    pub fn find(&self, text: &str, words: &Words, first: usize) -> Option<(usize, &Entry)> {
        let word = words.folded(first);
        if let Some(longest) = self.longest.get(word) {
            for count in (1..=*longest).rev() {
                let entry = words.key(first, count).and_then(|key| self.entries.get(key));
                if let Some(entry) = entry.filter(|entry| entry.fits(text, words, first, count)) {
                    return Some((count, entry));
                }
            }
        }
        self.inflected(text, words, first)
            .or_else(|| self.prefixed(words, first))
            .map(|entry| (1, entry))
    }

    /// An Arabic word behind "and", "in", "for": these are written as its first letter.
    fn prefixed(&self, words: &Words, first: usize) -> Option<&Entry> {
        let word = words.folded(first);
        let rest = word.strip_prefix(['\u{648}', '\u{628}', '\u{644}', '\u{641}', '\u{643}'])?;
        (rest.chars().count() > 2).then(|| self.entries.get(rest)).flatten()
    }

    /// A Cyrillic word by its stem: at most three letters of ending ("ого", "ами").
    fn inflected(&self, text: &str, words: &Words, first: usize) -> Option<&Entry> {
        let word = words.folded(first);
        if !word.starts_with(|c: char| ('\u{400}'..'\u{500}').contains(&c)) {
            return None;
        }
        word.char_indices()
            .map(|(at, _)| at)
            .chain([word.len()])
            .rev()
            .take(4)
            .filter_map(|at| self.entries.get(&format!("{}*", &word[..at])))
            .find(|entry| entry.fits(text, words, first, 1))
    }
}

impl Spelling {
    fn of(name: &str, words: &Words) -> Self {
        let letters = name.chars().filter(|c| c.is_alphabetic());
        Self {
            capitals: words
                .iter()
                .map(|word| matches!(word.case, Case::Title | Case::Upper))
                .collect(),
            // Longer names in capitals do not occur in the tables.
            exact: letters.clone().count() <= 5 && letters.clone().all(char::is_uppercase),
            behind: name
                .chars()
                .next_back()
                .filter(|c| *c == '-' || (*c == '.' && name.matches('.').count() == 1)),
        }
    }
}

impl Entry {
    fn fits(&self, text: &str, words: &Words, first: usize, count: usize) -> bool {
        self.spellings.iter().any(|spelling| {
            spelling.capitals.len() == count
                && spelling.capitals.iter().enumerate().all(|(offset, capital)| {
                    words.get(first + offset).is_some_and(|word| match word.case {
                        Case::Lower => !capital,
                        Case::Title => !spelling.exact,
                        Case::Upper | Case::None => true,
                    })
                })
                && spelling
                    .behind
                    .is_none_or(|mark| next_char(text, words, first + count - 1) == Some(mark))
        })
    }

    /// The reading of a kind, where there is one.
    pub fn sense(&self, kind: Kind) -> Option<&Sense> {
        self.senses.iter().find(|sense| sense.kind == kind)
    }

    /// True when every reading is a town, a capital or a province.
    pub fn is_local(&self) -> bool {
        self.senses
            .iter()
            .all(|sense| matches!(sense.kind, Kind::Town | Kind::Capital | Kind::Province))
    }
}

/// The character behind a word; any hyphen counts as "-".
fn next_char(text: &str, words: &Words, last: usize) -> Option<char> {
    let end = words.get(last)?.end;
    match text.get(end..)?.chars().next()? {
        '\u{2010}'..='\u{2013}' => Some('-'),
        c => Some(c),
    }
}
