//! The days of the week on which something comes.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Weekday;
use serde::{Deserialize, Serialize};

/// Days of the week; never none. In text: `daily`, `weekdays`, `weekends`, or names such as `mon,wed,fri`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Days(u8);

/// Monday first, as ISO 8601 counts.
const NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const ALL: u8 = 0b111_1111;
const WORKING: u8 = 0b001_1111;

impl Days {
    /// Every day.
    pub const DAILY: Self = Self(ALL);
    /// Monday to Friday.
    pub const WEEKDAYS: Self = Self(WORKING);
    /// Saturday and Sunday.
    pub const WEEKENDS: Self = Self(ALL & !WORKING);

    /// These days; `None` when there are none.
    pub fn of(days: impl IntoIterator<Item = Weekday>) -> Option<Self> {
        let bits = days.into_iter().fold(0, |bits, day| bits | bit(day));
        (bits != 0).then_some(Self(bits))
    }

    /// True when the day is one of them.
    pub fn contains(self, day: Weekday) -> bool {
        self.0 & bit(day) != 0
    }

    /// These days and those.
    #[must_use]
    pub fn and(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    /// A day as cron counts: 0 and 7 are Sunday.
    pub fn of_number(number: u64) -> Option<Self> {
        let monday_first = (number.checked_add(6)?) % 7;
        (number <= 7).then_some(Self(1 << monday_first))
    }

    /// The names of the days, Monday first: `mon`, `tue`, …
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        NAMES
            .iter()
            .enumerate()
            .filter(move |(n, _)| self.0 & (1 << n) != 0)
            .map(|(_, name)| *name)
    }
}

impl Default for Days {
    fn default() -> Self {
        Self::DAILY
    }
}

fn bit(day: Weekday) -> u8 {
    1 << day.to_monday_zero_offset()
}

impl fmt::Display for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::DAILY => f.write_str("daily"),
            Self::WEEKDAYS => f.write_str("weekdays"),
            Self::WEEKENDS => f.write_str("weekends"),
            some => f.write_str(&some.names().collect::<Vec<_>>().join(",")),
        }
    }
}

impl FromStr for Days {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || {
            format!(
                "\"{text}\" names no days of the week; write daily, weekdays, weekends, or names such as mon,wed,fri"
            )
        };
        let text = text.trim().to_lowercase();
        match text.as_str() {
            "daily" | "everyday" => return Ok(Self::DAILY),
            "weekdays" | "weekday" => return Ok(Self::WEEKDAYS),
            "weekends" | "weekend" => return Ok(Self::WEEKENDS),
            _ => {}
        }
        let mut bits = 0;
        for item in text.split(',') {
            let (first, last) = item.split_once('-').unwrap_or((item, item));
            let (first, last) = (place(first).ok_or_else(wrong)?, place(last).ok_or_else(wrong)?);
            // fri-mon goes over the week's end.
            let days = (last + 7 - first) % 7;
            bits |= (0..=days).fold(0, |bits, n| bits | 1 << ((first + n) % 7));
        }
        Ok(Self(bits))
    }
}

/// A day by its English name or the first letters of it, at least three.
fn place(name: &str) -> Option<usize> {
    const WHOLE: [&str; 7] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    let name = name.trim();
    WHOLE
        .iter()
        .position(|whole| name.len() >= 3 && whole.starts_with(name))
}

impl From<Days> for String {
    fn from(days: Days) -> Self {
        days.to_string()
    }
}

impl TryFrom<String> for Days {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}
