//! A digest as a reply.

use std::collections::{BTreeSet, HashSet};

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::publishers::house;
use super::{Digest, Form, Link, Sentence, SourceHealth, Story};
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
const HEADLINE_LETTERS: usize = 300;
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
    match form {
        Form::Full => reply = entries(reply, digest, &zone, usize::MAX),
        Form::Brief => reply = entries(reply, digest, &zone, 1),
        Form::Headlines if digest.stories.is_empty() => {}
        Form::Headlines => {
            let lines = digest.stories.iter().filter_map(|story| story.links.first());
            reply = reply.block(Block::List(lines.map(|link| headline(link, !digest.sample)).collect()));
        }
    }
    if !digest.more.is_empty() {
        reply = reply.block(Block::Heading(words::ALSO.into())).block(Block::List(
            digest.more.iter().map(|link| headline(link, !digest.sample)).collect(),
        ));
    }
    if let Some(footer) = footer(digest, form, &zone) {
        reply = reply.block(Block::Footer(footer.into()));
    }
    actions(reply, digest, &zone)
}

/// The lines between the title and the first story.
fn opening(digest: &Digest, zone: &TimeZone) -> Vec<String> {
    let mut lines = Vec::new();
    let told = digest.stories.len() + digest.more.len();
    let (failing, sources) = (failing(digest).len(), counted_sources(digest).len());
    let mostly_failed = failing * 2 >= sources;
    if told > 0 {
        lines.push(counts(digest));
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
    lines
}

/// Why a digest has no story: there is no news, or nothing is known.
fn nothing_told(digest: &Digest, zone: &TimeZone) -> String {
    let place = (digest.scope != Scope::All).then_some(digest.title.as_str());
    let (failing, sources) = (failing(digest).len(), counted_sources(digest).len());
    let local = |at: Timestamp| at.to_zoned_datetime(zone.clone()).datetime();
    if let Some(first) = digest.first_article.filter(|first| *first > digest.window.to) {
        return words::before_the_store(place, local(first).date());
    }
    let today = digest.edition.local.date();
    let last = digest.last_news.map(local);
    let read = real_sources(digest).len();
    if sources == 0 || (read == 0 && digest.unread_sources > 0) {
        let unread = digest.unread_sources > 0;
        return match digest.first_article {
            None => words::nothing_read(place, unread),
            Some(_) => words::none_stored(place, last, today, unread),
        };
    }
    if failing * 2 >= sources {
        return words::no_data(place, failing, sources);
    }
    words::no_news(place, last, today, sources - failing, sources)
}

/// "5 stories · Venezuela 3, Colombia 1 and 2 more": the scope's countries, each with the number of stories about it.
fn counts(digest: &Digest) -> String {
    let mut line = words::stories(digest.stories.len(), digest.more.len());
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
        let shown: Vec<&Sentence> = story.sentences.iter().take(sentences).collect();
        let body: Vec<&str> = shown.iter().map(|sentence| sentence.text.as_str()).collect();
        let quoted: HashSet<&ArticleId> = shown.iter().map(|sentence| &sentence.article).collect();
        reply = reply.block(Block::Entry(Entry {
            number: Some(number),
            headline: shortened(&story.headline, HEADLINE_LETTERS),
            url: story.url.clone(),
            body: body.join(" ").into(),
            facts: facts(story, &quoted, !digest.sample, zone),
        }));
    }
    reply
}

/// "🇻🇪 Venezuela, 🇺🇸 United States · Publisher A, Publisher B (+2) · 5 Jan, 14:05", with "sample · " in front of a
/// sample among real news.
fn facts(story: &Story, quoted: &HashSet<&ArticleId>, label_samples: bool, zone: &TimeZone) -> Text {
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
    let (named, unnamed) = named(story, quoted);
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
            None if quoted.contains(&link.article) => {
                let title = shortened(&link.title, UNLINKED_LETTERS);
                facts.and(format!("{} (“{title}”)", link.publisher))
            }
            None => facts.and(label),
        };
    }
    if unnamed > 0 {
        facts = facts.and(format!(" (+{unnamed})"));
    }
    let published = published(story, zone);
    facts.and(if named.is_empty() {
        published
    } else {
        format!(" · {published}")
    })
}

