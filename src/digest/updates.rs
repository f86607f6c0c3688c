//! Stories that an earlier digest told: what is new in them.

use std::collections::HashSet;

use super::sentences::split;
use super::summary::{Doc, Quote, summarise};
use super::words::each_term;
use crate::article::Article;

/// Limits of what an update says.
const WORDS: usize = 45;
const SENTENCES: usize = 2;
/// How many sentences are looked at for what is new.
const LOOKED_AT: usize = 8;
const LOOKED_AT_WORDS: usize = 400;
/// How many sentences of an earlier article are compared with.
const COMPARED: usize = 200;
/// A sentence of whose words so much stands in one sentence that was told is no news.
const TOLD: f64 = 0.7;

/// The sentences of new articles that none of the articles told before says.
pub(super) fn news(new: &[Doc<'_>], told: &[&Article]) -> Vec<Quote> {
    let known: Vec<HashSet<String>> = told
        .iter()
        .flat_map(|article| split(&article.text).into_iter().take(COMPARED))
        .map(|sentence| word_set(sentence.text))
        .collect();
    let is_new = |text: &str| {
        let words = word_set(text);
        let most = known.iter().map(|known| words.intersection(known).count()).max();
        (most.unwrap_or(0) as f64) < TOLD * words.len().max(1) as f64
    };
    let mut words = 0;
    summarise(new, LOOKED_AT_WORDS, LOOKED_AT)
        .into_iter()
        .filter(|quote| is_new(&quote.text))
        .take_while(|quote| {
            words += quote.text.split_whitespace().count();
            words <= WORDS
        })
        .take(SENTENCES)
        .collect()
}

/// The telling words of a text, folded and stemmed; pairs of characters in scripts without spaces.
pub(super) fn word_set(text: &str) -> HashSet<String> {
    let mut words = HashSet::new();
    each_term(text, |term, _| {
        words.insert(term.to_owned());
    });
    words
}
