//! Reading feeds and files.
