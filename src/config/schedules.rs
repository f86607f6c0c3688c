//! `[[schedule]]` of dateline.toml.

use std::collections::{HashMap, HashSet};

use jiff::tz::TimeZone;

use super::nearest::nearest;
use super::regions::RegionIds;
use super::table::{Lined, Table};
use super::{CatchUp, ScheduleConfig, values};
use crate::destination::Destination;
use crate::digest::{Edition, Form};
use crate::schedule::Cron;

/// Reads all schedules. One without a usable id, line or region is a problem and left out.
pub(super) fn read(tables: Vec<Table<'_>>, regions: &RegionIds, default_zone: &TimeZone) -> Vec<ScheduleConfig> {
    let mut lines = HashMap::new();
    tables
        .into_iter()
        .filter_map(|table| schedule(table, regions, default_zone, &mut lines))
        .collect()
}

fn schedule(
    mut table: Table<'_>,
    known: &RegionIds,
    default_zone: &TimeZone,
    lines: &mut HashMap<String, usize>,
) -> Option<ScheduleConfig> {
    let id = unique_id(&mut table, lines);
    let taken = match id.as_deref() {
        Some(Edition::ASKED) => "that somebody asked for",
        Some(Edition::SAMPLE) => "of its samples",
        _ => "",
    };
    if let Some(id) = id.as_deref().filter(|_| !taken.is_empty()) {
        let words = format!("{id:?} is what Dateline calls the digests {taken}; write another id");
        table.refuse("id", table.line(), &words);
    }
    let cron = table.text("cron", Cron::parse);
    if !table.has("cron") {
        table.missing(
            "cron",
            "when it is due, such as cron = \"30 7 * * *\" for 07:30 every day",
        );
    }
    let zone = table.text("zone", values::zone);
    let regions = table.texts("regions", |text| region(text, known));
    if !table.has("regions") || table.has_empty_list("regions") {
        table.missing("region", "regions = [\"*\"] for all, or the ids of some");
    }
    let to = destinations(&mut table);
    let form = table.text("form", |text| {
        values::choice(
            text,
            &[
                ("full", Form::Full),
                ("brief", Form::Brief),
                ("headlines", Form::Headlines),
            ],
        )
    });
    let language = table.text("language", spoken);
    let catch_up = table.text("catch_up", |text| {
        values::choice(text, &[("latest", CatchUp::Latest), ("none", CatchUp::None)])
    });
    table.finish();
    Some(ScheduleConfig {
        id: id?,
        cron: cron?.value,
        zone: zone.map_or_else(|| default_zone.clone(), |zone| zone.value),
        regions: all_regions(regions?, known),
        to,
        form: form.map_or(Form::Full, |form| form.value),
        language: language.map_or_else(|| "en".to_owned(), |language| language.value),
        catch_up: catch_up.map_or(CatchUp::Latest, |catch_up| catch_up.value),
    })
}

/// A language that digests are written in.
fn spoken(text: &str) -> Result<String, String> {
    values::language(text)?;
    if text == "en" {
        Ok(text.to_owned())
    } else {
        Err(format!("Dateline does not write in {text:?} yet; write \"en\""))
    }
}

fn region(text: &str, known: &RegionIds) -> Result<String, String> {
    let ids = || known.ids.iter().chain(&known.groups).map(String::as_str);
    if text == "*" || !known.complete || ids().any(|id| id == text) {
        return Ok(text.to_owned());
    }
    Err(match nearest(text, ids()) {
        Some(near) => format!("{text:?} is no region; did you mean {near:?}?"),
        None => format!(
            "{text:?} is no region; write \"*\" or some of: {}, or an id that `dateline regions` lists",
            known.ids.join(", ")
        ),
    })
}

/// The regions in the order of the configuration of regions, `*` replaced by all of regions.toml, each once.
fn all_regions(named: Vec<Lined<String>>, known: &RegionIds) -> Vec<String> {
    if named.iter().any(|region| region.value == "*") {
        return known.ids.clone();
    }
    let mut seen = HashSet::new();
    named
        .into_iter()
        .map(|region| region.value)
        .filter(|region| seen.insert(region.clone()))
        .collect()
}

fn destinations(table: &mut Table<'_>) -> Vec<Destination> {
    let mut to: Vec<Destination> = Vec::new();
    for destination in table.texts("to", values::destination).unwrap_or_default() {
        if to.contains(&destination.value) {
            let words = format!(
                "{} stands here twice; delete one, so that nobody gets the digest twice",
                destination.value
            );
            table.refuse("to", destination.line, &words);
        } else {
            to.push(destination.value);
        }
    }
    to
}

/// The id of a table, which no earlier table of the list may have.
pub(super) fn unique_id(table: &mut Table<'_>, lines: &mut HashMap<String, usize>) -> Option<String> {
    let id = table.text("id", values::id);
    if !table.has("id") {
        table.missing("id", "a name of its own, such as id = \"morning\"");
    }
    let id = id?;
    if let Some(first) = lines.get(&id.value) {
        table.problem(
            id.line,
            format!(
                "the id {:?} is taken by line {first}; give one of the two another id",
                id.value
            ),
        );
        return None;
    }
    lines.insert(id.value.clone(), id.line);
    Some(id.value)
}
