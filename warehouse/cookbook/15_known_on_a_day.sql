-- What was known of the two countries' turnover at the end of a given day?
-- Put your day, such as '2026-05-01', in place of the newest load's. `doubt` says why a reading is not to be trusted.
-- What an article said of a period that was not over, a target or a forecast, was not known and is left out.
WITH asked AS (
    SELECT CAST(max(loaded_at) AS DATE) AS day FROM run
),

told AS (
    SELECT
        figure_id, period_start, period_end, value, value_high, unit, modifier, quote, article_id, recorded_at,
        superseded_at
    FROM facts_as_of((SELECT day FROM asked))
    WHERE
        metric = 'turnover' AND measure = 'level' AND flow = 'CN<>RU' AND region IS NULL AND commodity IS NULL
        AND period_end <= (SELECT day FROM asked)
    ORDER BY period_end DESC, recorded_at DESC, figure_id
    LIMIT 500
)

SELECT
    f.period_start, f.period_end, f.value, f.value_high, f.unit, f.modifier, f.quote, d.reason AS doubt,
    f.article_id, f.recorded_at, f.superseded_at
FROM told AS f
LEFT JOIN article AS a ON f.article_id = a.article_id
LEFT JOIN doubt AS d ON f.figure_id = d.figure_id
WHERE coalesce(f.period_end <= CAST(coalesce(a.published_at, a.fetched_at) AS DATE), true)
ORDER BY f.period_end DESC, f.recorded_at DESC, f.figure_id;
