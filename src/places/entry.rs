//! The words in which the tables, their compiled form and the tagger speak of a name.

/// How a name is tied to its country.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The country itself.
    Country,
    /// Its people or what is theirs: Venezuelan.
    People,
    /// Words that stand for the state: Kremlin.
    Seat,
    /// Someone who leads the state: Putin.
    Leader,
    /// A state, province or other part.
    Province,
    /// The capital.
    Capital,
    /// A town.
    Town,
    /// An abbreviated state, which counts only behind a town and a comma.
    Abbreviation,
}

impl Kind {
    const ALL: [Self; 8] = [
        Self::Country,
        Self::People,
        Self::Seat,
        Self::Leader,
        Self::Province,
        Self::Capital,
        Self::Town,
        Self::Abbreviation,
    ];

    /// The kind that stands as this number in a compiled table.
    pub(crate) fn from_number(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number)).copied()
    }

    /// The kind of a row in a table of a language.
    pub(crate) fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "name" => Self::Country,
            "people" => Self::People,
            "seat" => Self::Seat,
            "leader" => Self::Leader,
            "province" => Self::Province,
            "capital" => Self::Capital,
            "town" => Self::Town,
            _ => return None,
        })
    }
}

/// How a text that gives no other hint is read when it names more than one country.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Otherwise {
    /// The first country.
    First,
    /// All of them: "the two Koreas".
    All,
    /// None of them.
    None,
}

impl Otherwise {
    const ALL: [Self; 3] = [Self::First, Self::All, Self::None];

    /// The reading that stands as this number in a compiled table.
    pub(crate) fn from_number(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number)).copied()
    }

    /// The reading that a table calls so.
    pub(crate) fn from_word(word: &str) -> Self {
        match word {
            "first" => Self::First,
            "all" => Self::All,
            _ => Self::None,
        }
    }
}

/// What a word says of a name beside it, or of itself, where no place is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// A first name.
    First,
    /// A common surname.
    Last,
    /// A place that is also a first name: Jordan.
    Place,
    /// A country or people that is also a surname: Israel.
    Surname,
    /// A word before a person's name: Mr.
    Title,
    /// A word behind a street's name: Avenue.
    Road,
    /// A word behind a newspaper's name: Tribune.
    Paper,
    /// A word behind which a place stands: in.
    In,
    /// A word behind which a people's word is a language: speaks.
    Speaks,
    /// A place's name that is an ordinary word, so that it says little where every word has a capital.
    Word,
    /// One of the commonest words of a language.
    Function,
}

impl Role {
    /// Every role, in the order of the compiled table.
    pub(crate) const ALL: [Self; 11] = [
        Self::First,
        Self::Last,
        Self::Place,
        Self::Surname,
        Self::Title,
        Self::Road,
        Self::Paper,
        Self::In,
        Self::Speaks,
        Self::Word,
        Self::Function,
    ];

    /// The role that a table calls so.
    pub(crate) fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "first" => Self::First,
            "last" => Self::Last,
            "place" => Self::Place,
            "surname" | "name-like" => Self::Surname,
            "title" => Self::Title,
            "road" => Self::Road,
            "paper" => Self::Paper,
            "in" => Self::In,
            "speaks" => Self::Speaks,
            "word" => Self::Word,
            "function" => Self::Function,
            _ => return None,
        })
    }
}

/// A set of languages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Languages(pub u16);

/// The languages whose names the tables hold, as BCP 47 tags, in the order of their bits.
pub(crate) const LANGUAGES: [&str; 13] = [
    "en", "es", "fr", "pt", "de", "it", "id", "tr", "ru", "uk", "ar", "zh", "hi",
];

impl Languages {
    /// No language.
    pub(crate) const NONE: Self = Self(0);
    /// Every language, also those without a table.
    pub(crate) const ALL: Self = Self(u16::MAX);
    /// English alone.
    pub(crate) const ENGLISH: Self = Self(1);
    /// Those written in Latin letters.
    pub(crate) const LATIN: Self = Self(0xff);

    /// The language with this tag alone; none for one without a table.
    pub(crate) fn of(tag: &str) -> Self {
        LANGUAGES
            .iter()
            .position(|known| *known == tag)
            .map_or(Self::NONE, |bit| Self(1 << bit))
    }

    /// The languages in both.
    pub(crate) fn both(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The languages in either.
    pub(crate) fn either(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The languages in this that are not in the other.
    pub(crate) fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// True when a language is in both.
    pub(crate) fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// True when every language of the other is in this.
    pub(crate) fn holds(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}
