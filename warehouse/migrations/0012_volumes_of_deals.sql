-- So many tonnes of goods that no list has, and what one deal is to bring, are no statistic of the two countries' trade.

CREATE TEMP TABLE no_statistic AS
SELECT f.figure_id, f.observation
FROM store.figure AS f
WHERE
    f.observation IS NOT NULL AND f.measure = 'level'
    AND (f.unit = 'TEU' OR NOT regexp_full_match(f.unit, '[A-Z]{3}|%|pp|times'))
    AND (
        (f.metric IN ('exports', 'imports') AND f.commodity IS NULL)
        OR (
            f.metric IN ('exports', 'imports', 'freight', 'production')
            AND EXISTS (
                SELECT 1
                FROM store.agreement_mention AS m
                WHERE
                    m.article_id = f.article_id AND m.article_version = f.article_version AND m.field = f.field
                    AND m.start <= f.start AND f."end" <= m."end" AND m.reported_at::DATE <= f.period_end
            )
        )
    );

INSERT INTO store.stale_observation SELECT DISTINCT observation FROM no_statistic;

UPDATE store.figure SET observation = NULL FROM no_statistic AS n WHERE store.figure.figure_id = n.figure_id;

DROP TABLE no_statistic;
