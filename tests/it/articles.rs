//! Articles for tests: `article(title, text)` and what a test wants different about it.

use dateline::article::{Article, ArticleId, DateKind, Tagged};
use dateline::places::{Country, Focus, Mention, Part, Tags};
use jiff::Timestamp;

/// A moment from RFC 3339, such as `2026-01-07T12:00:00Z`.
pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// A country by its code.
pub fn country(code: &str) -> Country {
    Country::from_code(code).unwrap()
}

/// An article by the Example Herald of 7 January 2026, 12:00 UTC, that names no country.
pub fn article(title: &str, text: &str) -> Tagged {
    Tagged {
        article: Article {
            id: ArticleId::of(None, title, "herald"),
            source: "herald".to_owned(),
            publisher: "Example Herald".to_owned(),
            url: None,
            title: title.to_owned(),
            text: text.to_owned(),
            author: None,
            language: Some("en".to_owned()),
            published_at: at("2026-01-07T12:00:00Z"),
            date_kind: DateKind::Exact,
            fetched_at: at("2026-01-07T12:30:00Z"),
            revision: 1,
        },
        tags: Tags::default(),
    }
}

/// What a test says about an article.
pub trait But {
    /// Published at that moment.
    fn published(self, at: &str) -> Self;
    /// About these countries, equally.
    fn about(self, codes: &[&str]) -> Self;
    /// Mentions these countries in its text, without being about them.
    fn mentions(self, codes: &[&str]) -> Self;
    /// Found under this address.
    fn url(self, url: &str) -> Self;
}

impl But for Tagged {
    fn published(mut self, moment: &str) -> Self {
        self.article.published_at = at(moment);
        self
    }

    fn about(mut self, codes: &[&str]) -> Self {
        let score = 1.0 / codes.len() as f64;
        self.tags.focus = codes
            .iter()
            .map(|code| Focus {
                country: country(code),
                score,
            })
            .collect();
        self.mentions(codes)
    }

    fn mentions(mut self, codes: &[&str]) -> Self {
        for code in codes {
            self.tags.mentions.push(Mention {
                country: country(code),
                words: country(code).name().to_owned(),
                part: Part::Text,
                start: 0,
                end: country(code).name().len(),
                rule: None,
            });
        }
        self
    }

    fn url(mut self, url: &str) -> Self {
        self.article.id = ArticleId::of(Some(&url.parse().unwrap()), "", "");
        self.article.url = Some(url.to_owned());
        self
    }
}
