//! The archive on the web: articles and digests in, pages and feeds out.

mod addresses;
mod caching;
mod feeds;
mod hostile;
mod pages;
mod press;
