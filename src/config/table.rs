//! Reads TOML tables key by key. What a key may hold is said where it is asked for; what nobody asked for is named
//! by `finish`, so that a misspelt key is never silently ignored.

use toml::de::{DeTable, DeValue};

use super::environment::Environment;
use super::file::Reading;
use super::nearest::nearest;
use super::problem::Place;

/// A value with the line it stands on.
#[derive(Clone, Debug)]
pub(super) struct Lined<T> {
    /// The value.
    pub(super) value: T,
    /// Its line, from 1.
    pub(super) line: usize,
}

/// A table being read.
pub(super) struct Table<'a> {
    reading: Reading<'a>,
    keys: Option<&'a DeTable<'a>>,
    /// The line on which it begins; 0 for the whole file.
    line: usize,
    label: String,
    overrides: Option<(&'a Environment<'a>, &'static str)>,
    asked: Vec<&'static str>,
}

impl<'a> Table<'a> {
    /// The whole file as a table.
    pub(super) fn root(reading: Reading<'a>, keys: &'a DeTable<'a>) -> Self {
        Self {
            reading,
            keys: Some(keys),
            line: 0,
            label: "this file".to_owned(),
            overrides: None,
            asked: Vec::new(),
        }
    }

    /// The section `[name]`, whose keys the environment can override.
    pub(super) fn section(&mut self, name: &'static str, environment: &'a Environment<'a>) -> Self {
        let mut section = Self {
            reading: self.reading,
            keys: None,
            line: 1,
            label: format!("[{name}]"),
            overrides: Some((environment, name)),
            asked: Vec::new(),
        };
        if let Some((value, line)) = self.take(name) {
            section.line = line;
            match value {
                DeValue::Table(keys) => section.keys = Some(keys),
                other => self.problem(
                    line,
                    format!(
                        "{name} is {}; write a section: a line [{name}] with its keys below it",
                        kind(other)
                    ),
                ),
            }
        }
        section
    }

    /// The tables `[[name]]`, in order.
    pub(super) fn list(&mut self, name: &'static str) -> Vec<Self> {
        let Some((value, line)) = self.take(name) else {
            return Vec::new();
        };
        let DeValue::Array(items) = value else {
            let what = match value {
                DeValue::Table(_) => format!("[{name}] stands in single brackets"),
                other => format!("{name} is {}", kind(other)),
            };
            self.problem(line, format!("{what}; write [[{name}]] with its keys below it"));
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in items.iter() {
            let line = self.reading.file.line(item.span().start);
            match item.get_ref() {
                DeValue::Table(keys) => {
                    let id = keys.get("id").and_then(|id| id.get_ref().as_str());
                    tables.push(Self {
                        reading: self.reading,
                        keys: Some(keys),
                        line,
                        label: id.map_or_else(|| format!("[[{name}]]"), |id| format!("{name} {id:?}")),
                        overrides: None,
                        asked: Vec::new(),
                    });
                }
                other => self.problem(
                    line,
                    format!("{name} holds {}; write [[{name}]] with its keys below it", kind(other)),
                ),
            }
        }
        tables
    }

    /// The line on which the table begins.
    pub(super) fn line(&self) -> usize {
        self.line
    }

    /// Notes a problem on a line of the table's file.
    pub(super) fn problem(&self, line: usize, message: impl Into<String>) {
        self.reading.problem(line, message);
    }

    /// Notes that a key must be there.
    pub(super) fn missing(&self, key: &str, what_to_write: &str) {
        if self.reading.whole {
            self.problem(
                self.line.max(1),
                format!("{} has no {key}; write {what_to_write}", self.label),
            );
        }
    }

    /// A value in quotes that `check` turns into what it stands for, or into words on what is wrong with it.
    pub(super) fn text<T>(&mut self, key: &'static str, check: impl Fn(&str) -> Result<T, String>) -> Option<Lined<T>> {
        self.value(
            key,
            |value| match value {
                DeValue::String(text) => check(text),
                other => Err(format!("this is {}; write it in quotes", kind(other))),
            },
            &check,
        )
    }

    /// A whole number within limits.
    pub(super) fn integer(&mut self, key: &'static str, limits: std::ops::RangeInclusive<u64>) -> Option<u64> {
        let (least, most) = (*limits.start(), *limits.end());
        let wanted = format!("write a whole number from {least} to {most}");
        let within = |number: Option<u64>, given: String| match number {
            Some(number) if limits.contains(&number) => Ok(number),
            _ => Err(format!("this is {given}; {wanted}")),
        };
        self.value(
            key,
            |value| match value {
                DeValue::Integer(number) => within(
                    u64::from_str_radix(number.as_str(), number.radix()).ok(),
                    number.to_string(),
                ),
                other => Err(format!("this is {}; {wanted}", kind(other))),
            },
            |text| within(text.trim().parse().ok(), format!("{text:?}")),
        )
        .map(|found| found.value)
    }

    /// True or false.
    pub(super) fn flag(&mut self, key: &'static str) -> Option<bool> {
        self.value(
            key,
            |value| match value {
                DeValue::Boolean(flag) => Ok(*flag),
                other => Err(format!("this is {}; write true or false, without quotes", kind(other))),
            },
            |text| {
                text.trim()
                    .parse()
                    .map_err(|_| format!("this is {text:?}; write true or false"))
            },
        )
        .map(|found| found.value)
    }

    /// A list of values in quotes. Those that `check` refuses are reported, each on its own line, and left out.
    pub(super) fn texts<T>(
        &mut self,
        key: &'static str,
        check: impl Fn(&str) -> Result<T, String>,
    ) -> Option<Vec<Lined<T>>> {
        let (value, line) = self.take(key)?;
        let DeValue::Array(items) = value else {
            let wanted = match value {
                DeValue::String(text) => format!("write it in square brackets: {key} = [{text:?}]"),
                _ => format!("write a list: {key} = [\"…\", \"…\"]"),
            };
            self.refuse(key, line, &format!("this is {}; {wanted}", kind(value)));
            return None;
        };
        let mut found = Vec::new();
        for item in items.iter() {
            let line = self.reading.file.line(item.span().start);
            let checked = match item.get_ref() {
                DeValue::String(text) => check(text),
                other => Err(format!("this is {}; write it in quotes", kind(other))),
            };
            match checked {
                Ok(value) => found.push(Lined { value, line }),
                Err(words) => self.refuse(key, line, &words),
            }
        }
        Some(found)
    }

    /// The text under a key that will be read properly later.
    pub(super) fn peek(&self, key: &str) -> Option<&'a str> {
        self.keys?.get(key)?.get_ref().as_str()
    }

