//! Checks recorded requests against the platforms' machine-readable specifications, where those are at hand.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::OnceLock;

use serde_json::{Value, json};

/// Reads a specification that lies beside the project; without it the checks pass and say so once.
fn read_spec(name: &str) -> Option<Value> {
    let path = Path::new("../shared/specs").join(name);
    match std::fs::read(&path) {
        Ok(bytes) => Some(serde_json::from_slice(&bytes).expect("the specification is JSON")),
        Err(_) => {
            eprintln!("skipped: requests are not checked, {} is not here", path.display());
            None
        }
    }
}

/// Checks a Bot API request: `method` in any case, `body` as JSON. The error names every field that is wrong.
pub fn check_telegram(method: &str, body: &Value) -> Result<(), String> {
    static SPEC: OnceLock<Option<Value>> = OnceLock::new();
    let Some(spec) = SPEC.get_or_init(|| read_spec("telegram-api.json")) else {
        return Ok(());
    };
    let methods = spec["methods"].as_object().expect("methods");
    let (_, method) = methods
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(method))
        .ok_or_else(|| format!("there is no method {method}"))?;
    let mut problems = Vec::new();
    check_fields(spec, method, body, "", &mut problems);
    check_prose(body, &mut problems);
    if problems.is_empty() {
        Ok(())
    } else {
        Err(format!(
            "{}: {}",
            method["name"].as_str().unwrap_or("?"),
            problems.join("; ")
        ))
    }
}

fn check_fields(spec: &Value, description: &Value, body: &Value, at: &str, problems: &mut Vec<String>) {
    let Some(given) = body.as_object() else {
        problems.push(format!("{at} is not an object"));
        return;
    };
    let none = Vec::new();
    let fields = description["fields"].as_array().unwrap_or(&none);
    for field in fields {
        let name = field["name"].as_str().expect("a field has a name");
        match given.get(name) {
            Some(value) => {
                let types: Vec<&str> = field["types"]
                    .as_array()
                    .expect("types")
                    .iter()
                    .filter_map(Value::as_str)
                    .collect();
                if !types.iter().any(|kind| is_of(spec, kind, value)) {
                    problems.push(format!("{at}{name} is no {}: {value}", types.join(" or ")));
                }
            }
            None if field["required"] == true => problems.push(format!("{at}{name} is missing")),
            None => {}
        }
    }
    for name in given.keys() {
        if !fields.iter().any(|field| field["name"] == **name) {
            problems.push(format!("{at}{name} is no known field"));
        }
    }
}

/// True when the value is of a type as the specification names it.
fn is_of(spec: &Value, kind: &str, value: &Value) -> bool {
    if let Some(items) = kind.strip_prefix("Array of ") {
        return value
            .as_array()
            .is_some_and(|values| values.iter().all(|value| is_of(spec, items, value)));
    }
    match kind {
        "Integer" => value.is_i64() || value.is_u64(),
        "Float" => value.is_number(),
        "String" => value.is_string(),
        "Boolean" => value.is_boolean(),
        "True" => *value == true,
        "InputFile" => value.is_string(),
        named => {
            let description = &spec["types"][named];
            if let Some(subtypes) = description["subtypes"].as_array() {
                return subtypes
                    .iter()
                    .filter_map(Value::as_str)
                    .any(|kind| is_of(spec, kind, value));
            }
            let mut problems = Vec::new();
            check_fields(spec, description, value, "", &mut problems);
            problems.is_empty()
        }
    }
}

/// The limits that the Bot API states in words only. Those of texts are counted by the fake, after it parsed them.
fn check_prose(body: &Value, problems: &mut Vec<String>) {
    for row in body["reply_markup"]["inline_keyboard"].as_array().into_iter().flatten() {
        for button in row.as_array().into_iter().flatten() {
            if let Some(data) = button["callback_data"].as_str()
                && !(1..=64).contains(&data.len())
            {
                problems.push(format!("callback_data has {} bytes, not 1 to 64: {data}", data.len()));
            }
            if button["text"].as_str().is_none_or(str::is_empty) {
                problems.push("a button says nothing".to_owned());
            }
        }
    }
    let commands = body["commands"].as_array();
    if commands.is_some_and(|commands| commands.len() > 100) {
        problems.push("more than 100 commands".to_owned());
    }
    for command in commands.into_iter().flatten() {
        let name = command["command"].as_str().unwrap_or_default();
        let well_formed = name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        if !well_formed || !(1..=32).contains(&name.len()) {
            problems.push(format!("\"{name}\" is no command name"));
        }
        if !(1..=256).contains(&command["description"].as_str().unwrap_or_default().chars().count()) {
            problems.push(format!("the description of {name} has not 1 to 256 characters"));
        }
    }
}

