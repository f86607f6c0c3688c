//! Digests that show a revised article are corrected, and the messages that carry them edited.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt as _;
use futures::future::join_all;
use jiff::{SignedDuration, Timestamp};
use tokio_util::sync::CancellationToken;

use super::Worker;
use super::edition::{archive_all, before};
use super::fanouts::{parts, rendered};
use super::outcome::{LONGEST_PARKING, backoff, later, spacing};
use super::shift::SEND_LIMIT;
use crate::article::Tagged;
use crate::config::Config;
use crate::destination::Platform;
use crate::digest::{Digest, correct};
use crate::i18n::digest as words;
use crate::material::ComposeError;
use crate::platforms::{SendError, Sender};
use crate::reply::{Block, Reply};
use crate::store::{Corrected, Edit, Edited, Rendered, Showing, Store, StoreError};

/// A digest is corrected while its readers may still look at it: today's and yesterday's. Nobody scrolls back to an older
/// one, and an edit of it would be seen by nobody.
const CORRECTED_FOR: SignedDuration = SignedDuration::from_hours(48);
/// Revised articles looked at together.
const LOOKED_AT: usize = 200;
/// Edits under way at once.
const AT_ONCE: usize = 16;
/// How often it is asked whether something is to be edited.
const ASK_AGAIN: Duration = Duration::from_secs(2);

/// Corrects the digests that show an article revised since the last look, and queues the edits of what was sent. Returns
/// how many digests were corrected.
pub(super) async fn correct_digests(
    config: &Arc<Config>,
    store: &Store,
    now: Timestamp,
) -> Result<usize, ComposeError> {
    let mut count = 0;
    loop {
        let revised = store.revised_articles(LOOKED_AT).await?;
        if revised.is_empty() {
            return Ok(count);
        }
        let mut pages = Vec::new();
        for showing in store.digests_showing(&revised, before(now, CORRECTED_FOR)).await? {
            // Each digest by itself: one that cannot be corrected is named and passed over.
            let correcting = AssertUnwindSafe(correct_messages(config, store, &showing, &revised, now)).catch_unwind();
            let corrected = match correcting.await {
                Ok(Ok(corrected)) => corrected,
                Ok(Err(ComposeError::Store(error))) if !matches!(error, StoreError::Unreadable(_)) => {
                    return Err(error.into());
                }
                Ok(Err(error)) => {
                    tracing::error!(digest = showing.number, %error, "a digest is not corrected");
                    continue;
                }
                Err(_) => {
                    tracing::error!(digest = showing.number, "correcting a digest broke off; this is a bug");
                    continue;
                }
            };
            let Some(corrected) = corrected else {
                // Perhaps a kill came between the store and the page.
                if showing.times > 0 {
                    pages.push(showing.digest);
                }
                continue;
            };
            let digest = &corrected.of.digest;
            tracing::info!(scope = %digest.scope, edition = %digest.edition.local, "a digest is corrected: an article of it has changed");
            // Another program on this store was faster: it has queued the edits.
            if !store.save_corrections(std::slice::from_ref(&corrected), now).await? {
                return Ok(count);
            }
            count += 1;
            pages.push(corrected.of.digest);
        }
        archive_all(config, pages).await;
        store.forget_revised(&revised).await?;
    }
}

/// The corrected digest with the messages that change with it; `None` where nothing changes for anybody.
async fn correct_messages(
    config: &Config,
    store: &Store,
    of: &Showing,
    revised: &[Tagged],
    now: Timestamp,
) -> Result<Option<Corrected>, ComposeError> {
    let own = correct(&of.digest, revised, now);
    let (mut bodies, mut shown) = (Vec::new(), Vec::new());
    for rendered in store.rendered(of.number).await? {
        let filtered = rendered.rendering.shown.as_deref();
        let new = match filtered {
            Some(theirs) => correct(theirs, revised, now),
            None => own.clone(),
        };
        let Some(new) = new else {
            continue;
        };
        let messages = in_as_many_parts(config, store, &new, &rendered).await?;
        let changed = rendered.parts.iter().zip(messages).filter(|((_, old), new)| old != new);
        bodies.extend(changed.map(|((part, _), new)| (*part, new)));
        if let (Some(_), Some((first, _))) = (filtered, rendered.parts.first()) {
            shown.push((*first, new));
        }
    }
    if own.is_none() && shown.is_empty() {
        return Ok(None);
    }
    let of = Showing {
        digest: own.unwrap_or_else(|| of.digest.clone()),
        ..of.clone()
    };
    Ok(Some(Corrected { of, bodies, shown }))
}

/// The digest in as many messages as were sent, because a correction sends none and deletes none. One that needs more is
/// shown shorter; a message in which nothing is left says so.
async fn in_as_many_parts(
    config: &Config,
    store: &Store,
    digest: &Digest,
    of: &Rendered,
) -> Result<Vec<String>, ComposeError> {
    let mut digest = digest.clone();
    loop {
        let mut new = rendered(config, store, &digest, of.platform, &of.rendering).await?;
        let fits = new.len() <= of.parts.len();
        if fits || !shorten(&mut digest) {
            let filler = nothing_here(of.platform).map_err(|error| ComposeError::Broken {
                scope: digest.scope.clone(),
                reason: error.to_string(),
            })?;
            new.resize(of.parts.len(), filler);
            return Ok(new);
        }
    }
}

