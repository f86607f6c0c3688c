//! The words of Dateline itself, in each language it speaks.

pub mod digest;
