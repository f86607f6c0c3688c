//! A text as words: folded for comparison, with the way back to the bytes they came from.

use unicode_normalization::char::{decompose_canonical, is_combining_mark};

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
    /// "&".
    And,
    /// Anything else: the end of a sentence, brackets, quotation marks, an empty line; also the start of the text.
    Break,
}

/// One word of a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    /// Byte offset of its start in the text.
    pub start: usize,
    /// Byte offset behind its end in the text.
    pub end: usize,
    /// Byte offset of its start in the folded text.
    from: usize,
    /// Byte offset behind its end in the folded text.
    to: usize,
    /// How it is capitalised.
    pub case: Case,
    /// What stands before it.
    pub gap: Gap,
    /// It stands in a line of capitals, where capitals say nothing.
    pub shouted: bool,
    /// It stands in a line that capitalises most words, as headlines do.
    pub headline: bool,
}

/// The words of a text.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    folded: String,
    words: Vec<Word>,
}

impl Words {
    /// Splits and folds a text: small letters, no accents, one separator between words, "st" for saint.
    pub fn of(text: &str) -> Self {
        let mut out = Self::default();
        let mut line_start = 0;
        let mut gap_start = 0;
        let mut chars = text.char_indices().peekable();
        while let Some((start, c)) = chars.next() {
            if !c.is_alphanumeric() {
                continue;
            }
            let mut end = start + c.len_utf8();
            let gap = out.gap(&text[gap_start..start]);
            if text[gap_start..start].contains('\n') {
                out.mark_line(line_start);
                line_start = out.words.len();
            }
            out.separate(gap);
            let from = out.folded.len();
            fold(c, &mut out.folded);
            let mut case = Letters::default();
            case.add(c);
            if !is_ideograph(c) {
                while let Some(&(at, c)) = chars.peek() {
                    let inside = (c.is_alphanumeric() && !is_ideograph(c)) || is_combining_mark(c) || is_invisible(c);
                    if !inside {
                        break;
                    }
                    chars.next();
                    if !is_invisible(c) {
                        end = at + c.len_utf8();
                        fold(c, &mut out.folded);
                        case.add(c);
                    }
                }
            }
            out.abbreviate(from);
            let to = out.folded.len();
            out.words.push(Word {
                start,
                end,
                from,
                to,
                case: case.case(),
                gap,
                shouted: false,
                headline: false,
            });
            gap_start = end;
        }
        out.mark_line(line_start);
        out
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.words.len()
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
        self.folded.get(self.words.get(first)?.from..last.to)
    }

    /// The whole folded text.
    pub fn whole(&self) -> &str {
        &self.folded
    }

    /// The folded words with one space between them, whatever stands there in the text.
    pub fn spaced(&self) -> String {
        (0..self.len())
            .map(|index| self.folded(index))
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// The words.
    pub fn iter(&self) -> impl Iterator<Item = &Word> {
        self.words.iter()
    }

    fn gap(&self, between: &str) -> Gap {
        if self.words.is_empty() {
            return Gap::Break;
        }
        if between.is_empty() {
            return Gap::None;
        }
        let marks: String = between
            .chars()
            .filter(|c| !c.is_whitespace() && !is_invisible(*c))
            .collect();
        let spaced = between.chars().any(char::is_whitespace);
        match marks.as_str() {
            // Two line ends are a new paragraph.
            "" if between.matches('\n').count() > 1 => Gap::Break,
            "" if spaced => Gap::Space,
            "" => Gap::None,
            "-" | "\u{2010}" | "\u{2011}" | "\u{2012}" | "\u{2013}" if !spaced => Gap::Hyphen,
            "'" | "\u{2019}" | "\u{2018}" | "\u{2bc}" | "`" | "\u{b4}" if !spaced => Gap::Apostrophe,
            "." if !spaced => Gap::Dot,
            "." if self.ends_in_abbreviation() => Gap::Space,
            ".-" if !spaced => Gap::Hyphen,
            "," | ".," => Gap::Comma,
            "&" => Gap::And,
            _ => Gap::Break,
        }
    }

    /// A full stop behind a single letter or a title does not end a sentence.
    fn ends_in_abbreviation(&self) -> bool {
        let last = self.words.last().map_or("", |word| &self.folded[word.from..word.to]);
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

    fn separate(&mut self, gap: Gap) {
        if !self.words.is_empty() {
            self.folded.push_str(match gap {
                Gap::None => "",
                Gap::Space | Gap::Hyphen => " ",
                Gap::Apostrophe => "'",
                Gap::Dot => ".",
                Gap::Comma => ",",
                Gap::And => " and ",
                Gap::Break => "|",
            });
        }
    }

    fn abbreviate(&mut self, from: usize) {
        let short = match &self.folded[from..] {
            "saint" => "st",
            "sainte" => "ste",
            "mount" => "mt",
            "fort" => "ft",
            _ => return,
        };
        self.folded.truncate(from);
        self.folded.push_str(short);
    }

    fn mark_line(&mut self, start: usize) {
        let line = &mut self.words[start..];
        let long = |word: &&mut Word| word.end - word.start > 3;
        let count =
            |line: &mut [Word], case: Case| line.iter_mut().filter(long).filter(|word| word.case == case).count();
        let (upper, title, lower) = (
            count(line, Case::Upper),
            count(line, Case::Title),
            count(line, Case::Lower),
        );
        // Four words in five: a line of capitals may hold a unit or a name in small letters.
        let shouted = upper > 1 && upper > 4 * (title + lower);
        // One long word in small letters for three with a capital.
        let headline = !shouted && title > 1 && title + upper > 3 * lower;
        for word in line {
            word.shouted = shouted;
            word.headline = headline || shouted;
        }
    }
}

#[derive(Default)]
struct Letters {
    first_upper: bool,
    upper: usize,
    lower: usize,
}

impl Letters {
    fn add(&mut self, c: char) {
        if c.is_uppercase() {
            self.first_upper |= self.upper + self.lower == 0;
            self.upper += 1;
        } else if c.is_lowercase() {
            self.lower += 1;
        }
    }

    fn case(&self) -> Case {
        match (self.upper, self.lower) {
            (0, 0) => Case::None,
            (_, 0) => Case::Upper,
            _ if self.first_upper => Case::Title,
            // d'Ivoire written dIvoire still holds its capital.
            (1.., _) => Case::Title,
            _ => Case::Lower,
        }
    }
}

fn fold(c: char, out: &mut String) {
    if c.is_ascii() {
        out.push(c.to_ascii_lowercase());
        return;
    }
    for small in c.to_lowercase() {
        match small {
            'ı' => out.push('i'),
            'ø' => out.push('o'),
            'ł' => out.push('l'),
            'đ' | 'ð' => out.push('d'),
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'þ' => out.push_str("th"),
            _ => decompose_canonical(small, |part| {
                if !is_combining_mark(part) {
                    out.push(part);
                }
            }),
        }
    }
}

/// Chinese characters: each is a word of its own here, because nothing separates words.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

fn is_invisible(c: char) -> bool {
    // Soft hyphen, zero-width space, joiners, word joiner, byte-order mark.
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}
