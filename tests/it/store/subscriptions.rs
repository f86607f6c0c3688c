//! Subscriptions are made, changed and ended.

use dateline::destination::Destination;
use dateline::digest::Form;
use dateline::scope::Scope;
use dateline::store::Subscription;

use super::new_store;
use crate::articles::{at, country};

pub fn to(text: &str) -> Destination {
    text.parse().unwrap()
}

pub fn subscription(destination: &str, scope: Scope, time: &str) -> Subscription {
    Subscription {
        destination: to(destination),
        scope,
        at: time.parse().unwrap(),
        zone: "America/Caracas".to_owned(),
        form: Form::Full,
        language: "en".to_owned(),
        days: dateline::schedule::Days::DAILY,
        filter: dateline::digest::Filter::default(),
    }
}

fn europe() -> Scope {
    Scope::Region("europe".to_owned())
}

#[tokio::test]
async fn a_subscription_is_made_once_and_then_changed() {
    let (store, _folder) = new_store().await;
    let (made, later) = (at("2026-01-07T12:00:00Z"), at("2026-01-08T12:00:00Z"));
    let first = subscription("telegram:5", europe(), "07:30");
    assert!(store.subscribe(&first, made).await.unwrap());
    assert!(!store.subscribe(&first, later).await.unwrap());
    assert_eq!(store.all_subscriptions().await.unwrap(), [(first.clone(), made)]);

    let brief = Subscription {
        form: Form::Brief,
        ..first.clone()
    };
    assert!(!store.subscribe(&brief, later).await.unwrap());
    assert_eq!(store.all_subscriptions().await.unwrap(), [(brief, made)]);

    // At another time it is a new wish: nothing due at that time before now is owed.
    let evening = subscription("telegram:5", europe(), "18:00");
    assert!(!store.subscribe(&evening, later).await.unwrap());
    assert_eq!(store.all_subscriptions().await.unwrap(), [(evening, later)]);
}

#[tokio::test]
async fn each_topic_of_a_chat_has_its_own() {
    let (store, _folder) = new_store().await;
    let now = at("2026-01-07T12:00:00Z");
    let chat = subscription("telegram:-100", europe(), "07:30");
    let topic = subscription("telegram:-100/7", europe(), "07:30");
    let country = subscription("telegram:-100", Scope::Country(country("PE")), "08:00");
    for wish in [&chat, &topic, &country] {
        assert!(store.subscribe(wish, now).await.unwrap());
    }
    assert_eq!(
        store.subscriptions(&chat.destination).await.unwrap(),
        [chat.clone(), country.clone()]
    );
    assert_eq!(
        store.subscriptions(&topic.destination).await.unwrap(),
        std::slice::from_ref(&topic)
    );

    assert_eq!(
        store.unsubscribe(&chat.destination, Some(&europe())).await.unwrap(),
        std::slice::from_ref(&chat)
    );
    assert_eq!(store.unsubscribe(&chat.destination, Some(&europe())).await.unwrap(), []);
    assert_eq!(store.unsubscribe(&chat.destination, None).await.unwrap(), [country]);
    assert_eq!(store.subscriptions(&topic.destination).await.unwrap(), [topic]);
    assert_eq!(store.unsubscribe(&to("discord:9"), None).await.unwrap(), []);
}
