//! Articles grouped by event: one pass in order, each piece joins the story it resembles most or starts its own.

use std::collections::{BTreeMap, HashMap, HashSet};

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
/// The same where piece and story have headlines: those and the first sentences have a say of their own, and two long
/// texts must be more alike than two short ones, as they share more words by chance.
const ALIKE_WITH_HEADS: f32 = 0.392;
const HEADS: f32 = 0.2;
const TITLE_IN_HEAD: f32 = 0.1;
const LONG: f32 = 0.15;
const LONG_WORDS: f32 = 100.0;
/// How much more a word of the headline counts than one of the text.
const TITLE: f32 = 3.0;
/// How much more a word of the first sentences counts, and how many words those are. Without a headline nothing says
/// that they are the lead and no furniture of the page.
const LEAD: f32 = 3.0;
const UNTITLED_LEAD: f32 = 2.0;
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
        .map(|(at, (weighed, piece))| stories.place(at, weighed, house(piece.publisher)))
        .collect()
}

/// A piece as vectors of length 1.
struct Weighed {
    /// All its words.
    all: Vector,
    /// Those of its headline and its first sentences.
    head: Vector,
    /// Those of its headline.
    title: Vector,
}

fn vectors(pieces: &[Piece<'_>]) -> Vec<Weighed> {
    let mut vocabulary = Vocabulary::default();
    let mut weighed: Vec<Weighed> = pieces.iter().map(|piece| weigh(piece, &mut vocabulary)).collect();
    let mut found_in = vec![0.0_f32; vocabulary.len()];
    for (id, _) in weighed.iter().flat_map(|piece| &piece.all) {
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
    let vectors = weighed
        .iter_mut()
        .flat_map(|piece| [&mut piece.all, &mut piece.head, &mut piece.title]);
    for vector in vectors {
        for (id, weight) in vector.iter_mut() {
            *weight *= rarity.get(*id as usize).copied().unwrap_or_default();
        }
        let length = norm(vector);
        if length > 0.0 {
            vector.iter_mut().for_each(|(_, weight)| *weight /= length);
        }
    }
    weighed
}

/// How often each word stands in a piece, damped, and weighted by where and how.
fn weigh(piece: &Piece<'_>, vocabulary: &mut Vocabulary) -> Weighed {
    let mut places: Vector = Vec::new();
    let mut names: Vector = Vec::new();
    let mut title: HashSet<u32> = HashSet::new();
    each_term(piece.title, |term, _| {
        let id = vocabulary.id(term);
        title.insert(id);
        places.push((id, TITLE));
    });
    let mut head = title.clone();
    let lead = if title.is_empty() { UNTITLED_LEAD } else { LEAD };
    let mut read = 0;
    for sentence in split(piece.text).into_iter().take(READ) {
        // An editor's note in front of a reprint would make it another lead, and reprints of one editor alike.
        if is_boilerplate(sentence.text) {
            continue;
        }
        each_term(trim(sentence.text), |term, name| {
            let id = vocabulary.id(term);
            if read < LEAD_WORDS {
                head.insert(id);
            }
            places.push((id, if read < LEAD_WORDS { lead } else { 1.0 }));
            names.push((id, if name { 1.0 } else { -1.0 }));
            read += 1;
        });
    }
    // Headlines may be all in capitals, so only the text tells whether a word is a name: mostly written like one.
    let names: HashMap<u32, f32> = gather(names).into_iter().collect();
    let mut all = gather(places);
    for (id, weight) in &mut all {
        let named = names.get(id).is_some_and(|votes| *votes > 0.0);
        *weight = (1.0 + weight.ln().max(0.0)) * if named { NAME } else { 1.0 };
    }
    let part = |words: &HashSet<u32>| all.iter().copied().filter(|(id, _)| words.contains(id)).collect();
    Weighed {
        head: part(&head),
        title: part(&title),
        all,
    }
}

/// Vectors added up.
#[derive(Debug, Default)]
struct Sum {
    words: Vector,
    length: f32,
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
    all: Sum,
    head: Sum,
    title: Sum,
    /// The house that alone tells it so far; `None` when there are several, or unknown ones.
    house: Option<String>,
}

impl Stories {
    /// Puts a piece into its story; gives the index of that story's first piece.
    fn place(&mut self, at: usize, piece: Weighed, house: String) -> usize {
        let mut probes = piece.all.clone();
        probes.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        probes.truncate(PROBES);
        let number = self.nearest(&piece, &probes, &house).unwrap_or_else(|| {
            self.stories.push(Known {
                first: at,
                all: Sum::default(),
                head: Sum::default(),
                title: Sum::default(),
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
                story.all.add(piece.all);
                story.head.add(piece.head);
                story.title.add(piece.title);
                if story.house.as_ref().is_some_and(|alone| *alone != house) {
                    story.house = None;
                }
                story.first
            }
            None => at,
        }
    }

    /// The number of the story that a piece belongs to.
    fn nearest(&self, piece: &Weighed, probes: &Vector, house: &str) -> Option<usize> {
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
                let (alike, most) = story.all.likeness(&piece.all);
                let in_one_house = story.house.as_deref() == Some(house);
                let margin = margin(piece, story, alike);
                let joins = margin >= 0.0
                    && alike - most >= ALIKE_WITHOUT_ONE
                    && (alike >= ALIKE_IN_ONE_HOUSE || !in_one_house);
                joins.then_some((number, margin))
            })
            .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))
            .map(|(number, _)| number)
    }
}

/// By how much a piece and a story, whose cosine is `alike`, are more alike than they must be.
fn margin(piece: &Weighed, story: &Known, alike: f32) -> f32 {
    if piece.title.is_empty() || story.title.words.is_empty() {
        return alike - ALIKE;
    }
    let (heads, _) = story.head.likeness(&piece.head);
    let (title, _) = story.head.likeness(&piece.title);
    let (lead, _) = story.title.likeness(&piece.head);
    let shorter = piece.all.len().min(story.all.words.len()) as f32;
    let long = (shorter / LONG_WORDS).ln().max(0.0);
    alike + HEADS * heads + TITLE_IN_HEAD * (title + lead) - LONG * long - ALIKE_WITH_HEADS
}

impl Sum {
    /// The cosine with a vector of length 1, and what the one word that both share most adds to it.
    fn likeness(&self, vector: &Vector) -> (f32, f32) {
        let (mut sum, mut most) = (0.0, 0.0_f32);
        each_shared(vector, &self.words, |product| {
            sum += product;
            most = most.max(product);
        });
        let length = self.length.max(f32::MIN_POSITIVE);
        (sum / length, most / length)
    }

    fn add(&mut self, vector: Vector) {
        self.words.extend(vector);
        self.words = gather(std::mem::take(&mut self.words));
        if self.words.len() > 2 * STORY_WORDS {
            self.words.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            self.words.truncate(STORY_WORDS);
            self.words.sort_by_key(|(id, _)| *id);
        }
        self.length = norm(&self.words);
    }
}
