//! /settings, /timezone, /quiet: how what is subscribed comes.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::changes::{Changes, QuietHours, form_word};
use super::complete::zones_near;
use super::digests::Named;
use super::news::shown;
use super::parse::Given;
use super::subscribe::{leave, refusal};
use super::{AnswerError, Asker, Core};
use crate::digest::{Filter, Form};
use crate::i18n::{commands, dates, subscriptions as words};
use crate::places::{Country, Resolution, Sharing};
use crate::reply::{Block, Reply};
use crate::schedule::{Days, Quiet};
use crate::store::Subscription;

/// Zones offered where a name is none.
const NEAR_ZONES: usize = 5;

impl Core {
    pub(super) async fn settings(
        &self,
        name: &str,
        changes: &Changes,
        asker: &Asker,
        now: Timestamp,
    ) -> Result<Reply, AnswerError> {
        if let Some(refusal) = refusal(asker).filter(|_| !changes.is_empty()) {
            return Ok(refusal);
        }
        let subscribed = self.store.subscriptions(&asker.destination).await?;
        let [first, others @ ..] = subscribed.as_slice() else {
            let reply = Reply::say(commands::NO_SUBSCRIPTIONS).private();
            return Ok(reply.action("Subscribe", format!("/subscribe {name}").trim_end()));
        };
        let before = if name.is_empty() && others.is_empty() {
            first
        } else if name.is_empty() {
            return self.all_settings(&subscribed, changes, asker, now).await;
        } else {
            match self.subscribed_as(&subscribed, name, changes) {
                Ok(subscription) => subscription,
                Err(reply) => return Ok(reply.private()),
            }
        };
        if changes.is_empty() {
            let reply = Reply::say(self.comes(before, now)).private();
            return Ok(buttons(self.with_quiet(reply, asker).await?, before));
        }
        let after = match self.changed(before.clone(), changes, "/settings") {
            Ok(after) => after,
            Err(refusal) => return Ok(refusal.private()),
        };
        self.store.subscribe(&after, now).await?;
        self.subscribed.notify_one();
        let comes = self.comes(&after, now);
        let said = if after == *before {
            comes
        } else {
            words::changed(&comes)
        };
        Ok(buttons(Reply::say(said).private(), &after))
    }

    /// Every subscription, each with a button that leads to what can be changed in it; or that makes the `changes`.
    async fn all_settings(
        &self,
        subscribed: &[Subscription],
        changes: &Changes,
        asker: &Asker,
        now: Timestamp,
    ) -> Result<Reply, AnswerError> {
        let reply = if changes.is_empty() {
            let lines = subscribed.iter().map(|subscription| self.line(subscription, now));
            let title = Block::Title(format!("Settings · {}", subscribed.len()).into());
            let reply = Reply::default().block(title).block(Block::List(lines.collect()));
            self.with_quiet(reply, asker).await?
        } else {
            Reply::say(words::WHICH_TO_CHANGE)
        };
        let typed = changes.typed();
        Ok(subscribed.iter().fold(reply.private(), |reply, subscription| {
            let command = format!("/settings {} {typed}", subscription.scope);
            reply.action(subscription.scope.title(&self.config.regions), command.trim_end())
        }))
    }

