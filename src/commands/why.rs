//! /why: the words and rules behind the countries of a list of articles.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::digests::Named;
use super::news::{PAGE, headline, paging};
use super::{AnswerError, Core};
use crate::article::Tagged;
use crate::i18n::digest::{SAMPLE, SAMPLES};
use crate::i18n::{commands, why as words};
use crate::places::{Country, Part, Tags, Weight};
use crate::reply::{Block, Entry, Reply};
use crate::scope::Scope;

/// Names that are shown of an article, each with its rule.
const NAMES: usize = 3;
/// Countries of which it is said why an article is about them, and others that are only named.
const COUNTRIES: usize = 3;

impl Core {
    /// The articles of a page of /country, /region or /latest, with the reasons why they are there.
    pub(super) async fn why(&self, name: &str, page: usize, now: Timestamp) -> Result<Reply, AnswerError> {
        if name.is_empty() {
            let top = self.countries_in_the_news(now, 5).await?;
            let example = top.first().map_or("Venezuela", |country| country.name());
            let ask = Reply::say(words::which(example));
            return Ok(top.iter().fold(ask, |reply, country| {
                reply.action(country.name(), format!("/why {}", country.code()))
            }));
        }
        let scope = match self.scope_named(name, "/why", "") {
            Named::Scope(scope) => scope,
            Named::Ask(reply) => return Ok(reply),
        };
        let name = scope.title(&self.config.regions);
        let countries = scope.countries(&self.config.regions);
        let (articles, total, count) = match &countries {
            Some(countries) => {
                let (about, mentioning) = self.page_of(countries, page).await?;
                let total = about.total + mentioning.total;
                let count = match about.total {
                    0 => words::mentioning(total),
                    n => commands::about_and_mentioning(n, mentioning.total),
                };
                ([about.articles, mentioning.articles].concat(), total, count)
            }
            None => {
                let found = self.store.latest((page - 1).saturating_mul(PAGE), PAGE).await?;
                let count = commands::articles(found.total);
                (found.articles, found.total, count)
            }
        };
        if total == 0 {
            return Ok(Reply::say(commands::none_about(&name, 0)));
        }
        let title = match scope {
            Scope::All => words::title_of_all(&count),
            _ => words::title(&name, &count),
        };
        let samples = self.all_samples(articles.iter());
        let mut reply = Reply::default().block(Block::Title(title.into()));
        for (n, tagged) in articles.iter().enumerate() {
            let mut entry = why_entry(tagged, countries.as_ref());
            entry.number = u32::try_from((page - 1).saturating_mul(PAGE) + n + 1).ok();
            if !samples && self.is_sample(tagged) {
                entry.facts = entry.facts.and(format!(" · {SAMPLE}"));
            }
            reply = reply.block(Block::Entry(entry));
        }
        if samples {
            reply = reply.block(Block::Footer(SAMPLES.into()));
        }
        let list = match &scope {
            Scope::Country(country) => format!("/country {} {page}", country.code()),
            Scope::Region(id) => format!("/region {id} {page}"),
            Scope::All => format!("/latest {page}"),
        };
        let reply = paging(reply, page, total, |page| format!("/why {scope} #{page}"));
        Ok(if page > total.div_ceil(PAGE) {
            reply
        } else {
            reply.action(words::ARTICLES, list)
        })
    }
}

/// An article with the words that name these countries (`None`: all it names), the clearest first, and what it says of
/// them.
fn why_entry(tagged: &Tagged, countries: Option<&BTreeSet<Country>>) -> Entry {
    let tags = &tagged.tags;
    let wanted = |country: &Country| countries.is_none_or(|countries| countries.contains(country));
    let weights: Vec<Weight> = tags
        .weights()
        .into_iter()
        .filter(|weight| wanted(&weight.country))
        .collect();
    let others: Vec<Country> = tags.focus.iter().map(|focus| focus.country).collect();
    // Where it is about one of them, those it merely mentions need no reasons.
    let about = weights.iter().filter(|weight| weight.score.is_some()).count();
    let reasons = about.clamp(1, COUNTRIES);
    let mut facts: Vec<String> = weights
        .iter()
        .take(reasons)
        .map(|weight| words::weight(weight, &others))
        .collect();
    let rest: Vec<Country> = weights.iter().skip(reasons).map(|weight| weight.country).collect();
    if !rest.is_empty() {
        facts.push(words::also_names(&rest, COUNTRIES));
    }
    Entry {
        number: None,
        headline: headline(&tagged.article),
        url: tagged.article.url.clone(),
        body: names(tags, &weights).into(),
        facts: facts.join(" · ").into(),
    }
}

/// The names of these countries and why each counts, once each: those of the countries that weigh most, in the headline,
/// and with the clearest rules first.
fn names(tags: &Tags, weights: &[Weight]) -> String {
    let place = |country: Country| weights.iter().position(|weight| weight.country == country);
    let mut mentions: Vec<_> = tags
        .mentions
        .iter()
        .enumerate()
        .filter_map(|(index, mention)| Some((place(mention.country)?, index, mention)))
        .collect();
    mentions.sort_by_key(|(place, index, mention)| {
        let focus = weights.get(*place).is_none_or(|weight| weight.score.is_none());
        let text = mention.part == Part::Text;
        (focus, text, mention.rule, *place, *index)
    });
    let mut seen = BTreeSet::new();
    mentions.retain(|(place, _, mention)| seen.insert((*place, mention.words.to_lowercase())));
    if mentions.is_empty() {
        return words::NO_WORDS.to_owned();
    }
    let mut sentences: Vec<String> = mentions
        .iter()
        .take(NAMES)
        .map(|(_, index, mention)| words::rule(mention, tags.beside(*index).map(|beside| beside.words.as_str())))
        .collect();
    if let Some(more @ 1..) = mentions.len().checked_sub(NAMES) {
        sentences.push(words::also(more));
    }
    sentences.join(" ")
}
