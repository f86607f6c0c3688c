//! The words of the web pages. English only, so far.

use jiff::civil::Date;

use super::digest::{full_date, in_sentence};

/// The program's name, as the pages' own.
pub const NAME: &str = "Dateline";
/// The heading of the first page.
pub const NEWS: &str = "The day’s news by region";
/// What the first page says of the whole.
pub const ABOUT: &str = "Each story is told from the articles it links to.";
/// The description of the first page for previews.
pub const DESCRIPTION: &str = "Daily news digests by region, each story told from the articles it links to.";
/// The link over everything, for those who cannot see or do not want to pass through the menu.
pub const SKIP: &str = "Skip to the content";
/// The menu's name.
pub const MENU: &str = "Dateline";
/// The menu's entry for the first page, and the link back to it.
pub const DAYS: &str = "Days";
/// The menu's entry for the regions.
pub const REGIONS: &str = "Regions";
/// The menu's entry for the countries.
pub const COUNTRIES: &str = "Countries";
/// What the foot of every page says.
pub const FOOT: &str =
    "Written by Dateline, a program, from the articles it links to. What they say is their publishers’.";
/// Where nothing was written yet.
pub const NO_DIGESTS_YET: &str = "No digest has been written yet.";
/// The heading over the days before.
pub const EARLIER: &str = "Earlier days";
/// The links to the pages of a list.
pub const NEWER: &str = "Newer";
/// See [`NEWER`].
pub const OLDER: &str = "Older";
/// The name of the group of these links.
pub const PAGES: &str = "Pages of this list";
/// The heading over a country's stories in digests.
pub const IN_DIGESTS: &str = "In the digests";
/// The heading over a country's articles.
pub const NEWEST_ARTICLES: &str = "Newest articles";
/// The heading over articles that only mention a country.
pub const MENTIONED: &str = "Mentioned in";
/// The heading over the regions that a country is in.
pub const PART_OF: &str = "Part of";
/// The heading over the countries without news.
pub const QUIET: &str = "Not in the news of these days";
/// The heading over the countries with news.
pub const IN_THE_NEWS: &str = "In the news of the last 30 days";
/// What the numbers there are.
pub const COUNTED: &str = "With the number of articles about each.";
/// The heading over regions that are groups, or the world.
pub const OTHER_DIGESTS: &str = "Other digests";
/// The heading over a region's countries.
pub const ITS_COUNTRIES: &str = "Countries of the region";
/// The heading over a region's digests.
pub const DIGESTS: &str = "Digests";
/// The heading over the links to a page's feeds.
pub const FEEDS: &str = "Feeds";
/// The word after the format in a link to a feed.
pub const FEED: &str = "feed";
/// The heading over the countries of a digest.
pub const IN_THIS_DIGEST: &str = "Countries in this digest";
/// The title where there is no such page.
pub const NO_SUCH_PAGE: &str = "There is no such page";
/// What is said there when nothing else is known.
pub const PERHAPS: &str = "The address may be mistyped, or the page was never there. These lead on:";
/// The title where the store did not answer.
pub const TROUBLE: &str = "The page could not be made";
/// What is said there.
pub const TRY_AGAIN: &str = "The store could not be read. Please try again later.";
/// The link from a digest to the list of those of its scope.
pub const BY_DAY: &str = "Day by day";
/// The link to all days.
pub const ALL_DIGESTS: &str = "All digests";
/// What an article's page says where the publisher's page is not known.
pub const NO_ADDRESS: &str = "The source gave no address for this article; Dateline shows a few of its sentences here.";
/// What an article's page says where it is known.
pub const EXCERPT: &str = "A few sentences of the article; the whole is with its publisher.";
/// The small heading over the countries of an article.
pub const ABOUT_COUNTRIES: &str = "About";

/// "Digests of Tuesday 6 January 2026".
pub fn digests_of_day(day: Date) -> String {
    format!("Digests of {}", full_date(day))
}

/// "Latin America, Tuesday 6 January 2026".
pub fn digest_of(title: &str, day: Date) -> String {
    format!("{title}, {}", full_date(day))
}

/// Why a digest's page is missing.
pub fn no_digest(title: &str, day: Date) -> String {
    format!(
        "No digest of {} was written for {}.",
        in_sentence(title),
        full_date(day)
    )
}

/// Why a day's page is missing.
pub fn no_digests(day: Date) -> String {
    format!("No digest was written for {}.", full_date(day))
}

/// The title of a feed.
pub fn feed(title: &str) -> String {
    format!("{NAME}: {title}")
}

/// What a feed says of itself.
pub fn feed_subtitle(title: &str) -> String {
    format!(
        "The daily digest of news from {}, each story told from the articles it links to.",
        in_sentence(title)
    )
}

/// The name of a link to a feed: "Atom feed of Latin America".
pub fn feed_link(format: &str, title: &str) -> String {
    format!("{format} feed of {}", in_sentence(title))
}

/// Where a region's page has nothing to list.
pub fn no_digest_of(title: &str) -> String {
    format!("No digest of {} has been written yet.", in_sentence(title))
}

/// Where a country's page has nothing to list.
pub fn no_articles(country: &str) -> String {
    format!("No stored article is about {}.", in_sentence(country))
}

/// The description of a country's page.
pub fn country_description(country: &str) -> String {
    format!(
        "The newest articles about {}, with publisher and date, and the digests that told of it.",
        in_sentence(country)
    )
}

/// The description of a region's page.
pub fn region_description(title: &str) -> String {
    format!("All digests of news from {}, the newest first.", in_sentence(title))
}

/// The description of a day's page.
pub fn day_description(day: Date) -> String {
    format!("The digests of news of {}, by region.", full_date(day))
}

/// "12 articles", "1 article".
pub fn articles(n: usize) -> String {
    format!("{n} {}", if n == 1 { "article" } else { "articles" })
}

/// The heading over other countries of a region: "Also in the news from Latin America".
pub fn also_in(region: &str) -> String {
    format!("Also in the news from {}", in_sentence(region))
}

/// The link to an article at its publisher's: "Read it at The Gazette".
pub fn read_at(publisher: &str) -> String {
    format!("Read it at {publisher}")
}

/// The title of a further page of a list: "Venezuela, page 2".
pub fn numbered(title: &str, number: usize) -> String {
    if number == 0 {
        title.to_owned()
    } else {
        format!("{title}, page {}", number + 1)
    }
}

/// The heading over the links from a digest to all of its scope: "All digests of Latin America".
pub fn all_digests_of(title: &str) -> String {
    format!("{ALL_DIGESTS} of {}", in_sentence(title))
}
