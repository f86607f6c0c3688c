//! Work in lanes: what is in one lane is done in order, the lanes run side by side.

use std::collections::{HashMap, VecDeque};
use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures::FutureExt;
use futures::future::BoxFuture;
use tokio_util::task::TaskTracker;

/// Lanes of items, each item worked on by the same function. A lane lives while it has work; work that panics is logged
/// and the lane goes on.
pub struct Lanes<T> {
    work: Box<dyn Fn(T) -> BoxFuture<'static, ()> + Send + Sync>,
    waiting: Mutex<HashMap<i64, VecDeque<T>>>,
    tasks: TaskTracker,
}

impl<T: Send + 'static> Lanes<T> {
    /// Lanes in which `work` is done.
    pub fn new<F: Future<Output = ()> + Send + 'static>(work: impl Fn(T) -> F + Send + Sync + 'static) -> Arc<Self> {
        Arc::new(Self {
            work: Box::new(move |item| work(item).boxed()),
            waiting: Mutex::default(),
            tasks: TaskTracker::new(),
        })
    }

    /// Puts an item at the end of a lane.
    pub fn push(self: &Arc<Self>, lane: i64, item: T) {
        let mut waiting = self.waiting();
        let idle = !waiting.contains_key(&lane);
        waiting.entry(lane).or_default().push_back(item);
        if idle {
            let lanes = Arc::clone(self);
            self.tasks.spawn(async move { lanes.walk(lane).await });
        }
    }

    /// Waits until all lanes are empty; nothing may be pushed any more.
    pub async fn finish(&self) {
        self.tasks.close();
        self.tasks.wait().await;
    }

    async fn walk(&self, lane: i64) {
        while let Some(item) = self.next(lane) {
            let work = AssertUnwindSafe(async { (self.work)(item).await });
            if work.catch_unwind().await.is_err() {
                tracing::error!(chat = lane, "answering panicked; this is a bug, and the bot goes on");
            }
        }
    }

    fn next(&self, lane: i64) -> Option<T> {
        let mut waiting = self.waiting();
        let item = waiting.get_mut(&lane).and_then(VecDeque::pop_front);
        if item.is_none() {
            waiting.remove(&lane);
        }
        item
    }

    fn waiting(&self) -> MutexGuard<'_, HashMap<i64, VecDeque<T>>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
