//! What a platform says of its own, around the core's answers.

/// Telegram: answering broke off.
pub const BROKE_OFF: &str = "Something went wrong here, and it is noted. Please ask in another way, or later.";
/// Telegram: a press under a channel's post was answered.
pub const ANSWERED_PRIVATELY: &str = "The answer is in your own chat with me.";
/// Telegram: a press under a channel's post, by somebody who has no chat with the bot.
pub fn open_a_chat(username: &str) -> String {
    format!("Open a chat with @{username}, press Start, then press here again.")
}
/// Discord: answering broke off.
pub const BROKE: &str = "Something broke while this was being answered. It has been noted; please try again later.";
/// Discord: answering took too long.
pub const SLOW: &str = "This took too long to answer. Please try again in a moment.";
/// Discord: a command that was registered once.
pub const OLD_COMMAND: &str = "Dateline has no such command any more. /help shows every command.";
/// Discord: a button that has no command.
pub const OLD_BUTTON: &str = "This button does nothing any more. /help shows every command.";
/// Discord: a subscription in a channel where the bot may not write.
pub const CLOSED_CHANNEL: &str = "Mind that I may not write in this channel, so no digest can arrive here. Someone who manages \
                                  the server can give me View Channel, Send Messages and Embed Links in it.";
/// Discord: the answer was refused.
pub const UNSHOWABLE: &str =
    "I have an answer, but Discord does not take it. It has been noted; please try another command.";
