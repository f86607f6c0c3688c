//! From what is due to what was read: editions are written, then claimed, sent and recorded part by part, at each
//! platform's pace.

mod chats;
mod complaints;
mod corrections;
pub mod edition;
mod fanouts;
mod outcome;
mod pacer;
mod plans;
mod samples;
mod shift;
mod token;
mod touch;
mod worker;

use std::sync::Arc;

use jiff::Timestamp;

pub use fanouts::long_broadcasts;
pub use outcome::{outcome, spacing};
pub use pacer::{Pacer, Turn, Visit};
pub use plans::{Plan, Reader, Upcoming, plans, subscription_schedule, upcoming};
pub use samples::write_sample_editions;
pub use token::Token;
pub use touch::{held_until, touch, touched};
pub use worker::Worker;

/// Tells the present moment; given from outside, so that nothing here reads a clock and tests turn time by hand.
pub type Now = Arc<dyn Fn() -> Timestamp + Send + Sync>;
