//! `dateline digest`: one digest, printed and perhaps written.

use jiff::civil::Date;

use super::{Common, DigestForm, Failure, print, print_json};
use crate::archive;
use crate::digest::{Form, to_reply};
use crate::model::Model;
use crate::render;

pub(super) async fn digest(
    common: &Common,
    name: &str,
    date: Option<Date>,
    form: DigestForm,
    write: bool,
) -> Result<(), Failure> {
    let core = common.core().await?;
    let now = common.moment();
    let today = now.to_zoned_datetime(core.config.digest.default_zone.clone()).date();
    let date = date.unwrap_or(today);
    let scope = match core.scope_of_digest(name, date, today) {
        Ok(scope) => scope,
        // A name or a day of which there is no digest is an answer like any other.
        Err(reply) => return print(&render::terminal::text(&reply)),
    };
    let rewriting = core.model.as_ref().map(Model::begin);
    let digest = core.digest_told(&scope, date, now, rewriting).await?;
    let reply = to_reply(&digest, Form::Full);
    match if common.json { DigestForm::Json } else { form } {
        DigestForm::Markdown => print(&render::markdown::page(&reply))?,
        DigestForm::Html => print(&render::html::page(&digest.title, "en", &reply))?,
        DigestForm::Telegram => render::telegram::messages(&reply).iter().try_for_each(print_json)?,
        DigestForm::Discord => render::discord::messages(&reply).iter().try_for_each(print_json)?,
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
