//! The countries: which are in the news, and what is known about each.

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use jiff::{SignedDuration, Timestamp};

use super::response::{Failed, Kind, answer};
use super::templates::countries::{CountryPage, Piece, Tale, countries_page, country_page};
use super::templates::layout::{Moment, Turn};
use super::{Paging, Site};
use crate::addresses;
use crate::article::{Article, Tagged};
use crate::places::{Country, Region};
use crate::render::html::is_safe;
use crate::scope::Scope;

/// Articles on a page of a country's list.
const ARTICLES: usize = 20;
/// Articles that only mention the country, below the others.
const MENTIONS: usize = 8;
/// How many days of each region's digests are looked through for the country.
const DAYS: usize = 7;
/// How many of their stories are named.
const TALES: usize = 8;
/// How many other countries of its region are named.
const NEIGHBOURS: usize = 12;
/// Days back from the newest article that count as news, on the list of countries.
const NEWS_DAYS: i64 = 30;

pub(super) async fn all(State(site): State<Arc<Site>>) -> Result<Response, Failed> {
    let counted = in_the_news(&site).await?;
    let mut quiet: Vec<Country> = Country::all()
        .filter(|country| !counted.iter().any(|(known, _)| known == country))
        .collect();
    quiet.sort_by_key(|country| country.name());
    Ok(answer(Kind::Html, countries_page(&site.addresses, &counted, &quiet)))
}

/// The countries that articles of the last days are about, with how many, most first.
async fn in_the_news(site: &Site) -> Result<Vec<(Country, usize)>, Failed> {
    let store = &site.core.store;
    let Some(newest) = store.last_published(None, Timestamp::MAX).await? else {
        return Ok(Vec::new());
    };
    let since = newest.checked_sub(SignedDuration::from_hours(NEWS_DAYS * 24));
    Ok(store.count_by_country(since.unwrap_or(Timestamp::MIN)).await?)
}

pub(super) async fn one(
    State(site): State<Arc<Site>>,
    path: Result<Path<String>, PathRejection>,
    Paging(number): Paging,
) -> Result<Response, Failed> {
    let Path(code) = path.map_err(|_| Failed::missing())?;
    let country = Country::from_code(&code).ok_or_else(Failed::missing)?;
    if country.code() != code {
        return Ok(Redirect::permanent(&site.addresses.here(&addresses::country(country))).into_response());
    }
    let store = &site.core.store;
    let wanted = [country].into();
    let about = store.about(&wanted, number * ARTICLES, ARTICLES).await?;
    if about.articles.is_empty() && number > 0 {
        return Err(Failed::missing());
    }
    let mentioning = if number == 0 {
        store.mentioning(&wanted, 0, MENTIONS).await?.articles
    } else {
        Vec::new()
    };
    let regions = &site.core.config.regions;
    let own: Vec<&Region> = regions.of(country).collect();
    let is_in = |region: &&Region| region.countries.contains(&country);
    let smallest = own.iter().min_by_key(|region| region.countries.len());
    let is_near =
        |other: &Country| *other != country && smallest.is_some_and(|region| region.countries.contains(other));
    let (mut neighbours, mut tales, mut has_digests) = (Vec::new(), Vec::new(), false);
    if number == 0 {
        let others = in_the_news(&site).await?.into_iter().map(|(other, _)| other);
        neighbours = others.filter(is_near).take(NEIGHBOURS).collect();
        tales = told(&site, country, &own).await?;
        has_digests = !store.days_of_scope(&Scope::Country(country), 0, 1).await?.is_empty();
    }
    let pieces = |articles: &[Tagged]| articles.iter().map(|tagged| piece(&site, &tagged.article)).collect();
    let page = CountryPage {
        country,
        articles: pieces(&about.articles),
        total: about.total,
        mentioning: pieces(&mentioning),
        tales,
        has_digests,
        regions: own.iter().map(|region| link(region)).collect(),
        groups: regions.groups().filter(is_in).map(link).collect(),
        neighbourhood: smallest.map(|region| region.title.clone()).unwrap_or_default(),
        neighbours,
        turn: Turn {
            path: addresses::country(country),
            number,
            more: (number + 1) * ARTICLES < about.total,
        },
    };
    Ok(answer(Kind::Html, country_page(&site.addresses, &page)))
}

fn link(region: &Region) -> (String, String) {
    let scope = Scope::Region(region.id.clone());
    (region.title.clone(), addresses::scope(&scope))
}

/// An article as a line of a list; it leads to its publisher, or to its page here if it has no address.
fn piece(site: &Site, article: &Article) -> Piece {
    let page = || site.addresses.here(&addresses::article(&article.id));
    Piece {
        title: article.title.clone(),
        href: article.url.clone().filter(|url| is_safe(url)).unwrap_or_else(page),
        publisher: article.publisher.clone(),
        language: article.language.clone(),
        published: Moment::of(
            article.published_at,
            article.date_kind,
            &site.core.config.digest.default_zone,
        ),
    }
}

/// The stories about a country in the latest digests of its regions, of the country itself and of the world, newest
/// first; a story that several digests tell is named once.
async fn told(site: &Site, country: Country, own: &[&Region]) -> Result<Vec<Tale>, Failed> {
    let regions = own.iter().map(|region| Scope::Region(region.id.clone()));
    let scopes: Vec<Scope> = regions.chain([Scope::Country(country), Scope::All]).collect();
    let mut tales: Vec<Tale> = Vec::new();
    for scope in scopes {
        for day in site.core.store.days_of_scope(&scope, 0, DAYS).await? {
            let Some(digest) = site.core.store.digest_of(&scope, day).await? else {
                continue;
            };
            let stories = (1..)
                .zip(&digest.stories)
                .filter(|(_, story)| story.countries.contains(&country));
            for (number, story) in stories {
                if !tales.iter().any(|tale| tale.headline == story.headline) {
                    tales.push(Tale {
                        headline: story.headline.clone(),
                        path: addresses::story(day, &scope, number),
                        digest: digest.title.clone(),
                        day,
                    });
                }
            }
        }
    }
    // Sorting is stable: within a day the digest's own order stays.
    tales.sort_by_key(|tale| std::cmp::Reverse(tale.day));
    tales.truncate(TALES);
    Ok(tales)
}
