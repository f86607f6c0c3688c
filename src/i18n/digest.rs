//! The words of a digest. English only, so far.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// "Tuesday 6 January 2026".
pub fn full_date(date: Date) -> String {
    date.strftime("%A %-d %B %Y").to_string()
}

/// "Tuesday 6 January".
pub fn weekday_date(date: Date) -> String {
    date.strftime("%A %-d %B").to_string()
}

/// "5 Jan".
pub fn short_date(date: Date) -> String {
    date.strftime("%-d %b").to_string()
}

/// "5 Jan, 14:05".
pub fn short_moment(moment: DateTime) -> String {
    moment.strftime("%-d %b, %H:%M").to_string()
}

/// "5 stories", "1 story and 3 more headlines", "3 headlines".
pub fn stories(told: usize, more: usize) -> String {
    match (told, more) {
        (0, more) => count(more, "headline", "headlines"),
        (told, 0) => count(told, "story", "stories"),
        (told, more) => format!(
            "{} and {more} more {}",
            count(told, "story", "stories"),
            if more == 1 { "headline" } else { "headlines" }
        ),
    }
}

/// The same with "and 2 updates".
pub fn told(told: usize, more: usize, updates: usize) -> String {
    match (told + more, updates) {
        (_, 0) => stories(told, more),
        (0, updates) => count(updates, "update", "updates"),
        (_, updates) => format!("{}, {}", stories(told, more), count(updates, "update", "updates")),
    }
}

/// "1 story", "2 stories".
fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// What a digest says of a reader's filter.
pub fn left_out(n: usize) -> String {
    format!("Your filter left out {}.", count(n, "story", "stories"))
}

/// The same where nothing is left: that is not "no news".
pub fn all_left_out(n: usize) -> String {
    match n {
        1 => "Your filter left out the one story there is.".to_owned(),
        n => format!("Your filter left out all {n} stories."),
    }
}

/// "and 3 more".
pub fn and_more(n: usize) -> String {
    format!("and {n} more")
}

/// The heading over stories that are told as headlines.
pub const ALSO: &str = "Also";
/// The heading over what is new in stories told before.
pub const UPDATES: &str = "Updates";
/// The heading over other regions' first headlines.
pub const ELSEWHERE: &str = "Elsewhere";
/// What the numbers on a map are.
pub const STORIES: &str = "stories";
/// The link to a digest's page.
pub const ON_THE_WEB: &str = "This digest on the web";
/// What stands before the publisher of what no sentence lays at anybody's door.
pub const ACCORDING_TO: &str = "according to ";
/// What stands before further publishers of a story.
pub const ALSO_TOLD_BY: &str = "also ";
/// What stands before the articles that a language model was given.
pub const REWRITTEN: &str = "rewritten by a language model from ";
/// The same of a story that the model was to translate.
pub const TRANSLATED: &str = "translated by a language model from ";
/// What marks an article that argues rather than reports.
pub const OPINION: &str = "opinion";

/// "opinion by Ana Ruiz", or "opinion".
pub fn opinion(author: Option<&str>) -> String {
    match author {
        Some(author) => format!("{OPINION} by {author}"),
        None => OPINION.to_owned(),
    }
}

/// "2 more publishers".
pub fn more_publishers(n: usize) -> String {
    format!("{n} more {}", if n == 1 { "publisher" } else { "publishers" })
}

/// "Update to yesterday's story", "Update to Sunday's story".
pub fn update_to(told: Date, today: Date) -> String {
    format!("Update to {} story", whose(told, today))
}

/// "yesterday's", "Sunday's", "the 3 January".
fn whose(day: Date, today: Date) -> String {
    match (today - day).get_days() {
        ..=0 => "today's".to_owned(),
        1 => "yesterday's".to_owned(),
        2..=6 => format!("{}'s", day.strftime("%A")),
        _ => format!("the {}", day.strftime("%-d %B")),
    }
}

/// The heading over corrections of earlier digests.
pub const CORRECTIONS: &str = "Corrections";
/// What is left of a part of a digest that a correction made shorter.
pub const MOVED_UP: &str = "This digest was corrected and is shorter now: what stood here has moved up.";

/// The headline of an article that its publisher took back.
pub fn withdrawn_headline(was: &str) -> String {
    format!("Withdrawn: {was}")
}

/// What stands in place of the sentences of a story that was taken back.
pub fn withdrawn_by(publisher: &str) -> String {
    format!("Withdrawn by {publisher}.")
}

/// "Corrected 6 Jan, 09:12: El Diario changed its article" or "… withdrew its article".
pub fn corrected(at: DateTime, publisher: &str, is_withdrawn: bool) -> String {
    let what = if is_withdrawn { "withdrew" } else { "changed" };
    format!("Corrected {}: {publisher} {what} its article", short_moment(at))
}

/// "corrected 6 Jan, 09:12".
pub fn corrected_headline(at: DateTime) -> String {
    format!("corrected {}", short_moment(at))
}

