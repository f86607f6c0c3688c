//! The environment: overrides named `DATELINE__SECTION__KEY`, and tokens.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};

use super::Secret;
use super::nearest::nearest;
use super::problem::{Place, Problems};
use super::table::looks_secret;

const PREFIX: &str = "DATELINE__";

/// The process's environment, and which of its overrides mean something.
pub(super) struct Environment<'a> {
    variables: &'a HashMap<String, String>,
    known: RefCell<BTreeMap<&'static str, Vec<&'static str>>>,
}

impl<'a> Environment<'a> {
    /// The environment with these variables.
    pub(super) fn new(variables: &'a HashMap<String, String>) -> Self {
        Self {
            variables,
            known: RefCell::default(),
        }
    }

    /// The variable that overrides a key, and what it holds.
    pub(super) fn get(&self, section: &str, key: &str) -> Option<(&'a str, &'a str)> {
        let (variable, value) = self.variables.get_key_value(&variable_for(section, key))?;
        Some((variable, value))
    }

    /// Remembers that a section has these keys.
    pub(super) fn know(&self, section: &'static str, keys: &[&'static str]) {
        self.known.borrow_mut().insert(section, keys.to_owned());
    }

    /// Names every `DATELINE__…` variable that overrides nothing. Asked when all sections have been read.
    pub(super) fn finish(&self, problems: &Problems) {
        let known: Vec<String> = self
            .known
            .borrow()
            .iter()
            .flat_map(|(section, keys)| keys.iter().map(|key| variable_for(section, key)))
            .collect();
        for variable in self.variables.keys().filter(|name| name.starts_with(PREFIX)) {
            if known.contains(variable) {
                continue;
            }
            let advice = if looks_secret(variable) {
                "secrets come from TELEGRAM_TOKEN, DISCORD_TOKEN or MODEL_KEY, or from the file that one of these names \
                 with _FILE behind it gives"
                    .to_owned()
            } else {
                // Without what they all begin with, which would make them all look alike.
                let names = known.iter().map(|name| name.trim_start_matches(PREFIX));
                match nearest(variable.trim_start_matches(PREFIX), names) {
                    Some(near) => format!("did you mean {PREFIX}{near}?"),
                    None => "only the keys that stand in its single-bracket sections can be overridden, as \
                             DATELINE__SECTION__KEY"
                        .to_owned(),
                }
            };
            problems.add(
                Place::Environment,
                format!("{variable} overrides no key of dateline.toml; {advice}"),
            );
        }
    }

    /// The token in `variable`, or in the file that `<variable>_FILE` names. An empty variable counts as not set:
    /// that is how containers pass on what nobody filled in.
    pub(super) fn token(&self, variable: &str, problems: &Problems) -> Option<Secret> {
        let set = |name: &str| {
            let value = self.variables.get(name)?.trim();
            (!value.is_empty()).then_some(value)
        };
        let from_file = format!("{variable}_FILE");
        let (name, token) = match (set(variable), set(&from_file)) {
            (None, None) => return None,
            (Some(_), Some(_)) => {
                problems.add(
                    Place::Environment,
                    format!("{variable} and {from_file} are both set; unset one of them"),
                );
                return None;
            }
            (Some(token), None) => (variable, token.to_owned()),
            (None, Some(path)) => match std::fs::read_to_string(path) {
                Ok(text) => (from_file.as_str(), text.trim().to_owned()),
                Err(error) => {
                    problems.add(
                        Place::Environment,
                        format!(
                            "{from_file} names {path}, which cannot be read ({error}); write the path of a file \
                             that holds only the token"
                        ),
                    );
                    return None;
                }
            },
        };
        if token.is_empty() || token.chars().any(|c| c.is_whitespace() || c.is_control()) {
            problems.add(
                Place::Environment,
                format!("{name} gives no token: it must be one word without spaces; copy it again from the platform"),
            );
            return None;
        }
        Some(Secret::new(token))
    }
}

fn variable_for(section: &str, key: &str) -> String {
    format!("{PREFIX}{}__{}", section.to_uppercase(), key.to_uppercase())
}
