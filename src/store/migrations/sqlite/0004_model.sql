-- What a language model wrote, by the hash of what it was asked. It is shown only after the gate has seen it.
CREATE TABLE model_answers (
    key TEXT NOT NULL PRIMARY KEY,
    answer TEXT NOT NULL,
    made_at BIGINT NOT NULL
);
CREATE INDEX model_answers_by_age ON model_answers (made_at);

-- What was spent on it on a day in UTC.
CREATE TABLE model_spending (
    day TEXT NOT NULL PRIMARY KEY,
    requests BIGINT NOT NULL,
    characters BIGINT NOT NULL
);