/// "Correction to Tuesday's digest: El Diario has changed “old headline” to “new headline”."
pub fn correction_to(digest: Date, today: Date, publisher: &str, was: &str, headline: Option<&str>) -> String {
    let what = match headline {
        None => format!("has withdrawn “{was}”"),
        Some(headline) if headline == was => format!("has changed what it says under “{was}”"),
        Some(headline) => format!("has changed “{was}” to “{headline}”"),
    };
    format!("Correction to {} digest: {publisher} {what}.", whose(digest, today))
}

/// "Mon 5 Jan 2026".
pub fn card_date(date: Date) -> String {
    date.strftime("%a %-d %b %Y").to_string()
}

/// "Map of Latin America: how many stories are about each country. Venezuela 3, Peru 1."
pub fn map_of(place: &str, countries: &str, more: usize) -> String {
    let more = match more {
        0 => String::new(),
        more => format!(" {}", and_more(more)),
    };
    format!(
        "Map of {}: how many stories are about each country. {countries}{more}.",
        in_sentence(place)
    )
}

/// The button for everything on the scope.
pub const MORE: &str = "More";
/// A button of a subscriber's digest.
pub const SUBSCRIPTIONS: &str = "Subscriptions";
/// The button that subscribes to the scope.
pub const SUBSCRIBE: &str = "Subscribe";
/// What a digest of samples says of itself.
pub const SAMPLES: &str = "These are sample articles that come with Dateline.";
/// What marks a sample among real news.
pub const SAMPLE: &str = "sample";
/// What the mark before a date means.
pub const ESTIMATED: &str = "Dates marked ~ are estimated.";
/// The mark before an estimated date.
pub const ESTIMATE_MARK: &str = "~";

/// "Little news in the last 24 hours: this digest reaches back to Saturday 3 January."
pub fn reaches_back(to: Date) -> String {
    format!(
        "Little news in the last 24 hours: this digest reaches back to {}.",
        weekday_date(to)
    )
}

/// "Late: this was due at 07:30.", on another day "Late: this was due on Tuesday 6 January at 07:30."
pub fn waited(due: DateTime, today: Date) -> String {
    let clock = due.strftime("%H:%M");
    if due.date() == today {
        format!("Late: this was due at {clock}.")
    } else {
        format!("Late: this was due on {} at {clock}.", weekday_date(due.date()))
    }
}

/// Why a reader gets no digest at all.
pub fn not_composed(reason: &str) -> String {
    format!("its digest could not be composed: {reason}")
}

/// "This is the digest for Tuesday 6 January, 3 h late: it was due at 07:30."
pub fn late(due: DateTime, seconds: i64) -> String {
    let minutes = seconds / 60;
    let (days, hours) = (minutes / 1_440, minutes / 60);
    let how = if days >= 2 {
        format!("{days} days")
    } else if hours >= 1 {
        format!("{hours} h")
    } else {
        format!("{minutes} min")
    };
    format!(
        "This is the digest for {}, {how} late: it was due at {}.",
        weekday_date(due.date()),
        due.strftime("%H:%M")
    )
}

/// "No news from Oceania since Sunday 4 January: 11 of 12 sources answered." Without any news before, "so far" while the
/// day is not over.
pub fn no_news(
    place: Option<&str>,
    last: Option<DateTime>,
    (day, is_over): (Date, bool),
    (answered, sources): (usize, usize),
) -> String {
    let so_far = if is_over { "" } else { " so far" };
    let (place, since) = (
        from(place),
        last.map_or_else(|| so_far.to_owned(), |last| since_last(last, day)),
    );
    let health = match (answered, sources) {
        (1, 1) => "the one source answered".to_owned(),
        (answered, sources) if answered == sources => format!("all {sources} sources answered"),
        (answered, sources) => format!("{answered} of {}", count_answered(sources)),
    };
    format!("No news{place}{since}: {health}.")
}

/// " from the Middle East", or nothing for the whole world.
fn from(place: Option<&str>) -> String {
    place
        .map(|place| format!(" from {}", in_sentence(place)))
        .unwrap_or_default()
}

/// " since Sunday 4 January".
fn since_last(last: DateTime, today: Date) -> String {
    if last.date() == today {
        format!(" since {} today", last.strftime("%H:%M"))
    } else {
        format!(" since {}", weekday_date(last.date()))
    }
}

/// Why a digest of a day before the first stored article has no story: nobody looked.
pub fn before_the_store(place: Option<&str>, first: Date) -> String {
    format!(
        "No data: nothing is stored from before {}, so I do not know whether there was news{}.",
        full_date(first),
        from(place)
    )
}

fn no_source(unread: bool) -> &'static str {
    if unread {
        "no source has been read yet"
    } else {
        "no source is configured"
    }
}

/// Why a digest has no story where the store is empty.
pub fn nothing_read(place: Option<&str>, unread: bool) -> String {
    format!(
        "No data: {}, so I do not know whether there is news{}.",
        no_source(unread),
        from(place)
    )
}

