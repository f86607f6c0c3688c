//! The tables with an admin's changes: what the rest of the program asks.

use std::borrow::Cow;
use std::sync::OnceLock;

use super::compile::compile;
use super::custom::Custom;
use super::gazetteer::Gazetteer;
use super::resolve::{Index, Resolution};
use super::tagger::{self, Tags, Untagged};

/// Which words name which countries.
pub struct Places {
    custom: Custom,
    /// The names that are looked for in articles where the built-in ones do not stand as they are, compiled when the
    /// first article is read.
    own: OnceLock<Gazetteer>,
    /// The names that people type, read when the first is asked for.
    index: OnceLock<Index>,
}

impl Places {
    /// The built-in tables with an admin's changes.
    pub fn new(custom: Custom) -> Self {
        Self {
            custom,
            own: OnceLock::new(),
            index: OnceLock::new(),
        }
    }

    /// Finds the countries in an article: in the first [`super::MOST_CHARACTERS`] of its title and of its text. The work
    /// grows with their length and no faster.
    pub fn tag(&self, article: &Untagged<'_>) -> Tags {
        let gazetteer = if self.custom.is_empty() {
            Gazetteer::built_in()
        } else {
            self.own
                .get_or_init(|| Gazetteer::new(Cow::Owned(compile(&self.custom))))
        };
        tagger::tag(gazetteer, article)
    }

    /// The country or countries that a typed name stands for.
    pub fn resolve(&self, name: &str) -> Resolution {
        self.index.get_or_init(|| Index::new(&self.custom)).resolve(name)
    }
}

impl Default for Places {
    fn default() -> Self {
        Self::new(Custom::default())
    }
}

impl std::fmt::Debug for Places {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Places")
            .field("custom", &self.custom)
            .finish_non_exhaustive()
    }
}
