//! Lists of articles: a country's, a region's, the latest, those found by words.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::{AnswerError, Core};
use crate::article::{Article, Tagged};
use crate::digest::{Doc, Quote, is_opinion, says_who, summarise};
use crate::i18n::digest::{ACCORDING_TO, SAMPLE, SAMPLES, opinion};
use crate::i18n::{commands as words, dates, why};
use crate::places::{Country, Namesake, Region, Resolution, Sharing};
use crate::reply::{Block, Entry, Reply, shortened};
use crate::store::Page;

/// Articles on a page: enough to browse, few enough for one message of any platform.
pub(super) const PAGE: usize = 8;
/// A headline of more letters is shortened; its link leads to the whole.
const HEADLINE_LETTERS: usize = 200;
/// The longest sentence that an entry quotes where it has a choice, in words.
const SENTENCE_WORDS: usize = 40;

impl Core {
    pub(super) async fn country(&self, name: &str, page: usize, now: Timestamp) -> Result<Reply, AnswerError> {
        if name.is_empty() {
            return self.which_country(now).await;
        }
        match self.config.places.resolve(name) {
            Resolution::One { country, namesakes } => self.country_news(country, &namesakes, page).await,
            Resolution::Many { countries, sharing } => Ok(choice(name, &countries, sharing, "/country")),
            Resolution::Unknown { nearest } => match self.config.regions.find(name) {
                Some(region) => self.region_news(region, page).await,
                None if nearest.is_empty() => {
                    Ok(Reply::say(words::no_country(&shown(name), false)).action("Regions", "/regions"))
                }
                None => {
                    let ask = Reply::say(words::no_country(&shown(name), true));
                    let ask = nearest.iter().take(3).fold(ask, |reply, near| {
                        reply.action(near.name(), format!("/country {}", near.code()))
                    });
                    let regions = self.config.regions.nearest(name, 5 - nearest.len().min(3));
                    Ok(regions.into_iter().fold(ask, |reply, region| {
                        reply.action(region.title.clone(), format!("/region {}", region.id))
                    }))
                }
            },
        }
    }

    async fn which_country(&self, now: Timestamp) -> Result<Reply, AnswerError> {
        let top = self.countries_in_the_news(now, 5).await?;
        let example = top.first().map_or("Venezuela", |country| country.name());
        Ok(top
            .iter()
            .fold(Reply::say(words::which_country(example)), |reply, country| {
                reply.action(country.name(), format!("/country {}", country.code()))
            }))
    }

    /// The countries with most news in the last seven days, or ever when those had none.
    pub(super) async fn countries_in_the_news(&self, now: Timestamp, n: usize) -> Result<Vec<Country>, AnswerError> {
        let week_ago = now
            .saturating_sub(jiff::SignedDuration::from_hours(7 * 24))
            .unwrap_or(Timestamp::MIN);
        let mut counts = self.store.count_by_country(week_ago).await?;
        if counts.is_empty() {
            counts = self.store.count_by_country(Timestamp::MIN).await?;
        }
        Ok(counts.into_iter().take(n).map(|(country, _)| country).collect())
    }

    async fn country_news(&self, country: Country, namesakes: &[Namesake], page: usize) -> Result<Reply, AnswerError> {
        let mut reply = self
            .news_of(
                country.name(),
                &BTreeSet::from([country]),
                country.code(),
                "/country",
                page,
            )
            .await?;
        if let Some(region) = self.config.regions.of(country).next() {
            reply = reply.action("Digest", format!("/digest {}", region.id));
        }
        reply = reply.action(
            format!("Follow {}", country.name()),
            format!("/subscribe {}", country.code()),
        );
        for namesake in namesakes {
            reply = reply.action(
                words::namesake(namesake),
                format!("/country {}", namesake.country.code()),
            );
        }
        Ok(reply)
    }

    pub(super) async fn region(&self, name: &str, page: usize) -> Result<Reply, AnswerError> {
        if name.is_empty() {
            let example = self
                .config
                .regions
                .iter()
                .next()
                .map_or("Europe", |region| region.title.as_str());
            return Ok(self.region_buttons(Reply::say(words::which_region(example)), "/region"));
        }
        if let Some(region) = self.config.regions.find(name) {
            return self.region_news(region, page).await;
        }
        if let Resolution::One { country, namesakes } = self.config.places.resolve(name) {
            return self.country_news(country, &namesakes, page).await;
        }
        Ok(self.no_region(name, "/region"))
    }

    async fn region_news(&self, region: &Region, page: usize) -> Result<Reply, AnswerError> {
        let reply = self
            .news_of(&region.title, &region.countries, &region.id, "/region", page)
            .await?;
        Ok(reply
            .action("Digest", format!("/digest {}", region.id))
            .action(format!("Follow {}", region.title), format!("/subscribe {}", region.id)))
    }

