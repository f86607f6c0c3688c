//! The command line as other programs use it: what is printed where, and the exit code.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// Runs the program with a fresh data folder on Wednesday noon.
fn dateline(data: &TempDir, arguments: &[&str], input: &str) -> Output {
    dateline_at("2026-01-07T12:00:00Z", data, arguments, input)
}

fn dateline_at(now: &str, data: &TempDir, arguments: &[&str], input: &str) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(arguments)
        .args(["--data", data.path().to_str().unwrap(), "--now", now])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    program.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    program.wait_with_output().unwrap()
}

fn out(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

fn err(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

#[test]
fn tag_counts_letters_names_broken_lines_and_goes_on() {
    let input = concat!(
        "{\"id\":1,\"text\":\"Peru\u{2019}s ports\\nTalks in \u{201c}Lima\u{201d} with Chile.\"}\n",
        "not json\n",
        "{\"id\":\"b\",\"title\":\"Ghana votes\",\"text\":\"Polls opened.\",\"more\":true}\n",
    );
    let output = dateline(&folder(), &["tag"], &format!("\u{feff}{input}"));
    assert!(output.status.success());
    let lines: Vec<serde_json::Value> = out(&output)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0]["countries"], serde_json::json!(["CL", "PE"]));
    assert_eq!(lines[0]["focus"][0], "PE");
    assert!(
        lines[0]["regions"]
            .as_array()
            .unwrap()
            .contains(&"latin-america".into())
    );
    let text: Vec<char> = "Peru\u{2019}s ports\nTalks in \u{201c}Lima\u{201d} with Chile."
        .chars()
        .collect();
    for mention in lines[0]["mentions"].as_array().unwrap() {
        let (start, end) = (mention["start"].as_u64().unwrap(), mention["end"].as_u64().unwrap());
        let words: String = text[usize::try_from(start).unwrap()..usize::try_from(end).unwrap()]
            .iter()
            .collect();
        assert_eq!(mention["words"], words.as_str());
    }
    assert_eq!(lines[1]["focus"], serde_json::json!(["GH"]));
    assert!(
        err(&output).contains("line 2 of stdin was left out"),
        "{}",
        err(&output)
    );
}

#[test]
fn summarise_and_group_speak_json_lines() {
    let text = "Ghana opened a bridge over the Volta on Monday. It joins two towns that had only a ferry. \
                Engineers tested it for a month.";
    let line = serde_json::json!({"id": 7, "title": "Ghana opens a bridge", "text": text, "words": 12});
    let output = dateline(&folder(), &["summarise"], &format!("{line}\n"));
    let summary: serde_json::Value = serde_json::from_str(out(&output)).unwrap();
    assert_eq!(summary["id"], 7);
    assert_eq!(summary["summary"], "Ghana opened a bridge over the Volta on Monday.");
    assert_eq!(summary["sentences"][0]["doc"], 0);
    let twice = format!("{line}\n{line}\n");
    let output = dateline(&folder(), &["group"], &twice);
    let stories: Vec<serde_json::Value> = out(&output)
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["story"].clone())
        .collect();
    assert_eq!(stories[0], stories[1]);
}

#[test]
fn what_does_not_exist_is_an_answer_and_what_cannot_be_done_a_failure() {
    let data = folder();
    for (arguments, words) in [
        (&["ask", "/country", "Narnia"][..], "I know no country called Narnia."),
        (&["digest", "narnia"], "I know no region or country called narnia."),
        (&["digest", "congo"], "→ /digest CD"),
        (
            &["digest", "europe", "--date", "2027-01-01"],
            "2027-01-01 is still to come",
        ),
    ] {
        let output = dateline(&data, arguments, "");
        assert!(output.status.success(), "{arguments:?}: {}", err(&output));
        assert!(out(&output).contains(words), "{arguments:?}: {}", out(&output));
    }
    let output = dateline(&data, &["import", "no/such/file.md"], "");
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("no/such/file.md"), "{}", err(&output));
    assert_eq!(dateline(&data, &["digest"], "").status.code(), Some(2), "usage");
    assert_eq!(
        dateline(&data, &["--config", "no/such/folder", "ask", "/help"], "")
            .status
            .code(),
        Some(1)
    );
}

