//! A reader's own filter: which stories of a digest are shown to them.

use serde::{Deserialize, Serialize};

use super::compose::{MOST_MORE, MOST_UPDATES, only_samples};
use super::{Digest, Link, Story, Update};
use crate::folding::{Phrase, holds, index_words, phrases_in_order, query_phrases};
use crate::i18n::subscriptions as words;
use crate::places::Country;
use crate::reply::shortened;
use crate::scope::Scope;

/// Which stories a subscription is made of; by default all. Words are compared whole and without case or accents.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Filter {
    /// Only stories about one of these countries, or that hold one of the words of `only_words`; where both are empty, all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub only_countries: Vec<Country>,
    /// See `only_countries`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub only_words: Vec<String>,
    /// No stories about these countries.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub without_countries: Vec<Country>,
    /// No stories that hold one of these words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub without_words: Vec<String>,
}

/// The stories of one day that a digest has no room for: filtered readers choose from these too.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pool {
    /// Those behind the digest's own, best first.
    pub stories: Vec<Story>,
    /// The same for what is new in stories told before.
    pub updates: Vec<Update>,
}

impl Filter {
    /// The most countries and words together.
    pub const MOST_ITEMS: usize = 20;
    /// The most letters of one of the words.
    pub const MOST_LETTERS: usize = 60;

    /// True when it lets everything through.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// How many countries and words it names.
    pub fn len(&self) -> usize {
        let countries = self.only_countries.len() + self.without_countries.len();
        countries + self.only_words.len() + self.without_words.len()
    }

    /// Its words, those that are wanted first.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.only_words.iter().chain(&self.without_words).map(String::as_str)
    }

    /// What is wrong with it, in words: more or longer items than it may have, or one without a word.
    pub fn problem(&self) -> Option<String> {
        if self.len() > Self::MOST_ITEMS {
            return Some(words::too_many_items(self.len(), Self::MOST_ITEMS));
        }
        let long = |word: &&str| word.chars().count() > Self::MOST_LETTERS;
        if let Some(word) = self.words().find(long) {
            return Some(words::too_long_an_item(
                &shortened(word, Self::MOST_LETTERS),
                Self::MOST_LETTERS,
            ));
        }
        let empty = self.words().find(|word| query_phrases(word).is_empty());
        empty.map(words::no_word)
    }

    /// The digest as a reader with this filter gets it: of its stories and those in `pool` those that pass, at most
    /// `max_stories` with a summary, with the number of those that do not. Other digests' headlines are left out.
    ///
    /// A story is judged by what a digest shows of it: its headlines, sentences and countries. The time this takes grows
    /// with the length of these texts and with the number of the filter's words, and with nothing else.
    pub fn apply(&self, digest: &Digest, pool: &Pool, max_stories: usize) -> Digest {
        if self.is_empty() {
            return digest.clone();
        }
        let test = Test::of(self);
        let mut filtered = digest.clone();
        filtered.elsewhere.clear();
        let all = digest.stories.iter().chain(&pool.stories);
        let (stories, mut left_out) = chosen(all, |story| test.passes(story));
        let updates = digest.updates.iter().chain(&pool.updates);
        let (mut updates, no_updates) = chosen(updates, |update| test.passes(&update.story));
        left_out += no_updates;
        // Headlines of which there is nothing but the headline.
        let told = |link: &Link| {
            let updates = pool.updates.iter().map(|update| &update.story);
            let mut told = pool
                .stories
                .iter()
                .chain(updates)
                .filter_map(|story| story.links.first());
            told.any(|first| first.article == link.article)
        };
        let (headlines, no_headlines) = chosen(digest.more.iter().filter(|link| !told(link)), |link| {
            test.passes_headline(&link.title)
        });
        left_out += no_headlines;
        let further = updates.split_off(updates.len().min(MOST_UPDATES));
        let behind = stories.get(max_stories..).unwrap_or_default();
        let first = |story: &Story| story.links.first().cloned();
        let further = further.iter().filter_map(|update| first(&update.story));
        filtered.more = behind.iter().filter_map(first).chain(further).collect();
        filtered.more.extend(headlines);
        filtered.more.truncate(MOST_MORE);
        filtered.counts = counts(digest, stories.get(..max_stories + MOST_MORE).unwrap_or(&stories));
        filtered.stories = stories;
        filtered.stories.truncate(max_stories);
        filtered.updates = updates;
        filtered.left_out = left_out;
        let earlier = &mut filtered.corrections.earlier;
        earlier.retain(|earlier| test.passes_headline(&earlier.correction.was));
        filtered.sample = digest.sample || only_samples(&filtered);
        filtered
    }
}