/// Makes a digest one step shorter, from its end: headlines first, then sentences, then stories. False when there is
/// nothing left.
fn shorten(digest: &mut Digest) -> bool {
    if digest.elsewhere.pop().is_some() || digest.more.pop().is_some() {
        return true;
    }
    let longest = digest
        .stories
        .iter_mut()
        .rev()
        .max_by_key(|story| story.sentences.len());
    if let Some(story) = longest.filter(|story| !story.sentences.is_empty()) {
        story.sentences.pop();
        // It was told from all of them.
        story.rewrite = None;
        return true;
    }
    digest.updates.pop().is_some() || digest.stories.pop().is_some()
}

/// The message that stands where a digest needs no message any more.
fn nothing_here(platform: Platform) -> Result<String, serde_json::Error> {
    let reply = Reply::default().block(Block::Paragraph(words::MOVED_UP.into()));
    Ok(parts(platform, &reply)?.into_iter().next().unwrap_or_default())
}

/// Edits what is to be edited until `stop`, then waits to be dropped: the worker's shift runs beside, and ends both. An
/// edit that was cut off is made again, which changes nothing.
pub(super) async fn edit_beside(worker: &Worker, stop: &CancellationToken) {
    while !stop.is_cancelled() {
        if let Err(error) = edit_due(worker).await {
            tracing::error!(platform = %worker.platform, %error, "corrections wait: the store failed; trying again");
        }
        tokio::time::sleep(ASK_AGAIN).await;
    }
    std::future::pending().await
}

/// Makes all edits that may be made now; deliveries that are due go first.
pub(super) async fn edit_due(worker: &Worker) -> Result<(), StoreError> {
    loop {
        let now = (worker.now)();
        worker
            .store
            .expire_edits(worker.platform, before(now, CORRECTED_FOR), now)
            .await?;
        let next = worker.store.next_delivery_at(worker.platform).await?;
        if next.is_some_and(|next| next <= now) || worker.token.rests_until(now).is_some() || worker.token.is_down() {
            return Ok(());
        }
        let edits = worker.store.due_edits(worker.platform, AT_ONCE, now).await?;
        let Some(first) = edits.first() else {
            return Ok(());
        };
        // The shift may have lost the lease and be winding down.
        if !worker.renew().await? {
            return Ok(());
        }
        let space = edits.iter().map(|edit| spacing(&edit.destination)).max();
        let space = space.unwrap_or_else(|| spacing(&first.destination));
        let answers = join_all(edits.iter().map(|edit| async {
            let _turn = worker.pacer.broadcast_to(&edit.destination).await;
            edit_one(worker.sender.as_ref(), edit).await
        }))
        .await;
        let now = (worker.now)();
        let mut done = Vec::new();
        for (edit, answer) in edits.into_iter().zip(answers) {
            let learnt = answer.clone().map(|()| edit.message.clone());
            worker.token.learn(worker.platform, &learnt, now);
            let edited = edited(&edit, answer, now);
            if let Edited::Refused { reason } = &edited {
                let destination = &edit.destination;
                tracing::info!(%destination, message = edit.message, %reason, "a message could not be corrected; the next digest says what has changed");
            }
            done.push((edit, edited));
        }
        worker.store.record_edits(&done, now, space).await?;
    }
}

async fn edit_one(sender: &dyn Sender, edit: &Edit) -> Result<(), SendError> {
    let editing = AssertUnwindSafe(sender.edit(&edit.destination, &edit.message, &edit.body)).catch_unwind();
    match tokio::time::timeout(SEND_LIMIT, editing).await {
        Ok(Ok(answer)) => answer.map_err(SendError::on_one_line),
        Ok(Err(_)) => Err(SendError::Rejected("the sender broke off; this is a bug".to_owned())),
        Err(_) => Err(SendError::Unknown("no answer in time".to_owned())),
    }
}

/// What an answer means for an edit. Edits may be repeated, so whatever is in doubt is tried again, until it expires.
fn edited(edit: &Edit, answer: Result<(), SendError>, now: Timestamp) -> Edited {
    match answer {
        Ok(()) => Edited::Done,
        Err(SendError::RetryAfter(wait, _)) => Edited::Again {
            at: later(now, wait.min(LONGEST_PARKING)),
            reason: format!("the platform asked to wait {} s", wait.as_secs()),
        },
        Err(SendError::Unreachable(reason) | SendError::Unknown(reason)) => Edited::Again {
            at: later(now, backoff(edit.attempts)),
            reason,
        },
        // Messages do not move with their chat.
        Err(SendError::Moved(chat)) => Edited::Refused {
            reason: format!("the chat has moved to {chat} since"),
        },
        Err(SendError::Gone(reason) | SendError::Missing(reason) | SendError::Rejected(reason)) => {
            Edited::Refused { reason }
        }
    }
}
