//! Names of countries as people type them.

use super::Country;

/// What a typed name stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// One country; `namesakes` are others a person may have meant (Northern Ireland's for Ireland).
    One {
        /// The country.
        country: Country,
        /// Others that bear the name in part, to be offered.
        namesakes: Vec<Country>,
    },
    /// A name of no single country (Congo, Korea, Virgin Islands): a choice.
    Many(Vec<Country>),
    /// No country's name; `nearest` are those most like it, best first, at most five, perhaps none.
    Unknown {
        /// The nearest countries.
        nearest: Vec<Country>,
    },
}

/// The country or countries that a typed name stands for.
pub fn resolve(name: &str) -> Resolution {
    let name = name.trim();
    match Country::from_code(name).or_else(|| Country::all().find(|country| country.name().eq_ignore_ascii_case(name)))
    {
        Some(country) => Resolution::One {
            country,
            namesakes: Vec::new(),
        },
        None => Resolution::Unknown { nearest: Vec::new() },
    }
}
