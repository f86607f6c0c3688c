//! Buttons hold their command; one that is too long for a button is kept in the store and replaced by its number.

use crate::reply::Reply;
use crate::store::{Store, StoreError};

/// The most bytes of a button's command: Telegram's callback_data, the smallest limit of all platforms.
const BUTTON_BYTES: usize = 64;

/// Replaces every command over a button's limit by `/go ID`.
pub async fn shorten(store: &Store, reply: &mut Reply) -> Result<(), StoreError> {
    for action in reply
        .actions
        .iter_mut()
        .filter(|action| action.command.len() > BUTTON_BYTES)
    {
        action.command = format!("/go {}", store.save_command(&action.command).await?);
    }
    Ok(())
}
