//! How much each sentence of a story's documents says: place, likeness to the headlines, to all that is told and to what
//! other documents tell.

use super::candidates::{Candidate, Doc, distinct};
use super::faults::{Standing, begins_with_short_name, is_personal};
use super::words::{Vector, Vocabulary, cosine, gather, norm};

/// The weights, fitted by `tests/bench/fit_summary.py` on articles with people's own summaries. The optimum is flat: each
/// may be off by a third without a measurable loss, so they are round.
///
/// How fast the weight of a sentence falls with its place: the lead counts 1, the sentence at place n 1/(1 + FALL n).
const FALL: f32 = 0.3;
/// What the likeness to all documents together is raised to.
const CENTRAL: f32 = 1.75;
/// What a sentence counts that other documents tell in the very same words, beside the 1 of one that none of them tells.
const SUPPORT: f32 = 3.0;
/// What a sentence counts in which somebody says "I" or "we": who, the summary would not say.
const PERSONAL: f32 = 0.5;
/// What a sentence counts that begins with a surname whose bearer was introduced before.
const SHORT_NAME: f32 = 0.6;

/// How many documents, and how many sentences of each, can support a sentence. It bounds the time for a story that
/// everybody tells at length.
const WITNESSES: usize = 12;
const WITNESS_READ: u16 = 40;

/// What speaks for a sentence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Evidence {
    /// Its place among the sentences of its document, boilerplate not counted.
    pub place: u16,
    /// True when somebody speaks of themselves in it or to the reader.
    pub personal: bool,
    /// True when it begins with a name that the text before gives in full.
    pub short_name: bool,
    /// How alike it is to the documents' headlines, on average, from 0 to 1.
    pub headline: f32,
    /// How alike it is to all documents together, from 0 to 1.
    pub central: f32,
    /// How alike the most similar sentence of each other document is, on average, from 0 to 1.
    pub support: f32,
}

impl Evidence {
    /// How much the sentence says, as one number; only the order and the proportions mean something.
    pub(super) fn score(&self) -> f32 {
        let place = 1.0 / (1.0 + FALL * f32::from(self.place));
        let voice = if self.personal { PERSONAL } else { 1.0 };
        let who = if self.short_name { SHORT_NAME } else { 1.0 };
        place * voice * who * (1.0 + self.headline) * self.central.powf(CENTRAL) * (1.0 + SUPPORT * self.support)
    }
}

/// The evidence for each candidate.
pub(super) fn weigh(docs: &[Doc<'_>], candidates: &[Candidate<'_>], vocabulary: &mut Vocabulary) -> Vec<Evidence> {
    let headlines: Vec<Vector> = (0..)
        .zip(docs)
        .map(|(doc, Doc { title, .. })| {
            let terms = distinct(vocabulary, title);
            if terms.is_empty() { lead(candidates, doc) } else { terms }
        })
        .collect();
    let centre = centre(docs.len(), candidates);
    let support = support(docs.len(), candidates, vocabulary.len());
    candidates
        .iter()
        .zip(support)
        .map(|(candidate, support)| {
            let before = docs
                .get(candidate.doc)
                .and_then(|doc| doc.text.get(..candidate.start))
                .unwrap_or_default();
            let alike = headlines.iter().map(|headline| cosine(&candidate.terms, headline));
            Evidence {
                place: candidate.place,
                personal: is_personal(candidate.text),
                short_name: begins_with_short_name(candidate.text, before),
                headline: alike.sum::<f32>() / headlines.len().max(1) as f32,
                central: cosine(&candidate.terms, &centre),
                support,
            }
        })
        .collect()
}

/// The words of a document's first faultless sentence: they stand in for a headline it does not have.
fn lead(candidates: &[Candidate<'_>], doc: usize) -> Vector {
    candidates
        .iter()
        .find(|candidate| candidate.doc == doc && candidate.standing == Standing::Alone)
        .map(|candidate| candidate.terms.clone())
        .unwrap_or_default()
}

/// What the documents say together: how often each word stands in them, each document with the same say.
fn centre(docs: usize, candidates: &[Candidate<'_>]) -> Vector {
    let mut all = Vector::new();
    for doc in 0..docs {
        let own = candidates
            .iter()
            .filter(|candidate| candidate.doc == doc && candidate.is_news);
        let counts = gather(own.flat_map(|candidate| candidate.terms.iter().copied()).collect());
        let length = norm(&counts).max(f32::MIN_POSITIVE);
        all.extend(counts.into_iter().map(|(id, count)| (id, count / length)));
    }
    gather(all)
}

/// How well the other documents support each candidate.
fn support(docs: usize, candidates: &[Candidate<'_>], words: usize) -> Vec<f32> {
    let witnesses = docs.min(WITNESSES);
    if witnesses < 2 {
        return vec![0.0; candidates.len()];
    }
    // In which witnesses' sentences each word stands.
    let mut stands_in: Vec<Vec<usize>> = vec![Vec::new(); words];
    for (at, candidate) in candidates.iter().enumerate() {
        if candidate.doc < witnesses && candidate.place < WITNESS_READ {
            for (id, _) in &candidate.terms {
                if let Some(list) = stands_in.get_mut(*id as usize) {
                    list.push(at);
                }
            }
        }
    }
    let mut shared = vec![0.0_f32; candidates.len()];
    let mut touched: Vec<usize> = Vec::new();
    candidates
        .iter()
        .map(|candidate| {
            let others = candidate.terms.iter().filter_map(|(id, _)| stands_in.get(*id as usize));
            for at in others.flatten() {
                if let Some(count) = shared.get_mut(*at) {
                    if *count == 0.0 {
                        touched.push(*at);
                    }
                    *count += 1.0;
                }
            }
            let mut best = [0.0_f32; WITNESSES];
            for at in touched.drain(..) {
                let (Some(count), Some(other)) = (shared.get_mut(at), candidates.get(at)) else {
                    continue;
                };
                let size = candidate.terms.len() as f32 * other.terms.len() as f32;
                if let Some(best) = best.get_mut(other.doc).filter(|_| other.doc != candidate.doc) {
                    *best = best.max(*count / size.sqrt());
                }
                *count = 0.0;
            }
            let others = witnesses - usize::from(candidate.doc < witnesses);
            best.iter().sum::<f32>() / others as f32
        })
        .collect()
}
