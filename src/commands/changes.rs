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

/// The name goes up to the first word that has a meaning of its own. Times, zones, days and forms stand behind it in any
/// order, and then the filter, whose words may be anything.
pub(super) fn changes(rest: &str) -> (String, Changes) {
    let words: Vec<&str> = rest.split_whitespace().collect();
    let end = words
        .iter()
        .position(|word| meaning(word).is_some())
        .unwrap_or(words.len());
    let (name, options) = words.split_at(end);
    let mut changes = Changes::default();
    let mut zone: Vec<&str> = Vec::new();
    let mut options = options.iter();
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

/// "only Venezuela, grain harbour without football".
fn filter(words: &[&str], changes: &mut Changes) {
    let is_keyword = |word: &str| [ONLY, WITHOUT].contains(&word.to_lowercase().as_str());
    // Each part begins with its keyword.
    for part in words.chunk_by(|_, next| !is_keyword(next)) {
        let Some((keyword, said)) = part.split_first() else {
            continue;
        };
        let text = said.join(" ");
        let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
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
    let (hours, hold) = match typed.rsplit_once(' ') {
        Some((hours, "hold")) => (hours, true),
        Some((hours, "silent")) => (hours, false),
        _ => (typed, false),
    };
    let (from, to) = hours.split_once(['-', '–']).or_else(|| hours.split_once(" to "))?;
    Some(QuietHours::Between {
        from: time_of_day(from.trim())?,
        to: time_of_day(to.trim())?,
        hold,
    })
}

/// A time of day as people type it: "07:30", "7:30", "7.30", "7h30".
fn time_of_day(typed: &str) -> Option<Time> {
    let (hour, minute) = typed.split_once([':', '.', 'h'])?;
    let digits = |part: &str| part.len() <= 2 && !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
    if !digits(hour) || !digits(minute) {
        return None;
    }
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}
