//! Checks a broadcast's history: what was due to whom, what arrived, and what the store says of the rest.

use std::collections::BTreeSet;
use std::fmt;

/// A reader and one edition of one digest, whose parts are numbered from 1.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// How many parts were due.
    pub parts: usize,
    /// The parts in the order in which they arrived.
    pub received: Vec<usize>,
    /// The parts that the store lists as unknown.
    pub unknown: Vec<usize>,
    /// The parts that the store lists as failed.
    pub failed: Vec<usize>,
}

/// What became of all messages of a platform.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// Messages that were due.
    pub due: usize,
    /// Of these, received at least once.
    pub received: usize,
    /// Received once more than due, each time counted.
    pub twice: usize,
    /// In state sent, by the store.
    pub sent: usize,
    /// Listed as unknown.
    pub unknown: usize,
    /// Listed as failed.
    pub failed: usize,
    /// Neither received nor listed as unknown or failed.
    pub lost: usize,
    /// Received behind a later part, or not due at all.
    pub out_of_order: usize,
    /// In state sending when the program was killed, all kills together.
    pub in_flight: usize,
    /// Taken by the platform and answered with an error or not at all.
    pub unanswered: usize,
}

impl Account {
    /// Takes a reader's history in.
    pub fn add(&mut self, history: &History) {
        let arrived: BTreeSet<usize> = history.received.iter().copied().collect();
        let listed = |part: &usize| history.unknown.contains(part) || history.failed.contains(part);
        self.due += history.parts;
        self.received += arrived.len();
        self.twice += history.received.len() - arrived.len();
        self.unknown += history.unknown.len();
        self.failed += history.failed.len();
        self.lost += (1..=history.parts)
            .filter(|part| !arrived.contains(part) && !listed(part))
            .count();
        self.out_of_order += history.received.windows(2).filter(|two| two[0] > two[1]).count();
        self.out_of_order += arrived.iter().filter(|part| **part > history.parts).count();
    }

    /// What breaks the promise, in words. `knows_nonces`: the platform shows a repeated message once. `resends`: what
    /// perhaps arrived is sent again.
    pub fn broken_promises(&self, knows_nonces: bool, resends: bool) -> Vec<String> {
        let most_twice = match (knows_nonces, resends) {
            (false, true) => self.in_flight + self.unanswered,
            _ => 0,
        };
        let mut broken = Vec::new();
        let mut check = |holds: bool, what: String| {
            if !holds {
                broken.push(what);
            }
        };
        check(self.lost == 0, format!("{} lost", self.lost));
        check(self.out_of_order == 0, format!("{} out of order", self.out_of_order));
        check(
            self.twice <= most_twice,
            format!("{} twice, at most {most_twice} allowed", self.twice),
        );
        check(
            self.sent + self.unknown + self.failed == self.due,
            "some neither sent nor listed at the end".to_owned(),
        );
        broken
    }
}

/// The accounts of both platforms, as a table.
pub struct Table {
    pub on_unknown: &'static str,
    pub readers: usize,
    pub kills: usize,
    pub telegram: Account,
    pub discord: Account,
}

impl Table {
    /// What breaks a promise, by platform.
    pub fn broken_promises(&self) -> Vec<String> {
        let resends = self.on_unknown == "resend";
        let telegram = self.telegram.broken_promises(false, resends);
        let discord = self.discord.broken_promises(true, resends);
        let named = |name: &'static str| move |what: String| format!("{name}: {what}");
        telegram
            .into_iter()
            .map(named("Telegram"))
            .chain(discord.into_iter().map(named("Discord")))
            .collect()
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (t, d) = (&self.telegram, &self.discord);
        writeln!(
            f,
            "{} kills, {} readers on each platform, on_unknown = \"{}\"\n{:<42}{:>10}{:>10}",
            self.kills, self.readers, self.on_unknown, "messages", "Telegram", "Discord"
        )?;
        for (name, telegram, discord) in [
            ("due", t.due, d.due),
            ("received", t.received, d.received),
            ("received twice", t.twice, d.twice),
            ("sent, by the store", t.sent, d.sent),
            ("listed as unknown", t.unknown, d.unknown),
            ("listed as failed", t.failed, d.failed),
            ("lost", t.lost, d.lost),
            ("out of order", t.out_of_order, d.out_of_order),
            ("in flight at kills, all together", t.in_flight, d.in_flight),
            ("taken, but answered with an error or not", t.unanswered, d.unanswered),
        ] {
            writeln!(f, "{name:<42}{telegram:>10}{discord:>10}")?;
        }
        match self.broken_promises() {
            broken if broken.is_empty() => write!(f, "kept: none lost, none out of order, no more twice than allowed"),
            broken => write!(f, "BROKEN: {}", broken.join("; ")),
        }
    }
}
