//! Which country each name means here: by the words beside it and by what else the article names.

use std::collections::{BTreeMap, BTreeSet};

use super::Country;
use super::gazetteer::{Entry, Kind, Otherwise, Sense, WELL_KNOWN};
use super::persons::{Instead, instead, is_locative, is_name_like};
use super::sightings::{Body, Sighting};
use super::words::{Case, Gap};

/// People, in thousands, from which a town alone, with nothing else in the article on its country, names its country.
const FAMOUS: u32 = WELL_KNOWN;
/// The same for a town without namesakes in an article that names no country otherwise.
const TOWN: u32 = 50;
/// How many times larger the largest town of a name must be than the next to be meant without other evidence.
const DOMINANT: u32 = 4;

/// Countries beside Georgia: news of the Caucasus names one of them.
const CAUCASUS: &[&str] = &["AM", "AZ", "RU", "TR", "UA"];

/// Names that are also common words, which headlines, capitals and the start of a sentence hide.
const NOUNS: &[&str] = &["turkey", "china", "chad", "jersey", "guinea", "polish", "poles", "us"];

/// Well-known towns whose names are words that begin sentences.
const WORDS: &[&str] = &[
    "bath", "cork", "hull", "mobile", "nice", "reading", "rio", "split", "hue", "acre", "tyre", "york", "dover",
];

/// Countries whose names are first names in everyday use.
const FIRST_NAMES: &[&str] = &["chad", "jordan"];

/// The countries that each sighting names; none for one that is no mention.
pub(super) fn settle(bodies: &[Body<'_>], sightings: &[Sighting]) -> Vec<Vec<Country>> {
    let mut context = Context::new(bodies, sightings);
    context.drop_people();
    context.drop_nouns();
    context.read_addresses();
    context.repeat_addresses();
    context.gather_firm();
    context.read_rest();
    context
        .readings
        .into_iter()
        .map(|reading| match reading {
            Reading::Is(countries) => countries,
            Reading::Open | Reading::Nothing => Vec::new(),
        })
        .collect()
}

/// The order in which names are read; each round leans on those before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Round {
    Sure,
    Rivals,
    Towns,
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
    /// How often each country's provinces and addresses are named beyond doubt.
    local: BTreeMap<Country, usize>,
}

impl<'a> Context<'a> {
    fn new(bodies: &'a [Body<'a>], sightings: &'a [Sighting]) -> Self {
        Self {
            bodies,
            sightings,
            readings: vec![Reading::Open; sightings.len()],
            firm: BTreeMap::new(),
            local: BTreeMap::new(),
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
            if sighting.entry.guard {
                self.readings[index] = Reading::Nothing;
                if sighting.entry.person {
                    let words = &self.body(sighting).words;
                    people.extend((sighting.first..sighting.next()).map(|at| words.folded(at)));
                }
                continue;
            }
            match instead(self.body(sighting), self.sightings, index) {
                Some(Instead::Person) => {
                    people.insert(self.key(sighting));
                    self.readings[index] = Reading::Nothing;
                }
                Some(Instead::Thing) => self.readings[index] = Reading::Nothing,
                None if self.is_next_language(index) => self.readings[index] = Reading::Nothing,
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

    /// "speaks French and Spanish": what holds for the first holds for the second.
    fn is_next_language(&self, index: usize) -> bool {
        let Some(before) = index.checked_sub(1) else {
            return false;
        };
        let (first, second) = (&self.sightings[before], &self.sightings[index]);
        let people = |sighting: &Sighting| sighting.entry.sense(Kind::People).is_some();
        let words = &self.body(second).words;
        self.readings[before] == Reading::Nothing
            && people(first)
            && people(second)
            && first.body == second.body
            && first.next() + 1 == second.first
            && matches!(words.folded(first.next()), "and" | "or")
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
                !self.is_proper(sighting)
                    && self.bodies.iter().any(|body| {
                        (0..body.words.len()).any(|at| {
                            body.words.folded(at) == key
                                && body.words.get(at).is_some_and(|word| word.case == Case::Lower)
                        })
                    })
            };
            if is_noun {
                self.readings[index] = Reading::Nothing;
            }
        }
    }

