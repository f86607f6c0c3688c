//! /trends: how many articles there are about a country or region, day by day.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::digests::Named;
use super::news::{PAGE, shown};
use super::parse::Given;
use super::{AnswerError, Core};
use crate::article::{DateKind, Tagged};
use crate::i18n::digest::SAMPLES;
use crate::i18n::{commands, dates, trends as words, why};
use crate::places::{Namesake, Resolution};
use crate::reply::{Bar, Block, Chart, Drawing, Picture, Reply};
use crate::scope::Scope;
use crate::store::Counted;

/// The days that are shown when none are asked for, and those on the buttons.
const DAYS: usize = 30;
const BUTTONS: [usize; 3] = [7, DAYS, 90];
/// The fewest and the most days that can be asked for: a week, a leap year.
const LEAST: usize = 7;
const MOST: usize = 366;
/// More days than these are shown by weeks: more bars cannot be told apart on a phone.
const DAILY: usize = 62;
/// The countries named beside.
const BESIDE: usize = 6;

/// What is drawn: a number for each day or week up to today.
struct Trend {
    weekly: bool,
    /// The first day of each bar, and its number.
    bars: Vec<(Date, usize)>,
    /// How many articles each of the days has that has any.
    by_day: BTreeMap<Date, usize>,
    last: Date,
}

impl Core {
    pub(super) async fn trends(
        &self,
        name: &str,
        days: Option<Given<usize>>,
        now: Timestamp,
    ) -> Result<Reply, AnswerError> {
        if name.is_empty() {
            return self.trends_of_what(now).await;
        }
        let (days, typed) = match days {
            None => (DAYS, String::new()),
            Some(Given {
                value: Some(days),
                typed,
            }) if (LEAST..=MOST).contains(&days) => (days, typed),
            // Refused before the name is asked about: no button repeats it.
            Some(Given { typed, .. }) => {
                let ask = Reply::say(words::not_so_many(&shown(&typed), LEAST, MOST));
                return Ok(match self.subject(name, "") {
                    Ok((scope, _)) => other_days(ask, &scope, 0, true),
                    Err(_) => ask,
                });
            }
        };
        let (scope, namesakes) = match self.subject(name, &typed) {
            Ok(subject) => subject,
            Err(ask) => return Ok(self.no_days(name, &ask).unwrap_or(ask)),
        };
        let reply = self.trend_reply(&scope, days, now).await?;
        Ok(namesakes.iter().fold(reply, |reply, namesake| {
            reply.action(
                commands::namesake(namesake),
                format!("/trends {}", namesake.country.code()),
            )
        }))
    }

    async fn trends_of_what(&self, now: Timestamp) -> Result<Reply, AnswerError> {
        let top = self.countries_in_the_news(now, 5).await?;
        let example = top.first().map_or("Venezuela", |country| country.name());
        let ask = Reply::say(words::which(example));
        Ok(top.iter().fold(ask, |reply, country| {
            reply.action(country.name(), format!("/trends {}", country.code()))
        }))
    }

    /// What a name means, and the places that bear it too; else the question that settles it.
    fn subject(&self, name: &str, days: &str) -> Result<(Scope, Vec<Namesake>), Reply> {
        match self.config.places.resolve(name) {
            Resolution::One { country, namesakes } => Ok((Scope::Country(country), namesakes)),
            _ => match self.scope_named(name, "/trends", days) {
                Named::Scope(scope) => Ok((scope, Vec::new())),
                Named::Ask(ask) => Err(ask),
            },
        }
    }

    /// A name that is known, with words behind it that should have been a number of days: what to write in their place.
    /// `ask` is what is said of the whole as a name.
    fn no_days(&self, typed: &str, ask: &Reply) -> Option<Reply> {
        let ends = typed.match_indices(' ').map(|(at, _)| at).rev();
        let mut split = ends.filter_map(|at| Some((typed.get(..at)?, typed.get(at + 1..)?)));
        let (scope, rest) = split.find_map(|(name, rest)| match self.subject(name, "") {
            // Words behind a name may be a part of it that is misspelt; behind a code they are not.
            Ok((scope, _)) if ask.actions.is_empty() || is_code(name) || words::speaks_of_time(rest) => {
                Some((scope, rest))
            }
            _ => None,
        })?;
        let told = words::no_days(&shown(rest), &scope.to_string(), LEAST, MOST);
        Some(other_days(Reply::say(told), &scope, 0, true))
    }

    async fn trend_reply(&self, scope: &Scope, days: usize, now: Timestamp) -> Result<Reply, AnswerError> {
        let zone = &self.config.digest.default_zone;
        let countries = scope.countries(&self.config.regions);
        let name = scope.title(&self.config.regions);
        let place = countries.is_some().then_some(name.as_str());
        let today = now.to_zoned_datetime(zone.clone()).date();
        let Some(oldest) = self.store.first_day(zone).await? else {
            return Ok(Reply::say(commands::EMPTY_STORE));
        };
        let asked = days_before(today, days - 1);
        // Before the first article nobody looked: a bar of nothing would say that there was no news.
        let first = asked.max(oldest.min(today));
        let counted = Counted {
            countries: countries.as_ref(),
            zone,
            // Two weeks are compared, however few days are drawn.
            first: first.min(days_before(today, 13)),
            last: today,
            now,
        };
        let by_day = self.store.count_by_day(counted).await?;
        let trend = Trend::new(first, today, by_day);
        let newest = match &countries {
            Some(countries) => self.store.about(countries, 0, PAGE).await?,
            None => self.store.latest(0, PAGE).await?,
        };
        let reply = if trend.total() == 0 {
            let last = newest.articles.first().map(|tagged| day_of(tagged, zone));
            Reply::say(words::none(place, days, last))
        } else {
            let beside = self.store.count_beside(Counted { first, ..counted }, BESIDE).await?;
            let mut reply = trend.reply(&name, place, (oldest <= days_before(today, 13)).then_some(today));
            if !beside.is_empty() {
                let beside = match place {
                    Some(_) => words::shared(&beside),
                    None => words::mostly(&beside),
                };
                reply = reply.block(Block::Paragraph(beside.into()));
            }
            if self.all_samples(newest.articles.iter()) {
                reply = reply.block(Block::Footer(SAMPLES.into()));
            }
            reply
        };
        let reply = if oldest > asked {
            reply.block(Block::Footer(words::begins(oldest).into()))
        } else {
            reply
        };
        let reply = other_days(reply, scope, days, trend.total() > 0);
        Ok(if newest.total == 0 {
            reply
        } else {
            let list = match scope {
                Scope::Country(country) => format!("/country {}", country.code()),
                Scope::Region(id) => format!("/region {id}"),
                Scope::All => "/latest".to_owned(),
            };
            reply.action(why::ARTICLES, list)
        })
    }
}

