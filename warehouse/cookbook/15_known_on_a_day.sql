-- What was known of the turnover at the end of a given day?
-- Put your day, such as '2026-05-01', in place of the newest load's.
SELECT metric, flow, period_start, period_end, value, unit, quote, recorded_at, superseded_at
FROM facts_as_of(CAST((SELECT max(loaded_at) FROM run) AS DATE))
WHERE metric = 'turnover'
ORDER BY period_end, recorded_at;
