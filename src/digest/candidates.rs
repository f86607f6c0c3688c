//! The sentences a summary is chosen from.

use super::faults::{MOST_WORDS, Standing, is_boilerplate, standing, trim};
use super::quotations::{trim_stray_mark, whole_claims, whole_quotations};
use super::sentences::split;
use super::words::{self, Vector, Vocabulary, gather};

/// How many sentences of a document are read: what stands behind has no weight left, and a text may be of any length.
const READ: usize = 400;

/// A text to sum up.
#[derive(Clone, Copy, Debug)]
pub struct Doc<'a> {
    /// Its headline.
    pub title: &'a str,
    /// Its text.
    pub text: &'a str,
}

/// A sentence that may be chosen.
pub(super) struct Candidate<'a> {
    /// The index of its document.
    pub(super) doc: usize,
    /// Byte offset of its start in the document.
    pub(super) start: usize,
    /// Its place among the sentences of its document, boilerplate not counted.
    pub(super) place: u16,
    /// Its words, verbatim, without what can be trimmed off.
    pub(super) text: &'a str,
    /// How many words these are.
    pub(super) words: usize,
    /// False for boilerplate.
    pub(super) is_news: bool,
    /// How well it stands alone.
    pub(super) standing: Standing,
    /// True for a quotation of several sentences, which can stand beside other sentences, not for all of them.
    pub(super) is_joined: bool,
    /// Its telling words, each with weight 1.
    pub(super) terms: Vector,
}

/// All sentences of all documents, trimmed, in the order of the text; a quotation of several sentences is one of
/// them, and so is a claim with the sentence that names its owner.
pub(super) fn candidates<'a>(docs: &[Doc<'a>], vocabulary: &mut Vocabulary) -> Vec<Candidate<'a>> {
    let mut out = Vec::new();
    for (doc, Doc { text: whole, .. }) in docs.iter().enumerate() {
        let mut place = 0_u16;
        let sentences = whole_quotations(whole, &split(whole), MOST_WORDS);
        let sentences = whole_claims(whole, &sentences, MOST_WORDS);
        for sentence in sentences.into_iter().take(READ) {
            let text = trim_stray_mark(whole, trim(sentence.text));
            let is_news = !is_boilerplate(text);
            out.push(Candidate {
                is_news,
                doc,
                start: (text.as_ptr() as usize).saturating_sub(whole.as_ptr() as usize),
                place,
                text,
                words: words::count(text),
                standing: standing(text, is_news, sentence.is_inside),
                is_joined: sentence.is_joined,
                terms: distinct(vocabulary, text),
            });
            place = place.saturating_add(u16::from(is_news));
        }
    }
    out
}

/// The telling words of a text, each with weight 1.
pub(super) fn distinct(vocabulary: &mut Vocabulary, text: &str) -> Vector {
    let mut terms = gather(vocabulary.terms(text).into_iter().map(|id| (id, 1.0)).collect());
    terms.iter_mut().for_each(|(_, weight)| *weight = 1.0);
    terms
}
