//! Which country each name means here: by the words beside it and by what else the article names.

use std::collections::{BTreeMap, BTreeSet};

use super::Country;
use super::entry::{Kind, Otherwise, Role};
use super::persons::{is_locative, is_name_like};
use super::record::{Entry, Sense};
use super::rule::{Aside, Rule};
use super::sightings::{Body, Document, Sighting};
use super::words::Case;

/// People, in thousands, from which a town alone, with nothing else in the article on its country, names its country.
const FAMOUS: u32 = 300;
/// The same for a town without namesakes in an article that names no country otherwise.
const TOWN: u32 = 50;
/// How many times larger a town must be than its namesake not to be taken for it beside one state's name alone.
const OVERSHADOWS: u32 = 50;
/// How many times larger the largest town of a name must be than the next to be meant without other evidence.
const DOMINANT: u32 = 4;

/// Countries beside Georgia: news of the Caucasus names one of them.
const CAUCASUS: &[&str] = &["AM", "AZ", "RU", "TR", "UA"];

/// Countries whose names are first names in everyday use.
const FIRST_NAMES: &[&str] = &["chad", "jordan"];

/// What each sighting means, and what was found out about the article on the way.
pub(super) fn settle<'a>(document: &'a Document<'a>, sightings: &'a [Sighting]) -> Context<'a> {
    let mut context = Context::new(document, sightings);
    context.drop_people();
    context.drop_nouns();
    context.read_addresses();
    context.repeat_addresses();
    context.gather_firm();
    context.read_rest();
    context
}

/// The order in which names are read; each round leans on those before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Round {
    Sure,
    Rivals,
    Towns,
    Namesakes,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// Not settled yet.
    Open,
    /// No mention.
    Nothing(Aside),
    /// A name that may mean a country, but nothing in the article says that it does.
    Unsettled,
    /// A mention of these, at least one.
    Is(Vec<Country>, Rule),
}

/// An article's names while they are being read.
pub(super) struct Context<'a> {
    pub document: &'a Document<'a>,
    pub sightings: &'a [Sighting],
    /// What each sighting means, as far as is settled.
    pub readings: Vec<Reading>,
    /// How often each country is named beyond doubt.
    firm: BTreeMap<Country, usize>,
    /// How often each country's provinces and addresses are named beyond doubt.
    local: BTreeMap<Country, usize>,
    /// How many of the towns named may lie in each country, whatever they mean elsewhere.
    possible: BTreeMap<Country, usize>,
}

impl<'a> Context<'a> {
    fn new(document: &'a Document<'a>, sightings: &'a [Sighting]) -> Self {
        Self {
            document,
            sightings,
            readings: vec![Reading::Open; sightings.len()],
            firm: BTreeMap::new(),
            local: BTreeMap::new(),
            possible: BTreeMap::new(),
        }
    }

    /// The body a sighting stands in.
    pub fn body(&self, sighting: &Sighting) -> &'a Body<'a> {
        &self.document.bodies[sighting.body]
    }

