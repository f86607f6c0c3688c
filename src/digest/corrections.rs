//! What becomes of a digest when an article that it shows is changed or withdrawn.

use std::collections::{BTreeSet, HashMap};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::ranking::countries;
use super::reply::HEADLINE_LETTERS;
use super::summary::{Doc, summarise};
use super::telling::{SUMMARY_WORDS, sentences};
use super::{Digest, Link, Sentence, Story};
use crate::article::{Article, ArticleId, Tagged};
use crate::i18n::digest as words;
use crate::places::Country;
use crate::reply::{Text, shortened};
use crate::scope::Scope;

/// A change of an article that a digest showed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// The article.
    pub article: ArticleId,
    /// Who published it.
    pub publisher: String,
    /// The headline that readers were shown.
    pub was: String,
    /// The headline that stands in its place: the same where only sentences fell, `None` where the article was withdrawn.
    pub headline: Option<String>,
    /// When the digest was corrected.
    pub at: Timestamp,
}

/// A correction of an earlier digest that did not reach all of its readers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Earlier {
    /// The local date of that digest.
    pub digest: Date,
    /// What was changed in it.
    pub correction: Correction,
}

/// What a digest says of corrections.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Corrections {
    /// What was changed in this digest since it was written, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub own: Vec<Correction>,
    /// What was changed in earlier ones.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<Earlier>,
}

impl Corrections {
    /// The last change of an article in this digest.
    pub(super) fn of(&self, article: &ArticleId) -> Option<&Correction> {
        self.own.iter().rev().find(|change| change.article == *article)
    }

    /// The last change among a story's articles.
    fn of_story(&self, story: &Story) -> Option<&Correction> {
        let is_of = |change: &&Correction| story.links.iter().any(|link| link.article == change.article);
        self.own.iter().rev().find(is_of)
    }
}

/// The digest as it stands now that articles have changed: with the new headlines, without sentences that no longer
/// stand, and with a note of each change. `None` where nothing that it shows has changed.
pub fn correct(digest: &Digest, changed: &[Tagged], at: Timestamp) -> Option<Digest> {
    let mut desk = Desk {
        changed: changed.iter().map(|tagged| (&tagged.article.id, tagged)).collect(),
        covered: (digest.scope != Scope::All).then(|| digest.covers.iter().copied().collect()),
        at,
        made: Vec::new(),
    };
    let mut corrected = digest.clone();
    let updates = corrected.updates.iter_mut().map(|update| &mut update.story);
    for story in corrected.stories.iter_mut().chain(updates) {
        let before = story.countries.clone();
        desk.correct_story(story);
        recount(&mut corrected.counts, &before, &story.countries, desk.covered.as_ref());
    }
    for link in &mut corrected.more {
        desk.correct_headline(link);
    }
    if desk.made.is_empty() {
        return None;
    }
    corrected.corrections.own.append(&mut desk.made);
    Some(corrected)
}

struct Desk<'a> {
    changed: HashMap<&'a ArticleId, &'a Tagged>,
    /// The countries of the digest's scope; `None` for the whole world.
    covered: Option<BTreeSet<Country>>,
    at: Timestamp,
    made: Vec<Correction>,
}

