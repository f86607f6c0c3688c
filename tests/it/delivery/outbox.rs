//! What an admin does to an edition while the bot sends it: pause, resume, cancel, send again.

use dateline::destination::Platform;
use dateline::platforms::SendError;
use dateline::platforms::memory::Fault;
use dateline::store::{DeliveryState, Outcome, Resend, Resent, Stopped};
use jiff::SignedDuration;

use super::fixtures::Office;

const MEMORY: Platform = Platform::Memory;
/// Every office publishes one edition.
const EDITION: i64 = 1;

fn refused(words: &str) -> Fault {
    Fault::Refuse(SendError::Rejected(words.to_owned()))
}

fn stopped(stopped: usize, in_flight: usize) -> Stopped {
    Stopped { stopped, in_flight }
}

/// What became of each delivery, in their order.
async fn listed(office: &Office) -> Vec<String> {
    let all = office.store.deliveries_of(EDITION, 0, 100).await.unwrap();
    all.iter()
        .map(|one| {
            let reason = one.reason.as_deref().unwrap_or("-");
            format!("{} {} {} {reason}", one.destination.chat, one.part, one.state.as_str())
        })
        .collect()
}

async fn send(office: &Office) {
    assert!(office.worker("one").send_due().await.unwrap());
}

#[tokio::test]
async fn a_paused_edition_waits_also_with_what_was_in_flight_and_goes_on_after_days() {
    let office = Office::open(MEMORY).await;
    office.publish(&["ann", "ben"], 2).await;
    let flying = office
        .store
        .claim_deliveries(MEMORY, "one", 2, office.now())
        .await
        .unwrap();
    assert_eq!(
        office.store.pause_edition(EDITION, office.now()).await.unwrap(),
        stopped(2, 2)
    );
    let outcomes = [
        (
            flying[0].id,
            Outcome::Sent {
                message: "m".to_owned(),
            },
        ),
        (
            flying[1].id,
            Outcome::Retry {
                at: office.now(),
                reason: "no route".to_owned(),
            },
        ),
    ];
    let spacing = SignedDuration::ZERO;
    office
        .store
        .record_deliveries("one", &outcomes, office.now(), spacing)
        .await
        .unwrap();
    send(&office).await;
    assert_eq!(office.memory.calls(), 0);
    assert_eq!(
        listed(&office).await,
        [
            "ann 1 sent -",
            "ann 2 paused -",
            "ben 1 paused no route",
            "ben 2 pending -"
        ],
        "the last waits for the part before it"
    );
    office.pass(3 * 24 * 3600);
    send(&office).await;
    assert_eq!(office.memory.calls(), 0, "a pause is no day that runs out");

    assert_eq!(office.store.resume_edition(EDITION, office.now()).await.unwrap(), 3);
    send(&office).await;
    assert_eq!(office.read_by("ann"), ["part 2"]);
    assert_eq!(office.read_by("ben"), ["part 1", "part 2"]);
    assert_eq!(office.tally().await, [(DeliveryState::Sent, 4)]);
}

#[tokio::test]
async fn while_everything_is_paused_no_claim_gives_anything() {
    let office = Office::open(MEMORY).await;
    office.publish(&["ann"], 2).await;
    assert_eq!(
        office.store.pause_everything(office.now()).await.unwrap(),
        stopped(2, 0)
    );
    assert_eq!(office.store.paused_since().await.unwrap(), Some(office.now()));
    assert_eq!(
        office.store.next_delivery_at(MEMORY).await.unwrap(),
        None,
        "nothing to wake up for"
    );
    office.pass(3600);
    send(&office).await;
    assert_eq!(office.memory.calls(), 0);
    assert_eq!(office.store.resume_everything(office.now()).await.unwrap(), 2);
    assert_eq!(office.store.paused_since().await.unwrap(), None);
    send(&office).await;
    assert_eq!(office.read_by("ann"), ["part 1", "part 2"]);
}

