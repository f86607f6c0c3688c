//! Editions as they fall due.
