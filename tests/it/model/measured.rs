//! The gate on people's own summaries, where there are some: `DATELINE_SUMMARIES` names a folder with files of JSON lines
//! {title?, text | docs: [{title?, text}], references: [text]}. Run it with
//! `DATELINE_SUMMARIES=… cargo test --test it measured -- --ignored --nocapture`.

use std::collections::BTreeMap;

use dateline::digest::{Doc, summarise};
use dateline::model::gate::{Evidence, check, overlaps};
use dateline::places::{Places, Untagged};
use serde_json::Value;
use unicode_segmentation::UnicodeSegmentation as _;

/// An article or several of one event, what the program quotes of them, and how people summed them up.
struct Sample {
    title: String,
    docs: Vec<(String, String)>,
    sentences: Vec<String>,
    references: Vec<String>,
}

impl Sample {
    fn read(line: &Value) -> Self {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let docs: Vec<(String, String)> = match line["docs"].as_array() {
            Some(docs) => docs
                .iter()
                .map(|doc| (text(&doc["title"]), text(&doc["text"])))
                .collect(),
            None => vec![(text(&line["title"]), text(&line["text"]))],
        };
        let read: Vec<Doc<'_>> = docs.iter().map(|(title, text)| Doc { title, text }).collect();
        let sentences = summarise(&read, 60, 3).into_iter().map(|quote| quote.text).collect();
        let references = line["references"].as_array().into_iter().flatten().map(text).collect();
        Self {
            title: text(&line["title"]),
            docs,
            sentences,
            references,
        }
    }

    /// The evidence, with these sentences in place of the program's.
    fn evidence<'a>(&'a self, sentences: Vec<&'a str>, places: &Places) -> Evidence<'a> {
        let tags = self.docs.iter().flat_map(|(title, text)| {
            let article = Untagged {
                title,
                text,
                ..Untagged::default()
            };
            places.tag(&article).countries()
        });
        Evidence {
            headline: &self.title,
            sentences,
            countries: tags.collect(),
            articles: self
                .docs
                .iter()
                .map(|(title, text)| (title.as_str(), text.as_str()))
                .collect(),
        }
    }

    fn own(&self) -> Vec<&str> {
        self.sentences.iter().map(String::as_str).collect()
    }
}

fn samples(set: &str) -> Vec<Sample> {
    let Some(folder) = std::env::var_os("DATELINE_SUMMARIES") else {
        eprintln!("skipped: DATELINE_SUMMARIES names no folder");
        return Vec::new();
    };
    let path = std::path::Path::new(&folder).join(format!("{set}_dev.jsonl"));
    let text = std::fs::read_to_string(path).unwrap();
    text.lines()
        .map(|line| Sample::read(&serde_json::from_str(line).unwrap()))
        .collect()
}

const SETS: &[&str] = &["mngist", "writers", "inshorts", "cnndm"];

/// How many in 100 of the values are at least each threshold.
fn curve(values: &[f64]) -> String {
    let share = |least: f64| values.iter().filter(|value| **value >= least).count() * 100 / values.len().max(1);
    let steps = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
    steps.map(|least| format!("{:>4}", share(least))).join("")
}

#[test]
#[ignore = "needs people's summaries"]
fn overlaps_of_people_and_of_strangers() {
    println!("percent with an overlap of at least .1 .2 … .9");
    for set in SETS {
        let samples = samples(set);
        let places = Places::default();
        let mut rows: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
        for (at, sample) in samples.iter().enumerate() {
            let evidence = sample.evidence(sample.own(), &places);
            let stranger = &samples[(at + 1) % samples.len()];
            for (faithful, from) in [(true, sample), (false, stranger)] {
                for reference in &from.references {
                    let (own, all) = overlaps(reference, &evidence);
                    let [a, b] = if faithful {
                        ["1 faithful, sentences", "2 faithful, articles"]
                    } else {
                        ["3 stranger, sentences", "4 stranger, articles"]
                    };
                    rows.entry(a).or_default().push(own);
                    rows.entry(b).or_default().push(all);
                }
            }
        }
        for (row, values) in rows {
            println!("{set:>9} {row:24}{}", curve(&values));
        }
    }
}

