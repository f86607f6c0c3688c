//! The slash commands as Discord shows them: the table of commands, once a process.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use serenity::all::{CommandOptionType, CommandType, InstallationContext, InteractionContext, Permissions};
use serenity::http::{LightMethod, Route};
use serenity::model::id::ApplicationId;

use super::api::{Api, Failure};
use crate::commands::{ArgKind, SPECS, Spec};

/// The longest pause between two tries.
const LONGEST_PAUSE: Duration = Duration::from_secs(300);

/// Tells Discord every command, until it knows them. The request replaces the whole list, so it may be made again.
pub(super) async fn register(api: Arc<Api>, application: ApplicationId) {
    let commands = commands();
    let mut pause = Duration::from_secs(1);
    loop {
        let route = Route::Commands {
            application_id: application,
        };
        let turn = api.turn().await;
        let answer = api.call(LightMethod::Put, route, Some(&commands)).await;
        drop(turn);
        let wait = match answer {
            Ok(_) => {
                tracing::info!("Discord knows the {} commands", SPECS.len());
                return;
            }
            Err(failure @ (Failure::Refused { .. } | Failure::Unwritable(_))) => {
                tracing::error!(
                    "Discord does not take the list of commands: {failure}. Commands that it knows from before still work."
                );
                return;
            }
            Err(Failure::Limited { wait, .. }) => wait,
            Err(failure) => {
                tracing::warn!("the commands are not registered yet, next try in {pause:?}: {failure}");
                pause
            }
        };
        tokio::time::sleep(wait).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

/// The body of "Bulk Overwrite Global Application Commands".
fn commands() -> Value {
    SPECS.iter().map(command).collect()
}

fn command(spec: &Spec) -> Value {
    let options: Value = spec
        .args
        .iter()
        .map(|arg| {
            json!({
                "type": u8::from(CommandOptionType::String),
                "name": arg.name,
                "description": short(arg.help),
                "required": arg.required,
                "autocomplete": completes(arg.kind),
            })
        })
        .collect();
    let mut command = json!({
        "type": u8::from(CommandType::ChatInput),
        "name": spec.name,
        "description": short(spec.help),
        "options": options,
        "integration_types": [InstallationContext::Guild],
        "contexts": [InteractionContext::Guild, InteractionContext::BotDm],
    });
    if spec.manages {
        // Hides the command from the members of a server who may not give it; direct messages know no permissions.
        command["default_member_permissions"] = json!(Permissions::MANAGE_GUILD.bits().to_string());
    }
    command
}

/// Whether values are offered while such an argument is typed.
fn completes(kind: ArgKind) -> bool {
    match kind {
        ArgKind::Country
        | ArgKind::Region
        | ArgKind::Scope
        | ArgKind::Days
        | ArgKind::Zone
        | ArgKind::Weekdays
        | ArgKind::Form => true,
        ArgKind::Words | ArgKind::Date | ArgKind::Time => false,
    }
}

/// Descriptions have at most 100 characters.
fn short(help: &str) -> String {
    help.chars().take(100).collect()
}
