//! Cron lines: the five Unix fields, understood one by one so that an error names the field that is wrong.

use std::collections::BTreeSet;
use std::str::FromStr;

use chrono::{Datelike, TimeZone as _, Timelike, Utc};
use jiff::civil::{DateTime, Time};

/// A cron line, evaluated on a wall clock without zone.
#[derive(Clone, Debug)]
pub struct Cron {
    line: String,
    times: Times,
}

#[derive(Clone, Debug)]
enum Times {
    Daily(Time),
    /// A run is due whenever one of them says so: two where both kinds of day are restricted.
    Any(Vec<cron::Schedule>),
}

struct Field {
    name: &'static str,
    min: u16,
    max: u16,
    /// Names of the values from `min` on.
    names: &'static [&'static str],
    write: &'static str,
}

const MONTHS: &[&str] = &[
    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
];
const WEEKDAYS: &[&str] = &["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

const SECOND: Field = Field {
    name: "second",
    min: 0,
    max: 59,
    names: &[],
    write: "0 to 59",
};
const MINUTE: Field = Field {
    name: "minute",
    min: 0,
    max: 59,
    names: &[],
    write: "0 to 59, a range such as 0-30, a list such as 0,30, a step such as */15, or *",
};
const HOUR: Field = Field {
    name: "hour",
    min: 0,
    max: 23,
    names: &[],
    write: "0 to 23, a range such as 8-18, a list such as 7,19, a step such as */6, or *",
};
const DAY: Field = Field {
    name: "day of month",
    min: 1,
    max: 31,
    names: &[],
    write: "1 to 31, a range such as 1-7, a list such as 1,15, or *",
};
const MONTH: Field = Field {
    name: "month",
    min: 1,
    max: 12,
    names: MONTHS,
    write: "1 to 12, JAN to DEC, a range such as JAN-JUN, a list, or *",
};
const WEEKDAY: Field = Field {
    name: "day of week",
    min: 0,
    max: 7,
    names: WEEKDAYS,
    write: "0 to 7 (0 and 7 are Sunday), MON to SUN, a range such as MON-FRI, a list such as MON,THU, or *",
};
// The years that the `cron` crate knows.
const YEAR: Field = Field {
    name: "year",
    min: 1970,
    max: 2100,
    names: &[],
    write: "1970 to 2100, a range, a list, or *",
};

impl Cron {
    /// Reads a line: minute, hour, day of month, month, day of week; or with seconds before them, and perhaps a year
    /// after them, when weekdays are written as names. The error says which field is wrong and what to write.
    pub fn parse(line: &str) -> Result<Self, String> {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let (second, five, year) = match fields.as_slice() {
            [minute, hour, day, month, weekday] => ("0", [*minute, *hour, *day, *month, *weekday], "*"),
            [second, minute, hour, day, month, weekday] => (*second, [*minute, *hour, *day, *month, *weekday], "*"),
            [second, minute, hour, day, month, weekday, year] => {
                (*second, [*minute, *hour, *day, *month, *weekday], *year)
            }
            _ => {
                return Err(format!(
                    "a cron line has five fields (minute, hour, day of month, month, day of week), this one has {}; write for instance \"30 7 * * *\" for 07:30 every day",
                    fields.len()
                ));
            }
        };
        let [minute, hour, day, month, weekday] = five;
        if fields.len() > 5
            && weekday
                .split('/')
                .next()
                .is_some_and(|days| days.contains(char::is_numeric))
        {
            return Err(format!(
                "day of week \"{weekday}\": in a line of {} fields write weekday names such as MON-FRI, because programs disagree on which day is 1",
                fields.len()
            ));
        }
        let mut wrong = Vec::new();
        let mut list = |field: Field, text: &str| field.list(text).map_err(|why| wrong.push(why)).unwrap_or_default();
        let (seconds, minutes, hours) = (list(SECOND, second), list(MINUTE, minute), list(HOUR, hour));
        let (days, months, weekdays) = (list(DAY, day), list(MONTH, month), list(WEEKDAY, weekday));
        let years = list(YEAR, year);
        if !wrong.is_empty() {
            return Err(wrong.join("; "));
        }
        let schedule = |days: &str, weekdays: &str| {
            let line = format!("{seconds} {minutes} {hours} {days} {months} {weekdays} {years}");
            cron::Schedule::from_str(&line).map_err(|error| format!("\"{line}\" cannot be read: {error}"))
        };
        // The Unix rule: when neither kind of day starts with a star, a day that fits either is meant.
        let times = if day.starts_with('*') || weekday.starts_with('*') {
            vec![schedule(&days, &weekdays)?]
        } else {
            vec![schedule(&days, "*")?, schedule("*", &weekdays)?]
        };
        let cron = Self {
            line: line.to_owned(),
            times: Times::Any(times),
        };
        if cron
            .next_after(DateTime::constant(1969, 12, 31, 23, 59, 59, 0))
            .is_none()
        {
            return Err(format!(
                "day of month \"{day}\" in month \"{month}\" never comes; write days that the month has"
            ));
        }
        Ok(cron)
    }

    /// Every day at this time, to the second.
    pub fn daily(at: Time) -> Self {
        Self {
            line: format!("{} {} * * *", at.minute(), at.hour()),
            times: Times::Daily(Time::constant(at.hour(), at.minute(), at.second(), 0)),
        }
    }

    /// The line as it was written.
    pub fn as_str(&self) -> &str {
        &self.line
    }

    /// The first local date-time after `after` that the line names.
    pub fn next_after(&self, after: DateTime) -> Option<DateTime> {
        match &self.times {
            Times::Daily(at) => {
                let date = if after.time() < *at {
                    after.date()
                } else {
                    after.date().tomorrow().ok()?
                };
                Some(date.to_datetime(*at))
            }
            Times::Any(schedules) => schedules.iter().filter_map(|schedule| next_of(schedule, after)).min(),
        }
    }
}

fn next_of(schedule: &cron::Schedule, after: DateTime) -> Option<DateTime> {
    // The zone is UTC in name only: it has no gaps and no folds, and so serves as the naive clock.
    let naive = Utc
        .with_ymd_and_hms(
            i32::from(after.year()),
            u32::from(after.month().unsigned_abs()),
            u32::from(after.day().unsigned_abs()),
            u32::from(after.hour().unsigned_abs()),
            u32::from(after.minute().unsigned_abs()),
            u32::from(after.second().unsigned_abs()),
        )
        .single()?;
    let next = schedule.after(&naive).next()?;
    DateTime::new(
        i16::try_from(next.year()).ok()?,
        i8::try_from(next.month()).ok()?,
        i8::try_from(next.day()).ok()?,
        i8::try_from(next.hour()).ok()?,
        i8::try_from(next.minute()).ok()?,
        i8::try_from(next.second()).ok()?,
        0,
    )
    .ok()
}

impl Field {
    /// The field's values in the words of the `cron` crate: `*`, or every value by itself (weekdays by name, because
    /// that crate counts Sunday as 1).
    fn list(&self, text: &str) -> Result<String, String> {
        let mut values = BTreeSet::new();
        for item in text.split(',') {
            self.add(item, text, &mut values)?;
        }
        let all = if self.is_weekday() {
            7
        } else {
            usize::from(self.max - self.min) + 1
        };
        if values.len() == all {
            return Ok("*".to_owned());
        }
        let words: Vec<String> = values
            .into_iter()
            .map(|value| match WEEKDAYS.get(usize::from(value)) {
                Some(name) if self.is_weekday() => (*name).to_owned(),
                _ => value.to_string(),
            })
            .collect();
        Ok(words.join(","))
    }

    fn is_weekday(&self) -> bool {
        self.names == WEEKDAYS
    }

    fn add(&self, item: &str, text: &str, values: &mut BTreeSet<u16>) -> Result<(), String> {
        let (range, step) = match item.split_once('/') {
            Some((range, step)) => {
                let step: usize = step.parse().ok().filter(|step| *step > 0).ok_or_else(|| {
                    self.wrong(
                        text,
                        &format!("the step \"{step}\" is no number from 1 up, such as in */15"),
                    )
                })?;
                (range, Some(step))
            }
            None => (item, None),
        };
        let (first, last) = if range == "*" {
            // A star is Sunday to Saturday: 7 would count Sunday twice in a step.
            (self.min, if self.is_weekday() { 6 } else { self.max })
        } else if let Some((first, last)) = range.split_once('-') {
            let (from, to) = (self.value(first, text)?, self.value(last, text)?);
            // FRI-SUN means what 5-7 means.
            let to = if self.is_weekday() && to == 0 && from > 0 && last.eq_ignore_ascii_case("SUN") {
                7
            } else {
                to
            };
            if from > to {
                return Err(self.wrong(text, &format!("the range {range} runs backwards")));
            }
            (from, to)
        } else {
            let value = self.value(range, text)?;
            (value, if step.is_some() { self.max } else { value })
        };
        let week = if self.is_weekday() { 7 } else { u16::MAX };
        values.extend((first..=last).step_by(step.unwrap_or(1)).map(|value| value % week));
        Ok(())
    }

    fn value(&self, word: &str, text: &str) -> Result<u16, String> {
        let named = self.names.iter().position(|name| name.eq_ignore_ascii_case(word));
        let value = match named {
            Some(place) => u16::try_from(place).ok().map(|place| place + self.min),
            None if word.chars().all(|c| c.is_ascii_digit()) => word.parse().ok(),
            None => None,
        };
        value
            .filter(|value| (self.min..=self.max).contains(value))
            .ok_or_else(|| self.wrong(text, &format!("\"{word}\" is no {}", self.name)))
    }

    fn wrong(&self, text: &str, why: &str) -> String {
        format!("{} \"{text}\": {why}; write {}", self.name, self.write)
    }
}
