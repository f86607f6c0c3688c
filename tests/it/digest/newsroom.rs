//! A small newsroom: articles about events that never were, and a desk that makes digests of them.

use std::collections::{BTreeSet, HashMap};

use dateline::article::{Article, ArticleId, DateKind, Tagged};
use dateline::digest::{Digest, Edition, Families, Material, Pool, SourceHealth, compose_with_pool};
use dateline::places::{Country, Focus, Region, Regions, Tags};
use dateline::reply::{Block, Reply, Text};
use dateline::scope::Scope;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

pub fn country(code: &str) -> Country {
    Country::from_code(code).unwrap()
}

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub fn regions() -> Regions {
    let region = |id: &str, title: &str, codes: &[&str]| Region {
        id: id.to_owned(),
        title: title.to_owned(),
        names: Vec::new(),
        typed: Vec::new(),
        countries: codes.iter().map(|code| country(code)).collect::<BTreeSet<_>>(),
    };
    Regions::new(vec![
        region("latin-america", "Latin America", &["VE", "CO", "BR", "PE", "CL", "EC"]),
        region("oceania", "Oceania", &["FJ", "NZ"]),
        region("middle-east", "Middle East", &["JO"]),
    ])
}

/// An article about countries, `about` being "VE" or "VE CO": the first has twice the share of the second.
pub fn article(publisher: &str, about: &str, published: &str, title: &str, text: &str) -> Tagged {
    let slug: String = format!("{publisher} {title}")
        .to_lowercase()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    let url = format!("https://news.example/{slug}");
    let codes: Vec<&str> = about.split_whitespace().collect();
    let focus = codes
        .iter()
        .enumerate()
        .map(|(rank, code)| Focus {
            country: country(code),
            score: 0.6 / (rank as f64 + 1.0),
        })
        .collect();
    Tagged {
        article: Article {
            id: ArticleId::from_stored(slug),
            source: publisher.to_lowercase().replace(' ', "-"),
            publisher: publisher.to_owned(),
            url: Some(url),
            title: title.to_owned(),
            text: text.to_owned(),
            author: None,
            language: Some("en".to_owned()),
            published_at: at(published),
            date_kind: DateKind::Exact,
            fetched_at: at(published),
            revision: 1,
        },
        tags: Tags {
            mentions: Vec::new(),
            focus,
        },
    }
}

pub fn source(title: &str, failing_since: Option<&str>) -> SourceHealth {
    SourceHealth {
        id: title.to_lowercase().replace(' ', "-"),
        title: title.to_owned(),
        failing_since: failing_since.map(at),
        stale_since: None,
        sample: false,
    }
}

/// The desk: what it has on the table when an edition is due.
pub struct Desk {
    pub scope: &'static str,
    pub schedule: &'static str,
    pub zone: &'static str,
    pub due: Timestamp,
    pub now: Timestamp,
    pub articles: Vec<Tagged>,
    pub delivered: HashMap<ArticleId, Date>,
    pub sources: Vec<SourceHealth>,
    pub last_news: Option<Timestamp>,
    pub unread_sources: usize,
    pub first_article: Option<Timestamp>,
    /// Publishers and their families.
    pub families: Vec<(&'static str, &'static str)>,
    pub max_stories: usize,
    pub weights: HashMap<String, f64>,
}

impl Desk {
    pub fn with(articles: Vec<Tagged>) -> Self {
        // 07:30 in Caracas.
        let due = at("2026-01-06T11:30:00Z");
        Self {
            scope: "latin-america",
            schedule: "morning",
            zone: "America/Caracas",
            due,
            now: due,
            articles,
            delivered: HashMap::new(),
            weights: HashMap::new(),
            sources: vec![source("Andes Daily", None), source("Coast Radio", None)],
            last_news: None,
            unread_sources: 0,
            first_article: Some(at("2025-12-01T00:00:00Z")),
            families: Vec::new(),
            max_stories: 10,
        }
    }

    pub fn digest(&self) -> Digest {
        self.digest_and_pool(0).0
    }

