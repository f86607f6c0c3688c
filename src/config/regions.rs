//! `[[region]]` of regions.toml: sets of countries that may nest.

use std::collections::{BTreeSet, HashMap};

use jiff::civil::Date;

use super::countries::{alike, named};
use super::file::Reading;
use super::nearest::nearest;
use super::schedules::unique_id;
use super::table::{Lined, Table};
use super::values;
use crate::places::groups::{self, Group};
use crate::places::{Country, Places, Region, Regions};

/// The ids of the regions, also of those with something wrong in them.
pub(super) struct RegionIds {
    /// The ids, in order.
    pub(super) ids: Vec<String>,
    /// The ids of the groups that are built in, but for those whose place a region takes.
    pub(super) groups: Vec<String>,
    /// False when the file could not be read whole: an id that is not in `ids` may still be right.
    pub(super) complete: bool,
}

struct Unresolved {
    id: String,
    title: String,
    names: Vec<String>,
    countries: BTreeSet<Country>,
    nested: Vec<Lined<String>>,
}

impl RegionIds {
    /// What is known when there is no file of regions.
    pub(super) fn unknown() -> Self {
        Self {
            ids: Vec::new(),
            groups: Vec::new(),
            complete: false,
        }
    }
}

/// Reads all regions and works out which countries each holds. Groups in them have the members of `today`.
pub(super) fn read(tables: Vec<Table<'_>>, reading: Reading<'_>, places: &Places, today: Date) -> (Regions, RegionIds) {
    let mut ids: Vec<String> = Vec::new();
    for id in tables.iter().filter_map(|table| table.peek("id")) {
        if values::id(id).is_ok() && !ids.iter().any(|known| known == id) {
            ids.push(id.to_owned());
        }
    }
    let mut known = RegionIds {
        ids,
        groups: Vec::new(),
        complete: reading.whole,
    };
    let mut lines = HashMap::new();
    let mut titles = HashMap::new();
    let mut regions = Vec::new();
    for mut table in tables {
        regions.extend(region(&mut table, &known, places, today, &mut lines, &mut titles));
        table.finish();
    }
    let (regions, loops) = resolve_nested(regions);
    for Loop { line, ids } in loops {
        let what = match ids.as_slice() {
            [only, _] => format!("region {only:?} contains itself; take it out of its own countries"),
            _ => format!(
                "these regions contain each other: {}; take one out of the countries of another",
                ids.join(" → ")
            ),
        };
        reading.problem(line, what);
    }
    let regions = Regions::with_groups(regions, today);
    known.groups = regions.groups().map(|group| group.id.clone()).collect();
    (regions, known)
}

fn region(
    table: &mut Table<'_>,
    known: &RegionIds,
    places: &Places,
    today: Date,
    lines: &mut HashMap<String, usize>,
    titles: &mut HashMap<String, usize>,
) -> Option<Unresolved> {
    let id = unique_id(table, lines);
    if id.as_deref() == Some("all") {
        table.problem(
            table.line(),
            "the id \"all\" means every article in /subscribe; give this region another id",
        );
    }
    if let Some(country) = id.as_deref().and_then(Country::from_code) {
        table.problem(
            table.line(),
            format!(
                "the id {:?} is the ISO code of {}, which /subscribe would no longer find; give this region another id",
                id.as_deref().unwrap_or_default(),
                country.name()
            ),
        );
    }
    let title = table.text("title", values::name);
    if !table.has("title") {
        table.missing("title", "title = \"…\", its name for readers");
    }
    if let Some(title) = &title
        && let Some(first) = titles.insert(title.value.to_lowercase(), title.line)
    {
        table.problem(
            title.line,
            format!(
                "the title {:?} is taken by line {first}; readers could not tell the two regions apart",
                title.value
            ),
        );
    }
    let members = table.texts("countries", |text| member(text, known, places));
    if !table.has("countries") || table.has_empty_list("countries") {
        table.missing(
            "country in it",
            "countries = [\"VE\", \"CO\"], ISO codes or ids of other regions",
        );
    }
    let mut countries = BTreeSet::new();
    let mut nested = Vec::new();
    for member in members.unwrap_or_default() {
        match member.value {
            Member::Country(country) => {
                countries.insert(country);
            }
            Member::Group(group) => countries.extend(group.countries(today)),
            Member::Region(id) => nested.push(Lined {
                value: id,
                line: member.line,
            }),
        }
    }
    let names = table.texts("names", values::name).unwrap_or_default();
    let id = id?;
    Some(Unresolved {
        names: names.into_iter().map(|name| name.value).collect(),
        title: title.map_or_else(|| id.clone(), |title| title.value),
        id,
        countries,
        nested,
    })
}

