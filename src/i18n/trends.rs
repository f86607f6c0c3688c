//! What Dateline says of how much news there is day by day.

use jiff::civil::Date;

use super::commands::articles;
use super::dates;
use super::digest::in_sentence;
use crate::places::Country;

/// The most days or weeks that are named one by one.
const NAMED: usize = 3;

/// /trends without a name.
pub fn which(example: &str) -> String {
    format!("Trends of what? Write a country's or region's name behind the command, such as /trends {example} 30.")
}
/// A number of days that cannot be shown.
pub fn not_so_many(typed: &str, least: usize, most: usize) -> String {
    format!("I can show {least} to {most} days, not {typed}.")
}
/// What stands behind a name and is no number of days.
pub fn no_days(typed: &str, scope: &str, least: usize, most: usize) -> String {
    format!(
        "I do not understand {typed} as a number of days. Write one from {least} to {most} behind the name, such as /trends {scope} 30."
    )
}
/// True for words that say how long or when: "5 days", "last week".
pub fn speaks_of_time(typed: &str) -> bool {
    let is_of_time = |word: &str| {
        let one = word.strip_suffix('s').unwrap_or(word);
        word.starts_with(|c: char| c.is_ascii_digit())
            || matches!(
                one,
                "day" | "week" | "month" | "year" | "today" | "yesterday" | "last" | "past" | "this"
            )
    };
    typed.to_lowercase().split_whitespace().any(is_of_time)
}
/// The button for another number of days.
pub fn days(n: usize) -> String {
    format!("{n} {}", if n == 1 { "day" } else { "days" })
}
/// "about Venezuela"; `None` for all articles.
fn about(place: Option<&str>) -> String {
    place
        .map(|place| format!(" about {}", in_sentence(place)))
        .unwrap_or_default()
}
/// The title.
pub fn title(name: &str, total: usize, n: usize) -> String {
    format!("{name} · {} in {}", articles(total), days(n))
}
/// What the bars are: "Articles each day, 8 Dec to 6 Jan".
pub fn subtitle(weekly: bool, first: Date, last: Date) -> String {
    format!("Articles each {}, {}", step(weekly), dates::between(first, last))
}
/// What the first bar is, where it is no whole week.
pub fn short_week(n: usize) -> String {
    format!("The first bar is no whole week: {}.", days(n))
}
/// The chart in words. `top` are the days, or the first days of the weeks, that have `most`.
pub fn chart(
    place: Option<&str>,
    weekly: bool,
    (first, last): (Date, Date),
    (least, most): (usize, usize),
    top: &[Date],
) -> String {
    let what = format!(
        "Articles{} each {}, {}",
        about(place),
        step(weekly),
        dates::between(first, last)
    );
    if least == most {
        return format!("{what}: {most} each.");
    }
    format!("{what}: from {least} to {most}, most {}.", on(weekly, top))
}
/// The days, and those with most of all their articles.
pub fn busiest((first, last): (Date, Date), total: usize, most: usize, top: &[Date]) -> String {
    let span = dates::between(first, last);
    match top {
        [day] if total == most => format!("{span}: on {}.", dates::weekday_and_day(*day)),
        [day] => format!(
            "{span}. Busiest day: {}, {}.",
            dates::weekday_and_day(*day),
            articles(most)
        ),
        days => format!("{span}. At most {most} a day: {}.", on(false, days)),
    }
}
/// The weeks with most.
pub fn busiest_week(most: usize, top: &[Date]) -> String {
    match top {
        [first] => format!(
            "Busiest week: from {}, {}.",
            dates::day_and_month(*first),
            articles(most)
        ),
        weeks => format!("At most {most} a week: {}.", on(true, weeks)),
    }
}
/// These seven days against the seven before.
pub fn this_week(now: usize, before: usize) -> String {
    let compared = match (now, before) {
        (0, 0) => return "None in the last 14 days.".to_owned(),
        (now, before) if now == before => "as many as in the 7 days before".to_owned(),
        (now, before) if now > before => format!("{} more than in the 7 days before", now - before),
        (now, before) => format!("{} fewer than in the 7 days before", before - now),
    };
    format!("Last 7 days: {}, {compared}.", articles(now))
}
/// The other countries that the articles are about.
pub fn shared(countries: &[(Country, usize)]) -> String {
    format!("Also about: {}.", counts(countries))
}
/// The countries that all articles are about.
pub fn mostly(countries: &[(Country, usize)]) -> String {
    format!("Most often about: {}.", counts(countries))
}
/// Nothing to draw.
pub fn none(place: Option<&str>, n: usize, last: Option<Date>) -> String {
    let about = about(place);
    let span = days(n);
    match last {
        Some(last) => format!(
            "No article{about} in the last {span}. The last one is of {}.",
            dates::day(last)
        ),
        None => format!("No article{about} in the last {span}, and none before."),
    }
}
/// Why there is nothing from before: nobody looked.
pub fn begins(first: Date) -> String {
    format!("My articles begin on {}.", dates::day(first))
}

fn step(weekly: bool) -> &'static str {
    if weekly { "week" } else { "day" }
}

/// "on 3 Jan", "in the weeks from 2 Dec and 9 Dec", "on 6 days".
fn on(weekly: bool, top: &[Date]) -> String {
    let n = top.len();
    if n > NAMED {
        return if weekly {
            format!("in {n} weeks")
        } else {
            format!("on {n} days")
        };
    }
    let days: Vec<String> = top.iter().map(|day| dates::day_and_month(*day)).collect();
    let named = match days.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    };
    match (weekly, n) {
        (false, _) => format!("on {named}"),
        (true, 1) => format!("in the week from {named}"),
        (true, _) => format!("in the weeks from {named}"),
    }
}

fn counts(countries: &[(Country, usize)]) -> String {
    let counts: Vec<String> = countries
        .iter()
        .map(|(country, n)| format!("{} ({n})", in_sentence(country.name())))
        .collect();
    counts.join(", ")
}
