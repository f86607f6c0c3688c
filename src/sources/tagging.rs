//! Drafts become articles with their identity and their countries.

use std::collections::{HashMap, HashSet};

use jiff::{SignedDuration, Timestamp};
use url::Url;

use crate::article::{Draft, Tagged, canonical};
use crate::places::{Country, Places, Untagged};

/// Where drafts come from.
#[derive(Clone, Copy, Debug, Default)]
pub struct Origin<'a> {
    /// The source's id.
    pub source: &'a str,
    /// The publisher's name for readers.
    pub publisher: &'a str,
    /// The language of all its pieces, a BCP 47 tag.
    pub language: Option<&'a str>,
    /// The publisher's own country.
    pub home: Option<Country>,
    /// Countries that nearly every article of the source is about: [`crate::store::Store::usual_countries`].
    pub usual: &'a [Country],
}

/// Makes articles of the drafts of one reading and tags them. Of two with one identity the first stands: they would
/// otherwise revise each other at every reading. Undated pieces keep their order, newest first, in a list by time.
pub fn tag_drafts(mut drafts: Vec<Draft>, origin: &Origin<'_>, places: &Places, now: Timestamp) -> Vec<Tagged> {
    unshare_addresses(&mut drafts);
    let mut seen = HashSet::new();
    let mut articles = Vec::with_capacity(drafts.len());
    for (index, mut draft) in drafts.into_iter().enumerate() {
        draft.language = draft.language.or_else(|| origin.language.map(str::to_owned));
        let back = SignedDuration::from_millis(i64::try_from(index).unwrap_or(i64::MAX));
        let read_at = now.checked_sub(back).unwrap_or(now);
        let mut article = draft.into_article(origin.source, origin.publisher, read_at);
        article.fetched_at = now;
        if seen.insert(article.id.clone()) {
            let tags = places.tag(&Untagged {
                title: &article.title,
                text: &article.text,
                language: article.language.as_deref(),
                home: origin.home,
                usual: origin.usual,
            });
            articles.push(Tagged { article, tags });
        }
    }
    articles
}

/// Takes from drafts of different titles an address that they share, such as the publisher's front page: it
/// identifies none of them.
fn unshare_addresses(drafts: &mut [Draft]) {
    let mut titles: HashMap<Url, (String, bool)> = HashMap::new();
    for draft in drafts.iter() {
        if let Some(url) = &draft.url {
            let (title, shared) = titles
                .entry(canonical(url))
                .or_insert_with(|| (draft.title.clone(), false));
            *shared |= *title != draft.title;
        }
    }
    for draft in drafts {
        let shared = draft.url.as_ref().and_then(|url| titles.get(&canonical(url)));
        if shared.is_some_and(|(_, shared)| *shared) {
            draft.url = None;
        }
    }
}
