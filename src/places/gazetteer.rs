//! Which words name which countries, and how they must be written.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use super::entry::{Kind, Languages, Role};
use super::hashed::{self, BEGINNINGS, slot};
use super::language::Speech;
use super::record::{Entry, Fit, Place, Record, Sense};
use super::words::{Case, Gap, Word, Words};

/// People, in thousands, from which a town is known by its name in small letters.
const KNOWN: u32 = 500;
/// The same of a capital whose name is also a person's: Paris, London.
const FAMOUS: u32 = 1000;

/// All names, in the form that `compile` writes.
pub(super) struct Gazetteer {
    bytes: Cow<'static, [u8]>,
    beginnings: Range<usize>,
    pairs: Range<usize>,
    bits: Range<usize>,
    small: Range<usize>,
    small_english: Range<usize>,
    common: Range<usize>,
    names: Range<usize>,
    roles: Range<usize>,
}

static BUILT_IN: LazyLock<Gazetteer> = LazyLock::new(|| {
    Gazetteer::new(Cow::Borrowed(include_bytes!(concat!(
        env!("OUT_DIR"),
        "/gazetteer.bin"
    ))))
});

impl Gazetteer {
    /// The tables as they were when the program was built.
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    /// What `compile` wrote.
    pub fn new(bytes: Cow<'static, [u8]>) -> Self {
        let [beginnings, pairs, bits, small, small_english, common, names, roles] = hashed::parts(&bytes);
        Self {
            bytes,
            beginnings,
            pairs,
            bits,
            small,
            small_english,
            common,
            names,
            roles,
        }
    }

    fn part(&self, range: &Range<usize>) -> &[u8] {
        self.bytes.get(range.clone()).unwrap_or_default()
    }

    /// How many words the longest name has whose beginning has this hash; 0 where none has.
    fn longest(&self, range: &Range<usize>, hash: u64) -> usize {
        usize::from(self.beginning(range, hash) & !hashed::SINGLE)
    }

    fn beginning(&self, range: &Range<usize>, hash: u64) -> u8 {
        let most = self.bytes.get(range.start + slot(hash, BEGINNINGS));
        most.copied().unwrap_or_default()
    }

    /// The longest name that begins at a word, and how many words it has.
    pub fn find(&self, text: &str, words: &Words, speech: Speech, first: usize) -> Option<(usize, Entry)> {
        let hash = words.hash(first, 1)?;
        let beginning = self.beginning(&self.beginnings, hash);
        let most = beginning & !hashed::SINGLE;
        let place = Place {
            text,
            words,
            speech,
            first,
        };
        let mut exact = None;
        if most > 1
            && let Some(two) = words.hash(first, 2)
        {
            let most = self.longest(&self.pairs, two);
            exact = (2..=most).rev().find_map(|count| self.fitting_words(&place, count));
        }
        if exact.is_none() && beginning & hashed::SINGLE != 0 {
            exact = self.fitting_words(&place, 1);
        }
        let word = words.folded(first);
        if word.is_ascii() && !speech.inflects() {
            return exact;
        }
        // A longer name may have endings where a shorter stands as it is: Papua Yeni Gineliler.
        match exact {
            Some((count, entry)) => self
                .inflected(&place)
                .filter(|(longer, _)| *longer > count)
                .or(Some((count, entry))),
            None => self.prefixed(&place).or_else(|| self.inflected(&place)),
        }
    }

