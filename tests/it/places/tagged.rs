//! Names of countries in sentences of their language.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use dateline::places::Country;
use dateline::places::tables::{LANGUAGE_TABLES, expanded, names, rows};

use super::listed::{self, Listed, Tie, plain, shared, without_accents};
use crate::built_in::tag;

/// A sentence of each language, with the words that tell it, around a name.
pub const SENTENCES: &[(&str, &str, &str)] = &[
    (
        "en",
        "Yesterday it was said that the talks about",
        "have been held by the two sides, but it is not known when they will end.",
    ),
    (
        "es",
        "Ayer se dijo que las conversaciones sobre",
        "no han terminado, pero los dos lados se verán en una semana para seguir con ellas.",
    ),
    (
        "fr",
        "Hier on a dit que les discussions sur",
        "ne sont pas finies, mais les deux parties se verront dans une semaine pour les poursuivre.",
    ),
    (
        "pt",
        "Ontem foi dito que as conversas sobre",
        "ainda não terminaram, mas os dois lados vão se ver em uma semana para continuar com elas.",
    ),
    (
        "de",
        "Gestern wurde gesagt, dass die Gespräche über",
        "noch nicht beendet sind, aber die beiden Seiten werden sich in einer Woche wieder sehen.",
    ),
    (
        "it",
        "Ieri si è detto che i colloqui su",
        "non sono ancora finiti, ma le due parti si vedranno tra una settimana per andare avanti.",
    ),
    (
        "id",
        "Kemarin dikatakan bahwa pembicaraan tentang",
        "belum selesai, tetapi kedua pihak akan bertemu lagi dalam satu minggu untuk melanjutkan yang itu.",
    ),
    (
        "tr",
        "Dün söylendiğine göre görüşmeler",
        "için henüz bitmedi, ancak iki taraf bir hafta sonra bu konuda daha çok konuşmak için bir araya gelecek.",
    ),
    (
        "ru",
        "Вчера было сказано, что переговоры про",
        "ещё не закончились, но обе стороны встретятся через неделю.",
    ),
    (
        "uk",
        "Учора було сказано, що перемовини про",
        "ще не закінчилися, але обидві сторони зустрінуться за тиждень.",
    ),
    (
        "ar",
        "قيل أمس إن المحادثات حول",
        "لم تنته بعد ولكن الجانبين سيلتقيان خلال أسبوع.",
    ),
    (
        "zh",
        "昨天有人说，关于",
        "的会谈还没有结束，但是双方将在一周后再次见面。",
    ),
    (
        "hi",
        "कल कहा गया कि",
        "के बारे में बातचीत अभी पूरी नहीं हुई है, लेकिन दोनों पक्ष फिर मिलेंगे।",
    ),
];

/// A sentence of a language with these words in it.
pub fn sentence(language: &str, words: &str) -> String {
    let (_, before, behind) = SENTENCES.iter().find(|(tag, ..)| *tag == language).unwrap();
    let space = if language == "zh" { "" } else { " " };
    format!("{before}{space}{words}{space}{behind}")
}

pub fn found(text: &str) -> BTreeSet<Country> {
    tag("", text).countries()
}

/// Names that the tables say are something else in a language, too: words, people's names, no mentions.
fn doubtful(language: &str) -> BTreeSet<String> {
    let mut doubtful: BTreeSet<String> = BTreeSet::new();
    for row in rows("guards.tsv") {
        doubtful.extend(names(row[1]).map(plain));
    }
    for row in rows("persons.tsv").filter(|row| matches!(row[0], "surname" | "place" | "first" | "last")) {
        doubtful.extend(names(row[1]).map(plain));
    }
    for (tag, table) in LANGUAGE_TABLES {
        for row in rows(table) {
            // Both are read wherever letters are Cyrillic.
            let cyrillic = ["ru", "uk"].contains(tag) && ["ru", "uk"].contains(&language);
            let own =
                (*tag == language || cyrillic) && matches!(row[0], "guard" | "word" | "function" | "title" | "in");
            if own || matches!(row[0], "name-like" | "first" | "last") {
                doubtful.extend(expanded(row[2]).map(|name| plain(&name)));
            }
        }
    }
    doubtful
}

