//! How fast articles are grouped and summed up: grouping at 1,000, 10,000 and 100,000 articles, with what it takes per
//! article; and summaries beside sumy's LexRank (PyPI).
//!
//! `pip install sumy==0.13.0 numpy`, then `cargo bench --bench digest [-- FILE]`; FILE holds input of `dateline summarise`,
//! a JSON object a line (default: made-up articles). Both summarisers run on one core, in turns, so that the ratio holds
//! on a busy machine. Times are CPU seconds of the process.

#![allow(clippy::unwrap_used, reason = "a bench that cannot go on says why")]

use std::io::Write as _;
use std::process::{Command, Stdio};

use dateline::digest::{Doc, Piece, group, summarise};

/// Turns of both summarisers; the best of each counts.
const TURNS: usize = 3;
/// Made-up articles that are summed up where no file is given.
const SUMMED_UP: usize = 300;
/// Words of a summary.
const WORDS: usize = 60;

fn main() {
    grouping();
    let file = std::env::args().skip(1).find(|argument| !argument.starts_with("--"));
    summaries(&documents(file.as_deref()));
}

/// Groups made-up days of growing size.
fn grouping() {
    println!("grouping, one core:");
    println!("articles   seconds   µs/article   × the time before   stories   events   resident at most");
    let mut before = None;
    for articles in [1_000, 10_000, 100_000] {
        let (day, events) = Newsroom::new(7).day(articles);
        let pieces: Vec<Piece<'_>> = day
            .iter()
            .map(|article| Piece {
                title: &article.title,
                text: &article.text,
                publisher: &article.publisher,
                ..Piece::default()
            })
            .collect();
        let start = cpu_seconds();
        let stories = std::hint::black_box(group(&pieces));
        let seconds = cpu_seconds() - start;
        let heads = stories.iter().enumerate().filter(|(at, story)| at == *story).count();
        let ratio = before.map_or(String::new(), |before: f64| format!("{:.1}", seconds / before));
        println!(
            "{articles:>8} {seconds:>9.2} {:>12.0} {ratio:>19} {heads:>9} {events:>8} {:>12} MB",
            1e6 * seconds / articles as f64,
            resident() / 1_000
        );
        before = Some(seconds);
    }
    println!("(n log n would be × 13.3 and × 12.5)");
}

fn summaries(documents: &[String]) {
    let bytes: usize = documents.iter().map(String::len).sum();
    println!(
        "summaries of {} articles, {:.1} MB:",
        documents.len(),
        bytes as f64 / 1e6
    );
    let mut ours = f64::MAX;
    let mut theirs: Option<f64> = None;
    for _ in 0..TURNS {
        ours = ours.min(turn(documents));
        let Some(seconds) = lexrank(documents) else {
            break;
        };
        theirs = Some(theirs.map_or(seconds, |least: f64| least.min(seconds)));
    }
    let per_second = |seconds: f64| documents.len() as f64 / seconds;
    println!("dateline: {:>8.0} articles per CPU second", per_second(ours));
    match theirs {
        Some(theirs) => {
            println!("    sumy: {:>8.0} articles per CPU second", per_second(theirs));
            println!("dateline is {:.1} times as fast", theirs / ours);
        }
        None => println!("sumy is not installed: pip install sumy==0.13.0 numpy"),
    }
}

/// CPU seconds of one turn of ours.
fn turn(documents: &[String]) -> f64 {
    // The clock of the process ticks in hundredths of a second.
    const LEAST_SECONDS: f64 = 1.0;
    let start = cpu_seconds();
    let mut rounds = 0.0;
    loop {
        for text in documents {
            std::hint::black_box(summarise(&[Doc { title: "", text }], WORDS, usize::MAX));
        }
        rounds += 1.0;
        let spent = cpu_seconds() - start;
        if spent >= LEAST_SECONDS {
            return spent / rounds;
        }
    }
}

/// CPU seconds of one turn of sumy; nothing where it is not installed.
fn lexrank(documents: &[String]) -> Option<f64> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/bench/lexrank_turn.py");
    let mut python = Command::new("python3")
        .args([script, "1"])
        // One core for both.
        .env("OPENBLAS_NUM_THREADS", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let sent = python.stdin.take()?.write_all(&serde_json::to_vec(documents).ok()?);
    let output = python.wait_with_output().ok()?;
    sent.ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}

