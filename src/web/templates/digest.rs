//! A digest's page: the blocks of its reply, with the page's own head around them.

use maud::{Markup, PreEscaped, html};

use super::days::days_around;
use super::layout::{Head, date, feeds, links, page as whole_page};
use crate::addresses::{self, Addresses};
use crate::digest::Digest;
use crate::i18n::pages as words;
use crate::render::html::blocks;
use crate::reply::{Block, Picture, Reply};
use crate::scope::Scope;
use crate::store::Neighbours;
use crate::web::pictures::Look;

/// What the page shows.
pub struct DigestPage<'a> {
    pub digest: &'a Digest,
    /// The digest in words.
    pub reply: &'a Reply,
    pub date: &'a str,
    pub description: &'a str,
    /// Its map, if that can be drawn.
    pub picture: Option<&'a Picture>,
    pub around: Neighbours,
}

/// The page of a digest.
pub fn page(at: &Addresses, shown: &DigestPage<'_>) -> String {
    let digest = shown.digest;
    let (day, scope) = (digest.edition.local.date(), &digest.scope);
    let main = html! {
        header.digest {
            p.date { a href=(at.here(&addresses::day(day))) { (date(day)) } }
            h1 { (digest.title) }
        }
        @for block in &shown.reply.blocks { (block_of_page(at, shown, block)) }
        (days_around(at, shown.around, |day| addresses::digest(day, scope)))
        nav.more aria-label=(digest.title) {
            @if !digest.counts.is_empty() && !matches!(scope, Scope::Country(_)) {
                h2 { (words::IN_THIS_DIGEST) }
                (links(at, &countries(digest)))
            }
            h2 { (words::all_digests_of(&digest.title)) }
            (links(at, &[(words::BY_DAY.to_owned(), addresses::scope(scope))]))
            (feeds(at, scope, &digest.title))
        }
    };
    let head = Head {
        title: format!("{} · {}", digest.title, shown.date),
        description: shown.description.to_owned(),
        path: addresses::digest(day, scope),
        is_article: true,
        feeds: Some((scope, &digest.title)),
        picture: shown
            .picture
            .map(|picture| (picture_path(digest, Look::Preview), picture.alt.as_str())),
        is_hidden: false,
    };
    whole_page(at, &head, &main)
}

fn block_of_page(at: &Addresses, shown: &DigestPage<'_>, block: &Block) -> Markup {
    match block {
        // The page's own head says it.
        Block::Title(_) => html! {},
        Block::Picture(picture) if shown.picture == Some(picture) => html! {
            figure {
                picture {
                    source media="(prefers-color-scheme: dark)" srcset=(at.here(&picture_path(shown.digest, Look::Dark)));
                    img src=(at.here(&picture_path(shown.digest, Look::Light))) alt=(picture.alt);
                }
            }
        },
        Block::Picture(_) => html! {},
        other => PreEscaped(blocks(std::slice::from_ref(other))),
    }
}

fn picture_path(digest: &Digest, look: Look) -> String {
    let page = addresses::digest(digest.edition.local.date(), &digest.scope);
    format!("{page}/{}", look.file())
}

/// The countries of the digest, each with the number of stories about it.
fn countries(digest: &Digest) -> Vec<(String, String)> {
    let named = digest.counts.iter();
    named
        .map(|(country, stories)| (format!("{} {stories}", country.name()), addresses::country(*country)))
        .collect()
}
