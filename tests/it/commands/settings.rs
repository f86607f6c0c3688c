//! How what is subscribed comes: days, forms, filters, zones and quiet hours.

use dateline::commands::{Changes, Command, Given, parse};
use dateline::digest::Form;
use dateline::schedule::Days;
use insta::assert_snapshot;

use super::{Desk, chat, private};

fn subscribe(text: &str) -> (String, Changes) {
    match parse(text) {
        Command::Subscribe { name, changes } | Command::Settings { name, changes } => (name, changes),
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_said_of_a_subscription_comes_in_any_order() {
    let (name, changes) = subscribe("/subscribe Latin America 7h05 America/New York");
    assert_eq!(
        (name.as_str(), changes.zone.as_deref()),
        ("Latin America", Some("America/New_York"))
    );
    let seven = Given {
        typed: "7h05".to_owned(),
        value: Some(jiff::civil::time(7, 5, 0, 0)),
    };
    assert_eq!(changes.at, Some(seven));
    let (name, changes) = subscribe("/subscribe all UTC");
    assert_eq!(
        (name.as_str(), changes.at, changes.zone.as_deref()),
        ("all", None, Some("UTC"))
    );

    let one = subscribe("/subscribe Latin America 07:30 America/Caracas weekdays brief");
    for other in [
        "/subscribe Latin America Weekdays BRIEF America/Caracas 07:30",
        "/subscribe Latin America brief 07:30 mon-fri America/Caracas",
        "/settings Latin America America/Caracas brief 07:30 mon,tue,wed,thu,fri",
    ] {
        assert_eq!(subscribe(other), one, "{other}");
    }
    assert_eq!((one.1.days, one.1.form), (Some(Days::WEEKDAYS), Some(Form::Brief)));
    let (name, changes) = subscribe("/settings Peru only Venezuela,  grain harbour without football,07:30 daily");
    assert_eq!(name, "Peru");
    assert_eq!(
        changes.only.as_deref(),
        Some(&["Venezuela".to_owned(), "grain harbour".to_owned()][..])
    );
    assert_eq!(
        changes.without.as_deref(),
        Some(&["football".to_owned(), "07:30 daily".to_owned()][..])
    );
    assert_eq!(
        changes.at, None,
        "behind the first word of a filter everything belongs to it"
    );
    assert!(subscribe("/settings Peru everything").1.everything);
}

#[test]
fn people_type_it_in_their_own_ways() {
    let one = subscribe("/subscribe Latin America 07:30 mon,wed brief");
    for other in [
        "/subscribe brief 07:30 mon,wed Latin America",
        "/subscribe 07:30 Latin America mon, wed brief",
        "/subscribe Latin America at 07:30 mon, wed brief",
    ] {
        let (name, changes) = subscribe(other);
        assert_eq!((name, changes), one.clone(), "{other}");
    }
    let time = |typed: &str| {
        let at = subscribe(&format!("/subscribe Peru {typed}")).1.at;
        at.and_then(|at| at.value).map(|at| at.strftime("%H:%M").to_string())
    };
    let times = ["0730", "7am", "12am", "12pm", "6:45pm", "7.30", "13pm", "2460", "7"];
    let read: Vec<String> = times
        .iter()
        .map(|typed| format!("{typed} {}", time(typed).unwrap_or_default()))
        .collect();
    assert_snapshot!(read.join("\n"), @"
    0730 07:30
    7am 07:00
    12am 00:00
    12pm 12:00
    6:45pm 18:45
    7.30 07:30
    13pm 
    2460 
    7
    ");
    assert_eq!(subscribe("/subscribe everything 9am").0, "all");
    let only = |typed: &str| subscribe(&format!("/subscribe Peru only {typed}")).1.only.unwrap();
    assert_eq!(only("“oil”; \"gas\", 'tin'"), ["oil", "gas", "tin"]);
}

#[tokio::test]
async fn weekdays_are_kept_and_the_next_digest_is_on_one() {
    let desk = Desk::open().await;
    let said = desk
        .ask("/subscribe Peru 07:30 America/Caracas mon,sat headlines")
        .await;
    assert_snapshot!(said.lines().next().unwrap(), @"On Mon and Sat at 07:30 (America/Caracas) you get Peru here, as headlines alone. Next: Sat 10 Jan, 07:30.");
    // It is Wednesday noon in London, Thursday already on Kiritimati, and still Wednesday on Pago Pago.
    let said = desk.ask("/subscribe Chile 01:00 Pacific/Kiritimati wed").await;
    assert!(said.contains("Next: Wed 14 Jan, 01:00."), "{said}");
    let said = desk.ask("/subscribe Bolivia 23:00 Pacific/Pago_Pago wed").await;
    assert!(said.contains("Next: Wed 7 Jan, 23:00."), "{said}");
    assert_snapshot!(desk.ask("/subscriptions").await, @r"
    Subscriptions · 3

    • Peru · 07:30 (America/Caracas) · mon,sat · headlines · next Sat 10 Jan, 07:30
    • Chile · 01:00 (Pacific/Kiritimati) · wed · next Wed 14 Jan, 01:00
    • Bolivia · 23:00 (Pacific/Pago_Pago) · wed · next Wed 7 Jan, 23:00

    → /unsubscribe PE Stop Peru
    → /unsubscribe CL Stop Chile
    → /unsubscribe BO Stop Bolivia
    → /settings Settings
    ");
}

#[tokio::test]
async fn settings_show_what_is_and_each_change_is_one_tap() {
    let desk = Desk::open().await;
    assert_snapshot!(desk.ask("/settings").await, @r"
    Nothing is subscribed here. /subscribe Latin America begins.

    → /subscribe Subscribe
    ");
    desk.ask("/subscribe Peru 07:30 America/Caracas").await;
    assert_snapshot!(desk.ask("/settings").await, @r"
    Every day at 07:30 (America/Caracas) you get Peru here. Next: Thu 8 Jan, 07:30.

    → /settings PE weekdays Weekdays only
    → /settings PE brief Brief
    → /settings PE headlines Headlines
    → /unsubscribe PE Stop
    ");
    assert_snapshot!(desk.ask("/settings PE weekends").await, @r"
    Changed. On weekends at 07:30 (America/Caracas) you get Peru here. Next: Sat 10 Jan, 07:30.

    → /settings PE weekdays Weekdays only
    → /settings PE daily Every day
    → /settings PE brief Brief
    → /settings PE headlines Headlines
    → /unsubscribe PE Stop
    ");
    assert_snapshot!(desk.ask("/settings 18:15 only Venezuela, Grain harbour without fútbol, brazil").await.lines().next().unwrap(), @"Changed. On weekends at 18:15 (America/Caracas) you get Peru here. Only stories about Venezuela or with “Grain harbour”. No stories about Brazil or with “fútbol”. Next: Sat 10 Jan, 18:15.");
    let cleared = desk.ask("/settings everything daily").await;
    assert!(
        cleared.starts_with("Changed. Every day at 18:15 (America/Caracas) you get Peru here. Next:"),
        "{cleared}"
    );
    assert_snapshot!(desk.ask("/settings Chile brief").await, @r"
    Chile is not subscribed here. /subscriptions lists what is.

    → /subscribe CL brief Subscribe
    → /subscriptions Subscriptions
    ");
    desk.ask("/subscribe Chile").await;
    assert_snapshot!(desk.ask("/settings").await, @r"
    Settings · 2

    • Peru · 18:15 (America/Caracas) · next Wed 7 Jan, 18:15
    • Chile · 18:15 (America/Caracas) · next Wed 7 Jan, 18:15

    → /settings PE Peru
    → /settings CL Chile
    ");
    assert_snapshot!(desk.ask("/settings brief without football").await, @r"
    Which of these shall change?

    → /settings PE brief without football Peru
    → /settings CL brief without football Chile
    ");
}

#[tokio::test]
async fn a_filter_has_limits_that_are_named() {
    let desk = Desk::open().await;
    desk.ask("/subscribe Peru").await;
    let many: Vec<String> = (0..21).map(|n| format!("word{n}")).collect();
    assert_snapshot!(desk.ask(&format!("/settings Peru only {}", many.join(", "))).await, @"A filter holds at most 20 words and countries, and this one has 21. Leave some out.");
    let most: Vec<String> = (10..30).map(|n| format!("{}{n}", "x".repeat(58))).collect();
    let kept = desk.ask(&format!("/settings Peru only {}", most.join(", "))).await;
    assert!(kept.starts_with("Changed."), "{kept}");
    desk.ask("/settings Peru everything").await;
    let long = desk.ask(&format!("/settings Peru without {}", "y".repeat(61))).await;
    assert!(
        long.contains("is longer than the 60 letters that a filter compares"),
        "{long}"
    );
    assert_snapshot!(desk.ask("/settings Peru only").await, @"What shall it be only? Write words or countries behind it, with commas between them: only Venezuela, grain harbour.");
    assert_snapshot!(desk.ask("/settings Peru only !!!").await, @"“!!!” holds no letter or digit, so no story could hold it.");
}

#[tokio::test]
async fn the_first_digest_is_filtered_like_those_that_follow() {
    let desk = Desk::open().await;
    let all = desk.ask("/subscribe Latin America").await;
    assert!(all.contains("Cuba") && !all.contains("Your filter"), "{all}");
    let filtered = desk.ask("/subscribe Latin America only Venezuela").await;
    let lines: Vec<&str> = filtered
        .lines()
        .filter(|line| line.starts_with("Your filter"))
        .collect();
    assert!(
        lines.len() == 1 && lines[0].starts_with("Your filter left out "),
        "{filtered}"
    );
    let headlines = filtered.lines().filter(|line| line.contains("🇻🇪")).count();
    assert!(headlines > 0, "{filtered}");
    let nothing = desk.ask("/subscribe Latin America only zyzzyva").await;
    assert!(nothing.contains("Your filter left out all "), "{nothing}");
    assert!(!nothing.contains("No news"), "{nothing}");
}

#[tokio::test]
async fn one_zone_for_all_that_is_subscribed() {
    let desk = Desk::open().await;
    assert_snapshot!(desk.ask("/timezone").await, @"Nothing is subscribed here yet; what will be begins with UTC. /timezone Europe/Madrid changes that.");
    desk.ask("/timezone America/New York").await;
    let said = desk.ask("/subscribe Peru 07:30").await;
    assert!(
        said.starts_with("Every day at 07:30 (America/New_York)"),
        "later ones begin with it: {said}"
    );
    desk.ask("/subscribe Chile 08:00 Europe/Madrid").await;
    desk.ask("/quiet 22:00-07:00 hold").await;
    assert_snapshot!(desk.ask("/timezone").await, @r"
    Digests come here by several clocks:

    • Peru · America/New_York
    • Chile · Europe/Madrid
    ");
    assert_snapshot!(desk.ask("/timezone america/caracas").await, @"
    Your 2 digests come here by the clock of America/Caracas now, at the same local times. It is 08:00 there.

    → /subscriptions Subscriptions
    ");
    let all = desk.ask("/subscriptions").await;
    assert!(
        all.contains("Peru · 07:30 (America/Caracas)") && all.contains("Chile · 08:00 (America/Caracas)"),
        "{all}"
    );
    assert_snapshot!(desk.ask("/quiet").await, @r"
    From 22:00 to 07:00 (America/Caracas) digests here wait until 07:00.

    → /quiet off Off
    ");
    assert_snapshot!(desk.ask("/timezone Carcas").await, @r"
    Carcas is no time zone I know. Did you mean one of these?

    → /timezone America/Caracas America/Caracas
    ");
    assert_snapshot!(desk.ask("/subscribe Peru 09:00 caracas weekdays").await, @r"
    caracas is no time zone I know. Did you mean one of these?

    → /subscribe PE 09:00 America/Caracas weekdays America/Caracas
    ");
    let unread = desk.ask("/subscribe Peru 09:00 whenever").await;
    assert!(
        unread.starts_with("whenever is no time zone I know, and no time, days or form."),
        "{unread}"
    );
}

/// worldmonitor #3061: quiet hours that began when they ended silenced everything for ever.
#[tokio::test]
async fn quiet_hours_have_a_beginning_and_another_end() {
    let desk = Desk::open().await;
    assert_snapshot!(desk.ask("/quiet").await, @"There are no quiet hours here: digests come with a sound whenever they are due. /quiet 22:00-07:00 hold lets them wait until morning, /quiet 22:00-07:00 silent lets them come without a sound.");
    for typed in ["22:00-22:00", "22:00 - 22:00 hold", "00:00-0:00 silent"] {
        let said = desk.ask(&format!("/quiet {typed}")).await;
        assert!(
            said.contains("have no length, or never end: I changed nothing."),
            "{said}"
        );
        assert_eq!(desk.core.store.quiet(&private().destination).await.unwrap(), None);
    }
    assert_snapshot!(desk.ask("/quiet 25:00-07:00").await, @"25:00-07:00 is no stretch of hours. Write it as 22:00-07:00, with silent or hold behind it; off ends them.");
    desk.ask("/subscribe Peru 07:30 America/Caracas").await;
    assert_snapshot!(desk.ask("/quiet 22:00-07:00").await, @r"
    From 22:00 to 07:00 (America/Caracas) digests here come without a sound.

    → /quiet off Off
    ");
    let quiet = desk.core.store.quiet(&private().destination).await.unwrap().unwrap();
    assert_eq!((quiet.zone.as_str(), quiet.hold), ("America/Caracas", false));
    assert!(desk.ask("/settings").await.contains("From 22:00 to 07:00"));
    assert!(
        desk.ask("/quiet off")
            .await
            .starts_with("There are no quiet hours here")
    );
    assert_eq!(desk.core.store.quiet(&private().destination).await.unwrap(), None);
}

#[tokio::test]
async fn in_a_group_everybody_sees_and_those_who_manage_it_change() {
    let desk = Desk::open().await;
    desk.ask("/subscribe Peru").await;
    let member = chat(false);
    for text in [
        "/settings Peru brief",
        "/timezone Europe/Madrid",
        "/quiet 22:00-07:00",
        "/quiet off",
    ] {
        assert!(desk.core.manages(text), "{text}");
        let answer = dateline::render::terminal::text(&desk.reply(text, &member).await);
        assert!(
            answer.starts_with("Only those who manage this group"),
            "{text}: {answer}"
        );
    }
    for text in ["/settings", "/settings Peru", "/timezone", "/quiet"] {
        let answer = dateline::render::terminal::text(&desk.reply(text, &member).await);
        assert!(!answer.starts_with("Only those"), "{text}: {answer}");
    }
    let kept = desk.core.store.subscriptions(&member.destination).await.unwrap();
    assert_eq!((kept.len(), kept[0].form), (1, Form::Full));
}

#[tokio::test]
async fn days_and_forms_are_completed() {
    use dateline::commands::ArgKind;
    let desk = Desk::open().await;
    let days = desk.core.complete(ArgKind::Weekdays, "week", desk.now).await;
    let values: Vec<&str> = days.iter().map(|choice| choice.value.as_str()).collect();
    assert_eq!(values, ["weekdays", "weekends"]);
    assert_eq!(desk.core.complete(ArgKind::Form, "", desk.now).await.len(), 3);
}
