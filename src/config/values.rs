//! What single values stand for: each function gives the value, or words on what is wrong and what to write.

use std::net::SocketAddr;
use std::time::Duration;

use jiff::SignedDuration;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use url::Url;

use super::nearest::nearest;
use crate::destination::{Destination, Platform};
use crate::places::Country;

/// The shortest that a duration in the configuration may be, such as the interval of a source.
pub const SHORTEST_DURATION: Duration = Duration::from_secs(1);

/// A day of 24 hours.
pub(super) const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// The longest.
const LONGEST_DURATION: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// An id: lower case letters, digits and hyphens.
pub(super) fn id(text: &str) -> Result<String, String> {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if !text.is_empty() && text.len() <= 64 && text.chars().all(allowed) && !text.starts_with('-') {
        Ok(text.to_owned())
    } else {
        Err(format!(
            "{text:?} is no id; write lower case letters, digits and hyphens, at most 64, such as \"latin-america\""
        ))
    }
}

/// A name for readers: one line with something in it.
pub(super) fn name(text: &str) -> Result<String, String> {
    let name = crate::article::normalise(text);
    if name.is_empty() {
        Err("this is empty; write a name for readers".to_owned())
    } else {
        Ok(name)
    }
}

/// A path with something in it.
pub(super) fn path(text: &str) -> Result<std::path::PathBuf, String> {
    if text.trim().is_empty() || text.contains('\0') {
        Err("this is no path; write the path of a folder".to_owned())
    } else {
        Ok(std::path::PathBuf::from(text))
    }
}

/// A time zone by its IANA name.
pub(super) fn zone(text: &str) -> Result<TimeZone, String> {
    TimeZone::get(text).map_err(|_| {
        let zones: Vec<String> = jiff::tz::db().available().map(|zone| zone.to_string()).collect();
        // People write the city; zones are named after one, behind the continent.
        let city = |zone: &str| zone.rsplit('/').next().unwrap_or(zone).to_lowercase();
        let wanted = city(text).replace(' ', "_");
        let near = zones
            .iter()
            .map(String::as_str)
            .find(|zone| city(zone) == wanted)
            .or_else(|| nearest(text, zones.iter().map(String::as_str)));
        match near {
            Some(near) => format!("{text:?} is no time zone; did you mean {near:?}?"),
            None => {
                format!("{text:?} is no time zone; write an IANA name such as \"America/Caracas\", or \"UTC\"")
            }
        }
    })
}

/// A time of day, hours and minutes.
pub(super) fn time(text: &str) -> Result<Time, String> {
    Time::strptime("%H:%M", text).map_err(|_| format!("{text:?} is no time of day; write one such as \"07:30\""))
}

/// A day.
pub(super) fn date(text: &str) -> Result<Date, String> {
    Date::strptime("%Y-%m-%d", text).map_err(|_| format!("{text:?} is no day; write one such as \"2026-07-28\""))
}

/// The two letters of a language.
pub(super) fn language(text: &str) -> Result<String, String> {
    if text.len() == 2 && text.chars().all(|c| c.is_ascii_lowercase()) {
        Ok(text.to_owned())
    } else {
        Err(format!(
            "{text:?} is no language; write its two letters of ISO 639-1, such as \"en\" or \"es\""
        ))
    }
}

/// The ISO code of a country.
pub(super) fn country(text: &str) -> Result<Country, String> {
    Country::from_code(text)
        .ok_or_else(|| format!("{text:?} is no country; write its two letters of ISO 3166, such as \"GB\" or \"MX\""))
}

/// A duration with units, such as `15m` or `1h 30m`.
pub(super) fn duration(text: &str) -> Result<Duration, String> {
    text.parse::<SignedDuration>()
        .ok()
        .and_then(|duration| Duration::try_from(duration).ok())
        .filter(|duration| (SHORTEST_DURATION..=LONGEST_DURATION).contains(duration))
        .ok_or_else(|| {
            format!("{text:?} is no duration; write a number and its unit, from \"1s\" to \"720h\", such as \"15m\" or \"1h 30m\"")
        })
}

/// A number of days, such as `90d`. Not fewer than 2, since what is sent a day late must still be there.
pub(super) fn days(text: &str) -> Result<Duration, String> {
    text.trim()
        .strip_suffix('d')
        .and_then(|days| days.trim().parse::<u32>().ok())
        .filter(|days| (2..=36_500).contains(days))
        .map(|days| DAY * days)
        .ok_or_else(|| format!("{text:?} is no number of days; write one from \"2d\" to \"36500d\", such as \"90d\""))
}

