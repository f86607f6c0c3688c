//! places.toml: names of an admin's own, names that are no mention, and what contested places count for.

use std::collections::HashMap;

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::countries::country;
use super::nearest::nearest;
use super::table::{Lined, Table};
use super::values;
use crate::places::{Country, Custom, Kind, OwnName, Places, Unfit, compared, contested_places};

/// Names that the file may hold: a table as large as that of all countries' names, and compiled in a moment.
const MOST_NAMES: usize = 10_000;
/// Letters that a name may have.
const MOST_LETTERS: usize = 100;
/// People that a town may have: more than the largest has.
const MOST_PEOPLE: u64 = 50_000_000;
/// People of a town for which none are given, in thousands: from here a town's name alone says which country is meant.
const THOUSANDS: u32 = 300;
/// Years for which the news speaks of a leader who has left.
const YEARS_AFTER: i16 = 1;

/// Every name of the file so far: its first line by the form in which names are compared.
struct Names {
    lines: HashMap<String, usize>,
    full: bool,
}

/// Reads the whole file. Leaders are dropped who have not yet come, or have long left, `today`.
pub(super) fn read(root: &mut Table<'_>, today: Date) -> Custom {
    let built_in = Places::default();
    let mut names = Names {
        lines: HashMap::new(),
        full: false,
    };
    let mut custom = Custom::default();
    for table in root.list("name") {
        custom.names.extend(own_name(table, &mut names, &built_in, today));
    }
    for mut table in root.list("forbid") {
        custom.forbidden.extend(names.read(&mut table));
        table.finish();
    }
    let mut lines = HashMap::new();
    for mut table in root.list("contested") {
        let place = place(&mut table, &mut lines);
        let countries = table.texts("countries", |text| country(text, &built_in));
        if !table.has("countries") {
            table.missing(
                "countries",
                "the codes of the countries that it counts for: countries = [\"UA\"], or countries = [] for none",
            );
        }
        if let (Some(place), Some(countries)) = (place, countries) {
            custom.contested.insert(place, codes(&table, countries));
        }
        table.finish();
    }
    custom
}

fn own_name(mut table: Table<'_>, names: &mut Names, built_in: &Places, today: Date) -> Option<OwnName> {
    let texts = names.read(&mut table);
    let countries = table.texts("countries", |text| country(text, built_in));
    if !table.has("countries") || table.has_empty_list("countries") {
        table.missing(
            "country",
            "countries = [\"NO\"]; a name that stands for no country goes into a [[forbid]]",
        );
    }
    let kind = table.text("kind", |text| values::choice(text, KINDS));
    let right = kind.is_some() || !table.has("kind");
    let kind = kind.map_or(Kind::Seat, |kind| kind.value);
    let population = table.integer("population", 1..=MOST_PEOPLE);
    let since = table.text("since", values::date);
    let until = table.text("until", values::date);
    for (keys, of, what) in [
        (&["population"][..], Kind::Town, "kind = \"town\""),
        (&["since", "until"][..], Kind::Leader, "kind = \"leader\""),
    ] {
        for key in keys.iter().filter(|key| right && kind != of && table.has(key)) {
            let words = format!("only a {} has this; delete it, or write {what}", word_of(of));
            table.refuse(key, table.line(), &words);
        }
    }
    if let (Some(since), Some(until)) = (&since, &until)
        && until.value < since.value
    {
        table.refuse(
            "until",
            until.line,
            &format!("this is before since, {}; exchange them", since.value),
        );
    }
    let countries = codes(&table, countries.unwrap_or_default());
    table.finish();
    let came = since.is_none_or(|since| since.value <= today);
    let left = until.is_some_and(|until| until.value.saturating_add(YEARS_AFTER.years()) < today);
    let thousands = match kind {
        Kind::Town => population.map_or(THOUSANDS, |people| {
            u32::try_from(people.div_ceil(1000)).unwrap_or(THOUSANDS)
        }),
        _ => 0,
    };
    (came && !left).then_some(OwnName {
        names: texts,
        countries,
        kind,
        thousands,
    })
}

