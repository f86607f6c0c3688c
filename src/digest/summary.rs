//! Verbatim summaries: the sentences that say most, faults as a hard filter, nothing told twice.

pub use super::candidates::Doc;
use super::candidates::{Candidate, candidates};
use super::faults::{BEARABLE, Standing};
use super::ranker::{Evidence, weigh};
use super::sentences::is_unspaced;
use super::words::{self, Vector, Vocabulary, dot, is_ideograph};

/// A sentence chosen for a summary, as it stands in its document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// The index of its document.
    pub doc: usize,
    /// Byte offset of its start in the document's text.
    pub start: usize,
    /// Its words, verbatim; only a run-on of words beyond all measure is cut, with the mark that something was left out.
    pub text: String,
    /// What speaks against showing it alone: 0, unless it was chosen for want of anything better.
    pub faults: u32,
}

impl Quote {
    /// True when it may stand in a digest or below a headline; the headline alone says more than one that may not.
    pub fn is_bearable(&self) -> bool {
        self.faults <= BEARABLE
    }

    /// Sentences one behind the other, with a space between them where their script has one.
    pub fn running(quotes: &[Self]) -> String {
        let mut out = String::new();
        let mut is_wide = false;
        for quote in quotes {
            let was_wide = std::mem::replace(&mut is_wide, is_unspaced(&quote.text));
            let is_spaced = !(was_wide && is_wide);
            if is_spaced && !out.is_empty() {
                out.push(' ');
            }
            out.push_str(&quote.text);
        }
        out
    }
}

/// How much of a sentence's score is lost when all its words are in the summary already.
const REDUNDANCY: f32 = 0.7;
/// A sentence that shares this much of its words with a chosen one says the same again.
const SAME: f32 = 0.6;

/// Once this share of the budget is used, a further sentence must be worth something: it is shown only when it scores at
/// least WORTHWHILE times as much as the best. It is better to stop than to fill up with what is far-fetched. Fitted like
/// the ranker's weights.
const ENOUGH: f32 = 0.65;
const WORTHWHILE: f32 = 0.17;

/// More words than this are no sentence; of such a run only so many are shown, with the mark that something was left out.
const RUNAWAY: usize = 120;
const LEFT_OUT: &str = " …";

/// The sentences that say most of what the documents say: verbatim, in reading order, together at most `max_words` words
/// and `max_sentences` sentences. Datelines, bullets and leading connectives are trimmed off. No sentence is cut: where no
/// faultless one keeps to the budget, the shortest faultless one is given, else the least faulty. The result is empty only
/// for documents without any word.
pub fn summarise(docs: &[Doc<'_>], max_words: usize, max_sentences: usize) -> Vec<Quote> {
    let mut vocabulary = Vocabulary::default();
    let candidates = candidates(docs, &mut vocabulary);
    let evidence = weigh(docs, &candidates, &mut vocabulary);
    let scores: Vec<f32> = evidence.iter().map(Evidence::score).collect();
    let mut chosen = choose(docs, &candidates, &scores, max_words, max_sentences);
    if chosen.is_empty() {
        return least_faulty(&candidates, &scores, max_words)
            .map(|candidate| candidate.quote(shown(candidate.text), candidate.standing.faults()))
            .into_iter()
            .filter(|_| max_words > 0 && max_sentences > 0)
            .collect();
    }
    in_reading_order(&candidates, &mut chosen);
    chosen
        .iter()
        .filter_map(|at| candidates.get(*at))
        .map(|candidate| candidate.quote(candidate.text.to_owned(), 0))
        .collect()
}

impl Candidate<'_> {
    fn quote(&self, text: String, faults: u32) -> Quote {
        Quote {
            doc: self.doc,
            start: self.start,
            text,
            faults,
        }
    }
}

/// A sentence that might be chosen, with what speaks for it: what the weights are fitted on.
#[derive(Clone, Debug)]
pub struct Weighed {
    /// The sentence.
    pub quote: Quote,
    /// How many words it has.
    pub words: usize,
    /// `None` when it can be shown alone, `true` when only behind the sentence before it, `false` when it is faulty.
    pub leans: Option<bool>,
    /// What speaks for it.
    pub evidence: Evidence,
    /// Its telling words, as numbers that only these documents share.
    pub terms: Vec<u32>,
}