#[test]
fn a_file_imported_by_itself_and_in_its_folder_is_there_once() {
    let (data, inbox) = (folder(), folder());
    std::fs::write(
        inbox.path().join("lima.txt"),
        "Lima opens a market\n\nThe market in Lima, Peru, opened.",
    )
    .unwrap();
    let file = inbox.path().join("lima.txt");
    let first = dateline(&data, &["import", file.to_str().unwrap()], "");
    assert!(out(&first).contains("1 new"), "{}", out(&first));
    let second = dateline(&data, &["import", inbox.path().to_str().unwrap(), "--json"], "");
    let told: serde_json::Value = serde_json::from_str(out(&second)).unwrap();
    assert_eq!((&told["new"], &told["unchanged"]), (&0.into(), &1.into()));
}

#[test]
fn an_empty_store_is_not_taken_for_no_news() {
    let output = dateline(&folder(), &["ask", "/country", "Peru"], "");
    assert!(
        out(&output).starts_with("There are no articles yet"),
        "{}",
        out(&output)
    );
}

/// RSStT#698: a bot's account was deleted. Its subscribers can be taken to another one.
#[test]
fn subscriptions_move_out_and_in_and_bad_lines_are_named() {
    let (old, new) = (folder(), folder());
    let lines = concat!(
        "{\"platform\":\"telegram\",\"chat\":\"-100\",\"thread\":\"7\",\"scope\":\"europe\",\"at\":\"07:30\",\"zone\":\"Europe/Madrid\"}\n",
        "{\"platform\":\"discord\",\"chat\":\"55\",\"scope\":\"VE\",\"at\":\"18:00\",\"zone\":\"UTC\",\"form\":\"brief\"}\n",
        "{\"platform\":\"telegram\",\"chat\":\"1\",\"scope\":\"atlantis\",\"at\":\"07:30\",\"zone\":\"UTC\"}\n",
        "{\"platform\":\"telegram\",\"chat\":\"1\",\"scope\":\"all\",\"at\":\"25:30\",\"zone\":\"UTC\"}\n",
        "{\"platform\":\"telegram\",\"chat\":\"1\",\"scope\":\"all\",\"at\":\"07:30\",\"zone\":\"UTC\",\"weekdays\":[8]}\n",
    );
    let file = old.path().join("lines.jsonl");
    std::fs::write(&file, lines).unwrap();
    let output = dateline(&old, &["subscriptions", "import", file.to_str().unwrap()], "");
    assert!(output.status.success());
    for named in [
        "lines.jsonl:3: ",
        "lines.jsonl:4: ",
        "lines.jsonl:5: ",
        "2 subscription(s) taken in, 3 left out",
    ] {
        assert!(err(&output).contains(named), "{named} in {}", err(&output));
    }
    let exported = dateline(&old, &["subscriptions", "export"], "");
    let moved: &Path = &new.path().join("moved.jsonl");
    std::fs::write(moved, &exported.stdout).unwrap();
    assert!(
        dateline(&new, &["subscriptions", "import", moved.to_str().unwrap()], "")
            .status
            .success()
    );
    let again = dateline(&new, &["subscriptions", "export"], "");
    assert_eq!(out(&again), out(&exported));
    assert_eq!(out(&again).lines().count(), 2);
    let next = dateline(&new, &["schedule", "--next", "3"], "");
    insta::assert_snapshot!(out(&next), @r"
    Wed 7 Jan 2026, 18:00 UTC · at 18:00 UTC · VE · 1 delivery
    Thu 8 Jan 2026, 07:30 Europe/Madrid · at 07:30 Europe/Madrid · europe · 1 delivery
    Thu 8 Jan 2026, 07:30 UTC · morning · africa, north-africa, sub-saharan-africa, latin-america, north-america, europe, middle-east, central-asia, south-asia, southeast-asia, east-asia, oceania · 0 deliveries
    ");
}

/// Every form that weekdays may have; and lines that are none, each named, with the good ones between them taken in.
#[test]
fn import_takes_weekdays_in_every_form_and_leaves_out_what_is_no_line() {
    let folder = folder();
    let line = |chat: &str, more: &str| {
        format!(
            "{{\"platform\":\"telegram\",\"chat\":\"{chat}\",\"scope\":\"PE\",\"at\":\"07:30\",\"zone\":\"america/lima\"{more}}}\n"
        )
    };
    let mut bytes = Vec::new();
    for (chat, more) in [
        ("1", ",\"weekdays\":[\"mon\",\"Wed\",\"friday\"]"),
        ("2", ",\"weekdays\":\"weekdays\""),
        ("3", ",\"weekdays\":[0,6,7]"),
        ("4", ",\"weekdays\":null,\"language\":\"es\",\"later\":true"),
        ("5", ",\"weekdays\":[]"),
        ("6", ",\"weekdays\":[\"someday\"]"),
        ("7", ",\"language\":\"Klingon\""),
        (
            "8",
            ",\"filter\":{\"only_countries\":[\"VE\"],\"without_words\":[\"fútbol\"]},\"quiet\":{\"from\":\"22:00\",\"to\":\"07:00\",\"zone\":\"America/Lima\",\"hold\":true}",
        ),
        ("9", ",\"filter\":{\"only_words\":[\"!\"]}"),
        (
            "10",
            ",\"quiet\":{\"from\":\"22:00\",\"to\":\"22:00\",\"zone\":\"UTC\",\"hold\":true}",
        ),
        ("1", ",\"form\":\"brief\""),
    ] {
        bytes.extend(line(chat, more).into_bytes());
    }
    bytes.extend(b"\n\xff\xfe is no text\n");
    bytes.extend(vec![b'x'; 70_000]);
    bytes.extend(line("", "").into_bytes());
    bytes.extend(line("11", "").trim_end().as_bytes());
    let file = folder.path().join("lines.jsonl");
    std::fs::write(&file, bytes).unwrap();
    let output = dateline(&folder, &["subscriptions", "import", file.to_str().unwrap()], "");
    assert!(output.status.success());
    let named = err(&output).replace(file.to_str().unwrap(), "FILE");
    let named: Vec<&str> = named.lines().filter(|line| line.starts_with("dateline: ")).collect();
    insta::assert_snapshot!(named.join("\n"), @r#"
    dateline: FILE:5: left out: [] are no days of the week; write such as ["mon","wed"], or numbers with 0 for Sunday
    dateline: FILE:6: left out: ["someday"] are no days of the week; write such as ["mon","wed"], or numbers with 0 for Sunday
    dateline: FILE:7: left out: "Klingon" is no language; write its two letters of ISO 639-1, such as "en" or "es"
    dateline: FILE:9: left out: “!” holds no letter or digit, so no story could hold it.
    dateline: FILE:10: left out: its quiet hours end when they begin; write two times, or leave them out
    dateline: FILE:13: left out: it is not UTF-8
    dateline: FILE:14: left out: it has more than 65536 bytes
    dateline: 7 subscription(s) taken in, 7 left out
    "#);
    let exported = dateline(&folder, &["subscriptions", "export"], "");
    insta::assert_snapshot!(out(&exported), @r#"
    {"platform":"telegram","chat":"1","scope":"PE","at":"07:30","zone":"America/Lima","form":"brief","language":"en"}
    {"platform":"telegram","chat":"2","scope":"PE","at":"07:30","zone":"America/Lima","weekdays":["mon","tue","wed","thu","fri"],"form":"full","language":"en"}
    {"platform":"telegram","chat":"3","scope":"PE","at":"07:30","zone":"America/Lima","weekdays":["sat","sun"],"form":"full","language":"en"}
    {"platform":"telegram","chat":"4","scope":"PE","at":"07:30","zone":"America/Lima","form":"full","language":"es"}
    {"platform":"telegram","chat":"8","scope":"PE","at":"07:30","zone":"America/Lima","form":"full","language":"en","filter":{"only_countries":["VE"],"without_words":["fútbol"]},"quiet":{"from":"22:00:00","to":"07:00:00","zone":"America/Lima","hold":true}}
    {"platform":"telegram","chat":"11","scope":"PE","at":"07:30","zone":"America/Lima","form":"full","language":"en"}
    "#);
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config { failure_persistence: None, cases: 6, ..Default::default() })]
    /// What is exported and taken in by a store that is empty is exported again as it was.
    #[test]
    fn subscriptions_come_out_as_they_went_in(lines in proptest::collection::vec(
        (0..40_i64, proptest::sample::select(vec!["all", "PE", "europe", "asean"]), 0..24, 0..60, 1..128_u8, 0..3_usize, 0..3_usize, 0..3_usize),
        1..30,
    )) {
        let text: String = lines.iter().map(|(chat, scope, hour, minute, days, form, filter, quiet)| {
            let numbers: Vec<u8> = (1..=7).filter(|day| days & (1 << (day - 1)) != 0).collect();
            let (platform, thread) = if chat % 2 == 0 { ("telegram", Some("7")) } else { ("discord", None) };
            let filters = [
                serde_json::json!({}),
                serde_json::json!({"only_words": ["grain harbour"], "only_countries": ["VE"]}),
                serde_json::json!({"without_countries": ["BR"], "without_words": ["fútbol", "足球"]}),
            ];
            let mut line = serde_json::json!({
                "platform": platform, "chat": chat.to_string(), "scope": scope, "at": format!("{hour:02}:{minute:02}"),
                "zone": "Asia/Kathmandu", "weekdays": numbers, "form": (["full", "brief", "headlines"][*form]),
                "filter": filters[*filter],
            });
            if let Some(thread) = thread {
                line["thread"] = thread.into();
            }
            if *quiet > 0 {
                line["quiet"] = serde_json::json!({"from": "22:30", "to": "06:15", "zone": "UTC", "hold": *quiet > 1});
            }
            format!("{line}\n")
        }).collect();
        let (one, two) = (folder(), folder());
        let moved = |folder: &TempDir, text: &str| {
            let file = folder.path().join("lines.jsonl");
            std::fs::write(&file, text).unwrap();
            let output = dateline(folder, &["subscriptions", "import", file.to_str().unwrap()], "");
            assert!(output.status.success(), "{}", err(&output));
            out(&dateline(folder, &["subscriptions", "export"], "")).to_owned()
        };
        let first = moved(&one, &text);
        proptest::prop_assert!(!first.is_empty());
        proptest::prop_assert_eq!(&moved(&two, &first), &first);
    }
}

#[test]
fn regions_lists_what_there_is_and_who_is_in_it_on_the_day_it_is_asked() {
    let folder = folder();
    let all = dateline(&folder, &["regions"], "");
    let first = out(&all).lines().next();
    assert_eq!(
        first,
        Some("africa · Africa · 60 countries"),
        "the configured ones come first"
    );
    assert!(out(&all).contains("\nasean · ASEAN · 11 countries\n"), "{}", out(&all));

    let json = |now: &str| -> serde_json::Value {
        let output = dateline_at(now, &folder, &["regions", "European", "Union", "--json"], "");
        serde_json::from_str(out(&output)).unwrap()
    };
    let (before, after) = (json("2019-12-31T12:00:00Z"), json("2020-02-01T12:00:00Z"));
    assert_eq!(before["countries"].as_array().unwrap().len(), 28);
    assert_eq!(after["countries"].as_array().unwrap().len(), 27);
    assert_eq!(after["on"], "2020-02-01");
    let members = after["members"].as_array().unwrap();
    let left = members.iter().find(|member| member["country"] == "GB").unwrap();
    assert_eq!(
        (&left["since"], &left["until"]),
        (&"1973-01-01".into(), &"2020-01-31".into())
    );
    assert!(after["source"].as_str().unwrap().starts_with("https://"));

    let unknown = dateline(&folder, &["regions", "Atlantis"], "");
    assert!(unknown.status.success(), "no such region is an answer");
    assert!(out(&unknown).starts_with("I know no region called Atlantis."));
}

#[test]
fn groups_go_where_regions_do() {
    let folder = folder();
    let digest = dateline(&folder, &["digest", "asean"], "");
    assert!(digest.status.success());
    assert!(
        out(&digest).starts_with("# ASEAN · Wednesday 7 January 2026"),
        "{}",
        out(&digest)
    );
    let line = "{\"platform\":\"telegram\",\"chat\":\"1\",\"scope\":\"g7\",\"at\":\"07:30\",\"zone\":\"UTC\"}\n";
    let file = folder.path().join("lines.jsonl");
    std::fs::write(&file, line).unwrap();
    assert!(
        dateline(&folder, &["subscriptions", "import", file.to_str().unwrap()], "")
            .status
            .success()
    );
    let tagged = dateline(
        &folder,
        &["tag"],
        "{\"id\":1,\"title\":\"Oslo\",\"text\":\"Norway votes.\"}",
    );
    let tagged: serde_json::Value = serde_json::from_str(out(&tagged)).unwrap();
    let regions = tagged["regions"].as_array().unwrap();
    for id in ["europe", "nordics", "nato", "m49-154"] {
        assert!(regions.contains(&id.into()), "{id}: {regions:?}");
    }
    assert!(!regions.contains(&"eu".into()));
}