/// covidbot#201: whoever came back got all the old newsletters at once.
#[tokio::test]
async fn a_pause_of_everything_for_days_ends_without_a_backlog() {
    let office = Office::open(MEMORY).await;
    office.publish(&["ann"], 1).await;
    office.store.pause_everything(office.now()).await.unwrap();
    office.store.pause_edition(EDITION, office.now()).await.unwrap();
    office.pass(2 * 24 * 3600);
    send(&office).await;
    assert_eq!(listed(&office).await, ["ann 1 paused -"]);
    office.store.resume_everything(office.now()).await.unwrap();
    send(&office).await;
    assert_eq!(office.memory.calls(), 0);
    assert_eq!(
        listed(&office).await,
        ["ann 1 failed its day was over before it could be sent"]
    );
}

#[tokio::test]
async fn a_cancelled_edition_ends_and_what_is_in_flight_is_told_as_it_ends() {
    let office = Office::open(MEMORY).await;
    office.publish(&["ann", "ben", "cem"], 2).await;
    let flying = office
        .store
        .claim_deliveries(MEMORY, "one", 2, office.now())
        .await
        .unwrap();
    assert_eq!(
        office.store.cancel_edition(EDITION, office.now()).await.unwrap(),
        stopped(4, 2)
    );
    let outcomes = [
        (
            flying[0].id,
            Outcome::Sent {
                message: "m".to_owned(),
            },
        ),
        (
            flying[1].id,
            Outcome::Wait {
                at: office.now(),
                reason: "the token rests".to_owned(),
            },
        ),
    ];
    let spacing = SignedDuration::ZERO;
    office
        .store
        .record_deliveries("one", &outcomes, office.now(), spacing)
        .await
        .unwrap();
    send(&office).await;
    assert_eq!(office.memory.calls(), 0);
    let why = "failed cancelled by the admin";
    assert_eq!(
        listed(&office).await,
        [
            "ann 1 sent -".to_owned(),
            format!("ann 2 {why}"),
            format!("ben 1 {why}"),
            format!("ben 2 {why}"),
            format!("cem 1 {why}"),
            format!("cem 2 {why}"),
        ]
    );
}

#[tokio::test]
async fn what_failed_goes_again_in_the_order_of_its_parts_under_new_nonces() {
    let office = Office::open(MEMORY).await;
    for chat in ["ann", "ben"] {
        office
            .memory
            .fault(chat, Fault::KeepAndFail(SendError::Rejected("no right".to_owned())));
    }
    office.publish(&["ann", "ben", "cem"], 3).await;
    send(&office).await;
    assert_eq!(
        listed(&office).await[..3],
        [
            "ann 1 failed no right",
            "ann 2 failed an earlier part failed",
            "ann 3 failed an earlier part failed"
        ]
    );
    // Later than a day: an admin's wish has a day of its own.
    office.pass(5 * 24 * 3600);
    let to_ann = Resend {
        all: false,
        to: Some("memory:ann".parse().unwrap()),
    };
    let again = office
        .store
        .resend_edition(EDITION, &to_ann, office.now())
        .await
        .unwrap();
    assert_eq!(
        again,
        Resent {
            again: 3,
            on_their_way: 0,
            broken: 0
        }
    );
    send(&office).await;
    assert_eq!(office.read_by("ann"), ["part 1", "part 1", "part 2", "part 3"]);
    assert_eq!(office.read_by("ben"), ["part 1"]);
    let nonces: Vec<i64> = office
        .memory
        .received()
        .iter()
        .filter(|one| one.to.chat == "ann")
        .map(|one| one.nonce)
        .collect();
    assert_ne!(nonces[0], nonces[1], "a platform that knows nonces would swallow it");
    assert!(nonces[1] < 1 << 60, "at most 25 characters on Discord");

    let again = office
        .store
        .resend_edition(EDITION, &Resend::default(), office.now())
        .await
        .unwrap();
    assert_eq!(again.again, 3, "ben's");
    send(&office).await;
    assert_eq!(office.tally().await, [(DeliveryState::Sent, 9)]);
    let all = Resend { all: true, to: None };
    assert_eq!(
        office
            .store
            .resend_edition(EDITION, &all, office.now())
            .await
            .unwrap()
            .again,
        9
    );
    send(&office).await;
    assert_eq!(
        office.read_by("cem"),
        ["part 1", "part 2", "part 3", "part 1", "part 2", "part 3"]
    );
}

