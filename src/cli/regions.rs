//! `dateline regions`: the regions there are, and who is in them.

use serde_json::{Value, json};

use super::{Common, Failure, print, print_json};
use crate::commands::{GROUPS, listing};
use crate::i18n::commands as words;
use crate::places::groups::{Member, Membership};
use crate::places::{Country, Places, Region, Regions, Resolution};
use crate::render;

pub(super) fn regions(common: &Common, name: &str) -> Result<(), Failure> {
    let config = common.config()?;
    let (regions, places) = (&config.regions, &config.places);
    if common.json {
        return asked_for(regions, places, name)
            .into_iter()
            .try_for_each(|region| print_json(&as_json(regions, region)));
    }
    if name.is_empty() {
        return regions.all().try_for_each(|region| {
            let n = words::countries(region.countries.len());
            print(&format!("{} · {} · {n}\n", region.id, region.title))
        });
    }
    match listing(regions, places, name) {
        Some(reply) => print(&render::terminal::text(&reply)),
        // A name of no region is an answer like any other.
        None => print(&format!("{}\n", words::no_region(name, false))),
    }
}

/// The region of this name, else the groups, else the regions that hold the country of this name; all without a name.
fn asked_for<'r>(regions: &'r Regions, places: &Places, name: &str) -> Vec<&'r Region> {
    if name.is_empty() {
        return regions.all().collect();
    }
    if let Some(region) = regions.find(name) {
        return vec![region];
    }
    if name.eq_ignore_ascii_case(GROUPS) {
        return regions.groups().collect();
    }
    match places.resolve(name) {
        Resolution::One { country, .. } => regions
            .all()
            .filter(|region| region.countries.contains(&country))
            .collect(),
        _ => Vec::new(),
    }
}

fn as_json(regions: &Regions, region: &Region) -> Value {
    let countries: Vec<Country> = region.countries.iter().copied().collect();
    let names: Vec<&String> = region.names.iter().chain(&region.typed).collect();
    let mut line = json!({"id": region.id, "title": region.title, "names": names, "countries": countries});
    if let Some(group) = regions.group(region) {
        let members: Vec<Value> = group.memberships.iter().map(membership).collect();
        line["on"] = json!(regions.day());
        line["members"] = json!(members);
        line["note"] = json!(group.note);
        line["as_of"] = json!(group.as_of);
        line["source"] = json!(group.source);
    }
    line
}

fn membership(membership: &Membership) -> Value {
    let (kind, member) = match membership.member {
        Member::Country(country) => ("country", country.code()),
        Member::Group(id) => ("group", id),
    };
    json!({
        kind: member,
        "since": membership.since.map(|since| since.written),
        "until": membership.until.map(|until| until.written),
        "remark": membership.remark,
    })
}
