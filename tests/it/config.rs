//! A configuration is checked whole, every problem with its file and line.

mod delivery;
mod groups;
mod model;
mod places;
mod sources;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use std::time::Duration;

use dateline::config::{CatchUp, Config, OnUnknown, Problem, SourceKind};
use dateline::digest::Form;
use dateline::schedule::Cron;
use insta::assert_snapshot;
use proptest::prelude::*;
use tempfile::TempDir;

const REGIONS: &str = r#"
[[region]]
id = "north-africa"
title = "North Africa"
countries = ["MA", "DZ", "TN"]

[[region]]
id = "latin-america"
title = "Latin America"
countries = ["VE", "CO"]

[[region]]
id = "mena"
title = "Middle East and North Africa"
countries = ["north-africa", "YE"]
"#;

/// Loads a folder on 7 January 2026.
fn load(dir: &Path, data: Option<&Path>, env: &HashMap<String, String>) -> Result<Config, Vec<Problem>> {
    dateline::config::load(dir, data, env, jiff::civil::date(2026, 1, 7))
}

/// A folder with these files; what is not named is as small as it may be.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let dir = TempDir::new().unwrap();
    std::fs::write(dir.path().join("sources.toml"), "").unwrap();
    std::fs::write(dir.path().join("regions.toml"), REGIONS).unwrap();
    for (name, text) in files {
        std::fs::write(dir.path().join(name), text).unwrap();
    }
    dir
}

