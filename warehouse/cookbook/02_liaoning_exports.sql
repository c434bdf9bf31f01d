-- How have Liaoning's exports to Russia developed?
-- One line a period; several outlets that state the same period are one observation with a spread.
SELECT
    period_start, period_end, commodity,
    median(value_usd) AS value_usd, min(value_usd) AS lowest, max(value_usd) AS highest,
    count(*) AS figures, any_value(quote) AS quote
FROM figure
WHERE region = 'CN-LN' AND metric = 'exports' AND flow = 'CN>RU' AND measure = 'level' AND value_usd IS NOT NULL
GROUP BY ALL
ORDER BY period_end, period_start, commodity;
