//! The one core that answers commands, whatever platform they come from.

mod answer;
mod parse;
mod specs;

pub use answer::{Asker, Choice, Core};
pub use parse::{Command, parse};
pub use specs::{ArgKind, ArgSpec, SPECS, Spec};
