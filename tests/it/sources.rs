//! Reading feeds and files: what publishers write, well-formed or not, becomes articles.

mod collecting;

use std::path::Path;
use std::time::Duration;

use dateline::article::{ArticleId, DateKind, Draft, canonical};
use dateline::sources::feed::{self, Feed};
use dateline::sources::fetch::{Answer, Content, FetchError, Fetcher, Request};
use dateline::sources::{dates, files, page};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use url::Url;

use crate::fakes::feeds::{Feeds, Page};

fn now() -> Timestamp {
    "2026-03-10T12:00:00Z".parse().unwrap()
}

fn url(text: &str) -> Url {
    Url::parse(text).unwrap()
}

// ---- Over HTTP

fn request(url: Url) -> Request {
    Request {
        url,
        max_bytes: 100_000,
        timeout: Duration::from_secs(20),
        etag: None,
        last_modified: None,
    }
}

async fn content(feeds: &Feeds, path: &str) -> Content {
    let fetcher = Fetcher::new(true).unwrap();
    match fetcher.get(&request(feeds.url(path)), now()).await.unwrap() {
        Answer::Content(content) => *content,
        other => panic!("no content: {other:?}"),
    }
}

async fn refusal(feeds: &Feeds, path: &str) -> FetchError {
    let fetcher = Fetcher::new(true).unwrap();
    fetcher.get(&request(feeds.url(path)), now()).await.unwrap_err()
}

#[tokio::test]
async fn a_feed_is_fetched_again_only_when_it_has_changed() {
    let feeds = Feeds::start().await;
    feeds.put(
        "/feed",
        Page::of("one")
            .with("ETag", "\"1\"")
            .with("Content-Type", "application/rss+xml"),
    );
    let first = content(&feeds, "/feed").await;
    assert_eq!(first.body, b"one");
    assert_eq!(first.content_type.as_deref(), Some("application/rss+xml"));

    let fetcher = Fetcher::new(true).unwrap();
    let mut again = request(feeds.url("/feed"));
    again.etag = first.etag;
    again.last_modified = Some("Tue, 10 Mar 2026 10:00:00 GMT".to_owned());
    assert_eq!(fetcher.get(&again, now()).await, Ok(Answer::NotModified));

    let asked = feeds.asked("/feed");
    assert_eq!(asked.len(), 2);
    assert_eq!(asked[0]["user-agent"], concat!("Dateline/", env!("CARGO_PKG_VERSION")));
    assert!(!asked[0].contains_key("if-none-match"));
    assert_eq!(asked[1]["if-none-match"], "\"1\"");
    assert_eq!(asked[1]["if-modified-since"], "Tue, 10 Mar 2026 10:00:00 GMT");
}

#[tokio::test]
async fn redirects_are_followed_and_permanent_ones_are_told() {
    let feeds = Feeds::start().await;
    feeds.put("/new", Page::of("here"));
    feeds.put("/moved", Page::status(301).with("Location", "/new"));
    feeds.put("/elsewhere", Page::status(302).with("Location", "/new"));
    feeds.put("/loop", Page::status(302).with("Location", "/loop"));

    let moved = content(&feeds, "/moved").await;
    assert_eq!(
        (moved.body.as_slice(), moved.moved_to),
        (&b"here"[..], Some(feeds.url("/new")))
    );
    let elsewhere = content(&feeds, "/elsewhere").await;
    assert_eq!((elsewhere.url, elsewhere.moved_to), (feeds.url("/new"), None));
    let error = refusal(&feeds, "/loop").await;
    assert!(
        error.to_string().ends_with("/loop redirects more than 5 times"),
        "{error}"
    );
    assert_eq!(feeds.asked("/loop").len(), 6);
}

