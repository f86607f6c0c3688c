//! A world for the program to live in: temporary folders, feeds, and the running program itself.
