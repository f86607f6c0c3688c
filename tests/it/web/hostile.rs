//! Whatever an article says, it stays words: on pages, in previews and in feeds.

use dateline::article::{DateKind, Draft};
use dateline::digest::Digest;
use dateline::store::{NewDigest, NewEdition};
use proptest::prelude::*;

use super::press::{Press, at, scope};

/// Elements that the pages themselves use; anything else was smuggled in.
const OWN: &[&str] = &[
    "html",
    "head",
    "meta",
    "title",
    "link",
    "body",
    "a",
    "header",
    "nav",
    "ul",
    "li",
    "main",
    "h1",
    "h2",
    "h3",
    "p",
    "time",
    "article",
    "footer",
    "small",
    "span",
    "div",
    "section",
    "blockquote",
    "figure",
    "picture",
    "source",
    "img",
    "i",
    "b",
    "code",
    "em",
    "strong",
    "figcaption",
];

fn check(path: &str, page: &str) {
    let document = dom_query::Document::from(page);
    for node in document.select("*").iter() {
        let element = node.nodes()[0];
        let name = element.node_name().unwrap().to_string();
        assert!(OWN.contains(&name.as_str()), "{path}: <{name}>");
        for attribute in element.attrs() {
            let (name, value) = (attribute.name.local.to_string(), attribute.value.to_string());
            assert!(!name.starts_with("on") && name != "style", "{path}: {name}={value}");
            if matches!(name.as_str(), "href" | "src" | "srcset") {
                let safe = value.starts_with("http://") || value.starts_with("https://") || value == "#content";
                // Browsers read "\\" as "/", and pass over tabs and line ends: "/\\evil.example" is another site.
                let read = value.replace(['\t', '\n', '\r'], "").replace('\\', "/");
                let own = value.starts_with('/') && !read.starts_with("//");
                assert!(safe || own, "{path}: {name}={value}");
            }
        }
    }
}

fn nasty() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "' onmouseover='alert(1)",
        "</title><svg onload=alert(1)>",
        "]]>",
        "<!--",
        "--><style>*{}</style>",
        "&lt;b&gt;",
        "&#60;script&#62;",
        "javascript:alert(1)",
        "\u{0}\u{1}\u{b}\u{ffff}\u{fffe}",
        "{{7*7}}",
        "</blockquote></main>",
        "Peru",
        "Bolivia",
        "flood",
        "\u{202e}",
        "🇵🇪",
        "نهر",
    ]);
    prop::collection::vec(pieces, 1..8).prop_map(|pieces| pieces.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_title_publisher_or_text_ever_becomes_markup(
        title in nasty(), publisher in nasty(), text in nasty(), address in nasty(), linked in any::<bool>(),
    ) {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        runtime.block_on(async {
            let press = Press::open_at("https://news.example.org").await;
            let url = linked.then(|| format!("https://gazette.example/{address}").parse().unwrap());
            let draft = Draft {
                url,
                title: format!("Peru {title}"),
                text: format!("Peru {text}. Lima said {text} today in Peru and {text}."),
                author: Some(title.clone()),
                language: Some(text.clone()),
                published: Some((at("2026-01-06T09:00:00Z"), DateKind::Exact)),
                ..Draft::default()
            };
            let id = press.store(draft, &publisher).await;
            let mut digest = press.core.digest(&scope("andes"), "2026-01-06".parse().unwrap(), at("2026-01-06T23:00:00Z")).await.unwrap();
            // However it got there: a store that somebody else wrote to is not believed either.
            poison(&mut digest, &title, &address);
            let new = NewEdition {
                edition: digest.edition.clone(),
                due: digest.window.to,
                digests: vec![NewDigest { digest, fanouts: Vec::new() }],
            };
            press.core.store.save_edition(&new, at("2026-01-06T23:00:00Z")).await.unwrap();
            let article = format!("/articles/{}", id.as_str());
            for path in ["/", "/2026-01-06", "/2026-01-06/andes", "/regions/andes", "/countries/PE", "/countries", &article] {
                check(path, &press.page(path).await);
            }
            let atom = press.page("/regions/andes/feed.atom").await;
            let document = resvg::usvg::roxmltree::Document::parse(&atom).unwrap();
            let held = document.descendants().filter(|node| node.has_tag_name(("http://www.w3.org/2005/Atom", "content")));
            for content in held {
                check("the feed", content.text().unwrap());
            }
            let json: serde_json::Value = serde_json::from_str(&press.page("/regions/andes/feed.json").await).unwrap();
            check("the feed", json["items"][0]["content_html"].as_str().unwrap());
        });
    }
}

#[tokio::test]
async fn a_crowd_is_answered_in_turn() {
    let press = Press::open().await;
    press
        .article(
            "2026-01-06T09:00:00Z",
            "Peru builds a bridge",
            "Peru built a bridge near Lima.",
            None,
        )
        .await;
    press.publish("2026-01-06", &["andes"]).await;
    let paths = ["/", "/2026-01-06/andes", "/countries/PE", "/healthz"];
    let crowd = futures::future::join_all(paths.iter().cycle().take(60).map(|path| press.get(path))).await;
    assert!(crowd.iter().all(|answer| answer.status == 200));
}

/// One story for each bad address.
fn poison(digest: &mut Digest, title: &str, address: &str) {
    digest.title = title.to_owned();
    let bad = [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,<script>",
        "vbscript:x",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        address,
    ];
    let told = digest.stories.first().cloned();
    digest.stories = told
        .iter()
        .flat_map(|story| {
            bad.map(|url| {
                let mut story = story.clone();
                story.url = Some(url.to_owned());
                for link in &mut story.links {
                    link.url = Some(url.to_owned());
                }
                story
            })
        })
        .collect();
    digest.more = digest.stories.iter().flat_map(|story| story.links.clone()).collect();
}
