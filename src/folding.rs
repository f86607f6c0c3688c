//! The words of a text as the search index and readers' filters hold them: case and diacritics folded, scripts without spaces in pairs.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

/// The words of an article, in order.
pub fn index_words(text: &str) -> Vec<String> {
    let folded = fold(text);
    let mut words = Vec::new();
    for run in runs(&folded) {
        match run {
            Run::Spelt(pieces) => words.extend(pieces.into_iter().map(str::to_owned)),
            Run::Unspaced(letters) => {
                // Every pair, and the last letter alone, so that a single letter is the start of some word anywhere.
                words.extend(letters.windows(2).map(|pair| pair.concat()));
                words.extend(letters.last().map(|letter| (*letter).to_owned()));
            }
        }
    }
    words
}

/// What a query asks of each article: every phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// Words that follow each other.
    pub words: Vec<String>,
    /// True when the last word need only be the start of one.
    pub prefix: bool,
}

/// The phrases of a query, each once, in order.
pub fn query_phrases(query: &str) -> Vec<Phrase> {
    let folded = fold(query);
    let mut phrases = Vec::new();
    for run in runs(&folded) {
        let phrase = match run {
            Run::Spelt(pieces) => Phrase {
                words: pieces.into_iter().map(str::to_owned).collect(),
                prefix: false,
            },
            Run::Unspaced(letters) if letters.len() == 1 => Phrase {
                words: vec![letters.concat()],
                prefix: true,
            },
            Run::Unspaced(letters) => Phrase {
                words: letters.windows(2).map(|pair| pair.concat()).collect(),
                prefix: false,
            },
        };
        if !phrases.contains(&phrase) {
            phrases.push(phrase);
        }
    }
    phrases
}

/// What asks for words that follow each other: one phrase, or in scripts without spaces one for each written word.
pub fn phrases_in_order(words: &str) -> Vec<Phrase> {
    let phrases = query_phrases(words);
    let spelt = index_words(words);
    // In scripts without spaces the index has more words than a query: each run's last letter alone.
    if phrases.is_empty()
        || phrases.iter().any(|phrase| phrase.prefix)
        || spelt.iter().any(|word| word.starts_with(is_unspaced))
    {
        return phrases;
    }
    vec![Phrase {
        words: spelt,
        prefix: false,
    }]
}

/// True when the words of a text, as `index_words` gives them, hold a phrase.
pub fn holds(text: &[String], phrase: &Phrase) -> bool {
    let last = phrase.words.len().saturating_sub(1);
    !phrase.words.is_empty()
        && text.windows(phrase.words.len()).any(|window| {
            let mut pairs = window.iter().zip(&phrase.words).enumerate();
            pairs
                .all(|(at, (word, wanted))| word == wanted || (phrase.prefix && at == last && word.starts_with(wanted)))
        })
}

enum Run<'a> {
    /// One written word, cut at apostrophes and the like.
    Spelt(Vec<&'a str>),
    /// Letters of a script that puts no spaces between words.
    Unspaced(Vec<&'a str>),
}

fn runs(folded: &str) -> Vec<Run<'_>> {
    let mut runs = Vec::new();
    let mut unspaced: Vec<&str> = Vec::new();
    for segment in folded.split_word_bounds() {
        // One segment may hold both kinds: Latin letters and Hangul are not parted by a word boundary.
        let mut rest = segment;
        while !rest.is_empty() {
            let kind = rest.starts_with(is_unspaced);
            let end = rest
                .find(|c| is_unspaced(c) != kind && !is_combining_mark(c))
                .unwrap_or(rest.len());
            let (group, behind) = rest.split_at(end);
            rest = behind;
            if kind {
                unspaced.extend(group.graphemes(true));
                continue;
            }
            if !unspaced.is_empty() {
                runs.push(Run::Unspaced(std::mem::take(&mut unspaced)));
            }
            let pieces: Vec<&str> = group
                .split(|c: char| !is_word(c))
                .filter(|piece| piece.chars().any(char::is_alphanumeric))
                .collect();
            if !pieces.is_empty() {
                runs.push(Run::Spelt(pieces));
            }
        }
    }
    if !unspaced.is_empty() {
        runs.push(Run::Unspaced(unspaced));
    }
    runs
}

/// Marks beyond ASCII belong to the words they stand in (Hindi vowels); punctuation and symbols do not.
fn is_word(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

/// Han, kana, Hangul (words with their endings), Thai, Lao, Burmese, Khmer: the blocks of the Unicode standard.
fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{0e01}'..='\u{0eff}'
        | '\u{1000}'..='\u{109f}'
        | '\u{1780}'..='\u{17d3}'
        | '\u{3005}'..='\u{3007}'
        | '\u{3041}'..='\u{30ff}'
        | '\u{3400}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
        && c.is_alphanumeric()
}

fn fold(text: &str) -> String {
    let plain: String = text
        .nfkd()
        .flat_map(char::to_lowercase)
        .filter(|c| !is_diacritic(*c))
        .nfc()
        .collect();
    let mut folded = String::with_capacity(plain.len());
    for c in plain.chars() {
        match letters_of(c) {
            Some(letters) => folded.push_str(letters),
            None => folded.push(c),
        }
    }
    without_acronym_dots(&folded)
}

/// Accents of Latin, Greek and Cyrillic; points of Hebrew and Arabic; invisible joiners. Other marks spell words.
fn is_diacritic(c: char) -> bool {
    matches!(c,
        '\u{0300}'..='\u{036f}' | '\u{0591}'..='\u{05c7}' | '\u{0610}'..='\u{061a}' | '\u{0640}'
        | '\u{064b}'..='\u{065f}' | '\u{0670}' | '\u{06d6}'..='\u{06dc}' | '\u{200b}'..='\u{200f}' | '\u{ad}')
}

/// Letters that people write without their stroke or as two, and that no decomposition takes apart.
fn letters_of(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ħ' => "h",
        'ı' => "i",
        'ς' => "σ",
        '’' | 'ʼ' | '‘' => "'",
        _ => return None,
    })
}

/// "u.s." becomes "us": a dot between two single letters, and the one behind them, only say that they are initials.
fn without_acronym_dots(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let letter = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(|c| c.is_alphabetic());
    let mut out = String::with_capacity(text.len());
    for (at, c) in chars.iter().enumerate() {
        let between = *c == '.'
            && letter(at.checked_sub(1))
            && letter(Some(at + 1))
            && !letter(at.checked_sub(2))
            && !letter(Some(at + 2));
        if !between {
            out.push(*c);
        }
    }
    out
}
