//! How wide a text is in the font that is compiled in, and which letters that font has.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization as _;
use unicode_segmentation::UnicodeSegmentation as _;

/// How heavy letters are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    Regular,
    SemiBold,
}

struct Letter {
    letter: char,
    /// In thousandths of the type size: regular, semibold.
    widths: [u16; 2],
}

/// Every letter of the font, by code point.
static LETTERS: LazyLock<Vec<Letter>> = LazyLock::new(|| {
    include_str!("letters.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let mut cells = line.split('\t');
            Some(Letter {
                letter: char::from_u32(u32::from_str_radix(cells.next()?, 16).ok()?)?,
                widths: [cells.next()?.parse().ok()?, cells.next()?.parse().ok()?],
            })
        })
        .collect()
});

fn found(letter: char) -> Option<&'static Letter> {
    let at = LETTERS.binary_search_by_key(&letter, |known| known.letter).ok()?;
    LETTERS.get(at)
}

/// The text in letters that can be drawn: one that the font lacks loses its accents, or is left out, as are control
/// characters; white space of any kind is one space.
pub(super) fn drawable(text: &str) -> String {
    let known: String = text
        .nfc()
        .map(|letter| if letter.is_whitespace() { ' ' } else { letter })
        .flat_map(|letter| match found(letter) {
            Some(_) => vec![letter],
            None => letter.nfd().filter(|part| found(*part).is_some()).collect(),
        })
        // A soft hyphen shows only at the end of a line.
        .filter(|letter| *letter != '\u{ad}')
        .collect();
    known.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How wide a text is at a type size, in the units of that size.
pub(super) fn width(text: &str, size: f64, weight: Weight) -> f64 {
    let sum: u32 = text
        .chars()
        .filter_map(found)
        .map(|letter| {
            let [regular, semibold] = letter.widths;
            u32::from(if weight == Weight::Regular { regular } else { semibold })
        })
        .sum();
    f64::from(sum) / 1000.0 * size
}

/// The text as it is drawn where there is `room`, and its type size: smaller by up to a third if it is too wide, and
/// shortened with "…" if that does not do.
pub(super) fn fitted(text: &str, size: f64, weight: Weight, room: f64) -> (String, f64) {
    let text = drawable(text);
    let wide = width(&text, size, weight);
    if wide <= room {
        return (text, size);
    }
    let smallest = size * 2.0 / 3.0;
    let fitting = (size * room / wide).floor();
    if fitting >= smallest {
        return (text, fitting);
    }
    let mut kept = String::new();
    for grapheme in text.graphemes(true) {
        let longer = format!("{kept}{grapheme}");
        if width(&longer, smallest, weight) + width("…", smallest, weight) > room {
            break;
        }
        kept = longer;
    }
    (format!("{}…", kept.trim_end()), smallest)
}