    /// What rules out most words that begin no name: quickly, which is what makes the tagger fast.
    pub fn sieve(&self, words: &Words, speech: Speech) -> Sieve<'_> {
        let all = self.part(&self.bits);
        Sieve {
            small: match (words.lowered(), speech.is_english()) {
                (true, _) => all,
                (false, true) => self.part(&self.small_english),
                (false, false) => self.part(&self.small),
            },
            all,
            inflected: speech.inflects(),
        }
    }

    /// The languages in Latin letters of which a word with this hash is one of the commonest, as bits.
    pub fn common(&self, hash: u32) -> u16 {
        hashed::mark(self.part(&self.common), hash)
    }

    /// The name that these words are, as they stand.
    fn fitting_words(&self, place: &Place<'_>, count: usize) -> Option<(usize, Entry)> {
        let hash = place.words.hash(place.first, count)?;
        let key = place.words.key(place.first, count)?;
        self.fitting(key, hash, place, count).map(|entry| (count, entry))
    }

    fn fitting(&self, key: &str, hash: u64, place: &Place<'_>, count: usize) -> Option<Entry> {
        let record = hashed::find(self.part(&self.names), key, hash)?;
        let (entry, fit) = Record(record).entry(place, count)?;
        let clear = match fit {
            Fit::Whole => true,
            Fit::Small => self.is_clear_in_small_letters(key, &entry, place.speech),
            Fit::Foreign => self.is_nothing_else(key, 5, Speech::ANY),
        };
        clear.then_some(entry)
    }

    /// True for a name of so many letters that is in these languages no word and no person's name.
    fn is_nothing_else(&self, key: &str, least: usize, speech: Speech) -> bool {
        let other = [
            Role::Word,
            Role::Place,
            Role::Surname,
            Role::Last,
            Role::First,
            Role::Function,
        ];
        key.chars().count() >= least && self.roles(key).has_none(&other, speech)
    }

    /// True for a name that is nothing else where an article has no capitals at all.
    fn is_clear_in_small_letters(&self, key: &str, entry: &Entry, speech: Speech) -> bool {
        let is_whole = [Kind::Country, Kind::People]
            .iter()
            .any(|kind| entry.sense(*kind).is_some());
        let famous = |sense: &Sense| sense.kind == Kind::Capital && sense.thousands >= FAMOUS;
        !entry.guard
            && (entry.senses.iter().any(famous) || self.is_nothing_else(key, 4, speech))
            && entry.senses.iter().all(|sense| match sense.kind {
                Kind::Country | Kind::People | Kind::Province | Kind::Capital => true,
                Kind::Seat => key.contains(' '),
                Kind::Leader => key.chars().count() > 5,
                // Canada is the country, whatever small town is called so.
                Kind::Town => sense.thousands >= KNOWN || is_whole,
                Kind::Abbreviation => false,
            })
    }

    /// An Arabic name behind the letters that "and", "in", "for", "the" are.
    fn prefixed(&self, place: &Place<'_>) -> Option<(usize, Entry)> {
        let word = place.words.folded(place.first);
        if !word.starts_with(|c: char| ('\u{600}'..'\u{700}').contains(&c)) {
            return None;
        }
        let most = 4.min(place.words.len() - place.first);
        bare_forms(word).iter().find_map(|bare| {
            let hash = u64::from(hashed::hash(bare.as_bytes()));
            let longest = self.longest(&self.beginnings, hash).min(most);
            (1..=longest).rev().find_map(|count| {
                let whole = place.words.key(place.first, count)?;
                let key = format!("{bare}{}", whole.get(word.len()..)?);
                let hash = place.words.hash_behind(hash, place.first + 1, count - 1)?;
                self.fitting(&key, hash, place, count).map(|entry| (count, entry))
            })
        })
    }

    /// A name by the stems of its words.
    fn inflected(&self, place: &Place<'_>) -> Option<(usize, Entry)> {
        let mut best = None;
        let word = place.words.folded(place.first);
        let mut beginnings = stems(word, place.speech);
        // Only what follows may have an ending: Коста-Рики.
        beginnings.push(word.to_owned());
        for stem in beginnings {
            let known = Known {
                hash: u64::from(hashed::hash(stem.as_bytes())),
                key: stem,
                words: 1,
            };
            let longest = self.longest(&self.beginnings, known.hash);
            if longest > 1 && best.as_ref().is_none_or(|(count, _)| *count == 1) {
                best = self.inflected_behind(&known, place, longest).or(best);
            }
            if longest > 0 && best.is_none() {
                best = self.fitting(&known.key, known.hash, place, 1).map(|entry| (1, entry));
            }
        }
        best
    }

    /// The longest name that goes on behind stems that are known to begin one.
    fn inflected_behind(&self, known: &Known, place: &Place<'_>, most: usize) -> Option<(usize, Entry)> {
        let next = place.first + known.words;
        if known.words >= most.min(4) {
            return None;
        }
        let separator = match place.words.get(next)?.gap {
            Gap::Space | Gap::Hyphen => " ",
            Gap::Apostrophe => "'",
            _ => return None,
        };
        let word = place.words.folded(next);
        let mut endings = stems(word, place.speech);
        endings.push(word.to_owned());
        endings.iter().find_map(|ending| {
            let longer = Known {
                hash: hashed::joined(known.hash, separator.as_bytes(), hashed::hash(ending.as_bytes())),
                key: format!("{}{separator}{ending}", known.key),
                words: known.words + 1,
            };
            if longer.words == 2 && self.longest(&self.pairs, longer.hash) == 0 {
                return None;
            }
            self.inflected_behind(&longer, place, most).or_else(|| {
                let entry = self.fitting(&longer.key, longer.hash, place, longer.words);
                entry.map(|entry| (longer.words, entry))
            })
        })
    }

    /// What a folded word can be beside a name.
    pub fn roles(&self, word: &str) -> Roles<'_> {
        let hash = u64::from(hashed::hash(word.as_bytes()));
        Roles(hashed::find(self.part(&self.roles), word, hash).unwrap_or_default())
    }
}