    /// The subscription that a name means; else the answer that says why there is none.
    fn subscribed_as<'s>(
        &self,
        subscribed: &'s [Subscription],
        name: &str,
        changes: &Changes,
    ) -> Result<&'s Subscription, Reply> {
        // A region that the admin has removed from the configuration still has its id.
        if let Some(by_id) = subscribed.iter().find(|one| one.scope.to_string() == name) {
            return Ok(by_id);
        }
        match self.scope_named(name, "/settings", &changes.typed()) {
            Named::Ask(reply) => Err(reply),
            Named::Scope(scope) => subscribed.iter().find(|one| one.scope == scope).ok_or_else(|| {
                let title = scope.title(&self.config.regions);
                let command = format!("/subscribe {scope} {}", changes.typed());
                Reply::say(commands::not_subscribed(&title))
                    .action("Subscribe", command.trim_end())
                    .action("Subscriptions", "/subscriptions")
            }),
        }
    }

    async fn with_quiet(&self, reply: Reply, asker: &Asker) -> Result<Reply, AnswerError> {
        Ok(match self.store.quiet(&asker.destination).await? {
            Some(quiet) => reply.block(Block::Paragraph(words::quiet(Some(&quiet)).into())),
            None => reply,
        })
    }

    /// The subscription with what was said of it; else the answer that says what cannot be. Its buttons give `command`.
    pub(super) fn changed(
        &self,
        mut subscription: Subscription,
        changes: &Changes,
        command: &str,
    ) -> Result<Subscription, Reply> {
        match &changes.at {
            Some(Given { typed, value: None }) => return Err(Reply::say(commands::no_time(&shown(typed)))),
            Some(Given { value: Some(at), .. }) => subscription.at = *at,
            None => {}
        }
        if let Some(typed) = &changes.zone {
            subscription.zone = known_zone(typed).ok_or_else(|| {
                let scope = &subscription.scope;
                near_zones(typed, |zone| {
                    let zone = Some(zone.to_owned());
                    let changes = Changes {
                        zone,
                        ..changes.clone()
                    };
                    format!("{command} {scope} {}", changes.typed())
                })
            })?;
        }
        subscription.days = changes.days.unwrap_or(subscription.days);
        subscription.form = changes.form.unwrap_or(subscription.form);
        subscription.filter = self.changed_filter(subscription.filter, changes)?;
        Ok(subscription)
    }

    fn changed_filter(&self, before: Filter, changes: &Changes) -> Result<Filter, Reply> {
        let mut filter = if changes.everything { Filter::default() } else { before };
        if let Some(items) = &changes.only {
            (filter.only_countries, filter.only_words) = self.countries_and_words(items, "only")?;
        }
        if let Some(items) = &changes.without {
            (filter.without_countries, filter.without_words) = self.countries_and_words(items, "without")?;
        }
        match filter.problem() {
            Some(problem) => Err(Reply::say(problem)),
            None => Ok(filter),
        }
    }

    /// What names a country is one; anything else is words. Each once.
    fn countries_and_words(&self, items: &[String], word: &str) -> Result<(Vec<Country>, Vec<String>), Reply> {
        if items.is_empty() {
            return Err(Reply::say(words::nothing_behind(word)));
        }
        let (mut countries, mut words) = (Vec::new(), Vec::new());
        for item in items {
            let named = match self.config.places.resolve(item) {
                Resolution::One { country, .. } => vec![country],
                Resolution::Many {
                    countries,
                    sharing: Sharing::Name,
                } => countries,
                Resolution::Many { .. } | Resolution::Unknown { .. } => Vec::new(),
            };
            if named.is_empty() && !words.contains(item) {
                words.push(item.clone());
            }
            for country in named {
                if !countries.contains(&country) {
                    countries.push(country);
                }
            }
        }
        Ok((countries, words))
    }

    pub(super) async fn timezone(&self, typed: &str, asker: &Asker, now: Timestamp) -> Result<Reply, AnswerError> {
        let subscribed = self.store.subscriptions(&asker.destination).await?;
        if typed.is_empty() {
            let Some(first) = subscribed.first() else {
                let zone = self.zone_here(asker, &subscribed).await?;
                return Ok(Reply::say(words::zone_to_come(&zone)).private());
            };
            if subscribed.iter().all(|one| one.zone == first.zone) {
                return Ok(Reply::say(words::zone_here(&first.zone)).private());
            }
            let lines = subscribed
                .iter()
                .map(|one| format!("{} · {}", one.scope.title(&self.config.regions), one.zone).into());
            return Ok(Reply::say(words::SEVERAL_ZONES)
                .block(Block::List(lines.collect()))
                .private());
        }
        if let Some(refusal) = refusal(asker) {
            return Ok(refusal);
        }
        let Some(zone) = known_zone(typed) else {
            return Ok(near_zones(typed, |zone| format!("/timezone {zone}")).private());
        };
        self.store.change_zone(&asker.destination, &zone, now).await?;
        self.store.let_go(&asker.destination, now).await?;
        self.subscribed.notify_one();
        let there = now
            .in_tz(&zone)
            .map_or(String::new(), |local| dates::clock(local.time()));
        Ok(Reply::say(words::zone_changed(&zone, &there, subscribed.len()))
            .private()
            .action("Subscriptions", "/subscriptions"))
    }

    pub(super) async fn quiet(
        &self,
        hours: Option<Given<QuietHours>>,
        asker: &Asker,
        now: Timestamp,
    ) -> Result<Reply, AnswerError> {
        let destination = &asker.destination;
        let Some(Given { typed, value }) = hours else {
            let quiet = self.store.quiet(destination).await?;
            let reply = Reply::say(words::quiet(quiet.as_ref())).private();
            return Ok(match quiet {
                Some(_) => reply.action("Off", "/quiet off"),
                None => reply,
            });
        };
        if let Some(refusal) = refusal(asker) {
            return Ok(refusal);
        }
        let quiet = match value {
            None => return Ok(Reply::say(words::no_hours(&shown(&typed))).private()),
            Some(QuietHours::Off) => None,
            Some(QuietHours::Between { from, to, .. }) if from == to => {
                return Ok(Reply::say(words::no_length(&dates::clock(from))).private());
            }
            Some(QuietHours::Between { from, to, hold }) => {
                let subscribed = self.store.subscriptions(destination).await?;
                // Their zone is that of what comes here.
                let zone = match subscribed.first() {
                    Some(first) => first.zone.clone(),
                    None => self.zone_here(asker, &subscribed).await?,
                };
                Some(Quiet { from, to, zone, hold })
            }
        };
        self.store.set_quiet(destination, quiet.as_ref()).await?;
        self.store.let_go(destination, now).await?;
        let reply = Reply::say(words::quiet(quiet.as_ref())).private();
        Ok(match quiet {
            Some(_) => reply.action("Off", "/quiet off"),
            None => reply,
        })
    }
}