    /// First the articles about the countries, then those that only mention them, each once.
    async fn news_of(
        &self,
        title: &str,
        countries: &BTreeSet<Country>,
        key: &str,
        command: &str,
        page: usize,
    ) -> Result<Reply, AnswerError> {
        let offset = (page - 1).saturating_mul(PAGE);
        let (about, mentioning) = self.page_of(countries, page).await?;
        let total = about.total + mentioning.total;
        if total == 0 && self.store.published_range().await?.is_none() {
            return Ok(Reply::say(words::EMPTY_STORE));
        }
        if total == 0 {
            return Ok(Reply::say(words::none_about(title, 0)));
        }
        let heading = format!(
            "{title} · {}",
            words::about_and_mentioning(about.total, mentioning.total)
        );
        let mut reply = Reply::default();
        if about.total == 0 {
            reply = reply.block(Block::Paragraph(words::none_about(title, mentioning.total).into()));
        } else {
            reply = reply.block(Block::Title(heading.into()));
        }
        let samples = self.all_samples(about.articles.iter().chain(&mentioning.articles));
        reply = self.entries(reply, &about.articles, offset, !samples);
        if !mentioning.articles.is_empty() {
            if about.total > 0 {
                reply = reply.block(Block::Heading(words::ALSO_MENTIONED.into()));
            }
            reply = self.entries(reply, &mentioning.articles, offset + about.articles.len(), !samples);
        }
        if let Some(others) = others_in(&about.articles, countries) {
            reply = reply.block(Block::Footer(others.into()));
        }
        if samples {
            reply = reply.block(Block::Footer(SAMPLES.into()));
        }
        let reply = paging(reply, page, total, |page| format!("{command} {key} {page}"));
        Ok(asking_why(reply, key, page, total))
    }

    /// What of a page is about the countries, and what only mentions them.
    pub(super) async fn page_of(
        &self,
        countries: &BTreeSet<Country>,
        page: usize,
    ) -> Result<(Page, Page), AnswerError> {
        let offset = (page - 1).saturating_mul(PAGE);
        let about = self.store.about(countries, offset, PAGE).await?;
        let room = PAGE - about.articles.len();
        let mentioning = self
            .store
            .mentioning(countries, offset.saturating_sub(about.total), room)
            .await?;
        Ok((about, mentioning))
    }

    pub(super) async fn latest(&self, page: usize) -> Result<Reply, AnswerError> {
        let found = self.store.latest((page - 1).saturating_mul(PAGE), PAGE).await?;
        if found.total == 0 {
            let any_source = self.config.sources.iter().any(|source| source.enabled);
            let nothing = if any_source {
                words::EMPTY_STORE
            } else {
                words::NO_SOURCES
            };
            return Ok(Reply::say(nothing));
        }
        let title = format!("Latest · {}", words::articles(found.total));
        let reply = self.listing(&title, &found, page, |page| format!("/latest {page}"));
        Ok(asking_why(reply, "all", page, found.total))
    }

    pub(super) async fn search(&self, wanted: &str, page: usize) -> Result<Reply, AnswerError> {
        if wanted.is_empty() {
            return Ok(Reply::say(words::WHICH_WORDS));
        }
        let found = self.store.search(wanted, (page - 1).saturating_mul(PAGE), PAGE).await?;
        if found.total == 0 {
            return Ok(Reply::say(words::nothing_found(&shown(wanted))));
        }
        let title = format!("{} · {}", shown(wanted), words::articles(found.total));
        Ok(self.listing(&title, &found, page, |page| format!("/search {wanted} #{page}")))
    }

    fn listing(&self, title: &str, found: &Page, page: usize, command: impl Fn(usize) -> String) -> Reply {
        let reply = Reply::default().block(Block::Title(title.into()));
        let samples = self.all_samples(found.articles.iter());
        let reply = self.entries(reply, &found.articles, (page - 1).saturating_mul(PAGE), !samples);
        let reply = if samples {
            reply.block(Block::Footer(SAMPLES.into()))
        } else {
            reply
        };
        paging(reply, page, found.total, command)
    }

    /// `label` marks samples, for pages that hold real news as well.
    fn entries(&self, mut reply: Reply, articles: &[Tagged], offset: usize, label: bool) -> Reply {
        for (n, tagged) in articles.iter().enumerate() {
            let mut entry = self.entry(tagged, offset + n + 1);
            if label && self.is_sample(tagged) {
                entry.facts = entry.facts.and(format!(" · {SAMPLE}"));
            }
            reply = reply.block(Block::Entry(entry));
        }
        reply
    }

