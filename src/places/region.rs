//! Regions: sets of countries, an admin's and those that are built in; they may overlap and nest.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{Country, groups};

/// A named set of countries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// Its id in configuration, commands and file names: lower case letters, digits and hyphens.
    pub id: String,
    /// Its name for readers.
    pub title: String,
    /// Other names for it. An article whose headline bears its title or one of these is about the region.
    pub names: Vec<String>,
    /// Names that mean it only when a person types them: in a headline they may mean something else.
    pub typed: Vec<String>,
    /// Its countries, those of nested regions included.
    pub countries: BTreeSet<Country>,
}

impl Region {
    /// True when a headline names the region, whatever countries the article names.
    pub fn is_named_in(&self, headline: &str) -> bool {
        let headline = Headline::read(headline);
        self.headline_names().any(|name| headline.bears(name))
    }

    /// The names by which a headline may name it.
    pub fn headline_names(&self) -> impl Iterator<Item = HeadlineName<'_>> {
        std::iter::once(&self.title)
            .chain(&self.names)
            .map(|name| HeadlineName::read(name))
    }
}

/// Before a name that begins with one of these itself, they make it another region's: "South-East Asia" is not East Asia.
const DIRECTIONS: &[&str] = &[
    "north", "south", "east", "west", "northern", "southern", "eastern", "western",
];

/// A name by which a headline may name a region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeadlineName<'a> {
    /// The name.
    pub name: &'a str,
    /// True when it only counts as it is written, else it counts in any case.
    pub as_written: bool,
}

impl<'a> HeadlineName<'a> {
    fn read(name: &'a str) -> Self {
        // A name of so few capitals may be a word as well, in one language or another: EU, UE, NATO.
        const FEW: usize = 4;
        let capitals = !name.chars().any(char::is_lowercase) && name.chars().any(char::is_uppercase);
        let as_written = capitals && name.chars().filter(|c| c.is_alphanumeric()).count() <= FEW;
        Self { name, as_written }
    }
}

/// A headline as names are looked for in it.
struct Headline {
    /// Its words as they are written.
    written: Vec<String>,
    /// Its words in lower case.
    lower: Vec<String>,
    /// True when nothing in it is in lower case: then capitals say nothing.
    shouts: bool,
}

impl Headline {
    fn read(text: &str) -> Self {
        let written = words(text);
        Self {
            lower: written.iter().map(|word| word.to_lowercase()).collect(),
            written,
            shouts: !text.chars().any(char::is_lowercase),
        }
    }

    fn bears(&self, HeadlineName { name, as_written }: HeadlineName<'_>) -> bool {
        if as_written {
            // A name with a digit in it is no word.
            let clear = !self.shouts || name.chars().any(char::is_numeric);
            return clear && places(&self.written, &words(name)).next().is_some();
        }
        let name: Vec<String> = words(name).iter().map(|word| word.to_lowercase()).collect();
        let is_direction = |word: &String| DIRECTIONS.contains(&word.as_str());
        let directed = name.first().is_some_and(is_direction);
        places(&self.lower, &name).any(|at| {
            let before = at.checked_sub(1).and_then(|before| self.lower.get(before));
            !(directed && before.is_some_and(is_direction))
        })
    }
}

/// Where a name stands among words.
fn places<'a>(among: &'a [String], name: &'a [String]) -> impl Iterator<Item = usize> + use<'a> {
    // No window is as long as no name.
    let found = among.windows(name.len().max(1)).enumerate();
    found.filter(move |(_, window)| *window == name).map(|(at, _)| at)
}

/// The words of a text, without "the".
fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && !word.eq_ignore_ascii_case("the"))
        .map(str::to_owned)
        .collect()
}

/// A name as it is compared: lower case, words only, without "the".
fn key(text: &str) -> String {
    words(&text.to_lowercase()).join(" ")
}

/// Below this Jaro-Winkler similarity two names have little more than a letter or two in common.
const ALIKE: f64 = 0.75;

/// Among hundreds of names some are alike by chance: from here on a slip of the finger is likelier.
const VERY_ALIKE: f64 = 0.87;

