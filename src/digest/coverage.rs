//! What a digest says of its sources: how complete it is, and why there is nothing to tell.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::publishers::house_of;
use super::{Digest, Form, SourceHealth};
use crate::article::DateKind;
use crate::i18n::digest as words;
use crate::schedule::end_of_day;
use crate::scope::Scope;

/// Why a digest has no story: there is no news, or nothing is known.
pub(super) fn nothing_told(digest: &Digest, zone: &TimeZone) -> String {
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
    let is_over = digest.edition.local == end_of_day(today);
    words::no_news(place, last, (today, is_over), (sources - failing, sources))
}

/// The small print below a digest.
pub(super) fn footer(digest: &Digest, form: Form, zone: &TimeZone) -> Option<String> {
    let mut sentences = Vec::new();
    let sources = counted_sources(digest);
    let told = digest.articles().next().is_some();
    if told && !digest.sample && real_sources(digest).is_empty() {
        // Imported articles alone: no source says how complete they are.
        let updates = digest.updates.iter().map(|update| &update.story);
        let stories = digest.stories.iter().chain(updates);
        let links = stories.flat_map(|story| &story.links).chain(&digest.more);
        let houses: BTreeSet<String> = links.map(house_of).collect();
        let unread = digest.unread_sources > 0;
        let why = (unread || sources.is_empty()).then_some(unread);
        sentences.push(words::from_publishers(houses.len(), why));
    } else if !sources.is_empty() {
        let since = |source: &SourceHealth, at: Option<Timestamp>| {
            let since = words::since(at?, digest.window.to, zone);
            Some(format!("{}, {since}", source.title))
        };
        let silent = failing(digest);
        let failed: Vec<String> = silent
            .iter()
            .filter_map(|source| since(source, source.failing_since))
            .collect();
        let stale: Vec<String> = silent
            .iter()
            .filter(|source| source.failing_since.is_none())
            .filter_map(|source| since(source, source.stale_since))
            .collect();
        sentences.push(words::sources(sources.len() - silent.len(), &failed, &stale));
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
pub(super) fn counted_sources(digest: &Digest) -> Vec<&SourceHealth> {
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

/// Sources that say nothing about the day: they failed, or were not read.
pub(super) fn failing(digest: &Digest) -> Vec<&SourceHealth> {
    counted_sources(digest)
        .into_iter()
        .filter(|source| source.failing_since.is_some() || source.stale_since.is_some())
        .collect()
}
