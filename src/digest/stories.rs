//! Articles grouped by event: one pass in order, each piece joins the story it resembles most or starts its own.

use std::collections::{BTreeMap, HashMap};

use super::faults::{is_boilerplate, trim};
use super::publishers::house;
use super::sentences::split;
use super::words::{Vector, Vocabulary, each_shared, each_term, gather, norm};

/// What grouping looks at.
#[derive(Clone, Copy, Debug)]
pub struct Piece<'a> {
    /// The headline.
    pub title: &'a str,
    /// The text.
    pub text: &'a str,
    /// Who published it; empty where that is unknown.
    pub publisher: &'a str,
}

/// A piece joins a story from this cosine on. This and the weights below were chosen on labelled news streams, where
/// pairwise precision falls quickly below it: two stories told as one mislead, one told as two only bores.
const ALIKE: f32 = 0.31;
/// So much must be left without the one word that they share most: the country's name in two short texts is no event.
const ALIKE_WITHOUT_ONE: f32 = 0.19;
/// What it takes where one house alone tells the story: its style, its standing words and its regular subjects make any
/// two of its articles alike, so three journeys of one minister would be one. Two articles with the same core are above.
const ALIKE_IN_ONE_HOUSE: f32 = 0.55;
/// How much more a word of the headline counts than one of the text.
const TITLE: f32 = 3.0;
/// How much more a word of the first sentences counts, and how many words those are.
const LEAD: f32 = 2.0;
const LEAD_WORDS: usize = 40;
/// How much more a name or a number counts: they tell one earthquake from another.
const NAME: f32 = 1.6;
/// A batch may be five articles: how rare a word is, is judged as if this many more articles had been seen, a word
/// standing in `RARE` of them, a word that most news use in `COMMON` of them.
const PRIOR_PIECES: f32 = 200.0;
const RARE: f32 = 0.01;
const COMMON: f32 = 0.3;
/// Only this many of a piece's heaviest words look for stories, and only in this many of the latest stories with that
/// word; the best few are compared in full. These bounds keep the time per piece constant however long the day is.
const PROBES: usize = 24;
const POSTINGS: usize = 64;
const COMPARED: usize = 12;
/// How many sentences of a piece are read, as a text may be of any length.
const READ: usize = 400;
/// A story remembers at most this many words.
const STORY_WORDS: usize = 600;

