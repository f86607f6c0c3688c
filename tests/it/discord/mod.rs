//! Stories on Discord, told by a fake Discord to the real code and to the real program.

mod asking;
mod corrections;
mod forums;
mod gateway;
mod limits;
mod pictures;
mod program;
mod receiving;
mod sending;

use std::path::Path;

use dateline::config::Secret;
use dateline::destination::{Destination, Platform};
use dateline::platforms::discord::Discord;

use crate::fakes::discord::FakeDiscord;
use crate::fakes::specs::check_discord;

const TOKEN: &str = "TEST.discord.token";

fn to(channel: u64) -> Destination {
    Destination {
        platform: Platform::Discord,
        chat: channel.to_string(),
        thread: None,
    }
}

fn discord(fake: &FakeDiscord) -> Discord {
    Discord::new(&Secret::new(TOKEN.to_owned()), &fake.url()).unwrap()
}

/// A small configuration in a folder.
fn write_config(folder: &Path) {
    const REGIONS: &str = r#"
[[region]]
id = "andes"
title = "The Andes"
countries = ["VE", "CO", "PE"]
"#;
    std::fs::create_dir(folder).unwrap();
    std::fs::write(folder.join("sources.toml"), "").unwrap();
    std::fs::write(folder.join("regions.toml"), REGIONS).unwrap();
}

/// Fails if anything was sent that the fake or Discord's own specification refuses.
fn assert_well_formed(fake: &FakeDiscord) {
    fake.assert_no_violations();
    let requests = fake.read(|state| state.requests.clone());
    let wrong: Vec<String> = requests
        .iter()
        .filter_map(|request| {
            let body = request.body.clone().unwrap_or_default();
            check_discord(&request.method, &request.path, &body).err()
        })
        .collect();
    assert!(
        wrong.is_empty(),
        "against Discord's specification:\n{}",
        wrong.join("\n")
    );
}
