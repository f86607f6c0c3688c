//! JSON Feed, version 1 and 1.1.

use serde_json::Value;
use url::Url;

use super::{Entry, Feed, MAX_ENTRIES, language_code, person};
use crate::article::{normalise, normalise_paragraphs};
use crate::sources::{plain, published};

/// Reads a JSON Feed; `None` when the text is none.
pub(super) fn read(text: &str, base: Option<&Url>) -> Option<Feed> {
    let document: Value = serde_json::from_str(text).ok()?;
    let items = document.get("items")?.as_array()?;
    let language = string(&document, "language").and_then(|tag| language_code(&tag));
    let entries = items.iter().take(MAX_ENTRIES);
    Some(Feed {
        title: string(&document, "title")
            .map(|title| normalise(&title))
            .unwrap_or_default(),
        entries: entries.map(|item| read_item(item, base, language.as_deref())).collect(),
        cut: items.len() > MAX_ENTRIES,
        language,
    })
}

fn read_item(item: &Value, base: Option<&Url>, language: Option<&str>) -> Entry {
    let id = string(item, "id");
    let link = string(item, "url")
        .or_else(|| string(item, "external_url"))
        .or_else(|| id.clone().filter(|id| id.starts_with("http")));
    let text = string(item, "content_html")
        .map(|markup| plain::paragraphs(&markup))
        .or_else(|| string(item, "content_text").map(|text| normalise_paragraphs(&text)))
        .or_else(|| string(item, "summary").map(|text| normalise_paragraphs(&text)));
    let dates = ["date_published", "date_modified"];
    let authors = [
        item.get("author"),
        item.get("authors").and_then(|authors| authors.get(0)),
    ];
    Entry {
        link: link.map(|link| base.and_then(|base| base.join(&link).ok()).map_or(link, String::from)),
        title: string(item, "title").map(|title| normalise(&title)).unwrap_or_default(),
        text: text.unwrap_or_default(),
        author: authors
            .into_iter()
            .flatten()
            .find_map(|author| person(&string(author, "name")?)),
        language: string(item, "language")
            .and_then(|tag| language_code(&tag))
            .or_else(|| language.map(str::to_owned)),
        published: dates.into_iter().find_map(|name| published::read(&string(item, name)?)),
        id,
    }
}

// Ids are numbers in some feeds.
fn string(value: &Value, name: &str) -> Option<String> {
    match value.get(name)? {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
