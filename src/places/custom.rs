//! What an admin changes in the tables.

use std::collections::BTreeMap;

use super::entry::Kind;

/// An admin's own names, and what is to be done with those of the tables.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Custom {
    /// Names that are added, or that mean something else than the tables say.
    pub names: Vec<OwnName>,
    /// Words that never name a country.
    pub forbidden: Vec<String>,
    /// By the id of a contested place: the ISO codes of the countries that it counts for; none for a place that counts
    /// for no country.
    pub contested: BTreeMap<String, Vec<String>>,
}

/// Names with one meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnName {
    /// The names as they are written; a name in small letters fits in any case.
    pub names: Vec<String>,
    /// ISO codes of the countries that are meant, all of them.
    pub countries: Vec<String>,
    /// How the names are tied to the countries.
    pub kind: Kind,
    /// Of a town: its people in thousands; else 0.
    pub thousands: u32,
}

impl Custom {
    /// True when the tables stand as they are.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
