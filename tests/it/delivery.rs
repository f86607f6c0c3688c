//! Every due delivery ends as sent, or is listed with its reason.
