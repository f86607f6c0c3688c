//! Names of places that are names of people, streets, newspapers or languages where they stand.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::gazetteer::Kind;
use super::sightings::{Body, Sighting};
use super::tables::{names, rows};
use super::words::{Case, Gap, Words};

static LISTS: LazyLock<Lists> = LazyLock::new(|| Lists {
    first: Lists::read("first"),
    last: Lists::read("last"),
    place: Lists::read("place"),
    surname: Lists::read("surname"),
    title: Lists::read("title"),
    road: Lists::read("road"),
    paper: Lists::read("paper"),
});

struct Lists {
    first: HashSet<String>,
    last: HashSet<String>,
    place: HashSet<String>,
    surname: HashSet<String>,
    title: HashSet<String>,
    road: HashSet<String>,
    paper: HashSet<String>,
}

impl Lists {
    fn read(kind: &str) -> HashSet<String> {
        rows("persons.tsv")
            .filter(|row| row.first() == Some(&kind))
            .flat_map(|row| row.get(1).copied().into_iter().flat_map(names))
            .map(|name| Words::of(name).whole().to_owned())
            .collect()
    }
}

/// What a sighting is instead of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Instead {
    /// A person, who may be named again by this word alone.
    Person,
    /// A street, a newspaper, a language.
    Thing,
}

/// What a sighting is, if it is no place.
pub(super) fn instead(body: &Body<'_>, sightings: &[Sighting], index: usize) -> Option<Instead> {
    let sighting = sightings.get(index)?;
    if is_thing(body, sighting) {
        return Some(Instead::Thing);
    }
    is_person(body, sightings, index).then_some(Instead::Person)
}

/// True for a place whose name is as much a person's, so that alone it says little.
pub(super) fn is_name_like(key: &str) -> bool {
    LISTS.last.contains(key) || LISTS.first.contains(key) || LISTS.surname.contains(key)
}

/// True where only a place can stand: "in Jordan", "northern Virginia"; or where it owns: "Jordan's".
pub(super) fn is_locative(body: &Body<'_>, sighting: &Sighting) -> bool {
    let before = sighting
        .first
        .checked_sub(1)
        .map_or("", |before| body.words.folded(before));
    body.spaced(sighting.first)
        && matches!(
            before,
            "in" | "from"
                | "near"
                | "at"
                | "to"
                | "across"
                | "around"
                | "outside"
                | "inside"
                | "into"
                | "throughout"
                | "northern"
                | "southern"
                | "eastern"
                | "western"
                | "central"
                | "northeastern"
                | "northwestern"
                | "southeastern"
                | "southwestern"
                | "rural"
                | "downtown"
                | "north"
                | "south"
                | "east"
                | "west"
                | "via"
                | "northeast"
                | "northwest"
                | "southeast"
                | "southwest"
                | "upstate"
                | "coastal"
                | "neighbouring"
                | "neighboring"
        )
}

/// True for one of the commonest surnames.
pub(super) fn is_surname(key: &str) -> bool {
    LISTS.last.contains(key)
}

fn is_person(body: &Body<'_>, sightings: &[Sighting], index: usize) -> bool {
    let Some(sighting) = sightings.get(index) else {
        return false;
    };
    let words = &body.words;
    let key = words.key(sighting.first, sighting.count).unwrap_or_default();
    let local = sighting.entry.is_local();
    if sighting.count > 1 || !(local || LISTS.place.contains(key) || LISTS.surname.contains(key)) {
        return false;
    }
    let taken = |word: usize| {
        sightings
            .iter()
            .skip(index.saturating_sub(2))
            .take(5)
            .any(|other| other.body == sighting.body && (other.first..other.next()).contains(&word))
    };
    let capital = |word: usize| {
        words
            .get(word)
            .is_some_and(|word| matches!(word.case, Case::Title | Case::Upper))
    };
    if let Some(before) = sighting.first.checked_sub(1).filter(|_| body.spaced(sighting.first)) {
        let word = words.folded(before);
        let is_name = |at: usize| capital(at) && !taken(at) && LISTS.first.contains(words.folded(at));
        if is_name(before) || (capital(before) && LISTS.title.contains(word)) {
            return true;
        }
        // Samuel L. Jackson.
        if word.chars().count() == 1
            && capital(before)
            && before
                .checked_sub(1)
                .is_some_and(|at| is_name(at) && body.spaced(before))
        {
            return true;
        }
    }
    let after = sighting.next();
    body.spaced(after)
        && capital(after)
        && !taken(after)
        && LISTS.place.contains(key)
        && LISTS.last.contains(words.folded(after))
}

fn is_thing(body: &Body<'_>, sighting: &Sighting) -> bool {
    let words = &body.words;
    let after = sighting.next();
    let next = words.folded(after);
    let capital = words.get(after).is_some_and(|word| word.case != Case::Lower);
    if sighting.entry.is_local() && body.spaced(after) && capital {
        let town = sighting.entry.sense(Kind::Province).is_none();
        if LISTS.paper.contains(next) || (LISTS.road.contains(next) && (town || next != "way")) {
            return true;
        }
    }
    sighting.entry.sense(Kind::People).is_some() && is_language(body, sighting)
}

/// "in French", "speaks Spanish", "the Turkish language"; but "in French waters".
fn is_language(body: &Body<'_>, sighting: &Sighting) -> bool {
    let words = &body.words;
    let after = sighting.next();
    let next = words.folded(after);
    if body.joined(after)
        && matches!(
            next,
            "language" | "languages" | "speaking" | "speaker" | "speakers" | "translation"
        )
    {
        return true;
    }
    let before = sighting.first.checked_sub(1).map_or("", |before| words.folded(before));
    let spoken = body.spaced(sighting.first)
        && matches!(
            before,
            "in" | "speak"
                | "speaks"
                | "speaking"
                | "spoke"
                | "spoken"
                | "into"
                | "fluent"
                | "learn"
                | "learning"
                | "teach"
        );
    let alone = words.get(after).is_none_or(|word| word.gap != Gap::Space)
        || matches!(
            next,
            "and" | "or" | "at" | "to" | "on" | "as" | "but" | "with" | "because" | "when" | "for"
        );
    spoken && alone
}
