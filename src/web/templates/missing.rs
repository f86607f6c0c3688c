//! What is shown in place of a page.

use maud::html;

use super::layout::{Head, links, page as whole_page};
use crate::addresses::{self, Addresses};
use crate::i18n::pages as words;
use crate::web::response::Failed;

/// The page for what failed, with ways on.
pub fn page(at: &Addresses, failed: &Failed) -> String {
    let ways = [
        (words::ALL_DIGESTS, addresses::HOME),
        (words::REGIONS, addresses::REGIONS),
        (words::COUNTRIES, addresses::COUNTRIES),
    ];
    let ways = ways.map(|(name, path)| (name.to_owned(), path.to_owned()));
    let (title, main) = match failed {
        Failed::Missing(offer) => {
            let main = html! {
                h1 { (words::NO_SUCH_PAGE) }
                p { (if offer.words.is_empty() { words::PERHAPS } else { &offer.words }) }
                @if !offer.links.is_empty() { (links(at, &offer.links)) }
                (links(at, &ways))
            };
            (words::NO_SUCH_PAGE, main)
        }
        Failed::Store => (
            words::TROUBLE,
            html! { h1 { (words::TROUBLE) } p { (words::TRY_AGAIN) } (links(at, &ways)) },
        ),
    };
    let head = Head {
        title: title.to_owned(),
        is_hidden: true,
        ..Head::default()
    };
    whole_page(at, &head, &main)
}
