//! Where names stand in an article, before it is settled which country each means.

use super::gazetteer::{Entry, Gazetteer};
use super::tagger::Part;
use super::words::{Gap, Words};

/// One part of an article as words.
pub(super) struct Body<'a> {
    pub part: Part,
    pub text: &'a str,
    pub words: Words,
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
    pub entry: &'static Entry,
}

impl Sighting {
    /// Index of the word behind it.
    pub fn next(&self) -> usize {
        self.first + self.count
    }
}

/// Every name in the bodies, in reading order; no two overlap. Guard phrases are among them: they hide the names in them.
pub(super) fn find(bodies: &[Body<'_>]) -> Vec<Sighting> {
    let gazetteer = Gazetteer::get();
    let mut found = Vec::new();
    for (index, body) in bodies.iter().enumerate() {
        let mut first = 0;
        while first < body.words.len() {
            match gazetteer.find(body.text, &body.words, first) {
                Some((count, entry)) => {
                    found.push(Sighting {
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
