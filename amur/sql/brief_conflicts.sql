-- Statistics on which outlets disagree, where one of the day's articles takes part.
SELECT
    c.metric, c.flow, c.region, c.commodity, c.period_start, c.period_end, c.unit, c.lowest, c.highest, c.publishers
FROM figure_conflict AS c
WHERE
    EXISTS (
        SELECT 1
        FROM article AS a
        WHERE list_contains(c.articles, a.article_id) AND coalesce(a.published_at, a.fetched_at)::DATE = $day
    )
ORDER BY c.spread DESC
LIMIT 20;
