//! Regions: sets of countries that an admin defines; they may overlap and nest.

use std::collections::BTreeSet;

use super::Country;

/// A named set of countries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// Its id in configuration, commands and file names: lower case letters, digits and hyphens.
    pub id: String,
    /// Its name for readers.
    pub title: String,
    /// Other names for it. An article whose headline bears its title or one of these is about the region.
    pub names: Vec<String>,
    /// Its countries, those of nested regions included.
    pub countries: BTreeSet<Country>,
}

impl Region {
    /// True when a headline names the region, whatever countries the article names.
    pub fn is_named_in(&self, headline: &str) -> bool {
        let headline = format!(" {} ", key(headline));
        let bears = |name: &str| !key(name).is_empty() && headline.contains(&format!(" {} ", key(name)));
        bears(&self.title) || self.names.iter().any(|name| bears(name))
    }
}

/// A name as it is compared: lower case, words only, without "the".
fn key(text: &str) -> String {
    let lower = text.to_lowercase();
    let letters: String = lower
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    letters
        .split_whitespace()
        .filter(|word| *word != "the")
        .collect::<Vec<_>>()
        .join(" ")
}

/// All regions, in the order of the configuration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Regions(Vec<Region>);

impl Regions {
    /// The regions, in this order.
    pub fn new(regions: Vec<Region>) -> Self {
        Self(regions)
    }

    /// The region with this id.
    pub fn get(&self, id: &str) -> Option<&Region> {
        self.0.iter().find(|region| region.id == id)
    }

    /// The region a person means: its id, title or another name of it in any case, "the" and punctuation aside.
    pub fn find(&self, name: &str) -> Option<&Region> {
        let wanted = key(name);
        let is = |name: &str| key(name) == wanted;
        self.0
            .iter()
            .find(|region| is(&region.id) || is(&region.title) || region.names.iter().any(|name| is(name)))
    }

    /// The regions that a person may mean, at most `n`: those in whose title a word stands so, else those nearest in
    /// spelling, best first.
    pub fn nearest(&self, name: &str, n: usize) -> Vec<&Region> {
        let name = key(name);
        let holds =
            |region: &&Region| !name.is_empty() && format!(" {} ", key(&region.title)).contains(&format!(" {name} "));
        let holding: Vec<&Region> = self.0.iter().filter(holds).take(n).collect();
        if !holding.is_empty() {
            return holding;
        }
        let mut near: Vec<(f64, &Region)> = self
            .0
            .iter()
            .map(|region| (strsim::jaro_winkler(&name, &key(&region.title)), region))
            // Below this Jaro-Winkler similarity two names have little more than a letter or two in common.
            .filter(|(similarity, _)| *similarity > 0.75)
            .collect();
        near.sort_by(|a, b| b.0.total_cmp(&a.0));
        near.into_iter().take(n).map(|(_, region)| region).collect()
    }

    /// The regions that hold a country, in the order of the configuration.
    pub fn of(&self, country: Country) -> impl Iterator<Item = &Region> {
        self.0.iter().filter(move |region| region.countries.contains(&country))
    }

    /// Every region, in the order of the configuration.
    pub fn iter(&self) -> impl Iterator<Item = &Region> {
        self.0.iter()
    }
}
