//! Over HTTP: politely, within bounds, and never into a private network.

use std::time::Duration;

use dateline::sources::fetch::{Answer, Content, FetchError, Fetcher, Request};
use url::Url;

use super::{now, url};
use crate::fakes::feeds::{Feeds, Page};

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
