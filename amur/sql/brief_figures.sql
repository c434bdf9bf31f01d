-- The day's key figures, a row a reading, with why it is doubted; one outlet's second telling of the same value stays out.
WITH doubted AS (
    SELECT figure_id, string_agg(reason, '; ' ORDER BY doubt_id) AS reason
    FROM doubt
    GROUP BY figure_id
)

SELECT f.*, d.reason AS doubt
FROM figure AS f
INNER JOIN article AS a ON f.article_id = a.article_id
LEFT JOIN doubted AS d ON f.figure_id = d.figure_id
WHERE
    news_day(a.published_at, a.published_source, a.fetched_at) = $day
    AND a.relevant
    AND f.metric NOT IN ('other', 'people', 'agreements', 'contract_value')
QUALIFY row_number() OVER (
    PARTITION BY
        a.publisher, f.metric, f.measure, f.direction, f.flow, f.region, f.commodity, f.period_start, f.period_end,
        f.value, f.unit
    ORDER BY f.figure_id
) = 1
ORDER BY f.figure_id;
