-- A doubt that an article's own numbers raise names its figure as well. Such a figure is compared with nobody's, so that
-- no peer allays the doubt.

UPDATE store.doubt
SET figure_id = f.figure_id
FROM (
    SELECT article_id, article_version, field, start, "end", min(figure_id) AS figure_id
    FROM store.figure
    WHERE usd_source = 'in doubt'
    GROUP BY ALL
) AS f
WHERE
    store.doubt.figure_id IS NULL AND store.doubt.article_id = f.article_id
    AND store.doubt.article_version = f.article_version AND store.doubt.field = f.field
    AND store.doubt.start = f.start AND store.doubt."end" = f."end";

INSERT INTO store.stale_observation
SELECT DISTINCT observation FROM store.figure WHERE usd_source = 'in doubt' AND observation IS NOT NULL;

UPDATE store.figure SET observation = NULL WHERE usd_source = 'in doubt' AND observation IS NOT NULL;
