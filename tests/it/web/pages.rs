//! What readers find on the pages.

use dateline::digest::{Digest, Form, to_reply};
use dateline::render::picture::{Theme, svg};
use dateline::reply::Block;
use reqwest::Method;

use super::press::{Press, read, two_days};

/// What a digest says before its stories.
fn first_line(digest: &Digest) -> String {
    let reply = to_reply(digest, Form::Full);
    let line = reply.blocks.iter().find_map(|block| match block {
        Block::Paragraph(text) => Some(text.words()),
        _ => None,
    });
    line.unwrap()
}

#[tokio::test]
async fn the_first_page_tells_the_newest_day_and_links_the_others() {
    let press = Press::open().await;
    insta::assert_snapshot!(read(&press.page("/").await, "main p"), @r"
    Each story is told from the articles it links to.
    No digest has been written yet.
    ");
    two_days(&press).await;
    let page = press.page("/").await;
    insta::assert_snapshot!(read(&page, "h1, main h2, main h3"), @r"
    The day’s news by region
    Tuesday 6 January 2026
    Earlier days
    Monday 5 January 2026
    ");
    insta::assert_snapshot!(read(&page, "main a"), @r"
    Tuesday 6 January 2026 </2026-01-06>
    Andes </2026-01-06/andes>
    Nordic </2026-01-06/nordic>
    Monday 5 January 2026 </2026-01-05>
    Andes </2026-01-05/andes>
    ");
    for of in ["andes", "nordic"] {
        let line = first_line(&press.digest("2026-01-06", of).await);
        assert!(read(&page, "main .digests li").contains(&line), "{line}");
    }
}

/// worldmonitor PR #3168: a message spoke of 30 stories, the page it led to of 2.
#[tokio::test]
async fn a_digests_page_has_a_permanent_link_a_story_has_its_own_and_all_is_as_in_the_messages() {
    let press = Press::open().await;
    let unlinked = two_days(&press).await;
    let page = press.page("/2026-01-06/andes").await;
    let digest = press.digest("2026-01-06", "andes").await;
    let told = (1..).zip(&digest.stories);
    let headlines: Vec<String> = told.map(|(n, story)| format!("{n}. {}", story.headline)).collect();
    assert_eq!(read(&page, "main article h2"), headlines.join("\n"));
    assert_eq!(read(&page, "h1"), "Andes");
    insta::assert_snapshot!(read(&page, "main nav h2, main nav a[rel], main nav a[type]"), @r"
    ← Monday 5 January </2026-01-05/andes>
    Countries in this digest
    All digests of Andes
    Atom feed </regions/andes/feed.atom>
    JSON feed </regions/andes/feed.json>
    ");
    assert!(page.contains("<article id=\"story-1\">") && page.contains("<article id=\"story-2\">"));
    assert!(page.contains("<time datetime=\"2026-01-06\">"));
    assert!(page.contains(&format!("href=\"/articles/{}\"", unlinked.as_str())));

    for block in &to_reply(&digest, Form::Full).blocks {
        if let Block::Entry(entry) = block {
            assert!(read(&page, "main").contains(&entry.body.words()), "{}", entry.headline);
        }
    }
}

#[tokio::test]
async fn a_quiet_day_says_so() {
    let press = Press::open().await;
    two_days(&press).await;
    let page = press.page("/2026-01-06/nordic").await;
    assert_eq!(read(&page, "h1"), "Nordic");
    assert_eq!(
        read(&page, "main > p"),
        first_line(&press.digest("2026-01-06", "nordic").await)
    );
}

#[tokio::test]
async fn a_region_lists_its_digests_page_by_page() {
    let press = Press::open().await;
    two_days(&press).await;
    let page = press.page("/regions/andes").await;
    insta::assert_snapshot!(read(&page, "h1, main h2, main a"), @r"
    Andes
    Tuesday 6 January 2026 </2026-01-06/andes>
    Monday 5 January 2026 </2026-01-05/andes>
    Feeds
    Atom feed </regions/andes/feed.atom>
    JSON feed </regions/andes/feed.json>
    Countries of the region
    Bolivia </countries/BO>
    Ecuador </countries/EC>
    Peru </countries/PE>
    Venezuela </countries/VE>
    ");
    insta::assert_snapshot!(read(&press.page("/regions").await, "h1, main a"), @r"
    Regions
    Andes </regions/andes>
    Atom feed </regions/andes/feed.atom>
    JSON feed </regions/andes/feed.json>
    Nordic </regions/nordic>
    Atom feed </regions/nordic/feed.atom>
    JSON feed </regions/nordic/feed.json>
    ");
    insta::assert_snapshot!(read(&page, "nav.turn a"), @"");
    assert_eq!(press.get("/regions/andes?page=2").await.status, 404);

    for day in 7..=20 {
        press.publish(&format!("2026-01-{day:02}"), &["andes"]).await;
    }
    insta::assert_snapshot!(read(&press.page("/regions/andes").await, "nav.turn a"), @"Older → </regions/andes?page=2>");
    let second = press.page("/regions/andes?page=2").await;
    insta::assert_snapshot!(read(&second, "h1, main .title, nav.turn a"), @r"
    Andes, page 2
    Tuesday 6 January 2026 </2026-01-06/andes>
    Monday 5 January 2026 </2026-01-05/andes>
    ← Newer </regions/andes>
    ");
    insta::assert_snapshot!(read(&press.page("/?page=2").await, "h1, main h2, main a"), @r"
    All digests, page 2
    Tuesday 6 January 2026
    Tuesday 6 January 2026 </2026-01-06>
    Andes </2026-01-06/andes>
    Nordic </2026-01-06/nordic>
    Monday 5 January 2026
    Monday 5 January 2026 </2026-01-05>
    Andes </2026-01-05/andes>
    ← Newer </>
    ");
}

#[tokio::test]
async fn a_country_has_its_articles_the_digests_that_told_them_and_its_regions() {
    let press = Press::open().await;
    let unlinked = two_days(&press).await;
    let page = press.page("/countries/BO").await;
    insta::assert_snapshot!(read(&page, "h1, main h2"), @r"
    🇧🇴 Bolivia
    In the digests
    Newest articles
    Part of
    Also in the news from Andes
    ");
    let digest = press.digest("2026-01-06", "andes").await;
    let place = digest
        .stories
        .iter()
        .position(|story| story.headline.starts_with("Bolivia"))
        .unwrap()
        + 1;
    let [tale, article] = [
        format!("Bolivia counts its flamingos and finds more </2026-01-06/andes#story-{place}>"),
        "Bolivia counts its flamingos and finds more <https://gazette.example/flamingos?a=1&b=2>".to_owned(),
    ];
    assert_eq!(read(&page, ".pieces a"), format!("{tale}\n{article}"));
    insta::assert_snapshot!(read(&page, ".pieces .facts"), @r"
    Andes · Tuesday 6 January
    The Gazette · 6 Jan 2026, 09:00
    ");
    let links = read(&page, ".links a");
    assert!(links.starts_with("Andes </regions/andes>"), "{links}");
    assert!(page.contains("<time datetime=\"2026-01-06T09:00:00Z\">"));

    // An article without an address leads to its page.
    let page = press.page("/countries/EC").await;
    let to = format!(
        "Ecuador lowers the price of school meals </articles/{}>",
        unlinked.as_str()
    );
    assert!(read(&page, ".pieces a").contains(&to));

    insta::assert_snapshot!(read(&press.page("/countries/IS").await, "h1, main p"), @r"
    🇮🇸 Iceland
    No stored article is about Iceland.
    ");
    insta::assert_snapshot!(read(&press.page("/countries").await, "h1, main h2, main li:has(.facts)"), @r"
    Countries
    In the news of the last 30 days
    Bolivia 1
    Ecuador 1
    Peru 1
    Not in the news of these days
    ");
    assert_eq!(press.get("/countries/bo").await.header("location"), "/countries/BO");
    assert_eq!(press.get("/countries/BOL").await.header("location"), "/countries/BO");
    assert_eq!(press.get("/regions/BO").await.header("location"), "/countries/BO");
}

#[tokio::test]
async fn an_article_without_an_address_has_a_page_that_quotes_a_little_and_names_its_publisher() {
    let press = Press::open().await;
    let id = two_days(&press).await;
    let page = press.page(&format!("/articles/{}", id.as_str())).await;
    insta::assert_snapshot!(read(&page, "h1, main .facts, main a"), @r"
    Ecuador lowers the price of school meals
    The Gazette · 6 Jan 2026, 10:00
    The source gave no address for this article; Dateline shows a few of its sentences here.
    Ecuador </countries/EC>
    ");
    let quoted = read(&page, "blockquote").split_whitespace().count();
    assert!((1..=18).contains(&quoted), "half of 35 words at most: {quoted}");
    assert!(page.contains("<meta name=\"robots\" content=\"noindex\">"));

    let long = "Peru planted one more tree on this very day, the forest ministry in Lima said. ".repeat(400);
    let id = press
        .article("2026-01-06T11:00:00Z", "Peru plants trees", &long, None)
        .await;
    let page = press.page(&format!("/articles/{}", id.as_str())).await;
    assert!(read(&page, "blockquote").split_whitespace().count() <= 75);
}

#[tokio::test]
async fn a_map_is_shown_in_light_and_dark_if_the_digest_has_one() {
    let press = Press::open_at("https://news.example.org").await;
    two_days(&press).await;
    let reply = to_reply(&press.digest("2026-01-06", "andes").await, Form::Full);
    let drawn = reply
        .blocks
        .iter()
        .any(|block| matches!(block, Block::Picture(picture) if !svg(&picture.drawing, Theme::Light).is_empty()));
    let page = press.page("/2026-01-06/andes").await;
    assert_eq!(page.contains("<picture>"), drawn);
    assert_eq!(page.contains("og:image"), drawn);
    for (file, kind) in [
        ("map-light.svg", "image/svg+xml; charset=utf-8"),
        ("map-dark.svg", "image/svg+xml; charset=utf-8"),
        ("map.png", "image/png"),
    ] {
        let answer = press.get(&format!("/2026-01-06/andes/{file}")).await;
        assert_eq!(answer.status, if drawn { 200 } else { 404 }, "{file}");
        assert!(
            !drawn || (answer.header("content-type") == kind && page.contains(file)),
            "{file}"
        );
    }
}

#[tokio::test]
async fn a_link_preview_has_title_words_and_address() {
    let press = Press::open_at("https://news.example.org/paper").await;
    two_days(&press).await;
    let page = press.page("/2026-01-06/andes").await;
    let head: Vec<&str> = page.split('<').filter(|tag| tag.starts_with("meta property")).collect();
    let head: Vec<&str> = head
        .into_iter()
        .filter(|tag| !tag.contains("description") && !tag.contains("image"))
        .collect();
    insta::assert_snapshot!(head.join("\n"), @r#"
    meta property="og:site_name" content="Dateline">
    meta property="og:title" content="Andes · Tuesday 6 January 2026">
    meta property="og:type" content="article">
    meta property="og:url" content="https://news.example.org/paper/2026-01-06/andes">
    "#);
    assert!(page.contains("<meta property=\"og:description\" content=\""));
    // A proxy takes the path away before the server sees it, and readers need it.
    assert!(page.contains("href=\"/paper/regions\"") && page.contains("href=\"/paper/style.css?"));
    // Without an address of its own, the page believes nobody about it.
    let press = Press::open().await;
    two_days(&press).await;
    let page = press
        .ask(Method::GET, "/2026-01-06/andes", &[("host", "evil.example")])
        .await
        .body;
    assert!(!page.contains("evil") && !page.contains("og:url"));
}

#[tokio::test]
async fn whoever_goes_astray_is_shown_the_way() {
    let press = Press::open().await;
    two_days(&press).await;
    for path in [
        "/2026-01-06/andes.md",
        "/2026-01-06/",
        "/2026-01-06",
        "/healthz",
        "/style.css",
    ] {
        assert_eq!(press.get(path).await.status, 200, "{path}");
    }
    for path in [
        "/2026-02-30",
        "/2026-1-6",
        "/20260106",
        "/2026-01-06T00:00/andes",
        "/2026-01-06/Andes",
        "/2026-01-06/%ff",
        "/%ff",
        "/2026-01-06/andes/x.svg",
        "/2026-01-06/../../etc/passwd",
        "/articles/1234",
        "/articles/0123456789abcdef0123456789abcdef",
        "/articles/0123456789ABCDEF0123456789ABCDEF",
        "/regions/atlantis",
        "/regions/atlantis/feed.atom",
        "/countries/QQ",
        "/countries/BO?page=0",
        "/countries/BO?page=-1",
        "/countries/BO?page=99999999999999999999",
        "/?page=7",
        "/nothing",
    ] {
        let answer = press.get(path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert!(
            answer.body.contains("<h1>There is no such page</h1>"),
            "{path}: {}",
            answer.body
        );
    }
    insta::assert_snapshot!(read(&press.get("/2026-01-09").await.body, "h1, main p, main a"), @r"
    There is no such page
    No digest was written for Friday 9 January 2026.
    Digests of Tuesday 6 January 2026 </2026-01-06>
    All digests </>
    Regions </regions>
    Countries </countries>
    ");
    insta::assert_snapshot!(read(&press.get("/2026-01-05/nordic").await.body, "h1, main p, main a"), @r"
    There is no such page
    No digest of Nordic was written for Monday 5 January 2026.
    Nordic, Tuesday 6 January 2026 </2026-01-06/nordic>
    Digests of Monday 5 January 2026 </2026-01-05>
    All digests </>
    Regions </regions>
    Countries </countries>
    ");
    insta::assert_snapshot!(read(&press.get("/nothing").await.body, "h1, main p, main a"), @r"
    There is no such page
    The address may be mistyped, or the page was never there. These lead on:
    All digests </>
    Regions </regions>
    Countries </countries>
    ");
}

#[tokio::test]
async fn every_page_can_be_read_by_everybody() {
    let press = Press::open().await;
    let id = two_days(&press).await;
    let article = format!("/articles/{}", id.as_str());
    for path in [
        "/",
        "/2026-01-06",
        "/2026-01-06/andes",
        "/regions",
        "/regions/andes",
        "/countries",
        "/countries/BO",
        &article,
        "/nothing",
    ] {
        let page = press.get(path).await.body;
        let document = dom_query::Document::from(page.as_str());
        let count = |what: &str| document.select(what).length();
        assert_eq!(count("html[lang=en]"), 1, "{path}");
        assert_eq!(count("h1"), 1, "{path}");
        assert_eq!(count("main"), 1, "{path}");
        assert_eq!(count("body > header nav[aria-label]"), 1, "{path}");
        assert_eq!(count("body > footer"), 1, "{path}");
        assert_eq!(count("body > a.skip[href='#content']"), 1, "{path}");
        assert_eq!(count("script, [style], [onclick], style"), 0, "{path}");
        assert!(!read(&page, "title").is_empty(), "{path}");
        let mut level = 1;
        for heading in document.select("h1, h2, h3, h4").iter() {
            let name = heading.nodes()[0].node_name().unwrap().to_string();
            let here: u32 = name.trim_start_matches('h').parse().unwrap();
            assert!(here <= level + 1, "{path}: {name} below h{level}");
            level = here;
        }
        for link in document.select("a").iter() {
            assert!(!link.text().trim().is_empty(), "{path}: a link without words");
        }
    }
}
