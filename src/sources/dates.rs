//! The dates a news text speaks of: "January 3-5, 2026", "on 9 December", "late November", "last Wednesday".

use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday};

/// Months by the letters that tell them apart.
const MONTHS: &[(&str, &str)] = &[
    ("jan", "january"),
    ("feb", "february"),
    ("mar", "march"),
    ("apr", "april"),
    ("may", "may"),
    ("jun", "june"),
    ("jul", "july"),
    ("aug", "august"),
    ("sep", "september"),
    ("oct", "october"),
    ("nov", "november"),
    ("dec", "december"),
];

/// Days of the week.
const WEEKDAYS: &[(&str, Weekday)] = &[
    ("monday", Weekday::Monday),
    ("tuesday", Weekday::Tuesday),
    ("wednesday", Weekday::Wednesday),
    ("thursday", Weekday::Thursday),
    ("friday", Weekday::Friday),
    ("saturday", Weekday::Saturday),
    ("sunday", Weekday::Sunday),
];

/// Words before a date that put it into the future.
const AHEAD: &[&str] = &[
    "until",
    "till",
    "scheduled",
    "will",
    "shall",
    "hope",
    "hopes",
    "hoped",
    "plans",
    "planned",
    "expected",
    "upcoming",
    "forthcoming",
    "slated",
    "deadline",
    "intends",
];

/// Words that put a date into the future only when they stand close to it.
const JUST_AHEAD: &[&str] = &["by", "before", "next", "due", "set"];

/// Words right before a date that make it the beginning of something older.
const BACKGROUND: &[&str] = &["since", "pre", "born", "founded", "established"];

/// How far ahead a date without a year may lie, in days.
const AHEAD_LIMIT: i64 = 90;

/// How many words before a date may bear on it.
const REACH: usize = 7;

/// A date as a text names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The last day it can mean: the end of a range, of a third of a month, of a month.
    pub day: u8,
    /// Its month.
    pub month: i8,
    /// Its year, where the text gives it.
    pub year: Option<i16>,
    /// How many days before that it can mean as well.
    pub slack: u8,
    /// What the words around it say about its time.
    pub sense: Sense,
}

/// What the words around a date say about its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sense {
    /// Something that happened then.
    Event,
    /// Something that is yet to happen then.
    Ahead,
    /// Something older, told to explain.
    Background,
}

/// The number of a month from its name or a shortening of three letters or more; a full stop may follow.
pub fn month_of(word: &str) -> Option<i8> {
    let word = word.trim_end_matches('.').to_ascii_lowercase();
    let found = MONTHS.iter().position(|(short, long)| {
        word == *long || word == *short || (word.len() > 3 && word.len() < long.len() && long.starts_with(&word))
    });
    found.and_then(|index| i8::try_from(index + 1).ok())
}

/// Every date a text names, in reading order.
pub fn mentions(text: &str) -> Vec<Mention> {
    let words: Vec<Word<'_>> = words(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        match mention_at(&words, at) {
            Some((mention, length)) => {
                let sense = sense(&words, at);
                found.push(Mention { sense, ..mention });
                at += length;
            }
            None => at += 1,
        }
    }
    found
}

/// The first day of the week the text names: publishers say "on Wednesday" of the day the news is from.
pub fn first_weekday(text: &str) -> Option<Weekday> {
    words(text).iter().find_map(|word| weekday_of(word.text))
}

fn weekday_of(word: &str) -> Option<Weekday> {
    let word = word.to_lowercase();
    WEEKDAYS.iter().find(|(name, _)| *name == word).map(|(_, day)| *day)
}

impl Mention {
    /// The first and the last day it can mean, read on the day `today`. An open year is the one that puts it last
    /// before that day, or shortly after: of a date two months ahead a text speaks more often than of one ten months
    /// ago.
    pub fn span(&self, today: Date) -> Option<(Date, Date)> {
        let last = match self.year {
            Some(year) => self.last_day_in(year)?,
            None => {
                let limit = today.saturating_add(AHEAD_LIMIT.days());
                let years = [
                    today.year().saturating_add(1),
                    today.year(),
                    today.year().saturating_sub(1),
                ];
                years
                    .into_iter()
                    .filter_map(|year| self.last_day_in(year))
                    .find(|last| *last <= limit)?
            }
        };
        Some((last.saturating_sub(i64::from(self.slack).days()), last))
    }

    fn last_day_in(&self, year: i16) -> Option<Date> {
        let days = Date::new(year, self.month, 1).ok()?.days_in_month();
        Date::new(year, self.month, i8::try_from(self.day).ok()?.min(days)).ok()
    }
}

/// A word without the punctuation around it.
struct Word<'a> {
    text: &'a str,
    /// True when a sentence begins with it.
    opens: bool,
    /// True when a dash ties it to the word before.
    tied: bool,
}

// Dashes part words, so that ranges ("19-20", "December 29–January 2") read like the rest.
fn words(text: &str) -> Vec<Word<'_>> {
    let mut found: Vec<Word<'_>> = Vec::new();
    for paragraph in text.lines() {
        let mut opens = true;
        let mut tied = false;
        for chunk in paragraph.split_whitespace() {
            for (index, part) in chunk.split(['-', '–', '—', '/']).enumerate() {
                tied |= index > 0;
                let text = part.trim_matches(|c: char| !c.is_alphanumeric());
                if !text.is_empty() {
                    found.push(Word { text, opens, tied });
                    opens = false;
                    tied = false;
                }
            }
            let ended = chunk
                .trim_end_matches(['”', '"', '’', ')'])
                .ends_with(['.', '!', '?', ':', ';']);
            // "Jan." ends no sentence.
            let shortened = found.last().is_some_and(|word| month_of(word.text).is_some());
            opens |= ended && !shortened;
        }
    }
    found
}