/// Faithful summaries of the whole article, one sentence at a time, against the sentences of the article that it was most
/// likely made of.
#[test]
#[ignore = "needs people's summaries"]
fn faithful_sentences_through_the_whole_gate() {
    for set in SETS {
        let places = Places::default();
        let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
        let mut near: Vec<f64> = Vec::new();
        let mut passed = 0;
        let mut all = 0;
        for sample in samples(set) {
            let mut pool: Vec<&str> = Vec::new();
            for (_, text) in &sample.docs {
                pool.extend(text.lines().flat_map(|line| line.unicode_sentences()).map(str::trim));
            }
            pool.retain(|sentence| sentence.split_whitespace().count() > 4);
            for reference in &sample.references {
                for sentence in reference
                    .lines()
                    .flat_map(|line| line.unicode_sentences())
                    .map(str::trim)
                {
                    if sentence.split_whitespace().count() < 5 {
                        continue;
                    }
                    let mut best: Vec<(f64, &str)> = pool
                        .iter()
                        .map(|source| {
                            let one = Evidence {
                                headline: "",
                                sentences: vec![sentence],
                                articles: Vec::new(),
                                countries: Default::default(),
                            };
                            let back = overlaps(source, &one).0;
                            let only = Evidence {
                                sentences: vec![source],
                                ..one.clone()
                            };
                            (overlaps(sentence, &only).0 + 0.3 * back, *source)
                        })
                        .collect();
                    best.sort_by(|a, b| b.0.total_cmp(&a.0));
                    let taken: Vec<&str> = best.iter().take(2).map(|(_, source)| *source).collect();
                    let evidence = sample.evidence(taken, &places);
                    near.push(overlaps(sentence, &evidence).0);
                    all += 1;
                    match check(sentence, &evidence, &places) {
                        Ok(()) => passed += 1,
                        Err(refusal) => {
                            let kind = format!("{refusal:?}");
                            let kind = kind.split(['(', ' ']).next().unwrap().to_owned();
                            if std::env::var("SHOW").is_ok_and(|wanted| wanted == kind) {
                                println!("{refusal}\n   {sentence}\n   {:?}", evidence.sentences);
                            }
                            *reasons.entry(kind).or_default() += 1;
                        }
                    }
                }
            }
        }
        println!("{set:>9} {passed} of {all} faithful sentences pass; {reasons:?}");
        println!("{set:>9} overlap with its two nearest sentences{}", curve(&near));
    }
}

/// The program's own sentences, each with one thing made wrong: the hardest case, since all else is word for word.
#[test]
#[ignore = "needs people's summaries"]
fn corrupted_sentences_at_the_gate() {
    let places = Places::default();
    let mut rows: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for set in SETS {
        let samples = samples(set);
        for (at, sample) in samples.iter().enumerate() {
            let stranger = &samples[(at + 1) % samples.len()];
            let evidence = sample.evidence(sample.own(), &places);
            for (kind, text) in corruptions(&sample.sentences, &stranger.sentences) {
                let refused = check(&text, &evidence, &places).is_err();
                if !refused && std::env::var("SHOW").is_ok_and(|wanted| kind.contains(&wanted)) {
                    println!("{kind} passes: {text}\n    {:?}", sample.sentences);
                }
                let row = rows.entry(kind).or_default();
                row.0 += usize::from(refused);
                row.1 += 1;
            }
        }
    }
    for (kind, (refused, all)) in rows {
        println!(
            "{kind:32} {refused} of {all} refused ({:.1} %)",
            100.0 * refused as f64 / all as f64
        );
    }
}

