//! An article changes after readers got it: what was sent is edited, or the next digest says so.

use std::sync::Arc;
use std::time::Duration;

use dateline::article::{DateKind, Draft, Tagged};
use dateline::delivery::edition::write_due_editions;
use dateline::destination::Platform;
use dateline::digest::{Filter, Form};
use dateline::platforms::memory::Fault;
use dateline::platforms::terminal::TerminalSender;
use dateline::platforms::{RetryScope, SendError, Sender};
use dateline::schedule::Days;
use dateline::scope::Scope;
use dateline::store::{NewDigest, NewEdition, Subscription};
use serde_json::Value;

use super::paper::{Paper, at};
use crate::built_in::tag;

const ADDRESS: &str = "https://gazette.example/railway";
const TITLE: &str = "Peru opens a railway between Cusco and Puno";
const TEXT: &str = "Peru opened a railway line on Tuesday that joins Cusco and Puno. The first train carried two hundred \
                    people. Tickets cost less than the bus, the ministry of transport said.";

async fn print(paper: &Paper, source: &str, address: &str, title: &str, text: &str) {
    let draft = Draft {
        url: Some(address.parse().unwrap()),
        title: title.to_owned(),
        text: text.to_owned(),
        published: Some((at("2026-01-06T20:00:00Z"), DateKind::Exact)),
        ..Draft::default()
    };
    let article = draft.into_article(source, "The Gazette", at("2026-01-06T20:10:00Z"));
    let tags = tag(&article.title, &article.text);
    paper
        .store()
        .insert_articles(&[Tagged { article, tags }])
        .await
        .unwrap();
}

async fn revise(paper: &Paper, title: &str, text: &str) {
    print(paper, "gazette", ADDRESS, title, text).await;
}

/// A paper whose readers in "channel" have the day's digests.
async fn delivered() -> Paper {
    let paper = Paper::open().await;
    paper.pass("2026-01-07T11:29:50Z").await;
    revise(&paper, TITLE, TEXT).await;
    paper.pass("2026-01-07T11:30:01Z").await;
    paper
}

/// What the channel has of the Andes' digest, in words.
fn andes(paper: &Paper) -> String {
    let bodies = paper.office.read_by("channel");
    let body = bodies.iter().find(|body| body.contains("Andes")).unwrap();
    words(body)
}

fn words(body: &str) -> String {
    let message: Value = serde_json::from_str(body).unwrap();
    let words = message["text"].as_str().or(message["caption"].as_str());
    words.unwrap().to_owned()
}

fn fewer() -> String {
    TEXT.replace("two hundred", "twenty")
}

async fn tally(paper: &Paper) -> Vec<(String, usize)> {
    paper.store().tally_corrections(Platform::Memory).await.unwrap()
}

/// matrix-hookshot#1151, maubot/rss#63: an edited article changes its message.
#[tokio::test]
async fn a_changed_article_changes_the_message_the_page_and_the_digest() {
    let paper = delivered().await;
    assert!(andes(&paper).contains("two hundred people"));
    revise(&paper, "Peru opens a short railway", &fewer()).await;
    paper.pass("2026-01-07T13:12:00Z").await;
    let read = andes(&paper);
    assert!(
        !read.contains("two hundred") && read.contains("Peru opens a short railway"),
        "{read}"
    );
    assert!(
        read.contains("Corrected 7 Jan, 09:12: The Gazette changed its article"),
        "{read}"
    );
    let page = paper.page("2026-01-07", "andes").unwrap();
    assert!(
        !page.contains("two hundred") && page.contains("Corrected 7 Jan, 09:12"),
        "{page}"
    );
    assert_eq!(paper.office.read_by("channel").len(), 2, "nothing is sent");
    assert_eq!(
        tally(&paper).await,
        [("done".to_owned(), 1)],
        "the other region's digest is as it was"
    );
    // It changes again.
    revise(&paper, "WITHDRAWN: Peru opens a short railway", &fewer()).await;
    paper.pass("2026-01-07T15:30:00Z").await;
    let read = andes(&paper);
    assert!(read.contains("Withdrawn: Peru opens a short railway"), "{read}");
    assert!(
        read.contains("Withdrawn by The Gazette.") && !read.contains("ministry"),
        "{read}"
    );
    assert_eq!(tally(&paper).await, [("done".to_owned(), 1)]);
    let calls = paper.office.memory.calls();
    paper.pass("2026-01-07T15:31:00Z").await;
    assert_eq!(paper.office.memory.calls(), calls, "what is corrected is left alone");
    // Nobody who was reached is told again.
    paper.pass("2026-01-08T11:30:01Z").await;
    let bodies = paper.office.read_by("channel");
    assert!(
        bodies.iter().skip(2).all(|body| !words(body).contains("Corrections")),
        "{bodies:?}"
    );
}