/// What can be changed in a subscription, each by one tap.
fn buttons(mut reply: Reply, subscription: &Subscription) -> Reply {
    let Subscription { scope, days, form, .. } = subscription;
    for (words, other) in [("Weekdays only", Days::WEEKDAYS), ("Every day", Days::DAILY)] {
        if *days != other {
            reply = reply.action(words, format!("/settings {scope} {other}"));
        }
    }
    for (words, other) in [
        ("Full", Form::Full),
        ("Brief", Form::Brief),
        ("Headlines", Form::Headlines),
    ] {
        if *form != other {
            reply = reply.action(words, format!("/settings {scope} {}", form_word(other)));
        }
    }
    if !subscription.filter.is_empty() {
        reply = reply.action("No filter", format!("/settings {scope} everything"));
    }
    reply.action("Stop", leave(scope))
}

/// The IANA name of a zone.
fn known_zone(typed: &str) -> Option<String> {
    let zone = TimeZone::get(typed).ok()?;
    Some(zone.iana_name()?.to_owned())
}

/// The answer to a zone that is none: those near it, each with the command that takes it.
fn near_zones(typed: &str, command: impl Fn(&str) -> String) -> Reply {
    let near = zones_near(typed, NEAR_ZONES);
    let said = if typed.contains('/') || !near.is_empty() {
        words::no_zone(&shown(typed), !near.is_empty())
    } else {
        words::not_understood(&shown(typed))
    };
    near.iter().fold(Reply::say(said), |reply, zone| {
        reply.action(zone.clone(), command(zone))
    })
}

/// How a subscription is typed behind the name of a command: `VE 07:30 America/Caracas weekdays only grain`.
pub(super) fn as_typed(subscription: &Subscription) -> String {
    let items = |countries: &[Country], words: &[String]| {
        let codes = countries.iter().map(|country| country.code().to_owned());
        let items: Vec<String> = codes.chain(words.iter().cloned()).collect();
        (!items.is_empty()).then_some(items)
    };
    let (filter, at) = (&subscription.filter, dates::clock(subscription.at));
    let changes = Changes {
        at: Some(Given {
            typed: at,
            value: Some(subscription.at),
        }),
        zone: Some(subscription.zone.clone()),
        days: Some(subscription.days),
        form: Some(subscription.form),
        everything: false,
        only: items(&filter.only_countries, &filter.only_words),
        without: items(&filter.without_countries, &filter.without_words),
    };
    format!("{} {}", subscription.scope, changes.typed())
}
