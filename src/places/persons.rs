//! Names of places that are names of people, streets, newspapers or languages where they stand.

use super::entry::{Kind, Role};
use super::rule::Aside;
use super::sightings::{Document, Sighting};
use super::words::{Case, Gap};

/// What a sighting is, if it is no place: a street, a newspaper, a language, or a person, who may be named again by this
/// word alone.
pub(super) fn instead(document: &Document<'_>, sightings: &[Sighting], index: usize) -> Option<Aside> {
    let sighting = sightings.get(index)?;
    thing(document, sighting).or_else(|| is_person(document, sightings, index).then_some(Aside::Person))
}

/// True for a place whose name is as much a person's, so that alone it says little.
pub(super) fn is_name_like(sighting: &Sighting) -> bool {
    [Role::Last, Role::First, Role::Surname]
        .into_iter()
        .any(|role| sighting.is(role))
}

/// True where only a place can stand: "in Jordan", "northern Virginia".
pub(super) fn is_locative(document: &Document<'_>, sighting: &Sighting) -> bool {
    let Some(body) = document.bodies.get(sighting.body) else {
        return false;
    };
    let before = sighting
        .first
        .checked_sub(1)
        .map_or("", |before| body.words.folded(before));
    body.spaced(sighting.first) && document.is(before, Role::In)
}

fn is_person(document: &Document<'_>, sightings: &[Sighting], index: usize) -> bool {
    let Some(sighting) = sightings.get(index) else {
        return false;
    };
    let Some(body) = document.bodies.get(sighting.body) else {
        return false;
    };
    let words = &body.words;
    let local = sighting.entry.is_local();
    if sighting.count > 1 || !(local || sighting.is(Role::Place) || sighting.is(Role::Surname)) {
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
        let is_name = |at: usize| capital(at) && !taken(at) && document.is(words.folded(at), Role::First);
        if is_name(before) || (capital(before) && document.is(word, Role::Title)) {
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
        && sighting.is(Role::Place)
        && document.is(words.folded(after), Role::Last)
}

fn thing(document: &Document<'_>, sighting: &Sighting) -> Option<Aside> {
    let body = document.bodies.get(sighting.body)?;
    let words = &body.words;
    let after = sighting.next();
    let next = words.folded(after);
    let capital = words.get(after).is_some_and(|word| word.case != Case::Lower);
    // "Jamaica Street"; in a headline "Kenya Court" is one that rules.
    let plain = words.get(after).is_some_and(|word| !word.headline);
    if plain && capital && body.spaced(after) && !sighting.entry.is_local() && document.is(next, Role::Road) {
        return Some(Aside::Street);
    }
    if sighting.entry.is_local() && body.spaced(after) && capital {
        let town = sighting.entry.sense(Kind::Province).is_none();
        if document.is(next, Role::Paper) {
            return Some(Aside::Newspaper);
        }
        if document.is(next, Role::Road) && (town || next != "way") {
            return Some(Aside::Street);
        }
    }
    (sighting.entry.sense(Kind::People).is_some() && is_language(document, sighting)).then_some(Aside::Language)
}

/// "in French", "speaks Spanish", "the Turkish language"; but "in French waters".
fn is_language(document: &Document<'_>, sighting: &Sighting) -> bool {
    let Some(body) = document.bodies.get(sighting.body) else {
        return false;
    };
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
    let spoken = body.spaced(sighting.first) && document.is(before, Role::Speaks);
    let alone = words.get(after).is_none_or(|word| word.gap != Gap::Space) || document.is(next, Role::Function);
    spoken && alone
}
