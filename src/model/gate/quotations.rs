//! Quotations, word for word.

/// What stands between quotation marks in a text; `None` when a mark has no partner.
pub(super) fn quotations(text: &str) -> Option<Vec<String>> {
    let text = straightened(text);
    let mut found = Vec::new();
    for (open, close) in [('"', '"'), ('«', '»'), ('‹', '›')] {
        let mut rest = text.as_str();
        while let Some((_, behind)) = rest.split_once(open) {
            let (inside, behind) = behind.split_once(close)?;
            found.push(inside.to_owned());
            rest = behind;
        }
        if close != open && rest.contains(close) {
            return None;
        }
    }
    let mut rest = text.as_str();
    // An apostrophe inside a word or behind one is no mark; one before a word is.
    while let Some(open) = single_open(rest) {
        let behind = rest.get(open + 1..).unwrap_or_default();
        let Some(close) = single_close(behind) else { break };
        found.push(behind.get(..close).unwrap_or_default().to_owned());
        rest = behind.get(close + 1..).unwrap_or_default();
    }
    Some(found)
}

/// The first quotation of a rewrite that is no quotation of a source.
pub(super) fn invented(rewrite: &str, sources: &[&str]) -> Option<String> {
    let Some(quoted) = quotations(rewrite) else {
        return Some("a quotation that is not closed".to_owned());
    };
    let inner = |text: &str| trimmed(text).to_owned();
    let known: Vec<String> = sources.iter().flat_map(|source| spans(source)).collect();
    quoted
        .into_iter()
        .find(|quotation| !known.iter().any(|span| contains_words(span, &inner(quotation))))
}

/// What stands between quotation marks in a source, paragraph by paragraph, since a mark may be missing there.
fn spans(source: &str) -> Vec<String> {
    let mut found = Vec::new();
    for paragraph in source.lines() {
        if let Some(quoted) = quotations(paragraph) {
            found.extend(quoted);
        } else if let Some((_, open)) = straightened(paragraph).rsplit_once('"') {
            // A quotation that runs on in the next paragraph.
            found.push(open.to_owned());
        }
    }
    found
}

/// True when the words stand in the span from one word border to another.
fn contains_words(span: &str, words: &str) -> bool {
    if words.is_empty() {
        return false;
    }
    span.match_indices(words).any(|(at, _)| {
        let before = span.get(..at).and_then(|before| before.chars().next_back());
        let after = span.get(at + words.len()..).and_then(|after| after.chars().next());
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ',' | '!' | '?' | '…'))
}

fn straightened(text: &str) -> String {
    let signs = text.chars().map(|c| match c {
        '“' | '”' | '„' | '‟' | '＂' => '"',
        '‘' | '’' | '‚' | '‛' => '\'',
        c if c.is_whitespace() => ' ',
        c => c,
    });
    signs.collect()
}

fn single_open(text: &str) -> Option<usize> {
    text.match_indices('\'').map(|(at, _)| at).find(|at| {
        let before = text.get(..*at).and_then(|before| before.chars().next_back());
        let after = text.get(at + 1..).and_then(|after| after.chars().next());
        !before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric)
    })
}

fn single_close(text: &str) -> Option<usize> {
    text.match_indices('\'').map(|(at, _)| at).find(|at| {
        let after = text.get(at + 1..).and_then(|after| after.chars().next());
        !after.is_some_and(char::is_alphanumeric)
    })
}
