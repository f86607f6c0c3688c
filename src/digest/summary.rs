//! Verbatim summaries.

/// A text to sum up.
#[derive(Clone, Copy, Debug)]
pub struct Doc<'a> {
    /// Its headline.
    pub title: &'a str,
    /// Its text.
    pub text: &'a str,
}

/// The sentences that say most of what the documents say: verbatim, in reading order, each with the index of its
/// document, together at most `max_words` words and `max_sentences` sentences.
pub fn summarise(_docs: &[Doc<'_>], _max_words: usize, _max_sentences: usize) -> Vec<(usize, String)> {
    todo!()
}
