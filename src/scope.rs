//! What a digest or a subscription is about: a region, a country, or everything.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::places::{Country, Regions};

/// The subject of a digest; with the edition it is the digest's identity.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Scope {
    /// A region, by its id.
    Region(String),
    /// One country.
    Country(Country),
    /// Every article.
    All,
}

impl Scope {
    /// The countries it covers; `None` for all. A region that is no longer configured covers nothing: scope fails
    /// closed.
    pub fn countries(&self, regions: &Regions) -> Option<BTreeSet<Country>> {
        match self {
            Self::All => None,
            Self::Country(country) => Some(BTreeSet::from([*country])),
            Self::Region(id) => Some(
                regions
                    .get(id)
                    .map(|region| region.countries.clone())
                    .unwrap_or_default(),
            ),
        }
    }

    /// Its name for readers, in the bot's language of record (English).
    pub fn title(&self, regions: &Regions) -> String {
        match self {
            Self::All => "World".to_owned(),
            Self::Country(country) => country.name().to_owned(),
            Self::Region(id) => regions
                .get(id)
                .map_or_else(|| id.clone(), |region| region.title.clone()),
        }
    }
}

/// A region's id, an ISO code, or "all": the form used in the store, in commands and on the command line.
impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Region(id) => f.write_str(id),
            Self::Country(country) => f.write_str(country.code()),
            Self::All => f.write_str("all"),
        }
    }
}

impl From<Scope> for String {
    fn from(scope: Scope) -> Self {
        scope.to_string()
    }
}

impl TryFrom<String> for Scope {
    type Error = String;

    /// Reads what `Display` wrote. Region ids are lower case, ISO codes are upper case, so the two never meet.
    fn try_from(text: String) -> Result<Self, String> {
        if text == "all" {
            Ok(Self::All)
        } else if let Some(country) = Country::from_code(&text).filter(|_| text.chars().all(|c| c.is_ascii_uppercase()))
        {
            Ok(Self::Country(country))
        } else if !text.is_empty()
            && text
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        {
            Ok(Self::Region(text))
        } else {
            Err(format!("\"{text}\" is no region id, ISO code or \"all\""))
        }
    }
}
