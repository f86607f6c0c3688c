//! Checks recorded requests against the platforms' machine-readable specifications, where those are at hand.
