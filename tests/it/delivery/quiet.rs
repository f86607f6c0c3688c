//! Quiet hours at sending, and "this is late" on what waited.

use dateline::delivery::{held_until, touch, touched};
use dateline::destination::Platform;
use dateline::platforms::SendError;
use dateline::render::telegram;
use dateline::reply::{Block, Reply};
use dateline::schedule::Quiet;
use dateline::store::{Claimed, DeliveryState, Promised};
use jiff::civil::Time;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use sqlx::{Connection, SqliteConnection};

use super::fixtures::Office;
use super::paper::at;

fn quiet(from: &str, to: &str, zone: &str, hold: bool) -> Quiet {
    Quiet {
        from: from.parse().unwrap(),
        to: to.parse().unwrap(),
        zone: zone.to_owned(),
        hold,
    }
}

/// A message of the edition of 07:30 in Caracas, which is 11:30 UTC.
fn message(body: &str) -> Claimed {
    Claimed {
        id: 1,
        resent: 0,
        destination: "telegram:5".parse().unwrap(),
        part: 1,
        parts: 1,
        body: body.to_owned(),
        attempts: 0,
        doubtful_since: at("2026-01-07T11:30:00Z"),
        doubtful: false,
        first_message: None,
        promised: Promised {
            due: at("2026-01-07T11:30:00Z"),
            written: at("2026-01-07T11:30:20Z"),
            local: jiff::civil::date(2026, 1, 7).at(7, 30, 0, 0),
            zone: "America/Caracas".to_owned(),
        },
        quiet: None,
    }
}

fn note(claimed: &Claimed, now: &str) -> String {
    touch(claimed, at(now)).note.unwrap_or_default()
}

#[test]
fn what_waited_for_more_than_ten_minutes_says_when_it_was_due() {
    let mut claimed = message("");
    assert_eq!(note(&claimed, "2026-01-07T11:40:00Z"), "");
    assert_eq!(note(&claimed, "2026-01-07T11:40:01Z"), "Late: this was due at 07:30.");
    assert_eq!(
        note(&claimed, "2026-01-08T04:00:01Z"),
        "Late: this was due on Wednesday 7 January at 07:30.",
        "on another day of the reader's"
    );
    claimed.part = 2;
    assert_eq!(note(&claimed, "2026-01-07T14:00:00Z"), "", "once a digest");

    let mut written_late = message("");
    written_late.promised.written = at("2026-01-07T13:00:00Z");
    assert_eq!(
        note(&written_late, "2026-01-07T13:10:00Z"),
        "",
        "the digest itself says that it was written late"
    );
    assert_eq!(
        note(&written_late, "2026-01-07T13:10:01Z"),
        "Late: this was due at 07:30."
    );

    let mut held = message("");
    held.quiet = Some(quiet("22:00", "08:00", "America/Caracas", true));
    assert_eq!(note(&held, "2026-01-07T12:10:00Z"), "", "its reader wanted it at 08:00");
    assert_eq!(note(&held, "2026-01-07T12:10:01Z"), "Late: this was due at 07:30.");
}

#[test]
fn quiet_hours_hold_or_silence_a_message_as_their_reader_said() {
    let body = serde_json::to_string(&telegram::messages(&Reply::default().block(Block::Paragraph("News.".into())))[0])
        .unwrap();
    let night = at("2026-01-07T03:00:00Z");
    let mut claimed = message(&body);
    claimed.quiet = Some(quiet("22:00", "06:00", "America/Caracas", true));
    assert_eq!(held_until(&claimed, night), Some(at("2026-01-07T10:00:00Z")));
    assert_eq!(held_until(&claimed, at("2026-01-07T10:00:00Z")), None);

    claimed.quiet = Some(quiet("22:00", "06:00", "America/Caracas", false));
    assert_eq!(held_until(&claimed, night), None);
    assert!(touch(&claimed, night).silent);
    let sent: serde_json::Value = serde_json::from_str(&touched(&claimed, &touch(&claimed, night))).unwrap();
    assert_eq!(sent["disable_notification"], true);
    assert!(!touch(&claimed, at("2026-01-07T10:00:00Z")).silent);
}

