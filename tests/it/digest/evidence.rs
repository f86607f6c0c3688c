//! What the summary's weights are fitted on, written out for `tests/bench/fit_summary.py`.

use dateline::digest::{Doc, weigh_sentences};
use serde_json::{Value, json};

/// Reads `dateline summarise` input lines from the file that `SUMMARY_INPUT` names, prints a line for each.
#[test]
#[ignore = "writes data for a script"]
fn write_evidence() {
    let path = std::env::var("SUMMARY_INPUT").expect("SUMMARY_INPUT names a file of input lines");
    for line in std::fs::read_to_string(path).unwrap().lines() {
        let input: Value = serde_json::from_str(line).unwrap();
        let parts = match input["docs"].as_array() {
            Some(docs) => docs.clone(),
            None => vec![input.clone()],
        };
        let docs: Vec<Doc<'_>> = parts
            .iter()
            .map(|part| Doc {
                title: part["title"].as_str().unwrap_or_default(),
                text: part["text"].as_str().unwrap_or_default(),
            })
            .collect();
        let sentences: Vec<Value> = weigh_sentences(&docs)
            .iter()
            .map(|weighed| {
                json!({
                    "doc": weighed.quote.doc, "text": weighed.quote.text, "words": weighed.words, "leans": weighed.leans,
                    "terms": weighed.terms, "place": weighed.evidence.place, "personal": weighed.evidence.personal,
                    "short_name": weighed.evidence.short_name, "headline": weighed.evidence.headline,
                    "central": weighed.evidence.central, "support": weighed.evidence.support,
                })
            })
            .collect();
        println!(
            "{}",
            json!({"id": input["id"], "words": input["words"], "sentences": sentences})
        );
    }
}