#[tokio::test]
async fn what_a_server_says_about_coming_back_is_passed_on() {
    let feeds = Feeds::start().await;
    feeds.put("/gone", Page::status(410));
    feeds.put("/busy", Page::status(429).with("Retry-After", "120"));
    feeds.put(
        "/down",
        Page::status(503).with("Retry-After", "Tue, 10 Mar 2026 12:10:00 GMT"),
    );
    feeds.put("/never", Page::status(503).with("Retry-After", "99999999"));

    let fetcher = Fetcher::new(true).unwrap();
    assert_eq!(fetcher.get(&request(feeds.url("/gone")), now()).await, Ok(Answer::Gone));
    assert_eq!(
        refusal(&feeds, "/busy").await.retry_after(),
        Some(Duration::from_secs(120))
    );
    assert_eq!(
        refusal(&feeds, "/down").await.retry_after(),
        Some(Duration::from_secs(600))
    );
    assert_eq!(
        refusal(&feeds, "/never").await.retry_after(),
        Some(Duration::from_secs(86_400))
    );
    let error = refusal(&feeds, "/absent").await.to_string();
    assert!(error.ends_with("/absent answered 404 Not Found"), "{error}");
}

#[tokio::test]
async fn large_packed_and_silent_answers_end_in_a_sentence() {
    let feeds = Feeds::start().await;
    feeds.put("/large", Page::of(vec![b' '; 100_001]));
    // Two million spaces in two thousand bytes.
    let bomb = include_bytes!("fixtures/bomb.gz").to_vec();
    assert!(bomb.len() < 3_000);
    feeds.put("/bomb", Page::of(bomb).with("Content-Encoding", "gzip"));
    feeds.put("/silent", Page::silent());

    for path in ["/large", "/bomb"] {
        let error = refusal(&feeds, path).await;
        assert!(error.to_string().ends_with("sent more than 100000 bytes"), "{error}");
    }
    let fetcher = Fetcher::new(true).unwrap();
    let mut impatient = request(feeds.url("/silent?key=secret"));
    impatient.timeout = Duration::from_millis(50);
    let error = fetcher.get(&impatient, now()).await.unwrap_err().to_string();
    assert!(error.ends_with("/silent?… took longer than 0.05 seconds"), "{error}");
}

#[tokio::test]
async fn no_address_leads_into_a_private_network() {
    let fetcher = Fetcher::new(false).unwrap();
    for address in [
        "http://127.0.0.1/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://10.1.2.3/",
        "http://172.16.0.1/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://100.64.0.1/",
        "http://0.0.0.0/",
        "http://[fe80::1]/",
        "http://[fd00::1]/",
        "http://224.0.0.1/",
        "file:///etc/passwd",
        "ftp://example.org/",
    ] {
        let error = fetcher.get(&request(url(address)), now()).await.unwrap_err();
        assert!(matches!(error, FetchError::Refused { .. }), "{address}: {error}");
    }
    // A name is judged by what it resolves to.
    let error = fetcher
        .get(&request(url("http://localhost:9/")), now())
        .await
        .unwrap_err();
    assert!(error.to_string().contains("has no public address"), "{error}");
}

#[tokio::test]
async fn a_redirect_is_checked_like_an_address() {
    let feeds = Feeds::start().await;
    feeds.put("/trap", Page::status(302).with("Location", "file:///etc/passwd"));
    let error = refusal(&feeds, "/trap").await;
    assert_eq!(
        error.to_string(),
        "file:///etc/passwd is not fetched: only http and https are read, not file"
    );
}

#[tokio::test]
async fn errors_name_the_address_without_its_secrets() {
    let fetcher = Fetcher::new(false).unwrap();
    let secret = request(url("http://user:password@127.0.0.1/feed?token=secret"));
    let error = fetcher.get(&secret, now()).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "http://127.0.0.1/feed?… is not fetched: 127.0.0.1 is not a public address"
    );
}

// ---- Feeds

fn read(text: &str) -> Feed {
    feed::read(text.as_bytes(), None, Some(&url("https://news.example/feeds/all.xml"))).unwrap()
}

