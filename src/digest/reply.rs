//! A digest as a reply.

use std::collections::{BTreeSet, HashSet};

use jiff::tz::TimeZone;

use super::card::card;
use super::corrections::{noted, told};
use super::coverage::{counted_sources, failing, footer, nothing_told};
use super::opinion::says_who;
use super::publishers::house_of;
use super::{Digest, Form, Link, Sentence, Story, Update};
use crate::article::{ArticleId, DateKind};
use crate::i18n::digest as words;
use crate::reply::{Block, Entry, Reply, Text, shortened};
use crate::scope::Scope;

/// More countries than this make the counts and facts lines longer than a phone's.
const COUNTED_COUNTRIES: usize = 6;
const FACT_COUNTRIES: usize = 4;
/// Publishers named on a story's facts line; the rest are counted.
const FACT_PUBLISHERS: usize = 3;
/// A headline of more letters is shortened; its link leads to the whole.
pub(super) const HEADLINE_LETTERS: usize = 300;
/// The same for the title of a quoted article that has no address.
const UNLINKED_LETTERS: usize = 80;
/// Countries that get a button.
const BUTTON_COUNTRIES: usize = 2;

/// The digest in words, in one of its forms.
pub fn to_reply(digest: &Digest, form: Form) -> Reply {
    let zone = TimeZone::get(&digest.edition.zone).unwrap_or(TimeZone::UTC);
    let today = digest.edition.local.date();
    let mut reply = Reply::default().block(Block::Title(
        format!("{} · {}", digest.title, words::full_date(today)).into(),
    ));
    for line in opening(digest, &zone) {
        reply = reply.block(Block::Paragraph(line.into()));
    }
    if let Some(card) = card(digest).filter(|_| form != Form::Headlines) {
        reply = reply.block(Block::Picture(card));
    }
    match form {
        Form::Full => reply = entries(reply, digest, &zone, usize::MAX),
        Form::Brief => reply = entries(reply, digest, &zone, 1),
        Form::Headlines if digest.stories.is_empty() => {}
        Form::Headlines => {
            let lines = digest.stories.iter().filter_map(|story| story.links.first());
            reply = reply.block(Block::List(lines.map(|link| listed(link, digest, &zone)).collect()));
        }
    }
    if !digest.more.is_empty() {
        reply = reply.block(Block::Heading(words::ALSO.into())).block(Block::List(
            digest.more.iter().map(|link| listed(link, digest, &zone)).collect(),
        ));
    }
    if !digest.updates.is_empty() {
        reply = reply.block(Block::Heading(words::UPDATES.into())).block(Block::List(
            digest
                .updates
                .iter()
                .map(|told| update(told, digest, form, &zone))
                .collect(),
        ));
    }
    if !digest.corrections.earlier.is_empty() {
        reply = reply
            .block(Block::Heading(words::CORRECTIONS.into()))
            .block(Block::List(told(digest)));
    }
    if !digest.elsewhere.is_empty() && form == Form::Full {
        let lines = digest.elsewhere.iter().map(|pointer| {
            let mut line = Text::plain(format!("{}: ", pointer.title));
            line.0.extend(headline(&pointer.link, !digest.sample).0);
            line
        });
        reply = reply
            .block(Block::Heading(words::ELSEWHERE.into()))
            .block(Block::List(lines.collect()));
    }
    if let Some(footer) = footer(digest, form, &zone) {
        reply = reply.block(Block::Footer(footer.into()));
    }
    actions(reply, digest, &zone)
}

