//! What an argument may become while it is typed.

use std::collections::HashMap;

use jiff::Timestamp;

use super::{ArgKind, Core};
use crate::i18n::commands as words;
use crate::places::{Country, Region, Resolution};

/// A value offered while an argument is typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is shown: at most 100 characters.
    pub name: String,
    /// What is put in the argument's place: at most 100 characters.
    pub value: String,
}

/// The most choices that Discord shows.
const CHOICES: usize = 25;

impl Core {
    /// What may be meant by an argument typed so far, best first, at most 25.
    pub async fn complete(&self, kind: ArgKind, typed: &str, now: Timestamp) -> Vec<Choice> {
        let mut choices = match kind {
            ArgKind::Country => self.countries(typed, now).await,
            ArgKind::Region => {
                let mut choices = self.region_choices(typed);
                choices.extend(self.group_choices(typed));
                choices
            }
            ArgKind::Scope => {
                let mut choices = self.region_choices(typed);
                // Before anything is typed, countries in the news are worth more than a list of groups.
                if !typed.trim().is_empty() {
                    choices.extend(self.group_choices(typed));
                }
                if "all".starts_with(&typed.to_lowercase()) {
                    choices.push(Choice {
                        name: "Everything".to_owned(),
                        value: "all".to_owned(),
                    });
                }
                choices.extend(self.countries(typed, now).await);
                choices
            }
            ArgKind::Zone => zones(typed),
            ArgKind::Days => ["7", "30", "90", "365"]
                .into_iter()
                .filter(|days| days.starts_with(typed.trim()))
                .map(|days| choice(&format!("{days} days"), days))
                .collect(),
            ArgKind::Weekdays => fixed(
                typed,
                &[
                    ("Every day", "daily"),
                    ("Monday to Friday", "weekdays"),
                    ("Saturday and Sunday", "weekends"),
                    ("Monday, Wednesday, Friday", "mon,wed,fri"),
                    ("Monday", "mon"),
                    ("Sunday", "sun"),
                ],
            ),
            ArgKind::Form => fixed(
                typed,
                &[
                    ("Headlines, summaries, facts", "full"),
                    ("Headlines with one sentence each", "brief"),
                    ("Headlines alone", "headlines"),
                ],
            ),
            ArgKind::Words | ArgKind::Date | ArgKind::Time => Vec::new(),
        };
        choices.truncate(CHOICES);
        choices
    }

    fn region_choices(&self, typed: &str) -> Vec<Choice> {
        let typed = typed.to_lowercase();
        let fits = |text: &str| text.to_lowercase().contains(&typed);
        let regions = self
            .config
            .regions
            .iter()
            .filter(|region| fits(&region.title) || fits(&region.id));
        regions.map(|region| choice(&region.title, &region.id)).collect()
    }

    /// Groups one of whose names begins so; those whose title does first.
    fn group_choices(&self, typed: &str) -> Vec<Choice> {
        let typed = typed.trim().to_lowercase();
        let begins = |name: &String| name.to_lowercase().starts_with(&typed);
        let groups = self.config.regions.groups().filter(|group| {
            let mut names = [&group.id, &group.title]
                .into_iter()
                .chain(&group.names)
                .chain(&group.typed);
            names.any(begins)
        });
        let mut groups: Vec<&Region> = groups.collect();
        groups.sort_by_key(|group| !begins(&group.title));
        groups
            .into_iter()
            .map(|group| choice(&group.title, &group.id))
            .collect()
    }