/// What was changed and changed back reads as it did at first, and says that it was corrected.
#[tokio::test]
async fn what_is_taken_back_is_taken_back_from_the_message_too() {
    let paper = delivered().await;
    revise(&paper, "Ecuador opens a railway", &fewer()).await;
    paper.pass("2026-01-07T12:30:00Z").await;
    assert!(andes(&paper).contains("Ecuador opens a railway"), "{}", andes(&paper));
    assert!(
        andes(&paper).contains("twenty people"),
        "what it says now: {}",
        andes(&paper)
    );
    revise(&paper, TITLE, TEXT).await;
    paper.pass("2026-01-07T13:30:00Z").await;
    let now = andes(&paper);
    assert!(now.contains(TITLE) && !now.contains("Ecuador"), "{now}");
    assert!(now.contains("two hundred people") && !now.contains("twenty"), "{now}");
    assert!(now.contains("Corrected 7 Jan, 09:30"), "{now}");
}

#[tokio::test]
async fn a_reader_with_a_filter_sees_the_correction_and_nothing_else_new() {
    let paper = Paper::open().await;
    paper.pass("2026-01-07T10:00:00Z").await;
    let subscription = Subscription {
        destination: "memory:zoe".parse().unwrap(),
        scope: Scope::Region("andes".to_owned()),
        at: jiff::civil::time(11, 30, 0, 0),
        zone: "UTC".to_owned(),
        days: Days::DAILY,
        form: Form::Full,
        language: "en".to_owned(),
        filter: Filter {
            without_words: vec!["chess".to_owned()],
            ..Filter::default()
        },
    };
    paper
        .store()
        .subscribe(&subscription, at("2026-01-07T10:00:00Z"))
        .await
        .unwrap();
    revise(&paper, TITLE, TEXT).await;
    let chess = "Bolivia holds its chess championship in La Paz this week, with forty players from nine provinces.";
    print(
        &paper,
        "gazette",
        "https://gazette.example/chess",
        "Bolivia plays chess",
        chess,
    )
    .await;
    paper.pass("2026-01-07T11:30:01Z").await;
    let read = || words(&paper.office.read_by("zoe").concat());
    assert!(
        read().contains("two hundred people") && !read().contains("chess championship"),
        "{}",
        read()
    );
    revise(&paper, TITLE, &fewer()).await;
    paper.pass("2026-01-07T12:30:00Z").await;
    assert!(!read().contains("two hundred people"), "{}", read());
    assert!(
        read().contains("Corrected") && !read().contains("chess championship"),
        "{}",
        read()
    );
    assert!(read().contains("left out"), "{}", read());
}

#[tokio::test]
async fn what_changes_nothing_shown_edits_nothing() {
    let paper = delivered().await;
    let calls = paper.office.memory.calls();
    revise(&paper, TITLE, &format!("{TEXT} The line is 388 km long.")).await;
    paper.pass("2026-01-07T13:00:00Z").await;
    // The same article in another source's words.
    print(&paper, "wire", ADDRESS, "Railway opens", "A railway opened in Peru.").await;
    paper.pass("2026-01-07T13:01:00Z").await;
    assert_eq!(paper.office.memory.calls(), calls);
    assert!(tally(&paper).await.is_empty());
}

#[tokio::test]
async fn a_digest_of_the_day_before_yesterday_stays_as_it_is() {
    let paper = delivered().await;
    paper.pass("2026-01-09T11:29:00Z").await;
    let calls = paper.office.memory.calls();
    revise(&paper, "Peru opens no railway", TEXT).await;
    paper.pass("2026-01-09T11:30:02Z").await;
    assert!(tally(&paper).await.is_empty());
    assert_eq!(paper.office.memory.calls(), calls + 2, "the day's two digests alone");
}

#[tokio::test]
async fn what_cannot_be_edited_is_told_by_the_next_digest_once() {
    let paper = delivered().await;
    paper.office.memory.fault(
        "channel",
        Fault::Refuse(SendError::Rejected("message can't be edited".to_owned())),
    );
    revise(&paper, "Peru opens a short railway", &fewer()).await;
    paper.pass("2026-01-07T13:00:00Z").await;
    assert_eq!(tally(&paper).await, [("refused".to_owned(), 1)]);
    assert!(
        andes(&paper).contains("two hundred"),
        "the message stands as it was sent"
    );
    paper.pass("2026-01-08T11:30:01Z").await;
    paper.pass("2026-01-09T11:30:01Z").await;
    let told: Vec<String> = paper
        .office
        .read_by("channel")
        .iter()
        .map(|body| words(body))
        .filter(|words| words.contains("Correction to"))
        .collect();
    assert_eq!(told.len(), 1, "{told:?}");
    let line = told[0].lines().find(|line| line.contains("Correction to")).unwrap();
    insta::assert_snapshot!(line, @"• Correction to yesterday's digest: The Gazette has changed “Peru opens a railway between Cusco and Puno” to “Peru opens a short railway”.");
}

