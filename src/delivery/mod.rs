//! From what is due to what was read: editions are written, then claimed, sent and recorded part by part, at each
//! platform's pace.

pub mod edition;
mod material;
mod outcome;
mod pacer;
mod samples;
mod shift;
mod token;
mod worker;

use std::sync::Arc;

use jiff::Timestamp;

pub use material::{ComposeError, compose_digest, source_health};
pub use outcome::{outcome, spacing};
pub use pacer::Pacer;
pub use samples::{end_of_day, write_sample_editions};
pub use token::Token;
pub use worker::Worker;

/// Tells the present moment; given from outside, so that nothing here reads a clock and tests turn time by hand.
pub type Now = Arc<dyn Fn() -> Timestamp + Send + Sync>;
