//! Articles from files and folders: Markdown, JSONL, plain text, saved web pages, listing pages, saved feeds.

mod jsonl;
mod mark;
mod markdown;
mod web_page;

use std::collections::HashSet;
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{charset, estimate, feed, page, plain};
use crate::article::Draft;

pub use mark::mark;

/// The most bytes a file may have.
pub const MAX_FILE_BYTES: u64 = 20_000_000;

/// How deep folders are read.
const MAX_FOLDER_DEPTH: usize = 32;

/// What files gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadFiles {
    /// The articles, in the order of the file names and of each file.
    pub drafts: Vec<Draft>,
    /// For each article the name of its file, without folder and ending.
    pub stems: Vec<String>,
    /// What could not be read, a sentence each, with the file's name.
    pub problems: Vec<String>,
}

/// Reads a file, or a folder with all it holds, in the order of the names; hidden files are passed over, and what links
/// lead to a second time is read once. `day` is the
/// day a listing page was saved: `None` takes the file's own, at most today's, of which `now` tells.
pub fn read_path(path: &Path, day: Option<Date>, now: Timestamp) -> ReadFiles {
    let mut walk = Walk {
        day,
        now,
        visited: HashSet::new(),
        read: ReadFiles::default(),
    };
    walk.visit(path, 0);
    walk.read
}

fn is_hidden(path: &Path) -> bool {
    path.file_name()
        .is_some_and(|name| name.to_string_lossy().starts_with('.'))
}

/// A walk through a folder.
struct Walk {
    day: Option<Date>,
    now: Timestamp,
    /// Folders and files met so far, without the links that led to them.
    visited: HashSet<PathBuf>,
    read: ReadFiles,
}

impl Walk {
    fn visit(&mut self, path: &Path, depth: usize) {
        let found = fs::canonicalize(path).and_then(|own| Ok((own, fs::metadata(path)?)));
        let (own, found) = match found {
            Ok(found) => found,
            Err(error) => {
                let problem = format!("{} cannot be read: {error}", path.display());
                self.read.problems.push(problem);
                return;
            }
        };
        if !self.visited.insert(own) {
            return;
        }
        if found.is_dir() {
            self.visit_folder(path, depth);
        } else {
            read_file(path, &found, self.day, self.now, &mut self.read);
            let stem = path.file_stem().unwrap_or_default().to_string_lossy();
            self.read.stems.resize(self.read.drafts.len(), stem.into_owned());
        }
    }

    fn visit_folder(&mut self, folder: &Path, depth: usize) {
        if depth > MAX_FOLDER_DEPTH {
            let problem = format!("{} lies too deep and was left out", folder.display());
            self.read.problems.push(problem);
            return;
        }
        let listed = fs::read_dir(folder).and_then(|entries| {
            entries
                .map(|entry| entry.map(|entry| entry.path()))
                .collect::<Result<Vec<PathBuf>, _>>()
        });
        let mut paths = match listed {
            Ok(paths) => paths,
            Err(error) => {
                let problem = format!("{} cannot be read: {error}", folder.display());
                self.read.problems.push(problem);
                return;
            }
        };
        paths.sort();
        for path in paths {
            if !is_hidden(&path) {
                self.visit(&path, depth + 1);
            }
        }
    }
}

fn read_file(path: &Path, found: &Metadata, day: Option<Date>, now: Timestamp, read: &mut ReadFiles) {
    let name = path.display();
    if found.len() > MAX_FILE_BYTES {
        let size = found.len();
        read.problems.push(format!(
            "{name} has {size} bytes, more than {MAX_FILE_BYTES}, and was left out"
        ));
        return;
    }
    let extension = path
        .extension()
        .map(|extension| extension.to_string_lossy().to_lowercase())
        .unwrap_or_default();
    let Some(format) = Format::of(&extension) else {
        read.problems.push(format!(
            "{name} was left out: its kind is not known (use .md, .jsonl, .txt, .html or a saved feed as .xml, .rss, \
             .atom or .json)"
        ));
        return;
    };
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => {
            read.problems.push(format!("{name} cannot be read: {error}"));
            return;
        }
    };
    let saved = found
        .modified()
        .ok()
        .and_then(|moment| Timestamp::try_from(moment).ok());
    let own_day = saved.unwrap_or(now).min(now).to_zoned_datetime(TimeZone::UTC).date();
    // The readers of markup are large and meet hostile pages; one file must not stop the others.
    let outcome = std::panic::catch_unwind(|| {
        let mut drafts = Vec::new();
        let problems = format.read(&bytes, path, day, own_day, &mut drafts);
        (drafts, problems)
    });
    let Ok((drafts, problems)) = outcome else {
        read.problems.push(format!(
            "{name} was left out: reading it failed inside the program, which is a bug"
        ));
        return;
    };
    read.problems
        .extend(problems.into_iter().map(|problem| format!("{name}: {problem}")));
    for draft in drafts {
        if draft.title.trim().is_empty() {
            read.problems
                .push(format!("{name}: an article without a title was left out"));
        } else {
            read.drafts.push(draft);
        }
    }
}

