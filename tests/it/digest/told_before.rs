//! Stories that go on: what a digest says of one that an earlier digest told.

use dateline::digest::{Form, explain, point_elsewhere, to_reply};

use super::newsroom::{Desk, article, at, dump, flood, small_day};
use dateline::render::terminal;

const LATER: &str = "The Huallaga river rose over its banks in Peru on Sunday and cut off the town of Yurimaguas. \
                     Boats carried 900 people to two schools on higher ground, the regional government said. Engineers \
                     of the army laid a floating bridge to Yurimaguas on Monday night. The first trucks with drinking water \
                     crossed the Huallaga at dawn.";

fn second_day(text: &str) -> Desk {
    let mut desk = Desk::with(small_day());
    let first = desk
        .articles
        .iter()
        .position(|tagged| tagged.article.title.contains("Flood cuts off"))
        .unwrap();
    desk.told(first, "2026-01-05");
    desk.articles.push(article(
        "Coast Radio",
        "PE",
        "2026-01-06T09:00:00Z",
        "Army bridge reaches Peruvian river town of Yurimaguas cut off by flood",
        text,
    ));
    desk
}

#[test]
fn a_story_told_yesterday_comes_back_as_an_update_with_what_is_new() {
    let desk = second_day(LATER);
    let digest = desk.digest();
    assert!(
        digest
            .stories
            .iter()
            .all(|story| !story.headline.contains("Yurimaguas"))
    );
    let words = dump(&to_reply(&digest, Form::Full));
    let (_, updates) = words.split_once("## Updates\n").expect(&words);
    insta::assert_snapshot!(updates.lines().next().unwrap(), @"- Update to yesterday's story: Army bridge reaches Peruvian river town of Yurimaguas cut off by flood <https://news.example/coast-radio-army-bridge-reaches-peruvian-river-town-of-yurimaguas-cut-off-by-flood> (Coast Radio) – Engineers of the army laid a floating bridge to Yurimaguas on Monday night. The first trucks with drinking water crossed the Huallaga at dawn.");
    assert!(words.contains("3 stories, 1 update · "), "{words}");

    let brief = dump(&to_reply(&digest, Form::Headlines));
    assert!(
        brief.contains("- Update to yesterday's story: Army bridge") && !brief.contains("floating bridge"),
        "{brief}"
    );
}

#[test]
fn who_only_repeats_what_was_told_is_not_told() {
    let repeated = "The Huallaga river rose over its banks in Peru on Sunday and cut off the town of Yurimaguas, radio said. \
                    Boats carried 900 people to two schools on higher ground.";
    let digest = second_day(repeated).digest();
    assert!(digest.updates.is_empty(), "{:?}", digest.updates);
    assert!(!dump(&to_reply(&digest, Form::Full)).contains("Army bridge"));
}

#[test]
fn an_update_of_today_or_of_last_week_says_so() {
    for (told, words) in [
        ("2026-01-06", "Update to today's story: "),
        ("2026-01-02", "Update to Friday's story: "),
        ("2025-12-30", "Update to the 30 December story: "),
    ] {
        let mut desk = second_day(LATER);
        desk.delivered
            .values_mut()
            .for_each(|date| *date = told.parse().unwrap());
        let reply = dump(&to_reply(&desk.digest(), Form::Full));
        assert!(reply.contains(words), "{reply}");
    }
}

#[test]
fn a_day_of_updates_alone_is_not_quiet() {
    let mut desk = second_day(LATER);
    (0..desk.articles.len() - 1).for_each(|number| desk.told(number, "2026-01-05"));
    let reply = dump(&to_reply(&desk.digest(), Form::Full));
    assert!(reply.contains("\n1 update\n") && !reply.contains("No news"), "{reply}");
}

#[test]
fn digests_of_one_edition_point_to_each_other() {
    let island = article(
        "Wire",
        "FJ",
        "2026-01-06T01:00:00Z",
        "Cyclone passes north of the islands",
        "A cyclone passed Fiji's northern islands on Monday night without damage to houses.",
    );
    let mut desk = Desk::with(small_day());
    desk.articles.push(island);
    let mut digests: Vec<_> = ["latin-america", "oceania", "all"]
        .into_iter()
        .map(|scope| {
            desk.scope = scope;
            desk.digest()
        })
        .collect();
    point_elsewhere(&mut digests);
    let words = dump(&to_reply(&digests[0], Form::Full));
    assert!(
        words.contains("## Elsewhere\n- Oceania: Cyclone passes north of the islands <https://news.example/"),
        "{words}"
    );
    assert!(!dump(&to_reply(&digests[0], Form::Brief)).contains("Elsewhere"));
    assert!(digests[2].elsewhere.is_empty(), "the world has no elsewhere");
    assert!(digests[1].elsewhere.iter().all(|pointer| pointer.title != "Oceania"));
}

