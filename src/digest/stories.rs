//! Articles grouped by event: the two stories most alike become one, again and again, until none are alike enough.

use std::cmp::Ordering;
use std::collections::{BinaryHeap, HashMap};

use jiff::Timestamp;

use super::likeness::{Mass, Tellers, Weighed, weigh};
use super::near_duplicates;
use super::publishers::house;
use crate::places::Country;

/// What grouping looks at.
#[derive(Clone, Copy, Debug, Default)]
pub struct Piece<'a> {
    /// The headline.
    pub title: &'a str,
    /// The text.
    pub text: &'a str,
    /// Who published it; empty where that is unknown.
    pub publisher: &'a str,
    /// The countries it is about; empty where that is unknown.
    pub countries: &'a [Country],
    /// When it was published, where that is known.
    pub published: Option<Timestamp>,
}

/// Only this many of a piece's heaviest words look for neighbours, and only among this many of the latest pieces with
/// that word; only so many of those that share most are neighbours. These bounds keep the time per piece constant however
/// long the day is.
const PROBES: usize = 24;
const POSTINGS: usize = 64;
const NEIGHBOURS: usize = 16;
/// A story of many pieces keeps this many neighbours, those most alike.
const STORY_NEIGHBOURS: usize = 48;

/// Groups pieces by event: for each piece, in order, the index of the first piece of its story.
pub fn group(pieces: &[Piece<'_>]) -> Vec<usize> {
    let weighed = weigh(pieces, &tellers(pieces));
    let neighbours = neighbours(&weighed);
    let (masses, shingles): (Vec<Mass>, Vec<_>) = weighed.into_iter().map(|piece| (piece.mass, piece.shingles)).unzip();
    let mut stories = Stories::new(masses, neighbours);
    for (later, earlier) in near_duplicates::pairs(shingles.into_iter()) {
        stories.join(earlier, later);
    }
    for (later, earlier) in copies(pieces) {
        stories.join(earlier, later);
    }
    stories.merge();
    (0..pieces.len()).map(|piece| stories.of(piece)).collect()
}

/// Pieces that are the same to the letter as an earlier one, which may be too short to share a run of words with it.
fn copies(pieces: &[Piece<'_>]) -> Vec<(usize, usize)> {
    let mut first: HashMap<(&str, &str), usize> = HashMap::new();
    let mut copies = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        let words = (piece.title.trim(), piece.text.trim());
        if words != ("", "") {
            let earlier = *first.entry(words).or_insert(at);
            copies.extend((earlier != at).then_some((at, earlier)));
        }
    }
    copies
}

fn tellers(pieces: &[Piece<'_>]) -> Vec<Tellers> {
    let mut numbers: HashMap<String, usize> = HashMap::new();
    let teller = |piece: &Piece<'_>| {
        let house = house(piece.publisher);
        if house.is_empty() {
            return Tellers::Several;
        }
        let next = numbers.len();
        Tellers::One(*numbers.entry(house).or_insert(next))
    };
    pieces.iter().map(teller).collect()
}

/// For each piece the others that share its heaviest words, each pair on both sides.
fn neighbours(pieces: &[Weighed]) -> Vec<Vec<usize>> {
    let mut near: Vec<Vec<usize>> = vec![Vec::new(); pieces.len()];
    let mut index: HashMap<u32, Vec<(usize, f32)>> = HashMap::new();
    let mut hints = vec![0.0_f32; pieces.len()];
    for (at, piece) in pieces.iter().enumerate() {
        let mut probes = piece.mass.all.clone();
        probes.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        probes.truncate(PROBES);
        let mut found: Vec<usize> = Vec::new();
        for (word, weight) in probes {
            let postings = index.entry(word).or_default();
            for (other, there) in postings.iter() {
                if let Some(hint) = hints.get_mut(*other) {
                    if *hint == 0.0 {
                        found.push(*other);
                    }
                    *hint += weight * there;
                }
            }
            postings.push((at, weight));
            if postings.len() > POSTINGS {
                postings.remove(0);
            }
        }
        let mut found: Vec<(usize, f32)> = found
            .into_iter()
            .map(|other| (other, hints.get_mut(other).map_or(0.0, std::mem::take)))
            .collect();
        found.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        found.truncate(NEIGHBOURS);
        for (other, _) in found {
            if let Some(list) = near.get_mut(other) {
                list.push(at);
            }
            if let Some(list) = near.get_mut(at) {
                list.push(other);
            }
        }
    }
    near
}

/// The stories as they grow; each is known by the index of its first piece.
struct Stories {
    stories: Vec<Story>,
    /// Pairs that are alike enough, as they were when they were put in.
    waiting: BinaryHeap<Pair>,
}

struct Story {
    /// The story that this one went into; itself while it stands.
    into: usize,
    /// `None` when it went into another.
    mass: Option<Mass>,
    near: Vec<usize>,
    /// How often it grew: a pair that was compared before that is out of date.
    grown: u32,
}

#[derive(PartialEq)]
struct Pair {
    margin: f32,
    first: usize,
    second: usize,
    grown: (u32, u32),
}

impl Eq for Pair {}

impl Ord for Pair {
    fn cmp(&self, other: &Self) -> Ordering {
        let earlier = (other.first, other.second).cmp(&(self.first, self.second));
        self.margin
            .total_cmp(&other.margin)
            .then(earlier)
            .then(self.grown.cmp(&other.grown))
    }
}

impl PartialOrd for Pair {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Stories {
    fn new(masses: Vec<Mass>, near: Vec<Vec<usize>>) -> Self {
        let story = |(into, (mass, near))| Story {
            into,
            mass: Some(mass),
            near,
            grown: 0,
        };
        Self {
            stories: masses.into_iter().zip(near).enumerate().map(story).collect(),
            waiting: BinaryHeap::new(),
        }
    }

    /// The story that a piece, or what was a story, is in now.
    fn of(&mut self, piece: usize) -> usize {
        let mut at = piece;
        while let Some(story) = self.stories.get(at).filter(|story| story.into != at) {
            at = story.into;
        }
        // Shortens the way for the next time.
        let mut passed = piece;
        while let Some(story) = self.stories.get_mut(passed).filter(|story| story.into != at) {
            passed = std::mem::replace(&mut story.into, at);
        }
        at
    }

    /// Makes two stories one, whatever they say.
    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.of(one), self.of(other));
        let (first, second) = (one.min(other), one.max(other));
        if first == second {
            return;
        }
        let Some(gone) = self.stories.get_mut(second) else {
            return;
        };
        gone.into = first;
        let (mass, near) = (gone.mass.take(), std::mem::take(&mut gone.near));
        if let Some(story) = self.stories.get_mut(first) {
            if let (Some(known), Some(mass)) = (&mut story.mass, mass) {
                known.add(&mass);
            }
            story.near.extend(near);
            story.grown += 1;
        }
    }

    /// Joins the pair that is most alike until no pair is alike enough.
    fn merge(&mut self) {
        for at in 0..self.stories.len() {
            if self.of(at) == at {
                // Each pair is found from both sides; one is enough.
                self.compare(at, |other| other > at);
            }
        }
        while let Some(pair) = self.waiting.pop() {
            let grown = |story: usize| self.stories.get(story).map(|story| (story.into, story.grown));
            if grown(pair.first) == Some((pair.first, pair.grown.0))
                && grown(pair.second) == Some((pair.second, pair.grown.1))
            {
                self.join(pair.first, pair.second);
                self.compare(pair.first, |_| true);
            }
        }
    }

    /// Compares a story with its neighbours and remembers those alike enough.
    fn compare(&mut self, at: usize, wanted: impl Fn(usize) -> bool) {
        let Some(near) = self.stories.get_mut(at).map(|story| std::mem::take(&mut story.near)) else {
            return;
        };
        let mut near: Vec<usize> = near.into_iter().map(|other| self.of(other)).collect();
        near.sort_unstable();
        near.dedup();
        let mut compared: Vec<(f32, usize)> = Vec::with_capacity(near.len());
        for other in near.into_iter().filter(|other| *other != at) {
            let margin = match (self.mass(at), self.mass(other)) {
                (Some(a), Some(b)) => a.margin(b),
                _ => continue,
            };
            compared.push((margin, other));
        }
        if compared.len() > STORY_NEIGHBOURS {
            compared.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            compared.truncate(STORY_NEIGHBOURS);
        }
        let grown = |story: usize| self.stories.get(story).map_or(0, |story| story.grown);
        let alike = compared
            .iter()
            .filter(|(margin, other)| *margin >= 0.0 && wanted(*other));
        let pairs: Vec<Pair> = alike
            .map(|(margin, other)| {
                let (first, second) = (at.min(*other), at.max(*other));
                Pair {
                    margin: *margin,
                    first,
                    second,
                    grown: (grown(first), grown(second)),
                }
            })
            .collect();
        self.waiting.extend(pairs);
        if let Some(story) = self.stories.get_mut(at) {
            story.near = compared.into_iter().map(|(_, other)| other).collect();
        }
    }

    fn mass(&self, story: usize) -> Option<&Mass> {
        self.stories.get(story)?.mass.as_ref()
    }
}
