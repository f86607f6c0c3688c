//! Text in, command out. Pure.

/// What was asked, understood as far as it can be without looking anything up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// /help
    Help,
}

/// Reads a line that a person typed or a button gave.
pub fn parse(_text: &str) -> Command {
    todo!()
}
