//! The words of Dateline itself. English today; a language is a module beside these.

pub mod commands;
pub mod dates;
pub mod digest;
pub mod pages;
pub mod pictures;
pub mod platforms;
pub mod ranking;
pub mod subscriptions;
pub mod trends;
pub mod why;
