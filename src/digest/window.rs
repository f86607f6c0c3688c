//! Which articles an edition tells: those of a day, or of as many days as it takes to find some news.

use std::collections::{BTreeMap, HashSet};

use jiff::{Timestamp, ToSpan as _};

use super::Window;
use super::compose::Material;
use super::ranking::Candidate;
use crate::article::{Article, normalise};

/// Fewer stories than this make a digest reach back.
const FEW_STORIES: usize = 3;
/// How many days a digest reaches back at most.
pub(super) const MOST_DAYS: i64 = 7;

/// What an edition covers: each story by its articles.
pub(super) struct Reach<'p, 'a> {
    pub(super) window: Window,
    /// Stories that no digest has told.
    pub(super) new: Vec<Vec<&'p Candidate<'a>>>,
    /// New articles on stories that an earlier digest told.
    pub(super) again: Vec<Vec<&'p Candidate<'a>>>,
}

/// The window and its stories: 24 hours, or as many days as it takes to find three new stories, seven at most.
pub(super) fn reach<'p, 'a>(material: &Material<'a>, pieces: &'p [Candidate<'a>]) -> Reach<'p, 'a> {
    let shown = |piece: &&Candidate<'a>| material.delivered.contains_key(&piece.tagged.article.id);
    let told: HashSet<usize> = pieces.iter().filter(shown).map(|piece| piece.story).collect();
    let known: HashSet<String> = pieces
        .iter()
        .filter(shown)
        .filter_map(|piece| mark(&piece.tagged.article))
        .collect();
    let fresh: Vec<&Candidate<'a>> = pieces
        .iter()
        .filter(|piece| !shown(piece))
        // A reprint of what was delivered is no news.
        .filter(|piece| !mark(&piece.tagged.article).is_some_and(|mark| known.contains(&mark)))
        .collect();
    let within = |days: i64, again: bool| -> Vec<Vec<&'p Candidate<'a>>> {
        let from = back(material.due, days);
        let mut stories: BTreeMap<usize, Vec<&Candidate<'a>>> = BTreeMap::new();
        for piece in &fresh {
            if piece.within(from, material.due) && told.contains(&piece.story) == again {
                stories.entry(piece.story).or_default().push(piece);
            }
        }
        stories.into_values().collect()
    };
    let most = within(MOST_DAYS, false).len();
    let days = (1..=MOST_DAYS)
        .find(|days| within(*days, false).len() >= FEW_STORIES.min(most))
        .unwrap_or(1);
    Reach {
        window: Window {
            from: back(material.due, days),
            to: material.due,
            reached_back: days > 1,
        },
        new: within(days, false),
        again: within(days, true),
    }
}

/// So many days of 24 hours before a moment.
pub(super) fn back(due: Timestamp, days: i64) -> Timestamp {
    due.checked_sub((24 * days).hours()).unwrap_or(Timestamp::MIN)
}

/// What makes a piece recognisable as a reprint: how its text begins, and of a short text its headline as well, since a
/// few words may be a house's standing ones.
fn mark(article: &Article) -> Option<String> {
    const BEGINNING: usize = 200;
    // White space may shrink.
    let start: String = article.text.chars().take(2 * BEGINNING).collect();
    let start: String = normalise(&start).to_lowercase().chars().take(BEGINNING).collect();
    if start.is_empty() {
        return None;
    }
    let title = normalise(&article.title).to_lowercase();
    Some(if start.chars().count() < BEGINNING {
        format!("{title}\n{start}")
    } else {
        start
    })
}
