//! Words that are somebody's own: quotations that run over several sentences, quotation marks that belong to none, and
//! claims whose owner only the next sentence names.

use super::sentences::{Sentence, is_opener};
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

/// Joins a claim with the sentence behind it that says whose it is, so that nobody's claim is shown as a fact: "The lake is
/// poisoned. So says the fishers' union." What would be longer than `most_words` or runs over two paragraphs stays apart,
/// and the claim is marked as standing inside somebody's words.
pub(super) fn whole_claims<'a>(text: &'a str, sentences: &[Sentence<'a>], most_words: usize) -> Vec<Sentence<'a>> {
    let mut out = Vec::with_capacity(sentences.len());
    let mut rest = sentences;
    while let Some((claim, behind)) = rest.split_first() {
        rest = behind;
        let owner = behind
            .first()
            .filter(|owner| names_owner(owner.text) && !is_attributed(claim.text));
        let Some(owner) = owner else {
            out.push(*claim);
            continue;
        };
        let is_short = words::count(claim.text) + words::count(owner.text) <= most_words;
        let end = offset(text, owner.text) + owner.text.len();
        match text.get(offset(text, claim.text)..end) {
            Some(both) if is_short && claim.paragraph == owner.paragraph => {
                out.push(Sentence { text: both, ..*claim });
                rest = behind.get(1..).unwrap_or_default();
            }
            _ => out.push(Sentence {
                is_inside: true,
                ..*claim
            }),
        }
    }
    out
}

/// What "the" before makes a claim that was just told.
const CLAIMS: &[&str] = &[
    "claim",
    "claims",
    "charge",
    "charges",
    "accusation",
    "accusations",
    "allegation",
    "allegations",
    "assertion",
    "assertions",
    "contention",
    "rumour",
    "rumours",
    "rumor",
    "rumors",
    "hoax",
];
/// What "That is the" before makes words that were just told somebody's.
const VIEWS: &[&str] = &[
    "view",
    "opinion",
    "verdict",
    "argument",
    "belief",
    "theory",
    "warning",
    "message",
    "conclusion",
    "assessment",
    "words",
];
/// What is told of claims.
const CLAIMED: &[&str] = &[
    "was",
    "were",
    "is",
    "are",
    "came",
    "comes",
    "come",
    "has",
    "have",
    "had",
    "made",
    "from",
    "by",
    "spread",
    "first",
    "appeared",
    "appears",
    "originated",
    "could",
    "cannot",
];
/// What owners of claims do.
const SAYING: &[&str] = &[
    "say",
    "says",
    "said",
    "claim",
    "claims",
    "claimed",
    "see",
    "sees",
    "saw",
    "believe",
    "believes",
    "believed",
    "think",
    "thinks",
    "thought",
    "tell",
    "tells",
    "told",
    "argue",
    "argues",
    "argued",
    "insist",
    "insists",
    "insisted",
    "allege",
    "alleges",
    "alleged",
    "put",
    "puts",
    "describe",
    "describes",
    "described",
    "write",
    "writes",
    "wrote",
    "goes",
    "runs",
    "reads",
];
/// Signs that a sentence names its owner itself, or tells of a claim rather than claiming.
const ATTRIBUTED: &[&str] = &[
    " said",
    " say",
    "claim",
    "alleg",
    "accus",
    "according",
    " told",
    " report",
    "charg",
    "rumour",
    "rumor",
    " deni",
    " argu",
    " warn",
    "\"",
    "“",
    "«",
];

/// True for a sentence whose first words say whose words the sentence before it was, or that they are not true.
fn names_owner(sentence: &str) -> bool {
    let plain = sentence.trim_start_matches(is_opener).to_lowercase().replace('’', "'");
    let all: Vec<&str> = plain.split_whitespace().take(12).collect();
    let word = |at: usize| {
        all.get(at)
            .map_or("", |word| word.trim_end_matches([',', '.', ';', ':', '!']))
    };
    let is_claim = |at: usize| CLAIMS.contains(&word(at));
    let has_aside = all.get(1).is_some_and(|word| word.ends_with(','));
    match word(0) {
        "the" => is_claim(1) && (has_aside || CLAIMED.contains(&word(2))),
        "so" | "thus" => SAYING.contains(&word(1)),
        "or" => word(1) == "so",
        "none" => word(1) == "of" && (2..6).any(|at| word(at) == "true"),
        first @ ("this" | "that" | "that's" | "these" | "those" | "such" | "it" | "it's") => {
            let is_copula = matches!(word(1), "is" | "was" | "are" | "were");
            if !is_copula && !first.ends_with("'s") {
                return !first.starts_with("it") && is_claim(1);
            }
            let at = 1 + usize::from(!first.ends_with("'s"));
            let is_denied = matches!(word(at), "false" | "untrue") || (word(at) == "not" && word(at + 1) == "true");
            let is_view = (at..at + 4).any(|at| is_claim(at) || VIEWS.contains(&word(at)));
            let is_told = matches!(word(at), "how" | "what") && (at..at + 8).any(|at| SAYING.contains(&word(at)));
            is_denied || (!first.starts_with("it") && (is_view || is_told))
        }
        _ => false,
    }
}

fn is_attributed(sentence: &str) -> bool {
    let plain = sentence.to_lowercase();
    ATTRIBUTED.iter().any(|sign| plain.contains(sign))
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
