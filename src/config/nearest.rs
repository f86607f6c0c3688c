//! The name a person may have meant.

/// Below this Jaro-Winkler similarity two names have little more than a letter or two in common.
const ALIKE: f64 = 0.85;

/// The one of `names` most like `wrong`, in any case, if one is like it at all: a slip or two of the fingers away, or
/// beginning alike.
pub(super) fn nearest<'n>(wrong: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let wrong = wrong.to_lowercase();
    // One slip in a word, two in a long one.
    let slips = 1 + wrong.chars().count() / 8;
    names
        .map(|name| {
            let lower = name.to_lowercase();
            let distance = strsim::damerau_levenshtein(&wrong, &lower);
            (distance, strsim::jaro_winkler(&wrong, &lower), name)
        })
        .filter(|(distance, likeness, _)| *distance <= slips || *likeness >= ALIKE)
        .min_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)))
        .map(|(_, _, name)| name)
}
