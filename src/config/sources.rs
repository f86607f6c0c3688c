//! `[[source]]` of sources.toml.

use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;

use url::Url;

use super::bot::MAX_BYTES;
use super::schedules::unique_id;
use super::table::Table;
use super::{FetchConfig, SourceConfig, SourceKind, values};

/// How often a folder is looked at where nothing else is said: reading names costs nearly nothing.
const FOLDER_INTERVAL: Duration = Duration::from_secs(60);

/// Per cent that a source may count in the ranking.
const WEIGHTS: std::ops::RangeInclusive<u64> = 1..=1000;

/// Reads all sources; relative folders are inside `dir`. One without a usable id, publisher or place is a problem and
/// left out.
pub(super) fn read(tables: Vec<Table<'_>>, dir: &Path, fetch: &FetchConfig) -> Vec<SourceConfig> {
    let mut lines = HashMap::new();
    tables
        .into_iter()
        .filter_map(|table| source(table, dir, fetch, &mut lines))
        .collect()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Feed,
    Files,
}

fn source(
    mut table: Table<'_>,
    dir: &Path,
    fetch: &FetchConfig,
    lines: &mut HashMap<String, usize>,
) -> Option<SourceConfig> {
    let id = unique_id(&mut table, lines);
    let publisher = table.text("publisher", values::name);
    if !table.has("publisher") {
        table.missing("publisher", "publisher = \"…\", the name that readers know");
    }
    let family = table.text("family", values::name);
    let kind = table.text("kind", |text| {
        values::choice(text, &[("feed", Kind::Feed), ("files", Kind::Files)])
    });
    if !table.has("kind") {
        table.missing(
            "kind",
            "kind = \"feed\" for an address, or kind = \"files\" for a folder",
        );
    }
    let kind = kind.map(|kind| kind.value);
    let place = place(&mut table, kind, dir, fetch);
    let interval = table.text("interval", values::duration);
    let language = table.text("language", values::language);
    let country = table.text("country", values::country);
    let weight = table.integer("weight", WEIGHTS);
    let sample = table.flag("sample");
    let enabled = table.flag("enabled");
    table.finish();
    let default_interval = match kind {
        Some(Kind::Files) => FOLDER_INTERVAL,
        _ => fetch.interval,
    };
    Some(SourceConfig {
        id: id?,
        publisher: publisher?.value,
        family: family.map(|family| family.value),
        kind: place?,
        interval: interval.map_or(default_interval, |interval| interval.value),
        language: language.map(|language| language.value),
        country: country.map(|country| country.value),
        weight: weight.map_or(1.0, |percent| percent as f64 / 100.0),
        sample: sample.unwrap_or(false),
        enabled: enabled.unwrap_or(true),
    })
}

/// Where the articles are. Every key is read whatever the kind, so that its value is checked; a key of the other kind
/// is a problem.
fn place(table: &mut Table<'_>, kind: Option<Kind>, dir: &Path, fetch: &FetchConfig) -> Option<SourceKind> {
    let url = table.text("url", feed_url);
    let path = table.text("path", values::path);
    let max_bytes = table.integer("max_bytes", MAX_BYTES);
    let timeout = table.text("timeout", values::duration);
    match kind? {
        Kind::Feed => {
            foreign(table, &["path"], "delete it, or write kind = \"files\"");
            if !table.has("url") {
                table.missing("url", "the feed's address: url = \"https://…\"");
            }
            Some(SourceKind::Feed {
                url: url?.value,
                max_bytes: max_bytes.unwrap_or(fetch.max_bytes),
                timeout: timeout.map_or(fetch.timeout, |timeout| timeout.value),
            })
        }
        Kind::Files => {
            foreign(
                table,
                &["url", "max_bytes", "timeout"],
                "delete it, or write kind = \"feed\"",
            );
            if !table.has("path") {
                table.missing("path", "the folder: path = \"inbox\"");
            }
            Some(SourceKind::Files {
                path: dir.join(path?.value),
            })
        }
    }
}

/// A feed's address. The words never repeat one with a password in it.
fn feed_url(text: &str) -> Result<Url, String> {
    match Url::parse(text) {
        Ok(url) if !url.username().is_empty() || url.password().is_some() => Err(
            "this address has a user name or a password in it, which Dateline cannot use and would show in its log; \
             write the address without them"
                .to_owned(),
        ),
        _ => values::feed_url(text),
    }
}

fn foreign(table: &Table<'_>, keys: &[&str], advice: &str) {
    for key in keys.iter().filter(|key| table.has(key)) {
        let words = format!("this kind of source has no {key}; {advice}");
        table.refuse(key, table.line(), &words);
    }
}
