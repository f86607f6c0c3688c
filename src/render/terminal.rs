//! The terminal: plain text; a button is a line `→ /command label`.

use crate::reply::Reply;

/// The reply as plain text, one line a paragraph, never wrapped, with a line break at the end.
pub fn text(_reply: &Reply) -> String {
    todo!()
}
