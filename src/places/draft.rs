//! One name while the tables are compiled: what they say of it, and how it is written down.

use super::entry::{Kind, Languages, Otherwise};
use super::hashed;
use super::words::{Case, Gap, Words};

/// A name's word that ends so stands for all its endings.
pub(super) const STEM: char = '*';

/// One name while the tables are read.
#[derive(Default)]
pub(super) struct Draft {
    pub hash: u64,
    pub senses: Vec<Sense>,
    pub shared: Option<(Otherwise, Languages)>,
    pub guard: Languages,
    pub person: bool,
    pub dotted: bool,
    /// Nothing may be added any more: a policy says what it means.
    pub closed: bool,
    /// It named a country whose names an admin wants to be no mention.
    pub dropped: bool,
    pub spellings: Vec<Spelling>,
}

pub(super) struct Sense {
    pub country: u8,
    pub kind: Kind,
    pub thousands: u32,
    pub languages: Languages,
}

/// How a name must be written.
#[derive(PartialEq, Eq)]
pub(super) struct Spelling {
    pub words: u8,
    /// A bit for each word: it begins with a capital.
    pub capitals: u16,
    /// An abbreviation: capitals throughout.
    pub exact: bool,
    /// What must stand behind it: the hyphen of a prefix such as Sino-, the full stop of a shortened state.
    pub behind: u8,
    pub languages: Languages,
}

/// A name as it is looked up.
pub(super) struct Key {
    pub whole: String,
    pub hash: u64,
    /// The hash of its first word.
    pub first: u64,
    /// The hash of its first two words; of the first alone where it has no second.
    pub pair: u64,
    pub words: u8,
    /// A bit for each word: it begins with a capital.
    pub capitals: u16,
    /// Its first word, folded, holds letters of ASCII alone.
    pub ascii: bool,
}

impl Key {
    pub fn of(name: &str) -> Option<Self> {
        if name.contains(STEM) {
            return Self::of_stems(name);
        }
        let words = Words::of(name);
        Some(Self {
            whole: words.whole().to_owned(),
            hash: words.hash(0, words.len())?,
            first: words.hash(0, 1)?,
            pair: words.hash(0, words.len().min(2))?,
            words: u8::try_from(words.len()).ok()?,
            capitals: capitals(words.iter().map(|word| word.case)),
            ascii: words.folded(0).is_ascii(),
        })
    }

    /// A name of words some of which stand for all their endings.
    fn of_stems(name: &str) -> Option<Self> {
        let mut stems: Vec<(&'static str, String)> = Vec::new();
        let mut cases = Vec::new();
        for part in name.split_inclusive([' ', STEM]) {
            let words = Words::of(part);
            for (at, word) in words.iter().enumerate() {
                let separator = if word.gap == Gap::Apostrophe { "'" } else { " " };
                let open = part.ends_with(STEM) && at + 1 == words.len();
                stems.push((
                    separator,
                    format!("{}{}", words.folded(at), if open { "*" } else { "" }),
                ));
                cases.push(word.case);
            }
        }
        let hash = |count: usize| {
            let mut stems = stems.iter().take(count);
            let first = u64::from(hashed::hash(stems.next()?.1.as_bytes()));
            Some(stems.fold(first, |hash, (separator, stem)| {
                hashed::joined(hash, separator.as_bytes(), hashed::hash(stem.as_bytes()))
            }))
        };
        let whole: String = stems
            .iter()
            .map(|(separator, stem)| format!("{separator}{stem}"))
            .collect();
        Some(Self {
            hash: hash(stems.len())?,
            first: hash(1)?,
            pair: hash(2)?,
            words: u8::try_from(stems.len()).ok()?,
            capitals: capitals(cases.into_iter()),
            ascii: stems.first()?.1.is_ascii(),
            whole: whole.trim_start().to_owned(),
        })
    }
}

fn capitals(cases: impl Iterator<Item = Case>) -> u16 {
    cases
        .zip(0u32..16)
        .filter(|(case, _)| matches!(case, Case::Title | Case::Upper))
        .fold(0, |bits, (_, at)| bits | 1 << at)
}

impl Spelling {
    pub fn of(name: &str, key: &Key, languages: Languages) -> Self {
        let mut letters = name.chars().filter(|c| c.is_alphabetic()).enumerate();
        Self {
            words: key.words,
            capitals: key.capitals,
            // Longer names in capitals do not occur in the tables.
            exact: letters.all(|(before, c)| before < 5 && c.is_uppercase()),
            behind: name
                .bytes()
                .next_back()
                .filter(|c| *c == b'-' || (*c == b'.' && name.matches('.').count() == 1))
                .unwrap_or_default(),
            languages,
        }
    }
}

impl Draft {
    /// How often it is likely to be named, in thousands of people.
    pub fn renown(&self) -> u32 {
        let of = |sense: &Sense| match (sense.languages.meets(Languages::ENGLISH), sense.kind) {
            (false, _) => 1,
            (true, Kind::Town) => sense.thousands,
            (true, _) => u32::MAX,
        };
        self.senses.iter().map(of).max().unwrap_or(0)
    }

    /// As `gazetteer` reads it.
    pub fn bytes(&self, has_roles: bool) -> Vec<u8> {
        let (shared, languages) = match self.shared {
            Some((otherwise, languages)) => (otherwise as u8 + 1, languages),
            None => (0, Languages::NONE),
        };
        // Left out it would uncover the names in it: the China in "Republic of China".
        let guard = if self.dropped && self.senses.is_empty() {
            Languages::ALL
        } else {
            self.guard
        };
        let mut out = Vec::with_capacity(7 + 7 * self.spellings.len() + 6 * self.senses.len());
        out.push(u8::from(self.person) | u8::from(self.dotted) << 1 | u8::from(has_roles) << 2 | shared << 3);
        out.extend(languages.0.to_le_bytes());
        out.extend(guard.0.to_le_bytes());
        out.push(u8::try_from(self.spellings.len()).unwrap_or(u8::MAX));
        for spelling in self.spellings.iter().take(usize::from(u8::MAX)) {
            out.push(spelling.words);
            out.extend(spelling.capitals.to_le_bytes());
            out.push(u8::from(spelling.exact));
            out.push(spelling.behind);
            out.extend(spelling.languages.0.to_le_bytes());
        }
        out.push(u8::try_from(self.senses.len()).unwrap_or(u8::MAX));
        for sense in self.senses.iter().take(usize::from(u8::MAX)) {
            out.extend([sense.country, sense.kind as u8]);
            out.extend(u16::try_from(sense.thousands).unwrap_or(u16::MAX).to_le_bytes());
            out.extend(sense.languages.0.to_le_bytes());
        }
        out
    }
}
