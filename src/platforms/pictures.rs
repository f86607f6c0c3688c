//! Pictures on their way out: each is drawn once, however many chats get it.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::OnceCell;

use crate::render::picture::{Theme, png};
use crate::reply::Drawing;

/// The most pictures that are kept: those of all regions of a morning.
const KEPT: usize = 32;

/// The pictures that a platform has sent lately.
#[derive(Debug)]
pub(super) struct Pictures {
    /// `None`: there are no pictures.
    theme: Option<Theme>,
    /// The newest last.
    kept: Mutex<VecDeque<(Drawing, Arc<Kept>)>>,
}

/// One picture.
#[derive(Debug, Default)]
pub(super) struct Kept {
    /// Its PNG; `None` when it cannot be drawn.
    png: OnceCell<Option<Arc<[u8]>>>,
    /// What the platform calls it since it was uploaded.
    name: Mutex<Option<String>>,
}

impl Pictures {
    /// Draws in these colours, or not at all.
    pub(super) fn new(theme: Option<Theme>) -> Self {
        Self {
            theme,
            kept: Mutex::default(),
        }
    }

    fn kept(&self, drawing: &Drawing) -> Arc<Kept> {
        let mut all = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, known)) = all.iter().find(|(known, _)| known == drawing) {
            return Arc::clone(known);
        }
        let new = Arc::<Kept>::default();
        all.push_back((drawing.clone(), Arc::clone(&new)));
        if all.len() > KEPT {
            all.pop_front();
        }
        new
    }

    /// The picture as PNG; `None` when there are none or it cannot be drawn, which is logged: the message goes
    /// without it.
    pub(super) async fn png(&self, drawing: &Drawing) -> Option<Arc<[u8]>> {
        let theme = self.theme?;
        let kept = self.kept(drawing);
        let draw = || async {
            let drawing = drawing.clone();
            // Drawing takes a part of a second of work.
            match tokio::task::spawn_blocking(move || png(&drawing, theme)).await {
                Ok(Ok(png)) => Some(png.into()),
                Ok(Err(error)) => {
                    tracing::error!("{error}");
                    None
                }
                Err(error) => {
                    tracing::error!(%error, "drawing a picture broke off; this is a bug, and the message goes without it");
                    None
                }
            }
        };
        kept.png.get_or_init(draw).await.clone()
    }

    /// What the platform calls the picture, if it has it already.
    pub(super) fn name(&self, drawing: &Drawing) -> Option<String> {
        let kept = self.kept(drawing);
        let name = kept.name.lock().unwrap_or_else(PoisonError::into_inner);
        name.clone()
    }

    /// Notes what the platform calls it from now on.
    pub(super) fn rename(&self, drawing: &Drawing, name: Option<String>) {
        *self.kept(drawing).name.lock().unwrap_or_else(PoisonError::into_inner) = name;
    }
}
