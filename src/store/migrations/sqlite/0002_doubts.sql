-- deliveries.doubtful_since: when the first try went out of which nobody knows whether it arrived.
ALTER TABLE deliveries ADD COLUMN doubtful_since BIGINT;

-- destinations.gone_since: when the platform first said that it knows no such chat, since the last message that arrived.
ALTER TABLE destinations ADD COLUMN gone_since BIGINT;
