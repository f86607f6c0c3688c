//! What no summary shows, and what it shows whole.

use dateline::digest::{Doc, summarise};

fn told(text: &str) -> Vec<String> {
    summarise(&[Doc { title: "", text }], 200, 9)
        .into_iter()
        .map(|quote| quote.text)
        .collect()
}

const NEWS: &str = "The ferry between Karo and Sulta sails again from Monday after a winter in the dock.";

#[test]
fn captions_labels_headings_and_web_page_words_are_no_news() {
    for unwanted in [
        "Harbour master Ina Holm waves to the first ferry in Sulta, Karo, March 3, 2031.",
        "On the pier: Passengers of the first ferry stand in a long line.",
        "How Karo Won Its New Ferry Back.",
        "09:15 CET, 3 March 2031 in Sulta.",
        "You can add location information to your tweets from the web.",
        "Scroll  down for pictures of the ferry in the harbour.",
        "The harbour master (left) greets the first passengers on the pier.",
        "In this picture the ferry leaves the dock in heavy rain.",
        "The ferry carried forty cars and the.",
        "We never thought that the ferry would sail again this year.",
        "1. Buy the ticket at the pier before the ferry comes.",
        "Is the ferry to Karo going to sail in winter too?",
        "A longer report | Timetables | Prices | Harbour weather for today.",
    ] {
        assert_eq!(told(&format!("{NEWS}\n{unwanted}")), [NEWS], "{unwanted}");
    }
}

#[test]
fn what_leans_on_words_left_out_is_not_shown() {
    for leaning in [
        "However, the company wants more money for it.",
        "“Nobody believed that it would ever sail again.”",
        "Both had waited on the pier since the early morning.",
        "The  group wants the ferry to sail at night as well.",
        "A sailor by trade, he’s been on the ferry for twenty years.",
        "In  addition, a night ferry is planned for the summer.",
    ] {
        let other =
            "Fares rise by a tenth, the company said on Sunday. Nobody has bought a ticket for the night in years?";
        let shown = told(&format!("{NEWS} {other} {leaning}"));
        assert!(
            shown.iter().all(|sentence| sentence != leaning),
            "{leaning} in {shown:?}"
        );
    }
}

#[test]
fn what_stands_before_the_news_is_cut_off() {
    for before in [
        "SULTA: ",
        "SULTA, Karo, March 3 (Wire) — ",
        "SULTA (Wire)-",
        "AP — ",
        "By Ina Holm Sulta, Mar 3 (WIR) ",
        "\u{97} ",
        "• ",
    ] {
        assert_eq!(told(&format!("{before}{NEWS}")), [NEWS], "{before}");
    }
}

#[test]
fn a_quotation_of_several_sentences_is_shown_whole() {
    let speech = "“The hull is sound. The engine is new,” the harbour master told the council on Friday.";
    assert_eq!(told(&format!("{NEWS} {speech}")), [NEWS, speech]);
    let straight = speech.replace(['“', '”'], "\"");
    assert_eq!(told(&format!("{NEWS} {straight}")), [NEWS, &straight]);
    // A long one is left out with all its parts, and a mark that nothing opened is cut off.
    let long = format!(
        "“The hull is sound. {}The engine is new,” he said.",
        "The sails are of the best cloth. ".repeat(9)
    );
    assert_eq!(told(&format!("{NEWS} {long}")), [NEWS]);
    assert_eq!(told(&format!("{NEWS}\"")), [NEWS]);
}

#[test]
fn who_says_i_is_known() {
    let said = "\"I will take the first ferry on Monday,\" the mayor of Sulta told reporters.";
    assert_eq!(told(&format!("{NEWS} {said}")), [NEWS, said]);
    let king = "The old pier was built under King Magnus I of Karo and has stood ever since.";
    assert_eq!(told(&format!("{NEWS} {king}")), [NEWS, king]);
}

#[test]
fn a_second_sentence_adds_something() {
    let again = "The ferry between Karo and Sulta will sail again on Monday after the winter in dock.";
    let more = "Tickets for the crossing cost four crowns.";
    assert_eq!(told(&format!("{NEWS} {again} {more}")), [NEWS, more]);
}
