//! Dateline's tests: stories at the level a user sees. One binary, so that the program is linked once.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::cloned_ref_to_slice_refs
)]
mod architecture;
mod articles;
mod broadcast;
mod built_in;
mod command_line;
mod commands;
mod config;
mod delivery;
mod digest;
mod discord;
mod fakes;
mod model;
mod pictures;
mod places;
mod render;
mod same_facts;
mod samples;
mod schedule;
mod sources;
mod store;
mod telegram;
mod web;
mod world;
