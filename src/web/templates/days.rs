//! The first page, and the page of a day.

use jiff::civil::Date;
use maud::{Markup, html};

use super::layout::{Head, Turn, date, links, page, turn};
use crate::addresses::{self, Addresses};
use crate::i18n::digest::{full_date, weekday_date};
use crate::i18n::pages as words;
use crate::store::Neighbours;

/// A digest on the page of its day.
pub struct Told {
    pub title: String,
    pub path: String,
    /// Its first headline, where it has one.
    pub headline: Option<String>,
    /// How many stories it has; empty where that is not shown.
    pub line: String,
}

/// The newest day at length, then the days before as links.
pub fn home_page(
    at: &Addresses,
    newest: Option<&(Date, Vec<Told>)>,
    days: &[(Date, Vec<(String, String)>)],
    turned: &Turn,
) -> String {
    let is_first = turned.number == 0;
    let main = html! {
        h1 { (words::numbered(if is_first { words::NEWS } else { words::ALL_DIGESTS }, turned.number)) }
        @if is_first { p.about { (words::ABOUT) } }
        @if let Some((day, told)) = newest {
            h2 { a href=(at.here(&addresses::day(*day))) { (date(*day)) } }
            (digests(at, told))
        } @else if days.is_empty() {
            p { (words::NO_DIGESTS_YET) }
        }
        @if is_first && !days.is_empty() { h2 { (words::EARLIER) } }
        @for (day, scopes) in days {
            section.day {
                @if is_first { h3 { (linked_day(at, *day)) } } @else { h2 { (linked_day(at, *day)) } }
                (links(at, scopes))
            }
        }
        (turn(at, turned))
    };
    let head = Head {
        title: words::numbered(words::NAME, turned.number),
        description: words::DESCRIPTION.to_owned(),
        path: turned.here(),
        ..Head::default()
    };
    page(at, &head, &main)
}

fn linked_day(at: &Addresses, day: Date) -> Markup {
    html! { a href=(at.here(&addresses::day(day))) { (date(day)) } }
}

/// All digests of a day.
pub fn day_page(at: &Addresses, day: Date, told: &[Told], around: Neighbours) -> String {
    let main = html! {
        h1 { (date(day)) }
        (digests(at, told))
        (days_around(at, around, addresses::day))
    };
    let head = Head {
        title: full_date(day),
        description: words::day_description(day),
        path: addresses::day(day),
        ..Head::default()
    };
    page(at, &head, &main)
}

fn digests(at: &Addresses, told: &[Told]) -> Markup {
    html! {
        ul.digests {
            @for digest in told {
                li {
                    a.title href=(at.here(&digest.path)) { (digest.title) }
                    @if let Some(headline) = &digest.headline { p dir="auto" { (headline) } }
                    @if !digest.line.is_empty() { p.facts { (digest.line) } }
                }
            }
        }
    }
}

/// The links to the day before and the day after.
pub fn days_around(at: &Addresses, around: Neighbours, path: impl Fn(Date) -> String) -> Markup {
    html! {
        @if around.before.is_some() || around.after.is_some() {
            nav.turn aria-label=(words::DAYS) {
                @if let Some(day) = around.before { a rel="prev" href=(at.here(&path(day))) { "← " (weekday_date(day)) } }
                @if let Some(day) = around.after { a.next rel="next" href=(at.here(&path(day))) { (weekday_date(day)) " →" } }
            }
        }
    }
}