/// What a file holds, by the end of its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Markdown,
    JsonLines,
    Text,
    Html,
    Feed,
}

impl Format {
    fn of(extension: &str) -> Option<Self> {
        Some(match extension {
            "md" | "markdown" => Self::Markdown,
            "jsonl" | "ndjson" => Self::JsonLines,
            "txt" | "text" => Self::Text,
            "html" | "htm" | "xhtml" => Self::Html,
            "xml" | "rss" | "atom" | "rdf" | "json" => Self::Feed,
            _ => return None,
        })
    }

    /// Adds a file's articles and gives the problems met.
    fn read(self, bytes: &[u8], path: &Path, day: Option<Date>, own_day: Date, drafts: &mut Vec<Draft>) -> Vec<String> {
        if self == Self::Feed {
            return read_feed(bytes, drafts);
        }
        let text = charset::decode(bytes, None);
        let text = text.trim_start_matches('\u{feff}');
        if text.trim().is_empty() {
            return vec!["it is empty".to_owned()];
        }
        if is_binary(text) {
            return vec!["it holds bytes that no text has, so it was left out; save it as text in UTF-8".to_owned()];
        }
        match self {
            Self::JsonLines => return jsonl::read(text, drafts),
            Self::Markdown => match markdown::read(text, path) {
                Ok(draft) => drafts.push(draft),
                Err(problem) => return vec![problem],
            },
            Self::Text if page::is_listing(text) => return read_listing(text, day.unwrap_or(own_day), drafts),
            Self::Text => drafts.push(plain_text(text, day)),
            Self::Html | Self::Feed => {
                let body = plain::paragraphs(text);
                if page::is_listing(&body) {
                    return read_listing(&body, day.unwrap_or(own_day), drafts);
                }
                drafts.push(web_page::read(text, day));
            }
        }
        Vec::new()
    }
}

/// True for what no text has: a NUL, or more than one in fifty control or replacement characters. A handful is a slip of
/// whoever wrote the text.
fn is_binary(text: &str) -> bool {
    const HANDFUL: usize = 8;
    let odd = |c: &char| *c == '\u{fffd}' || (c.is_control() && !c.is_whitespace());
    let strange = text.chars().filter(odd).count();
    text.contains('\0') || (strange > HANDFUL && strange * 50 > text.chars().count())
}

fn read_listing(text: &str, day: Date, drafts: &mut Vec<Draft>) -> Vec<String> {
    let listing = page::read(text, day);
    drafts.extend(listing.drafts);
    listing.problems
}

fn read_feed(bytes: &[u8], drafts: &mut Vec<Draft>) -> Vec<String> {
    match feed::read(bytes, None, None) {
        Ok(feed) => {
            let count = feed.entries.len();
            let read: Vec<Draft> = feed.entries.into_iter().filter_map(feed::Entry::into_draft).collect();
            let empty = count - read.len();
            drafts.extend(read);
            if empty > 0 {
                vec![format!("{empty} entries without title and text left out")]
            } else {
                Vec::new()
            }
        }
        Err(error) => vec![error.to_string()],
    }
}

// The first line is the title, the rest the text.
fn plain_text(text: &str, day: Option<Date>) -> Draft {
    let text = text.trim_start();
    let (title, body) = text.split_once('\n').unwrap_or((text, ""));
    Draft {
        title: title.trim().to_owned(),
        text: body.trim().to_owned(),
        published: day.and_then(|day| estimate::date_single(text, day)),
        ..Draft::default()
    }
}