#[test]
fn opinion_is_said_to_be_opinion() {
    let mut column = article(
        "Coast Radio",
        "EC",
        "2026-01-06T05:00:00Z",
        "Opinion: Ecuador must not pave the páramo",
        "A road over the páramo of Ecuador would drain the moors that give Quito its water. The plan is a mistake.",
    );
    column.article.author = Some("Ana Ruiz".to_owned());
    let desk = Desk::with(vec![flood("Andes Daily", "2026-01-06T01:00:00Z"), column]);
    let words = dump(&to_reply(&desk.digest(), Form::Full));
    assert!(
        words.contains("🇪🇨 Ecuador · opinion by Ana Ruiz · according to Coast Radio · 6 Jan, 01:00"),
        "{words}"
    );
    assert!(words.contains("🇵🇪 Peru · according to Andes Daily"), "{words}");
    assert!(
        words.contains("\n1. Flood cuts off"),
        "news comes before opinion: {words}"
    );
    assert!(terminal::text(&explain(&desk.digest())).contains("× 0.60 for opinion"));
}

#[test]
fn pieces_are_known_for_opinion_by_section_address_and_what_they_say_of_themselves() {
    let told = |title: &str, url: &str, text: &str| {
        let mut piece = article("Coast Radio", "EC", "2026-01-06T05:00:00Z", title, text);
        piece.article.url = Some(url.to_owned());
        Desk::with(vec![piece]).digest().stories[0].links[0].opinion
    };
    let plain = (
        "Ecuador opens a road",
        "https://news.example/2026/road",
        "Ecuador opened a road over the moors on Monday.",
    );
    assert!(!told(plain.0, plain.1, plain.2));
    for title in [
        "Opinion | The moors of Ecuador",
        "The moors of Ecuador – Editorial",
        "Columna: los páramos",
    ] {
        assert!(told(title, plain.1, plain.2), "{title}");
    }
    assert!(told(plain.0, "https://news.example/opinion/2026/road", plain.2));
    assert!(told(plain.0, "https://news.example/es/columnas/road", plain.2));
    for text in [
        "The following article by Ana Ruiz appeared in another paper. Ecuador opened a road over the moors on Monday.",
        "Ecuador opened a road. The views expressed here are the author’s own and not those of this paper.",
    ] {
        assert!(told(plain.0, plain.1, text), "{text}");
    }
    // Words that only look like it.
    for (title, url, text) in [
        ("Opinion polls: Ecuador votes on Sunday", plain.1, plain.2),
        (plain.0, "https://news.example/world/opinion-polls-in-ecuador", plain.2),
        (
            plain.0,
            plain.1,
            "The following article was first published by another paper. Ecuador opened a road on Monday.",
        ),
    ] {
        assert!(!told(title, url, text), "{title} {url} {text}");
    }
}

#[test]
fn a_letter_a_review_and_a_writer_who_speaks_of_himself_are_opinion() {
    let told = |author: Option<&str>, language: &str, title: &str, text: &str| {
        let mut piece = article("Coast Radio", "EC", "2026-01-06T05:00:00Z", title, text);
        piece.article.author = author.map(str::to_owned);
        piece.article.language = Some(language.to_owned());
        Desk::with(vec![piece]).digest().stories[0].links[0].opinion
    };
    let plain = "A road over the moors of Ecuador";
    let report = "Ecuador opened a road over the moors on Monday.";
    let own = "Ecuador opened a road over the moors. I have walked there for years, and in my view it ruins them.";
    let once = "Ecuador opened a road over the moors of Quito on Monday. I have walked there for years.";
    let by = |text: &str| format!("By Ana Ruiz\n\n{text}");
    for (author, language, title, text) in [
        (None, "en", "Letter: a road over the moors of Ecuador", report),
        (None, "en", "Review: a film on the moors of Ecuador", report),
        (
            None,
            "en",
            plain,
            "Sir, your paper praised the road over the moors of Ecuador. It is a ditch.",
        ),
        (
            None,
            "en",
            plain,
            "To the Editor: Ecuador opened a road over the moors on Monday.",
        ),
        (Some("Ana Ruiz"), "en", plain, own),
        (None, "en", plain, &*by(own)),
        (
            Some("Ana Ruiz"),
            "en",
            "Why Ecuador must close its road over the moors",
            once,
        ),
        (
            Some("Ana Ruiz"),
            "es",
            plain,
            "Ecuador abrió una carretera. Yo creo que es un error.",
        ),
        (
            Some("Ana Ruiz"),
            "de",
            plain,
            "Ecuador baut eine Straße. Ich kenne das Moor, und ich halte das für falsch.",
        ),
    ] {
        assert!(told(author, language, title, text), "{author:?} {title} {text}");
    }
    // Reports in which somebody else speaks of himself, and words that only look like it.
    let farmer = "“I have lived here for years,” the farmer said. “I believe the road of Ecuador\u{2019}s army ruins my life. I am old.”";
    let straight =
        "\"I have lived here for years,\" the farmer said. 'I don't know the road,' said another. \"I am old.\"";
    let numbered = "World War I had ended when Ecuador built its first road. Charles I was dead. Phase I will begin.";
    for (author, language, title, text) in [
        (None, "en", plain, own),
        (Some("Ana Ruiz"), "en", plain, once),
        (Some("Ana Ruiz"), "en", plain, farmer),
        (Some("Ana Ruiz"), "en", plain, straight),
        (Some("Ana Ruiz"), "en", plain, numbered),
        (
            Some("Ana Ruiz"),
            "en",
            "Ecuador must close its road, minister says",
            once,
        ),
        (Some("Ana Ruiz"), "en", "Why Ecuador must close its road", report),
        (None, "en", "Analysis: a road over the moors of Ecuador", report),
        (
            None,
            "en",
            plain,
            "Sir John Reed opened a road over the moors of Ecuador on Monday.",
        ),
    ] {
        assert!(!told(author, language, title, text), "{author:?} {title} {text}");
    }
}

