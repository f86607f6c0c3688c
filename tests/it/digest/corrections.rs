//! An article changes after its digest went out: what the digest says then.

use dateline::article::Tagged;
use dateline::digest::{Digest, Earlier, Form, Story, correct, to_reply};
use jiff::Timestamp;

use super::newsroom::{Desk, at, dump, small_day};

/// 09:12 in Caracas.
fn later() -> Timestamp {
    at("2026-01-06T13:12:00Z")
}

fn digest() -> Digest {
    let mut desk = Desk::with(small_day());
    desk.max_stories = 3;
    desk.digest()
}

/// The article whose headline holds these words, as its publisher changed it.
fn changed(words: &str, change: impl FnOnce(&mut Tagged)) -> Tagged {
    let mut tagged = small_day()
        .into_iter()
        .find(|tagged| tagged.article.title.contains(words))
        .unwrap();
    tagged.article.revision += 1;
    change(&mut tagged);
    tagged
}

/// The story about the bridge.
fn bridge(digest: &mut Digest) -> &mut Story {
    let mut stories = digest.stories.iter_mut();
    let is_first = |story: &Story| story.links[0].article.as_str().contains("reopen-the-bridge");
    stories.find(|story| is_first(story)).unwrap()
}

/// The lines of a digest that the first one does not have.
fn new_lines(before: &Digest, after: &Digest, form: Form) -> String {
    let (before, after) = (dump(&to_reply(before, form)), dump(&to_reply(after, form)));
    let new = after.lines().filter(|line| !before.lines().any(|old| old == *line));
    new.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_sentence_that_no_longer_stands_makes_way_for_what_stands_there_now() {
    let before = digest();
    let revised = changed("reopen the bridge", |tagged| {
        let text = &mut tagged.article.text;
        *text = text.replace("40 lorries", "four lorries");
    });
    let after = correct(&before, &[revised], later()).unwrap();
    insta::assert_snapshot!(new_lines(&before, &after, Form::Full), @"
    Colombia and Venezuela reopened the border bridge at Paraguachon to lorries on Monday after eight years. Customs officers let four lorries through in the first hour, Colombia's transport ministry said. It expects 300 a day by March.
    🇨🇴 Colombia, 🇻🇪 Venezuela · according to Coast Radio · 5 Jan, 16:00 · Corrected 6 Jan, 09:12: Coast Radio changed its article
    ");
}

#[test]
fn a_new_headline_takes_the_place_of_the_old_one() {
    let before = digest();
    let revised = changed("reopen the bridge", |tagged| {
        tagged.article.title = "Colombia and Venezuela reopen the bridge to lorries alone".to_owned();
    });
    let after = correct(&before, &[revised.clone()], later()).unwrap();
    insta::assert_snapshot!(new_lines(&before, &after, Form::Full), @"
    1. Colombia and Venezuela reopen the bridge to lorries alone <https://news.example/coast-radio-colombia-and-venezuela-reopen-the-bridge-at-paraguachon>
       🇨🇴 Colombia, 🇻🇪 Venezuela · according to Coast Radio · 5 Jan, 16:00 · Corrected 6 Jan, 09:12: Coast Radio changed its article
    ");
    insta::assert_snapshot!(new_lines(&before, &after, Form::Headlines), @"- Colombia and Venezuela reopen the bridge to lorries alone <https://news.example/coast-radio-colombia-and-venezuela-reopen-the-bridge-at-paraguachon> (Coast Radio) · corrected 6 Jan, 09:12");
    assert_eq!(
        correct(&after, &[revised], later()),
        None,
        "what was corrected is not corrected again"
    );
    // A headline in the list below the stories is shown as well.
    let revised = changed("Flood cuts off", |tagged| {
        tagged.article.title = "Flood cuts off two Peruvian towns".to_owned();
    });
    let after = correct(&before, &[revised], later()).unwrap();
    insta::assert_snapshot!(new_lines(&before, &after, Form::Full), @"- Flood cuts off two Peruvian towns <https://news.example/andes-daily-flood-cuts-off-peruvian-river-town-of-yurimaguas> (Andes Daily) · corrected 6 Jan, 09:12");
}

#[test]
fn a_withdrawn_article_claims_nothing_any_more() {
    let before = digest();
    for withdrawn in [
        changed("reopen the bridge", |tagged| {
            tagged.article.title = format!("RETRACTED: {}", tagged.article.title);
        }),
        changed("reopen the bridge", |tagged| {
            tagged.article.text = "This article has been withdrawn: its source was mistaken.".to_owned();
        }),
        changed("reopen the bridge", |tagged| {
            tagged.article.title = "[Deleted]".to_owned();
            tagged.article.text = String::new();
        }),
    ] {
        let after = correct(&before, &[withdrawn.clone()], later()).unwrap();
        let said = new_lines(&before, &after, Form::Full);
        insta::allow_duplicates! { insta::assert_snapshot!(said, @"
        1. Withdrawn: Colombia and Venezuela reopen the bridge at Paraguachon <https://news.example/coast-radio-colombia-and-venezuela-reopen-the-bridge-at-paraguachon>
           Withdrawn by Coast Radio.
           🇨🇴 Colombia, 🇻🇪 Venezuela · Coast Radio · 5 Jan, 16:00 · Corrected 6 Jan, 09:12: Coast Radio withdrew its article
        "); }
        assert_eq!(correct(&after, &[withdrawn], later()), None);
    }
    let withdrawn = changed("reopen the bridge", |tagged| {
        tagged.article.title = "Withdrawn.".to_owned();
    });
    let after = correct(&before, &[withdrawn], later()).unwrap();
    insta::assert_snapshot!(new_lines(&before, &after, Form::Headlines), @"- Withdrawn: Colombia and Venezuela reopen the bridge at Paraguachon <https://news.example/coast-radio-colombia-and-venezuela-reopen-the-bridge-at-paraguachon> (Coast Radio) · corrected 6 Jan, 09:12");
    // It was a mistake to withdraw it.
    let mut back = correct(&after, &[changed("reopen the bridge", |_| ())], later()).unwrap();
    assert_eq!(bridge(&mut back).headline, bridge(&mut before.clone()).headline);
}

#[test]
fn what_touches_nothing_shown_is_no_correction() {
    let before = digest();
    let untouched = [
        changed("reopen the bridge", |tagged| {
            tagged.article.text.push_str(" The bridge is 80 metres long.")
        }),
        changed("reopen the bridge", |tagged| {
            tagged.article.title.make_ascii_uppercase()
        }),
        changed("reopen the bridge", |tagged| tagged.article.title.push('!')),
        // A feed that gives less than before takes nothing back.
        changed("reopen the bridge", |tagged| {
            tagged.article.text = "Colombia and Venezuela…".to_owned()
        }),
        changed("reopen the bridge", |tagged| tagged.article.text = String::new()),
        // Words that only look like a withdrawal.
        changed("reopen the bridge", |tagged| {
            tagged.article.text = format!("Withdrawn lorries come back. {}", tagged.article.text);
        }),
    ];
    for article in untouched {
        assert_eq!(
            correct(&before, std::slice::from_ref(&article), later()),
            None,
            "{article:?}"
        );
    }
}

#[test]
fn a_sentence_that_moved_is_still_found_where_it_stands() {
    let before = digest();
    let revised = changed("reopen the bridge", |tagged| {
        tagged.article.title = "Lorries cross again at Paraguachon".to_owned();
        tagged.article.text = format!("Ña correction. {}", tagged.article.text);
    });
    let mut after = correct(&before, std::slice::from_ref(&revised), later()).unwrap();
    for sentence in &bridge(&mut after).sentences {
        let there: String = revised.article.text.chars().skip(sentence.start).collect();
        assert!(there.starts_with(&sentence.text), "{sentence:?}");
    }
}

/// What a language model told from the old sentences is not what the new ones say.
#[test]
fn a_rewritten_story_falls_back_to_its_publishers_words() {
    let mut before = digest();
    bridge(&mut before).rewrite = Some("Lorries cross the bridge again.".to_owned());
    let revised = changed("reopen the bridge", |tagged| {
        tagged.article.text = tagged.article.text.replace("40 lorries", "four lorries");
    });
    let mut after = correct(&before, &[revised], later()).unwrap();
    assert_eq!(bridge(&mut after).rewrite, None);
}

#[test]
fn the_next_digest_says_what_its_readers_missed() {
    let before = digest();
    let title = changed("reopen the bridge", |tagged| {
        tagged.article.title = "Lorries cross again at Paraguachon".to_owned();
    });
    let text = changed("marine reserve", |tagged| {
        tagged.article.text = "Ecuador has widened nothing yet.".to_owned();
    });
    let gone = changed("copper output", |tagged| tagged.article.title = "Retracted".to_owned());
    let corrected = correct(&before, &[title, text, gone], later()).unwrap();
    let mut next = Desk::with(small_day()).digest();
    next.corrections.earlier = corrected
        .corrections
        .own
        .into_iter()
        .map(|correction| Earlier {
            digest: "2026-01-04".parse().unwrap(),
            correction,
        })
        .collect();
    let words = dump(&to_reply(&next, Form::Brief));
    let (_, said) = words.split_once("## Corrections\n").expect(&words);
    insta::assert_snapshot!(said, @"
    - Correction to Sunday's digest: Coast Radio has changed “Colombia and Venezuela reopen the bridge at Paraguachon” to “Lorries cross again at Paraguachon”.
    - Correction to Sunday's digest: Coast Radio has changed what it says under “Ecuador widens a marine reserve for whales”.
    - Correction to Sunday's digest: Mining Week has withdrawn “Chile's copper output falls for a third year”.
    _ 2 sources read.
    [Colombia] /country CO
    [Venezuela] /country VE
    [Subscribe] /subscribe latin-america
    ");
}

/// Digests of earlier versions know of no corrections.
#[test]
fn a_digest_stored_before_there_were_corrections_is_read() {
    let mut stored = serde_json::to_value(digest()).unwrap();
    stored.as_object_mut().unwrap().remove("corrections").unwrap();
    let read: Digest = serde_json::from_value(stored).unwrap();
    assert_eq!(read, digest());
}
