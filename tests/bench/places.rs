//! How fast the tagger is beside geotext (PyPI), how its time grows with a text, what it takes to start and to remember.
//!
//! `pip install geotext==0.2.0`, then `cargo bench --bench places [-- FILE]`; FILE holds a JSON object with a `text` a line
//! (default: the samples of `config/samples`). Both run on one core, in turns, so that the ratio holds on a busy machine.

#![allow(clippy::unwrap_used, reason = "a bench that cannot go on says why")]

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use dateline::places::{Places, Tags, Untagged};

/// Turns of both programs; the best of each counts.
const TURNS: usize = 5;
/// Bytes that a turn reads at least, so that the clock's grain does not count.
const LEAST_BYTES: usize = 16_000_000;

fn main() {
    let start = Instant::now();
    let places = Places::default();
    let warm = tag(&places, "Peru\nLima");
    let first = start.elapsed();
    assert_eq!(warm.mentions.len(), 2);
    println!(
        "first call, with all that is loaded for it: {:.1} ms",
        1000.0 * first.as_secs_f64()
    );
    println!("memory after it: {} kB resident at most", resident());

    let file = std::env::args().skip(1).find(|argument| !argument.starts_with("--"));
    let documents = documents(file.as_deref());
    let bytes: usize = documents.iter().map(String::len).sum();
    println!("{} documents, {:.1} MB", documents.len(), bytes as f64 / 1e6);
    let ours = (0..TURNS).map(|_| turn(&places, &documents)).min().unwrap();
    report("dateline", ours, documents.len(), bytes);
    let mut best = (ours, None);
    for _ in 0..TURNS {
        let theirs = geotext(&documents);
        best = (best.0.min(turn(&places, &documents)), theirs.min(best.1).or(theirs));
    }
    match best {
        (ours, Some(theirs)) => {
            report("geotext", theirs, documents.len(), bytes);
            report("dateline", ours, documents.len(), bytes);
            println!(
                "dateline is {:.2} times as fast",
                theirs.as_secs_f64() / ours.as_secs_f64()
            );
        }
        (_, None) => println!("geotext is not installed: pip install geotext==0.2.0"),
    }

    let text = documents.concat();
    let text: String = text.chars().take(160_000).collect();
    println!("time for a text of so many letters, in nanoseconds a letter:");
    for parts in [16, 8, 4, 2, 1] {
        let part: String = text.chars().take(160_000 / parts).collect();
        let least = (0..TURNS).map(|_| timed(|| drop(tag(&places, &part)))).min().unwrap();
        println!(
            "{:>9} {:>7.1}",
            part.chars().count(),
            least.as_nanos() as f64 / part.chars().count() as f64
        );
    }
    println!("memory at the end: {} kB resident at most", resident());
}

fn turn(places: &Places, documents: &[String]) -> Duration {
    timed(|| {
        for document in documents {
            std::hint::black_box(tag(places, document));
        }
    })
}

fn tag(places: &Places, document: &str) -> Tags {
    let (title, text) = document.split_once('\n').unwrap_or(("", document));
    places.tag(&Untagged {
        title,
        text,
        ..Untagged::default()
    })
}

fn timed(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

/// One turn of geotext; nothing where it is not installed.
fn geotext(documents: &[String]) -> Option<Duration> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/bench/geotext_turn.py");
    let mut python = Command::new("python3")
        .args([script, "1"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let sent = python.stdin.take()?.write_all(&serde_json::to_vec(documents).ok()?);
    let output = python.wait_with_output().ok()?;
    sent.ok()?;
    let seconds: f64 = String::from_utf8(output.stdout).ok()?.trim().parse().ok()?;
    Some(Duration::from_secs_f64(seconds))
}

fn report(name: &str, time: Duration, documents: usize, bytes: usize) {
    let seconds = time.as_secs_f64();
    println!(
        "{name:>9}: {:>8.0} documents/s, {:>6.1} MB/s",
        documents as f64 / seconds,
        bytes as f64 / 1e6 / seconds
    );
}

/// The texts of a file, or of the samples; as often as a turn needs.
fn documents(file: Option<&str>) -> Vec<String> {
    let mut all = Vec::new();
    match file {
        Some(file) => {
            for line in std::fs::read_to_string(file).unwrap().lines() {
                let document: serde_json::Value = serde_json::from_str(line).unwrap();
                all.push(document["text"].as_str().unwrap().to_owned());
            }
        }
        None => {
            let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/config/samples");
            for day in std::fs::read_dir(folder).unwrap() {
                for file in std::fs::read_dir(day.unwrap().path()).unwrap() {
                    all.push(std::fs::read_to_string(file.unwrap().path()).unwrap());
                }
            }
        }
    }
    let bytes: usize = all.iter().map(String::len).sum();
    let times = LEAST_BYTES / bytes.max(1) + 1;
    std::iter::repeat_n(all, times).flatten().collect()
}

/// The most memory that this process has had, in kB; 0 where the system does not say.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok())
        .unwrap_or(0)
}
