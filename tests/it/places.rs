//! Which countries a text names, and which it is about.
