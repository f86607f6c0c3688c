//! What no summary shows, and what it shows whole.

use dateline::digest::{Doc, Quote, summarise};

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
        "The data on all crossings, published here, are part of the yearly report.",
        "Click the map of the harbour to see where the ferry berths.",
        "Order the captain's own cap for $19 in our harbour shop today.",
        "The writer is a former mate on the ferry and lives in Sulta.",
        "Ina Holm is a professor of maritime law at Sulta College.",
        "Sir, your report on the ferry left out the island of Karo.",
        "UPDATE 2-Ferry of Karo sails again after a winter in dock.",
        "Adds quotes of the harbour master, background in last paragraph.",
        "The Karo Courier could not immediately verify the number of passengers.",
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
        "During the visit, Holm met the crew of the second ferry.",
        "The following week, two hundred people waited on the pier.",
        "The day after his return, Holm opened the old lighthouse.",
        "The couple bought the first tickets for the summer.",
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
        "SULTA, 3 mar (WIR).- ",
        "SULTA, 3 mars (WIR) - ",
        "सुल्टा (एजेंसी): ",
        "سلطا (وكالة) - ",
        "Sulta, ene. 3.- ",
        "सुल्टा, 3 मार्च (भाषा) ",
        "(술타=통신) 이나 홀름 기자 = ",
        "9:15 GMT - ",
        "18:04 ",
    ] {
        assert_eq!(told(&format!("{before}{NEWS}")), [NEWS], "{before}");
    }
    let chinese = "港口城市周一开通了第一条海底铁路隧道。";
    for before in [
        "新华社海港3月3日电（记者李明）",
        "【海港】",
        "（中央社記者李明海港3日電）",
    ] {
        assert_eq!(told(&format!("{before}{chinese}")), [chinese], "{before}");
    }
    let japanese = "港の鉄道トンネルは月曜日に初めて開通した。";
    assert_eq!(told(&format!("港町(共同){japanese}")), [japanese]);
    // Brackets, dashes and hours that are part of the news stay.
    for whole in [
        "Ina Holm (Karo): the ferry sails from Monday, and nobody will stop it.",
        "The ferry (a gift) - old as it is - sails from Monday.",
        "12:30 is the hour at which the ferry sails from Monday.",
        "今年3月6日电价上涨后隧道票价也将上涨。",
    ] {
        assert_eq!(told(whole), [whole]);
    }
}

#[test]
fn a_claim_is_shown_only_with_whose_it_is() {
    let claim = "The harbour company has poisoned the bay for ten years.";
    for owner in [
        "The charge was made by the fishers' union of Karo.",
        "The claim, printed in a leaflet, is denied by the company.",
        "That is how the fishers of Karo see it.",
        "That is what the union of Karo says.",
        "So says the fishers' union of Karo.",
        "That is the accusation in a letter of the union.",
        "This is not true, the harbour master of Karo found.",
    ] {
        let both = format!("{claim} {owner}");
        assert!(told(&format!("{NEWS} {both}")).contains(&both), "{owner}");
        let parted = told(&format!("{NEWS}\n{claim}\n{owner}"));
        assert!(!parted.iter().any(|sentence| sentence == claim), "{owner}");
    }
    // What says itself who claims it needs no further sentence.
    let said = "The union said the harbour company had poisoned the bay.";
    let shown = told(&format!("{NEWS} {said} The charge was made by its head on Monday."));
    assert!(shown.iter().any(|sentence| sentence == said), "{shown:?}");
}

#[test]
fn sentences_of_scripts_without_spaces_run_on_without_one() {
    let quotes = |text| summarise(&[Doc { title: "", text }], 200, 9);
    let chinese = "港口城市周一开通了第一条海底铁路隧道。运输部门表示首日有八千名乘客乘坐列车通过隧道。";
    assert_eq!(Quote::running(&quotes(chinese)), chinese);
    let english = format!("{NEWS} Fares rise by a tenth, the company said on Sunday.");
    assert_eq!(Quote::running(&quotes(&english)), english);
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
