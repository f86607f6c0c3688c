//! A digest as a reply.

use super::{Digest, Form};
use crate::reply::Reply;

/// The digest in words, in one of its forms.
pub fn to_reply(_digest: &Digest, _form: Form) -> Reply {
    todo!()
}
