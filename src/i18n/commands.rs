//! What Dateline says in answer to commands.

use jiff::civil::Date;

use super::dates;
use super::digest::in_sentence;
use crate::places::{Country, Namesake, Sharing};

/// /start and /help begin with this.
pub const WHAT_IT_IS: &str = "Dateline collects news, works out which countries each article is about, and writes a digest per region every day.";
/// /start: the first step.
pub fn how_to_begin(example: &str) -> String {
    format!(
        "Ask for a country with /country {example}, or get a digest here every day: /subscribe Europe 07:30 Europe/Madrid. \
         /help shows everything else."
    )
}
/// Before the list of commands.
pub const COMMANDS: &str = "What you can ask";
/// Why the store fails.
pub const DISK_FULL: &str = "the disk is full";
/// Why the store fails.
pub const NOT_WRITABLE: &str = "it may not be written";
/// Why the store fails.
pub const LOCKED: &str = "another program has locked it";
/// Why the store fails.
pub const DAMAGED: &str = "it is damaged";
/// The store could not be read or written.
pub fn store_failed(incident: &str, why: Option<&str>) -> String {
    let why = why.map(|why| format!(": {why}")).unwrap_or_default();
    format!(
        "I could not read or write my store just now{why}. Please try again later; /subscriptions shows what is saved. (Number {incident}: the log has the cause.)"
    )
}
/// A command that does not exist.
pub fn no_command(name: &str) -> String {
    format!("I know no command called /{name}. /help lists those I know.")
}
/// Words without a command that name nothing.
pub fn not_understood() -> String {
    "I did not understand that. Write a country's or region's name, or /help for what I can do.".to_owned()
}
/// /country without a name.
pub fn which_country(example: &str) -> String {
    format!("Which country? Write its name behind the command, such as /country {example}.")
}
/// /region without a name.
pub fn which_region(example: &str) -> String {
    format!("Which region? Write its name behind the command, such as /region {example}.")
}
/// A name of no country.
pub fn no_country(name: &str, near: bool) -> String {
    let then = if near {
        "Did you mean one of these?"
    } else {
        "/regions shows what there is."
    };
    format!("I know no country called {name}. {then}")
}
/// A name of no region.
pub fn no_region(name: &str, near: bool) -> String {
    let then = if near {
        "Did you mean one of these?"
    } else {
        "/regions lists them."
    };
    format!("I know no region called {name}. {then}")
}
/// A name of neither.
pub fn no_scope(name: &str, near: bool) -> String {
    let then = if near {
        "Did you mean one of these?"
    } else {
        "/regions lists the regions; every country goes too."
    };
    format!("I know no region or country called {name}. {then}")
}
/// A name of several countries.
pub fn several_countries(name: &str, n: usize, sharing: Sharing) -> String {
    let (count, capital) = match n {
        2 => ("two".to_owned(), "Two".to_owned()),
        3 => ("three".to_owned(), "Three".to_owned()),
        4 => ("four".to_owned(), "Four".to_owned()),
        5 => ("five".to_owned(), "Five".to_owned()),
        n => (n.to_string(), n.to_string()),
    };
    match sharing {
        Sharing::Name => format!("{capital} countries are called {name}. Which one?"),
        Sharing::Area => format!("{name} lies in {count} countries. Which one?"),
        Sharing::Word => format!("{name} may stand for {count} countries. Which one?"),
    }
}
/// A place that bears a country's name, on a button: "Northern Ireland (United Kingdom)", "Nigeria".
pub fn namesake(namesake: &Namesake) -> String {
    let country = namesake.country.name();
    if namesake.name == country {
        country.to_owned()
    } else {
        format!("{} ({country})", namesake.name)
    }
}
/// A country on a button, told from its namesakes by its capital.
pub fn with_capital(country: Country) -> String {
    match country.capital() {
        Some(capital) => format!("{} ({capital})", country.name()),
        None => country.name().to_owned(),
    }
}
/// "7 articles about it, 9 more mention it".
pub fn about_and_mentioning(about: usize, mentioning: usize) -> String {
    match (about, mentioning) {
        (about, 0) => format!("{} about it", articles(about)),
        (about, 1) => format!("{} about it, 1 more mentions it", articles(about)),
        (about, more) => format!("{} about it, {more} more mention it", articles(about)),
    }
}
/// "1 article", "7 articles".
pub fn articles(n: usize) -> String {
    if n == 1 {
        "1 article".to_owned()
    } else {
        format!("{n} articles")
    }
}
/// No article about a country or region.
pub fn none_about(name: &str, mentioning: usize) -> String {
    let name = in_sentence(name);
    match mentioning {
        0 => format!("No article about {name}, and none mentions it."),
        1 => format!("No article about {name}. 1 mentions it:"),
        n => format!("No article about {name}. {n} mention it:"),
    }
}
/// Heading over articles that only mention a country.
pub const ALSO_MENTIONED: &str = "Mentioned in";
/// A page behind the last.
pub fn no_such_page(page: usize, last: usize) -> String {
    format!("There is no page {page}; the last is {last}.")
}
/// No article at all.
pub const EMPTY_STORE: &str = "There are no articles yet. Sources are read at the start and then by their interval.";
/// No article and nothing to read any from.
pub const NO_SOURCES: &str = "There are no articles yet, and no source is switched on. Add one to sources.toml (its comments and README show how) and start Dateline again, or import files with `dateline import`.";
/// The groups of countries that are built in.
pub const GROUPS: &str = "Groups";
/// What /regions says of the groups that are built in.
pub fn also_groups(n: usize) -> String {
    format!(
        "Also {n} groups of countries by name, among them the EU, NATO, BRICS, G20, ASEAN, the African Union, CELAC, the Sahel and the regions of the UN: /region ASEAN. /regions ASEAN says who is in one."
    )
}
/// What a reader can do with a group.
pub const HOW_TO_USE_A_GROUP: &str = "Each goes wherever a region does: /region ASEAN, /digest ASEAN, /subscribe ASEAN. /regions ASEAN says who is in it.";
/// "1 country", "27 countries".
pub fn countries(n: usize) -> String {
    if n == 1 {
        "1 country".to_owned()
    } else {
        format!("{n} countries")
    }
}
/// "in 1 region", "in 12 regions".
pub fn in_regions(n: usize) -> String {
    if n == 1 {
        "in 1 region".to_owned()
    } else {
        format!("in {n} regions")
    }
}
/// Heading over those who left a group or join it later.
pub const OTHER_TIMES: &str = "At other times";
/// The countries of a group that other groups are in.
pub fn together(names: &[&str]) -> String {
    format!("Together: {}.", names.join(", "))
}
/// Below the members of a group: the day they are shown for, and how it is known.
pub fn known_from(day: Date, as_of: Date, source: &str) -> String {
    format!(
        "Members on {}, by what was known on {}. Source: {source}",
        dates::day(day),
        dates::day(as_of)
    )
}
/// Below the members of a region of regions.toml.
pub const OWN_REGION: &str = "As the configuration of this bot has it (regions.toml).";
/// What /regions says of the sources.
pub fn sources(publishers: &[&str]) -> String {
    if publishers.is_empty() {
        "No source is switched on: add one to sources.toml.".to_owned()
    } else {
        format!("Sources: {}.", publishers.join(", "))
    }
}
/// /search without words.
pub const WHICH_WORDS: &str = "What shall I look for? Write words behind the command, such as /search grain harbour.";
/// Nothing found.
pub fn nothing_found(words: &str) -> String {
    format!("No article holds all of these words: {words}. Fewer or other words may find some.")
}
/// A date that is none.
pub fn no_date(typed: &str) -> String {
    format!("{typed} is no day I can read. Write it as year, month and day: 2026-01-06.")
}
/// A date after today.
pub fn date_to_come(typed: &str) -> String {
    format!("{typed} is still to come, so there is no digest of it yet.")
}
/// A time that is none.
pub fn no_time(typed: &str) -> String {
    format!("{typed} is no time of day. Write hours and minutes: 07:30.")
}
/// /digest without a region.
pub const WHICH_DIGEST: &str = "Which region's digest?";
/// /subscribe without a scope.
pub const WHICH_SUBSCRIPTION: &str = "What shall I send here every day? Choose a region, or write a country: /subscribe Venezuela 07:30 America/Caracas.";
/// A subscription in a group by somebody who may not.
pub const MANAGERS_ONLY: &str = "Only those who manage this group or server may change what it is subscribed to.";
/// As many subscriptions as a chat can have.
pub fn too_many_subscriptions(most: usize) -> String {
    format!("There are {most} subscriptions here, which is the most a chat can have. End one first.")
}
/// Ended.
pub fn unsubscribed(titles: &[String]) -> String {
    format!("Ended: {}. No more of that comes here.", titles.join(", "))
}
/// Not subscribed to that.
pub fn not_subscribed(title: &str) -> String {
    format!("{title} is not subscribed here. /subscriptions lists what is.")
}
/// Nothing subscribed.
pub const NO_SUBSCRIPTIONS: &str = "Nothing is subscribed here. /subscribe Latin America begins.";
/// /unsubscribe with several subscriptions.
pub const WHICH_TO_END: &str = "Which of these shall end?";
/// A button of a message that is too old.
pub const STALE_BUTTON: &str = "This button is too old. Please ask again.";
