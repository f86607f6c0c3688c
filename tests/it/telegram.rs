//! Stories on Telegram, told by a fake Bot API.

mod asking;
mod corrections;
mod digests;
mod fake;
mod groups;
mod lanes;
mod limits;
mod outages;
mod pictures;
mod program;
mod reports;
mod sending;
