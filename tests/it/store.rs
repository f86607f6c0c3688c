//! What the store keeps, and what it gives back.
