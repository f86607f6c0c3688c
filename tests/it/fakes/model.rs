//! A language model behind an OpenAI-compatible interface on loopback, with a mind of its own, that remembers what it was
//! asked.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Response, StatusCode};
use serde_json::{Value, json};

/// How it answers.
#[derive(Clone, Debug)]
pub enum Mind {
    /// With this text.
    Says(String),
    /// With the last so many sentences that it is given.
    Keeps(usize),
    /// With whatever an article orders it to say behind "SAY:".
    Obeys,
    /// With a bare status.
    Status(u16),
    /// With these bytes.
    Raw(&'static str, Vec<u8>),
    /// By sending the request elsewhere.
    SendsTo(String),
    /// Never.
    Silent,
}

struct Inside {
    mind: Mind,
    asked: Vec<(HeaderMap, Value)>,
    active: usize,
    most_active: usize,
}

/// The server.
#[derive(Clone)]
pub struct FakeModel {
    url: String,
    inside: Arc<Mutex<Inside>>,
}

impl FakeModel {
    /// Starts one on a free port.
    pub async fn start(mind: Mind) -> Self {
        let inside = Arc::new(Mutex::new(Inside {
            mind,
            asked: Vec::new(),
            active: 0,
            most_active: 0,
        }));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/v1", listener.local_addr().unwrap());
        let router = Router::new().fallback(answer).with_state(Arc::clone(&inside));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, inside }
    }

    /// What `[model] base_url` is to be.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Changes its mind.
    pub fn think(&self, mind: Mind) {
        self.inside.lock().unwrap().mind = mind;
    }

    /// The requests so far: headers and body.
    pub fn asked(&self) -> Vec<(HeaderMap, Value)> {
        self.inside.lock().unwrap().asked.clone()
    }

    /// The most requests that were open at one time.
    pub fn most_active(&self) -> usize {
        self.inside.lock().unwrap().most_active
    }
}

async fn answer(State(inside): State<Arc<Mutex<Inside>>>, request: Request) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let good = parts.method == "POST" && parts.uri.path() == "/v1/chat/completions";
    let bytes = axum::body::to_bytes(body, 1_000_000).await.unwrap();
    let body: Value = serde_json::from_slice(&bytes).unwrap_or_default();
    let mind = {
        let mut inside = inside.lock().unwrap();
        inside.asked.push((parts.headers, body.clone()));
        inside.active += 1;
        inside.most_active = inside.most_active.max(inside.active);
        inside.mind.clone()
    };
    // Long enough that requests which may run side by side do.
    tokio::time::sleep(Duration::from_millis(30)).await;
    let said = |text: &str| {
        let answer = json!({"object": "chat.completion", "choices": [
            {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text}}]});
        Response::new(Body::from(answer.to_string()))
    };
    let user: Value =
        serde_json::from_str(body["messages"][1]["content"].as_str().unwrap_or_default()).unwrap_or_default();
    let given: Vec<&str> = user["sentences"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let response = match mind {
        _ if !good => status(404),
        Mind::Says(text) => said(&text),
        Mind::Keeps(count) => said(&given[given.len().saturating_sub(count)..].join(" ")),
        Mind::Obeys => {
            let all = given.join(" ");
            let order = all.split_once("SAY: ").map_or("", |(_, order)| order);
            said(&format!("{} {order}", given[0]))
        }
        Mind::Status(code) => status(code),
        Mind::Raw(kind, bytes) => {
            let mut response = Response::new(Body::from(bytes));
            response.headers_mut().insert("content-type", kind.parse().unwrap());
            response
        }
        Mind::SendsTo(url) => {
            let mut response = status(307);
            response.headers_mut().insert("location", url.parse().unwrap());
            response
        }
        Mind::Silent => std::future::pending().await,
    };
    inside.lock().unwrap().active -= 1;
    response
}

fn status(code: u16) -> Response<Body> {
    let mut response = Response::new(Body::from("the key sk-secret-1 is wrong"));
    *response.status_mut() = StatusCode::from_u16(code).unwrap();
    response
}
