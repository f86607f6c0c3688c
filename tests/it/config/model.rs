//! `[model]`: the optional language model.

use insta::assert_snapshot;

use super::{good, problems};

#[test]
fn it_is_off_until_it_has_an_address_and_its_key_is_never_shown() {
    assert!(good(&[], &[("MODEL_KEY", "sk-1")]).model.is_none());
    let file = (
        "dateline.toml",
        "[model]\nbase_url = \"http://127.0.0.1:11434/v1/\"\nmodel = \"small\"\n",
    );
    let config = good(&[file], &[("MODEL_KEY", "sk-1"), ("DATELINE__MODEL__AT_ONCE", "2")]);
    assert_eq!(config.model.as_ref().unwrap().key.as_ref().unwrap().expose(), "sk-1");
    assert_snapshot!(format!("{:?}", config.model), @r#"Some(ModelConfig { base_url: "http://127.0.0.1:11434/v1", model: "small", key: Some([secret]), timeout: 10s, patience: 30s, at_once: 2, requests_per_day: 500, characters_per_day: 1000000, max_tokens: 300, translate: false })"#);
}

#[test]
fn what_is_wrong_with_it_is_named_without_a_secret() {
    let wrong =
        "[model]\nbase_url = \"https://user:pass@model.example/v1\"\nat_once = 0\nkey = \"sk-1\"\nmodle = \"x\"\n";
    let nameless = "[model]\nbase_url = \"http://localhost:1/v1\"\n";
    let found = problems(&[("dateline.toml", wrong)], &[]) + &problems(&[("dateline.toml", nameless)], &[]);
    for secret in ["sk-1", "user:pass"] {
        assert!(!found.contains(secret), "{found}");
    }
    for word in [
        "MODEL_KEY",
        "base_url",
        "at_once",
        "did you mean \"model\"",
        "[model] has no model",
    ] {
        assert!(found.contains(word), "{word}: {found}");
    }
}
