//! A country: an ISO 3166-1 alpha-2 code (or XK) that the gazetteer knows.

use std::fmt;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::tables::rows;

struct Row {
    alpha2: &'static str,
    alpha3: &'static str,
    name: &'static str,
    capital: Option<&'static str>,
}

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    rows("countries.tsv")
        .filter_map(|row| match row[..] {
            [alpha2, alpha3, name, capital] => Some(Row {
                alpha2,
                alpha3,
                name,
                capital: Some(capital).filter(|capital| *capital != "-"),
            }),
            _ => None,
        })
        .collect()
});

/// One of the 249 countries and territories of ISO 3166-1, or Kosovo (XK).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Country(u8);

impl Country {
    /// The country with this two- or three-letter ISO code, in any case.
    pub fn from_code(code: &str) -> Option<Self> {
        let row = ROWS
            .iter()
            .position(|row| row.alpha2.eq_ignore_ascii_case(code) || row.alpha3.eq_ignore_ascii_case(code))?;
        u8::try_from(row).ok().map(Self)
    }

    /// The country of this row of countries.tsv, which a compiled table holds instead of its code.
    pub(super) const fn from_row(row: u8) -> Self {
        Self(row)
    }

    /// Every country, by code.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..ROWS.len()).filter_map(|row| u8::try_from(row).ok().map(Self))
    }

    /// Its ISO 3166-1 alpha-2 code, or XK.
    pub fn code(self) -> &'static str {
        ROWS.get(usize::from(self.0)).map_or("", |row| row.alpha2)
    }

    /// Its short English name.
    pub fn name(self) -> &'static str {
        ROWS.get(usize::from(self.0)).map_or("", |row| row.name)
    }

    /// Its capital, where it has one; tells namesakes apart.
    pub fn capital(self) -> Option<&'static str> {
        ROWS.get(usize::from(self.0)).and_then(|row| row.capital)
    }

    /// Its flag as an emoji: the code in regional indicator letters. Never shown without the name.
    pub fn flag(self) -> String {
        self.code()
            .chars()
            .filter_map(|c| char::from_u32(0x1F1E6 + u32::from(c) - u32::from('A')))
            .collect()
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl From<Country> for String {
    fn from(country: Country) -> Self {
        country.code().to_owned()
    }
}

impl TryFrom<String> for Country {
    type Error = String;

    fn try_from(code: String) -> Result<Self, String> {
        Self::from_code(&code).ok_or_else(|| format!("\"{code}\" is no country's ISO code"))
    }
}
