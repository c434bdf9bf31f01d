-- Copies of one text are told apart from the article that they copy. Statistics are summed up when a snapshot is
-- published: for the figures numbered since (counter `observed`), and for what lost a reading. A doubt may be about a
-- figure that was read.

ALTER TABLE store.article ADD COLUMN copy_of VARCHAR;

ALTER TABLE store.doubt ADD COLUMN figure_id BIGINT;

CREATE TABLE store.stale_observation (observation UBIGINT NOT NULL);

INSERT INTO store.counter VALUES ('observed', 1);
