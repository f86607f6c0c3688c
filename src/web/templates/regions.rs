//! The list of regions, and the page of one.

use jiff::civil::Date;
use maud::{Markup, html};

use super::layout::{Head, Turn, date, feeds, names, page, turn};
use crate::addresses::{self, Addresses};
use crate::i18n::pages as words;
use crate::places::Country;
use crate::scope::Scope;

/// A digest on the page of its region.
pub struct Past {
    pub day: Date,
    pub path: String,
    /// Its first headlines.
    pub headlines: Vec<String>,
    /// How many stories it has.
    pub line: String,
}

/// The regions of the configuration, then what else there are digests of: name, scope, and whether there are digests.
pub fn regions_page(at: &Addresses, own: &[(String, Scope, bool)], others: &[(String, Scope, bool)]) -> String {
    let main = html! {
        h1 { (words::REGIONS) }
        (list(at, own))
        @if !others.is_empty() {
            h2 { (words::OTHER_DIGESTS) }
            (list(at, others))
        }
    };
    let head = Head {
        title: words::REGIONS.to_owned(),
        description: words::DESCRIPTION.to_owned(),
        path: addresses::REGIONS.to_owned(),
        ..Head::default()
    };
    page(at, &head, &main)
}

fn list(at: &Addresses, scopes: &[(String, Scope, bool)]) -> Markup {
    html! {
        ul.digests {
            @for (title, scope, has_digests) in scopes {
                li {
                    a.title href=(at.here(&addresses::scope(scope))) { (title) }
                    @if *has_digests { (feeds(at, scope, title)) }
                }
            }
        }
    }
}

/// What the page of a region shows.
pub struct RegionPage<'a> {
    pub title: &'a str,
    pub scope: &'a Scope,
    pub past: &'a [Past],
    pub countries: &'a [Country],
    pub turn: Turn,
}

/// The page of a region.
pub fn region_page(at: &Addresses, shown: &RegionPage<'_>) -> String {
    let title = words::numbered(shown.title, shown.turn.number);
    let main = html! {
        h1 { (title) }
        @if shown.past.is_empty() { p { (words::no_digest_of(shown.title)) } }
        ul.digests {
            @for past in shown.past {
                li {
                    a.title href=(at.here(&past.path)) { (date(past.day)) }
                    @for headline in &past.headlines { p dir="auto" { (headline) } }
                    p.facts { (past.line) }
                }
            }
        }
        (turn(at, &shown.turn))
        @if shown.turn.number == 0 {
            @if !shown.past.is_empty() {
                h2 { (words::FEEDS) }
                (feeds(at, shown.scope, shown.title))
            }
            @if !shown.countries.is_empty() {
                h2 { (words::ITS_COUNTRIES) }
                (names(at, &countries(shown.countries)))
            }
        }
    };
    let head = Head {
        title,
        description: words::region_description(shown.title),
        path: shown.turn.here(),
        feeds: Some((shown.scope, shown.title)),
        ..Head::default()
    };
    page(at, &head, &main)
}

/// Countries as links.
pub fn countries(countries: &[Country]) -> Vec<(String, String)> {
    let named = countries.iter();
    named
        .map(|country| (country.name().to_owned(), addresses::country(*country)))
        .collect()
}
