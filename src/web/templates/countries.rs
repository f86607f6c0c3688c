//! The list of countries, and the page of one.

use jiff::civil::Date;
use maud::{Markup, html};

use super::layout::{Head, Moment, Turn, feeds, links, names, page, turn};
use super::regions::countries;
use crate::addresses::{self, Addresses};
use crate::i18n::digest::weekday_date;
use crate::i18n::pages as words;
use crate::places::Country;
use crate::scope::Scope;

/// An article in a list.
pub struct Piece {
    pub title: String,
    /// Where it is: an http(s) address or a path of the archive.
    pub href: String,
    pub publisher: String,
    pub language: Option<String>,
    pub published: Moment,
}

/// A story that a digest told.
pub struct Tale {
    pub headline: String,
    pub path: String,
    /// The name of the digest's scope.
    pub digest: String,
    pub day: Date,
}

/// The countries with news and how many articles each has, then the others.
pub fn countries_page(at: &Addresses, counted: &[(Country, usize)], quiet: &[Country]) -> String {
    let main = html! {
        h1 { (words::COUNTRIES) }
        @if !counted.is_empty() {
            h2 { (words::IN_THE_NEWS) }
            p.facts { (words::COUNTED) }
            ul.names {
                @for (country, articles) in counted {
                    li { a href=(at.here(&addresses::country(*country))) { (country.name()) } " " span.facts { (articles) } }
                }
            }
        }
        h2 { (words::QUIET) }
        (names(at, &countries(quiet)))
    };
    let head = Head {
        title: words::COUNTRIES.to_owned(),
        description: words::DESCRIPTION.to_owned(),
        path: addresses::COUNTRIES.to_owned(),
        ..Head::default()
    };
    page(at, &head, &main)
}

/// What the page of a country shows.
pub struct CountryPage {
    pub country: Country,
    /// Articles about it.
    pub articles: Vec<Piece>,
    /// How many there are in all.
    pub total: usize,
    /// Articles that only mention it.
    pub mentioning: Vec<Piece>,
    pub tales: Vec<Tale>,
    /// True when it has digests of its own.
    pub has_digests: bool,
    /// The regions and the groups it is in, as names and paths.
    pub regions: Vec<(String, String)>,
    pub groups: Vec<(String, String)>,
    /// The region of which other countries in the news are named.
    pub neighbourhood: String,
    pub neighbours: Vec<Country>,
    pub turn: Turn,
}

/// The page of a country.
pub fn country_page(at: &Addresses, shown: &CountryPage) -> String {
    let (country, scope) = (shown.country, Scope::Country(shown.country));
    let title = words::numbered(country.name(), shown.turn.number);
    let is_first = shown.turn.number == 0;
    let main = html! {
        h1 { span aria-hidden="true" { (country.flag()) } " " (title) }
        @if !shown.tales.is_empty() {
            h2 { (words::IN_DIGESTS) }
            ul.pieces {
                @for tale in &shown.tales {
                    li dir="auto" {
                        a href=(at.here(&tale.path)) { (tale.headline) }
                        p.facts { (tale.digest) " · " time datetime=(tale.day) { (weekday_date(tale.day)) } }
                    }
                }
            }
        }
        h2 { (words::NEWEST_ARTICLES) }
        @if shown.articles.is_empty() {
            p { (words::no_articles(country.name())) }
        } @else {
            @if is_first { p.facts { (words::articles(shown.total)) } }
            (pieces(&shown.articles))
        }
        (turn(at, &shown.turn))
        @if !shown.mentioning.is_empty() {
            h2 { (words::MENTIONED) }
            (pieces(&shown.mentioning))
        }
        @if is_first { (around(at, shown, &scope)) }
    };
    let head = Head {
        title,
        description: words::country_description(country.name()),
        path: shown.turn.here(),
        feeds: shown.has_digests.then_some((&scope, country.name())),
        ..Head::default()
    };
    page(at, &head, &main)
}

fn around(at: &Addresses, shown: &CountryPage, scope: &Scope) -> Markup {
    html! {
        @if !shown.regions.is_empty() || !shown.groups.is_empty() {
            h2 { (words::PART_OF) }
            (links(at, &shown.regions))
            @if !shown.groups.is_empty() { div.small { (links(at, &shown.groups)) } }
        }
        @if !shown.neighbours.is_empty() {
            h2 { (words::also_in(&shown.neighbourhood)) }
            (names(at, &countries(&shown.neighbours)))
        }
        @if shown.has_digests {
            h2 { (words::FEEDS) }
            (feeds(at, scope, shown.country.name()))
        }
    }
}

fn pieces(pieces: &[Piece]) -> Markup {
    html! {
        ul.pieces {
            @for piece in pieces {
                li dir="auto" {
                    a href=(piece.href) lang=[&piece.language] { (piece.title) }
                    p.facts { (piece.publisher) " · " (piece.published.shown()) }
                }
            }
        }
    }
}
