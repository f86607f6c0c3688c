//! The outside world, faked as stateful servers.

pub mod discord;
pub mod feeds;
pub mod mischief;
pub mod model;
pub mod multipart;
pub mod port;
pub mod specs;
pub mod strict;
pub mod telegram;
