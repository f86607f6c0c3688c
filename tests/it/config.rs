//! A configuration is checked whole, every problem with its file and line.