/// Rules out most words that begin no name.
pub(super) struct Sieve<'a> {
    small: &'a [u8],
    all: &'a [u8],
    inflected: bool,
}

impl Sieve<'_> {
    /// False for a word that begins no name.
    #[inline]
    pub fn holds(&self, word: &Word) -> bool {
        let bits = if word.case == Case::Lower { self.small } else { self.all };
        // The "s" behind a name's apostrophe.
        if word.gap == Gap::Apostrophe && word.end() - word.start() == 1 {
            return false;
        }
        !word.ascii || self.inflected || hashed::is_set(bits, word.hash)
    }
}

/// The beginning of a name, as the tables write it.
struct Known {
    key: String,
    hash: u64,
    words: usize,
}

/// A word without the letters that Arabic writes "and", "in", "for", "as", "will" and "the" with.
fn bare_forms(word: &str) -> Vec<String> {
    const THE: &str = "ال";
    let mut forms = vec![word.to_owned()];
    let without_and = word.strip_prefix(['و', 'ف']);
    forms.extend(without_and.map(str::to_owned));
    for form in [Some(word), without_and].into_iter().flatten() {
        forms.extend(form.strip_prefix("لل").map(|rest| format!("{THE}{rest}")));
        forms.extend(form.strip_prefix(['ب', 'ل', 'ك', 'س']).map(str::to_owned));
    }
    let articles: Vec<String> = forms
        .iter()
        .map(|form| match form.strip_prefix(THE) {
            Some(bare) => bare.to_owned(),
            None => format!("{THE}{form}"),
        })
        .collect();
    forms.extend(articles);
    // What is left of a name must be long enough to be one.
    forms.retain(|form| form.chars().count() > 2);
    forms
}

/// The beginnings of a word that may be a stem, the longest first, as the tables write them.
fn stems(word: &str, speech: Speech) -> Vec<String> {
    let most = speech.longest_ending(word);
    let ends = word.char_indices().map(|(at, _)| at).chain([word.len()]).skip(3);
    let ends: Vec<usize> = ends.collect();
    ends.iter()
        .rev()
        .take(if most == 0 { 0 } else { most + 1 })
        .map(|end| format!("{}*", word.get(..*end).unwrap_or_default()))
        .collect()
}

/// What a word can be beside a name, by language.
#[derive(Clone, Copy)]
pub(super) struct Roles<'a>(&'a [u8]);

impl Roles<'_> {
    /// The languages in which it is this.
    pub fn languages(self, role: Role) -> Languages {
        let at = 2 * role as usize;
        match self.0.get(at..at + 2) {
            Some([low, high]) => Languages(u16::from_le_bytes([*low, *high])),
            _ => Languages::NONE,
        }
    }

    /// A bit for each role that it has in the article's language.
    pub fn bits(self, speech: Speech) -> u16 {
        Role::ALL
            .iter()
            .filter(|role| self.has(**role, speech))
            .fold(0, |bits, role| bits | 1 << *role as u16)
    }

    /// True when it is this in the article's language.
    pub fn has(self, role: Role, speech: Speech) -> bool {
        self.languages(role).meets(speech.languages)
    }

    fn has_none(self, roles: &[Role], speech: Speech) -> bool {
        !roles.iter().any(|role| self.has(*role, speech))
    }
}
