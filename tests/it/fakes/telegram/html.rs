//! Telegram's reading of HTML: what it takes, what it refuses, what is left as text.

/// A text without its markup.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parsed {
    pub text: String,
    /// Links, as (words, address).
    pub links: Vec<(String, String)>,
    /// How many formatting entities there are.
    pub entities: usize,
}

const TAGS: [&str; 15] = [
    "a",
    "b",
    "blockquote",
    "code",
    "del",
    "em",
    "i",
    "ins",
    "pre",
    "s",
    "span",
    "strike",
    "strong",
    "tg-spoiler",
    "u",
];

/// Parses as `parse_mode: HTML` does; the error is the end of "can't parse entities: …".
pub fn parse(source: &str) -> Result<Parsed, String> {
    let mut parsed = Parsed::default();
    // Open tags: name, where their text begins, address of a link.
    let mut open: Vec<(&str, usize, Option<String>)> = Vec::new();
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        let offset = source.len() - rest.len();
        if c == '&' {
            let (text, length) = entity(rest);
            parsed.text.push_str(&text);
            rest = &rest[length..];
        } else if let Some(inside) = rest.strip_prefix("</") {
            let end = inside
                .find('>')
                .ok_or(format!("Unclosed end tag at byte offset {offset}"))?;
            let name = inside[..end].trim();
            let (opened, begin, link) = open
                .pop()
                .ok_or(format!("Unexpected end tag at byte offset {offset}"))?;
            if !name.eq_ignore_ascii_case(opened) {
                return Err(format!(
                    "Unmatched end tag at byte offset {offset}, expected \"</{opened}>\", found \"</{name}>\""
                ));
            }
            if let Some(address) = link {
                parsed.links.push((parsed.text[begin..].to_owned(), address));
            }
            parsed.entities += usize::from(begin < parsed.text.len());
            rest = &inside[end + 1..];
        } else if let Some(inside) = rest.strip_prefix('<') {
            let end = inside
                .find('>')
                .ok_or(format!("Unclosed start tag at byte offset {offset}"))?;
            let (name, attributes) = inside[..end]
                .split_once(char::is_whitespace)
                .unwrap_or((&inside[..end], ""));
            if !TAGS.contains(&name.to_ascii_lowercase().as_str()) {
                return Err(format!("Unsupported start tag \"{name}\" at byte offset {offset}"));
            }
            let link = (name == "a")
                .then(|| attribute(attributes, "href", offset))
                .transpose()?;
            if name == "span" && attribute(attributes, "class", offset)? != "tg-spoiler" {
                return Err(format!(
                    "Tag \"span\" must have class \"tg-spoiler\" at byte offset {offset}"
                ));
            }
            open.push((name, parsed.text.len(), link));
            rest = &inside[end + 1..];
        } else {
            parsed.text.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    match open.pop() {
        Some((name, ..)) => Err(format!("Can't find end tag corresponding to start tag \"{name}\"")),
        None => Ok(parsed),
    }
}

/// A named or numbered character and its length in the source; what Telegram does not know stays as it is.
fn entity(source: &str) -> (String, usize) {
    let end = source.find(';').filter(|end| *end <= 10);
    let character = end.and_then(|end| match &source[1..end] {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        number => {
            let number = number.strip_prefix('#')?;
            let code = match number.strip_prefix('x') {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(|c| *c != '\0')
        }
    });
    match (character, end) {
        (Some(c), Some(end)) => (c.to_string(), end + 1),
        _ => ("&".to_owned(), 1),
    }
}

fn attribute(attributes: &str, name: &str, offset: usize) -> Result<String, String> {
    let value = attributes
        .trim()
        .strip_prefix(name)
        .and_then(|rest| rest.trim().strip_prefix('='));
    let value = value
        .map(str::trim)
        .ok_or(format!("Expected {name} at byte offset {offset}"))?;
    let quoted = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
    let quoted = quoted.filter(|value| !value.contains('"'));
    let mut rest = quoted.ok_or(format!("Unquoted attribute at byte offset {offset}"))?;
    let mut decoded = String::new();
    while let Some(c) = rest.chars().next() {
        let (text, length) = if c == '&' {
            entity(rest)
        } else {
            (c.to_string(), c.len_utf8())
        };
        decoded.push_str(&text);
        rest = &rest[length..];
    }
    Ok(decoded)
}
