//! Every name of a country in the tables, with its language: what the stories of names go through.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use dateline::places::Country;
use dateline::places::groups;
use dateline::places::tables::{LANGUAGE_TABLES, expanded, names, rows};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// How a name is tied to its countries, as the tables say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tie {
    /// A name of the country.
    Name,
    /// Its people, or what is theirs.
    People,
    /// Its capital.
    Capital,
    /// A listed ambiguity.
    Shared,
}

/// One name of a table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Listed {
    pub language: &'static str,
    pub tie: Tie,
    pub name: String,
    pub countries: Vec<Country>,
}

/// An ending that words of the language have, for the stems of the tables.
fn ending(language: &str) -> &'static str {
    match language {
        "ru" | "uk" => "ом",
        "tr" => "ler",
        _ => "",
    }
}

fn countries(codes: &str) -> Vec<Country> {
    codes.split(' ').filter_map(Country::from_code).collect()
}

/// Every name of a country, of its people, of its capital, and every shared one, in every language.
pub fn all() -> &'static [Listed] {
    static ALL: LazyLock<Vec<Listed>> = LazyLock::new(read);
    &ALL
}

fn read() -> Vec<Listed> {
    let mut all = Vec::new();
    let mut add = |language: &'static str, tie: Tie, name: &str, codes: &str| {
        all.push(Listed {
            language,
            tie,
            name: name.replace('*', ending(language)),
            countries: countries(codes),
        });
    };
    for row in rows("countries.tsv") {
        add("en", Tie::Name, row[2], row[0]);
        names(row[3]).for_each(|name| add("en", Tie::Capital, name, row[0]));
    }
    for row in rows("names.tsv") {
        names(row[1]).for_each(|name| add("en", Tie::Name, name, row[0]));
        names(row[2]).for_each(|name| add("en", Tie::People, name, row[0]));
    }
    for row in rows("ambiguous.tsv") {
        names(row[3]).for_each(|name| add("en", Tie::Shared, name, row[2]));
    }
    for row in rows("generated/territories.tsv") {
        names(row[2]).for_each(|name| add(row[0], Tie::Name, name, row[1]));
    }
    for row in rows("generated/exemplars.tsv").filter(|row| row[2] == "capital") {
        names(row[3]).for_each(|name| add(row[0], Tie::Capital, name, row[1]));
    }
    for (language, table) in LANGUAGE_TABLES {
        for row in rows(table) {
            let (tie, codes) = match row[0] {
                "name" => (Tie::Name, row[1]),
                "people" => (Tie::People, row[1]),
                "capital" => (Tie::Capital, row[1]),
                "shared" => (Tie::Shared, row[1].rsplit(':').next().unwrap()),
                _ => continue,
            };
            expanded(row[2]).for_each(|name| add(language, tie, &name, codes));
        }
    }
    all.sort();
    all.dedup();
    all
}

/// A name as names are compared: small letters without accents, one space between words, no "the", "of", "and".
pub fn plain(name: &str) -> String {
    let bare = without_accents(&name.to_lowercase());
    let words = bare.split(|c: char| !c.is_alphanumeric() && !is_combining_mark(c));
    let words = words.filter(|word| !matches!(*word, "" | "the" | "of" | "and"));
    words.map(short).collect::<Vec<_>>().join(" ")
}

fn short(word: &str) -> &str {
    match word {
        "saint" => "st",
        "sainte" => "ste",
        "mount" => "mt",
        "fort" => "ft",
        _ => word,
    }
}

/// A text as it is typed where the keyboard has no accents.
pub fn without_accents(text: &str) -> String {
    let mut bare = String::with_capacity(text.len());
    for c in text.nfd() {
        match c {
            'ø' => bare.push('o'),
            'Ø' => bare.push('O'),
            'ł' => bare.push('l'),
            'Ł' => bare.push('L'),
            'đ' | 'ð' => bare.push('d'),
            'ı' => bare.push('i'),
            'ß' => bare.push_str("ss"),
            'æ' => bare.push_str("ae"),
            'œ' => bare.push_str("oe"),
            'ґ' => bare.push('г'),
            // The vowel signs of India's scripts are no accents.
            _ if is_combining_mark(c) && !('\u{900}'..'\u{e00}').contains(&c) => {}
            _ => bare.push(c),
        }
    }
    bare
}

/// What no single country owns, by the tables: typed, these may give a choice.
pub fn shared() -> &'static BTreeSet<String> {
    static SHARED: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
        let contested = rows("contested.tsv").filter(|row| row[1].contains(' '));
        let contested = contested.flat_map(|row| names(row[3]).map(plain).collect::<Vec<_>>());
        let peoples = rows("peoples.tsv").filter(|row| row[0].contains(' '));
        let peoples = peoples.flat_map(|row| names(row[2]).map(plain).collect::<Vec<_>>());
        let listed = all().iter().filter(|listed| listed.tie == Tie::Shared);
        listed
            .map(|listed| plain(&listed.name))
            .chain(contested)
            .chain(peoples)
            .collect()
    });
    &SHARED
}

/// What groups of countries are called: "EU" is the Union, though Mexico's papers write it for the United States.
pub fn groups() -> &'static BTreeSet<String> {
    static GROUPS: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
        let called = groups::all().iter().flat_map(|group| {
            let names = group.names.iter().chain(&group.typed).copied();
            names.chain([group.id, group.title]).map(plain)
        });
        called.collect()
    });
    &GROUPS
}
