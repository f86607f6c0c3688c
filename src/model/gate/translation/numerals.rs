//! Numbers across languages: the same ones in the same order.

use super::super::numbers;
use super::super::words::Word;
use super::tongues::{Tongue, matches};

/// A number of a sentence.
#[derive(Clone, Debug)]
pub(super) enum Numeral {
    /// Its value; below nothing for "thousands" and its like, which say no more than a magnitude.
    Value(f64, String),
    /// Digits with other signs, which must stand as they are: "14:05", "F16".
    Mixed(String),
}

impl PartialEq for Numeral {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Value(a, _), Self::Value(b, _)) => (a - b).abs() <= a.abs() * 1e-9,
            (Self::Mixed(a), Self::Mixed(b)) => a == b,
            _ => false,
        }
    }
}

impl Numeral {
    /// As written.
    pub(super) fn text(&self) -> &str {
        match self {
            Self::Value(_, text) | Self::Mixed(text) => text,
        }
    }
}

/// A word in numbers: a value by itself, or one that multiplies what stands before.
#[derive(Clone, Copy)]
enum Spelt {
    Small(f64),
    Scale(f64),
    /// Many of them: "thousands".
    Many(f64),
}

/// The numbers of a sentence, in English where no other language is given.
pub(super) fn numerals(text: &str, words: &[Word<'_>], tongue: Option<Tongue>) -> Vec<Numeral> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        at += 1;
        let spelling = spelt(word, tongue).filter(|_| !is_percent(words, at - 1));
        let mut written = word.text.to_owned();
        let mut value = if word.has_digit() {
            let (joined, more) = grouped(text, words, at - 1, tongue);
            at += more;
            written = joined;
            match digits(&written, tongue) {
                Some(value) => value,
                None => {
                    found.push(Numeral::Mixed(written.to_lowercase()));
                    continue;
                }
            }
        } else {
            match spelling {
                Some(Spelt::Small(small)) => {
                    let (ones, more) = ones(small, words, at, tongue);
                    at += more;
                    small + ones
                }
                Some(Spelt::Scale(scale)) => scale,
                Some(Spelt::Many(scale)) => -scale,
                None => {
                    // A number that the tables cannot read is one that nothing can be held against.
                    if tongue.is_some_and(|tongue| unread(tongue).any(|pattern| matches(pattern, word))) {
                        found.push(Numeral::Mixed(word.text.to_owned()));
                    }
                    continue;
                }
            }
        };
        while let Some(next) = words.get(at).filter(|_| !is_percent(words, at)) {
            let Some(Spelt::Scale(scale) | Spelt::Many(scale)) = spelt(next, tongue) else {
                break;
            };
            value *= scale;
            at += 1;
        }
        let minus = text.get(..word.start).is_some_and(|before| {
            let mut signs = before.chars().rev();
            matches!(signs.next(), Some('-' | '−')) && signs.next().is_none_or(char::is_whitespace)
        });
        found.push(if minus {
            Numeral::Mixed(format!("-{value}"))
        } else {
            Numeral::Value(value, written)
        });
    }
    found
}

