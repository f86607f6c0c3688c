//! The tables with an admin's changes: what the rest of the program asks.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::OnceLock;

use super::Country;
use super::compile::compile;
use super::custom::Custom;
use super::explain::{self, Explanation};
use super::gazetteer::Gazetteer;
use super::resolve::{Index, Resolution};
use super::rule::Rule;
use super::tagger::{self, Mention, Tags, Untagged};

/// Which words name which countries.
pub struct Places {
    /// The admin's own names in small letters, and the countries that each stands for.
    own_names: HashMap<String, Vec<Country>>,
    custom: Custom,
    /// The names that are looked for in articles where the built-in ones do not stand as they are, compiled when the
    /// first article is read or the first name is typed.
    own: OnceLock<Gazetteer>,
    /// The names that people type, read when the first is asked for.
    index: OnceLock<Index>,
}

impl Places {
    /// The built-in tables with an admin's changes.
    pub fn new(custom: Custom) -> Self {
        Self {
            own_names: own_names(&custom),
            custom,
            own: OnceLock::new(),
            index: OnceLock::new(),
        }
    }

    /// Finds the countries in an article: in the first [`super::MOST_CHARACTERS`] of its title and of its text. The work
    /// grows with their length and no faster.
    pub fn tag(&self, article: &Untagged<'_>) -> Tags {
        let mut tags = tagger::tag(self.gazetteer(), article);
        self.mark_own(&mut tags.mentions);
        tags
    }

    /// What [`Self::tag`] finds in an article, with the rule behind each mention, what was set aside and why, and what the
    /// focus is made of.
    pub fn explain(&self, article: &Untagged<'_>) -> Explanation {
        let mut explanation = explain::explain(self.gazetteer(), article);
        self.mark_own(&mut explanation.tags.mentions);
        explanation
    }

    fn gazetteer(&self) -> &Gazetteer {
        if self.custom.is_empty() {
            Gazetteer::built_in()
        } else {
            self.own
                .get_or_init(|| Gazetteer::new(Cow::Owned(compile(&self.custom))))
        }
    }

    /// Says of a mention that it comes from the admin's own names.
    fn mark_own(&self, mentions: &mut [Mention]) {
        if self.own_names.is_empty() {
            return;
        }
        for mention in mentions {
            let countries = self.own_names.get(&mention.words.to_lowercase());
            if countries.is_some_and(|countries| countries.contains(&mention.country)) {
                mention.rule = Some(Rule::Own);
            }
        }
    }

    /// The country or countries that a typed name stands for.
    pub fn resolve(&self, name: &str) -> Resolution {
        self.index
            .get_or_init(|| Index::new(&self.custom))
            .resolve(name, self.gazetteer())
    }
}

fn own_names(custom: &Custom) -> HashMap<String, Vec<Country>> {
    let mut names: HashMap<String, Vec<Country>> = HashMap::new();
    for own in &custom.names {
        let countries = own.countries.iter().filter_map(|code| Country::from_code(code));
        let countries: Vec<Country> = countries.collect();
        for name in &own.names {
            names.entry(name.to_lowercase()).or_default().extend(&countries);
        }
    }
    names
}

impl Default for Places {
    fn default() -> Self {
        Self::new(Custom::default())
    }
}

impl std::fmt::Debug for Places {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Places")
            .field("custom", &self.custom)
            .finish_non_exhaustive()
    }
}
