//! What sources.toml says of a source's publisher.

use insta::assert_snapshot;

use super::{good, problems};

fn source(country: &str) -> String {
    format!(
        "[[source]]\nid = \"gazette\"\npublisher = \"The Gazette\"\nkind = \"files\"\npath = \"in\"\ncountry = {country}\n"
    )
}

#[test]
fn a_publisher_may_have_a_country() {
    let config = good(&[("sources.toml", &source("\"GB\""))], &[]);
    assert_eq!(
        config.sources[0].country.map(|country| country.name()),
        Some("United Kingdom")
    );
    assert_snapshot!(problems(&[("sources.toml", &source("\"Britain\""))], &[]),
        @r#"sources.toml:6: source "gazette", country: "Britain" is no country; write its two letters of ISO 3166, such as "GB" or "MX""#);
}

#[test]
fn publishers_may_be_of_one_family() {
    let with = |family: &str| source("\"GB\"") + "family = " + family + "\n";
    let config = good(&[("sources.toml", &with("\" Gazette  Group \""))], &[]);
    assert_eq!(config.sources[0].family.as_deref(), Some("Gazette Group"));
    assert_snapshot!(problems(&[("sources.toml", &with("\" \""))], &[]),
        @r#"sources.toml:7: source "gazette", family: this is empty; write a name for readers"#);
}