/// Every sentence of the documents as [`summarise`] weighs it, in the order of the text.
pub fn weigh_sentences(docs: &[Doc<'_>]) -> Vec<Weighed> {
    let mut vocabulary = Vocabulary::default();
    let candidates = candidates(docs, &mut vocabulary);
    let evidence = weigh(docs, &candidates, &mut vocabulary);
    candidates
        .iter()
        .zip(evidence)
        .map(|(candidate, evidence)| Weighed {
            quote: candidate.quote(candidate.text.to_owned(), candidate.standing.faults()),
            words: candidate.words,
            leans: match candidate.standing {
                Standing::Alone => None,
                Standing::Behind => Some(true),
                Standing::Faulty(_) => Some(false),
            },
            evidence,
            terms: candidate.terms.iter().map(|(id, _)| *id).collect(),
        })
        .collect()
}

/// The document with the best sentence first, each document's sentences as they stand in it.
fn in_reading_order(candidates: &[Candidate<'_>], chosen: &mut [usize]) {
    let doc = |at: usize| candidates.get(at).map_or(usize::MAX, |candidate| candidate.doc);
    let mut docs: Vec<usize> = Vec::new();
    for at in chosen.iter() {
        if !docs.contains(&doc(*at)) {
            docs.push(doc(*at));
        }
    }
    chosen.sort_by_key(|at| (docs.iter().position(|known| *known == doc(*at)), *at));
}

/// Takes the best sentence that fits, again and again; gives their places among the candidates.
fn choose(
    docs: &[Doc<'_>],
    candidates: &[Candidate<'_>],
    scores: &[f32],
    max_words: usize,
    max_sentences: usize,
) -> Vec<usize> {
    let mut chosen: Vec<usize> = Vec::new();
    let mut left = max_words;
    let mut least = 0.0;
    // How much of each candidate's words the most similar chosen sentence has.
    let mut told = vec![0.0_f32; candidates.len()];
    while chosen.len() < max_sentences {
        let best = candidates
            .iter()
            .zip(scores)
            .zip(&told)
            .enumerate()
            .filter(|(at, ((candidate, _), told))| {
                candidate.words <= left
                    && **told < SAME
                    && !(candidate.is_joined && chosen.is_empty())
                    && stands(docs, candidates, &chosen, *at)
            })
            .map(|(at, ((candidate, score), told))| (at, candidate, score * (1.0 - REDUNDANCY * told)))
            .max_by(|a, b| a.2.total_cmp(&b.2).then(b.0.cmp(&a.0)));
        let Some((at, best, score)) = best else { break };
        let is_enough = (max_words - left) as f32 >= ENOUGH * max_words as f32;
        if is_enough && score < least {
            break;
        }
        if chosen.is_empty() {
            least = WORTHWHILE * score;
        }
        left -= best.words;
        chosen.push(at);
        for (told, candidate) in told.iter_mut().zip(candidates) {
            *told = told.max(overlap(&best.terms, &candidate.terms));
        }
    }
    chosen
}

/// True when a sentence can be shown beside those already chosen.
fn stands(docs: &[Doc<'_>], candidates: &[Candidate<'_>], chosen: &[usize], at: usize) -> bool {
    let Some(candidate) = candidates.get(at) else {
        return false;
    };
    match candidate.standing {
        Standing::Alone => true,
        Standing::Behind => at.checked_sub(1).is_some_and(|before| {
            chosen.contains(&before)
                && candidates
                    .get(before)
                    .is_some_and(|before| follows(docs, before, candidate))
        }),
        Standing::Faulty(_) => false,
    }
}

/// True when nothing but white space stands between two sentences.
fn follows(docs: &[Doc<'_>], before: &Candidate<'_>, candidate: &Candidate<'_>) -> bool {
    before.doc == candidate.doc
        && docs
            .get(candidate.doc)
            .and_then(|doc| doc.text.get(before.start + before.text.len()..candidate.start))
            .is_some_and(|between| !between.is_empty() && between.trim().is_empty())
}

/// The share of the shorter sentence's words that stand in the other.
fn overlap(a: &Vector, b: &Vector) -> f32 {
    match a.len().min(b.len()) {
        // What has no telling word adds nothing to any other sentence.
        0 => 1.0,
        shorter => dot(a, b) / shorter as f32,
    }
}

/// The sentence to show when none that is without fault keeps to the budget: the least faulty, of several the one within
/// the budget that says most, else the shortest.
fn least_faulty<'c, 'a>(
    candidates: &'c [Candidate<'a>],
    scores: &[f32],
    max_words: usize,
) -> Option<&'c Candidate<'a>> {
    let faults = |candidate: &Candidate<'_>| match candidate.standing {
        Standing::Alone => u32::from(candidate.is_joined),
        standing => standing.faults(),
    };
    let over = |candidate: &Candidate<'_>| {
        if candidate.words > max_words {
            candidate.words
        } else {
            0
        }
    };
    let key = |candidate: &Candidate<'_>| (faults(candidate), over(candidate));
    candidates
        .iter()
        .zip(scores)
        .min_by(|a, b| key(a.0).cmp(&key(b.0)).then(b.1.total_cmp(a.1)))
        .map(|(candidate, _)| candidate)
}

/// A sentence as it is shown: whole. Only what runs on beyond all measure, such as a table without a full stop, is shown
/// by its start, and says so.
fn shown(sentence: &str) -> String {
    if words::count(sentence) <= RUNAWAY {
        return sentence.to_owned();
    }
    let ends = sentence
        .char_indices()
        .filter(|(_, c)| c.is_whitespace() || is_ideograph(*c))
        .map(|(at, _)| at)
        // More words than this are never shown, so more ends need not be tried.
        .take(4 * RUNAWAY);
    let end = ends
        .take_while(|end| words::count(sentence.get(..*end).unwrap_or_default()) <= RUNAWAY)
        .last()
        .unwrap_or_default();
    format!("{}{LEFT_OUT}", sentence.get(..end).unwrap_or_default().trim_end())
}