#[test]
fn a_report_stands_for_its_story_before_an_opinion_on_it() {
    let mut comment = flood("Coast Radio", "2026-01-06T02:00:00Z");
    comment.article.title = "Comment: Flood cuts off Peruvian river town of Yurimaguas".to_owned();
    let desk = Desk::with(vec![comment, flood("Andes Daily", "2026-01-06T01:00:00Z")]);
    assert_eq!(desk.headlines(), ["Flood cuts off Peruvian river town of Yurimaguas"]);
}

#[test]
fn the_order_is_explained() {
    let mut desk = Desk::with(small_day());
    let mut second = flood("Coast Radio", "2026-01-05T19:00:00Z");
    second.article.title = "River flood isolates Yurimaguas in Peru's Amazon".to_owned();
    desk.articles.push(second);
    desk.weights.insert("mining-week".to_owned(), 0.5);
    insta::assert_snapshot!(terminal::text(&explain(&desk.digest())), @"
    Why this order? Latin America, 6 Jan

    1. River flood isolates Yurimaguas in Peru's Amazon
       0.80 = 0.60 about the place × 1.50 for 2 publishers × 1.10 for 2 articles × 0.81 for 16 hours of age
       from Coast Radio, Andes Daily
       https://news.example/coast-radio-flood-cuts-off-peruvian-river-town-of-yurimaguas

    2. Colombia and Venezuela reopen the bridge at Paraguachon
       0.74 = 0.90 about the place × 0.82 for 16 hours of age
       from Coast Radio
       https://news.example/coast-radio-colombia-and-venezuela-reopen-the-bridge-at-paraguachon

    3. Ecuador widens a marine reserve for whales
       0.58 = 0.60 about the place × 0.97 for 2 hours of age
       from Coast Radio
       https://news.example/coast-radio-ecuador-widens-a-marine-reserve-for-whales

    4. Chile's copper output falls for a third year
       0.29 = 0.60 about the place × 0.96 for 3 hours of age × 0.50 by its source's weight
       from Mining Week
       https://news.example/mining-week-chile-s-copper-output-falls-for-a-third-year
    ");
}

#[test]
fn a_source_s_weight_moves_its_stories() {
    let mut desk = Desk::with(small_day());
    let last = desk.headlines().pop().unwrap();
    let of = |desk: &Desk| {
        desk.articles
            .iter()
            .find(|tagged| tagged.article.title == last)
            .unwrap()
            .article
            .source
            .clone()
    };
    let source = of(&desk);
    desk.weights.insert(source, 3.0);
    assert_eq!(desk.headlines()[0], last);
}

#[test]
fn a_source_that_was_not_read_for_a_day_is_said_to_be_silent() {
    let mut desk = Desk::with(small_day());
    desk.sources[1].stale_since = Some(at("2026-01-04T09:00:00Z"));
    let words = dump(&to_reply(&desk.digest(), Form::Full));
    assert!(
        words.contains("_ 1 source read, 1 not read (Coast Radio, since Sunday)."),
        "{words}"
    );
}

#[test]
fn a_headline_alone_says_more_than_a_sentence_that_leads_nowhere() {
    let told = |text: &str| {
        let piece = article(
            "Coast Radio",
            "EC",
            "2026-01-06T05:00:00Z",
            "Ecuador's moors are drying up, says botanist",
            text,
        );
        dump(&to_reply(&Desk::with(vec![piece]).digest(), Form::Full))
    };
    let interview = "Asked about the moors of Ecuador, the botanist says what she has seen there in forty years of walking:\n\n\
                     “We lose them. And nobody counts what we lose.”";
    assert!(!told(interview).contains("Asked about"), "{}", told(interview));
    // A teaser that breaks off still says something.
    let teaser = "The moors of Ecuador have lost a tenth of their water since 1990, a botanist says, and the…";
    assert!(told(teaser).contains("have lost a tenth"), "{}", told(teaser));
}