/// The lines between the title and the first story.
fn opening(digest: &Digest, zone: &TimeZone) -> Vec<String> {
    let mut lines = Vec::new();
    let told = digest.stories.len() + digest.more.len() + digest.updates.len();
    let (failing, sources) = (failing(digest).len(), counted_sources(digest).len());
    let mostly_failed = failing * 2 >= sources;
    if told > 0 {
        lines.push(counts(digest));
    } else if digest.left_out > 0 {
        lines.push(words::all_left_out(digest.left_out));
    } else {
        lines.push(nothing_told(digest, zone));
    }
    if digest.sample {
        lines.push(words::SAMPLES.to_owned());
    }
    if let Some(seconds) = digest.late_seconds {
        lines.push(words::late(digest.edition.local, seconds));
    }
    if told > 0 && failing > 0 && mostly_failed {
        lines.push(words::incomplete(failing, sources));
    }
    if told > 0 && digest.window.reached_back {
        let from = digest.window.from.to_zoned_datetime(zone.clone()).date();
        lines.push(words::reaches_back(from));
    }
    if told > 0 && digest.left_out > 0 {
        lines.push(words::left_out(digest.left_out));
    }
    lines
}

/// "5 stories · Venezuela 3, Colombia 1 and 2 more": the scope's countries, each with the number of stories about it.
fn counts(digest: &Digest) -> String {
    let mut line = words::told(digest.stories.len(), digest.more.len(), digest.updates.len());
    let counted = &digest.counts;
    if !counted.is_empty() && !matches!(digest.scope, Scope::Country(_)) {
        let shown: Vec<String> = counted
            .iter()
            .take(COUNTED_COUNTRIES)
            .map(|(country, stories)| format!("{} {stories}", country.name()))
            .collect();
        line = format!("{line} · {}", shown.join(", "));
        if counted.len() > COUNTED_COUNTRIES {
            line = format!("{line} {}", words::and_more(counted.len() - COUNTED_COUNTRIES));
        }
    }
    line
}

fn entries(mut reply: Reply, digest: &Digest, zone: &TimeZone, sentences: usize) -> Reply {
    for (number, story) in (1..).zip(&digest.stories) {
        let shown = story.sentences.get(..sentences).unwrap_or(&story.sentences);
        let (body, facts) = match &story.rewrite {
            Some(rewrite) if sentences > 1 => rewritten(story, rewrite, digest, zone),
            _ => (quoted(story, shown), facts(story, shown, false, !digest.sample, zone)),
        };
        let (body, facts) = noted(story, body, facts, digest, zone);
        reply = reply.block(Block::Entry(Entry {
            number: Some(number),
            headline: shortened(&story.headline, HEADLINE_LETTERS),
            url: story.url.clone(),
            body,
            facts,
        }));
    }
    reply
}

/// A headline in a list, with the moment of its correction.
fn listed(link: &Link, digest: &Digest, zone: &TimeZone) -> Text {
    let line = headline(link, !digest.sample);
    match digest.corrections.of(&link.article) {
        Some(change) => {
            let at = change.at.to_zoned_datetime(zone.clone()).datetime();
            line.and(format!(" · {}", words::corrected_headline(at)))
        }
        None => line,
    }
}

/// Sentences as they are shown: where several houses tell a story, each run of one article's sentences ends with its
/// publisher, linked.
fn quoted(story: &Story, shown: &[Sentence]) -> Text {
    let mut body = Text::default();
    let named = is_told_by_several(story);
    for run in shown.chunk_by(|a, b| a.article == b.article) {
        let sentences: Vec<&str> = run.iter().map(|sentence| sentence.text.as_str()).collect();
        let space = if body.is_empty() { "" } else { " " };
        body = body.and(format!("{space}{}", sentences.join(" ")));
        let link = run.first().and_then(|first| link_of(story, &first.article));
        if let Some(link) = link.filter(|_| named) {
            body = cited(body.and(" ("), link).and(")");
        }
    }
    body
}

/// A publisher's name, with the headline of its article where that has no address.
fn cited(text: Text, link: &Link) -> Text {
    match &link.url {
        Some(url) => text.link(&link.publisher, Some(url)),
        None => text.and(format!(
            "{}, “{}”",
            link.publisher,
            shortened(&link.title, UNLINKED_LETTERS)
        )),
    }
}