/// What the terminal printed stays there.
#[tokio::test]
async fn the_terminal_takes_no_edits() {
    let to = "terminal:terminal".parse().unwrap();
    let refused = TerminalSender.edit(&to, "1", "\"new\"").await;
    assert!(matches!(refused, Err(SendError::Rejected(_))), "{refused:?}");
}

#[tokio::test]
async fn a_platform_that_is_away_or_asks_to_wait_gets_the_edit_later() {
    let paper = delivered().await;
    let edited = |paper: &Paper| !andes(paper).contains("two hundred");
    paper
        .office
        .memory
        .fault("channel", Fault::Refuse(SendError::Unreachable("no route".to_owned())));
    paper.office.memory.fault(
        "channel",
        Fault::Refuse(SendError::RetryAfter(Duration::from_secs(60), RetryScope::Chat)),
    );
    // Nobody knows: an edit is made again without harm.
    paper
        .office
        .memory
        .fault("channel", Fault::KeepAndFail(SendError::Unknown("reset".to_owned())));
    revise(&paper, TITLE, &fewer()).await;
    for (now, is_edited) in [
        ("2026-01-07T13:00:00Z", false),
        ("2026-01-07T13:00:05Z", false),
        ("2026-01-07T13:01:00Z", false),
        ("2026-01-07T13:01:06Z", true),
    ] {
        paper.pass(now).await;
        assert_eq!(edited(&paper), is_edited, "{now}");
    }
    assert_eq!(tally(&paper).await, [("pending".to_owned(), 1)]);
    paper.pass("2026-01-07T13:02:06Z").await;
    assert_eq!(tally(&paper).await, [("done".to_owned(), 1)]);
}

/// An edit that a platform never takes is given up after two days, and told.
#[tokio::test]
async fn an_edit_that_is_not_made_in_two_days_is_refused() {
    let paper = delivered().await;
    revise(&paper, TITLE, &fewer()).await;
    let chat_wait = SendError::RetryAfter(Duration::from_secs(7 * 24 * 3600), RetryScope::Chat);
    paper.office.memory.fault("channel", Fault::Refuse(chat_wait));
    paper.pass("2026-01-07T13:00:00Z").await;
    assert_eq!(tally(&paper).await, [("pending".to_owned(), 1)]);
    paper.pass("2026-01-09T13:00:01Z").await;
    assert_eq!(tally(&paper).await, [("refused".to_owned(), 1)]);
}

#[tokio::test]
async fn what_is_not_sent_yet_is_sent_as_corrected() {
    let paper = Paper::open().await;
    paper.pass("2026-01-07T11:29:50Z").await;
    revise(&paper, TITLE, TEXT).await;
    paper
        .office
        .memory
        .outage(Some(SendError::Unreachable("no route".to_owned())));
    paper.pass("2026-01-07T11:30:01Z").await;
    revise(&paper, TITLE, &fewer()).await;
    paper.office.memory.outage(None);
    paper.pass("2026-01-07T11:40:00Z").await;
    assert!(!andes(&paper).contains("two hundred"));
    assert_eq!(paper.office.read_by("channel").len(), 2);
    assert!(tally(&paper).await.is_empty(), "there is nothing to edit");
}

/// A story that no kill and no failing store can lose: whichever call fails, the next pass makes up for it.
#[tokio::test]
async fn a_failure_at_any_call_loses_no_correction() {
    let mut k = 1;
    loop {
        let paper = delivered().await;
        revise(&paper, TITLE, &fewer()).await;
        let before = paper.store().faults().calls();
        paper.store().faults().fail(k);
        let config = Arc::new(paper.config.clone());
        let _ = write_due_editions(&config, paper.store(), None, at("2026-01-07T13:00:00Z"), None).await;
        paper.office.turn_to(at("2026-01-07T13:00:00Z"));
        let _ = paper.office.worker("one").send_due().await;
        if paper.store().faults().calls() - before < k {
            break;
        }
        paper.pass("2026-01-07T13:00:40Z").await;
        assert!(!andes(&paper).contains("two hundred"), "call {k} failed");
        assert_eq!(tally(&paper).await, [("done".to_owned(), 1)], "call {k} failed");
        assert_eq!(
            paper.page("2026-01-07", "andes").unwrap().matches("Corrected").count(),
            1,
            "call {k} failed"
        );
        k += 1;
    }
    assert!(k > 10, "{k}");
}

