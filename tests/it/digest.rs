//! Articles in, digests out.