/// A story as a language model tells it, with the articles it was given.
fn rewritten(story: &Story, rewrite: &str, digest: &Digest, zone: &TimeZone) -> (Text, Text) {
    let mut body = Text::plain(format!("{rewrite} ("));
    let label = if story.translated {
        words::TRANSLATED
    } else {
        words::REWRITTEN
    };
    let mut articles: Vec<&ArticleId> = Vec::new();
    for sentence in &story.sentences {
        let Some(link) = link_of(story, &sentence.article) else {
            continue;
        };
        if !articles.contains(&&sentence.article) {
            body = body.and(if articles.is_empty() { label } else { ", " });
            body = cited(body, link);
            articles.push(&sentence.article);
        }
    }
    (
        body.and(")"),
        facts(story, &story.sentences, true, !digest.sample, zone),
    )
}

fn link_of<'s>(story: &'s Story, article: &ArticleId) -> Option<&'s Link> {
    story.links.iter().find(|link| link.article == *article)
}

fn is_told_by_several(story: &Story) -> bool {
    let mut houses = story.links.iter().map(house_of);
    let first = houses.next();
    houses.any(|house| Some(&house) != first.as_ref())
}

/// "Update to yesterday's story: Headline (Publisher) – What is new."
fn update(update: &Update, digest: &Digest, form: Form, zone: &TimeZone) -> Text {
    let story = &update.story;
    let label = words::update_to(update.told, digest.edition.local.date());
    let mut line = Text::plain(format!("{label}: "));
    let Some(link) = story.links.first() else {
        return line;
    };
    line.0.extend(listed(link, digest, zone).0);
    let shown = if form == Form::Headlines {
        &[][..]
    } else {
        &story.sentences
    };
    let said = quoted(story, shown);
    if !said.is_empty() {
        line = line.and(" – ");
        line.0.extend(said.0);
    }
    line
}

/// "🇻🇪 Venezuela, 🇺🇸 United States · opinion by A. B. · according to Publisher A · 5 Jan, 14:05", with "sample · " in
/// front of a sample among real news.
fn facts(story: &Story, shown: &[Sentence], is_rewritten: bool, label_samples: bool, zone: &TimeZone) -> Text {
    let mut facts = Text::default();
    if label_samples && story.is_sample() {
        facts = facts.and(format!("{} · ", words::SAMPLE));
    }
    let countries: Vec<String> = story
        .countries
        .iter()
        .take(FACT_COUNTRIES)
        .map(|country| format!("{} {}", country.flag(), country.name()))
        .collect();
    if !countries.is_empty() {
        let rest = further(story.countries.len(), FACT_COUNTRIES);
        facts = facts.and(format!("{}{rest} · ", countries.join(", ")));
    }
    if let Some(opinion) = story.links.first().filter(|link| link.opinion) {
        facts = facts.and(format!("{} · ", words::opinion(opinion.author.as_deref())));
    }
    let facts = publishers(facts, story, shown, is_rewritten);
    facts.and(published(story, zone))
}

/// The publishers whom the sentences do not name already. What one house alone says, and the sentences do not lay at
/// anybody's door, is according to that house.
fn publishers(mut facts: Text, story: &Story, shown: &[Sentence], is_rewritten: bool) -> Text {
    let several = is_told_by_several(story);
    let quoted: HashSet<&ArticleId> = shown.iter().map(|sentence| &sentence.article).collect();
    let (named, unnamed) = named(story, &quoted, several);
    let claims = shown.iter().any(|sentence| !says_who(&sentence.text)) || story.links.iter().any(|link| link.opinion);
    if !several && claims && !is_rewritten {
        facts = facts.and(words::ACCORDING_TO);
    } else if several && !named.is_empty() && !quoted.is_empty() {
        facts = facts.and(words::ALSO_TOLD_BY);
    }
    let mut known: Vec<&str> = Vec::new();
    for (at, link) in named.iter().enumerate() {
        facts = if at > 0 { facts.and(", ") } else { facts };
        known.push(&link.publisher);
        let same = known.iter().filter(|name| **name == link.publisher).count();
        let label = if same > 1 {
            format!("{} ({same})", link.publisher)
        } else {
            link.publisher.clone()
        };
        let is_headline = story.links.first().is_some_and(|first| first.article == link.article);
        facts = match &link.url {
            // The headline leads to its article already.
            _ if is_headline => facts.and(label),
            Some(url) => facts.link(label, Some(url)),
            None if quoted.contains(&link.article) => cited(facts, link),
            None => facts.and(label),
        };
    }
    match (named.is_empty(), unnamed) {
        (true, 0) => facts,
        (true, more) => facts.and(format!("{} · ", words::more_publishers(more))),
        (false, 0) => facts.and(" · "),
        (false, more) => facts.and(format!(" (+{more}) · ")),
    }
}

