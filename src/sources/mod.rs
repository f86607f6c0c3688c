//! Where articles come from: feeds over HTTP, and files.

mod address;
mod charset;
pub mod collect;
pub mod dates;
pub mod estimate;
pub mod feed;
pub mod fetch;
pub mod files;
mod markup;
pub mod page;
mod plain;
mod published;
pub mod tagging;