    /// Countries whose name begins so, then those in whose name a word does; those with most news first.
    async fn countries(&self, typed: &str, now: Timestamp) -> Vec<Choice> {
        let typed = typed.trim().to_lowercase();
        // Autocompletion is a courtesy: without the store it is only unranked.
        let month_ago = now
            .saturating_sub(jiff::SignedDuration::from_hours(30 * 24))
            .unwrap_or(Timestamp::MIN);
        let news: HashMap<Country, usize> = self
            .store
            .count_by_country(month_ago)
            .await
            .unwrap_or_default()
            .into_iter()
            .collect();
        let mut found: Vec<(u8, usize, Country)> = Country::all()
            .filter_map(|country| {
                let name = country.name().to_lowercase();
                let rank = if name.starts_with(&typed) {
                    0
                } else if name.split([' ', '-', '(']).any(|word| word.starts_with(&typed)) {
                    1
                } else {
                    return None;
                };
                Some((rank, usize::MAX - news.get(&country).copied().unwrap_or(0), country))
            })
            .collect();
        found.sort_by_key(|(rank, quiet, country)| (*rank, *quiet, country.name()));
        let mut countries: Vec<Country> = found.into_iter().map(|(_, _, country)| country).collect();
        let mut namesakes = Vec::new();
        if countries.is_empty() {
            countries = match self.config.places.resolve(&typed) {
                Resolution::One {
                    country,
                    namesakes: others,
                } => {
                    namesakes = others;
                    vec![country]
                }
                Resolution::Many { countries, .. } | Resolution::Unknown { nearest: countries } => countries,
            };
        }
        let mut choices: Vec<Choice> = countries
            .into_iter()
            .map(|country| choice(country.name(), country.code()))
            .collect();
        choices.extend(
            namesakes
                .iter()
                .map(|near| choice(&words::namesake(near), near.country.code())),
        );
        choices
    }
}

/// Those of a few values that begin so, by what they mean or by themselves.
fn fixed(typed: &str, values: &[(&str, &str)]) -> Vec<Choice> {
    let typed = typed.trim().to_lowercase();
    let fits = |(name, value): &&(&str, &str)| name.to_lowercase().starts_with(&typed) || value.starts_with(&typed);
    let fitting = values.iter().filter(fits);
    fitting.map(|(name, value)| choice(name, value)).collect()
}

/// The names of at most `most` time zones near what was typed, best first: those that hold it, else those whose place
/// (or whole name) is written much like it.
pub(super) fn zones_near(typed: &str, most: usize) -> Vec<String> {
    // A slip of the finger in each of so many letters.
    const LETTERS_A_SLIP: usize = 4;
    let holding: Vec<String> = zones(typed)
        .into_iter()
        .map(|zone| zone.value)
        .filter(|zone| !reads_backwards(zone))
        .take(most)
        .collect();
    if !holding.is_empty() {
        return holding;
    }
    let typed = typed.trim().to_lowercase().replace(' ', "_");
    let slips = typed.chars().count() / LETTERS_A_SLIP;
    let distance = |name: &str| {
        let name = name.to_lowercase();
        let place = name.rsplit('/').next().unwrap_or_default();
        strsim::osa_distance(&typed, &name).min(strsim::osa_distance(&typed, place))
    };
    let names = jiff::tz::db().available().map(|name| name.to_string());
    let mut near: Vec<(usize, String)> = names.map(|name| (distance(&name), name)).collect();
    near.retain(|(distance, name)| *distance <= slips && name.contains('/') && !reads_backwards(name));
    near.sort();
    near.into_iter().take(most).map(|(_, name)| name).collect()
}

/// True of zones such as Etc/GMT+5, which is five hours behind Greenwich: whoever types GMT+5 means the other.
fn reads_backwards(zone: &str) -> bool {
    zone.starts_with("Etc/GMT")
}

fn zones(typed: &str) -> Vec<Choice> {
    let typed = typed.trim().to_lowercase().replace(' ', "_");
    let names = jiff::tz::db().available().map(|name| name.to_string());
    let mut found: Vec<String> = names.filter(|name| name.to_lowercase().contains(&typed)).collect();
    found.sort_by_key(|name| (!name.contains('/'), name.clone()));
    found.iter().take(CHOICES).map(|name| choice(name, name)).collect()
}

fn choice(name: &str, value: &str) -> Choice {
    Choice {
        name: name.to_owned(),
        value: value.to_owned(),
    }
}
