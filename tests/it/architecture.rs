//! The boundaries of the architecture, checked on the source text.

use std::path::{Path, PathBuf};

use dateline::commands::SPECS;

/// A source file: its path under `src/` and its text without comments.
struct Source {
    path: String,
    code: String,
    lines: usize,
}

fn sources() -> Vec<Source> {
    files_of("src")
}

fn files_of(folder: &str) -> Vec<Source> {
    fn walk(dir: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut found = Vec::new();
    walk(&root, &mut found);
    found.sort();
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).unwrap();
        let code = text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
            .collect::<Vec<_>>()
            .join("\n");
        let path = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
        Source {
            path,
            code,
            lines: text.lines().count(),
        }
    };
    found.into_iter().map(read).collect()
}

/// Every file outside `allowed` that holds one of `words`.
fn offenders(allowed: &[&str], words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources()
        .iter()
        .filter(|source| !allowed.iter().any(|place| source.path.starts_with(place)))
    {
        for word in words.iter().filter(|word| source.code.contains(**word)) {
            found.push(format!("src/{} holds {word:?}", source.path));
        }
    }
    found
}

/// Every file inside `places` that holds one of `words`.
fn offenders_in(places: &[&str], words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources()
        .iter()
        .filter(|source| places.iter().any(|place| source.path.starts_with(place)))
    {
        for word in words.iter().filter(|word| source.code.contains(**word)) {
            found.push(format!("src/{} holds {word:?}", source.path));
        }
    }
    found
}

fn assert_none(offenders: Vec<String>) {
    assert!(offenders.is_empty(), "{}", offenders.join("\n"));
}

#[test]
fn only_platforms_name_the_client_libraries() {
    assert_none(offenders(&["platforms/"], &["teloxide", "serenity"]));
}

#[test]
fn only_the_store_holds_sql() {
    assert_none(offenders(
        &["store/"],
        &["sqlx", "SELECT ", "INSERT ", "UPDATE ", "DELETE FROM", "CREATE TABLE"],
    ));
}

#[test]
fn only_render_holds_markup() {
    // `sources` reads markup and writes none.
    assert_none(offenders(
        &["render/", "web/templates/", "sources/"],
        &["<b>", "<i>", "<a ", "</", "<p>", "**{"],
    ));
}

#[test]
fn only_the_edges_read_the_clock() {
    let edges = ["main.rs", "clock.rs", "schedule.rs", "platforms/"];
    // Pacing needs a clock that is never put back: tokio's timer, which tests stop.
    assert_none(offenders(
        &[&edges[..], &["delivery/pacer.rs", "delivery/shift.rs"]].concat(),
        &["Instant::now"],
    ));
    assert_none(offenders_in(&["delivery/"], &["std::time::Instant"]));
    assert_none(offenders(
        &edges,
        &["Timestamp::now", "Zoned::now", "SystemTime", "Utc::now", "Local::now"],
    ));
}

#[test]
fn the_core_does_no_input_or_output() {
    let pure = [
        "places/",
        "digest/",
        "commands/parse.rs",
        "reply.rs",
        "render/",
        "model/gate/",
        "scope.rs",
        "article.rs",
    ];
    let io = [
        "std::fs",
        "std::net",
        "std::env",
        "std::process",
        "tokio",
        "reqwest",
        "async fn",
        "crate::store",
        "println!",
    ];
    assert_none(offenders_in(&pure, &io));
}

#[test]
fn no_arrow_points_back() {
    let arrows: [(&str, &[&str]); 8] = [
        (
            "reply.rs",
            &[
                "crate::store",
                "crate::digest",
                "crate::commands",
                "crate::render",
                "crate::article",
                "crate::i18n",
                "crate::config",
            ],
        ),
        (
            "article.rs",
            &[
                "crate::store",
                "crate::digest",
                "crate::sources",
                "crate::commands",
                "crate::delivery",
            ],
        ),
        (
            "places/",
            &[
                "crate::article",
                "crate::store",
                "crate::digest",
                "crate::commands",
                "crate::render",
                "crate::config",
            ],
        ),
        (
            "digest/",
            &[
                "crate::web",
                "crate::model",
                "crate::store",
                "crate::commands",
                "crate::render",
                "crate::delivery",
                "crate::platforms",
                "crate::config",
            ],
        ),
        (
            "render/",
            &[
                "crate::web",
                "crate::model",
                "crate::store",
                "crate::digest",
                "crate::commands",
                "crate::places::{",
                "crate::places::Places",
                "crate::platforms",
                "crate::article",
            ],
        ),
        (
            "store/",
            &[
                "crate::web",
                "crate::model",
                "crate::commands",
                "crate::render",
                "crate::sources",
                "crate::delivery",
                "crate::config",
            ],
        ),
        ("commands/", &["crate::web", "crate::platforms", "crate::delivery"]),
        ("addresses.rs", &["crate::web", "crate::store", "crate::commands"]),
    ];
    for (place, behind) in arrows {
        assert_none(offenders_in(&[place], behind));
    }
}

#[test]
fn digests_are_output_and_never_input() {
    assert_none(offenders_in(
        &["archive.rs"],
        &["fs::read", "read_to_string", "File::open"],
    ));
    assert_none(offenders(
        &["archive.rs", "config/", "cli/", "delivery/"],
        &["archive_dir"],
    ));
}

#[test]
fn no_file_is_over_600_lines() {
    for folder in ["src", "tests"] {
        let long = files_of(folder).into_iter().filter(|source| source.lines > 600);
        assert_none(
            long.map(|source| format!("{folder}/{} has {} lines", source.path, source.lines))
                .collect(),
        );
    }
}

#[test]
fn no_module_is_a_drawer() {
    let drawers = ["util", "utils", "helpers", "manager", "service", "common", "misc"];
    let named = |path: &str| path.split(['/', '.']).any(|part| drawers.contains(&part));
    assert_none(
        sources()
            .into_iter()
            .filter(|source| named(&source.path))
            .map(|source| source.path)
            .collect(),
    );
}

#[test]
fn readme_names_every_command_and_architecture_every_module() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = std::fs::read_to_string(root.join("README.md")).unwrap();
    for spec in SPECS {
        assert!(
            readme.contains(&format!("/{}", spec.name)),
            "README.md does not name /{}",
            spec.name
        );
    }
    let architecture = std::fs::read_to_string(root.join("ARCHITECTURE.md")).unwrap();
    for source in sources() {
        let module = source.path.split('/').next().unwrap().to_owned();
        assert!(
            architecture.contains(&format!("src/{module}")),
            "ARCHITECTURE.md does not name src/{module}"
        );
    }
}
