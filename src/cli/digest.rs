//! `dateline digest`: one digest, printed and perhaps written, or why its stories stand in their order.

use jiff::civil::Date;

use super::{Common, DigestForm, Failure, print, print_json};
use crate::addresses::Addresses;
use crate::archive;
use crate::commands::Core;
use crate::digest::{Digest, Form, to_reply};
use crate::model::Model;
use crate::render;
use crate::reply::Reply;

pub(super) async fn digest(
    common: &Common,
    name: &str,
    date: Option<Date>,
    form: DigestForm,
    write: bool,
) -> Result<(), Failure> {
    let core = common.core().await?;
    let digest = match read(common, &core, name, date).await? {
        Ok(digest) => digest,
        Err(reply) => return print(&render::terminal::text(&reply)),
    };
    let reply = to_reply(&digest, Form::Full);
    // As it is sent.
    let mut message = Addresses::new(&core.config.web_url).message(&digest, Form::Full);
    if core.config.digest.picture.is_none() {
        message = message.without_pictures();
    }
    match if common.json { DigestForm::Json } else { form } {
        DigestForm::Markdown => print(&render::markdown::page(&reply.without_pictures()))?,
        DigestForm::Html => print(&render::html::page(&digest.title, "en", &reply))?,
        DigestForm::Telegram => render::telegram::messages(&message).iter().try_for_each(print_json)?,
        DigestForm::Discord => render::discord::messages(&message).iter().try_for_each(print_json)?,
        DigestForm::Json => print_json(&digest)?,
    }
    if write {
        match archive::write(&core.config.archive_dir, &digest).map_err(|error| Failure::new(error.to_string()))? {
            Some(path) => eprintln!("dateline: wrote {}", path.display()),
            None => eprintln!("dateline: the archive keeps its earlier digest of that day, which has stories"),
        }
    }
    Ok(())
}

pub(super) async fn explain(common: &Common, name: &str, date: Option<Date>) -> Result<(), Failure> {
    let core = common.core().await?;
    match read(common, &core, name, date).await? {
        Ok(digest) if common.json => print_json(&digest),
        Ok(digest) => print(&format!(
            "{}\n",
            render::terminal::text(&crate::digest::explain(&digest))
        )),
        Err(reply) => print(&render::terminal::text(&reply)),
    }
}

/// The digest that is asked for. A name or a day of which there is no digest is an answer like any other.
async fn read(common: &Common, core: &Core, name: &str, date: Option<Date>) -> Result<Result<Digest, Reply>, Failure> {
    let now = common.moment();
    let today = now.to_zoned_datetime(core.config.digest.default_zone.clone()).date();
    let date = date.unwrap_or(today);
    match core.scope_of_digest(name, date, today) {
        Ok(scope) => {
            let rewriting = core.model.as_ref().map(Model::begin);
            Ok(Ok(core.digest_told(&scope, date, now, rewriting).await?))
        }
        Err(reply) => Ok(Err(reply)),
    }
}
