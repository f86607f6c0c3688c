//! `dateline deliveries`: the outbox as an admin sees it, and what he can do about it while the bot runs.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{Common, DeliveriesVerb, Failure, print, print_json};
use crate::destination::Platform;
use crate::store::DeliveryState::{Failed, Paused, Pending, Sending, Sent, Unknown};
use crate::store::{DeliveryState, ListedDelivery, ListedEdition, Resend, Resent, Stopped, Store, Tally};

/// Deliveries that did not arrive, at most so many, newest first.
const MOST_FAILURES: usize = 100;
/// The latest editions, at most so many, newest first.
const MOST_EDITIONS: usize = 20;
/// Deliveries of an edition are read from the store so many at a time.
const AT_A_TIME: usize = 1000;

pub(super) async fn deliveries(common: &Common, verb: DeliveriesVerb) -> Result<(), Failure> {
    let core = common.core().await?;
    let (store, now) = (&core.store, common.moment());
    match verb {
        DeliveriesVerb::List { edition: None } => list(common, store).await,
        DeliveriesVerb::List { edition: Some(number) } => list_edition(common, store, number).await,
        DeliveriesVerb::Pause { edition: None } => {
            let stopped = store.pause_everything(now).await?;
            let waits = deliveries_do(stopped.stopped, "waits", "wait");
            let words = format!("Everything is paused: {waits}, and what falls due will wait too.");
            say(common, "pause", None, &words, &told_of(stopped))
        }
        DeliveriesVerb::Pause { edition: Some(number) } => {
            known(store, number).await?;
            let stopped = store.pause_edition(number, now).await?;
            let waits = deliveries_do(stopped.stopped, "waits", "wait");
            say(
                common,
                "pause",
                Some(number),
                &format!("Edition {number} is paused: {waits}."),
                &told_of(stopped),
            )
        }
        DeliveriesVerb::Resume { edition: None } => {
            let waiting = store.resume_everything(now).await?;
            let words = format!(
                "Nothing is paused any more: {}.",
                deliveries_do(waiting, "is", "are") + " to be sent"
            );
            say(common, "resume", None, &words, &Told::of(waiting))
        }
        DeliveriesVerb::Resume { edition: Some(number) } => {
            let edition = known(store, number).await?;
            let (how, waiting) = match edition.paused {
                Some(_) => ("goes on", store.resume_edition(number, now).await?),
                None => ("was not paused", in_state(&edition.tally, Pending)),
            };
            let words = format!(
                "Edition {number} {how}: {} to be sent.",
                deliveries_do(waiting, "is", "are")
            );
            let told = Told {
                more: still_paused(store).await?,
                ..Told::of(waiting)
            };
            say(common, "resume", Some(number), &words, &told)
        }
        DeliveriesVerb::Cancel { edition: number } => {
            known(store, number).await?;
            let stopped = store.cancel_edition(number, now).await?;
            let ends = deliveries_do(stopped.stopped, "will", "will");
            let words = format!("Edition {number} is cancelled: {ends} not be sent.");
            say(common, "cancel", Some(number), &words, &told_of(stopped))
        }
        DeliveriesVerb::Resend { edition, all, to } => resend(common, store, edition, &Resend { all, to }, now).await,
    }
}

