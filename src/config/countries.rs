//! Countries as the files name them: by ISO code.

use crate::places::{Country, Places, Resolution};

/// A country by its code. The words on a wrong one say the code of the country whose name it may be.
pub(super) fn country(text: &str, places: &Places) -> Result<Country, String> {
    Country::from_code(text).ok_or_else(|| {
        let resolution = places.resolve(text);
        let advice = named(&resolution)
            .or_else(|| alike(&resolution))
            .unwrap_or_else(|| "write a code of ISO 3166-1 such as \"VE\"".to_owned());
        format!("{text:?} is no country's ISO code; {advice}")
    })
}

/// What to write for a name that one country or several have.
pub(super) fn named(resolution: &Resolution) -> Option<String> {
    match resolution {
        Resolution::One { country, .. } => Some(format!("for {} write {:?}", country.name(), country.code())),
        Resolution::Many { countries, .. } => {
            let codes: Vec<String> = countries
                .iter()
                .map(|country| format!("{:?} for {}", country.code(), country.name()))
                .collect();
            Some(format!("write {}", codes.join(" or ")))
        }
        Resolution::Unknown { .. } => None,
    }
}

/// What to ask about a name that is like a country's.
pub(super) fn alike(resolution: &Resolution) -> Option<String> {
    let Resolution::Unknown { nearest } = resolution else {
        return None;
    };
    let country = nearest.first()?;
    Some(format!("did you mean {:?} for {}?", country.code(), country.name()))
}
