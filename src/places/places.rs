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
    /// The names that are looked for in articles; nothing where the built-in ones stand as they are.
    own: Option<Gazetteer>,
    custom: Custom,
    /// The names that people type, read when the first is asked for.
    index: OnceLock<Index>,
}

impl Places {
    /// The built-in tables with an admin's changes.
    pub fn new(custom: Custom) -> Self {
        Self {
            own: (!custom.is_empty()).then(|| Gazetteer::new(Cow::Owned(compile(&custom)))),
            custom,
            index: OnceLock::new(),
        }
    }

    /// Finds the countries in an article: in the first [`super::MOST_CHARACTERS`] of its title and of its text. The work
    /// grows with their length and no faster.
    pub fn tag(&self, article: &Untagged<'_>) -> Tags {
        tagger::tag(self.gazetteer(), article)
    }

    /// The country or countries that a typed name stands for.
    pub fn resolve(&self, name: &str) -> Resolution {
        self.index
            .get_or_init(|| Index::new(&self.custom))
            .resolve(name, self.gazetteer())
    }

    fn gazetteer(&self) -> &Gazetteer {
        match &self.own {
            Some(own) => own,
            None => Gazetteer::built_in(),
        }
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
