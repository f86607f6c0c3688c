//! The first page and the page of a day: digests by day and region.

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::response::Response;
use jiff::civil::Date;

use super::digests::{day_of, first_line};
use super::response::{Failed, Kind, Offer, answer};
use super::templates::days::{Told, day_page, home_page};
use super::templates::layout::Turn;
use super::{Paging, Site};
use crate::addresses;
use crate::digest::{Form, to_reply};
use crate::i18n::pages as words;
use crate::scope::Scope;

/// Days on a page of the list.
const DAYS: usize = 14;
/// Digests of a day that are shown with their first headline; the others as links.
const TOLD: usize = 40;

pub(super) async fn home(State(site): State<Arc<Site>>, Paging(number): Paging) -> Result<Response, Failed> {
    let store = &site.core.store;
    let mut days = store.archive_days(number * DAYS, DAYS + 1).await?;
    let more = days.len() > DAYS;
    days.truncate(DAYS);
    if days.is_empty() && number > 0 {
        return Err(Failed::missing());
    }
    let mut days = days.into_iter();
    let newest = match days.next() {
        Some(day) if number == 0 => Some((day, told(&site, day).await?)),
        Some(day) => {
            return Ok(answer(
                Kind::Html,
                older(&site, number, more, std::iter::once(day).chain(days)).await?,
            ));
        }
        None => None,
    };
    let rest = linked(&site, days).await?;
    let turn = Turn {
        path: addresses::HOME.to_owned(),
        number,
        more,
    };
    Ok(answer(
        Kind::Html,
        home_page(&site.addresses, newest.as_ref(), &rest, &turn),
    ))
}

async fn older(site: &Site, number: usize, more: bool, days: impl Iterator<Item = Date>) -> Result<String, Failed> {
    let days = linked(site, days).await?;
    let turn = Turn {
        path: addresses::HOME.to_owned(),
        number,
        more,
    };
    Ok(home_page(&site.addresses, None, &days, &turn))
}

/// Days, each with the names and paths of its digests.
async fn linked(site: &Site, days: impl Iterator<Item = Date>) -> Result<Vec<(Date, Vec<(String, String)>)>, Failed> {
    let mut all = Vec::new();
    for day in days {
        let scopes = ordered(site, day).await?.into_iter();
        let links = scopes.map(|scope| (scope.title(&site.core.config.regions), addresses::digest(day, &scope)));
        all.push((day, links.collect()));
    }
    Ok(all)
}

/// The scopes of a day: the world, the regions as they are configured, then what else there is by name.
async fn ordered(site: &Site, day: Date) -> Result<Vec<Scope>, Failed> {
    let mut scopes = site.core.store.scopes_of_day(day).await?;
    let regions = &site.core.config.regions;
    scopes.sort_by_cached_key(|scope| {
        let place = match scope {
            Scope::All => 0,
            Scope::Region(id) => regions
                .iter()
                .position(|region| region.id == *id)
                .map_or(usize::MAX, |at| at + 1),
            Scope::Country(_) => usize::MAX,
        };
        (place, scope.title(regions))
    });
    Ok(scopes)
}

/// The digests of a day with what they say first.
async fn told(site: &Site, day: Date) -> Result<Vec<Told>, Failed> {
    let mut all = Vec::new();
    for (number, scope) in ordered(site, day).await?.into_iter().enumerate() {
        let digest = if number < TOLD {
            site.core.store.digest_of(&scope, day).await?
        } else {
            None
        };
        all.push(Told {
            title: scope.title(&site.core.config.regions),
            path: addresses::digest(day, &scope),
            headline: digest
                .as_ref()
                .and_then(|digest| Some(digest.stories.first()?.headline.clone())),
            line: digest
                .map(|digest| first_line(&to_reply(&digest, Form::Headlines)))
                .unwrap_or_default(),
        });
    }
    Ok(all)
}

pub(super) async fn day(
    State(site): State<Arc<Site>>,
    path: Result<Path<String>, PathRejection>,
) -> Result<Response, Failed> {
    let Path(date) = path.map_err(|_| Failed::missing())?;
    let date = day_of(&date)?;
    let told = told(&site, date).await?;
    let around = site.core.store.days_around(None, date).await?;
    if told.is_empty() {
        let days = [around.before, around.after].into_iter().flatten();
        return Err(Failed::Missing(Offer {
            words: words::no_digests(date),
            links: days
                .map(|day| (words::digests_of_day(day), addresses::day(day)))
                .collect(),
        }));
    }
    Ok(answer(Kind::Html, day_page(&site.addresses, date, &told, around)))
}
