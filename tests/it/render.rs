//! Replies as each platform shows them, within its limits.
