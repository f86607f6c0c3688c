//! `dateline tag`: lines in, lines out.

use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

/// What the program answers to lines.
fn tagged(lines: &[Value]) -> Vec<Value> {
    let mut program = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .arg("tag")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = program.stdin.take().unwrap();
    let lines: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let writing = std::thread::spawn(move || input.write_all(lines.as_bytes()).unwrap());
    let output = program.wait_with_output().unwrap();
    writing.join().unwrap();
    let output = String::from_utf8(output.stdout).unwrap();
    output.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The words between a mention's offsets, which count letters.
fn words_at(line: &Value, mention: &Value) -> String {
    let whole = line[mention["in"].as_str().unwrap()].as_str().unwrap();
    let at = |key: &str| usize::try_from(mention[key].as_u64().unwrap()).unwrap();
    whole.chars().skip(at("start")).take(at("end") - at("start")).collect()
}

#[test]
fn offsets_count_letters_from_the_start_of_the_field() {
    let lines = [
        json!({"id": 1, "title": "Perú y Côte d’Ivoire", "text": "Über die zwei Wege: the two Koreas, Perú, 中国, Chile."}),
        json!({"id": 2, "text": "Köln — Perú\nÉté à Chile; the two Koreas and Japan."}),
    ];
    for (line, answer) in lines.iter().zip(tagged(&lines)) {
        let mentions = answer["mentions"].as_array().unwrap();
        assert!(mentions.len() > 4, "{answer}");
        for mention in mentions {
            assert_eq!(words_at(line, mention), mention["words"].as_str().unwrap(), "{line}");
        }
    }
}

#[test]
fn one_endless_line_is_answered() {
    let line = json!({"id": "long", "text": "Brazil and Peru. ".repeat(300_000)});
    let answer = tagged(&[line]);
    assert_eq!(answer[0]["countries"], json!(["BR", "PE"]));
}

#[test]
fn a_line_may_tell_the_publishers_country_and_what_its_source_is_usually_about() {
    let text = "China and Chinese firms paid for it, a UK paper says. Laos counts the trains.".to_owned()
        + &" No more.".repeat(300);
    let lines = [
        json!({"id": 1, "title": "China and Laos open a line", "text": text}),
        json!({"id": 2, "title": "China and Laos open a line", "text": text, "country": "GB", "usual": ["CN"]}),
    ];
    let answers = tagged(&lines);
    assert_eq!(answers[0]["focus"], json!(["CN", "LA"]));
    assert_eq!(answers[1]["focus"], json!(["LA", "CN"]));
    assert_eq!(answers[1]["countries"], json!(["CN", "GB", "LA"]));
}
