//! Names across languages: each must be the source's own, spelt alike, a country's, or one of those in the table of pairs.

use std::collections::HashSet;

use super::super::numbers;
use super::super::words::{self, Word};
use super::super::{Refusal, brief};
use super::pairs;
use super::tongues::Tongue;
use crate::places::{Country, Mention, Part, Places, Rule, Untagged};

/// Nouns that English news opens with; any other first word might be a name.
const OPENERS: &[&str] = &[
    "a",
    "about",
    "activists",
    "aid",
    "air",
    "another",
    "authorities",
    "between",
    "businesses",
    "cars",
    "children",
    "citizens",
    "construction",
    "counting",
    "crews",
    "customers",
    "doctors",
    "drivers",
    "drought",
    "eight",
    "electricity",
    "emergency",
    "exports",
    "families",
    "farmers",
    "fewer",
    "firefighters",
    "flights",
    "food",
    "fuel",
    "heavy",
    "health",
    "hospitals",
    "hundreds",
    "imports",
    "inflation",
    "investigators",
    "judges",
    "lawyers",
    "local",
    "many",
    "media",
    "members",
    "more",
    "most",
    "neighbours",
    "nurses",
    "officials",
    "oil",
    "opposition",
    "owners",
    "parents",
    "passengers",
    "people",
    "police",
    "power",
    "prices",
    "production",
    "prosecutors",
    "rain",
    "rains",
    "rescuers",
    "researchers",
    "residents",
    "rescue",
    "rising",
    "roads",
    "sales",
    "schools",
    "scientists",
    "several",
    "shops",
    "shots",
    "soldiers",
    "strong",
    "students",
    "teachers",
    "tens",
    "thousands",
    "tickets",
    "tourists",
    "trade",
    "traffic",
    "trains",
    "transport",
    "troops",
    "two",
    "unemployment",
    "coal",
    "cocoa",
    "coffee",
    "copper",
    "corn",
    "cotton",
    "gas",
    "gold",
    "iron",
    "maize",
    "milk",
    "rice",
    "soy",
    "steel",
    "sugar",
    "wheat",
    "unions",
    "villagers",
    "voters",
    "water",
    "women",
    "workers",
];

/// A sentence and the countries that it names.
pub(super) struct Named<'a> {
    words: &'a [Word<'a>],
    mentions: Vec<Mention>,
}

impl<'a> Named<'a> {
    /// Reads a sentence in a language, an ISO 639-1 code.
    pub(super) fn read(text: &str, words: &'a [Word<'a>], language: &str, places: &Places) -> Self {
        let article = Untagged {
            title: "",
            text,
            language: Some(language),
            ..Untagged::default()
        };
        let mut mentions = places.tag(&article).mentions;
        mentions.retain(|mention| mention.part == Part::Text);
        Self { words, mentions }
    }

    fn has(&self, country: Country) -> bool {
        self.mentions.iter().any(|mention| mention.country == country)
    }

    /// The words at which a country's own name or its people's stands.
    fn places_of(&self, country: Country) -> Vec<usize> {
        let own = self
            .mentions
            .iter()
            .filter(|mention| mention.country == country && is_own(mention));
        own.filter_map(|mention| self.words.iter().position(|word| word.start >= mention.start))
            .collect()
    }

    /// The country whose own name a word is part of.
    fn country_at(&self, word: &Word<'_>) -> Option<Country> {
        let holds = |mention: &&Mention| is_own(mention) && mention.start < word.end && word.start < mention.end;
        self.mentions.iter().find(holds).map(|mention| mention.country)
    }
}

/// True for words that name a country as such, which every language does in its own way, unlike its towns.
fn is_own(mention: &Mention) -> bool {
    matches!(mention.rule, Some(Rule::Name | Rule::People | Rule::All))
}

