//! Groups of countries that are built in, in regions and schedules of one's own.

use insta::assert_snapshot;

use super::{good, problems};

#[test]
fn groups_that_are_built_in_go_into_regions_and_schedules() {
    let regions = r#"
[[region]]
id = "neighbours"
title = "Neighbours"
countries = ["asean", "benelux", "PG"]

[[region]]
id = "my-nordics"
title = "Nordics"
countries = ["nordics", "EE"]
"#;
    let schedule = "[[schedule]]\nid = \"x\"\ncron = \"0 7 * * *\"\nregions = [\"sahel\", \"neighbours\"]\n";
    let config = good(&[("regions.toml", regions), ("dateline.toml", schedule)], &[]);
    let codes = |id: &str| {
        let region = config.regions.get(id).unwrap();
        let codes: Vec<&str> = region.countries.iter().map(|country| country.code()).collect();
        codes.join(" ")
    };
    assert_eq!(codes("neighbours"), "BE BN ID KH LA LU MM MY NL PG PH SG TH TL VN");
    assert_eq!(
        codes("my-nordics"),
        "AX DK EE FI FO GL IS NO SE",
        "it may build on the group whose title it takes"
    );
    assert_eq!(
        config.regions.find("nordics").map(|region| region.id.as_str()),
        Some("my-nordics")
    );
    assert_eq!(config.schedules[0].regions, ["sahel", "neighbours"]);

    // All regions are those of the file.
    let all = schedule.replace("\"sahel\", \"neighbours\"", "\"*\"");
    let config = good(&[("regions.toml", regions), ("dateline.toml", &all)], &[]);
    assert_eq!(config.schedules[0].regions, ["neighbours", "my-nordics"]);
}

#[test]
fn a_region_that_takes_a_groups_id_cannot_build_on_it() {
    let regions = |a: &str| {
        format!(
            "[[region]]\nid = \"asean\"\ntitle = \"ASEAN\"\ncountries = [{a}]\n\
             [[region]]\nid = \"eu\"\ntitle = \"EU\"\ncountries = [\"FR\", \"asean\"]\n"
        )
    };
    assert_snapshot!(
        problems(&[("regions.toml", &regions("\"asean\", \"PG\""))], &[]),
        @r#"regions.toml:4: region "asean" contains itself; take it out of its own countries"#
    );
    assert_snapshot!(
        problems(&[("regions.toml", &regions("\"eu\""))], &[]),
        @r#"regions.toml:4: these regions contain each other: asean → eu → asean; take one out of the countries of another"#
    );
    assert_snapshot!(
        problems(&[("regions.toml", &regions("\"asaen\", \"marcosur\""))], &[]),
        @r#"
    regions.toml:4: region "asean", countries: "asaen" is no country's ISO code and no region; did you mean "asean"?
    regions.toml:4: region "asean", countries: "marcosur" is no country's ISO code and no region; did you mean "mercosur"?
    "#
    );
    // A group that holds the one whose id is taken keeps its own members.
    let config = good(&[("regions.toml", &regions("\"PG\""))], &[]);
    assert_eq!(config.regions.get("eea").unwrap().countries.len(), 30);
}
