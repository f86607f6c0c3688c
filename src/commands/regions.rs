//! /regions: the regions there are, who is in one, and which hold a country.

use super::news::shown;
use super::{AnswerError, Core};
use crate::i18n::commands as words;
use crate::i18n::dates;
use crate::places::groups::{Dated, Member, Membership};
use crate::places::{Country, Places, Region, Regions, Resolution};
use crate::reply::{Block, Reply, Text};

/// What /regions takes for the groups that are built in.
pub const GROUPS: &str = "groups";

impl Core {
    pub(super) async fn regions(&self, name: &str) -> Result<Reply, AnswerError> {
        if name.is_empty() {
            return self.own_regions().await;
        }
        Ok(
            listing(&self.config.regions, &self.config.places, name)
                .unwrap_or_else(|| self.no_region(name, "/regions")),
        )
    }

    async fn own_regions(&self) -> Result<Reply, AnswerError> {
        let regions = &self.config.regions;
        let mut lines = Vec::new();
        for region in regions.iter() {
            let total = self.store.about(&region.countries, 0, 0).await?.total;
            lines.push(Text::plain(format!("{} · {}", region.title, words::articles(total))));
        }
        let mut publishers: Vec<&str> = self
            .config
            .sources
            .iter()
            .filter(|source| source.enabled)
            .map(|source| source.publisher.as_str())
            .collect();
        publishers.sort_unstable();
        publishers.dedup();
        let reply = Reply::default()
            .block(Block::Title(format!("Regions · {}", lines.len()).into()))
            .block(Block::List(lines))
            .block(Block::Paragraph(words::also_groups(regions.groups().count()).into()))
            .block(Block::Footer(words::sources(&publishers).into()));
        let reply = self.region_buttons(reply, "/region");
        Ok(reply.action(words::GROUPS, format!("/regions {GROUPS}")))
    }

    /// The reply with a button for every region of the configuration.
    pub(super) fn region_buttons(&self, reply: Reply, command: &str) -> Reply {
        self.config.regions.iter().fold(reply, |reply, region| {
            reply.action(region.title.clone(), format!("{command} {}", region.id))
        })
    }

    /// A name of no region: the nearest ones as buttons.
    pub(super) fn no_region(&self, name: &str, command: &str) -> Reply {
        let near = self.config.regions.nearest(name, 5);
        near.iter().fold(
            Reply::say(words::no_region(&shown(name), !near.is_empty())),
            |reply, region| reply.action(region.title.clone(), format!("{command} {}", region.id)),
        )
    }
}

/// Who is in the region of this name, or which regions hold the country of this name, or which groups there are; `None`
/// for a name of none of these.
pub fn listing(regions: &Regions, places: &Places, name: &str) -> Option<Reply> {
    if let Some(region) = regions.find(name) {
        return Some(members(regions, region));
    }
    if name.eq_ignore_ascii_case(GROUPS) {
        return Some(groups(regions));
    }
    match places.resolve(name) {
        Resolution::One { country, .. } => Some(holding(regions, country)),
        _ => None,
    }
}

/// Every group that is built in.
fn groups(regions: &Regions) -> Reply {
    let lines: Vec<Text> = regions
        .groups()
        .map(|group| Text::plain(format!("{} · {}", group.title, words::countries(group.countries.len()))))
        .collect();
    Reply::default()
        .block(Block::Title(format!("{} · {}", words::GROUPS, lines.len()).into()))
        .block(Block::List(lines))
        .block(Block::Footer(words::HOW_TO_USE_A_GROUP.into()))
}

/// Who is in a region, and of a group since when, who was, and where that stands.
fn members(regions: &Regions, region: &Region) -> Reply {
    let n = words::countries(region.countries.len());
    let mut reply = Reply::default().block(Block::Title(format!("{} · {n}", region.title).into()));
    if let Some(group) = regions.group(region) {
        let (mut now, mut then) = (Vec::new(), Vec::new());
        for membership in &group.memberships {
            if membership.holds(regions.day()) {
                now.push(line(regions, membership));
            } else {
                then.push(line(regions, membership));
            }
        }
        now.sort();
        then.sort();
        let list = |lines: Vec<String>| Block::List(lines.into_iter().map(Text::plain).collect());
        if !now.is_empty() {
            reply = reply.block(list(now));
        }
        if !then.is_empty() {
            reply = reply.block(Block::Heading(words::OTHER_TIMES.into())).block(list(then));
        }
        let nested = |membership: &Membership| matches!(membership.member, Member::Group(_));
        if group.memberships.iter().any(nested) {
            reply = reply.block(Block::Paragraph(words::together(&names(region)).into()));
        }
        if let Some(note) = group.note {
            reply = reply.block(Block::Paragraph(note.into()));
        }
        let source = words::known_from(regions.day(), group.as_of, group.source);
        reply = reply.block(Block::Footer(source.into()));
    } else {
        let lines = names(region).into_iter().map(Text::plain);
        reply = reply
            .block(Block::List(lines.collect()))
            .block(Block::Footer(words::OWN_REGION.into()));
    }
    reply
        .action("News", format!("/region {}", region.id))
        .action("Digest", format!("/digest {}", region.id))
        .action(format!("Follow {}", region.title), format!("/subscribe {}", region.id))
}

/// The names of a region's countries, in alphabetical order.
fn names(region: &Region) -> Vec<&'static str> {
    let mut names: Vec<&str> = region.countries.iter().map(|country| country.name()).collect();
    names.sort_unstable();
    names
}

/// "Croatia · since 2013-07-01".
fn line(regions: &Regions, membership: &Membership) -> String {
    let ends = |dated: Option<Dated>| dated.map(|dated| (dated.first, dated.last));
    let name = match membership.member {
        Member::Country(country) => country.name().to_owned(),
        Member::Group(id) => regions
            .get(id)
            .map_or_else(|| id.to_owned(), |group| group.title.clone()),
    };
    let dated = dates::span(ends(membership.since), ends(membership.until));
    [Some(name), dated, membership.remark.map(str::to_owned)]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" · ")
}

/// The regions that hold a country.
fn holding(regions: &Regions, country: Country) -> Reply {
    let lines: Vec<Text> = regions
        .all()
        .filter(|region| region.countries.contains(&country))
        .map(|region| Text::plain(region.title.clone()))
        .collect();
    Reply::default()
        .block(Block::Title(
            format!("{} · {}", country.name(), words::in_regions(lines.len())).into(),
        ))
        .block(Block::List(lines))
        .action(country.name(), format!("/country {}", country.code()))
}