impl Desk<'_> {
    fn correct_story(&mut self, story: &mut Story) {
        let before = self.made.len();
        for (at, link) in story.links.iter_mut().enumerate() {
            let Some(article) = self.changed.get(&link.article).map(|tagged| &tagged.article) else {
                continue;
            };
            let withdrawn = is_withdrawn(article);
            let falls =
                |sentence: &Sentence| sentence.article == article.id && (withdrawn || !stands(sentence, article));
            let first = story.sentences.iter().position(falls);
            let shown = story.sentences.len();
            story.sentences.retain(|sentence| !falls(sentence));
            let fell = story.sentences.len() < shown;
            if let Some(first) = first.filter(|_| !withdrawn) {
                let room = shown - story.sentences.len();
                replace(&mut story.sentences, first, room, article);
            }
            for sentence in story
                .sentences
                .iter_mut()
                .filter(|sentence| sentence.article == article.id)
            {
                if let Some((before, _)) = article.text.split_once(&sentence.text) {
                    sentence.start = before.chars().count();
                }
            }
            // Only the first one's headline is shown, and that of a quoted one without an address.
            let is_shown = at == 0 || (link.url.is_none() && story.sentences.iter().any(|s| s.article == article.id));
            if is_shown || withdrawn {
                self.correct_headline(link);
            }
            if fell && !self.made.iter().any(|made| made.article == link.article) {
                self.note(link, link.title.clone(), Some(link.title.clone()));
            }
        }
        if self.made.len() > before {
            if let Some(first) = story.links.first() {
                story.headline.clone_from(&first.title);
            }
            let all: Option<Vec<&Tagged>> = story
                .links
                .iter()
                .map(|link| self.changed.get(&link.article).copied())
                .collect();
            // What the others are about is not known here: then the story stays where it was.
            if let Some(all) = all {
                let now = countries(all, self.covered.as_ref());
                if !now.is_empty() {
                    story.countries = now;
                }
            }
            // It was told from the sentences as they were.
            story.rewrite = None;
            story.translated = false;
        }
    }

    /// Puts the article's headline of now in place of the one that is shown.
    fn correct_headline(&mut self, link: &mut Link) {
        let Some(article) = self.changed.get(&link.article).map(|tagged| &tagged.article) else {
            return;
        };
        let was = link.title.clone();
        if is_withdrawn(article) {
            if !says_withdrawn(&was) {
                link.title = words::withdrawn_headline(&was);
                self.note(link, was, None);
            }
        } else if spoken(&was) != spoken(&article.title) {
            link.title.clone_from(&article.title);
            self.note(link, was, Some(article.title.clone()));
        }
    }

    fn note(&mut self, link: &Link, was: String, headline: Option<String>) {
        self.made.push(Correction {
            article: link.article.clone(),
            publisher: link.publisher.clone(),
            was,
            headline,
            at: self.at,
        });
    }
}

/// Puts the best sentences of what an article says now where others of it fell, as many as fell.
fn replace(shown: &mut Vec<Sentence>, at: usize, room: usize, article: &Article) {
    let doc = Doc {
        title: &article.title,
        text: &article.text,
    };
    // Some of the chosen may be shown already.
    let chosen = summarise(&[doc], SUMMARY_WORDS, room + shown.len());
    let mut new = sentences(&[article], chosen);
    new.retain(|sentence| shown.iter().all(|known| known.text != sentence.text));
    new.truncate(room);
    let at = at.min(shown.len());
    shown.splice(at..at, new);
}

/// Counts a story under the countries that it is about now.
fn recount(
    counts: &mut Vec<(Country, usize)>,
    before: &[Country],
    now: &[Country],
    covered: Option<&BTreeSet<Country>>,
) {
    for gone in before.iter().filter(|country| !now.contains(country)) {
        if let Some((_, stories)) = counts.iter_mut().find(|(known, _)| known == gone) {
            *stories = stories.saturating_sub(1);
        }
    }
    let within = |country: &&Country| covered.is_none_or(|covered| covered.contains(country));
    for new in now.iter().filter(|country| !before.contains(country)).filter(within) {
        match counts.iter_mut().find(|(known, _)| known == new) {
            Some((_, stories)) => *stories += 1,
            None => counts.push((*new, 1)),
        }
    }
    counts.retain(|(_, stories)| *stories > 0);
    counts.sort_by_key(|(_, stories)| std::cmp::Reverse(*stories));
}

/// A story's words with what was corrected in them.
pub(super) fn noted(story: &Story, body: Text, facts: Text, digest: &Digest, zone: &TimeZone) -> (Text, Text) {
    let Some(change) = digest.corrections.of_story(story) else {
        return (body, facts);
    };
    let withdrawn = change.headline.is_none();
    let is_headline = story.links.first().is_some_and(|link| link.article == change.article);
    let body = if withdrawn && is_headline {
        let mut note = Text::plain(words::withdrawn_by(&change.publisher));
        if !body.is_empty() {
            note = note.and(" ");
        }
        note.0.extend(body.0);
        note
    } else {
        body
    };
    let at = change.at.to_zoned_datetime(zone.clone()).datetime();
    let line = words::corrected(at, &change.publisher, withdrawn);
    (body, facts.and(format!(" · {line}")))
}

