//! Articles as Markdown, with front matter between lines of `---` (`key: value`) or `+++` (TOML).

use std::borrow::Cow;
use std::path::Path;

use url::Url;

use crate::article::Draft;
use crate::sources::feed::language_code;
use crate::sources::{plain, published};

/// Reads one article. Its title is the front matter's, else its first heading, else the file's name. Front matter that
/// does not end or cannot be read is an error, in words: its lines are no text, and what they meant is not guessed.
pub(super) fn read(text: &str, path: &Path) -> Result<Draft, String> {
    let (matter, body) = split_front_matter(text)?;
    let field = |names: &[&str]| {
        let found = matter
            .iter()
            .find(|(key, value)| names.contains(&key.as_str()) && !value.is_empty());
        found.map(|(_, value)| value.clone())
    };
    let mut lines = body.trim_start().lines();
    let heading = body
        .trim_start()
        .lines()
        .next()
        .and_then(|line| line.strip_prefix("# "));
    if heading.is_some() {
        lines.next();
    }
    let rest: Vec<&str> = lines.collect();
    let stem = || {
        path.file_stem()
            .map(|stem| stem.to_string_lossy().replace(['-', '_'], " "))
    };
    let title = field(&["title"]).or_else(|| heading.map(to_line)).or_else(stem);
    let url = field(&["url", "link", "canonical", "canonical_url"]).and_then(|url| Url::parse(&url).ok());
    Ok(Draft {
        url: url.filter(|url| matches!(url.scheme(), "http" | "https")),
        title: title.unwrap_or_default(),
        text: to_text(&rest),
        publisher: field(&["publisher", "source"]),
        author: field(&["author", "authors", "byline"]),
        language: field(&["language", "lang"]).and_then(|tag| language_code(&tag)),
        published: field(&["date", "published", "published_at"]).and_then(|date| published::read(&date)),
    })
}

/// The keys of front matter, in lower case, and their values.
type Pairs = Vec<(String, String)>;

/// The front matter, and the text behind it.
fn split_front_matter(text: &str) -> Result<(Pairs, &str), String> {
    for (fence, is_toml) in [("---", false), ("+++", true)] {
        let Some(rest) = text.strip_prefix(fence).filter(|rest| rest.starts_with(['\n', '\r'])) else {
            continue;
        };
        let mut end = 0;
        for line in rest.split_inclusive('\n') {
            if end > 0 && line.trim_end() == fence {
                let (matter, body) = rest.split_at(end);
                let body = body.get(line.len()..).unwrap_or_default();
                let pairs = if is_toml {
                    toml_pairs(matter)?
                } else {
                    plain_pairs(matter)
                };
                return Ok((pairs, body));
            }
            end += line.len();
        }
        if is_toml || begins_with_key(rest) {
            return Err(format!(
                "its front matter does not end, so it was left out; write a line {fence} behind it"
            ));
        }
    }
    Ok((Vec::new(), text))
}

/// True where the line under --- is "key: value": what stands behind --- is front matter, not a text under a rule.
fn begins_with_key(text: &str) -> bool {
    let first = text.lines().nth(1).unwrap_or_default();
    first.split_once(':').is_some_and(|(key, _)| {
        !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
    })
}

fn plain_pairs(matter: &str) -> Pairs {
    let pairs = matter.lines().filter_map(|line| line.split_once(':'));
    pairs
        .map(|(key, value)| (key.trim().to_lowercase(), unquoted(value.trim()).to_owned()))
        .collect()
}

fn unquoted(value: &str) -> &str {
    for quote in ['"', '\''] {
        if let Some(inner) = value.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote)) {
            return inner;
        }
    }
    value
}

fn toml_pairs(matter: &str) -> Result<Pairs, String> {
    let table = matter
        .parse::<toml::Table>()
        .map_err(|error| format!("its front matter is no TOML, so it was left out: {}", error.message()))?;
    let pairs = table.into_iter().filter_map(|(key, value)| {
        let text = match value {
            toml::Value::String(text) => text,
            toml::Value::Datetime(moment) => moment.to_string(),
            _ => return None,
        };
        Some((key.to_lowercase(), text))
    });
    Ok(pairs.collect())
}

