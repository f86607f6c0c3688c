//! Text in, command out. Pure.

use jiff::civil::Date;

use super::changes::{Changes, QuietHours, changes, quiet};
use crate::article::is_invisible;

/// What was asked, understood as far as it can be without looking anything up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// `/start`
    Start,
    /// `/help`
    Help,
    /// `/country NAME [PAGE]`; an empty name asks for help with it.
    Country {
        /// The country's name as typed.
        name: String,
        /// The page, from 1.
        page: usize,
    },
    /// `/region NAME [PAGE]`.
    Region {
        /// The region's name as typed.
        name: String,
        /// The page, from 1.
        page: usize,
    },
    /// `/regions [REGION]`; without a name: all of them.
    Regions {
        /// The region's (or country's) name as typed.
        name: String,
    },
    /// `/digest [REGION] [DATE]`.
    Digest {
        /// The region's (or country's) name as typed; empty: the asker's own.
        name: String,
        /// The day as typed.
        date: Option<Given<Date>>,
    },
    /// `/latest [PAGE]`.
    Latest {
        /// The page, from 1.
        page: usize,
    },
    /// `/search WORDS [#PAGE]`.
    Search {
        /// The words.
        words: String,
        /// The page, from 1.
        page: usize,
    },
    /// `/why SCOPE [PAGE]`: the words and rules behind a page of articles.
    Why {
        /// The region's or country's name as typed, or "all".
        name: String,
        /// The page, from 1.
        page: usize,
    },
    /// `/trends SCOPE [DAYS]`: how many articles there are each day.
    Trends {
        /// The region's or country's name as typed, or "all".
        name: String,
        /// How many days as typed.
        days: Option<Given<usize>>,
    },
    /// `/subscribe SCOPE [CHANGES]`.
    Subscribe {
        /// The scope's name as typed.
        name: String,
        /// What is said of how it is to come.
        changes: Changes,
    },
    /// `/settings [SCOPE] [CHANGES]`; without changes: what is set.
    Settings {
        /// The scope's name as typed.
        name: String,
        /// What is to change.
        changes: Changes,
    },
    /// `/timezone [ZONE]`; without a zone: which it is.
    Timezone {
        /// The zone's name as typed.
        zone: String,
    },
    /// `/quiet [FROM-TO [silent|hold] | off]`; with nothing: what is set.
    Quiet(Option<Given<QuietHours>>),
    /// `/unsubscribe [SCOPE]`.
    Unsubscribe {
        /// The scope's name as typed.
        name: String,
    },
    /// `/subscriptions`
    Subscriptions,
    /// `/go ID`: a button whose command was too long to hold.
    Go(i64),
    /// A command that does not exist, without its slash.
    Unknown(String),
    /// Words without a command.
    Words(String),
}

/// Words for a day that depend on the present one.
pub(super) const TODAY: &str = "today";
/// The day before today.
pub(super) const YESTERDAY: &str = "yesterday";

/// An argument that has a form: as it was typed, and what it means if it has that form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given<T> {
    /// What was typed.
    pub typed: String,
    /// What it means.
    pub value: Option<T>,
}

/// Longer input than this has no meaning for any command: names and search words are short.
const MAX_LETTERS: usize = 300;
/// The same for those that take a filter: more than the longest one has.
const MAX_FILTER_LETTERS: usize = 3_000;

