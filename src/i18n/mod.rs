//! The words of Dateline itself. English today; a language is a module beside these.

pub mod commands;
pub mod dates;
//! The words of Dateline itself, in each language it speaks.

pub mod digest;
