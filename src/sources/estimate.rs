//! When undated articles were published: worked out from the dates in their texts and their order on a page.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan as _};

use super::dates::{self, Sense};
use super::published;
use crate::article::{DateKind, Draft};

/// How far back a page of news reaches, in days; older dates are history.
const REACH: i64 = 3 * 365;

/// How far back the dates in a single article are taken for its own, in days.
const SINGLE_REACH: i64 = 30;

/// What it costs at most to place an article off its dates, in days: dearer dates are taken for wrong.
const CAP: i64 = 15;

/// What it costs to go by another date than the latest that an article names.
const EARLIER: i64 = 5;

/// What it costs to go by a date that explains.
const BACKGROUND: i64 = 10;

/// An article is published after what it tells: a day too early costs as much as this many too late.
const TOO_EARLY: i64 = 3;

/// How many articles are fitted at once: real pages have tens; the fit needs memory for articles times days.
const FITTED_AT_ONCE: usize = 1000;

/// A span of days that an article may be from, in days since [`Date::ZERO`], and what it costs to believe it.
#[derive(Clone, Copy, Debug)]
struct Candidate {
    first: i64,
    last: i64,
    cost: i64,
}

impl Candidate {
    fn cost_at(&self, day: i64) -> i64 {
        let too_early = (self.first - day).max(0) * TOO_EARLY;
        let too_late = (day - self.last).max(0);
        (self.cost + too_early + too_late).min(CAP)
    }
}

/// Dates the articles of a page, newest first, that was saved on `day`. All are estimates; no article is later than
/// one above it, and those of one day keep their order.
pub fn date_page(drafts: &mut [Draft], day: Date) {
    let texts: Vec<String> = drafts
        .iter()
        .map(|draft| format!("{}\n{}", draft.title, draft.text))
        .collect();
    let mut days: Vec<i64> = Vec::with_capacity(texts.len());
    let mut latest = day;
    for texts in texts.chunks(FITTED_AT_ONCE) {
        days.extend(days_of_page(texts, latest));
        latest = days.last().and_then(|day| date(*day)).unwrap_or(latest);
    }
    let count = drafts.len();
    for (index, (draft, day)) in drafts.iter_mut().zip(days).enumerate() {
        // A second for each article below keeps the page's order among those of one day.
        let below = i64::try_from(count - index).unwrap_or(0).min(86_399);
        let moment = moment_on(day).and_then(|start| start.checked_add(SignedDuration::from_secs(below)).ok());
        draft.published = moment.map(|moment| (moment, DateKind::Estimated));
    }
}

/// The day of a single article: the latest of its dates in the 30 days up to `day`, else `day` itself.
pub fn date_single(text: &str, day: Date) -> Option<(Timestamp, DateKind)> {
    let today = number(day);
    let candidates = candidates(text, day, SINGLE_REACH);
    let latest = candidates
        .iter()
        .filter(|candidate| candidate.cost == 0)
        .map(|candidate| candidate.last)
        .max();
    let day = latest.unwrap_or(today).min(today);
    Some((moment_on(day)?, DateKind::Estimated))
}

/// The most likely day of each text, in days since [`Date::ZERO`], never rising down the page.
fn days_of_page(texts: &[String], day: Date) -> Vec<i64> {
    let today = number(day);
    let candidates: Vec<Vec<Candidate>> = texts.iter().map(|text| candidates(text, day, REACH)).collect();
    let mut grid: Vec<i64> = candidates
        .iter()
        .flatten()
        .flat_map(|c| [c.first, c.last])
        .chain([today])
        .collect();
    grid.sort_unstable();
    grid.dedup();
    let fitted = fit(&candidates, &grid);
    // Articles whose dates the order refutes, or that have none, are placed between their neighbours.
    let known: Vec<Option<i64>> = fitted
        .into_iter()
        .zip(&candidates)
        .map(|(day, candidates)| Some(day).filter(|day| cost(candidates, *day) < CAP))
        .collect();
    place_between(&known, texts, today)
}

fn cost(candidates: &[Candidate], day: i64) -> i64 {
    candidates
        .iter()
        .map(|candidate| candidate.cost_at(day))
        .min()
        .unwrap_or(CAP)
}

