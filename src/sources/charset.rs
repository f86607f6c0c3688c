//! Bytes to text: documents lie about their encoding, so the signs are weighed in order of trust.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How far into a document its own declaration of the encoding may stand, in bytes.
const DECLARATION_WINDOW: usize = 1024;

/// The text of a document: byte-order mark first, then valid UTF-8, then the `Content-Type`, then the document's own
/// declaration, then a guess from the bytes. Bytes that fit nothing become U+FFFD.
pub(super) fn decode(bytes: &[u8], content_type: Option<&str>) -> String {
    if let Some(text) = decode_utf32(bytes) {
        return text;
    }
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return decode_marked(bytes, encoding, content_type);
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return encoding.decode_without_bom_handling(bytes).0.into_owned();
    }
    // Text that is valid UTF-8 beyond ASCII is UTF-8, whatever label it carries.
    if let Ok(text) = std::str::from_utf8(bytes)
        && !bytes.contains(&0x1b)
    {
        return text.to_owned();
    }
    for label in [content_type.and_then(charset_parameter), declared(bytes)]
        .into_iter()
        .flatten()
    {
        // A UTF-16 label on bytes that look like ASCII is wrong; a UTF-8 label was refuted above.
        let encoding = Encoding::for_label(label.as_bytes()).map(Encoding::output_encoding);
        if let Some(encoding) = encoding.filter(|encoding| *encoding != UTF_8) {
            let (text, broken) = encoding.decode_without_bom_handling(bytes);
            if !broken {
                return text.into_owned();
            }
        }
    }
    guess(bytes)
}

// A mark may stand before bytes of another encoding: then the label or the guess reads them better.
fn decode_marked(bytes: &[u8], encoding: &'static Encoding, content_type: Option<&str>) -> String {
    let (text, broken) = encoding.decode_with_bom_removal(bytes);
    if !broken || encoding != UTF_8 {
        return text.into_owned();
    }
    let rest = bytes.get(3..).unwrap_or_default();
    let mostly_utf8 = text.matches('\u{fffd}').count() * 20 < text.chars().filter(|c| !c.is_ascii()).count();
    if mostly_utf8 {
        text.into_owned()
    } else {
        decode(rest, content_type)
    }
}

fn guess(bytes: &[u8]) -> String {
    // UTF-8 with a few broken bytes (a cut in the middle of a letter, one pasted quotation mark) is still UTF-8.
    let lossy = String::from_utf8_lossy(bytes);
    let broken = lossy.matches('\u{fffd}').count();
    let letters = lossy.chars().filter(|c| !c.is_ascii()).count();
    if broken * 10 < letters {
        return lossy.into_owned();
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Allow);
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    if broken {
        return WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned();
    }
    text.into_owned()
}

// The web dropped UTF-32, and so did encoding_rs; old feeds have it.
fn decode_utf32(bytes: &[u8]) -> Option<String> {
    let (skip, big) = match bytes.get(..4)? {
        [0, 0, 0xfe, 0xff] => (4, true),
        [0xff, 0xfe, 0, 0] => (4, false),
        [0, 0, 0, b'<'] => (0, true),
        [b'<', 0, 0, 0] => (0, false),
        _ => return None,
    };
    let units = bytes.get(skip..)?.chunks_exact(4).map(|unit| {
        let unit = <[u8; 4]>::try_from(unit).unwrap_or_default();
        if big {
            u32::from_be_bytes(unit)
        } else {
            u32::from_le_bytes(unit)
        }
    });
    Some(units.map(|unit| char::from_u32(unit).unwrap_or('\u{fffd}')).collect())
}

fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes.get(..4)? {
        [0, b'<', 0, _] => Some(UTF_16BE),
        [b'<', 0, _, 0] => Some(UTF_16LE),
        _ => None,
    }
}

fn charset_parameter(content_type: &str) -> Option<String> {
    let lower = content_type.to_ascii_lowercase();
    let (_, value) = lower.split_once("charset")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let value = value.trim_start_matches(['"', '\'']);
    let label: String = value
        .chars()
        .take_while(|c| !c.is_whitespace() && !matches!(c, '"' | '\'' | ';' | ',' | '>' | '/' | '?'))
        .collect();
    (!label.is_empty()).then_some(label)
}

// An XML declaration (`encoding="…"`) or an HTML meta element (`charset=…`).
fn declared(bytes: &[u8]) -> Option<String> {
    let head = bytes.get(..DECLARATION_WINDOW).unwrap_or(bytes);
    let head: String = head.iter().map(|byte| char::from(*byte)).collect();
    if let Some(rest) = head.trim_start().strip_prefix("<?xml")
        && let Some((declaration, _)) = rest.split_once("?>")
    {
        let (_, value) = declaration.split_once("encoding")?;
        return charset_parameter(&format!("charset{value}"));
    }
    let lower = head.to_ascii_lowercase();
    lower.find("charset").and_then(|at| charset_parameter(lower.get(at..)?))
}