    /// The digest, and as many of the stories that it has no room for.
    pub fn digest_and_pool(&self, room: usize) -> (Digest, Pool) {
        let zone = TimeZone::get(self.zone).unwrap();
        let material = Material {
            scope: Scope::try_from(self.scope.to_owned()).unwrap(),
            edition: Edition {
                schedule: self.schedule.to_owned(),
                local: self.due.to_zoned_datetime(zone).datetime(),
                zone: self.zone.to_owned(),
            },
            due: self.due,
            now: self.now,
            articles: &self.articles,
            delivered: &self.delivered,
            sources: self.sources.clone(),
            last_news: self.last_news,
            unread_sources: self.unread_sources,
            first_article: self.first_article,
            sample_sources: &self
                .sources
                .iter()
                .filter(|source| source.sample)
                .map(|source| source.id.clone())
                .collect(),
            weights: &self.weights,
            families: &Families::new(self.families.iter().copied()),
            regions: &regions(),
            max_stories: self.max_stories,
        };
        compose_with_pool(material, room)
    }

    /// An earlier digest, of that local date, showed the article with this number.
    pub fn told(&mut self, number: usize, date: &str) {
        let id = self.articles[number].article.id.clone();
        self.delivered.insert(id, date.parse().unwrap());
    }

    pub fn headlines(&self) -> Vec<String> {
        self.digest().stories.into_iter().map(|story| story.headline).collect()
    }
}

/// The reply as plain lines, links in angle brackets.
pub fn dump(reply: &Reply) -> String {
    let text = |text: &Text| -> String {
        text.0
            .iter()
            .map(|span| match &span.link {
                Some(url) => format!("{} <{}>", span.text, url),
                None => span.text.clone(),
            })
            .collect()
    };
    let mut lines = Vec::new();
    for block in &reply.blocks {
        match block {
            Block::Title(words) => lines.push(format!("# {}", text(words))),
            Block::Heading(words) => lines.push(format!("## {}", text(words))),
            Block::Paragraph(words) => lines.push(text(words)),
            Block::List(items) => lines.extend(items.iter().map(|item| format!("- {}", text(item)))),
            Block::Entry(entry) => {
                let url = entry.url.as_deref().unwrap_or("no link");
                lines.push(format!("{}. {} <{url}>", entry.number.unwrap(), entry.headline));
                if !entry.body.is_empty() {
                    lines.push(format!("   {}", text(&entry.body)));
                }
                lines.push(format!("   {}", text(&entry.facts)));
            }
            Block::Footer(words) => lines.push(format!("_ {}", text(words))),
            Block::Picture(picture) => lines.push(format!("[{}]", picture.alt)),
        }
    }
    lines.extend(
        reply
            .actions
            .iter()
            .map(|action| format!("[{}] {}", action.label, action.command)),
    );
    lines.join("\n")
}

pub fn flood(publisher: &str, published: &str) -> Tagged {
    article(
        publisher,
        "PE",
        published,
        "Flood cuts off Peruvian river town of Yurimaguas",
        "YURIMAGUAS, Jan. 5 (Wire) — The Huallaga river rose over its banks in Peru on Sunday and cut off the town of \
         Yurimaguas. Boats carried 900 people to two schools on higher ground, the regional government said.\n\n\
         However, the water is expected to fall by Thursday. Continue reading Flood cuts off Peruvian river town",
    )
}

pub fn port(publisher: &str, published: &str) -> Tagged {
    article(
        publisher,
        "CO VE",
        published,
        "Colombia and Venezuela reopen the bridge at Paraguachon",
        "By Ana Example\n\nColombia and Venezuela reopened the border bridge at Paraguachon to lorries on Monday after \
         eight years. Customs officers let 40 lorries through in the first hour, Colombia's transport ministry said. \
         It expects 300 a day by March.",
    )
}

pub fn copper(publisher: &str, published: &str) -> Tagged {
    article(
        publisher,
        "CL",
        published,
        "Chile's copper output falls for a third year",
        "The following article was originally published by another outlet. Chilean mines produced 5.1 million tonnes \
         of copper in 2025, two percent less than the year before, the state commission reported. Analysts had \
         predicted a small rise.",
    )
}

pub fn whales(publisher: &str, published: &str) -> Tagged {
    article(
        publisher,
        "EC",
        published,
        "Ecuador widens a marine reserve for whales",
        "Ecuador's environment ministry widened the marine reserve off Manabi by a third to protect humpback whales. \
         Fishing with gillnets ends there in June.",
    )
}

pub fn small_day() -> Vec<Tagged> {
    vec![
        flood("Andes Daily", "2026-01-05T18:05:00Z"),
        port("Coast Radio", "2026-01-05T20:00:00Z"),
        copper("Mining Week", "2026-01-06T08:15:00Z"),
        whales("Coast Radio", "2026-01-06T09:00:00Z"),
    ]
}