    pub(super) fn is_sample(&self, tagged: &Tagged) -> bool {
        let source = self
            .config
            .sources
            .iter()
            .find(|source| source.id == tagged.article.source);
        source.is_some_and(|source| source.sample)
    }

    pub(super) fn all_samples<'a>(&self, mut articles: impl Iterator<Item = &'a Tagged>) -> bool {
        articles.all(|tagged| self.is_sample(tagged))
    }

    fn entry(&self, tagged: &Tagged, number: usize) -> Entry {
        let article = &tagged.article;
        let doc = Doc {
            title: &article.title,
            text: &article.text,
        };
        let sentence = summarise(&[doc], SENTENCE_WORDS, 1)
            .into_iter()
            .filter(Quote::is_bearable)
            .map(|quote| quote.text)
            .next()
            .unwrap_or_default();
        let countries: Vec<&str> = tagged
            .tags
            .focus
            .iter()
            .take(3)
            .map(|focus| focus.country.name())
            .collect();
        let published = dates::published(
            article.published_at,
            article.date_kind,
            &self.config.digest.default_zone,
        );
        let mut facts = format!("{} · {published}", article.publisher);
        let is_opinion = is_opinion(article);
        // What neither the sentence nor the label lays at anybody's door is according to the publisher, as in digests.
        if is_opinion || (!sentence.is_empty() && !says_who(&sentence)) {
            facts = format!("{ACCORDING_TO}{facts}");
        }
        if is_opinion {
            facts = format!("{} · {facts}", opinion(article.author.as_deref()));
        }
        if !countries.is_empty() {
            facts = format!("{facts} · {}", countries.join(", "));
        }
        Entry {
            number: u32::try_from(number).ok(),
            headline: headline(article),
            url: article.url.clone(),
            body: sentence.into(),
            facts: facts.into(),
        }
    }

    pub(super) async fn words(&self, text: &str, now: Timestamp) -> Result<Reply, AnswerError> {
        if text.is_empty() {
            return self.which_country(now).await;
        }
        if let Some(region) = self.config.regions.find(text) {
            return self.region_news(region, 1).await;
        }
        match self.config.places.resolve(text) {
            Resolution::Unknown { .. } => Ok(Reply::say(words::not_understood()).action("Help", "/help")),
            _ => self.country(text, 1, now).await,
        }
    }
}

/// A name of several countries: a choice, each told from the others by its capital.
pub(super) fn choice(name: &str, countries: &[Country], sharing: Sharing, command: &str) -> Reply {
    countries.iter().fold(
        Reply::say(words::several_countries(&shown(name), countries.len(), sharing)),
        |reply, country| reply.action(words::with_capital(*country), format!("{command} {}", country.code())),
    )
}

/// A typed name as an answer repeats it: short.
pub(super) fn shown(name: &str) -> String {
    const LETTERS: usize = 60;
    if name.chars().count() <= LETTERS {
        name.to_owned()
    } else {
        name.chars().take(LETTERS).chain(['…']).collect()
    }
}

/// "Also in these articles: …": the other countries they are about, most frequent first.
fn others_in(articles: &[Tagged], but: &BTreeSet<Country>) -> Option<String> {
    let mut counts: BTreeMap<Country, usize> = BTreeMap::new();
    for focus in articles
        .iter()
        .flat_map(|tagged| &tagged.tags.focus)
        .filter(|focus| !but.contains(&focus.country))
    {
        *counts.entry(focus.country).or_default() += 1;
    }
    let mut others: Vec<(Country, usize)> = counts.into_iter().collect();
    others.sort_by_key(|(country, n)| (std::cmp::Reverse(*n), country.name()));
    let names: Vec<&str> = others.iter().take(6).map(|(country, _)| country.name()).collect();
    (!names.is_empty()).then(|| format!("Also in these articles: {}", names.join(", ")))
}

/// The reply with a button that explains its page, where there is such a page.
fn asking_why(reply: Reply, scope: &str, page: usize, total: usize) -> Reply {
    if page > total.div_ceil(PAGE) {
        return reply;
    }
    reply.action(why::BUTTON, format!("/why {scope} {page}"))
}

/// An article's headline as lists show it.
pub(super) fn headline(article: &Article) -> String {
    shortened(&article.title, HEADLINE_LETTERS)
}

pub(super) fn paging(mut reply: Reply, page: usize, total: usize, command: impl Fn(usize) -> String) -> Reply {
    let last = total.div_ceil(PAGE).max(1);
    if page > last {
        return Reply::say(words::no_such_page(page, last)).action(format!("Page {last}"), command(last));
    }
    if page > 1 {
        reply = reply.action("Previous", command(page - 1));
    }
    if page < last {
        reply = reply.action(format!("Next ({} of {last})", page + 1), command(page + 1));
    }
    reply
}
