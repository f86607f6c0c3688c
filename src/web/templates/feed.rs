//! A digest inside a feed.

use maud::{PreEscaped, html};

use crate::render::html::blocks;
use crate::reply::{Block, Reply};
use crate::web::pictures::{Look, picture_of};

/// The digest as HTML without its title, which the entry has. `page` is the address of its page with the host: its map
/// is shown only with that, since readers keep entries far from their feed.
pub fn content(reply: &Reply, page: Option<&str>) -> String {
    let told: Vec<Block> = reply
        .blocks
        .iter()
        .filter(|block| !matches!(block, Block::Title(_) | Block::Picture(_)))
        .cloned()
        .collect();
    let picture = page.zip(picture_of(reply));
    let content = html! {
        @if let Some((page, picture)) = picture {
            p { img src={ (page) "/" (Look::Preview.file()) } alt=(picture.alt); }
        }
        (PreEscaped(blocks(&told)))
    };
    content.into_string()
}
