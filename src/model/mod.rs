//! The optional language model behind its gate.

pub mod gate;