/// The cheapest days that never rise: `best[x]` is the least cost of the articles so far with the last of them on
/// day `grid[x]`.
fn fit(candidates: &[Vec<Candidate>], grid: &[i64]) -> Vec<i64> {
    let mut best: Vec<i64> = vec![0; grid.len()];
    let mut choices: Vec<Vec<usize>> = Vec::with_capacity(candidates.len());
    for article in candidates {
        // For each day the cheapest day at or after it for the article above; of equals the latest.
        let mut above: Vec<usize> = vec![0; grid.len()];
        let mut cheapest = grid.len().saturating_sub(1);
        for index in (0..grid.len()).rev() {
            if best.get(index) < best.get(cheapest) {
                cheapest = index;
            }
            if let Some(place) = above.get_mut(index) {
                *place = cheapest;
            }
        }
        best = above
            .iter()
            .zip(grid)
            .map(|(from, day)| best.get(*from).copied().unwrap_or(0) + cost(article, *day))
            .collect();
        choices.push(above);
    }
    let mut index = best
        .iter()
        .enumerate()
        .rev()
        .min_by_key(|(_, cost)| **cost)
        .map_or(0, |(index, _)| index);
    let mut days = Vec::with_capacity(candidates.len());
    for above in choices.iter().rev() {
        days.push(grid.get(index).copied().unwrap_or(0));
        index = above.get(index).copied().unwrap_or(0);
    }
    days.reverse();
    days
}

/// Fills the gaps evenly between the known days; a day of the week named in the text decides within three days.
fn place_between(known: &[Option<i64>], texts: &[String], today: i64) -> Vec<i64> {
    let mut days: Vec<i64> = Vec::with_capacity(known.len());
    for (index, (day, text)) in known.iter().zip(texts).enumerate() {
        if let Some(day) = day {
            days.push(*day);
            continue;
        }
        let below = known
            .iter()
            .enumerate()
            .skip(index)
            .find_map(|(at, day)| Some((at, (*day)?)));
        let above = days.last().copied();
        let (ceiling, floor, steps) = match (above, below) {
            (Some(above), Some((at, below))) => (above, below, at - index + 1),
            (Some(above), None) => (above, above, 1),
            (None, Some((_, below))) => (below, below, 1),
            (None, None) => (today, today, 1),
        };
        let step = (ceiling - floor) / i64::try_from(steps).unwrap_or(1).max(1);
        let even = (ceiling - step).clamp(floor, ceiling);
        let weekday = dates::first_weekday(text);
        let snapped = [0, -1, 1, -2, 2, -3, 3]
            .into_iter()
            .map(|shift| even + shift)
            .find(|day| {
                (floor..=ceiling).contains(day) && date(*day).map(Date::weekday) == weekday && weekday.is_some()
            });
        days.push(snapped.unwrap_or(even));
    }
    days
}

fn candidates(text: &str, day: Date, reach: i64) -> Vec<Candidate> {
    let today = number(day);
    let mut found: Vec<Candidate> = dates::mentions(text)
        .into_iter()
        .filter(|mention| mention.sense != Sense::Ahead)
        .filter_map(|mention| {
            let (first, last) = mention.span(day)?;
            let (first, last) = (number(first), number(last).min(today));
            let cost = if mention.sense == Sense::Background {
                BACKGROUND
            } else {
                0
            };
            (first <= last && last >= today - reach).then_some(Candidate { first, last, cost })
        })
        .collect();
    let latest = found
        .iter()
        .filter(|candidate| candidate.cost == 0)
        .map(|candidate| candidate.last)
        .max();
    for candidate in &mut found {
        if candidate.cost == 0 && latest.is_some_and(|latest| candidate.last < latest) {
            candidate.cost = EARLIER;
        }
    }
    found
}

fn number(date: Date) -> i64 {
    date.duration_since(Date::ZERO).as_hours() / 24
}

fn date(number: i64) -> Option<Date> {
    Date::ZERO.checked_add(number.days()).ok()
}

fn moment_on(number: i64) -> Option<Timestamp> {
    published::start_of(date(number)?)
}
