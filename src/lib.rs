//! Dateline: news articles in, regional digests out, commands answered on Telegram, Discord and in the terminal.

pub mod addresses;
pub mod archive;
pub mod article;
pub mod cli;
pub mod clock;
pub mod commands;
pub mod config;
pub mod delivery;
pub mod destination;
pub mod digest;
pub mod folding;
pub mod i18n;
pub mod material;
pub mod model;
pub mod places;
pub mod platforms;
pub mod pulse;
pub mod render;
pub mod reply;
pub mod schedule;
pub mod scope;
pub mod sources;
pub mod store;
pub mod web;
