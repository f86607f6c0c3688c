//! Names placed by the name behind them: "Macon, Ga.", "Lebanon, Pennsylvania".

use std::collections::BTreeMap;

use super::context::{Context, Reading, is_abbreviation, weight};
use super::entry::Kind;
use super::record::Sense;
use super::rule::{Aside, Rule};
use super::sightings::Sighting;
use super::words::{Case, Gap};

impl<'a> Context<'a> {
    /// The sighting that stands behind this one and a comma.
    pub(super) fn follows(&self, index: usize) -> Option<&'a Sighting> {
        let sightings = self.sightings;
        let sighting = sightings.get(index)?;
        let next = sightings.get(index + 1)?;
        let comma = self
            .body(sighting)
            .words
            .get(next.first)
            .is_some_and(|word| word.gap == Gap::Comma);
        (comma && next.body == sighting.body && next.first == sighting.next()).then_some(next)
    }

    /// "Macon, Ga.", "Lebanon, Pennsylvania", "Hyderabad, Pakistan": the second settles the first.
    pub(super) fn read_addresses(&mut self) {
        for (index, sighting) in self.sightings.iter().enumerate() {
            if is_abbreviation(&sighting.entry) && !self.is_behind_town(sighting) {
                self.readings[index] = Reading::Nothing(Aside::Abbreviation);
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
            // "London, Kentucky, flooded"; but "flights from London, Kentucky and Rome" go from three places.
            let words = &self.body(next).words;
            let goes_on = words.get(next.next()).is_some_and(|word| word.gap == Gap::Space)
                && matches!(words.folded(next.next()), "and" | "or");
            let only_state = next.entry.senses.len() == 1 && !goes_on;
            let large = senses.iter().any(|own| weight(&sighting.entry, own) >= 1000);
            let abroad = !fits && !is_abbreviation(&next.entry) && large && !only_state;
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
                self.readings[index] = Reading::Is(vec![country], Rule::Address);
                if senses.len() > 1 || state.is_some() {
                    let rule = self.rule(next, country, Rule::AddressEnd);
                    self.readings[index + 1] = Reading::Is(vec![country], rule);
                }
            }
        }
    }

    /// A town placed once stays there: "Glasgow, Ky." makes each later Glasgow American.
    pub(super) fn repeat_addresses(&mut self) {
        let mut placed = BTreeMap::new();
        for (reading, sighting) in self.readings.iter().zip(self.sightings) {
            if let Reading::Is(countries, _) = reading
                && let [country] = countries[..]
                && sighting.entry.is_local()
            {
                placed.entry(self.key(sighting)).or_insert(country);
            }
        }
        for (index, sighting) in self.sightings.iter().enumerate() {
            if let Some(country) = placed.get(self.key(sighting))
                && self.readings[index] == Reading::Open
            {
                let rule = self.rule(sighting, *country, Rule::Repeated);
                self.readings[index] = Reading::Is(vec![*country], rule);
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
}
