//! A fresh checkout, with no tokens and no network, shows everything there is to show.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// Starts the program as README says, types `lines`, and returns what it printed.
fn first_run(data: &Path, lines: &str) -> String {
    let mut program = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["--data", data.to_str().unwrap(), "--now", "2026-01-07T12:00:00Z"])
        .env("DATELINE__WEB__LISTEN", "127.0.0.1:0")
        .env_remove("TELEGRAM_TOKEN")
        .env_remove("DISCORD_TOKEN")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    program.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
    let output = program.wait_with_output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

fn pages(dir: &Path) -> BTreeMap<String, String> {
    let read = |entry: std::io::Result<std::fs::DirEntry>| {
        let entry = entry.unwrap();
        (
            entry.file_name().into_string().unwrap(),
            std::fs::read_to_string(entry.path()).unwrap(),
        )
    };
    std::fs::read_dir(dir).unwrap().map(read).collect()
}

#[test]
fn the_committed_sample_day_is_exactly_what_the_program_writes() {
    let data = tempfile::tempdir().unwrap();
    first_run(data.path(), "/quit\n");
    let committed = pages(&Path::new(env!("CARGO_MANIFEST_DIR")).join("digests/2026-01-05"));
    let written = pages(&data.path().join("digests/2026-01-05"));
    assert_eq!(written.keys().collect::<Vec<_>>(), committed.keys().collect::<Vec<_>>());
    for (name, page) in &committed {
        assert_eq!(&written[name], page, "digests/2026-01-05/{name}");
        assert!(
            page.contains("sample articles"),
            "digests/2026-01-05/{name} is labelled as samples"
        );
    }
    assert_eq!(committed.len(), 12, "one page a region");
}

#[test]
fn a_newcomer_sees_what_runs_what_does_not_and_gets_an_answer() {
    let data = tempfile::tempdir().unwrap();
    let printed = first_run(data.path(), "/country Venezuela\n/quit\n");
    for words in [
        "77 articles",
        "5 sample days were written",
        "Pages: http://127.0.0.1:",
        "TELEGRAM_TOKEN",
        "DISCORD_TOKEN",
    ] {
        assert!(printed.contains(words), "{words} in:\n{printed}");
    }
    assert!(printed.contains("Caracas closes metro line"), "{printed}");
    // The second start finds everything and writes nothing twice.
    let printed = first_run(data.path(), "/latest\n/quit\n");
    assert!(
        printed.contains("77 articles") && printed.contains("Latest · 77 articles"),
        "{printed}"
    );
}