async fn set_quiet(office: &Office, quiet: &Quiet) {
    let mut connection = SqliteConnection::connect(&office.url()).await.unwrap();
    sqlx::query("UPDATE destinations SET quiet = $1")
        .bind(serde_json::to_string(quiet).unwrap())
        .execute(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
}

fn bodies(text: &str, parts: usize) -> Vec<String> {
    let reply = Reply::default().block(Block::Paragraph(text.into()));
    let message = serde_json::to_string(&telegram::messages(&reply)[0]).unwrap();
    vec![message; parts]
}

fn texts(office: &Office, chat: &str) -> Vec<String> {
    let bodies = office.read_by(chat);
    let text = |body: &String| serde_json::from_str::<telegram::Message>(body).unwrap().text;
    bodies.iter().map(text).collect()
}

/// The office opens at 07:30 in Caracas.
#[tokio::test]
async fn a_held_digest_comes_whole_when_its_reader_is_awake_and_is_not_late() {
    let office = Office::open(Platform::Memory).await;
    office.publish_parts(&["ann"], bodies("News.", 2)).await;
    set_quiet(&office, &quiet("22:00", "09:00", "America/Caracas", true)).await;
    assert!(office.worker("one").send_due().await.unwrap());
    assert_eq!(office.memory.calls(), 0);
    assert_eq!(office.tally().await, [(DeliveryState::Pending, 2)]);
    assert_eq!(
        office.store.next_delivery_at(Platform::Memory).await.unwrap(),
        Some(at("2026-01-07T13:00:00Z")),
        "nothing wakes the worker before"
    );
    office.turn_to(at("2026-01-07T13:00:00Z"));
    assert!(office.worker("one").send_due().await.unwrap());
    assert_eq!(texts(&office, "ann"), ["News.", "News."]);
}

#[tokio::test]
async fn a_held_digest_is_not_given_up_before_its_reader_is_awake() {
    let office = Office::open(Platform::Memory).await;
    // 23 hours of quiet, and an outage at their end.
    office.publish_parts(&["ann"], bodies("News.", 1)).await;
    set_quiet(&office, &quiet("07:00", "06:00", "America/Caracas", true)).await;
    assert!(office.worker("one").send_due().await.unwrap());
    office.turn_to(at("2026-01-08T10:00:00Z"));
    office.memory.outage(Some(SendError::Unreachable("down".to_owned())));
    assert!(office.worker("one").send_due().await.unwrap());
    office.memory.outage(None);
    set_quiet(&office, &quiet("00:00", "00:00", "UTC", true)).await;
    office.turn_to(at("2026-01-08T12:00:00Z"));
    assert!(office.worker("one").send_due().await.unwrap());
    assert_eq!(texts(&office, "ann").len(), 1);
}

#[tokio::test]
async fn quiet_hours_that_were_changed_let_go_what_they_held() {
    let office = Office::open(Platform::Memory).await;
    office.publish_parts(&["ann"], bodies("News.", 1)).await;
    set_quiet(&office, &quiet("22:00", "09:00", "America/Caracas", true)).await;
    assert!(office.worker("one").send_due().await.unwrap());
    set_quiet(&office, &quiet("22:00", "07:00", "America/Caracas", true)).await;
    office
        .store
        .let_go(&"memory:ann".parse().unwrap(), office.now())
        .await
        .unwrap();
    assert!(office.worker("one").send_due().await.unwrap());
    assert_eq!(texts(&office, "ann"), ["News."]);
}

/// lotti PR #3706 and flowerss-bot#60: what an outage held up came days later, or never, and nobody was told.
#[tokio::test]
async fn what_an_outage_held_up_says_that_it_is_late() {
    let office = Office::open(Platform::Memory).await;
    office.publish_parts(&["ann"], bodies("News.", 2)).await;
    office.memory.outage(Some(SendError::Unreachable("down".to_owned())));
    office.serve_for("one", 10).await;
    office.pass(2 * 3600);
    office.memory.outage(None);
    assert!(office.worker("one").send_due().await.unwrap());
    assert_eq!(
        texts(&office, "ann"),
        ["Late: this was due at 07:30.\n\nNews.", "News."]
    );
}

const ZONES: [&str; 8] = [
    "UTC",
    "America/Los_Angeles",
    "Europe/Berlin",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "America/Sao_Paulo",
    "Asia/Shanghai",
];

fn minute(minutes: i16) -> Time {
    Time::midnight() + SignedDuration::from_mins(i64::from(minutes))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 512, ..ProptestConfig::default() })]

    /// worldmonitor #3061, PR #3075: a window that ends where it begins silenced people for ever. TrendRadar#509: one
    /// over midnight, or in another zone than the server's, never let anything through.
    #[test]
    fn whoever_is_awake_for_two_hours_a_day_gets_everything_within_a_day(
        from in 0_i16..1440,
        length in 0_i16..=1320,
        zone in proptest::sample::select(&ZONES[..]),
        second in 1_577_836_800_i64..1_893_456_000,
    ) {
        let quiet = Quiet { from: minute(from), to: minute((from + length) % 1440), zone: zone.to_owned(), hold: true };
        let now = Timestamp::from_second(second).unwrap();
        let mut claimed = message("");
        claimed.quiet = Some(quiet.clone());
        let held = held_until(&claimed, now);
        if length == 0 {
            prop_assert_eq!(held, None, "hours that end where they begin are none");
        }
        if let Some(until) = held {
            prop_assert!(until > now);
            // The clock may be put back by an hour, or leave out a day (Apia, 2011).
            prop_assert!(until.duration_since(now) <= SignedDuration::from_hours(49), "{until}");
            prop_assert_eq!(held_until(&claimed, until), None, "at their end they are over");
        }
        // Where the clock shows a time within the hours, they hold; where not, they do not.
        let local = jiff::tz::TimeZone::get(zone).unwrap().to_datetime(now).time();
        let minutes = i16::from(local.hour()) * 60 + i16::from(local.minute());
        let inside = (minutes - from).rem_euclid(1440) < length;
        if !inside {
            prop_assert_eq!(held, None);
        } else {
            let fold = SignedDuration::from_mins(90);
            let soon = quiet.until(now - fold).is_some_and(|end| end <= now);
            prop_assert!(held.is_some() || soon, "inside, and not behind an end that the clock shows twice");
        }
    }
}
