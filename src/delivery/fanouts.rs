//! A digest's messages: one rendering for each platform, form and filter that its readers have.

use std::collections::{HashMap, HashSet};

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::plans::Reader;
use crate::addresses::Addresses;
use crate::config::Config;
use crate::destination::{Destination, Platform};
use crate::digest::{Digest, Filter, Form, Pool};
use crate::i18n::digest as words;
use crate::material::ComposeError;
use crate::render::{discord, telegram, terminal};
use crate::reply::{Action, Reply};
use crate::store::{Fanout, NewEdition, Rendering, Store};

/// A broadcast that takes longer is announced in the log.
const LONG_BROADCAST: SignedDuration = SignedDuration::from_mins(5);

/// What is worth saying of an edition whose last message leaves long after its first, at the rates that are configured.
pub fn long_broadcasts(config: &Config, edition: &NewEdition, zone: &TimeZone, now: Timestamp) -> Vec<String> {
    let rates = [
        (Platform::Telegram, config.telegram.rate),
        (Platform::Discord, config.discord.rate),
    ];
    let fanouts = || edition.digests.iter().flat_map(|new| &new.fanouts);
    let mut said = Vec::new();
    for (platform, rate) in rates {
        let messages: usize = fanouts()
            .filter(|fanout| fanout.to.first().is_some_and(|to| to.platform == platform))
            .map(|fanout| fanout.to.len() * fanout.parts.len())
            .sum();
        let seconds = i64::try_from(messages).unwrap_or(i64::MAX) / i64::from(rate.max(1));
        let length = SignedDuration::from_secs(seconds);
        if length > LONG_BROADCAST {
            let last = now.checked_add(length).unwrap_or(Timestamp::MAX);
            said.push(format!(
                "{messages} messages to {platform} at {rate} a second: the last leaves about {}",
                zone.to_datetime(last).strftime("%H:%M")
            ));
        }
    }
    said
}

/// A digest's renderings, one for each platform, form and filter that its readers have, with their destinations. Each
/// destination gets it once. Filtered readers choose from `pool` too.
pub(super) async fn fanouts(
    config: &Config,
    store: &Store,
    digest: &Digest,
    pool: &Pool,
    readers: &[Reader],
) -> Result<Vec<Fanout>, ComposeError> {
    let mut seen = HashSet::new();
    type Group<'r> = (Platform, Form, &'r Filter);
    let mut groups: Vec<(Group<'_>, Vec<Destination>)> = Vec::new();
    let mut places: HashMap<Group<'_>, usize> = HashMap::new();
    for reader in readers.iter().filter(|reader| reader.scope == digest.scope) {
        if !seen.insert(&reader.destination) {
            continue;
        }
        let key = (reader.destination.platform, reader.form, &reader.filter);
        let place = *places.entry(key).or_insert(groups.len());
        match groups.get_mut(place) {
            Some((_, to)) => to.push(reader.destination.clone()),
            None => groups.push((key, vec![reader.destination.clone()])),
        }
    }
    let subscribers = readers.iter().any(|reader| reader.since.is_some());
    let mut fanouts = Vec::new();
    for ((platform, form, filter), to) in groups {
        let shown = (!filter.is_empty()).then(|| filter.apply(digest, pool, config.digest.max_stories));
        let rendering = Rendering {
            form,
            subscribers,
            shown: shown.map(Box::new),
        };
        let shown = rendering.shown.as_deref().unwrap_or(digest);
        let parts = rendered(config, store, shown, platform, &rendering).await?;
        fanouts.push(Fanout { parts, to, rendering });
    }
    Ok(fanouts)
}

/// The messages that carry a digest on a platform.
pub(super) async fn rendered(
    config: &Config,
    store: &Store,
    digest: &Digest,
    platform: Platform,
    rendering: &Rendering,
) -> Result<Vec<String>, ComposeError> {
    let mut reply = Addresses::new(&config.web_url).message(digest, rendering.form);
    if config.digest.picture.is_none() {
        reply = reply.without_pictures();
    }
    if rendering.subscribers {
        offer_subscriptions(&mut reply);
    }
    store.keep_long_commands(&mut reply).await?;
    parts(platform, &reply).map_err(|error| ComposeError::Broken {
        scope: digest.scope.clone(),
        reason: error.to_string(),
    })
}

/// A subscriber is not asked to subscribe, but shown the way to change or end it.
fn offer_subscriptions(reply: &mut Reply) {
    for action in &mut reply.actions {
        if action.command.starts_with("/subscribe ") {
            *action = Action::new(words::SUBSCRIPTIONS, "/subscriptions");
        }
    }
}

/// The messages that carry a reply on a platform, each as JSON.
pub(super) fn parts(platform: Platform, reply: &Reply) -> Result<Vec<String>, serde_json::Error> {
    match platform {
        Platform::Discord => discord::messages(reply).iter().map(serde_json::to_string).collect(),
        Platform::Telegram | Platform::Memory => telegram::messages(reply).iter().map(serde_json::to_string).collect(),
        Platform::Terminal => Ok(vec![serde_json::to_string(&terminal::text(reply))?]),
    }
}