    /// True when the table has this key, whatever it holds.
    pub(super) fn has(&self, key: &str) -> bool {
        self.keys.is_some_and(|keys| keys.contains_key(key))
    }

    /// True when a key holds a list with nothing in it.
    pub(super) fn has_empty_list(&self, key: &str) -> bool {
        let list = self.keys.and_then(|keys| keys.get(key)?.get_ref().as_array());
        list.is_some_and(|items| items.is_empty())
    }

    /// Notes what is wrong with the value of a key.
    pub(super) fn refuse(&self, key: &str, line: usize, words: &str) {
        let joint = if self.overrides.is_some() { " " } else { ", " };
        self.problem(line, format!("{}{joint}{key}: {words}", self.label));
    }

    /// Names every key that nobody asked for.
    pub(super) fn finish(self) {
        if let Some((environment, section)) = self.overrides {
            environment.know(section, &self.asked);
        }
        for (key, _) in self.keys.into_iter().flatten() {
            let name = key.get_ref().as_ref();
            if self.asked.contains(&name) {
                continue;
            }
            let line = self.reading.file.line(key.span().start);
            if looks_secret(name) {
                let variable = match self.label.as_str() {
                    "[discord]" => "DISCORD_TOKEN",
                    "[model]" => "MODEL_KEY",
                    _ => "TELEGRAM_TOKEN",
                };
                self.refuse(
                    name,
                    line,
                    &format!(
                        "a secret does not belong in a file that gets shared; delete this line and set the \
                         environment variable {variable}, or {variable}_FILE to the path of a file that holds only the \
                         token"
                    ),
                );
                continue;
            }
            let advice = match nearest(name, self.asked.iter().copied()) {
                Some(near) => format!("did you mean {near:?}?"),
                None => format!("write one of: {}", self.asked.join(", ")),
            };
            let what = if self.line == 0 { "section" } else { "key" };
            self.problem(line, format!("{} has no {what} {name:?}; {advice}", self.label));
        }
    }

    fn take(&mut self, key: &'static str) -> Option<(&'a DeValue<'a>, usize)> {
        self.asked.push(key);
        let (_, value) = self.keys?.get_key_value(key)?;
        Some((value.get_ref(), self.reading.file.line(value.span().start)))
    }

    /// The value of a key; one from the environment wins. Both are checked: a wrong one is wrong even while another
    /// hides it.
    fn value<T>(
        &mut self,
        key: &'static str,
        from_toml: impl Fn(&DeValue<'_>) -> Result<T, String>,
        from_environment: impl Fn(&str) -> Result<T, String>,
    ) -> Option<Lined<T>> {
        let mut found = None;
        if let Some((value, line)) = self.take(key) {
            match from_toml(value) {
                Ok(value) => found = Some(Lined { value, line }),
                Err(words) => self.refuse(key, line, &words),
            }
        }
        if let Some((environment, section)) = self.overrides
            && let Some((variable, text)) = environment.get(section, key)
        {
            match from_environment(text) {
                Ok(value) => found = Some(Lined { value, line: self.line }),
                Err(words) => self
                    .reading
                    .problems
                    .add(Place::Environment, format!("{variable}: {words}")),
            }
        }
        found
    }
}

/// True for a key that an admin might put a token or a password under.
pub(super) fn looks_secret(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    ["token", "secret", "password", "api_key"]
        .iter()
        .any(|word| key.contains(word))
        || key == "key"
        || key.ends_with("__key")
}

fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text in quotes",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number with a point",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date or time without quotes",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
