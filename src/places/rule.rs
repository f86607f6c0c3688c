//! Why a name counts as a country, or does not: the words of every explanation.

use serde::de::IntoDeserializer as _;
use serde::de::value::Error;
use serde::{Deserialize, Deserializer, Serialize};

use super::Country;
use super::context::{Context, Reading, by_itself};
use super::entry::Kind;
use super::persons::is_name_like;
use super::sightings::Sighting;

/// Why words count as a country; those that a reader sees at once stand first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// The country's name.
    Name,
    /// The word for its people or what is theirs.
    People,
    /// Words that stand for its government: Kremlin.
    Seat,
    /// One of those who lead it.
    Leader,
    /// Its capital.
    Capital,
    /// An admin's own name (places.toml).
    Own,
    /// A place by the name behind its comma: "Macon, Georgia".
    Address,
    /// The name behind the comma, which the place before it settles.
    AddressEnd,
    /// A state, province or other part.
    Province,
    /// A town known by itself: large or often in the news, and far ahead of its namesakes.
    Town,
    /// An abbreviated state behind a town.
    Abbreviation,
    /// Placed by an address elsewhere in the article.
    Repeated,
    /// A name of several countries that together are meant.
    All,
    /// A name that no single country owns, settled by the rest of the article.
    Shared,
    /// A name of several places, settled by the rest of the article.
    Supported,
    /// One of several places of one country, where the article names no country otherwise.
    Together,
    /// A name of several places, of which the likeliest is taken, as nothing in the article decides.
    Likeliest,
}

impl Rule {
    /// The rule for a name that its own meaning settles.
    pub(super) fn of(kind: Kind) -> Self {
        match kind {
            Kind::Country => Self::Name,
            Kind::People => Self::People,
            Kind::Seat => Self::Seat,
            Kind::Leader => Self::Leader,
            Kind::Province => Self::Province,
            Kind::Capital => Self::Capital,
            Kind::Town => Self::Town,
            Kind::Abbreviation => Self::Abbreviation,
        }
    }

    /// Reads a rule that was stored, `None` for one of another version of this program.
    pub(super) fn stored<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        let word = Option::<String>::deserialize(deserializer)?;
        Ok(word.and_then(|word| {
            let word: serde::de::value::StringDeserializer<Error> = word.into_deserializer();
            Self::deserialize(word).ok()
        }))
    }
}

/// Why a name that the tables know is no mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Aside {
    /// A person is called so.
    Person,
    /// A phrase that names no country, whatever names stand in it.
    Phrase,
    /// Part of a street's name.
    Street,
    /// Part of a newspaper's name.
    Newspaper,
    /// A language.
    Language,
    /// An ordinary word.
    Word,
    /// An abbreviated state that does not stand behind a town and a comma.
    Abbreviation,
    /// As much a person's name as a place's, and nothing shows that the place is meant.
    InDoubt,
    /// A name of several countries, and nothing shows which is meant.
    NoEvidence,
    /// A town too small to be meant where the article does not speak of its country.
    Small,
}

impl Context<'_> {
    /// Why a name means this country: by itself, or by the rule that settled it.
    pub(super) fn rule(&self, sighting: &Sighting, country: Country, settled: Rule) -> Rule {
        // Most names: one meaning, and nothing else that they can be.
        if let [only] = &sighting.entry.senses[..]
            && sighting.roles == 0
            && only.country == country
            && only.kind != Kind::Town
        {
            return Rule::of(only.kind);
        }
        let own = sighting.entry.senses.iter().find(|sense| sense.country == country);
        match own.map(|sense| sense.kind) {
            Some(Kind::Abbreviation) => Rule::Abbreviation,
            Some(kind)
                if by_itself(sighting) == Some(country)
                    && !self.is_hidden_word(sighting)
                    && !self.is_doubtful(sighting) =>
            {
                Rule::of(kind)
            }
            _ => settled,
        }
    }

    /// Why a sighting is no mention; `None` for one that is.
    pub(super) fn aside(&self, index: usize) -> Option<Aside> {
        let sighting = self.sightings.get(index)?;
        match self.readings.get(index)? {
            Reading::Is(..) => None,
            Reading::Nothing(aside) => Some(*aside),
            Reading::Open | Reading::Unsettled if sighting.entry.shared.is_some() => Some(Aside::NoEvidence),
            Reading::Open | Reading::Unsettled if self.is_doubtful(sighting) => Some(Aside::InDoubt),
            Reading::Open | Reading::Unsettled if self.is_hidden_word(sighting) => Some(Aside::Word),
            Reading::Open | Reading::Unsettled if is_name_like(sighting) => Some(Aside::InDoubt),
            Reading::Open | Reading::Unsettled => {
                let mut countries = sighting.entry.senses.iter().map(|sense| sense.country);
                let first = countries.next();
                let several = countries.any(|country| Some(country) != first);
                Some(if several { Aside::NoEvidence } else { Aside::Small })
            }
        }
    }
}
