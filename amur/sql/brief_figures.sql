-- The day's key figures: one row a statistic, the most told first, with a sentence to read it in.
SELECT
    f.metric,
    f.measure,
    f.direction,
    f.flow,
    f.region,
    f.commodity,
    f.period_start,
    f.period_end,
    f.value,
    f.unit,
    f.modifier,
    any_value(f.value_usd) AS value_usd,
    arg_min(f.quote, f.figure_id) AS quote,
    arg_min(f.figure_id, f.figure_id) AS figure_id,
    arg_min(f.source, f.figure_id) AS source,
    arg_min(a.publisher, f.figure_id) AS publisher,
    arg_min(a.url, f.figure_id) AS url,
    count(DISTINCT a.publisher) AS publishers
FROM figure AS f
INNER JOIN article AS a ON f.article_id = a.article_id
WHERE
    coalesce(a.published_at, a.fetched_at)::DATE = $day
    AND f.metric IN (
        'turnover', 'exports', 'imports', 'investment', 'freight', 'settlement', 'tariff', 'finance', 'companies'
    )
GROUP BY ALL
ORDER BY publishers DESC, metric = 'turnover' DESC, f.region IS NULL DESC, value_usd DESC NULLS LAST
LIMIT 40;
