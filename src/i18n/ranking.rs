//! What Dateline says of the order of a digest's stories.

use jiff::civil::Date;

use super::digest::in_sentence;

/// "Why this order? Latin America, 6 Jan".
pub fn title(place: &str, date: Date) -> String {
    format!("Why this order? {place}, {}", super::digest::short_date(date))
}

/// A digest without stories.
pub const NOTHING: &str = "There is no story to rank.";

/// "0.83 about the place".
pub fn relevance(relevance: f64) -> String {
    format!("{relevance:.2} about the place")
}

/// "for 2 publishers".
pub fn publishers(n: usize) -> String {
    format!("for {n} publishers")
}

/// "for 3 articles".
pub fn articles(n: usize) -> String {
    format!("for {n} articles")
}

/// "for 5 hours of age".
pub fn age(hours: f64) -> String {
    format!("for {hours:.0} hours of age")
}

/// What the admin says of a source.
pub const WEIGHT: &str = "by its source's weight";

/// What a story counts less that opinion alone tells.
pub const OPINION: &str = "for opinion";

/// "behind 2 stories about Venezuela".
pub fn same_country(n: usize, country: &str) -> String {
    let stories = if n == 1 { "story" } else { "stories" };
    format!("behind {n} {stories} about {}", in_sentence(country))
}

/// "from The Harbour Ledger, Meridian Wire".
pub fn ranked_by(publishers: &[&str]) -> String {
    format!("from {}", publishers.join(", "))
}
