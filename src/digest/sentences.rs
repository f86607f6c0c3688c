//! Sentences: splitting, and which of them can stand alone.
