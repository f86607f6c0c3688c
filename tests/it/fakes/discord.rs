//! A Discord on loopback: REST and gateway, with guilds, channels, messages and nonces.
