//! `dateline digest`: one digest, printed and perhaps written.

use jiff::civil::Date;

use super::{Common, DigestForm, Failure, print, print_json};
use crate::archive;
use crate::digest::{Form, to_reply};
use crate::places::{Resolution, resolve};
use crate::render;
use crate::scope::Scope;

pub(super) async fn digest(
    common: &Common,
    name: &str,
    date: Option<Date>,
    form: DigestForm,
    write: bool,
) -> Result<(), Failure> {
    let core = common.core().await?;
    let now = common.moment();
    let scope = if name == "all" {
        Scope::All
    } else if let Some(region) = core.config.regions.find(name) {
        Scope::Region(region.id.clone())
    } else if let Resolution::One { country, .. } = resolve(name) {
        Scope::Country(country)
    } else {
        let regions: Vec<&str> = core.config.regions.iter().map(|region| region.id.as_str()).collect();
        return Err(Failure::new(format!(
            "\"{name}\" is no region or country; write \"all\", a country, or one of: {}",
            regions.join(", ")
        )));
    };
    let today = now.to_zoned_datetime(core.config.digest.default_zone.clone()).date();
    let digest = core.digest(&scope, date.unwrap_or(today), now).await?;
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
