//! Browsers and feed readers ask again and again; every answer carries what keeps readers safe.

use reqwest::Method;

use super::press::{Press, two_days};

#[tokio::test]
async fn what_has_not_changed_is_not_sent_again() {
    let press = Press::open().await;
    two_days(&press).await;
    for path in [
        "/",
        "/2026-01-06/andes",
        "/regions/andes",
        "/regions/andes/feed.atom",
        "/regions/andes/feed.json",
        "/countries/BO",
        "/style.css",
    ] {
        let first = press.get(path).await;
        let tag = first.header("etag").to_owned();
        assert!(tag.starts_with('"') && tag.ends_with('"'), "{path}: {tag}");
        for named in [
            tag.clone(),
            format!("W/{tag}"),
            format!("\"other\", {tag}"),
            "*".to_owned(),
        ] {
            let again = press.ask(Method::GET, path, &[("if-none-match", &named)]).await;
            assert_eq!(again.status, 304, "{path} {named}");
            assert_eq!((again.body.as_str(), again.header("etag")), ("", tag.as_str()));
        }
        let other = press.ask(Method::GET, path, &[("if-none-match", "\"other\"")]).await;
        assert_eq!((other.status.as_u16(), other.body), (200, first.body.clone()));

        let head = press.ask(Method::HEAD, path, &[]).await;
        assert_eq!((head.status.as_u16(), head.body.as_str()), (200, ""));
        assert_eq!(head.header("content-length"), first.body.len().to_string());
        assert_eq!(head.header("etag"), tag);
    }
    // A second edition of the day is another page.
    let before = press.get("/regions/andes/feed.atom").await;
    press
        .article(
            "2026-01-07T09:00:00Z",
            "Peru opens a school of weavers",
            "Peru opened a school of weavers in Puno.",
            None,
        )
        .await;
    press.publish("2026-01-07", &["andes"]).await;
    let after = press
        .ask(
            Method::GET,
            "/regions/andes/feed.atom",
            &[("if-none-match", before.header("etag"))],
        )
        .await;
    assert_eq!(after.status, 200);
}

#[tokio::test]
async fn every_answer_keeps_readers_safe() {
    let press = Press::open().await;
    two_days(&press).await;
    for path in [
        "/",
        "/2026-01-06/andes",
        "/nothing",
        "/healthz",
        "/regions/andes/feed.atom",
        "/style.css",
    ] {
        for method in [Method::GET, Method::HEAD] {
            let answer = press.ask(method, path, &[]).await;
            let policy = answer.header("content-security-policy");
            assert!(
                policy.starts_with("default-src 'none'; style-src 'self'; img-src 'self'"),
                "{path}: {policy}"
            );
            assert!(!policy.contains("unsafe"), "{path}");
            assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
            assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
        }
    }
    assert_eq!(press.get("/healthz").await.header("cache-control"), "no-store");
    assert_eq!(press.get("/nothing").await.header("cache-control"), "no-store");
    assert_eq!(press.ask(Method::POST, "/", &[]).await.status, 405);
}
