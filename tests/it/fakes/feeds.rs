//! A web server on loopback that serves feeds, and remembers who asked for what.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Response, StatusCode, header};
use url::Url;

/// What the server says at one path.
#[derive(Clone, Debug)]
pub struct Page {
    status: StatusCode,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    silent: bool,
}

impl Page {
    /// A document, 200.
    pub fn of(body: impl Into<Vec<u8>>) -> Self {
        Self {
            status: StatusCode::OK,
            headers: Vec::new(),
            body: body.into(),
            silent: false,
        }
    }

    /// A bare status.
    pub fn status(status: u16) -> Self {
        Self {
            status: StatusCode::from_u16(status).unwrap(),
            ..Self::of("")
        }
    }

    /// The same with one more header. With an `ETag`, a request that knows it is answered 304.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// A page that never answers.
    pub fn silent() -> Self {
        Self {
            silent: true,
            ..Self::of("")
        }
    }
}

#[derive(Default)]
struct Inside {
    pages: HashMap<String, Page>,
    asked: Vec<(String, HeaderMap)>,
}

/// The server.
#[derive(Clone)]
pub struct Feeds {
    base: Url,
    inside: Arc<Mutex<Inside>>,
}

impl Feeds {
    /// Starts one on a free port.
    pub async fn start() -> Self {
        let inside = Arc::new(Mutex::new(Inside::default()));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
        let router = Router::new().fallback(answer).with_state(Arc::clone(&inside));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { base, inside }
    }

    /// The address of a path.
    pub fn url(&self, path: &str) -> Url {
        self.base.join(path).unwrap()
    }

    /// Puts a page at a path, in place of what was there.
    pub fn put(&self, path: &str, page: Page) {
        self.inside.lock().unwrap().pages.insert(path.to_owned(), page);
    }

    /// The requests so far for a path, by their headers.
    pub fn asked(&self, path: &str) -> Vec<HeaderMap> {
        let inside = self.inside.lock().unwrap();
        inside
            .asked
            .iter()
            .filter(|(asked, _)| asked == path)
            .map(|(_, headers)| headers.clone())
            .collect()
    }
}

async fn answer(State(inside): State<Arc<Mutex<Inside>>>, request: Request) -> Response<Body> {
    let path = request.uri().path().to_owned();
    let page = {
        let mut inside = inside.lock().unwrap();
        inside.asked.push((path.clone(), request.headers().clone()));
        inside.pages.get(&path).cloned().unwrap_or_else(|| Page::status(404))
    };
    if page.silent {
        std::future::pending::<()>().await;
    }
    let etag = page
        .headers
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("etag"))
        .map(|(_, value)| value.as_str());
    let known = request
        .headers()
        .get(header::IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok());
    let unchanged = etag.is_some() && etag == known;
    let mut response = Response::builder().status(if unchanged {
        StatusCode::NOT_MODIFIED
    } else {
        page.status
    });
    for (name, value) in &page.headers {
        response = response.header(name, value);
    }
    response
        .body(Body::from(if unchanged { Vec::new() } else { page.body }))
        .unwrap()
}
