//! The files of the configuration: read whole, parsed as far as they can be.

use std::path::PathBuf;

use toml::Spanned;
use toml::de::DeTable;

use super::problem::{Place, Problems};

/// A file of the configuration, read whole.
#[derive(Debug, Default)]
pub(super) struct File {
    path: PathBuf,
    text: String,
    /// Where its lines end, in bytes.
    ends: Vec<usize>,
    readable: bool,
}

impl File {
    /// Reads a file; `None` when there is none. One that cannot be read is a problem and counts as empty.
    pub(super) fn open(path: PathBuf, problems: &Problems) -> Option<Self> {
        let (text, readable) = match std::fs::read(&path).map(String::from_utf8) {
            Ok(Ok(text)) => (text, true),
            Ok(Err(error)) => {
                let valid = error.utf8_error().valid_up_to();
                let before = error.as_bytes().get(..valid).unwrap_or_default();
                problems.add(
                    Place::File(&path, Some(before.iter().filter(|byte| **byte == b'\n').count() + 1)),
                    "this line holds bytes that are no UTF-8; save the file as UTF-8",
                );
                (String::new(), false)
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return None,
            Err(error) => {
                problems.add(
                    Place::File(&path, None),
                    format!("this file cannot be read ({error}); see to it that it is a file that Dateline may read"),
                );
                (String::new(), false)
            }
        };
        let ends = text.match_indices('\n').map(|(at, _)| at).collect();
        Some(Self {
            path,
            text,
            ends,
            readable,
        })
    }

    /// Reads a file that must be there; `purpose` says what it is for.
    pub(super) fn open_needed(path: PathBuf, purpose: &str, problems: &Problems) -> Option<Self> {
        let file = Self::open(path.clone(), problems);
        if file.is_none() {
            problems.add(
                Place::File(&path, None),
                format!(
                    "there is no such file, and Dateline needs it: it says {purpose}; copy the one that comes with \
                         the program, or name another folder with --config"
                ),
            );
        }
        file
    }

    /// Its tables, and whether they could all be read: after an error of syntax a key may be missing only because it
    /// was not understood.
    pub(super) fn parse(&self, problems: &Problems) -> (Spanned<DeTable<'_>>, bool) {
        let (table, errors) = DeTable::parse_recoverable(&self.text);
        for error in &errors {
            let line = error.span().map(|span| self.line(span.start));
            let advice = match error.message() {
                "duplicate key" => "; this key stands in its table twice, keep one of them",
                _ => "",
            };
            let words = error.message().replace('\n', "; ");
            problems.add(
                Place::File(&self.path, line),
                format!("this is no valid TOML: {words}{advice}"),
            );
        }
        (table, self.readable && errors.is_empty())
    }

    /// The line, from 1, of a place in its text.
    pub(super) fn line(&self, offset: usize) -> usize {
        self.ends.partition_point(|end| *end < offset) + 1
    }
}

/// What all tables of one file share.
#[derive(Clone, Copy)]
pub(super) struct Reading<'a> {
    /// The file.
    pub(super) file: &'a File,
    /// False after an error of syntax: missing keys are not reported then.
    pub(super) whole: bool,
    /// Where problems go.
    pub(super) problems: &'a Problems,
}

impl Reading<'_> {
    /// Notes a problem on a line of the file.
    pub(super) fn problem(&self, line: usize, message: impl Into<String>) {
        self.problems.add(Place::File(&self.file.path, Some(line)), message);
    }
}
