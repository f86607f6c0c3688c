//! The tables themselves: how their rows are written, and that no table contradicts another.

use std::collections::{BTreeMap, BTreeSet};

use dateline::places::Country;
use dateline::places::tables::{LANGUAGE_TABLES, TABLES, expanded, names, rows};
use unicode_normalization::is_nfc;

use super::listed::plain;

/// The kinds of rows in the tables of languages: those with a country's code, and those without.
const OF_COUNTRIES: &[&str] = &["name", "people", "seat", "leader", "province", "capital", "town"];
const OF_NONE: &[&str] = &[
    "guard",
    "first",
    "last",
    "name-like",
    "title",
    "in",
    "speaks",
    "word",
    "function",
    "road",
    "paper",
    "place",
];

fn is_row(line: &str) -> bool {
    !line.is_empty() && !line.starts_with('#')
}

fn known(code: &str, at: &str) {
    let country = Country::from_code(code);
    assert!(country.is_some_and(|country| country.code() == code), "{at}: {code}");
}

fn distinct(codes: &str, at: &str) {
    let all: Vec<&str> = codes.split(' ').collect();
    let unique: BTreeSet<&str> = all.iter().copied().collect();
    assert_eq!(all.len(), unique.len(), "{at}: {codes}");
    all.iter().for_each(|code| known(code, at));
}

#[test]
fn every_row_of_every_table_is_well_formed() {
    for (file, text, cells) in TABLES {
        assert!(text.lines().any(is_row), "{file} is empty");
        assert!(text.ends_with('\n') && !text.contains('\r'), "{file}");
        for (number, line) in text.lines().enumerate().filter(|(_, line)| is_row(line)) {
            let at = format!("{file}:{}: {line}", number + 1);
            let row: Vec<&str> = line.split('\t').collect();
            assert_eq!(row.len(), *cells, "{at}");
            assert!(row.iter().all(|cell| !cell.is_empty() && cell.trim() == *cell), "{at}");
            assert!(
                !line.contains("||") && !line.ends_with('|') && !line.contains("\t|"),
                "{at}"
            );
            assert!(
                !line.contains("  ") && !line.contains(['\u{a0}', '\u{202f}', '\u{ad}', '\u{200b}']),
                "{at}"
            );
            // Letters that Unicode does not compose stand decomposed; all others must be one letter.
            assert!(is_nfc(line), "{at}: not in NFC");
        }
    }
}

#[test]
fn every_table_says_what_its_columns_are_and_where_it_comes_from() {
    for (file, text, _) in TABLES {
        let head: Vec<&str> = text.lines().take_while(|line| line.starts_with('#')).collect();
        let head = head.join(" ").replace("# ", "");
        let columns = ["Columns", "eparated by", "remark."]
            .iter()
            .any(|word| head.contains(word));
        assert!(columns, "{file}: {head}");
        // Each row of groups.tsv names the page that lists its members.
        let own = head.contains("ritten for this project") || *file == "members.tsv";
        let source = head.contains("Source:") || head.contains("source");
        assert!(own || source, "{file} has no source: {head}");
        if file.starts_with("generated/") {
            assert!(head.contains("icen") && head.contains("generate.py"), "{file}: {head}");
        }
    }
}

