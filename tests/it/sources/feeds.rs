//! Feeds of every kind and state.

use dateline::article::DateKind;
use dateline::sources::feed::{self, Feed};
use dateline::sources::{dates, page};
use jiff::civil::date;
use proptest::prelude::*;

use super::{now, url};

pub fn read(text: &str) -> Feed {
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
    // A parser asked for each of these names would take minutes.
    let named = format!("<rss><item><title>{}&eacute;&nvlt;", "&a;&notit;".repeat(500_000));
    assert!(read(&named).entries[0].title.ends_with("&notit;é<\u{20d2}"));
    // Each base builds on the one before: kept whole, these would need gigabytes.
    let bases = format!(
        "<rss xml:base=\"https://a.example/\"><item><link href=\"x\"/>{}{}",
        "<a>".repeat(300),
        format!("<b xml:base=\"{}/\"/>", "c".repeat(100)).repeat(40_000)
    );
    assert_eq!(read(&bases).entries[0].link.as_deref(), Some("https://a.example/x"));
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
