//! What a message needs at the moment it is sent: to wait for the end of quiet hours, to come without a sound, or to say
//! that it is late.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::destination::Platform;
use crate::digest::LATE_SECONDS;
use crate::i18n::digest as words;
use crate::render::{Touch, discord, telegram, terminal};
use crate::store::Claimed;

/// A message that waited for longer than this says so: what counts as late for a digest.
const LATE_AFTER: SignedDuration = SignedDuration::from_secs(LATE_SECONDS);

/// Until when a message that has just been claimed is held back by its destination's quiet hours.
pub fn held_until(claimed: &Claimed, now: Timestamp) -> Option<Timestamp> {
    claimed.quiet.as_ref().filter(|quiet| quiet.hold)?.until(now)
}

/// What is to be changed about a message that is sent now.
pub fn touch(claimed: &Claimed, now: Timestamp) -> Touch {
    let silent = claimed
        .quiet
        .as_ref()
        .is_some_and(|quiet| !quiet.hold && quiet.until(now).is_some());
    // The parts behind the first need not say it again.
    let late = claimed.part == 1 && now.duration_since(expected(claimed)) > LATE_AFTER;
    let note = late.then(|| {
        let zone = TimeZone::get(&claimed.promised.zone).unwrap_or(TimeZone::UTC);
        words::waited(claimed.promised.local, zone.to_datetime(now).date())
    });
    Touch { note, silent }
}

/// From when on a message counts as late: its edition's moment; its writing where the digest itself says that it was
/// written late; the end of the quiet hours that its reader asked for.
fn expected(claimed: &Claimed) -> Timestamp {
    let promised = &claimed.promised;
    let said = promised.written.as_second() - promised.due.as_second() > LATE_SECONDS;
    let ready = if said { promised.written } else { promised.due };
    let quiet = claimed.quiet.as_ref().filter(|quiet| quiet.hold);
    quiet.and_then(|quiet| quiet.until(ready)).unwrap_or(ready)
}

/// A stored message as it is sent. One that cannot be read goes as it is: its sender says what is wrong with it.
pub fn touched(claimed: &Claimed, touch: &Touch) -> String {
    if *touch == Touch::default() {
        return claimed.body.clone();
    }
    let body = &claimed.body;
    let changed = match claimed.destination.platform {
        Platform::Discord => serde_json::from_str::<discord::Message>(body)
            .and_then(|message| serde_json::to_string(&message.touched(touch))),
        Platform::Telegram | Platform::Memory => serde_json::from_str::<telegram::Message>(body)
            .and_then(|message| serde_json::to_string(&message.touched(touch))),
        Platform::Terminal => {
            serde_json::from_str::<String>(body).and_then(|text| serde_json::to_string(&terminal::touched(text, touch)))
        }
    };
    changed.unwrap_or_else(|_| body.clone())
}
