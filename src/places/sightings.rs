//! Where names stand in an article, before it is settled which country each means.

use super::entry::Role;
use super::gazetteer::Gazetteer;
use super::language::Speech;
use super::record::Entry;
use super::tagger::Part;
use super::words::{Gap, Words};

/// One part of an article as words.
pub(super) struct Body<'a> {
    pub part: Part,
    pub text: &'a str,
    pub words: Words,
}

/// An article as words, and what its words may mean.
pub(super) struct Document<'a> {
    /// Its title and its text.
    pub bodies: [Body<'a>; 2],
    /// The languages it is read in.
    pub speech: Speech,
    /// The names that are looked for.
    pub gazetteer: &'a Gazetteer,
}

/// A name from the gazetteer at its place in the text.
#[derive(Clone, Debug)]
pub(super) struct Sighting {
    /// Index of the body it stands in.
    pub body: usize,
    /// Index of its first word.
    pub first: usize,
    /// How many words it has.
    pub count: usize,
    /// What the tables say of it.
    pub entry: Entry,
    /// What its words can be beside a place: a bit for each role.
    pub roles: u16,
}

impl Sighting {
    /// True when its words can be this in the article's language.
    pub fn is(&self, role: Role) -> bool {
        self.roles >> role as u16 & 1 == 1
    }

    /// Index of the word behind it.
    pub fn next(&self) -> usize {
        self.first + self.count
    }
}

impl Document<'_> {
    /// Every name in the article, in reading order; no two overlap. Guard phrases are among them: they hide the names in
    /// them.
    pub fn sightings(&self) -> Vec<Sighting> {
        let mut found = Vec::new();
        for (index, body) in self.bodies.iter().enumerate() {
            let sieve = self.gazetteer.sieve(&body.words, self.speech);
            let mut first = 0;
            while let Some(word) = body.words.get(first) {
                if !sieve.holds(word) {
                    first += 1;
                    continue;
                }
                match self.gazetteer.find(body.text, &body.words, self.speech, first) {
                    Some((count, entry)) => {
                        let key = body.words.key(first, count).filter(|_| entry.has_roles);
                        found.push(Sighting {
                            roles: key.map_or(0, |key| self.gazetteer.roles(key).bits(self.speech)),
                            body: index,
                            first,
                            count,
                            entry,
                        });
                        first += count;
                    }
                    None => first += 1,
                }
            }
        }
        found
    }

    /// True when a folded word can be this in the article's language.
    pub fn is(&self, word: &str, role: Role) -> bool {
        self.gazetteer.roles(word).has(role, self.speech)
    }
}

impl Body<'_> {
    /// True when only white space or a hyphen stands before the word.
    pub fn joined(&self, index: usize) -> bool {
        self.words
            .get(index)
            .is_some_and(|word| matches!(word.gap, Gap::Space | Gap::Hyphen))
    }

    /// True when only white space stands before the word.
    pub fn spaced(&self, index: usize) -> bool {
        self.words.get(index).is_some_and(|word| word.gap == Gap::Space)
    }
}
