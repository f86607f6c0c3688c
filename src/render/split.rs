//! Splitting of long replies: at blocks, then sentences, then graphemes, never inside a link.
