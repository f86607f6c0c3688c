//! When digests are due: cron lines on the local wall clock, exactly one run per local time.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// A cron line of five Unix fields, evaluated on a wall clock without zone.
#[derive(Clone, Debug)]
pub struct Cron {
    line: String,
}

impl Cron {
    /// Reads a line; the error says what is wrong with it and what to write.
    pub fn parse(line: &str) -> Result<Self, String> {
        Ok(Self { line: line.to_owned() })
    }

    /// Every day at this time.
    pub fn daily(_at: jiff::civil::Time) -> Self {
        todo!()
    }

    /// The line as it was written.
    pub fn as_str(&self) -> &str {
        &self.line
    }

    /// The first local date-time after `after` that the line names.
    pub fn next_after(&self, _after: DateTime) -> Option<DateTime> {
        todo!()
    }
}

/// The local date-times of `cron` in `zone` that fall due after `after` and up to `until`, with their moments, in order.
pub fn due(_cron: &Cron, _zone: &TimeZone, _after: Timestamp, _until: Timestamp) -> Vec<(DateTime, Timestamp)> {
    todo!()
}
