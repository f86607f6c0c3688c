//! `dateline ask`: one command, one answer.

use super::{AskForm, Common, Failure, print, print_json};
use crate::platforms::terminal;
use crate::render;

pub(super) async fn ask(common: &Common, text: &str, form: AskForm, language: &str) -> Result<(), Failure> {
    if language != "en" {
        eprintln!("dateline: answers are in English so far; --lang {language} changes nothing");
    }
    let core = common.core().await?;
    let reply = core.answer(text, &terminal::asker(language), common.moment()).await;
    match if common.json { AskForm::Json } else { form } {
        AskForm::Text => print(&render::terminal::text(&reply)),
        AskForm::Telegram => render::telegram::messages(&reply).iter().try_for_each(print_json),
        AskForm::Discord => render::discord::messages(&reply).iter().try_for_each(print_json),
        AskForm::Json => print_json(&reply),
    }
}
