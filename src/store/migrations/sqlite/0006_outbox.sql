-- editions.paused_at: since when an admin holds its deliveries back (their state is then 'paused' instead of 'pending').
ALTER TABLE editions ADD COLUMN paused_at BIGINT;
-- deliveries.resent: how often an admin had it sent again; a part of its nonce.
ALTER TABLE deliveries ADD COLUMN resent INTEGER NOT NULL DEFAULT 0;