const KINDS: &[(&str, Kind)] = &[
    ("country", Kind::Country),
    ("people", Kind::People),
    ("seat", Kind::Seat),
    ("leader", Kind::Leader),
    ("province", Kind::Province),
    ("capital", Kind::Capital),
    ("town", Kind::Town),
];

fn word_of(kind: Kind) -> &'static str {
    KINDS
        .iter()
        .find(|(_, known)| *known == kind)
        .map_or("name", |(word, _)| word)
}

impl Names {
    /// The `names` of a table: those that can be looked for and stand nowhere above.
    fn read(&mut self, table: &mut Table<'_>) -> Vec<String> {
        let texts = table.texts("names", name);
        if !table.has("names") || table.has_empty_list("names") {
            table.missing("name", "names = [\"…\"], as articles write them");
        }
        let mut fresh = Vec::new();
        for Lined { value, line } in texts.unwrap_or_default() {
            let (name, key) = value;
            if self.lines.len() >= MOST_NAMES {
                if !self.full {
                    table.problem(
                        line,
                        format!("this file has more than {MOST_NAMES} names, of which this is the first too many; delete some"),
                    );
                }
                self.full = true;
                break;
            }
            match self.lines.get(&key) {
                Some(first) => table.refuse(
                    "names",
                    line,
                    &format!("{name:?} stands on line {first} already, in this or another spelling; keep one of them"),
                ),
                None => {
                    self.lines.insert(key, line);
                    fresh.push(name);
                }
            }
        }
        fresh
    }
}

/// A name, and the form in which it is compared.
fn name(text: &str) -> Result<(String, String), String> {
    let name = crate::article::normalise(text);
    let letters = name.chars().count();
    if letters > MOST_LETTERS {
        let beginning: String = name.chars().take(20).collect();
        return Err(format!(
            "{:?} has {letters} letters; no article repeats a name that long, write one of at most {MOST_LETTERS}",
            beginning + "…"
        ));
    }
    match compared(&name) {
        Ok(key) => Ok((name, key)),
        Err(Unfit::Empty) => Err(format!(
            "{name:?} is too little to be found by; write a name of two letters or more"
        )),
        Err(Unfit::Long) => Err(format!("{name:?} has too many words; write a name of at most 16")),
        Err(Unfit::Star) => Err(format!(
            "{name:?}: a * stands for the endings of a word, behind at least three letters of it, such as \"Осл*\"; \
             write it there, or leave it out"
        )),
    }
}

fn place(table: &mut Table<'_>, lines: &mut HashMap<String, usize>) -> Option<String> {
    let place = table.text("place", |text| {
        let mut ids = contested_places().map(|place| place.id);
        if ids.any(|id| id == text) {
            return Ok(text.to_owned());
        }
        let ids: Vec<&str> = contested_places().map(|place| place.id).collect();
        Err(match nearest(text, ids.iter().copied()) {
            Some(near) => format!("{text:?} is no contested place; did you mean {near:?}?"),
            None => format!(
                "{text:?} is no contested place; write one of the list in the places.toml that comes with the program, \
                 or give the name its countries in a [[name]]"
            ),
        })
    });
    if !table.has("place") {
        table.missing(
            "place",
            "place = \"crimea\", one of the list in the shipped places.toml",
        );
    }
    let place = place?;
    if let Some(first) = lines.insert(place.value.clone(), place.line) {
        let words = format!("{:?} stands on line {first} already; keep one of them", place.value);
        table.refuse("place", place.line, &words);
    }
    Some(place.value)
}

/// The codes of a list of countries, each once.
fn codes(table: &Table<'_>, countries: Vec<Lined<Country>>) -> Vec<String> {
    let mut codes: Vec<String> = Vec::new();
    for Lined { value, line } in countries {
        if codes.iter().any(|code| code == value.code()) {
            let words = format!("{} stands in this list twice; keep one", value.code());
            table.refuse("countries", line, &words);
        } else {
            codes.push(value.code().to_owned());
        }
    }
    codes
}
