//! `dateline tag`, `summarise` and `group`: a JSON object a line in, one out. A broken line is named on stderr and the
//! rest goes on.

use std::collections::BTreeSet;
use std::io::BufRead as _;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Common, Failure, print_json};
use crate::digest::{Doc, Piece, Quote};
use crate::places::{Country, Mention, Part, Places, Regions, Rule, Untagged};

/// The words of a summary when a line does not say how many.
const SUMMARY_WORDS: usize = 60;

#[derive(Deserialize)]
pub(super) struct TagLine {
    pub(super) id: Value,
    title: Option<String>,
    text: String,
    language: Option<String>,
    /// Who published it: one house tells one story of a subject less often than several do.
    publisher: Option<String>,
    /// When it was published: a moment or a day.
    date: Option<String>,
    /// The publisher's own country.
    country: Option<Country>,
    /// Countries that nearly every article of the same source is about.
    #[serde(default)]
    usual: Vec<Country>,
}

#[derive(Serialize)]
struct TagAnswer<'a> {
    id: &'a Value,
    countries: &'a BTreeSet<Country>,
    focus: Vec<Country>,
    regions: &'a [&'a str],
    mentions: Vec<MentionAnswer<'a>>,
}

#[derive(Serialize)]
pub(super) struct MentionAnswer<'a> {
    country: Country,
    words: &'a str,
    #[serde(flatten)]
    place: PlaceAnswer,
    rule: Option<Rule>,
}

/// Where words stand: the field of the line, and how many letters of it stand before their start and end.
#[derive(Serialize)]
pub(super) struct PlaceAnswer {
    #[serde(rename = "in")]
    field: &'static str,
    start: usize,
    end: usize,
}

#[derive(Deserialize)]
struct SummariseLine {
    id: Value,
    title: Option<String>,
    text: Option<String>,
    docs: Option<Vec<DocLine>>,
    words: Option<usize>,
}

#[derive(Deserialize)]
struct DocLine {
    title: Option<String>,
    text: String,
}

pub(super) fn tag(common: &Common) -> Result<(), Failure> {
    let (regions, places) = names(common);
    each_line(|line: TagLine| {
        let article = line.article();
        let tags = places.tag(&article);
        let countries = tags.countries();
        let within: Vec<&str> = regions
            .all()
            .filter(|region| countries.iter().any(|country| region.countries.contains(country)))
            .map(|region| region.id.as_str())
            .collect();
        print_json(&TagAnswer {
            id: &line.id,
            countries: &countries,
            focus: tags.focus.iter().map(|focus| focus.country).collect(),
            regions: &within,
            mentions: line.mentions(&article, &tags.mentions),
        })
    })
}

/// The regions and the names of the configuration; without the regions where it has problems.
pub(super) fn names(common: &Common) -> (Regions, Arc<Places>) {
    common.load().map_or_else(
        |problems| {
            eprintln!(
                "dateline: the configuration has {} problem(s), so no regions are given",
                problems.len()
            );
            (Regions::default(), Arc::default())
        },
        |config| (config.regions, config.places),
    )
}

impl TagLine {
    /// When it was published; `None` where that is not said, or not in a form that is understood.
    fn published(&self) -> Option<Timestamp> {
        let date = self.date.as_deref()?.trim();
        let day = || date.parse::<Date>().ok()?.to_zoned_datetime(TimeZone::UTC).ok();
        date.parse().ok().or_else(|| Some(day()?.timestamp()))
    }

    /// What is tagged: without a title, the text before the first newline is the title.
    pub(super) fn article(&self) -> Untagged<'_> {
        let (title, text) = match &self.title {
            Some(title) => (title.as_str(), self.text.as_str()),
            None => self.text.split_once('\n').unwrap_or(("", &self.text)),
        };
        Untagged {
            title,
            text,
            language: self.language.as_deref(),
            home: self.country,
            usual: &self.usual,
        }
    }

    /// Mentions as they are answered.
    pub(super) fn mentions<'m>(&self, article: &Untagged<'_>, mentions: &'m [Mention]) -> Vec<MentionAnswer<'m>> {
        let mut letters = FieldLetters::of(self, article);
        let answers = mentions.iter().map(|mention| MentionAnswer {
            country: mention.country,
            words: &mention.words,
            place: letters.place(mention.part, mention.start, mention.end),
            rule: mention.rule,
        });
        answers.collect()
    }
}

