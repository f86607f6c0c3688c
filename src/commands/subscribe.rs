//! /subscribe, /unsubscribe, /subscriptions.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::changes::Changes;
use super::digests::Named;
use super::{AnswerError, Asker, Core};
use crate::addresses::Addresses;
use crate::digest::{Filter, Form};
use crate::i18n::{commands as words, dates, subscriptions as settings};
use crate::places::Resolution;
use crate::reply::{Block, Reply, Text};
use crate::schedule::{self, Days};
use crate::scope::Scope;
use crate::store::Subscription;

/// The most subscriptions of one chat: more than anybody reads, and a bound on what one chat can make this bot do.
const MOST_SUBSCRIPTIONS: usize = 20;
/// What /unsubscribe takes for every subscription of a chat.
const EVERYTHING: &str = "all";

impl Core {
    pub(super) async fn subscribe(
        &self,
        name: &str,
        changes: &Changes,
        asker: &Asker,
        now: Timestamp,
    ) -> Result<Reply, AnswerError> {
        if let Some(refusal) = refusal(asker) {
            return Ok(refusal);
        }
        let subscribed = self.store.subscriptions(&asker.destination).await?;
        if name.is_empty() {
            let ask = Reply::say(words::WHICH_SUBSCRIPTION).private();
            let mut ask = self.region_buttons(ask, "/subscribe").action("All", "/subscribe all");
            let typed = changes.typed();
            for action in ask.actions.iter_mut().filter(|_| !typed.is_empty()) {
                action.command = format!("{} {typed}", action.command);
            }
            return Ok(ask);
        }
        let scope = match self.scope_named(name, "/subscribe", &changes.typed()) {
            Named::Scope(scope) => scope,
            Named::Ask(reply) => return Ok(reply.private()),
        };
        if subscribed.len() >= MOST_SUBSCRIPTIONS && subscribed.iter().all(|one| one.scope != scope) {
            return Ok(Reply::say(words::too_many_subscriptions(MOST_SUBSCRIPTIONS))
                .private()
                .action("Subscriptions", "/subscriptions"));
        }
        // What is not said stays as it was; a new one comes when the others here do.
        let before = subscribed.iter().find(|subscription| subscription.scope == scope);
        let wish = match before {
            Some(before) => before.clone(),
            None => Subscription {
                destination: asker.destination.clone(),
                scope: scope.clone(),
                at: subscribed
                    .first()
                    .map_or(self.config.digest.default_time, |other| other.at),
                zone: self.zone_here(asker, &subscribed).await?,
                days: Days::DAILY,
                form: Form::Full,
                language: asker.language.clone(),
                filter: Filter::default(),
            },
        };
        let subscription = match self.changed(wish, changes, "/subscribe") {
            Ok(subscription) => subscription,
            Err(refusal) => return Ok(refusal.private()),
        };
        self.store.subscribe(&subscription, now).await?;
        self.subscribed.notify_one();
        let comes = self.comes(&subscription, now);
        let said = if before.is_some_and(|before| *before != subscription) {
            settings::changed(&comes)
        } else {
            comes
        };
        let mut reply = Reply::say(said).private();
        if subscription.days != Days::WEEKDAYS {
            reply = reply.action("Weekdays only", format!("/settings {scope} weekdays"));
        }
        reply = reply
            .action("Settings", format!("/settings {scope}"))
            .action("Stop", leave(&scope));
        if let (Scope::Country(_), Resolution::One { namesakes, .. }) = (&scope, self.config.places.resolve(name)) {
            for namesake in &namesakes {
                reply = reply.action(
                    words::namesake(namesake),
                    format!("/subscribe {}", namesake.country.code()),
                );
            }
        }
        reply = reply.action("Subscriptions", "/subscriptions");
        let today = now.to_zoned_datetime(self.config.digest.default_zone.clone()).date();
        match self.digest_filtered(&scope, today, &subscription.filter, now).await {
            Ok(digest) => {
                let message = Addresses::new(&self.config.web_url).message(&digest, subscription.form);
                reply.blocks.extend(message.blocks);
            }
            // The subscription stands: an answer that says otherwise would be untrue.
            Err(error) => tracing::error!(%error, %scope, "no digest to show below a new subscription"),
        }
        Ok(reply)
    }