    /// A capital inside an ordinary sentence is a name's.
    fn is_proper(&self, sighting: &Sighting) -> bool {
        let word = self.body(sighting).words.get(sighting.first);
        word.is_some_and(|word| !word.headline && word.gap != Gap::Break)
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
            let senses = &sighting.entry.senses;
            let knows = |sense: &&Sense| senses.iter().any(|own| own.country == sense.country);
            let country = match (state, whole) {
                // Tbilisi, Georgia; Macon, Georgia.
                (Some(state), Some(whole)) => match [whole, state].into_iter().find(knows) {
                    Some(known) => known.country,
                    None => continue,
                },
                (Some(state), None) => state.country,
                (None, Some(whole)) => whole.country,
                (None, None) => continue,
            };
            let local = sighting.entry.is_local() && sighting.entry.sense(Kind::Province).is_none();
            let fits = senses.iter().any(|sense| sense.country == country);
            // A list such as "Lebanon, Georgia and Turkey" has no town in it.
            let listed = state.is_some() && whole.is_some() && !local;
            let abroad =
                !fits && !is_abbreviation(next.entry) && senses.iter().any(|own| weight(sighting.entry, own) >= 1000);
            let takes_over = if state.is_some() {
                (local && !abroad)
                    || (!listed
                        && sighting.count == 1
                        && sighting.entry.sense(Kind::Country).is_some()
                        && !self.in_list(next))
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

    /// A town placed once stays there: "Glasgow, Ky." makes each later Glasgow American.
    fn repeat_addresses(&mut self) {
        let mut placed = BTreeMap::new();
        for (reading, sighting) in self.readings.iter().zip(self.sightings) {
            if let Reading::Is(countries) = reading
                && sighting.entry.is_local()
            {
                placed.entry(self.key(sighting)).or_insert_with(|| countries.clone());
            }
        }
        for (index, sighting) in self.sightings.iter().enumerate() {
            if let Some(countries) = placed.get(self.key(sighting))
                && self.readings[index] == Reading::Open
            {
                self.readings[index] = Reading::Is(countries.clone());
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

    /// First what needs no help, then states that share their names with countries, then towns and people's names that
    /// the rest does not contradict.
    fn gather_firm(&mut self) {
        for round in [Round::Sure, Round::Rivals, Round::Towns] {
            let mut firm = Vec::new();
            for (index, sighting) in self.sightings.iter().enumerate() {
                if self.round(index, sighting) != round {
                    continue;
                }
                let entry = sighting.entry;
                let country = match &self.readings[index] {
                    Reading::Nothing => None,
                    Reading::Is(countries) => countries.first().copied(),
                    Reading::Open if is_abbreviation(entry) => entry.senses.first().map(|sense| sense.country),
                    Reading::Open if round == Round::Rivals => self.supported(sighting),
                    Reading::Open => self.alone(sighting),
                };
                let Some(country) = country else { continue };
                let part = entry
                    .senses
                    .iter()
                    .any(|sense| sense.country == country && sense.kind != Kind::Country);
                firm.push((
                    country,
                    round != Round::Towns
                        && part
                        && entry.sense(Kind::People).is_none()
                        && entry.sense(Kind::Seat).is_none(),
                ));
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
        let entry = sighting.entry;
        if self.readings[index] != Reading::Open || is_abbreviation(entry) {
            Round::Sure
        } else if is_rival(entry) {
            Round::Rivals
        } else if (entry.is_local() && entry.sense(Kind::Province).is_none()) || is_name_like(self.key(sighting)) {
            Round::Towns
        } else {
            Round::Sure
        }
    }

    /// The country that a name means with no help from the rest of the article.
    fn alone(&self, sighting: &Sighting) -> Option<Country> {
        let entry = sighting.entry;
        if entry.shared.is_some() {
            return None;
        }
        let name_like = is_name_like(self.key(sighting));
        let best = match single(entry) {
            Some(country) if !entry.is_local() => country,
            None if !entry.is_local() => return None,
            _ => match &entry.senses[..] {
                [only] if only.kind == Kind::Province => only.country,
                senses => {
                    let best = senses.iter().max_by_key(|sense| weight(entry, sense))?;
                    let next = senses
                        .iter()
                        .filter(|sense| sense.country != best.country)
                        .map(|sense| weight(entry, sense))
                        .max()
                        .unwrap_or(0);
                    let famous = weight(entry, best) >= if name_like { 4 * FAMOUS } else { FAMOUS };
                    if !famous || weight(entry, best) < DOMINANT * next {
                        return None;
                    }
                    best.country
                }
            },
        };
        if self.firm.contains_key(&best) {
            return Some(best);
        }
        if WORDS.contains(&self.key(sighting))
            && !self.is_proper(sighting)
            && !is_locative(self.body(sighting), sighting)
        {
            return None;
        }
        // Paris is in Texas where the article names towns and states of America and nothing of France.
        let elsewhere = entry
            .senses
            .iter()
            .find(|sense| sense.country != best && self.local.contains_key(&sense.country));
        match elsewhere {
            Some(sense) if self.is_among_towns_of(sense.country) => Some(sense.country),
            _ if self.is_doubtful(sighting) => None,
            _ => Some(best),
        }
    }

    /// A name that people bear, in an article that places itself elsewhere, where a person can stand.
    fn is_doubtful(&self, sighting: &Sighting) -> bool {
        let key = self.key(sighting);
        let province = sighting.entry.is_local() && sighting.entry.sense(Kind::Province).is_some();
        let at_home = || self.firm.keys().all(|country| self.local.contains_key(country));
        !self.firm.is_empty()
            && ((province && is_name_like(key)) || (FIRST_NAMES.contains(&key) && at_home()))
            && !is_locative(self.body(sighting), sighting)
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
                all()
                    .find(|country| self.firm.get(country) == most)
                    .into_iter()
                    .collect()
            }
            _ if otherwise == Otherwise::First => all().take(1).collect(),
            _ => Vec::new(),
        }
    }

    fn read_one(&self, sighting: &Sighting) -> Option<Country> {
        let entry = sighting.entry;
        if let Some(country) = self.supported(sighting) {
            return Some(country);
        }
        if self.is_doubtful(sighting) {
            return None;
        }
        let whole = |sense: &&Sense| !matches!(sense.kind, Kind::Town | Kind::Capital | Kind::Province);
        entry.senses.first().filter(whole).map(|sense| sense.country)
    }

    /// The reading that the rest of the article speaks for, if it speaks for any.
    fn supported(&self, sighting: &Sighting) -> Option<Country> {
        let entry = sighting.entry;
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

    /// Towns that may lie in a country, whatever they mean elsewhere.
    fn possible_towns(&self, country: Country) -> usize {
        let open = self.readings.iter().zip(self.sightings);
        open.filter(|(reading, sighting)| {
            **reading == Reading::Open
                && sighting.entry.is_local()
                && sighting.entry.senses.iter().any(|sense| sense.country == country)
        })
        .count()
    }

    /// How much the rest of the article speaks for a reading. For a state of a federation its towns and states say more
    /// than its nation: American senators speak of the Caucasus, too.
    fn support(&self, entry: &Entry, sense: &Sense) -> u32 {
        let count = |country: &Country| self.firm.get(country).copied().unwrap_or(0);
        let own = count(&sense.country);
        let rival = entry.senses.iter().any(|other| other.kind == Kind::Country);
        let support = if sense.kind == Kind::Province && rival {
            2 * self.local.get(&sense.country).copied().unwrap_or(0) + own.min(1) + self.possible_towns(sense.country)
        } else if sense.country.code() == "GE" {
            let near = CAUCASUS.iter().filter_map(|code| Country::from_code(code));
            2 * own + near.map(|country| count(&country)).sum::<usize>() + self.possible_towns(sense.country)
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
            if *reading != Reading::Is(Vec::new()) || sighting.entry.shared.is_some() {
                continue;
            }
            for sense in &sighting.entry.senses {
                towns.entry(sense.country).or_default().insert(key);
            }
            if let [only] = &sighting.entry.senses[..]
                && only.thousands >= TOWN
                && !is_name_like(key)
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
            let body = &self.bodies[sighting.body];
            let key = body.words.key(sighting.first, sighting.count).unwrap_or_default();
            if *reading == Reading::Is(Vec::new()) && names.contains(key) {
                *reading = Reading::Is(vec![*country]);
            }
        }
    }
}

/// People in thousands. A capital that shares its name with no other town counts as a city of a million.
fn weight(entry: &Entry, sense: &Sense) -> u32 {
    match sense.kind {
        Kind::Capital if entry.senses.len() == 1 => sense.thousands.max(1000),
        Kind::Capital => 3 * sense.thousands,
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

/// A country's name that is a state's, too: Georgia.
fn is_rival(entry: &Entry) -> bool {
    entry.shared.is_none() && entry.sense(Kind::Country).is_some() && entry.sense(Kind::Province).is_some()
}
