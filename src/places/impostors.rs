//! Names that are no places where they stand: people, things, common words.

use std::collections::BTreeSet;

use super::Country;
use super::context::{Context, Reading, single};
use super::entry::Kind;
use super::letters::is_invisible;
use super::persons::instead;
use super::rule::Aside;
use super::sightings::Sighting;
use super::words::{Case, Gap};

/// Names that are also common words, which headlines, capitals and the start of a sentence hide.
const NOUNS: &[&str] = &["turkey", "china", "chad", "jersey", "guinea", "polish", "poles", "us"];

/// Names that are English words without their accents: Réunion, Malé.
const ACCENTED: &[&str] = &["reunion", "male"];

impl Context<'_> {
    /// Names of people and things are no mentions; a person's name stays a person's name in the whole article.
    pub(super) fn drop_people(&mut self) {
        let mut people = BTreeSet::new();
        for (index, sighting) in self.sightings.iter().enumerate() {
            if sighting.entry.guard {
                self.readings[index] = Reading::Nothing(if sighting.entry.person {
                    Aside::Person
                } else {
                    Aside::Phrase
                });
                if sighting.entry.person {
                    let words = &self.body(sighting).words;
                    people.extend((sighting.first..sighting.next()).map(|at| words.folded(at)));
                }
                continue;
            }
            let aside = instead(self.document, self.sightings, index)
                .or_else(|| self.is_next_language(index).then_some(Aside::Language));
            if let Some(aside) = aside {
                if aside == Aside::Person {
                    people.insert(self.key(sighting));
                }
                self.readings[index] = Reading::Nothing(aside);
            }
        }
        for (index, sighting) in self.sightings.iter().enumerate() {
            let in_address = self.follows(index).is_some();
            // "Jordan Smith was arrested in Jordan": no person stands there.
            let words = &self.body(sighting).words;
            let before = sighting.first.checked_sub(1).map_or("", |before| words.folded(before));
            let inside = !sighting.entry.is_local() && matches!(before, "in" | "across" | "throughout");
            if people.contains(self.key(sighting)) && !in_address && !inside {
                self.readings[index] = Reading::Nothing(Aside::Person);
            }
        }
    }

    /// "speaks French and Spanish": what holds for the first holds for the second.
    fn is_next_language(&self, index: usize) -> bool {
        let Some(before) = index.checked_sub(1) else {
            return false;
        };
        let (first, second) = (&self.sightings[before], &self.sightings[index]);
        let people = |sighting: &Sighting| sighting.entry.sense(Kind::People).is_some();
        let words = &self.body(second).words;
        matches!(self.readings[before], Reading::Nothing(_))
            && people(first)
            && people(second)
            && first.body == second.body
            && first.next() + 1 == second.first
            && matches!(words.folded(first.next()), "and" | "or")
    }

    /// "How to roast a Turkey", "IT SHOWED US": the noun stands elsewhere in small letters, or capitals hide it.
    pub(super) fn drop_nouns(&mut self) {
        let sure: BTreeSet<Country> = self
            .sightings
            .iter()
            .filter(|sighting| !NOUNS.contains(&self.key(sighting)) && !sighting.entry.is_local())
            .filter_map(|sighting| single(&sighting.entry))
            .collect();
        // "us" is told from "US" by its capitals.
        let hidden = |sighting: &Sighting| self.key(sighting) != "us" && NOUNS.contains(&self.key(sighting));
        let bodies = match self.sightings.iter().any(hidden) {
            true => &self.document.bodies[..],
            false => &[],
        };
        let small: BTreeSet<&str> = bodies
            .iter()
            .flat_map(|body| (0..body.words.len()).map(move |at| (body, at)))
            .filter(|(body, at)| body.words.get(*at).is_some_and(|word| word.case == Case::Lower))
            .map(|(body, at)| body.words.folded(at))
            .filter(|word| NOUNS.contains(word))
            .collect();
        for (index, sighting) in self.sightings.iter().enumerate() {
            let key = self.key(sighting);
            if ACCENTED.contains(&key) && self.is_plain(sighting) {
                self.readings[index] = Reading::Nothing(Aside::Word);
                continue;
            }
            if !NOUNS.contains(&key) || single(&sighting.entry).is_some_and(|country| sure.contains(&country)) {
                continue;
            }
            let is_noun = if key == "us" {
                self.is_pronoun(sighting)
            } else {
                !self.is_proper(sighting) && small.contains(key)
            };
            if is_noun {
                self.readings[index] = Reading::Nothing(Aside::Word);
            }
        }
    }

    /// True where a name is written without its accent.
    fn is_plain(&self, sighting: &Sighting) -> bool {
        let body = self.body(sighting);
        let word = body.words.get(sighting.first);
        word.and_then(|word| body.text.get(word.start()..word.end()))
            .is_some_and(|word| word.chars().all(|c| c.is_ascii() || is_invisible(c)))
    }

    /// A capital inside an ordinary sentence is a name's.
    pub(super) fn is_proper(&self, sighting: &Sighting) -> bool {
        let word = self.body(sighting).words.get(sighting.first);
        word.is_some_and(|word| !word.headline && word.gap != Gap::Break)
    }

    /// In a line of capitals "US" is the country only where a name can stand and "us" cannot.
    fn is_pronoun(&self, sighting: &Sighting) -> bool {
        let words = &self.body(sighting).words;
        let shouted = words
            .get(sighting.first)
            .is_some_and(|word| word.shouted && word.end() - word.start() == 2);
        let before = sighting.first.checked_sub(1).map_or("", |at| words.folded(at));
        let starts = words.get(sighting.first).is_some_and(|word| word.gap == Gap::Break);
        shouted && !starts && !matches!(before, "the" | "in" | "against" | "says" | "and" | "as")
    }
}
