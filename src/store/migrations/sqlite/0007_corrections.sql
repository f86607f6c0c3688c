-- Articles of which a new revision was stored since somebody last looked whether a digest shows what it changes.
CREATE TABLE revised (
    article  TEXT    PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    revision INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX digest_articles_by_article ON digest_articles (article);

-- digests.corrections: how often its body was replaced by a corrected one.
ALTER TABLE digests ADD COLUMN corrections INTEGER NOT NULL DEFAULT 0;

-- What is needed to render a digest's messages again; empty in those of earlier versions. subscribers: whether its
-- buttons are those of subscribers. shown: the digest as a reader's filter left it, as JSON, with the first message.
ALTER TABLE digest_parts ADD COLUMN platform TEXT;
ALTER TABLE digest_parts ADD COLUMN form TEXT;
ALTER TABLE digest_parts ADD COLUMN subscribers INTEGER NOT NULL DEFAULT 0;
ALTER TABLE digest_parts ADD COLUMN shown TEXT;

-- Articles that only readers with a filter see in a digest.
CREATE TABLE filtered_articles (
    article TEXT    NOT NULL,
    digest  INTEGER NOT NULL REFERENCES digests (id),
    PRIMARY KEY (article, digest)
) WITHOUT ROWID;

-- Messages that were sent before their body was corrected, to be edited.
-- state: pending, done, refused (the platform does not take the change). asked: how often a correction of it was queued.
-- asked_at: when first since the reader last knew. told: whether the next digest has said what was refused.
CREATE TABLE corrections (
    delivery   INTEGER PRIMARY KEY REFERENCES deliveries (id) ON DELETE CASCADE,
    platform   TEXT    NOT NULL,
    state      TEXT    NOT NULL,
    asked      INTEGER NOT NULL DEFAULT 1,
    asked_at   BIGINT  NOT NULL,
    next_at    BIGINT  NOT NULL,
    attempts   INTEGER NOT NULL DEFAULT 0,
    reason     TEXT,
    told       INTEGER NOT NULL DEFAULT 0,
    changed_at BIGINT  NOT NULL
);
CREATE INDEX corrections_by_time ON corrections (platform, next_at) WHERE state = 'pending';
CREATE INDEX corrections_untold ON corrections (delivery) WHERE state = 'refused' AND told = 0;
