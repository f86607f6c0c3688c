//! /digest: the digest that was written for a day, or one composed on the spot.

use jiff::Timestamp;
use jiff::civil::Date;

use super::news::shown;
use super::parse::{Given, TODAY, YESTERDAY};
use super::{AnswerError, Asker, Core};
use crate::addresses::Addresses;
use crate::digest::{Digest, Edition, Filter, Form, Pool};
use crate::i18n::commands as words;
use crate::material::{compose_with_pool, source_health};
use crate::model::{Model, Rewriting};
use crate::places::Resolution;
use crate::reply::Reply;
use crate::schedule::end_of_day;
use crate::scope::Scope;

/// What a typed name of a region or country leads to.
pub(super) enum Named {
    /// One scope.
    Scope(Scope),
    /// A question back.
    Ask(Reply),
}

impl Core {
    pub(super) async fn digest_command(
        &self,
        name: &str,
        date: Option<Given<Date>>,
        asker: &Asker,
        now: Timestamp,
    ) -> Result<Reply, AnswerError> {
        let today = now.to_zoned_datetime(self.config.digest.default_zone.clone()).date();
        let typed_date = date.as_ref().map(|date| date.typed.clone()).unwrap_or_default();
        let date = match date {
            None => today,
            Some(Given { typed, .. }) if typed == TODAY => today,
            Some(Given { typed, .. }) if typed == YESTERDAY => today.yesterday().unwrap_or(today),
            Some(Given { typed, value: None }) => return Ok(Reply::say(words::no_date(&shown(&typed)))),
            Some(Given {
                typed,
                value: Some(date),
            }) if date > today => {
                return Ok(Reply::say(words::date_to_come(&shown(&typed))));
            }
            Some(Given { value: Some(date), .. }) => date,
        };
        let scope = if name.is_empty() {
            match self.store.subscriptions(&asker.destination).await?.into_iter().next() {
                Some(subscription) => subscription.scope,
                None => return Ok(self.which_digest(&typed_date)),
            }
        } else {
            match self.scope_named(name, "/digest", &typed_date) {
                Named::Scope(scope) => scope,
                Named::Ask(reply) => return Ok(reply),
            }
        };
        let digest = self.digest(&scope, date, now).await?;
        Ok(Addresses::new(&self.config.web_url).message(&digest, Form::Full))
    }

    /// A button for each region and for the world, for the day that was typed.
    fn which_digest(&self, day: &str) -> Reply {
        let regions = self
            .config
            .regions
            .iter()
            .map(|region| Scope::Region(region.id.clone()));
        regions
            .chain([Scope::All])
            .fold(Reply::say(words::WHICH_DIGEST), |reply, scope| {
                let command = format!("/digest {scope} {day}");
                reply.action(scope.title(&self.config.regions), command.trim_end())
            })
    }

    /// The scope that a name means, for a digest of `date`; else the answer that says why there is none.
    pub fn scope_of_digest(&self, name: &str, date: Date, today: Date) -> Result<Scope, Reply> {
        if date > today {
            return Err(Reply::say(words::date_to_come(&date.to_string())));
        }
        match self.scope_named(name, "/digest", "") {
            Named::Scope(scope) => Ok(scope),
            Named::Ask(reply) => Err(reply),
        }
    }

    /// The digest of a scope and a local day: the one written for it, else one composed now of what the day had. Whoever
    /// asks neither waits for a language model nor spends its budget: only what it wrote before is shown.
    pub async fn digest(&self, scope: &Scope, date: Date, now: Timestamp) -> Result<Digest, AnswerError> {
        self.digest_told(scope, date, now, self.model.as_ref().map(Model::remembered))
            .await
    }

    /// The same, told by a language model where `rewriting` lets it.
    pub async fn digest_told(
        &self,
        scope: &Scope,
        date: Date,
        now: Timestamp,
        mut rewriting: Option<Rewriting>,
    ) -> Result<Digest, AnswerError> {
        if let Some(digest) = self.store.digest_of(scope, date).await? {
            return Ok(digest);
        }
        Ok(self.compose(scope, date, now, false, rewriting.as_mut()).await?.0)
    }

    /// The digest of a scope and a local day as a reader with this filter gets it.
    pub(super) async fn digest_filtered(
        &self,
        scope: &Scope,
        date: Date,
        filter: &Filter,
        now: Timestamp,
    ) -> Result<Digest, AnswerError> {
        if filter.is_empty() {
            return self.digest(scope, date, now).await;
        }
        let mut rewriting = self.model.as_ref().map(Model::remembered);
        // What was written for the day has only the stories that it had room for.
        let (digest, pool) = self.compose(scope, date, now, true, rewriting.as_mut()).await?;
        Ok(filter.apply(&digest, &pool, self.config.digest.max_stories))
    }

    async fn compose(
        &self,
        scope: &Scope,
        date: Date,
        now: Timestamp,
        filtered: bool,
        rewriting: Option<&mut Rewriting>,
    ) -> Result<(Digest, Pool), AnswerError> {
        let zone = &self.config.digest.default_zone;
        let local_now = now.to_zoned_datetime(zone.clone()).datetime();
        // Today's digest covers the 24 hours up to now; a past day's covers that day.
        let local = if date == local_now.date() {
            local_now
        } else {
            end_of_day(date)
        };
        let due = zone
            .to_ambiguous_zoned_datetime(local)
            .compatible()
            .map_or(now, |zoned| zoned.timestamp());
        let edition = Edition {
            schedule: Edition::ASKED.to_owned(),
            local,
            zone: zone.iana_name().unwrap_or("UTC").to_owned(),
        };
        // The semaphore is never closed.
        let _permit = self.composing.acquire().await;
        let sources = source_health(&self.config, &self.store, due).await?;
        let (config, store) = (&self.config, &self.store);
        Ok(compose_with_pool(config, store, &sources, scope, &edition, due, now, filtered, rewriting).await?)
    }

    /// The region, country or "all" that a person means; else the question that settles it, whose buttons give
    /// `command`, the scope, and `rest`.
    pub(super) fn scope_named(&self, name: &str, command: &str, rest: &str) -> Named {
        let give = |scope: &str| format!("{command} {scope} {rest}").trim_end().to_owned();
        if name.eq_ignore_ascii_case("all") || name.eq_ignore_ascii_case("world") {
            return Named::Scope(Scope::All);
        }
        if let Some(region) = self.config.regions.find(name) {
            return Named::Scope(Scope::Region(region.id.clone()));
        }
        match self.config.places.resolve(name) {
            Resolution::One { country, .. } => Named::Scope(Scope::Country(country)),
            Resolution::Many { countries, sharing } => {
                let ask = Reply::say(words::several_countries(&shown(name), countries.len(), sharing));
                Named::Ask(countries.iter().fold(ask, |reply, country| {
                    reply.action(words::with_capital(*country), give(country.code()))
                }))
            }
            Resolution::Unknown { nearest } => {
                let regions = self.config.regions.nearest(name, 4);
                let near = !nearest.is_empty() || !regions.is_empty();
                let mut reply = Reply::say(words::no_scope(&shown(name), near));
                for region in &regions {
                    reply = reply.action(region.title.clone(), give(&region.id));
                }
                for country in nearest.iter().take(5_usize.saturating_sub(regions.len())) {
                    reply = reply.action(country.name(), give(country.code()));
                }
                Named::Ask(reply)
            }
        }
    }
}
