INSERT INTO store.observation
SELECT
    f.observation, any_value(f.metric), any_value(f.flow), any_value(f.region), any_value(f.commodity),
    any_value(f.period_start), any_value(f.period_end), any_value(f.unit), any_value(f.measure),
    any_value(f.direction), any_value(f.basis), median(f.value), min(f.value), max(f.value),
    CAST(max(f.value) / nullif(min(f.value), 0) AS DOUBLE), median(f.value_usd), count(*),
    count(DISTINCT f.article_id), count(DISTINCT a.publisher), list(f.figure_id ORDER BY f.figure_id)
FROM store.figure AS f
SEMI JOIN touched_observation AS t ON f.observation = t.observation
INNER JOIN store.article AS a ON f.article_id = a.article_id AND a.superseded_at IS NULL
WHERE f.superseded_at IS NULL
GROUP BY f.observation
