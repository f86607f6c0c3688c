//! Verbatim summaries: position, likeness to the headline and to all documents, faults as a hard filter.

use super::faults::{Standing, begins_with_short_name, is_boilerplate, is_personal, standing, trim};
use super::sentences::split;
use super::words::{self, Vector, Vocabulary, cosine, dot, gather, is_ideograph, norm};

/// A text to sum up.
#[derive(Clone, Copy, Debug)]
pub struct Doc<'a> {
    /// Its headline.
    pub title: &'a str,
    /// Its text.
    pub text: &'a str,
}

/// A sentence chosen for a summary, as it stands in its document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// The index of its document.
    pub doc: usize,
    /// Byte offset of its start in the document's text.
    pub start: usize,
    /// Its words, verbatim; only a run-on of words beyond all measure is cut, with the mark that something was left out.
    pub text: String,
}

/// How fast the weight of a sentence falls with its place: the lead counts 1, the sentence at place n 1/(1 + FALL n).
/// This and the weights below were chosen on articles with people's own summaries; the optimum is flat.
const FALL: f32 = 0.3;
/// What a sentence counts that has nothing in common with the headline, where the headline itself counts 1 more.
const TITLE_FLOOR: f32 = 1.0;
/// The same for all documents together.
const CENTRAL_FLOOR: f32 = 0.1;
/// What a sentence counts in which somebody says "I" or "we": who, the summary would not say.
const PERSONAL: f32 = 0.5;
/// What a sentence counts that begins with a surname whose bearer was introduced before.
const SHORT_NAME: f32 = 0.6;
/// How much of a sentence's score is lost when all its words are in the summary already.
const REDUNDANCY: f32 = 0.7;
/// A sentence that shares this much of its words with a chosen one says the same again.
const SAME: f32 = 0.6;

/// How many sentences of a document are read: what stands behind has no weight left, and a text may be of any length.
const READ: usize = 400;

/// More words than this are no sentence; of such a run only so many are shown, with the mark that something was left out.
const RUNAWAY: usize = 120;
const LEFT_OUT: &str = " …";

/// A sentence that may be chosen.
struct Candidate<'a> {
    doc: usize,
    /// Byte offset of its start in the document.
    start: usize,
    /// Its place among the sentences of its document, boilerplate not counted.
    place: u16,
    text: &'a str,
    words: usize,
    /// False for boilerplate.
    is_news: bool,
    standing: Standing,
    /// Its telling words, each with weight 1.
    terms: Vector,
    score: f32,
}

/// The sentences that say most of what the documents say: verbatim, in reading order, together at most `max_words` words and `max_sentences` sentences. Datelines, bullets and leading
/// connectives are trimmed off. No sentence is cut: where no faultless one keeps to the budget, the shortest faultless
/// one is given, else the least faulty. The result is empty only for documents without any word.
pub fn summarise(docs: &[Doc<'_>], max_words: usize, max_sentences: usize) -> Vec<Quote> {
    let mut vocabulary = Vocabulary::default();
    let mut candidates = candidates(docs, &mut vocabulary);
    score(docs, &mut candidates, &mut vocabulary);
    let mut chosen = choose(docs, &candidates, max_words, max_sentences);
    if chosen.is_empty() {
        return least_faulty(&candidates, max_words)
            .map(|candidate| candidate.quote(shown(candidate.text)))
            .into_iter()
            .filter(|_| max_words > 0 && max_sentences > 0)
            .collect();
    }
    in_reading_order(&candidates, &mut chosen);
    chosen
        .iter()
        .filter_map(|at| candidates.get(*at))
        .map(|candidate| candidate.quote(candidate.text.to_owned()))
        .collect()
}

impl Candidate<'_> {
    fn quote(&self, text: String) -> Quote {
        Quote {
            doc: self.doc,
            start: self.start,
            text,
        }
    }
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

fn candidates<'a>(docs: &[Doc<'a>], vocabulary: &mut Vocabulary) -> Vec<Candidate<'a>> {
    let mut out = Vec::new();
    for (doc, Doc { text: whole, .. }) in docs.iter().enumerate() {
        let mut place = 0_u16;
        for sentence in split(whole).into_iter().take(READ) {
            let text = trim(sentence.text);
            let is_news = !is_boilerplate(text);
            out.push(Candidate {
                is_news,
                doc,
                start: (text.as_ptr() as usize).saturating_sub(whole.as_ptr() as usize),
                place,
                text,
                words: words::count(text),
                standing: standing(text, is_news),
                terms: distinct(vocabulary, text),
                score: 0.0,
            });
            place = place.saturating_add(u16::from(is_news));
        }
    }
    out
}

