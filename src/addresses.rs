//! Where everything in the archive is found: the one place that makes its addresses.

use jiff::civil::Date;
use url::Url;

use crate::article::ArticleId;
use crate::digest::{Digest, Edition, Form, Link, to_reply};
use crate::i18n::digest as words;
use crate::places::Country;
use crate::reply::{Block, Reply, Text};
use crate::scope::Scope;

/// The archive's addresses. A request's Host header has no part in them: whoever asks can write anything there.
#[derive(Clone, Debug, Default)]
pub struct Addresses {
    /// `[web] url`; empty where it is not known.
    base: String,
    /// The path in `base` that a proxy takes away.
    prefix: String,
}

/// The first page.
pub const HOME: &str = "/";
/// The list of regions.
pub const REGIONS: &str = "/regions";
/// The list of countries.
pub const COUNTRIES: &str = "/countries";

/// The page of a day.
pub fn day(date: Date) -> String {
    format!("/{date}")
}

/// The page of a digest.
pub fn digest(date: Date, scope: &Scope) -> String {
    format!("/{date}/{scope}")
}

/// A story on the page of its digest; `number` counts from 1, as on the page.
pub fn story(date: Date, scope: &Scope, number: usize) -> String {
    format!("/{date}/{scope}#story-{number}")
}

/// The page of all digests of a scope; a country has its own kind of page.
pub fn scope(scope: &Scope) -> String {
    match scope {
        Scope::Country(code) => country(*code),
        other => format!("/regions/{other}"),
    }
}

/// The Atom feed of a scope.
pub fn atom(scope: &Scope) -> String {
    format!("/regions/{scope}/feed.atom")
}

/// The JSON feed of a scope.
pub fn json_feed(scope: &Scope) -> String {
    format!("/regions/{scope}/feed.json")
}

/// The page of a country.
pub fn country(country: Country) -> String {
    format!("/countries/{}", country.code())
}

/// The page of an article.
pub fn article(id: &ArticleId) -> String {
    format!("/articles/{}", id.as_str())
}

impl Addresses {
    /// The addresses below `[web] url`, which may be empty.
    pub fn new(base: &str) -> Self {
        let path = Url::parse(base).map(|url| url.path().trim_end_matches('/').to_owned());
        Self {
            base: base.trim_end_matches('/').to_owned(),
            prefix: path.unwrap_or_default(),
        }
    }

    /// A path of this archive, as a page links to it.
    pub fn here(&self, path: &str) -> String {
        format!("{}{path}", self.prefix)
    }

    /// A path of this archive with its host, where that is known.
    pub fn whole(&self, path: &str) -> Option<String> {
        (!self.base.is_empty()).then(|| format!("{}{path}", self.base))
    }

    /// The best address for a feed: with its host where that is known.
    pub fn in_feed(&self, path: &str) -> String {
        self.whole(path).unwrap_or_else(|| self.here(path))
    }

    /// A digest as a message: an article without an address of its own has that of its page, and the digest that of its
    /// own, where readers can reach them.
    pub fn message(&self, of: &Digest, form: Form) -> Reply {
        let reply = to_reply(&linked(of.clone(), |id| self.whole(&article(id))), form);
        // What was composed for somebody who asked is kept nowhere.
        let kept = of.edition.schedule != Edition::ASKED;
        let page = self.whole(&digest(of.edition.local.date(), &of.scope)).filter(|_| kept);
        match page {
            Some(page) => reply.block(Block::Footer(Text::default().link(words::ON_THE_WEB, Some(&page)))),
            None => reply,
        }
    }

    /// The same for a page.
    pub fn for_pages(&self, digest: Digest) -> Digest {
        linked(digest, |id| Some(self.here(&article(id))))
    }

    /// The same for a feed.
    pub fn for_feeds(&self, digest: Digest) -> Digest {
        linked(digest, |id| Some(self.in_feed(&article(id))))
    }
}

fn linked(mut digest: Digest, address: impl Fn(&ArticleId) -> Option<String>) -> Digest {
    let link = |link: &mut Link| {
        if link.url.is_none() {
            link.url = address(&link.article);
        }
    };
    digest.more.iter_mut().for_each(link);
    digest.elsewhere.iter_mut().for_each(|pointer| link(&mut pointer.link));
    let updates = digest.updates.iter_mut().map(|update| &mut update.story);
    for story in digest.stories.iter_mut().chain(updates) {
        story.links.iter_mut().for_each(link);
        if story.url.is_none() {
            story.url = story.links.first().and_then(|link| link.url.clone());
        }
    }
    digest
}
