//! The web pages: the archive of digests with its feeds, and /healthz.

mod articles;
mod countries;
mod days;
mod digests;
mod feeds;
mod health;
mod pictures;
mod regions;
mod response;
mod templates;

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::{FromRequestParts, Query, Request, State};
use axum::http::request::Parts;
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::get;
use serde::Deserialize;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

use crate::addresses::Addresses;
use crate::clock::Clock;
use crate::commands::Core;
use crate::pulse::Pulse;
use pictures::Pictures;
use response::{Failed, Kind, answer, finish};

/// The last page of a list that is shown; what lies behind has its own address.
const LAST_PAGE: usize = 500;

/// Pages that are made at one time: more readers wait, so that a burst of them leaves room for what is due.
const MADE_AT_ONCE: usize = 8;

/// What the pages are made of.
struct Site {
    core: Arc<Core>,
    addresses: Addresses,
    pictures: Pictures,
}

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
        get(async move || health::health(&store, &pulse, clock).await)
    };
    let site = Arc::new(Site {
        addresses: Addresses::new(&core.config.web_url),
        core,
        pictures: Pictures::default(),
    });
    let pages = Router::new()
        .route("/", get(days::home))
        .route("/regions", get(regions::all))
        .route("/regions/{scope}", get(regions::one))
        .route("/regions/{scope}/feed.atom", get(feeds::atom))
        .route("/regions/{scope}/feed.json", get(feeds::json))
        .route("/countries", get(countries::all))
        .route("/countries/{country}", get(countries::one))
        .route("/articles/{id}", get(articles::one))
        .route("/{date}", get(days::day))
        .route("/{date}/", get(days::day))
        .route("/{date}/{scope}", get(digests::one))
        .route("/{date}/{scope}/{picture}", get(pictures::map))
        .layer(middleware::from_fn_with_state(
            Arc::new(Semaphore::new(MADE_AT_ONCE)),
            in_turn,
        ))
        // These cost nothing and wait for nobody.
        .route("/healthz", health)
        .route("/style.css", get(style))
        .fallback(|| async { Failed::missing() })
        .layer(middleware::from_fn_with_state(Arc::clone(&site), finish))
        .with_state(site);
    axum::serve(listener, pages)
        .with_graceful_shutdown(stop)
        .await
        .map_err(|error| format!("the web server ended: {error}"))
}

/// Lets so many pages be made as there are permits.
async fn in_turn(State(pages): State<Arc<Semaphore>>, request: Request, next: Next) -> Response {
    // The semaphore is never closed.
    let _permit = pages.acquire().await;
    next.run(request).await
}

async fn style() -> Response {
    answer(Kind::Style, templates::STYLE)
}

/// Which page of a list is wanted, from 0: `?page=2` is 1.
struct Paging(usize);

#[derive(Deserialize)]
struct PageQuery {
    page: Option<usize>,
}

impl<S: Send + Sync> FromRequestParts<S> for Paging {
    type Rejection = Failed;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failed> {
        let query = Query::<PageQuery>::from_request_parts(parts, state).await;
        let Query(PageQuery { page }) = query.map_err(|_| Failed::missing())?;
        match page {
            None => Ok(Self(0)),
            Some(page) if (1..=LAST_PAGE).contains(&page) => Ok(Self(page - 1)),
            Some(_) => Err(Failed::missing()),
        }
    }
}
