-- A message that was sent and says what its article no longer says: the words to put in its place.
-- state: pending, done, refused (the platform does not take the change).
CREATE TABLE corrections (
    delivery   INTEGER PRIMARY KEY REFERENCES deliveries (id),
    platform   TEXT    NOT NULL,
    body       INTEGER NOT NULL REFERENCES digest_parts (id),
    state      TEXT    NOT NULL,
    next_at    BIGINT  NOT NULL,
    attempts   INTEGER NOT NULL DEFAULT 0,
    reason     TEXT,
    changed_at BIGINT  NOT NULL
);
CREATE INDEX corrections_by_time ON corrections (platform, next_at) WHERE state = 'pending';