/// Why a digest has no story where all stored articles were imported.
pub fn none_stored(place: Option<&str>, last: Option<DateTime>, today: Date, unread: bool) -> String {
    let since = last.map(|last| since_last(last, today)).unwrap_or_default();
    format!(
        "The stored articles hold no news{}{since}; {}, so there may be more.",
        from(place),
        no_source(unread)
    )
}

/// "From 3 publishers; no source has been read yet.", the second half where sources `unread` or missing are the reason.
pub fn from_publishers(n: usize, unread: Option<bool>) -> String {
    let from = format!("From {}", count(n, "publisher", "publishers"));
    match unread {
        Some(unread) => format!("{from}; {}.", no_source(unread)),
        None => format!("{from}."),
    }
}

fn count_answered(sources: usize) -> String {
    format!("{} answered", count(sources, "source", "sources"))
}

/// Why a digest without any story says nothing about the news: the sources were not read.
pub fn no_data(place: Option<&str>, failed: usize, sources: usize) -> String {
    let place = from(place);
    match (failed, sources) {
        (1, 1) => format!("No data: I could not read the one source, so I do not know whether there is news{place}."),
        (failed, sources) if failed == sources => {
            format!(
                "No data: I could not read any of {sources} sources, so I do not know whether there is news{place}."
            )
        }
        (failed, sources) => {
            format!("No data: I could not read {failed} of {sources} sources, and the others have no news{place}.")
        }
    }
}

/// "I could not read 9 of 12 sources, so this digest is incomplete."
pub fn incomplete(failed: usize, sources: usize) -> String {
    format!("I could not read {failed} of {sources} sources, so this digest is incomplete.")
}

/// "12 sources read, 1 failed (Publisher D, since Sunday), 1 not read (Publisher E, since Monday)."
pub fn sources(answered: usize, failed: &[String], stale: &[String]) -> String {
    /// More names than this make the footer longer than a story.
    const MOST_NAMES: usize = 3;
    let mut parts = vec![format!("{} read", count(answered, "source", "sources"))];
    for (what, sources) in [("failed", failed), ("not read", stale)] {
        if sources.is_empty() {
            continue;
        }
        let mut names: Vec<String> = sources.iter().take(MOST_NAMES).cloned().collect();
        if sources.len() > MOST_NAMES {
            names.push(and_more(sources.len() - MOST_NAMES));
        }
        parts.push(format!("{} {what} ({})", sources.len(), names.join("; ")));
    }
    format!("{}.", parts.join(", "))
}

/// "since 05:10", "since Sunday", "since 4 January": as short as is clear on the day of `now`.
pub fn since(then: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
    let then = then.to_zoned_datetime(zone.clone());
    let today = now.to_zoned_datetime(zone.clone()).date();
    let days = (today - then.date()).get_days();
    match days {
        ..=0 => format!("since {}", then.strftime("%H:%M")),
        1..=6 => format!("since {}", then.strftime("%A")),
        _ => format!("since {}", then.strftime("%-d %B")),
    }
}

/// A place's name inside a sentence: some take an article in English.
pub fn in_sentence(place: &str) -> String {
    const WITH_ARTICLE: &[&str] = &[
        "African Great Lakes",
        "Alliance of Sahel States",
        "Americas",
        "Andean Community",
        "Arabian Peninsula",
        "Arab League",
        "Arctic Council",
        "Bahamas",
        "Balkans",
        "Baltic states",
        "Caribbean",
        "Caucasus",
        "Central American Integration System",
        "Collective Security Treaty Organization",
        "Commonwealth of Independent States",
        "Commonwealth of Nations",
        "Comoros",
        "Community of Portuguese Language Countries",
        "Congo",
        "Council of Europe",
        "East African Community",
        "Economic Community of Central African States",
        "European Economic Area",
        "European Free Trade Association",
        "Eurozone",
        "French Southern Territories",
        "British Indian Ocean Territory",
        "G7",
        "G20",
        "Gambia",
        "Gulf",
        "Gulf Cooperation Council",
        "Holy See",
        "Horn of Africa",
        "Isle of Man",
        "Levant",
        "Maghreb",
        "Maldives",
        "Middle East",
        "Middle East and North Africa",
        "Netherlands",
        "Nordics",
        "Northern Triangle",
        "Organisation of Eastern Caribbean States",
        "Organisation of Islamic Cooperation",
        "Organization of American States",
        "Organization of Turkic States",
        "Pacific Alliance",
        "Pacific islands",
        "Persian Gulf states",
        "Philippines",
        "Post-Soviet states",
        "Quadrilateral Security Dialogue",
        "Sahel",
        "Schengen area",
        "Seychelles",
        "Shanghai Cooperation Organisation",
        "South Caucasus",
        "Southern Cone",
        "Visegrád Group",
        "West African Economic and Monetary Union",
        "Western Balkans",
    ];
    let article = WITH_ARTICLE.contains(&place)
        || place.starts_with("United ")
        || place.contains("Republic")
        || place.contains("Islands")
        || place.ends_with(" Union");
    if article {
        format!("the {place}")
    } else {
        place.to_owned()
    }
}
