//! What is planned: the configured schedules, and what subscriptions ask for at each local time.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::{DateTime, Time};
use jiff::tz::TimeZone;

use crate::config::{CatchUp, Config};
use crate::destination::Destination;
use crate::digest::{Filter, Form};
use crate::schedule::{Cron, Days, due, next_runs};
use crate::scope::Scope;
use crate::store::Subscription;

/// A schedule of the configuration, or all subscriptions of one local time in one zone: what runs by one clock.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Its id: the configured one, or such as `at 07:30 America/Caracas`.
    pub id: String,
    /// When, on the local wall clock.
    pub cron: Cron,
    /// The zone of that clock.
    pub zone: TimeZone,
    /// The zone's IANA name.
    pub zone_name: String,
    /// What it does about missed editions.
    pub catch_up: CatchUp,
    /// What is written even where nobody waits for it.
    pub scopes: Vec<Scope>,
    /// Who gets what.
    pub readers: Vec<Reader>,
}

/// Somebody who gets a plan's digest of one scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reader {
    /// Where it goes.
    pub destination: Destination,
    /// What about.
    pub scope: Scope,
    /// On which local days of the week.
    pub days: Days,
    /// How much.
    pub form: Form,
    /// Which stories.
    pub filter: Filter,
    /// When the subscription was made: what was due before is not for it. `None` for a configured channel.
    pub since: Option<Timestamp>,
}

/// The id of the schedule that subscriptions of a local time and zone share.
pub fn subscription_schedule(at: Time, zone: &str) -> String {
    format!("at {} {zone}", at.strftime("%H:%M"))
}

/// What the configuration and the subscriptions (each with the moment it was made) ask for; and, in words, the
/// subscriptions that cannot be followed.
pub fn plans(config: &Config, subscriptions: &[(Subscription, Timestamp)]) -> (Vec<Plan>, Vec<String>) {
    let mut plans: Vec<Plan> = config.schedules.iter().map(configured).collect();
    let mut problems = Vec::new();
    let mut shared: BTreeMap<String, Plan> = BTreeMap::new();
    for (subscription, made) in subscriptions {
        if let Scope::Region(region) = &subscription.scope
            && config.regions.get(region).is_none()
        {
            problems.push(format!(
                "the subscription of {} to {region} rests: there is no region of that id any more; put it back, or end the subscription",
                subscription.destination
            ));
            continue;
        }
        let id = subscription_schedule(subscription.at, &subscription.zone);
        let plan = match shared.get_mut(&id) {
            Some(plan) => plan,
            None => match TimeZone::get(&subscription.zone) {
                Ok(zone) => shared.entry(id.clone()).or_insert(Plan {
                    id,
                    cron: Cron::daily(Time::constant(subscription.at.hour(), subscription.at.minute(), 0, 0)),
                    zone,
                    zone_name: subscription.zone.clone(),
                    catch_up: CatchUp::Latest,
                    scopes: Vec::new(),
                    readers: Vec::new(),
                }),
                Err(_) => {
                    problems.push(format!(
                        "the subscription of {} to {} cannot be followed: this system knows no time zone \"{}\"; subscribe again with a zone such as America/Caracas",
                        subscription.destination, subscription.scope, subscription.zone
                    ));
                    continue;
                }
            },
        };
        plan.readers.push(Reader {
            destination: subscription.destination.clone(),
            scope: subscription.scope.clone(),
            days: subscription.days,
            form: subscription.form,
            filter: subscription.filter.clone(),
            since: Some(*made),
        });
    }
    plans.extend(shared.into_values());
    (plans, problems)
}

fn configured(schedule: &crate::config::ScheduleConfig) -> Plan {
    let scopes: Vec<Scope> = schedule.regions.iter().cloned().map(Scope::Region).collect();
    let readers = scopes
        .iter()
        .flat_map(|scope| {
            schedule.to.iter().map(|destination| Reader {
                destination: destination.clone(),
                scope: scope.clone(),
                days: Days::DAILY,
                form: schedule.form,
                filter: Filter::default(),
                since: None,
            })
        })
        .collect();
    Plan {
        id: schedule.id.clone(),
        cron: schedule.cron.clone(),
        zone: schedule.zone.clone(),
        zone_name: schedule.zone.iana_name().unwrap_or("UTC").to_owned(),
        catch_up: schedule.catch_up,
        scopes,
        readers,
    }
}

