//! Messages with a picture: drawn and sent as a file, or without it where Discord does not take it.

use serde_json::{Value, json};
use serenity::http::{LightMethod, Route};

use super::api::{Api, Failure};
use super::forum::NO_TEXT_CHANNEL;
use crate::platforms::pictures::Pictures;
use crate::reply::Picture;

/// Makes a request whose body (`Null` for none) is a message of `render`'s, with its picture if it has one. When that
/// cannot be drawn or is refused, the same message goes without it.
pub(super) async fn call(
    api: &Api,
    pictures: &Pictures,
    method: LightMethod,
    route: Route<'_>,
    body: Value,
) -> Result<Value, Failure> {
    call_as(api, pictures, method, route, body, |body| body).await
}

/// The same where the message is only a part of the request's body, which `whole` makes of it.
pub(super) async fn call_as(
    api: &Api,
    pictures: &Pictures,
    method: LightMethod,
    route: Route<'_>,
    mut body: Value,
    whole: impl Fn(Value) -> Value + Send,
) -> Result<Value, Failure> {
    // The picture's data are our own: Discord does not know the field.
    let Some(picture) = body.as_object_mut().and_then(|fields| fields.remove("picture")) else {
        let body = Some(whole(body)).filter(|body| !body.is_null());
        return api.call(method, route, body.as_ref()).await;
    };
    // A second request into a channel counts once more.
    let mut further = None;
    match serde_json::from_value::<Picture>(picture) {
        Ok(picture) => {
            if let Some(png) = pictures.png(&picture.drawing).await {
                let file = (picture.file_name(), &*png);
                match api.call_with_file(method, route, &whole(body.clone()), file).await {
                    Err(failure) if is_refused(&failure) => {
                        tracing::info!("a message goes without its picture: {failure}");
                        if matches!(route, Route::ChannelMessages { .. } | Route::ChannelForumPosts { .. }) {
                            further = api.turn().await;
                        }
                    }
                    done => return done,
                }
            }
        }
        Err(error) => tracing::error!(%error, "a picture cannot be read; the message goes without it"),
    }
    let body = without(body, matches!(method, LightMethod::Patch));
    let answer = api.call(method, route, Some(&whole(body))).await;
    drop(further);
    answer
}

/// Puts a message of `render`'s in the place of one sent before, which keeps its picture.
pub(super) async fn edit(api: &Api, route: Route<'_>, mut body: Value) -> Result<(), Failure> {
    let Some(fields) = body.as_object_mut() else {
        return Err(Failure::Unwritable("the message is no JSON object".to_owned()));
    };
    // Files that the list of attachments does not name are taken away; without a list all stay.
    fields.remove("attachments");
    let pictured = fields.remove("picture").is_some();
    // What is left out stays as it was.
    for (field, empty) in [("content", json!("")), ("embeds", json!([])), ("components", json!([]))] {
        fields.entry(field).or_insert(empty);
    }
    let edited = api.call(LightMethod::Patch, route, Some(&body)).await?;
    let has_file = edited["attachments"].as_array().is_none_or(|files| !files.is_empty());
    if pictured && !has_file {
        // The message was sent without its picture.
        let _turn = api.turn().await;
        api.call(LightMethod::Patch, route, Some(&without(body, true))).await?;
    }
    Ok(())
}

/// The body without the file and what shows it. In a message that is edited what is left out stays as it was: there the
/// lists stay, empty as they may be.
fn without(mut body: Value, is_edited: bool) -> Value {
    let Some(fields) = body.as_object_mut() else {
        return body;
    };
    if is_edited {
        fields.insert("attachments".to_owned(), json!([]));
    } else {
        fields.remove("attachments");
    }
    if let Some(embeds) = fields.get_mut("embeds").and_then(Value::as_array_mut) {
        embeds.retain(|embed| embed.get("image").is_none());
        if embeds.is_empty() && !is_edited {
            fields.remove("embeds");
        }
    }
    body
}

/// Whether the same message may be taken without its file: the right to attach files is missing (403), or something
/// about the file is not liked.
fn is_refused(failure: &Failure) -> bool {
    match failure {
        // 50007 and 50278: nothing at all reaches that person. A forum takes no message, and a locked thread nothing.
        Failure::Refused { status, code, .. } => {
            matches!(status, 400 | 403 | 413) && !matches!(*code, 50007 | 50278 | 50083 | NO_TEXT_CHANNEL)
        }
        Failure::Strange { status } => *status == 413,
        _ => false,
    }
}