/// All regions: the admin's own, then the groups that are built in, as of a day. An own region takes the place of the
/// group that has its id or title.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Regions {
    own: Vec<Region>,
    groups: Vec<Region>,
    /// The day whose members the groups have.
    day: Date,
}

impl Regions {
    /// An admin's regions, in this order, and no groups.
    pub fn new(own: Vec<Region>) -> Self {
        Self { own, ..Self::default() }
    }

    /// An admin's regions, in this order, and the groups with those who were in them on a day.
    pub fn with_groups(own: Vec<Region>, day: Date) -> Self {
        let replaced = |group: &Region| {
            own.iter()
                .any(|region| region.id == group.id || key(&region.title) == key(&group.title))
        };
        let groups = groups::regions(day)
            .into_iter()
            .filter(|group| !replaced(group))
            .collect();
        Self { own, groups, day }
    }

    /// The region with this id.
    pub fn get(&self, id: &str) -> Option<&Region> {
        self.all().find(|region| region.id == id)
    }

    /// The region a person means: its id, title or another name of it in any case, "the" and punctuation aside. A group
    /// comes before an own region that only has another name like it: who types "EU" means the European Union, not the
    /// Europe in whose digest headlines with "EU" belong.
    pub fn find(&self, name: &str) -> Option<&Region> {
        let wanted = key(name);
        let is = |name: &str| key(name) == wanted;
        let called = |region: &&Region| is(&region.id) || is(&region.title);
        let named = |region: &&Region| region.names.iter().chain(&region.typed).any(|name| is(name));
        let mut groups = self.groups.iter();
        self.own
            .iter()
            .find(called)
            .or_else(|| self.groups.iter().find(called))
            .or_else(|| groups.find(named))
            .or_else(|| self.own.iter().find(named))
    }

    /// The regions that a person may mean, at most `n`: those in whose title a word stands so, else those nearest in
    /// spelling, best first. Own regions come before groups.
    pub fn nearest(&self, name: &str, n: usize) -> Vec<&Region> {
        let name = key(name);
        let holds =
            |region: &&Region| !name.is_empty() && format!(" {} ", key(&region.title)).contains(&format!(" {name} "));
        let holding: Vec<&Region> = self.all().filter(holds).take(n).collect();
        if !holding.is_empty() {
            return holding;
        }
        let likeness = |known: &str| strsim::jaro_winkler(&name, &key(known));
        let own = self
            .own
            .iter()
            .map(|region| (likeness(&region.title), region))
            .filter(|(likeness, _)| *likeness > ALIKE);
        let groups = self.groups.iter().map(|group| {
            let names = std::iter::once(&group.title).chain(&group.names).chain(&group.typed);
            (names.map(|known| likeness(known)).fold(0.0, f64::max), group)
        });
        let groups = groups.filter(|(likeness, _)| *likeness > VERY_ALIKE);
        let mut near: Vec<(f64, &Region)> = own.chain(groups).collect();
        near.sort_by(|a, b| b.0.total_cmp(&a.0));
        near.into_iter().take(n).map(|(_, region)| region).collect()
    }

    /// The own regions that hold a country, in the order of the configuration.
    pub fn of(&self, country: Country) -> impl Iterator<Item = &Region> {
        self.own
            .iter()
            .filter(move |region| region.countries.contains(&country))
    }

    /// Every own region, in the order of the configuration.
    pub fn iter(&self) -> impl Iterator<Item = &Region> {
        self.own.iter()
    }

    /// Every group that no own region takes the place of, in the order of the table.
    pub fn groups(&self) -> impl Iterator<Item = &Region> {
        self.groups.iter()
    }

    /// Every region: the own ones, then the groups.
    pub fn all(&self) -> impl Iterator<Item = &Region> {
        self.own.iter().chain(&self.groups)
    }

    /// What is known of a region that is a group and not an own one.
    pub fn group(&self, region: &Region) -> Option<&'static groups::Group> {
        let built_in = self.groups.iter().any(|group| group.id == region.id);
        groups::get(&region.id).filter(|_| built_in)
    }

    /// The day whose members the groups have.
    pub fn day(&self) -> Date {
        self.day
    }
}
