-- What was known of the two countries' turnover at the end of a given day?
-- Put your day, such as '2026-05-01', in place of the newest load's. `doubt` says why a reading is not to be trusted.
SELECT
    f.period_start, f.period_end, f.value, f.value_high, f.unit, f.modifier, f.quote, d.reason AS doubt,
    f.article_id, f.recorded_at, f.superseded_at
FROM facts_as_of((SELECT CAST(max(loaded_at) AS DATE) FROM run)) AS f
LEFT JOIN doubt AS d ON f.article_id = d.article_id AND f.field = d.field AND f.start = d.start AND f."end" = d."end"
WHERE f.metric = 'turnover' AND f.measure = 'level' AND f.flow = 'CN<>RU' AND f.region IS NULL AND f.commodity IS NULL
ORDER BY f.period_end DESC, f.recorded_at DESC
LIMIT 500;
