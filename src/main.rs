//! Dateline's program: arguments and wiring.
#![allow(missing_docs)]
fn main() {}
