//! The groups of countries that are built in: who was in them on a day, and what headlines and readers call them.

use std::collections::{BTreeMap, BTreeSet};

use dateline::places::groups::{self, Group, Member};
use dateline::places::{Country, Region, Regions, Resolution};

use crate::built_in::resolve;
use jiff::civil::{Date, date};
use proptest::prelude::*;

/// The day of most of these stories.
const TODAY: Date = date(2026, 1, 7);

fn country(code: &str) -> Country {
    Country::from_code(code).unwrap()
}

fn group(id: &str) -> &'static Group {
    groups::get(id).unwrap_or_else(|| panic!("no group {id}"))
}

/// The codes of the members on a day.
fn members(id: &str, on: Date) -> String {
    let codes: Vec<&str> = group(id).countries(on).into_iter().map(Country::code).collect();
    codes.join(" ")
}

fn count(id: &str, on: Date) -> usize {
    group(id).countries(on).len()
}

fn regions() -> Regions {
    Regions::with_groups(Vec::new(), TODAY)
}

fn own(id: &str, title: &str, names: &[&str], codes: &[&str]) -> Region {
    Region {
        id: id.to_owned(),
        title: title.to_owned(),
        names: names.iter().map(|name| (*name).to_owned()).collect(),
        typed: Vec::new(),
        countries: codes.iter().map(|code| country(code)).collect(),
    }
}

// --- The tables ---

#[test]
fn every_row_is_read_and_every_date_is_in_order() {
    let rows = |file| dateline::places::tables::rows(file).count();
    assert_eq!(groups::all().len(), rows("groups.tsv"));
    let memberships: usize = groups::all().iter().map(|group| group.memberships.len()).sum();
    assert_eq!(
        memberships,
        rows("members.tsv"),
        "a row names no country, no group, or a date that is none"
    );
    for group in groups::all() {
        assert!(!group.memberships.is_empty(), "{} has no members", group.id);
        assert!(group.source.starts_with("https://"), "{}", group.id);
        assert!(group.as_of >= date(2026, 1, 1), "{}", group.id);
        for membership in &group.memberships {
            let until = membership.until.map(|until| until.first);
            if let (Some(since), Some(until)) = (membership.since, until) {
                assert!(since.last < until, "{}: {membership:?}", group.id);
            }
            for end in [membership.since, membership.until].into_iter().flatten() {
                assert!(
                    end.last.year() > 1900 && end.first <= group.as_of,
                    "{}: {end:?}",
                    group.id
                );
            }
        }
    }
}

#[test]
fn nobody_is_in_a_group_twice_at_one_time() {
    for group in groups::all() {
        let mut times: BTreeMap<String, Vec<(Date, Date)>> = BTreeMap::new();
        for membership in &group.memberships {
            let from = membership.since.map_or(Date::MIN, |since| since.first);
            let to = membership.until.map_or(Date::MAX, |until| until.last);
            times
                .entry(format!("{:?}", membership.member))
                .or_default()
                .push((from, to));
        }
        for (member, mut times) in times {
            times.sort();
            assert!(
                times.windows(2).all(|pair| pair[0].1 < pair[1].0),
                "{}: {member} at {times:?}",
                group.id
            );
        }
    }
}

#[test]
fn a_group_holds_all_members_of_the_groups_in_it_and_never_itself() {
    fn walk(group: &Group, path: &mut Vec<&'static str>) {
        for membership in &group.memberships {
            let Member::Group(id) = membership.member else { continue };
            assert!(!path.contains(&id), "{path:?} holds {id} again");
            let inner = groups::get(id).unwrap();
            path.push(inner.id);
            walk(inner, path);
            path.pop();
            if membership.holds(TODAY) {
                assert!(
                    inner.countries(TODAY).is_subset(&group.countries(TODAY)),
                    "{id} in {}",
                    group.id
                );
            }
        }
    }
    for group in groups::all() {
        walk(group, &mut vec![group.id]);
    }
}

