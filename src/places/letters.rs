//! Letters of any script: which they are, and how they are compared.

use unicode_normalization::char::{canonical_combining_class, decompose_canonical, is_combining_mark};

/// The character that begins at a byte.
pub(super) fn char_at(text: &str, at: usize) -> Option<char> {
    match text.as_bytes().get(at) {
        Some(byte) if byte.is_ascii() => Some(char::from(*byte)),
        Some(_) => text.get(at..)?.chars().next(),
        None => None,
    }
}

/// Adds a letter as it is compared: small, without accents.
pub(super) fn fold(c: char, out: &mut Vec<u8>) {
    if c.is_ascii() {
        out.push(c.to_ascii_lowercase() as u8);
        return;
    }
    for small in c.to_lowercase() {
        match small {
            'ı' => out.push(b'i'),
            'ґ' => push(out, 'г'),
            'ø' => out.push(b'o'),
            'ł' => out.push(b'l'),
            'đ' | 'ð' => out.push(b'd'),
            'ß' => out.extend_from_slice(b"ss"),
            'æ' => out.extend_from_slice(b"ae"),
            'œ' => out.extend_from_slice(b"oe"),
            'þ' => out.extend_from_slice(b"th"),
            // Arabic: the same letters in another shape, and the dash that stretches a word.
            '\u{640}' => {}
            'ة' => push(out, 'ه'),
            'ى' | 'ی' => push(out, 'ي'),
            'ک' => push(out, 'ك'),
            _ => decompose_canonical(small, |part| {
                if !is_combining_mark(part) || is_vowel_sign(part) {
                    push(out, part);
                }
            }),
        }
    }
}

fn push(out: &mut Vec<u8>, c: char) {
    out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
}

/// The vowel signs and the virama of India's scripts are letters; what else combines is an accent.
fn is_vowel_sign(c: char) -> bool {
    matches!(c, '\u{900}'..='\u{dff}') && matches!(canonical_combining_class(c), 0 | 9)
}

/// Letters and digits; but not the one that Ukrainian texts write for an apostrophe.
pub(super) fn is_letter(c: char) -> bool {
    c.is_alphanumeric() && c != '\u{2bc}'
}

/// Chinese characters: each is a word of its own here, because nothing separates words.
pub(super) fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

/// True for marks that are not seen.
pub(super) fn is_invisible(c: char) -> bool {
    // Soft hyphen, zero-width space, joiners, word joiner, byte-order mark.
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}