/// Those that pass, and how many do not.
fn chosen<'a, T: Clone + 'a>(all: impl Iterator<Item = &'a T>, passes: impl Fn(&T) -> bool) -> (Vec<T>, usize) {
    let (passing, others): (Vec<&T>, Vec<&T>) = all.partition(|one| passes(one));
    (passing.into_iter().cloned().collect(), others.len())
}

/// How many of these stories are about each country of the digest's scope, most first.
fn counts(digest: &Digest, stories: &[Story]) -> Vec<(Country, usize)> {
    let mut counts: Vec<(Country, usize)> = Vec::new();
    let within = |country: &&Country| digest.scope == Scope::All || digest.covers.contains(country);
    for country in stories.iter().flat_map(|story| &story.countries).filter(within) {
        match counts.iter_mut().find(|(known, _)| known == country) {
            Some((_, stories)) => *stories += 1,
            None => counts.push((*country, 1)),
        }
    }
    counts.sort_by_key(|(_, stories)| std::cmp::Reverse(*stories));
    counts
}

/// A filter with its words made ready.
struct Test<'f> {
    filter: &'f Filter,
    only: Vec<Vec<Phrase>>,
    without: Vec<Vec<Phrase>>,
}

impl<'f> Test<'f> {
    fn of(filter: &'f Filter) -> Self {
        let phrases = |words: &[String]| words.iter().map(|words| phrases_in_order(words)).collect();
        Self {
            filter,
            only: phrases(&filter.only_words),
            without: phrases(&filter.without_words),
        }
    }

    fn passes(&self, story: &Story) -> bool {
        let about = |countries: &[Country]| countries.iter().any(|country| story.countries.contains(country));
        if about(&self.filter.without_countries) {
            return false;
        }
        let sentences = story.sentences.iter().map(|sentence| sentence.text.as_str());
        let titles = story.links.iter().map(|link| link.title.as_str());
        let texts = [story.headline.as_str()].into_iter().chain(story.rewrite.as_deref());
        let texts: Vec<&str> = texts.chain(sentences).chain(titles).collect();
        self.passes_words(&texts, about(&self.filter.only_countries))
    }

    /// Nobody knows what countries a headline alone is about: where countries are wanted, only its words can let it pass.
    fn passes_headline(&self, headline: &str) -> bool {
        self.filter.without_countries.is_empty() && self.passes_words(&[headline], false)
    }

    fn passes_words(&self, texts: &[&str], wanted: bool) -> bool {
        let wanted = wanted || (self.filter.only_countries.is_empty() && self.only.is_empty());
        if wanted && self.without.is_empty() {
            return true;
        }
        let texts: Vec<Vec<String>> = texts.iter().map(|text| index_words(text)).collect();
        // Each text by itself: no words run from one into the next.
        let found = |items: &[Vec<Phrase>]| {
            let stands = |item: &Vec<Phrase>| {
                !item.is_empty() && texts.iter().any(|text| item.iter().all(|phrase| holds(text, phrase)))
            };
            items.iter().any(stands)
        };
        !found(&self.without) && (wanted || found(&self.only))
    }
}