/// `/region`, `/digest` and `/subscribe` look for a region first: a group must not take a country's name from it.
#[test]
fn no_group_is_called_as_a_country_or_as_another_group() {
    let mut called: BTreeMap<String, &str> = BTreeMap::new();
    for group in groups::all() {
        let id = group.id;
        assert!(id != "all" && id != "world" && id != "groups");
        assert!(
            id.chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'),
            "{id}"
        );
        let names = group.names.iter().chain(&group.typed).copied();
        let mut own = BTreeSet::new();
        for name in names.chain([id, group.title]) {
            assert!(Country::from_code(name).is_none(), "{id}: {name} is a country's code");
            assert!(
                matches!(resolve(name), Resolution::Unknown { .. }),
                "{id}: {name} is a country's: {:?}",
                resolve(name)
            );
            let key = name.to_lowercase().replace('-', " ");
            if own.insert(key.clone()) {
                let other = called.insert(key, id);
                assert!(other.is_none(), "{id} and {other:?} are both called {name}");
            }
        }
    }
}

// --- Who is in ---

#[test]
fn members_are_those_of_the_day() {
    assert_eq!(count("eu", date(2019, 12, 31)), 28);
    assert_eq!(count("eu", date(2020, 2, 1)), 27);
    assert_eq!(count("eu", date(1957, 12, 31)), 0);
    assert_eq!(members("eu", date(1960, 1, 1)), "BE DE FR IT LU NL");
    assert_eq!(count("eurozone", date(2025, 12, 31)), 20);
    assert_eq!(count("eurozone", date(2026, 1, 1)), 21);
    assert_eq!(count("asean", date(2025, 10, 25)), 10);
    assert_eq!(members("asean", TODAY), "BN ID KH LA MM MY PH SG TH TL VN");
    assert_eq!(members("g7", TODAY), "CA DE FR GB IT JP US");
    assert_eq!(count("g20", TODAY), 19);
    assert_eq!(count("nato", date(2022, 6, 1)), 30);
    assert_eq!(count("nato", TODAY), 32);
    assert_eq!(members("brics", date(2023, 12, 31)), "BR CN IN RU ZA");
    assert_eq!(members("brics", TODAY), "AE BR CN EG ET ID IN IR RU ZA");
    assert_eq!(count("ecowas", date(2025, 1, 28)), 15);
    assert_eq!(count("ecowas", date(2025, 1, 29)), 12);
    assert_eq!(members("alliance-of-sahel-states", TODAY), "BF ML NE");
    assert_eq!(
        members("opec", date(2026, 4, 30)),
        "AE CG DZ GA GQ IQ IR KW LY NG SA VE"
    );
    assert_eq!(members("opec", date(2026, 5, 1)), "CG DZ GA GQ IQ IR KW LY NG SA VE");
    assert_eq!(members("sco", TODAY), "BY CN IN IR KG KZ PK RU TJ UZ");
    assert_eq!(members("gcc", TODAY), "AE BH KW OM QA SA");
    assert_eq!(members("caucasus", TODAY), "AM AZ GE");
    assert_eq!(members("horn-of-africa", TODAY), "DJ ER ET SO");
    for (id, states) in [
        ("united-nations", 193),
        ("african-union", 55),
        ("organisation-of-islamic-cooperation", 57),
        ("osce", 57),
        ("commonwealth", 56),
        ("council-of-europe", 46),
        ("oecd", 38),
        ("oas", 34),
        ("celac", 33),
        ("eea", 30),
        ("schengen", 29),
        ("arab-league", 22),
        ("comesa", 21),
        ("apec", 21),
        ("pacific-islands-forum", 18),
        ("sadc", 16),
        ("caricom", 15),
        ("cptpp", 12),
        ("cis", 9),
        ("cplp", 9),
        ("eac", 8),
        ("sica", 8),
        ("saarc", 8),
        ("nordics", 8),
    ] {
        assert_eq!(count(id, TODAY), states, "{id}");
    }
}

