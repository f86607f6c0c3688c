//! Pieces that are one text, printed again: with a note in front, cut, reordered.

use std::collections::HashMap;

/// Runs of so many telling words are compared; a run ends with its sentence, so that reordering changes nothing.
const RUN: usize = 5;
/// Only every so manyth run is kept, chosen by what it says, so that both prints keep the same ones.
const KEPT: u32 = 4;
/// A piece keeps at most this many.
const MOST: usize = 500;
/// Two pieces are one text when so much of the shorter stands in the longer, and at least so many runs.
const SHARED: f32 = 0.5;
const FEWEST: usize = 3;
/// A run is looked for in this many of the latest pieces that have it: the runs of a house's standing words are in all.
const POSTINGS: usize = 32;

/// What a text says, as a sample of its runs of words.
#[derive(Debug, Default)]
pub(super) struct Shingles {
    kept: Vec<u32>,
    sentence: Vec<u32>,
}

impl Shingles {
    /// Takes the next word, by its number.
    pub(super) fn push(&mut self, word: u32) {
        self.sentence.push(word);
    }

    /// Takes the end of a sentence. One shorter than a run says too little.
    pub(super) fn end_sentence(&mut self) {
        for run in self.sentence.windows(RUN) {
            // FNV-1a with a last stir, since its low bits alone are poor.
            let hash = run.iter().fold(0x811c_9dc5_u32, |hash, word| {
                (hash ^ word).wrapping_mul(0x0100_0193).rotate_left(7)
            });
            let hash = (hash ^ (hash >> 15)).wrapping_mul(0x2c1b_3c6d);
            if hash % KEPT == 0 && self.kept.len() < MOST {
                self.kept.push(hash);
            }
        }
        self.sentence.clear();
    }

    fn distinct(mut self) -> Vec<u32> {
        self.kept.sort_unstable();
        self.kept.dedup();
        self.kept
    }
}

/// Pairs of pieces that are one text, each as the later one and an earlier one.
pub(super) fn pairs(texts: impl Iterator<Item = Shingles>) -> Vec<(usize, usize)> {
    let mut lengths: Vec<usize> = Vec::new();
    let mut index: HashMap<u32, Vec<usize>> = HashMap::new();
    let mut pairs = Vec::new();
    for (at, text) in texts.enumerate() {
        let runs = text.distinct();
        let mut shared: HashMap<usize, usize> = HashMap::new();
        for run in &runs {
            let postings = index.entry(*run).or_default();
            for other in postings.iter() {
                *shared.entry(*other).or_default() += 1;
            }
            postings.push(at);
            if postings.len() > POSTINGS {
                postings.remove(0);
            }
        }
        let one_text = |(other, count): &(usize, usize)| {
            let shorter = lengths.get(*other).map_or(0, |length| runs.len().min(*length));
            *count >= FEWEST && *count as f32 >= SHARED * shorter as f32
        };
        let mut found: Vec<usize> = shared.into_iter().filter(one_text).map(|(other, _)| other).collect();
        found.sort_unstable();
        pairs.extend(found.into_iter().map(|other| (at, other)));
        lengths.push(runs.len());
    }
    pairs
}
