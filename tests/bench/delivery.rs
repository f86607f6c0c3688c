//! How fast deliveries are written, sent and recorded, and how well a token's limits are used.

fn main() {}
