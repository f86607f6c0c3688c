//! Articles as JSON lines: one object a line.

use serde_json::Value;
use url::Url;

use crate::article::Draft;
use crate::sources::feed::language_code;
use crate::sources::published;

/// Adds the articles of a text with one JSON object a line: title, text, and where there are any url, date (or
/// published), publisher (or source), author, language. A broken line is named and the rest goes on.
pub(super) fn read(text: &str, drafts: &mut Vec<Draft>) -> Vec<String> {
    let mut problems = Vec::new();
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        match read_line(line, &mut problems, index + 1) {
            Ok(draft) => drafts.push(draft),
            Err(reason) => problems.push(format!("line {} was left out: {reason}", index + 1)),
        }
    }
    problems
}

fn read_line(line: &str, problems: &mut Vec<String>, number: usize) -> Result<Draft, String> {
    let value: Value = serde_json::from_str(line).map_err(|error| format!("it is no JSON ({error})"))?;
    if !value.is_object() {
        return Err("it is no JSON object".to_owned());
    }
    let text = string(&value, &["text", "body", "content"]).unwrap_or_default();
    // Without a title the first line of the text is the title, as everywhere in Dateline.
    let (title, text) = match string(&value, &["title"]) {
        Some(title) => (title, text),
        None => match text.split_once('\n') {
            Some((title, rest)) => (title.to_owned(), rest.to_owned()),
            None => (text, String::new()),
        },
    };
    if title.trim().is_empty() {
        return Err("it has neither title nor text".to_owned());
    }
    let date = string(&value, &["published", "published_at", "date"]);
    let published = date.as_deref().and_then(published::read);
    if let (Some(date), None) = (&date, published) {
        problems.push(format!(
            "line {number}: “{date}” is no date; the article is dated when it was read"
        ));
    }
    let url = string(&value, &["url", "link"]).and_then(|url| Url::parse(&url).ok());
    Ok(Draft {
        url: url.filter(|url| matches!(url.scheme(), "http" | "https")),
        title,
        text,
        publisher: string(&value, &["publisher", "source"]),
        author: string(&value, &["author", "byline"]),
        language: string(&value, &["language", "lang"]).and_then(|tag| language_code(&tag)),
        published,
    })
}

fn string(value: &Value, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| match value.get(name)? {
        Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    })
}