/// Groups pieces by event: for each piece, in order, the index of the first piece of its story.
pub fn group(pieces: &[Piece<'_>]) -> Vec<usize> {
    let mut stories = Stories::default();
    vectors(pieces)
        .into_iter()
        .zip(pieces)
        .enumerate()
        .map(|(at, (vector, piece))| stories.place(at, vector, house(piece.publisher)))
        .collect()
}

/// Each piece as a vector of length 1.
fn vectors(pieces: &[Piece<'_>]) -> Vec<Vector> {
    let mut vocabulary = Vocabulary::default();
    let mut vectors: Vec<Vector> = pieces.iter().map(|piece| weigh(piece, &mut vocabulary)).collect();
    let mut found_in = vec![0.0_f32; vocabulary.len()];
    for (id, _) in vectors.iter().flatten() {
        if let Some(count) = found_in.get_mut(*id as usize) {
            *count += 1.0;
        }
    }
    let seen = pieces.len() as f32 + PRIOR_PIECES;
    let rarity: Vec<f32> = (0_u32..)
        .zip(&found_in)
        .map(|(id, count)| {
            let expected = if vocabulary.common(id) { COMMON } else { RARE };
            (seen / (count + PRIOR_PIECES * expected)).ln().max(0.0)
        })
        .collect();
    for vector in &mut vectors {
        for (id, weight) in vector.iter_mut() {
            *weight *= rarity.get(*id as usize).copied().unwrap_or_default();
        }
        let length = norm(vector);
        if length > 0.0 {
            vector.iter_mut().for_each(|(_, weight)| *weight /= length);
        }
    }
    vectors
}

/// How often each word stands in a piece, damped, and weighted by where and how.
fn weigh(piece: &Piece<'_>, vocabulary: &mut Vocabulary) -> Vector {
    let mut places: Vector = Vec::new();
    let mut names: Vector = Vec::new();
    each_term(piece.title, |term, _| places.push((vocabulary.id(term), TITLE)));
    let mut read = 0;
    for sentence in split(piece.text).into_iter().take(READ) {
        // An editor's note in front of a reprint would make it another lead, and reprints of one editor alike.
        if is_boilerplate(sentence.text) {
            continue;
        }
        each_term(trim(sentence.text), |term, name| {
            let id = vocabulary.id(term);
            places.push((id, if read < LEAD_WORDS { LEAD } else { 1.0 }));
            names.push((id, if name { 1.0 } else { -1.0 }));
            read += 1;
        });
    }
    // Headlines may be all in capitals, so only the text tells whether a word is a name: mostly written like one.
    let names: HashMap<u32, f32> = gather(names).into_iter().collect();
    let mut vector = gather(places);
    for (id, weight) in &mut vector {
        let named = names.get(id).is_some_and(|votes| *votes > 0.0);
        *weight = (1.0 + weight.ln().max(0.0)) * if named { NAME } else { 1.0 };
    }
    vector
}

/// The stories so far.
#[derive(Debug, Default)]
struct Stories {
    stories: Vec<Known>,
    /// For each word the latest stories in which it weighs much, with its weight there.
    index: HashMap<u32, Vec<(usize, f32)>>,
}

#[derive(Debug)]
struct Known {
    first: usize,
    sum: Vector,
    length: f32,
    /// The house that alone tells it so far; `None` when there are several, or unknown ones.
    house: Option<String>,
}

impl Stories {
    /// Puts a piece into its story; gives the index of that story's first piece.
    fn place(&mut self, at: usize, vector: Vector, house: String) -> usize {
        let mut probes = vector.clone();
        probes.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        probes.truncate(PROBES);
        let number = self.nearest(&vector, &probes, &house).unwrap_or_else(|| {
            self.stories.push(Known {
                first: at,
                sum: Vec::new(),
                length: 0.0,
                house: (!house.is_empty()).then(|| house.clone()),
            });
            self.stories.len() - 1
        });
        for (id, weight) in &probes {
            let postings = self.index.entry(*id).or_default();
            match postings.iter_mut().find(|(story, _)| *story == number) {
                Some((_, most)) => *most = most.max(*weight),
                None => postings.push((number, *weight)),
            }
            if postings.len() > POSTINGS {
                postings.remove(0);
            }
        }
        match self.stories.get_mut(number) {
            Some(story) => {
                story.add(vector);
                if story.house.as_ref().is_some_and(|alone| *alone != house) {
                    story.house = None;
                }
                story.first
            }
            None => at,
        }
    }

    /// The number of the story that a piece belongs to.
    fn nearest(&self, vector: &Vector, probes: &Vector, house: &str) -> Option<usize> {
        // Ordered, so that sums and ties come out the same in every run.
        let mut hints: BTreeMap<usize, f32> = BTreeMap::new();
        for (id, weight) in probes {
            for (story, there) in self.index.get(id).into_iter().flatten() {
                *hints.entry(*story).or_default() += weight * there;
            }
        }
        let mut hints: Vec<(usize, f32)> = hints.into_iter().collect();
        hints.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        hints
            .into_iter()
            .take(COMPARED)
            .filter_map(|(number, _)| {
                let story = self.stories.get(number)?;
                let (alike, most) = likeness(vector, story);
                let enough = if story.house.as_deref() == Some(house) {
                    ALIKE_IN_ONE_HOUSE
                } else {
                    ALIKE
                };
                (alike >= enough && alike - most >= ALIKE_WITHOUT_ONE).then_some((number, alike))
            })
            .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))
            .map(|(number, _)| number)
    }
}

/// The cosine of a piece and a story, and what the one word that they share most adds to it.
fn likeness(vector: &Vector, story: &Known) -> (f32, f32) {
    let (mut sum, mut most) = (0.0, 0.0_f32);
    each_shared(vector, &story.sum, |product| {
        sum += product;
        most = most.max(product);
    });
    let length = story.length.max(f32::MIN_POSITIVE);
    (sum / length, most / length)
}

impl Known {
    fn add(&mut self, vector: Vector) {
        self.sum.extend(vector);
        self.sum = gather(std::mem::take(&mut self.sum));
        if self.sum.len() > 2 * STORY_WORDS {
            self.sum.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            self.sum.truncate(STORY_WORDS);
            self.sum.sort_by_key(|(id, _)| *id);
        }
        self.length = norm(&self.sum);
    }
}
