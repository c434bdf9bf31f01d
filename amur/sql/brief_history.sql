-- What was stated of the day's statistics for other periods of the same length, up to the day; and customs' series.
WITH stated AS (
    SELECT o.*, 'articles' AS source
    FROM observation AS o
    WHERE measure = 'level' AND period_end IS NOT NULL AND spread <= 1.02 AND list_contains($metrics, metric)
),

customs AS (
    SELECT
        metric, flow, NULL AS region, NULL AS commodity, 'USD' AS unit, period_start, period_end, value_usd AS value,
        'customs' AS source
    FROM reference_trade
    WHERE list_contains($metrics, metric)
)

SELECT * FROM stated WHERE period_end <= $day
UNION ALL BY NAME
SELECT * FROM customs WHERE period_end <= $day
ORDER BY period_end, source DESC;
