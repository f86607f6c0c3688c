//! Which publishers are one house: a story told by nine desks of one broadcaster has one publisher.

use std::collections::HashMap;

use super::Link;

/// Which publishers the configuration says are one house, whatever their names look like.
#[derive(Clone, Debug, Default)]
pub struct Families(HashMap<String, String>);

impl Families {
    /// Families from pairs of a publisher and the name of its family.
    pub fn new<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let pairs = pairs.into_iter();
        Self(
            pairs
                .map(|(publisher, family)| (publisher.to_lowercase(), house(family)))
                .collect(),
        )
    }

    /// The house a publisher belongs to: that of its family, or else what its name says.
    pub(super) fn house(&self, publisher: &str) -> String {
        let family = self.0.get(&publisher.to_lowercase());
        family.cloned().unwrap_or_else(|| house(publisher))
    }
}

/// Words for the desk, edition or channel behind a publisher's name.
const DESKS: &[&str] = &[
    "africa",
    "america",
    "americas",
    "arabic",
    "asia",
    "australia",
    "breaking",
    "business",
    "canada",
    "culture",
    "economy",
    "en",
    "english",
    "environment",
    "español",
    "europe",
    "feed",
    "français",
    "global",
    "health",
    "home",
    "india",
    "international",
    "latin",
    "live",
    "markets",
    "mena",
    "middle",
    "east",
    "mundo",
    "news",
    "newswire",
    "online",
    "pacific",
    "politics",
    "portuguese",
    "rss",
    "russian",
    "science",
    "service",
    "spanish",
    "sport",
    "sports",
    "technology",
    "top",
    "stories",
    "tv",
    "uk",
    "us",
    "usa",
    "video",
    "web",
    "world",
];

/// The house a publisher belongs to: its name in lower case without "the" and without the desks at its end.
pub(super) fn house(publisher: &str) -> String {
    let lower = publisher.to_lowercase();
    let mut words: Vec<&str> = lower
        .split(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '\'' | '’' | '&')))
        .map(|word| word.trim_end_matches(".com"))
        .filter(|word| !word.is_empty() && *word != "the")
        .collect();
    while words.len() > 1 && words.last().is_some_and(|word| DESKS.contains(word)) {
        words.pop();
    }
    words.join(" ")
}

/// The house that published an article.
pub(super) fn house_of(link: &Link) -> String {
    match link.house.as_str() {
        "" => house(&link.publisher),
        known => known.to_owned(),
    }
}