/// The address of a feed.
pub(super) fn feed_url(text: &str) -> Result<Url, String> {
    match Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => Ok(url),
        _ => Err(format!(
            "{text:?} is no web address; write one that begins with https:// or http://"
        )),
    }
}

/// The address of a platform's interface, without a slash at its end.
pub(super) fn api_url(text: &str) -> Result<String, String> {
    let url = feed_url(text)?;
    if url.query().is_some() || url.fragment().is_some() {
        return Err(format!(
            "{text:?} has a ? or # in it; write only the address, up to there"
        ));
    }
    Ok(text.trim().trim_end_matches('/').to_owned())
}

/// The address of an OpenAI-compatible interface; empty for none. The words never repeat the value: it may hold a key.
pub(super) fn model_url(text: &str) -> Result<Option<String>, String> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let wrong = || {
        "this is no address of a model; write what stands before /chat/completions, such as \
         \"http://127.0.0.1:11434/v1\", or \"\" for no model"
            .to_owned()
    };
    let url = feed_url(text).map_err(|_| wrong())?;
    if !url.username().is_empty() || url.password().is_some() || url.query().is_some() || url.fragment().is_some() {
        return Err("this has a user, a ? or a # in it; write only the address, and the key into MODEL_KEY".to_owned());
    }
    let plain = text.trim().trim_end_matches('/');
    Ok(Some(plain.trim_end_matches("/chat/completions").to_owned()))
}

/// Where the store is. The words never repeat the value: it may hold a password.
pub(super) fn store_url(text: &str) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() || text.starts_with("sqlite:") {
        Ok(text.to_owned())
    } else if text.starts_with("postgres:") || text.starts_with("postgresql:") {
        Err(
            "this version of Dateline keeps its store in SQLite only; write \"\" for <data>/dateline.db, or \
             \"sqlite:\" and a path"
                .to_owned(),
        )
    } else {
        Err(
            "this is no address of a store; write \"\" for <data>/dateline.db, or \"sqlite:\" and a path, such as \
             \"sqlite:/var/lib/dateline/dateline.db\""
                .to_owned(),
        )
    }
}

/// The address the web server listens on; empty for none.
pub(super) fn listen(text: &str) -> Result<Option<String>, String> {
    let text = text.trim();
    let with_name = || {
        let (host, port) = text.rsplit_once(':')?;
        let named = !host.is_empty() && host.chars().all(|c| c.is_ascii_alphanumeric() || c == '.' || c == '-');
        (named && port.parse::<u16>().is_ok()).then_some(())
    };
    if text.is_empty() {
        Ok(None)
    } else if text.parse::<SocketAddr>().is_ok() || with_name().is_some() {
        Ok(Some(text.to_owned()))
    } else {
        Err(format!(
            "{text:?} is no address to listen on; write host and port, such as \"127.0.0.1:8080\", or \"\" for no \
             web server"
        ))
    }
}

/// Where readers find the pages, without a slash at its end; empty where that is not known.
pub(super) fn public_url(text: &str) -> Result<String, String> {
    if text.trim().is_empty() {
        return Ok(String::new());
    }
    let has_user = |url: Url| !url.username().is_empty() || url.password().is_some();
    if Url::parse(text).is_ok_and(has_user) {
        return Err("this has a user or a password in it, which every reader would see; leave them out".to_owned());
    }
    api_url(text)
}

/// A channel of Telegram or Discord.
pub(super) fn destination(text: &str) -> Result<Destination, String> {
    let destination: Destination = text.parse()?;
    match destination.platform {
        Platform::Telegram | Platform::Discord => Ok(destination),
        Platform::Terminal | Platform::Memory => Err(format!(
            "{text:?} is no channel that outlasts the program; write one of telegram or discord, such as \
             \"discord:112233445566778899\""
        )),
    }
}

/// One of a few words.
pub(super) fn choice<T: Copy>(text: &str, choices: &[(&'static str, T)]) -> Result<T, String> {
    if let Some((_, value)) = choices.iter().find(|(word, _)| *word == text) {
        return Ok(*value);
    }
    let words: Vec<String> = choices.iter().map(|(word, _)| format!("{word:?}")).collect();
    Err(format!("{text:?} is not known here; write one of {}", words.join(", ")))
}
