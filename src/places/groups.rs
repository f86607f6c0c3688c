//! Groups of countries that people follow, compiled in: the regions of UN M49, organisations and customary names, with who
//! joined and left when. Fails closed: who is not known to be in a group on a day is not in it.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use jiff::civil::Date;

use super::tables::{names, rows};
use super::{Country, Region};

/// A group of countries.
#[derive(Debug)]
pub struct Group {
    /// Its id: lower case letters, digits and hyphens.
    pub id: &'static str,
    /// Its name for readers.
    pub title: &'static str,
    /// Other names for it, which also count in a headline.
    pub names: Vec<&'static str>,
    /// Names that mean it only when a person types them: in a headline they may mean something else.
    pub typed: Vec<&'static str>,
    /// The page that lists its members.
    pub source: &'static str,
    /// The day up to which its members are known.
    pub as_of: Date,
    /// What else a reader should know of who is in it.
    pub note: Option<&'static str>,
    /// Who is or was in it.
    pub memberships: Vec<Membership>,
}

/// A time in which a country, or all members of another group, belonged to a group.
#[derive(Debug)]
pub struct Membership {
    /// Who.
    pub member: Member,
    /// When it joined; `None`: not dated, for as long as the group is known.
    pub since: Option<Dated>,
    /// When it left: it was a member up to the day before. `None`: it is one still.
    pub until: Option<Dated>,
    /// Such as that it is suspended.
    pub remark: Option<&'static str>,
}

/// Who belongs to a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Member {
    /// A country.
    Country(Country),
    /// All members of another group, by its id.
    Group(&'static str),
}

/// A day, month or year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dated {
    /// As it is written: 2004-05-01, 2004-05 or 2004.
    pub written: &'static str,
    /// Its first day.
    pub first: Date,
    /// Its last day.
    pub last: Date,
}

static GROUPS: LazyLock<Vec<Group>> = LazyLock::new(|| {
    let mut groups: Vec<Group> = rows("groups.tsv").filter_map(|row| Group::read(&row)).collect();
    for row in rows("members.tsv") {
        if let Some((id, membership)) = Membership::read(&row, &groups)
            && let Some(group) = groups.iter_mut().find(|group| group.id == id)
        {
            group.memberships.push(membership);
        }
    }
    groups
});

/// Every group, in the order of the table.
pub fn all() -> &'static [Group] {
    &GROUPS
}

/// The group with this id.
pub fn get(id: &str) -> Option<&'static Group> {
    GROUPS.iter().find(|group| group.id == id)
}

/// Every group as a region, with the countries that were in it on a day.
pub fn regions(on: Date) -> Vec<Region> {
    GROUPS.iter().map(|group| group.region(on)).collect()
}

impl Group {
    fn read(row: &[&'static str]) -> Option<Self> {
        let [id, title, headline, typed, source, as_of, note] = *row else {
            return None;
        };
        Some(Self {
            id,
            title,
            names: names(headline).collect(),
            typed: names(typed).collect(),
            source,
            as_of: as_of.parse().ok()?,
            note: given(note),
            memberships: Vec::new(),
        })
    }

    /// The countries that were in it on a day, those of groups in it included.
    pub fn countries(&self, on: Date) -> BTreeSet<Country> {
        let mut countries = BTreeSet::new();
        self.gather(on, &mut vec![self.id], &mut countries);
        countries
    }

    /// `around` are the ids of the groups that this one is being gathered for, itself included: none is entered twice.
    fn gather(&self, on: Date, around: &mut Vec<&'static str>, countries: &mut BTreeSet<Country>) {
        for membership in self.memberships.iter().filter(|membership| membership.holds(on)) {
            match membership.member {
                Member::Country(country) => {
                    countries.insert(country);
                }
                Member::Group(id) => {
                    if let Some(group) = get_once(id, around) {
                        around.push(group.id);
                        group.gather(on, around, countries);
                        around.pop();
                    }
                }
            }
        }
    }

    fn region(&self, on: Date) -> Region {
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Region {
            id: self.id.to_owned(),
            title: self.title.to_owned(),
            names: owned(&self.names),
            typed: owned(&self.typed),
            countries: self.countries(on),
        }
    }
}

fn get_once(id: &str, around: &[&str]) -> Option<&'static Group> {
    if around.contains(&id) { None } else { get(id) }
}

impl Membership {
    /// A row, with the id of its group. A row that cannot be read makes nobody a member.
    fn read(row: &[&'static str], groups: &[Group]) -> Option<(&'static str, Self)> {
        let [group, member, since, until, remark] = *row else {
            return None;
        };
        let member = match groups.iter().find(|group| group.id == member) {
            Some(group) => Member::Group(group.id),
            None => Member::Country(Country::from_code(member)?),
        };
        let date = |cell| match given(cell) {
            None => Some(None),
            Some(written) => Dated::read(written).map(Some),
        };
        let membership = Self {
            member,
            since: date(since)?,
            until: date(until)?,
            remark: given(remark),
        };
        Some((group, membership))
    }

    /// True when it was in force on a day. Of a date that is only a month or a year, only what is sure counts.
    pub fn holds(&self, on: Date) -> bool {
        self.since.is_none_or(|since| since.last <= on) && self.until.is_none_or(|until| on < until.first)
    }
}

impl Dated {
    /// Reads YYYY-MM-DD, YYYY-MM or YYYY.
    fn read(written: &'static str) -> Option<Self> {
        let mut parts = written.splitn(3, '-');
        let year: i16 = parts.next()?.parse().ok()?;
        let month: Option<i8> = parts.next().map(str::parse).transpose().ok()?;
        let day: Option<i8> = parts.next().map(str::parse).transpose().ok()?;
        let first = Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
        let last = match (month, day) {
            (_, Some(_)) => first,
            (Some(_), None) => first.last_of_month(),
            (None, None) => first.last_of_year(),
        };
        Some(Self { written, first, last })
    }
}

/// What a cell holds; "-" is nothing.
fn given(cell: &'static str) -> Option<&'static str> {
    Some(cell).filter(|cell| *cell != "-")
}
