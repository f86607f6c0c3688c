//! The pages' markup: what a page is given, it shows; all text in it is escaped.

pub(super) mod article;
pub(super) mod atom;
pub(super) mod countries;
pub(super) mod days;
pub(super) mod digest;
pub(super) mod feed;
pub(super) mod layout;
pub(super) mod missing;
pub(super) mod regions;

/// The style sheet of all pages.
pub(super) const STYLE: &str = include_str!("style.css");
