//! What all pages share: the head, the menu, the foot, turning a list's pages, and dates.

use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use maud::{DOCTYPE, Markup, html};

use crate::addresses::{self, Addresses};
use crate::article::DateKind;
use crate::i18n::digest::full_date;
use crate::i18n::{dates, pages as words};
use crate::scope::Scope;
use crate::web::response::fingerprint;

/// The style sheet's address changes with it: a browser keeps it for ever.
static STYLE: LazyLock<String> = LazyLock::new(|| {
    format!(
        "/style.css?{}",
        fingerprint(super::STYLE.as_bytes()).get(..8).unwrap_or_default()
    )
});

/// What a page says of itself, in its head.
#[derive(Default)]
pub struct Head<'a> {
    pub title: String,
    pub description: String,
    /// Its permanent path.
    pub path: String,
    /// True for a page about one thing, as link previews tell them apart.
    pub is_article: bool,
    /// Whose feeds belong to it, with that scope's name.
    pub feeds: Option<(&'a Scope, &'a str)>,
    /// The path of the picture for link previews, and what it shows.
    pub picture: Option<(String, &'a str)>,
    /// True when search engines are asked to leave it out.
    pub is_hidden: bool,
}

/// A whole page around its main part.
pub fn page(at: &Addresses, head: &Head<'_>, main: &Markup) -> String {
    let title = if head.title == words::NAME {
        head.title.clone()
    } else {
        format!("{} · {}", head.title, words::NAME)
    };
    let document = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                meta name="description" content=(head.description);
                meta name="color-scheme" content="light dark";
                link rel="stylesheet" href=(at.here(&STYLE));
                @if head.is_hidden {
                    meta name="robots" content="noindex";
                }
                @if let Some((scope, name)) = head.feeds {
                    link rel="alternate" type="application/atom+xml" title=(words::feed_link("Atom", name)) href=(at.here(&addresses::atom(scope)));
                    link rel="alternate" type="application/feed+json" title=(words::feed_link("JSON", name)) href=(at.here(&addresses::json_feed(scope)));
                }
                (preview(at, head))
            }
            body {
                a.skip href="#content" { (words::SKIP) }
                header.top {
                    nav aria-label=(words::MENU) {
                        a.name href=(at.here(addresses::HOME)) { (words::NAME) }
                        ul {
                            li { a href=(at.here(addresses::REGIONS)) { (words::REGIONS) } }
                            li { a href=(at.here(addresses::COUNTRIES)) { (words::COUNTRIES) } }
                        }
                    }
                }
                main #content tabindex="-1" { (main) }
                footer.foot { p { (words::FOOT) } }
            }
        }
    };
    document.into_string()
}

/// What is shown where somebody shares the page (Open Graph).
fn preview(at: &Addresses, head: &Head<'_>) -> Markup {
    html! {
        meta property="og:site_name" content=(words::NAME);
        meta property="og:title" content=(head.title);
        meta property="og:description" content=(head.description);
        meta property="og:type" content=(if head.is_article { "article" } else { "website" });
        @if let Some(url) = at.whole(&head.path) {
            link rel="canonical" href=(url);
            meta property="og:url" content=(url);
        }
        @if let Some((path, alt)) = &head.picture {
            @if let Some(url) = at.whole(path) {
                meta property="og:image" content=(url);
                meta property="og:image:alt" content=(alt);
                meta name="twitter:card" content="summary_large_image";
            }
        }
    }
}

/// "Tuesday 6 January 2026", for people and for programs.
pub fn date(day: Date) -> Markup {
    html! { time datetime=(day) { (full_date(day)) } }
}

/// When an article was published, for people and for programs.
pub struct Moment {
    words: String,
    machine: String,
}

impl Moment {
    /// A moment as well as it is known, in a zone.
    pub fn of(at: Timestamp, kind: DateKind, zone: &TimeZone) -> Self {
        Self {
            words: dates::published(at, kind, zone),
            machine: match kind {
                DateKind::Exact => at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
                DateKind::Day | DateKind::Estimated => at.to_zoned_datetime(TimeZone::UTC).date().to_string(),
            },
        }
    }

    /// The time as an element.
    pub fn shown(&self) -> Markup {
        html! { time datetime=(self.machine) { (self.words) } }
    }
}

/// Which page of a list this is.
pub struct Turn {
    pub path: String,
    /// From 0.
    pub number: usize,
    /// True when another page follows.
    pub more: bool,
}

impl Turn {
    fn address(&self, at: &Addresses, number: usize) -> String {
        match number {
            0 => at.here(&self.path),
            n => format!("{}?page={}", at.here(&self.path), n + 1),
        }
    }

    /// The permanent path of this page of the list.
    pub fn here(&self) -> String {
        self.address(&Addresses::default(), self.number)
    }
}

/// The links to the newer and older pages of a list.
pub fn turn(at: &Addresses, turn: &Turn) -> Markup {
    html! {
        @if turn.number > 0 || turn.more {
            nav.turn aria-label=(words::PAGES) {
                @if let Some(before) = turn.number.checked_sub(1) {
                    a rel="prev" href=(turn.address(at, before)) { "← " (words::NEWER) }
                }
                @if turn.more {
                    a.next rel="next" href=(turn.address(at, turn.number + 1)) { (words::OLDER) " →" }
                }
            }
        }
    }
}

/// Names that lead to pages of the archive, in a row.
pub fn links(at: &Addresses, links: &[(String, String)]) -> Markup {
    html! {
        ul.links {
            @for (name, path) in links {
                li { a href=(at.here(path)) { (name) } }
            }
        }
    }
}

/// Many short names that lead to pages of the archive, in columns.
pub fn names(at: &Addresses, names: &[(String, String)]) -> Markup {
    html! {
        ul.names {
            @for (name, path) in names {
                li { a href=(at.here(path)) { (name) } }
            }
        }
    }
}

/// The visible links to a scope's feeds.
pub fn feeds(at: &Addresses, scope: &Scope, name: &str) -> Markup {
    html! {
        ul.links {
            @for (format, kind, path) in [
                ("Atom", "application/atom+xml", addresses::atom(scope)),
                ("JSON", "application/feed+json", addresses::json_feed(scope)),
            ] {
                li {
                    a href=(at.here(&path)) type=(kind) aria-label=(words::feed_link(format, name)) {
                        (format) " " (words::FEED)
                    }
                }
            }
        }
    }
}
