//! Atom (RFC 4287).

use maud::{PreEscaped, html};

use crate::i18n::pages as words;
use crate::web::feeds::Feed;

/// The whole document. Elements without content have an end tag of their own: this is XML.
pub fn document(feed: &Feed) -> String {
    let document = html! {
        (PreEscaped("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"))
        feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en" {
            id { (feed.id) }
            title { (feed.title) }
            subtitle { (feed.subtitle) }
            updated { (feed.updated) }
            author { name { (words::NAME) } }
            generator { (words::NAME) }
            link rel="self" type="application/atom+xml" href=(feed.atom) {}
            link rel="alternate" type="text/html" href=(feed.page) {}
            @for entry in &feed.entries {
                entry {
                    id { (entry.id) }
                    title { (entry.title) }
                    link rel="alternate" type="text/html" href=(entry.url) {}
                    published { (entry.published) }
                    updated { (entry.published) }
                    summary { (entry.summary) }
                    content type="html" xml:base=(entry.url) { (entry.content) }
                }
            }
        }
    };
    // XML 1.0 cannot hold these at all, not even escaped.
    let holds = |c: &char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..);
    document.into_string().chars().filter(holds).collect()
}