/// What was changed in earlier digests and did not reach all who had read them.
pub(super) fn told(digest: &Digest) -> Vec<Text> {
    let today = digest.edition.local.date();
    let earlier = digest.corrections.earlier.iter();
    earlier
        .map(|earlier| {
            let change = &earlier.correction;
            let shown = |title: &str| shortened(title, HEADLINE_LETTERS);
            let headline = change.headline.as_deref().map(shown);
            let (was, headline) = (shown(&change.was), headline.as_deref());
            words::correction_to(earlier.digest, today, &change.publisher, &was, headline).into()
        })
        .collect()
}

/// Whether a quoted sentence can still be read in its article. A feed that gives less of the text than before has not
/// taken back the rest.
fn stands(sentence: &Sentence, article: &Article) -> bool {
    // Where a text is cut, the words before the cut may be rewritten too: so close to its end nothing is concluded.
    const UNSURE: usize = 80;
    let text = article.text.trim_end();
    if text.is_empty() || text.contains(&sentence.text) {
        return true;
    }
    let is_cut = ["…", "...", "…]", "...]"].iter().any(|end| text.ends_with(end));
    is_cut && sentence.start + sentence.text.chars().count() + UNSURE > text.chars().count()
}

/// A headline's words: a comma more or a capital less is no correction.
fn spoken(title: &str) -> Vec<String> {
    title
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// What publishers write in front of an article that they take back.
const TAKEN_BACK: &[&str] = &[
    "withdrawn",
    "withdrawal",
    "retracted",
    "retraction",
    "story withdrawn",
    "article withdrawn",
    "retirado",
    "retirada",
    "retractación",
    "retiré",
    "rétractation",
    "zurückgezogen",
];
/// The same in brackets: without them they may begin any headline ("Removed: the statues of Lagos").
const TAKEN_BACK_IN_BRACKETS: &[&str] = &["deleted", "removed"];
/// And how they say it in a sentence: one of the first words, then one of the second.
const SUBJECTS: &[&str] = &[
    "this article",
    "this story",
    "this report",
    "this post",
    "the article",
    "the story",
];
const VERBS: &[&str] = &[
    "has been withdrawn",
    "was withdrawn",
    "has been retracted",
    "was retracted",
    "has been deleted",
    "was deleted",
    "has been removed",
    "was removed",
    "is withdrawn",
    "is retracted",
];

fn is_withdrawn(article: &Article) -> bool {
    says_withdrawn(&article.title) || says_withdrawn(&article.text)
}

/// True of "RETRACTED: …", "[Deleted] …" and "This article has been withdrawn…", but not of "Withdrawn troops come home".
fn says_withdrawn(text: &str) -> bool {
    const LOOKED_AT: usize = 60;
    let start: String = text.chars().take(LOOKED_AT).collect::<String>().to_lowercase();
    let in_brackets = start.trim_start().starts_with(['[', '(']);
    let start = start.trim_start_matches(|c: char| !c.is_alphanumeric());
    let is_label = |word: &&&str| {
        start.strip_prefix(**word).is_some_and(|rest| {
            let rest = rest.trim_start();
            rest.is_empty() || rest.starts_with([':', ']', ')', '|', '–', '—', '-', '.'])
        })
    };
    TAKEN_BACK.iter().any(|word| is_label(&word))
        || (in_brackets && TAKEN_BACK_IN_BRACKETS.iter().any(|word| is_label(&word)))
        || SUBJECTS.iter().any(|subject| {
            let said = start.strip_prefix(subject).map(str::trim_start);
            said.is_some_and(|said| VERBS.iter().any(|verb| said.starts_with(verb)))
        })
}
