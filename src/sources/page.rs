//! Listing pages saved as text: articles one after another, each ending in "Continue reading" and its title.

use std::collections::HashSet;

use jiff::civil::Date;

use super::estimate;
use crate::article::{Draft, normalise, normalise_paragraphs};

/// The words that end an article on such a page.
const MARKER: &str = "Continue reading ";

/// How many letters of text behind the last marker make an article; less is the page's foot.
const LEAST_ARTICLE: usize = 200;

/// What a listing page gives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// Its articles in the page's order.
    pub drafts: Vec<Draft>,
    /// What was set aside, and why.
    pub problems: Vec<String>,
}

/// True when a text is a listing page: a marker names a title that stands on a line of its own above it.
pub fn is_listing(text: &str) -> bool {
    let lines: Vec<String> = text.lines().map(normalise).collect();
    let mut seen = HashSet::new();
    lines.iter().any(|line| {
        let found = marked_title(line).is_some_and(|title| seen.contains(title));
        seen.insert(line.as_str());
        found
    })
}

/// Reads a listing page. `day` is the day it was saved: no article is later. The publication times are estimated from
/// the dates in the texts and the page's order, newest first; within a day they keep that order.
pub fn read(text: &str, day: Date) -> Listing {
    let mut listing = Listing::default();
    let mut block: Vec<String> = Vec::new();
    for line in text.lines().map(normalise) {
        match marked_title(&line) {
            Some(title) => {
                let lines = std::mem::take(&mut block);
                close(&mut listing, lines, title);
            }
            None => block.push(line),
        }
    }
    let rest = block.join("\n");
    if rest.chars().count() >= LEAST_ARTICLE {
        listing.drafts.extend(article(&block));
    } else if !rest.trim().is_empty() {
        listing.problems.push(format!(
            "the text behind the last article was left out: {}",
            normalise(&rest)
        ));
    }
    estimate::date_page(&mut listing.drafts, day);
    listing
}

fn marked_title(line: &str) -> Option<&str> {
    line.strip_prefix(MARKER).filter(|title| !title.is_empty())
}

// An article may lack its marker: then it stands before the title of the one that ends here.
fn close(listing: &mut Listing, lines: Vec<String>, title: &str) {
    let first = lines.iter().position(|line| !line.is_empty());
    let Some(first) = first else {
        listing.problems.push(format!("“{title}” has no text"));
        return;
    };
    let opens = lines.get(first).is_some_and(|line| line == title);
    let start = if opens {
        Some(first)
    } else {
        lines.iter().rposition(|line| line == title)
    };
    let (before, own) = lines.split_at(start.unwrap_or(first));
    listing.drafts.extend(article(before));
    listing.drafts.extend(article(own));
}

fn article(lines: &[String]) -> Option<Draft> {
    let first = lines.iter().position(|line| !line.is_empty())?;
    let (title, body) = lines.get(first..)?.split_first()?;
    Some(Draft {
        title: title.clone(),
        text: normalise_paragraphs(&body.join("\n")),
        ..Draft::default()
    })
}
