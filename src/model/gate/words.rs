//! A text as words that can be compared, whatever their case, accents and endings.

use unicode_normalization::UnicodeNormalization as _;

/// A word where it stands.
#[derive(Clone, Debug)]
pub(super) struct Word<'a> {
    /// As written.
    pub(super) text: &'a str,
    /// In small letters, without accents, dots and the English genitive.
    pub(super) folded: String,
    /// Without the commonest English endings.
    pub(super) stem: String,
    /// Byte offset of its start.
    pub(super) start: usize,
    /// Byte offset behind its end.
    pub(super) end: usize,
    /// True when a capital letter at its start may be that of a sentence.
    pub(super) opens: bool,
}

impl Word<'_> {
    /// True when it begins with a capital letter.
    pub(super) fn is_capitalised(&self) -> bool {
        self.text.starts_with(char::is_uppercase)
    }

    /// True when it has a digit in it.
    pub(super) fn has_digit(&self) -> bool {
        self.text.contains(|c: char| c.is_numeric())
    }

    /// True when it carries meaning of its own.
    pub(super) fn is_telling(&self) -> bool {
        !is_function(&self.folded)
    }
}

/// The words of a text.
pub(super) fn words(text: &str) -> Vec<Word<'_>> {
    let mut found: Vec<Word<'_>> = Vec::new();
    let mut chars = text.char_indices().peekable();
    let mut start = None;
    let mut last = ' ';
    let mut behind = 0;
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map_or(' ', |(_, next)| *next);
        let inside = c.is_alphanumeric()
            || unicode_normalization::char::is_combining_mark(c)
            || (start.is_some() && joins(last, c, next, text.get(start.unwrap_or(at)..at).unwrap_or_default()));
        if inside {
            start.get_or_insert(at);
        }
        let ends = !inside || chars.peek().is_none();
        if let (Some(from), true) = (start, ends) {
            let end = if inside { at + c.len_utf8() } else { at };
            let between = text.get(behind..from).unwrap_or_default();
            let opens = found.is_empty() || between.contains(['.', '!', '?', '…', ':', '"', '“', '‘', '«', '—', '–']);
            if let Some(word) = text.get(from..end) {
                found.push(Word::new(word, from, opens));
            }
            behind = end;
            start = None;
        }
        last = c;
    }
    found
}

impl<'a> Word<'a> {
    fn new(text: &'a str, start: usize, opens: bool) -> Self {
        let folded = fold(text);
        Self {
            text,
            stem: stem(&folded).to_owned(),
            folded,
            start,
            end: start + text.len(),
            opens,
        }
    }
}

/// True when a mark stands inside a word: "don't", "1,200", "14:05", "U.S".
fn joins(last: char, mark: char, next: char, so_far: &str) -> bool {
    match mark {
        '\'' | '’' => last.is_alphabetic() && next.is_alphabetic(),
        '.' if last.is_uppercase() && next.is_uppercase() => {
            so_far.split('.').all(|letter| letter.chars().count() == 1)
        }
        '.' | ',' | ':' => last.is_ascii_digit() && next.is_ascii_digit(),
        _ => false,
    }
}

/// Small letters without accents; without the genitive and the dots of an abbreviation.
pub(super) fn fold(word: &str) -> String {
    let word: String = word
        .to_lowercase()
        .nfd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .map(|c| if c == '’' { '\'' } else { c })
        .collect();
    let word = word.strip_suffix("'s").unwrap_or(&word);
    if word.contains(|c: char| c.is_numeric()) {
        word.to_owned()
    } else {
        word.replace('.', "")
    }
}

/// Cuts the commonest English endings, so that "killed", "kills" and "killing" meet.
pub(super) fn stem(word: &str) -> &str {
    let cut = |ending: &str| word.strip_suffix(ending).filter(|rest| rest.chars().count() >= 3);
    let short = || {
        word.strip_suffix('d')
            .filter(|rest| rest.len() > 2 && rest.ends_with('e') && !rest.ends_with("ee"))
    };
    let plural = || word.strip_suffix('s').filter(|rest| !rest.ends_with('s'));
    let rest = cut("ing")
        .or_else(|| cut("ied"))
        .or_else(|| cut("ies"))
        .or_else(|| cut("ed"));
    let rest = rest
        .or_else(|| cut("es"))
        .or_else(short)
        .or_else(plural)
        .unwrap_or(word);
    let rest = rest
        .strip_suffix(['e', 'y'])
        .filter(|rest| rest.len() >= 3)
        .unwrap_or(rest);
    // "stopped" and "stop".
    let mut letters = rest.char_indices().rev();
    match (letters.next(), letters.next()) {
        (Some((at, last)), Some((_, before))) if last == before && rest.len() > 3 && word != rest => {
            rest.get(..at).unwrap_or(rest)
        }
        _ => rest,
    }
}

/// True for English words that only hold a sentence together.
pub(super) fn is_function(folded: &str) -> bool {
    FUNCTION.contains(&folded)
}

// Words of time, place and measure such as "after", "against" and "more" are not among them: which of them stands in a
// sentence makes a difference.
const FUNCTION: &[&str] = &[
    "a",
    "about",
    "according",
    "added",
    "also",
    "am",
    "an",
    "and",
    "another",
    "any",
    "are",
    "as",
    "at",
    "be",
    "been",
    "being",
    "both",
    "but",
    "by",
    "can",
    "could",
    "did",
    "do",
    "does",
    "doing",
    "during",
    "each",
    "either",
    "for",
    "from",
    "had",
    "has",
    "have",
    "having",
    "he",
    "he's",
    "her",
    "hers",
    "him",
    "his",
    "how",
    "however",
    "if",
    "in",
    "including",
    "into",
    "is",
    "it",
    "it's",
    "its",
    "itself",
    "may",
    "might",
    "of",
    "on",
    "one",
    "onto",
    "or",
    "other",
    "others",
    "own",
    "per",
    "said",
    "same",
    "say",
    "saying",
    "says",
    "she",
    "she's",
    "so",
    "some",
    "such",
    "than",
    "that",
    "that's",
    "the",
    "their",
    "them",
    "then",
    "there",
    "these",
    "they",
    "they're",
    "this",
    "those",
    "to",
    "too",
    "very",
    "via",
    "was",
    "were",
    "what",
    "when",
    "where",
    "whether",
    "which",
    "while",
    "who",
    "whom",
    "whose",
    "will",
    "with",
    "would",
];

/// Such words that other languages have too.
const SHARED: &[&str] = &[
    "a", "also", "am", "an", "as", "do", "for", "he", "her", "him", "in", "me", "on", "or", "per", "so", "then", "too",
    "via", "was", "will", "may", "can", "are", "have", "had", "has", "she", "some", "but", "such",
];

/// True when so many of a text's words are English that what the gate knows of English holds for it.
pub fn is_english(text: &str) -> bool {
    let words = words(text);
    let english = |word: &&Word<'_>| is_function(&word.folded) && !SHARED.contains(&word.folded.as_str());
    // English news has 20 to 40 such words in 100, other languages none but by chance.
    !words.is_empty() && words.iter().filter(english).count() * 10 >= words.len()
}
