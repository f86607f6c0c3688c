//! A small archive on the web: articles come in, digests are written, pages are asked for.

use std::collections::HashMap;
use std::sync::Arc;

use dateline::article::{ArticleId, DateKind, Draft, Tagged};
use dateline::clock::Clock;
use dateline::commands::Core;
use dateline::digest::Digest;
use dateline::pulse::Pulse;
use dateline::scope::Scope;
use dateline::store::{NewDigest, NewEdition, Store};
use dateline::web;
use jiff::Timestamp;
use reqwest::header::HeaderMap;
use reqwest::{Client, Method, StatusCode, redirect};
use tempfile::TempDir;

use crate::built_in::tag;

pub const REGIONS: &str = r#"
[[region]]
id = "andes"
title = "Andes"
countries = ["PE", "BO", "EC", "VE"]

[[region]]
id = "nordic"
title = "Nordic"
countries = ["NO", "SE"]
"#;

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub fn scope(text: &str) -> Scope {
    Scope::try_from(text.to_owned()).unwrap()
}

/// What the server sent.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    /// A header, or nothing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

pub struct Press {
    pub core: Arc<Core>,
    address: String,
    client: Client,
    _folder: TempDir,
}

impl Press {
    /// An archive whose public address nobody configured.
    pub async fn open() -> Self {
        Self::open_at("").await
    }

    /// An archive that readers find at this address.
    pub async fn open_at(url: &str) -> Self {
        let folder = TempDir::new().unwrap();
        std::fs::write(folder.path().join("sources.toml"), "").unwrap();
        std::fs::write(folder.path().join("regions.toml"), REGIONS).unwrap();
        std::fs::write(folder.path().join("dateline.toml"), format!("[web]\nurl = \"{url}\"\n")).unwrap();
        let today = jiff::civil::date(2026, 1, 7);
        let config = dateline::config::load(folder.path(), None, &HashMap::new(), today).unwrap();
        let url = format!("sqlite:{}", folder.path().join("dateline.db").display());
        let core = Arc::new(Core::new(Arc::new(config), Store::open(&url).await.unwrap()));
        let (listener, address) = web::bind("127.0.0.1:0").await.unwrap();
        let clock = Clock::starting_at(at("2026-01-07T12:00:00Z"));
        // Serves as long as the test runs.
        tokio::spawn(web::serve(
            listener,
            Arc::clone(&core),
            Arc::new(Pulse::default()),
            clock,
            std::future::pending(),
        ));
        let client = Client::builder().no_proxy().redirect(redirect::Policy::none());
        Self {
            core,
            address: format!("http://{address}"),
            client: client.build().unwrap(),
            _folder: folder,
        }
    }

    /// Stores an article of The Gazette.
    pub async fn article(&self, published: &str, title: &str, text: &str, url: Option<&str>) -> ArticleId {
        let draft = Draft {
            title: title.to_owned(),
            text: text.to_owned(),
            url: url.map(|url| url.parse().unwrap()),
            published: Some((at(published), DateKind::Exact)),
            ..Draft::default()
        };
        self.store(draft, "The Gazette").await
    }

    /// Stores a draft of a publisher.
    pub async fn store(&self, draft: Draft, publisher: &str) -> ArticleId {
        let article = draft.into_article("gazette", publisher, at("2027-01-01T00:00:00Z"));
        let tags = tag(&article.title, &article.text);
        let id = article.id.clone();
        self.core
            .store
            .insert_articles(&[Tagged { article, tags }])
            .await
            .unwrap();
        id
    }

    /// Writes the digests of a day.
    pub async fn publish(&self, date: &str, scopes: &[&str]) -> Vec<Digest> {
        let (day, now) = (date.parse().unwrap(), at("2026-01-20T12:00:00Z"));
        let mut written = Vec::new();
        for name in scopes {
            let mut digest = self.core.digest(&scope(name), day, now).await.unwrap();
            digest.edition.schedule = "morning".to_owned();
            written.push(digest);
        }
        let new = NewEdition {
            edition: written[0].edition.clone(),
            due: written[0].window.to,
            digests: written
                .iter()
                .cloned()
                .map(|digest| NewDigest {
                    digest,
                    fanouts: Vec::new(),
                })
                .collect(),
        };
        assert!(self.core.store.save_edition(&new, now).await.unwrap());
        written
    }

    /// A digest as the store holds it.
    pub async fn digest(&self, date: &str, of: &str) -> Digest {
        let found = self.core.store.digest_of(&scope(of), date.parse().unwrap()).await;
        found.unwrap().unwrap()
    }

    pub async fn ask(&self, method: Method, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = self.client.request(method, format!("{}{path}", self.address));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = request.send().await.unwrap();
        Answer {
            status: response.status(),
            headers: response.headers().clone(),
            body: String::from_utf8_lossy(&response.bytes().await.unwrap()).into_owned(),
        }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.ask(Method::GET, path, &[]).await
    }

    /// A page that must be there.
    pub async fn page(&self, path: &str) -> String {
        let answer = self.get(path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        answer.body
    }
}

/// Two days of news in the Andes, one of them without an address, and none in the north.
pub async fn two_days(press: &Press) -> ArticleId {
    press
        .article(
            "2026-01-05T14:00:00Z",
            "Peru reopens the mountain railway to Cusco",
            "Peru reopened the mountain railway to Cusco on Monday after two years of repairs. The first train carried \
             240 people, the transport ministry in Lima said. A second line follows in May.",
            Some("https://gazette.example/railway"),
        )
        .await;
    press
        .article(
            "2026-01-06T09:00:00Z",
            "Bolivia counts its flamingos and finds more",
            "Bolivia counted 310,000 flamingos on its salt lakes this summer, the environment ministry in La Paz said. \
             That is a tenth more than four years ago. Rangers walked around 70 lakes for the count.",
            Some("https://gazette.example/flamingos?a=1&b=2"),
        )
        .await;
    let unlinked = press
        .article(
            "2026-01-06T10:00:00Z",
            "Ecuador lowers the price of school meals",
            "Ecuador lowered the price of school meals by a third on Tuesday. The education ministry in Quito pays for it \
             from a tax on sugar. Parents had asked for the change since August.",
            None,
        )
        .await;
    press.publish("2026-01-05", &["andes"]).await;
    press.publish("2026-01-06", &["andes", "nordic"]).await;
    unlinked
}

/// The words of a page as somebody reads them, a line for each element that has any, links with their addresses.
pub fn read(page: &str, part: &str) -> String {
    let document = dom_query::Document::from(page);
    let mut lines = Vec::new();
    for node in document.select(part).iter() {
        let words = dateline::article::normalise(&node.text());
        match node.attr("href") {
            Some(href) => lines.push(format!("{words} <{href}>")),
            None => lines.push(words),
        }
    }
    lines.join("\n")
}
