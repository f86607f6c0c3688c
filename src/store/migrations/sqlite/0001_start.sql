-- Times are epoch milliseconds, booleans 0 and 1, structures JSON.

-- `place` orders all articles: the greatest is the newest, and of two of one moment the one stored first.
CREATE TABLE articles (
    place        INTEGER PRIMARY KEY,
    id           TEXT    NOT NULL UNIQUE,
    source       TEXT    NOT NULL,
    publisher    TEXT    NOT NULL,
    url          TEXT,
    title        TEXT    NOT NULL,
    text         TEXT    NOT NULL,
    author       TEXT,
    language     TEXT,
    published_at BIGINT  NOT NULL,
    date_kind    TEXT    NOT NULL,
    fetched_at   BIGINT  NOT NULL,
    revised_at   BIGINT  NOT NULL,
    revision     INTEGER NOT NULL,
    tags         TEXT    NOT NULL
);

-- Titles and texts that were replaced.
CREATE TABLE revisions (
    article    TEXT    NOT NULL REFERENCES articles (id),
    revision   INTEGER NOT NULL,
    title      TEXT    NOT NULL,
    text       TEXT    NOT NULL,
    read_at    BIGINT  NOT NULL,
    PRIMARY KEY (article, revision)
) WITHOUT ROWID;

-- Each country that an article mentions (about = 0) or is about (about = 1).
CREATE TABLE article_countries (
    country TEXT    NOT NULL,
    about   INTEGER NOT NULL,
    place   INTEGER NOT NULL REFERENCES articles (place),
    PRIMARY KEY (country, about, place)
) WITHOUT ROWID;
CREATE INDEX article_countries_by_place ON article_countries (place, about, country);

-- Words are cut and folded in Rust and joined by spaces; the ASCII tokeniser only separates them again.
CREATE VIRTUAL TABLE article_words USING fts5 (words, content = '', contentless_delete = 1, tokenize = 'ascii');

CREATE TABLE sources (
    id            TEXT PRIMARY KEY,
    etag          TEXT,
    last_modified TEXT,
    read_at       BIGINT,
    answered_at   BIGINT,
    failing_since BIGINT,
    error         TEXT,
    not_before    BIGINT
);

-- `thread` is empty where there is none, so that UNIQUE holds. `moved_to` is where a chat with a new id is now.
CREATE TABLE destinations (
    id         INTEGER PRIMARY KEY,
    platform   TEXT    NOT NULL,
    chat       TEXT    NOT NULL,
    thread     TEXT    NOT NULL,
    not_before BIGINT  NOT NULL DEFAULT 0,
    moved_to   INTEGER REFERENCES destinations (id),
    UNIQUE (platform, chat, thread)
);
CREATE INDEX destinations_by_move ON destinations (moved_to) WHERE moved_to IS NOT NULL;

CREATE TABLE subscriptions (
    id          INTEGER PRIMARY KEY,
    destination INTEGER NOT NULL REFERENCES destinations (id),
    scope       TEXT    NOT NULL,
    at          TEXT    NOT NULL,
    zone        TEXT    NOT NULL,
    form        TEXT    NOT NULL,
    language    TEXT    NOT NULL,
    made_at     BIGINT  NOT NULL,
    UNIQUE (destination, scope)
);

CREATE TABLE schedules (
    id         TEXT   PRIMARY KEY,
    first_seen BIGINT NOT NULL
);

CREATE TABLE editions (
    id         INTEGER PRIMARY KEY,
    schedule   TEXT   NOT NULL,
    local      TEXT   NOT NULL,
    zone       TEXT   NOT NULL,
    local_date TEXT   NOT NULL,
    due        BIGINT NOT NULL,
    written_at BIGINT NOT NULL,
    UNIQUE (schedule, local, zone)
);
CREATE INDEX editions_by_due ON editions (schedule, due);
CREATE INDEX editions_by_date ON editions (local_date);

CREATE TABLE digests (
    id      INTEGER PRIMARY KEY,
    edition INTEGER NOT NULL REFERENCES editions (id),
    scope   TEXT    NOT NULL,
    body    TEXT    NOT NULL,
    UNIQUE (edition, scope)
);

CREATE TABLE digest_articles (
    digest  INTEGER NOT NULL REFERENCES digests (id),
    article TEXT    NOT NULL,
    PRIMARY KEY (digest, article)
) WITHOUT ROWID;

-- The messages of one rendering, shared by all who get it.
CREATE TABLE digest_parts (
    id     INTEGER PRIMARY KEY,
    digest INTEGER NOT NULL REFERENCES digests (id),
    part   INTEGER NOT NULL,
    parts  INTEGER NOT NULL,
    body   TEXT    NOT NULL
);

-- state: waiting (for the part before it), pending, sending, sent, unknown, failed.
-- next_at: not to be sent before; of a pending delivery never earlier than its destination's not_before.
-- turn: who is first among those that may be sent. Ids are never used again.
CREATE TABLE deliveries (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    digest      INTEGER NOT NULL REFERENCES digests (id),
    destination INTEGER NOT NULL REFERENCES destinations (id),
    platform    TEXT    NOT NULL,
    part        INTEGER NOT NULL,
    body        INTEGER NOT NULL REFERENCES digest_parts (id),
    state       TEXT    NOT NULL,
    next_at     BIGINT  NOT NULL,
    turn        BIGINT  NOT NULL,
    attempts    INTEGER NOT NULL DEFAULT 0,
    owner       TEXT,
    message     TEXT,
    reason      TEXT,
    changed_at  BIGINT  NOT NULL,
    UNIQUE (digest, destination, part)
);
CREATE INDEX deliveries_by_turn ON deliveries (platform, turn, id, next_at) WHERE state = 'pending';
CREATE INDEX deliveries_by_time ON deliveries (platform, next_at) WHERE state = 'pending';
CREATE INDEX deliveries_by_state ON deliveries (platform, state);
CREATE INDEX deliveries_by_destination ON deliveries (destination, state, id);

CREATE TABLE leases (
    name       TEXT   PRIMARY KEY,
    owner      TEXT   NOT NULL,
    held_until BIGINT NOT NULL
);

CREATE TABLE commands (
    number  INTEGER PRIMARY KEY AUTOINCREMENT,
    command TEXT    NOT NULL UNIQUE
);

CREATE TABLE seen_updates (
    number    INTEGER PRIMARY KEY AUTOINCREMENT,
    platform  TEXT NOT NULL,
    update_id TEXT NOT NULL,
    UNIQUE (platform, update_id)
);