/// Reads a line that a person typed or a button gave.
pub fn parse(text: &str) -> Command {
    let filters = ["/settings ", "/subscribe "]
        .iter()
        .any(|command| text.trim_start().starts_with(command));
    let text: String = text
        .chars()
        .take(if filters { MAX_FILTER_LETTERS } else { MAX_LETTERS })
        .map(|c| if c.is_control() { ' ' } else { c })
        .filter(|c| !is_invisible(*c))
        .collect();
    let text = text.trim();
    let Some(line) = text.strip_prefix('/') else {
        return Command::Words(text.to_owned());
    };
    let (name, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let rest = rest.split_whitespace().collect::<Vec<_>>().join(" ");
    match name.to_lowercase().as_str() {
        "start" => Command::Start,
        "help" => Command::Help,
        "country" => {
            let (name, page) = paged(&rest);
            Command::Country { name, page }
        }
        "region" => {
            let (name, page) = paged(&rest);
            Command::Region { name, page }
        }
        "regions" => Command::Regions { name: rest },
        "digest" => digest(&rest),
        "latest" => Command::Latest {
            page: paged(&format!("x {rest}")).1,
        },
        "search" => {
            let (words, page) = marked_page(&rest);
            Command::Search { words, page }
        }
        "why" => {
            let (name, page) = paged(&rest);
            Command::Why { name, page }
        }
        "trends" => trends(&rest),
        "subscribe" => {
            let (mut name, mut changes) = changes(&rest);
            // Whoever subscribes to everything means all that there is.
            if name.is_empty() && changes.everything {
                "all".clone_into(&mut name);
                changes.everything = false;
            }
            Command::Subscribe { name, changes }
        }
        "settings" => {
            let (name, changes) = changes(&rest);
            Command::Settings { name, changes }
        }
        // "America/New York" is written with an underscore in the time-zone database.
        "timezone" => Command::Timezone {
            zone: rest.replace(' ', "_"),
        },
        "quiet" => Command::Quiet(quiet(&rest)),
        "unsubscribe" => Command::Unsubscribe { name: rest },
        "subscriptions" => Command::Subscriptions,
        "go" => rest
            .parse()
            .map_or_else(|_| Command::Unknown(name.to_owned()), Command::Go),
        _ => Command::Unknown(name.to_owned()),
    }
}

/// True for a button that turns the page: its answer takes the place of the message it is on. Any other answer is a
/// message of its own, so that nobody loses what he was reading.
pub fn turns_page(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let command = words.next().unwrap_or_default();
    let page = words.last().unwrap_or_default();
    let numbered = !page.is_empty() && page.trim_start_matches('#').chars().all(|c| c.is_ascii_digit());
    match command {
        "/country" | "/region" | "/latest" => numbered,
        // "/why VE 2" stands below the articles that it explains; "/why VE #2" turns the page of the explanation.
        "/search" | "/why" => numbered && page.starts_with('#'),
        // Only the pages of a long search are too long for a button.
        "/go" => true,
        _ => false,
    }
}

/// A name and the page behind it: "VE 2" or "VE #2". No name ends in a number but those as "Group of 20".
fn paged(rest: &str) -> (String, usize) {
    match rest.rsplit_once(' ') {
        Some((name, page)) => match page.trim_start_matches('#').parse::<i64>() {
            Ok(page) if !name.to_lowercase().ends_with(" of") => {
                (name.to_owned(), usize::try_from(page).unwrap_or(1).max(1))
            }
            _ => (rest.to_owned(), 1),
        },
        None => (rest.to_owned(), 1),
    }
}

/// Words and the page behind them; a number may be a word to search for, so the page has its mark: "words #2".
fn marked_page(rest: &str) -> (String, usize) {
    let marked = rest
        .rsplit_once(' ')
        .and_then(|(words, page)| Some((words, page.strip_prefix('#')?.parse::<usize>().ok()?)));
    match marked {
        Some((words, page)) => (words.to_owned(), page.max(1)),
        None => (rest.to_owned(), 1),
    }
}

fn digest(rest: &str) -> Command {
    let (before, last) = rest.rsplit_once(' ').unwrap_or(("", rest));
    // Whatever begins with a digit is meant as a day: no region's or country's name does.
    if last.starts_with(|c: char| c.is_ascii_digit()) || matches!(last.to_lowercase().as_str(), TODAY | YESTERDAY) {
        let date = Given {
            typed: last.to_lowercase(),
            value: last.parse().ok(),
        };
        Command::Digest {
            name: before.to_owned(),
            date: Some(date),
        }
    } else {
        Command::Digest {
            name: rest.to_owned(),
            date: None,
        }
    }
}

/// A name and the number of days behind it. No name ends in a number but those as "Group of 20".
fn trends(rest: &str) -> Command {
    let numbered = rest.rsplit_once(' ').filter(|(name, days)| {
        days.strip_prefix('-')
            .unwrap_or(days)
            .chars()
            .all(|c| c.is_ascii_digit())
            && !name.to_lowercase().ends_with(" of")
    });
    let (name, days) = match numbered {
        Some((name, typed)) => {
            let days = Given {
                typed: typed.to_owned(),
                value: typed.parse().ok(),
            };
            (name, Some(days))
        }
        None => (rest, None),
    };
    Command::Trends {
        name: name.to_owned(),
        days,
    }
}
