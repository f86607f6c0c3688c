//! The web pages: the archive's digests, and /healthz.

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use jiff::civil::Date;
use tokio::net::TcpListener;

use crate::clock::Clock;
use crate::commands::Core;
use crate::digest::{Form, to_reply};
use crate::i18n::dates;
use crate::pulse::Pulse;
use crate::render;
use crate::reply::{Block, Reply, Text};
use crate::scope::Scope;
use crate::store::{Store, StoreError};

/// Days on the first page; an older day has its own address.
const MOST_DAYS: usize = 31;

/// Opens the address that the pages are served at.
pub async fn bind(listen: &str) -> Result<(TcpListener, SocketAddr), String> {
    let told = |error: std::io::Error| {
        format!("the web pages are off: could not listen at {listen}: {error}; set another [web] listen")
    };
    let listener = TcpListener::bind(listen).await.map_err(told)?;
    let address = listener.local_addr().map_err(told)?;
    Ok((listener, address))
}

/// Serves the pages until `stop` is done; /healthz is not well while a part has no pulse.
pub async fn serve(
    listener: TcpListener,
    core: Arc<Core>,
    pulse: Arc<Pulse>,
    clock: Clock,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), String> {
    let health = {
        let store = core.store.clone();
        get(async move || health(&store, &pulse, clock).await)
    };
    let pages = Router::new()
        .route("/", get(index))
        .route("/healthz", health)
        .route("/{date}", get(day))
        .route("/{date}/", get(day))
        .route("/{date}/{scope}", get(digest))
        .fallback(|| async { Failed::Missing })
        .with_state(core);
    axum::serve(listener, pages)
        .with_graceful_shutdown(stop)
        .await
        .map_err(|error| format!("the web server ended: {error}"))
}

enum Failed {
    Missing,
    Store(StoreError),
}

impl From<StoreError> for Failed {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl IntoResponse for Failed {
    fn into_response(self) -> Response {
        let (status, words) = match self {
            Self::Missing => (StatusCode::NOT_FOUND, "There is no such page."),
            Self::Store(error) => {
                tracing::error!(%error, "a page could not be made");
                (
                    StatusCode::INTERNAL_SERVER_ERROR,
                    "The store could not be read. Please try again later.",
                )
            }
        };
        let back = Text::default().link("All digests", Some("/"));
        (
            status,
            page("Dateline", &Reply::say(words).block(Block::Paragraph(back))),
        )
            .into_response()
    }
}

fn page(title: &str, reply: &Reply) -> Response {
    let safety = [
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
        ),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    (safety, Html(render::html::page(title, "en", reply))).into_response()
}

async fn health(store: &Store, pulse: &Pulse, clock: Clock) -> Response {
    let silent = pulse.silent(clock.now());
    let trouble = match store.check().await {
        Err(error) => {
            tracing::error!(%error, "the store does not answer");
            "the store does not answer".to_owned()
        }
        Ok(()) if silent.is_empty() => {
            return axum::Json(serde_json::json!({"status": "ok"})).into_response();
        }
        Ok(()) => format!("no sign of work for 5 minutes from {}", silent.join(", ")),
    };
    let body = axum::Json(serde_json::json!({"status": trouble}));
    (StatusCode::SERVICE_UNAVAILABLE, body).into_response()
}

async fn index(State(core): State<Arc<Core>>) -> Result<Response, Failed> {
    let mut reply = Reply::default().block(Block::Title("Digests".into()));
    let mut days: Vec<(Date, Vec<Scope>)> = Vec::new();
    for (date, scope) in core.store.digest_days().await? {
        if days.len() > MOST_DAYS {
            break;
        }
        match days.last_mut() {
            Some((last, scopes)) if *last == date => scopes.push(scope),
            _ => days.push((date, vec![scope])),
        }
    }
    if days.is_empty() {
        reply = reply.block(Block::Paragraph("No digest has been written yet.".into()));
    }
    for (date, scopes) in days.into_iter().take(MOST_DAYS) {
        let heading = Text::default()
            .link(dates::weekday_and_day(date), Some(&format!("/{date}")))
            .and(format!(" {}", date.year()));
        reply = reply.block(Block::Heading(heading)).block(links(&core, date, scopes));
    }
    Ok(page("Dateline: digests", &reply))
}

async fn day(State(core): State<Arc<Core>>, path: Result<Path<String>, PathRejection>) -> Result<Response, Failed> {
    let Path(date) = path.map_err(|_| Failed::Missing)?;
    let date: Date = date.parse().map_err(|_| Failed::Missing)?;
    let days = core.store.digest_days().await?;
    let scopes: Vec<Scope> = days
        .into_iter()
        .filter(|(day, _)| *day == date)
        .map(|(_, scope)| scope)
        .collect();
    if scopes.is_empty() {
        return Err(Failed::Missing);
    }
    let title = format!("Digests of {}", dates::day(date));
    let reply = Reply::default()
        .block(Block::Title(title.as_str().into()))
        .block(links(&core, date, scopes))
        .block(home());
    Ok(page(&title, &reply))
}

async fn digest(
    State(core): State<Arc<Core>>,
    path: Result<Path<(String, String)>, PathRejection>,
) -> Result<Response, Failed> {
    let Path((date, scope)) = path.map_err(|_| Failed::Missing)?;
    // The name of the file in the archive is an address as well.
    let scope = scope.strip_suffix(".md").unwrap_or(&scope).to_owned();
    let date: Date = date.parse().map_err(|_| Failed::Missing)?;
    let scope = Scope::try_from(scope).map_err(|_| Failed::Missing)?;
    let digest = core.store.digest_of(&scope, date).await?.ok_or(Failed::Missing)?;
    let reply = to_reply(&digest, Form::Full).block(home());
    Ok(page(&format!("{} · {}", digest.title, dates::day(date)), &reply))
}

fn links(core: &Core, date: Date, scopes: Vec<Scope>) -> Block {
    let link =
        |scope: &Scope| Text::default().link(scope.title(&core.config.regions), Some(&format!("/{date}/{scope}")));
    Block::List(scopes.iter().map(link).collect())
}

fn home() -> Block {
    Block::Footer(Text::default().link("All digests", Some("/")))
}
