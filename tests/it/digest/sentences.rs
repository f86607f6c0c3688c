//! What summaries show and what they never show.

use dateline::digest::{Doc, Form, Quote, summarise, to_reply};

use super::newsroom::{Desk, dump, small_day};

#[test]
fn boilerplate_bylines_and_datelines_are_never_shown() {
    let desk = Desk::with(small_day());
    let words = dump(&to_reply(&desk.digest(), Form::Full));
    for unwanted in [
        "originally published",
        "Continue reading",
        "By Ana",
        "(Wire)",
        "YURIMAGUAS",
    ] {
        assert!(!words.contains(unwanted), "{unwanted} in {words}");
    }
    assert!(words.contains("The Huallaga river rose"), "{words}");
}

#[test]
fn sentences_end_where_they_end() {
    let told = |text: &str| -> Vec<String> {
        summarise(&[Doc { title: "", text }], 200, 9)
            .into_iter()
            .map(|quote| quote.text)
            .collect()
    };
    let kept = [
        "The U.S. envoy met Gen. J. R. Ortiz at 9 a.m. on Dec. 26 in the old town hall.",
        "Dr. Lena Vogt counted 3.5 million seeds in the vault at No. 12 Harbour Street.",
        "The case of Holm v. Karo Ferry Corp. was decided in Sulta on Monday.",
        "“We shall rebuild the bridge before the rains come,” the mayor said at the river.",
        "La ministra Sra. Paz anunció en Lima un plan de riego para la costa norte.",
        "وصلت السفينة إلى ميناء العقبة صباح الأحد وعلى متنها ألف طن من القمح.",
    ];
    assert_eq!(told(&kept.join(" ")), kept);
    let hindi = "जयपुर में सोमवार को नई रेल लाइन का उद्घाटन हुआ। राज्य सरकार के अनुसार पहले दिन आठ हजार यात्रियों ने सफर किया।";
    assert_eq!(told(hindi).len(), 2);
    let chinese = "港口城市周一开通了第一条海底铁路隧道。运输部门表示首日有八千名乘客乘坐列车通过隧道。";
    assert_eq!(told(chinese).len(), 2);
    let spanish = [
        "«La presa aguantará otro invierno», prometió la alcaldesa de Tarn ante los vecinos del valle.",
        "¡El puente de Tarn está abierto otra vez!",
        "La obra costó 1.500 euros, según la Sra. Paz y el Dr. Luis M. Soto.",
    ];
    assert_eq!(told(&spanish.join(" ")), spanish);
    // A lost space parts sentences all the same, also where the next begins with a quotation.
    assert_eq!(
        told("The town of Tarn opened its bridge in 2031.The mayor cut a red ribbon in the rain.\"The work was worth the long wait,\" she told the town.").len(),
        3
    );
    let arabic =
        "هل تصل السفينة اليوم إلى ميناء العقبة؟ وصلت السفينة إلى ميناء العقبة صباح الأحد وعلى متنها ألف طن من القمح.";
    assert_eq!(told(arabic).len(), 1);
    // A list's items can be told; its marks are cut off.
    assert_eq!(
        told("• The two towns agreed to share one fire brigade from May."),
        ["The two towns agreed to share one fire brigade from May."]
    );
}

#[test]
fn a_sentence_that_leans_on_another_stands_only_behind_it() {
    let text = "The harbour of Sulta opened to ferries on Monday. It had been closed since the storm in March. Fares rose by a \
                fifth, the company announced in the afternoon.";
    let told = |words: usize| {
        summarise(
            &[Doc {
                title: "Harbour of Sulta opens",
                text,
            }],
            words,
            9,
        )
    };
    assert!(told(30).iter().all(|quote| !quote.text.starts_with("It ")) || told(30)[0].text.starts_with("The harbour"));
    let alone = "Nobody knows who said it. He left.";
    assert!(
        summarise(&[Doc { title: "", text: alone }], 60, 3)
            .iter()
            .all(|quote| quote.text != "He left.")
    );
}

#[test]
fn a_text_without_a_faultless_sentence_still_says_something_verbatim() {
    let long = format!(
        "The council decided {}without a full stop",
        "and decided once more ".repeat(40)
    );
    let told = summarise(&[Doc { title: "", text: &long }], 60, 3);
    assert_eq!(told.len(), 1);
    let shown = told[0]
        .text
        .strip_suffix(" …")
        .expect("says that something was left out");
    assert!(
        long.starts_with(shown) && shown.split_whitespace().count() == 120,
        "{told:?}"
    );
    let note = Doc {
        title: "",
        text: "Short note",
    };
    let whole = Quote {
        doc: 0,
        start: 0,
        text: "Short note".to_owned(),
        faults: 12,
    };
    assert_eq!(summarise(&[note], 60, 3), [whole]);
    assert!(
        summarise(
            &[Doc {
                title: "Title",
                text: "  \n\n "
            }],
            60,
            3
        )
        .is_empty()
    );
}

#[test]
fn two_documents_do_not_say_the_same_twice() {
    let one = "A ferry with 80 passengers ran aground off the island of Karo on Friday morning. Nobody was hurt.";
    let two = "A ferry with 80 passengers ran aground off Karo island on Friday morning. Divers found a hole of two metres in its hull.";
    let told = summarise(
        &[
            Doc {
                title: "Ferry aground",
                text: one,
            },
            Doc {
                title: "Ferry has a hole",
                text: two,
            },
        ],
        60,
        3,
    );
    assert_eq!(
        told.iter().filter(|quote| quote.text.contains("ran aground")).count(),
        1,
        "{told:?}"
    );
    assert!(told.iter().any(|quote| quote.text.contains("Divers")), "{told:?}");
}

#[test]
fn no_sentence_is_cut_to_fit_a_small_budget() {
    let long = "“The bridge at Sulta, which the flood of 1998 took away, which three governments promised to rebuild and which \
                no government rebuilt, will stand by May,” the minister of works told the council of the town on Monday.";
    let short = "The bridge will be of larch from the hills above the town.";
    let told = |text: &str, words: usize| -> Vec<String> {
        summarise(&[Doc { title: "", text }], words, 3)
            .into_iter()
            .map(|quote| quote.text)
            .collect()
    };
    // Another whole sentence fits.
    assert_eq!(told(&format!("{long} {short}"), 15), [short]);
    // None fits: the shortest without fault, whole.
    assert_eq!(told(&format!("{long} {short}"), 8), [short]);
    assert_eq!(told(long, 8), [long]);
}
