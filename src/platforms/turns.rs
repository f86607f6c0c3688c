//! Turns: a platform asks for one before each request that counts against its bot's limits, and keeps it until the answer.

use std::any::Any;
use std::fmt;
use std::sync::Arc;

use futures::future::BoxFuture;

use crate::destination::Destination;

/// A turn; the request is over when it is dropped.
pub type Turn = Box<dyn Any + Send>;

type Ask = dyn Fn(Option<Destination>) -> BoxFuture<'static, Turn> + Send + Sync;

/// Where a platform gets its turns. The first request of a digest's message has one already.
#[derive(Clone, Default)]
pub struct Turns(Option<Arc<Ask>>);

impl Turns {
    /// Turns from `ask`, which waits until one is free. It is given the chat in which something is to be shown; nothing
    /// for a request that shows nothing, or that makes up for one that was refused there.
    pub fn from(ask: impl Fn(Option<Destination>) -> BoxFuture<'static, Turn> + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(ask)))
    }

    /// Waits for the turn of a message or an edit in a chat.
    pub(super) async fn to(&self, chat: Destination) -> Option<Turn> {
        match &self.0 {
            Some(ask) => Some(ask(Some(chat)).await),
            None => None,
        }
    }

    /// Waits for the turn of any other request.
    pub(super) async fn next(&self) -> Option<Turn> {
        match &self.0 {
            Some(ask) => Some(ask(None).await),
            None => None,
        }
    }
}

impl fmt::Debug for Turns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Turns" } else { "no turns" })
    }
}