fn distinct(vocabulary: &mut Vocabulary, text: &str) -> Vector {
    let mut terms = gather(vocabulary.terms(text).into_iter().map(|id| (id, 1.0)).collect());
    terms.iter_mut().for_each(|(_, weight)| *weight = 1.0);
    terms
}

fn score(docs: &[Doc<'_>], candidates: &mut [Candidate<'_>], vocabulary: &mut Vocabulary) {
    let headlines: Vec<Vector> = (0..)
        .zip(docs)
        .map(|(doc, Doc { title, .. })| {
            let terms = distinct(vocabulary, title);
            if terms.is_empty() { lead(candidates, doc) } else { terms }
        })
        .collect();
    let centre = centre(docs.len(), candidates);
    for candidate in candidates {
        let title = headlines
            .get(candidate.doc)
            .map_or(0.0, |headline| cosine(&candidate.terms, headline));
        let position = 1.0 / (1.0 + FALL * f32::from(candidate.place));
        let before = docs
            .get(candidate.doc)
            .and_then(|doc| doc.text.get(..candidate.start))
            .unwrap_or_default();
        let voice = if is_personal(candidate.text) { PERSONAL } else { 1.0 };
        let who = if begins_with_short_name(candidate.text, before) {
            SHORT_NAME
        } else {
            1.0
        };
        let says = (TITLE_FLOOR + title) * (CENTRAL_FLOOR + cosine(&candidate.terms, &centre));
        candidate.score = position * voice * who * says;
    }
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

/// Takes the best sentence that fits, again and again; gives their places among the candidates.
fn choose(docs: &[Doc<'_>], candidates: &[Candidate<'_>], max_words: usize, max_sentences: usize) -> Vec<usize> {
    let mut chosen: Vec<usize> = Vec::new();
    let mut left = max_words;
    // How much of each candidate's words the most similar chosen sentence has.
    let mut told = vec![0.0_f32; candidates.len()];
    while chosen.len() < max_sentences {
        let best = candidates
            .iter()
            .zip(&told)
            .enumerate()
            .filter(|(at, (candidate, told))| {
                candidate.words <= left && **told < SAME && stands(docs, candidates, &chosen, *at)
            })
            .map(|(at, (candidate, told))| (at, candidate, candidate.score * (1.0 - REDUNDANCY * told)))
            .max_by(|a, b| a.2.total_cmp(&b.2).then(b.0.cmp(&a.0)));
        let Some((at, best, _)) = best else { break };
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
        0 => 0.0,
        shorter => dot(a, b) / shorter as f32,
    }
}

/// The sentence to show when none that is without fault keeps to the budget: the least faulty, of several the one within
/// the budget that says most, else the shortest.
fn least_faulty<'c, 'a>(candidates: &'c [Candidate<'a>], max_words: usize) -> Option<&'c Candidate<'a>> {
    let faults = |candidate: &Candidate<'_>| match candidate.standing {
        Standing::Alone => 0,
        Standing::Behind => 2,
        Standing::Faulty(weight) => weight,
    };
    candidates.iter().min_by(|a, b| {
        let over = |c: &Candidate<'_>| if c.words > max_words { c.words } else { 0 };
        let key = |c: &Candidate<'_>| (faults(c), over(c));
        key(a).cmp(&key(b)).then(b.score.total_cmp(&a.score))
    })
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
