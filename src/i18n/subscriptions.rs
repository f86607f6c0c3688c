//! What Dateline says of subscriptions: how they come, what is left out of them, when they are quiet and why they ended.

use jiff::civil::Date;

use super::dates;
use crate::digest::{Filter, Form};
use crate::schedule::{Days, Quiet};
use crate::store::Subscription;

/// "Every day", "On weekdays", "On Mon, Wed and Fri".
fn on_days(days: Days) -> String {
    match days {
        Days::DAILY => "Every day".to_owned(),
        Days::WEEKDAYS => "On weekdays".to_owned(),
        Days::WEEKENDS => "On weekends".to_owned(),
        some => {
            let names: Vec<String> = some.names().map(capitalised).collect();
            format!("On {}", listed(&names, "and"))
        }
    }
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

/// "a", "a or b", "a, b or c".
fn listed(items: &[String], last: &str) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}

/// "Every day at 07:30 (America/Caracas) you get Peru here, in brief. Next: Thu 8 Jan, 07:30."
pub fn comes(subscription: &Subscription, title: &str, next: &str) -> String {
    let Subscription { at, zone, days, .. } = subscription;
    let form = match subscription.form {
        Form::Full => "",
        Form::Brief => ", in brief",
        Form::Headlines => ", as headlines alone",
    };
    let filter = filter(&subscription.filter).map(|filter| format!(" {filter}"));
    format!(
        "{} at {} ({zone}) you get {title} here{form}.{} Next: {next}.",
        on_days(*days),
        dates::clock(*at),
        filter.unwrap_or_default()
    )
}

/// The same on a list: "Peru · 07:30 (America/Caracas) · weekdays · brief · next Thu 8 Jan, 07:30".
pub fn line(subscription: &Subscription, title: &str, next: &str) -> String {
    let Subscription { at, zone, days, .. } = subscription;
    let mut parts = vec![title.to_owned(), format!("{} ({zone})", dates::clock(*at))];
    if *days != Days::DAILY {
        parts.push(days.to_string());
    }
    match subscription.form {
        Form::Full => {}
        Form::Brief => parts.push("brief".to_owned()),
        Form::Headlines => parts.push("headlines".to_owned()),
    }
    if !subscription.filter.is_empty() {
        parts.push("filtered".to_owned());
    }
    parts.push(format!("next {next}"));
    parts.join(" · ")
}

/// "Only stories about Venezuela or with the words grain. None about Brazil, and none with the words football."
pub fn filter(filter: &Filter) -> Option<String> {
    let countries = |countries: &[crate::places::Country]| {
        let names: Vec<String> = countries.iter().map(|country| country.name().to_owned()).collect();
        (!names.is_empty()).then(|| format!("about {}", listed(&names, "or")))
    };
    let words = |words: &[String]| {
        let words: Vec<String> = words.iter().map(|word| format!("“{word}”")).collect();
        (!words.is_empty()).then(|| format!("with {}", listed(&words, "or")))
    };
    let both = |about: Option<String>, with: Option<String>| {
        let parts: Vec<String> = [about, with].into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(" or "))
    };
    let only =
        both(countries(&filter.only_countries), words(&filter.only_words)).map(|only| format!("Only stories {only}."));
    let without = both(countries(&filter.without_countries), words(&filter.without_words))
        .map(|without| format!("No stories {without}."));
    let sentences: Vec<String> = [only, without].into_iter().flatten().collect();
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

/// What was changed.
pub fn changed(comes: &str) -> String {
    format!("Changed. {comes}")
}

