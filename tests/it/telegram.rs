//! Stories on Telegram, told by a fake Bot API.

mod fake;
mod lanes;
mod sending;