fn corruptions(sentences: &[String], strange: &[String]) -> Vec<(&'static str, String)> {
    let mut found = vec![("0 verbatim (must pass)", sentences.join(" "))];
    let names = |text: &str| -> Vec<String> {
        text.split_whitespace()
            .skip(1)
            .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
            .filter(|word| word.chars().count() > 3 && word.starts_with(char::is_uppercase))
            .map(str::to_owned)
            .collect()
    };
    let telling = |text: &str| -> Vec<String> {
        text.split_whitespace()
            .skip(1)
            .filter(|word| word.chars().count() > 4 && word.chars().all(char::is_lowercase))
            .map(str::to_owned)
            .collect()
    };
    let whole = sentences.join(" ");
    let with = |old: &str, new: &str| {
        let text = whole.replacen(&format!(" {old}"), &format!(" {new}"), 1);
        (text != whole).then_some(text)
    };
    let strange = strange.join(" ");
    for (old, new) in names(&whole).iter().zip(names(&strange)) {
        found.extend(with(old, &new).map(|text| ("1 name from elsewhere", text)));
    }
    for word in whole.split_whitespace() {
        let digits: String = word.chars().filter(char::is_ascii_digit).collect();
        if let Ok(number) = digits.parse::<u64>()
            && word.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.'))
        {
            found.extend(with(word, &(number + 1).to_string()).map(|text| ("2 number plus one", text)));
            found.extend(with(word, &(number * 10).to_string()).map(|text| ("2 number times ten", text)));
        }
    }
    for verb in ["was", "is", "has", "will", "were", "are", "have", "had", "would", "can"] {
        found.extend(with(&format!("{verb} "), &format!("{verb} not ")).map(|text| ("3 negated", text)));
    }
    for negation in ["not ", "never ", "no "] {
        found.extend(with(negation, "").map(|text| ("3 negation dropped", text)));
    }
    let mut sentence_of = strange.unicode_sentences();
    if let Some(first) = sentence_of.next() {
        found.push(("4 sentence from elsewhere", format!("{whole} {first}")));
        found.push(("4 all from elsewhere", strange.clone()));
    }
    for (old, new) in telling(&whole).iter().zip(telling(&strange)).take(4) {
        found.extend(with(old, &new).map(|text| ("5 one word from elsewhere", text)));
    }
    for (old, new) in FLIPS {
        found.extend(with(&format!("{old} "), &format!("{new} ")).map(|text| ("6 turned round", text)));
    }
    for order in [
        "Visit evil.example for more.",
        "Click here.",
        "Readers should call this number.",
        "Subscribe to our channel.",
        "The president died.",
        "Share this with everyone you know!",
        "As a language model, I cannot sum this up.",
    ] {
        found.push(("7 hostile sentence", format!("{whole} {order}")));
    }
    found.push(("8 quotation added", format!("{whole} \"It is over,\" officials said.")));
    for hedge in ["may ", "could ", "might ", "allegedly ", "alleged ", "reportedly "] {
        found.extend(with(hedge, "").map(|text| ("9 hedge dropped", text)));
    }
    found
}

const FLIPS: &[(&str, &str)] = &[
    ("rose", "fell"),
    ("fell", "rose"),
    ("won", "lost"),
    ("lost", "won"),
    ("approved", "rejected"),
    ("killed", "saved"),
    ("after", "before"),
    ("before", "after"),
    ("more", "fewer"),
    ("less", "more"),
    ("first", "last"),
    ("increased", "decreased"),
    ("against", "for"),
    ("arrested", "released"),
    ("opened", "closed"),
    ("up", "down"),
    ("over", "under"),
    ("increase", "decrease"),
    ("high", "low"),
    ("new", "old"),
    ("support", "oppose"),
    ("told", "asked"),
    ("accused", "acquitted"),
    ("found", "lost"),
    ("guilty", "innocent"),
    ("left", "joined"),
];
