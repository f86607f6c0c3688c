//! Kills the program again and again while it broadcasts to two faked platforms that make trouble, restarts it at once,
//! and checks what became of every message:
//!
//! `cargo bench --bench crash [-- KILLS READERS SEED ON_UNKNOWN]`, with READERS on each platform and `resend` or `skip`
//! for ON_UNKNOWN.
#![allow(
    missing_docs,
    dead_code,
    unused_imports,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "the fakes are those of the tests, and not all of them are needed here"
)]

#[path = "../it/broadcast/crashes.rs"]
mod crashes;
#[path = "../it/fakes/mod.rs"]
mod fakes;
#[path = "../it/broadcast/history.rs"]
mod history;
#[path = "../it/world.rs"]
mod world;

use std::process::ExitCode;
use std::time::Instant;

use crashes::Plan;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| argument != "--bench")
        .collect();
    let number = |at: usize, otherwise: usize| {
        arguments.get(at).map_or(otherwise, |text| {
            text.parse().expect("KILLS, READERS and SEED are numbers")
        })
    };
    let plan = Plan {
        kills: number(0, 1000),
        readers: number(1, 10_000),
        seed: u64::try_from(number(2, 20_260_106)).unwrap(),
        on_unknown: match arguments.get(3).map(String::as_str) {
            None | Some("resend") => "resend",
            Some("skip") => "skip",
            Some(other) => panic!("ON_UNKNOWN is resend or skip, not {other}"),
        },
        aloud: true,
    };
    let begun = Instant::now();
    let table = crashes::run(plan).await;
    println!("{table}\n{:.0} s", begun.elapsed().as_secs_f64());
    if table.broken_promises().is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
