//! What a platform's answer means for a delivery. Decided by variant; error text is only handed on.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::chats::is_group;
use crate::config::{DeliveryConfig, OnUnknown};
use crate::destination::{Destination, Platform};
use crate::platforms::SendError;
use crate::store::{Claimed, Outcome};

/// Waits between tries double from here…
const FIRST_WAIT: Duration = Duration::from_secs(1);
/// …up to here.
const LONGEST_WAIT: Duration = Duration::from_secs(300);
/// A platform that asks for longer is asked again after this.
pub(super) const LONGEST_PARKING: Duration = Duration::from_secs(7 * 24 * 3600);
/// Tries that take more than 24 hours with the waits above (9 that double, then 5 minutes each): an outage shorter
/// than that fails nothing.
const TRIES_OF_A_DAY: u32 = 300;

/// How long Discord surely remembers a nonce. It promises "the past few minutes" (Create Message, `enforce_nonce`).
const NONCE_MEMORY: SignedDuration = SignedDuration::from_mins(2);

/// What became of a delivery, after the platform's answer.
pub fn outcome(claimed: &Claimed, answer: Result<String, SendError>, rules: DeliveryConfig, now: Timestamp) -> Outcome {
    let again = |reason: String| Outcome::Retry {
        at: later(now, backoff(claimed.attempts)),
        reason,
    };
    match answer {
        Ok(message) => Outcome::Sent { message },
        Err(SendError::Gone(reason)) => Outcome::Gone { reason },
        Err(SendError::Missing(reason)) => Outcome::Missing { reason },
        // Chats that send us round in circles would be asked for ever.
        Err(SendError::Moved(chat)) if claimed.attempts >= TRIES_OF_A_DAY => Outcome::Failed {
            reason: format!("it has moved again and again, last to {chat}"),
        },
        Err(SendError::Moved(chat)) => Outcome::Moved { chat },
        Err(SendError::Rejected(reason)) => Outcome::Failed { reason },
        Err(SendError::RetryAfter(wait, _)) => Outcome::Wait {
            at: later(now, wait.min(LONGEST_PARKING)),
            reason: format!("the platform asked to wait {} s", wait.as_secs()),
        },
        Err(SendError::Unreachable(reason)) => {
            if claimed.attempts >= rules.max_attempts.max(TRIES_OF_A_DAY) {
                let reason = format!(
                    "not reached in {} tries over more than a day: {reason}",
                    claimed.attempts + 1
                );
                Outcome::Failed { reason }
            } else {
                again(reason)
            }
        }
        Err(SendError::Unknown(reason)) => {
            let resends = resends(
                claimed.destination.platform,
                rules.on_unknown,
                claimed.doubtful_since,
                now,
            );
            if resends && claimed.attempts + 1 < rules.max_attempts {
                Outcome::Resend {
                    at: later(now, backoff(claimed.attempts)),
                    reason,
                }
            } else {
                Outcome::Unknown { reason }
            }
        }
    }
}

/// Whether a message is sent again that perhaps arrived at `since` or later. Discord recognises it by its nonce for
/// some time and does not show it twice; otherwise the admin decides.
pub fn resends(platform: Platform, on_unknown: OnUnknown, since: Timestamp, now: Timestamp) -> bool {
    match platform {
        // A moment to come was noted before the clock was put back: nobody knows how long ago.
        Platform::Discord if (SignedDuration::ZERO..=NONCE_MEMORY).contains(&now.duration_since(since)) => true,
        Platform::Telegram | Platform::Discord => on_unknown == OnUnknown::Resend,
        Platform::Terminal | Platform::Memory => true,
    }
}

/// What becomes of a delivery that has just been claimed and is not to be sent any more, because an earlier try
/// perhaps arrived; `None` for one that is.
pub(super) fn too_late(claimed: &Claimed, rules: DeliveryConfig, now: Timestamp) -> Option<Outcome> {
    let platform = claimed.destination.platform;
    let resends = !claimed.doubtful || resends(platform, rules.on_unknown, claimed.doubtful_since, now);
    (!resends).then(|| Outcome::Unknown {
        reason: "an earlier try perhaps arrived, and by now the platform would show it twice".to_owned(),
    })
}

/// The least time between two messages to a destination. Telegram: one message a second a chat, 20 a minute a group
/// (Bots FAQ). Discord: 5 in 5 seconds a channel, as its headers usually say.
pub fn spacing(destination: &Destination) -> SignedDuration {
    match destination.platform {
        Platform::Telegram if is_group(&destination.chat) => SignedDuration::from_secs(3),
        Platform::Telegram | Platform::Discord => SignedDuration::from_secs(1),
        Platform::Terminal | Platform::Memory => SignedDuration::ZERO,
    }
}

/// The wait before the next try, after `attempts` earlier ones.
pub(super) fn backoff(attempts: u32) -> Duration {
    FIRST_WAIT.saturating_mul(1 << attempts.min(16)).min(LONGEST_WAIT)
}

/// `now + wait`, held within what a timestamp can say.
pub fn later(now: Timestamp, wait: Duration) -> Timestamp {
    now.checked_add(wait).unwrap_or(Timestamp::MAX)
}