/// Finds places in the fields of a line by their bytes in the parts of the article; they must come in reading order.
pub(super) struct FieldLetters<'a> {
    titled: bool,
    title: Letters<'a>,
    text: Letters<'a>,
    /// Without a title of its own the first line is the title: offsets count from the start of `text`.
    shift: usize,
}

impl<'a> FieldLetters<'a> {
    pub(super) fn of(line: &TagLine, article: &Untagged<'a>) -> Self {
        let split = line.title.is_none() && line.text.len() > article.text.len();
        Self {
            titled: line.title.is_some(),
            title: Letters::of(article.title),
            text: Letters::of(article.text),
            shift: if split { article.title.chars().count() + 1 } else { 0 },
        }
    }

    pub(super) fn place(&mut self, part: Part, start: usize, end: usize) -> PlaceAnswer {
        let (field, letters, shift) = match part {
            Part::Title if self.titled => ("title", &mut self.title, 0),
            Part::Title => ("text", &mut self.title, 0),
            Part::Text => ("text", &mut self.text, self.shift),
        };
        PlaceAnswer {
            field,
            start: shift + letters.before(start),
            end: shift + letters.before(end),
        }
    }
}

/// Counts letters (Unicode scalar values, as most languages count them) from the place that was asked for last, since
/// mentions come in reading order: from the start each time, a long text would take quadratic time.
struct Letters<'a> {
    text: &'a str,
    at: usize,
    letters: usize,
}

impl<'a> Letters<'a> {
    fn of(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            letters: 0,
        }
    }

    /// How many letters stand before a byte.
    fn before(&mut self, byte: usize) -> usize {
        let count = |from: usize, to: usize| self.text.get(from..to).map_or(0, |part| part.chars().count());
        self.letters = if byte >= self.at {
            self.letters + count(self.at, byte)
        } else {
            self.letters.saturating_sub(count(byte, self.at))
        };
        self.at = byte;
        self.letters
    }
}

pub(super) fn summarise() -> Result<(), Failure> {
    each_line(|line: SummariseLine| {
        let docs: Vec<DocLine> = match (line.docs, line.text) {
            (Some(docs), _) => docs,
            (None, Some(text)) => vec![DocLine {
                title: line.title,
                text,
            }],
            (None, None) => return Err(Failure::new("neither \"text\" nor \"docs\"")),
        };
        let pieces: Vec<Doc<'_>> = docs
            .iter()
            .map(|doc| Doc {
                title: doc.title.as_deref().unwrap_or(""),
                text: &doc.text,
            })
            .collect();
        let sentences = crate::digest::summarise(&pieces, line.words.unwrap_or(SUMMARY_WORDS), usize::MAX);
        print_json(&json!({
            "id": line.id,
            "summary": Quote::running(&sentences),
            "sentences": sentences.iter().map(|quote| json!({"text": quote.text, "doc": quote.doc})).collect::<Vec<_>>(),
        }))
    })
}

pub(super) fn group(common: &Common) -> Result<(), Failure> {
    let (_, places) = names(common);
    let mut lines: Vec<TagLine> = Vec::new();
    each_line(|line: TagLine| {
        lines.push(line);
        Ok(())
    })?;
    let about: Vec<Vec<Country>> = lines
        .iter()
        .map(|line| {
            let tags = places.tag(&line.article());
            tags.focus.iter().map(|focus| focus.country).collect()
        })
        .collect();
    let pieces: Vec<Piece<'_>> = lines
        .iter()
        .zip(&about)
        .map(|(line, about)| Piece {
            countries: about,
            published: line.published(),
            title: line.title.as_deref().unwrap_or(""),
            text: &line.text,
            publisher: line.publisher.as_deref().unwrap_or(""),
        })
        .collect();
    for (line, first) in lines.iter().zip(crate::digest::group(&pieces)) {
        print_json(&json!({"id": line.id, "story": first}))?;
    }
    Ok(())
}

/// Hands each line of stdin over; one that cannot be read or dealt with is named on stderr.
pub(super) fn each_line<T: DeserializeOwned>(mut take: impl FnMut(T) -> Result<(), Failure>) -> Result<(), Failure> {
    for (n, line) in std::io::stdin().lock().split(b'\n').enumerate() {
        let line = line?;
        // Some programs begin a file with a byte-order mark.
        let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&line);
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let taken = match serde_json::from_slice(line) {
            Ok(value) => take(value),
            Err(error) => Err(Failure::new(error.to_string())),
        };
        if let Err(why) = taken {
            eprintln!("dateline: line {} of stdin was left out: {why}", n + 1);
        }
    }
    Ok(())
}
