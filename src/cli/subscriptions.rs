//! `dateline subscriptions export|import`: every subscription as a line of JSON.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, ErrorKind, Read as _, Write as _};
use std::path::Path;

use jiff::civil::Time;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Common, Failure};
use crate::destination::{Destination, Platform};
use crate::digest::{Filter, Form};
use crate::i18n::dates;
use crate::places::Regions;
use crate::schedule::{Days, Quiet};
use crate::scope::Scope;
use crate::store::Subscription;

/// Lines that are written together: enough that committing costs nothing, few enough that nothing else waits long.
const LINES_AT_ONCE: usize = 1_000;
/// A line of more bytes is none: the longest filter has a few thousand.
const LONGEST_LINE: u64 = 64 * 1024;

#[derive(Deserialize, Serialize)]
struct Line {
    platform: Platform,
    chat: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    thread: Option<String>,
    scope: Scope,
    at: String,
    zone: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    weekdays: Option<Value>,
    #[serde(default)]
    form: Form,
    #[serde(default = "english")]
    language: String,
    #[serde(default, skip_serializing_if = "Filter::is_empty")]
    filter: Filter,
    /// The quiet hours of the destination: those of its last line stand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    quiet: Option<Quiet>,
}

fn english() -> String {
    "en".to_owned()
}

pub(super) async fn export(common: &Common) -> Result<(), Failure> {
    let core = common.core().await?;
    let quiet: HashMap<Destination, Quiet> = core.store.all_quiet().await?.into_iter().collect();
    let mut out = BufWriter::new(std::io::stdout().lock());
    for (subscription, _) in core.store.all_subscriptions().await? {
        let quiet = quiet.get(&subscription.destination).cloned();
        let line = serde_json::to_string(&written(subscription, quiet))?;
        match writeln!(out, "{line}") {
            // A reader that has gone away (`| head`) is no error.
            Err(error) if error.kind() == ErrorKind::BrokenPipe => return Ok(()),
            result => result?,
        }
    }
    match out.flush() {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        result => Ok(result?),
    }
}

fn written(subscription: Subscription, quiet: Option<Quiet>) -> Line {
    let names: Vec<&str> = subscription.days.names().collect();
    Line {
        platform: subscription.destination.platform,
        chat: subscription.destination.chat,
        thread: subscription.destination.thread,
        scope: subscription.scope,
        at: dates::clock(subscription.at),
        zone: subscription.zone,
        weekdays: (subscription.days != Days::DAILY).then(|| names.into()),
        form: subscription.form,
        language: subscription.language,
        filter: subscription.filter,
        quiet,
    }
}

pub(super) async fn import(common: &Common, file: &Path) -> Result<(), Failure> {
    let core = common.core().await?;
    let now = common.moment();
    let unreadable = |error| Failure::new(format!("could not read {}: {error}", file.display()));
    let mut reader = BufReader::new(File::open(file).map_err(unreadable)?);
    let (mut taken, mut left_out) = (0, 0);
    let mut batch = Vec::with_capacity(LINES_AT_ONCE);
    let mut number = 0_usize;
    loop {
        let line = next_line(&mut reader).map_err(unreadable)?;
        let is_last = line.is_none();
        if let Some(line) = line {
            number += 1;
            match line.and_then(|line| read(&line, &core.config.regions)) {
                Ok(Some(subscription)) => batch.push(subscription),
                Ok(None) => {}
                Err(why) => {
                    eprintln!("dateline: {}:{number}: left out: {why}", file.display());
                    left_out += 1;
                }
            }
        }
        if batch.len() == LINES_AT_ONCE || is_last {
            core.store.import_subscriptions(&batch, now).await?;
            taken += batch.len();
            batch.clear();
        }
        if is_last {
            break;
        }
    }
    eprintln!("dateline: {taken} subscription(s) taken in, {left_out} left out");
    if taken == 0 && left_out > 0 {
        return Err(Failure::new(format!("no line of {} could be taken in", file.display())));
    }
    Ok(())
}

