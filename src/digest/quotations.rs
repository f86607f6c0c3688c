//! Quotations that run over several sentences, and quotation marks that belong to none.

use super::sentences::Sentence;
use super::words;

/// Joins the sentences of one quotation, so that it is shown whole or not at all: "Open the gates. The water is rising."
/// stays together, up to `most_words` words and within its paragraph. What is longer stays apart, and its sentences are marked
/// as standing inside.
pub(super) fn whole_quotations<'a>(text: &'a str, sentences: &[Sentence<'a>], most_words: usize) -> Vec<Sentence<'a>> {
    let mut out = Vec::with_capacity(sentences.len());
    let mut rest = sentences;
    let mut open = 0;
    let mut paragraph = usize::MAX;
    while let Some((first, behind)) = rest.split_first() {
        let joined = joined(text, first, behind, most_words);
        let (sentence, taken) = joined.unwrap_or((*first, 0));
        // Only marks that show which way they point are followed: where straight ones are damaged, all behind would be lost.
        if first.paragraph != paragraph {
            (open, paragraph) = (0, first.paragraph);
        }
        let is_inside = open > 0 && !sentence.text.contains(['“', '«', '「', '『']);
        open = (open + pointed(sentence.text)).max(0);
        out.push(Sentence { is_inside, ..sentence });
        rest = behind.get(taken..).unwrap_or_default();
    }
    out
}

/// A sentence that opens a quotation with those up to its end, and how many these are.
fn joined<'a>(
    text: &'a str,
    first: &Sentence<'a>,
    behind: &[Sentence<'a>],
    most_words: usize,
) -> Option<(Sentence<'a>, usize)> {
    let mut open = opened(first.text);
    let mut length = words::count(first.text);
    let start = offset(text, first.text);
    for (taken, sentence) in (1..).zip(behind) {
        length += words::count(sentence.text);
        if open <= 0 || sentence.paragraph != first.paragraph || length > most_words {
            return None;
        }
        // A straight mark opens and closes alike: the second one closes.
        open = if has_straight(sentence.text) {
            1 - open
        } else {
            open + opened(sentence.text)
        };
        if open == 0 {
            let end = offset(text, sentence.text) + sentence.text.len();
            return Some((
                Sentence {
                    text: text.get(start..end)?,
                    is_joined: true,
                    ..*first
                },
                taken,
            ));
        }
    }
    None
}

/// How many quotations a sentence leaves open.
fn opened(sentence: &str) -> i32 {
    i32::from(has_straight(sentence)) + pointed(sentence)
}

/// The same for the marks that open and close in different ways.
fn pointed(sentence: &str) -> i32 {
    sentence.chars().fold(0, |open, c| match c {
        '“' | '«' | '「' | '『' => open + 1,
        '”' | '»' | '」' | '』' => open - 1,
        _ => open,
    })
}

/// True when a straight mark stands there without its fellow.
fn has_straight(sentence: &str) -> bool {
    sentence.matches('"').count() % 2 == 1
}

fn offset(text: &str, part: &str) -> usize {
    (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize)
}

/// Cuts a closing mark off the end of a sentence where nothing in the text before it was opened.
pub(super) fn trim_stray_mark<'a>(text: &str, sentence: &'a str) -> &'a str {
    let Some(without) = sentence.strip_suffix('"').filter(|without| !has_straight(without)) else {
        return sentence;
    };
    let before = text.get(..offset(text, sentence)).unwrap_or_default();
    let is_open = before.rfind('"').is_some_and(|at| {
        let in_front = before.get(..at).and_then(|before| before.chars().next_back());
        let behind = before.get(at + 1..).and_then(|behind| behind.chars().next());
        // At the start of a sentence, with nothing behind it yet, it opens too.
        in_front.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '—' | '–' | '-'))
            && behind.is_none_or(|c| !c.is_whitespace())
    });
    if is_open { sentence } else { without.trim_end() }
}