/// The texts of a file, or made-up ones.
fn documents(file: Option<&str>) -> Vec<String> {
    let Some(file) = file else {
        let (day, _) = Newsroom::new(11).day(SUMMED_UP);
        return day.into_iter().map(|article| article.text).collect();
    };
    let mut all = Vec::new();
    for line in std::fs::read_to_string(file).unwrap().lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        let docs = line["docs"].as_array().cloned().unwrap_or_else(|| vec![line]);
        all.extend(docs.iter().filter_map(|doc| doc["text"].as_str()).map(str::to_owned));
    }
    all
}

struct Made {
    title: String,
    text: String,
    publisher: String,
}

/// Writes made-up articles: words are as frequent as in a language (the n-th with 1/n of the frequency of the first), each
/// event has names and words of its own, and events have between one and a hundred articles, most of them few.
struct Newsroom {
    state: u64,
}

impl Newsroom {
    const VOCABULARY: f64 = 50_000.0;
    const NAMES: u64 = 40_000;
    const HOUSES: u64 = 200;

    fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// SplitMix64.
    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn part(&mut self) -> f64 {
        self.next() as f64 / u64::MAX as f64
    }

    /// A day of articles, shuffled, and how many events they are about.
    fn day(&mut self, articles: usize) -> (Vec<Made>, usize) {
        let mut day = Vec::with_capacity(articles);
        let mut events = 0;
        while day.len() < articles {
            let names: Vec<String> = (0..6).map(|_| name(self.below(Self::NAMES))).collect();
            let words: Vec<String> = (0..30).map(|_| self.word()).collect();
            // Half of all events have one article, one in a hundred has a hundred.
            let told = (1.0 / self.part().max(0.01)) as usize;
            for _ in 0..told.min(articles - day.len()) {
                day.push(self.article(&names, &words));
            }
            events += 1;
        }
        for at in (1..day.len()).rev() {
            let other = self.below(at as u64 + 1) as usize;
            day.swap(at, other);
        }
        (day, events)
    }

    fn article(&mut self, names: &[String], words: &[String]) -> Made {
        let pick = |room: &mut Self, list: &[String]| list[room.below(list.len() as u64) as usize].clone();
        let mut text = String::new();
        let sentences = 5 + self.below(20);
        for _ in 0..sentences {
            let mut sentence: Vec<String> = vec![pick(self, names)];
            for _ in 0..(10 + self.below(15)) {
                sentence.push(match self.below(10) {
                    0 => pick(self, names),
                    1 | 2 => pick(self, words),
                    _ => self.word(),
                });
            }
            text.push_str(&sentence.join(" "));
            text.push_str(". ");
        }
        let title = [
            pick(self, names),
            pick(self, words),
            pick(self, words),
            pick(self, names),
        ]
        .join(" ");
        let publisher = format!("Paper {}", self.below(Self::HOUSES));
        Made { title, text, publisher }
    }

    /// A word by its rank, which is found from the area under 1/n.
    fn word(&mut self) -> String {
        let rank = Self::VOCABULARY.powf(self.part()) as u64;
        syllables(rank)
    }
}

/// A pronounceable word for a number.
fn syllables(number: u64) -> String {
    const FIRST: &[u8] = b"bdfgklmnprstvz";
    const SECOND: &[u8] = b"aeiou";
    let mut word = String::new();
    let mut rest = number + 70;
    while rest > 0 {
        let at = rest % 70;
        word.push(char::from(FIRST[(at / 5) as usize]));
        word.push(char::from(SECOND[(at % 5) as usize]));
        rest /= 70;
    }
    word
}

fn name(number: u64) -> String {
    let word = syllables(number + 1_000_000);
    let (first, rest) = word.split_at(1);
    first.to_uppercase() + rest
}

/// CPU seconds that this process has had; the kernel counts them in hundredths.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |at: usize| {
        fields
            .get(at)
            .and_then(|field| field.parse::<f64>().ok())
            .unwrap_or(0.0)
    };
    (ticks(11) + ticks(12)) / 100.0
}

/// The most memory that this process has had, in kB; 0 where the system does not say.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok())
        .unwrap_or(0)
}
