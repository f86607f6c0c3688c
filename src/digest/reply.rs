//! A digest as a reply.

use std::collections::HashSet;

use jiff::tz::TimeZone;

use super::publishers::house;
use super::{Digest, Form, Link, SourceHealth, Story};
use crate::article::DateKind;
use crate::i18n::digest as words;
use crate::reply::{Block, Entry, Reply, Text};
use crate::scope::Scope;

/// More countries than this make the counts and facts lines longer than a phone's.
const COUNTED_COUNTRIES: usize = 6;
const FACT_COUNTRIES: usize = 4;
/// Publishers named on a story's facts line; the rest are counted.
const FACT_PUBLISHERS: usize = 3;
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
            reply = reply.block(Block::List(lines.map(headline).collect()));
        }
    }
    if !digest.more.is_empty() {
        reply = reply
            .block(Block::Heading(words::ALSO.into()))
            .block(Block::List(digest.more.iter().map(headline).collect()));
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
    let place = (digest.scope != Scope::All).then_some(digest.title.as_str());
    if told > 0 {
        lines.push(counts(digest));
    } else if mostly_failed {
        lines.push(words::no_data(place, failing, sources));
    } else {
        let last = digest.last_news.map(|at| at.to_zoned_datetime(zone.clone()).datetime());
        let today = digest.edition.local.date();
        lines.push(words::no_news(place, last, today, sources - failing, sources));
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
        let body: Vec<&str> = story
            .sentences
            .iter()
            .take(sentences)
            .map(|sentence| sentence.text.as_str())
            .collect();
        reply = reply.block(Block::Entry(Entry {
            number: Some(number),
            headline: story.headline.clone(),
            url: story.url.clone(),
            body: body.join(" ").into(),
            facts: facts(story, zone),
        }));
    }
    reply
}

/// "🇻🇪 Venezuela, 🇺🇸 United States · Publisher A, Publisher B (+2) · 5 Jan, 14:05".
fn facts(story: &Story, zone: &TimeZone) -> Text {
    let mut facts = Text::default();
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
    let mut houses = HashSet::new();
    let links: Vec<&Link> = story
        .links
        .iter()
        .filter(|link| houses.insert(house(&link.publisher)))
        .collect();
    for (at, link) in links.iter().take(FACT_PUBLISHERS).enumerate() {
        // The headline leads to the first one's article already.
        let url = link.url.as_deref().filter(|_| at > 0);
        facts = if at > 0 { facts.and(", ") } else { facts }.link(&link.publisher, url);
    }
    facts = facts.and(further(links.len(), FACT_PUBLISHERS));
    let published = published(story, zone);
    facts.and(if links.is_empty() {
        published
    } else {
        format!(" · {published}")
    })
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

/// "Headline (Publisher)".
fn headline(link: &Link) -> Text {
    Text::default()
        .link(&link.title, link.url.as_deref())
        .and(format!(" ({})", link.publisher))
}

fn footer(digest: &Digest, form: Form, zone: &TimeZone) -> Option<String> {
    let mut sentences = Vec::new();
    let sources = counted_sources(digest);
    if !sources.is_empty() {
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