/// The date that begins at a word, and how many words it takes.
fn mention_at(words: &[Word<'_>], at: usize) -> Option<(Mention, usize)> {
    let word = |offset: usize| words.get(at + offset).map_or("", |word| word.text);
    if let Some(mention) = iso(words, at) {
        return Some((mention, 3));
    }
    if let Some(month) = month_of(word(0)) {
        if !is_capital(word(0)) {
            return None;
        }
        if let Some(first) = day_of(word(1)) {
            return Some(month_first(words, at, month, first));
        }
        let vague = vague_day(words, at);
        let year = year_at(words, at + 1);
        let (day, slack) = vague.or_else(|| year.map(|_| (31, 30)))?;
        return Some((mention(day, month, year, slack), 1 + usize::from(year.is_some())));
    }
    let first = day_of(word(0))?;
    // "9 December", "9 of December", "19-20 November", "19 to 20 November".
    let (last, used) = second_day(words, at + 1, first).map_or((first, 1), |(last, taken)| (last, 1 + taken));
    let used = used + usize::from(word(used) == "of");
    let month = month_of(word(used)).filter(|_| is_capital(word(used)))?;
    let year = year_at(words, at + used + 1);
    Some((
        mention(last, month, year, last - first),
        used + 1 + usize::from(year.is_some()),
    ))
}

// "December 9", "November 19-20", "December 22 to 26, 2025", "December 29 – January 2, 2026".
fn month_first(words: &[Word<'_>], at: usize, month: i8, first: u8) -> (Mention, usize) {
    let word = |offset: usize| words.get(at + offset).map_or("", |word| word.text);
    let mut used = 2;
    let (mut month, mut last, mut slack) = (month, first, 0);
    if let Some((day, taken)) = second_day(words, at + used, first) {
        (last, slack) = (day, day - first);
        used += taken;
    } else {
        let skip = usize::from(word(used) == "to");
        let tied = skip > 0 || words.get(at + used).is_some_and(|word| word.tied);
        let other = month_of(word(used + skip)).zip(day_of(word(used + skip + 1)));
        if let (true, Some((next, day))) = (tied, other) {
            (month, last) = (next, day);
            // From the first day to the end of its month, and on: a day too many does no harm.
            slack = 31 - first + day;
            used += skip + 2;
        }
    }
    let year = year_at(words, at + used);
    (mention(last, month, year, slack), used + usize::from(year.is_some()))
}

/// The end of a range of days of one month, and how many words it takes.
fn second_day(words: &[Word<'_>], at: usize, first: u8) -> Option<(u8, usize)> {
    let next = words.get(at)?;
    let (word, taken) = match next.text {
        "to" | "through" => (words.get(at + 1)?, 2),
        _ if next.tied => (next, 1),
        _ => return None,
    };
    day_of(word.text).filter(|day| *day > first).map(|day| (day, taken))
}

// "December 9. 2025 was a good year" is no December 9, 2025.
fn year_at(words: &[Word<'_>], at: usize) -> Option<i16> {
    words
        .get(at)
        .filter(|word| !word.opens)
        .and_then(|word| year_of(word.text))
}

fn mention(day: u8, month: i8, year: Option<i16>, slack: u8) -> Mention {
    Mention {
        day,
        month,
        year,
        slack,
        sense: Sense::Event,
    }
}

fn iso(words: &[Word<'_>], at: usize) -> Option<Mention> {
    let [year, month, day] = words.get(at..at + 3)? else {
        return None;
    };
    let written = month.tied && day.tied && month.text.len() == 2 && day.text.len() == 2;
    let number = month
        .text
        .parse()
        .ok()
        .filter(|month| written && (1..=12).contains(month))?;
    Some(mention(day_of(day.text)?, number, Some(year_of(year.text)?), 0))
}

// "late November", "at the end of January", "in mid-December", "early May".
fn vague_day(words: &[Word<'_>], at: usize) -> Option<(u8, u8)> {
    let before = |back: usize| {
        at.checked_sub(back)
            .and_then(|at| words.get(at))
            .map_or("", |word| word.text)
    };
    let word = if before(1) == "of" { before(2) } else { before(1) };
    match word.to_lowercase().as_str() {
        "early" | "beginning" | "start" => Some((8, 8)),
        "mid" | "middle" => Some((18, 8)),
        "late" | "end" => Some((31, 10)),
        _ => None,
    }
}

fn sense(words: &[Word<'_>], at: usize) -> Sense {
    for back in 1..=REACH.min(at) {
        // Nearest first; a sentence does not bear on the next one.
        if words.get(at - back + 1).is_some_and(|word| word.opens) {
            break;
        }
        let word = words
            .get(at - back)
            .map_or(String::new(), |word| word.text.to_lowercase());
        if back == 1 && BACKGROUND.contains(&word.as_str()) {
            return Sense::Background;
        }
        if AHEAD.contains(&word.as_str()) || (back <= 2 && JUST_AHEAD.contains(&word.as_str())) {
            return Sense::Ahead;
        }
    }
    Sense::Event
}

fn day_of(word: &str) -> Option<u8> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let suffix = word.get(digits.len()..).unwrap_or_default();
    let ordinal = matches!(suffix, "" | "st" | "nd" | "rd" | "th");
    digits
        .parse()
        .ok()
        .filter(|day| ordinal && digits.len() <= 2 && (1..=31).contains(day))
}

fn year_of(word: &str) -> Option<i16> {
    word.parse()
        .ok()
        .filter(|year| word.len() == 4 && (1900..=2199).contains(year))
}

fn is_capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}
