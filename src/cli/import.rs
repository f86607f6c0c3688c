//! `dateline import` and `dateline feed`: what is read from files and addresses.

use std::collections::BTreeMap;
use std::path::PathBuf;

use jiff::civil::Date;

use super::{Common, Failure, print, print_json};
use crate::article::{Draft, Tagged};
use crate::sources::fetch::{Answer, Fetcher, Request};
use crate::sources::tagging::{Origin, tag_drafts};
use crate::sources::{collect, feed, files};

pub(super) async fn import(
    common: &Common,
    paths: &[PathBuf],
    source: Option<&str>,
    date: Option<Date>,
) -> Result<(), Failure> {
    let core = common.core().await?;
    let now = common.moment();
    let (mut problems, mut read_articles) = (0, 0);
    for path in paths {
        let read = files::read_path(path, date, now);
        for problem in &read.problems {
            eprintln!("dateline: {problem}");
        }
        problems += read.problems.len();
        // A file gives the same articles by itself and in its folder.
        let mut by_source: BTreeMap<String, Vec<Draft>> = BTreeMap::new();
        for (draft, stem) in read.drafts.into_iter().zip(read.stems) {
            by_source
                .entry(source.map_or(stem, str::to_owned))
                .or_default()
                .push(draft);
        }
        let mut articles: Vec<Tagged> = Vec::new();
        for (name, drafts) in by_source {
            let usual = core.store.usual_countries(&name).await?;
            let origin = Origin {
                source: &name,
                publisher: &name,
                usual: &usual,
                ..Origin::default()
            };
            articles.extend(tag_drafts(drafts, &origin, &core.config.places, now));
        }
        read_articles += articles.len();
        let inserted = collect::insert(&core.store, &articles).await?;
        if common.json {
            print_json(&serde_json::json!({
                "path": path, "read": articles.len(), "new": inserted.new, "changed": inserted.revised,
                "unchanged": inserted.unchanged, "problems": read.problems,
            }))?;
            continue;
        }
        print(&format!(
            "{}: {} article(s) read; {} new, {} changed, {} already there.\n",
            path.display(),
            articles.len(),
            inserted.new,
            inserted.revised,
            inserted.unchanged
        ))?;
    }
    match (problems, read_articles) {
        (0, _) => {}
        (_, 0) => return Err(Failure::new("no article was read; the reasons stand above")),
        (problems, _) => eprintln!("dateline: {problems} problem(s) were named above; the rest was read"),
    }
    Ok(())
}

pub(super) async fn feed(common: &Common, feeds: &[String]) -> Result<(), Failure> {
    for name in feeds {
        let described = if name.starts_with("http://") || name.starts_with("https://") {
            fetched(common, name).await?
        } else {
            match std::fs::read(name) {
                Ok(bytes) => feed::describe(name, &bytes, None),
                Err(error) => serde_json::json!({"file": name, "error": format!("could not be read: {error}")}),
            }
        };
        print_json(&described)?;
    }
    Ok(())
}

async fn fetched(common: &Common, address: &str) -> Result<serde_json::Value, Failure> {
    let told = |reason: String| serde_json::json!({"file": address, "error": reason});
    let config = common.config()?;
    let url = match address.parse() {
        Ok(url) => url,
        Err(error) => return Ok(told(format!("this is no address: {error}"))),
    };
    let fetcher = Fetcher::new(config.fetch.allow_private).map_err(|error| Failure::new(error.to_string()))?;
    let request = Request {
        url,
        max_bytes: config.fetch.max_bytes,
        timeout: config.fetch.timeout,
        etag: None,
        last_modified: None,
    };
    Ok(match fetcher.get(&request, common.moment()).await {
        Ok(Answer::Content(content)) => feed::describe(address, &content.body, content.content_type.as_deref()),
        Ok(Answer::NotModified) => told("it answered that nothing changed, though nothing was known of it".to_owned()),
        Ok(Answer::Gone) => told("it is gone for good".to_owned()),
        Err(error) => told(error.to_string()),
    })
}