    /// The folded words of a sighting.
    pub fn key(&self, sighting: &Sighting) -> &'a str {
        self.body(sighting)
            .words
            .key(sighting.first, sighting.count)
            .unwrap_or_default()
    }

    /// First what needs no help, then states that share their names with countries, then towns and people's names, last
    /// those with namesakes abroad, as far as the rest does not contradict.
    fn gather_firm(&mut self) {
        for (reading, sighting) in self.readings.iter().zip(self.sightings) {
            if *reading == Reading::Open && sighting.entry.is_local() {
                for sense in &sighting.entry.senses {
                    *self.possible.entry(sense.country).or_default() += 1;
                }
            }
        }
        for round in [Round::Sure, Round::Rivals, Round::Towns, Round::Namesakes] {
            let mut firm = Vec::new();
            for (index, sighting) in self.sightings.iter().enumerate() {
                if self.round(index, sighting) != round {
                    continue;
                }
                let entry = &sighting.entry;
                let country = match &self.readings[index] {
                    Reading::Nothing(_) | Reading::Unsettled => None,
                    Reading::Is(countries, _) => countries.first().copied(),
                    Reading::Open if is_abbreviation(entry) => entry.senses.first().map(|sense| sense.country),
                    Reading::Open if round == Round::Rivals => self.supported(sighting),
                    Reading::Open => self.alone(sighting),
                };
                let Some(country) = country else { continue };
                let part = entry
                    .senses
                    .iter()
                    .any(|sense| sense.country == country && is_part(sense));
                firm.push((country, part && matches!(round, Round::Sure | Round::Rivals)));
            }
            for (country, local) in firm {
                *self.firm.entry(country).or_default() += 1;
                if local {
                    *self.local.entry(country).or_default() += 1;
                }
            }
        }
    }

    fn round(&self, index: usize, sighting: &Sighting) -> Round {
        let entry = &sighting.entry;
        if self.readings[index] != Reading::Open || is_abbreviation(entry) {
            Round::Sure
        } else if is_rival(entry) {
            Round::Rivals
        } else if !is_name_like(sighting) && !is_town(entry) {
            Round::Sure
        } else if entry.senses.len() > 1 {
            Round::Namesakes
        } else {
            Round::Towns
        }
    }

    /// The country that a name means with no help from the rest of the article.
    fn alone(&self, sighting: &Sighting) -> Option<Country> {
        let entry = &sighting.entry;
        let best = by_itself(sighting)?;
        if self.firm.contains_key(&best) {
            return Some(best);
        }
        if self.is_hidden_word(sighting) {
            return None;
        }
        // Paris is in Texas where the article names towns and states of America and nothing of France.
        let own = entry
            .senses
            .iter()
            .find(|sense| sense.country == best)
            .map_or(0, |sense| weight(entry, sense));
        let elsewhere = entry.senses.iter().filter(|sense| sense.country != best).find(|sense| {
            let least = if own > OVERSHADOWS * weight(entry, sense) { 2 } else { 1 };
            self.local.get(&sense.country).copied().unwrap_or(0) >= least
        });
        match elsewhere {
            Some(sense) if self.is_among_towns_of(sense.country) => Some(sense.country),
            _ if self.is_doubtful(sighting) => None,
            _ => Some(best),
        }
    }

    /// True for an ordinary word's name where a capital says nothing.
    pub(super) fn is_hidden_word(&self, sighting: &Sighting) -> bool {
        let word = self.body(sighting).words.get(sighting.first);
        let has_capitals = word.is_some_and(|word| word.case != Case::None);
        sighting.is(Role::Word) && !(has_capitals && self.is_proper(sighting)) && !is_locative(self.document, sighting)
    }

    /// A name that people bear where a person can stand: a common surname, or in an article that places itself elsewhere.
    pub(super) fn is_doubtful(&self, sighting: &Sighting) -> bool {
        let key = self.key(sighting);
        let province = sighting.entry.is_local() && sighting.entry.sense(Kind::Province).is_some();
        let at_home = || self.firm.keys().all(|country| self.local.contains_key(country));
        let elsewhere = !self.firm.is_empty();
        let doubtful = (province && sighting.is(Role::Last))
            || (elsewhere && province && is_name_like(sighting))
            || (elsewhere && FIRST_NAMES.contains(&key) && at_home());
        doubtful && !is_locative(self.document, sighting)
    }

    /// True when nothing but parts of this country is named.
    fn is_among_towns_of(&self, country: Country) -> bool {
        self.firm.keys().all(|other| *other == country)
    }

    fn read_rest(&mut self) {
        for (index, sighting) in self.sightings.iter().enumerate() {
            if self.readings[index] != Reading::Open {
                continue;
            }
            self.readings[index] = match sighting.entry.shared {
                Some(otherwise) => self.read_shared(&sighting.entry, otherwise),
                None => self.read_one(sighting),
            };
        }
        self.pool_towns();
    }

    fn read_shared(&self, entry: &Entry, otherwise: Otherwise) -> Reading {
        let all = || entry.senses.iter().map(|sense| sense.country);
        if otherwise == Otherwise::All {
            return Reading::Is(all().collect(), Rule::All);
        }
        // max_by_key takes the last of equals; the likeliest stands first.
        let named = all()
            .rev()
            .filter(|country| self.firm.contains_key(country))
            .max_by_key(|country| self.firm.get(country));
        match (named, all().next()) {
            (Some(country), _) => Reading::Is(vec![country], Rule::Shared),
            (None, Some(first)) if otherwise == Otherwise::First => Reading::Is(vec![first], Rule::Likeliest),
            _ => Reading::Unsettled,
        }
    }

    fn read_one(&self, sighting: &Sighting) -> Reading {
        if let Some(country) = self.supported(sighting) {
            return Reading::Is(vec![country], self.rule(sighting, country, Rule::Supported));
        }
        if self.is_doubtful(sighting) || self.is_hidden_word(sighting) {
            return Reading::Unsettled;
        }
        let whole = |sense: &&Sense| !matches!(sense.kind, Kind::Town | Kind::Capital | Kind::Province);
        match sighting.entry.senses.first().filter(whole) {
            Some(sense) => {
                let rule = self.rule(sighting, sense.country, Rule::Likeliest);
                Reading::Is(vec![sense.country], rule)
            }
            None => Reading::Unsettled,
        }
    }

    /// The reading that the rest of the article speaks for, if it speaks for any.
    fn supported(&self, sighting: &Sighting) -> Option<Country> {
        let entry = &sighting.entry;
        entry
            .senses
            .iter()
            // Of equals the likelier, which stands first, is wanted; max_by_key takes the last.
            .rev()
            .max_by_key(|sense| {
                self.support(entry, sense)
                    .saturating_mul(1 + weight(entry, sense).min(1000))
            })
            .filter(|sense| self.support(entry, sense) > 0)
            .map(|sense| sense.country)
    }

    /// How much the rest of the article speaks for a reading. For a state of a federation its towns and states say more
    /// than its nation: American senators speak of the Caucasus, too.
    fn support(&self, entry: &Entry, sense: &Sense) -> u32 {
        let count = |country: &Country| self.firm.get(country).copied().unwrap_or(0);
        let own = count(&sense.country);
        let possible = self.possible.get(&sense.country).copied().unwrap_or(0);
        let rival = entry.senses.iter().any(|other| other.kind == Kind::Country);
        let support = if sense.kind == Kind::Province && rival {
            2 * self.local.get(&sense.country).copied().unwrap_or(0) + own.min(1) + possible
        } else if sense.country.code() == "GE" {
            let near = CAUCASUS.iter().filter_map(|code| Country::from_code(code));
            2 * own + near.map(|country| count(&country)).sum::<usize>() + possible
        } else {
            2 * own
        };
        u32::try_from(support).unwrap_or(u32::MAX)
    }

    /// Where the article names no country at all, two towns of one country speak for each other, and a town of some
    /// size that has no namesake abroad speaks for itself.
    fn pool_towns(&mut self) {
        if !self.firm.is_empty() {
            return;
        }
        let mut towns: BTreeMap<Country, BTreeSet<&str>> = BTreeMap::new();
        let mut sure = BTreeSet::new();
        for (reading, sighting) in self.readings.iter().zip(self.sightings) {
            let key = self.key(sighting);
            if *reading != Reading::Unsettled || sighting.entry.shared.is_some() {
                continue;
            }
            for sense in &sighting.entry.senses {
                towns.entry(sense.country).or_default().insert(key);
            }
            if let [only] = &sighting.entry.senses[..]
                && only.thousands >= TOWN
                && !is_name_like(sighting)
            {
                sure.insert(only.country);
            }
        }
        let best = towns
            .iter()
            .filter(|(country, names)| names.len() > 1 || sure.contains(*country))
            .max_by_key(|(_, names)| names.len());
        let Some((country, names)) = best else { return };
        for (reading, sighting) in self.readings.iter_mut().zip(self.sightings) {
            let body = &self.document.bodies[sighting.body];
            let key = body.words.key(sighting.first, sighting.count).unwrap_or_default();
            if *reading == Reading::Unsettled && names.contains(key) {
                let own = sighting.entry.senses.iter().find(|sense| sense.country == *country);
                let rule = match own {
                    Some(sense) if names.len() == 1 => Rule::of(sense.kind),
                    _ => Rule::Together,
                };
                *reading = Reading::Is(vec![*country], rule);
            }
        }
    }
}

