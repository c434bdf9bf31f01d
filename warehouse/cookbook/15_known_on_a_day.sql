-- What was known of the two countries' turnover at the end of a given day?
-- Put your day, such as '2026-05-01', in place of the newest load's.
SELECT period_start, period_end, value, unit, modifier, quote, article_id, recorded_at, superseded_at
FROM facts_as_of((SELECT CAST(max(loaded_at) AS DATE) FROM run))
WHERE metric = 'turnover' AND measure = 'level' AND flow = 'CN<>RU' AND region IS NULL AND commodity IS NULL
ORDER BY period_end DESC, recorded_at DESC
LIMIT 500;
