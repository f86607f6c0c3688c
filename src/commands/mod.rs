//! The one core that answers commands, whatever platform they come from.

mod answer;
mod changes;
mod complete;
mod digests;
mod ended;
mod news;
mod parse;
mod regions;
mod settings;
mod specs;
mod subscribe;
mod trends;
mod why;

pub use answer::{AnswerError, Asker, Core};
pub use changes::{Changes, QuietHours};
pub use complete::Choice;
pub use parse::{Command, Given, parse, turns_page};
pub use regions::{GROUPS, listing};
pub use specs::{ArgKind, ArgSpec, SPECS, Spec};
