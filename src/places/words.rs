//! A text as words: folded for comparison, with the way back to the bytes they came from.

use super::hashed;
use super::letters::{char_at, fold, is_ideograph, is_invisible, is_letter};
use super::run::{CAPITAL, Run, SMALL, SMALL_BIT, kind};

use unicode_normalization::char::is_combining_mark;

/// How a word is capitalised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    /// Begins with a small letter.
    Lower,
    /// Begins with a capital, others are small.
    Title,
    /// Capitals only.
    Upper,
    /// Written without capitals: digits, Chinese, Arabic.
    None,
}

/// What stands before a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    /// Nothing: the words of a script without spaces.
    None,
    /// White space within a paragraph, perhaps behind an abbreviation's full stop.
    Space,
    /// A hyphen or dash without spaces.
    Hyphen,
    /// An apostrophe.
    Apostrophe,
    /// A full stop without a space: U.S.
    Dot,
    /// A comma.
    Comma,
    /// Anything else: the end of a sentence, brackets, quotation marks, an empty line; also the start of the text.
    Break,
}

/// One word of a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    /// Byte offsets in the text.
    start: u32,
    end: u32,
    /// Byte offsets in the folded text.
    from: u32,
    to: u32,
    /// Of its folded letters.
    pub hash: u32,
    /// It is written in letters and digits of ASCII.
    pub ascii: bool,
    /// How it is capitalised.
    pub case: Case,
    /// What stands before it.
    pub gap: Gap,
    /// It stands in a line of capitals, where capitals say nothing.
    pub shouted: bool,
    /// It stands in a line that capitalises most words, as headlines do.
    pub headline: bool,
}

impl Word {
    /// Byte offset of its start in the text.
    pub fn start(&self) -> usize {
        self.start as usize
    }

    /// Byte offset behind its end in the text.
    pub fn end(&self) -> usize {
        self.end as usize
    }
}

/// The words of a text, of less than four gigabytes.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    folded: String,
    words: Vec<Word>,
    /// Words that begin with a capital.
    capitals: usize,
}

