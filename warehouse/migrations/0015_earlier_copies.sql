-- What an article was held to copy until an older text came in, so that a past moment is told as it was then. What changed
-- before is not known.

CREATE TABLE store.earlier_copy (
    article_id VARCHAR NOT NULL,
    version INTEGER NOT NULL,
    copy_of VARCHAR,
    superseded_at TIMESTAMP NOT NULL
);