/// The country that a name means where nothing speaks against it.
pub(super) fn by_itself(sighting: &Sighting) -> Option<Country> {
    let entry = &sighting.entry;
    if entry.shared.is_some() {
        return None;
    }
    match (single(entry), &entry.senses[..]) {
        (country, _) if !entry.is_local() => country,
        (_, [only]) if only.kind == Kind::Province => Some(only.country),
        (_, senses) => {
            let best = senses.iter().max_by_key(|sense| weight(entry, sense))?;
            let next = senses
                .iter()
                .filter(|sense| sense.country != best.country)
                .map(|sense| weight(entry, sense))
                .max()
                .unwrap_or(0);
            let least = if is_name_like(sighting) { 4 * FAMOUS } else { FAMOUS };
            let famous = weight(entry, best) >= least;
            (famous && weight(entry, best) >= DOMINANT * next).then_some(best.country)
        }
    }
}

/// People in thousands. A capital that shares its name with no other town counts as a city of a million.
pub(super) fn weight(entry: &Entry, sense: &Sense) -> u32 {
    match sense.kind {
        Kind::Capital if entry.senses.len() == 1 => sense.thousands.max(1000),
        Kind::Capital => 3 * sense.thousands,
        Kind::Country | Kind::People | Kind::Seat | Kind::Leader => 10_000,
        Kind::Province => 2000,
        Kind::Town => sense.thousands,
        Kind::Abbreviation => 0,
    }
}

pub(super) fn single(entry: &Entry) -> Option<Country> {
    match &entry.senses[..] {
        [only] => Some(only.country),
        // A country that shares its name with towns only is the country.
        [first, rest @ ..] if first.kind == Kind::Country && rest.iter().all(|sense| sense.kind == Kind::Town) => {
            Some(first.country)
        }
        _ => None,
    }
}

pub(super) fn is_abbreviation(entry: &Entry) -> bool {
    !entry.senses.is_empty() && entry.senses.iter().all(|sense| sense.kind == Kind::Abbreviation)
}

/// A country's name that is a state's, too: Georgia.
fn is_rival(entry: &Entry) -> bool {
    entry.shared.is_none() && entry.sense(Kind::Country).is_some() && entry.sense(Kind::Province).is_some()
}

fn is_part(sense: &Sense) -> bool {
    !matches!(sense.kind, Kind::Country | Kind::People | Kind::Seat | Kind::Leader)
}

fn is_town(entry: &Entry) -> bool {
    entry.is_local() && entry.sense(Kind::Province).is_none()
}
