CREATE OR REPLACE TEMP TABLE touched_observation AS
SELECT DISTINCT observation
FROM store.figure
SEMI JOIN forgotten_ids AS f ON store.figure.article_id = f.id
WHERE observation IS NOT NULL