#[test]
fn every_code_in_the_tables_is_a_country() {
    for file in [
        "names.tsv",
        "states.tsv",
        "generated/counties.tsv",
        "generated/divisions.tsv",
        "seats.tsv",
        "leaders.tsv",
        "countries.tsv",
    ] {
        for row in rows(file) {
            known(row[0].trim_start_matches('+'), file);
        }
    }
    for file in ["generated/territories.tsv", "generated/exemplars.tsv", "namesakes.tsv"] {
        for row in rows(file) {
            known(row[1], file);
        }
    }
    for row in rows("generated/exemplars.tsv") {
        assert!(matches!(row[2], "capital" | "town"), "{row:?}");
    }
    for row in rows("ambiguous.tsv") {
        assert!(matches!(row[0], "first" | "all" | "none"), "{row:?}");
        assert!(matches!(row[1], "name" | "area" | "word"), "{row:?}");
        assert!(row[2].contains(' '), "{row:?}");
        distinct(row[2], "ambiguous.tsv");
    }
    for row in rows("contested.tsv") {
        assert!(matches!(row[2], "is" | "context"), "{row:?}");
        assert!(row[0].chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{row:?}");
        assert!(row[4].ends_with('.'), "a sentence says why: {row:?}");
        if row[1] != "-" {
            distinct(row[1], "contested.tsv");
        }
    }
    for row in rows("peoples.tsv") {
        assert!(matches!(row[1], "is" | "context"), "{row:?}");
        distinct(row[0], "peoples.tsv");
        assert_eq!(row[1] == "context", row[0].contains(' '), "{row:?}");
    }
    for file in ["towns.tsv", "generated/cities.tsv", "generated/scripts.tsv"] {
        for row in rows(file) {
            for place in row[1].split(' ') {
                known(&place[..2], row[0]);
                assert!(place[2..].parse::<u32>().is_ok_and(|people| people > 0), "{row:?}");
            }
        }
    }
}

#[test]
fn every_row_of_a_language_has_a_known_kind() {
    for (language, table) in LANGUAGE_TABLES {
        for row in rows(table) {
            let at = format!("{table}: {row:?}");
            match row[0] {
                kind if OF_COUNTRIES.contains(&kind) => known(row[1], &at),
                kind if OF_NONE.contains(&kind) => assert_eq!(row[1], "-", "{at}"),
                "shared" => {
                    let (otherwise, codes) = row[1].split_once(':').unwrap_or(("first", row[1]));
                    assert!(matches!(otherwise, "first" | "all" | "none"), "{at}");
                    assert!(codes.contains(' '), "{at}");
                    distinct(codes, &at);
                }
                _ => panic!("{at}: no such kind"),
            }
            for name in expanded(row[2]) {
                assert!(!name.replace(", ", " ").contains(['(', ')', ',']), "{at}: {name}");
                let stems = name.split([' ', '-']).filter(|word| word.contains('*'));
                assert!(stems.clone().all(|stem| stem.ends_with('*')), "{at}: {name}");
            }
        }
        assert!(
            rows(table).any(|row| row[0] == "function") && rows(table).any(|row| row[0] == "in"),
            "{language} cannot be told without its commonest words"
        );
    }
}

/// Within a table a name stands once for what it says there.
#[test]
fn no_table_says_a_thing_twice() {
    for (file, columns) in [
        ("ambiguous.tsv", vec![3]),
        ("contested.tsv", vec![3]),
        ("peoples.tsv", vec![2]),
        ("seats.tsv", vec![1]),
        ("guards.tsv", vec![1]),
        ("names.tsv", vec![1, 2]),
        ("towns.tsv", vec![0]),
        ("generated/cities.tsv", vec![0]),
    ] {
        let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
        for row in rows(file) {
            for name in columns.iter().flat_map(|column| names(row[*column])) {
                let other = seen.insert(name, row[0]);
                assert!(other.is_none(), "{file}: {name} of {} and {other:?}", row[0]);
            }
        }
    }
    for (_, table) in LANGUAGE_TABLES {
        let mut seen: BTreeSet<(&str, &str, &str)> = BTreeSet::new();
        let roles = |kind: &str| matches!(kind, "function" | "word" | "in" | "first" | "last" | "title");
        for row in rows(table).filter(|row| !roles(row[0])) {
            for name in names(row[2]) {
                assert!(seen.insert((row[0], row[1], name)), "{table}: {name} of {row:?}");
            }
        }
    }
}

/// The hand-written English tables are read in the order of this list: what an earlier one says of a name is not said
/// again by a later.
#[test]
fn no_english_table_repeats_another() {
    let mut first: BTreeMap<String, &str> = BTreeMap::new();
    for (file, column) in [
        ("guards.tsv", 1),
        ("ambiguous.tsv", 3),
        ("contested.tsv", 3),
        ("peoples.tsv", 2),
        ("leaders.tsv", 2),
        ("seats.tsv", 1),
        ("states.tsv", 1),
    ] {
        for row in rows(file) {
            for name in names(row[column]) {
                let before = first.entry(name.to_owned()).or_insert(file);
                assert_eq!(*before, file, "{name} stands in {before} and in {file}");
            }
        }
    }
}

/// A name that is a mention in a language is no guard in it.
#[test]
fn no_name_is_a_mention_and_a_guard_in_one_language() {
    for (language, table) in LANGUAGE_TABLES {
        let of = |wanted: &dyn Fn(&str) -> bool| -> BTreeSet<String> {
            let rows = rows(table).filter(|row| wanted(row[0]));
            rows.flat_map(|row| expanded(row[2]).collect::<Vec<_>>())
                // A Chinese surname goes on behind the dot.
                .filter(|name| !name.contains('·'))
                .map(|name| plain(&name))
                .collect()
        };
        let mut guards = of(&|kind| kind == "guard");
        let mut mentions = of(&|kind| OF_COUNTRIES.contains(&kind) || kind == "shared");
        if *language == "en" {
            let english = |file, column: usize| {
                let cells = rows(file).map(move |row| row[column]);
                cells.flat_map(|cell| names(cell).map(plain).collect::<Vec<_>>())
            };
            guards.extend(english("guards.tsv", 1));
            for (file, column) in [
                ("names.tsv", 1),
                ("names.tsv", 2),
                ("seats.tsv", 1),
                ("states.tsv", 1),
                ("peoples.tsv", 2),
            ] {
                mentions.extend(english(file, column));
            }
        }
        for row in rows("generated/territories.tsv").filter(|row| row[0] == *language) {
            mentions.extend(names(row[2]).map(plain));
        }
        let both: Vec<&String> = guards.intersection(&mentions).collect();
        assert!(both.is_empty(), "{language}: {both:?}");
    }
}

/// A town that is written as one of the commonest words of a language would be found in every text of it, unless the
/// language's table says that it is a word.
#[test]
fn no_town_is_one_of_the_commonest_words() {
    let files = ["towns.tsv", "generated/cities.tsv", "generated/scripts.tsv"];
    let towns: BTreeSet<String> = files
        .iter()
        .flat_map(|file| rows(file))
        .map(|row| plain(row[0]))
        .collect();
    for (language, table) in LANGUAGE_TABLES {
        let of = |kinds: &[&str]| -> BTreeSet<String> {
            let rows = rows(table).filter(|row| kinds.contains(&row[0]));
            rows.flat_map(|row| expanded(row[2]).collect::<Vec<_>>())
                .map(|word| plain(&word))
                .collect()
        };
        let told = of(&["guard", "word"]);
        let eaten: Vec<String> = of(&["function"])
            .intersection(&towns)
            .filter(|word| !told.contains(*word))
            .cloned()
            .collect();
        assert!(eaten.is_empty(), "{language}: {eaten:?}");
    }
}
