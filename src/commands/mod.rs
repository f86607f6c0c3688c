//! The one core that answers commands, whatever platform they come from.

mod answer;
mod complete;
mod digests;
mod news;
mod parse;
mod regions;
mod specs;
mod subscribe;
mod trends;
mod why;

pub use answer::{AnswerError, Asker, Core};
pub use complete::Choice;
pub use parse::{Command, Given, parse, turns_page};
pub use regions::{GROUPS, listing};
pub use specs::{ArgKind, ArgSpec, SPECS, Spec};
