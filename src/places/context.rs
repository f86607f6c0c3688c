//! Which country each name means here: by the words beside it and by what else the article names.

use std::collections::{BTreeMap, BTreeSet};

use super::Country;
use super::gazetteer::{Entry, Kind, Otherwise, Sense};
use super::persons::{Instead, instead, is_name_like};
use super::sightings::{Body, Sighting};
use super::words::{Case, Gap};

/// People, in thousands, from which a town alone, with nothing else in the article on its country, names its country.
const FAMOUS: u32 = 300;
/// How many times larger the largest town of a name must be than the next to be meant without other evidence.
const DOMINANT: u32 = 4;

/// Countries beside Georgia: news of the Caucasus names one of them.
const CAUCASUS: &[&str] = &["AM", "AZ", "RU"];

/// Names that are also common nouns or verbs, which headlines and capitals hide.
const NOUNS: &[&str] = &["turkey", "china", "chad", "jersey", "guinea", "polish", "us", "oman", "pole", "poles", "finn", "swede", "dane", "scot", "scots"];

/// The countries that each sighting names; none for one that is no mention.
pub(super) fn settle(bodies: &[Body<'_>], sightings: &[Sighting]) -> Vec<Vec<Country>> {
    let mut context = Context::new(bodies, sightings);
    context.drop_people();
    context.drop_nouns();
    context.read_addresses();
    context.gather_firm();
    context.read_rest();
    context.readings
        .into_iter()
        .map(|reading| match reading {
            Reading::Is(countries) => countries,
            Reading::Open | Reading::Nothing => Vec::new(),
        })
        .collect()
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Reading {
    Open,
    Nothing,
    Is(Vec<Country>),
}

struct Context<'a> {
    bodies: &'a [Body<'a>],
    sightings: &'a [Sighting],
    readings: Vec<Reading>,
    /// How often each country is named beyond doubt.
    firm: BTreeMap<Country, usize>,
}

