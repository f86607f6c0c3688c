//! Saved web pages: the article in them, without what stands around it.

use dom_query::Document;
use dom_smoothie::Readability;
use jiff::civil::Date;
use url::Url;

use crate::article::{Draft, normalise};
use crate::sources::feed::{language_code, person};
use crate::sources::{estimate, plain, published};

/// The whole text of a page, line by line.
pub(super) fn body_text(markup: &str) -> String {
    let page = Document::from(markup);
    let body = page.body().unwrap_or_else(|| page.root());
    plain::text_of(&body)
}

/// The article in a page. Where none can be made out, the page's whole text stands for it.
pub(super) fn read(markup: &str, day: Option<Date>) -> Draft {
    let page = Document::from(markup);
    let address = attribute(&page, "link[rel=canonical]", "href")
        .or_else(|| attribute(&page, "meta[property='og:url']", "content"))
        .and_then(|address| Url::parse(&address).ok())
        .filter(|url| matches!(url.scheme(), "http" | "https"));
    let language = attribute(&page, "html", "lang").and_then(|tag| language_code(&tag));
    // The site's own name hangs on the title in the head, not on these.
    let heading = attribute(&page, "meta[property='og:title']", "content")
        .unwrap_or_else(|| page.select_single("article h1, h1").text().to_string());
    let in_head = page.select_single("title").text().to_string();
    let time = attribute(&page, "meta[property='article:published_time']", "content")
        .or_else(|| attribute(&page, "time[datetime]", "datetime"));
    let article = Readability::with_document(page, None, None)
        .and_then(|mut reader| reader.parse())
        .ok();
    let text = match &article {
        Some(article) => plain::paragraphs(&article.content),
        None => body_text(markup),
    };
    let dates = [
        article.as_ref().and_then(|article| article.published_time.clone()),
        time,
    ];
    let published = dates.into_iter().flatten().find_map(|date| published::read(&date));
    Draft {
        title: [heading, in_head]
            .iter()
            .map(|title| normalise(title))
            .find(|title| !title.is_empty())
            .unwrap_or_default(),
        publisher: article.as_ref().and_then(|article| article.site_name.clone()),
        author: article.as_ref().and_then(|article| person(article.byline.as_deref()?)),
        published: published.or_else(|| day.and_then(|day| estimate::date_single(&text, day))),
        text,
        url: address,
        language,
    }
}

fn attribute(page: &Document, selector: &str, name: &str) -> Option<String> {
    let value = page.select_single(selector).attr(name)?.trim().to_owned();
    (!value.is_empty()).then_some(value)
}