#[test]
fn who_left_and_came_back_was_out_in_between() {
    let indonesia = |on| group("opec").countries(on).contains(&country("ID"));
    let days = [date(2008, 12, 31), date(2010, 1, 1), date(2016, 6, 1), date(2017, 1, 1)];
    assert_eq!(days.map(indonesia), [true, false, true, false]);
    let morocco = |on| group("african-union").countries(on).contains(&country("MA"));
    assert_eq!([date(2016, 1, 1), TODAY].map(morocco), [false, true]);
}

#[test]
fn a_month_or_a_year_counts_only_where_it_is_sure() {
    let member = |id: &str, code: &str, on| group(id).countries(on).contains(&country(code));
    // Algeria joined OPEC in 1969, Gabon left it in January 1995.
    assert!(!member("opec", "DZ", date(1969, 12, 30)) && member("opec", "DZ", date(1969, 12, 31)));
    assert!(member("opec", "GA", date(1994, 12, 31)) && !member("opec", "GA", date(1995, 1, 1)));
}

#[test]
fn the_suspended_stay_members_and_are_marked() {
    assert!(members("mercosur", TODAY).contains("VE"));
    let remark = |id: &str, code: &str| {
        let mut memberships = group(id).memberships.iter();
        let found = memberships.find(|membership| membership.member == Member::Country(country(code)));
        found.unwrap().remark
    };
    assert_eq!(remark("mercosur", "VE"), Some("suspended since 2016-12-01"));
    assert!(remark("african-union", "ML").unwrap().starts_with("suspended"));
}

#[test]
fn the_regions_of_the_un_nest_and_part_the_world() {
    let on = |id: &str| group(id).countries(TODAY);
    assert!(on("m49-021").is_subset(&on("m49-019")) && on("m49-019").is_subset(&on("m49-001")));
    assert_eq!(on("m49-001"), Country::all().collect(), "every country is in the world");
    let continents = ["m49-002", "m49-019", "m49-142", "m49-150", "m49-009"];
    let sum: usize = continents.iter().map(|id| on(id).len()).sum();
    // Antarctica is on none.
    assert_eq!(sum + 1, on("m49-001").len(), "no country is on two continents");
    let islands = on("pacific-islands");
    assert!(islands.contains(&country("FJ")) && !islands.contains(&country("AU")));
}

#[test]
fn groups_overlap() {
    let regions = regions();
    let of_turkey: Vec<&str> = regions
        .groups()
        .filter(|group| group.countries.contains(&country("TR")) && !group.id.starts_with("m49-"))
        .map(|group| group.id.as_str())
        .collect();
    for id in ["nato", "g20", "oecd", "council-of-europe", "turkic-states"] {
        assert!(of_turkey.contains(&id), "{id}: {of_turkey:?}");
    }
    assert!(!of_turkey.contains(&"eu"));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// A country is in a group only by a row of its own, or by one of a group in it, that holds on the day.
    #[test]
    fn who_has_no_row_is_in_no_group(day in 0..=36_890_i32, code in prop::sample::select(Country::all().collect::<Vec<_>>())) {
        let on = date(1925, 1, 1) + jiff::Span::new().days(day);
        let by_row = |group: &Group| {
            // Outermost first; the table has no loops.
            let mut open = vec![group];
            while let Some(group) = open.pop() {
                for membership in group.memberships.iter().filter(|membership| membership.holds(on)) {
                    match membership.member {
                        Member::Country(country) if country == code => return true,
                        Member::Country(_) => {}
                        Member::Group(id) => open.push(groups::get(id).unwrap()),
                    }
                }
            }
            false
        };
        for group in groups::all() {
            prop_assert_eq!(group.countries(on).contains(&code), by_row(group), "{} {:?} {}", group.id, code, on);
        }
    }
}