impl Words {
    /// Splits and folds a text: small letters, no accents, one separator between words, "st" for saint.
    pub fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut folded = Vec::with_capacity(text.len() + 8);
        let mut words: Vec<Word> = Vec::with_capacity(text.len() / 5);
        let mut line = Line::default();
        let mut capitals = 0;
        let (mut at, mut gap_start) = (0, 0);
        while let Some(byte) = bytes.get(at) {
            if byte.is_ascii() && kind(*byte) == 0 {
                at += 1;
                continue;
            }
            let start = at;
            if !byte.is_ascii() {
                let Some(c) = char_at(text, at) else { break };
                if !is_letter(c) {
                    at += c.len_utf8();
                    continue;
                }
            }
            let mut new_line = false;
            let gap = if words.is_empty() {
                Gap::Break
            } else if start == gap_start + 1 && bytes.get(gap_start) == Some(&b' ') {
                Gap::Space
            } else {
                let between = text.get(gap_start..start).unwrap_or_default();
                new_line = between.contains('\n');
                if between.trim() == "&" {
                    words.push(ampersand(
                        gap_start + between.find('&').unwrap_or_default(),
                        &mut folded,
                    ));
                    Gap::Space
                } else {
                    gap(between, || ends_in_abbreviation(&words, &folded))
                }
            };
            match gap {
                _ if words.is_empty() => {}
                // The commonest by far.
                Gap::Space => folded.push(b' '),
                _ => folded.extend_from_slice(separator(gap)),
            }
            let from = folded.len();
            let run = Run::of(bytes, at);
            at += run.length;
            let mut kinds = run.kinds;
            // Eight bytes are written at once, whatever the word's length: that is one store.
            folded.extend_from_slice(&run.packed.to_le_bytes());
            folded.truncate(from + run.length.min(8));
            if run.length > 8 {
                let rest = bytes.get(start + 8..at).unwrap_or_default();
                folded.extend(rest.iter().map(|byte| byte | SMALL_BIT));
            }
            let mut end = at;
            let ascii = char_at(text, at)
                .is_none_or(|c| c.is_ascii() || !(is_letter(c) || is_combining_mark(c) || is_invisible(c)));
            if !ascii {
                while let Some(c) = char_at(text, at).filter(|c| !c.is_ascii() || kind(*c as u8) != 0) {
                    let ideograph = is_ideograph(c);
                    let inside =
                        (is_letter(c) && (!ideograph || at == start)) || is_combining_mark(c) || is_invisible(c);
                    if !inside {
                        break;
                    }
                    at += c.len_utf8();
                    if !is_invisible(c) {
                        end = at;
                        fold(c, &mut folded);
                        kinds |= (u8::from(c.is_lowercase()) * SMALL) | (u8::from(c.is_uppercase()) * CAPITAL);
                    }
                    if ideograph {
                        break;
                    }
                }
            }
            at = end;
            let short = abbreviate(&mut folded, from);
            let hash = if ascii && !short && run.length <= 8 {
                hashed::hash_packed(run.packed)
            } else {
                hashed::hash(folded.get(from..).unwrap_or_default())
            };
            let case = match (kinds & CAPITAL != 0, kinds & SMALL != 0) {
                (false, false) => Case::None,
                (true, false) => Case::Upper,
                // d'Ivoire written dIvoire still holds its capital.
                (true, true) => Case::Title,
                (false, true) => Case::Lower,
            };
            capitals += usize::from(matches!(case, Case::Title | Case::Upper));
            // What combines is folded away, so that a text's Unicode form makes no difference.
            let letters = match ascii {
                true => run.length,
                false => folded.iter().skip(from).filter(|byte| (**byte as i8) >= -0x40).count(),
            };
            // What goes on in small letters is the same sentence, wrapped.
            if new_line && case != Case::Lower {
                line.end(&mut words);
            }
            if letters > 3 {
                line.add(case);
            }
            words.push(Word {
                start: start as u32,
                end: end as u32,
                from: from as u32,
                to: folded.len() as u32,
                hash,
                ascii,
                case,
                gap,
                shouted: false,
                headline: false,
            });
            gap_start = end;
        }
        line.end(&mut words);
        Self {
            // Folded letters are whole characters.
            folded: String::from_utf8(folded).unwrap_or_default(),
            words,
            capitals,
        }
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// True for a text without capitals, as people type in a hurry.
    pub fn lowered(&self) -> bool {
        self.capitals == 0 && self.len() > 1
    }

    /// The word at an index.
    pub fn get(&self, index: usize) -> Option<&Word> {
        self.words.get(index)
    }

    /// The folded letters of a word; empty behind the end.
    pub fn folded(&self, index: usize) -> &str {
        self.key(index, 1).unwrap_or("")
    }

    /// The folded form of `count` words with what stands between them.
    pub fn key(&self, first: usize, count: usize) -> Option<&str> {
        let last = self.words.get(first.checked_add(count)?.checked_sub(1)?)?;
        let from = self.words.get(first)?.from as usize;
        self.folded.get(from..last.to as usize)
    }

    /// The whole folded text.
    pub fn whole(&self) -> &str {
        &self.folded
    }

    /// The words.
    pub fn iter(&self) -> impl Iterator<Item = &Word> {
        self.words.iter()
    }

    /// The hash of what stands in `count` words, as the tables have it.
    pub fn hash(&self, first: usize, count: usize) -> Option<u64> {
        let hash = u64::from(self.words.get(first)?.hash);
        self.hash_behind(hash, first + 1, count.checked_sub(1)?)
    }

    /// The hash of something with what stands in `count` words behind it.
    pub fn hash_behind(&self, hash: u64, first: usize, count: usize) -> Option<u64> {
        let words = self.words.get(first..first.checked_add(count)?)?;
        Some(
            words
                .iter()
                .fold(hash, |hash, word| hashed::joined(hash, separator(word.gap), word.hash)),
        )
    }
}

