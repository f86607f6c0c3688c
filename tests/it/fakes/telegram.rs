//! A Telegram Bot API server on loopback that remembers chats, messages and members.