/// Checks a Discord request: `path` with or without `/api/v10`, `body` as JSON (null for none). The error names every
/// place that is wrong.
pub fn check_discord(method: &str, path: &str, body: &Value) -> Result<(), String> {
    static SPEC: OnceLock<Option<Value>> = OnceLock::new();
    let Some(spec) = SPEC.get_or_init(|| read_spec("discord-openapi.json").map(without_known_deviations)) else {
        return Ok(());
    };
    let path = path.split('?').next().unwrap_or_default();
    let path = path.strip_prefix("/api/v10").unwrap_or(path);
    let paths = spec["paths"].as_object().expect("paths");
    let method = method.to_ascii_lowercase();
    // A literal segment (`@original`) is a closer match than a parameter.
    let (template, operation) = paths
        .iter()
        .filter(|(template, operations)| matches_template(template, path) && operations.get(&method).is_some())
        .min_by_key(|(template, _)| template.matches('{').count())
        .map(|(template, operations)| (template, &operations[&method]))
        .ok_or_else(|| format!("there is no {} {path}", method.to_ascii_uppercase()))?;
    let request = &operation["requestBody"];
    let mut problems = Vec::new();
    let content = &request["content"]["application/json"]["schema"];
    if content.is_null() {
        if !body.is_null() {
            problems.push("it takes no body".to_owned());
        }
    } else if body.is_null() {
        if request["required"] == true {
            problems.push("the body is missing".to_owned());
        }
    } else {
        let mut schema = content.clone();
        schema["components"] = spec["components"].clone();
        let validator = jsonschema::draft202012::new(&schema).expect("the specification holds valid schemas");
        problems.extend(
            validator
                .iter_errors(body)
                .map(|error| format!("{}: {error}", error.instance_path())),
        );
        check_known_names(spec, content, body, &mut problems);
    }
    check_discord_prose(body, &mut problems);
    if problems.is_empty() {
        Ok(())
    } else {
        Err(format!(
            "{} {template}: {}",
            method.to_ascii_uppercase(),
            problems.join("; ")
        ))
    }
}

fn matches_template(template: &str, path: &str) -> bool {
    let (mut template, mut path) = (template.split('/'), path.split('/'));
    loop {
        match (template.next(), path.next()) {
            (None, None) => return true,
            (Some(part), Some(given)) if part == given || (part.starts_with('{') && !given.is_empty()) => {}
            _ => return false,
        }
    }
}

/// Where the file contradicts Discord's own documentation or what the platform takes from every client.
fn without_known_deviations(mut spec: Value) -> Value {
    let schemas = spec["components"]["schemas"].as_object_mut().expect("schemas");
    for (name, schema) in schemas {
        if let Some(permissions) = schema.pointer_mut("/properties/default_member_permissions") {
            *permissions = json!({"type": ["string", "null"]});
        }
        if name == "MessageAttachmentRequest"
            && let Some(id) = schema.pointer_mut("/properties/id")
        {
            *id = json!({"type": ["string", "integer"]});
        }
        if let Some(content) = schema.pointer_mut("/properties/content/maxLength") {
            *content = json!(2000);
        }
    }
    spec
}

/// JSON Schema lets unknown names pass; a misspelt field is one.
fn check_known_names(spec: &Value, schema: &Value, body: &Value, problems: &mut Vec<String>) {
    if let (Some(items), Some(bodies)) = (schema.get("items"), body.as_array()) {
        for body in bodies {
            check_known_names(spec, items, body, problems);
        }
        return;
    }
    let mut known = BTreeSet::new();
    collect_names(spec, schema, &mut known);
    for name in body.as_object().into_iter().flat_map(|body| body.keys()) {
        if !known.is_empty() && !known.contains(name.as_str()) {
            problems.push(format!("/{name} is no known field"));
        }
    }
}

fn collect_names<'a>(spec: &'a Value, schema: &'a Value, known: &mut BTreeSet<&'a str>) {
    if let Some(target) = schema["$ref"]
        .as_str()
        .and_then(|target| spec.pointer(target.trim_start_matches('#')))
    {
        collect_names(spec, target, known);
    }
    for union in ["anyOf", "oneOf", "allOf"] {
        for schema in schema[union].as_array().into_iter().flatten() {
            collect_names(spec, schema, known);
        }
    }
    known.extend(
        schema["properties"]
            .as_object()
            .into_iter()
            .flat_map(|properties| properties.keys().map(String::as_str)),
    );
}

/// What the schema cannot say: 6000 characters over all embeds of a message, also inside a callback's `data`.
fn check_discord_prose(body: &Value, problems: &mut Vec<String>) {
    for message in [body, &body["data"]] {
        let embeds = message["embeds"].as_array();
        let mut characters = 0;
        for embed in embeds.into_iter().flatten() {
            let fields = embed["fields"].as_array().into_iter().flatten();
            characters += [
                &embed["title"],
                &embed["description"],
                &embed["footer"]["text"],
                &embed["author"]["name"],
            ]
            .into_iter()
            .chain(fields.flat_map(|field| [&field["name"], &field["value"]]))
            .map(|text| text.as_str().unwrap_or_default().chars().count())
            .sum::<usize>();
        }
        if characters > 6000 {
            problems.push(format!(
                "the embeds have {characters} characters together, not at most 6000"
            ));
        }
    }
}