    pub(super) async fn unsubscribe(&self, name: &str, asker: &Asker) -> Result<Reply, AnswerError> {
        if let Some(refusal) = refusal(asker) {
            return Ok(refusal);
        }
        let subscribed = self.store.subscriptions(&asker.destination).await?;
        if subscribed.is_empty() {
            return Ok(Reply::say(words::NO_SUBSCRIPTIONS).private());
        }
        let everything = name.eq_ignore_ascii_case(EVERYTHING);
        if (name.is_empty() && subscribed.len() == 1) || everything {
            return self.end(asker, None).await;
        }
        if name.is_empty() {
            let ask = subscribed
                .iter()
                .fold(Reply::say(words::WHICH_TO_END).private(), |reply, subscription| {
                    let title = subscription.scope.title(&self.config.regions);
                    reply.action(title, leave(&subscription.scope))
                });
            return Ok(ask.action("All of them", format!("/unsubscribe {EVERYTHING}")));
        }
        // A region that the admin has removed from the configuration can still be left by its id.
        let by_id = subscribed
            .iter()
            .find(|subscription| subscription.scope.to_string() == name);
        match by_id.map(|subscription| subscription.scope.clone()) {
            Some(scope) => self.end(asker, Some(&scope)).await,
            None => match self.scope_named(name, "/unsubscribe", "") {
                Named::Scope(scope) => self.end(asker, Some(&scope)).await,
                Named::Ask(reply) => Ok(reply.private()),
            },
        }
    }

    async fn end(&self, asker: &Asker, scope: Option<&Scope>) -> Result<Reply, AnswerError> {
        let ended = self.store.unsubscribe(&asker.destination, scope).await?;
        let titles: Vec<String> = ended.iter().map(|s| s.scope.title(&self.config.regions)).collect();
        let reply = match scope {
            Some(scope) if ended.is_empty() => Reply::say(words::not_subscribed(&scope.title(&self.config.regions))),
            _ => Reply::say(words::unsubscribed(&titles)),
        };
        Ok(reply.private())
    }

    pub(super) async fn subscriptions(&self, asker: &Asker, now: Timestamp) -> Result<Reply, AnswerError> {
        let subscribed = self.store.subscriptions(&asker.destination).await?;
        if subscribed.is_empty() {
            return Ok(Reply::say(words::NO_SUBSCRIPTIONS)
                .private()
                .action("Subscribe", "/subscribe"));
        }
        let lines = subscribed.iter().map(|subscription| self.line(subscription, now));
        let reply = Reply::default()
            .block(Block::Title(format!("Subscriptions · {}", subscribed.len()).into()))
            .block(Block::List(lines.collect()))
            .private();
        let reply = subscribed.iter().fold(reply, |reply, subscription| {
            let title = subscription.scope.title(&self.config.regions);
            reply.action(format!("Stop {title}"), leave(&subscription.scope))
        });
        Ok(reply.action("Settings", "/settings"))
    }

    /// A subscription on a list.
    pub(super) fn line(&self, subscription: &Subscription, now: Timestamp) -> Text {
        let title = subscription.scope.title(&self.config.regions);
        settings::line(subscription, &title, &next_due(subscription, now)).into()
    }

    /// What a subscription is, in a sentence.
    pub(super) fn comes(&self, subscription: &Subscription, now: Timestamp) -> String {
        let title = subscription.scope.title(&self.config.regions);
        settings::comes(subscription, &title, &next_due(subscription, now))
    }

    /// The zone that a new subscription begins with, and the quiet hours of the place.
    pub(super) async fn zone_here(&self, asker: &Asker, subscribed: &[Subscription]) -> Result<String, AnswerError> {
        if let Some(chosen) = self.store.zone(&asker.destination).await? {
            return Ok(chosen);
        }
        let default = self.config.digest.default_zone.iana_name().unwrap_or("UTC");
        Ok(subscribed.first().map_or(default, |first| &first.zone).to_owned())
    }
}

/// The command that ends the subscription to a scope.
pub(super) fn leave(scope: &Scope) -> String {
    match scope {
        // "/unsubscribe all" ends everything.
        Scope::All => "/unsubscribe world".to_owned(),
        scope => format!("/unsubscribe {scope}"),
    }
}

pub(super) fn refusal(asker: &Asker) -> Option<Reply> {
    (!asker.may_manage).then(|| Reply::say(words::MANAGERS_ONLY).private())
}

/// "Wed 7 Jan, 07:30": the next local time of a subscription after `now`.
fn next_due(subscription: &Subscription, now: Timestamp) -> String {
    // One day of the week at least is the subscription's; where a clock is put over a whole day, one of the next week.
    const RUNS: usize = 15;
    let zone = TimeZone::get(&subscription.zone).unwrap_or(TimeZone::UTC);
    let mut runs = schedule::next_runs(&schedule::Cron::daily(subscription.at), &zone, now, RUNS).into_iter();
    match runs.find(|(local, _)| subscription.days.contains(local.weekday())) {
        Some((next, _)) => format!("{}, {}", dates::weekday_and_day(next.date()), dates::clock(next.time())),
        None => dates::clock(subscription.at),
    }
}
