//! How alike two stories are.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use jiff::Timestamp;

use super::faults::{is_boilerplate, trim};
use super::near_duplicates::Shingles;
use super::sentences::split;
use super::stories::Piece;
use super::words::{Vector, Vocabulary, added, dot, each_pair, each_shared, each_term, gather, norm, truncate};
use crate::places::Country;

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
const PRIOR_PIECES: f32 = 150.0;
const RARE: f32 = 0.01;
const COMMON: f32 = 0.3;
/// How many sentences of a piece are read, and how many telling words, as a text may be of any length.
const READ: usize = 400;
const READ_WORDS: usize = 400;
/// A story remembers at most this many words.
const STORY_WORDS: usize = 600;

/// What the likeness of two stories must reach where one of them has no headlines, besides what is asked for their length
/// and size. This and the weights here were chosen on labelled news streams, one half checking what the other chose, and
/// on streams where every article has a story of its own: two stories told as one mislead, one told as two only bores.
const UNTITLED: f32 = 0.12;
/// What likeness of the headlines and first sentences adds.
const HEADS: f32 = 0.2;
/// Two long texts must be more alike than two short ones, as they share more words by chance: `LONG`
/// times the logarithm of the words of the shorter, which counts as `SHORT` words at least.
const LONG: f32 = 0.05;
const SHORT: f32 = 60.0;
/// Two stories of many pieces each must be more alike than a piece and a story, for each would have found its members
/// alike in the other: so much for each time that the smaller is e times as large.
const LARGE: f32 = 0.08;
/// Two stories of which the one with fewer names shares less than this part of them, by how rare they are, must be more
/// alike: by so many times what is missing. The second is for stories about different countries.
const STRANGERS: (f32, f32) = (0.2, 1.0);
const FOREIGNERS: (f32, f32) = (0.35, 3.0);
/// How much more alike two stories must be for each day between them beyond the first, up to so many days: the same kind
/// of thing happens again.
const DAY: f32 = 0.04;
const LONGEST_GAP: f32 = 4.0;
/// What it takes where one house alone tells both: its style, its standing words and its regular subjects make any
/// two of its articles alike, so three journeys of one minister would be one.
const ALIKE_IN_ONE_HOUSE: f32 = 0.7;
/// So much must be left without the few words that they share most: a country and its president in two short texts are no
/// event.
const FEW: usize = 3;
const ALIKE_WITHOUT_FEW: f32 = 0.05;

/// Standing words of web pages. Building cannot fail with so few and short ones.
static FURNITURE: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let lines = include_str!("furniture.txt").lines();
    AhoCorasick::new(lines.filter(|line| !line.is_empty() && !line.starts_with('#'))).ok()
});

/// Who tells a story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tellers {
    /// One house alone, by its number.
    One(usize),
    /// Several, or nobody knows.
    Several,
}

/// One or more pieces, added up.
#[derive(Debug)]
pub(super) struct Mass {
    /// All words; of one piece a vector of length 1.
    pub(super) all: Vector,
    /// Those of headlines and first sentences.
    head: Vector,
    /// The names, by how rare they are.
    names: Vector,
    /// The countries that its pieces are about.
    countries: Vec<Country>,
    /// When the first and the last of its pieces were published.
    published: Option<(Timestamp, Timestamp)>,
    pieces: f32,
    titled: f32,
    /// The sum of the logarithms of how many different words each piece has.
    length: f32,
    pub(super) tellers: Tellers,
}

impl Mass {
    /// What is asked in addition where the two share hardly a name: one ferry that sank from another.
    fn strangers(&self, other: &Self) -> f32 {
        let sum = |names: &Vector| names.iter().map(|(_, weight)| weight).sum::<f32>();
        let fewer = (sum(&self.names) / self.pieces).min(sum(&other.names) / other.pieces);
        if fewer == 0.0 {
            return 0.0;
        }
        let mut shared = 0.0;
        each_pair(&self.names, &other.names, |a, b| {
            shared += (a / self.pieces).min(b / other.pieces)
        });
        let known = !self.countries.is_empty() && !other.countries.is_empty();
        let abroad = known && self.countries.iter().all(|country| !other.countries.contains(country));
        let (least, asked) = if abroad { FOREIGNERS } else { STRANGERS };
        asked * (least - shared / fewer).max(0.0)
    }

    /// What is asked in addition for the days between the two.
    fn days_apart(&self, other: &Self) -> f32 {
        let gap = match (self.published, other.published) {
            (Some(a), Some(b)) => (a.0.as_second() - b.1.as_second()).max(b.0.as_second() - a.1.as_second()),
            _ => 0,
        };
        DAY * (gap as f32 / 86_400.0 - 1.0).clamp(0.0, LONGEST_GAP)
    }

