//! A digest's map: the scope, with the countries shaded that its stories are about.

use super::Digest;
use crate::i18n::digest as words;
use crate::reply::{Drawing, Map, Picture};
use crate::scope::Scope;

/// Countries named in the words for those who do not see the map.
const NAMED: usize = 8;

/// The map of a digest; `None` where no story is about a country, and for one country alone.
pub(super) fn card(digest: &Digest) -> Option<Picture> {
    // A map of one country says nothing that the title does not.
    if digest.counts.is_empty() || matches!(digest.scope, Scope::Country(_)) {
        return None;
    }
    let today = digest.edition.local.date();
    let stories = words::stories(digest.stories.len() + digest.more.len(), 0);
    let named: Vec<String> = digest
        .counts
        .iter()
        .take(NAMED)
        .map(|(country, stories)| format!("{} {stories}", country.name()))
        .collect();
    let rest = digest.counts.len().saturating_sub(NAMED);
    Some(Picture {
        alt: words::map_of(&digest.title, &named.join(", "), rest),
        drawing: Drawing::Map(Map {
            title: digest.title.clone(),
            subtitle: format!("{} · {stories}", words::card_date(today)),
            frame: digest.covers.clone(),
            counts: digest.counts.clone(),
            unit: words::STORIES.to_owned(),
        }),
    })
}
