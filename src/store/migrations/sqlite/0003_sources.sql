-- The newest articles of a source are looked up at each of its readings. The index ends in `place`, which is the row's id.
CREATE INDEX articles_by_source ON articles (source);
