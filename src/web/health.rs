//! /healthz: well while the store answers, every part is at work, and no digest waits for long for nothing.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use jiff::{SignedDuration, Timestamp};

use crate::clock::Clock;
use crate::pulse::Pulse;
use crate::store::{Store, StoreError};

/// Digests that have waited for longer than this, while nothing was sent at all, are stuck.
const LATE_AFTER: SignedDuration = SignedDuration::from_mins(30);

pub(super) async fn health(store: &Store, pulse: &Pulse, clock: Clock) -> Response {
    let now = clock.now();
    let trouble = match troubles(store, pulse, now).await {
        Err(error) => {
            tracing::error!(%error, "the store does not answer");
            "the store does not answer".to_owned()
        }
        Ok(troubles) if troubles.is_empty() => {
            return axum::Json(serde_json::json!({"status": "ok"})).into_response();
        }
        Ok(troubles) => troubles.join("; "),
    };
    let body = axum::Json(serde_json::json!({"status": trouble}));
    (StatusCode::SERVICE_UNAVAILABLE, body).into_response()
}

async fn troubles(store: &Store, pulse: &Pulse, now: Timestamp) -> Result<Vec<String>, StoreError> {
    store.check().await?;
    let mut troubles = Vec::new();
    let silent = pulse.silent(now);
    if !silent.is_empty() {
        troubles.push(format!("no sign of work for 5 minutes from {}", silent.join(", ")));
    }
    for platform in pulse.quiet_senders(now) {
        let waiting = store.waiting_since(platform, now).await?;
        if let Some(waited) = waiting
            .map(|since| now.duration_since(since))
            .filter(|waited| *waited > LATE_AFTER)
        {
            troubles.push(format!("digests to {platform} are {} min late", waited.as_mins()));
        }
    }
    Ok(troubles)
}
