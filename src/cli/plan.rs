//! `dateline schedule`, `check` and `health`: what an admin looks at.

use std::net::SocketAddr;

use super::{Common, Failure, print, print_json};
use crate::config::SourceKind;
use crate::delivery;
use crate::i18n::dates;
use crate::platforms::one_line;

pub(super) async fn schedule(common: &Common, next: usize) -> Result<(), Failure> {
    let core = common.core().await?;
    let subscriptions = core.store.all_subscriptions().await?;
    for run in delivery::upcoming(&core.config, &subscriptions, common.moment(), next) {
        let scopes: Vec<String> = run.scopes.iter().map(ToString::to_string).collect();
        if common.json {
            print_json(&serde_json::json!({
                "at": run.at, "local": run.local, "zone": run.zone, "schedule": run.schedule,
                "scopes": scopes, "deliveries": run.deliveries,
            }))?;
        } else {
            let day = dates::weekday_and_day(run.local.date());
            let when = format!(
                "{day} {}, {} {}",
                run.local.year(),
                dates::clock(run.local.time()),
                run.zone
            );
            let readers = if run.deliveries == 1 {
                "1 delivery".to_owned()
            } else {
                format!("{} deliveries", run.deliveries)
            };
            print(&format!(
                "{when} · {} · {} · {readers}\n",
                run.schedule,
                scopes.join(", ")
            ))?;
        }
    }
    Ok(())
}

pub(super) fn check(common: &Common) -> Result<(), Failure> {
    match common.load() {
        Ok(config) => {
            print(&format!(
                "The configuration in {} is good: {} source(s), {} region(s), {} schedule(s).\n",
                common.config.display(),
                config.sources.len(),
                config.regions.iter().count(),
                config.schedules.len()
            ))?;
            for source in config.sources.iter().filter(|source| source.enabled) {
                if let SourceKind::Files { path } = &source.kind
                    && !path.exists()
                {
                    // No mistake: whoever fills an inbox may make it later.
                    eprintln!("dateline: source {}: there is no {} yet", source.id, path.display());
                }
            }
            Ok(())
        }
        Err(problems) => {
            for problem in &problems {
                if common.json {
                    print_json(&serde_json::json!({
                        "file": problem.file, "line": problem.line, "message": problem.message,
                    }))?;
                } else {
                    print(&format!("{problem}\n"))?;
                }
            }
            Err(Failure::new(format!(
                "the configuration has {} problem(s)",
                problems.len()
            )))
        }
    }
}

pub(super) async fn health(common: &Common) -> Result<(), Failure> {
    let listen = common
        .config()?
        .web_listen
        .ok_or_else(|| Failure::new("[web] listen is empty, so there is no /healthz"))?;
    // A server that listens on every address is asked on the loopback one.
    let address = match listen.parse::<SocketAddr>() {
        Ok(SocketAddr::V4(every)) if every.ip().is_unspecified() => format!("127.0.0.1:{}", every.port()),
        Ok(SocketAddr::V6(every)) if every.ip().is_unspecified() => format!("[::1]:{}", every.port()),
        _ => listen,
    };
    let url = format!("http://{address}/healthz");
    let client = reqwest::Client::builder()
        .no_proxy()
        .timeout(std::time::Duration::from_secs(5))
        .build()
        .map_err(|error| Failure::new(format!("could not ask {url}: {error}")))?;
    let answer = client
        .get(&url)
        .send()
        .await
        .map_err(|error| Failure::new(format!("could not ask {url}: {error}")))?;
    if answer.status().is_success() {
        print("The bot is well.\n")
    } else {
        let status = answer.status();
        let words = one_line(&answer.text().await.unwrap_or_default());
        Err(Failure::new(format!("{url} answered {status}: {words}")))
    }
}
