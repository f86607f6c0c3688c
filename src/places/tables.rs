//! The compiled tables of names, as rows of cells. What each holds and where it comes from stands at its head.

/// Each table: its file name, its text, how many cells its rows have. A line that is neither empty nor a comment is a row.
pub const TABLES: &[(&str, &str, usize)] = &[
    ("countries.tsv", include_str!("tables/countries.tsv"), 4),
    ("names.tsv", include_str!("tables/names.tsv"), 3),
    ("ambiguous.tsv", include_str!("tables/ambiguous.tsv"), 4),
    ("namesakes.tsv", include_str!("tables/namesakes.tsv"), 3),
    ("states.tsv", include_str!("tables/states.tsv"), 2),
    ("seats.tsv", include_str!("tables/seats.tsv"), 2),
    ("towns.tsv", include_str!("tables/towns.tsv"), 2),
    ("guards.tsv", include_str!("tables/guards.tsv"), 2),
    ("persons.tsv", include_str!("tables/persons.tsv"), 2),
    ("groups.tsv", include_str!("tables/groups.tsv"), 7),
    ("members.tsv", include_str!("tables/members.tsv"), 5),
    ("contested.tsv", include_str!("tables/contested.tsv"), 5),
    ("peoples.tsv", include_str!("tables/peoples.tsv"), 3),
    ("leaders.tsv", include_str!("tables/leaders.tsv"), 7),
    ("contested-names.tsv", include_str!("tables/contested-names.tsv"), 2),
    (
        "generated/territories.tsv",
        include_str!("tables/generated/territories.tsv"),
        3,
    ),
    (
        "generated/exemplars.tsv",
        include_str!("tables/generated/exemplars.tsv"),
        4,
    ),
    (
        "generated/divisions.tsv",
        include_str!("tables/generated/divisions.tsv"),
        2,
    ),
    (
        "generated/counties.tsv",
        include_str!("tables/generated/counties.tsv"),
        2,
    ),
    ("generated/cities.tsv", include_str!("tables/generated/cities.tsv"), 2),
    ("generated/scripts.tsv", include_str!("tables/generated/scripts.tsv"), 2),
    ("languages/en.tsv", include_str!("tables/languages/en.tsv"), 3),
    ("languages/es.tsv", include_str!("tables/languages/es.tsv"), 3),
    ("languages/fr.tsv", include_str!("tables/languages/fr.tsv"), 3),
    ("languages/pt.tsv", include_str!("tables/languages/pt.tsv"), 3),
    ("languages/de.tsv", include_str!("tables/languages/de.tsv"), 3),
    ("languages/it.tsv", include_str!("tables/languages/it.tsv"), 3),
    ("languages/id.tsv", include_str!("tables/languages/id.tsv"), 3),
    ("languages/tr.tsv", include_str!("tables/languages/tr.tsv"), 3),
    ("languages/ru.tsv", include_str!("tables/languages/ru.tsv"), 3),
    ("languages/uk.tsv", include_str!("tables/languages/uk.tsv"), 3),
    ("languages/ar.tsv", include_str!("tables/languages/ar.tsv"), 3),
    ("languages/zh.tsv", include_str!("tables/languages/zh.tsv"), 3),
    ("languages/hi.tsv", include_str!("tables/languages/hi.tsv"), 3),
];

/// The tables written by hand for a language: its tag, its table.
pub const LANGUAGE_TABLES: &[(&str, &str)] = &[
    ("en", "languages/en.tsv"),
    ("es", "languages/es.tsv"),
    ("fr", "languages/fr.tsv"),
    ("pt", "languages/pt.tsv"),
    ("de", "languages/de.tsv"),
    ("it", "languages/it.tsv"),
    ("id", "languages/id.tsv"),
    ("tr", "languages/tr.tsv"),
    ("ru", "languages/ru.tsv"),
    ("uk", "languages/uk.tsv"),
    ("ar", "languages/ar.tsv"),
    ("zh", "languages/zh.tsv"),
    ("hi", "languages/hi.tsv"),
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

/// The names in a cell of a language's table, each form of its own: `venezolan(o,a)` stands for two.
pub fn expanded(cell: &str) -> impl Iterator<Item = String> {
    names(cell).flat_map(forms)
}

fn forms(name: &str) -> Vec<String> {
    let Some((before, rest)) = name.split_once('(') else {
        return vec![name.to_owned()];
    };
    let Some((endings, after)) = rest.split_once(')') else {
        return vec![name.to_owned()];
    };
    let after = forms(after);
    let with = |ending: &str| -> Vec<String> { after.iter().map(|after| format!("{before}{ending}{after}")).collect() };
    endings.split(',').flat_map(with).collect()
}