async fn resend(common: &Common, store: &Store, number: i64, wish: &Resend, now: Timestamp) -> Result<(), Failure> {
    let edition = known(store, number).await?;
    if let Some(cleared) = edition.cleared {
        return Err(Failure::new(format!(
            "edition {number} cannot be sent again: its deliveries were deleted on {}, being older than [delivery] keep",
            second(cleared)
        )));
    }
    let Resent {
        again,
        on_their_way,
        broken,
    } = store.resend_edition(number, wish, now).await?;
    if again == 0 && on_their_way == 0 && broken > 0 {
        return Err(Failure::new(format!(
            "edition {number} cannot be sent again: {broken} of its deliveries have no message, since their digests could \
             not be composed"
        )));
    }
    let mut words = match (again, on_their_way) {
        (0, 0) if wish.to.is_some() => {
            format!("Nothing of edition {number} to that destination is there to be sent again.")
        }
        (0, 0) if wish.all => format!("Nothing of edition {number} is there to be sent again."),
        (0, 0) => format!("Nothing of edition {number} has failed or is unknown; --all sends also what was sent."),
        _ => format!(
            "Edition {number}: {} to be sent again.",
            deliveries_do(again, "is", "are")
        ),
    };
    if on_their_way > 0 {
        let left = deliveries_do(on_their_way, "is", "are");
        words.push_str(&format!(
            " {left} left out: other parts of the same digests are still on their way."
        ));
    }
    if broken > 0 {
        let left = deliveries_do(broken, "has", "have");
        words.push_str(&format!(" {left} no message: the digest could not be composed."));
    }
    let mut more = still_paused(store).await?;
    if again > 0 && edition.paused.is_some() {
        more.push_str(&format!(
            " The edition is paused: `dateline deliveries resume {number}` ends that."
        ));
    }
    let told = Told {
        more,
        fields: vec![("left_out", on_their_way.into()), ("broken", broken.into())],
        ..Told::of(again)
    };
    say(common, "resend", Some(number), &words, &told)
}

