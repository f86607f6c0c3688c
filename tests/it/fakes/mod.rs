//! The outside world, faked as stateful servers.

pub mod discord;
pub mod specs;
pub mod telegram;
