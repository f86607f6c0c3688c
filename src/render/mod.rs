//! Replies as each platform shows them. Pure: markup and limits, no facts.

pub mod discord;
pub mod html;
pub mod markdown;
pub mod picture;
mod split;
pub mod telegram;
pub mod terminal;

/// What is changed about a stored message at the moment it is sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Touch {
    /// A sentence to stand above everything else.
    pub note: Option<String>,
    /// True: it comes without a sound.
    pub silent: bool,
}

/// The most UTF-16 units of a note as a message shows it, with the empty line below it: room is left for it in every message.
pub(crate) const NOTE_ROOM: usize = 96;