impl Trend {
    /// From one day up to another, both shown.
    fn new(first: Date, last: Date, by_day: BTreeMap<Date, usize>) -> Self {
        let days = days_between(first, last) + 1;
        let weekly = days > DAILY;
        let step = if weekly { 7 } else { 1 };
        // Weeks end today, so that the last one is whole; the first one may be short.
        let bars = (0..days.div_ceil(step))
            .rev()
            .map(|bar| {
                let until = days_before(last, bar * step);
                let from = days_before(until, step - 1).max(first);
                (from, by_day.range(from..=until).map(|(_, n)| n).sum())
            })
            .collect();
        Self {
            weekly,
            bars,
            by_day,
            last,
        }
    }

    fn first(&self) -> Date {
        self.bars.first().map_or(self.last, |(day, _)| *day)
    }

    fn days(&self) -> usize {
        days_between(self.first(), self.last) + 1
    }

    fn total(&self) -> usize {
        self.bars.iter().map(|(_, n)| n).sum()
    }

    /// The reply, without what else the articles are about. With `compared` the week up to that day is set against the
    /// one before.
    fn reply(&self, name: &str, place: Option<&str>, compared: Option<Date>) -> Reply {
        let span = (self.first(), self.last);
        let days: Vec<(Date, usize)> = self
            .by_day
            .range(self.first()..=self.last)
            .map(|(day, n)| (*day, *n))
            .collect();
        let (most_a_day, top_days) = most(&days);
        let (most_a_bar, top_bars) = most(&self.bars);
        let least = self.bars.iter().map(|(_, n)| *n).min().unwrap_or_default();
        let short = Some(self.days() % 7).filter(|days| self.weekly && *days > 0);
        let short = short.map(words::short_week);
        let chart = Chart {
            title: name.to_owned(),
            subtitle: words::subtitle(self.weekly, span.0, span.1),
            bars: self
                .bars
                .iter()
                .map(|(day, value)| Bar {
                    label: dates::day_and_month(*day),
                    value: *value,
                })
                .collect(),
        };
        let in_words = words::chart(place, self.weekly, span, (least, most_a_bar), &top_bars);
        let picture = Picture {
            alt: [Some(in_words), short.clone()]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" "),
            drawing: Drawing::Chart(chart),
        };
        let total = self.total();
        let mut busiest = words::busiest(span, total, most_a_day, &top_days);
        if self.weekly {
            busiest = format!("{busiest} {}", words::busiest_week(most_a_bar, &top_bars));
        }
        if let Some(short) = short {
            busiest = format!("{busiest} {short}");
        }
        let mut reply = Reply::default()
            .block(Block::Picture(picture))
            .block(Block::Title(words::title(name, total, self.days()).into()))
            .block(Block::Paragraph(busiest.into()));
        if let Some(today) = compared {
            let since = |day: Date, until: Date| self.by_day.range(day..=until).map(|(_, n)| n).sum();
            let this = since(days_before(today, 6), today);
            let before = since(days_before(today, 13), days_before(today, 7));
            reply = reply.block(Block::Paragraph(words::this_week(this, before).into()));
        }
        reply
    }
}

/// The highest number and the days that have it.
fn most(days: &[(Date, usize)]) -> (usize, Vec<Date>) {
    let most = days.iter().map(|(_, n)| *n).max().unwrap_or_default();
    let top = days.iter().filter(|(_, n)| *n == most).map(|(day, _)| *day);
    (most, top.collect())
}

/// The reply with buttons for the numbers of days that it does not show; without any news of these `days`, only for more,
/// as fewer have none either.
fn other_days(reply: Reply, scope: &Scope, days: usize, news: bool) -> Reply {
    let others = BUTTONS.into_iter().filter(|n| *n != days && (news || *n > days));
    others.fold(reply, |reply, n| {
        reply.action(words::days(n), format!("/trends {scope} {n}"))
    })
}

/// "VE", "G7": nobody writes such a name in two words.
fn is_code(name: &str) -> bool {
    name.chars().count() <= 3
}

fn day_of(tagged: &Tagged, zone: &TimeZone) -> Date {
    let zone = match tagged.article.date_kind {
        DateKind::Exact => zone.clone(),
        DateKind::Day | DateKind::Estimated => TimeZone::UTC,
    };
    tagged.article.published_at.to_zoned_datetime(zone).date()
}

fn days_before(day: Date, days: usize) -> Date {
    let days = i64::try_from(days).unwrap_or_default();
    day.saturating_sub(jiff::Span::new().days(days))
}

fn days_between(first: Date, last: Date) -> usize {
    usize::try_from(first.duration_until(last).as_hours() / 24).unwrap_or_default()
}