/// The articles that a story's facts line names, and how many houses it does not name. Of the articles whose publishers
/// the sentences do not name, all that are quoted are named, the headline's, and one of each further house as long as
/// there is room.
fn named<'s>(story: &'s Story, quoted: &HashSet<&ArticleId>, cited: bool) -> (Vec<&'s Link>, usize) {
    let mut houses: BTreeSet<String> = story
        .links
        .iter()
        .filter(|link| quoted.contains(&link.article))
        .map(house_of)
        .collect();
    let mut unnamed: BTreeSet<String> = BTreeSet::new();
    let mut named = Vec::new();
    for (at, link) in story.links.iter().enumerate() {
        let house = house_of(link);
        if quoted.contains(&link.article) {
            if !cited {
                named.push(link);
            }
        } else if houses.contains(&house) {
            continue;
        } else if at == 0 || houses.len() < FACT_PUBLISHERS {
            houses.insert(house);
            named.push(link);
        } else {
            unnamed.insert(house);
        }
    }
    (named, unnamed.len())
}

/// " (+2)" where two more are not shown.
fn further(all: usize, shown: usize) -> String {
    match all.saturating_sub(shown) {
        0 => String::new(),
        more => format!(" (+{more})"),
    }
}

fn published(story: &Story, zone: &TimeZone) -> String {
    let local = story.published_at.to_zoned_datetime(zone.clone());
    match story.date_kind {
        DateKind::Exact => words::short_moment(local.datetime()),
        DateKind::Estimated => format!("{}{}", words::ESTIMATE_MARK, words::short_date(local.date())),
        // The day as the publisher gave it, in whatever zone the reader is.
        DateKind::Day => words::short_date(story.published_at.to_zoned_datetime(TimeZone::UTC).date()),
    }
}

/// "Headline (Publisher)", or "Headline (Publisher, opinion, sample)" of an opinion that is a sample among real news.
fn headline(link: &Link, label_samples: bool) -> Text {
    let mut labels = vec![link.publisher.as_str()];
    if link.opinion {
        labels.push(words::OPINION);
    }
    if label_samples && link.sample {
        labels.push(words::SAMPLE);
    }
    Text::default()
        .link(shortened(&link.title, HEADLINE_LETTERS), link.url.as_deref())
        .and(format!(" ({})", labels.join(", ")))
}

fn actions(mut reply: Reply, digest: &Digest, zone: &TimeZone) -> Reply {
    if !digest.more.is_empty() {
        let command = match &digest.scope {
            Scope::Region(id) => format!("/region {id}"),
            Scope::Country(country) => format!("/country {}", country.code()),
            Scope::All => "/latest".to_owned(),
        };
        reply = reply.action(words::MORE, command);
    }
    for (country, _) in digest.counts.iter().take(BUTTON_COUNTRIES) {
        if digest.scope != Scope::Country(*country) {
            reply = reply.action(country.name(), format!("/country {}", country.code()));
        }
    }
    // On a quiet day the way to the last news is one tap.
    if let Some(last) = digest
        .last_news
        .filter(|_| digest.stories.is_empty() && digest.left_out == 0)
    {
        let day = last.to_zoned_datetime(zone.clone()).date();
        reply = reply.action(words::short_date(day), format!("/digest {} {day}", digest.scope));
    }
    reply.action(words::SUBSCRIBE, format!("/subscribe {}", digest.scope))
}
