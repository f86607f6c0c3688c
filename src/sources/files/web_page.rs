//! Saved web pages: the article in them, without what stands around it.

use dom_query::Document;
use dom_smoothie::{Config, Readability};
use jiff::civil::Date;
use url::Url;

use crate::article::{Draft, normalise};
use crate::sources::feed::{language_code, person};
use crate::sources::{estimate, markup, plain, published};

/// How deep the elements of a page may nest and how many it may have; building a tree of more takes minutes. Beyond,
/// the page's whole text stands for the article.
const MAX_NESTING: usize = 500;
const MAX_ELEMENTS: usize = 100_000;

/// The article in a page. Where none can be made out, the page's whole text stands for it.
pub(super) fn read(text: &str, day: Option<Date>) -> Draft {
    let mut draft = if markup::nesting(text) > MAX_NESTING {
        let text = plain::paragraphs(text);
        let (title, rest) = text.split_once('\n').unwrap_or((&text, ""));
        Draft {
            title: title.to_owned(),
            text: rest.trim_start().to_owned(),
            ..Draft::default()
        }
    } else {
        read_tree(text)
    };
    draft.published = draft.published.or_else(|| estimate::date_single(&draft.text, day?));
    draft
}

fn read_tree(text: &str) -> Draft {
    let page = Document::from(text);
    let url = attribute(&page, "link[rel=canonical]", "href")
        .or_else(|| attribute(&page, "meta[property='og:url']", "content"))
        .and_then(|address| Url::parse(&address).ok())
        .filter(|url| matches!(url.scheme(), "http" | "https"));
    let language = attribute(&page, "html", "lang").and_then(|tag| language_code(&tag));
    // The site's own name hangs on the title in the head, not on these.
    let headings = [
        attribute(&page, "meta[property='og:title']", "content").unwrap_or_default(),
        page.select_single("article h1, h1").text().to_string(),
        page.select_single("title").text().to_string(),
    ];
    let title = headings
        .iter()
        .map(|title| normalise(title))
        .find(|title| !title.is_empty())
        .unwrap_or_default();
    let time = attribute(&page, "meta[property='article:published_time']", "content")
        .or_else(|| attribute(&page, "time[datetime]", "datetime"));
    let config = Config {
        max_elements_to_parse: MAX_ELEMENTS,
        ..Config::default()
    };
    let article = Readability::with_document(page, None, Some(config))
        .and_then(|mut reader| reader.parse())
        .ok();
    let body = plain::paragraphs(article.as_ref().map_or(text, |article| &article.content));
    // The heading is often part of the article; it is told once.
    let body = body
        .strip_prefix(title.as_str())
        .filter(|rest| rest.starts_with('\n'))
        .unwrap_or(&body);
    let dates = [
        article.as_ref().and_then(|article| article.published_time.clone()),
        time,
    ];
    Draft {
        url,
        title,
        text: body.trim_start().to_owned(),
        publisher: article.as_ref().and_then(|article| article.site_name.clone()),
        author: article.as_ref().and_then(|article| person(article.byline.as_deref()?)),
        language,
        published: dates.into_iter().flatten().find_map(|date| published::read(&date)),
    }
}

fn attribute(page: &Document, selector: &str, name: &str) -> Option<String> {
    let value = page.select_single(selector).attr(name)?.trim().to_owned();
    (!value.is_empty()).then_some(value)
}
