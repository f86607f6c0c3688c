//! Dateline's tests: stories at the level a user sees. One binary, so that the program is linked once.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]
