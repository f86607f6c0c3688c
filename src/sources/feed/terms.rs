//! The vocabulary of RSS and Atom and their companions: which element means what.

/// Whose vocabulary an element is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Space {
    Feed,
    Dublin,
    Content,
    Media,
    Itunes,
    Xhtml,
    Other,
}

/// What a text in a feed is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Title,
    OtherTitle,
    Link { rank: Rank },
    Id { permalink: bool },
    Published,
    Updated,
    Content,
    Summary,
    OtherSummary,
    Author,
    Language,
}

/// How good a link is: the least is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    Page,
    OtherForm,
    Guid,
    Id,
    Enclosure,
}

pub(super) fn field_of(name: &str, space: Space, atom: bool, inside_author: bool) -> Option<Field> {
    Some(match (space, name) {
        (Space::Feed, "title") => Field::Title,
        (Space::Dublin | Space::Media | Space::Itunes, "title") => Field::OtherTitle,
        (Space::Feed, "link") => Field::Link { rank: Rank::Page },
        (Space::Feed, "id" | "guid") => Field::Id { permalink: true },
        (Space::Feed, "pubdate" | "published" | "issued" | "created") | (Space::Dublin, "date") => Field::Published,
        (Space::Feed, "updated" | "modified" | "lastmod" | "date") => Field::Updated,
        (Space::Feed, "content" | "fullitem" | "body")
        | (Space::Content, "encoded")
        | (Space::Xhtml, "body" | "div") => Field::Content,
        (Space::Feed, "description" | "summary" | "abstract") => Field::Summary,
        (Space::Media | Space::Dublin, "description") | (Space::Itunes, "summary") => Field::OtherSummary,
        (Space::Feed, "name") if inside_author => Field::Author,
        (Space::Feed, "author") if !atom => Field::Author,
        (Space::Dublin, "creator") | (Space::Itunes, "author") => Field::Author,
        (Space::Feed | Space::Dublin, "language") => Field::Language,
        _ => return None,
    })
}

/// True for elements that stand beside a title or a date and never in one.
pub(super) fn begins_text(name: &str) -> bool {
    matches!(
        name,
        "title" | "link" | "guid" | "description" | "pubdate" | "summary" | "content" | "encoded" | "category"
    )
}

pub(super) fn space_named(uri: &str, prefix: &str) -> Space {
    let uri = uri.trim().trim_end_matches(['/', '#']).to_ascii_lowercase();
    let known = match uri.as_str() {
        "" => None,
        _ if uri.contains("purl.org/dc/") => Some(Space::Dublin),
        _ if uri.contains("purl.org/rss/1.0/modules/content") => Some(Space::Content),
        _ if uri.contains("search.yahoo.com/mrss") || uri.contains("tools.search.yahoo.com") => Some(Space::Media),
        _ if uri.contains("itunes.com/dtds") || uri.contains("example.com/dtds/podcast") => Some(Space::Itunes),
        _ if uri.ends_with("1999/xhtml") => Some(Space::Xhtml),
        _ if uri.contains("purl.org/rss/1.0/modules") => Some(Space::Other),
        _ if uri.contains("rss") || uri.contains("atom") || uri.contains("netscape.com") => Some(Space::Feed),
        _ if uri.contains("22-rdf-syntax-ns") => Some(Space::Feed),
        _ => None,
    };
    known.unwrap_or(match prefix {
        // A default namespace nobody knows is the publisher's way of naming his feed.
        "" | "rss" | "atom" | "atom10" | "atom03" | "a10" | "rdf" => Space::Feed,
        "dc" if uri.is_empty() => Space::Dublin,
        "content" if uri.is_empty() => Space::Content,
        "media" if uri.is_empty() => Space::Media,
        "itunes" if uri.is_empty() => Space::Itunes,
        "xhtml" => Space::Xhtml,
        _ => Space::Other,
    })
}

pub(super) fn local(name: &str) -> String {
    name.rsplit(':').next().unwrap_or(name).to_ascii_lowercase()
}

/// The value of an attribute, whatever its prefix and case.
pub(super) fn value<'v>(attributes: &'v [(&str, String)], name: &str) -> Option<&'v str> {
    let found = attributes.iter().find(|(known, _)| {
        let known = known.rsplit(':').next().unwrap_or(known);
        known.eq_ignore_ascii_case(name)
    });
    found.map(|(_, value)| value.as_str())
}

pub(super) fn is_address(text: &str) -> bool {
    let scheme = text.split_once("://").map(|(scheme, _)| scheme);
    scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https"))
}

/// How good a link is; `None` when it leads to no form of the entry itself.
pub(super) fn link_rank(attributes: &[(&str, String)]) -> Option<Rank> {
    let kind = value(attributes, "type").unwrap_or("text/html");
    match value(attributes, "rel").unwrap_or("alternate") {
        "alternate" if kind.contains("html") => Some(Rank::Page),
        "alternate" => Some(Rank::OtherForm),
        "enclosure" | "related" | "via" => Some(Rank::Enclosure),
        _ => None,
    }
}