#[tokio::test]
async fn what_nobody_knows_of_goes_again_around_what_was_sent() {
    let mut office = Office::open(Platform::Telegram).await;
    office.rules.on_unknown = dateline::config::OnUnknown::Skip;
    let unknown = || Fault::Refuse(SendError::Unknown("cut off".to_owned()));
    for fault in [unknown(), refused("never mind")] {
        office.memory.fault("11", fault);
    }
    office.publish(&["11", "12"], 3).await;
    office.serve_for("one", 10).await;
    // By hand: the first and the third are unknown, the second is sent.
    let all = office.store.deliveries_of(EDITION, 0, 9).await.unwrap();
    let second = (
        all[1].id,
        Outcome::Sent {
            message: "m".to_owned(),
        },
    );
    office
        .store
        .record_deliveries("one", &[second], office.now(), SignedDuration::ZERO)
        .await
        .unwrap();
    let again = office
        .store
        .resend_edition(EDITION, &Resend::default(), office.now())
        .await
        .unwrap();
    assert_eq!(again.again, 2);
    office.serve_for("one", 10).await;
    assert_eq!(office.read_by("11"), ["part 1", "part 3"]);
    assert_eq!(office.tally().await, [(DeliveryState::Sent, 6)]);
}

#[tokio::test]
async fn a_digest_on_its_way_is_not_sent_again_in_between() {
    let mut office = Office::open(Platform::Telegram).await;
    office.rules.on_unknown = dateline::config::OnUnknown::Skip;
    office
        .memory
        .fault("11", Fault::Refuse(SendError::Unknown("cut off".to_owned())));
    office.publish(&["11"], 2).await;
    send(&office).await;
    let again = office
        .store
        .resend_edition(EDITION, &Resend::default(), office.now())
        .await
        .unwrap();
    assert_eq!(
        again,
        Resent {
            again: 0,
            on_their_way: 1,
            broken: 0
        },
        "its second part waits for its turn"
    );
    office.serve_for("one", 5).await;
    assert_eq!(office.read_by("11"), ["part 2"]);
}

#[tokio::test]
async fn what_a_chat_missed_before_it_moved_goes_to_its_new_id() {
    let office = Office::open(Platform::Telegram).await;
    office.memory.fault("-5", refused("no right"));
    office.publish(&["-5"], 1).await;
    send(&office).await;
    // The next digest tells the new id.
    let moved = [(
        1,
        Outcome::Moved {
            chat: "-1005".to_owned(),
        },
    )];
    office
        .store
        .resend_edition(EDITION, &Resend::default(), office.now())
        .await
        .unwrap();
    office.pass(5);
    office
        .store
        .claim_deliveries(Platform::Telegram, "one", 1, office.now())
        .await
        .unwrap();
    office
        .store
        .record_deliveries("one", &moved, office.now(), SignedDuration::ZERO)
        .await
        .unwrap();
    office.memory.fault("-1005", refused("no right either"));
    office.serve_for("one", 5).await;
    assert_eq!(listed(&office).await, ["-1005 1 failed no right either"]);
    let old = Resend {
        all: false,
        to: Some("telegram:-5".parse().unwrap()),
    };
    assert_eq!(
        office
            .store
            .resend_edition(EDITION, &old, office.now())
            .await
            .unwrap()
            .again,
        1
    );
    office.serve_for("one", 5).await;
    assert_eq!(office.read_by("-1005"), ["part 1"]);
}
