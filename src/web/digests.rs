//! A digest's page: the same snapshot as its messages.

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::response::Response;
use jiff::civil::Date;

use super::Site;
use super::pictures::{Look, picture_of};
use super::response::{Failed, Kind, Offer, answer};
use super::templates::digest::{DigestPage, page};
use crate::addresses;
use crate::digest::{Digest, Form, to_reply};
use crate::i18n::digest::full_date;
use crate::i18n::pages as words;
use crate::reply::{Block, Reply, shortened};
use crate::scope::Scope;

/// How long the description of a page may be, in letters: about what a link's preview shows.
const DESCRIPTION: usize = 200;

/// The day and scope that an address names.
pub(super) fn of(date: &str, scope: &str) -> Result<(Date, Scope), Failed> {
    let date = day_of(date)?;
    let scope = Scope::try_from(scope.to_owned()).map_err(|_| Failed::missing())?;
    Ok((date, scope))
}

/// A day as addresses have it, "2026-01-06" and nothing else.
pub(super) fn day_of(text: &str) -> Result<Date, Failed> {
    let date: Date = text.parse().map_err(|_| Failed::missing())?;
    if date.to_string() == text {
        Ok(date)
    } else {
        Err(Failed::missing())
    }
}

/// The digest of a day and scope, else what else there is.
pub(super) async fn find(site: &Site, (date, scope): (Date, Scope)) -> Result<Digest, Failed> {
    match site.core.store.digest_of(&scope, date).await? {
        Some(digest) => Ok(digest),
        None => Err(Failed::Missing(other_days(site, &scope, date).await?)),
    }
}

async fn other_days(site: &Site, scope: &Scope, date: Date) -> Result<Offer, Failed> {
    let title = scope.title(&site.core.config.regions);
    let around = site.core.store.days_around(Some(scope), date).await?;
    let days = [around.before, around.after].into_iter().flatten();
    let mut links: Vec<(String, String)> = days
        .map(|day| (words::digest_of(&title, day), addresses::digest(day, scope)))
        .collect();
    if !site.core.store.scopes_of_day(date).await?.is_empty() {
        links.push((words::digests_of_day(date), addresses::day(date)));
    }
    let words = words::no_digest(&title, date);
    Ok(Offer { words, links })
}

/// What a list says of a digest: its first line, as the digest itself has it.
pub(super) fn first_line(reply: &Reply) -> String {
    let line = reply.blocks.iter().find_map(|block| match block {
        Block::Paragraph(text) => Some(text.words()),
        _ => None,
    });
    line.unwrap_or_default()
}

/// What a link's preview and a search engine say of a digest.
fn description(digest: &Digest, reply: &Reply) -> String {
    let headlines: Vec<&str> = digest.stories.iter().map(|story| story.headline.as_str()).collect();
    if headlines.is_empty() {
        shortened(&first_line(reply), DESCRIPTION)
    } else {
        shortened(&headlines.join(" · "), DESCRIPTION)
    }
}

pub(super) async fn one(
    State(site): State<Arc<Site>>,
    path: Result<Path<(String, String)>, PathRejection>,
) -> Result<Response, Failed> {
    let Path((date, scope)) = path.map_err(|_| Failed::missing())?;
    // The name of the file in the archive is an address as well.
    let scope = scope.strip_suffix(".md").unwrap_or(&scope);
    let (date, scope) = of(&date, scope)?;
    let digest = site.addresses.for_pages(find(&site, (date, scope.clone())).await?);
    let reply = to_reply(&digest, Form::Full);
    let picture = picture_of(&reply);
    let is_drawn = match picture {
        Some(picture) => site.pictures.draw(&picture.drawing, Look::Light).await.is_some(),
        None => false,
    };
    let body = page(
        &site.addresses,
        &DigestPage {
            digest: &digest,
            reply: &reply,
            date: &full_date(date),
            description: &description(&digest, &reply),
            picture: picture.filter(|_| is_drawn),
            around: site.core.store.days_around(Some(&scope), date).await?,
        },
    );
    Ok(answer(Kind::Html, body))
}
