-- The statistics of the temporary relation `stale_articles` are summed up anew at the next publishing.
INSERT INTO store.stale_observation
SELECT DISTINCT f.observation
FROM store.figure AS f
SEMI JOIN stale_articles AS s ON f.article_id = s.id
WHERE f.observation IS NOT NULL
