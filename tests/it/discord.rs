//! Stories on Discord, told to the real program by a fake Discord.