/// A word behind a subscription's scope that is nothing that can be said there.
pub fn not_understood(typed: &str) -> String {
    format!(
        "{typed} is no time zone I know, and no time, days or form. Write a time such as 07:30, a zone such as America/Caracas, days such as weekdays or mon,wed,fri, or full, brief or headlines."
    )
}
/// A zone that is none.
pub fn no_zone(typed: &str, near: bool) -> String {
    let then = if near {
        "Did you mean one of these?"
    } else {
        "Write one such as America/Caracas, Europe/Madrid or UTC."
    };
    format!("{typed} is no time zone I know. {then}")
}
/// `only` or `without` with nothing behind.
pub fn nothing_behind(word: &str) -> String {
    format!(
        "What shall it be {word}? Write words or countries behind it, with commas between them: {word} Venezuela, grain harbour."
    )
}
/// Too many countries and words.
pub fn too_many_items(n: usize, most: usize) -> String {
    format!("A filter holds at most {most} words and countries, and this one has {n}. Leave some out.")
}
/// Too long a word.
pub fn too_long_an_item(item: &str, most: usize) -> String {
    format!(
        "“{item}” is longer than the {most} letters that a filter compares. Write a shorter one; commas stand between several."
    )
}
/// Nothing to compare.
pub fn no_word(item: &str) -> String {
    format!("“{item}” holds no letter or digit, so no story could hold it.")
}
/// /settings with changes but no scope, where there are several.
pub const WHICH_TO_CHANGE: &str = "Which of these shall change?";
/// /timezone where nothing is subscribed.
pub fn zone_to_come(zone: &str) -> String {
    format!("Nothing is subscribed here yet; what will be begins with {zone}. /timezone Europe/Madrid changes that.")
}
/// /timezone where all subscriptions have one zone.
pub fn zone_here(zone: &str) -> String {
    format!("Digests come here by the clock of {zone}. /timezone Europe/Madrid changes that.")
}
/// Before the zones of subscriptions that have several.
pub const SEVERAL_ZONES: &str = "Digests come here by several clocks:";
/// The zone was changed.
pub fn zone_changed(zone: &str, clock: &str, subscriptions: usize) -> String {
    let said = match subscriptions {
        0 => format!("From now on what you subscribe to here comes by the clock of {zone}."),
        1 => format!("Your digest comes here by the clock of {zone} now, at the same local time."),
        n => format!("Your {n} digests come here by the clock of {zone} now, at the same local times."),
    };
    format!("{said} It is {clock} there.")
}
/// Hours that are none.
pub fn no_hours(typed: &str) -> String {
    format!("{typed} is no stretch of hours. Write it as 22:00-07:00, with silent or hold behind it; off ends them.")
}
/// Hours that begin when they end.
pub fn no_length(clock: &str) -> String {
    format!(
        "Quiet hours from {clock} to {clock} have no length, or never end: I changed nothing. Write two different times, such as 22:00-07:00. If nothing shall come at all, /unsubscribe."
    )
}
/// The quiet hours of a place.
pub fn quiet(quiet: Option<&Quiet>) -> String {
    match quiet {
        None => "There are no quiet hours here: digests come with a sound whenever they are due. /quiet 22:00-07:00 hold lets them wait until morning, /quiet 22:00-07:00 silent lets them come without a sound.".to_owned(),
        Some(quiet) => {
            let (from, to) = (dates::clock(quiet.from), dates::clock(quiet.to));
            let how = if quiet.hold { format!("wait until {to}") } else { "come without a sound".to_owned() };
            format!("From {from} to {to} ({}) digests here {how}.", quiet.zone)
        }
    }
}
/// "Your digests of Peru and Cuba ended on 7 Jan: Telegram said “bot was blocked by the user”."
pub fn ended(titles: &[String], on: Date, platform: &str, why: &str) -> String {
    let digests = if titles.len() == 1 { "digest" } else { "digests" };
    format!(
        "Your {digests} of {} ended on {}: {} said that {}.",
        listed(titles, "and"),
        dates::day_and_month(on),
        capitalised(platform),
        in_words(why)
    )
}

/// What a platform's refusal means for the people in a chat.
fn in_words(why: &str) -> &'static str {
    let why = why.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| why.contains(word));
    if says(&["blocked"]) {
        "the bot was blocked"
    } else if says(&["kicked", "not a member"]) {
        "the bot was removed"
    } else if says(&["50007", "initiate conversation", "50278"]) {
        "the bot may not write to you"
    } else {
        "it knows no such chat"
    }
}