    /// Takes another's pieces over.
    pub(super) fn add(&mut self, other: &Self) {
        self.all = truncate(added(&self.all, &other.all), STORY_WORDS);
        self.head = truncate(added(&self.head, &other.head), STORY_WORDS);
        self.names = truncate(added(&self.names, &other.names), STORY_WORDS);
        self.published = match (self.published, other.published) {
            (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.max(b.1))),
            (a, b) => a.or(b),
        };
        for country in &other.countries {
            if !self.countries.contains(country) {
                self.countries.push(*country);
            }
        }
        self.pieces += other.pieces;
        self.titled += other.titled;
        self.length += other.length;
        if self.tellers != other.tellers {
            self.tellers = Tellers::Several;
        }
    }

    /// By how much two are more alike than they must be to be one story: the mean likeness of a piece of one and a piece
    /// of the other, and what is asked of it.
    pub(super) fn margin(&self, other: &Self) -> f32 {
        let pairs = self.pieces * other.pieces;
        let (mut shared, mut most) = (0.0, [0.0_f32; FEW]);
        each_shared(&self.all, &other.all, |product| {
            shared += product;
            // The largest so far, in order.
            let mut larger = product;
            for place in &mut most {
                if larger > *place {
                    std::mem::swap(place, &mut larger);
                }
            }
        });
        let alike = (shared + HEADS * dot(&self.head, &other.head)) / pairs;
        let long = (self.length / self.pieces).min(other.length / other.pieces);
        let titled = (self.titled / self.pieces).min(other.titled / other.pieces);
        let one_house = matches!((self.tellers, other.tellers), (Tellers::One(a), Tellers::One(b)) if a == b);
        let small = self.pieces.min(other.pieces);
        let asked = UNTITLED * (1.0 - titled)
            + LONG * long
            + LARGE * small.ln()
            + self.strangers(other)
            + self.days_apart(other);
        let asked = if one_house {
            asked.max(ALIKE_IN_ONE_HOUSE)
        } else {
            asked
        };
        let without_few = (shared - most.iter().sum::<f32>()) / pairs;
        if without_few < ALIKE_WITHOUT_FEW {
            without_few - ALIKE_WITHOUT_FEW
        } else {
            alike - asked
        }
    }
}

/// A piece as it is compared.
pub(super) struct Weighed {
    pub(super) mass: Mass,
    pub(super) shingles: Shingles,
}

/// Weighs all pieces; `tellers` are theirs.
pub(super) fn weigh(pieces: &[Piece<'_>], tellers: &[Tellers]) -> Vec<Weighed> {
    let mut vocabulary = Vocabulary::default();
    let mut weighed: Vec<Weighed> = pieces
        .iter()
        .zip(tellers)
        .map(|(piece, tellers)| counted(piece, *tellers, &mut vocabulary))
        .collect();
    let mut found_in = vec![0.0_f32; vocabulary.len()];
    for (id, _) in weighed.iter().flat_map(|piece| &piece.mass.all) {
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
    for vector in weighed
        .iter_mut()
        .flat_map(|piece| [&mut piece.mass.all, &mut piece.mass.head])
    {
        for (id, weight) in vector.iter_mut() {
            *weight *= rarity.get(*id as usize).copied().unwrap_or_default();
        }
        let length = norm(vector);
        if length > 0.0 {
            vector.iter_mut().for_each(|(_, weight)| *weight /= length);
        }
    }
    for (id, weight) in weighed.iter_mut().flat_map(|piece| &mut piece.mass.names) {
        *weight = rarity.get(*id as usize).copied().unwrap_or_default();
    }
    weighed
}

/// How often each word stands in a piece, damped, and weighted by where and how.
fn counted(piece: &Piece<'_>, tellers: Tellers, vocabulary: &mut Vocabulary) -> Weighed {
    let mut places: Vector = Vec::new();
    let mut names: Vector = Vec::new();
    let mut head: HashSet<u32> = HashSet::new();
    let mut numbers: HashSet<u32> = HashSet::new();
    each_term(piece.title, |term, _| {
        let id = vocabulary.id(term);
        head.insert(id);
        places.push((id, TITLE));
    });
    let titled = !head.is_empty();
    let lead = if titled { LEAD } else { UNTITLED_LEAD };
    let mut shingles = Shingles::default();
    let mut read = 0;
    for sentence in split(piece.text).into_iter().take(READ) {
        // An editor's note in front of a reprint would make it another lead, and reprints of one editor alike.
        if is_boilerplate(sentence.text) || is_furniture(sentence.text) {
            continue;
        }
        each_term(trim(sentence.text), |term, name| {
            let id = vocabulary.id(term);
            shingles.push(id);
            if read < LEAD_WORDS {
                head.insert(id);
            }
            if read < READ_WORDS {
                places.push((id, if read < LEAD_WORDS { lead } else { 1.0 }));
                names.push((id, if name { 1.0 } else { -1.0 }));
                if term.starts_with(char::is_numeric) {
                    numbers.insert(id);
                }
            }
            read += 1;
        });
        shingles.end_sentence();
    }
    // Headlines may be all in capitals, so only the text tells whether a word is a name: mostly written like one.
    let names: HashMap<u32, f32> = gather(names).into_iter().collect();
    let mut all = gather(places);
    for (id, weight) in &mut all {
        let named = names.get(id).is_some_and(|votes| *votes > 0.0);
        *weight = (1.0 + weight.ln().max(0.0)) * if named { NAME } else { 1.0 };
    }
    let named = |id: u32| names.get(&id).is_some_and(|votes| *votes > 0.0) && !numbers.contains(&id);
    Weighed {
        mass: Mass {
            names: all.iter().copied().filter(|(id, _)| named(*id)).collect(),
            head: all.iter().copied().filter(|(id, _)| head.contains(id)).collect(),
            countries: piece.countries.to_vec(),
            published: piece.published.map(|at| (at, at)),
            pieces: 1.0,
            titled: if titled { 1.0 } else { 0.0 },
            length: (all.len() as f32).max(SHORT).ln(),
            tellers,
            all,
        },
        shingles,
    }
}

fn is_furniture(sentence: &str) -> bool {
    let lower = sentence.to_lowercase();
    FURNITURE.as_ref().is_some_and(|phrases| phrases.is_match(&lower))
}
