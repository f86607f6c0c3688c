//! What the compiled tables say of one name, as `Draft::bytes` writes it, and whether a text writes it so.

use super::Country;
use super::entry::{Kind, Languages, Otherwise};
use super::language::Speech;
use super::words::{Case, Words};

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
    /// It can be something else beside a name, too: see `Gazetteer::roles`.
    pub has_roles: bool,
}

impl Entry {
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

/// Where a name is looked for.
pub(super) struct Place<'a> {
    pub text: &'a str,
    pub words: &'a Words,
    pub speech: Speech,
    pub first: usize,
}

impl Place<'_> {
    /// The character behind the first `count` words; any hyphen counts as "-".
    fn character_behind(&self, count: usize) -> Option<char> {
        let end = self.words.get(self.first + count - 1)?.end();
        match self.text.get(end..)?.chars().next()? {
            '\u{2010}'..='\u{2013}' => Some('-'),
            c => Some(c),
        }
    }
}

/// A record of the table of names, read from its front.
pub(super) struct Record<'a>(pub &'a [u8]);

impl Record<'_> {
    fn byte(&mut self) -> u8 {
        let (byte, rest) = self.0.split_first().unwrap_or((&0, &[]));
        self.0 = rest;
        *byte
    }

    fn two(&mut self) -> u16 {
        u16::from_le_bytes([self.byte(), self.byte()])
    }

    /// What stands here by this name, and how well the text writes it; nothing where no way of writing it fits.
    pub fn entry(mut self, place: &Place<'_>, count: usize) -> Option<(Entry, Fit)> {
        let flags = self.byte();
        let shared = Languages(self.two());
        let guard = Languages(self.two());
        let mut languages = place.speech.languages;
        let mut fit = None;
        for _ in 0..self.byte() {
            let (spelling, words) = (self.spelling(), count);
            if fit != Some(Fit::Whole) && usize::from(spelling.words) == words {
                fit = fit.max(spelling.fit(place, count));
            }
        }
        let fit = fit?;
        let count = self.byte();
        // What an English name is in other languages does not count where nobody knows that the text is in one of them.
        if !place.speech.sure && Record(self.0).has_english(count) {
            languages = Languages::ALL.without(Languages::LATIN).either(Languages::ENGLISH);
        }
        let entry = Entry {
            senses: (0..count).filter_map(|_| self.sense(languages, fit)).collect(),
            shared: Otherwise::from_number((flags >> 3).wrapping_sub(1)).filter(|_| shared.meets(languages)),
            guard: guard.meets(languages),
            person: flags & 1 != 0,
            dotted: flags & 2 != 0,
            has_roles: flags & 4 != 0,
        };
        (entry.guard || !entry.senses.is_empty()).then_some((entry, fit))
    }

    /// True when one of the senses that follow is the name's in English.
    fn has_english(mut self, senses: u8) -> bool {
        (0..senses).any(|_| {
            self.0 = self.0.get(4..).unwrap_or_default();
            Languages(self.two()).meets(Languages::ENGLISH)
        })
    }

    fn spelling(&mut self) -> Spelling {
        Spelling {
            words: self.byte(),
            capitals: self.two(),
            exact: self.byte() != 0,
            behind: self.byte(),
            languages: Languages(self.two()),
        }
    }

    /// A reading, and the languages in which it is one.
    fn sense(&mut self, languages: Languages, fit: Fit) -> Option<Sense> {
        let (country, kind) = (self.byte(), self.byte());
        let thousands = u32::from(self.two());
        let own = Languages(self.two()).meets(languages);
        let sense = Sense {
            country: Country::from_row(country),
            kind: Kind::from_number(kind)?,
            thousands,
        };
        (own || fit == Fit::Foreign && sense.kind == Kind::Country).then_some(sense)
    }
}

/// How a name must be written; see `draft`, which writes it.
struct Spelling {
    words: u8,
    capitals: u16,
    exact: bool,
    behind: u8,
    languages: Languages,
}

/// How well a text writes a name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// As another language writes it.
    Foreign,
    /// Without its capitals, in an article that has none.
    Small,
    /// As it should.
    Whole,
}

impl Spelling {
    fn fit(&self, place: &Place<'_>, count: usize) -> Option<Fit> {
        let speech = place.speech;
        // "EU" is the United States in Spanish alone.
        if self.exact && self.languages != Languages::ALL && !speech.speaks(self.languages) {
            return None;
        }
        let mut fit = if self.languages.meets(speech.languages) {
            Fit::Whole
        } else if self.capitals & 1 == 1 && !self.exact {
            Fit::Foreign
        } else {
            return None;
        };
        for offset in 0..count {
            let capital = self
                .capitals
                .checked_shr(u32::try_from(offset).unwrap_or(u32::MAX))
                .unwrap_or(0)
                & 1
                == 1;
            match place.words.get(place.first + offset)?.case {
                Case::Lower if capital && fit != Fit::Foreign && place.words.lowered() && !self.exact => {
                    fit = Fit::Small
                }
                Case::Lower if capital => return None,
                // "chino" is Spanish for Chinese; elsewhere it is a word for trousers.
                Case::Lower
                    if self.capitals == 0 && self.languages != Languages::ALL && !speech.speaks(self.languages) =>
                {
                    return None;
                }
                Case::Title if self.exact => return None,
                Case::Lower | Case::Title | Case::Upper | Case::None => {}
            }
        }
        let behind = self.behind == 0 || place.character_behind(count) == Some(char::from(self.behind));
        behind.then_some(fit)
    }
}
