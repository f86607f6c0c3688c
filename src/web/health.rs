//! /healthz: well while the store answers and every part is at work.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::clock::Clock;
use crate::pulse::Pulse;
use crate::store::Store;

pub(super) async fn health(store: &Store, pulse: &Pulse, clock: Clock) -> Response {
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
