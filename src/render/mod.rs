//! Replies as each platform shows them. Pure: markup and limits, no facts.

pub mod discord;
pub mod html;
pub mod markdown;
pub mod picture;
mod split;
pub mod telegram;
pub mod terminal;
