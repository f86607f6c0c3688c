//! `dateline subscriptions export|import`: every subscription as a line of JSON.

use std::path::Path;

use jiff::civil::Time;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::{Common, Failure, print_json};
use crate::destination::{Destination, Platform};
use crate::digest::{Filter, Form};
use crate::i18n::dates;
use crate::places::Regions;
use crate::schedule::Days;
use crate::scope::Scope;
use crate::store::Subscription;

#[derive(Deserialize, Serialize)]
struct Line {
    platform: Platform,
    chat: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    thread: Option<String>,
    scope: Scope,
    at: String,
    zone: String,
    #[serde(default)]
    form: Form,
    #[serde(default = "english")]
    language: String,
    #[serde(default, skip_serializing)]
    weekdays: Option<serde_json::Value>,
}

fn english() -> String {
    "en".to_owned()
}

pub(super) async fn export(common: &Common) -> Result<(), Failure> {
    let core = common.core().await?;
    for (subscription, _) in core.store.all_subscriptions().await? {
        print_json(&Line {
            platform: subscription.destination.platform,
            chat: subscription.destination.chat,
            thread: subscription.destination.thread,
            scope: subscription.scope,
            at: dates::clock(subscription.at),
            zone: subscription.zone,
            form: subscription.form,
            language: subscription.language,
            weekdays: None,
        })?;
    }
    Ok(())
}

pub(super) async fn import(common: &Common, file: &Path) -> Result<(), Failure> {
    let core = common.core().await?;
    let now = common.moment();
    let text = std::fs::read_to_string(file)
        .map_err(|error| Failure::new(format!("could not read {}: {error}", file.display())))?;
    let (mut taken, mut left_out) = (0, 0);
    for (n, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        match read(line, &core.config.regions) {
            Ok(subscription) => {
                core.store.subscribe(&subscription, now).await?;
                taken += 1;
            }
            Err(why) => {
                eprintln!("dateline: {}:{}: left out: {why}", file.display(), n + 1);
                left_out += 1;
            }
        }
    }
    eprintln!("dateline: {taken} subscription(s) taken in, {left_out} left out");
    if taken == 0 && left_out > 0 {
        return Err(Failure::new(format!("no line of {} could be taken in", file.display())));
    }
    Ok(())
}

fn read(line: &str, regions: &Regions) -> Result<Subscription, String> {
    let line: Line = serde_json::from_str(line).map_err(|error| error.to_string())?;
    let destination = Destination {
        platform: line.platform,
        chat: line.chat,
        thread: line.thread,
    };
    if line.weekdays.is_some() {
        return Err("\"weekdays\" is not kept yet, and without it there would be a digest every day".to_owned());
    }
    // The written form has the rules of what a chat may be called; a chat with a slash in it reads as one with a topic.
    let destination: Destination = destination.to_string().parse()?;
    let unknown = matches!(&line.scope, Scope::Region(id) if regions.get(id).is_none());
    if unknown {
        return Err(format!("\"{}\" is no region that `dateline regions` lists", line.scope));
    }
    let at: Time = line
        .at
        .parse()
        .map_err(|_| format!("\"{}\" is no time of day; write 07:30", line.at))?;
    TimeZone::get(&line.zone)
        .map_err(|_| format!("\"{}\" is no time zone; write one such as Europe/Madrid", line.zone))?;
    Ok(Subscription {
        destination,
        scope: line.scope,
        at,
        zone: line.zone,
        form: line.form,
        language: line.language,
        days: Days::DAILY,
        filter: Filter::default(),
    })
}
