//! Which language an article is in: by its script, then by the commonest words of the languages that share it.

use super::entry::{LANGUAGES, Languages};
use super::gazetteer::Gazetteer;
use super::sightings::Body;

/// Words that are looked at: enough to tell, few enough to cost nothing.
const LOOKED_AT: usize = 60;
/// Letters of each part that are looked at where the words do not tell.
const LETTERS: usize = 400;
/// The least evidence for a language: two words that no other has.
const LEAST: u32 = 2 * WHOLE;
/// What a word counts that one language has; of two languages' each gets the half.
const WHOLE: u32 = 12;

/// Languages in Latin letters whose words take endings: how many letters these have at most in the tables.
const ENDINGS: [(&str, usize); 2] = [("de", 5), ("tr", 8)];

/// The languages in which an article is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Speech {
    /// Names of these are looked up. Of the Latin script it is one language, or all where it could not be told; names in
    /// other scripts are always read.
    pub languages: Languages,
    /// The language of its Latin script was told.
    pub sure: bool,
    /// How many letters of ending its words may have behind a stem of the tables.
    ending: usize,
    english: bool,
}

impl Speech {
    /// Every language, for a text of which nothing is known.
    pub const ANY: Self = Self {
        languages: Languages::ALL,
        sure: false,
        ending: 0,
        english: false,
    };

    /// The language that the words of an article tell, else its letters, else the one it is said to be in, else any.
    pub fn of(gazetteer: &Gazetteer, bodies: &[Body<'_>], said: Option<&str>) -> Self {
        let mut evidence = Evidence::default();
        for body in bodies {
            for at in 0..body.words.len().min(LOOKED_AT) {
                evidence.add(body.words.get(at).map_or(0, |word| gazetteer.common(word.hash)));
            }
        }
        let mut language = evidence.language();
        if language == Languages::NONE {
            for letter in bodies.iter().flat_map(|body| body.text.chars().take(LETTERS)) {
                evidence.add(languages_of(letter).0);
            }
            language = evidence.language();
        }
        if language == Languages::NONE {
            let said = said.map(|tag| tag.split(['-', '_']).next().unwrap_or(tag).to_ascii_lowercase());
            language = said
                .map_or(Languages::NONE, |tag| Languages::of(&tag))
                .both(Languages::LATIN);
        }
        if language == Languages::NONE {
            return Self::ANY;
        }
        Self {
            languages: Languages::ALL.without(Languages::LATIN).either(language),
            sure: true,
            english: language == Languages::ENGLISH,
            ending: ENDINGS
                .iter()
                .find(|(tag, _)| language == Languages::of(tag))
                .map_or(0, |(_, ending)| *ending),
        }
    }

    /// True when the article is known to be in one of these; of a script that is not Latin the letters tell.
    pub fn speaks(self, languages: Languages) -> bool {
        self.sure && self.languages.meets(languages) || !languages.meets(Languages::LATIN)
    }

    /// The language with a table that the article is known to be in, a BCP 47 tag; of its Latin script.
    pub fn language(self) -> Option<&'static str> {
        let told = self.languages.both(Languages::LATIN);
        let mut known = LANGUAGES
            .into_iter()
            .filter(|tag| told.holds(Languages::of(tag)) && self.sure);
        known.find(|tag| Languages::of(tag).meets(Languages::LATIN))
    }

    /// True for an article that is known to be in English.
    pub fn is_english(self) -> bool {
        self.english
    }

    /// True for a Latin language whose words take endings that the tables leave out.
    pub fn inflects(self) -> bool {
        self.ending > 0
    }

    /// How many letters of ending a word may have behind a stem of the tables.
    pub fn longest_ending(self, word: &str) -> usize {
        match word.chars().next() {
            Some('\u{400}'..='\u{52f}') => 4,
            Some('\u{600}'..='\u{6ff}' | '\u{900}'..='\u{97f}') => 3,
            Some(c) if c < '\u{250}' => self.ending,
            _ => 0,
        }
    }
}

/// How much speaks for each language in Latin letters.
#[derive(Default)]
struct Evidence([u32; 16]);

impl Evidence {
    /// Adds what languages share among them, given as bits.
    fn add(&mut self, mut languages: u16) {
        let share = WHOLE.checked_div(languages.count_ones()).unwrap_or(0);
        while languages != 0 {
            if let Some(count) = self.0.get_mut(languages.trailing_zeros() as usize) {
                *count += share;
            }
            languages &= languages - 1;
        }
    }

    /// The language for which enough speaks, and half as much again as for any other; else none.
    fn language(&self) -> Languages {
        let (mut best, mut next, mut bit) = (0, 0, 0);
        for (at, count) in self.0.iter().enumerate() {
            if *count > best {
                (next, best, bit) = (best, *count, at);
            } else {
                next = next.max(*count);
            }
        }
        if best >= LEAST && 2 * best >= 3 * next {
            Languages(1 << bit)
        } else {
            Languages::NONE
        }
    }
}

/// The languages that write a letter which others do not.
fn languages_of(letter: char) -> Languages {
    let tags: &[&str] = match letter {
        'ñ' | 'Ñ' | '¿' | '¡' => &["es"],
        'ã' | 'õ' | 'Ã' | 'Õ' => &["pt"],
        'ß' | 'ä' | 'Ä' => &["de"],
        'ö' | 'ü' | 'Ö' | 'Ü' => &["de", "tr"],
        'ğ' | 'ş' | 'ı' | 'İ' | 'Ş' | 'Ğ' => &["tr"],
        'œ' | 'ê' | 'ë' | 'û' | 'î' => &["fr"],
        'ç' | 'Ç' => &["fr", "pt", "tr"],
        'è' => &["fr", "it"],
        'ò' | 'ù' | 'ì' => &["it"],
        'á' | 'ó' | 'í' | 'ú' => &["es", "pt"],
        'â' | 'à' => &["fr", "pt"],
        _ => &[],
    };
    tags.iter()
        .fold(Languages::NONE, |all, tag| all.either(Languages::of(tag)))
}