/// The articles that a story's facts line names, and how many houses it does not name. Every quoted article is named;
/// of the others the headline's, and one of each house as long as there is room.
fn named<'s>(story: &'s Story, quoted: &HashSet<&ArticleId>) -> (Vec<&'s Link>, usize) {
    let must: Vec<bool> = (0..)
        .zip(&story.links)
        .map(|(at, link)| at == 0 || quoted.contains(&link.article))
        .collect();
    let mut houses: BTreeSet<String> = story
        .links
        .iter()
        .zip(&must)
        .filter(|(_, must)| **must)
        .map(|(link, _)| house(&link.publisher))
        .collect();
    let mut unnamed: BTreeSet<String> = BTreeSet::new();
    let mut named = Vec::new();
    for (link, must) in story.links.iter().zip(must) {
        let house = house(&link.publisher);
        if must {
            named.push(link);
        } else if houses.contains(&house) {
            continue;
        } else if houses.len() < FACT_PUBLISHERS {
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

/// "Headline (Publisher)", or "Headline (Publisher, sample)" among real news.
fn headline(link: &Link, label_samples: bool) -> Text {
    let sample = if label_samples && link.sample {
        format!(", {}", words::SAMPLE)
    } else {
        String::new()
    };
    Text::default()
        .link(shortened(&link.title, HEADLINE_LETTERS), link.url.as_deref())
        .and(format!(" ({}{sample})", link.publisher))
}

fn footer(digest: &Digest, form: Form, zone: &TimeZone) -> Option<String> {
    let mut sentences = Vec::new();
    let sources = counted_sources(digest);
    let told = !digest.stories.is_empty() || !digest.more.is_empty();
    if told && !digest.sample && real_sources(digest).is_empty() {
        // Imported articles alone: no source says how complete they are.
        let links = digest.stories.iter().flat_map(|story| &story.links).chain(&digest.more);
        let houses: BTreeSet<String> = links.map(|link| house(&link.publisher)).collect();
        let unread = digest.unread_sources > 0;
        let why = (unread || sources.is_empty()).then_some(unread);
        sentences.push(words::from_publishers(houses.len(), why));
    } else if !sources.is_empty() {
        let failing: Vec<(&str, String)> = failing(digest)
            .into_iter()
            .filter_map(|source| {
                let since = words::since(source.failing_since?, digest.window.to, zone);
                Some((source.title.as_str(), since))
            })
            .collect();
        sentences.push(words::sources(sources.len() - failing.len(), &failing));
    }
    let estimated = digest
        .stories
        .iter()
        .any(|story| story.date_kind == DateKind::Estimated);
    if estimated && form != Form::Headlines {
        sentences.push(words::ESTIMATED.to_owned());
    }
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

/// The sources that the digest's footer speaks of: samples count only where there is nothing else to show or to read.
fn counted_sources(digest: &Digest) -> Vec<&SourceHealth> {
    let of_kind = |sample: bool| -> Vec<&SourceHealth> {
        digest.sources.iter().filter(|source| source.sample == sample).collect()
    };
    let wanted = of_kind(digest.sample);
    if wanted.is_empty() {
        of_kind(!digest.sample)
    } else {
        wanted
    }
}

/// The sources that were read and are no samples.
fn real_sources(digest: &Digest) -> Vec<&SourceHealth> {
    digest.sources.iter().filter(|source| !source.sample).collect()
}

fn failing(digest: &Digest) -> Vec<&SourceHealth> {
    counted_sources(digest)
        .into_iter()
        .filter(|source| source.failing_since.is_some())
        .collect()
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
    if let Some(last) = digest.last_news.filter(|_| digest.stories.is_empty()) {
        let day = last.to_zoned_datetime(zone.clone()).date();
        reply = reply.action(words::short_date(day), format!("/digest {} {day}", digest.scope));
    }
    reply.action(words::SUBSCRIBE, format!("/subscribe {}", digest.scope))
}
