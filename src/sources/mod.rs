//! Where articles come from: feeds over HTTP, and files.

pub mod collect;
pub mod feed;
pub mod fetch;
pub mod files;
pub mod page;