/// What the numbers of a sentence are counted in, as far as signs and words for it are known.
pub(super) fn units(text: &str, words: &[Word<'_>]) -> Vec<&'static str> {
    let word = |starts: &[&str]| {
        words
            .iter()
            .any(|word| starts.iter().any(|start| word.folded.starts_with(start)))
    };
    let percent =
        text.contains('%') || (0..words.len()).any(|at| is_percent(words, at)) || word(&["percent", "prozent"]);
    let found = [
        (percent, "%"),
        (text.contains('$') || word(&["dollar", "dolar"]), "$"),
        (
            text.contains('€')
                || words
                    .iter()
                    .any(|word| matches!(word.folded.as_str(), "euro" | "euros")),
            "€",
        ),
        (
            text.contains('£') || word(&["pound", "libra", "livre", "pfund", "sterlin"]),
            "£",
        ),
        (text.contains('¥') || word(&["yen", "yuan", "iene"]), "¥"),
        (text.contains('₹') || word(&["rupee", "rupia", "roupie", "rupie"]), "₹"),
        (
            text.contains('°') || word(&["degree", "grado", "degre", "grau", "grad"]),
            "°",
        ),
    ];
    found.into_iter().filter(|(is, _)| *is).map(|(_, unit)| unit).collect()
}

/// True for "cent" in "per cent" and its like.
fn is_percent(words: &[Word<'_>], at: usize) -> bool {
    let folded = |at: usize| words.get(at).map_or("", |word| word.folded.as_str());
    let before = at.checked_sub(1).map_or("", folded);
    matches!(folded(at), "cent" | "ciento" | "cien" | "cento") && matches!(before, "per" | "por" | "pour")
}

/// The ones behind spelt tens, and how many words they take: "thirty-five", "treinta y cinco".
fn ones(tens: f64, words: &[Word<'_>], at: usize, tongue: Option<Tongue>) -> (f64, usize) {
    if !(20.0..=90.0).contains(&tens) || tens % 10.0 != 0.0 {
        return (0.0, 0);
    }
    let joined = words
        .get(at)
        .is_some_and(|word| tongue.is_some() && matches!(word.folded.as_str(), "y" | "e" | "et"));
    let more = usize::from(joined);
    match words.get(at + more).and_then(|word| spelt(word, tongue)) {
        Some(Spelt::Small(ones)) if ones < 10.0 => (ones, more + 1),
        _ => (0.0, 0),
    }
}

/// Digits with their groups: French and others part thousands with spaces.
fn grouped(text: &str, words: &[Word<'_>], at: usize, tongue: Option<Tongue>) -> (String, usize) {
    let is_digits = |word: &Word<'_>| word.text.chars().all(|c| c.is_ascii_digit());
    let mut joined = words.get(at).map_or(String::new(), |word| word.text.to_owned());
    let mut more = 0;
    if tongue.is_none()
        || !words
            .get(at)
            .is_some_and(|word| is_digits(word) && word.text.len() <= 3)
    {
        return (joined, 0);
    }
    while let (Some(last), Some(next)) = (words.get(at + more), words.get(at + more + 1)) {
        let gap = text.get(last.end..next.start);
        let whole = next.text.split([',', '.']).next().unwrap_or_default();
        if !matches!(gap, Some(" " | "\u{a0}" | "\u{202f}"))
            || whole.len() != 3
            || !whole.chars().all(|c| c.is_ascii_digit())
        {
            break;
        }
        joined.push_str(next.text);
        more += 1;
        if !is_digits(next) {
            break;
        }
    }
    (joined, more)
}

/// The value of digits: with a decimal point in English; elsewhere a mark in front of just three digits parts thousands,
/// any other is a decimal one.
fn digits(text: &str, tongue: Option<Tongue>) -> Option<f64> {
    let endings: &[&str] = match tongue {
        None => &["st", "nd", "rd", "th"],
        Some(_) => &["º", "ª", "er", "re", "e", "ème", "°"],
    };
    let text = endings
        .iter()
        .find_map(|ending| text.strip_suffix(ending).filter(|rest| rest.len() <= 2))
        .unwrap_or(text);
    if !text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',')) {
        return None;
    }
    let groups: Vec<&str> = text.split(['.', ',']).collect();
    let thousands = |groups: &[&str]| groups.iter().skip(1).all(|group| group.len() == 3);
    let first_is_whole = groups
        .first()
        .is_some_and(|first| *first != "0" && (1..=3).contains(&first.len()));
    if tongue.is_none() {
        let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
        let groups: Vec<&str> = whole.split(',').collect();
        let fits = groups.len() == 1 || (thousands(&groups) && first_is_whole);
        return if fits {
            format!("{}.{part}", groups.concat()).parse().ok()
        } else {
            None
        };
    }
    if groups.len() == 1 || (thousands(&groups) && first_is_whole) {
        return groups.concat().parse().ok();
    }
    let (part, whole) = groups.split_last()?;
    if !thousands(whole) {
        return None;
    }
    format!("{}.{part}", whole.concat()).parse().ok()
}

/// What further words for numbers look like.
fn unread(tongue: Tongue) -> impl Iterator<Item = &'static str> {
    let patterns = match tongue {
        Tongue::Spanish => "veinti* *cientos *cientas quinient*",
        Tongue::French => "quatre-* soixante-*",
        Tongue::Portuguese => "duzent* trezent* *centos *centas quinhent*",
        Tongue::German => {
            "*undzwanzig *unddreißig *undvierzig *undfünfzig *undsechzig *undsiebzig *undachtzig *undneunzig \
            *hundert *tausend hundert* tausend*"
        }
        Tongue::Italian => {
            "ventuno ventidue ventitre ventiquattro venticinque ventisei ventisette ventotto ventinove \
            trenta* quaranta* cinquanta* sessanta* settanta* ottanta* novanta* *cento *mila"
        }
    };
    patterns.split_whitespace()
}

fn spelt(word: &Word<'_>, tongue: Option<Tongue>) -> Option<Spelt> {
    let folded = word.folded.as_str();
    let Some(tongue) = tongue else {
        return match folded {
            // A pronoun more often than a number.
            "one" | "zero" => None,
            "dozens" | "tens" => Some(Spelt::Many(10.0)),
            "hundreds" | "thousands" | "millions" | "billions" | "trillions" => {
                numbers::scale(folded.trim_end_matches('s')).map(Spelt::Many)
            }
            "m" | "bn" | "tn" => None,
            _ => numbers::small(folded)
                .map(Spelt::Small)
                .or_else(|| numbers::scale(folded).map(Spelt::Scale)),
        };
    };
    let (small, teens, tens, scales) = tables(tongue);
    let at = |list: &str| {
        list.split_whitespace()
            .position(|names| names.split('/').any(|name| name == folded))
    };
    let counted = at(small)
        .map(|at| at + 2)
        .or_else(|| at(teens).map(|at| at + 13))
        .or_else(|| at(tens).map(|at| (at + 2) * 10));
    if let Some(value) = counted.and_then(|value| u32::try_from(value).ok()) {
        return Some(Spelt::Small(f64::from(value)));
    }
    let mut rows = scales.split_whitespace().filter_map(|row| row.split_once('='));
    let (_, value) = rows.find(|(names, _)| names.split('/').any(|name| name == folded))?;
    let many = value.starts_with('-');
    let value: f64 = value.trim_start_matches('-').parse().ok()?;
    Some(if many { Spelt::Many(value) } else { Spelt::Scale(value) })
}

/// The numbers of a language without accents: 2 to 12, 13 to 19, the tens from 20, and what multiplies, where "-" marks a
/// plural that alone says no number.
fn tables(tongue: Tongue) -> (&'static str, &'static str, &'static str, &'static str) {
    match tongue {
        Tongue::Spanish => (
            "dos tres cuatro cinco seis siete ocho nueve diez once doce",
            "trece catorce quince dieciseis diecisiete dieciocho diecinueve",
            "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
            "docena=12 cien/ciento=100 mil=1e3 millon=1e6 billon=1e12 decenas/docenas=-10 cientos/centenares=-100 \
             miles/millares=-1e3 millones=-1e6 billones=-1e12",
        ),
        Tongue::French => (
            "deux trois quatre cinq six sept huit neuf dix onze douze",
            "treize quatorze quinze seize dix-sept dix-huit dix-neuf",
            "vingt trente quarante cinquante soixante",
            "douzaine=12 cent=100 cents=100 mille=1e3 million=1e6 milliard=1e9 billion=1e12 dizaines/douzaines=-10 \
             centaines=-100 milliers=-1e3 millions=-1e6 milliards=-1e9",
        ),
        Tongue::Portuguese => (
            "dois/duas tres quatro cinco seis sete oito nove dez onze doze",
            "treze catorze/quatorze quinze dezesseis/dezasseis dezessete/dezassete dezoito dezenove/dezanove",
            "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa",
            "duzia=12 cem=100 mil=1e3 milhao=1e6 bilhao=1e9 trilhao=1e12 dezenas/duzias=-10 centenas=-100 milhares=-1e3 \
             milhoes=-1e6 bilhoes=-1e9",
        ),
        Tongue::German => (
            "zwei/beide/beiden drei vier funf sechs sieben acht neun zehn elf zwolf",
            "dreizehn vierzehn funfzehn sechzehn siebzehn achtzehn neunzehn",
            "zwanzig dreißig vierzig funfzig sechzig siebzig achtzig neunzig",
            "dutzend=12 hundert=100 tausend=1e3 million/mio=1e6 milliarde/mrd=1e9 billion=1e12 dutzende=-10 hunderte=-100 \
             tausende=-1e3 millionen=-1e6 milliarden=-1e9 billionen=-1e12",
        ),
        Tongue::Italian => (
            "due tre quattro cinque sei sette otto nove dieci undici dodici",
            "tredici quattordici quindici sedici diciassette diciotto diciannove",
            "venti trenta quaranta cinquanta sessanta settanta ottanta novanta",
            "dozzina=12 cento=100 mille=1e3 mila=1e3 milione=1e6 miliardo=1e9 decine/dozzine=-10 centinaia=-100 \
             migliaia=-1e3 milioni=-1e6 miliardi=-1e9",
        ),
    }
}