/// A run to come, as `dateline schedule` lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upcoming {
    /// The moment.
    pub at: Timestamp,
    /// The local date-time.
    pub local: DateTime,
    /// The zone of `local`.
    pub zone: String,
    /// The schedule's id.
    pub schedule: String,
    /// What is written, each once.
    pub scopes: Vec<Scope>,
    /// How many digests go out.
    pub deliveries: usize,
}

/// The next `n` runs of everything that is scheduled, soonest first.
pub fn upcoming(
    config: &Config,
    subscriptions: &[(Subscription, Timestamp)],
    now: Timestamp,
    n: usize,
) -> Vec<Upcoming> {
    let (plans, _) = plans(config, subscriptions);
    let mut runs: Vec<Upcoming> = plans
        .iter()
        .flat_map(|plan| {
            plan.next_runs(now, n).into_iter().map(|(local, at)| Upcoming {
                at,
                local,
                zone: plan.zone_name.clone(),
                schedule: plan.id.clone(),
                scopes: plan.scopes_on(local),
                deliveries: plan.readers_on(local).count(),
            })
        })
        .collect();
    runs.sort_by(|a, b| (a.at, &a.schedule).cmp(&(b.at, &b.schedule)));
    runs.truncate(n);
    runs
}

impl Plan {
    /// The plan as it is on the day of a run: with those readers alone to whom something comes on that day of the week.
    #[must_use]
    pub fn on(mut self, local: DateTime) -> Self {
        self.readers.retain(|reader| reader.days.contains(local.weekday()));
        self
    }

    /// Those readers. The day is that of the run's own clock, whatever day it is elsewhere.
    fn readers_on(&self, local: DateTime) -> impl Iterator<Item = &Reader> {
        let day = local.weekday();
        self.readers.iter().filter(move |reader| reader.days.contains(day))
    }

    /// True when something comes on that local day: by itself, or to one of its readers.
    fn comes_on(&self, local: DateTime) -> bool {
        !self.scopes.is_empty() || self.readers_on(local).next().is_some()
    }

    /// Its runs that fall due after `after` and up to `until`, in order, as `schedule::due` has them.
    pub fn due(&self, after: Timestamp, until: Timestamp) -> Vec<(DateTime, Timestamp)> {
        let mut runs = due(&self.cron, &self.zone, after, until);
        runs.retain(|(local, _)| self.comes_on(*local));
        runs
    }

    /// Its next `n` runs after `after`.
    fn next_runs(&self, after: Timestamp, n: usize) -> Vec<(DateTime, Timestamp)> {
        // What comes to readers alone runs daily, and one day a week at least is theirs.
        let days = if self.scopes.is_empty() { 7 } else { 1 };
        let mut runs = next_runs(&self.cron, &self.zone, after, n.saturating_mul(days));
        runs.retain(|(local, _)| self.comes_on(*local));
        runs.truncate(n);
        runs
    }

    /// What the plan writes: its own scopes, then what its readers ask for, each once.
    pub fn all_scopes(&self) -> Vec<Scope> {
        self.each_once(self.readers.iter())
    }

    /// The same on the day of a run.
    fn scopes_on(&self, local: DateTime) -> Vec<Scope> {
        self.each_once(self.readers_on(local))
    }

    fn each_once<'p>(&'p self, readers: impl Iterator<Item = &'p Reader>) -> Vec<Scope> {
        let mut seen = BTreeSet::new();
        let asked = readers.map(|reader| &reader.scope);
        let scopes = self.scopes.iter().chain(asked).filter(|scope| seen.insert(*scope));
        scopes.cloned().collect()
    }
}
