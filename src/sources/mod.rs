//! Where articles come from: feeds over HTTP, and files.

mod address;
mod charset;
pub mod collect;
pub mod dates;
pub mod estimate;
pub mod feed;
mod feed_json;
mod feed_xml;
pub mod fetch;
pub mod files;
mod jsonl;
mod markdown;
pub mod page;
mod plain;
mod published;
mod web_page;
mod xml;
