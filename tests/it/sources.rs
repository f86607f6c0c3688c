//! Reading feeds and files: what publishers write, well-formed or not, becomes articles.

mod collecting;
mod feeds;
mod fetching;
mod files;
mod identity;
mod listing;

use jiff::Timestamp;
use url::Url;

fn now() -> Timestamp {
    "2026-03-10T12:00:00Z".parse().unwrap()
}

fn url(text: &str) -> Url {
    Url::parse(text).unwrap()
}
