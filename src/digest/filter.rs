//! A reader's own filter: which stories of a digest are shown to them.

use serde::{Deserialize, Serialize};

use crate::places::Country;

/// Which stories a subscription is made of; by default all. Words are compared whole and without case or accents.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Filter {
    /// Only stories about one of these countries, or that hold one of the words of `only_words`; where both are empty, all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub only_countries: Vec<Country>,
    /// See `only_countries`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub only_words: Vec<String>,
    /// No stories about these countries.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub without_countries: Vec<Country>,
    /// No stories that hold one of these words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub without_words: Vec<String>,
}

impl Filter {
    /// True when it lets everything through.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