impl<'a> Context<'a> {
    fn new(bodies: &'a [Body<'a>], sightings: &'a [Sighting]) -> Self {
        Self {
            bodies,
            sightings,
            readings: vec![Reading::Open; sightings.len()],
            firm: BTreeMap::new(),
        }
    }

    fn body(&self, sighting: &Sighting) -> &'a Body<'a> {
        &self.bodies[sighting.body]
    }

    fn key(&self, sighting: &Sighting) -> &'a str {
        self.body(sighting)
            .words
            .key(sighting.first, sighting.count)
            .unwrap_or_default()
    }

    /// Names of people and things are no mentions; a person's name stays a person's name in the whole article.
    fn drop_people(&mut self) {
        let mut people = BTreeSet::new();
        for (index, sighting) in self.sightings.iter().enumerate() {
            match instead(self.body(sighting), self.sightings, index) {
                Some(Instead::Person) => {
                    people.insert(self.key(sighting));
                    self.readings[index] = Reading::Nothing;
                }
                Some(Instead::Thing) => self.readings[index] = Reading::Nothing,
                None => {}
            }
        }
        for (index, sighting) in self.sightings.iter().enumerate() {
            let in_address = self.follows(index).is_some();
            if people.contains(self.key(sighting)) && !in_address {
                self.readings[index] = Reading::Nothing;
            }
        }
    }

    /// "How to roast a Turkey", "IT SHOWED US": the noun stands elsewhere in small letters, or capitals hide it.
    fn drop_nouns(&mut self) {
        let sure: BTreeSet<Country> = self
            .sightings
            .iter()
            .filter(|sighting| !NOUNS.contains(&self.key(sighting)) && !sighting.entry.is_local())
            .filter_map(|sighting| single(sighting.entry))
            .collect();
        for (index, sighting) in self.sightings.iter().enumerate() {
            let key = self.key(sighting);
            if !NOUNS.contains(&key) || single(sighting.entry).is_some_and(|country| sure.contains(&country)) {
                continue;
            }
            let is_noun = if key == "us" {
                self.is_pronoun(sighting)
            } else {
                self.bodies.iter().any(|body| {
                    (0..body.words.len()).any(|at| {
                        body.words.folded(at) == key && body.words.get(at).is_some_and(|word| word.case == Case::Lower)
                    })
                })
            };
            if is_noun {
                self.readings[index] = Reading::Nothing;
            }
        }
    }

    /// In a line of capitals "US" is the country only where a name can stand and "us" cannot.
    fn is_pronoun(&self, sighting: &Sighting) -> bool {
        let words = &self.body(sighting).words;
        let shouted = words
            .get(sighting.first)
            .is_some_and(|word| word.shouted && word.end - word.start == 2);
        let before = sighting.first.checked_sub(1).map_or("", |at| words.folded(at));
        let starts = words.get(sighting.first).is_some_and(|word| word.gap == Gap::Break);
        shouted && !starts && !matches!(before, "the" | "in" | "against" | "says" | "and" | "as")
    }

    /// The sighting that stands behind this one and a comma.
    fn follows(&self, index: usize) -> Option<&'a Sighting> {
        let sighting = self.sightings.get(index)?;
        let next = self.sightings.get(index + 1)?;
        let comma = self
            .body(sighting)
            .words
            .get(next.first)
            .is_some_and(|word| word.gap == Gap::Comma);
        (comma && next.body == sighting.body && next.first == sighting.next()).then_some(next)
    }

    /// "Macon, Ga.", "Lebanon, Pennsylvania", "Hyderabad, Pakistan": the second settles the first.
    fn read_addresses(&mut self) {
        for (index, sighting) in self.sightings.iter().enumerate() {
            if is_abbreviation(sighting.entry) && !self.is_behind_town(sighting) {
                self.readings[index] = Reading::Nothing;
            }
            let Some(next) = self.follows(index) else { continue };
            let state = next
                .entry
                .senses
                .iter()
                .find(|sense| matches!(sense.kind, Kind::Province | Kind::Abbreviation));
            let whole = next.entry.senses.iter().find(|sense| sense.kind == Kind::Country);
            let country = match (state, whole) {
                (Some(state), _) => state.country,
                (None, Some(whole)) => whole.country,
                (None, None) => continue,
            };
            let senses = &sighting.entry.senses;
            let local = sighting.entry.is_local() && sighting.entry.sense(Kind::Province).is_none();
            let fits = senses.iter().any(|sense| sense.country == country);
            // A list such as "Lebanon, Georgia and Turkey" has no town in it.
            let listed = state.is_some() && whole.is_some() && !local;
            let takes_over = if state.is_some() {
                local || (!listed && sighting.count == 1 && sighting.entry.sense(Kind::Country).is_some() && !self.in_list(next))
            } else {
                local && fits
            };
            if takes_over || (fits && senses.len() > 1 && !listed) {
                self.readings[index] = Reading::Is(vec![country]);
                if senses.len() > 1 || state.is_some() {
                    self.readings[index + 1] = Reading::Is(vec![country]);
                }
            }
        }
    }

    /// True when the enumeration goes on behind a name: "Peru, Texas and Chile".
    fn in_list(&self, sighting: &Sighting) -> bool {
        let words = &self.body(sighting).words;
        matches!(words.folded(sighting.next()), "and" | "or")
    }

    fn is_behind_town(&self, sighting: &Sighting) -> bool {
        let words = &self.body(sighting).words;
        let comma = words.get(sighting.first).is_some_and(|word| word.gap == Gap::Comma);
        let town = sighting
            .first
            .checked_sub(1)
            .and_then(|before| words.get(before))
            .is_some_and(|word| matches!(word.case, Case::Title | Case::Upper));
        let shouted = words.get(sighting.first).is_some_and(|word| word.shouted);
        comma && town && !shouted
    }

    fn gather_firm(&mut self) {
        for (index, sighting) in self.sightings.iter().enumerate() {
            let firm = match &self.readings[index] {
                Reading::Nothing => None,
                Reading::Is(countries) => countries.first().copied(),
                Reading::Open if is_abbreviation(sighting.entry) => sighting.entry.senses.first().map(|s| s.country),
                Reading::Open => self.alone(sighting),
            };
            if let Some(country) = firm {
                *self.firm.entry(country).or_default() += 1;
            }
        }
    }

    /// The country that a name means with no help from the rest of the article.
    fn alone(&self, sighting: &Sighting) -> Option<Country> {
        let entry = sighting.entry;
        if entry.shared.is_some() {
            return None;
        }
        if !entry.is_local() {
            return single(entry);
        }
        let name_like = is_name_like(self.key(sighting));
        match &entry.senses[..] {
            [only] if only.kind == Kind::Province => (!name_like).then_some(only.country),
            senses => {
                let best = senses.iter().max_by_key(|sense| weight(sense))?;
                let next = senses
                    .iter()
                    .filter(|sense| sense.country != best.country)
                    .map(weight)
                    .max()
                    .unwrap_or(0);
                let famous = weight(best) >= if name_like { 4 * FAMOUS } else { FAMOUS };
                (famous && weight(best) >= DOMINANT * next).then_some(best.country)
            }
        }
    }

    fn read_rest(&mut self) {
        for (index, sighting) in self.sightings.iter().enumerate() {
            if self.readings[index] != Reading::Open {
                continue;
            }
            let countries = match sighting.entry.shared {
                Some(otherwise) => self.read_shared(sighting.entry, otherwise),
                None => self.read_one(sighting).into_iter().collect(),
            };
            self.readings[index] = Reading::Is(countries);
        }
        self.pool_towns();
    }

    fn read_shared(&self, entry: &Entry, otherwise: Otherwise) -> Vec<Country> {
        let all = || entry.senses.iter().map(|sense| sense.country);
        if otherwise == Otherwise::All {
            return all().collect();
        }
        match all().max_by_key(|country| self.firm.get(country).copied().unwrap_or(0)) {
            Some(country) if self.firm.contains_key(&country) => {
                // max_by_key takes the last of equals; the likeliest stands first.
                let most = self.firm.get(&country);
                all().find(|country| self.firm.get(country) == most).into_iter().collect()
            }
            _ if otherwise == Otherwise::First => all().take(1).collect(),
            _ => Vec::new(),
        }
    }

    fn read_one(&self, sighting: &Sighting) -> Option<Country> {
        let senses = &sighting.entry.senses;
        let supported = senses
            .iter()
            .max_by_key(|sense| self.support(sense).saturating_mul(1 + weight(sense).min(1000)))
            .filter(|sense| self.support(sense) > 0);
        if let Some(sense) = supported {
            return Some(sense.country);
        }
        if sighting.entry.is_local() {
            return match &senses[..] {
                [only] if only.kind == Kind::Province => Some(only.country),
                _ => None,
            };
        }
        senses.first().map(|sense| sense.country)
    }

    /// How much the rest of the article speaks for a reading.
    fn support(&self, sense: &Sense) -> u32 {
        let own = self.firm.get(&sense.country).copied().unwrap_or(0);
        let near = if sense.country.code() == "GE" {
            CAUCASUS
                .iter()
                .filter_map(|code| Country::from_code(code))
                .any(|country| self.firm.contains_key(&country))
        } else {
            false
        };
        u32::try_from(2 * own + usize::from(near)).unwrap_or(u32::MAX)
    }

    /// Two towns of one country speak for each other where the article names no country at all.
    fn pool_towns(&mut self) {
        let open = |reading: &Reading| *reading == Reading::Is(Vec::new());
        if !self.firm.is_empty() {
            return;
        }
        let mut towns: BTreeMap<Country, BTreeSet<&str>> = BTreeMap::new();
        for (reading, sighting) in self.readings.iter().zip(self.sightings) {
            let key = self.key(sighting);
            if open(reading) && sighting.entry.shared.is_none() {
                for sense in &sighting.entry.senses {
                    towns.entry(sense.country).or_default().insert(key);
                }
            }
        }
        let best = towns.iter().max_by_key(|(_, names)| names.len());
        let Some((country, names)) = best.filter(|(_, names)| names.len() > 1) else { return };
        for (reading, sighting) in self.readings.iter_mut().zip(self.sightings) {
            let body = &self.bodies[sighting.body];
            let key = body.words.key(sighting.first, sighting.count).unwrap_or_default();
            if open(reading) && names.contains(key) {
                *reading = Reading::Is(vec![*country]);
            }
        }
    }
}

/// People in thousands, with capitals counted as cities of a million.
fn weight(sense: &Sense) -> u32 {
    match sense.kind {
        Kind::Capital => sense.thousands.max(1000),
        Kind::Country | Kind::People | Kind::Seat => 10_000,
        Kind::Province => 2000,
        Kind::Town => sense.thousands,
        Kind::Abbreviation => 0,
    }
}

fn single(entry: &Entry) -> Option<Country> {
    match &entry.senses[..] {
        [only] => Some(only.country),
        // A country that shares its name with towns only is the country.
        [first, rest @ ..] if first.kind == Kind::Country && rest.iter().all(|sense| sense.kind == Kind::Town) => {
            Some(first.country)
        }
        _ => None,
    }
}

fn is_abbreviation(entry: &Entry) -> bool {
    !entry.senses.is_empty() && entry.senses.iter().all(|sense| sense.kind == Kind::Abbreviation)
}
