//! Files of every kind.

use std::path::Path;

use dateline::article::{DateKind, Draft};
use dateline::sources::files;
use jiff::civil::Date;
use url::Url;

use super::{now, url};

/// Writes files into a new folder and reads it.
pub fn read_files(files: &[(&str, &[u8])], day: Option<Date>) -> (Vec<Draft>, String) {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let read = files::read_path(folder.path(), day, now());
    let problems = read
        .problems
        .join("\n")
        .replace(&folder.path().display().to_string(), "inbox");
    (read.drafts, problems)
}

/// A draft as one line.
pub fn draft_told(draft: &Draft) -> String {
    let url = draft.url.as_ref().map_or("-", Url::as_str);
    let published = draft.published.map(|(moment, kind)| format!("{moment} {kind:?}"));
    let named = [&draft.publisher, &draft.author, &draft.language].map(|name| name.as_deref().unwrap_or("-"));
    let text = draft.text.replace('\n', "/");
    format!(
        "{} | {url} | {} | {} | {text}",
        draft.title,
        published.as_deref().unwrap_or("-"),
        named.join(" | ")
    )
}

#[test]
fn markdown_with_front_matter() {
    let yaml = "---\ntitle: \"Lake level: a record\"\ndate: 2026-03-08\npublisher: Lakeside Post\nauthor: Mina Okoro\nurl: https://lake.example/level\nlanguage: en\n---\n\nThe **lake** rose by [two metres](https://lake.example/data) in\n_three_ days.\n\n## What next\n\n- Dams open\n- Roads close\n\n> Nobody saw `it` coming.\n\n![picture](x.png)\n";
    let toml =
        "+++\ntitle = \"Rail link\"\ndate = 2026-03-07T10:00:00+01:00\nsource = \"Rail Weekly\"\n+++\nTrains run.\n";
    let bare = "# Snow in the hills\n\nIt snowed on file_name_one.\n";
    let (drafts, problems) = read_files(
        &[
            ("a.md", yaml.as_bytes()),
            ("b.md", toml.as_bytes()),
            ("c.md", bare.as_bytes()),
        ],
        None,
    );
    assert_eq!(problems, "");
    let told: Vec<String> = drafts.iter().map(draft_told).collect();
    insta::assert_snapshot!(told.join("\n"), @r#"
    Lake level: a record | https://lake.example/level | 2026-03-08T00:00:00Z Day | Lakeside Post | Mina Okoro | en | The lake rose by two metres in three days.//What next//• Dams open/• Roads close//Nobody saw it coming.
    Rail link | - | 2026-03-07T09:00:00Z Exact | Rail Weekly | - | - | Trains run.
    Snow in the hills | - | - | - | - | - | It snowed on file_name_one.
    "#);
}

#[test]
fn a_broken_json_line_is_named_and_the_rest_goes_on() {
    let lines = "{\"title\":\"One\",\"text\":\"First.\",\"url\":\"https://n.example/1\",\"date\":\"2026-03-08\",\"publisher\":\"N\",\"language\":\"es-CL\",\"id\":7}\n\nnot json\n[1]\n{\"text\":\"Title line\\nBody\",\"published\":\"soon\"}\n{\"url\":\"https://n.example/2\"}\n";
    let (drafts, problems) = read_files(&[("lines.jsonl", lines.as_bytes())], None);
    let told: Vec<_> = drafts
        .iter()
        .map(|draft| format!("{} | {} | {:?}", draft.title, draft.text, draft.language))
        .collect();
    insta::assert_snapshot!(told.join("\n"), @r#"
    One | First. | Some("es")
    Title line | Body | None
    "#);
    insta::assert_snapshot!(problems, @r#"
    inbox/lines.jsonl: line 3 was left out: it is no JSON (expected ident at line 1 column 2)
    inbox/lines.jsonl: line 4 was left out: it is no JSON object
    inbox/lines.jsonl: line 5: “soon” is no date; the article is dated when it was read
    inbox/lines.jsonl: line 6 was left out: it has neither title nor text
    "#);
}

#[test]
fn folders_are_read_whole_and_what_cannot_be_is_named() {
    let latin = encoding_rs::WINDOWS_1252
        .encode("Peñón\n\nSeñales del río.")
        .0
        .into_owned();
    let feed = "<rss><item><title>From a saved feed</title></item></rss>";
    let deep = format!("<h1>Nested</h1>{}Text.", "<div>".repeat(100_000));
    let (drafts, problems) = read_files(
        &[
            ("b/deep/er.txt", b"Deep\n\nText."),
            ("a.txt", latin.as_slice()),
            ("c.xml", feed.as_bytes()),
            ("d.pdf", b"%PDF"),
            ("e.txt", b" \n"),
            ("f.html", deep.as_bytes()),
            (".hidden.txt", b"Hidden\n\nText."),
            (".git/x.txt", b"Hidden\n\nText."),
        ],
        None,
    );
    let titles: Vec<&str> = drafts.iter().map(|draft| draft.title.as_str()).collect();
    assert_eq!(titles, ["Peñón", "Deep", "From a saved feed", "Nested"]);
    insta::assert_snapshot!(problems, @r#"
    inbox/d.pdf was left out: its kind is not known (use .md, .jsonl, .txt, .html or a saved feed as .xml, .rss, .atom or .json)
    inbox/e.txt: it is empty
    "#);
    let missing = files::read_path(Path::new("no/such/folder"), None, now());
    assert!(
        missing.problems[0].starts_with("no/such/folder cannot be read"),
        "{:?}",
        missing.problems
    );
}

#[test]
fn what_is_no_text_is_named_and_not_imported() {
    let mut seed = 7_u32;
    let noise: Vec<u8> = (0..3000)
        .map(|_| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            seed.to_be_bytes()[0]
        })
        .collect();
    let controls: Vec<u8> = noise.iter().map(|byte| (*byte).max(1)).collect();
    let slip = "Bridge\u{7} opens\n\nIt is\u{fffd} open.";
    let (drafts, problems) = read_files(
        &[
            ("bin.txt", &noise),
            ("controls.md", &controls),
            ("nul.html", b"<p>A\0B</p>"),
            ("slip.txt", slip.as_bytes()),
        ],
        None,
    );
    let titles: Vec<&str> = drafts.iter().map(|draft| draft.title.as_str()).collect();
    assert_eq!(titles, ["Bridge\u{7} opens"]);
    insta::assert_snapshot!(problems, @r#"
    inbox/bin.txt: it holds bytes that no text has, so it was left out; save it as text in UTF-8
    inbox/controls.md: it holds bytes that no text has, so it was left out; save it as text in UTF-8
    inbox/nul.html: it holds bytes that no text has, so it was left out; save it as text in UTF-8
    "#);
}

#[test]
fn front_matter_that_cannot_be_read_is_named_and_nothing_is_guessed() {
    let open = "---\ntitle: no end\n\nText.\n";
    let open_toml = "+++\ntitle = \"no end\"\n\nText.\n";
    let broken_toml = "+++\ntitle = no quotes\n+++\n\nText.\n";
    let rule = "---\n\n# Under a rule\n\nNote: text.\n";
    let (drafts, problems) = read_files(
        &[
            ("a.md", open.as_bytes()),
            ("b.md", open_toml.as_bytes()),
            ("c.md", broken_toml.as_bytes()),
            ("d.md", rule.as_bytes()),
        ],
        None,
    );
    assert_eq!(drafts.len(), 1);
    assert!(drafts[0].text.ends_with("Note: text."), "{}", drafts[0].text);
    insta::assert_snapshot!(problems, @r#"
    inbox/a.md: its front matter does not end, so it was left out; write a line --- behind it
    inbox/b.md: its front matter does not end, so it was left out; write a line +++ behind it
    inbox/c.md: its front matter is no TOML, so it was left out: string values must be quoted, expected literal string
    "#);
}

#[cfg(unix)]
#[test]
fn links_are_followed_but_nothing_is_read_twice() {
    use std::os::unix::fs::symlink;

    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("inner");
    std::fs::create_dir(&inner).unwrap();
    std::fs::write(inner.join("a.txt"), "Dam opens\n\nText.").unwrap();
    symlink(folder.path(), inner.join("parent")).unwrap();
    symlink(inner.join("a.txt"), folder.path().join("same.txt")).unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    std::fs::write(elsewhere.path().join("b.txt"), "Road closes\n\nText.").unwrap();
    symlink(elsewhere.path(), folder.path().join("other")).unwrap();
    symlink(folder.path().join("nothing.txt"), folder.path().join("broken.txt")).unwrap();

    let read = files::read_path(folder.path(), None, now());
    let titles: Vec<&str> = read.drafts.iter().map(|draft| draft.title.as_str()).collect();
    assert_eq!(titles, ["Dam opens", "Road closes"]);
    assert_eq!(read.problems.len(), 1, "{:?}", read.problems);
    assert!(
        read.problems[0].contains("broken.txt cannot be read"),
        "{:?}",
        read.problems
    );
}

#[test]
fn a_saved_web_page_gives_its_article() {
    let paragraph = "The council of the river towns met for two days and agreed to share the cost of the new dykes, its speaker said. ".repeat(4);
    let html = format!(
        "<!DOCTYPE html><html lang=\"en-GB\"><head><title>Dykes agreed | River News</title>\
         <link rel=\"canonical\" href=\"https://river.example/dykes\"><meta property=\"article:published_time\" content=\"2026-03-05T09:00:00Z\">\
         <meta name=\"author\" content=\"Jon Vik\"></head><body><nav><a href=\"/\">Home</a> <a href=\"/about\">About</a></nav>\
         <article><h1>Towns agree on dykes</h1><p>{paragraph}</p><p>{paragraph}</p></article><footer>All rights reserved</footer></body></html>"
    );
    let (drafts, problems) = read_files(&[("page.html", html.as_bytes())], None);
    assert_eq!(problems, "");
    let draft = &drafts[0];
    assert_eq!(draft.title, "Towns agree on dykes");
    assert_eq!(draft.url, Some(url("https://river.example/dykes")));
    assert_eq!(draft.author.as_deref(), Some("Jon Vik"));
    assert_eq!(draft.language.as_deref(), Some("en"));
    assert_eq!(
        draft.published,
        Some(("2026-03-05T09:00:00Z".parse().unwrap(), DateKind::Exact))
    );
    assert!(
        draft.text.starts_with("The council of the river towns"),
        "{}",
        draft.text
    );
    assert!(
        !draft.text.contains("Home") && !draft.text.contains("rights reserved"),
        "{}",
        draft.text
    );
}
