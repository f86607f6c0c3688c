//! The words on pictures.

/// The last line of a list that has no room for the rest: "and 3 more".
pub fn more(n: usize) -> String {
    super::digest::and_more(n)
}
/// Where the shapes on maps come from.
pub const MAP_SOURCE: &str = "Made with Natural Earth";
/// What a hollow chip means: a country that the map does not show.
pub const NOT_ON_MAP: &str = "not on this map";