/// Markdown as plain text: blocks become paragraphs, marks go, what links say stays.
fn to_text(lines: &[&str]) -> String {
    let mut out = String::new();
    let mut in_code = false;
    for line in lines {
        let trimmed = line.trim_start();
        if trimmed.starts_with("```") || trimmed.starts_with("~~~") {
            in_code = !in_code;
            out.push('\n');
            continue;
        }
        if in_code {
            out.push_str(line);
            out.push('\n');
            continue;
        }
        let quoted = trimmed.trim_start_matches(['>', ' ']);
        let heading = quoted.trim_start_matches('#');
        let is_heading = heading.len() < quoted.len() && (heading.starts_with(' ') || heading.is_empty());
        let is_rule = quoted.len() >= 3 && quoted.chars().all(|c| matches!(c, '-' | '*' | '_' | '=' | ' '));
        if quoted.is_empty() || is_rule {
            out.push_str("\n\n");
        } else if is_heading {
            out.push_str(&format!("\n\n{}\n\n", to_line(heading.trim_end_matches('#'))));
        } else if let Some(item) = ["- ", "* ", "+ "].iter().find_map(|mark| quoted.strip_prefix(mark)) {
            out.push_str(&format!("\n• {}", to_line(item)));
        } else {
            // Lines of one paragraph are one line of text.
            let joint = if out.ends_with('\n') || out.is_empty() { "" } else { " " };
            out.push_str(joint);
            out.push_str(&to_line(quoted));
            if line.ends_with("  ") {
                out.push('\n');
            }
        }
    }
    crate::article::normalise_paragraphs(&out)
}

/// One line without its marks.
fn to_line(line: &str) -> String {
    plain::line(&without_marks(line))
}

fn without_marks(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find(['\\', '!', '[', '<', '*', '`', '_']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let (taken, kept) = span_at(from, out.chars().next_back().unwrap_or(' '));
        out.push_str(&kept);
        rest = from.get(taken..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// How many bytes the marked span at the start of `rest` takes, and what is kept of it.
fn span_at(rest: &str, before: char) -> (usize, Cow<'_, str>) {
    let mark = rest.get(..1).unwrap_or_default();
    let run = rest.len() - rest.trim_start_matches(mark).len();
    let whole = (run, Cow::Borrowed(rest.get(..run).unwrap_or_default()));
    match mark {
        "\\" => match rest.chars().nth(1).filter(char::is_ascii_punctuation) {
            Some(escaped) => (1 + escaped.len_utf8(), Cow::Owned(escaped.to_string())),
            None => (1, Cow::Borrowed(mark)),
        },
        "!" => match rest.strip_prefix('!').and_then(link_at) {
            Some((length, _)) => (1 + length, Cow::Borrowed("")),
            None => whole,
        },
        "[" => match link_at(rest) {
            Some((length, label)) => (length, Cow::Owned(without_marks(label))),
            None => (1, Cow::Borrowed(mark)),
        },
        "<" => match rest.strip_prefix('<').and_then(|inner| inner.split_once('>')) {
            Some((address, _)) if address.starts_with("http") => (address.len() + 2, Cow::Borrowed(address)),
            _ => whole,
        },
        // Underscores inside words (file_name) are letters.
        "_" => {
            let after = rest.get(run..).and_then(|rest| rest.chars().next()).unwrap_or(' ');
            let inside = before.is_alphanumeric() && after.is_alphanumeric();
            if inside { whole } else { (run, Cow::Borrowed("")) }
        }
        _ => (run, Cow::Borrowed("")),
    }
}

/// How long a link may be, in bytes.
const LONGEST_LINK: usize = 4000;

/// The length and the label of a link `[label](address)` at the start of a text.
fn link_at(rest: &str) -> Option<(usize, &str)> {
    let mut depth = 0_usize;
    let close = rest
        .char_indices()
        .take_while(|(at, _)| *at < LONGEST_LINK)
        .find_map(|(at, c)| {
            match c {
                '[' => depth += 1,
                ']' => depth = depth.saturating_sub(1),
                _ => {}
            }
            (depth == 0).then_some(at)
        })?;
    let label = rest.get(1..close)?;
    let target = rest.get(close + 1..)?.strip_prefix('(')?;
    let end = target.bytes().take(LONGEST_LINK).position(|byte| byte == b')')?;
    Some((close + 2 + end + 1, label))
}
