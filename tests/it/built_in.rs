//! The built-in names, for stories that bring none of their own.

use std::sync::LazyLock;

use dateline::places::{Places, Resolution, Tags, Untagged};

static PLACES: LazyLock<Places> = LazyLock::new(Places::default);

/// What the built-in names find in an article.
pub fn tag(title: &str, text: &str) -> Tags {
    PLACES.tag(&Untagged {
        title,
        text,
        ..Untagged::default()
    })
}

/// What the built-in names make of a typed one.
pub fn resolve(name: &str) -> Resolution {
    PLACES.resolve(name)
}
