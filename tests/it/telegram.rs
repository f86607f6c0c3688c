//! Stories on Telegram, told to the real program by a fake Bot API.
