-- The value is the middle one of those stated, of two the lower: a mean of two would be one that nobody states.
INSERT INTO store.observation
SELECT
    f.observation, any_value(f.metric), any_value(f.flow), any_value(f.region), any_value(f.commodity),
    any_value(f.period_start), any_value(f.period_end), any_value(f.unit), any_value(f.measure),
    any_value(f.direction), any_value(f.basis), quantile_disc(f.value, 0.5), min(f.value), max(f.value),
    CAST(max(f.value) / nullif(min(f.value), 0) AS DOUBLE), quantile_disc(f.value_usd, 0.5), count(*),
    count(DISTINCT f.article_id), count(DISTINCT r.publisher), list(f.figure_id ORDER BY f.figure_id), bool_and(r.expected),
    greatest(count(DISTINCT r.publisher) FILTER (NOT r.copied), 1), any_value(f.place),
    any_value(f.counted)
FROM weighed_reading AS r
INNER JOIN store.figure AS f ON r.figure_id = f.figure_id
WHERE r.reason IS NULL
GROUP BY f.observation