fn environment(variables: &[(&str, &str)]) -> HashMap<String, String> {
    variables
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

fn good(files: &[(&str, &str)], variables: &[(&str, &str)]) -> Config {
    load(folder(files).path(), None, &environment(variables)).unwrap()
}

/// The problems, one a line, without the folder's name.
fn problems(files: &[(&str, &str)], variables: &[(&str, &str)]) -> String {
    let dir = folder(files);
    lines(load(dir.path(), None, &environment(variables)).unwrap_err(), dir.path())
}

fn lines(problems: Vec<Problem>, dir: &Path) -> String {
    let dir = format!("{}/", dir.display());
    problems
        .iter()
        .map(|problem| problem.to_string().replace(&dir, "") + "\n")
        .collect()
}

#[test]
fn the_smallest_configuration_has_every_default() {
    let config = good(&[], &[]);
    assert_snapshot!(
        format!("{:?} {:?}\n{:?}\n{:?}\n{:?}\n{:?}\n{:?}", config.store_url, config.web_listen, config.telegram,
            config.discord, config.digest, config.delivery, config.fetch), @r#"
    "" Some("127.0.0.1:8080")
    TelegramConfig { token: None, api_url: "https://api.telegram.org", rate: 25 }
    DiscordConfig { token: None, api_url: "https://discord.com", rate: 40 }
    DigestConfig { max_stories: 8, default_time: 07:30:00, default_zone: TimeZone(UTC), picture: Some(Light) }
    DeliveryConfig { on_unknown: Resend, max_attempts: 5 }
    FetchConfig { allow_private: false, interval: 900s, timeout: 30s, max_bytes: 10000000 }
    "#);
    assert_eq!(config.archive_dir, Path::new("digests"));
}

#[test]
fn the_archive_goes_with_the_data_unless_it_is_placed() {
    let data = Some(Path::new("/var/lib/dateline"));
    let loaded = load(folder(&[]).path(), data, &HashMap::new()).unwrap();
    assert_eq!(loaded.archive_dir, Path::new("/var/lib/dateline/digests"));

    let placed = folder(&[("dateline.toml", "[archive]\ndir = \"digests\"")]);
    let loaded = load(placed.path(), data, &HashMap::new()).unwrap();
    assert_eq!(loaded.archive_dir, Path::new("digests"));
}

#[test]
fn a_schedule_and_sources_say_what_they_mean() {
    let config = good(
        &[
            (
                "dateline.toml",
                r#"
                [digest]
                zone = "America/Caracas"
                [[schedule]]
                id = "morning"
                cron = "30 7 * * *"
                regions = ["*"]
                to = ["telegram:-1001234567890/42", "discord:112233445566778899"]
                form = "brief"
                catch_up = "none"
                "#,
            ),
            (
                "sources.toml",
                r#"
                [[source]]
                id = "inbox"
                publisher = "Inbox"
                kind = "files"
                path = "in/box"
                [[source]]
                id = "gazette"
                publisher = "The Gazette"
                kind = "feed"
                url = "https://gazette.example/rss"
                interval = "1h 30m"
                max_bytes = 5_000
                "#,
            ),
        ],
        &[],
    );
    let schedule = &config.schedules[0];
    assert_eq!(schedule.zone.iana_name(), Some("America/Caracas"));
    assert_eq!(schedule.regions, ["north-africa", "latin-america", "mena"]);
    assert_eq!(schedule.to[0].to_string(), "telegram:-1001234567890/42");
    assert_eq!((schedule.form, schedule.catch_up), (Form::Brief, CatchUp::None));

    let SourceKind::Files { path } = &config.sources[0].kind else {
        panic!("{:?}", config.sources[0]);
    };
    assert!(path.is_absolute() && path.ends_with("in/box"), "{path:?}");
    assert_eq!(config.sources[0].interval, Duration::from_secs(60));
    let SourceKind::Feed { max_bytes, timeout, .. } = config.sources[1].kind else {
        panic!("{:?}", config.sources[1]);
    };
    assert_eq!((max_bytes, timeout), (5_000, Duration::from_secs(30)));
    assert_eq!(config.sources[1].interval, Duration::from_secs(90 * 60));
}

#[test]
fn regions_hold_the_countries_of_the_regions_in_them() {
    let config = good(&[], &[]);
    let codes: Vec<&str> = config
        .regions
        .get("mena")
        .unwrap()
        .countries
        .iter()
        .map(|c| c.code())
        .collect();
    assert_eq!(codes, ["DZ", "MA", "TN", "YE"]);
}

#[test]
fn one_run_names_everything_that_is_wrong() {
    let found = problems(
        &[
            (
                "dateline.toml",
                r#"[store]
url = "mysql://root:hunter2@db/news"
[telegram]
token = "123:abc"
rte = 3
rate = 0
api_url = "api.telegram.org"
[discord]
rate = "fast"
api_url = 5
[wbe]
listen = "127.0.0.1:8080"
[web]
listen = "8080"
[archive]
dir = false
[digest]
time = "7.30"
zone = "Caracas"
max_stories = 1.5
[delivery]
on_unknown = "retry"
[fetch]
allow_private = "yes"
timeout = "fast"
max_bytes = 12

[[schedule]]
id = "Morning News"
cron = "30 7 * * *"
zone = "Europe/Berln"
regions = ["latin-amerika", "atlantis"]
to = [
  "telegram:-1001234567890",
  "slack:news",
  "telegram:-1001234567890",
  "discord:general",
  "memory:1",
  7,
]
form = "long"
language = "english"
catch_up = true
color = "red"

[[schedule]]
id = "evening"

[[schedule]]
id = "evening"
cron = 5
regions = "latin-america"
"#,
            ),
            (
                "sources.toml",
                r#"[[source]]
id = "gazette"
publisher = ""
kind = "rss"
url = "gazette.example/rss"

[[source]]
id = "gazette"
publisher = "The Gazette"
kind = "feed"
path = "inbox"
interval = "-5m"
sample = "no"

[[source]]
publisher = "Inbox"
kind = "files"
url = "https://gazette.example/rss"

[source_defaults]
"#,
            ),
            (
                "regions.toml",
                r#"[[region]]
id = "latin-america"
title = "Latin America"
countries = ["VE", "Colombia", "latin-amrica", "??"]

[[region]]
id = "a"
title = "A"
countries = ["b"]

[[region]]
id = "b"
title = "B"
countries = ["VE", "c"]

[[region]]
id = "c"
title = "a"
countries = ["a", "c"]

[[region]]
id = "all"
countries = []
"#,
            ),
        ],
        &[
            ("DATELINE__TELEGRAM__RATE", "many"),
            ("DATELINE__TELEGRAM__TOKEN", "123:abc"),
            ("DATELINE__STORE__URI", "sqlite:x"),
            ("DATELINE__SCHEDULE__CRON", "* * * * *"),
            ("DATELINE_LOG", "debug"),
            ("TELEGRAM_TOKEN", "123:abc"),
            ("TELEGRAM_TOKEN_FILE", "/nowhere/token"),
            ("DISCORD_TOKEN_FILE", "/nowhere/token"),
        ],
    );
    assert!(!found.contains("hunter2") && !found.contains("123:abc"), "{found}");
    assert_snapshot!(found, @r#"
    dateline.toml:2: [store] url: this is no address of a store; write "" for <data>/dateline.db, or "sqlite:" and a path, such as "sqlite:/var/lib/dateline/dateline.db"
    dateline.toml:4: [telegram] token: a secret does not belong in a file that gets shared; delete this line and set the environment variable TELEGRAM_TOKEN, or TELEGRAM_TOKEN_FILE to the path of a file that holds only the token
    dateline.toml:5: [telegram] has no key "rte"; did you mean "rate"?
    dateline.toml:6: [telegram] rate: this is 0; write a whole number from 1 to 1000
    dateline.toml:7: [telegram] api_url: "api.telegram.org" is no web address; write one that begins with https:// or http://
    dateline.toml:9: [discord] rate: this is text in quotes; write a whole number from 1 to 1000
    dateline.toml:10: [discord] api_url: this is a whole number; write it in quotes
    dateline.toml:11: this file has no section "wbe"; did you mean "web"?
    dateline.toml:14: [web] listen: "8080" is no address to listen on; write host and port, such as "127.0.0.1:8080", or "" for no web server
    dateline.toml:16: [archive] dir: this is true or false; write it in quotes
    dateline.toml:18: [digest] time: "7.30" is no time of day; write one such as "07:30"
    dateline.toml:19: [digest] zone: "Caracas" is no time zone; did you mean "America/Caracas"?
    dateline.toml:20: [digest] max_stories: this is a number with a point; write a whole number from 1 to 50
    dateline.toml:22: [delivery] on_unknown: "retry" is not known here; write one of "resend", "skip"
    dateline.toml:24: [fetch] allow_private: this is text in quotes; write true or false, without quotes
    dateline.toml:25: [fetch] timeout: "fast" is no duration; write a number and its unit, from "1s" to "720h", such as "15m" or "1h 30m"
    dateline.toml:26: [fetch] max_bytes: this is 12; write a whole number from 1000 to 1000000000
    dateline.toml:29: schedule "Morning News", id: "Morning News" is no id; write lower case letters, digits and hyphens, at most 64, such as "latin-america"
    dateline.toml:31: schedule "Morning News", zone: "Europe/Berln" is no time zone; did you mean "Europe/Berlin"?
    dateline.toml:32: schedule "Morning News", regions: "atlantis" is no region; write "*" or some of: latin-america, a, b, c, all, or an id that `dateline regions` lists
    dateline.toml:32: schedule "Morning News", regions: "latin-amerika" is no region; did you mean "latin-america"?
    dateline.toml:35: schedule "Morning News", to: "slack" is no platform; write telegram or discord
    dateline.toml:36: schedule "Morning News", to: telegram:-1001234567890 stands here twice; delete one, so that nobody gets the digest twice
    dateline.toml:37: schedule "Morning News", to: "discord:general" names no discord chat; write platform:chat or platform:chat/topic, such as telegram:-1001234567890/42
    dateline.toml:38: schedule "Morning News", to: "memory:1" is no channel that outlasts the program; write one of telegram or discord, such as "discord:112233445566778899"
    dateline.toml:39: schedule "Morning News", to: this is a whole number; write it in quotes
    dateline.toml:41: schedule "Morning News", form: "long" is not known here; write one of "full", "brief", "headlines"
    dateline.toml:42: schedule "Morning News", language: "english" is no language; write its two letters of ISO 639-1, such as "en" or "es"
    dateline.toml:43: schedule "Morning News", catch_up: this is true or false; write it in quotes
    dateline.toml:44: schedule "Morning News" has no key "color"; write one of: id, cron, zone, regions, to, form, language, catch_up
    dateline.toml:46: schedule "evening" has no cron; write when it is due, such as cron = "30 7 * * *" for 07:30 every day
    dateline.toml:46: schedule "evening" has no region; write regions = ["*"] for all, or the ids of some
    dateline.toml:50: the id "evening" is taken by line 47; give one of the two another id
    dateline.toml:51: schedule "evening", cron: this is a whole number; write it in quotes
    dateline.toml:52: schedule "evening", regions: this is text in quotes; write it in square brackets: regions = ["latin-america"]
    regions.toml:4: region "latin-america", countries: "??" is no country's ISO code and no region; write a code of ISO 3166-1 such as "VE", or the id of another region
    regions.toml:4: region "latin-america", countries: "Colombia" is no country's ISO code and no region; for Colombia write "CO"
    regions.toml:4: region "latin-america", countries: "latin-amrica" is no country's ISO code and no region; did you mean "latin-america"?
    regions.toml:9: these regions contain each other: a → b → c → a; take one out of the countries of another
    regions.toml:18: the title "a" is taken by line 8; readers could not tell the two regions apart
    regions.toml:19: region "c" contains itself; take it out of its own countries
    regions.toml:21: region "all" has no country in it; write countries = ["VE", "CO"], ISO codes or ids of other regions
    regions.toml:21: region "all" has no title; write title = "…", its name for readers
    regions.toml:21: the id "all" means every article in /subscribe; give this region another id
    sources.toml:3: source "gazette", publisher: this is empty; write a name for readers
    sources.toml:4: source "gazette", kind: "rss" is not known here; write one of "feed", "files"
    sources.toml:5: source "gazette", url: "gazette.example/rss" is no web address; write one that begins with https:// or http://
    sources.toml:7: source "gazette" has no url; write the feed's address: url = "https://…"
    sources.toml:7: source "gazette", path: this kind of source has no path; delete it, or write kind = "files"
    sources.toml:8: the id "gazette" is taken by line 2; give one of the two another id
    sources.toml:12: source "gazette", interval: "-5m" is no duration; write a number and its unit, from "1s" to "720h", such as "15m" or "1h 30m"
    sources.toml:13: source "gazette", sample: this is text in quotes; write true or false, without quotes
    sources.toml:15: [[source]] has no id; write a name of its own, such as id = "morning"
    sources.toml:15: [[source]] has no path; write the folder: path = "inbox"
    sources.toml:15: [[source]], url: this kind of source has no url; delete it, or write kind = "feed"
    sources.toml:20: this file has no section "source_defaults"; did you mean "source"?
    environment: DATELINE__SCHEDULE__CRON overrides no key of dateline.toml; only the keys that stand in its single-bracket sections can be overridden, as DATELINE__SECTION__KEY
    environment: DATELINE__STORE__URI overrides no key of dateline.toml; did you mean DATELINE__STORE__URL?
    environment: DATELINE__TELEGRAM__RATE: this is "many"; write a whole number from 1 to 1000
    environment: DATELINE__TELEGRAM__TOKEN overrides no key of dateline.toml; secrets come from TELEGRAM_TOKEN, DISCORD_TOKEN or MODEL_KEY, or from the file that one of these names with _FILE behind it gives
    environment: DISCORD_TOKEN_FILE names /nowhere/token, which cannot be read (No such file or directory (os error 2)); write the path of a file that holds only the token
    environment: TELEGRAM_TOKEN and TELEGRAM_TOKEN_FILE are both set; unset one of them
    "#);
}

#[test]
fn a_bad_cron_line_is_named_with_its_schedule() {
    let line = "61 7 * * *";
    // The words are the schedule's own.
    let Err(words) = Cron::parse(line) else { return };
    let schedule = format!("[[schedule]]\nid = \"morning\"\ncron = \"{line}\"\nregions = [\"*\"]\n");
    assert_eq!(
        problems(&[("dateline.toml", &schedule)], &[]),
        format!("dateline.toml:3: schedule \"morning\", cron: {words}\n")
    );
}

#[test]
fn a_schedule_cannot_take_a_name_that_has_a_meaning() {
    let schedule = |id: &str| format!("[[schedule]]\nid = \"{id}\"\ncron = \"30 7 * * *\"\nregions = [\"*\"]\n");
    assert_snapshot!(
        problems(&[("dateline.toml", &schedule("asked"))], &[]),
        @r#"dateline.toml:1: schedule "asked", id: "asked" is what Dateline calls the digests that somebody asked for; write another id"#
    );
    assert_snapshot!(
        problems(&[("dateline.toml", &schedule("sample"))], &[]),
        @r#"dateline.toml:1: schedule "sample", id: "sample" is what Dateline calls the digests of its samples; write another id"#
    );
}

#[test]
fn files_that_are_missing_or_no_toml_are_named_and_the_rest_is_still_checked() {
    let dir = TempDir::new().unwrap();
    let found = lines(load(dir.path(), None, &HashMap::new()).unwrap_err(), dir.path());
    assert_snapshot!(found, @"
    regions.toml: there is no such file, and Dateline needs it: it says which countries make a region; copy the one that comes with the program, or name another folder with --config
    sources.toml: there is no such file, and Dateline needs it: it says where articles come from; copy the one that comes with the program, or name another folder with --config
    ");

    assert_snapshot!(problems(&[
        ("dateline.toml", "[store]\nurl = \"\nrate = 5\n[telegram]\nrate = 5000\nrate = 6\n[[schedule]]\nid = \"x\"\n"),
        ("regions.toml", ""),
        ("sources.toml", "[source]\nid = \"one\"\n"),
    ], &[]), @r#"
    dateline.toml:2: this is no valid TOML: invalid basic string, expected `"`
    dateline.toml:3: [store] has no key "rate"; write one of: url
    dateline.toml:5: [telegram] rate: this is 5000; write a whole number from 1 to 1000
    dateline.toml:6: this is no valid TOML: duplicate key; this key stands in its table twice, keep one of them
    regions.toml:1: this file has no region in it; write at least one [[region]] with id, title and countries
    sources.toml:1: [source] stands in single brackets; write [[source]] with its keys below it
    "#);
}

#[test]
fn a_file_in_another_encoding_is_named_with_the_line() {
    let dir = folder(&[]);
    std::fs::write(dir.path().join("regions.toml"), b"# a\n# S\xe3o Paulo\n").unwrap();
    let found = lines(load(dir.path(), None, &HashMap::new()).unwrap_err(), dir.path());
    assert_snapshot!(found, @"regions.toml:2: this line holds bytes that are no UTF-8; save the file as UTF-8");
}

#[test]
fn the_environment_overrides_keys() {
    let config = good(
        &[("dateline.toml", "[telegram]\nrate = 5\n")],
        &[
            ("DATELINE__TELEGRAM__RATE", "7"),
            ("DATELINE__TELEGRAM__API_URL", "http://127.0.0.1:4000/"),
            ("DATELINE__WEB__LISTEN", ""),
            ("DATELINE__STORE__URL", "sqlite:/tmp/x.db"),
            ("DATELINE__FETCH__ALLOW_PRIVATE", "true"),
            ("DATELINE__DELIVERY__ON_UNKNOWN", "skip"),
        ],
    );
    assert_eq!(config.telegram.rate, 7);
    assert_eq!(config.telegram.api_url, "http://127.0.0.1:4000");
    assert_eq!(config.web_listen, None);
    assert_eq!(config.store_url, "sqlite:/tmp/x.db");
    assert!(config.fetch.allow_private);
    assert_eq!(config.delivery.on_unknown, OnUnknown::Skip);
}

#[test]
fn tokens_come_from_the_environment_or_a_file_and_are_never_shown() {
    let dir = folder(&[("token", " 2:from-a-file \n")]);
    let file = dir.path().join("token");
    let variables = environment(&[
        ("TELEGRAM_TOKEN", "1:from-the-environment\n"),
        ("DISCORD_TOKEN", ""),
        ("DISCORD_TOKEN_FILE", file.to_str().unwrap()),
    ]);
    let config = load(dir.path(), None, &variables).unwrap();
    assert_eq!(
        config.telegram.token.as_ref().unwrap().expose(),
        "1:from-the-environment"
    );
    assert_eq!(config.discord.token.as_ref().unwrap().expose(), "2:from-a-file");
    assert!(!format!("{config:?} {config:#?}").contains("from-"));

    assert!(good(&[], &[("TELEGRAM_TOKEN", " ")]).telegram.token.is_none());
    assert_snapshot!(problems(&[], &[("TELEGRAM_TOKEN", "two words")]), @"environment: TELEGRAM_TOKEN gives no token: it must be one word without spaces; copy it again from the platform");
}

#[test]
fn the_shipped_files_are_right_and_hold_every_default() {
    let dir = folder(&[]);
    for name in ["dateline.toml", "sources.toml"] {
        std::fs::copy(Path::new("config").join(name), dir.path().join(name)).unwrap();
    }
    let shipped = load(dir.path(), None, &HashMap::new()).unwrap();
    assert_eq!(shipped.schedules.len(), 1);
    assert_eq!(shipped.sources.len(), 1);
    assert!(shipped.sources[0].sample);

    let mut plain = shipped.clone();
    plain.schedules.clear();
    plain.sources.clear();
    assert_eq!(format!("{:?}", good(&[], &[])), format!("{plain:?}"));

    // A section's keys are named when one is like none of them.
    let text = std::fs::read_to_string("config/dateline.toml").unwrap();
    for section in [
        "store", "telegram", "discord", "web", "archive", "digest", "delivery", "fetch",
    ] {
        let found = problems(&[("dateline.toml", &format!("[{section}]\n\"0\" = 1"))], &[]);
        let (_, keys) = found.trim().split_once("write one of: ").unwrap();
        let (_, below) = text.split_once(&format!("[{section}]\n")).unwrap();
        for key in keys.split(", ") {
            let here = below.split("\n[").next().unwrap();
            assert!(here.contains(&format!("\n{key} = ")), "[{section}] {key}");
        }
    }
}

/// The front matter and the text of every sample.
fn samples() -> Vec<(HashMap<String, String>, String)> {
    let days = std::fs::read_dir("config/samples").unwrap();
    let files = days.flat_map(|day| std::fs::read_dir(day.unwrap().path()).unwrap());
    files
        .map(|file| {
            let all = std::fs::read_to_string(file.unwrap().path()).unwrap();
            let (front, text) = all.strip_prefix("---\n").unwrap().split_once("\n---\n").unwrap();
            let pairs = front.lines().map(|line| line.split_once(": ").unwrap());
            let front = pairs.map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
            (front, text.to_owned())
        })
        .collect()
}

#[test]
fn samples_span_five_days_and_point_nowhere_real() {
    let samples = samples();
    assert!(samples.len() >= 45, "{}", samples.len());
    let mut days = BTreeSet::new();
    let mut titles = BTreeSet::new();
    for (front, text) in &samples {
        let at: jiff::Timestamp = front["date"].parse().unwrap();
        days.insert(jiff::tz::TimeZone::UTC.to_datetime(at).date().to_string());
        assert!(titles.insert(&front["title"]), "twice: {}", front["title"]);
        assert!(!front["publisher"].is_empty() && ["en", "es", "fr"].contains(&front["language"].as_str()));
        // The top-level domain .example is reserved (RFC 2606): nobody can ever own such an address.
        if let Some(url) = front.get("url") {
            let url = url::Url::parse(url).unwrap();
            assert!(url.host_str().unwrap().ends_with(".example"), "{url}");
        }
        let ends = text.matches(['.', '?', '!']).count();
        assert!(ends >= 3, "{}: {ends} sentences", front["title"]);
    }
    let days: Vec<String> = days.into_iter().collect();
    assert_snapshot!(days.join(" "), @"2026-01-02 2026-01-03 2026-01-04 2026-01-05 2026-01-06");
    assert!(samples.iter().any(|(front, _)| !front.contains_key("url")));
}

#[test]
fn samples_are_about_many_countries() {
    let mut about: BTreeMap<&str, usize> = BTreeMap::new();
    for (front, text) in samples() {
        let tags = crate::built_in::tag(&front["title"], &text);
        assert!(!tags.focus.is_empty(), "about no country: {}", front["title"]);
        for focus in tags.focus {
            *about.entry(focus.country.code()).or_default() += 1;
        }
    }
    assert!(about.len() >= 45, "{about:?}");
    assert!(about["VE"] >= 5, "{about:?}");
}

#[test]
fn a_password_in_a_feeds_address_is_refused_and_not_repeated() {
    let source = |address: &str| {
        format!("[[source]]\nid = \"gazette\"\npublisher = \"The Gazette\"\nkind = \"feed\"\nurl = \"{address}\"\n")
    };
    for address in [
        "https://reader:hunter2@gazette.example/rss",
        "http://hunter2@gazette.example/rss",
        "https://:hunter2@gazette.example/rss",
    ] {
        let found = problems(&[("sources.toml", &source(address))], &[]);
        assert!(
            found.contains("sources.toml:5: source \"gazette\", url: this address has a user name or a password in it"),
            "{found}"
        );
        assert!(!found.contains("hunter2"), "{found}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_it_fall_over(files in prop::array::uniform3(prop::collection::vec(any::<u8>(), 0..200))) {
        let dir = folder(&[]);
        for (name, bytes) in ["dateline.toml", "sources.toml", "regions.toml"].iter().zip(&files) {
            std::fs::write(dir.path().join(name), bytes).unwrap();
        }
        let _ = load(dir.path(), None, &HashMap::new());
    }

    #[test]
    fn no_toml_makes_it_fall_over(
        texts in prop::array::uniform3(prop::collection::vec(
            prop::sample::select(vec![
                "[[region]]", "[[schedule]]", "[[source]]", "[store]", "[fetch]", "[", "]", "[[", "\n", "\n", "=", ",",
                "id", "countries", "regions", "to", "cron", "url", "kind", "rate", "\"a\"", "\"b\"", "\"*\"", "\"", "'''",
                "[\"a\"]", "[\"b\", \"a\"]", "1", "-99999999999999999999", "1.5e999", "0x7f", "true", "2026-01-02", "{", "}",
                "a.b", "#", "é", "\u{0}", "\"telegram:1\"", "\"feed\"",
            ]),
            0..60,
        ))
    ) {
        let dir = folder(&[]);
        for (name, parts) in ["dateline.toml", "sources.toml", "regions.toml"].iter().zip(&texts) {
            std::fs::write(dir.path().join(name), parts.join(" ")).unwrap();
        }
        let _ = load(dir.path(), None, &HashMap::new());
    }
}
