-- A statistic says whether it was only expected: told before its period was over. And how many outlets state it in a text
-- of their own. All are drawn anew at the next publishing, the doubted ones too.

ALTER TABLE store.observation ADD COLUMN expected BOOLEAN;

ALTER TABLE store.observation ADD COLUMN independent_publishers INTEGER;

INSERT INTO store.stale_observation
SELECT observation FROM store.observation
UNION
SELECT f.observation
FROM store.figure AS f
SEMI JOIN store.doubt AS d ON f.figure_id = d.figure_id AND d.superseded_at IS NULL
WHERE f.observation IS NOT NULL;