/// What is told of what was done, besides a sentence.
struct Told {
    deliveries: usize,
    /// Further sentences, each with a space before it.
    more: String,
    /// Further fields of the JSON object.
    fields: Vec<(&'static str, Value)>,
}

impl Told {
    fn of(deliveries: usize) -> Self {
        Self {
            deliveries,
            more: String::new(),
            fields: Vec::new(),
        }
    }
}

fn told_of(stopped: Stopped) -> Told {
    let more = match stopped.in_flight {
        0 => String::new(),
        1 => " 1 message is being sent at this moment and may still arrive.".to_owned(),
        n => format!(" {n} messages are being sent at this moment and may still arrive."),
    };
    Told {
        more,
        fields: vec![("in_flight", stopped.in_flight.into())],
        ..Told::of(stopped.stopped)
    }
}

fn say(common: &Common, did: &str, edition: Option<i64>, words: &str, told: &Told) -> Result<(), Failure> {
    if !common.json {
        return print(&format!("{words}{}\n", told.more));
    }
    let mut object = json!({"did": did, "edition": edition, "deliveries": told.deliveries});
    for (name, value) in &told.fields {
        object[*name] = value.clone();
    }
    print_json(&object)
}

async fn known(store: &Store, number: i64) -> Result<ListedEdition, Failure> {
    store.listed_edition(number).await?.ok_or_else(|| {
        Failure::new(format!(
            "there is no edition {number} in this store; `dateline deliveries list` shows the numbers"
        ))
    })
}

async fn still_paused(store: &Store) -> Result<String, Failure> {
    let paused = store.paused_since().await?.is_some();
    let words = " Everything is still paused: `dateline deliveries resume` ends that.";
    Ok(if paused { words.to_owned() } else { String::new() })
}

async fn list(common: &Common, store: &Store) -> Result<(), Failure> {
    if let Some(since) = store.paused_since().await? {
        if common.json {
            print_json(&json!({"paused_since": since}))?;
        } else {
            let since = second(since);
            print(&format!(
                "Everything has been paused since {since}; `dateline deliveries resume` ends that.\n"
            ))?;
        }
    }
    for platform in [Platform::Telegram, Platform::Discord, Platform::Terminal] {
        for (state, count) in store.tally_deliveries(platform).await? {
            if common.json {
                print_json(&json!({"platform": platform, "state": state.as_str(), "count": count}))?;
            } else {
                print(&format!("{platform}: {count} {}\n", state.as_str()))?;
            }
        }
    }
    for flight in store.in_flight().await? {
        if common.json {
            print_json(&json!({
                "platform": flight.platform, "in_flight": flight.count, "owner": flight.owner, "since": flight.since,
            }))?;
        } else {
            let (platform, count, since) = (flight.platform, flight.count, second(flight.since));
            print(&format!(
                "{platform}: {count} in flight since {since}, sent by {}\n",
                flight.owner
            ))?;
        }
    }
    for edition in store.listed_editions(MOST_EDITIONS).await? {
        show_edition(common, &edition)?;
    }
    for lost in store.undelivered(MOST_FAILURES).await? {
        let state = lost.state.as_str();
        if common.json {
            print_json(&json!({
                "id": lost.id, "destination": lost.destination.to_string(), "scope": lost.scope,
                "edition": lost.edition, "part": lost.part, "state": state, "reason": lost.reason,
            }))?;
        } else {
            let what = format!("{} of {}, part {}", lost.scope, lost.edition, lost.part);
            print(&format!("{state}: {} · {what} · {}\n", lost.destination, lost.reason))?;
        }
    }
    Ok(())
}

async fn list_edition(common: &Common, store: &Store, number: i64) -> Result<(), Failure> {
    show_edition(common, &known(store, number).await?)?;
    let mut after = 0;
    loop {
        let page = store.deliveries_of(number, after, AT_A_TIME).await?;
        let Some(last) = page.last() else {
            return Ok(());
        };
        after = last.id;
        for delivery in &page {
            show_delivery(common, delivery)?;
        }
    }
}

fn show_edition(common: &Common, edition: &ListedEdition) -> Result<(), Failure> {
    let ListedEdition {
        number,
        schedule,
        local,
        zone,
        tally,
        ..
    } = edition;
    if common.json {
        let states: serde_json::Map<String, Value> = tally
            .iter()
            .map(|(state, count)| (state.as_str().to_owned(), (*count).into()))
            .collect();
        return print_json(&json!({
            "number": number, "schedule": schedule, "local": local, "zone": zone, "states": states,
            "paused": edition.paused, "cancelled": edition.cancelled, "cleared": edition.cleared,
        }));
    }
    let mut words = format!("edition {number}: {schedule} · {local} {zone} · {}", states(tally));
    for (what, when) in [
        ("paused since", edition.paused),
        ("cancelled", edition.cancelled),
        ("deleted", edition.cleared),
    ] {
        if let Some(when) = when {
            words.push_str(&format!(" · {what} {}", second(when)));
        }
    }
    print(&format!("{words}\n"))
}

fn show_delivery(common: &Common, delivery: &ListedDelivery) -> Result<(), Failure> {
    let (state, to) = (delivery.state.as_str(), delivery.destination.to_string());
    if common.json {
        return print_json(&json!({
            "id": delivery.id, "destination": to, "scope": delivery.scope, "part": delivery.part, "state": state,
            "attempts": delivery.attempts, "next": delivery.next, "message": delivery.message, "reason": delivery.reason,
        }));
    }
    let mut words = format!("{state}: {to} · {}, part {}", delivery.scope, delivery.part);
    if delivery.attempts > 0 {
        words.push_str(&format!(" · tried {} times in vain", delivery.attempts));
    }
    if let Some(next) = delivery.next {
        words.push_str(&format!(" · next at {}", second(next)));
    }
    if let Some(message) = &delivery.message {
        words.push_str(&format!(" · message {message}"));
    }
    if let Some(reason) = &delivery.reason {
        words.push_str(&format!(" · {reason}"));
    }
    print(&format!("{words}\n"))
}

fn in_state(tally: &Tally, state: DeliveryState) -> usize {
    tally.iter().find(|(known, _)| *known == state).map_or(0, |(_, n)| *n)
}

/// "3 pending, 9 sent".
fn states(tally: &Tally) -> String {
    if tally.is_empty() {
        return "no deliveries".to_owned();
    }
    let order = [Pending, Paused, Sending, Sent, Unknown, Failed];
    let parts: Vec<String> = order
        .iter()
        .filter_map(|state| tally.iter().find(|(known, _)| known == state))
        .map(|(state, count)| format!("{count} {}", state.as_str()))
        .collect();
    parts.join(", ")
}

/// "1 delivery waits", "2 deliveries wait".
fn deliveries_do(n: usize, one: &str, many: &str) -> String {
    match n {
        1 => format!("1 delivery {one}"),
        n => format!("{n} deliveries {many}"),
    }
}

/// A moment to the second.
fn second(moment: Timestamp) -> String {
    moment.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