// --- What they are called ---

#[test]
fn a_group_is_found_by_every_name_it_has() {
    let regions = regions();
    for group in groups::all() {
        let names = group.names.iter().chain(&group.typed).copied();
        for name in names.chain([group.id, group.title]) {
            let found = regions.find(name).map(|region| region.id.as_str());
            assert_eq!(found, Some(group.id), "{name}");
        }
    }
    let find = |name: &str| regions.find(name).map_or("none", |region| region.id.as_str());
    for (name, id) in [
        ("the European Union", "eu"),
        ("ue", "eu"),
        ("Association of Southeast Asian Nations", "asean"),
        ("otan", "nato"),
        ("G-20", "g20"),
        ("visegrad", "visegrad"),
        ("Gulf States", "gcc"),
        ("Middle East and North Africa", "mena"),
        ("Atlantis", "none"),
        ("the", "none"),
    ] {
        assert_eq!(find(name), id, "{name}");
    }
}

#[test]
fn a_region_of_ones_own_comes_first_by_id_and_title_and_last_by_other_names() {
    let regions = Regions::with_groups(
        vec![
            own("europe", "Europe", &["EU"], &["FR", "RU"]),
            own("asean", "My ASEAN", &[], &["ID"]),
            own("gulf", "the BRICS", &[], &["KW"]),
        ],
        TODAY,
    );
    let found = |name: &str| {
        regions
            .find(name)
            .map(|region| (region.id.as_str(), region.countries.len()))
    };
    assert_eq!(found("asean"), Some(("asean", 1)), "an id replaces a group");
    assert_eq!(found("BRICS"), Some(("gulf", 1)), "so does a title");
    assert!(regions.get("brics").is_none(), "which then is nowhere");
    assert_eq!(found("EU"), Some(("eu", 27)), "another name does not");
    assert_eq!(found("Europe"), Some(("europe", 2)));
    let ids: Vec<&str> = regions.iter().map(|region| region.id.as_str()).collect();
    assert_eq!(ids, ["europe", "asean", "gulf"], "the groups are listed apart");
}

#[test]
fn a_headline_names_a_group_by_its_title_and_listed_names() {
    let regions = regions();
    let named = |id: &str, headline: &str| regions.get(id).unwrap().is_named_in(headline);
    for (id, headline) in [
        ("asean", "ASEAN leaders meet"),
        ("asean", "Asean leaders meet"),
        ("eu", "Why the EU waits"),
        ("eu", "La UE aprueba el presupuesto"),
        ("eu", "european union budget agreed"),
        ("g7", "G7 ministers agree"),
        ("g7", "G7 MINISTERS AGREE"),
        ("opec", "Opec+ delays its output rise"),
        ("nato", "Nato allies meet in the north"),
        ("nato", "Саммит НАТО открылся"),
        ("quad", "Quad summit postponed"),
        ("sahel", "Drought returns to the Sahel"),
        ("m49-030", "East Asian growth slows"),
    ] {
        assert!(named(id, headline), "{id}: {headline}");
    }
    for (id, headline) in [
        ("eu", "Eu não sabia de nada"),
        ("eu", "EU NÃO SABIA DE NADA"),
        ("nato", "È nato il figlio del sindaco"),
        ("nato", "È NATO IL FIGLIO DEL SINDACO"),
        ("quad", "Man hurt in quad bike crash"),
        ("sco", "Angers SCO draw at home"),
        ("commonwealth", "Commonwealth of Virginia sues"),
        ("mena", "Mena shop owner retires"),
        ("caucasus", "Floods in the North Caucasus"),
        ("m49-030", "South-East Asian growth slows"),
        ("m49-030", "South East Asia braces for rain"),
        ("african-great-lakes", "Ice on the Great Lakes"),
    ] {
        assert!(!named(id, headline), "{id}: {headline}");
    }
}
