//! What is wrong in the configuration, gathered until everything has been read.

use std::cell::RefCell;
use std::path::{Path, PathBuf};

/// Something wrong in the configuration.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file, as the admin named it, or `environment`.
    pub file: PathBuf,
    /// The line, from 1; `None` for the whole file or an environment variable.
    pub line: Option<usize>,
    /// What is wrong and what to write instead.
    pub message: String,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.file.display(), self.message),
            None => write!(f, "{}: {}", self.file.display(), self.message),
        }
    }
}

/// Where a value was written.
#[derive(Clone, Copy, Debug)]
pub(super) enum Place<'a> {
    /// On this line of a file; `None` for the file as a whole.
    File(&'a Path, Option<usize>),
    /// In a variable of the environment; messages name which.
    Environment,
}

/// All problems found so far. Shared by the readers of all tables, so that none of them has to stop at the first.
#[derive(Debug, Default)]
pub(super) struct Problems(RefCell<Vec<Problem>>);

impl Problems {
    /// Notes a problem.
    pub(super) fn add(&self, place: Place<'_>, message: impl Into<String>) {
        let (file, line) = match place {
            Place::File(file, line) => (file.to_owned(), line),
            Place::Environment => (PathBuf::from("environment"), None),
        };
        self.0.borrow_mut().push(Problem {
            file,
            line,
            message: message.into(),
        });
    }

    /// The problems, file by file and line by line, each once.
    pub(super) fn into_sorted(self) -> Vec<Problem> {
        let mut problems = self.0.into_inner();
        problems.sort();
        problems.dedup();
        problems
    }
}