fn by_language() -> BTreeMap<&'static str, Vec<&'static Listed>> {
    let mut by_language: BTreeMap<&str, Vec<&Listed>> = BTreeMap::new();
    for listed in listed::all() {
        by_language.entry(listed.language).or_default().push(listed);
    }
    by_language
}

/// Towns of several countries, and capitals that a town abroad is called after: the rest of an article tells them apart.
fn namesakes() -> &'static BTreeSet<String> {
    static NAMESAKES: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
        let mut bearers: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for file in ["towns.tsv", "generated/cities.tsv", "generated/scripts.tsv"] {
            for row in rows(file) {
                let codes = row[1].split(' ').map(|place| &place[..2]);
                bearers.entry(plain(row[0])).or_default().extend(codes);
            }
        }
        for listed in listed::all().iter().filter(|listed| listed.tie == Tie::Capital) {
            let codes = listed.countries.iter().map(|country| country.code());
            bearers.entry(plain(&listed.name)).or_default().extend(codes);
        }
        let several = bearers.into_iter().filter(|(_, codes)| codes.len() > 1);
        several.map(|(name, _)| name).collect()
    });
    &NAMESAKES
}

/// The names of a language whose written form does not bring their country.
fn misses(language: &str, all: &[&Listed], write: impl Fn(&Listed) -> Option<String>) -> Vec<String> {
    let doubtful = doubtful(language);
    let mut misses = Vec::new();
    for listed in all.iter().filter(|listed| listed.tie != Tie::Shared) {
        let key = plain(&listed.name);
        if doubtful.contains(&key) || shared().contains(&key) {
            continue;
        }
        if listed.tie == Tie::Capital && namesakes().contains(&key) {
            continue;
        }
        let Some(written) = write(listed) else { continue };
        let found = found(&sentence(language, &written));
        if !listed.countries.iter().any(|country| found.contains(country)) || found.len() > 1 {
            misses.push(format!(
                "{language} {:?} {:?} {written}: {found:?}",
                listed.tie, listed.countries
            ));
        }
    }
    misses
}

#[test]
fn every_listed_name_is_found_in_a_sentence_of_its_language() {
    let mut all = Vec::new();
    for (language, listed) in by_language() {
        all.extend(misses(language, &listed, |listed| Some(listed.name.clone())));
    }
    assert!(all.is_empty(), "{} misses:\n{}", all.len(), all.join("\n"));
}

/// Capitals say nothing in a line of them: short names, and names that are words, may be missed there.
#[test]
fn a_headline_in_capitals_names_the_same_countries() {
    let mut all = Vec::new();
    for (language, listed) in by_language() {
        all.extend(misses(language, &listed, |listed| {
            (listed.name.chars().count() >= 4 && listed.name != listed.name.to_uppercase())
                .then(|| listed.name.to_uppercase())
        }));
    }
    assert!(all.is_empty(), "{} misses:\n{}", all.len(), all.join("\n"));
}

#[test]
fn a_name_is_found_without_its_accents() {
    let mut all = Vec::new();
    for (language, listed) in by_language() {
        all.extend(misses(language, &listed, |listed| {
            let bare = without_accents(&listed.name);
            // Without its accent Malé is a word.
            (bare.chars().count() >= 4 && bare != listed.name && bare != "Male").then_some(bare)
        }));
    }
    assert!(all.is_empty(), "{} misses:\n{}", all.len(), all.join("\n"));
}

/// As people type in a hurry: the whole text has no capital. Towns, capitals among them, are looked for only as far as
/// they are well known.
#[test]
fn a_text_in_small_letters_names_the_same_countries() {
    let mut all = Vec::new();
    for (language, listed) in by_language() {
        let doubtful = doubtful(language);
        for listed in listed {
            let key = plain(&listed.name);
            let short = listed.name.chars().count() < 5 || listed.name == listed.name.to_uppercase();
            let other = doubtful.contains(&key) || shared().contains(&key);
            if short || other || !matches!(listed.tie, Tie::Name | Tie::People) {
                continue;
            }
            let found = found(&sentence(language, &listed.name).to_lowercase());
            if !listed.countries.iter().any(|country| found.contains(country)) {
                all.push(format!(
                    "{language} {:?} {:?} {}: {found:?}",
                    listed.tie, listed.countries, listed.name
                ));
            }
        }
    }
    assert!(all.is_empty(), "{} misses:\n{}", all.len(), all.join("\n"));
}
