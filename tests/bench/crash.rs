//! Kills the program again and again while it broadcasts, and checks what became of every message.

fn main() {}
