-- editions.paused_at: since when an admin holds its deliveries back; their state is then 'paused' instead of 'pending'.
-- cancelled_at: when an admin ended them. cleared_at: when they were deleted, because they were too old to be kept.
ALTER TABLE editions ADD COLUMN paused_at BIGINT;
ALTER TABLE editions ADD COLUMN cancelled_at BIGINT;
ALTER TABLE editions ADD COLUMN cleared_at BIGINT;
CREATE INDEX editions_kept ON editions (due) WHERE cleared_at IS NULL;

-- digests.broken: why it could not be composed; its body is empty then.
ALTER TABLE digests ADD COLUMN broken TEXT;

-- deliveries.resent: how often an admin had it sent again; a part of its nonce. day_from: what it waits for counts from
-- then instead of from its edition's moment (an admin asked for it, or its reader's quiet hours ended).
ALTER TABLE deliveries ADD COLUMN resent INTEGER NOT NULL DEFAULT 0;
ALTER TABLE deliveries ADD COLUMN day_from BIGINT;

-- While there is a row, nothing is sent.
CREATE TABLE pauses (
    name  TEXT   PRIMARY KEY,
    since BIGINT NOT NULL
);

-- The messages of an edition are emptied when its deliveries are deleted.
CREATE INDEX digest_parts_by_digest ON digest_parts (digest);
