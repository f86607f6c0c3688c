//! /healthz: well only while the parts that were started are at work.

use std::sync::Arc;

use dateline::clock::Clock;
use dateline::commands::Core;
use dateline::destination::Platform;
use dateline::platforms::SendError;
use dateline::pulse::Pulse;
use dateline::web;
use jiff::SignedDuration;
use tokio_util::sync::CancellationToken;

use super::fixtures::{Office, until};
use super::paper::{Paper, at};

#[test]
fn a_part_is_silent_after_five_minutes_and_only_if_it_was_started() {
    let pulse = Pulse::default();
    let noon = at("2026-01-07T12:00:00Z");
    let after = |seconds| pulse.silent(noon + SignedDuration::from_secs(seconds));
    assert!(after(0).is_empty(), "nothing was started");
    pulse.beat("the collector", noon);
    pulse.beat("the writer", noon + SignedDuration::from_secs(60));
    assert!(after(300).is_empty());
    assert_eq!(after(301), ["the collector"]);
    assert_eq!(after(361), ["the collector", "the writer"]);
    pulse.beat("the collector", noon + SignedDuration::from_secs(361));
    assert_eq!(after(361), ["the writer"]);
    assert_eq!(
        after(-3600),
        ["the collector", "the writer"],
        "a beat to come tells nothing"
    );
}

#[tokio::test]
async fn a_sender_beats_at_every_pass_and_not_while_its_store_fails() {
    let office = Office::open(Platform::Memory).await;
    let (worker, stop) = (office.worker("one"), CancellationToken::new());
    let running = tokio::spawn({
        let stop = stop.clone();
        async move { worker.run(stop).await }
    });
    office.publish(&["ann"], 1).await;
    until(|| office.read_by("ann").len() == 1).await;
    office.pass(600);
    until(|| office.pulse.silent(office.now()).is_empty()).await;

    office.store.close().await;
    // A pass that was under way may still beat once.
    until(|| {
        office.pass(600);
        !office.pulse.silent(office.now()).is_empty()
    })
    .await;
    assert_eq!(office.pulse.silent(office.now()), ["the sender to memory"]);
    stop.cancel();
    running.abort();
}

#[tokio::test]
async fn healthz_names_what_is_silent_and_a_store_that_does_not_answer() {
    let paper = Paper::open().await;
    let (listener, address) = web::bind("127.0.0.1:0").await.unwrap();
    let core = Arc::new(Core::new(Arc::new(paper.config.clone()), paper.store().clone()));
    let pulse = Arc::new(Pulse::default());
    let noon = at("2026-01-07T12:00:00Z");
    let clock = Clock::starting_at(noon);
    let stop = CancellationToken::new();
    let stopped = stop.clone().cancelled_owned();
    let serving = tokio::spawn(web::serve(listener, core, Arc::clone(&pulse), clock, stopped));
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let asked = async || {
        let answer = client.get(format!("http://{address}/healthz")).send().await.unwrap();
        format!("{} {}", answer.status().as_u16(), answer.text().await.unwrap())
    };
    insta::assert_snapshot!(asked().await, @r#"200 {"status":"ok"}"#);
    pulse.beat("the collector", noon);
    pulse.beat("the sender to telegram", noon - SignedDuration::from_mins(6));
    insta::assert_snapshot!(asked().await, @r#"503 {"status":"no sign of work for 5 minutes from the sender to telegram"}"#);
    pulse.beat("the sender to telegram", noon);
    insta::assert_snapshot!(asked().await, @r#"200 {"status":"ok"}"#);
    paper.store().close().await;
    insta::assert_snapshot!(asked().await, @r#"503 {"status":"the store does not answer"}"#);
    stop.cancel();
    serving.await.unwrap().unwrap();
}

/// RSStT#186, kite-public#166, flowerss-bot#60: the program was at work, every part of it, and for days nothing was sent.
#[tokio::test]
async fn healthz_names_a_platform_whose_digests_wait_while_nothing_is_sent() {
    let office = Office::open(Platform::Memory).await;
    let paper = Paper::open().await;
    let clock_of = |office: &Office| Clock::starting_at(office.now());
    let core = Arc::new(Core::new(Arc::new(paper.config.clone()), office.store.clone()));
    let asked = async |office: &Office| {
        let (listener, address) = web::bind("127.0.0.1:0").await.unwrap();
        let stop = CancellationToken::new();
        let serving = web::serve(
            listener,
            Arc::clone(&core),
            Arc::clone(&office.pulse),
            clock_of(office),
            stop.clone().cancelled_owned(),
        );
        let serving = tokio::spawn(serving);
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let answer = client.get(format!("http://{address}/healthz")).send().await.unwrap();
        let words = format!("{} {}", answer.status().as_u16(), answer.text().await.unwrap());
        stop.cancel();
        serving.await.unwrap().unwrap();
        words
    };
    office.publish(&["ann", "ben"], 1).await;
    office.memory.outage(Some(SendError::Unreachable("down".to_owned())));
    office.serve_for("one", 5).await;
    insta::assert_snapshot!(asked(&office).await, @r#"200 {"status":"ok"}"#);
    office.pass(44 * 60);
    office.pulse.beat("the sender to memory", office.now());
    insta::assert_snapshot!(asked(&office).await, @r#"503 {"status":"digests to memory are 43 min late"}"#);
    office.store.pause_everything(office.now()).await.unwrap();
    insta::assert_snapshot!(asked(&office).await, @r#"200 {"status":"ok"}"#);
    office.store.resume_everything(office.now()).await.unwrap();
    office.memory.outage(None);
    assert!(office.worker("one").send_due().await.unwrap());
    insta::assert_snapshot!(asked(&office).await, @r#"200 {"status":"ok"}"#);
}
