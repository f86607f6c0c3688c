//! The page of an article: a few of its sentences, and whose they are.

use maud::html;

use super::layout::{Head, Moment, links, page as whole_page};
use super::regions::countries;
use crate::addresses::{self, Addresses};
use crate::article::Article;
use crate::i18n::pages as words;
use crate::places::Country;
use crate::render::html::is_safe;

/// What the page shows.
pub struct ArticlePage<'a> {
    pub article: &'a Article,
    /// Sentences of it, word for word.
    pub quotes: Vec<String>,
    pub published: Moment,
    pub countries: Vec<Country>,
}

/// The page of an article.
pub fn page(at: &Addresses, shown: &ArticlePage<'_>) -> String {
    let article = shown.article;
    let language = article.language.as_deref();
    let main = html! {
        article.piece {
            h1 dir="auto" lang=[language] { (article.title) }
            p.facts {
                (article.publisher)
                @if let Some(author) = &article.author { " · " (author) }
                " · " (shown.published.shown())
            }
            @if !shown.quotes.is_empty() {
                blockquote dir="auto" lang=[language] {
                    @for quote in &shown.quotes { p { (quote) } }
                }
            }
            @match article.url.as_deref().filter(|url| is_safe(url)) {
                Some(url) => {
                    p { a href=(url) rel="noopener" { (words::read_at(&article.publisher)) } }
                    p.facts { (words::EXCERPT) }
                },
                None => p.facts { (words::NO_ADDRESS) },
            }
        }
        @if !shown.countries.is_empty() {
            h2 { (words::ABOUT_COUNTRIES) }
            (links(at, &countries(&shown.countries)))
        }
    };
    let head = Head {
        title: article.title.clone(),
        description: format!("{} · {}", article.publisher, shown.quotes.join(" ")),
        path: addresses::article(&article.id),
        is_article: true,
        // The words are the publisher's: they are found there.
        is_hidden: true,
        ..Head::default()
    };
    whole_page(at, &head, &main)
}
