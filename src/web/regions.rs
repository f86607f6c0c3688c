//! The regions: which there are, and the digests of each.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};

use super::digests::first_line;
use super::response::{Failed, Kind, answer};
use super::templates::layout::Turn;
use super::templates::regions::{Past, RegionPage, region_page, regions_page};
use super::{Paging, Site};
use crate::addresses;
use crate::digest::{Form, to_reply};
use crate::places::Country;
use crate::scope::Scope;

/// Digests on a page of the list.
const DIGESTS: usize = 14;

/// The scope that an address names, if the bot knows it.
pub(super) fn scope_of(site: &Site, text: &str) -> Result<Scope, Failed> {
    let scope = Scope::try_from(text.to_owned()).map_err(|_| Failed::missing())?;
    match &scope {
        Scope::Region(id) if site.core.config.regions.get(id).is_none() => Err(Failed::missing()),
        _ => Ok(scope),
    }
}

pub(super) async fn all(State(site): State<Arc<Site>>) -> Result<Response, Failed> {
    let regions = &site.core.config.regions;
    let written: BTreeSet<Scope> = site.core.store.archive_scopes().await?.into_iter().collect();
    let own: Vec<Scope> = regions.iter().map(|region| Scope::Region(region.id.clone())).collect();
    let known = |scope: &Scope| match scope {
        Scope::Region(id) => regions.get(id).is_some(),
        Scope::All => true,
        Scope::Country(_) => false,
    };
    let others: Vec<Scope> = written
        .iter()
        .filter(|scope| known(scope) && !own.contains(scope))
        .cloned()
        .collect();
    let named = |scopes: Vec<Scope>| -> Vec<(String, Scope, bool)> {
        let named = scopes.into_iter().map(|scope| {
            let has_digests = written.contains(&scope);
            (scope.title(regions), scope, has_digests)
        });
        named.collect()
    };
    Ok(answer(
        Kind::Html,
        regions_page(&site.addresses, &named(own), &named(others)),
    ))
}

pub(super) async fn one(
    State(site): State<Arc<Site>>,
    path: Result<Path<String>, PathRejection>,
    Paging(number): Paging,
) -> Result<Response, Failed> {
    let Path(scope) = path.map_err(|_| Failed::missing())?;
    let scope = scope_of(&site, &scope)?;
    if let Scope::Country(country) = scope {
        return Ok(Redirect::permanent(&site.addresses.here(&addresses::country(country))).into_response());
    }
    let (past, more) = past(&site, &scope, number * DIGESTS, DIGESTS).await?;
    if past.is_empty() && number > 0 {
        return Err(Failed::missing());
    }
    let mut countries: Vec<Country> = scope
        .countries(&site.core.config.regions)
        .unwrap_or_default()
        .into_iter()
        .collect();
    countries.sort_by_key(|country| country.name());
    let title = scope.title(&site.core.config.regions);
    let page = RegionPage {
        title: &title,
        scope: &scope,
        past: &past,
        countries: &countries,
        turn: Turn {
            path: addresses::scope(&scope),
            number,
            more,
        },
    };
    Ok(answer(Kind::Html, region_page(&site.addresses, &page)))
}

/// A scope's digests, newest first, and whether there are more.
async fn past(site: &Site, scope: &Scope, offset: usize, limit: usize) -> Result<(Vec<Past>, bool), Failed> {
    let store = &site.core.store;
    let mut days = store.days_of_scope(scope, offset, limit + 1).await?;
    let more = days.len() > limit;
    days.truncate(limit);
    let mut past = Vec::new();
    for day in days {
        if let Some(digest) = store.digest_of(scope, day).await? {
            past.push(Past {
                day,
                path: addresses::digest(day, scope),
                line: first_line(&to_reply(&digest, Form::Headlines)),
                headlines: digest.stories.into_iter().take(3).map(|story| story.headline).collect(),
            });
        }
    }
    Ok((past, more))
}
