//! /subscribe, /unsubscribe, /subscriptions.

use jiff::Timestamp;
use jiff::civil::Time;
use jiff::tz::TimeZone;

use super::digests::Named;
use super::news::shown;
use super::parse::Given;
use super::{AnswerError, Asker, Core};
use crate::addresses::Addresses;
use crate::digest::Form;
use crate::i18n::{commands as words, dates};
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
        at: Option<Given<Time>>,
        zone: Option<String>,
        asker: &Asker,
        now: Timestamp,
    ) -> Result<Reply, AnswerError> {
        if let Some(refusal) = refusal(asker) {
            return Ok(refusal);
        }
        let subscribed = self.store.subscriptions(&asker.destination).await?;
        let at = match at {
            None => None,
            Some(Given { typed, value: None }) => return Ok(Reply::say(words::no_time(&shown(&typed)))),
            Some(Given { value, .. }) => value,
        };
        let zone = match zone {
            None => None,
            Some(typed) => match TimeZone::get(&typed)
                .ok()
                .and_then(|zone| Some(zone.iana_name()?.to_owned()))
            {
                Some(name) => Some(name),
                None => return Ok(Reply::say(words::no_zone(&shown(&typed)))),
            },
        };
        let typed = [at.map(dates::clock), zone.clone()]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" ");
        if name.is_empty() {
            let ask = Reply::say(words::WHICH_SUBSCRIPTION).private();
            return Ok(self.region_buttons(ask, "/subscribe").action("All", "/subscribe all"));
        }
        let scope = match self.scope_named(name, "/subscribe", &typed) {
            Named::Scope(scope) => scope,
            Named::Ask(reply) => return Ok(reply.private()),
        };
        if subscribed.len() >= MOST_SUBSCRIPTIONS && subscribed.iter().all(|one| one.scope != scope) {
            return Ok(Reply::say(words::too_many_subscriptions(MOST_SUBSCRIPTIONS))
                .private()
                .action("Subscriptions", "/subscriptions"));
        }
        // What is not said stays as it was: for this scope, else for what is already subscribed here.
        let before = subscribed
            .iter()
            .find(|subscription| subscription.scope == scope)
            .or(subscribed.first());
        let default_zone = self.config.digest.default_zone.iana_name().unwrap_or("UTC");
        let subscription = Subscription {
            destination: asker.destination.clone(),
            scope: scope.clone(),
            at: at
                .or(before.map(|before| before.at))
                .unwrap_or(self.config.digest.default_time),
            zone: zone
                .or(before.map(|before| before.zone.clone()))
                .unwrap_or_else(|| default_zone.to_owned()),
            form: before.map_or(Form::Full, |before| before.form),
            language: asker.language.clone(),
            days: before.map_or(Days::DAILY, |before| before.days),
            filter: before.map(|before| before.filter.clone()).unwrap_or_default(),
        };
        let new = self.store.subscribe(&subscription, now).await?;
        self.subscribed.notify_one();
        let said = words::subscribed(
            &scope.title(&self.config.regions),
            &dates::clock(subscription.at),
            &subscription.zone,
            &next_due(&subscription, now),
            !new && before.is_some_and(|before| *before != subscription),
        );
        let mut reply = Reply::say(said).private().action("Stop", leave(&scope));
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
        match self.digest(&scope, today, now).await {
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
        let lines = subscribed.iter().map(|subscription| {
            let title = subscription.scope.title(&self.config.regions);
            let at = dates::clock(subscription.at);
            Text::plain(format!(
                "{title} · {at} ({}) · next {}",
                subscription.zone,
                next_due(subscription, now)
            ))
        });
        let reply = Reply::default()
            .block(Block::Title(format!("Subscriptions · {}", subscribed.len()).into()))
            .block(Block::List(lines.collect()))
            .private();
        Ok(subscribed.iter().fold(reply, |reply, subscription| {
            let title = subscription.scope.title(&self.config.regions);
            reply.action(format!("Stop {title}"), leave(&subscription.scope))
        }))
    }
}

/// The command that ends the subscription to a scope.
fn leave(scope: &Scope) -> String {
    match scope {
        // "/unsubscribe all" ends everything.
        Scope::All => "/unsubscribe world".to_owned(),
        scope => format!("/unsubscribe {scope}"),
    }
}

fn refusal(asker: &Asker) -> Option<Reply> {
    (!asker.may_manage).then(|| Reply::say(words::MANAGERS_ONLY).private())
}

/// "Wed 7 Jan, 07:30": the next local time of a subscription after `now`.
fn next_due(subscription: &Subscription, now: Timestamp) -> String {
    let zone = TimeZone::get(&subscription.zone).unwrap_or(TimeZone::UTC);
    let local = now.to_zoned_datetime(zone).datetime();
    match schedule::Cron::daily(subscription.at).next_after(local) {
        Some(next) => format!("{}, {}", dates::weekday_and_day(next.date()), dates::clock(next.time())),
        None => dates::clock(subscription.at),
    }
}
