//! The boundaries of the architecture, checked on the source text.
