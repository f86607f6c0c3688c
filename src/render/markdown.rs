//! Markdown: the form of `digests/<date>/<region>.md`.

use crate::reply::Reply;

/// The reply as a Markdown document (CommonMark), without its buttons.
pub fn page(_reply: &Reply) -> String {
    todo!()
}
