//! The compiled tables of names, as rows of cells. What each holds and where it comes from stands at its head.

/// Each table: its file name, its text, how many cells its rows have. A line that is neither empty nor a comment is a row.
pub const TABLES: &[(&str, &str, usize)] = &[
    ("countries.tsv", include_str!("tables/countries.tsv"), 4),
    ("names.tsv", include_str!("tables/names.tsv"), 3),
    ("ambiguous.tsv", include_str!("tables/ambiguous.tsv"), 4),
    ("namesakes.tsv", include_str!("tables/namesakes.tsv"), 3),
    ("states.tsv", include_str!("tables/states.tsv"), 2),
    ("counties.tsv", include_str!("tables/counties.tsv"), 2),
    ("seats.tsv", include_str!("tables/seats.tsv"), 2),
    ("towns.tsv", include_str!("tables/towns.tsv"), 2),
    ("cities.tsv", include_str!("tables/cities.tsv"), 2),
    ("languages.tsv", include_str!("tables/languages.tsv"), 3),
    ("guards.tsv", include_str!("tables/guards.tsv"), 2),
    ("persons.tsv", include_str!("tables/persons.tsv"), 2),
    ("groups.tsv", include_str!("tables/groups.tsv"), 7),
    ("members.tsv", include_str!("tables/members.tsv"), 5),
];

/// The rows of a compiled table, as cells.
pub fn rows(file: &str) -> impl Iterator<Item = Vec<&'static str>> {
    TABLES
        .iter()
        .filter(move |(name, ..)| *name == file)
        .flat_map(|(_, text, _)| text.lines())
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.split('\t').collect())
}

/// The names in a cell.
pub fn names(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('|').filter(|name| !name.is_empty() && *name != "-")
}
