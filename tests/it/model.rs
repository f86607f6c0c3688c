//! The optional language model: what gets through its gate, and that a digest is whole without it.

mod digests;
mod gate;
mod measured;
mod translations;
