//! Claim, send, record: one delivery at a time, at each platform's pace.
pub mod edition;
