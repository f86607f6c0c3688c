//! What a person says of how a digest is to come: its time, zone, days, form and filter; and the quiet hours. Pure.

use jiff::civil::Time;

use super::parse::Given;
use crate::digest::Form;
use crate::schedule::Days;

/// What is said of a subscription; nothing where nothing is said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// The time of day as typed.
    pub at: Option<Given<Time>>,
    /// The zone's name as typed; also whatever nobody can read.
    pub zone: Option<String>,
    /// The days of the week.
    pub days: Option<Days>,
    /// The form.
    pub form: Option<Form>,
    /// True when the filter is to let everything through.
    pub everything: bool,
    /// The words and countries that stories must have, as typed.
    pub only: Option<Vec<String>>,
    /// The words and countries that they must not have, as typed.
    pub without: Option<Vec<String>>,
}

impl Changes {
    /// True when nothing is said.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// As it is typed.
    pub fn typed(&self) -> String {
        let items = |word: &str, items: &Option<Vec<String>>| Some(format!("{word} {}", items.as_ref()?.join(", ")));
        let parts = [
            self.at.as_ref().map(|at| at.typed.clone()),
            self.zone.clone(),
            self.days.map(|days| days.to_string()),
            self.form.map(|form| form_word(form).to_owned()),
            self.everything.then(|| EVERYTHING.to_owned()),
            items(ONLY, &self.only),
            items(WITHOUT, &self.without),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

/// The quiet hours that somebody wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuietHours {
    /// None.
    Off,
    /// From one time to another.
    Between {
        /// When they begin.
        from: Time,
        /// When they end.
        to: Time,
        /// Whether digests wait for their end, or come without a sound.
        hold: bool,
    },
}

const ONLY: &str = "only";
const WITHOUT: &str = "without";
const EVERYTHING: &str = "everything";

/// A form as it is typed.
pub fn form_word(form: Form) -> &'static str {
    match form {
        Form::Full => "full",
        Form::Brief => "brief",
        Form::Headlines => "headlines",
    }
}

/// A word with a meaning of its own. "Sun" and "Mon" are no names of places.
enum Word {
    Time,
    Zone,
    Days(Days),
    Form(Form),
    Everything,
    Filter,
}

fn meaning(word: &str) -> Option<Word> {
    let lower = word.to_lowercase();
    match lower.as_str() {
        "utc" | "gmt" => return Some(Word::Zone),
        "full" => return Some(Word::Form(Form::Full)),
        "brief" => return Some(Word::Form(Form::Brief)),
        "headlines" => return Some(Word::Form(Form::Headlines)),
        EVERYTHING => return Some(Word::Everything),
        ONLY | WITHOUT => return Some(Word::Filter),
        _ => {}
    }
    if word.contains('/') {
        Some(Word::Zone)
    } else if word.starts_with(|c: char| c.is_ascii_digit()) {
        // A digit inside a word may be part of a name: G7.
        Some(Word::Time)
    } else {
        lower.parse().ok().map(Word::Days)
    }
}

/// The name goes up to the first word that has a meaning of its own, or stands behind such words. Times, zones, days and
/// forms stand around it in any order, and then the filter, whose words may be anything.
pub(super) fn changes(rest: &str) -> (String, Changes) {
    let joined = days_together(rest);
    let words: Vec<&str> = joined.split_whitespace().collect();
    let means = |word: &&str| meaning(word).is_some();
    let opens_filter = |word: &&str| matches!(meaning(word), Some(Word::Filter));
    let start = words
        .iter()
        .position(|word| !means(word) || opens_filter(word))
        .unwrap_or(words.len());
    let (before, rest) = words.split_at(start);
    let end = rest.iter().position(means).unwrap_or(rest.len());
    let (name, after) = rest.split_at(end);
    // "at 07:30" says no more than "07:30".
    let name = match name.split_last() {
        Some((last, name)) if last.eq_ignore_ascii_case("at") && !after.is_empty() => name,
        _ => name,
    };
    let mut changes = Changes::default();
    let mut zone: Vec<&str> = Vec::new();
    let mut options = before.iter().chain(after);
    while let Some(word) = options.next() {
        match meaning(word) {
            Some(Word::Time) => {
                changes.at = Some(Given {
                    typed: (*word).to_owned(),
                    value: time_of_day(word),
                });
            }
            Some(Word::Days(days)) => changes.days = Some(days),
            Some(Word::Form(form)) => changes.form = Some(form),
            Some(Word::Everything) => changes.everything = true,
            Some(Word::Filter) => {
                let rest: Vec<&str> = [*word].into_iter().chain(options.by_ref().copied()).collect();
                filter(&rest, &mut changes);
            }
            Some(Word::Zone) | None => zone.push(word),
        }
    }
    // "America/New York" is written with an underscore in the time-zone database.
    changes.zone = (!zone.is_empty()).then(|| zone.join("_"));
    (name.join(" "), changes)
}

/// "mon, wed" as "mon,wed".
fn days_together(rest: &str) -> String {
    let is_day = |word: &str| word.trim_end_matches(',').parse::<Days>().is_ok();
    let mut together = String::new();
    let mut words = rest.split_whitespace().peekable();
    while let Some(word) = words.next() {
        together.push_str(word);
        let goes_on = word.ends_with(',') && is_day(word) && words.peek().is_some_and(|next| is_day(next));
        if !goes_on {
            together.push(' ');
        }
    }
    together
}

/// "only Venezuela, grain harbour without football".
fn filter(words: &[&str], changes: &mut Changes) {
    let is_keyword = |word: &str| [ONLY, WITHOUT].contains(&word.to_lowercase().as_str());
    // Each part begins with its keyword.
    for part in words.chunk_by(|_, next| !is_keyword(next)) {
        let Some((keyword, said)) = part.split_first() else {
            continue;
        };
        let text = said.join(" ");
        let quotes = ['"', '“', '”', '„', '«', '»', '\''];
        let items = text
            .split([',', ';'])
            .map(|item| item.trim_matches(|c: char| c.is_whitespace() || quotes.contains(&c)))
            .filter(|item| !item.is_empty());
        let items = Some(items.map(str::to_owned).collect());
        if keyword.eq_ignore_ascii_case(ONLY) {
            changes.only = items;
        } else {
            changes.without = items;
        }
    }
}

/// "22:00-07:00 hold", "off"; `None` when nothing is said.
pub(super) fn quiet(rest: &str) -> Option<Given<QuietHours>> {
    let typed = rest.to_lowercase();
    (!typed.is_empty()).then(|| Given {
        value: if typed == "off" {
            Some(QuietHours::Off)
        } else {
            hours(&typed)
        },
        typed: rest.to_owned(),
    })
}

fn hours(typed: &str) -> Option<QuietHours> {
    let (mut hold, mut words) = (false, Vec::new());
    for word in typed.split_whitespace() {
        match word {
            "hold" => hold = true,
            "silent" => hold = false,
            word => words.push(word),
        }
    }
    let hours = words.join(" ");
    let (from, to) = hours.split_once(['-', '–']).or_else(|| hours.split_once(" to "))?;
    // "22-7" is said of hours alone.
    let time = |typed: &str| time_of_day(typed).or_else(|| time_of_day(&format!("{typed}:00")));
    Some(QuietHours::Between {
        from: time(from.trim())?,
        to: time(to.trim())?,
        hold,
    })
}

/// A time of day as people type it: "07:30", "7:30", "7.30", "7h30", "0730", "7am", "6:45pm".
fn time_of_day(typed: &str) -> Option<Time> {
    let typed = typed.to_lowercase();
    if let Some((hours, half)) = typed
        .strip_suffix("am")
        .map(|hours| (hours, 0))
        .or_else(|| Some((typed.strip_suffix("pm")?, 12)))
    {
        let (hour, minute) = hours.split_once([':', '.']).unwrap_or((hours, "0"));
        let hour: i8 = hour.parse().ok().filter(|hour| (1..=12).contains(hour))?;
        return Time::new(hour % 12 + half, minute.parse().ok()?, 0, 0).ok();
    }
    let four_digits = typed.len() == 4 && typed.chars().all(|c| c.is_ascii_digit());
    let (hour, minute) = match typed.split_at_checked(2) {
        Some(parts) if four_digits => parts,
        _ => typed.split_once([':', '.', 'h'])?,
    };
    let digits = |part: &str| part.len() <= 2 && !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
    if !digits(hour) || !digits(minute) {
        return None;
    }
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}