/// The next line, or why it is none; `None` at the end of the file.
fn next_line(reader: &mut impl BufRead) -> std::io::Result<Option<Result<String, String>>> {
    let mut line = Vec::new();
    if reader.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    if line.last() != Some(&b'\n') && line.len() as u64 == LONGEST_LINE {
        reader.skip_until(b'\n')?;
        return Ok(Some(Err(format!("it has more than {LONGEST_LINE} bytes"))));
    }
    let text = String::from_utf8(line).map_err(|_| "it is not UTF-8".to_owned());
    Ok(Some(text))
}

/// The subscription of a line; `None` of an empty one.
fn read(line: &str, regions: &Regions) -> Result<Option<(Subscription, Option<Quiet>)>, String> {
    let line = line.trim_start_matches('\u{feff}').trim();
    if line.is_empty() {
        return Ok(None);
    }
    let line: Line = serde_json::from_str(line).map_err(|error| error.to_string())?;
    let destination = Destination {
        platform: line.platform,
        chat: line.chat,
        thread: line.thread,
    };
    // The written form has the rules of what a chat may be called; a chat with a slash in it reads as one with a topic.
    let destination: Destination = destination.to_string().parse()?;
    let unknown = matches!(&line.scope, Scope::Region(id) if regions.get(id).is_none());
    if unknown {
        return Err(format!("\"{}\" is no region that `dateline regions` lists", line.scope));
    }
    let at: Time = line
        .at
        .parse()
        .ok()
        .filter(|at: &Time| *at == Time::constant(at.hour(), at.minute(), 0, 0))
        .ok_or_else(|| format!("\"{}\" is no time of day; write 07:30", line.at))?;
    let letters = 2..=3;
    if !letters.contains(&line.language.len()) || !line.language.chars().all(|c| c.is_ascii_lowercase()) {
        return Err(format!(
            "\"{}\" is no language; write its two letters of ISO 639-1, such as \"en\" or \"es\"",
            line.language
        ));
    }
    if let Some(problem) = line.filter.problem() {
        return Err(problem);
    }
    let subscription = Subscription {
        destination,
        scope: line.scope,
        at,
        zone: zone(&line.zone)?,
        form: line.form,
        language: line.language,
        days: line.weekdays.map_or(Ok(Days::DAILY), |typed| days(&typed))?,
        filter: line.filter,
    };
    Ok(Some((subscription, line.quiet.map(quiet).transpose()?)))
}

fn zone(name: &str) -> Result<String, String> {
    let zone = TimeZone::get(name).ok();
    let name_of_it = zone.and_then(|zone| Some(zone.iana_name()?.to_owned()));
    name_of_it.ok_or_else(|| format!("\"{name}\" is no time zone; write one such as Europe/Madrid"))
}

fn quiet(quiet: Quiet) -> Result<Quiet, String> {
    if quiet.from == quiet.to {
        return Err("its quiet hours end when they begin; write two times, or leave them out".to_owned());
    }
    Ok(Quiet {
        zone: zone(&quiet.zone)?,
        ..quiet
    })
}

/// Days of the week: `["mon","wed"]`, `"mon,wed"`, or as cron counts them, `[1,3]` with 0 and 7 for Sunday.
fn days(typed: &Value) -> Result<Days, String> {
    let wrong =
        || format!("{typed} are no days of the week; write such as [\"mon\",\"wed\"], or numbers with 0 for Sunday");
    let one = |day: &Value| match day {
        Value::String(name) => name.parse().map_err(|_| wrong()),
        Value::Number(number) => number.as_u64().and_then(Days::of_number).ok_or_else(wrong),
        _ => Err(wrong()),
    };
    match typed {
        Value::Array(days) => {
            let mut all: Option<Days> = None;
            for day in days {
                let day = one(day)?;
                all = Some(all.map_or(day, |all| all.and(day)));
            }
            all.ok_or_else(wrong)
        }
        Value::String(_) => one(typed),
        _ => Err(wrong()),
    }
}
