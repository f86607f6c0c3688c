//! The maps on digest pages: drawn when first asked for, the latest kept.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::response::Response;
use tokio::sync::Semaphore;

use super::Site;
use super::digests::{find, of};
use super::response::{Failed, Kind, answer, fingerprint};
use crate::digest::{Digest, Form, to_reply};
use crate::render::picture::{self, Theme};
use crate::reply::{Block, Drawing, Picture, Reply};

/// How many drawings are kept: the maps of a day's digests, in all their looks.
const KEPT: usize = 48;

/// The ways in which a map is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// On a light page.
    Light,
    /// On a dark page.
    Dark,
    /// For the preview of a link, where only photographs are shown.
    Preview,
}

impl Look {
    /// The last part of its address.
    pub(super) fn file(self) -> &'static str {
        match self {
            Self::Light => "map-light.svg",
            Self::Dark => "map-dark.svg",
            Self::Preview => "map.png",
        }
    }

    fn of_file(name: &str) -> Option<Self> {
        [Self::Light, Self::Dark, Self::Preview]
            .into_iter()
            .find(|look| look.file() == name)
    }
}

/// A drawing that was made.
struct Drawn {
    /// The fingerprint of what was drawn.
    of: String,
    look: Look,
    /// Empty where it could not be drawn.
    file: Arc<[u8]>,
}

/// The drawings made last, newest first, and the right to draw: it costs too much to let everybody do it at once.
pub(super) struct Pictures {
    kept: Mutex<VecDeque<Drawn>>,
    drawing: Semaphore,
}

impl Default for Pictures {
    fn default() -> Self {
        Self {
            kept: Mutex::default(),
            drawing: Semaphore::new(1),
        }
    }
}

impl Pictures {
    /// The drawing as a file; `None` when it cannot be drawn.
    pub(super) async fn draw(&self, drawing: &Drawing, look: Look) -> Option<Arc<[u8]>> {
        let key = fingerprint(&serde_json::to_vec(drawing).ok()?);
        // The semaphore is never closed.
        let _right = self.drawing.acquire().await;
        if let Some(known) = self.known(&key, look) {
            return known;
        }
        let drawing = drawing.clone();
        let drawn = tokio::task::spawn_blocking(move || file_of(&drawing, look)).await;
        let file: Arc<[u8]> = drawn.unwrap_or_default().into();
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.push_front(Drawn {
            of: key,
            look,
            file: Arc::clone(&file),
        });
        kept.truncate(KEPT);
        drop(kept);
        (!file.is_empty()).then_some(file)
    }

    /// What was drawn before: nothing yet, or the file, or the knowledge that there is none.
    fn known(&self, key: &str, look: Look) -> Option<Option<Arc<[u8]>>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let drawn = kept.iter().find(|drawn| drawn.of == key && drawn.look == look)?;
        Some((!drawn.file.is_empty()).then(|| Arc::clone(&drawn.file)))
    }
}

/// An empty file where nothing can be drawn: the page goes without.
fn file_of(drawing: &Drawing, look: Look) -> Vec<u8> {
    match look {
        Look::Light => picture::svg(drawing, Theme::Light).into_bytes(),
        Look::Dark => picture::svg(drawing, Theme::Dark).into_bytes(),
        Look::Preview => picture::png(drawing, Theme::Light).unwrap_or_else(|error| {
            tracing::warn!(%error, "a link's preview goes without its picture");
            Vec::new()
        }),
    }
}

/// The first picture of a reply.
pub(super) fn picture_of(reply: &Reply) -> Option<&Picture> {
    reply.blocks.iter().find_map(|block| match block {
        Block::Picture(picture) => Some(picture),
        _ => None,
    })
}

/// A digest's map.
pub(super) async fn map(
    State(site): State<Arc<Site>>,
    path: Result<Path<(String, String, String)>, PathRejection>,
) -> Result<Response, Failed> {
    let Path((date, scope, file)) = path.map_err(|_| Failed::missing())?;
    let look = Look::of_file(&file).ok_or_else(Failed::missing)?;
    let digest: Digest = find(&site, of(&date, &scope)?).await?;
    let reply = to_reply(&digest, Form::Full);
    let picture = picture_of(&reply).ok_or_else(Failed::missing)?;
    let file = site.pictures.draw(&picture.drawing, look).await;
    let file = file.ok_or_else(Failed::missing)?;
    let kind = match look {
        Look::Light | Look::Dark => Kind::Svg,
        Look::Preview => Kind::Png,
    };
    Ok(answer(kind, file.to_vec()))
}
