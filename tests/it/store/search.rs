//! Words are found whatever their case and accents, in any script, and no query is wrong.

use proptest::prelude::*;

use super::new_store;
use crate::articles::article;

async fn found(texts: &[&str], query: &str) -> Vec<String> {
    let (store, _folder) = new_store().await;
    let articles: Vec<_> = texts.iter().map(|text| article(text, "")).collect();
    store.insert_articles(&articles).await.unwrap();
    let page = store.search(query, 0, 100).await.unwrap();
    assert_eq!(page.total, page.articles.len());
    page.articles.into_iter().map(|tagged| tagged.article.title).collect()
}

#[tokio::test]
async fn case_and_diacritics_do_not_matter() {
    for (text, query) in [
        ("Chuvas em São Paulo", "sao paulo"),
        ("Rain in Sao Paulo", "SÃO PAULO"),
        ("Storm off Tromsø", "tromso"),
        ("Łódź counts its votes", "lodz"),
        ("Die Straße ist gesperrt", "strasse"),
        ("İstanbul'da deprem", "istanbul"),
        ("Выборы в Королёве", "королеве"),
        ("Η Αθήνα ψηφίζει", "αθηνα"),
        ("U.S. and U.K. sign", "us uk"),
        ("US and UK sign", "U.S. U.K."),
        ("The president’s speech", "president's"),
        ("The president's speech", "president"),
    ] {
        assert_eq!(found(&[text], query).await, [text], "{query}");
    }
}

#[tokio::test]
async fn scripts_without_spaces_are_found_by_any_part_of_a_word() {
    let texts = [
        "中国经济增长放缓",
        "日本の首相が会見",
        "부산에서 회담이 열렸다",
        "KBS뉴스 속보",
        "กรุงเทพมหานครน้ำท่วม",
    ];
    for (query, text) in [
        ("经济", texts[0]),
        ("中国经济", texts[0]),
        ("缓", texts[0]),
        ("中", texts[0]),
        ("首相", texts[1]),
        ("부산", texts[2]),
        ("뉴스", texts[3]),
        ("kbs", texts[3]),
        ("น้ำท่วม", texts[4]),
    ] {
        assert_eq!(found(&texts, query).await, [text], "{query}");
    }
    // The pairs are all there, but not in this order.
    assert_eq!(found(&texts, "经济中国").await, Vec::<String>::new());
}

#[tokio::test]
async fn all_words_must_stand_in_the_title_or_the_text() {
    let (store, _folder) = new_store().await;
    store
        .insert_articles(&[
            article("Bridge opens", "The river was crossed."),
            article("Bridge closes", "The road was blocked."),
        ])
        .await
        .unwrap();
    assert_eq!(store.search("bridge", 0, 1).await.unwrap().total, 2);
    assert_eq!(store.search("bridge river", 0, 9).await.unwrap().total, 1);
    assert_eq!(store.search("bridge desert", 0, 9).await.unwrap().total, 0);
    assert_eq!(store.search("bridge", 1, 9).await.unwrap().articles.len(), 1);
    assert_eq!(store.search("  ... !? 🙂 ", 0, 9).await.unwrap().total, 0);
}

#[tokio::test]
async fn the_newest_come_first() {
    use crate::articles::But;
    let (store, _folder) = new_store().await;
    store
        .insert_articles(&[
            article("Flood, newest", "").published("2026-01-09T00:00:00Z"),
            article("Flood, oldest", "").published("2025-01-09T00:00:00Z"),
            article("Flood, tie", ""),
            article("Flood, tie after", ""),
        ])
        .await
        .unwrap();
    let page = store.search("flood", 0, 9).await.unwrap();
    let titles: Vec<_> = page
        .articles
        .iter()
        .map(|tagged| tagged.article.title.as_str())
        .collect();
    assert_eq!(
        titles,
        ["Flood, newest", "Flood, tie", "Flood, tie after", "Flood, oldest"]
    );
}

#[test]
fn no_query_is_a_syntax_error() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let (store, _folder) = runtime.block_on(async {
        let (store, folder) = new_store().await;
        store
            .insert_articles(&[article("AND OR NOT NEAR", "words: everything")])
            .await
            .unwrap();
        (store, folder)
    });
    for query in [
        "\"",
        "AND",
        "NOT x",
        "NEAR(a b)",
        "words:everything",
        "a*",
        "^a",
        "{a b}: c",
        "\0",
        "'; DROP",
        "((((((",
    ] {
        runtime.block_on(store.search(query, 0, 9)).unwrap();
    }
    let config = ProptestConfig {
        failure_persistence: None,
        cases: 200,
        ..ProptestConfig::default()
    };
    proptest!(config, |(query in any::<String>())| {
        runtime.block_on(store.search(&query, 0, 9)).unwrap();
    });
}