/// An article is revised while a digest of its old words is being written.
#[tokio::test]
async fn a_revision_in_the_middle_of_writing_is_not_missed() {
    let paper = delivered().await;
    let scope = Scope::Region("andes".to_owned());
    let date = "2026-01-07".parse().unwrap();
    let mut digest = paper.store().digest_of(&scope, date).await.unwrap().unwrap();
    let mut draft = Draft {
        url: Some(ADDRESS.parse().unwrap()),
        title: TITLE.to_owned(),
        text: fewer(),
        ..Draft::default()
    };
    draft.published = Some((at("2026-01-06T20:00:00Z"), DateKind::Exact));
    let article = draft.into_article("gazette", "The Gazette", at("2026-01-07T13:00:00Z"));
    let tags = tag(&article.title, &article.text);
    paper
        .store()
        .insert_articles(&[Tagged { article, tags }])
        .await
        .unwrap();
    paper.pass("2026-01-07T13:00:10Z").await;
    digest.edition.schedule = "noon".to_owned();
    let edition = NewEdition {
        edition: digest.edition.clone(),
        due: at("2026-01-07T13:00:00Z"),
        digests: vec![NewDigest {
            digest,
            fanouts: Vec::new(),
        }],
    };
    assert!(
        paper
            .store()
            .save_edition(&edition, at("2026-01-07T13:01:00Z"))
            .await
            .unwrap()
    );
    paper.pass("2026-01-07T13:01:10Z").await;
    let newest = paper.store().digest_of(&scope, date).await.unwrap().unwrap();
    assert_eq!(newest.edition.schedule, "noon");
    assert_eq!(newest.corrections.own.len(), 1);
}

/// A correction sends no message and deletes none: the new words fit into as many as were sent.
#[tokio::test]
async fn a_digest_that_grows_or_shrinks_stays_in_as_many_messages() {
    let mut paper = Paper::open().await;
    paper.config.digest.max_stories = 30;
    paper.config.digest.picture = None;
    paper.config.schedules[0].regions = vec!["andes".to_owned()];
    paper.pass("2026-01-07T11:29:50Z").await;
    let towns = [
        "Cusco",
        "Puno",
        "Ica",
        "Tacna",
        "Piura",
        "Tumbes",
        "Huancayo",
        "Iquitos",
        "Ayacucho",
        "Cajamarca",
        "Moquegua",
        "Trujillo",
        "Chimbote",
        "Sullana",
        "Tarapoto",
        "Huaraz",
        "Abancay",
        "Juliaca",
    ];
    let address = |town: &str| format!("https://gazette.example/{town}");
    let title = |town: &str| format!("Peru: the market of {town} burns down");
    let text = |town: &str| {
        format!(
            "A fire destroyed the market of {town} in Peru on Tuesday night. Firemen of {town} fought it until dawn with \
             water from the river. The mayor of {town} promised new stalls before Easter to all {town} traders."
        )
    };
    for town in towns {
        print(&paper, "gazette", &address(town), &title(town), &text(town)).await;
    }
    paper.pass("2026-01-07T11:30:01Z").await;
    let sent = paper.office.read_by("channel").len();
    assert!(sent >= 2, "{:?}", paper.office.read_by("channel"));
    let long = "and the stalls of fishermen, bakers and weavers around it ".repeat(2);
    for town in towns {
        print(
            &paper,
            "gazette",
            &address(town),
            &format!("{} {long}", title(town)),
            &text(town),
        )
        .await;
    }
    paper.pass("2026-01-07T12:00:00Z").await;
    let grown = paper.office.read_by("channel");
    assert_eq!(grown.len(), sent);
    let shown: usize = grown.iter().map(|body| words(body).matches("burns down").count()).sum();
    assert_eq!(shown, towns.len(), "every story is still told: {grown:?}");
    let page = paper.page("2026-01-07", "andes").unwrap();
    assert_eq!(
        page.matches("bakers and weavers").count() / 2,
        towns.len(),
        "the page has it all"
    );
    for town in towns {
        print(
            &paper,
            "gazette",
            &address(town),
            &title(town),
            "Nothing of this is true.",
        )
        .await;
    }
    paper.pass("2026-01-07T12:30:00Z").await;
    let shrunk = paper.office.read_by("channel");
    assert_eq!(shrunk.len(), sent);
    assert!(words(&shrunk[sent - 1]).contains("moved up"), "{shrunk:?}");
}
