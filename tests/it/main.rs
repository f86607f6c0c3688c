//! Dateline's tests: stories at the level a user sees. One binary, so that the program is linked once.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod articles;
mod places;
mod digest;
mod sources;
mod store;
mod schedule;
mod delivery;
mod config;
mod render;
mod commands;
mod telegram;
mod discord;
mod architecture;
mod world;
mod fakes;