/// Fails where a sentence's translation names somebody or something else, or in another order.
pub(super) fn check(told: &Named<'_>, source: &Named<'_>, tongue: Tongue) -> Result<(), Refusal> {
    // Towns are held against the sentence as names.
    let mut countries = told.mentions.iter().filter(|mention| is_own(mention));
    if let Some(strange) = countries.find(|mention| !source.has(mention.country)) {
        return Err(Refusal::Place(strange.country.name()));
    }
    if let Some(lost) = source
        .mentions
        .iter()
        .find(|mention| is_own(mention) && !told.has(mention.country))
    {
        return Err(Refusal::Dropped(brief(&lost.words)));
    }
    check_order(&known(told, source, tongue)?)?;
    // Every noun has a capital in German, so that names cannot be told there.
    if tongue != Tongue::German {
        check_kept(told, source, tongue)?;
    }
    Ok(())
}

/// Where each name of a translation stands in the source. Fails for a name that does not.
fn known(told: &Named<'_>, source: &Named<'_>, tongue: Tongue) -> Result<Vec<Vec<usize>>, Refusal> {
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    for word in told
        .words
        .iter()
        .filter(|word| word.is_capitalised() && word.is_telling())
    {
        let mut standing = told
            .country_at(word)
            .map(|country| source.places_of(country))
            .unwrap_or_default();
        if standing.is_empty() {
            let like = skeleton(word);
            let alike = |(at, other): (usize, &Word<'_>)| {
                ((word.opens || other.is_capitalised()) && skeleton(other) == like).then_some(at)
            };
            standing = source.words.iter().enumerate().filter_map(alike).collect();
        }
        if !standing.is_empty() {
            if seen.insert(word.folded.clone()) {
                found.push(standing);
            }
            continue;
        }
        let plain = word.opens && (OPENERS.contains(&word.folded.as_str()) || numbers::is_number(word));
        if !plain && !pairs::translates(word, source.words, tongue) {
            return Err(Refusal::Name(brief(word.text)));
        }
    }
    Ok(found)
}

/// Who did what to whom cannot be compared; that names keep their order can.
fn check_order(standing: &[Vec<usize>]) -> Result<(), Refusal> {
    let mut from = 0;
    for places in standing {
        match places.iter().find(|at| **at >= from) {
            Some(at) => from = *at,
            None => return Err(Refusal::Swapped),
        }
    }
    Ok(())
}

/// Fails where a name of the source is left out.
fn check_kept(told: &Named<'_>, source: &Named<'_>, tongue: Tongue) -> Result<(), Refusal> {
    let names: HashSet<String> = told.words.iter().map(skeleton).collect();
    let lost = source.words.iter().find(|word| {
        word.is_capitalised()
            && !word.opens
            && !tongue.is_function(word)
            && !source.country_at(word).is_some_and(|country| told.has(country))
            && !names.contains(&skeleton(word))
            && !pairs::is_translated(word, told.words, tongue)
    });
    match lost {
        Some(word) => Err(Refusal::Dropped(brief(word.text))),
        None => Ok(()),
    }
}

/// What is left of a name's spelling when what languages spell in their own ways is evened out: "Selenskyj", "Zelenski"
/// and "Zelensky" are one.
fn skeleton(word: &Word<'_>) -> String {
    let mut even = words::fold(word.text);
    for (from, to) in [
        ("tsch", "s"),
        ("sch", "s"),
        ("tch", "s"),
        ("sh", "s"),
        ("ch", "s"),
        ("ph", "f"),
        ("ou", "u"),
        ("w", "v"),
        ("ck", "k"),
        ("qu", "k"),
        ("c", "k"),
        ("q", "k"),
        ("j", "i"),
        ("y", "i"),
        ("z", "s"),
        ("x", "ks"),
        ("h", ""),
    ] {
        even = even.replace(from, to);
    }
    let mut letters: Vec<char> = even.chars().collect();
    letters.dedup();
    letters.into_iter().collect()
}
