//! What Discord refuses. Numbers from the API reference (message, embed, component and command objects).

use std::collections::HashSet;

use serde_json::Value;

use crate::fakes::multipart::Part;

fn chars(value: Option<&Value>) -> usize {
    value.and_then(Value::as_str).map_or(0, |text| text.chars().count())
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn at_most(what: &str, length: usize, most: usize) -> Result<(), String> {
    if length <= most {
        Ok(())
    } else {
        Err(format!("{what} has {length} characters, at most {most} are allowed"))
    }
}

/// A message as it is created, or as it stands after an edit.
pub fn check_message(message: &Value) -> Result<(), String> {
    at_most("content", chars(message.get("content")), 2000)?;
    at_most("nonce", chars(message.get("nonce")), 25)?;
    let embeds = list(message, "embeds");
    if embeds.len() > 10 {
        return Err(format!("{} embeds, at most 10 are allowed", embeds.len()));
    }
    let mut total = 0;
    for embed in embeds {
        total += check_embed(embed)?;
    }
    at_most("all embeds together", total, 6000)?;
    check_components(list(message, "components"))?;
    if chars(message.get("content")) == 0 && embeds.is_empty() {
        return Err("Cannot send an empty message".to_owned());
    }
    Ok(())
}

/// Every file is announced with words for those who cannot see it, and what an embed shows is there.
pub fn check_files(body: Option<&Value>, files: &[Part]) -> Result<(), String> {
    let nothing = Value::Null;
    let body = body.unwrap_or(&nothing);
    // A forum's post holds its message.
    let message = body.get("message").unwrap_or(body);
    let attachments = list(message, "attachments");
    if attachments.len() != files.len() {
        return Err(format!("{} attachments, but {} files", attachments.len(), files.len()));
    }
    for attachment in attachments {
        let name = attachment["filename"].as_str().unwrap_or_default();
        let part = format!("files[{}]", attachment["id"]);
        let file = files.iter().find(|file| file.name == part);
        let file = file.ok_or_else(|| format!("there is no {part}"))?;
        if file.file_name.as_deref() != Some(name) || !file.is_png() {
            return Err(format!("{part} is no PNG called {name}"));
        }
        let words = chars(attachment.get("description"));
        if !(1..=1024).contains(&words) {
            return Err(format!(
                "the description of {name} has {words} characters, 1 to 1024 are wanted"
            ));
        }
    }
    let names: Vec<&str> = attachments
        .iter()
        .filter_map(|file| file["filename"].as_str())
        .collect();
    check_pictures(message, &names)
}

/// What an embed shows is among the files of these names.
pub fn check_pictures(message: &Value, names: &[&str]) -> Result<(), String> {
    for url in list(message, "embeds")
        .iter()
        .filter_map(|embed| embed["image"]["url"].as_str())
    {
        if !url
            .strip_prefix("attachment://")
            .is_some_and(|name| names.contains(&name))
        {
            return Err(format!("no attachment is called {url}"));
        }
    }
    Ok(())
}

fn check_embed(embed: &Value) -> Result<usize, String> {
    let footer = embed.get("footer").and_then(|footer| footer.get("text"));
    let author = embed.get("author").and_then(|author| author.get("name"));
    let mut total = 0;
    for (what, value, most) in [
        ("embed title", embed.get("title"), 256),
        ("embed description", embed.get("description"), 4096),
        ("embed footer", footer, 2048),
        ("embed author", author, 256),
    ] {
        at_most(what, chars(value), most)?;
        total += chars(value);
    }
    let fields = list(embed, "fields");
    if fields.len() > 25 {
        return Err(format!("{} fields, at most 25 are allowed", fields.len()));
    }
    for field in fields {
        at_most("field name", chars(field.get("name")), 256)?;
        at_most("field value", chars(field.get("value")), 1024)?;
        if chars(field.get("name")) == 0 || chars(field.get("value")) == 0 {
            return Err("an empty field".to_owned());
        }
        total += chars(field.get("name")) + chars(field.get("value"));
    }
    if total == 0 && embed.get("image").is_none() {
        return Err("an empty embed".to_owned());
    }
    if let Some(url) = embed.get("url").and_then(Value::as_str) {
        let parsed = url::Url::parse(url).map_err(|_| format!("\"{url}\" is not a well formed URL"))?;
        if !matches!(parsed.scheme(), "http" | "https") {
            return Err(format!("Scheme \"{}\" is not supported", parsed.scheme()));
        }
        at_most("embed url", url.chars().count(), 2048)?;
    }
    Ok(total)
}

fn check_components(rows: &[Value]) -> Result<(), String> {
    if rows.len() > 5 {
        return Err(format!("{} rows of components, at most 5 are allowed", rows.len()));
    }
    let mut ids = HashSet::new();
    for row in rows {
        let buttons = list(row, "components");
        if row["type"] != 1 || buttons.is_empty() || buttons.len() > 5 {
            return Err(format!("no row of 1 to 5 buttons: {row}"));
        }
        for button in buttons {
            if button["type"] != 2 || !(1..=4).contains(&button["style"].as_u64().unwrap_or(0)) {
                return Err(format!("no button: {button}"));
            }
            at_most("button label", chars(button.get("label")), 80)?;
            if chars(button.get("label")) == 0 {
                return Err("a button without label".to_owned());
            }
            let id = button["custom_id"].as_str().unwrap_or("");
            if id.is_empty() || id.chars().count() > 100 {
                return Err(format!("custom_id \"{id}\" has not 1 to 100 characters"));
            }
            if !ids.insert(id.to_owned()) {
                return Err(format!("Component custom id cannot be duplicated: {id}"));
            }
        }
    }
    Ok(())
}

/// The offers of an autocomplete answer.
pub fn check_choices(choices: &[Value]) -> Result<(), String> {
    if choices.len() > 25 {
        return Err(format!("{} choices, at most 25 are allowed", choices.len()));
    }
    for choice in choices {
        for key in ["name", "value"] {
            let length = chars(choice.get(key));
            if !(1..=100).contains(&length) {
                return Err(format!(
                    "a choice's {key} has {length} characters, 1 to 100 are allowed"
                ));
            }
        }
    }
    Ok(())
}

/// The whole list of an application's commands.
pub fn check_commands(commands: &[Value]) -> Result<(), String> {
    if commands.len() > 100 {
        return Err(format!("{} commands, at most 100 are allowed", commands.len()));
    }
    let mut names = HashSet::new();
    for command in commands {
        check_name(command)?;
        if !names.insert(command["name"].as_str()) {
            return Err("Application command names must be unique".to_owned());
        }
        let options = list(command, "options");
        if options.len() > 25 {
            return Err(format!("{} options, at most 25 are allowed", options.len()));
        }
        let mut optional = false;
        for option in options {
            check_name(option)?;
            let required = option["required"] == true;
            if required && optional {
                return Err("Required options must be placed before non-required options".to_owned());
            }
            optional |= !required;
        }
        let permissions = command
            .get("default_member_permissions")
            .filter(|value| !value.is_null());
        if permissions.is_some_and(|value| value.as_str().is_none_or(|text| text.parse::<u64>().is_err())) {
            return Err("default_member_permissions is no string of digits".to_owned());
        }
    }
    Ok(())
}

fn check_name(named: &Value) -> Result<(), String> {
    let name = named["name"].as_str().unwrap_or("");
    let valid = (1..=32).contains(&name.chars().count())
        && name.chars().all(|c| c == '-' || c == '_' || c.is_alphanumeric())
        && name.to_lowercase() == name;
    if !valid {
        return Err(format!("\"{name}\" is no name of a command or option"));
    }
    let description = chars(named.get("description"));
    if !(1..=100).contains(&description) {
        return Err(format!(
            "the description of {name} has {description} characters, 1 to 100 are allowed"
        ));
    }
    Ok(())
}