/// A feed as one line an entry.
fn told(feed: &Feed) -> String {
    let mut out = feed.title.clone();
    for entry in &feed.entries {
        let published = entry.published.map(|(moment, kind)| format!("{moment} {kind:?}"));
        out.push_str(&format!(
            "\n{} | {} | {} | {} | {}",
            entry.title,
            entry.link.as_deref().unwrap_or("-"),
            published.as_deref().unwrap_or("-"),
            entry.author.as_deref().unwrap_or("-"),
            entry.text.replace('\n', "/"),
        ));
    }
    out.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

#[test]
fn rss_with_all_its_parts() {
    let feed = read(
        r#"<?xml version="1.0"?>
        <rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
        <channel><title>Harbour &amp; Coast</title><link>https://news.example/</link><language>en-gb</language>
        <image><title>Logo</title><link>https://news.example/logo</link></image>
        <item><title><![CDATA[Ferry to <i>Lanzarote</i> resumes &amp; grows]]></title><link>https://news.example/ferry</link>
          <dc:creator>Ana Ruiz</dc:creator><pubDate>Mon, 09 Mar 2026 08:30:00 EDT</pubDate>
          <description>Short.</description>
          <content:encoded><![CDATA[<p>First  line.</p><script>alert(1)</script><ul><li>One</li><li>Two</li></ul><p>Last<br>line</p>]]></content:encoded>
          <enclosure url="https://news.example/ferry.mp3"/></item>
        <item><title>No link</title><guid>https://news.example/by-guid</guid><author>desk@news.example (The Desk)</author></item>
        <item><title>Opaque guid</title><guid isPermaLink="false">77</guid><pubDate>2026-03-08</pubDate></item>
        </channel></rss>"#,
    );
    assert_eq!(feed.language.as_deref(), Some("en"));
    insta::assert_snapshot!(told(&feed), @r#"
    Harbour & Coast
    Ferry to Lanzarote resumes & grows | https://news.example/ferry | 2026-03-09T12:30:00Z Exact | Ana Ruiz | First line.//• One//• Two//Last/line
    No link | https://news.example/by-guid | - | The Desk |
    Opaque guid | - | 2026-03-08T00:00:00Z Day | - |
    "#);
}

#[test]
fn atom_with_relative_links_and_inline_markup() {
    let feed = read(
        r#"<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://news.example/en/" xml:lang="en">
        <title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">North <b>Wind</b></div></title>
        <author><name>Feed author</name></author>
        <entry><id>tag:news.example,2026:1</id><title type="html">Rains &amp;amp; floods</title>
          <link rel="self" href="1.xml"/><link rel="alternate" type="text/html" href="1.html"/>
          <author><name>Bo Li</name><email>bo@news.example</email></author>
          <contributor><name>Somebody Else</name></contributor>
          <published>2026-03-09T10:00:00+02:00</published><updated>2026-03-10T10:00:00Z</updated>
          <source><title>Elsewhere</title><id>x</id></source>
          <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Water &amp; mud.</p><p>More.</p></div></content></entry>
        <entry><id>https://news.example/as-id</id><title>Two &lt; three</title><updated>2026-03-10T10:00:00Z</updated>
          <summary>Plain summary</summary></entry>
        </feed>"#,
    );
    insta::assert_snapshot!(told(&feed), @r#"
    North Wind
    Rains & floods | https://news.example/en/1.html | 2026-03-09T08:00:00Z Exact | Bo Li | Water & mud.//More.
    Two < three | https://news.example/as-id | 2026-03-10T10:00:00Z Exact | - | Plain summary
    "#);
}

#[test]
fn old_feeds_and_json_feeds() {
    let rdf = read(
        r#"<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
        <channel rdf:about="https://news.example/"><title>Old</title><items><rdf:Seq><rdf:li rdf:resource="https://news.example/1"/></rdf:Seq></items></channel>
        <item rdf:about="https://news.example/1"><title>One</title><dc:date>2026-03-01T09:00+01:00</dc:date></item></rdf:RDF>"#,
    );
    insta::assert_snapshot!(told(&rdf), @r#"
    Old
    One | https://news.example/1 | 2026-03-01T08:00:00Z Exact | - |
    "#);
    let atom03 = read(
        r#"<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title mode="escaped">Older &amp;amp; older</title>
        <entry><title mode="base64">QnJpZGdlIG9wZW5z</title><link rel="alternate" href="/bridge"/><issued>2026-02-28T09:00:00Z</issued></entry></feed>"#,
    );
    insta::assert_snapshot!(told(&atom03), @r#"
    Older & older
    Bridge opens | https://news.example/bridge | 2026-02-28T09:00:00Z Exact | - |
    "#);
    let json = read(
        r#"{"version":"https://jsonfeed.org/version/1.1","title":"New","language":"pt-BR","items":[
        {"id":1,"url":"/um","title":"Um","content_html":"<p>Olá</p>","date_published":"2026-03-02T10:00:00-03:00","authors":[{"name":"Rui"}]},
        {"id":"https://news.example/dois","summary":"Sem título"}]}"#,
    );
    insta::assert_snapshot!(told(&json), @r#"
    New
    Um | https://news.example/um | 2026-03-02T13:00:00Z Exact | Rui | Olá
     | https://news.example/dois | - | - | Sem título
    "#);
}

#[test]
fn feeds_that_are_not_well_formed_are_read_all_the_same() {
    let sloppy = read(
        r#"<rss><channel><title>Fish & Ships &copy; caf&eacute;</title><ttl>0</ttl>
        <item><title>Profit < loss & "more"</title><link>https://news.example/a?x=1&y=2</link>
        <item><title>Left open<description>A &#8220;quote&#8221; and &#146;s</description>
        </item>
        <item></item>
        <item><title><![CDATA[Cut off"#,
    );
    insta::assert_snapshot!(told(&sloppy), @r#"
    Fish & Ships © café
    Profit < loss & "more" | https://news.example/a?x=1&y=2 | - | - |
    Left open | - | - | - | A “quote” and ’s
     | - | - | - |
    Cut off | - | - | - |
    "#);
    let undeclared = read(
        "<rss version='9'><channel><item><dc:title>Only here</dc:title><media:title>Not</media:title></item></channel></rss>",
    );
    insta::assert_snapshot!(told(&undeclared), @r#"Only here | - | - | - |"#);
}

#[test]
fn a_foreign_title_does_not_displace_the_own_one() {
    let feed = read(
        r#"<rss xmlns:x="https://x.example/ns"><channel><title>T</title><item><x:title>theirs</x:title><x:box><title>boxed</title></x:box>
        <title>ours</title><image><link>https://x.example/picture</link></image><link>https://news.example/1</link></item></channel></rss>"#,
    );
    insta::assert_snapshot!(told(&feed), @r#"
    T
    ours | https://news.example/1 | - | - |
    "#);
}

#[test]
fn encodings_are_found_whatever_the_label_says() {
    let item = |words: &str| format!("<rss><channel><title>{words}</title></channel></rss>");
    let title = |bytes: &[u8], content_type: Option<&str>| feed::read(bytes, content_type, None).unwrap().title;
    let latin = encoding_rs::WINDOWS_1252
        .encode(&item("São Paulo, Ñuñoa"))
        .0
        .into_owned();
    assert_eq!(title(&latin, Some("text/xml; charset=iso-8859-1")), "São Paulo, Ñuñoa");
    assert_eq!(title(&latin, Some("text/xml; charset=utf-8")), "São Paulo, Ñuñoa");
    let declared = format!("<?xml version='1.0' encoding='gb2312'?>{}", item("北京和上海的新闻"));
    let chinese = encoding_rs::GBK.encode(&declared).0.into_owned();
    assert_eq!(title(&chinese, None), "北京和上海的新闻");
    assert_eq!(title(&chinese, Some("text/xml; charset=utf-8")), "北京和上海的新闻");
    // A label of another encoding on text that is UTF-8.
    assert_eq!(
        title(item("Łódź").as_bytes(), Some("text/xml; charset=windows-1252")),
        "Łódź"
    );
    let wide: Vec<u8> = "\u{feff}"
        .chars()
        .chain(item("Żółw").chars())
        .flat_map(|c| (c as u16).to_be_bytes())
        .collect();
    assert_eq!(title(&wide, None), "Żółw");
    let widest: Vec<u8> = item("Żółw").chars().flat_map(|c| (c as u32).to_le_bytes()).collect();
    assert_eq!(title(&widest, None), "Żółw");
    // Letters and accents written apart are the same letters.
    assert_eq!(title(item("Sa\u{303}o Tome\u{301}").as_bytes(), None), "São Tomé");
}

#[test]
fn dates_of_every_habit() {
    let dates = [
        ("Mon, 09 Mar 2026 08:30:00 GMT", "2026-03-09T08:30:00Z"),
        ("Mon, 9 Mar 2026 08:30 EDT", "2026-03-09T12:30:00Z"),
        ("09 Mar 26 08:30:00 -0330", "2026-03-09T12:00:00Z"),
        ("Mon, 09 Mar 2026 08:30:00 PST", "2026-03-09T16:30:00Z"),
        ("Monday, March 9, 2026 8:30 PM", "2026-03-09T20:30:00Z"),
        ("Mon Mar  9 08:30:00 2026", "2026-03-09T08:30:00Z"),
        ("09-Mar-2026 08:30:00", "2026-03-09T08:30:00Z"),
        ("2026-03-09T08:30:00+0200", "2026-03-09T06:30:00Z"),
        ("2026-03-09T08:30:00.123+02:00", "2026-03-09T06:30:00.123Z"),
        ("2026-03-09 08:30:00", "2026-03-09T08:30:00Z"),
        ("2026-03-09T08:30Z", "2026-03-09T08:30:00Z"),
        ("2026-03-09", "2026-03-09T00:00:00Z"),
        ("9 March 2026", "2026-03-09T00:00:00Z"),
        ("1773045000", "2026-03-09T08:30:00Z"),
    ];
    for (written, meant) in dates {
        let feed = read(&format!(
            "<rss><item><title>t</title><pubDate>{written}</pubDate></item></rss>"
        ));
        let found = feed.entries[0].published.map(|(moment, _)| moment.to_string());
        assert_eq!(found.as_deref(), Some(meant), "{written}");
    }
    for written in [
        "",
        "yesterday",
        "0001-01-01T00:00:00Z",
        "1970-01-01T00:00:00Z",
        "2026-13-45",
        "99999999999999999999",
    ] {
        let feed = read(&format!(
            "<rss><item><title>t</title><pubDate>{written}</pubDate></item></rss>"
        ));
        assert_eq!(feed.entries[0].published, None, "{written}");
    }
}

#[test]
fn a_date_in_the_future_does_not_pin_an_article_to_the_top() {
    let feed = read("<rss><item><title>From 2099</title><pubDate>Thu, 01 Jan 2099 00:00:00 GMT</pubDate></item></rss>");
    let article = feed.entries[0]
        .clone()
        .into_draft()
        .unwrap()
        .into_article("s", "S", now());
    assert_eq!((article.published_at, article.date_kind), (now(), DateKind::Estimated));
}

#[test]
fn what_is_no_feed_is_said_to_be_none() {
    let error = |text: &str| feed::describe("page.html", text.as_bytes(), None)["error"].to_string();
    insta::assert_snapshot!(error(""), @r#""page.html cannot be read: it is empty""#);
    insta::assert_snapshot!(error("hello"), @r#""page.html cannot be read: it is neither RSS nor Atom nor JSON Feed""#);
    insta::assert_snapshot!(error("{\"a\": 1}"), @r#""page.html cannot be read: it is neither RSS nor Atom nor JSON Feed""#);
    insta::assert_snapshot!(
        error("<!DOCTYPE html><html><head><link rel=alternate type='application/rss+xml' href='https://news.example/feed'></head></html>"),
        @r#""page.html cannot be read: it is a web page, not a feed; its feed is https://news.example/feed""#
    );
}

#[test]
fn the_feed_verb_tells_one_line() {
    let text = "<rss><channel><title>T</title><item><title>A &amp;amp; B</title><guid>https://news.example/1</guid><pubDate>9 Mar 2026 10:00 GMT</pubDate></item></channel></rss>";
    insta::assert_snapshot!(feed::describe("f.xml", text.as_bytes(), None), @r#"{"entries":[{"id":"https://news.example/1","published":"2026-03-09T10:00:00Z","title":"A & B","url":"https://news.example/1"}],"file":"f.xml","title":"T"}"#);
}

#[test]
fn hostile_feeds_neither_stop_nor_stall_the_reader() {
    let deep = format!("<rss><item>{}", "<b>".repeat(100_000));
    assert_eq!(read(&deep).entries.len(), 1);
    let deep_text = format!("<rss><item><description>{}text", "&lt;div&gt;".repeat(50_000));
    assert_eq!(read(&deep_text).entries[0].text, "text");
    assert_eq!(
        read(&format!("<rss><item>{}", "<!-- ".repeat(100_000))).entries.len(),
        1
    );
    assert_eq!(
        read(&format!("<rss><item>{}", "<a b=\"".repeat(100_000))).entries.len(),
        1
    );
    assert_eq!(
        read(&format!("<rss><item><title>{}", "&".repeat(100_000)))
            .entries
            .len(),
        1
    );
    assert_eq!(read(&format!("<rss>{}", "</x>".repeat(100_000))).entries.len(), 0);
    let many = read(&format!("<rss>{}", "<item/>".repeat(20_000)));
    assert_eq!((many.entries.len(), many.cut), (feed::MAX_ENTRIES, true));
    let laughs =
        "<!DOCTYPE r [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><rss><channel><title>&b;</title></channel></rss>";
    assert_eq!(read(laughs).title, "&b;");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_the_feed_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let mut feed = b"<rss><item><title>".to_vec();
        feed.extend(&bytes);
        let _ = feed::read(&feed, None, None);
        let _ = feed::read(&bytes, Some("text/xml; charset=utf-16"), None);
    }

    #[test]
    fn no_tags_make_the_feed_reader_panic(text in "(<|>|/|item|title|rss|\"|'|=| |&|;|amp|!\\[CDATA\\[|\\]\\]|<!--|-->|é){0,60}") {
        let _ = feed::read(format!("<feed>{text}").as_bytes(), None, None);
    }

    #[test]
    fn no_text_makes_the_date_reader_panic(text in "(January|May|Dec\\.|[0-9]{1,4}|-|–|,|\\.| |to|of|late|until|é){0,40}") {
        let _ = dates::mentions(&text);
        let _ = page::read(&format!("T\n{text}\nContinue reading T"), date(2026, 3, 10));
    }
}

// ---- Identity

#[test]
fn one_piece_has_one_identity() {
    let same = [
        "https://news.example/2026/bridge",
        "http://news.example/2026/bridge/",
        "https://NEWS.example:443/2026/bridge#comments",
        "https://news.example./2026/bridge?utm_source=feed&utm_medium=rss",
        "https://reader:secret@news.example/2026/bri%64ge?fbclid=1",
    ];
    for address in same {
        assert_eq!(
            canonical(&url(address)).as_str(),
            "https://news.example/2026/bridge",
            "{address}"
        );
    }
    // What may lead elsewhere stays.
    for address in [
        "https://news.example/?p=12&lang=es",
        "https://news.example/?lang=es&p=12",
        "https://www.news.example/2026/bridge",
        "http://news.example:8080/2026/bridge",
        "https://news.example/caf%C3%A9?q=a%20b",
    ] {
        assert_eq!(canonical(&url(address)).as_str(), address);
    }
}

#[test]
fn a_changed_date_title_or_guid_makes_no_new_article() {
    let item = |guid: &str, title: &str, day: &str| {
        let feed = read(&format!(
            "<rss><item><guid isPermaLink='false'>{guid}</guid><title>{title}</title><link>https://news.example/1</link><pubDate>{day}</pubDate></item></rss>"
        ));
        feed.entries[0]
            .clone()
            .into_draft()
            .unwrap()
            .into_article("s", "S", now())
            .id
    };
    assert_eq!(
        item("1", "Bridge opens", "9 Mar 2026"),
        item("http://x/2", "Bridge opens at last", "10 Mar 2026")
    );
}

#[test]
fn a_piece_without_link_and_guid_is_known_by_its_title() {
    let id = |title: &str, source: &str| ArticleId::of(None, title, source);
    assert_eq!(id("Port’s  strike – ends", "a"), id("PORT'S STRIKE - ENDS", "a"));
    assert_ne!(id("Port strike ends", "a"), id("Port strike ends", "b"));
    let untitled = read("<rss><item><description>Grain prices fell. They may rise.</description></item></rss>");
    assert_eq!(
        untitled.entries[0].clone().into_draft().unwrap().title,
        "Grain prices fell."
    );
    let empty = read("<rss><item></item></rss>");
    assert_eq!(empty.entries[0].clone().into_draft(), None);
}

// ---- Files

/// Writes files into a new folder and reads it.
fn read_files(files: &[(&str, &[u8])], day: Option<Date>) -> (Vec<Draft>, String) {
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
fn draft_told(draft: &Draft) -> String {
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

// ---- Listing pages

/// A page saved on 12 March 2026. The third article has no marker.
const LISTING: &str = "\
Miners and\u{a0}ministry reach a deal

The deal of March 10 ends a strike that began on February 2. A vote is scheduled for March 20-22, 2026.

A short line

It was hailed by both sides.

Continue reading Miners and\u{a0}ministry reach a deal

Harbour talks go on

The sides met on Friday and will meet again. The port was founded in May 1911.

Continue reading Harbour talks go on

Two islands linked by cable

The cable was laid between 3 and 5 March after years of delay.

Observatory opens in the desert

Harbour talks go on

The mirror was unveiled on March 1, 2026, since January 4 under test.
Continue reading Observatory opens in the desert

Flood fund doubled

Late February brought rain; the fund stays open until March 31.

Continue reading Flood fund doubled

Contact us";

#[test]
fn a_listing_page_gives_its_articles_with_their_days() {
    let listing = page::read(LISTING, date(2026, 3, 12));
    let told: Vec<String> = listing
        .drafts
        .iter()
        .map(|draft| {
            let (moment, kind) = draft.published.unwrap();
            format!(
                "{moment} {kind:?} | {} | {}",
                draft.title,
                draft.text.replace('\n', "/")
            )
        })
        .collect();
    insta::assert_snapshot!(told.join("\n"), @r#"
    2026-03-10T00:00:05Z Estimated | Miners and ministry reach a deal | The deal of March 10 ends a strike that began on February 2. A vote is scheduled for March 20-22, 2026.//A short line//It was hailed by both sides.
    2026-03-06T00:00:04Z Estimated | Harbour talks go on | The sides met on Friday and will meet again. The port was founded in May 1911.
    2026-03-05T00:00:03Z Estimated | Two islands linked by cable | The cable was laid between 3 and 5 March after years of delay.
    2026-03-01T00:00:02Z Estimated | Observatory opens in the desert | Harbour talks go on//The mirror was unveiled on March 1, 2026, since January 4 under test.
    2026-02-28T00:00:01Z Estimated | Flood fund doubled | Late February brought rain; the fund stays open until March 31.
    "#);
    assert_eq!(
        listing.problems,
        ["the text behind the last article was left out: Contact us"]
    );
}

#[test]
fn a_text_file_is_a_listing_page_or_one_article() {
    let single = "Continue reading\n\nA shop of that name opened on March 3.";
    let (drafts, _) = read_files(
        &[("page.txt", LISTING.as_bytes()), ("single.txt", single.as_bytes())],
        Some(date(2026, 3, 12)),
    );
    assert_eq!(drafts.len(), 6);
    assert_eq!(drafts[5].title, "Continue reading");
    assert_eq!(
        drafts[5].published,
        Some(("2026-03-03T00:00:00Z".parse().unwrap(), DateKind::Estimated))
    );
}

#[test]
fn dates_in_prose() {
    let today = date(2026, 1, 7);
    let found = |text: &str| {
        let mentions = dates::mentions(text).into_iter();
        let told = mentions.map(|mention| {
            let (first, last) = mention.span(today).unwrap();
            let days = if first == last {
                last.to_string()
            } else {
                format!("{first}..{last}")
            };
            format!("{days} {:?}", mention.sense)
        });
        told.collect::<Vec<_>>().join(", ")
    };
    for (text, dates) in [
        ("It rained on January 4.", "2026-01-04 Event"),
        ("It rained on Dec. 9, and stopped.", "2025-12-09 Event"),
        ("They met from January 3-5, 2026 and", "2026-01-03..2026-01-05 Event"),
        ("from 29 December to 2 January", "2025-12-29 Event, 2026-01-02 Event"),
        ("December 29 – January 2, 2026", "2025-12-29..2026-01-02 Event"),
        ("on the 19th of November", "2025-11-19 Event"),
        ("on 2025-12-30 at noon", "2025-12-30 Event"),
        ("in late December 2025", "2025-12-21..2025-12-31 Event"),
        ("in mid-November", "2025-11-10..2025-11-18 Event"),
        ("on December 9, 30 members left", "2025-12-09 Event"),
        ("a truce until January 8", "2026-01-08 Ahead"),
        (
            "a summit scheduled for January 20-22, 2026",
            "2026-01-20..2026-01-22 Ahead",
        ),
        (
            "She hopes to visit at the end of January 2026.",
            "2026-01-21..2026-01-31 Ahead",
        ),
        ("It will end. On January 3 it began.", "2026-01-03 Event"),
        ("in force since October 1", "2025-10-01 Background"),
        ("before March 10, 2023", "2023-03-10 Ahead"),
        ("They may march 20 miles; 43 members, version 2.0, resolution 2803.", ""),
    ] {
        assert_eq!(found(text), dates, "{text}");
    }
}

#[test]
fn the_order_of_the_page_refutes_a_date_that_does_not_fit() {
    let page = "A\nIt was on March 9.\nContinue reading A\nB\nIt was on January 2.\nContinue reading B\n\
                C\nIt was on March 7.\nContinue reading C\nD\nNothing is dated here.\nContinue reading D\n\
                E\nIt was on March 1.\nContinue reading E";
    let listing = page::read(page, date(2026, 3, 12));
    let days: Vec<String> = listing
        .drafts
        .iter()
        .map(|draft| draft.published.unwrap().0.strftime("%d %b").to_string())
        .collect();
    assert_eq!(days, ["09 Mar", "08 Mar", "07 Mar", "04 Mar", "01 Mar"]);
}

#[test]
fn the_front_page_gives_its_twenty_articles() {
    let page = Path::new("../shared/corpus/front-page.txt");
    if !page.exists() {
        eprintln!("skipped: ../shared/corpus is not here");
        return;
    }
    let read = files::read_path(page, Some(date(2026, 1, 7)), "2026-01-07T12:00:00Z".parse().unwrap());
    assert_eq!((read.drafts.len(), read.problems), (20, Vec::new()));
    assert!(read.drafts.iter().all(|draft| !draft.text.contains("Continue reading")));
    assert!(
        read.drafts
            .is_sorted_by_key(|draft| std::cmp::Reverse(draft.published.map(|(moment, _)| moment)))
    );
    let labels = std::fs::read_to_string("../shared/evals/countries/seed_dev.jsonl").unwrap();
    let mut far = Vec::new();
    for line in labels.lines() {
        let label: serde_json::Value = serde_json::from_str(line).unwrap();
        let title = dateline::article::normalise(label["title"].as_str().unwrap());
        let draft = read.drafts.iter().find(|draft| draft.title == title).unwrap();
        let Some(day) = label["date"].as_str().and_then(|day| day.parse::<Date>().ok()) else {
            continue;
        };
        let (moment, _) = draft.published.unwrap();
        let published = moment.to_zoned_datetime(jiff::tz::TimeZone::UTC).date();
        if published.duration_since(day).as_hours().abs() > 3 * 24 {
            far.push(format!("{title}: {published}, {day}"));
        }
    }
    // One article stands above a later one on the page: its own dates and the page's order cannot both be kept.
    assert!(far.len() <= 1, "{}", far.join("\n"));
}