enum Member {
    Country(Country),
    /// A group that is built in. It holds no region of the file, so that no loop goes through it.
    Group(&'static Group),
    Region(String),
}

fn member(text: &str, known: &RegionIds, places: &Places) -> Result<Member, String> {
    if known.ids.iter().any(|id| id == text) {
        return Ok(Member::Region(text.to_owned()));
    }
    if let Some(country) = Country::from_code(text) {
        return Ok(Member::Country(country));
    }
    if let Some(group) = groups::get(text) {
        return Ok(Member::Group(group));
    }
    if !known.complete && values::id(text).is_ok() {
        return Ok(Member::Region(text.to_owned()));
    }
    let resolution = places.resolve(text);
    let advice = named(&resolution).unwrap_or_else(|| {
        let ids = known.ids.iter().map(String::as_str);
        let ids = ids.chain(groups::all().iter().map(|group| group.id));
        match nearest(text, ids) {
            Some(near) => format!("did you mean {near:?}?"),
            None => alike(&resolution)
                .unwrap_or_else(|| "write a code of ISO 3166-1 such as \"VE\", or the id of another region".to_owned()),
        }
    });
    Err(format!("{text:?} is no country's ISO code and no region; {advice}"))
}

/// Regions that contain each other.
struct Loop {
    /// The line on which the first of them names the next.
    line: usize,
    /// The ids along the loop, ending with the one it began with.
    ids: Vec<String>,
}

/// Puts the countries of nested regions into those that name them. Innermost first; what is left when nothing can be
/// put in any more contains itself. (No recursion: the depth is the admin's to choose.)
fn resolve_nested(mut open: Vec<Unresolved>) -> (Vec<Region>, Vec<Loop>) {
    let order: Vec<String> = open.iter().map(|region| region.id.clone()).collect();
    let mut done: HashMap<String, Region> = HashMap::new();
    let mut loops = Vec::new();
    while !open.is_empty() {
        let ids: BTreeSet<String> = open.iter().map(|region| region.id.clone()).collect();
        let (ready, waiting): (Vec<_>, Vec<_>) = open
            .into_iter()
            .partition(|region| !region.nested.iter().any(|nested| ids.contains(&nested.value)));
        open = waiting;
        if ready.is_empty() {
            cut_loop(&mut open, &mut loops);
            continue;
        }
        for region in ready {
            let mut countries = region.countries;
            for nested in &region.nested {
                countries.extend(done.get(&nested.value).iter().flat_map(|region| &region.countries));
            }
            let Unresolved { id, title, names, .. } = region;
            let region = Region {
                id: id.clone(),
                title,
                names,
                typed: Vec::new(),
                countries,
            };
            done.insert(id, region);
        }
    }
    let regions = order.iter().filter_map(|id| done.remove(id)).collect();
    (regions, loops)
}

/// Finds a loop among regions each of which names another of them, notes it, and cuts it so that the rest can be
/// worked out.
fn cut_loop(open: &mut [Unresolved], loops: &mut Vec<Loop>) {
    let place = |id: &str| open.iter().position(|region| region.id == id);
    // From any of them, following the first open region it names, one comes round.
    let mut path: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    let begin = loop {
        if let Some(begin) = path.iter().position(|(region, _)| *region == at) {
            break begin;
        }
        let next = open.get(at).and_then(|region| {
            region
                .nested
                .iter()
                .enumerate()
                .find_map(|(member, nested)| place(&nested.value).map(|next| (member, next)))
        });
        let Some((member, next)) = next else { return };
        path.push((at, member));
        at = next;
    };
    let around = path.split_off(begin);
    let ids: Vec<String> = around
        .iter()
        .chain(around.first())
        .filter_map(|(region, _)| open.get(*region).map(|region| region.id.clone()))
        .collect();
    if let Some((region, member)) = around.first()
        && let Some(region) = open.get_mut(*region)
    {
        let nested = region.nested.remove(*member);
        loops.push(Loop { line: nested.line, ids });
    }
}