/// What stands between two words.
fn gap(between: &str, ends_in_abbreviation: impl Fn() -> bool) -> Gap {
    if between.is_empty() {
        return Gap::None;
    }
    let (mut marks, mut mark, mut second) = (0, ' ', ' ');
    let (mut spaced, mut lines) = (false, 0);
    for c in between.chars() {
        if c.is_whitespace() {
            spaced = true;
            lines += usize::from(c == '\n');
        } else if !is_invisible(c) {
            marks += 1;
            match marks {
                1 => mark = c,
                _ => second = c,
            }
        }
    }
    match (marks, mark, second) {
        // Two line ends are a new paragraph.
        (0, ..) if lines > 1 => Gap::Break,
        (0, ..) if spaced => Gap::Space,
        (0, ..) => Gap::None,
        (1, '-' | '\u{2010}' | '\u{2011}' | '\u{2012}' | '\u{2013}', _) if !spaced => Gap::Hyphen,
        (1, '\'' | '\u{2019}' | '\u{2018}' | '\u{2bc}' | '`' | '\u{b4}', _) if !spaced => Gap::Apostrophe,
        (1, '.', _) if !spaced => Gap::Dot,
        (1, '.', _) if ends_in_abbreviation() => Gap::Space,
        (2, '.', '-' | '\u{2010}' | '\u{2011}' | '\u{2012}' | '\u{2013}') if !spaced => Gap::Hyphen,
        (1, ',', _) | (2, '.', ',') => Gap::Comma,
        _ => Gap::Break,
    }
}

/// An "&" alone between two words is the word "and".
fn ampersand(at: usize, folded: &mut Vec<u8>) -> Word {
    folded.extend_from_slice(b" and");
    Word {
        start: at as u32,
        end: at as u32 + 1,
        from: (folded.len() - 3) as u32,
        to: folded.len() as u32,
        hash: hashed::hash(b"and"),
        ascii: true,
        case: Case::None,
        gap: Gap::Space,
        shouted: false,
        headline: false,
    }
}

/// How a gap is written between folded words.
fn separator(gap: Gap) -> &'static [u8] {
    match gap {
        Gap::None => b"",
        Gap::Space | Gap::Hyphen => b" ",
        Gap::Apostrophe => b"'",
        Gap::Dot => b".",
        Gap::Comma => b",",
        Gap::Break => b"|",
    }
}

/// A full stop behind a single letter or a title does not end a sentence.
fn ends_in_abbreviation(words: &[Word], folded: &[u8]) -> bool {
    let last = words
        .last()
        .and_then(|word| folded.get(word.from as usize..word.to as usize));
    let last = last.and_then(|last| std::str::from_utf8(last).ok()).unwrap_or_default();
    last.chars().count() == 1
        || matches!(
            last,
            "st" | "ste"
                | "mt"
                | "ft"
                | "dr"
                | "mr"
                | "mrs"
                | "ms"
                | "jr"
                | "sen"
                | "rep"
                | "gov"
                | "gen"
                | "col"
                | "lt"
                | "sgt"
                | "capt"
                | "rev"
                | "prof"
                | "dom"
                | "va"
        )
}

/// Shortens the folded word that begins here, where it has a usual short form; true when it did.
fn abbreviate(folded: &mut Vec<u8>, from: usize) -> bool {
    let word = folded.get(from..).unwrap_or_default();
    if !(4..=6).contains(&word.len()) {
        return false;
    }
    let short: &[u8] = match word {
        b"saint" => b"st",
        b"sainte" => b"ste",
        b"mount" => b"mt",
        b"fort" => b"ft",
        _ => return false,
    };
    folded.truncate(from);
    folded.extend_from_slice(short);
    true
}

/// How the longer words of a line are capitalised.
#[derive(Default)]
struct Line {
    start: usize,
    upper: usize,
    title: usize,
    lower: usize,
}

impl Line {
    fn add(&mut self, case: Case) {
        match case {
            Case::Upper => self.upper += 1,
            Case::Title => self.title += 1,
            Case::Lower => self.lower += 1,
            Case::None => {}
        }
    }

    /// Marks the words of a line that is all capitals, or that capitalises most words; a new line begins.
    fn end(&mut self, words: &mut [Word]) {
        // Four words in five: a line of capitals may hold a unit or a name in small letters.
        let shouted = self.upper > 1 && self.upper > 4 * (self.title + self.lower);
        // One long word in small letters for three with a capital.
        let headline = shouted || self.title > 1 && self.title + self.upper > 3 * self.lower;
        if headline {
            for word in words.iter_mut().skip(self.start) {
                word.shouted = shouted;
                word.headline = true;
            }
        }
        *self = Self {
            start: words.len(),
            ..Self::default()
        };
    }
}
