//! HTML: the archive's pages.

use crate::reply::Reply;

/// The reply as a whole HTML page with a title.
pub fn page(_title: &str, _reply: &Reply) -> String {
    todo!()
}
