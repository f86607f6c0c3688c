//! What the other digests of an edition lead with.

use super::{Digest, Pointer};
use crate::scope::Scope;

/// More pointers than this are another digest.
const MOST: usize = 3;

/// Gives each digest of an edition the headlines that other regions lead with, the weightiest first, none of which it
/// tells itself. A digest of the whole world points nowhere.
pub fn point_elsewhere(digests: &mut [Digest]) {
    let mut leads: Vec<(f64, Pointer)> = digests
        .iter()
        .filter(|digest| matches!(digest.scope, Scope::Region(_)))
        .filter_map(|digest| {
            let story = digest.stories.first()?;
            let pointer = Pointer {
                scope: digest.scope.clone(),
                title: digest.title.clone(),
                link: story.links.first()?.clone(),
            };
            Some((story.rank.score, pointer))
        })
        .collect();
    leads.sort_by(|a, b| b.0.total_cmp(&a.0));
    for digest in digests {
        if digest.scope == Scope::All {
            continue;
        }
        let mut pointers: Vec<Pointer> = Vec::new();
        for (_, pointer) in &leads {
            let same = pointer.scope == digest.scope
                || digest.articles().any(|article| *article == pointer.link.article)
                || pointers.iter().any(|other| other.link.article == pointer.link.article);
            if !same && pointers.len() < MOST {
                pointers.push(pointer.clone());
            }
        }
        digest.elsewhere = pointers;
    }
}
